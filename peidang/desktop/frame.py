"""An open store with its frame: rail, top bar, notice, pages, status bar."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from peidang.app import about
from peidang.desktop.background import finish_all
from peidang.desktop.bars import Rail, StatusBar, TopBar
from peidang.desktop.controls import EmptyPage, Notice, row
from peidang.desktop.desk import Desk
from peidang.desktop.exchange_page import ExchangePage
from peidang.desktop.help_window import HelpWindow
from peidang.desktop.month_dialog import ask_month, change_dues
from peidang.desktop.past_dialog import import_past
from peidang.desktop.report.page import ReportPage
from peidang.desktop.schedule_page import SchedulePage
from peidang.desktop.settings_page import SettingsPage

SCHEDULE, EXCHANGE, REPORT, SETTINGS = range(4)


class Frame(QWidget):
    """Everything around a desk. Pages are shown once a period is open; before, there is one step to take."""

    asked_for_file = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.rail = Rail()
        self.top_bar = TopBar(desk)
        self.notice = Notice()
        self.schedule = SchedulePage(desk)
        self.exchange = ExchangePage(desk)
        self.report = ReportPage(desk)
        self.settings = SettingsPage(desk, self.show_help)
        self._help: HelpWindow | None = None
        self.no_plan = EmptyPage(
            "这个工作库里还没有方案",
            "打开方案文件，配档表由程序读出；读不准的地方会列出来请您核对。",
            "打开方案",
            lambda: self.asked_for_file.emit("plan"),
        )
        self.no_month = EmptyPage(
            "还没有报告期",
            "开启一个报告期后，就可以发填报表、收表和填写进展。",
            "开启报告期",
            self.open_month,
        )
        self.pages = QStackedWidget()
        for page, word, picture in (
            (self.schedule, "配档表", "table"),
            (self.exchange, "收发", "exchange"),
            (self.report, "报告", "report"),
            (self.settings, "设置", "settings"),
        ):
            self.rail.add(word, picture, low=page is self.settings)
            self.pages.addWidget(page)
        self.pages.addWidget(self.no_plan)
        self.pages.addWidget(self.no_month)
        self._place = SCHEDULE
        self._told = (desk.plan_id, desk.period_id, desk.closed_told)
        self._connect()
        self._lay_out()
        self.rail.choose(SCHEDULE)
        if desk.read_only:
            self.notice.say(desk.read_only)

    def _connect(self) -> None:
        self.rail.picked.connect(self._go)
        self.top_bar.asked_for_file.connect(self.asked_for_file)
        self.top_bar.asked_for_month.connect(self.open_month)
        self.top_bar.asked_for_past.connect(lambda: import_past(self, self.desk))
        self.top_bar.asked_for_dues.connect(lambda: change_dues(self, self.desk))
        self.desk.failed.connect(self.notice.tell)
        self.desk.said.connect(lambda _words, _undoable: self._put_notice_away())
        self.desk.changed.connect(self._refresh)
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self, self.show_help)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Undo), self, self.desk.undo)
        for redo in ("Ctrl+Y", "Ctrl+Shift+Z"):
            QShortcut(QKeySequence(redo), self, self.desk.redo)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        for part in (self.top_bar, self.notice):
            right.addWidget(part)
        right.addWidget(self.pages, 1)
        self.status_bar = StatusBar(self.desk)
        right.addWidget(self.status_bar)
        whole = row(self.rail, gap=0)
        whole.addLayout(right, 1)
        self.setLayout(whole)

    def _go(self, place: int) -> None:
        self._place = place
        self.desk.look_again()
        self._refresh()
        self.take_focus()

    def take_focus(self) -> None:
        """The keyboard goes to what the page is for, not to the rail."""
        shown = self.pages.currentWidget()
        if isinstance(shown, EmptyPage):
            shown.step.setFocus()
        else:
            (self.schedule, self.exchange, self.report, self.settings)[self._place].take_focus()

    def show_help(self) -> None:
        """帮助: the manual, in a window of its own."""
        try:
            self._help = self._help or HelpWindow(about.manual(), self)
        except OSError:
            self.desk.say("没有找到使用手册，请重新安装程序")
            return
        self._help.show()
        self._help.activateWindow()

    def _refresh(self) -> None:
        """The page chosen, or the one step that must come first."""
        if self._place == SETTINGS:
            self.pages.setCurrentWidget(self.settings)
        elif self.desk.plan_id is None:
            self.pages.setCurrentWidget(self.no_plan)
        elif self.desk.period is None and self._place != SCHEDULE:
            self.pages.setCurrentWidget(self.no_month)
        else:
            self.pages.setCurrentIndex(self._place)
        self._tell_of_closed()
        self.rail.wait_at(EXCHANGE, self.desk.waiting)

    def _put_notice_away(self) -> None:
        """Something went well since: what went wrong before is past."""
        if not self.desk.read_only:
            self.notice.hide()

    def _tell_of_closed(self) -> None:
        """A row done with whose figure fell just now, where the page does not show it."""
        desk = self.desk
        before, self._told = self._told, (desk.plan_id, desk.period_id, desk.closed_told)
        fresh = [one for one in desk.closed_told if one not in before[2]]
        if fresh and before[:2] == self._told[:2] and self._place != SCHEDULE:
            self.notice.say("\n".join(fresh))

    def open_month(self) -> None:
        """Ask which period to open, and open it."""
        if self.desk.plan_id is None:
            return
        asked = ask_month(self, self.desk)
        if asked:
            self.desk.open_month(*asked)

    def finish(self) -> None:
        """Stop what runs beside the window, before the store is closed."""
        finish_all(self)
        self.exchange.receive.finish()
        self.report.finish()
