"""Measures a printed paper in the PDF file itself, against GB/T 9704-2012 and design.md's figures.

Nothing here knows how the paper was laid out: glyphs, rules and fonts are read with pdfium (``glyphs``), put together
to lines (``lines``) and tables (``grid``), measured (``measure``) and held against the rules (``faults``).

Run by itself: ``python -m tests.reports.measuring FILE.pdf`` prints a table and the faults.
"""

from tests.reports.measuring.faults import faults
from tests.reports.measuring.measure import PageMeasure, PaperMeasure, measure

__all__ = ["PageMeasure", "PaperMeasure", "faults", "measure"]
