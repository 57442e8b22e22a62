"""How tall a line must be so that no text is cut: estimated as the spreadsheet programs wrap, on the safe side."""

import unicodedata
from collections.abc import Iterable

MAX_HEIGHT = 409.0
"""The tallest row a spreadsheet allows."""
FONT_SIZE = 11
TIGHT_FONT_SIZE = 9
"""For a text that would not fit the tallest row otherwise."""

_LINE = 15 / 11  # points of a line for each point of the font
_WIDE = 15 / 11  # pixels of a Chinese character for each point of the font
_NARROW = 8 / 11
_PADDING = 7.0
_PIXELS_PER_WIDTH = 7
_CELL_MARGIN = 10


def text_height(text: str, column_width: float, font_size: int = FONT_SIZE) -> float:
    """Points the text takes in a column of this width (in the spreadsheet's own unit)."""
    room = max(column_width * _PIXELS_PER_WIDTH + 5 - _CELL_MARGIN, _WIDE * font_size)
    lines = sum(_wrapped(line, room / font_size) for line in text.split("\n"))
    return lines * _LINE * font_size + _PADDING


def needs_tight(text: str, column_width: float) -> bool:
    """True when the text is cut at the common font size, even in the tallest row."""
    return text_height(text, column_width) > MAX_HEIGHT


def row_height(cells: Iterable[tuple[str, float]], least: float = 0.0) -> float:
    """Points for a row of (text, column width), at least ``least``, at most what a spreadsheet allows.

    Always given: LibreOffice shows a row without a height at one line, whatever stands in it.
    """
    heights = [
        text_height(text, width, TIGHT_FONT_SIZE if needs_tight(text, width) else FONT_SIZE)
        for text, width in cells
    ]
    return min(max([least, *heights]), MAX_HEIGHT)


def _wrapped(line: str, room: float) -> int:
    count, used = 1, 0.0
    for char in line:
        width = _WIDE if unicodedata.east_asian_width(char) in "WFA" else _NARROW
        if used + width > room:
            count, used = count + 1, 0.0
        used += width
    return count
