"""How tall a line must be so that no text is cut: estimated as the spreadsheet programs wrap, on the safe side."""

import unicodedata
from collections.abc import Iterable

POINTS_PER_LINE = 15.0
PADDING = 7.0
MAX_HEIGHT = 409.0
"""The tallest row a spreadsheet allows."""

_PIXELS_PER_WIDTH = 7
_CELL_MARGIN = 10
_WIDE_CHARACTER = 15.0
_NARROW_CHARACTER = 8.0


def line_count(text: str, column_width: float) -> int:
    """How many lines the text takes in a column of this width (in the spreadsheet's own unit), at 11 points."""
    room = max(column_width * _PIXELS_PER_WIDTH + 5 - _CELL_MARGIN, _WIDE_CHARACTER)
    return sum(_wrapped(line, room) for line in text.split("\n"))


def row_height(cells: Iterable[tuple[str, float]], least: float = 0.0) -> float:
    """Points for a row of (text, column width); at least ``least``, at most what a spreadsheet allows."""
    lines = max((line_count(text, width) for text, width in cells), default=1)
    return min(max(lines * POINTS_PER_LINE + PADDING, least), MAX_HEIGHT)


def _wrapped(line: str, room: float) -> int:
    count, used = 1, 0.0
    for char in line:
        width = _WIDE_CHARACTER if unicodedata.east_asian_width(char) in "WFA" else _NARROW_CHARACTER
        if used + width > room:
            count, used = count + 1, 0.0
        used += width
    return count
