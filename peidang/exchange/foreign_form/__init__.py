"""Tables that other offices made: found in their sheets, their columns and lines told by what they say.

Two actions stand on it: importing an office's own tables of former months, and filling in another office's blank form.
May import ``files`` and ``domain``. Begin with ``tables.tables_of``.
"""
