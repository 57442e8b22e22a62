"""发填报表: what each unit is sent, that it is sent the same again, and that nothing else is inside."""

import email
import email.policy
from datetime import date
from pathlib import Path

import pytest

from peidang.app.month import dues, months
from peidang.app.outgoing import contacts, sending
from peidang.app.plan import plans
from peidang.db.contacts import Contact
from peidang.domain.errors import Refused
from peidang.exchange.returned_workbook import read_return
from tests.app import bureau
from tests.app.office import FARMING, FINANCE, MONTH, TODAY, WATER, Office
from tests.app.plan_texts import BUREAUS, OWN_UNIT, SHARED_BY_THREE, water_plan, write_plan


def test_each_reporting_unit_gets_one_workbook_and_there_is_a_list(office: Office) -> None:
    made = office.send()
    names = [one.path.name for one in made.files]
    assert len([name for name in names if name.endswith(".xlsx")]) == len(BUREAUS)
    listed = (office.folder / "发出" / "发送清单.txt").read_text(encoding="utf-8-sig")
    assert all(name in listed for name in names if name.endswith(".xlsx"))


def test_each_unit_has_a_folder_with_its_workbook_and_its_note_and_nothing_else(office: Office) -> None:
    sent = office.folder / "发出"
    office.send()
    folders = [path for path in sent.iterdir() if path.is_dir()]
    assert {path.name for path in sent.iterdir() if path.is_file()} == {"发送清单.txt", "群通知.txt"}
    assert len(folders) == len(BUREAUS)
    for folder in folders:
        assert sorted(path.name for path in folder.iterdir()) == [
            f"{folder.name}_2025年10月填报表.xlsx",
            "发送说明.txt",
        ]
    note = next(sent.glob(f"*_{FARMING}/发送说明.txt")).read_text(encoding="utf-8-sig")
    assert note.startswith(f"{FARMING}：")
    assert "10月25日(周六)前报回" in note
    assert not [unit for unit in BUREAUS if unit in note and unit not in (FARMING, OWN_UNIT)]


def test_on_wish_all_workbooks_lie_in_one_folder(office: Office, tmp_path: Path) -> None:
    made = sending.send(office.store, office.plan_id, office.period_id, tmp_path / "平", TODAY, flat=True)
    assert {one.path.parent for one in made.files} == {tmp_path / "平"}
    assert len(list((tmp_path / "平").glob("*.xlsx"))) == len(BUREAUS)


def test_the_group_text_says_by_when_and_names_the_final_due(office: Office) -> None:
    dues.set_dues(office.store, office.period_id, date(2025, 10, 27), date(2025, 10, 30))
    office.send()
    text = (office.folder / "发出" / "群通知.txt").read_text(encoding="utf-8-sig")
    assert "请于10月27日(周一)前报回" in text
    assert "最后期限10月30日(周四)" in text
    assert "不得填写国家秘密" in text


def test_drafts_of_mails_hold_the_units_workbook_and_go_to_its_contact(
    office: Office, tmp_path: Path
) -> None:
    contacts.set_contacts(
        office.store, office.plan_id, office.unit_id(FARMING), [Contact("示例甲", "000", "jia@example.com")]
    )
    sending.send(office.store, office.plan_id, office.period_id, tmp_path / "发", TODAY, eml=True)
    drafts = {path.parent.name[3:]: path for path in (tmp_path / "发").rglob("*.eml")}
    assert len(drafts) == len(BUREAUS)
    draft = drafts[FARMING]
    message = email.message_from_bytes(draft.read_bytes(), policy=email.policy.default)
    (attached,) = message.iter_attachments()
    assert (message["X-Unsent"], message["To"]) == ("1", "jia@example.com")
    assert FARMING in message["Subject"]
    assert attached.get_filename() == draft.with_suffix(".xlsx").name
    assert attached.get_payload(decode=True) == draft.with_suffix(".xlsx").read_bytes()
    assert email.message_from_bytes(drafts[WATER].read_bytes())["To"] is None


def test_the_log_says_what_left(office: Office) -> None:
    office.send()
    (*_, last) = office.store.batches.lines_about(office.period_id, "发填报表")
    assert set(last.facts["units"]) == set(BUREAUS)
    assert any(FARMING in name for name in last.facts["files"])


def test_a_unit_gets_its_rows_and_indicators_and_no_others(office: Office) -> None:
    sent = office.requests()[FARMING]
    own = [row["serial"] for row in office.show()["plans"][0]["rows"] if FARMING in row["lead"]]
    assert bureau.serials(sent) == own
    assert SHARED_BY_THREE in own
    assert bureau.serials(sent, bureau.INDICATOR_HEAD) == [2]


def test_no_part_of_a_units_workbook_holds_another_units_rows(office: Office) -> None:
    rows = office.store.plans.get(office.plan_id).rows
    for unit, data in office.requests().items():
        inside = bureau.parts(data)
        mine = office.unit_id(unit)
        for row in rows:
            told = (row.id, f"第{row.serial}项仓储工作", f"第{row.serial}号库区", f"责任人{row.serial}号")
            asked = mine in row.reporting_unit_ids()
            found = [text for text in told if text in inside]
            assert asked or not found, (unit, row.serial, found)


def test_what_others_answered_is_in_nobody_elses_workbook(office: Office) -> None:
    sent = office.requests()
    office.take(bureau.fill(sent[FARMING], {SHARED_BY_THREE: {"进展情况": "只有我知道的进展"}}))
    for unit, data in office.requests().items():
        assert ("只有我知道的进展" in bureau.parts(data)) == (unit == FARMING)


def test_sending_again_sends_the_same_requests(office: Office) -> None:
    first = {unit: bureau.request_in(data) for unit, data in office.requests().items()}
    second = {unit: bureau.request_in(data) for unit, data in office.requests().items()}
    assert first == second
    assert len(office.store.months.requests(office.period_id)) == len(BUREAUS)


def test_after_an_answer_only_that_unit_gets_a_new_request(office: Office) -> None:
    first = {unit: bureau.request_in(data).token for unit, data in office.requests().items()}
    office.take(bureau.fill_all(office.requests()[FARMING]))
    second = {unit: bureau.request_in(data).token for unit, data in office.requests().items()}
    assert {unit for unit in first if first[unit] != second[unit]} == {FARMING}


def test_a_new_due_is_sent_anew(office: Office) -> None:
    first = bureau.request_in(office.requests()[FARMING])
    months.open_month(office.store, office.plan_id, MONTH, date(2025, 11, 3))
    second = bureau.request_in(office.requests()[FARMING])
    assert (first.due, second.due) == (date(2025, 10, 25), date(2025, 11, 3))


def test_last_months_words_stand_beside_this_months_cells(office: Office) -> None:
    office.take(bureau.fill(office.requests()[FARMING], {2: bureau.STARTED}, {2: {"累计数": 11}}))
    november = months.open_month(office.store, office.plan_id, "2025-11")
    made = sending.send(office.store, office.plan_id, november.id, office.folder / "十一月", TODAY)
    sent = next(one.path.read_bytes() for one in made.files if one.what == FARMING)
    assert bureau.seen(sent, 2, "上月进展") == bureau.STARTED["进展情况"]
    assert bureau.seen(sent, 2, "上月下一步打算") == bureau.STARTED["下一步打算"]
    assert bureau.seen(sent, 2, "进展情况") == ""
    assert bureau.seen(sent, 2, "上期累计", bureau.INDICATOR_HEAD).startswith("11")


def test_two_plans_sent_into_one_folder_do_not_overwrite_each_other(office: Office) -> None:
    office.send()
    other = plans.add_plan(office.store, write_plan(office.folder, water_plan(), "灌区.txt"), OWN_UNIT)
    period = months.open_month(office.store, other, MONTH)
    before = {path: path.read_bytes() for path in (office.folder / "发出").rglob("*") if path.is_file()}
    made = sending.send(office.store, other, period.id, office.folder / "发出", TODAY)
    assert before == {path: path.read_bytes() for path in before}
    books = [one.path for one in made.files if one.path.suffix == ".xlsx"]
    assert {read_return(path.read_bytes(), "")[0].request.plan.id for path in books} == {other}
    again = sending.send(office.store, other, period.id, office.folder / "发出", TODAY)
    assert [(one.path, one.what) for one in made.files] == [(one.path, one.what) for one in again.files]


def test_what_cannot_be_written_leaves_nothing_half_done(office: Office, tmp_path: Path) -> None:
    months.open_month(office.store, office.plan_id, MONTH, date(2025, 11, 3))
    target = tmp_path / "夹"
    names = sorted(path.parent.name for path in (office.folder / "发出").rglob("*.xlsx"))
    (target / names[-1] / f"{names[-1]}_2025年10月填报表.xlsx" / "占位").mkdir(parents=True)
    known = office.store.months.requests(office.period_id)
    with pytest.raises(Refused, match="output-exists"):
        office.send(str(target))
    assert [path for path in target.rglob("*") if path.is_file()] == []
    assert office.store.months.requests(office.period_id) == known


def test_a_file_that_was_there_stays_whole_when_sending_fails(office: Office, tmp_path: Path) -> None:
    target = tmp_path / "夹"
    paths = sorted(
        path.relative_to(office.folder / "发出") for path in (office.folder / "发出").rglob("*.xlsx")
    )
    old = bureau.put(target / paths[0], "旧文件".encode())
    (target / paths[-1] / "占位").mkdir(parents=True)
    with pytest.raises(Refused):
        office.send(str(target))
    assert old.read_bytes() == "旧文件".encode()
    assert [path for path in target.rglob("*") if path.is_file()] == [old]


def test_an_office_that_only_answers_does_not_send(office: Office) -> None:
    office.store.plans.change(office.plan_id, own_unit_id=office.unit_id(FINANCE))
    with pytest.raises(Refused, match="not-coordinator"):
        office.send()
