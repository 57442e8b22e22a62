"""Where the printed pages of a sheet end, and breaks so that what belongs together stays on one page."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

A3, A4 = 8, 9
MARGINS = {"left": 0.6, "right": 0.6, "top": 0.75, "bottom": 0.6}
"""Inches."""
_INCH, _POINTS_A_PIXEL = 72.0, 0.75
_SIDEWAYS = {A3: (1190.55, 841.89), A4: (841.89, 595.28)}
"""Points of a page on its side: width, height."""
_RECKONED = 1.0
_ROOMS = (_RECKONED, 0.97, 1.03, 1.06, 1.09)
"""How much a page may hold beside what is reckoned here: programs round heights, and have wider columns (and so a
smaller scale) where they lack the workbook's own face."""


@dataclass(frozen=True)
class Printed:
    """The heights of a sheet's lines from the first on, the height repeated on later pages, what a page holds."""

    heights: Sequence[float]
    repeated: float
    room: float


Group = tuple[int, int]
"""First and last line of what belongs together."""


_READABLE = 0.85
"""Down to this share of its size a table is still read with ease."""
_PIXELS_A_WIDTH, _BESIDE = 7, 5


def paper_for(widths: Sequence[float]) -> int:
    """A4 for columns that can be read on it, else A3."""
    wide = sum(width * _PIXELS_A_WIDTH + _BESIDE for width in widths) * _POINTS_A_PIXEL
    return A4 if _across(A4) >= wide * _READABLE else A3


def _across(paper: int) -> float:
    """Points between the margins, from left to right."""
    return _SIDEWAYS[paper][0] - (MARGINS["left"] + MARGINS["right"]) * _INCH


def printed(sheet: Any, last_row: int, repeated: Sequence[int], paper: int) -> Printed:
    """The sheet as it will be printed over the width of one page, once all its lines and columns are set."""
    heights = [_height(sheet, row) for row in range(last_row + 1)]
    height = _SIDEWAYS[paper][1]
    wide = sum(column.width for column in sheet.col_info.values()) * _POINTS_A_PIXEL
    scale = min(1.0, _across(paper) / max(wide, 1.0))
    room = (height - (MARGINS["top"] + MARGINS["bottom"]) * _INCH) / scale
    return Printed(heights, sum(heights[row] for row in repeated), room)


def _height(sheet: Any, row: int) -> float:
    known = sheet.row_info.get(row)
    return float((known.height if known else sheet.default_row_height) * _POINTS_A_PIXEL)


def breaks_before(pages: Printed, groups: Sequence[Group]) -> tuple[int, ...]:
    """The lines before which a page has to end lest one of these groups be torn, whoever prints the sheet.

    Groups that share a line are one; one higher than a page begins at the top of one. Where only another program
    would tear a group, the page on which it stands is begun where it begins by itself: no page has a gap for it.
    """
    ends = _joined(groups)
    breaks: set[int] = set()
    while torn := [(room, first) for room in _ROOMS for first in _torn(pages, room, ends, breaks)]:
        room, first = torn[0]
        begun = max(row for row in _tops(pages, _RECKONED, breaks) if row <= first)
        breaks.add(first if room == _RECKONED or begun in (0, *breaks) else begun)
    return tuple(sorted(breaks))


def _joined(groups: Sequence[Group]) -> dict[int, int]:
    """Last lines of the groups by their first."""
    ends: dict[int, int] = {}
    for first, last in sorted(groups):
        before = next(reversed(ends), None)
        if before is not None and first <= ends[before]:
            ends[before] = max(ends[before], last)
        else:
            ends[first] = last
    return ends


def _tops(pages: Printed, room: float, breaks: Collection[int]) -> list[int]:
    """The line each page begins with, when a page holds so much (as a share of ``pages.room``)."""
    tops, used = [0], 0.0
    for row, height in enumerate(pages.heights):
        if row in breaks or (used + height > pages.room * room and row > tops[-1]):
            tops.append(row)
            used = pages.repeated
        used += height
    return tops


def _torn(pages: Printed, room: float, ends: Mapping[int, int], breaks: Collection[int]) -> list[int]:
    """The first lines of the groups in which a page ends, unless one begins with them."""
    tops = _tops(pages, room, breaks)
    return [
        first for first, last in ends.items() if first not in tops and any(first < t <= last for t in tops)
    ]
