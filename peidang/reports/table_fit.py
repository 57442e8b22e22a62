"""How wide the columns of a table become, in PDF and Word alike: room goes where the words are.

A column's given width is what is usual; a month in which everybody writes much under 存在问题 needs another. Widths
are moved from column to column as long as the rows together become lower.
"""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from peidang.reports.paper import SectionRow, Table, TableRow, plain

PADDING = 2.5
"""Points left and right of a cell's text."""
LEAST, MOST = 0.75, 2.0
"""Times its given width that a column may have."""
WORD_MOST = 1.9
"""Times its given width that a column gets so that its head, a number, or a centred word is not torn."""
WORD = 8.5
"""Ems of a centred line that is a word (报送不全（逾期）); a longer one may be broken."""
FEW = 6
"""Ems: a column that has room for no more characters gives none of it up."""
STEPS = (4.0, 2.0, 1.0)
"""Ems that are moved at a time."""
ROUNDS = 40
MOST_ROWS = 160
"""Rows that are looked at; of a longer table every second, third …"""
SLACK = 0.8
"""Points more than its letters that a word gets: rules are drawn, and twips are rounded."""
NUMBER = re.compile(r"[+-]?[0-9][0-9.,]*[%％]?")
WIDEST_MARK = "（续"
"""What the first column must hold on a page on which a row goes on; the bracket's blank half may be lost."""
LINE, LONELY = 10, 1
"""What a line of height costs in the search, and what a character alone on the last line of a text does."""
NARROW = 13
"""Ems: a line of fewer characters is not stretched to fill its column."""


LATIN, WIDER_LATIN = 0.57, 0.64
"""Ems of a figure: 0.5 in 宋体, but wider in what stands in for it in Word where it is not installed."""


def breadth(text: str, latin: float = LATIN) -> float:
    """Ems; figures and Latin letters are about half as wide, but for the widest."""
    return sum(latin if character.isascii() and character not in "%@MW" else 1.0 for character in text)


def fills(width: float, size: float) -> bool:
    """Whether a left column of this width (points) is set with both edges straight; narrow ones would have gaps."""
    return width - 2 * PADDING >= NARROW * size


def fitted(table: Table, width: float) -> list[float]:
    """The columns' widths in points, together ``width``, as near as may be to their shares."""
    share = width / sum(column.width for column in table.columns)
    given = [column.width * share for column in table.columns]
    rows = [row for row in table.rows if isinstance(row, TableRow)]
    needed = [_needed(table, at, one) for at, one in enumerate(given)]
    started = _at_least(given, needed)
    if len(rows) < 2 or len(given) < 3:
        return started
    return _Fit(table, given, needed, started).best()


def _needed(table: Table, at: int, given: float) -> float:
    """The width at which the column's head, its numbers and (centred) its lines are not torn that need not be."""
    column = table.columns[at]
    texts = [plain(row.cells[at].text) for row in table.rows if isinstance(row, TableRow)]
    lines = column.heading.split("\n")
    if at == 0:
        lines.append(WIDEST_MARK)
    if column.align == "centre":
        lines += [line for text in texts for line in text.split("\n") if breadth(line) <= WORD]
    ems = [breadth(line) for line in lines]
    ems += [breadth(number, WIDER_LATIN) for text in texts for number in NUMBER.findall(text)]
    widths = [one * table.text_size + 2 * PADDING + SLACK for one in ems]
    return max([width for width in widths if width <= WORD_MOST * given], default=0.0)


def _at_least(given: Sequence[float], needed: Sequence[float]) -> list[float]:
    """The given widths with too narrow ones widened, all others giving up a like part of what they can spare."""
    pairs = list(zip(given, needed, strict=True))
    lacking = sum(max(0.0, need - one) for one, need in pairs)
    spare = [max(0.0, one - max(need, LEAST * one)) for one, need in pairs]
    if lacking > sum(spare):
        return list(given)
    part = lacking / sum(spare) if lacking else 0.0
    return [max(one, need) - free * part for (one, need), free in zip(pairs, spare, strict=True)]


@dataclass
class _Fit:
    """The search for lower rows."""

    table: Table
    given: list[float]
    needed: list[float]
    started: list[float]
    cells: list[list[tuple[tuple[float, ...], int]]] = field(init=False)
    """Per column and row: the breadth of each of its lines as written, in ems, and over how many rows it goes."""
    known: dict[tuple[int, float], tuple[list[int], int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.cells = [_column_cells(self.table, at) for at in range(len(self.given))]
        every = math.ceil(max(1, len(self.cells[0])) / MOST_ROWS)
        self.cells = [cells[::every] for cells in self.cells]

    def best(self) -> list[float]:
        """Give what columns do not need to those that need it, then move room as long as that helps."""
        em = self.table.text_size
        widths = self._handed_out(*self._slimmed(self.started, em), em)
        for step in STEPS:
            for _ in range(ROUNDS):
                moved = self._move(widths, step * em)
                if moved is None:
                    break
                widths = moved
        return widths

    def _slimmed(self, widths: list[float], em: float) -> tuple[list[float], float]:
        """Each column as narrow as it may be with the rows as low as they are, and the room that this sets free."""
        now, free = self._height(widths), 0.0
        for at in range(1, len(widths)):
            while (slimmer := self._with(widths, at, -em / 2)) and self._height(slimmer) <= now:
                widths, free = slimmer, free + em / 2
        return widths, free

    def _handed_out(self, widths: list[float], free: float, em: float) -> list[float]:
        """The free room given, bit by bit, to the column where it lowers the rows most; the rest to all."""
        while True:
            now = self._height(widths)
            tries = [
                ((now - self._height(wider)) / step, step, wider)
                for step in (em / 2, em, 2 * em, 4 * em)
                for at in range(1, len(widths))
                if step <= free and (wider := self._with(widths, at, step))
            ]
            best = max(tries, key=lambda one: one[0], default=None)
            if best is None or best[0] <= 0:
                break
            widths, free = best[2], free - best[1]
        share = free / sum(self.given[1:])
        return [
            widths[0],
            *(one + share * given for one, given in zip(widths[1:], self.given[1:], strict=True)),
        ]

    def _move(self, widths: list[float], step: float) -> list[float] | None:
        """The widths after the move that lowers the rows most; None when none does."""
        now = self._height(widths)
        wider = [(self._with(widths, at, step), at) for at in range(1, len(widths))]
        slimmer = [(self._with(widths, at, -step), at) for at in range(1, len(widths))]
        gains = sorted(((self._height(one), at) for one, at in wider if one), key=lambda pair: pair[0])
        losses = sorted(((self._height(one), at) for one, at in slimmer if one), key=lambda pair: pair[0])
        for _, gain in gains[:3]:
            for _, loss in losses[:3]:
                if gain == loss:
                    continue
                both = list(widths)
                both[gain] += step
                both[loss] -= step
                if self._height(both) < now:
                    return both
        return None

    def _with(self, widths: list[float], at: int, step: float) -> list[float] | None:
        """The widths with one changed, if it may have that width."""
        wanted = widths[at] + step
        if not self._least(at) <= wanted <= MOST * self.given[at]:
            return None
        return [*widths[:at], wanted, *widths[at + 1 :]]

    def _least(self, at: int) -> float:
        words = self.table.columns[at].align == "left"
        few = min(self.given[at], FEW * self.table.text_size + 2 * PADDING) if words else 0.0
        return min(self.started[at], max(LEAST * self.given[at], self.needed[at], few))

    def _height(self, widths: Sequence[float]) -> int:
        """What the rows together cost: their lines, and a little for each character that stands alone."""
        columns = [self._lines(at, width) for at, width in enumerate(widths)]
        lines: int = sum(map(max, zip(*(lines for lines, _ in columns), strict=True)))
        return LINE * lines + LONELY * sum(lonely for _, lonely in columns)

    def _lines(self, at: int, width: float) -> tuple[list[int], int]:
        """Lines of each cell of a column of this width, and how many texts end with a character alone on a line.

        The lines of a cell over many rows are shared out.
        """
        key = (at, round(width, 2))
        if key not in self.known:
            # A little room is lost where no mark may begin a line.
            room = max(1.0, (width - 2 * PADDING) / self.table.text_size - 0.4)
            lines = [
                max(1, math.ceil(sum(max(1, math.ceil(part / room)) for part in parts) / over))
                for parts, over in self.cells[at]
            ]
            words = self.table.columns[at].align == "left"
            lonely = sum(
                words and 0 < part % room <= 1 < room < part for parts, _ in self.cells[at] for part in parts
            )
            self.known[key] = (lines, lonely)
        return self.known[key]


def _column_cells(table: Table, at: int) -> list[tuple[tuple[float, ...], int]]:
    made: list[tuple[tuple[float, ...], int]] = []
    rows = table.rows
    for n, row in enumerate(rows):
        if isinstance(row, SectionRow):
            continue
        cell = row.cells[at]
        over = 1
        for below in rows[n + 1 :]:
            if isinstance(below, SectionRow) or not below.cells[at].joins_above:
                break
            over += 1
        parts = () if cell.joins_above else tuple(map(breadth, plain(cell.text).split("\n")))
        made.append((parts, over))
    return made
