"""The window: the first page, or an open store in its frame; and the ways in."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget

from peidang.app import answering
from peidang.app.plan import reviewing
from peidang.app.plan.review import Review
from peidang.app.store import stores
from peidang.desktop import choosing, look, memory
from peidang.desktop.background import Report, finish_all, start
from peidang.desktop.desk import Desk
from peidang.desktop.folders import default_folder
from peidang.desktop.frame import Frame
from peidang.desktop.review_page import ReviewPage
from peidang.desktop.welcome_page import WelcomePage

STORE_ENDING = ".peidang"
STORES = f"工作库 (*{STORE_ENDING})"
DOCUMENTS = "方案文件 (*.docx *.doc *.wps *.pdf *.txt *.xlsx *.xls *.et *.ods);;所有文件 (*)"
REQUESTS = "填报表 (*.xlsx *.xls *.et *.ods);;所有文件 (*)"


class MainWindow(QMainWindow):
    """Holds at most one open store."""

    def __init__(self, path: Path | None = None, now: Callable[[], datetime] = datetime.now) -> None:
        super().__init__()
        self._now = now
        self.setWindowTitle("配档通")
        self.resize(*look.WINDOW_SIZE)
        self.setMinimumSize(*look.SMALLEST_WINDOW)
        self.frame: Frame | None = None
        self.review: ReviewPage | None = None
        self.welcome = WelcomePage()
        self.welcome.asked_for_file.connect(self.ask_for_file)
        self.welcome.dropped.connect(self.take_drop)
        self._both = QStackedWidget()
        self._both.addWidget(self.welcome)
        self.setCentralWidget(self._both)
        self.welcome.asked_for_store.connect(lambda chosen: self._try(lambda: self.open(chosen)))
        self.welcome.offer(memory.recent_stores())
        if path is not None:
            self._try(lambda: self.open(path))

    @property
    def desk(self) -> Desk | None:
        """What lies on the desk; None on the first page."""
        return self.frame.desk if self.frame else None

    def open(self, path: Path) -> None:
        """Open a store instead of the one that is open. Raises what opening raises; the former one stays then."""
        desk = Desk(path, now=self._now)
        self.close_store()
        self.frame = Frame(desk)
        self.frame.asked_for_file.connect(self.ask_for_file)
        self._both.addWidget(self.frame)
        self._both.setCurrentWidget(self.frame)
        self.setWindowTitle(f"{path.stem} — 配档通")
        memory.note_store(path)
        self.frame.take_focus()
        self.frame.schedule.open_pane_if_wide(self.width())

    def close_store(self) -> None:
        """Back to the first page; what runs is stopped first."""
        if self.frame is None:
            return
        self.frame.finish()
        self.frame.desk.close()
        self._both.removeWidget(self.frame)
        self.frame.deleteLater()
        self.frame = None

    def changeEvent(self, event: QEvent) -> None:
        """Back at the window: what another program wrote to the store meanwhile is shown."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.desk:
            self._try(self.desk.look_again)

    def show_on(self, screen: QSize) -> None:
        """Show the window; a screen hardly larger than it is filled."""
        if (
            screen.width() <= look.WINDOW_SIZE[0]
            or screen.height() <= look.WINDOW_SIZE[1] + look.TOP_BAR_HEIGHT
        ):
            self.showMaximized()
        else:
            self.show()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Everything is on disk already but a review, which is asked about; what runs is waited for."""
        if self.review and not self.review.may_leave():
            event.ignore()
            return
        finish_all(self)
        self.close_store()
        super().closeEvent(event)

    def tell(self, error: Exception) -> None:
        """Say what went wrong above the page."""
        (self.review or self.frame or self.welcome).notice.tell(error)

    def tell_unexpected(
        self, _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
    ) -> None:
        """An error nobody foresaw: told, not swallowed; the window stays."""
        self.tell(error if isinstance(error, Exception) else RuntimeError(str(error)))

    # Ways in

    def ask_for_file(self, what: str) -> None:
        """Let the user choose a file and open it: ``plan``, ``request`` or ``store``."""
        title, kinds = {
            "plan": ("打开方案", DOCUMENTS),
            "request": ("打开收到的填报表", REQUESTS),
            "store": ("打开已有工作库", STORES),
        }[what]
        path = choosing.choose_file(self, title, kinds)
        if path is None:
            return
        match what:
            case "plan":
                self.open_plan(path)
            case "request":
                self.open_request(path)
            case _:
                self._try(lambda: self.open(path))

    def take_drop(self, path: Path) -> None:
        """A file was dropped on the first page: a store is opened, anything else is read as a plan document."""
        if path.suffix == STORE_ENDING:
            self._try(lambda: self.open(path))
        else:
            self.open_plan(path)

    def open_plan(self, document: Path) -> None:
        """Read a plan document beside the window, then show it for review. Nothing is kept before it is confirmed."""
        start(
            self,
            lambda _report: reviewing.start_review(document),
            lambda review: self._try(lambda: self.show_review(review)),
            self.tell,
        )

    def show_review(self, review: Review) -> None:
        """Show a document for review, instead of one that was."""
        if self.review and not self.review.may_leave():
            return
        self.leave_review()
        page = ReviewPage(review, self._own_unit())
        page.confirmed.connect(lambda reviewed: self._try(lambda: self._take_plan(reviewed)))
        page.left.connect(self.leave_review)
        self.review = page
        self._both.addWidget(page)
        self._both.setCurrentWidget(page)

    def _own_unit(self) -> str:
        """本单位 of the plan shown, else as typed on the first page; '' when nobody said so."""
        plan = self.desk.view.plan if self.desk and self.desk.view else None
        if plan and plan.own_unit_id:
            return plan.unit(plan.own_unit_id).name
        return self.welcome.own_unit.text()

    def leave_review(self) -> None:
        """Back to where the document was opened."""
        if self.review is None:
            return
        self._both.setCurrentWidget(self.frame or self.welcome)
        self._both.removeWidget(self.review)
        self.review.deleteLater()
        self.review = None

    def _take_plan(self, review: Review) -> None:
        store_path, page = self._store_for(review.title), self.review
        if store_path is None or page is None:
            return

        def work(_report: Report) -> str:
            with stores.open_or_create(store_path, self._now) as store:
                return reviewing.confirm_review(store, review)

        def added(plan_id: str) -> None:
            self.leave_review()
            self._show_plan(store_path, plan_id, None, f"已建立方案：{review.title}")

        def failed(error: Exception) -> None:
            page.wait(False)
            self.tell(error)

        page.wait(True)
        start(self, work, lambda plan_id: self._try(lambda: added(plan_id)), failed)

    def _store_for(self, title: str) -> Path | None:
        """The open store; without one, where the user wants a new one."""
        if self.desk:
            return self.desk.path
        folder = default_folder(title).parent
        folder.mkdir(parents=True, exist_ok=True)
        near = folder / f"{default_folder(title).name}{STORE_ENDING}"
        place = choosing.choose_place(
            self, "工作库保存到（已有的工作库会增加一个方案）", near, STORES, add=True
        )
        if place is None or place.name.endswith(STORE_ENDING):
            return place
        return place.with_name(place.name + STORE_ENDING)

    def open_request(self, request: Path) -> None:
        """Take somebody's request into the store, ready to be filled in."""
        store_path = self._store_for(request.stem)
        if store_path is None:
            return

        def work(_report: Report) -> tuple[str, str]:
            with stores.open_or_create(store_path, self._now) as store:
                period = answering.answer(store, request)
                return period.plan_id, period.id

        def taken(found: tuple[str, str]) -> None:
            self._show_plan(store_path, *found, f"已打开填报表：{request.name}")

        start(self, work, lambda found: self._try(lambda: taken(found)), self.tell)

    def _show_plan(self, store_path: Path, plan_id: str, period_id: str | None, words: str) -> None:
        if self.desk is None or self.desk.path != store_path:
            self.open(store_path)
        if self.desk:
            self.desk.choose_plan(plan_id, period_id)
            self.desk.say(words)

    def _try(self, action: Any) -> None:
        try:
            action()
        except Exception as error:  # whatever it is, the user is told and the window stays
            self.tell(error)
