"""A plan document becomes data: head, sections, body tasks with their units, targets, schedule rows, doubts.

May import ``files`` and ``domain``. Begin with ``reader.read_plan``.
"""
