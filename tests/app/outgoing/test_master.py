"""发总表: all units in one workbook, each fills its own lines, and what comes back is each unit's own."""

from collections.abc import Mapping

import pytest

from peidang.app.outgoing.master import send_master
from peidang.domain.errors import Refused
from peidang.files.filling import Filling, fill_cells
from peidang.files.workbook import read_workbook
from tests.app import bureau
from tests.app.office import FARMING, FINANCE, WATER, Office
from tests.app.plan_texts import BUREAUS, SHARED_BY_THREE

Typed = Mapping[tuple[int, str], Mapping[str, Filling]]
"""By (序号, 填报单位), then by column head."""


def master(office: Office) -> bytes:
    made = send_master(office.store, office.plan_id, office.period_id, office.folder / "总表")
    (one,) = made.files
    assert one.path.name == "2025年10月填报总表.xlsx"
    return one.path.read_bytes()


def fill(data: bytes, typed: Typed, sheet_name: str = "填报表") -> bytes:
    """What is typed by units into lines that bear their name."""
    sheet = read_workbook(data, "").sheet(sheet_name)
    assert sheet is not None
    heads = [str(cell) for cell in sheet.rows[4]]
    at = heads.index("填报单位")
    places: dict[tuple[str, str], Filling] = {}
    for number, line in enumerate(sheet.rows[5:], start=6):
        for head, value in typed.get((int(float(str(line[0]))), str(line[at])), {}).items():
            places[sheet_name, f"{chr(ord('A') + heads.index(head))}{number}"] = value
    assert len(places) == sum(map(len, typed.values()))
    return fill_cells(data, places, bureau.SAVED)


def test_every_unit_has_its_lines_and_a_shared_row_one_for_each(office: Office) -> None:
    sheet = read_workbook(master(office), "").sheet("填报表")
    assert sheet is not None
    lines = [(int(float(str(line[0]))), str(line[7])) for line in sheet.rows[5:]]
    assert {unit for _, unit in lines} == set(BUREAUS)
    units = [unit.name for unit in office.store.plans.get(office.plan_id).reporting_units()]
    shared = [unit for serial, unit in lines if serial == SHARED_BY_THREE]
    assert shared == [unit for unit in units if unit in (FARMING, WATER, FINANCE)]
    assert [serial for serial, _ in lines] == sorted(serial for serial, _ in lines)


def test_it_carries_the_same_requests_as_those_sent_one_by_one(office: Office) -> None:
    tokens = {bureau.request_in(data).token for data in office.requests().values()}
    sheet = read_workbook(master(office), "").sheet("_peidang")
    assert sheet is not None
    assert {str(line[1]) for line in sheet.rows if line[0] == "request"} == tokens


def test_a_unit_that_fills_its_lines_has_reported_and_the_others_have_not(office: Office) -> None:
    back = fill(master(office), {(SHARED_BY_THREE, WATER): bureau.STARTED})
    outcomes = office.receive(office.arrive(back, "总表.xlsx")).files
    assert [(one.outcome, one.unit) for one in outcomes] == [("taken", WATER)]
    assert office.entry(SHARED_BY_THREE, WATER)["progress"] == bureau.STARTED["进展情况"]
    assert not office.entry(SHARED_BY_THREE, FARMING)


def test_two_units_in_one_copy_are_two_returns(office: Office) -> None:
    typed = {
        (SHARED_BY_THREE, WATER): bureau.STARTED,
        (SHARED_BY_THREE, FARMING): {**bureau.STARTED, "进展情况": "已完成选址5处。"},
    }
    outcomes = office.receive(office.arrive(fill(master(office), typed), "总表.xlsx")).files
    assert [(one.outcome, one.unit) for one in outcomes] == [("taken", FARMING), ("taken", WATER)]
    assert office.entry(SHARED_BY_THREE, FARMING)["progress"] == "已完成选址5处。"


def test_indicators_come_in_from_their_own_sheet(office: Office) -> None:
    back = fill(master(office), {(2, FARMING): {"累计数": 12}}, "指标填报表")
    outcomes = office.receive(office.arrive(back, "总表.xlsx")).files
    assert [(one.outcome, one.unit, one.cells["new"]) for one in outcomes] == [("taken", FARMING, 1)]


def test_copies_of_several_units_join_in_any_order(office: Office) -> None:
    data = master(office)
    one = fill(data, {(SHARED_BY_THREE, WATER): bureau.STARTED})
    two = fill(data, {(SHARED_BY_THREE, FINANCE): bureau.STARTED})
    office.receive(office.arrive(two, "财政.xlsx"), office.arrive(one, "水利.xlsx"))
    assert office.entry(SHARED_BY_THREE, WATER)["progress"] == bureau.STARTED["进展情况"]
    assert office.entry(SHARED_BY_THREE, FINANCE)["progress"] == bureau.STARTED["进展情况"]
    assert office.show()["decisions"] == []


def test_what_is_sent_by_default_never_holds_all_units(office: Office) -> None:
    office.requests()
    assert not list((office.folder / "发出").rglob("*总表*"))


def test_an_office_that_only_answers_makes_no_master(office: Office) -> None:
    office.store.plans.change(office.plan_id, own_unit_id=office.unit_id(FINANCE))
    with pytest.raises(Refused, match="not-coordinator"):
        master(office)
