"""发表: the request workbooks of the month, one for each unit; on the bureau's side, the reply."""

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from peidang.app import answering
from peidang.app.outgoing import master, sending
from peidang.app.store import stores
from peidang.app.views import MadeFile
from peidang.desktop.background import Job, Report, start
from peidang.desktop.controls import button, row
from peidang.desktop.desk import Desk
from peidang.desktop.fields import TickBox
from peidang.desktop.folder_line import FolderLine
from peidang.desktop.folders import default_folder, size_words
from peidang.desktop.look import Gap
from peidang.desktop.outgoing.pass_on_dialog import PassOnDialog
from peidang.desktop.plain_text import label, wrapped
from peidang.desktop.simple_table import Part, SimpleTable
from peidang.domain.periods import day_label
from peidang.domain.plan import Unit


class SendTab(QWidget):
    """Where to, what for whom, and the files made."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.job: Job | None = None
        self.head = label("", "page-head")
        self.words = wrapped("", "second")
        self.folder_line = FolderLine()
        self.folder = self.folder_line.field
        self.make_button = button("", self.make, "next")
        self.open_button = self.folder_line.open_button
        self.pass_on_button = button("转发责任单位、科室…", self.pass_on)
        self.flat = TickBox("平铺，不分文件夹")
        self.mail = TickBox("另做邮件草稿")
        self.master = TickBox("另做填报总表（各单位都看得到别家的内容）")
        self.progress = QProgressBar(textVisible=False)
        self.progress.setRange(0, 0)
        self.made_words = label("", "head")
        self.made: dict[str, MadeFile] = {}
        self.units = SimpleTable(self._parts())
        self._lay_out()
        desk.changed.connect(self.refresh)
        desk.chosen.connect(self.clear)
        self.clear()

    def _parts(self) -> list[Part]:
        def made(unit: Unit) -> MadeFile | None:
            return self.made.get(unit.name)

        return [
            Part("单位", 240, lambda unit: unit.name),
            Part("文件", 0, lambda unit: one.path.name if (one := made(unit)) else ""),
            Part("大小", 96, lambda unit: size_words(one.size) if (one := made(unit)) else "", number=True),
            Part("任务", 72, lambda unit: str(self._asked(unit)[0]), number=True),
            Part("指标", 72, lambda unit: str(self._asked(unit)[1] or ""), number=True),
        ]

    def _asked(self, unit: Unit) -> tuple[int, int]:
        """How many rows and indicators a unit is asked for."""
        if self.desk.view is None:
            return 0, 0
        plan = self.desk.view.plan
        return len(plan.rows_of(unit.id)), len(plan.indicators_of(unit.id))

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Gap.PAGE, 0, Gap.PAGE, 0)
        whole.setSpacing(Gap.SMALL)
        whole.addWidget(self.head)
        whole.addWidget(self.words)
        line = row(self.folder_line, self.make_button, self.pass_on_button, gap=Gap.MEDIUM)
        line.setStretch(0, 1)
        whole.addLayout(line)
        whole.addLayout(row(self.flat, self.mail, self.master, None, gap=Gap.PAGE))
        whole.addWidget(self.progress)
        whole.addWidget(self.made_words)
        whole.addWidget(self.units, 1)

    @property
    def coordinates(self) -> bool:
        """Whether this office runs the plan shown; otherwise it answers."""
        return self.desk.view is None or self.desk.view.coordinates

    def take_focus(self) -> None:
        """The keyboard goes to the next step."""
        self.make_button.setFocus()

    def clear(self) -> None:
        """Nothing was made yet for the period shown."""
        self._show_files(())
        self.refresh()

    def refresh(self) -> None:
        """Show what would be made now."""
        view, period = self.desk.view, self.desk.period
        if view is None or period is None:
            return
        month = period.span.label
        if self.coordinates:
            self.head.setText(f"{month}填报表")
            due = day_label(period.due, self.desk.today)
            self.words.setText(
                f"{month}已印发，不再发填报表。"
                if period.issued
                else f"给{view.expected}家单位各生成一份填报表，只含该单位自己的任务和指标，截止{due}。"
                "没有变化的单位再发时仍是原来那一份。"
            )
            self.make_button.setText("发填报表")
        else:
            self.head.setText(f"{month}报送")
            self.words.setText("把填好的内容生成一份填报表，发回给牵头调度的单位。")
            self.make_button.setText("生成报送表")
        kind = "填报表" if self.coordinates else "报送"
        self.folder_line.propose(default_folder(view.plan.title) / f"{month}{kind}")
        for box in (self.flat, self.mail, self.master):
            box.setVisible(self.coordinates)
        shown = (
            view.plan.reporting_units() if self.coordinates else [view.plan.unit(view.plan.own_unit_id or "")]
        )
        self.units.things.show(shown)
        self.make_button.setEnabled(self.job is None and not period.issued)
        self.pass_on_button.setVisible(not self.coordinates)
        self.pass_on_button.setEnabled(self.desk.writable)

    def pass_on(self) -> None:
        """转发: parts of this unit's request to 科室 or 责任单位."""
        dialog = PassOnDialog(self.desk, self.window())
        dialog.exec()
        dialog.deleteLater()

    def make(self) -> None:
        """Make the files, beside the window."""
        desk, folder = self.desk, self.folder_line.folder
        plan_id, period_id, today, store_path = desk.plan_id, desk.period_id, desk.today, desk.path
        if self.job is not None or plan_id is None or period_id is None:
            return
        coordinates = self.coordinates
        flat, mail, master_too = (box.isChecked() for box in (self.flat, self.mail, self.master))

        def work(_report: Report) -> tuple[MadeFile, ...]:
            with stores.open_store(store_path, desk.now) as store:
                if coordinates:
                    files = sending.send(store, plan_id, period_id, folder, today, flat=flat, eml=mail).files
                    if master_too:
                        files += master.send_master(store, plan_id, period_id, folder).files
                    return files
                return (answering.reply(store, plan_id, period_id, folder),)

        self.job = start(self, work, self._made, self._failed)
        self.progress.show()
        self.refresh()

    def _made(self, files: tuple[MadeFile, ...]) -> None:
        self.job = None
        self._show_files(files)
        self.refresh()
        self.desk.received(None, f"{self.make_button.text()}：已生成{len(files)}个文件")

    def _failed(self, error: Exception) -> None:
        self.job = None
        self.progress.hide()
        self.refresh()
        self.desk.failed.emit(error)

    def _show_files(self, files: tuple[MadeFile, ...]) -> None:
        self.progress.setVisible(self.job is not None)
        self.made = {one.what.removesuffix("报送"): one for one in files}
        self.made_words.setText(f"已生成{len(files)}个文件" if files else "")
        self.made_words.setVisible(bool(files))
        self.open_button.setVisible(bool(files))
