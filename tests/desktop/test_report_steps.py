"""报告: 导出, 送审, 收回改稿, 登记签发件, 印发, one filled button at a time."""

from datetime import datetime
from pathlib import Path

import docx
import pytest
from PySide6.QtWidgets import QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from peidang.app.papers import signatures
from peidang.app.store import stores
from peidang.desktop.desk import Desk
from peidang.desktop.frame import REPORT, Frame
from peidang.desktop.report.dialogs import SignedDialog
from peidang.desktop.report.page import ReportPage
from peidang.desktop.report.standing import Step

pytestmark = pytest.mark.needs_qt
LONG = 120_000


@pytest.fixture
def page(frame: Frame, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ReportPage:
    """The page 报告; folders that are asked for are ``出``, questions are agreed to, the rules are confirmed."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path / "出"))
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[0].click())
    frame.rail.choose(REPORT)
    qtbot.waitUntil(lambda: frame.report.job is None and frame.report.preview is not None, timeout=LONG)
    frame.report.ask_bar.keep.click()
    return frame.report


def filled(page: ReportPage) -> list[Step]:
    """The steps whose button is filled."""
    return [step for step, one in page.bar.steps.items() if one.property("role") == "next"]


def run(page: ReportPage, step: Step, qtbot: QtBot) -> None:
    """Press a step's button and wait for what it does."""
    page.bar.steps[step].click()
    qtbot.waitUntil(lambda: page.bar.job is None and page.job is None, timeout=LONG)


def send(page: ReportPage, folder: Path, qtbot: QtBot) -> Path:
    run(page, Step.REVIEW_OUT, qtbot)
    return next(path for path in folder.rglob("*送审稿*.docx"))


def changed(path: Path, old: str, new: str) -> Path:
    """The file as the leader changed it."""
    document = docx.Document(str(path))
    for paragraph in document.paragraphs:
        if old in paragraph.text:
            text = paragraph.text.replace(old, new)
            for one in paragraph.runs[1:]:
                one._r.getparent().remove(one._r)
            paragraph.runs[0].text = text
    out = path.with_name("改_" + path.name)
    document.save(str(out))
    return out


@pytest.mark.parametrize(("what", "ending"), [("excel", ".xlsx"), ("pdf", ".pdf"), ("word", ".docx")])
def test_each_paper_is_exported_by_its_button(
    page: ReportPage, tmp_path: Path, qtbot: QtBot, what: str, ending: str
) -> None:
    getattr(page.bar, f"{what}_button").click()
    qtbot.waitUntil(lambda: page.bar.job is None, timeout=LONG)
    assert [path.suffix for path in (tmp_path / "出").iterdir()] == [ending]
    assert page.bar.folder_button.isVisible()


def test_the_rules_are_asked_for_once_before_the_first_report(
    frame: Frame, desk: Desk, qtbot: QtBot, store_path: Path
) -> None:
    frame.rail.choose(REPORT)
    page = frame.report
    qtbot.waitUntil(lambda: page.job is None, timeout=LONG)
    assert page.ask_bar.isVisible()
    assert "差5个百分点以内（含5）" in page.ask_bar.words.text()
    assert filled(page) == []
    page.ask_bar.keep.click()
    assert not page.ask_bar.isVisible()
    assert filled(page) == [Step.REVIEW_OUT]
    with stores.open_store(store_path) as store:
        assert store.papers.rule_sheet(desk.plan_id or "")[0] == 1


def test_who_is_named_without_having_been_heard_is_told_before_the_draft_goes_out(
    page: ReportPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def look(box: QMessageBox) -> None:
        told.append(box.informativeText())
        box.defaultButton().click()

    monkeypatch.setattr(QMessageBox, "exec", look)
    desk.now = lambda: datetime(2025, 10, 28, 9, 0)  # the due is over: who is late is named
    desk.reload()
    page.bar.steps[Step.REVIEW_OUT].click()
    assert "没有核对意见" in told[0]
    assert page.bar.job is None


def test_the_changed_draft_comes_back_and_is_undone_as_a_whole(
    page: ReportPage, desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent = send(page, tmp_path / "出", qtbot)
    assert filled(page) == [Step.REVIEW_IN]
    path = changed(sent, "持续抓好落实", "一抓到底")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(path), ""))
    run(page, Step.REVIEW_IN, qtbot)
    dialog = page.bar.dialog
    assert dialog is not None
    assert [one.place for one in dialog.back.changes] == ["next.keep_on"]
    view = next(one for one in page.text.views if one.paragraph.place == "next.keep_on")
    assert "一抓到底" in view.paragraph.text
    assert filled(page) == [Step.SIGN]
    dialog.leave.click()
    view = next(one for one in page.text.views if one.paragraph.place == "next.keep_on")
    assert view.paragraph.state is None


def test_a_file_that_is_another_text_is_refused_in_words(
    frame: Frame, page: ReportPage, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(page, tmp_path / "出", qtbot)
    (tmp_path / "别的.txt").write_text("一份别的文件。", encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(tmp_path / "别的.txt"), ""))
    run(page, Step.REVIEW_IN, qtbot)
    assert frame.notice.isVisible()
    assert page.bar.dialog is None


def test_the_signed_paper_is_registered_with_what_belongs_to_it(
    page: ReportPage, desk: Desk, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    scan = tmp_path / "签发件.pdf"
    scan.write_bytes(b"%PDF-1.4 scanned")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (str(scan), ""))
    dialog = SignedDialog(desk)
    qtbot.addWidget(dialog)
    assert not dialog.do()
    dialog.choose_button.click()
    assert not dialog.do()
    dialog.number.setText("粮发〔2025〕3号")
    dialog.signer.setText("某某某")
    assert dialog.do()
    kept = signatures.newest_signature(desk.store, desk.period_id or "")
    assert kept is not None
    assert (kept.name, kept.signed_by) == ("签发件.pdf", "某某某")
    assert filled(page) == [Step.ISSUE]
    desk.undo()
    assert signatures.newest_signature(desk.store, desk.period_id or "") is None


def test_issuing_freezes_the_month_and_what_is_left_is_the_signed_paper(
    page: ReportPage, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    run(page, Step.ISSUE, qtbot)
    assert desk.period is not None
    assert desk.period.issued
    assert {path.suffix for path in (tmp_path / "出").iterdir()} == {".xlsx", ".pdf", ".docx"}
    assert [step for step, one in page.bar.steps.items() if one.isVisible()] == [Step.SIGN, Step.CORRECT]


def test_a_paper_about_a_unit_is_neither_signed_nor_issued(page: ReportPage, qtbot: QtBot) -> None:
    page.choose_kind("工作提示")
    qtbot.waitUntil(lambda: page.job is None, timeout=LONG)
    assert not page.bar.steps[Step.ISSUE].isVisible()
    assert page.bar.steps[Step.REVIEW_OUT].isVisible()
