"""The command line: results on stdout, messages on stderr, exit codes 0, 1 and 2. Calls ``app`` only.

Begin with ``main``; errors become sentences in ``sentences``.
"""
