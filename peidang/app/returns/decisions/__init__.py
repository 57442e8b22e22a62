"""What only a person can settle, one module a kind: cells, lines and files. Begin with ``app.deciding``."""
