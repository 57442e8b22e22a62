"""催报: who is missing, whom to call, what to say; letters on wish; and what came of it."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QSplitter, QVBoxLayout, QWidget

from peidang.app.outgoing import chasing
from peidang.app.outgoing.chasing import Reminder, Reminders
from peidang.app.outgoing.contacts import Imported, import_contacts
from peidang.desktop import choosing, look
from peidang.desktop.controls import button, row, rule
from peidang.desktop.desk import Desk
from peidang.desktop.dialogs import choices
from peidang.desktop.folders import moment_words
from peidang.desktop.look import Gap
from peidang.desktop.outgoing.panel import Making, Panel
from peidang.desktop.plain_text import label, wrapped
from peidang.desktop.simple_table import Part, SimpleTable
from peidang.domain.labels import Light
from peidang.domain.periods import day_label
from peidang.domain.summary_lines import UnitState

WAYS = ("电话", "微信", "短信", "发函", "当面")


class ChasePanel(Panel):
    """The missing units at the left, the words for the one chosen at the right."""

    what = "生成催报函"
    what_folder = "催报"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.found: Reminders | None = None
        self._wanted = ""
        self.units = SimpleTable(self._parts())
        self.units.setAccessibleName("没有报齐的单位")
        self.side = QScrollArea(widgetResizable=True)
        self.side.setMinimumWidth(look.PANE_WIDTH)
        self.group_button = button("复制群通知", self._copy_group)
        self.contacts_button = button("导入通讯录", self._choose_contacts)
        self.how, self.note = choices(WAYS, editable=True), QLineEdit()
        both = QSplitter()
        both.setHandleWidth(Gap.PAGE)
        both.setChildrenCollapsible(False)
        both.addWidget(self.units)
        both.addWidget(self.side)
        both.setStretchFactor(0, 1)
        both.setSizes([look.UNITS_ALONE_WIDTH, look.SIDE_WIDTH])
        self.middle.addWidget(both, 1)
        self.foot.insertWidget(1, self.group_button)
        self.foot.insertWidget(1, self.contacts_button)
        self.units.selectionModel().currentRowChanged.connect(lambda *_: self._show_one())

    def _parts(self) -> list[Part]:
        today = self.desk.today

        def done(one: Reminder) -> str:
            if not one.chases:
                return ""
            last = one.chases[-1]
            return f"{len(one.chases)}次，{moment_words(last.made_at)} {last.how}"

        return [
            Part("单位", 164, lambda one: "本单位" if one.is_own else one.unit.name),
            Part("状态", 124, state_words, _light),
            Part("缺", 0, lambda one: one.missing),
            Part("截止", 108, lambda one: day_label(one.line.due, today), least=620),
            Part(
                "联系人",
                112,
                lambda one: one.contacts[0].words if one.contacts else "（没有登记）",
                least=740,
            ),
            Part("已催", 132, done, least=620),
        ]

    def go_to(self, unit_id: str) -> None:
        """Choose a unit as soon as the list is there."""
        self._wanted = unit_id
        self._choose()

    def read(self, store: Any, plan_id: str, period_id: str) -> Reminders:
        """Who is missing now."""
        return chasing.remind(store, plan_id, period_id, None, self.desk.today)

    def show_found(self, found: Reminders) -> None:
        """Show the list."""
        self.found = found
        self._wanted = self._wanted or (self.units.chosen.unit.id if self.units.chosen else "")
        late = sum(one.line.overdue for one in found.lines)
        self.words.setText(
            f"{found.period}应报{found.asked}家，还有{len(found.lines)}家没有报齐"
            + (f"，其中逾期{late}家" if late else "")
            + "。点一家看找谁、怎么说；催过的登记一下，以后点名有依据。"
            if found.lines
            else f"{found.period}应报{found.asked}家，都已报齐。"
        )
        self.units.things.show(found.lines)
        self.units.selectRow(0)
        self.step.setEnabled(bool(found.lines) and self.making_job is None)
        self.group_button.setEnabled(bool(found.lines))
        for one in (self.step, self.group_button):
            one.setToolTip("" if found.lines else "都已报齐，没有要催的单位")
        self._choose()
        self._show_one()

    def _choose_contacts(self) -> None:
        path = choosing.choose_file(self, "导入通讯录", "通讯录（表格） (*.xlsx *.xls *.et *.ods *.csv)")
        if path is not None:
            self.take_contacts(path)

    def take_contacts(self, path: Path) -> None:
        """导入通讯录: a list with the heads 单位 联系人 电话 邮箱; says which of its units are none of the plan's."""
        plan_id = self.desk.plan_id or ""
        taken: list[Imported] = []
        if self.desk.act(
            "已导入通讯录", lambda store: taken.append(import_contacts(store, plan_id, path))
        ) and (unknown := taken[0].unknown):
            self.desk.say(f"已导入通讯录，有{len(unknown)}个单位对不上：{'、'.join(unknown[:3])}")

    def making(self) -> Making:
        """Letters for all, and the texts."""
        desk = self.desk
        plan_id, period_id, folder, today = (
            desk.plan_id or "",
            desk.period_id or "",
            self.folder.folder,
            desk.today,
        )
        return lambda store, _report: chasing.remind(store, plan_id, period_id, folder, today).files

    def _choose(self) -> None:
        for place, one in enumerate(self.units.things.things):
            if one.unit.id == self._wanted:
                self.units.selectRow(place)
                self._wanted = ""

    def _show_one(self) -> None:
        one = self.units.chosen
        body = QWidget()
        body.setProperty("role", "flat")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, Gap.SMALL, 0)
        column.setSpacing(Gap.SMALL)
        if isinstance(one, Reminder):
            self._fill(column, one)
        column.addStretch(1)
        self.side.setWidget(body)

    def _fill(self, column: QVBoxLayout, one: Reminder) -> None:
        column.addWidget(label(f"{one.unit.name}（本单位）" if one.is_own else one.unit.name, "head"))
        people = "；".join(person.words for person in one.contacts if person.words)
        if one.is_own:
            column.addWidget(wrapped(one.chat))
            return
        column.addWidget(wrapped(people or "没有登记联系人，可点下方“导入通讯录”。", "second"))
        for head, text in (("电话里说", one.phone), ("微信、短信", one.chat)):
            copy = button("复制", partial(self._copy, text), "link")
            copy.setAccessibleName(f"复制{head}")
            column.addLayout(row(label(head, "second"), None, copy))
            column.addWidget(wrapped(text))
        column.addWidget(rule())
        for chase in one.chases:
            note = f"：{chase.note}" if chase.note else ""
            column.addWidget(wrapped(f"{moment_words(chase.made_at)} {chase.how}{note}", "second"))
        self.how, self.note = choices(WAYS, editable=True), QLineEdit()
        self.how.setAccessibleName("怎么催的")
        self.note.setPlaceholderText("对方怎么说，如：答应明天报")
        self.note.setAccessibleName("对方怎么说")
        self.note.returnPressed.connect(lambda: self.record(one))
        line = row(self.how, self.note, button("登记已催", lambda: self.record(one)))
        line.setStretch(1, 1)
        column.addLayout(line)

    def record(self, one: Reminder) -> None:
        """登记已催: how, and what it said."""
        period, how, note = self.desk.period_id or "", self.how.currentText(), self.note.text()
        self._wanted = one.unit.id
        self.desk.act(
            f"已登记催报：{one.unit.name}",
            lambda store: chasing.record_chase(store, period, one.unit.id, how, note),
        )

    def _copy(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.desk.say("已复制，可以直接粘贴")

    def _copy_group(self) -> None:
        if self.found is not None:
            self._copy(self.found.group)


def state_words(one: Reminder) -> str:
    """未报 / 报送不全, with how late."""
    line = one.line
    late = f"，过{line.late_days}天" if line.late_days else ""
    return f"{line.state.value}{late}"


def _light(one: Reminder) -> Light:
    if one.line.overdue:
        return Light.SERIOUS
    return Light.UNREPORTED if one.line.state is UnitState.UNREPORTED else Light.BEHIND
