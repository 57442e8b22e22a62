"""extend contacts remind verify-unit, and what open-month and send learned."""

import datetime
import json
import shutil
from pathlib import Path

import pytest

from peidang.cli import chasing, plans, returns
from tests.app.office import FARMING, MONTH, WATER, new_office
from tests.app.plan_texts import BUREAUS, OWN_UNIT
from tests.cli.shell import Shell


@pytest.fixture(scope="session")
def sent_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    new_office(folder)
    return folder


@pytest.fixture
def office(sent_once: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder with the store, a copy for each test; it is three days after the due."""
    for module in (chasing, plans, returns):
        monkeypatch.setattr(module, "today", lambda: datetime.date(2025, 10, 28))
    return Path(shutil.copytree(sent_once, tmp_path / "office"))


@pytest.fixture
def store(office: Path) -> Path:
    return office / "库.peidang"


def test_a_month_is_opened_with_a_final_due_on_working_days(shell: Shell, store: Path) -> None:
    told = shell("open-month", store, MONTH, "--due", "2025-10-25", "--final-due", "2025-11-01", "--workday")
    assert told.out == "2025年10月已开启，截止10月27日(周一)，最后期限11月3日(周一)\n"
    assert told.err == ""


def test_a_year_without_announced_holidays_is_told(shell: Shell, store: Path) -> None:
    told = shell("open-month", store, "2199-01", "--workday")
    assert (told.code, "没有这一年的放假安排" in told.err) == (0, True)


def test_extend_tells_every_unit_with_a_day_of_its_own(shell: Shell, store: Path) -> None:
    told = shell("extend", store, MONTH, "--unit", WATER, "--due", "2025-10-30", "--reason", "系统升级")
    assert told.out == f"{WATER}延至10月30日(周四)：系统升级\n"
    assert shell("extend", store, MONTH, "--unit", WATER, "--due", "2025-10-30").code == 2
    early = shell("extend", store, MONTH, "--unit", WATER, "--due", "2025-10-01", "--reason", "系统升级")
    assert (early.code != 0, "早于本期截止日期" in early.err) == (True, True)


def test_contacts_are_imported_listed_and_written_on_the_list_and_the_draft(
    shell: Shell, store: Path, office: Path
) -> None:
    listed = office / "通讯录.csv"
    listed.write_text(
        f"单位,联系人,电话,邮箱\n{WATER},示例甲,0000,jia@example.com\n县民政局,示例乙,,\n", "utf-8"
    )
    told = shell("contacts", store, listed, "--json")
    assert "县民政局" in told.err
    people = {one["unit"]: one["contacts"] for one in told.json}
    assert people[WATER] == [{"person": "示例甲", "phone": "0000", "mail": "jia@example.com"}]
    assert f"{WATER}：示例甲 0000  jia@example.com" in shell("contacts", store).out
    assert shell("send", store, MONTH, "--out", office / "再发", "--eml").code == 0
    assert "示例甲 0000 jia@example.com" in (office / "再发" / "发送清单.txt").read_text("utf-8-sig")
    (draft,) = (office / "再发").glob(f"*_{WATER}/*.eml")
    assert b"To: jia@example.com" in draft.read_bytes()


def test_send_flat_puts_the_workbooks_side_by_side(shell: Shell, store: Path, office: Path) -> None:
    assert shell("send", store, MONTH, "--out", office / "平", "--flat").code == 0
    assert len(list((office / "平").glob("*.xlsx"))) == len(BUREAUS)


def test_remind_lists_records_and_writes(shell: Shell, store: Path, office: Path) -> None:
    assert shell("remind", store, MONTH, "--record", f"{WATER}=电话：答应明天报").out == (
        f"已登记：{WATER}，电话：答应明天报\n"
    )
    told = shell("remind", store, MONTH, "--json", "--out", office / "催")
    units = {one["unit"]: one for one in told.json["units"]}
    assert told.json["asked"] == len(units) == len(BUREAUS)
    assert (units[FARMING]["late_days"], units[FARMING]["overdue"]) == (3, True)
    assert units[WATER]["chases"][0]["note"] == "答应明天报"
    assert [one["unit"] for one in told.json["units"] if one["own"]] == [OWN_UNIT]
    assert len(list((office / "催").glob("*催报函.docx"))) == len(BUREAUS) - 1
    assert json.dumps(told.json["files"], ensure_ascii=False).count(".docx") == len(BUREAUS) - 1
    plain = shell("remind", store, MONTH).out
    assert f"{FARMING}  未报，已逾期" in plain
    assert f"本单位（{OWN_UNIT}）  未报，已逾期\n    请本单位尽快填报" in plain
    assert "群里可发：" in plain


def test_a_record_that_cannot_be_understood_is_wrong_use(shell: Shell, store: Path) -> None:
    told = shell("remind", store, MONTH, "--record", "电话打过了")
    assert (told.code, "“电话打过了”不是 单位=方式：情况" in told.err) == (2, True)


def test_a_cell_that_is_none_is_named_with_those_that_are(shell: Shell, store: Path) -> None:
    told = shell("enter", store, MONTH, "--unit", WATER, "--row", 1, "胡写=x")
    assert told.code == 2
    assert "没有“胡写”这个栏目；可写的栏目：完成状态、进展情况、" in told.err
    told = shell("enter", store, MONTH, "--unit", WATER, "--row", 1, "随便写")
    assert "“随便写”没有写成 栏目=内容；可写的栏目：" in told.err


def test_a_unit_is_shown_what_is_said_of_it_and_its_answer_is_kept(
    shell: Shell, store: Path, office: Path
) -> None:
    made = shell("verify-unit", store, MONTH, "--unit", WATER, "--out", office / "核对")
    assert (made.code, "核对表.docx" in made.out) == (0, True)
    kept = shell("verify-unit", store, MONTH, "--unit", WATER, "--answer", "属实", "--by", "示例甲")
    assert (kept.code, kept.out.startswith("批次 ")) == (0, True)


@pytest.mark.parametrize(
    "options", [(), ("--answer", "属实"), ("--answer", "属实", "--out", "x", "--by", "甲")]
)
def test_verify_unit_wants_either_a_folder_or_an_answer_of_somebody(
    shell: Shell, store: Path, options: tuple[str, ...]
) -> None:
    assert shell("verify-unit", store, MONTH, "--unit", WATER, *options).code == 2
