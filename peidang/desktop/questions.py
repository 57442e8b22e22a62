"""What only a person can settle, before everything else on the page: one card a question, one button a choice."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from peidang.app.views import CellChange, Choice, Decision
from peidang.desktop import look
from peidang.desktop.controls import button
from peidang.desktop.desk import Desk
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, tip, wrapped


class Questions(QScrollArea):
    """Cards side by side; not there when nothing waits."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWidgetResizable(True)
        self.setMinimumHeight(look.QUESTION_LEAST)

    def refresh(self) -> None:
        """Show what waits now."""
        waiting = self.desk.decisions()
        self.setVisible(bool(waiting))
        body = QWidget()
        body.setProperty("role", "flat")
        line = QHBoxLayout(body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Gap.LARGE)
        width = look.QUESTION_WIDTH if len(waiting) > 1 else look.UNITS_ALONE_WIDTH
        for decision in waiting:
            line.addWidget(self._card(decision, width))
        line.addStretch(1)
        self.setWidget(body)
        self.setMaximumHeight(min(body.sizeHint().height() + Gap.MEDIUM, look.QUESTION_HEIGHT))

    def sizeHint(self) -> QSize:
        """As high as its cards, where there is room."""
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def _card(self, decision: Decision, width: int) -> QWidget:
        card = QWidget()
        card.setProperty("role", "question")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card.setFixedWidth(width)
        column = QVBoxLayout(card)
        column.setContentsMargins(Gap.LARGE, Gap.MEDIUM, Gap.LARGE, Gap.MEDIUM)
        column.setSpacing(Gap.HAIR)
        column.addWidget(wrapped(decision.question, "body"))
        room = width - 2 * Gap.LARGE - look.MARK_WIDTH
        if decision.kind != "contested":
            _show_items(column, list(decision.items), room)
        for choice in decision.choices:
            column.addSpacing(Gap.HAIR)
            column.addWidget(self._button(decision, choice, room))
            if choice.detail:
                more = " · 较晚，建议" if choice.proposed and decision.kind == "contested" else ""
                column.addWidget(_line(choice.detail + more, room))
            _show_items(column, [item for item in decision.items if item.choice == choice.id], room)
        column.addStretch(1)
        return card

    def _button(self, decision: Decision, choice: Choice, room: int) -> QWidget:
        role = "choice-proposed" if choice.proposed else "choice"
        made = button(choice.words, lambda: self.desk.decide(decision, choice.id), role)
        inner = room - 2 * Gap.MEDIUM
        made.setText(made.fontMetrics().elidedText(choice.words, Qt.TextElideMode.ElideMiddle, inner))
        made.setToolTip(tip(choice.words, [choice.detail]))
        return made


def _show_items(column: QVBoxLayout, items: list[CellChange], room: int) -> None:
    for item in items[: look.QUESTION_ITEMS]:
        column.addWidget(_line(_item(item), room))
    if len(items) > look.QUESTION_ITEMS:
        column.addWidget(label(f"另有{len(items) - look.QUESTION_ITEMS}处", "second"))


def _line(text: str, room: int) -> QWidget:
    """One line, as much of it as there is room for; hovering tells it whole."""
    made = label("", "second")
    made.setText(made.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
    made.setToolTip(tip(text))
    return made


def _item(item: CellChange) -> str:
    value = item.new or item.old or "（空）"
    return f"{item.place_words} {item.field}：{value}".replace("\n", " ")
