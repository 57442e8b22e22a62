"""Returns for another month, another plan, another unit, another office; and workbooks that somebody made up."""

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from peidang.app.month import months, showing, undoing
from peidang.app.outgoing import sending
from peidang.app.plan import plans
from peidang.app.returns import deciding, receiving
from peidang.app.store import stores
from peidang.app.views import FileOutcome
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import Field
from tests.app import bureau
from tests.app.bureau import STARTED
from tests.app.office import FARMING, TODAY, WATER, Office, office_in, outcomes
from tests.app.plan_texts import OWN_UNIT, water_plan, write_plan


@pytest.fixture
def october(office: Office) -> bytes:
    """A filled October return, while November is open as well."""
    data = bureau.fill(office.requests()[FARMING], {2: STARTED})
    months.open_month(office.store, office.plan_id, "2025-11")
    return data


@pytest.fixture
def stranger(office_template: Path, tmp_path: Path) -> Iterator[Office]:
    """Another office with a store of its own and another plan."""
    with stores.create_store(tmp_path / "别处.peidang") as store:
        plan_id = plans.add_plan(store, write_plan(tmp_path, water_plan()), OWN_UNIT)
        period = months.open_month(store, plan_id, "2025-10")
        yield Office(store, tmp_path, plan_id, period.id)


def test_a_return_for_an_older_open_month_is_kept_and_not_taken(office: Office, october: bytes) -> None:
    told = office.take(october)
    assert (told.outcome, told.month, told.unit) == ("wrong-month", "2025-10", FARMING)
    assert sum(told.cells.values()) == 0
    assert told.findings != ()
    assert office.entry(2, FARMING) == {}


def test_it_is_taken_when_that_month_is_named(office: Office, october: bytes) -> None:
    assert office.take(october, month="2025-10").outcome == "taken"
    assert office.entry(2, FARMING)["progress"] == STARTED["进展情况"]


def test_a_return_for_the_newest_month_is_not_taken_into_a_month_named(
    office: Office, october: bytes
) -> None:
    november = stores.pick_period(office.store, office.plan_id, "2025-11")
    made = sending.send(office.store, office.plan_id, november.id, office.folder / "十一月", TODAY)
    sent = next(one.path.read_bytes() for one in made.files if one.what == FARMING)
    assert office.take(bureau.fill(sent, {2: STARTED}), month="2025-10").outcome == "wrong-month"


def test_it_waits_for_a_decision_and_is_taken_by_it(office: Office, october: bytes) -> None:
    office.take(october, "十月.xlsx")
    (asked,) = deciding.open_decisions(office.store)
    assert (asked.kind, asked.month) == ("wrong-month", "2025-10")
    assert "十月.xlsx" in asked.question
    batch = deciding.decide(office.store, asked.id, "take")
    assert office.entry(2, FARMING)["progress"] == STARTED["进展情况"]
    assert deciding.open_decisions(office.store) == ()
    undoing.undo(office.store, batch)
    assert office.entry(2, FARMING) == {}
    assert [one.id for one in deciding.open_decisions(office.store)] == [asked.id]


def test_left_outside_it_is_asked_no_more(office: Office, october: bytes) -> None:
    path = office.arrive(october)
    office.receive(path)
    (asked,) = deciding.open_decisions(office.store)
    deciding.decide(office.store, asked.id, "leave")
    assert deciding.open_decisions(office.store) == ()
    assert outcomes(office.receive(path).files) == ["wrong-month"]
    assert deciding.open_decisions(office.store) == ()
    assert office.entry(2, FARMING) == {}


def test_dropped_twice_it_is_asked_once_and_says_the_same(office: Office, october: bytes) -> None:
    first = office.take(october)
    again = office.take(october)
    assert (again.outcome, again.findings) == (first.outcome, first.findings)
    assert len(deciding.open_decisions(office.store)) == 1


def test_a_return_for_a_month_that_was_never_opened_is_not_taken(office: Office) -> None:
    request = replace(bureau.request_in(office.requests()[FARMING]), token="other", period_key="2024-07")
    assert office.take(bureau.forged(request)).outcome == "wrong-month"
    assert office.entry(2, FARMING) == {}


def test_a_return_of_another_offices_plan_is_a_wrong_plan(office: Office, stranger: Office) -> None:
    told = office.take(bureau.fill(stranger.requests()[WATER], {1: STARTED}))
    assert (told.outcome, told.plan, told.unit) == ("wrong-plan", "槐川县灌区节水改造工作方案", WATER)


def test_another_offices_blank_request_is_a_request_to_us(office: Office, stranger: Office) -> None:
    assert office.take(stranger.requests()[WATER]).outcome == "request"


def test_so_is_one_that_already_holds_what_we_told_before(office: Office, stranger: Office) -> None:
    stranger.take(bureau.fill(stranger.requests()[WATER], {1: STARTED}))
    assert office.take(stranger.requests()[WATER]).outcome == "request"


def test_with_a_plan_named_returns_of_the_others_stay_outside(office: Office) -> None:
    other = plans.add_plan(office.store, write_plan(office.folder, water_plan(), "灌区.txt"), OWN_UNIT)
    period = months.open_month(office.store, other, "2025-10")
    made = sending.send(office.store, other, period.id, office.folder / "灌区", TODAY)
    water = next(one.path.read_bytes() for one in made.files if one.what == WATER)
    granary = office.requests()[WATER]
    office.arrive(bureau.fill(water, {1: STARTED}), "灌区.xlsx")
    office.arrive(bureau.fill_all(granary), "粮仓.xlsx")
    told = office.receive(office.folder / "收到", plan_id=other)
    assert outcomes(told.files) == ["taken", "wrong-plan"]
    told = office.receive(office.folder / "收到")
    assert outcomes(told.files) == ["same-again", "taken"]


def test_two_plans_in_one_store_keep_their_answers_apart(office: Office) -> None:
    other = plans.add_plan(office.store, write_plan(office.folder, water_plan(), "灌区.txt"), OWN_UNIT)
    period = months.open_month(office.store, other, "2025-10")
    made = sending.send(office.store, other, period.id, office.folder / "灌区", TODAY)
    water = next(one.path.read_bytes() for one in made.files if one.what == WATER)
    office.take(bureau.fill(water, {1: STARTED}))
    first, second = office.show()["plans"]
    assert (len(first["months"][0]["entries"]), len(second["months"][0]["entries"])) == (0, 1)


def test_one_month_is_shown_of_the_plans_that_have_it(office: Office) -> None:
    plans.add_plan(office.store, write_plan(office.folder, water_plan(), "灌区.txt"), OWN_UNIT)
    shown = showing.show(office.store, month="2025-10")["plans"]
    assert [[month["month"] for month in plan["months"]] for plan in shown] == [["2025-10"], []]
    with pytest.raises(NotFound):
        showing.show(office.store, month="2025-12")


def test_a_unit_the_plan_does_not_know_is_told(office: Office) -> None:
    request = bureau.request_in(office.requests()[FARMING])
    units = tuple(
        replace(one, id="x", name="县档案馆") if one.id == request.unit_id else one
        for one in request.plan.units
    )
    rows = tuple(
        replace(
            row,
            assignments=tuple(
                replace(part, unit_id="x") if part.unit_id == request.unit_id else part
                for part in row.assignments
            ),
        )
        for row in request.plan.rows
    )
    indicators = tuple(replace(one, reporter_ids=("x",)) for one in request.plan.indicators)
    lines = tuple(replace(line, row=row) for line, row in zip(request.rows, rows, strict=True))
    numbers = tuple(
        replace(line, indicator=one) for line, one in zip(request.indicators, indicators, strict=True)
    )
    plan = replace(request.plan, units=units, rows=rows, indicators=indicators)
    made_up = replace(request, token="x", unit_id="x", plan=plan, rows=lines, indicators=numbers)
    told = office.take(bureau.forged(made_up))
    assert (told.outcome, told.unit) == ("unknown-unit", "县档案馆")


def test_a_token_with_another_unit_is_refused_with_the_reason(office: Office) -> None:
    sent = office.requests()
    stolen = replace(bureau.request_in(sent[WATER]), token=bureau.request_in(sent[FARMING]).token)
    before = office.show()
    told = office.take(bureau.forged(stolen))
    assert (told.outcome, office.show()) == ("refused", before)
    assert ["记录不一致" in one["message"] for one in told.findings] == [True]


def test_a_token_with_another_month_is_refused(office: Office) -> None:
    months.open_month(office.store, office.plan_id, "2025-11")
    moved = replace(bureau.request_in(office.requests()[FARMING]), period_key="2025-11")
    assert office.take(bureau.forged(moved)).outcome == "refused"


def test_a_token_with_another_plan_is_refused(office: Office, stranger: Office) -> None:
    token = bureau.request_in(office.requests()[WATER]).token
    moved = replace(bureau.request_in(stranger.requests()[WATER]), token=token)
    assert office.take(bureau.forged(moved)).outcome == "refused"


def test_a_made_up_file_cannot_answer_other_units_rows(office: Office) -> None:
    """No token is known here, e.g. after an older backup was restored: the plan says what the unit is asked."""
    water = bureau.request_in(office.requests()[WATER])
    farming = bureau.request_in(office.requests()[FARMING])
    both = replace(
        farming,
        token="unknown",
        rows=(*farming.rows, water.rows[-1]),
        plan=replace(
            farming.plan,
            rows=(*farming.plan.rows, water.rows[-1].row),
            units=office.store.plans.get(office.plan_id).units,
        ),
    )
    told = office.take(bureau.forged(both))
    assert told.cells["new"] == len(farming.rows)
    assert {one["unit"] for one in office.show()["plans"][0]["months"][0]["entries"]} == {FARMING}
    serials = {one["serial"] for one in office.show()["plans"][0]["months"][0]["entries"]}
    assert serials == {line.row.serial for line in farming.rows}


def test_a_unit_that_is_asked_for_nothing_is_the_wrong_unit(office: Office) -> None:
    nobody = office.store.units.add(office.store.plans.get(office.plan_id).authority.id, "县机关事务中心")
    office.store.plans.change(office.plan_id, own_unit_id=nobody.id, coordinator_id=nobody.id)
    request = bureau.request_in(office.requests()[FARMING])
    made_up = replace(request, token="unknown", unit_id=nobody.id, rows=request.rows[:1], indicators=())
    plan = replace(request.plan, rows=request.plan.rows[:1], indicators=())
    told = office.take(bureau.forged(replace(made_up, plan=plan)))
    assert told.outcome == "wrong-unit"
    assert office.show()["plans"][0]["months"][0]["entries"] == []


def test_a_request_sent_before_an_older_backup_is_still_taken(
    office: Office, office_template: Path, tmp_path: Path
) -> None:
    november = months.open_month(office.store, office.plan_id, "2025-11")
    made = sending.send(office.store, office.plan_id, november.id, office.folder / "十一月", TODAY)
    sent = next(one.path.read_bytes() for one in made.files if one.what == FARMING)
    with office_in(office_template, tmp_path / "恢复") as older:
        months.open_month(older.store, older.plan_id, "2025-11")
        assert older.take(bureau.fill(sent, {2: STARTED})).outcome == "taken"
        assert older.entry(2, FARMING, month=1)["progress"] == STARTED["进展情况"]


def test_opening_a_month_again_keeps_its_due_unless_another_is_named(office: Office) -> None:
    again = months.open_month(office.store, office.plan_id, "2025-10")
    assert again.due == date(2025, 10, 25)
    assert months.open_month(office.store, office.plan_id, "2025-10", date(2025, 11, 2)).due == date(
        2025, 11, 2
    )
    assert months.open_month(office.store, office.plan_id, "2025-10").due == date(2025, 11, 2)


def test_a_month_that_cannot_be_read_is_refused(office: Office) -> None:
    for told in ("十月", "2025-13", "2025-Q5", ""):
        with pytest.raises(Refused, match="no-such-month"):
            months.open_month(office.store, office.plan_id, told)
        with pytest.raises(Refused, match="no-such-month"):
            receiving.receive(office.store, [], month=told or "x")


def test_quarters_and_months_taken_together_are_periods_too(office: Office) -> None:
    spans = ("2026-Q1", "2026-01..02")
    labels = [months.open_month(office.store, office.plan_id, span).span.label for span in spans]
    assert labels == ["2026年一季度", "2026年1—2月"]


def test_a_cell_of_a_made_up_file_that_is_no_answer_is_passed_over(office: Office) -> None:
    request = bureau.request_in(office.requests()[FARMING])
    office.take(bureau.forged(request, {(request.rows[0].row.id, Field.PROGRESS): "已开工。"}))
    assert len(office.show()["plans"][0]["months"][0]["entries"]) == 1


def why(told: FileOutcome) -> str:
    """The sentence that says why the file stays outside."""
    (one,) = [found for found in told.findings if found["code"] == told.outcome]
    return one["message"]


def test_whatever_stays_outside_says_why(office: Office, stranger: Office, october: bytes) -> None:
    assert "2025年10月的填报表，不是这次要收的报告期" in why(office.take(october))
    sent = stranger.requests()[FARMING]
    title = stranger.store.plans.get(stranger.plan_id).title
    assert f"这是方案“{title}”的填报表，本工作库没有它" in why(office.take(bureau.fill_all(sent)))
    assert "还没有填" in why(office.take(sent, "空表.xlsx"))


def test_a_return_of_another_plan_than_the_one_named_says_which_it_is(office: Office, tmp_path: Path) -> None:
    data = bureau.fill_all(office.requests()[FARMING])
    other = plans.add_plan(office.store, write_plan(tmp_path, water_plan()), OWN_UNIT)
    title = office.store.plans.get(office.plan_id).title
    assert f"这是方案“{title}”的填报表，不是这次要收的方案" in why(office.take(data, plan_id=other))


def test_a_file_with_two_months_asks_only_about_the_other_one(office: Office) -> None:
    months.open_month(office.store, office.plan_id, "2025-11")
    row = next(one for one in office.store.plans.get(office.plan_id).rows if one.serial == 2)
    book = openpyxl.Workbook()
    for name, text in (("10月", "十月开工三处。"), ("11月", "十一月完工两处。")):
        sheet = book.create_sheet(name)
        sheet.append([f"填报单位：{FARMING}"])
        sheet.append(["序号", "主要任务", "推进措施及目标", "完成状态", "进展情况"])
        sheet.append([2, row.task, row.measure, "正常推进", text])
    out = io.BytesIO()
    book.save(out)
    path = office.folder / "两个月.xlsx"
    path.write_bytes(out.getvalue())
    assert sorted(outcomes(office.receive(path).files)) == ["taken", "wrong-month"]
    (asked,) = deciding.open_decisions(office.store)
    deciding.decide(office.store, asked.id, next(one.id for one in asked.choices if one.proposed))
    assert not deciding.open_decisions(office.store)
    assert office.entry(2, FARMING)["progress"] == "十月开工三处。"
