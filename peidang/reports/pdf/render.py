"""The room's printer: a paper in, a PDF file and the proof of what stands in it out."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from peidang.reports.paper import Paper
from peidang.reports.pdf.drawing import draw
from peidang.reports.pdf.flow import lay_out
from peidang.reports.pdf.marks import Page, RowDone
from peidang.reports.typefaces import Typefaces, UsedFont


@dataclass(frozen=True)
class PdfFacts:
    """What stands in a PDF just made.

    ``rows_drawn`` counts rows of data that stand complete on paper, ``missing`` the characters that no face has
    (drawn as 〓), ``fonts`` those drawn with, ``sideways`` the numbers of the turned pages (from 1).
    """

    pages: int
    rows_drawn: int
    fonts: tuple[UsedFont, ...]
    missing: tuple[str, ...]
    sideways: tuple[int, ...]


class RowsLost(RuntimeError):
    """Rows on paper and rows in the data differ: a fault of this program, and no paper to send."""

    def __init__(self, drawn: int, given: int) -> None:
        super().__init__(f"{drawn} rows on paper, {given} in the data")
        self.drawn, self.given = drawn, given


def render_pdf(paper: Paper, out: BinaryIO, made: datetime, typefaces: Typefaces | None = None) -> PdfFacts:
    """Print ``paper`` as PDF to ``out``. ``made`` goes into the file's properties; nothing else depends on the day.

    The same paper, date and fonts give the same bytes. ``typefaces`` are the bundled ones unless given. Raises
    ``RowsLost``, before anything is written, when a row of data does not stand on paper exactly once.
    """
    faces = typefaces or Typefaces()
    pages = lay_out(paper, faces)
    rows = count_rows(pages, paper)
    names = draw(paper, pages, faces, out, made)
    sideways = tuple(number for number, page in enumerate(pages, start=1) if page.sideways)
    return PdfFacts(len(pages), rows, faces.used(names), tuple(sorted(faces.missing)), sideways)


def count_rows(pages: list[Page], paper: Paper) -> int:
    """How many rows of data stand complete on the pages; raises ``RowsLost`` unless that is all, each once."""
    done = [(mark.table, mark.row) for page in pages for mark in page.marks if isinstance(mark, RowDone)]
    if len(set(done)) != len(done) or len(done) != paper.data_rows:
        raise RowsLost(len(done), paper.data_rows)
    return len(done)
