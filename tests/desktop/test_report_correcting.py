"""更正 at the window: asked for once, edited in the table and the text with undo, its state always in sight."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from peidang.app.papers import reporting
from peidang.app.store import stores
from peidang.desktop.desk import Desk
from peidang.desktop.frame import REPORT, SCHEDULE, Frame
from peidang.desktop.report.page import ReportPage
from peidang.desktop.report.standing import Step
from peidang.domain.labels import Field
from tests.desktop.office_hands import cell, type_into

pytestmark = pytest.mark.needs_qt
LONG = 120_000
ROW = 3


@pytest.fixture
def issued(desk: Desk, tmp_path: Path) -> dict[str, bytes]:
    """October as it was issued."""
    made = reporting.issue(
        desk.store, desk.plan_id or "", desk.period_id or "", tmp_path / "印发", desk.today
    )
    desk.reload()
    return {one.path.name: one.path.read_bytes() for one in made.files}


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Questions are agreed to and kept; folders that are asked for are ``更正``."""
    words: list[str] = []

    def agree(box: QMessageBox) -> None:
        words.append(box.informativeText())
        box.buttons()[0].click()

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "更正"))
    monkeypatch.setattr(QMessageBox, "exec", agree)
    return words


@pytest.fixture
def page(issued: dict[str, bytes], asked: list[str], frame: Frame, qtbot: QtBot) -> ReportPage:
    """The page 报告 of the issued month, its correction begun."""
    frame.rail.choose(REPORT)
    qtbot.waitUntil(lambda: frame.report.job is None and frame.report.preview is not None, timeout=LONG)
    assert not frame.report.text.isVisible()
    press(frame.report, Step.CORRECT, qtbot)
    return frame.report


def press(page: ReportPage, step: Step, qtbot: QtBot) -> None:
    """Press a step's button and wait for what it does."""
    assert page.bar.steps[step].isVisible()
    page.bar.steps[step].click()
    qtbot.waitUntil(lambda: page.bar.job is None and page.job is None, timeout=LONG)


def mend(frame: Frame, text: str) -> None:
    """Type over an answer in the table."""
    frame.rail.choose(SCHEDULE)
    table = frame.schedule.rows
    type_into(table, cell(table, ROW, Field.PROGRESS), text)


def seen_steps(page: ReportPage) -> list[Step]:
    return [step for step, one in page.bar.steps.items() if one.isVisible()]


def test_the_question_says_that_what_was_issued_stays(
    page: ReportPage, asked: list[str], frame: Frame
) -> None:
    assert "已印发的文稿原样留存" in asked[0]
    assert seen_steps(page) == [Step.DROP, Step.ISSUE_CORRECTION]
    assert not page.bar.steps[Step.ISSUE_CORRECTION].isEnabled()
    assert page.text.isVisible()
    assert "更正中：还没有改动" in frame.top_bar.stand.text()


def test_an_answer_of_an_issued_month_is_mended_undone_and_mended_again(
    page: ReportPage, frame: Frame, desk: Desk, qtbot: QtBot
) -> None:
    mend(frame, "built 90%")
    assert "更正中：改了1处，尚未印发" in frame.top_bar.stand.text()
    assert desk.corrections is not None
    assert "原为空白，更正为“built 90%”" in desk.corrections[0]
    desk.undo()
    assert desk.corrections == ()
    desk.redo()
    assert len(desk.corrections) == 1
    frame.rail.choose(REPORT)
    qtbot.waitUntil(lambda: page.job is None, timeout=LONG)
    assert "改了1处" in page.changes.head.text()
    assert "更正为“built 90%”" in page.changes.lines.text()


def test_a_paragraph_of_the_issued_paper_is_worded_anew(page: ReportPage, desk: Desk, qtbot: QtBot) -> None:
    page.word("next.keep_on", "一抓到底。")
    qtbot.waitUntil(lambda: page.job is None, timeout=LONG)
    assert any("更正为“一抓到底。”" in one for one in desk.corrections or ())
    desk.undo()
    assert desk.corrections == ()


def test_issuing_the_correction_makes_a_version_that_names_old_and_new(
    page: ReportPage, frame: Frame, desk: Desk, asked: list[str], tmp_path: Path, qtbot: QtBot
) -> None:
    mend(frame, "built 90%")
    frame.rail.choose(REPORT)
    qtbot.waitUntil(lambda: page.job is None, timeout=LONG)
    press(page, Step.ISSUE_CORRECTION, qtbot)
    assert "更正为“built 90%”" in asked[-1]
    assert {path.suffix for path in (tmp_path / "更正").glob("*（更正1）*")} == {".xlsx", ".pdf", ".docx"}
    assert desk.corrections is None
    assert seen_steps(page) == [Step.SIGN, Step.CORRECT]
    assert not desk.undo_stack.canUndo()
    assert "已印发" in frame.top_bar.stand.text()


def test_a_correction_that_is_dropped_leaves_the_month_as_it_was_issued(
    page: ReportPage,
    frame: Frame,
    desk: Desk,
    issued: dict[str, bytes],
    store_path: Path,
    tmp_path: Path,
    qtbot: QtBot,
) -> None:
    mend(frame, "built 90%")
    frame.rail.choose(REPORT)
    qtbot.waitUntil(lambda: page.job is None, timeout=LONG)
    press(page, Step.DROP, qtbot)
    assert desk.corrections is None
    assert not page.text.isVisible()
    with stores.open_store(store_path) as store:
        made = reporting.reprint(store, desk.period_id or "", tmp_path / "重印")
    assert {one.path.name: one.path.read_bytes() for one in made.files} == issued
    table = frame.schedule.rows
    assert not cell(table, ROW, Field.PROGRESS).data()
    desk.undo()
    assert not frame.notice.isVisible()


def test_the_state_is_still_there_after_the_window_was_closed(
    page: ReportPage, frame: Frame, desk: Desk, store_path: Path
) -> None:
    mend(frame, "built 90%")
    desk.close()
    again = Desk(store_path, now=desk.now)
    try:
        assert again.corrections is not None
        assert len(again.corrections) == 1
        assert again.editable
        assert not again.writable
    finally:
        again.close()
