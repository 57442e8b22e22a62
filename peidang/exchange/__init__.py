"""What travels between offices: the request workbook out, the filled workbook back in.

May import ``files`` and ``domain``; knows no store. Begin with ``request_workbook`` (out) and
``recognition`` (in).
"""
