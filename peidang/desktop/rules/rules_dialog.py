"""亮灯规则, to be changed: bands kind by kind, with the legend as it will print, which follows every keystroke."""

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from peidang.app.month import undoing
from peidang.app.papers import rules
from peidang.desktop import look
from peidang.desktop.controls import button, row, rule
from peidang.desktop.desk import Desk
from peidang.desktop.dialogs import OfficeDialog
from peidang.desktop.fields import ChoiceField, TickBox
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label
from peidang.desktop.rules.band_editor import BandEditor
from peidang.desktop.rules.legend_view import LegendView
from peidang.desktop.rules.names_editor import NamesEditor
from peidang.desktop.rules.strip import StripsView
from peidang.domain.labels import INDICATOR_KIND_WORDS, IndicatorKind
from peidang.domain.numbers import plain
from peidang.domain.rule_sheet import RuleSheet, RuleSheetInvalid

WHY = {
    "gap": "各档之间有空档，请把界限接上。",
    "overlap": "后一档的界限要比前一档大。",
    "ends": "第一档和最后一档不能有界限。",
    "empty": "至少要有一档。",
}


class RulesDialog(OfficeDialog):
    """Holds a draft of the sheet; it is kept only by the button."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(
            "亮灯规则",
            "保存",
            words="按低于序时进度多少个百分点分档。改后用于未印发的各期；已印发的不变。",
            parent=parent,
        )
        self.desk = desk
        self.sheet: RuleSheet = rules.rules(desk.store, desk.plan_id or "").sheet
        self.former = self.sheet
        self.kind = ChoiceField()
        self.kind.setAccessibleName("哪一类指标")
        for kind in IndicatorKind:
            self.kind.addItem(INDICATOR_KIND_WORDS[kind], kind)
        self.editor = BandEditor(lambda light: self.sheet.names[light])
        self.strips = StripsView()
        self.same = button("各类都按这样分档", self._everywhere)
        self.nearly = QLineEdit(plain(self.sheet.nearly))
        self.mild = TickBox("当年累计类指标第一季度不亮红灯")
        self.names = NamesEditor()
        self.legend = LegendView()
        self._lay_out()
        self.mild.setChecked(self.sheet.mild_first_quarter)
        self.kind.activated.connect(lambda _at: self._show_kind())
        self.editor.changed.connect(self._take)
        self.nearly.textEdited.connect(lambda _text: self._take())
        self.mild.toggled.connect(lambda _on: self._take())
        self.names.show_names(self.sheet)
        self.names.changed.connect(self._named)
        self._show_kind()
        self._show()

    def _lay_out(self) -> None:
        self.resize(look.DIALOG_WIDE, look.DIALOG_HEIGHT)
        inner = QWidget()
        inner.setProperty("role", "flat")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, Gap.MEDIUM, 0)
        column.setSpacing(Gap.MEDIUM)
        column.addLayout(row(label("哪一类指标"), self.kind, None, self.same))
        column.addWidget(self.editor)
        column.addWidget(self.strips)
        column.addWidget(rule())
        self.nearly.setFixedWidth(look.LIMIT_WIDTH)
        self.nearly.setAccessibleName("完成百分之几为基本达到")
        column.addLayout(
            row(label("目标为“左右”的，完成"), self.nearly, label("% 及以上为基本达到"), None, self.mild)
        )
        column.addWidget(rule())
        column.addWidget(label("各灯的叫法和轻重（上面的更重；多家共报的任务按最重的亮灯）", "head"))
        column.addWidget(self.names)
        column.addWidget(rule())
        column.addWidget(label("图例（印在附件里的样子）", "head"))
        column.addWidget(self.legend)
        column.addStretch(1)
        scroll = QScrollArea(widgetResizable=True)
        scroll.setWidget(inner)
        self.body.addWidget(scroll, 1)

    @property
    def chosen(self) -> IndicatorKind:
        """The kind whose bands are shown as fields."""
        return IndicatorKind(self.kind.currentData())

    def _show_kind(self) -> None:
        self.editor.show_bands(self.sheet.bands[self.chosen])

    def _named(self) -> None:
        """Another name or order: the bands show it, too."""
        if self._take():
            self.editor.rename()

    def _take(self) -> bool:
        """Take over what the fields say, when it holds together; else say what is wrong."""
        names = self.names.names
        if not all(names.values()):
            return self.complain("每种灯都要有叫法。")
        if len(set(names.values())) < len(names):
            return self.complain("两种灯不能用同一个叫法。")
        try:
            nearly = Decimal(self.nearly.text().strip())
            if not 0 < nearly <= 100:
                return self.complain("“左右”的百分数要大于0、不超过100。")
            self.sheet = replace(
                self.sheet,
                bands={**self.sheet.bands, self.chosen: self.editor.bands()},
                nearly=nearly,
                mild_first_quarter=self.mild.isChecked(),
                names=names,
                severity=self.names.severity,
            )
        except (ValueError, InvalidOperation):
            return self.complain("界限要写数字，如5或7.5。")
        except RuleSheetInvalid as error:
            return self.complain(WHY.get(error.why, "规则前后不一致，请检查各档界限。"))
        self.complaint.hide()
        self._show()
        return True

    def _everywhere(self) -> None:
        if self._take():
            bands = self.sheet.bands[self.chosen]
            self.sheet = replace(self.sheet, bands=dict.fromkeys(IndicatorKind, bands))
            self._show()

    def _show(self) -> None:
        self.strips.show_sheet(self.sheet)
        self.legend.show_sheet(self.sheet)

    def lost(self) -> str:
        """Rules that were changed."""
        return "改过的规则不保留，仍用原来的。" if self.sheet != self.former else ""

    def do(self) -> bool:
        """Keep the sheet."""
        if not self._take():
            return False
        return keep_rules(self.desk, self.sheet, "亮灯规则已保存")


def keep_rules(desk: Desk, sheet: RuleSheet, words: str) -> bool:
    """Keep a rule sheet, to be undone until a month is issued by it. False when it is refused (the refusal is told)."""
    plan = desk.plan_id or ""

    def keep(store: Any) -> int:
        before = undoing.last_undoable(store, rules.BATCH)
        rules.keep_rules(store, plan, sheet)
        made = undoing.last_undoable(store, rules.BATCH)
        return made.id if made and made != before else 0

    return desk.act(words, keep)
