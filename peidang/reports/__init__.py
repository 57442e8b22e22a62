"""The month's papers: one ``domain.summary.Summary`` becomes Excel, PDF and Word.

May import ``domain`` and writing libraries; knows no store. Begin with ``draft`` (the words), then ``pdf``, ``word``
and ``workbook`` (the papers).
"""
