from dataclasses import replace
from datetime import date

import pytest

from peidang.domain.answers import Month, Ruling
from peidang.domain.labels import Field, IndicatorKind, IndicatorReporting, Light, RowState
from peidang.domain.lights import IndicatorLight, RowLight, light_of_indicator, light_of_row, light_of_unit
from peidang.domain.plan import Indicator
from peidang.domain.rule_sheet import DEFAULT_RULES
from tests.domain.builders import a_month, a_plan, a_reading, a_row, a_target, an_entry, an_indicator

TODAY = date(2025, 11, 3)


def of_row(month: Month, serial: int = 1, today: date = TODAY) -> RowLight:
    return light_of_row(month, month.plan.rows[serial - 1], DEFAULT_RULES, today)


def of_indicator(month: Month, today: date = TODAY) -> IndicatorLight:
    return light_of_indicator(month, month.plan.indicators[0], DEFAULT_RULES, today)


def told(indicator: Indicator, *readings: tuple[str, str], key: str = "2025-10", **more: str) -> Month:
    plan = a_plan((), [indicator])
    return a_month(
        plan, key, readings=[a_reading(indicator.id, unit, value, **more) for unit, value in readings]
    )


class TestAnIndicator:
    @pytest.mark.parametrize(
        ("value", "light"),
        [
            ("24", Light.DONE),
            ("21", Light.ON_PACE),
            ("20", Light.BEHIND),
            ("17", Light.SERIOUS),
            ("", Light.UNREPORTED),
        ],
    )
    def test_the_gap_gives_the_light(self, value: str, light: Light) -> None:
        assert of_indicator(told(an_indicator("i", a_target(24)), ("jia", value))).light is light

    def test_without_a_yearly_target_there_is_no_light(self) -> None:
        month = told(an_indicator("i", a_target(13, "2027"), kind=IndicatorKind.LEVEL), ("jia", "3"))
        assert of_indicator(month).light is None

    def test_figures_of_the_year_are_not_red_in_the_first_quarter(self) -> None:
        indicator = an_indicator("i", a_target(12, None, annual=True), kind=IndicatorKind.ANNUAL_TOTAL)
        march = told(indicator, ("jia", "0"), key="2025-03")
        assert of_indicator(march, date(2025, 4, 3)).light is Light.BEHIND
        assert (
            of_indicator(told(indicator, ("jia", "0"), key="2025-04"), date(2025, 5, 3)).light
            is Light.SERIOUS
        )
        strict = replace(DEFAULT_RULES, mild_first_quarter=False)
        stands = light_of_indicator(march, indicator, strict, date(2025, 4, 3))
        assert stands.light is Light.SERIOUS

    def test_what_is_due_and_not_met_is_red_however_near(self) -> None:
        month = told(an_indicator("i", a_target(100)), ("jia", "99"), key="2025-12")
        assert of_indicator(month, date(2025, 12, 31)).light is Light.ON_PACE
        late = of_indicator(month, date(2026, 1, 1))
        assert (late.light, late.overdue) == (Light.SERIOUS, True)

    def test_data_from_before_the_due_are_given_the_month_of_the_due(self) -> None:
        indicator = an_indicator("i", a_target(24))
        december = told(indicator, ("jia", "23"), key="2025-12", as_of="2025-11-30")
        assert of_indicator(december, date(2026, 1, 5)).light is Light.ON_PACE
        january = told(indicator, ("jia", "23"), key="2026-01", as_of="2025-11-30")
        assert of_indicator(january, date(2026, 2, 5)).light is Light.SERIOUS

    def test_several_units_add_up_and_the_earliest_day_counts(self) -> None:
        indicator = an_indicator("i", a_target(24), reporters=("jia", "yi"), reporting=IndicatorReporting.SUM)
        plan = a_plan((), [indicator])
        readings = [a_reading("i", "jia", 11, as_of="2025-09-30"), a_reading("i", "yi", "10.5")]
        stands = of_indicator(a_month(plan, readings=readings))
        assert (str(stands.told.value), stands.told.as_of) == ("21.5", date(2025, 9, 30))
        waiting = of_indicator(a_month(plan, readings=readings[:1]))
        assert (waiting.light, waiting.told.waiting_for) == (Light.UNREPORTED, ("yi",))

    def test_where_one_tells_and_one_checks_the_first_figure_counts(self) -> None:
        indicator = an_indicator(
            "i", a_target(24), reporters=("jia", "yi"), reporting=IndicatorReporting.CHECKED
        )
        assert str(of_indicator(told(indicator, ("jia", "21"), ("yi", "3"))).told.value) == "21"

    def test_a_contested_figure_has_no_light(self) -> None:
        indicator = an_indicator("i", a_target(24))
        reading = a_reading("i", "jia", contested=frozenset({Field.CUMULATIVE}))
        assert of_indicator(a_month(a_plan((), [indicator]), readings=[reading])).light is None

    @pytest.mark.parametrize(("cell", "note"), [("", "数据未出，截至9月"), ("数据未出，截至9月", "")])
    def test_data_not_yet_out_leave_the_last_figure_and_its_day(self, cell: str, note: str) -> None:
        indicator = an_indicator("i", a_target(24))
        before = told(indicator, ("jia", "20"), key="2025-09")
        month = replace(told(indicator, ("jia", cell), note=note), previous=before)
        stands = of_indicator(month)
        assert stands.told.carried
        assert stands.told.as_of == date(2025, 9, 30)

    def test_nothing_new_holds_the_last_figure_to_this_month_but_not_into_a_new_year(self) -> None:
        indicator = an_indicator(
            "i", a_target(24), a_target(6, None, annual=True), kind=IndicatorKind.ANNUAL_TOTAL
        )
        before = told(indicator, ("jia", "20"), key="2025-12")
        month = replace(
            told(indicator, ("jia", ""), key="2026-01", note="本月无新进展，尚未开工"), previous=before
        )
        assert of_indicator(month).light is Light.UNREPORTED
        september = told(indicator, ("jia", "4"), key="2025-09")
        october = replace(told(indicator, ("jia", ""), note="本月无新进展，尚未开工"), previous=september)
        assert of_indicator(october).told.as_of == date(2025, 10, 31)


class TestARow:
    @pytest.mark.parametrize(
        ("status", "light"),
        [
            ("已完成", Light.DONE),
            ("正常推进", Light.ON_PACE),
            ("长期坚持", Light.ON_PACE),
            ("未启动", Light.BEHIND),
            ("进度滞后", Light.BEHIND),
        ],
    )
    def test_a_row_without_numbers_goes_by_its_status(self, status: str, light: Light) -> None:
        month = a_month(a_plan([a_row(1, "jia")]), entries=[an_entry(1, "jia", status)])
        assert (of_row(month).light, of_row(month).self_assessed) == (light, light)

    def test_a_row_nobody_answered_is_unreported(self) -> None:
        light = of_row(a_month(a_plan([a_row(1, "jia")])))
        assert (light.light, light.reported) == (Light.UNREPORTED, False)

    def test_of_several_leads_the_worst_counts_and_all_must_report(self) -> None:
        plan = a_plan([a_row(1, "jia", "yi")])
        both = a_month(plan, entries=[an_entry(1, "jia"), an_entry(1, "yi", "进度滞后")])
        assert (of_row(both).light, of_row(both).reported) == (Light.BEHIND, True)
        one = a_month(plan, entries=[an_entry(1, "jia")])
        assert (of_row(one).light, of_row(one).reported) == (Light.UNREPORTED, False)

    def test_numbers_go_before_the_status(self) -> None:
        plan = a_plan([a_row(1, "jia")], [an_indicator("i", a_target(24, row=1))])
        month = a_month(plan, entries=[an_entry(1, "jia")], readings=[a_reading("i", "jia", 12)])
        assert (of_row(month).self_assessed, of_row(month).by_rule) == (Light.ON_PACE, Light.SERIOUS)
        better = a_month(plan, entries=[an_entry(1, "jia", "进度滞后")], readings=[a_reading("i", "jia", 22)])
        assert (of_row(better).self_assessed, of_row(better).by_rule) == (Light.BEHIND, Light.ON_PACE)

    def test_a_row_is_done_only_when_its_unit_says_so_and_its_numbers_agree(self) -> None:
        plan = a_plan([a_row(1, "jia")], [an_indicator("i", a_target(13, row=1), kind=IndicatorKind.LEVEL)])

        def light(status: str, value: int) -> Light | None:
            readings = [a_reading("i", "jia", value)]
            return of_row(a_month(plan, entries=[an_entry(1, "jia", status)], readings=readings)).light

        assert light("已完成", 13) is Light.DONE
        assert light("正常推进", 13) is Light.ON_PACE
        assert light("已完成", 12) is Light.ON_PACE

    def test_another_unit_s_number_counts_for_the_row_not_for_the_unit(self) -> None:
        plan = a_plan([a_row(1, "jia")], [an_indicator("i", a_target(24, row=1), reporters=("yi",))])
        month = a_month(plan, entries=[an_entry(1, "jia")], readings=[a_reading("i", "yi", 20)])
        assert light_of_unit(month, plan.rows[0], "jia", DEFAULT_RULES, TODAY).by_rule is Light.ON_PACE
        assert of_row(month).light is Light.BEHIND

    def test_a_number_nobody_is_yet_bound_to_tell_leaves_the_row_its_light(self) -> None:
        unsettled = an_indicator(
            "i", a_target(24, row=1), reporters=(), reporting=IndicatorReporting.UNSETTLED
        )
        month = a_month(a_plan([a_row(1, "jia")], [unsettled]), entries=[an_entry(1, "jia")])
        assert of_row(month).light is Light.ON_PACE

    def test_a_row_past_its_due_is_red_until_done(self) -> None:
        plan = a_plan([a_row(1, "jia", due="2025-09")])
        assert of_row(a_month(plan, entries=[an_entry(1, "jia")])).light is Light.SERIOUS
        assert of_row(a_month(plan)).light is Light.SERIOUS
        done = of_row(a_month(plan, entries=[an_entry(1, "jia", "已完成")]))
        assert (done.light, done.overdue) == (Light.DONE, False)

    def test_a_month_is_not_blamed_for_a_due_that_came_after_it(self) -> None:
        plan = a_plan([a_row(1, "jia", due="2025-11")])
        month = a_month(plan, entries=[an_entry(1, "jia")])
        assert of_row(month, today=date(2026, 3, 1)).light is Light.ON_PACE

    def test_a_contested_or_unknown_status_leaves_the_light_open(self) -> None:
        plan = a_plan([a_row(1, "jia", "yi")])
        contested = an_entry(1, "jia", "", contested=frozenset({Field.STATUS}))
        assert of_row(a_month(plan, entries=[contested, an_entry(1, "yi")])).light is None
        assert of_row(a_month(plan, entries=[an_entry(1, "jia", "还行"), an_entry(1, "yi")])).light is None

    def test_red_stays_red_whatever_else_is_open(self) -> None:
        plan = a_plan([a_row(1, "jia", "yi")], [an_indicator("i", a_target(24, row=1), reporters=("yi",))])
        contested = an_entry(1, "jia", "", contested=frozenset({Field.STATUS}))
        month = a_month(plan, entries=[contested, an_entry(1, "yi")], readings=[a_reading("i", "yi", 1)])
        assert of_row(month).light is Light.SERIOUS

    def test_the_office_s_own_word_goes_before_the_rule(self) -> None:
        plan = a_plan([a_row(1, "jia")])
        ruling = Ruling("row-1", Light.BEHIND, "现场核查进度不实")
        light = of_row(a_month(plan, entries=[an_entry(1, "jia")], rulings=[ruling]))
        assert (light.by_rule, light.ruled, light.light) == (Light.ON_PACE, Light.BEHIND, Light.BEHIND)
        assert light.reason == "现场核查进度不实"

    def test_a_closed_row_is_done_and_a_paused_one_has_no_light(self) -> None:
        plan = a_plan([a_row(1, "jia", state=RowState.CLOSED), a_row(2, "jia", state=RowState.PAUSED)])
        month = a_month(plan)
        assert (of_row(month, 1).light, of_row(month, 2).light) == (Light.DONE, None)
        assert not of_row(month, 1).asked
