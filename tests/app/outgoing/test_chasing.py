"""催报: who is chased for what, in which words, and what is kept of it."""

import io
from datetime import date
from pathlib import Path

import docx
import pytest

from peidang.app.month import dues, months
from peidang.app.outgoing import chasing, contacts
from peidang.app.outgoing.chasing import Reminder, Reminders
from peidang.app.plan import plans
from peidang.db.contacts import Contact
from peidang.domain.errors import Refused
from tests.app import bureau
from tests.app.office import FARMING, MONTH, TODAY, WATER, Office
from tests.app.plan_texts import BUREAUS, OWN_UNIT, water_plan, write_plan

LATE = date(2025, 10, 28)


def remind(office: Office, today: date = LATE, out: Path | None = None) -> Reminders:
    return chasing.remind(office.store, office.plan_id, office.period_id, out, today)


def of(listed: Reminders, unit: str) -> Reminder:
    return next(one for one in listed.lines if one.unit.name == unit)


def text_of(path: Path) -> list[str]:
    return [paragraph.text for paragraph in docx.Document(io.BytesIO(path.read_bytes())).paragraphs]


def test_units_that_answered_all_are_not_chased(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    assert FARMING not in [one.unit.name for one in remind(office).lines]
    assert len(remind(office).lines) == len(BUREAUS) - 1


def test_a_unit_that_answered_part_is_told_what_is_missing(office: Office) -> None:
    office.take(bureau.fill(office.requests()[WATER], first_of(office, WATER)))
    one = of(remind(office), WATER)
    rows = [row["serial"] for row in office.show()["plans"][0]["rows"] if WATER in row["lead"]]
    assert [row.serial for row in one.missing_rows] == rows[1:]
    assert f"任务{len(rows) - 1}项（序号{rows[1]}、" in one.chat
    assert "还缺" in one.phone


def first_of(office: Office, unit: str) -> dict[int, dict[str, str]]:
    return {bureau.serials(office.requests()[unit])[0]: bureau.STARTED}


def test_before_the_due_it_reminds_and_after_it_says_how_late(office: Office) -> None:
    assert "离截止还有2天" in of(remind(office, TODAY), FARMING).chat
    assert "今天截止" in of(remind(office, date(2025, 10, 25)), FARMING).chat
    assert "已超过截止日期3天" in of(remind(office), FARMING).chat


def test_the_final_due_is_told_as_long_as_it_is_not_over(office: Office) -> None:
    dues.set_dues(office.store, office.period_id, date(2025, 10, 25), date(2025, 10, 29))
    assert "最后期限10月29日(周三)" in of(remind(office), FARMING).chat
    assert "已逾期" in of(remind(office, date(2025, 10, 30)), FARMING).chat


def test_a_unit_with_more_time_is_told_its_own_day(office: Office) -> None:
    dues.grant(office.store, office.period_id, office.unit_id(WATER), date(2025, 10, 30), "系统升级")
    assert "离截止还有2天" in of(remind(office), WATER).chat


def test_the_group_text_names_units_except_those_that_are_not_to_be_named(office: Office) -> None:
    office.store.units.set_unnamed(office.unit_id(WATER), True)
    listed = remind(office)
    assert FARMING in listed.group
    assert WATER not in listed.group
    assert "另有1家已单独联系" in listed.group
    assert of(listed, WATER).chat.startswith(WATER)


def test_nothing_is_written_without_a_folder(office: Office) -> None:
    before = office.store.change_count()
    assert remind(office).files == ()
    assert office.store.change_count() == before


def test_with_a_folder_each_unit_gets_a_letter_and_there_are_the_texts(
    office: Office, tmp_path: Path
) -> None:
    contacts.set_contacts(office.store, office.plan_id, office.unit_id(FARMING), [Contact("示例甲", "0000")])
    contacts.set_contacts(office.store, office.plan_id, office.unit_id(OWN_UNIT), [Contact("示例乙", "1111")])
    made = remind(office, out=tmp_path)
    letters = {path.name.split("_")[1]: path for path in tmp_path.glob("*.docx")}
    assert set(letters) == set(BUREAUS) - {OWN_UNIT}
    words = text_of(letters[FARMING])
    assert "".join(words[0].split()).startswith("关于催报《")
    assert f"{FARMING}：" in words
    assert {OWN_UNIT, "2025年10月28日"} <= set(words)
    assert "（联系人：示例乙 1111）" in words
    assert not [unit for unit in BUREAUS if unit in "".join(words) and unit not in (FARMING, OWN_UNIT)]
    phone = (tmp_path / "电话催报.txt").read_text(encoding="utf-8-sig")
    assert f"{FARMING}　示例甲 0000" in phone
    assert (tmp_path / "群催报.txt").read_text(encoding="utf-8-sig").split() == made.group.split()
    (line,) = office.store.batches.lines_about(office.period_id, "做催报材料")
    assert len(line.facts["files"]) == len(made.files) == len(BUREAUS) - 1 + 3


def test_a_chase_is_kept_and_shown_the_next_time(office: Office, tmp_path: Path) -> None:
    chasing.record_chase(office.store, office.period_id, office.unit_id(WATER), "电话", "答应明天报")
    (kept,) = of(remind(office, out=tmp_path), WATER).chases
    assert (kept.how, kept.note) == ("电话", "答应明天报")
    assert of(remind(office), FARMING).chases == ()
    assert "电话，答应明天报" in (tmp_path / "电话催报.txt").read_text(encoding="utf-8-sig")
    with pytest.raises(Refused):
        chasing.record_chase(office.store, office.period_id, office.unit_id(WATER), " ", "")


def test_when_all_have_answered_there_is_nothing_to_write(office: Office, tmp_path: Path) -> None:
    for data in office.requests().values():
        office.take(bureau.fill_all(data))
    assert (remind(office).lines, remind(office).group) == ((), "")
    with pytest.raises(Refused, match="nothing-to-chase"):
        remind(office, out=tmp_path)


def test_letters_of_two_plans_do_not_overwrite_each_other(office: Office, tmp_path: Path) -> None:
    other = plans.add_plan(office.store, write_plan(office.folder, water_plan(), "灌区.txt"), OWN_UNIT)
    period = months.open_month(office.store, other, MONTH)
    first = remind(office, out=tmp_path).files
    second = chasing.remind(office.store, other, period.id, tmp_path, LATE).files
    assert {one.path for one in first}.isdisjoint(one.path for one in second)


def test_the_own_unit_is_told_to_answer_and_neither_called_nor_written_to(office: Office) -> None:
    own = of(remind(office, out=office.folder / "催"), OWN_UNIT)
    assert own.is_own
    assert own.chat.startswith("请本单位尽快填报，还缺任务")
    assert (own.phone, own.letter) == ("", None)
    files = list((office.folder / "催").rglob("*"))
    assert any(WATER in path.name for path in files)
    assert not any(OWN_UNIT in path.name for path in files)
    for name in (chasing.PHONE_NAME, chasing.CHAT_NAME):
        (path,) = (office.folder / "催").rglob(name)
        assert "请本单位" not in path.read_text("utf-8-sig")
