"""Finding the two blocks again in a sheet that people worked in: by titles and heads, wherever they stand now."""

import unicodedata
from dataclasses import dataclass

from peidang.domain.labels import FIELD_WORDS, Field
from peidang.domain.numbers import parse_number
from peidang.domain.values import canonical
from peidang.exchange.form_content import Block, Item
from peidang.exchange.heads import (
    FIELD_BY_HEAD,
    FORM_SHEET,
    INDICATORS_TITLE,
    PREVIOUS_HEADS,
    ROWS_TITLE,
    SERIAL_HEAD,
)
from peidang.files.workbook import CellValue, SheetContent, Visibility, WorkbookContent

_TITLES = (INDICATORS_TITLE, ROWS_TITLE)


@dataclass(frozen=True)
class FoundBlock:
    """Where a block stands in the sheet as it came back; rows and columns from 0."""

    sheet: SheetContent
    columns: dict[str, int]
    """By head text."""
    lines: dict[int, int]
    """Row of each line by 序号."""

    def value(self, serial: int, head: str) -> CellValue | None:
        """The cell of a line; None where the line or the column is gone."""
        row, column = self.lines.get(serial), self.columns.get(head)
        return None if row is None or column is None else self.sheet.cell(row, column)

    def place(self, serial: int, head: str) -> tuple[str, str]:
        """Sheet and cell the way people say it: ("填报表", "I12")."""
        return self.sheet.name, cell_name(self.lines[serial], self.columns[head])


def find_block(content: WorkbookContent, block: Block) -> FoundBlock | None:
    """The block in the sheet 填报表, else in whichever sheet has its heads, visible ones first."""
    ranked = sorted(
        content.sheets,
        key=lambda sheet: (sheet.name != FORM_SHEET, list(Visibility).index(sheet.visibility)),
    )
    found = (_find_in(sheet, block) for sheet in ranked)
    return next((place for place in found if place is not None), None)


def _find_in(sheet: SheetContent, block: Block) -> FoundBlock | None:
    for number, cells in enumerate(sheet.rows):
        columns = _columns(cells, block)
        if columns is not None:
            return FoundBlock(sheet, columns, _lines(sheet, number + 1, columns, block))
    return None


def _columns(cells: tuple[CellValue, ...], block: Block) -> dict[str, int] | None:
    """Column by head, when the cells are this block's head row: 序号 and any of its answer columns."""
    texts = [folded(cell) for cell in cells]
    if SERIAL_HEAD not in texts or not any(FIELD_WORDS[field] in texts for field in block.fields):
        return None
    return {head: texts.index(head) for head in block.heads if head in texts}


def _lines(sheet: SheetContent, start: int, columns: dict[str, int], block: Block) -> dict[int, int]:
    """Row by 序号 until the next block. Of two lines with one number the one whose locked cells fit better counts."""
    items = {item.serial: item for item in block.items}
    lines: dict[int, int] = {}
    for row in range(start, len(sheet.rows)):
        if _starts_another_block(sheet.rows[row]):
            break
        serial = _serial(sheet.cell(row, columns[SERIAL_HEAD]))
        if serial not in items or serial is None:
            continue
        here = _fit(sheet, row, columns, block, items[serial])
        if serial not in lines or here > _fit(sheet, lines[serial], columns, block, items[serial]):
            lines[serial] = row
    return lines


def _starts_another_block(cells: tuple[CellValue, ...]) -> bool:
    texts = {folded(cell) for cell in cells}
    return bool(texts & set(_TITLES)) or (SERIAL_HEAD in texts and bool(texts & FIELD_BY_HEAD.keys()))


def _fit(sheet: SheetContent, row: int, columns: dict[str, int], block: Block, item: Item) -> int:
    pairs = zip(block.heads[1:], item.locked, strict=False)
    return sum(
        same_text(sheet.cell(row, columns[head]), sent)
        for head, sent in pairs
        if head in columns and head not in PREVIOUS_HEADS
    )


def _serial(cell: CellValue) -> int | None:
    number = None if isinstance(cell, bool) else parse_number(str(cell))
    return int(number) if number is not None and number == int(number) else None


def folded(cell: object) -> str:
    """The cell's text without blanks, line breaks and differences of width: what people see as the same."""
    return "".join(unicodedata.normalize("NFKC", as_text(cell)).split())


def as_text(cell: object) -> str:
    """The cell as text, numbers in plain decimals."""
    return canonical(Field.PROGRESS, cell)


def same_text(cell: object, sent: str) -> bool:
    """True when the cell still says what was sent: the same text to the eye, or the same number."""
    if folded(cell) == folded(sent):
        return True
    number = parse_number(as_text(cell))
    return number is not None and number == parse_number(sent)


def cell_name(row: int, column: int) -> str:
    """``I12`` for row 11, column 8."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row + 1}"
