"""Asked once, before the first report: are the lights judged as this office wants it?"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from peidang.app.papers import rules
from peidang.desktop.controls import button, row
from peidang.desktop.desk import Desk
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import wrapped
from peidang.desktop.rules.rules_dialog import RulesDialog, keep_rules
from peidang.domain.labels import LIGHT_SHAPES, IndicatorKind
from peidang.domain.rule_sheet import band_words


class AskBar(QWidget):
    """首次出报告前请确认亮灯规则: 确认沿用默认 / 修改."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("role", "ask-bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.words = wrapped()
        self.keep = button("确认沿用默认", lambda: keep_default(self.desk), "next")
        self.change = button("修改", self.open)
        line = row(self.words, self.change, self.keep)
        line.setStretch(0, 1)
        line.setContentsMargins(Gap.LARGE, Gap.SMALL, Gap.PAGE, Gap.SMALL)
        self.setLayout(line)
        self.hide()

    def refresh(self) -> None:
        """What would be kept: the rules' bands in words where all kinds are judged alike."""
        if self.desk.plan_id is None:
            return
        sheet = rules.rules(self.desk.store, self.desk.plan_id).sheet
        alike = {tuple(sheet.bands[kind]) for kind in IndicatorKind}
        words = "首次出报告前请确认亮灯规则"
        if len(alike) == 1:
            told = [f"{LIGHT_SHAPES[b.light]} {sheet.names[b.light]}：{band_words(b)}" for b in alike.pop()]
            words += f"。现在的规则：{'　'.join(told)}"
        self.words.setText(words)

    def open(self) -> None:
        """修改."""
        change_rules(self.desk, self.window())


def keep_default(desk: Desk) -> None:
    """Keep the rules as they are."""
    keep_rules(desk, rules.rules(desk.store, desk.plan_id or "").sheet, "亮灯规则已确认")


def change_rules(desk: Desk, parent: QWidget) -> None:
    """Open the rules to be changed."""
    dialog = RulesDialog(desk, parent)
    dialog.exec()
    dialog.deleteLater()
