"""What a window shows beside the board: the files of a unit, what left, and what a check marks in an answer."""

from datetime import date
from pathlib import Path

from peidang.app.month import dues
from peidang.app.outgoing import chasing
from peidang.app.outgoing.outgoing_log import outgoing
from peidang.app.returns.received_files import copy_out, received_files
from tests.app import bureau
from tests.app.bureau import STARTED
from tests.app.office import FARMING, WATER, Office


def test_the_files_of_a_unit_can_be_looked_at_again_byte_for_byte(office: Office, tmp_path: Path) -> None:
    data = bureau.fill(office.requests()[FARMING], {2: STARTED})
    office.take(data, "农业 10月.xlsx")
    (one,) = received_files(office.store, office.period_id, office.unit_id(FARMING))
    assert one.name == "农业 10月.xlsx"
    copy = copy_out(office.store, one, tmp_path)
    assert (copy.name, copy.read_bytes()) == ("农业 10月.xlsx", data)
    assert received_files(office.store, office.period_id, office.unit_id(WATER)) == ()


def test_what_left_and_who_was_chased_stand_newest_first(office: Office) -> None:
    office.send()
    chasing.record_chase(office.store, office.period_id, office.unit_id(WATER), "电话", "明天报")
    dues.grant(office.store, office.period_id, office.unit_id(WATER), date(2025, 10, 30), "系统升级")
    lines = outgoing(office.store, office.period_id)
    assert [one.action for one in lines[:2]] == ["延期", "催报"]
    assert lines[0].unit == WATER
    assert "发填报表" in {one.action for one in lines}
    assert any(name.endswith(".xlsx") for one in lines for name in one.files)


def test_a_finding_comes_with_the_answer_it_speaks_of_and_what_to_mark_in_it(office: Office) -> None:
    told = office.take(bureau.fill(office.requests()[FARMING], {2: STARTED}, {2: {"累计数": "十来家左右"}}))
    codes = [one["code"] for one in told.findings]
    assert codes[: len(told.remarks)] == [one.finding.code for one in told.remarks]
    (remark,) = [one for one in told.remarks if one.finding.code == "not-a-number"]
    assert remark.text == "十来家左右"
    assert (remark.period_id, remark.finding.unit_id) == (office.period_id, office.unit_id(FARMING))
