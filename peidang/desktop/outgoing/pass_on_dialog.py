"""转发责任单位、科室: the unit's own request line by line; what is ticked goes to whom is named, as a workbook of its own."""

from PySide6.QtWidgets import QLineEdit, QWidget

from peidang.app.outgoing import passing_on
from peidang.app.outgoing.passing_on import AskedLine
from peidang.app.outgoing.passing_on import Part as PassedPart
from peidang.app.views import SendResult
from peidang.desktop import look
from peidang.desktop.desk import Desk
from peidang.desktop.dialogs import OfficeDialog, day_edit, day_of, form_of
from peidang.desktop.folder_line import FolderLine
from peidang.desktop.folders import default_folder
from peidang.desktop.plain_text import wrapped
from peidang.desktop.simple_table import Part
from peidang.desktop.tick_table import TickTable
from peidang.domain.errors import PeidangError


class PassOnDialog(OfficeDialog):
    """Stays open after each workbook, for the next office."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            "转发责任单位、科室",
            "转发",
            "完成",
            "勾选要转给对方的任务和指标，写明转给谁，生成一份只含这些内容的填报表。"
            "报回后拖到“收表”，自动并入本单位的填报，再一并报送。",
            parent,
        )
        self.desk = desk
        self.made: list[SendResult] = []
        self.resize(look.DIALOG_WIDE, look.DIALOG_HEIGHT)
        self.lines = TickTable(
            [
                Part("序号", 88, lambda one: f"{'指标' if one.is_indicator else '任务'}{one.number}"),
                Part("任务或指标", 260, lambda one: one.name),
                Part("要求", 0, lambda one: one.detail),
            ]
        )
        self.lines.setAccessibleName("本单位的任务和指标")
        self.lines.things.show(self._asked())
        self.to, self.folder = QLineEdit(), FolderLine()
        self.to.setPlaceholderText("科室或责任单位的名称，如 综合科")
        period, view = desk.period, desk.view
        self.due = day_edit(period.due if period else desk.today)
        if view is not None and period is not None:
            self.folder.propose(default_folder(view.plan.title) / f"{period.span.label}转发")
        self.told = wrapped("", "second")
        self.body.addWidget(self.lines, 1)
        self.body.addLayout(form_of(("转给", self.to), ("报回期限", self.due)))
        self.body.addWidget(self.folder)
        self.body.addWidget(self.told)

    def _asked(self) -> tuple[AskedLine, ...]:
        try:
            return passing_on.asked_lines(self.desk.store, self.desk.plan_id or "", self.desk.period_id or "")
        except PeidangError as error:
            self.desk.failed.emit(error)
            return ()

    def do(self) -> bool:
        """Write one workbook; the dialog stays for the next."""
        ticked, name = self.lines.ticked, self.to.text().strip()
        if not ticked:
            return self.complain("请勾选要转发的任务或指标。")
        if not name:
            return self.complain("请写明转给哪个科室或责任单位。")
        part = PassedPart(
            name,
            tuple(one.number for one in ticked if not one.is_indicator),
            tuple(one.number for one in ticked if one.is_indicator),
        )
        desk = self.desk
        try:
            made = passing_on.pass_on(
                *(desk.store, desk.plan_id or "", desk.period_id or "", self.folder.folder),
                [part],
                day_of(self.due),
            )
        except PeidangError as error:
            desk.failed.emit(error)
            return self.complain("没有转发，原因见窗口上方。")
        self.made.append(made)
        desk.received(None, f"已转发{name}：{made.files[0].path.name}")
        self.folder.open_button.show()
        self.told.setText(f"已转发{name}{len(ticked)}项。可以接着转给下一家。")
        self.to.clear()
        self.lines.things.tick({self.lines.things.key(one) for one in ticked}, on=False)
        return False
