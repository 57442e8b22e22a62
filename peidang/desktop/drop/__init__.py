"""A drop of files under way: read, looked at, taken, taken back. Begin with ``work``, which knows no widget."""
