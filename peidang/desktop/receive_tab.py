"""收表: drop, look, take. A drop is first read without writing anything; 全部入表 takes it as one batch."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QMessageBox, QProgressBar, QSplitter, QVBoxLayout, QWidget

from peidang.app import receiving, stores
from peidang.app.views import Drop, FileOutcome, ReceiptLine, counts_words
from peidang.desktop import look
from peidang.desktop.background import Job, Report, start
from peidang.desktop.changes_view import ChangesView
from peidang.desktop.controls import button, row
from peidang.desktop.desk import Desk
from peidang.desktop.drop_zone import DropZone
from peidang.desktop.look import Gap
from peidang.desktop.outcome_words import outcome_words, urgency
from peidang.desktop.plain_text import label
from peidang.desktop.questions import Questions
from peidang.desktop.simple_table import Part, SimpleTable
from peidang.domain.periods import day_label

ALL = 100
"""What is in sight takes the room before the empty space beside it does."""


class ReceiveTab(QWidget):
    """Drop zone above, units at the left, the files of this drop at the right, what waits for a decision first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.drop: Drop | None = None
        self.paths: list[Path] = []
        self.batch: int | None = None
        self.taken = False
        """Whether the drop shown is in the store."""
        self.job: Job | None = None
        self.zone = DropZone()
        self.questions = Questions(desk)
        self.missing = label("", "big")
        self.missing_words = label("", "second")
        self.units = SimpleTable(self._unit_parts())
        self.files = SimpleTable(self._file_parts())
        self.changes = ChangesView()
        self.progress = QProgressBar(textVisible=False)
        self.words = label("", "second")
        self.take_button = button("全部入表", self.take, "next")
        self.cancel_button = button("停止", self._cancel)
        self.undo_button = button("撤销本次收表", self.undo, "plain")
        self.undo_last_button = button("撤销上次收表", self.undo_last, "plain")
        self.clear_button = button("不收", self.clear, "plain")
        self.zone.dropped.connect(self.look_at)
        self.files.selectionModel().currentRowChanged.connect(self._show_changes)
        desk.changed.connect(self.refresh)
        desk.chosen.connect(self.clear)
        self._lay_out()
        self.clear()

    def _unit_parts(self) -> list[Part]:
        return [
            Part("单位", 0, lambda line: line.unit.name),
            Part("状态", 156, lambda line: line.state, look.receipt_light),
            Part("报送", 148, self._day),
            Part("任务", 64, lambda line: str(line.rows), number=True),
            Part("问题", 64, lambda line: str(line.findings or ""), number=True),
        ]

    def _file_parts(self) -> list[Part]:
        def words(one: FileOutcome) -> str:
            return outcome_words(one, self.taken)[0]

        return [
            Part("文件", 0, lambda one: Path(one.file).name),
            Part("单位", 144, lambda one: one.unit or ""),
            Part("结果", 156, words, lambda one: outcome_words(one, self.taken)[1]),
            Part("内容", 248, lambda one: counts_words(one.cells)),
        ]

    def _day(self, line: ReceiptLine) -> str:
        return day_label(date.fromisoformat(line.answered_on), self.desk.today) if line.answered_on else ""

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Gap.HAIR)
        column.addLayout(row(self.missing, self.missing_words, None))
        column.addWidget(self.units, 1)
        right = QSplitter(Qt.Orientation.Vertical)
        right.addWidget(self.files)
        right.addWidget(self.changes)
        right.setStretchFactor(1, 1)
        right.setHandleWidth(Gap.MEDIUM)
        self.right = right
        body = row(left, right, None, gap=Gap.PAGE)
        body.setStretch(0, ALL)
        body.setStretch(1, ALL)
        self.left = left
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Gap.MEDIUM)
        inner = QVBoxLayout()
        inner.setContentsMargins(Gap.PAGE, 0, Gap.PAGE, 0)
        inner.setSpacing(Gap.MEDIUM)
        for part in (self.zone, self.questions):
            inner.addWidget(part)
        inner.addLayout(body, 1)
        whole.addLayout(inner, 1)
        whole.addWidget(self.progress)
        whole.addWidget(self._bottom())

    def _bottom(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("role", "bottom-bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = row(
            *(self.words, None, self.undo_last_button, self.undo_button),
            *(self.clear_button, self.cancel_button, self.take_button),
        )
        line.setContentsMargins(Gap.PAGE, Gap.SMALL, Gap.PAGE, Gap.SMALL)
        bar.setLayout(line)
        bar.setMinimumHeight(look.BOTTOM_BAR_HEIGHT)
        return bar

    # The month as it stands

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is read for a page nobody sees."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Show how the month stands."""
        if not self.isVisible():
            return
        view = self.desk.view
        ours = view.plan.own_unit_id if view and not view.coordinates else None
        receipts = [line for line in view.receipts if ours in (None, line.unit.id)] if view else []
        waiting = [line for line in receipts if not line.reported]
        self.missing.setText(str(len(waiting)))
        self.missing_words.setText(f"家未报 · 应报{len(receipts)}家")
        self.units.things.show(sorted(receipts, key=lambda line: (line.reported, line.unit.position)))
        self._ask()
        self._show_buttons()

    def _ask(self) -> None:
        """What waits for a decision, but not while files are looked at that are not in the store yet."""
        self.questions.refresh()
        if self.drop is not None and not self.taken:
            self.questions.hide()
        self.zone.make_small(self.drop is not None or not self.questions.isHidden())

    def take_focus(self) -> None:
        """The keyboard goes to the next step, but not onto an answer to a question: Enter would settle it unread."""
        (self.zone.choose_folder if self.take_button.isHidden() else self.take_button).setFocus()

    # A drop

    def look_at(self, paths: Sequence[Path]) -> None:
        """Read files without taking them."""
        if self.job is not None or self.desk.period is None:
            return
        self.paths = list(paths)
        self.batch, self.taken = None, False
        self._work(dry_run=True)

    def take(self) -> None:
        """全部入表: take the files that were looked at, as one batch."""
        if self.job is None and self.paths:
            self._work(dry_run=False)

    def undo(self) -> None:
        """撤销本次收表."""
        if self.batch is not None and self.desk.take_back(self.batch, "本次收表"):
            self.clear()

    def undo_last(self) -> None:
        """撤销上次收表, after asking: it may be long ago."""
        last = self.desk.last_receipt()
        if last is None:
            return
        asked = QMessageBox(self)
        asked.setWindowTitle("撤销上次收表")
        asked.setText("撤销上次收表？")
        asked.setInformativeText(
            f"{last[1][:16]}收的表将整批退回，之后另填的内容不受影响。原文件没有动过，可以再收一次。"
        )
        yes = asked.addButton("撤销上次收表", QMessageBox.ButtonRole.AcceptRole)
        asked.setDefaultButton(asked.addButton("不撤销", QMessageBox.ButtonRole.RejectRole))
        asked.exec()
        asked.deleteLater()
        if asked.clickedButton() is yes:
            self.desk.take_back(last[0], "上次收表")

    def clear(self) -> None:
        """Nothing was dropped."""
        self.paths, self.drop, self.batch, self.taken = [], None, None, False
        self._show_drop()
        self.refresh()

    def _work(self, dry_run: bool) -> None:
        desk, paths = self.desk, list(self.paths)
        store_path, plan_id, today = desk.path, desk.plan_id, desk.today
        month = desk.period.span.key if desk.period else None

        def work(report: Report) -> Drop:
            with stores.open_store(store_path, desk.now) as store:
                return receiving.receive(store, paths, plan_id, month, today, dry_run, report)

        self.words.setText("正在读取…" if dry_run else "正在入表…")
        self.job = start(self, work, self._taken if not dry_run else self._looked, self._failed)
        self.job.progressed.connect(self._show_progress)
        self._show_buttons()

    def _looked(self, drop: Drop) -> None:
        self.job, self.drop = None, drop
        self._show_drop()

    def _taken(self, drop: Drop) -> None:
        self.job, self.drop, self.batch, self.taken = None, drop, drop.batch, True
        files = len({one.file for one in drop.files})
        self.desk.received(drop.batch, f"已收表：{files}个文件")
        self._show_drop()

    def _failed(self, error: Exception) -> None:
        self.job = None
        self.desk.failed.emit(error)
        if self.drop is None:
            self.clear()
        self._show_drop()

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)

    def _show_drop(self) -> None:
        files = self.drop.files if self.drop else ()
        self.files.things.show(sorted(files, key=urgency))
        self.right.setVisible(bool(files))
        self._make_room(bool(files))
        self._ask()
        if files:
            self.files.selectRow(0)
        self.words.setText(self._told())
        self._show_buttons()

    def _told(self) -> str:
        """How the drop stands, and what to do next."""
        if self.drop is None or not self.drop.files:
            return "拖进来的文件先看后收，原文件不会改动；收错了可以整批撤销。"
        files = len({one.file for one in self.drop.files})
        ready = len({one.file for one in self.drop.files if one.outcome in ("taken", "needs-decision")})
        if not ready:
            return f"共{files}个文件，没有{'' if self.taken else '可以'}入表的内容，原因见各文件的结果。"
        if not self.taken:
            return f"共{files}个文件，{ready}个可以入表，看过后请点“全部入表”。"
        waiting = self.desk.view.decisions if self.desk.view else 0
        return f"共{files}个文件，已入表{ready}个" + (
            f"，还有{waiting}件待核定，请在上方选定。" if waiting else "。"
        )

    def _make_room(self, for_files: bool) -> None:
        """The units have the page to themselves until files are there."""
        self.left.setMaximumWidth(look.UNITS_WIDTH if for_files else look.UNITS_ALONE_WIDTH)
        for place, part in enumerate(self._unit_parts()):
            self.units.setColumnHidden(place, for_files and part.head not in ("单位", "状态"))

    def _show_changes(self) -> None:
        chosen = self.files.chosen
        self.changes.show_file(chosen if isinstance(chosen, FileOutcome) else None)

    def _show_buttons(self) -> None:
        busy, looked = self.job is not None, self.drop is not None and not self.taken
        self.progress.setVisible(busy)
        self.cancel_button.setVisible(busy)
        self.take_button.setVisible(looked and not busy)
        self.clear_button.setVisible(looked and not busy)
        self.undo_button.setVisible(self.batch is not None and not busy)
        idle = self.drop is None and not busy and self.isVisible()
        self.undo_last_button.setVisible(idle and self.desk.last_receipt() is not None)
