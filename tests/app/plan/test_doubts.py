"""存疑逐条确认, 指标责任分工: what the reader left open is decided by people, and what was sent or issued is minded."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from peidang.app.month import months
from peidang.app.papers import reporting
from peidang.app.plan import doubts, indicator_duty, plans
from peidang.app.plan.doubts import OpenDoubt
from peidang.app.store import stores
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import IndicatorKind, IndicatorReporting, Light
from peidang.domain.lights import light_of_row
from peidang.domain.plan import BaseFigure, Indicator, YearlyNode
from tests.app import bureau
from tests.app.office import MONTH, TODAY, WATER, Office
from tests.app.plan_texts import OWN_UNIT, granary_plan, write_plan

TYPO, PROPER = "县市场监督管里局", "县市场监督管理局"
MISSPELT = 15
"""The row whose lead is misspelt."""
GOALS = "一、总体目标\n到2027年，全县完好仓容达到60万吨以上。\n二、建设仓储设施"
ROOM = "完好仓容"


def doubtful_plan() -> str:
    """The granary plan with a slip of the pen and a goal that names no unit."""
    rows = granary_plan().splitlines()
    rows = [one.replace(PROPER, TYPO, 1) if one.startswith(f"{MISSPELT}\t") else one for one in rows]
    return "\n".join(rows).replace("一、建设仓储设施", GOALS, 1)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """An office with the doubtful plan and October open; nothing is sent."""
    with stores.create_store(tmp_path / "库.peidang") as store:
        plan_id = plans.add_plan(store, write_plan(tmp_path, doubtful_plan()), OWN_UNIT)
        period = months.open_month(store, plan_id, MONTH)
        yield Office(store, tmp_path, plan_id, period.id)


def waiting(office: Office, code: str) -> OpenDoubt:
    return next(one for one in doubts.open_doubts(office.store, office.plan_id) if one.code == code)


def settle(office: Office, code: str, choice: str, **more: str) -> None:
    doubts.settle(office.store, office.plan_id, str(waiting(office, code).number), choice, **more)


def room(office: Office) -> Indicator:
    return next(one for one in office.store.plans.get(office.plan_id).indicators if ROOM in one.name)


def issue(office: Office) -> None:
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", TODAY)


class TestTwoNamesOfOneUnit:
    def test_the_doubt_shows_both_ways_and_proposes_one(self, office: Office) -> None:
        doubt = waiting(office, "unit-typo")
        assert (doubt.quote, doubt.proposal) == (TYPO, PROPER)
        assert [(one.id, one.proposed) for one in doubt.choices] == [("merge", True), ("keep", False)]

    def test_merged_the_row_goes_to_the_proper_unit_and_prints_as_before(self, office: Office) -> None:
        settle(office, "unit-typo", "merge")
        plan = office.store.plans.get(office.plan_id)
        (part,) = plan.rows[MISSPELT - 1].assignments[:1]
        assert (plan.unit(part.unit_id).name, part.printed) == (PROPER, TYPO)
        assert office.unit_id(TYPO) == office.unit_id(PROPER)
        assert office.store.plans.newest_version(office.plan_id) == 1
        with pytest.raises(StopIteration):
            waiting(office, "unit-typo")

    def test_kept_apart_both_units_stay(self, office: Office) -> None:
        settle(office, "unit-typo", "keep")
        assert office.unit_id(TYPO) != office.unit_id(PROPER)

    def test_merged_before_the_month_is_sent_there_is_one_request_with_all_rows(self, office: Office) -> None:
        settle(office, "unit-typo", "merge")
        requests = office.requests()
        assert TYPO not in requests
        assert MISSPELT in bureau.serials(requests[PROPER])

    def test_merged_after_what_comes_back_on_either_request_counts_for_the_proper_unit(
        self, office: Office
    ) -> None:
        requests = office.requests()
        settle(office, "unit-typo", "merge")
        for name in (TYPO, PROPER):
            outcome = office.take(bureau.fill_all(requests[name]))
            assert (outcome.outcome, outcome.unit) == ("taken", PROPER)
            assert "missing" not in [one["code"] for one in outcome.findings], "each was filled in whole"
        month = months.load_month(office.store, office.plan_id, office.period_id)
        assert month.entry(office.row_id(MISSPELT), office.unit_id(PROPER)) is not None
        again = office.requests()
        assert TYPO not in again
        assert bureau.seen(again[PROPER], MISSPELT, "进展情况") == f"第{MISSPELT}项已办结。"

    def test_what_was_answered_before_the_merge_counts_for_the_proper_unit(self, office: Office) -> None:
        outcome = office.take(bureau.fill_all(office.requests()[TYPO]))
        assert outcome.unit == TYPO
        settle(office, "unit-typo", "merge")
        assert office.entry(MISSPELT, PROPER)["progress"] == f"第{MISSPELT}项已办结。"
        month = months.load_month(office.store, office.plan_id, office.period_id)
        rules = months.rules_of(office.store, office.plan_id)[1]
        light = light_of_row(month, month.plan.row(office.row_id(MISSPELT)), rules, TODAY)
        assert light.light is not Light.UNREPORTED

    def test_an_issued_month_keeps_both_units_and_the_next_one_has_one(self, office: Office) -> None:
        office.take(bureau.fill_all(office.requests()[TYPO]))
        issue(office)
        before = months.load_month(office.store, office.plan_id, office.period_id)
        settle(office, "unit-typo", "merge")
        after = months.load_month(office.store, office.plan_id, office.period_id)
        assert (after.plan.rows, after.plan.indicators) == (before.plan.rows, before.plan.indicators)
        assert [unit.name for unit in after.plan.units] == [unit.name for unit in before.plan.units]
        assert after.entries == before.entries
        office.period_id = months.open_month(office.store, office.plan_id, "2025-11").id
        assert TYPO not in office.requests()

    def test_a_newer_document_with_the_same_slip_finds_the_proper_unit(self, office: Office) -> None:
        settle(office, "unit-typo", "merge")
        authority = office.store.plans.get(office.plan_id).authority.id
        found = office.store.units.find(authority, TYPO)
        assert found is not None
        assert found.name == PROPER


class TestOtherDoubts:
    def test_one_that_was_looked_into_is_marked_with_a_note(self, office: Office) -> None:
        code = next(
            one.code
            for one in doubts.open_doubts(office.store, office.plan_id)
            if [choice.id for choice in one.choices] == ["checked"]
        )
        number = waiting(office, code).number
        settle(office, code, "checked", note="与原文一致")
        assert office.store.plans.doubts(office.plan_id)[number - 1].choice == "已核对：与原文一致"
        assert office.store.batches.log_lines(1)[0].action == "存疑确认"

    def test_numbers_stay_when_others_are_settled(self, office: Office) -> None:
        before = {one.id: one.number for one in doubts.open_doubts(office.store, office.plan_id)}
        settle(office, "unit-typo", "keep")
        after = {one.id: one.number for one in doubts.open_doubts(office.store, office.plan_id)}
        assert after.items() < before.items()

    @pytest.mark.parametrize("choice", ["checked", "照办", "县水利局"])
    def test_a_choice_that_is_none_changes_nothing(self, office: Office, choice: str) -> None:
        before = office.store.change_count()
        with pytest.raises(Refused, match="choice-unknown"):
            settle(office, "unit-typo", choice)
        assert office.store.change_count() == before

    def test_a_doubt_is_settled_once(self, office: Office) -> None:
        number = str(waiting(office, "unit-typo").number)
        settle(office, "unit-typo", "keep")
        with pytest.raises(Refused, match="already-settled"):
            doubts.settle(office.store, office.plan_id, number, "merge")
        with pytest.raises(NotFound):
            doubts.settle(office.store, office.plan_id, "999", "merge")


class TestWhoTellsAnIndicator:
    def test_only_what_has_not_exactly_one_lead_is_listed(self, office: Office) -> None:
        (line,) = indicator_duty.duty_lines(office.store, office.plan_id)
        assert (line.indicator.id, line.serials, line.candidates) == (room(office).id, (), ())
        assert (line.settled, line.proposed) == (False, IndicatorReporting.UNSETTLED)

    def test_a_doubt_of_a_goal_is_settled_by_a_unit_s_name(self, office: Office) -> None:
        settle(office, "target-without-unit", WATER)
        assert (room(office).reporting, room(office).reporter_ids) == (
            IndicatorReporting.ONE,
            (office.unit_id(WATER),),
        )
        assert indicator_duty.duty_lines(office.store, office.plan_id)[0].settled
        assert bureau.serials(office.requests()[WATER], bureau.INDICATOR_HEAD)

    @pytest.mark.parametrize(
        ("choice", "way", "count"),
        [
            ("多家相加：县水利局、县财政局", IndicatorReporting.SUM, 2),
            ("一家报一家核:县水利局、县财政局", IndicatorReporting.CHECKED, 2),
            ("暂不调度", IndicatorReporting.NOBODY, 0),
        ],
    )
    def test_several_units_or_none_may_tell_it(
        self, office: Office, choice: str, way: IndicatorReporting, count: int
    ) -> None:
        settle(office, "target-without-unit", choice)
        assert (room(office).reporting, len(room(office).reporter_ids)) == (way, count)

    @pytest.mark.parametrize(
        "choice", ["多家相加：县水利局", "一家报：", "一家报一家核：县水利局、县水利局", "暂不调度：县水利局"]
    )
    def test_the_number_of_units_must_fit(self, office: Office, choice: str) -> None:
        with pytest.raises(Refused, match="duty-units"):
            settle(office, "target-without-unit", choice)
        assert waiting(office, "target-without-unit")

    def test_a_unit_that_is_none_is_told(self, office: Office) -> None:
        with pytest.raises(NotFound, match="县外事局"):
            settle(office, "target-without-unit", "县外事局")

    def test_settled_on_its_page_the_doubt_is_settled_with_it(self, office: Office) -> None:
        indicator_duty.settle(
            office.store, office.plan_id, room(office).id, IndicatorReporting.ONE, [office.unit_id(WATER)]
        )
        with pytest.raises(StopIteration):
            waiting(office, "target-without-unit")

    def test_settled_after_sending_the_figure_is_asked_of_the_right_unit(self, office: Office) -> None:
        before = office.requests()
        settle(office, "target-without-unit", WATER)
        after = office.requests()
        counts = [len(bureau.serials(one[WATER], bureau.INDICATOR_HEAD)) for one in (before, after)]
        assert counts == [0, 1]
        outcome = office.take(bureau.fill_all(before[OWN_UNIT]))
        assert outcome.outcome == "taken"
        month = months.load_month(office.store, office.plan_id, office.period_id)
        assert month.plan.asked_for(room(office)) == (office.unit_id(WATER),)

    def test_an_issued_month_keeps_who_told_it(self, office: Office) -> None:
        issue(office)
        before = months.load_month(office.store, office.plan_id, office.period_id)
        settle(office, "target-without-unit", WATER)
        assert months.load_month(office.store, office.plan_id, office.period_id) == before
        november = months.open_month(office.store, office.plan_id, "2025-11")
        after = months.load_month(office.store, office.plan_id, november.id).plan
        assert after.asked_for(after.indicator(room(office).id)) == (office.unit_id(WATER),)


class TestIndicators:
    def test_kind_nodes_bases_and_definition_are_kept(self, office: Office) -> None:
        nodes = (YearlyNode(2026, Decimal(40)), YearlyNode(2025, Decimal(20), None, "槐办〔2025〕1号"))
        bases = (BaseFigure("2023", Decimal("12.5")),)
        indicator_duty.set_indicator(
            office.store,
            office.plan_id,
            room(office).id,
            kind=IndicatorKind.LEVEL,
            nodes=nodes,
            bases=bases,
            definition=" 年末数 ",
        )
        kept = room(office)
        assert (kept.kind, kept.nodes, kept.bases, kept.definition) == (
            IndicatorKind.LEVEL,
            nodes[::-1],
            bases,
            "年末数",
        )

    def test_what_is_not_named_stays(self, office: Office) -> None:
        before = room(office)
        indicator_duty.set_indicator(office.store, office.plan_id, before.id, definition="年末数")
        assert (room(office).kind, room(office).targets) == (before.kind, before.targets)

    @pytest.mark.parametrize("periods", [["2023年"], ["2023-13"], ["2023", "2023"]])
    def test_a_base_period_that_is_none_or_told_twice_is_refused(
        self, office: Office, periods: list[str]
    ) -> None:
        bases = [BaseFigure(period, Decimal(1)) for period in periods]
        with pytest.raises(Refused, match="bad-value"):
            indicator_duty.set_indicator(office.store, office.plan_id, room(office).id, bases=bases)

    def test_another_office_s_plan_is_not_set_here(self, office: Office) -> None:
        office.store.plans.change(office.plan_id, coordinator_id=office.unit_id(WATER))
        with pytest.raises(Refused, match="not-coordinator"):
            indicator_duty.set_indicator(office.store, office.plan_id, room(office).id, definition="数")
