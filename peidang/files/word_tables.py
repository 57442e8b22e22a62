"""The tables of a Word document as a sheet, so that a return typed into Word is read as one filled in a spreadsheet.

One sheet for the whole document: paragraphs are rows of one cell and tables stand in their order between them, so
that a title, the line that names the unit, and the table are seen together, as they are on paper.
"""

import io
import zipfile
from datetime import datetime

from peidang.domain.errors import FileUnreadable
from peidang.files.bounds import ZIP_FAULTS
from peidang.files.doc import read_doc
from peidang.files.document import Document, Table
from peidang.files.docx import read_docx
from peidang.files.saved_at import ole_saved_at, zipped_saved_at
from peidang.files.sniff import sniff
from peidang.files.workbook import CellValue, SheetContent, Visibility, WorkbookContent

SHEET = "正文"
"""The sheet's name: it must not look as if it named a unit."""


def read_word_tables(data: bytes, name: str) -> WorkbookContent:
    """A .docx or .doc as a workbook of one sheet.

    Raises ``FileUnreadable`` with ``no-table``, ``damaged``, ``encrypted``, ``old-word`` or ``too-large``.
    """
    kind = sniff(data)
    document = read_docx(data, name) if kind == "docx" else read_doc(data, name)
    if not any(isinstance(block, Table) for block in document.blocks):
        raise FileUnreadable(name, "no-table")
    saved_at = _zipped_time(data) if kind == "docx" else ole_saved_at(data)
    return WorkbookContent(name, kind, (sheet_of(document),), saved_at)


def sheet_of(document: Document) -> SheetContent:
    """Paragraphs and tables below one another; a merged cell's text stands at its upper left, '' under it."""
    rows: list[tuple[CellValue, ...]] = []
    merged: list[tuple[int, int, int, int]] = []
    for block in document.blocks:
        if not isinstance(block, Table):
            rows.append((block.text,))
            continue
        for line in block.rows:
            for column, cell in enumerate(line):
                if cell.rows > 1 or cell.columns > 1:
                    merged.append((len(rows), column, len(rows) + cell.rows - 1, column + cell.columns - 1))
            rows.append(tuple("" if cell.covered else cell.text for cell in line))
    return SheetContent(SHEET, Visibility.VISIBLE, tuple(rows), tuple(merged))


def _zipped_time(data: bytes) -> datetime | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return zipped_saved_at(archive)
    except ZIP_FAULTS:
        return None
