from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.labels import IndicatorKind
from peidang.domain.pace import Basis, Pace, Verdict, pace
from peidang.domain.plan import Indicator
from peidang.domain.targets import current_target, due_day
from tests.domain.builders import a_plan, a_row, a_target, an_indicator

OCTOBER = date(2025, 10, 31)


def at(indicator: Indicator, value: float | str, day: date = OCTOBER, **plan: Any) -> Pace:
    """The pace of the indicator's current target in a plan issued in January 2024."""
    kept = pace(a_plan((), [indicator], **plan), indicator, Decimal(str(value)), day)
    assert kept is not None
    return kept


def shares_of(kept: Pace) -> tuple[str, str, str]:
    return str(kept.achieved), str(kept.expected), str(kept.gap)


class TestFiguresOfTheYear:
    every_year = an_indicator("i", a_target(6, None, annual=True), kind=IndicatorKind.ANNUAL_TOTAL)

    def test_ten_months_of_twelve_are_five_sixths(self) -> None:
        assert shares_of(at(self.every_year, 4)) == ("66.7", "83.3", "-16.7")
        assert at(self.every_year, 4).verdict is Verdict.BEHIND_PACE
        assert at(self.every_year, 4).basis is Basis.YEAR

    def test_the_end_of_june_is_half_the_year(self) -> None:
        assert at(self.every_year, 3, date(2025, 6, 30)).gap == 0

    def test_the_day_of_the_data_counts_not_the_month_of_the_report(self) -> None:
        assert str(at(self.every_year, 4, date(2025, 9, 30)).gap) == "-8.3"

    def test_data_of_last_december_are_judged_by_last_year(self) -> None:
        assert at(self.every_year, 6, date(2024, 12, 31)).verdict is Verdict.REACHED

    def test_own_quarterly_nodes_go_before_even_time(self) -> None:
        indicator = an_indicator(
            "i",
            a_target(100, None, annual=True),
            kind=IndicatorKind.ANNUAL_TOTAL,
            nodes={"2025-Q1": 10, "2025-Q2": 20, "2025-Q3": 40},
        )
        assert shares_of(at(indicator, 35, date(2025, 9, 30))) == ("35.0", "40.0", "-5.0")
        assert shares_of(at(indicator, 60)) == ("60.0", "60.0", "0.0")
        assert at(indicator, 60).basis is Basis.QUARTERS

    def test_a_yearly_node_stands_for_the_year_s_target(self) -> None:
        indicator = an_indicator(
            "i", a_target(100, "2027"), kind=IndicatorKind.ANNUAL_TOTAL, nodes={"2025": 60}
        )
        kept = at(indicator, 50)
        assert shares_of(kept) == ("83.3", "83.3", "0.0")
        assert (kept.basis, kept.goal, kept.goal_day) == (Basis.YEAR, Decimal(60), date(2025, 12, 31))
        assert kept.completion == 50

    def test_an_amount_of_a_later_year_has_no_pace_before_it(self) -> None:
        indicator = an_indicator("i", a_target(100, "2027"), kind=IndicatorKind.ANNUAL_TOTAL)
        kept = at(indicator, 50)
        assert (kept.verdict, kept.gap, kept.completion) == (Verdict.NO_YEARLY_TARGET, None, Decimal(50))

    def test_a_cap_of_the_year_is_used_up_too_fast(self) -> None:
        cap = an_indicator(
            "i", a_target(12, None, annual=True, relation="<="), kind=IndicatorKind.ANNUAL_TOTAL
        )
        assert str(at(cap, 6, date(2025, 3, 31)).gap) == "-25.0"
        assert at(cap, 10).verdict is Verdict.WITHIN_CAP
        assert at(cap, 12, date(2025, 12, 31)).verdict is Verdict.REACHED


class TestRunningTotals:
    def test_a_running_total_starts_at_nought_in_the_plan_s_month(self) -> None:
        # January 2024 to December 2025 are 24 months; the end of October 2025 is the 22nd.
        assert shares_of(at(an_indicator("i", a_target(24)), 20)) == ("83.3", "91.7", "-8.3")

    def test_the_gap_is_subtracted_before_it_is_rounded(self) -> None:
        kept = at(an_indicator("i", a_target(24)), 20)
        assert kept.achieved is not None
        assert kept.expected is not None
        assert kept.achieved - kept.expected == Decimal("-8.4")
        assert kept.gap == Decimal("-8.3")

    def test_a_yearly_node_lies_on_the_way(self) -> None:
        indicator = an_indicator("i", a_target(100, "2027"), nodes={"2024": 20, "2025": 60})
        kept = at(indicator, 50, date(2025, 6, 30))
        assert shares_of(kept) == ("83.3", "66.7", "16.7")
        assert (kept.basis, kept.goal) == (Basis.NODE, Decimal(60))

    def test_an_earlier_target_of_the_indicator_lies_on_the_way(self) -> None:
        indicator = an_indicator("i", a_target(60, "2025"), a_target(100, "2027"))
        kept = at(indicator, 70, date(2026, 12, 31))
        assert shares_of(kept) == ("70.0", "80.0", "-10.0")

    def test_a_plan_without_a_date_gives_no_start(self) -> None:
        indicator = an_indicator("i", a_target(24))
        assert at(indicator, 20, issued_on=None).verdict is Verdict.NO_YEARLY_TARGET

    def test_after_the_due_everything_was_to_be_done(self) -> None:
        kept = at(an_indicator("i", a_target(24)), 18, date(2026, 2, 28))
        assert shares_of(kept) == ("75.0", "100.0", "-25.0")


class TestLevels:
    def test_a_level_counts_from_its_base(self) -> None:
        indicator = an_indicator("i", a_target(35), kind=IndicatorKind.LEVEL, bases={"2023": 23})
        kept = at(indicator, 34)
        assert shares_of(kept) == ("91.7", "91.7", "0.0")
        assert str(kept.completion) == "97.1"

    def test_a_level_without_a_base_has_no_yearly_target(self) -> None:
        kept = at(an_indicator("i", a_target(13, "2027"), kind=IndicatorKind.LEVEL), 11)
        assert (kept.verdict, kept.gap, str(kept.completion)) == (Verdict.NO_YEARLY_TARGET, None, "84.6")

    def test_a_level_without_a_base_is_held_against_the_node_of_its_year(self) -> None:
        indicator = an_indicator("i", a_target(13, "2027"), kind=IndicatorKind.LEVEL, nodes={"2025": 12})
        assert shares_of(at(indicator, "11.4")) == ("95.0", "100.0", "-5.0")

    def test_a_level_that_is_met_is_met_whatever_its_base(self) -> None:
        assert at(an_indicator("i", a_target(13), kind=IndicatorKind.LEVEL), 13).verdict is Verdict.REACHED

    def test_a_level_that_is_to_fall_counts_downwards(self) -> None:
        cap = an_indicator("i", a_target(40, relation="<="), kind=IndicatorKind.LEVEL, bases={"2023": 64})
        assert shares_of(at(cap, 44)) == ("83.3", "91.7", "-8.3")
        assert at(cap, 40).verdict is Verdict.WITHIN_CAP

    def test_a_cap_above_its_base_is_held_against_itself(self) -> None:
        cap = an_indicator("i", a_target(80, relation="<="), kind=IndicatorKind.LEVEL, bases={"2023": 60})
        assert at(cap, 72).verdict is Verdict.WITHIN_CAP
        assert str(at(cap, 88).gap) == "-10.0"


class TestRatesAndGrowth:
    def test_a_rate_is_held_against_the_target_in_its_last_year(self) -> None:
        rate = an_indicator("i", a_target(35, unit_of_measure="%"), kind=IndicatorKind.RATE)
        assert shares_of(at(rate, "30.5")) == ("30.5", "35.0", "-4.5")
        assert at(rate, 20, date(2024, 10, 31)).verdict is Verdict.NO_YEARLY_TARGET

    def test_a_rate_is_held_against_the_node_of_an_earlier_year(self) -> None:
        rate = an_indicator(
            "i", a_target(35, unit_of_measure="%"), kind=IndicatorKind.RATE, nodes={"2024": 25}
        )
        kept = at(rate, 24, date(2024, 10, 31))
        assert (kept.basis, str(kept.gap)) == (Basis.NODE, "-1.0")

    def test_a_ratio_is_compared_by_its_share(self) -> None:
        ratio = an_indicator("i", a_target("0.8", unit_of_measure=":1"), kind=IndicatorKind.RATE)
        assert shares_of(at(ratio, "0.76")) == ("95.0", "100.0", "-5.0")

    def test_growth_is_subtracted_in_points_and_is_not_met_before_its_year_is_over(self) -> None:
        growth = an_indicator(
            "i", a_target(15, unit_of_measure="%", baseline="2023"), kind=IndicatorKind.GROWTH
        )
        assert (str(at(growth, 12).gap), at(growth, 12).completion) == ("-3.0", None)
        assert at(growth, 16).verdict is Verdict.ON_PACE
        assert at(growth, 16, date(2025, 12, 31)).verdict is Verdict.REACHED

    def test_growth_of_an_earlier_year_needs_a_node(self) -> None:
        target = a_target(30, "2027", unit_of_measure="%", baseline="2023")
        bare = an_indicator("i", target, kind=IndicatorKind.GROWTH)
        assert at(bare, 12).verdict is Verdict.NO_YEARLY_TARGET
        with_node = an_indicator("i", target, kind=IndicatorKind.GROWTH, nodes={"2025": 14})
        assert str(at(with_node, 12).gap) == "-2.0"

    def test_an_amount_grows_against_the_same_months_of_the_base_year(self) -> None:
        growth = an_indicator(
            "i",
            a_target(15, unit_of_measure="%", baseline="2023"),
            kind=IndicatorKind.ANNUAL_TOTAL,
            unit_of_measure="万台",
            bases={"2023": 120, "2023-10": 90},
        )
        kept = at(growth, 99)
        assert (str(kept.value), str(kept.gap)) == ("10.0", "-5.0")
        assert str(at(growth, 150, date(2025, 12, 31)).value) == "25.0"
        assert at(growth, 80, date(2025, 9, 30)).verdict is Verdict.NO_SAME_MONTHS


class TestRelations:
    def test_an_approximate_target_is_nearly_met_from_ninety_five_percent(self) -> None:
        about = an_indicator("i", a_target(600, relation="~"))
        assert at(about, 570).verdict is Verdict.NEARLY_REACHED
        assert not at(about, "569.9").reached
        assert at(about, 600).verdict is Verdict.REACHED

    def test_a_range_is_met_from_its_near_end_and_a_cap_broken_at_its_far_end(self) -> None:
        assert at(an_indicator("i", a_target(1, value_high=Decimal(3))), 1).verdict is Verdict.REACHED
        cap = an_indicator("i", a_target(1, relation="<=", value_high=Decimal(3)), kind=IndicatorKind.LEVEL)
        assert at(cap, 3).verdict is Verdict.WITHIN_CAP
        assert at(cap, 4).verdict is Verdict.BEHIND_PACE


class TestWhichTargetCounts:
    both = an_indicator("i", a_target(30, "2027"), a_target(15, "2025"))

    @pytest.mark.parametrize(
        ("day", "due"), [(date(2025, 12, 31), "2025"), (date(2026, 1, 1), "2027"), (date(2028, 1, 1), "2027")]
    )
    def test_the_earliest_due_that_is_not_past_and_then_the_next(self, day: date, due: str) -> None:
        target = current_target(a_plan(), self.both, day)
        assert target is not None
        assert target.due == due

    def test_a_target_without_a_due_takes_that_of_its_row(self) -> None:
        indicator = an_indicator("i", a_target(2, None, row=1))
        plan = a_plan([a_row(1, "jia", due="2025-06")], [indicator])
        assert due_day(plan, indicator.targets[0], OCTOBER) == date(2025, 6, 30)

    def test_a_target_without_any_due_has_no_pace_until_it_is_met(self) -> None:
        indicator = an_indicator("i", a_target(2, None))
        assert at(indicator, 1).verdict is Verdict.NO_DUE
        assert at(indicator, 2).verdict is Verdict.REACHED

    def test_an_indicator_without_a_target_has_no_pace(self) -> None:
        indicator = Indicator("i", "充电站", "座", IndicatorKind.LEVEL, ())
        assert pace(a_plan(), indicator, Decimal(3), OCTOBER) is None


KINDS = st.sampled_from(list(IndicatorKind))
FIGURES = st.decimals(min_value=0, max_value=10**6, places=2, allow_nan=False)
DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))


@st.composite
def indicators(draw: st.DrawFn) -> Indicator:
    relation = draw(st.sampled_from([">=", "<=", "~"]))
    target = a_target(
        draw(FIGURES.filter(bool)),
        draw(st.sampled_from(["2025", "2027", "2026-06", None])),
        relation=relation,
        annual=draw(st.booleans()),
        unit_of_measure=draw(st.sampled_from(["家", "%", ":1"])),
    )
    years = st.sampled_from(["2024", "2025", "2026", "2025-Q1", "2025-Q3"])
    return an_indicator(
        "i",
        target,
        kind=draw(KINDS),
        nodes=draw(st.dictionaries(years, FIGURES, max_size=3)),
        bases=draw(st.dictionaries(st.sampled_from(["2022", "2023"]), FIGURES, max_size=1)),
    )


@given(indicators(), FIGURES, FIGURES, DAYS)
def test_a_better_value_never_widens_the_gap(
    indicator: Indicator, one: Decimal, other: Decimal, day: date
) -> None:
    worse, better = sorted((one, other), reverse=indicator.targets[0].relation == "<=")
    low, high = at(indicator, str(worse), day), at(indicator, str(better), day)
    assert low.reached <= high.reached
    if low.gap is not None and high.gap is not None:
        assert low.gap <= high.gap


@given(indicators(), FIGURES, DAYS)
def test_what_is_printed_holds_together(indicator: Indicator, value: Decimal, day: date) -> None:
    kept = at(indicator, str(value), day)
    assert (kept.gap is None) == (kept.goal is None) == (kept.achieved is None) == (kept.expected is None)
    if kept.gap is not None and kept.achieved is not None and kept.expected is not None:
        assert abs(abs(kept.achieved - kept.expected) - abs(kept.gap)) <= Decimal("0.1")
    if kept.verdict is Verdict.ON_PACE:
        assert kept.gap is not None
        assert kept.gap >= 0


@given(st.sampled_from(["2025", "2026-06", "2027"]), DAYS, DAYS)
def test_more_time_never_expects_less(due: str, one: date, other: date) -> None:
    indicator = an_indicator("i", a_target(50, due))
    early, late = (at(indicator, 10, day) for day in sorted((one, other)))
    assert early.expected is not None
    assert late.expected is not None
    assert 0 <= early.expected <= late.expected <= 100
