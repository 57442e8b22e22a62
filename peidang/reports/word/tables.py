"""Tables: fixed widths, head repeated on each page, merged cells, rows kept whole unless they are tall."""

import math
from itertools import zip_longest

from peidang.reports.paper import Cell, Column, Runs, SectionRow, Table, TableRow, plain, runs
from peidang.reports.table_fit import fills, fitted
from peidang.reports.word import styles
from peidang.reports.word.measures import CELL_HEAD, CELL_LEADING, CELL_SIDE, twips
from peidang.reports.word.texts import put_runs
from peidang.reports.word.xml import Element, W, add, new

TWIPS = 20  # a point
ALIGN = {"left": "left", "centre": "center", "right": "right"}
TALL = 0.4
"""Of the frame's height: a row that is higher may be divided between pages, or much of one would stay blank."""
TIGHT_HEAD, ROOM_AROUND, RULE = 30, 2800, 10
"""Over and under a cell's lines where the table then needs no second page; what title and note take; what a rule takes."""


def put_table(parent: Element, table: Table, width: int, height: int) -> int:
    """A table as wide as the frame, in twips; ``height`` is the frame's. Gives how many numbers with a ref it holds."""
    widths = column_widths(table, width)
    look = styles.table_styles(table.text_size)
    element = add(parent, "tbl")
    _properties(element, width, _closer(table, widths, height - ROOM_AROUND))
    grid = add(element, "tblGrid")
    for one in widths:
        add(grid, "gridCol", w=one)
    _head(element, table.columns, widths, look[1].id)
    numbers = 0
    for row, below in zip_longest(table.rows, table.rows[1:]):
        if isinstance(row, SectionRow):
            numbers += _section_row(element, row, len(widths), width, look[2].id)
        else:
            numbers += _row(element, row, below, table, widths, height)
    return numbers


def column_widths(table: Table, width: int) -> list[int]:
    """Whole twips for each column that together are exactly ``width``."""
    reached, made = 0.0, []
    for one in fitted(table, width / TWIPS):
        start = round(reached)
        reached += one * TWIPS
        made.append(round(reached) - start)
    return made


def _closer(table: Table, widths: list[int], room: int) -> bool:
    """Whether the table fits on one page only when its rows stand closer."""
    line = twips(table.text_size * CELL_LEADING)
    head = (1 + max(column.heading.count("\n") for column in table.columns)) * line + 2 * CELL_HEAD
    heights = [
        row_height(row, table.text_size, widths) if isinstance(row, TableRow) else line + 2 * CELL_HEAD
        for row in table.rows
    ]
    rows = len(heights) + 1
    return 0 <= head + sum(heights) + rows * RULE - room <= rows * 2 * (CELL_HEAD - TIGHT_HEAD)


def _properties(table: Element, width: int, closer: bool) -> None:
    properties = add(table, "tblPr")
    add(properties, "tblStyle", val=styles.TABLE)
    add(properties, "tblW", w=width, type="dxa")
    add(properties, "tblLayout", type="fixed")
    if closer:
        margins = add(properties, "tblCellMar")
        for side, space in (
            ("top", TIGHT_HEAD),
            ("left", CELL_SIDE),
            ("bottom", TIGHT_HEAD),
            ("right", CELL_SIDE),
        ):
            add(margins, side, w=space, type="dxa")
    add(properties, "tblLook", val="0000")


def _head(table: Element, columns: tuple[Column, ...], widths: list[int], style: str) -> None:
    row = add(table, "tr")
    properties = add(row, "trPr")
    add(properties, "cantSplit")
    add(properties, "tblHeader")
    for column, width in zip(columns, widths, strict=True):
        _cell(row, width, runs(column.heading), style)


def _section_row(table: Element, row: SectionRow, columns: int, width: int, style: str) -> int:
    element = add(table, "tr")
    add(add(element, "trPr"), "cantSplit")
    return _cell(element, width, row.text, style, span=columns)


def _row(
    table: Element,
    row: TableRow,
    below: TableRow | SectionRow | None,
    whole: Table,
    widths: list[int],
    height: int,
) -> int:
    element = add(table, "tr")
    tall = row_height(row, whole.text_size, widths) > TALL * height
    if not tall:
        add(add(element, "trPr"), "cantSplit")
    style = styles.table_styles(whole.text_size)[0].id
    numbers = 0
    for n, (cell, column, width) in enumerate(zip(row.cells, whole.columns, widths, strict=True)):
        goes_on = isinstance(below, TableRow) and below.cells[n].joins_above
        numbers += _cell(
            element,
            width,
            cell.text,
            style,
            _align(column, width, whole),
            merge=_merge(cell, goes_on),
            top=tall,
        )
    return numbers


def _align(column: Column, width: int, table: Table) -> str | None:
    """A wide left column's lines fill its width, as its style says."""
    wide = column.align == "left" and fills(width / TWIPS, table.text_size)
    return None if wide else ALIGN[column.align]


def _merge(cell: Cell, goes_on: bool) -> str:
    return "continue" if cell.joins_above else "restart" if goes_on else ""


def _cell(
    row: Element,
    width: int,
    text: Runs,
    style: str,
    align: str | None = None,
    *,
    span: int = 1,
    merge: str = "",
    top: bool = False,
) -> int:
    """One cell, its text in the middle of its height (at the top of a tall row: its middle may be pages away)."""
    cell = add(row, "tc")
    properties = add(cell, "tcPr")
    add(properties, "tcW", w=width, type="dxa")
    if span > 1:
        add(properties, "gridSpan", val=span)
    if merge:
        add(properties, "vMerge", val=merge)
    add(properties, "vAlign", val="top" if top else "center")
    paragraph = add(cell, "p")
    looks = add(paragraph, "pPr")
    add(looks, "pStyle", val=style)
    if align:
        add(looks, "jc", val=align)
    return put_runs(paragraph, text)


def keep_with_next(body: Element) -> None:
    """Where a table is the last thing so far: keep its last row on the page of what follows, a note.

    Not a row that may be divided: its end stands there anyway, and the whole of it would begin on a new page.
    """
    last = body[-1] if len(body) else None
    if last is None or not last.tag.endswith("}tbl") or last[-1].find(f"{W}trPr") is None:
        return
    for cell in last[-1]:
        for looks in (one[0] for one in cell if one.tag.endswith("}p")):
            looks.insert(1, new("keepNext"))


def row_height(row: TableRow, size: float, widths: list[int]) -> float:
    """About how high a row becomes, in twips."""
    lines = 1
    for cell, width in zip(row.cells, widths, strict=True):
        a_line = max(1.0, (width - 2 * CELL_SIDE) / twips(size))
        parts = plain(cell.text).split("\n")
        lines = max(lines, sum(max(1, math.ceil(breadth(part) / a_line)) for part in parts))
    return lines * twips(size * CELL_LEADING) + 2 * CELL_HEAD


def breadth(text: str) -> float:
    """Characters; figures and Latin letters are half as wide."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)
