"""亮灯规则 on the page 设置: the strips, the legend as it prints, 确认 and 修改."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from peidang.app.papers import rules
from peidang.desktop.controls import button, row
from peidang.desktop.desk import Desk
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import wrapped
from peidang.desktop.rules.ask_bar import change_rules, keep_default
from peidang.desktop.rules.legend_view import LegendView
from peidang.desktop.rules.strip import StripsView


class RulesSection(QWidget):
    """What is judged by, and since when."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.state = wrapped("", "second")
        self.legend = LegendView()
        self.confirm = button("确认沿用默认", lambda: keep_default(self.desk))
        self.change = button("修改…", lambda: change_rules(self.desk, self.window()))
        self.strips = StripsView()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Gap.SMALL)
        column.addWidget(self.state)
        column.addWidget(self.strips)
        column.addWidget(self.legend)
        column.addLayout(row(self.confirm, self.change, None))

    def refresh(self) -> None:
        """Show the rules of the plan on the desk."""
        desk, view = self.desk, self.desk.view
        if desk.plan_id is None or view is None:
            return
        told = rules.rules(desk.store, desk.plan_id)
        if told.number:
            self.state.setText(f"第{told.number}版，用于未印发的各期；已印发的仍按印发时的规则。")
        else:
            self.state.setText("起始规则，尚未确认。首次出报告前请确认或修改。")
        may = view.coordinates and not desk.read_only
        self.confirm.setVisible(may and not told.number)
        self.change.setVisible(may)
        self.strips.show_sheet(told.sheet)
        self.legend.show_sheet(told.sheet)
