"""文稿设置: found on the page 报告, told in place what does not hold, previewed, kept by the button alone."""

import pytest
from pytestqt.qtbot import QtBot

from peidang.app.papers import house, paper_cover
from peidang.desktop.desk import Desk
from peidang.desktop.frame import REPORT, Frame
from peidang.desktop.report.settings_dialog import PaperSettingsDialog

pytestmark = pytest.mark.needs_qt
MARK = "某某县发展和改革局文件"
HEAD, FOOT, WORDS = 1, 2, 3


@pytest.fixture
def dialog(desk: Desk, qtbot: QtBot) -> PaperSettingsDialog:
    made = PaperSettingsDialog(desk)
    qtbot.addWidget(made)
    made.show()
    return made


def previewed(dialog: PaperSettingsDialog) -> list[str]:
    return [line.text() for line in dialog.preview]


def test_the_page_of_the_report_has_the_button(frame: Frame) -> None:
    frame.rail.choose(REPORT)
    words = [
        one.text() for one in frame.report.findChildren(type(frame.report.open_button)) if one.isVisible()
    ]
    assert "文稿设置" in words


def test_saving_untouched_changes_nothing(dialog: PaperSettingsDialog, desk: Desk) -> None:
    before = house.style_facts(desk.store, desk.plan_id or "")
    dialog.step.click()
    assert not dialog.isVisible()
    assert house.style_facts(desk.store, desk.plan_id or "") == before


def test_the_preview_follows_what_is_typed_and_the_button_keeps_it(
    dialog: PaperSettingsDialog, desk: Desk
) -> None:
    dialog.letterhead.on.setChecked(True)
    dialog.letterhead.mark.write(MARK)
    dialog.letterhead.number.write("某发改〔{年份}〕{期号}号")
    dialog.imprint.on.setChecked(True)
    dialog.imprint.copies.write("县委办公室")
    dialog.issue.office.write("工作专班")
    above, _, below = previewed(dialog)
    assert above.startswith(f"{MARK}　某发改〔")
    assert below.startswith("抄送：县委办公室。　工作专班")
    assert not paper_cover.cover_of(desk.store, desk.plan_id or "").letterhead.on
    dialog.step.click()
    assert paper_cover.cover_of(desk.store, desk.plan_id or "").letterhead.on
    desk.undo()
    assert not paper_cover.cover_of(desk.store, desk.plan_id or "").letterhead.on
    desk.redo()
    cover = paper_cover.cover_of(desk.store, desk.plan_id or "")
    assert (cover.letterhead.words.mark, cover.letterhead.words.number) == (
        MARK,
        "某发改〔{year}〕{number}号",
    )
    assert cover.imprint.copies_to == "县委办公室"
    assert house.office_of(desk.store, desk.plan_id or "") == "工作专班"


def test_what_is_missing_is_told_at_its_field_when_it_is_to_be_kept(
    dialog: PaperSettingsDialog, desk: Desk
) -> None:
    dialog.letterhead.on.setChecked(True)
    assert dialog.letterhead.mark.fault.text() == ""
    dialog.step.click()
    assert dialog.isVisible()
    assert dialog.pages.currentIndex() == HEAD
    assert "请写发文机关标志" in dialog.letterhead.mark.fault.text()
    dialog.letterhead.mark.write(MARK)
    assert dialog.letterhead.mark.fault.text() == ""
    dialog.letterhead.number.write("{编号}号")
    assert "花括号" in dialog.letterhead.number.fault.text()
    dialog.letterhead.number.write("")
    dialog.step.click()
    assert not dialog.isVisible()


def test_a_number_that_is_none_is_told_while_it_is_typed(dialog: PaperSettingsDialog) -> None:
    dialog.issue.number.setText("三")
    dialog.issue.number.textEdited.emit("三")
    assert "期号请写成大于零的整数" in dialog.issue.fields["first"].fault.text()


def test_a_kind_is_worded_and_goes_back_to_the_shipped_words(dialog: PaperSettingsDialog, desk: Desk) -> None:
    dialog.segments.choose(WORDS)
    usual = dialog.words.title.text
    dialog.words.title.write("粮食工作通报\n（{报告期}）")
    dialog.words.mark.write("粮情通报")
    dialog.choose_kind("工作专班简报")
    assert dialog.words.mark.text == ""
    dialog.choose_kind("通报")
    assert previewed(dialog)[1].startswith("粮食工作通报\n（20")
    assert dialog.words.mark.text == "粮情通报"
    dialog.words.restore.click()
    assert dialog.words.title.text == usual
    dialog.step.click()
    assert house.own_style(desk.store, desk.plan_id or "") == {}


def test_a_fault_of_another_kind_is_gone_to(dialog: PaperSettingsDialog) -> None:
    dialog.choose_kind("年度总结")
    dialog.words.title.write("")
    dialog.choose_kind("通报")
    dialog.step.click()
    assert dialog.kind.currentText() == "年度总结"
    assert dialog.pages.currentIndex() == WORDS
    assert dialog.words.title.fault.text() == "标题不能为空。"
