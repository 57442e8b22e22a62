"""开启报告期, 改期限: which month, by when the units answer, and the day after which they are 逾期."""

from datetime import date, timedelta

from PySide6.QtCore import QDate
from PySide6.QtWidgets import QDialog, QWidget

from peidang.app.month import dues
from peidang.desktop.desk import Desk
from peidang.desktop.dialogs import OfficeDialog, day_of, form_of
from peidang.desktop.fields import ChoiceField, DayField, TickBox
from peidang.desktop.plain_text import wrapped
from peidang.domain.periods import Period, Span, day_label, default_due, parse_span

MONTHS_OFFERED = 6
FINAL_DAYS = 3
"""How long after the due the final due is proposed."""


class DuesDialog(OfficeDialog):
    """截止, 最后期限, 遇节假日顺延. What is chosen stands in ``chosen_due`` and ``chosen_final``."""

    def __init__(
        self, title: str, step: str, leave: str, words: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(title, step, leave, words, parent)
        self.due, self.final = DayField(), DayField()
        for field in (self.due, self.final):
            field.setCalendarPopup(True)
            field.setDisplayFormat("yyyy年M月d日")
        self.has_final = TickBox("另定最后期限：过了截止先催报，过了最后期限才算逾期")
        self.shift = TickBox("遇周末、节假日顺延到下一个工作日")
        self.told = wrapped("", "second")
        self.told.setMinimumHeight(2 * self.told.fontMetrics().lineSpacing())
        self.final_row = form_of(("最后期限", self.final))
        self.has_final.toggled.connect(self._tell)
        self.shift.toggled.connect(self._tell)
        self.due.dateChanged.connect(self._tell)
        self.final.dateChanged.connect(self._tell)

    def lay_out_dues(self) -> None:
        """The fields of the dues, below whatever is there already."""
        self.body.addLayout(form_of(("截止日期", self.due)))
        self.body.addWidget(self.has_final)
        self.body.addLayout(self.final_row)
        self.body.addWidget(self.shift)
        self.body.addWidget(self.told)
        self._tell()

    def propose(self, due: date, final: date | None) -> None:
        """Begin with these days."""
        self.has_final.setChecked(final is not None)
        for field, day in ((self.due, due), (self.final, final or due + timedelta(days=FINAL_DAYS))):
            field.setDate(QDate(day.year, day.month, day.day))
        self._tell()

    @property
    def chosen_due(self) -> date:
        """The due chosen, moved where that is wanted."""
        return self._days()[0]

    @property
    def chosen_final(self) -> date | None:
        """The final due chosen, None for none."""
        return self._days()[1]

    def do(self) -> bool:
        """The final due cannot be before the due."""
        due, final, _ = self._days()
        if final is not None and final < due:
            return self.complain("最后期限不能早于截止日期。")
        return True

    def _days(self) -> tuple[date, date | None, bool]:
        due, final = day_of(self.due), day_of(self.final) if self.has_final.isChecked() else None
        return dues.on_working_days(due, final) if self.shift.isChecked() else (due, final, True)

    def _tell(self) -> None:
        """What the dues come to, when they are moved."""
        due, final, known = self._days()
        self.final_row.setRowVisible(0, self.has_final.isChecked())
        if not self.shift.isChecked():
            self.told.setText("")
            return
        said = f"截止{day_label(due, due)}" + (f"，最后期限{day_label(final, due)}" if final else "")
        unknown = "。当年放假安排还没有公布，先按周一至周五推算，公布后请再核对" if not known else ""
        self.told.setText(f"{said}{unknown}。")


class MonthDialog(DuesDialog):
    """Asks for a reporting period and its dues."""

    def __init__(self, offered: list[Span], parent: QWidget | None = None) -> None:
        super().__init__("开启报告期", "开启", "不开启", parent=parent)
        self.span = ChoiceField()
        for span in offered:
            self.span.addItem(span.label, span)
        self.span.currentIndexChanged.connect(self._propose)
        self.body.addLayout(form_of(("报告期　", self.span)))
        self.lay_out_dues()
        self._propose()

    def _propose(self) -> None:
        due = default_due(self.chosen)
        self.propose(due, due + timedelta(days=FINAL_DAYS) if self.has_final.isChecked() else None)

    @property
    def chosen(self) -> Span:
        """The period chosen."""
        span = self.span.currentData()
        assert isinstance(span, Span)
        return span


class ChangeDuesDialog(DuesDialog):
    """改期限 of a period that is open."""

    def __init__(self, desk: Desk, period: Period, parent: QWidget | None = None) -> None:
        words = "对所有单位；个别单位延期的，在“收发”里右键点单位。已经延期的单位不变。"
        super().__init__(f"改期限：{period.span.label}", "改期限", "不改", words, parent)
        self.desk, self.period = desk, period
        self.lay_out_dues()
        self.propose(period.due, period.final_due)

    def do(self) -> bool:
        """Set them."""
        if not super().do():
            return False
        due, final, before = self.chosen_due, self.chosen_final, self.period
        return self.desk.set(
            f"已改期限：{before.span.label}截止{day_label(due, self.desk.today)}",
            lambda store: dues.set_dues(store, before.id, due, final),
            lambda store: dues.set_dues(store, before.id, before.due, before.final_due),
        )


def offered_spans(known: list[Span], today: date) -> list[Span]:
    """What can be opened: first the month after the newest one (this month, when there is none), then others near it."""
    first = _number(max(known).end) + 1 if known else _number(today)
    near = [first, *range(max(first, _number(today)), first - MONTHS_OFFERED, -1)]
    spans = [parse_span(f"{number // 12}-{number % 12 + 1:02d}") for number in dict.fromkeys(near)]
    return [span for span in spans if span not in known]


def _number(day: date) -> int:
    return day.year * 12 + day.month - 1


def ask_month(parent: QWidget, desk: Desk) -> tuple[str, date, date | None] | None:
    """Ask; None when the user leaves it."""
    spans = offered_spans([period.span for period in desk.periods()], desk.today)
    dialog = MonthDialog(spans, parent)
    taken = dialog.exec() == QDialog.DialogCode.Accepted
    dialog.deleteLater()
    return (dialog.chosen.key, dialog.chosen_due, dialog.chosen_final) if taken else None


def change_dues(parent: QWidget, desk: Desk) -> None:
    """改期限 of the period shown."""
    if desk.period is None or not desk.writable:
        return
    dialog = ChangeDuesDialog(desk, desk.period, parent)
    dialog.exec()
    dialog.deleteLater()
