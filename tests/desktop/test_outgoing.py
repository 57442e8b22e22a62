"""发出 in the window: 催报, 退回单, 核对表, the ways of sending, the log of what left, the dues."""

import threading
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from peidang.app.outgoing import chasing, verifying
from peidang.app.returns import receiving
from peidang.desktop.board.small_dialogs import DIFFERS, AnswerDialog
from peidang.desktop.desk import Desk
from peidang.desktop.frame import EXCHANGE, Frame
from peidang.desktop.month_dialog import ChangeDuesDialog, MonthDialog
from peidang.desktop.outgoing.page import BACK, CHASING, SEND, VERIFYING, OutgoingPage
from peidang.desktop.outgoing.panel import Panel
from peidang.desktop.past_dialog import PastDialog
from peidang.domain.periods import parse_span
from tests.app import bureau
from tests.app import office_tables as tables
from tests.app.bureau import STARTED
from tests.app.office import FARMING, WATER

pytestmark = pytest.mark.needs_qt
LONG = 120_000


@pytest.fixture
def page(frame: Frame, desk: Desk, office_folder: Path, tmp_path: Path) -> OutgoingPage:
    """发出, after one unit has answered with something to mend."""
    sent = next((office_folder / "发出").rglob(f"*{FARMING}*.xlsx")).read_bytes()
    wrong = bureau.fill(sent, {2: STARTED}, {2: {"累计数": "十来家"}})
    receiving.receive(desk.store, [bureau.put(tmp_path / "到" / "a.xlsx", wrong)], today=desk.today)
    desk.reload()
    frame.rail.choose(EXCHANGE)
    frame.exchange.segments.choose(1)
    return frame.exchange.outgoing


def show(page: OutgoingPage, place: int, panel: Panel, qtbot: QtBot) -> None:
    page.segments.choose(place)
    qtbot.waitUntil(lambda: panel.job is None, timeout=LONG)


def make(panel: Panel, folder: Path, qtbot: QtBot) -> list[str]:
    """Press the step; the names of what was made."""
    panel.folder.field.setText(str(folder))
    panel.folder.field.setModified(True)
    panel.step.click()
    qtbot.waitUntil(lambda: panel.job is None, timeout=LONG)
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def actions(page: OutgoingPage) -> list[str]:
    """The log, without what was sent when the office was made: that has the real clock's time."""
    return [one.action for one in page.log.things.things if one.made_at < "2026" or one.action != "发填报表"]


def test_the_missing_units_are_listed_with_words_to_copy(page: OutgoingPage, qtbot: QtBot) -> None:
    show(page, CHASING, page.chase, qtbot)
    assert page.chase.found is not None
    missing = [one.unit.name for one in page.chase.found.lines]
    assert WATER in missing
    page.chase.go_to(next(one.unit.id for one in page.chase.found.lines if one.unit.name == WATER))
    copies = [one for one in page.chase.side.findChildren(QPushButton) if one.text() == "复制"]
    copies[0].click()
    assert QApplication.clipboard().text() == page.chase.units.chosen.phone
    page.chase.group_button.click()
    assert QApplication.clipboard().text() == page.chase.found.group


def test_an_address_list_is_taken_and_whom_it_does_not_know_is_told(
    page: OutgoingPage, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    show(page, CHASING, page.chase, qtbot)
    listed = f"单位,联系人,电话,邮箱\n{WATER},李工,0000-1234567,\n某某局,王工,0000-7654321,\n"
    said: list[str] = []
    desk.said.connect(lambda text, _: said.append(text))
    page.chase.take_contacts(bureau.put(tmp_path / "通讯录.csv", listed.encode("utf-8-sig")))
    qtbot.waitUntil(lambda: page.chase.job is None, timeout=LONG)
    assert "某某局" in said[-1]
    assert page.chase.found is not None
    water = next(one for one in page.chase.found.lines if one.unit.name == WATER)
    assert "李工" in water.contacts[0].words


def test_letters_are_written_and_a_call_is_noted(
    page: OutgoingPage, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    show(page, CHASING, page.chase, qtbot)
    made = make(page.chase, tmp_path / "催报", qtbot)
    assert any(name.endswith("催报函.docx") and WATER in name for name in made)
    one = next(one for one in page.chase.found.lines if one.unit.name == WATER)  # type: ignore[union-attr]
    page.chase.note.setText("答应明天报")
    page.chase.record(one)
    qtbot.waitUntil(lambda: page.chase.job is None, timeout=LONG)
    (noted,) = chasing.chases(desk.store, desk.period_id or "")
    assert (noted.unit_id, noted.how, noted.note) == (one.unit.id, "电话", "答应明天报")
    assert actions(page)[:2] == ["催报", "做催报材料"]
    assert page.chase.units.chosen.unit.name == WATER


def test_what_must_be_mended_goes_back_to_all_units_ticked(
    page: OutgoingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    show(page, BACK, page.back, qtbot)
    assert [one.unit.name for one in page.back.units.ticked] == [FARMING]
    (made,) = make(page.back, tmp_path / "退回", qtbot)
    assert FARMING in made
    assert page.back.units.things.things[0].sent_back is not None
    assert actions(page)[0] == "退回"


def test_a_unit_sees_what_will_be_said_of_it_and_its_answer_is_kept(
    page: OutgoingPage, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    show(page, VERIFYING, page.verify, qtbot)
    assert not page.verify.step.isEnabled()
    one = next(one.line.unit for one in page.verify.units.things.things if one.line.unit.name == WATER)
    page.verify.go_to(one.id)
    (made,) = make(page.verify, tmp_path / "核对", qtbot)
    assert WATER in made
    dialog = AnswerDialog(desk, one)
    qtbot.addWidget(dialog)
    dialog.who.setText("王主任，电话")
    dialog.answer.setCurrentText(DIFFERS)
    dialog.step.click()
    assert "哪里有出入" in dialog.complaint.text()
    dialog.text.setPlainText("第3行已完工")
    dialog.step.click()
    said = [one.answer for one in verifying.verifications(desk.store, desk.period_id or "")]
    assert "有出入：第3行已完工" in said
    qtbot.waitUntil(lambda: page.verify.job is None, timeout=LONG)
    assert page.verify.units.chosen.answer == "有出入：第3行已完工"


def test_requests_can_lie_flat_with_drafts_and_the_whole_table_beside_them(
    page: OutgoingPage, tmp_path: Path, qtbot: QtBot
) -> None:
    page.segments.choose(SEND)
    send = page.send
    for box in (send.flat, send.mail, send.master):
        box.setChecked(True)
    send.folder.setText(str(tmp_path / "发"))
    send.folder.setModified(True)
    send.make_button.click()
    qtbot.waitUntil(lambda: send.job is None, timeout=LONG)
    names = [path.name for path in (tmp_path / "发").iterdir()]
    assert not [path for path in (tmp_path / "发").iterdir() if path.is_dir()]
    assert any(name.endswith(".eml") for name in names)
    assert any("总表" in name for name in names)
    assert {"发填报表", "发填报总表"} <= set(actions(page))


def test_dues_are_moved_to_working_days_and_a_final_due_is_kept(
    dressed: QApplication, desk: Desk, qtbot: QtBot
) -> None:
    asked = MonthDialog([parse_span("2025-10")])
    qtbot.addWidget(asked)
    assert asked.chosen_due == date(2025, 10, 25)  # a Saturday
    asked.shift.setChecked(True)
    assert asked.chosen_due == date(2025, 10, 27)
    assert "10月27日" in asked.told.text()
    assert asked.chosen_final is None
    assert desk.period is not None
    change = ChangeDuesDialog(desk, desk.period)
    qtbot.addWidget(change)
    change.has_final.setChecked(True)
    change.final.setDate(date(2025, 10, 1))
    change.step.click()
    assert "不能早于" in change.complaint.text()
    change.final.setDate(date(2025, 11, 3))
    change.step.click()
    assert desk.period.final_due == date(2025, 11, 3)


def test_tables_of_former_months_are_looked_at_before_they_are_taken(
    frame: Frame, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    assert desk.view is not None
    plan = desk.view.plan
    table = tables.save(tables.months_side_by_side(plan, plan.rows, ["8月", "9月"]), tmp_path / "往月.xlsx")
    known = len(desk.periods())
    dialog = PastDialog(desk, [table])
    qtbot.addWidget(dialog)
    qtbot.waitUntil(lambda: dialog.job is None, timeout=LONG)
    assert [one.label for one in dialog.months.things.things] == ["2025年8月", "2025年9月"]
    assert len(desk.periods()) == known
    dialog.step.click()
    qtbot.waitUntil(lambda: dialog.job is None, timeout=LONG)
    assert len(desk.periods()) == known + 2
    assert "已导入" in frame.status_bar.words.text()
    desk.undo()
    assert len(desk.periods()) == known


def test_a_dialog_that_is_left_while_it_reads_leaves_nothing_behind(
    desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    assert desk.view is not None
    plan = desk.view.plan
    table = tables.save(tables.months_side_by_side(plan, plan.rows, ["8月"]), tmp_path / "往月.xlsx")
    before = threading.active_count()
    dialog = PastDialog(desk, [table])
    qtbot.addWidget(dialog)
    dialog.reject()
    assert threading.active_count() == before
    assert dialog.found is None
