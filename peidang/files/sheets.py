"""A spreadsheet someone already made (配档表, 任务分解表) as a document: title lines, then the table, sheet by sheet."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from peidang.domain.errors import FileUnreadable
from peidang.domain.numbers import plain
from peidang.files.document import Document, Paragraph, Table
from peidang.files.grid import Field, GridTooLarge, blocks_of, lines_of, table_of
from peidang.files.workbook import CellValue, SheetContent, Visibility, read_workbook

HEAD_FIELDS = 3
"""A row with so many filled fields is the table's head or data, not a title."""


def read_sheets(data: bytes, name: str) -> Document:
    """Every visible sheet. Raises ``FileUnreadable`` as ``read_workbook`` does."""
    workbook = read_workbook(data, name)
    shown = [sheet for sheet in workbook.sheets if sheet.visibility == Visibility.VISIBLE]
    try:
        return Document(tuple(block for sheet in shown for block in sheet_blocks(sheet)))
    except GridTooLarge:
        raise FileUnreadable(name, "too-large") from None


def sheet_blocks(sheet: SheetContent) -> list[Paragraph | Table]:
    """The lines above the head, the table from its head to its last full row, the notes below it."""
    texts = [[cell_text(value) for value in row] for row in sheet.rows]
    filled = [sum(bool(text.strip()) for text in row) for row in texts]
    head = next((at for at, count in enumerate(filled) if count >= HEAD_FIELDS), None)
    if head is None:
        return [line for row in texts for line in _row_lines(row)]
    end = max(at for at, count in enumerate(filled) if count > 1) + 1
    above = [line for row in texts[:head] for line in _row_lines(row)]
    below = [line for row in texts[end:] for line in _row_lines(row)]
    return [*above, *blocks_of(_table(texts[head:end], sheet.merged, head)), *below]


def _row_lines(row: Sequence[str]) -> list[Paragraph]:
    return [line for text in row for line in lines_of(text)]


def _table(rows: list[list[str]], merged: Sequence[tuple[int, int, int, int]], first: int) -> Table:
    """The rows as a grid; ``merged`` counts from the sheet's first row, ``first`` is the table's."""
    width = max((at + 1 for row in rows for at, text in enumerate(row) if text.strip()), default=0)
    spans = {
        (top - first, left): (
            min(bottom - first, len(rows) - 1) - top + first + 1,
            min(right, width - 1) - left + 1,
        )
        for top, left, bottom, right in merged
        if first <= top < first + len(rows) and left < width
    }
    covered = {
        (row, column)
        for (top, left), (height, breadth) in spans.items()
        for row in range(top, top + height)
        for column in range(left, left + breadth)
    } - set(spans)
    return table_of(
        [
            Field(row, column, text, *spans.get((row, column), (1, 1)))
            for row, texts in enumerate(rows)
            for column, text in enumerate([*texts, *[""] * (width - len(texts))][:width])
            if (row, column) not in covered
        ]
    )


def cell_text(value: CellValue) -> str:
    """What people see in a cell: 1 for 1.0, 2025-06-30 for a date, text as it is."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float):
        return plain(Decimal(repr(value)))
    if isinstance(value, datetime):
        midnight = value.time() == time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "minutes")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value) if not isinstance(value, timedelta) else f"{value.total_seconds() / 86400:g}"
