"""开启报告期: which month, and by when the units answer."""

from datetime import date

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QComboBox, QDateEdit, QDialog, QFormLayout, QVBoxLayout, QWidget

from peidang.desktop.controls import button, row
from peidang.desktop.desk import Desk
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label
from peidang.domain.periods import Span, default_due, parse_span

MONTHS_OFFERED = 6


class MonthDialog(QDialog):
    """Asks for a reporting period and its due."""

    def __init__(self, offered: list[Span], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("开启报告期")
        self.span = QComboBox()
        for span in offered:
            self.span.addItem(span.label, span)
        self.due = QDateEdit()
        self.due.setCalendarPopup(True)
        self.due.setDisplayFormat("yyyy年M月d日")
        self.span.currentIndexChanged.connect(self._propose)
        self._propose()
        form = QFormLayout()
        form.setHorizontalSpacing(Gap.LARGE)
        form.setVerticalSpacing(Gap.MEDIUM)
        form.addRow("报告期", self.span)
        form.addRow("截止日期", self.due)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Gap.PAGE, Gap.PAGE, Gap.PAGE, Gap.PAGE)
        whole.setSpacing(Gap.PAGE)
        whole.addWidget(label("开启报告期", "head"))
        whole.addLayout(form)
        whole.addLayout(row(None, button("不开启", self.reject), button("开启", self.accept, "next")))

    def _propose(self) -> None:
        due = default_due(self.chosen)
        self.due.setDate(QDate(due.year, due.month, due.day))

    @property
    def chosen(self) -> Span:
        """The period chosen."""
        span = self.span.currentData()
        assert isinstance(span, Span)
        return span

    @property
    def chosen_due(self) -> date:
        """The due chosen."""
        due = self.due.date()
        return date(due.year(), due.month(), due.day())


def offered_spans(known: list[Span], today: date) -> list[Span]:
    """What can be opened: first the month after the newest one (this month, when there is none), then others near it."""
    first = _number(max(known).end) + 1 if known else _number(today)
    near = [first, *range(max(first, _number(today)), first - MONTHS_OFFERED, -1)]
    spans = [parse_span(f"{number // 12}-{number % 12 + 1:02d}") for number in dict.fromkeys(near)]
    return [span for span in spans if span not in known]


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def ask_month(parent: QWidget, desk: Desk) -> tuple[str, date] | None:
    """Ask; None when the user leaves it."""
    spans = offered_spans([period.span for period in desk.periods()], desk.today)
    dialog = MonthDialog(spans, parent)
    taken = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return (dialog.chosen.key, dialog.chosen_due) if taken else None
