"""Above the table: search, and what to show."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from peidang.app.views import ScheduleView
from peidang.desktop import look
from peidang.desktop.controls import ListButton, row
from peidang.desktop.fields import TickBox
from peidang.desktop.icons import icon
from peidang.desktop.lines import Filter, Line, figures_shown, rows_shown
from peidang.domain.labels import LIGHT_SHAPES, LIGHT_WORDS, Light, Status

STRETCH = 100
"""The search field takes what room there is before anything else does."""


class FilterBar(QWidget):
    """Search field, four choices and a tick; tells what is wanted by ``changed``."""

    changed = Signal(object)
    entered = Signal()
    """Enter in the search field: on to the table."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.search = QLineEdit()
        self.search.setPlaceholderText("搜索或拼音首字母")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(look.SEARCH_LEAST)
        self.search.setMaximumWidth(look.SEARCH_WIDTH)
        colours = look.colours_of(QApplication.palette())
        self.search.addAction(
            QAction(icon("search", look.SMALL_ICON, colours.second), "", self.search),
            QLineEdit.ActionPosition.LeadingPosition,
        )
        self.unit = ListButton("单位")
        self.section = ListButton("章节")
        self.light = ListButton("亮灯")
        self.status = ListButton("状态")
        self.only_findings = TickBox("只看有问题的")
        line = row(self.search, self.unit, self.section, self.light, self.status, self.only_findings, None)
        line.setStretch(0, STRETCH)
        self.setLayout(line)
        self.light.offer([(f"{LIGHT_SHAPES[one]} {LIGHT_WORDS[one]}", one) for one in reversed(Light)])
        self.status.offer([*((one.value, one.value) for one in Status), ("未填", "")])
        self.search.textChanged.connect(self._tell)
        self.search.returnPressed.connect(self.entered)
        QShortcut(
            QKeySequence("Esc"), self.search, self.search.clear, context=Qt.ShortcutContext.WidgetShortcut
        )
        self.only_findings.toggled.connect(self._tell)
        for one in (self.unit, self.section, self.light, self.status):
            one.picked.connect(self._tell)

    def offer(self, view: ScheduleView | None) -> None:
        """The units and sections of the plan shown."""
        lines = rows_shown(view)
        asked: list[Line] = [*lines, *figures_shown(view)]
        units = {line.unit.id: line.unit for line in asked}
        ordered = sorted(units.values(), key=lambda unit: unit.position)
        self.unit.offer([(unit.name, unit.id) for unit in ordered])
        sections = dict.fromkeys(line.row.section for line in lines if line.row.section)
        self.section.offer([(section, section) for section in sections])

    def for_rows(self, rows: bool) -> None:
        """Sections and 完成状态 are asked of rows only, not of indicators."""
        self.section.setVisible(rows)
        self.status.setVisible(rows)

    @property
    def is_set(self) -> bool:
        """Whether anything is left out."""
        return self.wanted != Filter()

    def clear(self) -> None:
        """Want everything."""
        self.search.clear()
        self.only_findings.setChecked(False)
        for one in (self.unit, self.section, self.light, self.status):
            if one.value is not None:
                one.choose(None)

    @property
    def wanted(self) -> Filter:
        """What the user wants to see."""
        light, status = self.light.value, self.status.value
        return Filter(
            text=self.search.text(),
            unit_id=str(self.unit.value or ""),
            section=str(self.section.value or ""),
            light=light if isinstance(light, Light) else None,
            status=status if isinstance(status, str) else None,
            only_findings=self.only_findings.isChecked(),
        )

    def _tell(self) -> None:
        self.changed.emit(self.wanted)
