"""统稿: what is open first, the originals beside, kept when the field is left, 原文已变 where a source moved."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from peidang.app.month import entering, months
from peidang.app.store import stores
from peidang.desktop.desk import Desk
from peidang.desktop.frame import REPORT, Frame
from peidang.desktop.report.wording_page import WordingPage
from peidang.domain.labels import Field

pytestmark = pytest.mark.needs_qt
LONG = 120_000


def answer(desk: Desk, number: int, text: str) -> str:
    """The unit of a line answers its row; gives the row's id."""
    assert desk.view is not None
    line = desk.view.lines[number]
    cell = {(line.row.id, Field.PROGRESS): text}
    desk.act("报送", lambda store: entering.enter(store, desk.period_id or "", line.unit.id, cell))
    return line.row.id


@pytest.fixture
def page(frame: Frame, desk: Desk, qtbot: QtBot) -> WordingPage:
    """Two rows answered, the first in words that can be quoted; 统稿 open."""
    answer(desk, 0, "已建成粮仓2座，投用1座。")
    answer(desk, 20, "正在抓紧推进。")
    frame.rail.choose(REPORT)
    frame.report.segments.choose(1)
    qtbot.waitUntil(lambda: frame.report.job is None, timeout=LONG)
    return frame.report.wording


def wordings(path: Path) -> dict[str, str]:
    """The wordings another connection reads, by row."""
    with stores.open_store(path) as store:
        plan = stores.pick_plan(store)
        month = months.load_month(store, plan.id, stores.pick_period(store, plan.id).id)
        return {row: one.text for row, one in month.wordings.items()}


def original_texts(page: WordingPage) -> list[str]:
    return [one.text() for one in page.originals.widget().findChildren(QLabel)]


def test_what_is_printed_as_to_be_worded_comes_first(page: WordingPage) -> None:
    rows = [one for one in page.items if one.kind == "row"]
    assert [one.open for one in rows] == [True, False]
    assert "待统稿1条" in page.count.text()
    assert "正在抓紧推进。" in original_texts(page)
    assert page.list.item(0).text().startswith("○")


def test_what_is_typed_is_kept_when_the_field_is_left(
    page: WordingPage, desk: Desk, store_path: Path
) -> None:
    first = page.items[0]
    page.field.setPlainText("土建已完成六成。")
    page.field.document().setModified(True)
    page.next_button.click()
    assert wordings(store_path) == {first.id: "土建已完成六成。"}
    assert page.shown == page.items[1]
    page.before_button.click()
    assert page.field.toPlainText() == "土建已完成六成。"
    desk.undo()
    assert wordings(store_path) == {}


def test_another_month_takes_over_nothing_that_was_typed(
    page: WordingPage, desk: Desk, store_path: Path
) -> None:
    october, first = desk.period_id or "", page.items[0]
    page.field.setFocus()
    page.field.setPlainText("十月的话。")
    page.field.document().setModified(True)
    desk.open_month("2025-11", date(2025, 11, 25))
    assert page.items == []
    assert page.field.toPlainText() == ""
    with stores.open_store(store_path) as store:
        month = months.load_month(store, desk.plan_id or "", october)
    assert month.wordings[first.id].text == "十月的话。"


def test_a_source_that_moved_is_marked_until_it_was_looked_at(page: WordingPage, desk: Desk) -> None:
    page.field.setPlainText("土建已完成六成。")
    page.field.document().setModified(True)
    page.keep()
    assert not page.outdated.isVisible()
    answer(desk, 20, "已全部完工。")
    assert page.outdated.isVisible()
    assert "已全部完工。" in original_texts(page)
    page.still_button.click()
    assert not page.outdated.isVisible()


def test_the_draft_can_be_taken_as_a_beginning(page: WordingPage) -> None:
    page.step(1)
    assert page.take_button.isVisible()
    page.take_button.click()
    assert "已建成粮仓2座" in page.field.toPlainText()


def test_a_whole_section_is_worded_instead_of_its_rows(page: WordingPage, frame: Frame) -> None:
    place = next(n for n, one in enumerate(page.items) if one.kind == "section")
    page.list.setCurrentRow(place)
    page.field.setPlainText("本节整体进展顺利。")
    page.field.document().setModified(True)
    page.keep()
    assert frame.report.stands is not None
    assert any("本节整体进展顺利" in one.text for one in frame.report.stands.draft.paragraphs)
