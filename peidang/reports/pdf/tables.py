"""Tables over many pages: head repeated, rows kept whole where they fit, merged cells carried on, nothing lost.

A row is cut between lines and continued where it is higher than a page, or where much of the page would stay blank
otherwise; on every page where something is continued, its first cell (and a merged cell that goes on) is repeated
with （续）.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from peidang.reports.paper import Face, Run, Runs, SectionRow, Table, TableRow
from peidang.reports.pdf.marks import Mark, RowDone, Rule, Text
from peidang.reports.pdf.measures import (
    CELL_LEADING,
    CELL_PADDING_X,
    CELL_PADDING_Y,
    EPSILON,
    OUTER_RULE,
    RULE,
    Frame,
)
from peidang.reports.pdf.shaping import Align, Line, Style, lines_of
from peidang.reports.table_fit import fills, fitted
from peidang.reports.typefaces import Typefaces

if TYPE_CHECKING:
    from peidang.reports.pdf.flow import Flow

CONTINUED = "（续）"
FEWEST_LINES = 4  # of a cut row that are worth beginning on a page
MOST_BLANK = 1 / 4  # of a page that is left blank to keep a row whole
TIGHT_PADDING = 1.5  # over and under a cell's lines, where the table then needs no second page
NOTE_ROOM = 40.0  # that the note under it takes
MOST_REPEATED = 8  # lines of a cell that are repeated on the next page
ASCENT = 0.86


@dataclass(frozen=True)
class SetRow:
    """A row broken into lines: per column, or one cell across for a section row (``across``)."""

    number: int
    cells: tuple[tuple[Line, ...], ...]
    joins: tuple[bool, ...]
    across: bool = False


@dataclass(frozen=True)
class Slice:
    """What of a row stands on one page: lines ``first`` to ``last`` of every cell. ``done``: nothing is left."""

    row: SetRow
    first: int
    last: int
    done: bool

    @property
    def continued(self) -> bool:
        """Whether the row began on an earlier page."""
        return self.first > 0


@dataclass
class Placed:
    """A slice with the lines that are drawn in each of its cells (None: joined above) and its height."""

    piece: Slice
    cells: list[tuple[Line, ...] | None]
    height: float


class TableSetter:
    """Sets one table into a flow of pages."""

    def __init__(self, table: Table, number: int, frame: Frame, typefaces: Typefaces) -> None:
        self.table, self.number, self.width, self.typefaces = table, number, frame.width, typefaces
        self.size = table.text_size
        self.leading = self.size * CELL_LEADING
        self.padding = CELL_PADDING_Y
        self.widths = fitted(table, self.width)
        self.head = self._head_row()
        self.page_room = frame.height - self._head_height()
        self.rows = [self._row(number, row) for number, row in enumerate(table.rows)]
        self.owners = self._owners()

    def set(self, flow: "Flow") -> None:
        """Set the whole table. Each page gets its head, the slices that fit, and the rules around them."""
        waiting = [Slice(row, 0, self._lines_in(row), True) for row in self.rows]
        self._draw_together(waiting, flow.room)
        flow.need(self._head_height() + FEWEST_LINES * self.leading + 2 * self.padding)
        while True:
            placed = self._take(waiting, flow.room - self._head_height(), fresh=flow.y == 0)
            if placed or not waiting:
                self._draw(flow, placed)
            if not waiting:
                return
            flow.new_page()

    def _draw_together(self, waiting: Sequence[Slice], room: float) -> None:
        """Put the rows a little closer where that saves a page with a row or two."""
        if self._head_height() + total(self._place(waiting)) <= room:
            return
        self.padding = TIGHT_PADDING
        if self._head_height() + total(self._place(waiting)) + NOTE_ROOM > room:
            self.padding = CELL_PADDING_Y

    # -- breaking cells into lines ------------------------------------------------------------------------------

    def _cell(self, text: Runs, width: float, align: Align, face: Face) -> tuple[Line, ...]:
        inner = width - 2 * CELL_PADDING_X
        return tuple(lines_of(text, Style(face, self.size), self.typefaces, inner, align=align))

    def _head_row(self) -> SetRow:
        pairs = zip(self.table.columns, self.widths, strict=True)
        cells = tuple(
            self._cell((Run(column.heading),), width, "centre", Face.HEADING) for column, width in pairs
        )
        return SetRow(-1, cells, (False,) * len(cells))

    def _row(self, number: int, row: TableRow | SectionRow) -> SetRow:
        if isinstance(row, SectionRow):
            across = self._cell(row.text, self.width, "left", Face.SUBHEADING)
            return SetRow(number, (across,), (False,), across=True)
        parts = zip(row.cells, self.widths, strict=True)
        cells = tuple(
            self._cell(cell.text, width, self._aligned(at), Face.SONG)
            for at, (cell, width) in enumerate(parts)
        )
        return SetRow(number, cells, tuple(cell.joins_above for cell in row.cells))

    def _aligned(self, at: int) -> Align:
        """Lines of a wide left column fill its width, as Chinese text does; in a narrow one that would tear them."""
        align = self.table.columns[at].align
        return "justify" if align == "left" and fills(self.widths[at], self.size) else align

    def _owners(self) -> list[list[int]]:
        """For each row and column, the row whose cell is shown there (its own, unless joined above).

        A merged cell whose text would not fit on one page is set as the first row's own cell.
        """
        owners: list[list[int]] = []
        for row in self.rows:
            above = owners[-1] if owners else []
            owners.append([above[c] if joins else row.number for c, joins in enumerate(row.joins)])
            for column, owner in enumerate(owners[-1]):
                if row.joins[column] and self._height(len(self.rows[owner].cells[column])) > self.page_room:
                    owners[-1][column] = row.number
        return owners

    def _spans_on(self, row: SetRow, column: int) -> bool:
        """Whether the next row's cell in this column is one with this row's."""
        if row.across or row.number + 1 >= len(self.rows) or self.rows[row.number + 1].across:
            return False
        return self.owners[row.number + 1][column] == self.owners[row.number][column]

    def _lines_in(self, row: SetRow) -> int:
        """How many lines a row's own cells have, those aside that go on into the next row."""
        return max([1, *(len(lines) for c, lines in enumerate(row.cells) if not self._spans_on(row, c))])

    # -- sharing rows out over pages ----------------------------------------------------------------------------

    def _head_height(self) -> float:
        return self._height(max(len(lines) for lines in self.head.cells))

    def _height(self, lines: int) -> float:
        return lines * self.leading + 2 * self.padding

    def _take(self, waiting: list[Slice], room: float, fresh: bool) -> list[Placed]:
        """Take from ``waiting`` what fits into ``room``; on a fresh page at least something is taken."""
        taken: list[Slice] = []
        while waiting:
            trial = self._place([*taken, waiting[0]])
            left = room - total(trial)
            least = self._least_after(waiting, left) if waiting[0].row.across else 0.0
            if least <= left + EPSILON:
                taken.append(waiting.pop(0))
                continue
            cut = self._cut(waiting[0], room - total(self._place(taken)), bool(taken), fresh and not taken)
            if cut is not None:
                taken.append(cut[0])
                waiting[0] = cut[1]
            elif fresh and not taken:
                taken.append(waiting.pop(0))  # a single line that is higher than the page; nothing else helps
            break
        return self._place(taken)

    def _least_after(self, waiting: Sequence[Slice], room: float) -> float:
        """What must still fit into ``room`` under a section row, so that it never ends a page."""
        if len(waiting) < 2:
            return 0.0
        if self._cut(waiting[1], room, others=True, must=False):
            return 0.0
        return self._place([waiting[1]])[0].height

    def _cut(self, piece: Slice, room: float, others: bool, must: bool) -> tuple[Slice, Slice] | None:
        """Cut a slice in two so that the first fits into ``room``, or None.

        With ``others`` on the page only a slice is cut that no page could hold whole or that would leave much of this
        one blank, and never for a few lines; ``must`` says that the page is empty, so that something has to be put on
        it.
        """
        lines = int((room - 2 * self.padding + EPSILON) // self.leading) - self._extra_lines(piece)
        whole = piece.last - piece.first
        fewest = 1 if must else max(FEWEST_LINES, self._merged_lines(piece.row))
        if not must:
            lines = min(lines, max(whole - FEWEST_LINES, fewest))
        worth = self._height(whole) > self.page_room or room > MOST_BLANK * self.page_room
        if piece.row.across or (others and not worth) or not fewest <= lines < whole:
            return None
        middle = piece.first + lines
        return Slice(piece.row, piece.first, middle, False), Slice(piece.row, middle, piece.last, piece.done)

    def _extra_lines(self, piece: Slice) -> int:
        """The lines that （续） takes when the first cell itself goes on."""
        goes_on = piece.continued and len(piece.row.cells[0]) > piece.first
        return len(self._mark(0)) if goes_on else 0

    def _merged_lines(self, row: SetRow) -> int:
        return max([1, *(len(lines) for c, lines in enumerate(row.cells) if self._spans_on(row, c))])

    def _place(self, pieces: Sequence[Slice]) -> list[Placed]:
        """Lines and heights of slices that stand together on a page, merged cells included."""
        placed = [Placed(piece, [], 0.0) for piece in pieces]
        for at, entry in enumerate(placed):
            row = entry.piece.row
            for column in range(len(row.cells)):
                entry.cells.append(self._shown(placed, at, column))
            alone = [
                len(lines)
                for column, lines in enumerate(entry.cells)
                if lines is not None and not (self._spans_on(row, column) and entry.piece.done)
            ]
            entry.height = self._height(max([1, *alone]))
        self._make_room_for_merged(placed)
        return placed

    def _shown(self, placed: Sequence[Placed], at: int, column: int) -> tuple[Line, ...] | None:
        """The lines of one cell on this page; None where it is one with the cell above on the same page."""
        piece = placed[at].piece
        row = piece.row
        owner = row.number if row.across else self.owners[row.number][column]
        spans = self._spans_on(row, column)
        left = row.cells[column][piece.first : piece.last]
        if owner != row.number:
            return None if at > 0 else self._repeated(self.rows[owner], column)
        if piece.continued and (spans or (column == 0 and not left)):
            return self._repeated(row, column)
        if piece.continued and column == 0:
            return (*self._mark(column), *left)
        return row.cells[column] if spans else left

    def _repeated(self, row: SetRow, column: int) -> tuple[Line, ...]:
        """A cell's text once more with （续）, or that alone where the text is long."""
        cell = self.table.rows[row.number]
        assert isinstance(cell, TableRow)
        if len(row.cells[column]) > MOST_REPEATED:
            return self._mark(column)
        return self._mark(column, cell.cells[column].text)

    def _mark(self, column: int, text: Runs = ()) -> tuple[Line, ...]:
        whole = (*text, Run(CONTINUED))
        return self._cell(whole, self.widths[column], self._aligned(column), Face.SONG)

    def _make_room_for_merged(self, placed: Sequence[Placed]) -> None:
        """Heighten the last row of a merged cell's part on this page where its text needs it."""
        for at, entry in enumerate(placed):
            for column, lines in enumerate(entry.cells):
                if lines is None:
                    continue
                last = last_of_merged(placed, at, column)
                have = sum(other.height for other in placed[at : last + 1])
                placed[last].height += max(0.0, self._height(len(lines)) - have)

    # -- drawing ------------------------------------------------------------------------------------------------

    def _draw(self, flow: "Flow", placed: Sequence[Placed]) -> None:
        """Put head, slices and rules on the page, from where it stands."""
        top = flow.y
        head = Placed(Slice(self.head, 0, 0, True), list(self.head.cells), self._head_height())
        everything = [head, *placed]
        y = top
        for at, entry in enumerate(everything):
            self._draw_row(flow.page.marks, everything, at, y)
            y += entry.height
            if entry.piece.done and entry is not head and not entry.piece.row.across:
                flow.page.marks.append(RowDone(self.number, entry.piece.row.number))
        self._draw_frame(flow.page.marks, top, y)
        flow.y = y

    def _draw_row(self, marks: list[Mark], placed: Sequence[Placed], at: int, y: float) -> None:
        entry = placed[at]
        x = 0.0
        widths = [self.width] if entry.piece.row.across else self.widths
        for column, (lines, width) in enumerate(zip(entry.cells, widths, strict=True)):
            if lines is not None:
                last = last_of_merged(placed, at, column)
                height = sum(other.height for other in placed[at : last + 1])
                self._draw_cell(marks, lines, x, y, height)
                marks.append(Rule(x, y, x + width, y, RULE))
            if column:
                marks.append(Rule(x, y, x, y + entry.height, RULE))
            x += width

    def _draw_cell(self, marks: list[Mark], lines: Sequence[Line], x: float, y: float, height: float) -> None:
        """Lines in the middle of a cell's height."""
        y += (height - len(lines) * self.leading) / 2
        for line in lines:
            baseline = y + (self.leading - self.size) / 2 + ASCENT * self.size
            marks += [Text(x + CELL_PADDING_X, baseline, piece) for piece in line.pieces]
            y += self.leading

    def _draw_frame(self, marks: list[Mark], top: float, bottom: float) -> None:
        corners = [(0.0, top), (self.width, top), (self.width, bottom), (0.0, bottom), (0.0, top)]
        marks += [Rule(*a, *b, OUTER_RULE) for a, b in pairwise(corners)]


def last_of_merged(placed: Sequence[Placed], at: int, column: int) -> int:
    """The last of the rows on this page over which the cell at ``at`` and ``column`` goes."""
    last = at
    while last + 1 < len(placed):
        following = placed[last + 1]
        if following.piece.row.across or following.cells[column : column + 1] != [None]:
            break
        last += 1
    return last


def total(placed: Sequence[Placed]) -> float:
    """The height of some rows together."""
    return sum(entry.height for entry in placed)
