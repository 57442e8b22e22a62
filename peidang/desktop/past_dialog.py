"""导入往月汇总表: what would come of an office's own tables of former months is shown before it is taken."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QProgressBar, QWidget

from peidang.app.foreign import importing_past
from peidang.app.foreign.importing_past import ImportedMonth, ImportResult
from peidang.app.store import stores
from peidang.desktop import choosing, look
from peidang.desktop.background import Job, Report, start
from peidang.desktop.desk import Desk
from peidang.desktop.dialogs import OfficeDialog
from peidang.desktop.plain_text import label, wrapped
from peidang.desktop.simple_table import Part, SimpleTable

TABLES = "汇总表 (*.xlsx *.xlsm *.xls *.et *.ods *.docx *.doc *.wps);;所有文件 (*)"
MOST_NOTES = 4


class PastDialog(OfficeDialog):
    """First a rehearsal; 导入 does it as one batch."""

    def __init__(self, desk: Desk, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(
            "导入往月汇总表",
            "导入",
            "不导入",
            "已有内容的格不动，已印发的月份不动；导入是一批，可以撤销。没有把握的不收，列在下面。",
            parent,
        )
        self.desk, self.paths = desk, list(paths)
        self.job: Job | None = None
        self.found: ImportResult | None = None
        self.resize(look.DIALOG_WIDE, look.DIALOG_HEIGHT)
        self.progress = QProgressBar(textVisible=False)
        self.progress.setRange(0, 0)
        self.months = SimpleTable(
            [
                Part("月份", 0, lambda one: one.label + ("（新开启）" if one.opened else "")),
                Part("任务", 80, lambda one: str(one.rows or ""), number=True),
                Part("指标", 80, lambda one: str(one.indicators or ""), number=True),
                Part("新填（格）", 96, lambda one: str(one.cells or ""), number=True),
                Part("已有，不动", 104, lambda one: str(one.answered_before or ""), number=True),
            ]
        )
        self.left_head = label("", "second")
        self.left = SimpleTable(
            [
                Part("文件", 160, lambda one: one.file),
                Part("位置", 120, lambda one: f"{one.sheet} {one.cell}".strip()),
                Part("原文", 0, lambda one: " ".join(part for part in (one.words, one.said) if part)),
                Part("没有收的原因", 240, lambda one: one.reason),
            ]
        )
        self.notes = wrapped("", "second")
        self.months.setAccessibleName("会导入的月份")
        self.left.setAccessibleName("没有收的内容")
        for part in (self.progress, self.months, self.notes, self.left_head, self.left):
            self.body.addWidget(part)
        self._work(dry_run=True)

    def do(self) -> bool:
        """Take it; the dialog closes when it is done."""
        if self.job is None:
            self._work(dry_run=False)
        return False

    def _work(self, dry_run: bool) -> None:
        desk, paths = self.desk, self.paths
        path, plan_id, today = desk.path, desk.plan_id or "", desk.today

        def work(_report: Report) -> ImportResult:
            with stores.open_store(path, desk.now) as store:
                return importing_past.import_past(store, plan_id, paths, None, today, dry_run)

        self.progress.show()
        self.step.setEnabled(False)
        self.job = start(self, work, self._show if dry_run else self._taken, self._failed)

    def _show(self, found: ImportResult) -> None:
        self.job, self.found = None, found
        self.progress.hide()
        self.months.things.show(found.months)
        self.left.things.show(found.not_placed)
        self.left_head.setText(f"没有收的{len(found.not_placed)}处" if found.not_placed else "")
        for part in (self.left, self.left_head):
            part.setVisible(bool(found.not_placed))
        more = len(found.notes) - MOST_NOTES
        told = [*found.notes[:MOST_NOTES], *([f"另有{more}条类似的说明"] if more > 0 else [])]
        self.notes.setText("\n".join(told))
        self.notes.setVisible(bool(found.notes))
        self.step.setEnabled(any(one.cells for one in found.months))
        self.step.setFocus()
        if not self.step.isEnabled():
            self.complain("这些表里没有可以导入的新内容。")

    def _taken(self, found: ImportResult) -> None:
        self.job = None
        self.desk.received(found.batch, f"已导入往月汇总表：{_months(found.months)}")
        self.accept()

    def _failed(self, error: Exception) -> None:
        self.job = None
        self.progress.hide()
        self.desk.failed.emit(error)
        self.complain("没有导入，原因见窗口上方。")


def _months(months: Sequence[ImportedMonth]) -> str:
    return "、".join(one.label for one in months if one.cells)


def import_past(parent: QWidget, desk: Desk) -> None:
    """Choose the tables, look, take."""
    if desk.plan_id is None or desk.read_only:
        return
    paths = choosing.choose_files(parent, "选往月的汇总表", TABLES)
    if paths:
        dialog = PastDialog(desk, paths, parent)
        dialog.exec()
        dialog.deleteLater()
