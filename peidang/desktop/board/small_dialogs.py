"""Small questions about one unit: 延期, 登记盖章件, 说明, 核对表."""

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from peidang.app.month import dues, entering
from peidang.app.outgoing import verifying
from peidang.app.returns import materials
from peidang.app.views import Remark
from peidang.desktop import look
from peidang.desktop.desk import Desk
from peidang.desktop.dialogs import OfficeDialog, choices, day_edit, day_of, form_of
from peidang.desktop.plain_text import wrapped
from peidang.domain.periods import day_label
from peidang.domain.plan import Unit
from peidang.domain.readings import explains

AGREED, DIFFERS = "属实", "有出入"


def text_field(hint: str = "", height: int = look.REASON_HEIGHT) -> QPlainTextEdit:
    """A field for a sentence or two."""
    made = QPlainTextEdit()
    made.setPlaceholderText(hint)
    made.setFixedHeight(height)
    made.setTabChangesFocus(True)
    return made


class ExtensionDialog(OfficeDialog):
    """延期: a due of its own for one unit, with the reason."""

    def __init__(self, desk: Desk, unit: Unit, parent: QWidget | None = None) -> None:
        period = desk.period
        assert period is not None
        super().__init__(
            f"延期：{unit.name}",
            "延期",
            words=f"{period.span.label}截止{day_label(period.due, desk.today)}。延期只对这一家。",
            parent=parent,
        )
        self.desk, self.unit = desk, unit
        self.due = day_edit(max(period.due_for(unit.id), desk.today))
        self.reason = text_field("如：系统升级，数据月底前出不来")
        self.body.addLayout(form_of(("延至", self.due), ("理由", self.reason)))

    def do(self) -> bool:
        """Grant it."""
        reason, due = self.reason.toPlainText().strip(), day_of(self.due)
        if not reason:
            return self.complain("请写明理由。")
        period = self.desk.period_id or ""
        return self.desk.act(
            f"已延期：{self.unit.name}延至{day_label(due, self.desk.today)}",
            lambda store: dues.grant(store, period, self.unit.id, due, reason),
        )


class SignedPageDialog(OfficeDialog):
    """登记盖章件 that came on paper."""

    def __init__(self, desk: Desk, unit: Unit, parent: QWidget | None = None) -> None:
        super().__init__(
            f"登记盖章件：{unit.name}",
            "登记",
            words="纸质件收到了在这里登记；扫描件、照片直接拖进“收表”即可。",
            parent=parent,
        )
        self.desk, self.unit = desk, unit
        self.number, self.note = QLineEdit(), text_field("如：11月9日送来，存卷")
        self.number.setPlaceholderText("审签页上的校验数，可以不填")
        self.body.addLayout(form_of(("校验数", self.number), ("备注", self.note)))

    def do(self) -> bool:
        """Note it."""
        period = self.desk.period_id or ""
        number, note = self.number.text(), self.note.toPlainText()
        return self.desk.act(
            f"已登记盖章件：{self.unit.name}",
            lambda store: materials.note_signed_paper(store, period, self.unit.id, number, note),
        )


class ExplainDialog(OfficeDialog):
    """说明: closes a finding by what the unit said of it."""

    def __init__(self, desk: Desk, remark: Remark, parent: QWidget | None = None) -> None:
        super().__init__("说明", "登记说明", words=remark.finding.message, parent=parent)
        self.desk, self.remark = desk, remark
        if remark.text:
            self.body.addWidget(wrapped(f"“{remark.text}”"))
        self.text = text_field("谁、何时、怎么说的。“核实无误”“同上”不算说明。", look.TEXT_HEIGHT)
        self.text.setAccessibleName("说明")
        self.body.addWidget(self.text)
        self.text.setFocus()

    def do(self) -> bool:
        """Keep it."""
        text, finding = self.text.toPlainText().strip(), self.remark.finding
        if not explains(text):
            return self.complain("请写明原因；“核实无误”“同上”不算说明。")
        return self.desk.act(
            "已登记说明",
            lambda store: entering.explain(
                store, self.remark.period_id, finding.unit_id, finding.item_id, finding.code, text
            ),
        )


class AnswerDialog(OfficeDialog):
    """核对意见: what a unit answered to its 核对表."""

    def __init__(self, desk: Desk, unit: Unit, parent: QWidget | None = None) -> None:
        super().__init__(
            f"登记核对意见：{unit.name}",
            "登记",
            words="单位看过核对表后怎么说，记下来作为点名依据。",
            parent=parent,
        )
        self.desk, self.unit = desk, unit
        self.answer, self.who = choices((AGREED, DIFFERS)), QLineEdit()
        self.text = text_field("有出入的写明哪里不对")
        self.who.setPlaceholderText("如：王主任，电话")
        self.day = day_edit(desk.today)
        self.body.addLayout(
            form_of(("意见", self.answer), ("具体内容", self.text), ("谁说的", self.who), ("何时", self.day))
        )

    def do(self) -> bool:
        """Keep it."""
        answer, more, who = (
            self.answer.currentText(),
            self.text.toPlainText().strip(),
            self.who.text().strip(),
        )
        if not who:
            return self.complain("请写明是谁说的。")
        if answer == DIFFERS and not more:
            return self.complain("请写明哪里有出入。")
        period = self.desk.period_id or ""
        said = f"{answer}：{more}" if more else answer
        day = day_of(self.day).isoformat()
        return self.desk.act(
            f"已登记核对意见：{self.unit.name}{answer}",
            lambda store: verifying.record_verification(store, period, self.unit.id, said, who, day),
        )
