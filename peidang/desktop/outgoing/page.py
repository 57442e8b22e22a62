"""发出: its pages as segments, and at the bottom the log of what left. A bureau has only 报送."""

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from peidang.app.outgoing.outgoing_log import Outgoing, outgoing
from peidang.desktop import look
from peidang.desktop.board.unit_actions import CHASE, VERIFY
from peidang.desktop.controls import Segments, row
from peidang.desktop.desk import Desk
from peidang.desktop.folders import moment_words
from peidang.desktop.look import Gap
from peidang.desktop.outgoing.back_panel import BackPanel
from peidang.desktop.outgoing.chase_panel import ChasePanel
from peidang.desktop.outgoing.verify_panel import VerifyPanel
from peidang.desktop.plain_text import label
from peidang.desktop.send_tab import SendTab
from peidang.desktop.simple_table import Part, SimpleTable

SEND, CHASING, BACK, VERIFYING = range(4)
MOST_NAMED = 3
PAGE_SHARE = 3
"""Of four parts of the height; the log has the fourth."""


class OutgoingPage(QWidget):
    """Holds the pages; the log is read whenever it is seen and something changed."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.send = SendTab(desk)
        self.chase, self.back, self.verify = ChasePanel(desk), BackPanel(desk), VerifyPanel(desk)
        self.segments = Segments(("发填报表", "催报", "退回单", "核对表"))
        self.pages = QStackedWidget()
        for page in (self.send, self.chase, self.back, self.verify):
            self.pages.addWidget(page)
        self.segments.picked.connect(self._go)
        self.log_head = label("发出和催办记录", "second")
        self.log = SimpleTable(self._parts())
        self.log.setMinimumHeight(look.HEAD_HEIGHT + look.FIELD_HEIGHT)
        self.log.setMaximumHeight(look.LOG_HEIGHT)
        self.log.setAccessibleName("发出和催办记录")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, Gap.SMALL)
        whole.setSpacing(Gap.SMALL)
        bar = row(self.segments, None)
        bar.setContentsMargins(Gap.PAGE, 0, Gap.PAGE, 0)
        whole.addLayout(bar)
        whole.addWidget(self.pages, PAGE_SHARE)
        inner = QVBoxLayout()
        inner.setContentsMargins(Gap.PAGE, 0, Gap.PAGE, 0)
        inner.setSpacing(Gap.HAIR)
        inner.addWidget(self.log_head)
        inner.addWidget(self.log)
        whole.addLayout(inner, 1)
        desk.changed.connect(self.refresh)
        self.refresh()

    def _parts(self) -> list[Part]:
        return [
            Part("时间", 124, lambda one: moment_words(one.made_at)),
            Part("事项", 104, lambda one: one.action),
            Part("单位", 200, lambda one: one.unit),
            Part("内容", 320, lambda one: one.text),
            Part("文件", 0, _files),
        ]

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is read for a page nobody sees."""
        super().showEvent(event)
        self.refresh()

    def refresh(self) -> None:
        """Show what a coordinating office does, or what a bureau does."""
        coordinates = self.desk.view is None or self.desk.view.coordinates
        self.segments.setVisible(coordinates)
        if not coordinates:
            self.pages.setCurrentIndex(SEND)
        if self.isVisible() and self.desk.period_id:
            lines = outgoing(self.desk.store, self.desk.period_id)
            self.log.things.show(lines)
            for part in (self.log, self.log_head):
                part.setVisible(bool(lines))

    def go_to(self, page: str, unit_id: str) -> None:
        """To a page, at a unit."""
        self.segments.choose({CHASE: CHASING, VERIFY: VERIFYING}[page])
        (self.chase if page == CHASE else self.verify).go_to(unit_id)

    def take_focus(self) -> None:
        """The keyboard goes to the next step."""
        for page in (self.send, self.chase, self.back, self.verify):
            if self.pages.currentWidget() is page:
                page.take_focus()

    def _go(self, place: int) -> None:
        self.pages.setCurrentIndex(place)
        self.take_focus()


def _files(one: Outgoing) -> str:
    named = "、".join(one.files[:MOST_NAMED])
    return named + (f" 等{len(one.files)}个" if len(one.files) > MOST_NAMED else "")
