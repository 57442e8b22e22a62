"""Beside the table: one row in full. What it is to reach, what was promised and what was done, what the checks say."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from peidang.app.views import IndicatorLine, ScheduleLine, ScheduleView
from peidang.desktop import look
from peidang.desktop.controls import icon_button, row, rule
from peidang.desktop.lines import Line, item_id
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, wrapped
from peidang.domain.answers import Entry
from peidang.domain.labels import (
    GRADE_WORDS,
    LIGHT_SHAPES,
    LIGHT_WORDS,
    ROW_STATE_WORDS,
    Grade,
    Light,
    RowState,
)
from peidang.domain.plan import Target

NOTHING = "—"


class DetailPane(QWidget):
    """Shows a line of either table; can be closed."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "pane")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(look.PANE_WIDTH)
        self.head = label("", "head")
        top = row(self.head, None, icon_button("close", "关闭明细", self.closed.emit))
        top.setContentsMargins(Gap.LARGE, Gap.SMALL, Gap.SMALL, Gap.SMALL)
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.LINE_WIDTH, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(rule())
        whole.addWidget(self._scroll, 1)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        QShortcut(
            QKeySequence("Esc"), self, self.closed.emit, context=Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    def take_width(self, alone: bool) -> None:
        """As wide as beside a table, or all there is."""
        self.setMinimumWidth(0 if alone else look.PANE_WIDTH)
        self.setMaximumWidth(look.UNLIMITED if alone else look.PANE_WIDTH)

    def take_focus(self) -> None:
        """The keyboard scrolls; Esc closes."""
        self._scroll.setFocus()

    def show_line(self, line: Line | None, view: ScheduleView | None) -> None:
        """Show a line, or that none is chosen."""
        body = QWidget()
        body.setProperty("role", "flat")
        column = QVBoxLayout(body)
        column.setContentsMargins(Gap.LARGE, Gap.LARGE, Gap.LARGE, Gap.LARGE)
        column.setSpacing(Gap.SMALL)
        if line is None or view is None:
            self.head.setText("明细")
            column.addWidget(wrapped("在表中选一行，这里显示它的目标、上月打算与本月进展。", "second"))
        elif isinstance(line, ScheduleLine):
            self.head.setText(f"第{line.row.serial}行")
            _show_row(column, line, view)
        else:
            self.head.setText("指标")
            _show_indicator(column, line)
        column.addStretch(1)
        self._scroll.setWidget(body)


def _show_row(column: QVBoxLayout, line: ScheduleLine, view: ScheduleView) -> None:
    _head(column, line.unit.name, line.light)
    column.addWidget(wrapped(line.row.task, "body"))
    column.addWidget(wrapped(line.row.measure))
    if line.row.state is not RowState.OPEN:
        grounds = f"，{line.row.state_grounds}" if line.row.state_grounds else ""
        column.addWidget(wrapped(f"{ROW_STATE_WORDS[line.row.state]}{grounds}", "second"))
    _findings(column, line)
    indicators = [
        one for one in view.indicators if any(t.row_id == line.row.id for t in one.indicator.targets)
    ]
    seen: set[str] = set()
    if indicators:
        _title(column, "目标")
    for one in indicators:
        if one.indicator.id in seen:
            continue
        seen.add(one.indicator.id)
        _target(column, one)
    before = line.previous or Entry(line.row.id, line.unit.id)
    _title(column, "打算与进展")
    pair = QGridLayout()
    pair.setHorizontalSpacing(Gap.LARGE)
    pair.setVerticalSpacing(Gap.HAIR)
    for place, (head, text) in enumerate(
        (("上月下一步打算", before.next_steps), ("本月进展", line.entry.progress))
    ):
        pair.addWidget(label(head, "second"), 0, place)
        pair.addWidget(wrapped(text or NOTHING), 1, place, Qt.AlignmentFlag.AlignTop)
        pair.setColumnStretch(place, 1)
    column.addLayout(pair)
    for head, text in (
        ("存在问题", line.entry.problems),
        ("下一步打算", line.entry.next_steps),
        ("上月进展", before.progress),
    ):
        _part(column, head, text)


def _show_indicator(column: QVBoxLayout, line: IndicatorLine) -> None:
    _head(column, line.unit.name, line.light)
    column.addWidget(wrapped(line.indicator.name, "body"))
    _findings(column, line)
    _title(column, "目标")
    for target in line.indicator.targets:
        column.addWidget(wrapped(_quote(target), "second"))
    _target(column, line)
    previous = line.previous.cumulative if line.previous else ""
    _part(column, "上期累计", previous and previous + line.indicator.unit_of_measure)
    if line.indicator.definition:
        _part(column, "口径", line.indicator.definition)
    _part(column, "说明", line.reading.note)


def _quote(target: Target) -> str:
    return f"“{target.quote}”"


def _head(column: QVBoxLayout, unit: str, light: Light | None) -> None:
    name = label(unit, "second")
    if light is None:
        column.addWidget(name)
        return
    mark = label(f"{LIGHT_SHAPES[light]} {LIGHT_WORDS[light]}")
    mark.setStyleSheet(f"color: {look.colours_of(QApplication.palette()).lights[light]};")
    column.addLayout(row(name, None, mark))


def _title(column: QVBoxLayout, words: str) -> None:
    column.addSpacing(Gap.SMALL)
    column.addWidget(rule())
    column.addSpacing(Gap.HAIR)
    column.addWidget(label(words, "head"))


def _part(column: QVBoxLayout, head: str, text: str) -> None:
    column.addSpacing(Gap.SMALL)
    column.addWidget(label(head, "second"))
    column.addWidget(wrapped(text or NOTHING))


def _findings(column: QVBoxLayout, line: Line) -> None:
    for one in line.findings:
        if one.item_id == item_id(line):
            words = wrapped(f"{GRADE_WORDS[one.grade]}：{one.message}", "warning")
            if one.grade is Grade.EXPLAIN:
                colours = look.colours_of(QApplication.palette())
                words.setStyleSheet(f"color: {colours.grade(one.grade)};")
            column.addWidget(words)


def _target(column: QVBoxLayout, line: IndicatorLine) -> None:
    unit = line.indicator.unit_of_measure
    told = f"累计{line.reading.cumulative}{unit}" if line.reading.cumulative else "本月未报数"
    column.addWidget(wrapped(f"{line.indicator.name}  {line.target_text}"))
    column.addWidget(wrapped("，".join(part for part in (told, line.verdict) if part), "second"))
