"""The month's papers: one ``domain.summary.Summary`` becomes Excel and PDF.

May import ``domain`` and writing libraries; knows no store. Begin with ``draft`` (the words), then ``pdf`` and
``workbook`` (the papers).
"""
