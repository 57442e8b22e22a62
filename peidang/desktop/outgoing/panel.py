"""What the pages of 发出 have alike: a line of words, a folder, the one step, and the work beside the window."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from peidang.app.store import stores
from peidang.app.views import MadeFile
from peidang.desktop.background import Job, Report, start
from peidang.desktop.controls import button, row
from peidang.desktop.desk import Desk
from peidang.desktop.folder_line import FolderLine
from peidang.desktop.folders import default_folder
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, wrapped
from peidang.desktop.reading import Reader

Making = Callable[[Any, Report], Sequence[MadeFile]]
"""Writes files, with a store of its own; tells how far it is."""


class Panel(QWidget):
    """A page: ``read`` finds what is shown, ``show_found`` shows it, ``making`` gives what the step writes."""

    what = ""
    """The words of the step, and the name of the folder proposed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.making_job: Job | None = None
        self.reader = Reader(desk, self._asked, self)
        self.reader.arrived.connect(self._arrived)
        self.head = label("", "page-head")
        self.words = wrapped("", "second")
        self.folder = FolderLine()
        self.step: QPushButton = button(self.what, self.make, "next")
        self.progress = QProgressBar(textVisible=False)
        self.progress.hide()
        self.middle = QVBoxLayout()
        self.middle.setSpacing(Gap.SMALL)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Gap.PAGE, 0, Gap.PAGE, 0)
        whole.setSpacing(Gap.SMALL)
        whole.addWidget(self.words)
        whole.addLayout(self.middle, 1)
        whole.addWidget(self.progress)
        self.foot = row(self.folder, self.step, gap=Gap.MEDIUM)
        self.foot.setStretch(0, 1)
        whole.addLayout(self.foot)
        desk.changed.connect(self.refresh)

    @property
    def job(self) -> Job | None:
        """What runs beside the window for this page."""
        return self.making_job or self.reader.job

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is read for a page nobody sees."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Read anew, if anybody looks."""
        view, period = self.desk.view, self.desk.period
        if not self.isVisible() or view is None or period is None or not view.coordinates:
            return
        self.folder.propose(default_folder(view.plan.title) / f"{period.span.label}{self.what_folder}")
        self.reader.read()

    @property
    def what_folder(self) -> str:
        """What the folder proposed is called."""
        return self.what.removeprefix("生成")

    def read(self, store: Any, plan_id: str, period_id: str) -> Any:
        """Find what is shown; in another thread, with a store of its own."""
        raise NotImplementedError

    def show_found(self, found: Any) -> None:
        """Show it."""
        raise NotImplementedError

    def making(self) -> Making | None:
        """What the step does now; None when there is nothing to do (said in ``words``)."""
        raise NotImplementedError

    def make(self) -> None:
        """The step: write the files, beside the window."""
        if self.making_job is not None:
            return
        making = self.making()
        if making is None:
            return
        path, now = self.desk.path, self.desk.now

        def work(report: Report) -> Sequence[MadeFile]:
            with stores.open_store(path, now) as store:
                return making(store, report)

        self.progress.setRange(0, 0)
        self.progress.show()
        self.step.setEnabled(False)
        self.making_job = start(self, work, self._made, self._failed)
        self.making_job.progressed.connect(self._show_progress)

    def take_focus(self) -> None:
        """The keyboard goes to the next step."""
        self.step.setFocus()

    def _asked(self) -> Callable[[Any], Any] | None:
        plan_id, period_id = self.desk.plan_id, self.desk.period_id
        if plan_id is None or period_id is None:
            return None
        return lambda store: (period_id, self.read(store, plan_id, period_id))

    def _arrived(self, told: tuple[str, Any]) -> None:
        period_id, found = told
        if period_id == self.desk.period_id:
            self.show_found(found)

    def _show_progress(self, done: int, total: int) -> None:
        self.progress.setRange(0, total)
        self.progress.setValue(done)

    def _made(self, files: Sequence[MadeFile]) -> None:
        self._done()
        self.folder.open_button.show()
        self.desk.received(None, f"{self.what}：已生成{len(files)}个文件")

    def _failed(self, error: Exception) -> None:
        self._done()
        self.desk.failed.emit(error)

    def _done(self) -> None:
        self.making_job = None
        self.progress.hide()
        self.step.setEnabled(True)
