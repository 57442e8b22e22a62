"""Texts in the cells of a sheet somebody else made: how high they are, and where to part one that no row can hold."""

from collections.abc import Callable, Mapping
from math import ceil
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

CONTINUED = "（续）"
MAX_HEIGHT = 409.0
_LINE, _PADDING = 1.4, 7.0
_FIRST_WIDE = 0x2E80
_USUAL_SIZE = 11.0


def grow(sheet: Worksheet, cell: Any) -> bool:
    """Make the row at least as high as the cell's wrapped text needs; False when no row is high enough."""
    if not (cell.alignment.wrap_text and isinstance(cell.value, str)):
        return True
    wanted = height(cell.value, width_of(sheet, cell), _size(cell))
    row = sheet.row_dimensions[cell.row]
    there = sum(sheet.row_dimensions[at].height or 15.0 for at in _lines_of(sheet, cell))
    if wanted > there:
        row.height = min(MAX_HEIGHT, (row.height or 15.0) + wanted - there)
    return wanted <= max(there, MAX_HEIGHT)


def fits(sheet: Worksheet, cell: Any, text: str) -> bool:
    """True when one row can show the text in the cell's place."""
    return not cell.alignment.wrap_text or height(text, width_of(sheet, cell), _size(cell)) <= MAX_HEIGHT


def height(text: str, width: float, size: float = _USUAL_SIZE) -> float:
    """Points, by estimate: wide characters take two of a column's units, at 11 points."""
    room = max(width - 2, 2) * _USUAL_SIZE / size
    lines = sum(max(ceil(_units(line) / room), 1) for line in text.split("\n"))
    return lines * size * _LINE + _PADDING


def _units(text: str) -> int:
    return sum(1 + (ord(char) > _FIRST_WIDE) for char in text)


def width_of(sheet: Worksheet, cell: Any) -> float:
    """How wide the cell is, with the columns it is merged with, in the sheet's own unit."""
    merged = next((one for one in sheet.merged_cells.ranges if cell.coordinate in one), None)
    columns = range(merged.min_col, merged.max_col + 1) if merged else [cell.column]
    return sum(_column_width(sheet, column) for column in columns)


def _column_width(sheet: Worksheet, column: int) -> float:
    """One setting may hold for several columns; it is kept under the first of them."""
    for one in sheet.column_dimensions.values():
        if one.min is not None and one.max is not None and one.min <= column <= one.max and one.width:
            return float(one.width)
    return float(sheet.sheet_format.defaultColWidth or 8.43)


def _lines_of(sheet: Worksheet, cell: Any) -> range:
    merged = next((one for one in sheet.merged_cells.ranges if cell.coordinate in one), None)
    return range(merged.min_row, merged.max_row + 1) if merged else range(cell.row, cell.row + 1)


def _size(cell: Any) -> float:
    return float(cell.font.sz or _USUAL_SIZE)


def overflow(values: Mapping[int, Any], fits: Callable[[int, str], bool]) -> list[dict[int, Any]]:
    """The values of a row, by column, as the rows that hold them: a text that does not fit goes on below, as （续）."""
    rows: list[dict[int, Any]] = []
    rest = dict(values)
    while rest:
        made, later = {}, {}
        for column, value in rest.items():
            first, more = _parted(value, lambda text, at=column: fits(at, text))  # type: ignore[misc]
            made[column] = first
            if more:
                later[column] = f"{CONTINUED}{more}"
        rows.append(made)
        rest = later
    return rows


def _parted(value: Any, fits: Callable[[str], bool]) -> tuple[Any, str]:
    """As much of a text as fits, up to the end of a sentence where one is near, and the rest."""
    if not isinstance(value, str) or fits(value):
        return value, ""
    low, high = len(CONTINUED) + 1, len(value)
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if fits(value[:middle]) else (low, middle)
    ends = [value.rfind(mark, low // 2, low) + 1 for mark in "。；\n"]
    cut = max([*ends, 0]) or low
    return value[:cut], value[cut:]
