"""The store as a file: made, opened, kept safe, checked, and the program's test of itself."""
