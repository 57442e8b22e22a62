"""Our own form whose head row was deleted: its lines are still there, but no word says which answer is which."""

from collections import Counter
from collections.abc import Iterator, Sequence

from peidang.domain.likeness import bare
from peidang.domain.travel import Request
from peidang.exchange.form_content import Block
from peidang.exchange.recognition.filling import forms_of
from peidang.exchange.recognition.head_words import Key, Kind, Meaning, Sense
from peidang.exchange.recognition.table_heads import FIELDS, Column
from peidang.exchange.recognition.tables import Table
from peidang.files.workbook import SheetContent, Visibility, WorkbookContent

_TELLING = {Kind.ROW: (Key.TEXT, 2), Kind.INDICATOR: (Key.NAME, 1)}
"""The column of the form that tells its lines, by its place."""


def headless_tables(content: WorkbookContent, request: Request, found: Sequence[Table]) -> Iterator[Table]:
    """For each block that no head was found of: where its texts stand, with all its answers doubtful."""
    kinds = {table.kind for table in found}
    for form in forms_of(request):
        if form.kind in kinds:
            continue
        texts = {key.text if form.kind is Kind.ROW else key.name for key in form.pool.items.values()}
        for sheet in content.sheets:
            if sheet.visibility is Visibility.VISIBLE and (places := _places(sheet, texts - {""})):
                yield _table(sheet, form.kind, form.block, places)


def _places(sheet: SheetContent, texts: set[str]) -> list[tuple[int, int]]:
    """The cells with the form's texts, in the column that has most of them."""
    cells = [
        (row, column)
        for row, line in enumerate(sheet.rows)
        for column, cell in enumerate(line)
        if isinstance(cell, str) and cell and bare(cell) in texts
    ]
    columns = Counter(column for _, column in cells).most_common(1)
    return [cell for cell in cells if cell[1] == columns[0][0]]


def _table(sheet: SheetContent, kind: Kind, block: Block, places: list[tuple[int, int]]) -> Table:
    key, place = _TELLING[kind]
    rows, moved = [row for row, _ in places], places[0][1] - place
    known = {Key.SERIAL: 0, Key.NAME: 1, key: place}
    columns: dict[Meaning, Column] = {
        k: Column(at + moved, Sense(k, 2), "") for k, at in known.items() if at + moved >= 0
    }
    doubtful = tuple(Column(block.column(f) + moved, Sense(f, 2), "") for f in FIELDS[kind])
    return Table(sheet, kind, columns, doubtful, min(rows), min(rows), max(rows) + 1)
