"""Other people's Excel: past months out of an office's own tables, and other offices' forms filled in."""
