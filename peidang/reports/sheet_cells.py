"""Putting values into cells: nothing cut, nothing turned into a formula; and how high a row must be for its text."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from peidang.domain.sheet_values import CELL_LIMIT, EARLIEST_DATE, as_float, utf16_length, writable

MAX_HEIGHT = 409.0
"""Points of the highest row; what needs more takes several rows, merged."""
PART_HEIGHT = 240.0
"""Points of the rows a higher text is parted into: low enough to fill the pages, and to be scrolled through."""
CONTINUED = "（续）"
FONT_SIZE = 10
PIXELS_PER_WIDTH = 7

_BREAKS = re.compile("[。！？；\n]")
_LINE = (
    1.45  # from line to line, in ems; 宋体 needs less, the faces that stand in for it (Noto, 思源) need this
)
_NARROW = 0.6
_MARGIN = 8
_PADDING = 4.0
_BESIDE_NUMBER = 2.5  # the indent, and the cell's own margins


def parts_of(text: str, width: float, most: float = MAX_HEIGHT) -> tuple[str, ...]:
    """A text in parts that each fit one line of the sheet in a column of this width; later ones say （续）.

    It is left whole up to ``most`` points, and parted after a sentence where one ends in the last third of the room.
    """
    made: list[str] = []
    rest = writable(text)
    if _fitting(rest, width, most) == len(rest):
        return (rest,)
    while True:
        said = (CONTINUED if made else "") + rest
        fits = _fitting(said, width, PART_HEIGHT)
        if fits == len(said):
            return (*made, said)
        ends = [match.end() for match in _BREAKS.finditer(said, fits * 2 // 3, fits)]
        cut = ends[-1] if ends else fits
        made.append(said[:cut])
        rest = said[cut:]


def _fitting(text: str, width: float, height: float) -> int:
    """How many characters a row of this height holds, wrapped as ``text_height`` wraps them."""
    room, most = _ems(width, FONT_SIZE), int((height - _PADDING) / (_LINE * FONT_SIZE))
    lines, used = 1, 0.0
    for n, char in enumerate(text):
        if char == "\n":
            lines, used = lines + 1, 0.0
        else:
            wide = _em(char)
            lines, used = (lines + 1, wide) if used + wide > room else (lines, used + wide)
        if lines > most or n >= CELL_LIMIT // 2:
            return n
    return len(text)


def put_text(sheet: Any, row: int, column: int, text: str, style: Any) -> None:
    """Write text as text, whatever it begins with (= + - @). Raises ValueError when it is too long for a cell."""
    text = writable(text)
    if utf16_length(text) > CELL_LIMIT:
        raise ValueError(f"row {row + 1}, column {column + 1}: {utf16_length(text)} characters")
    if text:
        sheet.write_string(row, column, text, style)
    else:
        sheet.write_blank(row, column, None, style)


def put_number(sheet: Any, row: int, column: int, text: str, style: Any, long: Any = None) -> None:
    """Write a number in plain decimals as a number where a cell keeps every digit of it, else the text as it is.

    That text is ``long``: it has the style of this name, if there is one.
    """
    number = as_float(text)
    if number is None:
        put_text(sheet, row, column, text, (long or style) if text else style)
    else:
        sheet.write_number(row, column, number, style)


def number_width(texts: Iterable[str], least: float) -> float:
    """The width of a column in which none of these numbers is shown as ####, nor rounded to fit; at least ``least``.

    A text that is no number wraps, and so takes no more than the least.
    """
    longest = max((len(text) for text in texts if as_float(text) is not None), default=0)
    return max(least, longest + _BESIDE_NUMBER)


def put_day(sheet: Any, row: int, column: int, day: date | None, style: Any) -> None:
    """Write a day as a date; blank when there is none."""
    if day is None:
        sheet.write_blank(row, column, None, style)
    elif day < EARLIEST_DATE:
        put_text(sheet, row, column, day.isoformat(), style)
    else:
        sheet.write_datetime(row, column, datetime(day.year, day.month, day.day), style)


def text_height(text: str, width: float, font_size: float = FONT_SIZE) -> float:
    """Points the text takes in a column of this width (in the spreadsheet's own unit), on the safe side."""
    room = _ems(width, font_size)
    return sum(_wrapped(line, room) for line in text.split("\n")) * _LINE * font_size + _PADDING


def _ems(width: float, font_size: float) -> float:
    """How many wide characters stand beside each other in a column."""
    return max((width * PIXELS_PER_WIDTH + 5 - _MARGIN) / (font_size * 96 / 72), 1.0)


def _em(char: str) -> float:
    return 1.0 if unicodedata.east_asian_width(char) in "WFA" else _NARROW


def _wrapped(line: str, room: float) -> int:
    count, used = 1, 0.0
    for char in line:
        width = _em(char)
        if used + width > room:
            count, used = count + 1, 0.0
        used += width
    return count
