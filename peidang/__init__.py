"""配档通: keeps a plan's schedule table (配档表), from the issued document to the signed monthly report.

The house has two doors, ``desktop`` (the window) and ``cli`` (the command line). Both call ``app``, one short
function per action of the user. ``app`` calls four rooms that do not import each other: ``plans`` (a document
becomes data), ``db`` (the store), ``exchange`` (workbooks out and in) and ``reports`` (papers). ``plans`` and
``exchange`` open foreign files only through ``files``. All of them stand on ``domain``, which imports nothing of
ours. ``tests/test_architecture.py`` checks the doors.
"""
