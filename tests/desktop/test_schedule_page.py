"""The table of the month: what is seen, and that what is typed is kept before its editor closes."""

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from peidang.app.month import entering, months
from peidang.app.papers import reporting
from peidang.desktop import look
from peidang.desktop.answer_view import AnswerView
from peidang.desktop.desk import Desk
from peidang.desktop.editors import LineEditor, StatusEditor, TextEditor
from peidang.desktop.frame import Frame
from peidang.desktop.lines import SectionLine
from peidang.domain.labels import Field, Light, Status
from tests.app.plan_texts import BUREAUS, SHARED_BY_THREE
from tests.desktop.office_hands import cell, go_to, open_editor, shown_rows, stored, type_into

pytestmark = pytest.mark.needs_qt
Key, Modifier = Qt.Key, Qt.KeyboardModifier


@pytest.fixture
def table(frame: Frame) -> AnswerView:
    return frame.schedule.rows


def test_both_models_are_sound(frame: Frame, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(frame.schedule.rows.answers)
    qtmodeltester.check(frame.schedule.figures.answers)


def test_the_models_stay_sound_while_they_change(frame: Frame, table: AnswerView, desk: Desk) -> None:
    testers = [
        QAbstractItemModelTester(view.answers, QAbstractItemModelTester.FailureReportingMode.Fatal)
        for view in (frame.schedule.rows, frame.schedule.figures)
    ]
    frame.schedule.filter_bar.search.setText("烘干")
    type_into(table, cell(table, 2, Field.PROGRESS), "abc")
    frame.schedule.filter_bar.search.clear()
    desk.undo()
    assert testers


def test_a_row_stands_once_for_each_unit_that_reports_it(table: AnswerView) -> None:
    lines = [line for line in table.answers.shown if not isinstance(line, SectionLine)]
    assert shown_rows(table) == list(range(1, 61))
    assert len([line for line in lines if line.row.serial == SHARED_BY_THREE]) == 3
    first = cell(table, SHARED_BY_THREE, Field.STATUS).row()
    for column in (0, 2, 3, 4):
        assert table.rowSpan(first, column) == 3
        assert table.frozen.rowSpan(first, column) == 3
    assert table.rowSpan(first, 5) == 1


def test_the_columns_are_those_of_the_annex_and_the_answers(table: AnswerView) -> None:
    heads = [
        table.answers.headerData(n, Qt.Orientation.Horizontal) for n in range(table.answers.columnCount())
    ]
    assert heads == [
        *("序号", "主要任务", "推进措施及目标", "牵头单位", "责任单位", "报送单位", "亮灯"),
        *("完成状态", "进展情况", "存在问题", "下一步打算", "完成时限", "责任人"),
    ]


def test_a_section_line_stands_above_its_rows_and_counts_them(table: AnswerView) -> None:
    sections = [line for line in table.answers.shown if isinstance(line, SectionLine)]
    assert [line.rows for line in sections] == [20, 20, 20]
    assert all(sum(count for _, count in line.lights) == line.rows for line in sections)
    assert table.columnSpan(0, 0) == 3


def test_the_frozen_columns_stay_while_the_others_are_scrolled(table: AnswerView) -> None:
    last = table.answers.columnCount() - 1
    go_to(table, table.answers.index(1, last))
    assert table.horizontalScrollBar().value() > 0
    go_to(table, table.answers.index(1, 3))
    assert table.visualRect(table.answers.index(1, 3)).left() >= table.frozen_width
    assert table.frozen.horizontalScrollBar().value() == 0
    assert table.frozen.isVisible()


def test_both_halves_of_the_table_have_rows_of_the_same_height(table: AnswerView) -> None:
    heights = [table.rowHeight(row) for row in range(table.answers.rowCount())]
    assert heights == [table.frozen.rowHeight(row) for row in range(table.answers.rowCount())]
    assert max(heights) <= 2 * look.CELL_TOP + look.MOST_LINES * table.fontMetrics().lineSpacing() + 1
    assert min(heights) == look.SECTION_ROW


def test_an_answer_is_in_the_store_when_its_editor_closes(table: AnswerView, store_path: Path) -> None:
    seen: list[str] = []
    table.itemDelegate().closeEditor.connect(lambda *_: seen.append(stored(store_path, 3, Field.PROGRESS)))
    type_into(table, cell(table, 3, Field.PROGRESS), "built 2")
    assert seen == ["built 2"]


def test_leaving_the_editor_saves_and_escape_does_not(table: AnswerView, store_path: Path) -> None:
    editor = open_editor(table, cell(table, 4, Field.PROBLEMS))
    QTest.keyClicks(editor, "money")
    table.setFocus()
    assert stored(store_path, 4, Field.PROBLEMS) == "money"
    editor = open_editor(table, cell(table, 5, Field.PROBLEMS))
    QTest.keyClicks(editor, "nothing")
    QTest.keyClick(editor, Key.Key_Escape)
    assert stored(store_path, 5, Field.PROBLEMS) == ""


def test_enter_goes_down_and_tab_goes_on(table: AnswerView) -> None:
    type_into(table, cell(table, 2, Field.PROGRESS), "a")
    assert table.currentIndex() == cell(table, 3, Field.PROGRESS)
    editor = open_editor(table, table.currentIndex())
    QTest.keyClick(editor, Key.Key_Tab)
    assert table.currentIndex() == cell(table, 3, Field.PROBLEMS)


def test_a_new_line_is_typed_with_alt_and_enter(table: AnswerView, store_path: Path) -> None:
    editor = open_editor(table, cell(table, 3, Field.NEXT_STEPS))
    QTest.keyClicks(editor, "one")
    QTest.keyClick(editor, Key.Key_Return, Modifier.AltModifier)
    QTest.keyClicks(editor, "two")
    QTest.keyClick(editor, Key.Key_Return)
    assert stored(store_path, 3, Field.NEXT_STEPS) == "one\ntwo"


def test_nothing_is_saved_while_a_word_is_being_composed(table: AnswerView, store_path: Path) -> None:
    editor = open_editor(table, cell(table, 6, Field.PROGRESS))
    assert isinstance(editor, TextEditor)
    QApplication.sendEvent(editor, QInputMethodEvent("liangku", []))
    QTest.keyClick(editor, Key.Key_Return)
    assert editor.isVisible()
    assert stored(store_path, 6, Field.PROGRESS) == ""
    finished = QInputMethodEvent()
    finished.setCommitString("粮库")
    QApplication.sendEvent(editor, finished)
    QTest.keyClick(editor, Key.Key_Return)
    assert stored(store_path, 6, Field.PROGRESS) == "粮库"


def test_the_state_is_chosen_from_its_list(table: AnswerView, store_path: Path) -> None:
    index = cell(table, 8, Field.STATUS)
    go_to(table, index)
    table.edit(index)
    editor = table.indexWidget(index) or table.viewport().findChild(StatusEditor)
    assert isinstance(editor, StatusEditor)
    assert [editor.itemText(n) for n in range(1, editor.count())] == [one.value for one in Status]
    editor.setCurrentIndex(editor.findData(Status.DONE.value))
    editor.activated.emit(editor.currentIndex())
    assert stored(store_path, 8, Field.STATUS) == Status.DONE.value


def test_one_step_back_and_forth(frame: Frame, table: AnswerView, store_path: Path) -> None:
    type_into(table, cell(table, 3, Field.PROGRESS), "first")
    type_into(table, cell(table, 3, Field.PROGRESS), "second")
    QTest.keyClick(frame, Key.Key_Z, Modifier.ControlModifier)
    assert stored(store_path, 3, Field.PROGRESS) == "first"
    QTest.keyClick(frame, Key.Key_Z, Modifier.ControlModifier)
    assert stored(store_path, 3, Field.PROGRESS) == ""
    QTest.keyClick(frame, Key.Key_Y, Modifier.ControlModifier)
    assert stored(store_path, 3, Field.PROGRESS) == "first"
    assert cell(table, 3, Field.PROGRESS).data() == "first"


def test_a_unit_whose_only_answer_was_taken_back_has_not_reported(table: AnswerView, desk: Desk) -> None:
    before = desk.view
    type_into(table, cell(table, 3, Field.PROGRESS), "first")
    desk.undo()
    assert before is not None
    assert desk.view is not None
    assert desk.view.receipts == before.receipts


def test_typing_the_same_again_is_no_edit(table: AnswerView, desk: Desk) -> None:
    type_into(table, cell(table, 3, Field.PROGRESS), "same")
    type_into(table, cell(table, 3, Field.PROGRESS), "same")
    assert desk.undo_stack.count() == 1


def test_a_block_goes_to_excel_and_comes_back(table: AnswerView, desk: Desk, store_path: Path) -> None:
    type_into(table, cell(table, 2, Field.PROGRESS), "p2")
    type_into(table, cell(table, 3, Field.PROBLEMS), 'say "no"')
    table.selectionModel().clear()
    for place in (cell(table, 2, Field.PROGRESS), cell(table, 3, Field.PROBLEMS)):
        table.selectionModel().select(place, table.selectionModel().SelectionFlag.Select)
    QTest.keyClick(table, Key.Key_C, Modifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == 'p2\t\r\n\t"say ""no"""\r\n'
    go_to(table, cell(table, 5, Field.PROGRESS))
    QTest.keyClick(table, Key.Key_V, Modifier.ControlModifier)
    assert stored(store_path, 5, Field.PROGRESS) == "p2"
    assert stored(store_path, 6, Field.PROBLEMS) == 'say "no"'
    desk.undo()
    assert stored(store_path, 5, Field.PROGRESS) == stored(store_path, 6, Field.PROBLEMS) == ""
    assert stored(store_path, 2, Field.PROGRESS) == "p2"


def test_pasting_passes_over_section_lines_and_leaves_what_is_no_answer(
    table: AnswerView, desk: Desk, store_path: Path
) -> None:
    said: list[str] = []
    desk.said.connect(lambda words, _undoable: said.append(words))
    QGuiApplication.clipboard().setText("县水利局\t滞后\t正常推进\r\n县水利局\t滞后\t已完成\r\n")
    place = cell(table, 20, Field.STATUS)
    go_to(table, place.siblingAtColumn(place.column() - 2))
    QTest.keyClick(table, Key.Key_V, Modifier.ControlModifier)
    assert stored(store_path, 20, Field.STATUS) == "正常推进"
    assert stored(store_path, 21, Field.STATUS) == "已完成"
    assert said[-1] == "已粘贴2格，另有4格不能填写，没有动"


def test_one_cell_pasted_fills_all_that_is_marked_and_delete_empties(
    table: AnswerView, store_path: Path
) -> None:
    QGuiApplication.clipboard().setText("正常推进")
    rows = (9, 10, 11)
    for row in rows:
        index = cell(table, row, Field.STATUS)
        table.selectionModel().select(index, table.selectionModel().SelectionFlag.Select)
    QTest.keyClick(table, Key.Key_V, Modifier.ControlModifier)
    assert {stored(store_path, row, Field.STATUS) for row in rows} == {"正常推进"}
    QTest.keyClick(table, Key.Key_Delete)
    assert {stored(store_path, row, Field.STATUS) for row in rows} == {""}


def test_the_table_is_searched_by_text_and_by_first_letters(frame: Frame, table: AnswerView) -> None:
    search = frame.schedule.filter_bar.search
    search.setText("烘干中心")
    assert shown_rows(table)
    assert 1 not in shown_rows(table)
    search.setText("xslj")
    assert {line.unit.name for line in table.answers.shown if not isinstance(line, SectionLine)}
    assert all(
        "县水利局" in (line.unit.name, *line.lead_names, *line.responsible_names)
        for line in table.answers.shown
        if not isinstance(line, SectionLine)
    )
    search.setText("nothing like it")
    assert table.answers.rowCount() == 0


def test_the_table_shows_what_is_chosen(frame: Frame, table: AnswerView, desk: Desk) -> None:
    bar = frame.schedule.filter_bar
    type_into(table, cell(table, 3, Field.STATUS), "")
    unit = next(line.unit for line in table.answers.shown if not isinstance(line, SectionLine))
    bar.unit.choose(unit.id)
    assert {line.unit.id for line in table.answers.shown if not isinstance(line, SectionLine)} == {unit.id}
    bar.unit.choose(None)
    section = desk.view.lines[-1].row.section if desk.view else ""
    bar.section.choose(section)
    assert shown_rows(table) == list(range(41, 61))
    bar.section.choose(None)
    bar.light.choose(Light.DONE)
    assert shown_rows(table) == []
    bar.light.choose(None)
    bar.status.choose("")
    assert shown_rows(table) == list(range(1, 61))
    bar.only_findings.setChecked(True)
    assert all(line.findings for line in table.answers.shown if not isinstance(line, SectionLine))


def test_a_row_edited_out_of_the_filter_stays_in_sight(frame: Frame, table: AnswerView) -> None:
    frame.schedule.filter_bar.status.choose("")
    go_to(table, cell(table, 12, Field.STATUS))
    assert table.answers.setData(cell(table, 12, Field.STATUS), "正常推进")
    assert 12 in shown_rows(table)


def test_another_month_shows_its_own_answers_and_the_month_before(
    frame: Frame, table: AnswerView, desk: Desk
) -> None:
    type_into(table, cell(table, 3, Field.NEXT_STEPS), "promise")
    november = months.open_month(desk.store, desk.plan_id or "", "2025-11")
    desk.choose_period(november.id)
    assert cell(table, 3, Field.NEXT_STEPS).data() == ""
    go_to(table, cell(table, 3, Field.PROGRESS))
    frame.schedule.open_pane()
    told = [label.text() for label in frame.schedule.pane.findChildren(type(frame.schedule.count))]
    assert "promise" in told
    frame.top_bar.step(-1)
    assert cell(table, 3, Field.NEXT_STEPS).data() == "promise"


def test_an_issued_month_cannot_be_edited(table: AnswerView, desk: Desk, tmp_path: Path) -> None:
    assert desk.plan_id
    assert desk.period_id
    reporting.issue(desk.store, desk.plan_id, desk.period_id, tmp_path / "印发", desk.today)
    desk.reload()
    index = cell(table, 3, Field.PROGRESS)
    assert not index.flags() & Qt.ItemFlag.ItemIsEditable
    assert not table.answers.setData(index, "late")


def test_a_refused_answer_keeps_its_editor_and_says_why(
    frame: Frame, table: AnswerView, desk: Desk, tmp_path: Path
) -> None:
    editor = open_editor(table, cell(table, 3, Field.PROGRESS))
    QTest.keyClicks(editor, "late")
    reporting.issue(desk.store, desk.plan_id or "", desk.period_id or "", tmp_path / "印发", desk.today)
    QTest.keyClick(editor, Key.Key_Return)
    assert editor.isVisible()
    assert frame.notice.isVisible()
    assert "已印发" in frame.notice.words.text()


def test_a_finding_is_told_by_hover_and_no_text_becomes_markup(table: AnswerView, desk: Desk) -> None:
    index = cell(table, 3, Field.PROGRESS)
    entering.enter(
        desk.store,
        desk.period_id or "",
        table.answers.shown[index.row()].unit.id,  # type: ignore[union-attr]
        {(table.answers.shown[index.row()].row.id, Field.PROGRESS): "<b>bold</b>" * 5},  # type: ignore[union-attr]
    )
    desk.reload()
    assert "&lt;b&gt;bold" in index.data(Qt.ItemDataRole.ToolTipRole)
    missing = cell(table, 3, Field.STATUS).data(Qt.ItemDataRole.ToolTipRole)
    assert missing.count("必须改") == 1


def test_figures_are_typed_in_the_other_table(frame: Frame, desk: Desk, qtbot: QtBot) -> None:
    frame.schedule.segments.choose(1)
    figures = frame.schedule.figures
    heads = [column.head for column in figures.answers.columns]
    index = figures.answers.index(0, heads.index("累计数"))
    assert index.flags() & Qt.ItemFlag.ItemIsEditable
    editor = open_editor(figures, index)
    assert isinstance(editor, LineEditor)
    QTest.keyClicks(editor, "1,234.50")
    QTest.keyClick(editor, Key.Key_Return)
    assert index.data() == "1234.5"
    assert desk.view is not None
    assert desk.view.indicators[0].reading.cumulative == "1234.5"


def test_everything_is_reached_by_keys(frame: Frame, table: AnswerView) -> None:
    QTest.keyClick(frame, Key.Key_F, Modifier.ControlModifier)
    assert frame.schedule.filter_bar.search.hasFocus()
    table.setFocus()
    go_to(table, table.answers.index(1, 2))
    QTest.keyClick(table, Key.Key_Return)
    assert frame.schedule.pane.isVisible()
    QTest.keyClick(frame, Key.Key_2, Modifier.ControlModifier)
    assert frame.pages.currentWidget() is frame.exchange


def test_the_units_of_the_plan_can_be_chosen_from(frame: Frame) -> None:
    words = [action.text() for action in frame.schedule.filter_bar.unit.menu().actions()]
    assert words[0] == "全部单位"
    assert set(words[1:]) <= set(BUREAUS)


def test_hovering_shows_the_whole_text(table: AnswerView) -> None:
    rect = table.frozen.visualRect(table.answers.index(1, 2))
    event = QHelpEvent(QEvent.Type.ToolTip, rect.center(), table.frozen.viewport().mapToGlobal(rect.center()))
    assert QApplication.sendEvent(table.frozen.viewport(), event)


def test_on_a_narrow_window_the_detail_stands_in_the_tables_place_and_escape_brings_it_back(
    frame: Frame, table: AnswerView
) -> None:
    frame.resize(*look.SMALLEST_WINDOW)
    QApplication.processEvents()
    frame.schedule.open_pane()
    assert not table.isVisible()
    assert frame.schedule.pane.width() == frame.schedule.width()
    QTest.keyClick(frame.focusWidget() or frame, Key.Key_Escape)
    assert frame.schedule.pane.isHidden()
    assert table.isVisible()
    frame.schedule.open_pane()
    frame.resize(*look.WINDOW_SIZE)
    QApplication.processEvents()
    assert table.isVisible()
    assert frame.schedule.pane.width() == look.PANE_WIDTH
