"""What only a person can settle, before everything else on the page: one card a question, one button a choice."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from peidang.app.views import CellChange, Choice, Decision
from peidang.desktop import look
from peidang.desktop.choice_list import ChoiceList
from peidang.desktop.controls import button, row
from peidang.desktop.desk import Desk
from peidang.desktop.drop.paths import chain
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, tip, wrapped

MOST_BUTTONS = 4
"""More choices than this are a list to search in; the last choice, to leave it, stays a button."""
MOST_NAMED = 3
MOST_CARDS = 12
"""Shown at a time: a drop of three hundred files may ask more than a screen, or a person, can hold."""


class Questions(QScrollArea):
    """Cards side by side; not there when nothing waits."""

    asked_for_owner = Signal()
    """The user wants to say whose some 佐证材料 is."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.count = 0
        """How much waits, in all months."""
        self._shown: object = None
        """The plan, the period and the state of the store that the cards are of."""
        self.setWidgetResizable(True)
        self.setMinimumHeight(look.QUESTION_LEAST)

    def refresh(self) -> None:
        """Show what waits now."""
        state = self.desk.plan_id, self.desk.period_id, self.desk.store.change_count()
        if state != self._shown:
            self._shown = state
            self._show_cards()
        self.setVisible(self.count > 0)
        page = self.parentWidget()
        most = int(page.height() * look.QUESTION_SHARE) if page else look.QUESTION_HEIGHT
        most = max(look.QUESTION_LEAST, min(most, look.QUESTION_HEIGHT))
        self.setMaximumHeight(min(self.widget().sizeHint().height() + Gap.MEDIUM, most))

    def _show_cards(self) -> None:
        waiting = self.desk.decisions()
        loose = self.desk.loose_materials()
        self.count = len(waiting) + len(loose)
        body = QWidget()
        body.setProperty("role", "flat")
        line = QHBoxLayout(body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(Gap.LARGE)
        width = look.QUESTION_WIDTH if len(waiting) + bool(loose) > 1 else look.UNITS_ALONE_WIDTH
        if loose:
            line.addWidget(self._materials([path for _, path in loose], width))
        for decision in waiting[:MOST_CARDS]:
            line.addWidget(self._card(decision, width))
        if len(waiting) > MOST_CARDS:
            line.addWidget(label(f"另有{len(waiting) - MOST_CARDS}件，定好前面的就会出现。", "second"))
        line.addStretch(1)
        self.setWidget(body)

    def sizeHint(self) -> QSize:
        """As high as its cards, where there is room."""
        return QSize(super().sizeHint().width(), self.maximumHeight())

    def _card(self, decision: Decision, width: int) -> QWidget:
        if decision.kind == "whose-line":
            return self._line_card(decision)
        card, column = _new_card(width)
        column.addWidget(wrapped(decision.question, "body"))
        room = _room(width)
        if decision.kind != "contested":
            _show_items(column, list(decision.items), room)
        for choice in self._as_buttons(column, decision):
            column.addSpacing(Gap.HAIR)
            column.addWidget(self._button(decision, choice, room))
            if choice.detail:
                more = " · 较晚，建议" if choice.proposed and decision.kind == "contested" else ""
                column.addWidget(_line(choice.detail + more, room))
            _show_items(column, [item for item in decision.items if item.choice == choice.id], room)
        column.addStretch(1)
        return card

    def _line_card(self, decision: Decision) -> QWidget:
        """The words as they were found at the left; the rows they may belong to, and what stands there, at the right."""
        width = look.UNITS_ALONE_WIDTH
        card, column = _new_card(width)
        column.addWidget(wrapped(decision.question, "body"))
        half = (_room(width) - Gap.LARGE) // 2
        left, right = QVBoxLayout(), QVBoxLayout()
        for part in (left, right):
            part.setSpacing(Gap.HAIR)
        left.addWidget(label(decision.heading or "表中这一行", "second"))
        for item in decision.items:
            told = wrapped(item.new if decision.heading else f"{item.field}：{item.new}")
            told.setFixedWidth(half)
            left.addWidget(told)
        if len({one.words.removeprefix(f"{one.verb}：") for one in decision.choices[:-1]}) == 1:
            self._show_one_row(right, decision, half)
        else:
            right.addWidget(label("可能的任务和现有内容", "second"))
            for choice in self._as_buttons(right, decision):
                is_last = choice is decision.choices[-1]
                side = left if is_last else right  # below a list it would be out of sight
                side.addWidget(self._button(decision, choice, half))
                if choice.detail:
                    side.addWidget(_line(choice.detail, half))
        both = row(gap=Gap.LARGE)
        for part in (left, right):
            part.addStretch(1)
            both.addLayout(part, 1)
        column.addLayout(both)
        column.addStretch(1)
        return card

    def _show_one_row(self, column: QVBoxLayout, decision: Decision, room: int) -> None:
        """The row in question once, what stands in it, and the choices side by side."""
        *ways, leave = decision.choices
        column.addWidget(label("这一项", "second"))
        column.addWidget(_line(ways[0].words.removeprefix(f"{ways[0].verb}："), room, ""))
        for way in reversed(ways):  # what stands there now, then what of it would stay beside the new words
            if way.detail:
                column.addWidget(_line(way.detail if way is ways[-1] else f"{way.verb}时{way.detail}", room))
        column.addSpacing(Gap.HAIR)
        buttons = [self._button(decision, way, room // 2, way.verb) for way in ways]
        column.addLayout(row(*buttons, self._button(decision, leave, room // 2), None))

    def _as_buttons(self, column: QVBoxLayout, decision: Decision) -> list[Choice]:
        """The choices to be buttons; where there are many, all but the last go into a list to search in."""
        choices = list(decision.choices)
        if len(choices) <= MOST_BUTTONS:
            return choices
        hint = "输入单位名称或拼音首字母" if decision.kind == "whose-file" else "输入任务中的字或拼音首字母"
        names = [(f"{one.words}　{one.detail}".strip(), one.id) for one in choices[:-1]]
        listed = ChoiceList(names, hint)
        listed.picked.connect(lambda choice: self.desk.decide(decision, str(choice)))
        column.addWidget(listed)
        return choices[-1:]

    def _materials(self, paths: list[str], width: int) -> QWidget:
        card, column = _new_card(width)
        column.addWidget(wrapped(f"有{len(paths)}个材料没有写明是哪个单位的，归到哪里？", "body"))
        for path in paths[:MOST_NAMED]:
            column.addWidget(_line(chain(path), _room(width)))
        if len(paths) > MOST_NAMED:
            column.addWidget(label(f"另有{len(paths) - MOST_NAMED}个", "second"))
        column.addSpacing(Gap.HAIR)
        column.addLayout(row(button("归到…", self.asked_for_owner.emit), None))
        column.addStretch(1)
        return card

    def _button(self, decision: Decision, choice: Choice, room: int, words: str = "") -> QWidget:
        """A choice. Of a file's name both ends tell, of a row's only the beginning."""
        role = "choice-proposed" if choice.proposed else "choice"
        made = button(choice.words, lambda: self.desk.decide(decision, choice.id), role)
        where = Qt.TextElideMode.ElideRight if choice.verb else Qt.TextElideMode.ElideMiddle
        made.setText(made.fontMetrics().elidedText(words or choice.words, where, room - 2 * Gap.MEDIUM))
        made.setToolTip(tip(choice.words, [choice.detail]))
        return made


def _new_card(width: int) -> tuple[QWidget, QVBoxLayout]:
    card = QWidget()
    card.setProperty("role", "question")
    card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    card.setFixedWidth(width)
    column = QVBoxLayout(card)
    column.setContentsMargins(Gap.LARGE, Gap.MEDIUM, Gap.LARGE, Gap.MEDIUM)
    column.setSpacing(Gap.HAIR)
    return card, column


def _room(width: int) -> int:
    return width - 2 * Gap.LARGE - look.MARK_WIDTH


def _show_items(column: QVBoxLayout, items: list[CellChange], room: int) -> None:
    for item in items[: look.QUESTION_ITEMS]:
        column.addWidget(_line(_item(item), room))
    if len(items) > look.QUESTION_ITEMS:
        column.addWidget(label(f"另有{len(items) - look.QUESTION_ITEMS}处", "second"))


def _line(text: str, room: int, role: str = "second") -> QWidget:
    """One line, as much of it as there is room for; hovering tells it whole."""
    made = label("", role)
    made.setText(made.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
    made.setToolTip(tip(text))
    return made


def _item(item: CellChange) -> str:
    value = item.new or item.old or "（空）"
    return f"{item.place_words} {item.field}：{value}".replace("\n", " ")
