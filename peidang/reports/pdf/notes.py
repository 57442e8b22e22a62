"""Small print beside a table: under its last row where there is room, else over its head; hardly ever a page of its own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from peidang.reports.paper import Face, Note
from peidang.reports.pdf.measures import EPSILON, NOTE_LINE, NOTE_SIZE, SMALLER_NOTES
from peidang.reports.pdf.shaping import Line, Style, lines_of

if TYPE_CHECKING:
    from peidang.reports.pdf.flow import Flow
    from peidang.reports.pdf.tables import TableSetter

Size = tuple[float, float]
"""Of the characters, and from line to line, in points."""
SIZES: tuple[Size, ...] = ((NOTE_SIZE, NOTE_LINE), *SMALLER_NOTES)
MOST_ABOVE = 0.5
"""Of the room on a table's first page: notes that take more would push the table away from its title."""
GAP = 6.0
"""Points between notes and the table below them."""


def set_notes(flow: "Flow", notes: Sequence[Note]) -> None:
    """Notes that follow each other, in one size: the largest in which they need no further page."""
    _set(flow, notes, _fitting(flow, notes, flow.room) or SIZES[0])


def set_table_with_notes(flow: "Flow", table: "TableSetter", notes: Sequence[Note]) -> None:
    """A table and its notes: under it when they fit on its last page, in whatever size; else before it.

    Notes too long for either stand under it as they can.
    """
    pages, marks, y = len(flow.pages), len(flow.page.marks), flow.y
    room = flow.room
    table.set(flow)
    above = _fitting(flow, notes, MOST_ABOVE * room - GAP)
    if _fitting(flow, notes, flow.room) is None and above is not None:
        del flow.pages[pages:]
        del flow.page.marks[marks:]
        flow.y = y
        _set(flow, notes, above)
        flow.skip(GAP)
        table.set(flow)
    else:
        set_notes(flow, notes)


def _fitting(flow: "Flow", notes: Sequence[Note], room: float) -> Size | None:
    """The largest size in which the notes take no more than this height; None when there is none."""
    return next((size for size in SIZES if _height(flow, notes, size) <= room + EPSILON), None)


def _height(flow: "Flow", notes: Sequence[Note], size: Size) -> float:
    characters, leading = size
    return sum(len(_lines(flow, one, size)) * leading + (leading - characters) / 2 for one in notes)


def _lines(flow: "Flow", note: Note, size: Size) -> list[Line]:
    return lines_of(note.text, Style(Face.BODY, size[0]), flow.typefaces, flow.width)


def _set(flow: "Flow", notes: Sequence[Note], size: Size) -> None:
    characters, leading = size
    for one in notes:
        flow.need(leading)
        flow.skip((leading - characters) / 2)
        flow.set_lines(_lines(flow, one, size), leading)
