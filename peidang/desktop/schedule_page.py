"""配档表: the table of the month, seen and filled."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from peidang.desktop import look
from peidang.desktop.answer_model import LINE_ROLE
from peidang.desktop.answer_view import AnswerView
from peidang.desktop.controls import EmptyPage, Segments, button, icon_button, row
from peidang.desktop.desk import Desk
from peidang.desktop.detail_pane import DetailPane
from peidang.desktop.filter_bar import FilterBar
from peidang.desktop.indicator_model import IndicatorModel
from peidang.desktop.lines import Filter, Line, SectionLine, item_id
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, wrapped
from peidang.desktop.rows import seen
from peidang.desktop.rows.actions import RowActions
from peidang.desktop.rows.columns_button import ColumnsButton
from peidang.desktop.rows.tools import TableTools
from peidang.desktop.schedule_model import ScheduleModel

MOST_TOLD = 3
"""Sentences above the table; the others stand on the page 报告."""


class SchedulePage(QWidget):
    """Both tables, the filter above them and the pane beside them."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("role", "page")
        self.rows = AnswerView(ScheduleModel(desk, self))
        self.figures = AnswerView(IndicatorModel(desk, self))
        self._figures = False
        self.segments = Segments(("任务进展", "指标数据"))
        self.filter_bar = FilterBar()
        self.count = label("", "second")
        self.columns = ColumnsButton()
        self.columns.show_columns_of(self.rows.answers)
        self.columns.asked_to_export.connect(self.export_seen)
        self.export_button = button("导出当前所见", self.export_seen)
        self.export_button.setToolTip("把现在看到的行和列存成 Excel")
        self.pane = DetailPane()
        self.pane_button = icon_button("pane", "明细（回车打开）", self.open_pane)
        self.tables = QStackedWidget()
        for view in (self.rows, self.figures):
            self.tables.addWidget(view)
            view.opened.connect(self.open_pane)
            view.left.connect(self.close_pane)
            view.selectionModel().currentChanged.connect(self._show_line)
        self.row_actions = RowActions(desk, self.rows, self.open_pane)
        self.segments.picked.connect(self._show_table)
        self.filter_bar.changed.connect(self._filter)
        self.pane.closed.connect(self.close_pane)
        self.pane.hide()
        self.filter_bar.entered.connect(self.take_focus)
        self.closed_told = wrapped("", "warning")
        self.closed_told.hide()
        self.nothing = EmptyPage(
            "没有符合条件的行", "换一个条件，或者清除筛选看全部。", "清除筛选", self._show_all
        )
        self.tables.addWidget(self.nothing)
        desk.changed.connect(self.refresh)
        desk.chosen.connect(self._forget_filter_lists)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.filter_bar.search.setFocus)
        self._lay_out()
        self._forget_filter_lists()
        self.refresh()

    def _lay_out(self) -> None:
        right = (self.count, self.columns, self.export_button, self.pane_button)
        self.tools = TableTools(right, (self.count, self.export_button))
        bar = row(self.segments, self.filter_bar, self.tools, gap=Gap.MEDIUM)
        bar.setStretch(1, 1)
        left = QVBoxLayout()
        left.setContentsMargins(Gap.PAGE, Gap.MEDIUM, Gap.PAGE, Gap.LARGE)
        left.setSpacing(Gap.MEDIUM)
        left.addLayout(bar)
        left.addWidget(self.closed_told)
        left.addWidget(self.tables, 1)
        self.left = QWidget()
        self.left.setLayout(left)
        whole = row(gap=0)
        whole.addWidget(self.left, 1)
        whole.addWidget(self.pane)
        self.setLayout(whole)

    @property
    def table(self) -> AnswerView:
        """The table in sight."""
        return self.figures if self._figures else self.rows

    def take_focus(self) -> None:
        """To the table, from wherever the keyboard is."""
        (self.table if self.table.answers.shown else self.nothing.step).setFocus()

    def _show_all(self) -> None:
        self.filter_bar.clear()
        self.table.setFocus()

    def refresh(self) -> None:
        """Take over what was read anew."""
        for view in (self.rows, self.figures):
            view.answers.refresh()
        told = self.desk.closed_told
        more = f"\n另有{len(told) - MOST_TOLD}行，见“报告”页。" if len(told) > MOST_TOLD else ""
        self.closed_told.setText("\n".join(told[:MOST_TOLD]) + more)
        self.closed_told.setVisible(bool(told))
        self._count()
        self._show_line(self.table.currentIndex())

    def open_pane(self) -> None:
        """Show the row in full beside the table; where there is no room for both, in its place."""
        self._fit_pane(True)
        self.pane_button.hide()
        self._show_line(self.table.currentIndex())

    def close_pane(self) -> None:
        """Give the table the whole width."""
        if self.pane.isHidden():
            return
        self._fit_pane(False)
        self.pane_button.show()
        self.table.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wider, the table comes back beside the pane."""
        super().resizeEvent(event)
        self._fit_pane(not self.pane.isHidden())

    def _fit_pane(self, is_open: bool) -> None:
        """One goes before the other comes: both at once could make the window wider."""
        alone = is_open and self.width() < look.PANE_BESIDE
        self.pane.take_width(alone)
        if alone:
            self.left.hide()
            self.pane.show()
            self.pane.take_focus()
        else:
            self.pane.setVisible(is_open)
            self.left.show()

    def _show_table(self, place: int) -> None:
        self._figures = place == 1
        self.filter_bar.for_rows(place == 0)
        self.columns.show_columns_of(self.table.answers)
        self._count()
        self._show_line(self.table.currentIndex())

    def _filter(self, wanted: Filter) -> None:
        for view in (self.rows, self.figures):
            view.answers.set_filter(wanted)
        self._count()
        self._show_line(self.table.currentIndex())

    def _forget_filter_lists(self) -> None:
        self.filter_bar.offer(self.desk.view)
        self._filter(self.filter_bar.wanted)

    def _count(self) -> None:
        lines = [line for line in self.table.answers.shown if not isinstance(line, SectionLine)]
        items = {item_id(line) for line in lines}
        self.tables.setCurrentWidget(self.table if lines or not self.filter_bar.is_set else self.nothing)
        self.count.setText(f"{len(items)}{'行' if self.table is self.rows else '项'} {len(lines)}条")

    def _show_line(self, index: QModelIndex, _before: QModelIndex | None = None) -> None:
        if not self.pane.isVisible():
            return
        line = index.data(LINE_ROLE) if index.isValid() else None
        shown: Line | None = None if isinstance(line, SectionLine) else line
        self.pane.show_line(shown, self.desk.view)

    def export_seen(self) -> None:
        """导出当前所见."""
        name = self.desk.view.plan.annex_name if self.desk.view and not self._figures else "指标数据"
        shown = seen.seen_of(self.table, name or "配档表", self._wanted_here(), self.desk)
        asked = seen.export(self, self.desk, shown, lambda: self.export_button.setEnabled(True))
        self.export_button.setEnabled(not asked)

    def _wanted_here(self) -> Filter:
        """What is wanted of the table in sight: sections and states are asked of rows only."""
        wanted = self.filter_bar.wanted
        return replace(wanted, section="", status=None) if self._figures else wanted

    def open_pane_if_wide(self, width: int) -> None:
        """On a wide window the pane is open from the start."""
        if width >= look.WIDE_WINDOW:
            self.open_pane()
