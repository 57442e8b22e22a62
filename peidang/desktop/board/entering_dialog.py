"""代录…: what came by telephone or chat: who said it, how, when, and the cells it answers, as one change."""

from PySide6.QtCore import QDateTime, Qt
from PySide6.QtWidgets import (
    QDateTimeEdit,
    QFormLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from peidang.app.month import entering
from peidang.app.views import ScheduleLine
from peidang.desktop import look
from peidang.desktop.controls import row
from peidang.desktop.desk import Desk
from peidang.desktop.dialogs import OfficeDialog, choices, form_of
from peidang.desktop.editors import AnswerEditor, LineEditor, StatusEditor, TextEditor
from peidang.desktop.lines import Line, answers, item_id
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, tip, wrapped
from peidang.domain.labels import FIELD_WORDS, INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.plan import Unit

WAYS = ("电话", "微信", "来人", "传真", "短信")
LONG = (Field.PROGRESS, Field.PROBLEMS, Field.NEXT_STEPS, Field.NOTE)
FILLED, OPEN = "●", "○"


class EnteringDialog(OfficeDialog):
    """At the left the unit's lines, at the right the cells of the one chosen; all is written at once at the end."""

    def __init__(self, desk: Desk, unit: Unit, parent: QWidget | None = None) -> None:
        super().__init__(f"代录：{unit.name}", "代录", parent=parent)
        self.desk, self.unit = desk, unit
        view = desk.view
        mine: list[Line] = [*view.lines, *view.indicators] if view else []
        self.items: list[Line] = [line for line in mine if line.unit.id == unit.id]
        self.said: dict[tuple[str, Field], str] = {}
        """What was typed and differs from what stands there."""
        self.editors: dict[Field, AnswerEditor] = {}
        self.who, self.way = QLineEdit(), choices(WAYS, editable=True)
        self.who.setPlaceholderText("如：张科长")
        self.when = QDateTimeEdit(
            QDateTime.fromString(desk.now().strftime("%Y-%m-%d %H:%M"), "yyyy-MM-dd HH:mm")
        )
        self.when.setDisplayFormat("yyyy年M月d日 HH:mm")
        self.list = QListWidget()
        self.list.setAccessibleName("本单位的任务和指标")
        self.fields = QScrollArea(widgetResizable=True)
        self.fields.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._shown = -1
        self._lay_out()
        for line in self.items:
            made = QListWidgetItem()
            made.setToolTip(tip(_name(line)))
            self.list.addItem(made)
        self._mark()
        self.list.currentRowChanged.connect(self.show_line)
        self.list.setCurrentRow(0)
        self.who.setFocus()

    def _lay_out(self) -> None:
        self.resize(look.DIALOG_WIDE, look.DIALOG_HEIGHT)
        for field, words in ((self.who, "谁说的"), (self.way, "途径"), (self.when, "时间")):
            field.setAccessibleName(words)
        source = row(
            label("谁说的"), self.who, label("途径"), self.way, label("时间"), self.when, gap=Gap.MEDIUM
        )
        source.setStretch(1, 1)
        self.body.addLayout(source)
        self.list.setFixedWidth(look.ENTERING_LIST_WIDTH)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        both = row(self.list, self.fields, gap=Gap.LARGE)
        both.setStretch(1, 1)
        self.body.addLayout(both, 1)

    def show_line(self, place: int) -> None:
        """Show the cells of another line; what was typed so far is kept."""
        self.keep()
        self._shown = place
        if not 0 <= place < len(self.items):
            return
        line = self.items[place]
        body = QWidget()
        body.setProperty("role", "flat")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, Gap.SMALL, 0)
        column.setSpacing(Gap.SMALL)
        column.addWidget(wrapped(_name(line)))
        form = form_of()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.DontWrapRows)
        self.editors = {}
        for field in ROW_FIELDS if isinstance(line, ScheduleLine) else INDICATOR_FIELDS:
            editor = _editor(field)
            editor.show_answer(self.said.get((item_id(line), field), _present(line, field)))
            editor.setAccessibleName(FIELD_WORDS[field])
            self.editors[field] = editor
            form.addRow(FIELD_WORDS[field], editor)
        column.addLayout(form)
        column.addStretch(1)
        self.fields.setWidget(body)

    def keep(self) -> None:
        """Note what was typed into the cells shown."""
        if not 0 <= self._shown < len(self.items):
            return
        line = self.items[self._shown]
        for field, editor in self.editors.items():
            key = (item_id(line), field)
            if editor.answer.strip() == _present(line, field):
                self.said.pop(key, None)
            else:
                self.said[key] = editor.answer
        self._mark()

    def lost(self) -> str:
        """The cells that were typed."""
        self.keep()
        return f"填了{len(self.said)}格，还没有代录，关闭后不保留。" if self.said else ""

    def do(self) -> bool:
        """Write it, as one batch."""
        self.keep()
        if not self.said:
            return self.complain("还没有填任何一格。")
        if not self.who.text().strip():
            self.who.setFocus()
            return self.complain("请写明是谁说的，以后好查。")
        period, said = self.desk.period_id or "", dict(self.said)
        told_at = self.when.dateTime().toString("yyyy-MM-dd HH:mm")
        return self.desk.act(
            f"已代录：{self.unit.name}{len(said)}格",
            lambda store: entering.enter(
                store,
                period,
                self.unit.id,
                said,
                by=self.who.text().strip(),
                told_by=self.way.currentText().strip(),
                told_at=told_at,
            ),
        )

    def _mark(self) -> None:
        for place, line in enumerate(self.items):
            changed = any(item == item_id(line) for item, _ in self.said)
            shape = "→" if changed else OPEN if answers(line).blank else FILLED
            self.list.item(place).setText(f"{shape} {_name(line)}")


def _name(line: Line) -> str:
    if isinstance(line, ScheduleLine):
        return f"第{line.row.serial}行 {line.row.task}：{line.row.measure}".rstrip("：")
    return f"指标 {line.indicator.name}（{line.indicator.unit_of_measure}）"


def _present(line: Line, field: Field) -> str:
    return answers(line).value(field)


def _editor(field: Field) -> AnswerEditor:
    if field is Field.STATUS:
        return StatusEditor()
    if field not in LONG:
        return LineEditor()
    made = TextEditor()
    made.setFixedHeight(look.REASON_HEIGHT)
    made.setPlaceholderText("")
    made.setTabChangesFocus(True)
    return made
