"""Timings, beside peers, on real files. Nothing here is a test; nothing in ``tests`` measures time."""
