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
        for decision in waiting:
            line.addWidget(self._card(decision))
        line.addStretch(1)
        self.setWidget(body)
        self.setMaximumHeight(min(body.sizeHint().height() + Gap.MEDIUM, look.QUESTION_HEIGHT))

    def sizeHint(self) -> QSize:
        """As high as its cards, where there is room."""
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def _card(self, decision: Decision) -> QWidget:
        card = QWidget()
        card.setProperty("role", "question")
        card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        card.setFixedWidth(look.QUESTION_WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(Gap.LARGE, Gap.MEDIUM, Gap.LARGE, Gap.MEDIUM)
        column.setSpacing(Gap.HAIR)
        column.addWidget(wrapped(decision.question, "body"))
        if decision.kind != "contested":
            _show_items(column, list(decision.items))
        for choice in decision.choices:
            column.addSpacing(Gap.HAIR)
            column.addWidget(self._button(decision, choice))
            _show_items(column, [item for item in decision.items if item.choice == choice.id])
        column.addStretch(1)
        return card

    def _button(self, decision: Decision, choice: Choice) -> QWidget:
        role = "choice-proposed" if choice.proposed else "choice"
        made = button(choice.words, lambda: self.desk.decide(decision, choice.id), role)
        room = _room() - 2 * Gap.MEDIUM
        made.setText(made.fontMetrics().elidedText(choice.words, Qt.TextElideMode.ElideMiddle, room))
        made.setToolTip(tip(choice.words, [choice.detail]))
        return made


def _show_items(column: QVBoxLayout, items: list[CellChange]) -> None:
    for item in items[: look.QUESTION_ITEMS]:
        line = label("", "second")
        line.setText(line.fontMetrics().elidedText(_item(item), Qt.TextElideMode.ElideRight, _room()))
        line.setToolTip(tip(_item(item)))
        column.addWidget(line)
    if len(items) > look.QUESTION_ITEMS:
        column.addWidget(label(f"另有{len(items) - look.QUESTION_ITEMS}处", "second"))


def _room() -> int:
    return look.QUESTION_WIDTH - 2 * Gap.LARGE - look.MARK_WIDTH


def _item(item: CellChange) -> str:
    value = item.new or item.old or "（空）"
    return f"第{item.serial}行 {item.field}：{value}".replace("\n", " ")
