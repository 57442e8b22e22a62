"""方案变表: the document enters the store as it stands, once, with what is in doubt."""

from pathlib import Path

import pytest

from peidang.app.month import showing
from peidang.app.plan import plans
from peidang.app.store import stores
from peidang.domain.errors import FileUnreadable, NotAPlan, Refused
from tests.app.office import Office
from tests.app.plan_texts import (
    BUREAUS,
    HEADS,
    OWN_UNIT,
    SHARED_BY_THREE,
    granary_plan,
    water_plan,
    write_plan,
)


def test_every_row_of_the_table_is_kept_with_its_number(office: Office) -> None:
    rows = office.show()["plans"][0]["rows"]
    assert [row["serial"] for row in rows] == list(range(1, 61))


def test_a_row_with_three_leads_keeps_their_order(office: Office) -> None:
    row = office.show()["plans"][0]["rows"][SHARED_BY_THREE - 1]
    assert row["lead"] == list(BUREAUS[1:4])


def test_a_column_the_program_knows_nothing_of_is_kept_under_its_heading(office: Office) -> None:
    rows = office.show()["plans"][0]["rows"]
    assert [row["extra"] for row in rows] == [{HEADS[5]: f"责任人{serial}号"} for serial in range(1, 61)]
    assert office.store.plans.get(office.plan_id).extra_columns == ("责任人",)


def test_dues_are_kept_to_the_year_the_month_or_the_day(office: Office) -> None:
    rows = office.show()["plans"][0]["rows"]
    assert [row["due"] for row in rows[:4]] == ["2026-06", "2027", "2025-11-30", "2025"]


def test_the_head_of_the_document_is_kept(office: Office) -> None:
    plan = office.show()["plans"][0]
    told = (plan["title"], plan["annex_name"], plan["document_number"], plan["issued_on"], plan["own_unit"])
    assert told == (
        "槐川县粮食仓储设施提升行动方案",
        "配档表",
        "槐政发〔2025〕3号",
        "2025-02-14",
        OWN_UNIT,
    )


def test_a_target_is_asked_of_the_only_lead_of_its_row(office: Office) -> None:
    indicators = office.show()["plans"][0]["indicators"]
    assert {one["name"]: one["reporters"] for one in indicators} == {
        "标准化粮仓": [OWN_UNIT],
        "粮食烘干中心": ["县农业农村局"],
        "通仓道路": ["县交通运输局"],
    }


def test_two_plans_of_one_county_share_its_units(office: Office) -> None:
    second = plans.add_plan(office.store, write_plan(office.folder, water_plan(), "灌区.txt"))
    first_plan, second_plan = office.store.plans.get(office.plan_id), office.store.plans.get(second)
    assert stores.unit_named(first_plan, "县水利局") == stores.unit_named(second_plan, "县水利局")
    assert [head.title for head in stores.plan_heads(office.store)] == [first_plan.title, second_plan.title]


def test_the_office_named_once_is_own_unit_of_the_next_plan(office: Office) -> None:
    second = plans.add_plan(office.store, write_plan(office.folder, water_plan(), "灌区.txt"))
    assert office.store.plans.get(second).own_unit_id == office.unit_id(OWN_UNIT)


def test_the_same_document_is_not_added_twice(office: Office) -> None:
    before = office.show()
    with pytest.raises(Refused, match="plan-exists"):
        plans.add_plan(office.store, write_plan(office.folder, granary_plan(), "又一份.txt"))
    assert office.show() == before


def test_a_text_without_a_plan_is_told_apart(tmp_path: Path) -> None:
    letter = write_plan(tmp_path, "您好，会议改到下周三。\n", "便条.txt")
    with pytest.raises(NotAPlan):
        plans.read_document(letter)


def test_a_document_that_is_missing_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable) as told:
        plans.read_document(tmp_path / "没有.txt")
    assert told.value.reason == "missing"


def test_a_misspelt_name_is_kept_as_printed_until_the_proposal_is_accepted(tmp_path: Path) -> None:
    text = granary_plan().replace("\t县粮食和物资储备局\t", "\t县粮食和物质储备局\t", 1)
    document = write_plan(tmp_path, text)
    with stores.create_store(tmp_path / "甲.peidang") as store:
        plans.add_plan(store, document, OWN_UNIT)
        assert "县粮食和物质储备局" in showing.show(store)["plans"][0]["units"]
        assert any(
            doubt.quote == "县粮食和物质储备局" for doubt in store.plans.doubts(stores.pick_plan(store).id)
        )
    with stores.create_store(tmp_path / "乙.peidang") as store:
        plans.add_plan(store, document, OWN_UNIT, accept_proposals=True)
        shown = showing.show(store)["plans"][0]
        assert "县粮食和物质储备局" not in shown["units"]
        assert any("县粮食和物质储备局" in row["lead"] + row["responsible"] for row in shown["rows"]), (
            "printed names stay"
        )


@pytest.mark.parametrize("text", ["1", "粮食仓储"])
def test_a_plan_is_picked_by_its_number_or_a_piece_of_its_title(office: Office, text: str) -> None:
    plans.add_plan(office.store, write_plan(office.folder, water_plan(), "灌区.txt"))
    assert stores.pick_plan(office.store, text).id == office.plan_id


def test_a_number_in_the_list_wins_over_ids_that_begin_with_it(tmp_path: Path) -> None:
    with stores.create_store(tmp_path / "库.peidang") as store:
        for number in range(1, 18):  # ids begin with any of sixteen characters
            text = water_plan().replace(
                "灌区节水改造", f"第{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午'[number - 1]}灌区改造"
            )
            plans.add_plan(store, write_plan(tmp_path, text, f"{number}.txt"))
        assert [stores.pick_plan(store, str(n)).id for n in range(1, 10)] == [
            head.id for head in stores.plan_heads(store)[:9]
        ]
