"""A PDF paper read back with the measuring script, and what of its tables should be read."""

import io

from peidang.reports.paper import Paper, SectionRow, Table, plain
from peidang.reports.pdf import render_pdf
from tests.reports.measuring import PaperMeasure, measure
from tests.reports.measuring.grid import TableOnPaper
from tests.reports.reading_word import MADE, squeezed


def pdf_of(paper: Paper) -> bytes:
    out = io.BytesIO()
    render_pdf(paper, out, MADE)
    return out.getvalue()


def measured(paper: Paper) -> PaperMeasure:
    return measure(pdf_of(paper))


def says(table: Table) -> TableOnPaper:
    """A table of the data as it should be read back from paper."""
    head = tuple(squeezed(column.heading) for column in table.columns)
    rows = (
        (squeezed(plain(row.text)),)
        if isinstance(row, SectionRow)
        else tuple(None if cell.joins_above else squeezed(plain(cell.text)) for cell in row.cells)
        for row in table.rows
    )
    return TableOnPaper(head, tuple(rows))
