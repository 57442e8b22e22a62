"""报告: the text is worded in place, undone, settled where its numbers moved; its pages follow."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from peidang.app.month import entering
from peidang.app.papers import draft_marks, drafting
from peidang.app.papers.drafting import ACCEPT, KEEP, REWRITE, DraftParagraph
from peidang.app.store import stores
from peidang.desktop import look
from peidang.desktop.desk import Desk
from peidang.desktop.frame import REPORT, Frame
from peidang.desktop.report.page import ReportPage
from peidang.desktop.report.paragraph import ParagraphView
from peidang.desktop.report.rich_text import markup
from peidang.domain.edits import State
from peidang.domain.labels import Field
from tests.desktop.conftest import NOW
from tests.desktop.office_hands import Key

pytestmark = pytest.mark.needs_qt
LONG = 120_000
UNITS = "overall.units"


@pytest.fixture
def page(frame: Frame, qtbot: QtBot) -> ReportPage:
    """The page 报告, its pages drawn."""
    frame.rail.choose(REPORT)
    qtbot.waitUntil(lambda: frame.report.job is None and frame.report.preview is not None, timeout=LONG)
    return frame.report


def view_of(page: ReportPage, place: str) -> ParagraphView:
    return next(view for view in page.text.views if view.paragraph.place == place)


def stored(path: Path, place: str) -> DraftParagraph:
    """A paragraph as another connection reads it."""
    with stores.open_store(path) as store:
        plan = stores.pick_plan(store)
        period = stores.pick_period(store, plan.id)
        made = drafting.draft(store, plan.id, period.id, NOW.date())
        return next(one for one in made.paragraphs if one.place == place)


def word(page: ReportPage, place: str, text: str) -> None:
    """A click on a paragraph, another text, Enter."""
    editor = page.text.edit(place)
    assert editor is not None
    editor.setPlainText(text)
    QTest.keyClick(editor, Key.Key_Return)


def report_one_more(desk: Desk, number: int = 0) -> None:
    """A unit that had said nothing answers everything it is asked for."""
    view = desk.view
    assert view is not None
    unit = view.receipts[1 + number].unit.id
    rows = {
        (line.row.id, field): text
        for line in view.lines
        if line.unit.id == unit
        for field, text in (
            (Field.STATUS, "正常推进"),
            (Field.PROGRESS, "已完成选址2处。"),
            (Field.NEXT_STEPS, "11月开工。"),
        )
    }
    figures = {
        (line.indicator.id, field): text
        for line in view.indicators
        if line.unit.id == unit
        for field, text in ((Field.CUMULATIVE, "5"), (Field.AS_OF, "2025-10-20"))
    }
    desk.act("报送", lambda store: entering.enter(store, desk.period_id or "", unit, {**rows, **figures}))


def test_the_whole_draft_is_shown_in_order_with_its_numbers_underlined(page: ReportPage) -> None:
    assert page.stands is not None
    shown = [view.paragraph for view in page.text.views]
    assert shown == list(page.stands.draft.paragraphs)
    assert shown[0].kind == "title"
    assert '<a href="units.asked"' in view_of(page, UNITS).label.text()


def test_enter_words_the_paragraph_the_keyboard_stands_on(page: ReportPage, store_path: Path) -> None:
    page.take_focus()
    QTest.keyClick(page.text, Key.Key_Down)
    QTest.keyClick(page.text, Key.Key_Down)
    QTest.keyClick(page.text, Key.Key_Return)
    view = page.text.views[2]
    assert view.editor is not None
    view.editor.setPlainText("现将情况通报如下。")
    QTest.keyClick(view.editor, Key.Key_Return)
    assert view.editor is None
    assert stored(store_path, "opening").text == "现将情况通报如下。"
    assert view_of(page, "opening").paragraph.state is State.SAME


def test_a_click_words_a_paragraph_and_leaving_the_editor_keeps_it(
    page: ReportPage, store_path: Path, qtbot: QtBot
) -> None:
    view = view_of(page, "opening")
    qtbot.mouseClick(view.label, Qt.MouseButton.LeftButton)
    assert view.editor is not None
    view.editor.setPlainText("一句话。")
    view.editor.close_with(True)
    assert stored(store_path, "opening").text == "一句话。"


def test_escape_leaves_the_paragraph_as_it_was(page: ReportPage, store_path: Path) -> None:
    before = stored(store_path, "opening").text
    editor = page.text.edit("opening")
    assert editor is not None
    editor.setPlainText("不要了")
    QTest.keyClick(editor, Key.Key_Escape)
    assert stored(store_path, "opening").text == before
    assert page.text.editor is None


def test_the_editor_grows_with_its_text_and_nothing_of_it_is_cut(page: ReportPage, qtbot: QtBot) -> None:
    editor = page.text.edit("opening")
    assert editor is not None
    before = editor.height()
    editor.setPlainText("很长的一句话，" * 200)
    view = view_of(page, "opening")
    qtbot.waitUntil(lambda: view.height() >= editor.y() + editor.height(), timeout=LONG)
    assert editor.height() > before
    assert editor.verticalScrollBar().maximum() == 0


def test_wording_is_undone_and_done_again(frame: Frame, page: ReportPage, store_path: Path) -> None:
    drafted = stored(store_path, "opening").text
    word(page, "opening", "第一稿。")
    word(page, "opening", "第二稿。")
    assert frame.status_bar.words.text() == "已改一段"
    frame.status_bar.undo.click()
    assert stored(store_path, "opening").text == "第一稿。"
    frame.desk.undo()
    assert (stored(store_path, "opening").text, stored(store_path, "opening").state) == (drafted, None)
    frame.desk.redo()
    assert stored(store_path, "opening").text == "第一稿。"
    assert view_of(page, "opening").paragraph.text == "第一稿。"


def test_an_emptied_paragraph_is_taken_out_and_can_be_brought_back(page: ReportPage) -> None:
    word(page, "next.keep_on", "")
    view = view_of(page, "next.keep_on")
    assert "已删去" in view.label.text()
    view.buttons[REWRITE].click()
    assert view_of(page, "next.keep_on").paragraph.state is None


@pytest.mark.parametrize(
    ("how", "said", "state"),
    [(ACCEPT, "已报2家", State.SAME), (KEEP, "已报1家", State.SAME), (REWRITE, "已报2家", None)],
)
def test_a_number_that_moved_is_marked_and_settled(
    page: ReportPage, desk: Desk, store_path: Path, how: str, said: str, state: State | None
) -> None:
    report_one_more(desk, 0)
    word(page, UNITS, stored(store_path, UNITS).text.replace("本期应报", "这个月应报"))
    report_one_more(desk, 1)
    view = view_of(page, UNITS)
    assert view.paragraph.state is State.MOVED
    assert "1</s>" in view.label.text()
    assert "2</span>" in view.label.text()
    page.next_button.click()
    assert page.text.views[page.text.current] is view
    view.buttons[how].click()
    settled = stored(store_path, UNITS)
    assert said in settled.text
    assert settled.state is state
    assert not page.next_button.isVisible()


def test_pages_are_those_of_the_worded_paper(page: ReportPage, qtbot: QtBot) -> None:
    first = page.preview
    word(page, "opening", "另一句话。")
    qtbot.waitUntil(lambda: page.job is None and page.preview is not first, timeout=LONG)
    assert page.preview is not None
    assert "共" in page.words.text()


def test_while_a_paragraph_is_being_worded_a_late_return_does_not_close_its_editor(
    page: ReportPage, desk: Desk
) -> None:
    editor = page.text.edit("opening")
    assert editor is not None
    editor.setPlainText("写了一半")
    report_one_more(desk)
    assert page.text.editor is editor
    assert editor.answer == "写了一半"
    QTest.keyClick(editor, Key.Key_Escape)
    assert page.stands is not None
    assert [view.paragraph for view in page.text.views] == list(page.stands.draft.paragraphs)


def test_what_was_being_typed_stays_with_the_month_it_was_typed_for(
    page: ReportPage, desk: Desk, store_path: Path
) -> None:
    october = desk.period_id or ""
    editor = page.text.edit("opening")
    assert editor is not None
    editor.setPlainText("十月的话。")
    desk.open_month("2025-11", date(2025, 11, 25))
    assert page.text.editor is None
    assert view_of(page, "opening").paragraph.state is None
    desk.choose_period(october)
    assert view_of(page, "opening").paragraph.text == "十月的话。"


def test_what_is_being_typed_is_kept_when_the_window_closes(
    frame: Frame, page: ReportPage, store_path: Path
) -> None:
    editor = page.text.edit("opening")
    assert editor is not None
    editor.setPlainText("关窗前的话。")
    frame.finish()
    assert stored(store_path, "opening").text == "关窗前的话。"


def test_what_moved_since_the_last_draft_is_listed_in_sentences_and_folds(
    page: ReportPage, desk: Desk
) -> None:
    assert page.stands is not None
    draft_marks.mark_draft(desk.store, page.stands.draft)
    page.refresh()
    assert page.changes.head.isHidden()
    report_one_more(desk)
    assert page.changes.head.isVisible()
    assert not page.changes.isVisible()
    page.changes.head.click()
    assert page.changes.isVisible()
    assert any(line.endswith("。") and "变为" in line for line in page.changes.lines.text().split("\n"))


def test_a_number_tells_what_it_counts(page: ReportPage) -> None:
    menu = page.text.figure_menu("units.asked")
    words = [action.text() for action in menu.actions()]
    assert words[0] == "这个数对应8项"
    assert any("县水利局" in one for one in words)
    page.text.stand_on(next(n for n, v in enumerate(page.text.views) if v.paragraph.place == UNITS))
    assert page.text.numbers_menu().actions()[0].text().endswith("单位8")
    assert "没有可列出" in page.text.figure_menu("no-such").actions()[0].text()


def test_other_kinds_of_papers_are_chosen_one_about_a_unit_asks_which(page: ReportPage, qtbot: QtBot) -> None:
    assert not page.unit.isVisible()
    page.choose_kind("工作提示")
    assert page.unit.isVisible()
    assert page.stands is not None
    assert page.stands.draft.unit_id == page.unit_id
    page.choose_kind("年度总结")
    assert page.stands is not None
    assert page.stands.draft.kind == "年度总结"
    qtbot.waitUntil(lambda: page.job is None, timeout=LONG)


def test_an_issued_month_shows_the_pages_that_were_issued_and_no_text_to_word(
    page: ReportPage, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    from peidang.app.papers import reporting  # noqa: PLC0415

    plan, period = desk.plan_id or "", desk.period_id or ""
    reporting.issue(desk.store, plan, period, tmp_path / "印", date(2025, 10, 28))
    desk.reload()
    qtbot.waitUntil(lambda: page.job is None, timeout=LONG)
    assert not page.text.isVisible()
    assert not page.segments.isVisible()
    assert page.preview is not None
    assert page.head.text().endswith("（已印发）")


def test_text_of_others_is_shown_as_text() -> None:
    one = DraftParagraph("opening", "paragraph", 0, "", "<b>3</b>", "<b>3</b>")
    assert "&lt;b&gt;" in markup(one, look.LIGHT)
