"""What all dialogs of the window have alike: a head, a body, the two buttons, a line for what is still missing."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDateEdit, QDialog, QFormLayout, QVBoxLayout, QWidget

from peidang.desktop import look
from peidang.desktop.background import finish_all
from peidang.desktop.controls import button, row
from peidang.desktop.fields import ChoiceField, DayField
from peidang.desktop.look import Gap
from peidang.desktop.plain_text import label, wrapped
from peidang.desktop.report.asking import agreed


class OfficeDialog(QDialog):
    """A dialog with ``body`` to be filled. ``do`` is called by the next step; it closes when that returns True."""

    def __init__(
        self, title: str, step: str, leave: str = "取消", words: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(look.DIALOG_WIDTH)
        self.body = QVBoxLayout()
        self.body.setSpacing(Gap.MEDIUM)
        self.complaint = wrapped("", "warning")
        self.complaint.hide()
        self.step = button(step, self._go, "next")
        self.step.setDefault(True)
        self.leave = button(leave, self.reject)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(Gap.PAGE, Gap.PAGE, Gap.PAGE, Gap.PAGE)
        whole.setSpacing(Gap.MEDIUM)
        whole.addWidget(label(title, "head"))
        if words:
            whole.addWidget(wrapped(words, "second"))
        whole.addLayout(self.body, 1)
        whole.addWidget(self.complaint)
        whole.addSpacing(Gap.HAIR)
        whole.addLayout(row(None, self.leave, self.step))

    def showEvent(self, event: QShowEvent) -> None:
        """The keyboard begins with the body, and comes to the buttons after it."""
        super().showEvent(event)
        room = self.screen().availableSize() - look.DIALOG_FRAME
        self.resize(self.size().boundedTo(room))  # on a small screen the buttons stay in sight
        last = self.previousInFocusChain()
        if last is not None and last not in (self.leave, self.step):
            self.setTabOrder(last, self.leave)
            self.setTabOrder(self.leave, self.step)
        if self.focusWidget() in (None, self, self.leave, self.step):
            self._first_field().setFocus()

    def _first_field(self) -> QWidget:
        """Where the keyboard begins."""
        one = self.nextInFocusChain()
        while one is not None and one is not self:
            can = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled() and one.isVisibleTo(self)
            if can and one not in (self.leave, self.step):
                return one
            one = one.nextInFocusChain()
        return self.step

    def done(self, result: int) -> None:
        """What still runs for the dialog is waited for, and what it brings thrown away."""
        finish_all(self)
        super().done(result)

    def lost(self) -> str:
        """What leaving would lose, a sentence; '' when there is nothing to ask about."""
        return ""

    def reject(self) -> None:
        """取消, Esc or the window's cross: asked first where much was typed."""
        words = self.lost()
        if not words or agreed(self, self.windowTitle(), "不保存，关闭？", words, "关闭"):
            super().reject()

    def do(self) -> bool:
        """Carry out what the dialog is for. False keeps it open."""
        return True

    def complain(self, words: str) -> bool:
        """Say what is missing; returns False, for ``do``."""
        self.complaint.setText(words)
        self.complaint.show()
        return False

    def _go(self) -> None:
        self.complaint.hide()
        if self.do():
            self.accept()


def form_of(*fields: tuple[str, QWidget]) -> QFormLayout:
    """Words at the left, fields at the right."""
    form = QFormLayout()
    form.setHorizontalSpacing(Gap.LARGE)
    form.setVerticalSpacing(Gap.MEDIUM)
    form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
    for words, field in fields:
        field.setAccessibleName(words)
        form.addRow(words, field)
    return form


def day_edit(day: date) -> QDateEdit:
    """A field for a day, with a calendar."""
    made = DayField(QDate(day.year, day.month, day.day))
    made.setCalendarPopup(True)
    made.setDisplayFormat("yyyy年M月d日")
    return made


def day_of(field: QDateEdit) -> date:
    """The day chosen."""
    day = field.date()
    return date(day.year(), day.month(), day.day())


def choices(words: Sequence[str], editable: bool = False) -> ChoiceField:
    """A field that chooses one of these words, or with ``editable`` takes any."""
    made = ChoiceField()
    made.addItems(list(words))
    made.setEditable(editable)
    return made
