"""核对方案 at the window: from the document to the plan, with every edit in between; nothing is kept before 确认."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from peidang.app.month import showing
from peidang.app.plan import review as edits
from peidang.app.plan import reviewing
from peidang.app.plan.shown_text import shown_text
from peidang.app.store import stores
from peidang.desktop import look
from peidang.desktop.document_view import DocumentView
from peidang.desktop.main_window import MainWindow
from peidang.desktop.review_page import ROWS, TARGETS, UNITS, ReviewPage
from peidang.desktop.review_table import ReviewTable
from peidang.files.document import Cell, Document, Paragraph, Table
from tests.app.plan.test_reviewing import SLIP, doubtful_plan, number_of
from tests.app.plan_texts import BUREAUS, OWN_UNIT, water_plan, write_plan

pytestmark = pytest.mark.needs_qt
LONG = 120_000


@pytest.fixture
def page(dressed: QApplication, tmp_path: Path, qtbot: QtBot) -> ReviewPage:
    """The page on a plan with doubts, shown."""
    made = ReviewPage(reviewing.start_review(write_plan(tmp_path, doubtful_plan())), OWN_UNIT)
    qtbot.addWidget(made)
    made.resize(*look.WINDOW_SIZE)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.doubts.current == 0)
    return made


@pytest.fixture
def window(dressed: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The real window on its first page; whatever is asked about leaving is answered yes."""
    made = MainWindow()
    qtbot.addWidget(made)
    made.show()
    yield made
    monkeypatch.setattr("peidang.desktop.review_page.ask_to_discard", lambda _parent: True)
    made.close()


def marked_text(view: DocumentView) -> list[str]:
    """What is marked in the document."""
    return [one.cursor.selectedText() for one in view.extraSelections()]  # type: ignore[attr-defined]


def press(page: ReviewPage, number: int, words: str) -> None:
    """Press one of a doubt's buttons."""
    QApplication.processEvents()
    card = page.doubts.cards[number]
    button = next(one for one in card.findChildren(QPushButton) if one.text() == words and one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def type_over(table: ReviewTable, key: int | str, head: str, text: str) -> QWidget:
    """Enter on a cell, type over what stands there, Enter."""
    heads = [column.head for column in table.lines.columns]
    table.setFocus()
    table.go_to(key)
    table.setCurrentIndex(table.lines.index(table.lines.place_of(key), heads.index(head)))
    QTest.keyClick(table, Qt.Key.Key_Return)
    editor = QApplication.focusWidget()
    assert editor is not None
    assert editor is not table
    QTest.keyClick(editor, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    return editor


def test_the_doubts_are_counted_and_the_first_one_is_shown_in_the_document(page: ReviewPage) -> None:
    assert page.doubt_head.text() == f"存疑{len(page.review.document.doubts)}处"
    first = reviewing.doubts_of(page.review)[0]
    assert marked_text(page.document) == [first.doubt.quote]
    marks = page.document.extraSelections()
    top = page.document.cursorRect(marks[0].cursor).top()  # type: ignore[attr-defined]
    assert 0 <= top < page.document.viewport().height()


def test_a_doubt_is_settled_by_one_click_and_opened_again(page: ReviewPage) -> None:
    number = number_of(page.review, "unit-typo")
    before = page.review
    press(page, number, f"合并为“{OWN_UNIT}”")
    assert page.review.names == {SLIP: OWN_UNIT}
    card = page.doubts.cards[number]
    assert card.mark_label.text() == "✓"
    assert card.sentence.property("role") == "second"
    assert page.doubt_count.text() == f"还有{len(page.doubts.cards) - 1}处未核对"
    press(page, number, "重新核对")
    assert page.review == before
    assert card.mark_label.text() == str(number + 1)


def test_a_target_nobody_leads_is_given_to_a_unit_of_the_list(page: ReviewPage) -> None:
    number = number_of(page.review, "target-without-unit", "仓容")
    card = page.doubts.cards[number]
    chooser = card.findChild(QToolButton)
    assert chooser is not None
    menu = chooser.menu()
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == BUREAUS[2]).trigger()
    key = reviewing.doubts_of(page.review)[number].doubt.subject
    assert key is not None
    assert reviewing.reporter_words(page.review, int(key[1])) == BUREAUS[2]
    assert page.stack.currentIndex() == TARGETS
    assert page.tables[TARGETS].key == key[1]


def test_only_what_is_open_can_be_shown(page: ReviewPage) -> None:
    number = number_of(page.review, "unit-typo")
    press(page, number, "保留两个")
    page.doubts.choose(number + 1)
    page.open_only.setChecked(True)
    assert not page.doubts.cards[number].isVisible()
    assert page.doubts.cards[number + 1].isVisible()


def test_up_and_down_go_from_doubt_to_doubt(page: ReviewPage) -> None:
    QTest.keyClick(page.doubts.cards[0], Qt.Key.Key_Down)
    assert page.doubts.current == 1
    QTest.keyClick(page.doubts.cards[1], Qt.Key.Key_Up)
    assert page.doubts.current == 0


def test_in_a_small_window_nothing_runs_out_of_the_list(page: ReviewPage) -> None:
    page.resize(*look.SMALLEST_WINDOW)
    QApplication.processEvents()
    assert page.width() == look.SMALLEST_WINDOW[0]
    assert page.doubts.horizontalScrollBar().maximum() == 0
    sentence, choice = page.doubts.cards[0].sentence, page.doubts.cards[0].findChildren(QPushButton)[0]
    assert choice.y() > sentence.y()


def test_cells_are_edited_in_place_and_taken_back(page: ReviewPage, qtbot: QtBot) -> None:
    page.segments.choose(ROWS)
    before = page.review
    type_over(page.tables[ROWS], 4, "完成时限", "2027.3")
    assert page.review.row(4).due == "2027-03"
    assert page.done.text() == "已做：改第5行的完成时限"
    page.undo_button.click()
    assert page.review == before
    page.desk.redo()
    assert page.review.row(4).due == "2027-03"
    page.tables[ROWS].setFocus()
    QTest.keyClick(page.tables[ROWS], Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.review == before


def test_what_cannot_stand_in_a_cell_is_told_and_stays_in_its_editor(page: ReviewPage) -> None:
    page.segments.choose(ROWS)
    before = page.review
    editor = type_over(page.tables[ROWS], 4, "完成时限", "soon")
    assert page.review == before
    assert editor.isVisible()
    assert page.notice.words.text() == (
        "“soon”：完成时限请写成“2025年”“2025年6月”或“2025年6月30日”，不限定的留空。"
    )


def test_rows_are_added_and_left_out(page: ReviewPage) -> None:
    page.segments.choose(ROWS)
    page.add_button.click()
    assert page.count.text() == "61行"
    key = page.tables[ROWS].key
    assert isinstance(key, int)
    type_over(page.tables[ROWS], key, "主要任务", "task")
    assert page.review.row(key).task == "task"
    page.tables[ROWS].go_to(2)
    page.drop_button.click()
    assert page.count.text() == "60行"
    assert 2 not in [one.key for one in page.review.rows]


def test_targets_are_edited_and_moved_to_a_row(page: ReviewPage) -> None:
    page.segments.choose(TARGETS)
    table, model = page.tables[TARGETS], page.models[TARGETS]
    key = page.review.targets[0].key
    type_over(table, key, "目标", "12.5")
    heads = [column.head for column in model.columns]
    assert model.setData(model.index(0, heads.index("所属行")), "6")
    assert model.setData(model.index(0, heads.index("要求")), "左右")
    one = page.review.target(key)
    assert (one.target.value, one.target.relation, one.row) == ("12.5", "~", 6)
    assert model.index(0, heads.index("所属行")).data() == "第7行"
    table.go_to(key)
    QTest.keyClick(table, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert key not in [target.key for target in page.review.targets]


def test_a_unit_is_renamed_and_the_choice_of_own_unit_follows(page: ReviewPage) -> None:
    page.segments.choose(UNITS)
    type_over(page.tables[UNITS], OWN_UNIT, "登记名称", "GrainBureau")
    assert page.review.own_unit == "GrainBureau"
    assert page.own_unit.currentText() == "GrainBureau"
    assert not page.drop_button.isVisible()


def test_a_line_of_the_table_is_shown_in_the_document(page: ReviewPage) -> None:
    page.segments.choose(ROWS)
    table = page.tables[ROWS]
    table.setCurrentIndex(table.lines.index(20, 2))
    assert marked_text(page.document) == [page.review.row(20).measure]


def test_cells_in_doubt_are_told_apart(page: ReviewPage) -> None:
    marks = page.models[ROWS].read_marks()
    assert marks[1, "lead"] == ((0, len("县水利局")),)
    number = number_of(page.review, "annex-differs", "县水利局")
    page.desk.edit("", lambda review: reviewing.settle(review, number, reviewing.ANNEX))
    assert (1, "lead") not in page.models[ROWS].read_marks()


def test_the_models_keep_qts_rules_through_every_edit(page: ReviewPage) -> None:
    modes = QAbstractItemModelTester.FailureReportingMode
    testers = [QAbstractItemModelTester(model, modes.Fatal) for model in page.models]
    for change in (
        lambda review: edits.add_row(review)[0],
        lambda review: edits.drop_row(review, 3),
        lambda review: edits.drop_target(review, 0),
        lambda review: edits.set_row(review, 5, "lead", "县丁局"),
        lambda review: reviewing.name_unit(review, SLIP, OWN_UNIT),
    ):
        assert page.desk.edit("", change)
    while page.desk.undo_stack.canUndo():
        page.desk.undo()
    assert len(testers) == len(page.models)


def test_positions_hold_beyond_the_first_plane_and_in_merged_cells(
    dressed: QApplication, qtbot: QtBot
) -> None:
    grid = Table(
        (
            (Cell("𠮷野", columns=2), Cell("", covered=True)),
            (Cell("甲", rows=9), Cell("𠮷县乙局")),
        )
    )
    text = shown_text(Document((Paragraph("𠀀𠀁到期"), grid, Paragraph("末段"))))
    view = DocumentView(text)
    qtbot.addWidget(view)
    for wanted in ("到期", "野", "县乙局", "末段"):
        view.show_places(text.places(wanted))
        assert marked_text(view) == [wanted]


def test_a_dropped_document_is_reviewed_and_enters_a_store_only_when_confirmed(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = write_plan(tmp_path, doubtful_plan())
    store_path = tmp_path / "新库.peidang"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(store_path), ""))
    drop(window.welcome, document)
    qtbot.waitUntil(lambda: window.review is not None, timeout=LONG)
    page = window.review
    assert page is not None
    press(page, number_of(page.review, "unit-typo"), f"合并为“{OWN_UNIT}”")
    page.confirm_button.click()
    assert page.notice.words.text() == "请先选定或写明本单位是哪一家，再确认建立方案。"
    assert not store_path.exists()
    page.own_unit.setCurrentText(OWN_UNIT)
    page.confirm_button.click()
    qtbot.waitUntil(lambda: window.frame is not None, timeout=LONG)
    assert window.review is None
    assert window.frame is not None
    assert window.centralWidget().currentWidget() is window.frame  # type: ignore[attr-defined]
    with stores.open_store(store_path) as store:
        plan = showing.show(store)["plans"][0]
    assert plan["own_unit"] == OWN_UNIT
    assert SLIP not in plan["units"]


def drop(target: QWidget, path: Path) -> None:
    """Drop a file on a widget."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enter = QDragEnterEvent(QPoint(9, 9), *how)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(9, 9), *how))


def test_a_document_that_is_no_plan_is_told_on_the_first_page(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.open_plan(write_plan(tmp_path, "您好，会议改到下周三。\n", "便条.txt"))
    qtbot.waitUntil(window.welcome.notice.isVisible, timeout=LONG)
    assert "便条.txt" in window.welcome.notice.words.text()
    assert window.review is None


def test_leaving_asks_when_something_would_be_lost(
    window: MainWindow, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []
    answers = iter((False, False, True))
    monkeypatch.setattr(
        "peidang.desktop.review_page.ask_to_discard",
        lambda _parent: asked.append(True) or next(answers),  # type: ignore[func-returns-value]
    )
    review = reviewing.start_review(write_plan(tmp_path, water_plan()))
    window.show_review(review)
    assert window.review is not None
    window.review.leave_button.click()
    assert asked == [], "nothing was changed: nothing is asked"
    assert window.centralWidget().currentWidget() is window.welcome  # type: ignore[attr-defined]
    window.show_review(review)
    window.review.desk.edit("", lambda one: edits.set_row(one, 0, "task", "别的"))
    window.review.leave_button.click()
    assert window.review is not None
    window.close()
    assert window.isVisible()
    window.review.leave_button.click()
    assert len(asked) == 3
    assert window.centralWidget().currentWidget() is window.welcome  # type: ignore[attr-defined]


def test_a_second_document_of_the_store_knows_own_unit_and_is_refused_when_it_is_the_first_again(
    dressed: QApplication, store_path: Path, office_folder: Path, qtbot: QtBot
) -> None:
    window = MainWindow(store_path)
    qtbot.addWidget(window)
    window.show()
    with stores.open_store(store_path) as store:
        source = store.plans.document(stores.pick_plan(store).id, 1).document
        data = store.returns.bytes_of(str(source))
    again = store_path.parent / "又一份.txt"
    again.write_bytes(data)
    window.show_review(reviewing.start_review(again))
    page = window.review
    assert page is not None
    assert page.own_unit.currentText() == OWN_UNIT
    page.confirm_button.click()
    qtbot.waitUntil(page.notice.isVisible, timeout=LONG)
    assert "已经建过方案" in page.notice.words.text()
    assert page.confirm_button.isEnabled()
    window.close()


def test_a_document_without_doubts_leaves_the_room_to_its_table(
    dressed: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    page = ReviewPage(reviewing.start_review(write_plan(tmp_path, water_plan())))
    qtbot.addWidget(page)
    page.resize(*look.WINDOW_SIZE)
    page.show()
    assert page.review.document.doubts == ()
    assert page.doubt_head.text() == "存疑0处"
    assert page.doubts.nothing.isVisible()
    qtbot.waitUntil(lambda: page.stack.height() > look.WINDOW_SIZE[1] // 2, timeout=LONG)


def test_a_thousand_rows_are_shown_and_edited(dressed: QApplication, tmp_path: Path, qtbot: QtBot) -> None:
    lines = water_plan().split("\n")
    rows = [f"{n}\t任务{n}\t完成第{n}项改造。\t县水利局\t县财政局" for n in range(5, 1005)]
    page = ReviewPage(reviewing.start_review(write_plan(tmp_path, "\n".join([*lines, *rows]))))
    qtbot.addWidget(page)
    page.show()
    qtbot.waitExposed(page)
    page.desk.edit("", lambda one: edits.set_row(one, 500, "task", "别的"))
    assert page.models[ROWS].rowCount() == 1004
    assert page.review.row(500).task == "别的"
