"""What tests do at the window again and again: find a cell, type into it, look into the store from outside."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from peidang.app.month import schedule
from peidang.app.store import stores
from peidang.app.views import ScheduleLine
from peidang.desktop.answer_view import AnswerView
from peidang.desktop.lines import SectionLine
from peidang.domain.labels import FIELD_WORDS, Field
from tests.desktop.conftest import NOW

Key = Qt.Key


def cell(view: AnswerView, row: int, field: Field, unit: str = "") -> QModelIndex:
    """The cell of a row (by 序号, or the line of one of its units) in an answer's column."""
    heads = [column.head for column in view.answers.columns]
    for place, line in enumerate(view.answers.shown):
        if isinstance(line, ScheduleLine) and line.row.serial == row and unit in ("", line.unit.name):
            return view.answers.index(place, heads.index(FIELD_WORDS[field]))
    raise LookupError(row)


def go_to(view: AnswerView, index: QModelIndex) -> None:
    """A plain click on a cell: it alone is marked, whatever keys the last test key left behind."""
    model = view.selectionModel()
    model.setCurrentIndex(index, model.SelectionFlag.ClearAndSelect)
    view.scrollTo(index)


def open_editor(view: AnswerView, index: QModelIndex) -> QWidget:
    """Enter on a cell opens its editor."""
    view.setFocus()
    go_to(view, index)
    QTest.keyClick(view, Key.Key_Return)
    editor = view.indexWidget(index) or view.viewport().focusWidget() or QApplication.focusWidget()
    assert editor is not None
    assert editor is not view
    return editor


def type_into(view: AnswerView, index: QModelIndex, text: str) -> None:
    """Type an answer over the old one, and Enter."""
    editor = open_editor(view, index)
    QTest.keyClick(editor, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Key.Key_Return)


def stored(path: Path, row: int, field: Field, unit: str = "") -> str:
    """What an answer is in the store, read through a connection of its own."""
    with stores.open_store(path) as store:
        plan = stores.pick_plan(store)
        period = stores.pick_period(store, plan.id)
        view = schedule.schedule_view(store, plan.id, period.id, NOW.date())
        return next(
            line.entry.value(field)
            for line in view.lines
            if line.row.serial == row and unit in ("", line.unit.name)
        )


def shown_rows(view: AnswerView) -> list[int]:
    """The numbers of the rows in sight, each once."""
    lines = [line for line in view.answers.shown if not isinstance(line, SectionLine)]
    return list(dict.fromkeys(line.row.serial for line in lines if isinstance(line, ScheduleLine)))
