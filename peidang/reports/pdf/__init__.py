"""A paper printed as PDF in the layout of GB/T 9704-2012: ``render_pdf``.

Words are shaped (``shaping``), broken into lines (``breaking``), laid on pages (``flow``, ``tables``) as plain marks
and only then drawn (``drawing``), so that what stands on paper can be counted. Measures stand in ``measures``, in
points. Begin with ``render``.
"""

from peidang.reports.pdf.render import PdfFacts, RowsLost, render_pdf

__all__ = ["PdfFacts", "RowsLost", "render_pdf"]
