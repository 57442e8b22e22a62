"""收发: what units send is received by drop, looked at first, then taken; and what is sent to them is made."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from peidang.desktop.controls import Segments, row
from peidang.desktop.desk import Desk
from peidang.desktop.look import Gap
from peidang.desktop.receive_tab import ReceiveTab
from peidang.desktop.send_tab import SendTab


class ExchangePage(QWidget):
    """Two tabs: 收表 and 发填报表."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.receive = ReceiveTab(desk)
        self.send = SendTab(desk)
        self.segments = Segments(("收表", "发填报表"))
        self.tabs = QStackedWidget()
        self.tabs.addWidget(self.receive)
        self.tabs.addWidget(self.send)
        self.segments.picked.connect(self.tabs.setCurrentIndex)
        desk.chosen.connect(self._begin)
        self.desk = desk
        self._begin()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, Gap.MEDIUM, 0, 0)
        whole.setSpacing(Gap.MEDIUM)
        bar = row(self.segments, None)
        bar.setContentsMargins(Gap.PAGE, 0, Gap.PAGE, 0)
        whole.addLayout(bar)
        whole.addWidget(self.tabs, 1)

    def _begin(self) -> None:
        """An office that runs the plan receives first; one that answers it reports."""
        answers = self.desk.view is not None and not self.desk.view.coordinates
        self.segments.name(1, "报送" if answers else "发填报表")
        self.segments.choose(1 if answers else 0)

    def take_focus(self) -> None:
        """The keyboard goes to the next step."""
        (self.receive if self.tabs.currentWidget() is self.receive else self.send).take_focus()
