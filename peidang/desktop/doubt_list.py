"""存疑: one line a doubt, with its sentence and its choices; settled ones are grey, ticked, and can be opened again."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QInputDialog,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from peidang.app.plan import reviewing
from peidang.app.plan.review import unit_names
from peidang.app.plan.reviewing import ReviewDoubt
from peidang.app.views import Choice
from peidang.desktop import look
from peidang.desktop.controls import button, row
from peidang.desktop.icons import icon
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, tip
from peidang.desktop.review_desk import ReviewDesk
from peidang.desktop.stylesheet import set_role

TICK = "✓"
STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class DoubtList(QScrollArea):
    """All doubts of the review, in the reader's order."""

    chosen = Signal(int)
    """The doubt the user went to."""

    def __init__(self, desk: ReviewDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.current = -1
        self.open_only = False
        self.setWidgetResizable(True)
        self.setProperty("role", "doubts")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.cards = [DoubtCard(self, one) for one in reviewing.doubts_of(desk.review)]
        self.nothing = label("没有要核对的地方。", "second")
        inside = QWidget()
        inside.setProperty("role", "flat")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for card in self.cards:
            column.addWidget(card)
        column.addWidget(self.nothing)
        column.addStretch(1)
        self.setWidget(inside)
        desk.changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show every doubt as it stands now."""
        for card, doubt in zip(self.cards, reviewing.doubts_of(self.desk.review), strict=True):
            card.show_doubt(doubt)
        self._show_wanted()

    def show_open_only(self, only: bool) -> None:
        """Leave out what is settled."""
        self.open_only = only
        self._show_wanted()

    def _show_wanted(self) -> None:
        shown = 0
        for place, card in enumerate(self.cards):
            wanted = not (self.open_only and card.doubt.settled) or place == self.current
            card.setVisible(wanted)
            shown += wanted
        self.nothing.setVisible(not shown)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow list the choices stand below their sentences."""
        super().resizeEvent(event)
        for card in self.cards:
            card.set_narrow(self.viewport().width() < look.DOUBT_WIDE)

    def choose(self, number: int) -> None:
        """Go to a doubt."""
        if number == self.current:
            return
        if 0 <= self.current < len(self.cards):
            self.cards[self.current].mark(False)
        self.current = number
        self.cards[number].mark(True)
        self.ensureWidgetVisible(self.cards[number], 0, 0)
        self.chosen.emit(number)

    def step(self, number: int, step: int) -> None:
        """Go to the next doubt in sight, or the one before."""
        places = [place for place, card in enumerate(self.cards) if card.isVisible()]
        at = places.index(number) + step if number in places else 0
        if 0 <= at < len(places):
            self.cards[places[at]].setFocus()


class DoubtCard(QWidget):
    """One doubt."""

    def __init__(self, listed: DoubtList, doubt: ReviewDoubt) -> None:
        super().__init__()
        self.listed = listed
        self.doubt = doubt
        self.narrow = False
        self.setProperty("role", "doubt")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.mark_label = label("", "second")
        self.mark_label.setFixedWidth(look.DOUBT_NUMBER_WIDTH)
        self.mark_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.sentence = label()
        self.sentence.setWordWrap(True)
        self.choices = row(gap=Gap.SMALL)
        self.both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self.both.setSpacing(Gap.SMALL)
        self.both.addWidget(self.sentence, 1, Qt.AlignmentFlag.AlignVCenter)
        self.both.addLayout(self.choices)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, Gap.SMALL, Gap.MEDIUM, Gap.SMALL)
        line.setSpacing(Gap.MEDIUM)
        line.addWidget(self.mark_label, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addLayout(self.both, 1)
        self._shown: tuple[object, ...] = ()
        self.show_doubt(doubt)

    def show_doubt(self, doubt: ReviewDoubt) -> None:
        """Show it as it stands now: its choices, or how it was settled."""
        self.doubt = doubt
        shown = (doubt.sentence, doubt.settled, doubt.choices, doubt.asks_unit)
        if shown == self._shown:
            return
        self._shown = shown
        self.mark_label.setText(TICK if doubt.settled else str(doubt.number + 1))
        self.sentence.setText(doubt.sentence)
        set_role(self.sentence, "second" if doubt.settled else "")
        self.setAccessibleName(doubt.sentence)
        self.setAccessibleDescription(f"已核对：{doubt.settled}" if doubt.settled else "待核对")
        self._offer()

    def _offer(self) -> None:
        line = self.choices
        while line.count():
            if (old := line.takeAt(0).widget()) is not None:
                old.hide()
                old.deleteLater()
        if self.doubt.settled:
            words = label("", "second")
            words.setText(
                words.fontMetrics().elidedText(
                    self.doubt.settled, Qt.TextElideMode.ElideMiddle, look.SEARCH_WIDTH
                )
            )
            words.setToolTip(tip(self.doubt.settled))
            line.addWidget(words)
            line.addWidget(button("重新核对", self._reopen, "link"))
        else:
            if self.doubt.asks_unit:
                line.addWidget(self._unit_button())
            for choice in self.doubt.choices:
                line.addWidget(self._choice_button(choice))
        if self.narrow:
            line.addStretch(1)
        for place in range(line.count()):
            if (part := line.itemAt(place).widget()) is not None:
                part.installEventFilter(self)

    def _choice_button(self, choice: Choice) -> QPushButton:
        made = button(choice.words, partial(self.settle, choice.id), "proposed" if choice.proposed else "")
        words = made.fontMetrics().elidedText(choice.words, Qt.TextElideMode.ElideMiddle, look.CHOICE_WIDTH)
        made.setText(words)
        said = [choice.detail] if words == choice.words else [choice.words, choice.detail]
        if any(said):
            made.setToolTip(tip("", said))
        return made

    def set_narrow(self, narrow: bool) -> None:
        """Put the choices below the sentence, or beside it."""
        if narrow != self.narrow:
            self.narrow = narrow
            ways = QBoxLayout.Direction
            self.both.setDirection(ways.TopToBottom if narrow else ways.LeftToRight)
            self._offer()

    def _unit_button(self) -> QToolButton:
        """指定填报单位▾: the plan's units, and any other one."""
        colours = look.colours_of(QApplication.palette())
        made = QToolButton()
        made.setText("指定填报单位")
        made.setFixedHeight(look.FIELD_HEIGHT)
        made.setProperty("role", "field")
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.setIcon(icon("down", look.MENU_WIDTH, colours.second))
        made.setIconSize(QSize(look.MENU_WIDTH, look.MENU_WIDTH))
        menu = QMenu(made)
        menu.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        menu.aboutToShow.connect(partial(self.fill_units, menu))
        made.setMenu(menu)
        return made

    def fill_units(self, menu: QMenu) -> None:
        """The units as they are called now."""
        menu.clear()
        for name in unit_names(self.listed.desk.review):
            action = QAction(name, menu)
            action.triggered.connect(lambda _on=False, name=name: self.settle(name))
            menu.addAction(action)
        menu.addSeparator()
        menu.addAction("其他单位…").triggered.connect(self._ask_unit)

    def _ask_unit(self) -> None:
        name, taken = QInputDialog.getText(self, "指定填报单位", "单位全称")
        if taken and name.strip():
            self.settle(name.strip())

    def settle(self, choice: str) -> None:
        """Settle it, as a click on a choice does."""
        number = self.doubt.number
        self.listed.choose(number)
        self.setFocus()
        self.listed.desk.edit(
            f"核对存疑第{number + 1}处", lambda review: reviewing.settle(review, number, choice)
        )

    def _reopen(self) -> None:
        number = self.doubt.number
        self.setFocus()
        self.listed.desk.edit(
            f"重新核对存疑第{number + 1}处", lambda review: reviewing.reopen(review, number)
        )

    def mark(self, chosen: bool) -> None:
        """Show that this is the one whose place is marked."""
        set_role(self, "doubt-chosen" if chosen else "doubt")

    # The mouse and the keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Reaching one of its buttons by Tab is going to the doubt."""
        if event.type() == QEvent.Type.FocusIn:
            self.listed.choose(self.doubt.number)
        return super().eventFilter(watched, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Going to the doubt."""
        self.listed.choose(self.doubt.number)
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the buttons."""
        self.setFocus()
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go from doubt to doubt."""
        step = STEPS.get(Qt.Key(event.key()))
        if step:
            self.listed.step(self.doubt.number, step)
        else:
            super().keyPressEvent(event)
