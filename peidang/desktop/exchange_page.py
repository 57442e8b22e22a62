"""收发: what units send is received by drop, looked at first, then taken; and what is sent to them is made."""

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from peidang.desktop.controls import Segments, row
from peidang.desktop.desk import Desk
from peidang.desktop.look import Gap
from peidang.desktop.materials.page import MaterialsPage
from peidang.desktop.outgoing.page import OutgoingPage
from peidang.desktop.receive_tab import ReceiveTab

RECEIVE, OUTGOING, MATERIALS = range(3)


class ExchangePage(QWidget):
    """Three tabs: 收表, 发出 and 材料."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "page")
        self.receive = ReceiveTab(desk)
        self.outgoing = OutgoingPage(desk)
        self.send = self.outgoing.send
        self.materials = MaterialsPage(desk)
        self.segments = Segments(("收表", "发出", "材料"))
        self.tabs = QStackedWidget()
        self.tabs.addWidget(self.receive)
        self.tabs.addWidget(self.outgoing)
        self.tabs.addWidget(self.materials)
        self.segments.picked.connect(self.tabs.setCurrentIndex)
        self.receive.actions_of_unit.asked_to_go.connect(self._go_out)
        desk.chosen.connect(self._begin)
        self.desk = desk
        self._begin()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, Gap.MEDIUM, 0, 0)
        whole.setSpacing(Gap.SMALL)
        bar = row(self.segments, None)
        bar.setContentsMargins(Gap.PAGE, 0, Gap.PAGE, 0)
        whole.addLayout(bar)
        whole.addWidget(self.tabs, 1)

    def _begin(self) -> None:
        """An office that runs the plan receives first; one that answers it reports."""
        answers = self.desk.view is not None and not self.desk.view.coordinates
        self.segments.name(OUTGOING, "报送" if answers else "发出")
        self.segments.choose(OUTGOING if answers else RECEIVE)

    def _go_out(self, page: str, unit_id: str) -> None:
        self.segments.choose(OUTGOING)
        self.outgoing.go_to(page, unit_id)

    def take_focus(self) -> None:
        """The keyboard goes to the next step."""
        for page in (self.receive, self.outgoing, self.materials):
            if self.tabs.currentWidget() is page:
                page.take_focus()
