"""The board itself: units × periods, the present one in words, the former ones as shapes; and the counts above it."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from peidang.app.returns.board import Board, BoardCell
from peidang.desktop import look
from peidang.desktop.board.standing import (
    FILTERS,
    BoardRow,
    board_rows,
    hover,
    mark,
    period_word,
    signed_mark,
    signed_words,
)
from peidang.desktop.controls import ENTER, Segments, row
from peidang.desktop.look import Gap, Mark
from peidang.desktop.plain_text import label
from peidang.desktop.simple_table import Part, SimpleTable
from peidang.domain.labels import Light

MISSING = 2
"""未报 among ``FILTERS``: the one big number."""


class BoardTable(SimpleTable):
    """Units as lines. Enter and the right mouse button ask for a menu on the unit."""

    asked = Signal(object, QPoint)
    """What can be done about a unit? (``BoardRow``, where the menu opens)"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__([Part("单位", 0, lambda row: row.unit.name)], parent)
        self.rows: tuple[BoardRow, ...] = ()
        self.filter = 0
        self._past = 0
        self.setAccessibleName("各单位报送情况")

    def show_board(self, board: Board, findings: dict[str, int], today: date) -> None:
        """Show a board; the unit chosen stays chosen."""
        self.rows = board_rows(board, findings)
        periods = board.periods
        self._past = max(0, len(periods) - 1)
        heads = [period_word(period, periods) for period in periods]
        self.show_parts(_parts(heads, today))
        self._show_past()
        self.show_wanted(self.filter)

    def show_wanted(self, number: int) -> None:
        """Show only the units of one filter."""
        self.filter = number
        chosen = self.chosen.unit.id if self.chosen else ""
        shown = [one for one in self.rows if FILTERS[number][1](one)]
        self.things.show(shown)
        self.choose(chosen)

    def choose(self, unit_id: str) -> None:
        """Go to a unit, if it is shown."""
        for place, one in enumerate(self.things.things):
            if one.unit.id == unit_id:
                self.setCurrentIndex(self.things.index(place, 0))

    def counts(self) -> tuple[int, ...]:
        """How many units each filter has."""
        return tuple(sum(wanted(one) for one in self.rows) for _, wanted in FILTERS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room the present period comes first."""
        super().resizeEvent(event)
        self._show_past()

    def _show_past(self) -> None:
        """As many of the former periods as there is room for, the newest of them."""
        fixed = (
            look.BOARD_UNIT_WIDTH
            + look.BOARD_STATE_WIDTH
            + look.BOARD_SIGNED_WIDTH
            + look.BOARD_FINDINGS_WIDTH
        )
        fit = max(0, (self.viewport().width() - fixed) // look.BOARD_PAST_WIDTH)
        for place in range(1, self._past + 1):
            hidden = place <= self._past - fit
            if self.isColumnHidden(place) != hidden:
                self.setColumnHidden(place, hidden)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu where the pointer is."""
        index = self.indexAt(self.viewport().mapFromGlobal(event.globalPos()))
        if index.isValid():
            self.setCurrentIndex(index)
            self.asked.emit(self.chosen, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is the right mouse button."""
        if event.key() in ENTER and self.chosen is not None:
            corner = self.visualRect(self.currentIndex()).bottomLeft()
            self.asked.emit(self.chosen, self.viewport().mapToGlobal(corner))
        else:
            super().keyPressEvent(event)


def _parts(heads: Sequence[str], today: date) -> list[Part]:
    def now(row: BoardRow) -> BoardCell | None:
        return row.now

    parts = [Part("单位", 0, lambda row: row.unit.name, tip=lambda row: hover(row.unit, row.now, today))]
    for place, head in enumerate(heads[:-1]):
        parts.append(
            Part(
                head,
                look.BOARD_PAST_WIDTH,
                partial(_past_words, place),
                partial(_past_mark, place),
                bare=True,
                tip=partial(_past_hover, place, today),
            )
        )
    if heads:
        parts += [
            Part(
                f"{heads[-1]} 电子表",
                look.BOARD_STATE_WIDTH,
                lambda row: row.now.state if row.now else "",
                lambda row: mark(row.now) if row.now else None,
                tip=lambda row: hover(row.unit, row.now, today),
            ),
            Part(
                "盖章件",
                look.BOARD_SIGNED_WIDTH,
                lambda row: signed_words(now(row)),
                lambda row: signed_mark(now(row)),
            ),
            Part(
                "问题",
                look.BOARD_FINDINGS_WIDTH,
                lambda row: str(row.findings or ""),
                number=True,
                tip=lambda row: f"{row.unit.name}还有{row.findings}处要改或要说明",
            ),
        ]
    return parts


def _past_words(place: int, row: BoardRow) -> str:
    cell = row.past[place]
    return cell.state if cell else ""


def _past_mark(place: int, row: BoardRow) -> Light | Mark | None:
    cell = row.past[place]
    return mark(cell) if cell else None


def _past_hover(place: int, today: date, row: BoardRow) -> str:
    return hover(row.unit, row.past[place], today)


class CountsBar(QWidget):
    """8 家未报 · 应报20 已报12 …: each count shows its units alone."""

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.missing = label("", "big")
        self.words = label("家未报", "second")
        self.segments = Segments([word for word, _ in FILTERS])
        line = row(self.missing, self.words, self.segments, None, gap=Gap.SMALL)
        line.insertSpacing(2, Gap.LARGE)
        self.setLayout(line)
        self.segments.picked.connect(self.picked)

    def show_counts(self, counts: Sequence[int]) -> None:
        """Show how many units there are of each."""
        self.missing.setText(str(counts[MISSING]))
        for place, ((word, _), count) in enumerate(zip(FILTERS, counts, strict=True)):
            self.segments.name(place, f"{word} {count}")
