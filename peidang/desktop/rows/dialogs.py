"""本局核定 and 销号 of one row, each with its reason."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLineEdit, QWidget

from peidang.app.month import entering
from peidang.app.plan import closing
from peidang.desktop.board.small_dialogs import text_field
from peidang.desktop.desk import Desk
from peidang.desktop.dialogs import OfficeDialog, form_of
from peidang.desktop.fields import ChoiceField
from peidang.desktop.plain_text import wrapped
from peidang.desktop.report.wording_command import write
from peidang.domain.labels import LIGHT_SHAPES, LIGHT_WORDS, ROW_STATE_WORDS, Light, RowState
from peidang.domain.plan import Row

BY_RULES = "按规则亮灯（取消核定）"
APPLY, VERIFY, REFUSE, REOPEN = "申请销号", "核实销号", "不予销号", "恢复在办"
STEPS = {
    RowState.OPEN: (APPLY,),
    RowState.CLOSING: (VERIFY, REFUSE),
    RowState.CLOSED: (REOPEN,),
}
"""What can be done with a row as it stands; nothing while it is 暂停."""


class RulingDialog(OfficeDialog):
    """本局核定: the row's light set by hand, printed with its reason under 附件1."""

    def __init__(self, desk: Desk, row: Row, light: Light | None, parent: QWidget | None = None) -> None:
        told = f"现在亮{LIGHT_WORDS[light]}。" if light else "现在没有亮灯。"
        super().__init__(
            f"本局核定：第{row.serial}行", "核定", words=f"{told}核定连同理由印在附件1下面。", parent=parent
        )
        self.desk, self.row = desk, row
        self.light = ChoiceField()
        for one in Light:
            self.light.addItem(f"{LIGHT_SHAPES[one]} {LIGHT_WORDS[one]}", one)
        self.light.addItem(BY_RULES, None)
        if light is not None:
            self.light.setCurrentIndex(self.light.findData(light))
        self.reason = text_field("如：已与单位核实，土建已开工，按达到序时")
        self.body.addWidget(wrapped(row.task or row.measure, "second"))
        self.body.addLayout(form_of(("亮灯", self.light), ("理由", self.reason)))

    def do(self) -> bool:
        """Rule."""
        chosen, reason = self.light.currentData(), self.reason.toPlainText().strip()
        light = Light(chosen) if chosen else None
        if light is not None and not reason:
            return self.complain("请写明理由。")
        period, row = self.desk.period_id or "", self.row
        words = f"第{row.serial}行" + (f"已核定为{LIGHT_WORDS[light]}" if light else "已恢复按规则亮灯")
        return write(
            self.desk, words, lambda store: entering.rule_light(store, period, row.id, light, reason)
        )


class ClosingDialog(OfficeDialog):
    """销号: applied for, verified or refused, taken up again; with grounds, and by whom."""

    def __init__(self, desk: Desk, row: Row, parent: QWidget | None = None) -> None:
        super().__init__(
            f"销号：第{row.serial}行",
            "登记",
            words=f"现在是“{ROW_STATE_WORDS[row.state]}”。指标还没有达到目标的，不能核实销号。",
            parent=parent,
        )
        self.desk, self.row = desk, row
        self.what = ChoiceField()
        self.what.addItems(list(STEPS.get(row.state, ())))
        self.grounds = text_field("如：已完成竣工验收，验收意见存卷")
        self.by_whom = QLineEdit()
        self.by_whom.setPlaceholderText("申请的单位，或经办、核实的人")
        self.body.addWidget(wrapped(row.task or row.measure, "second"))
        self.body.addLayout(form_of(("办理", self.what), ("依据", self.grounds), ("经办", self.by_whom)))
        past = closing.history(desk.store, desk.plan_id or "", row.id)
        if past:
            self.body.addWidget(wrapped("\n".join(step.words for step in past), "second"))

    def do(self) -> bool:
        """Take the step."""
        grounds, who = self.grounds.toPlainText().strip(), self.by_whom.text().strip()
        what = self.what.currentText()
        if not grounds or not who:
            return self.complain("请写明依据，以及经办的单位或人。")
        step = self._step(what, grounds, who)
        return write(self.desk, f"第{self.row.serial}行：{what}", lambda store: step(store).batch)

    def _step(self, what: str, grounds: str, who: str) -> Callable[[Any], closing.Step]:
        plan, period, today = self.desk.plan_id or "", self.desk.period_id, self.desk.today
        row = self.row.id
        steps: dict[str, Callable[[Any], closing.Step]] = {
            APPLY: lambda store: closing.apply_for(store, plan, row, grounds, who),
            VERIFY: lambda store: closing.verify(store, plan, row, grounds, who, period, today),
            REFUSE: lambda store: closing.refuse(store, plan, row, grounds, who),
            REOPEN: lambda store: closing.reopen(store, plan, row, grounds, who),
        }
        return steps[what]
