"""收表: drop, look, take; and the board of the units. A drop is first read without writing anything."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMessageBox, QProgressBar, QSplitter, QVBoxLayout, QWidget

from peidang.app.month import entering
from peidang.app.returns import board
from peidang.app.returns.board import Board
from peidang.app.views import Remark
from peidang.desktop import look
from peidang.desktop.background import Job
from peidang.desktop.board.assign_dialog import AssignDialog
from peidang.desktop.board.board_table import BoardTable, CountsBar
from peidang.desktop.board.small_dialogs import ExplainDialog
from peidang.desktop.board.unit_actions import UnitActions
from peidang.desktop.changes_view import ChangesView
from peidang.desktop.controls import button, row
from peidang.desktop.desk import Desk
from peidang.desktop.drop.files_table import FilesTable
from peidang.desktop.drop.password_bar import PasswordBar
from peidang.desktop.drop.work import READY, DropWork
from peidang.desktop.drop_zone import DropZone, local_paths
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label
from peidang.desktop.questions import Questions
from peidang.desktop.reading import Reader
from peidang.desktop.stylesheet import set_role

ALL = 100
"""What is in sight takes the room before the empty space beside it does."""


class ReceiveTab(QWidget):
    """Drop zone above, the board at the left, the files of this drop at the right, what waits for a decision first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.work = DropWork(desk, self)
        self.reader = Reader(desk, self._asked_board, self)
        self.zone = DropZone()
        self.questions = Questions(desk)
        self.passwords = PasswordBar()
        self.counts = CountsBar()
        self.units = BoardTable()
        self.actions_of_unit = UnitActions(desk, self)
        self.files = FilesTable()
        self.changes = ChangesView()
        self.progress = QProgressBar(textVisible=False)
        self.words = label("", "second")
        self.take_button = button("全部入表", self.take, "next")
        self.take_chosen_button = button("只入选中的", self.take_chosen)
        self.cancel_button = button("停止", self.work.cancel)
        self.undo_button = button("撤销本次收表", self.undo, "plain")
        self.undo_last_button = button("撤销上次收表", self.undo_last, "plain")
        self.clear_button = button("不收", self.clear, "plain")
        self.setAcceptDrops(True)
        self._connect()
        self._lay_out()
        self._show_drop()

    def _connect(self) -> None:
        self.zone.dropped.connect(self.look_at)
        self.questions.asked_for_owner.connect(self._assign)
        self.passwords.told.connect(self.work.unlock)
        self.passwords.skipped.connect(self.work.leave_locked)
        self.counts.picked.connect(self.units.show_wanted)
        self.units.asked.connect(self.actions_of_unit.show_menu)
        self.files.selectionModel().currentRowChanged.connect(lambda *_: self._show_changes())
        self.files.things.ticked.connect(self._show_buttons)
        self.changes.explain_asked.connect(self._explain)
        self.reader.arrived.connect(self._show_board)
        self.work.changed.connect(self._show_drop)
        self.work.progressed.connect(self._show_progress)
        self.desk.changed.connect(self.refresh)
        self.desk.chosen.connect(self.clear)

    def _lay_out(self) -> None:
        self.right = QSplitter(Qt.Orientation.Vertical)
        self.right.addWidget(self.files)
        self.right.addWidget(self.changes)
        self.right.setSizes([1, 1])
        self.right.setMinimumWidth(look.FILES_LEAST)
        self.units.setMinimumWidth(look.BOARD_LEAST)
        self.both = QSplitter(Qt.Orientation.Horizontal)
        self.both.addWidget(self.units)
        self.both.addWidget(self.right)
        self.both.setStretchFactor(1, 1)
        self.both.setSizes([look.BOARD_WIDTH, look.UNITS_ALONE_WIDTH])
        for splitter, gap in ((self.right, Gap.SMALL), (self.both, Gap.PAGE)):
            splitter.setHandleWidth(gap)
            splitter.setChildrenCollapsible(False)
        inner = QVBoxLayout()
        inner.setContentsMargins(Gap.PAGE, 0, Gap.PAGE, 0)
        inner.setSpacing(Gap.SMALL)
        for part in (self.zone, self.passwords, self.questions, self.counts):
            inner.addWidget(part)
        # a splitter sets its own greatest width: its home is what keeps the board from growing too wide
        self.home = QWidget()
        self.home.setLayout(row(self.both))
        body = row(self.home, None)
        body.setStretch(0, ALL)
        inner.addLayout(body, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(Gap.SMALL)
        whole.addLayout(inner, 1)
        whole.addWidget(self.progress)
        whole.addWidget(self._bottom())

    def _bottom(self) -> QWidget:
        bar = QWidget()
        bar.setProperty("role", "bottom-bar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        line = row(
            *(self.words, None, self.undo_last_button, self.undo_button, self.clear_button),
            *(self.cancel_button, self.take_chosen_button, self.take_button),
        )
        line.setContentsMargins(Gap.PAGE, Gap.SMALL, Gap.PAGE, Gap.SMALL)
        bar.setLayout(line)
        bar.setMinimumHeight(look.BOTTOM_BAR_HEIGHT)
        return bar

    @property
    def job(self) -> Job | None:
        """What runs beside the window for this page: a drop being read or taken, the board being read."""
        return self.work.job or self.reader.job

    # The month as it stands

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files may be dropped anywhere on the page."""
        if local_paths(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """As if they had fallen on the zone."""
        event.acceptProposedAction()
        self.look_at(local_paths(event.mimeData()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low page the files have the zone's room."""
        super().resizeEvent(event)
        self._fit_zone()

    def _fit_zone(self) -> None:
        parts = (not self.work.is_empty) + (not self.questions.isHidden())
        self.zone.make_small(parts > 0)
        self.zone.setVisible(self.height() >= (0, look.LOW_PAGE, look.CROWDED_PAGE)[parts])

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is read for a page nobody sees."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Show how the month stands."""
        if not self.isVisible():
            return
        self._ask()
        self._show_changes()
        self._show_buttons()
        self.reader.read()  # last: from then on it shares the processor with the window

    def _asked_board(self) -> Callable[[Any], Board] | None:
        plan_id, period_id, today = self.desk.plan_id, self.desk.period_id, self.desk.today
        if plan_id is None or period_id is None:
            return None
        return lambda store: board.board(store, plan_id, today, until=period_id)

    def _show_board(self, found: Board) -> None:
        view = self.desk.view
        if view is None or found.plan.id != self.desk.plan_id:
            return
        ours = None if view.coordinates else view.plan.own_unit_id
        lines = tuple(line for line in found.lines if ours in (None, line.unit.id))
        findings = {line.unit.id: line.findings for line in view.receipts}
        self.units.show_board(Board(found.plan, found.periods, lines), findings, self.desk.today)
        self.counts.show_counts(self.units.counts())

    def _ask(self) -> None:
        """What waits for a decision, but not while files are looked at that are not in the store yet."""
        self.questions.refresh()
        if self.work.waiting and not self.work.taken:
            self.questions.hide()
        self._fit_zone()

    def take_focus(self) -> None:
        """The keyboard goes to the next step, but not onto an answer to a question: Enter would settle it unread."""
        (self.zone.choose_folder if self.take_button.isHidden() else self.take_button).setFocus()

    def go_to(self, unit_id: str) -> None:
        """Choose a unit on the board."""
        self.units.choose(unit_id)

    # A drop

    def look_at(self, paths: Sequence[Path]) -> None:
        """Read files without taking them."""
        self.work.look_at(paths)

    def take(self) -> None:
        """全部入表: take the files that were looked at, as one batch."""
        self.work.take()

    def take_chosen(self) -> None:
        """只入选中的: the others stay to be looked at."""
        self.work.take(frozenset(self.files.things.chosen))

    def undo(self) -> None:
        """撤销本次收表."""
        self.work.undo()

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
        self.work.clear()
        self.refresh()

    def finish(self) -> None:
        """Let go of what the page holds beside the window."""
        self.work.close()
        self.actions_of_unit.close()

    def _assign(self) -> None:
        dialog = AssignDialog(self.desk, self)
        dialog.exec()
        dialog.deleteLater()

    def _explain(self, remark: Remark) -> None:
        dialog = ExplainDialog(self.desk, remark, self)
        dialog.exec()
        dialog.deleteLater()

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
        self.words.setText(
            f"正在{'入表' if self.work.taking else '读取'}，已完成{done * 100 // max(total, 1)}%"
        )

    def _show_drop(self) -> None:
        files = self.work.files
        self.files.show_files(files, self.work.waiting)
        self.right.setVisible(bool(files))
        self.home.setMaximumWidth(look.UNLIMITED if files else look.UNITS_ALONE_WIDTH)
        if self.work.is_empty:
            self.passwords.forget()
        self.passwords.ask(self.work.locked if self.work.job is None else 0)
        self._ask()
        self._show_changes()
        self._show_buttons()

    def _told(self) -> str:
        """How the drop stands, and what to do next."""
        work = self.work
        if work.job is not None:
            return "正在入表…" if work.taking else "正在读取…"
        if work.is_empty:
            return "拖进来的文件先看后收，原文件不会改动；收错了可以整批撤销。"
        files = len({one.file for one in work.files})
        waiting = {one.file for one in work.files if one.outcome in READY and one.file in work.waiting}
        taken = {one.file for one in work.files if one.outcome in READY and one.file in work.taken}
        if waiting:
            already = f"已入表{len(taken)}个，还有" if taken else ""
            return f"共{files}个文件，{already}{len(waiting)}个可以入表，看过后请点“全部入表”。"
        if not taken:
            can = "" if work.taken else "可以"
            return f"共{files}个文件，没有{can}入表的内容，原因见各文件的结果。"
        open_ones = self.questions.count
        return f"共{files}个文件，已入表{len(taken)}个" + (
            f"，还有{open_ones}件待核定，请在上方选定。" if open_ones else "。"
        )

    def _show_changes(self) -> None:
        one = self.files.chosen
        if one is None:
            self.changes.show_file(None)
            return
        said = entering.explanations(self.desk.store, one.remarks[0].period_id) if one.remarks else {}

        def explained(remark: Remark) -> str:
            finding = remark.finding
            return said.get((finding.unit_id, finding.item_id, finding.code), "")

        self.changes.show_file(one, self.files.is_taken(one) and self.desk.writable, explained)

    def _show_buttons(self) -> None:
        work, busy = self.work, self.work.job is not None
        waiting, chosen = work.waiting, self.files.things.chosen & self.work.waiting
        some = bool(chosen) and len(chosen) < len(waiting)
        worth = not work.taken or any(one.outcome in READY for one in work.files if one.file in waiting)
        self.words.setText(self._told())
        self.progress.setVisible(busy)
        self.cancel_button.setVisible(busy)
        self.take_button.setVisible(bool(waiting) and worth and not busy)
        self.clear_button.setVisible(not work.is_empty and not busy)
        self.clear_button.setText("完成" if work.taken else "不收")
        self.take_chosen_button.setVisible(some and worth and not busy)
        self.take_chosen_button.setText(f"只入选中的{len(chosen)}个")
        set_role(self.take_chosen_button, "next" if some else "")
        set_role(self.take_button, "" if some else "next")
        self.take_button.setEnabled(not self.desk.read_only)
        self.undo_button.setVisible(bool(work.batches) and not busy and self.desk.writable)
        idle = work.is_empty and not busy and self.isVisible()
        self.undo_last_button.setVisible(idle and self.desk.last_receipt() is not None)
