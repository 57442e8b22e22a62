"""The bureau's side: a request is opened, filled in the program and answered; what arrives at the office is the same."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from peidang.app import answering
from peidang.app.month import entering, months, showing, undoing
from peidang.app.outgoing import sending
from peidang.app.plan import plans
from peidang.app.returns import deciding, receiving
from peidang.app.store import stores
from peidang.db.store import Store
from peidang.domain.errors import FileUnreadable, Refused
from peidang.domain.labels import Field
from tests.app import bureau
from tests.app.bureau import STARTED
from tests.app.office import FARMING, MONTH, TODAY, WATER, Office
from tests.app.plan_texts import COUNTY, OWN_UNIT, SHARED_BY_THREE, water_plan, write_plan


@dataclass
class Desk:
    """A bureau's own store."""

    store: Store
    folder: Path

    def answer(self, data: bytes, name: str = "填报表.xlsx") -> None:
        answering.answer(self.store, bureau.put(self.folder / "来文" / name, data))

    @property
    def plan_id(self) -> str:
        return stores.pick_plan(self.store).id

    @property
    def period_id(self) -> str:
        return stores.pick_period(self.store, self.plan_id).id

    def type(self, serial: int, text: str, field: Field = Field.PROGRESS) -> int:
        plan = self.store.plans.get(self.plan_id)
        row = next(row.id for row in plan.rows if row.serial == serial)
        return entering.enter(self.store, self.period_id, plan.own_unit_id or "", {(row, field): text})

    def reply(self) -> bytes:
        return answering.reply(
            self.store, self.plan_id, self.period_id, self.folder / "报出"
        ).path.read_bytes()

    def shown(self, serial: int, field: str = "progress") -> str:
        entries = showing.show(self.store)["plans"][0]["months"][-1]["entries"]
        return next((one[field] for one in entries if one["serial"] == serial), "")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with stores.create_store(tmp_path / "局" / "局.peidang") as store:
        yield Desk(store, tmp_path / "局")


def test_a_request_becomes_a_plan_with_the_bureaus_own_rows(office: Office, desk: Desk) -> None:
    desk.answer(office.requests()[FARMING])
    shown = showing.show(desk.store)["plans"][0]
    asked = [row for row in office.show()["plans"][0]["rows"] if FARMING in row["lead"]]
    assert shown["rows"] == asked
    assert (shown["own_unit"], shown["coordinator"], shown["authority"]) == (FARMING, OWN_UNIT, COUNTY)
    assert [one["month"] for one in shown["months"]] == [MONTH]


def test_opening_the_request_again_changes_nothing(office: Office, desk: Desk) -> None:
    data = office.requests()[FARMING]
    desk.answer(data)
    desk.type(2, "已开工。")
    before = showing.show(desk.store)
    desk.answer(data)
    assert showing.show(desk.store) == before


def test_a_reply_arrives_as_it_was_typed(office: Office, desk: Desk) -> None:
    desk.answer(office.requests()[FARMING])
    desk.type(2, "已开工。")
    told = office.take(desk.reply())
    assert (told.outcome, told.recognised_by, told.unit) == ("taken", "token", FARMING)
    assert office.entry(2, FARMING)["progress"] == "已开工。"


def test_nothing_is_replied_before_something_is_answered(office: Office, desk: Desk) -> None:
    desk.answer(office.requests()[FARMING])
    with pytest.raises(Refused, match="not-answered"):
        desk.reply()


def test_a_second_reply_is_later_than_the_first(office: Office, desk: Desk) -> None:
    desk.answer(office.requests()[FARMING])
    desk.type(2, "已开工。")
    office.take(desk.reply())
    desk.type(2, "已开工2处。")
    told = office.take(desk.reply())
    assert (told.outcome, told.cells["updated"]) == ("taken", 1)
    assert office.entry(2, FARMING)["progress"] == "已开工2处。"


def test_a_second_reply_that_arrives_first_stays_the_later_one(office: Office, desk: Desk) -> None:
    desk.answer(office.requests()[FARMING])
    desk.type(2, "已开工。")
    first = desk.reply()
    desk.type(2, "已开工2处。")
    second = desk.reply()
    office.take(second)
    told = office.take(first)
    assert told.outcome == "older"
    assert office.entry(2, FARMING)["progress"] == "已开工2处。"
    assert deciding.open_decisions(office.store) == ()


def test_a_reply_lost_in_the_mail_loses_no_cell(office: Office, desk: Desk) -> None:
    desk.answer(office.requests()[FARMING])
    desk.type(2, "已开工。")
    desk.reply()  # never arrives
    desk.type(SHARED_BY_THREE, "已签约。")
    office.take(desk.reply())
    assert office.entry(2, FARMING)["progress"] == "已开工。"
    assert office.entry(SHARED_BY_THREE, FARMING)["progress"] == "已签约。"


@pytest.mark.parametrize("back_to", ["", "原有内容。"])
def test_a_change_taken_back_counts_though_the_reply_that_said_so_was_lost(
    office: Office, desk: Desk, back_to: str
) -> None:
    if back_to:
        cell = {(office.row_id(2), Field.PROGRESS): back_to}
        entering.enter(office.store, office.period_id, office.unit_id(FARMING), cell)
    desk.answer(office.requests()[FARMING])
    desk.type(2, "写错了。")
    desk.type(SHARED_BY_THREE, "甲。")
    office.take(desk.reply())
    desk.type(2, back_to)
    desk.reply()  # never arrives
    desk.type(SHARED_BY_THREE, "乙。")
    office.take(desk.reply())
    assert office.entry(2, FARMING).get("progress", "") == back_to
    assert office.entry(SHARED_BY_THREE, FARMING)["progress"] == "乙。"
    assert deciding.open_decisions(office.store) == ()


def test_an_emptied_cell_is_emptied_at_the_office(office: Office, desk: Desk) -> None:
    desk.answer(office.requests()[FARMING])
    desk.type(2, "已开工。")
    desk.type(SHARED_BY_THREE, "甲。")
    office.take(desk.reply())
    desk.type(2, "")
    told = office.take(desk.reply())
    assert told.outcome == "taken"
    assert office.entry(2, FARMING) == {}


def test_the_same_reply_written_twice_is_one_reply(office: Office, desk: Desk) -> None:
    desk.answer(office.requests()[FARMING])
    desk.type(2, "已开工。")
    first, second = desk.reply(), desk.reply()
    assert bureau.request_in(first).return_id == bureau.request_in(second).return_id
    office.take(first)
    assert office.take(second).outcome in ("same-again", "nothing-new")


def test_what_the_office_had_already_is_there_to_go_on_from(office: Office, desk: Desk) -> None:
    office.take(bureau.fill(office.requests()[FARMING], {2: STARTED}))
    desk.answer(office.requests()[FARMING])
    assert desk.shown(2) == STARTED["进展情况"]
    desk.type(2, "已开工3处。")
    told = office.take(desk.reply())
    assert (told.outcome, told.cells["updated"], told.cells["new"]) == ("taken", 1, 0)


def test_a_request_sent_again_brings_what_the_office_changed_and_keeps_what_was_typed(
    office: Office, desk: Desk
) -> None:
    unit = office.unit_id(FARMING)
    cell = {(office.row_id(2), Field.PROGRESS): "电话了解：已选址。"}
    entering.enter(office.store, office.period_id, unit, cell)
    desk.answer(office.requests()[FARMING], "一.xlsx")
    desk.type(SHARED_BY_THREE, "本局自己填的。")
    cell = {(office.row_id(2), Field.PROGRESS): "电话了解：已开工。"}
    entering.enter(office.store, office.period_id, unit, cell)
    desk.answer(office.requests()[FARMING], "二.xlsx")
    assert (desk.shown(2), desk.shown(SHARED_BY_THREE)) == ("电话了解：已开工。", "本局自己填的。")
    assert deciding.open_decisions(desk.store) == ()


def test_what_both_sides_changed_is_asked_at_the_bureau_and_not_replied_before(
    office: Office, desk: Desk
) -> None:
    unit = office.unit_id(FARMING)
    cell = (office.row_id(2), Field.PROGRESS)
    entering.enter(office.store, office.period_id, unit, {cell: "电话了解：已选址。"})
    desk.answer(office.requests()[FARMING], "一.xlsx")
    desk.type(2, "本局：选址2处。")
    entering.enter(office.store, office.period_id, unit, {cell: "电话了解：已开工。"})
    desk.answer(office.requests()[FARMING], "二.xlsx")
    (asked,) = deciding.open_decisions(desk.store)
    with pytest.raises(Refused, match="undecided"):
        desk.reply()
    choice = next(one.id for one in asked.choices if "录入" in one.words)
    deciding.decide(desk.store, asked.id, choice)
    office.take(desk.reply())
    assert office.entry(2, FARMING)["progress"] == "本局：选址2处。"


def test_a_request_that_is_undone_wipes_nothing_at_the_office(office: Office, desk: Desk) -> None:
    office.take(bureau.fill(office.requests()[FARMING], {2: STARTED}))
    desk.answer(office.requests()[FARMING])
    with pytest.raises(Refused, match="not-undoable"):
        undoing.undo(desk.store, desk.store.batches.all("answer")[0].id)


def test_a_unit_the_bureau_knows_by_name_stays_the_same_unit(office: Office, desk: Desk) -> None:
    """The bureau runs a plan of its own in the same county, so its store has other ids for the same units."""
    own = plans.add_plan(desk.store, write_plan(desk.folder, water_plan()), FARMING)
    desk.answer(office.requests()[FARMING])
    first, second = (desk.store.plans.get(head.id) for head in stores.plan_heads(desk.store))
    assert (first.id, first.own_unit_id) == (own, second.own_unit_id)
    assert second.own_unit_id != office.unit_id(FARMING)
    period = stores.pick_period(desk.store, second.id)
    cell = {(office.row_id(2), Field.PROGRESS): "已开工。"}
    entering.enter(desk.store, period.id, second.own_unit_id or "", cell)
    made = answering.reply(desk.store, second.id, period.id, desk.folder)
    assert office.take(made.path.read_bytes()).outcome == "taken"
    assert office.entry(2, FARMING)["progress"] == "已开工。"


def test_such_a_bureau_can_take_in_its_own_workbook_filled_in_wps(office: Office, desk: Desk) -> None:
    plans.add_plan(desk.store, write_plan(desk.folder, water_plan()), FARMING)
    request = office.requests()[FARMING]
    desk.answer(request)
    filled = bureau.put(desk.folder / "科室填好.xlsx", bureau.fill(request, {2: STARTED}))
    (told,) = receiving.receive(desk.store, [filled], today=TODAY).files
    assert (told.outcome, told.unit, told.cells["new"]) == ("taken", FARMING, 3)


def test_a_unit_that_the_office_renamed_is_known_by_its_id(office: Office, desk: Desk) -> None:
    desk.answer(office.requests()[FARMING])
    office.store.units.rename(office.unit_id(WATER), "县水务局")
    november = months.open_month(office.store, office.plan_id, "2025-11")
    made = sending.send(office.store, office.plan_id, november.id, office.folder / "十一月", TODAY)
    desk.answer(next(one.path.read_bytes() for one in made.files if one.what == FARMING), "十一月.xlsx")
    assert [one["month"] for one in showing.show(desk.store)["plans"][0]["months"]] == [MONTH, "2025-11"]


def test_an_office_that_never_said_who_it_is_can_be_answered_every_month(tmp_path: Path, desk: Desk) -> None:
    with stores.create_store(tmp_path / "县.peidang") as store:
        plan_id = plans.add_plan(store, write_plan(tmp_path, water_plan()))
        for month in ("2025-10", "2025-11"):
            period = months.open_month(store, plan_id, month)
            made = sending.send(store, plan_id, period.id, tmp_path / month, TODAY)
            desk.answer(
                next(one.path.read_bytes() for one in made.files if one.what == WATER), f"{month}.xlsx"
            )
    shown = showing.show(desk.store)["plans"][0]
    assert ([one["month"] for one in shown["months"]], shown["own_unit"]) == (["2025-10", "2025-11"], WATER)
    assert not stores.plan_heads(desk.store)[0].coordinates


def test_a_request_of_ones_own_is_refused(office: Office) -> None:
    path = office.arrive(office.requests()[FARMING])
    with pytest.raises(Refused, match="own-request"):
        answering.answer(office.store, path)


def test_a_request_to_another_unit_is_refused_for_the_same_plan(office: Office, desk: Desk) -> None:
    sent = office.requests()
    desk.answer(sent[FARMING])
    before = showing.show(desk.store)
    with pytest.raises(Refused, match="other-unit"):
        desk.answer(sent[WATER], "水利.xlsx")
    assert showing.show(desk.store) == before


def test_what_is_no_request_is_told(desk: Desk) -> None:
    with pytest.raises(FileUnreadable):
        desk.answer(b"not a workbook")
    assert showing.show(desk.store)["plans"] == []


def test_rows_added_by_the_office_arrive_with_the_next_request(office: Office, desk: Desk) -> None:
    request = bureau.request_in(office.requests()[FARMING])
    desk.answer(bureau.forged(request, {}))
    fewer = request.rows[:-1]
    kept = {line.row.id for line in fewer}
    changed = replace(
        request,
        token="another",
        period_key="2025-11",
        due=date(2025, 11, 25),
        rows=fewer,
        plan=replace(request.plan, rows=tuple(row for row in request.plan.rows if row.id in kept)),
    )
    desk.answer(bureau.forged(changed, {}), "十一月.xlsx")
    october, november = stores.periods(desk.store, desk.plan_id)
    asked = [len(months.plan_of(desk.store, one).rows) for one in (october, november)]
    assert asked == [len(request.rows), len(fewer)]
