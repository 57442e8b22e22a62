"""An indicator's figure against its history, its parts and its targets: the telling ones speak, one at a time."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from peidang.domain.answers import Month
from peidang.domain.checks import is_open
from peidang.domain.finding import Finding
from peidang.domain.labels import Field, IndicatorKind
from peidang.domain.plan import Indicator
from tests.domain.builders import Amount, a_month, a_plan, a_reading, a_target, an_indicator
from tests.domain.test_checks import found_in, only

RUNNING = an_indicator("i", a_target(1000, "2027"))
CARS = an_indicator(
    "i", a_target(13, "2027", unit_of_measure="万辆"), kind=IndicatorKind.LEVEL, name="新能源汽车保有量"
)
SALES = an_indicator("i", a_target(600, "2025", unit_of_measure="亿元"), kind=IndicatorKind.ANNUAL_TOTAL)
SCRAPPED = an_indicator("i", a_target(6000, "2025", unit_of_measure="辆"), kind=IndicatorKind.ANNUAL_TOTAL)
SHARE = an_indicator("i", a_target(70, "2027", unit_of_measure="%"), kind=IndicatorKind.RATE)
GROWTH = an_indicator(
    "i", a_target(15, "2027", unit_of_measure="%", baseline="2023"), kind=IndicatorKind.GROWTH
)


def told(
    indicator: Indicator,
    earlier: Sequence[Amount],
    now: Amount,
    month_value: str = "",
    last: int = 10,
    note: str = "",
) -> Month:
    """October 2025 (or month ``last``) with a figure, after months with the earlier ones, the oldest first."""
    plan = a_plan((), [indicator])
    previous = None
    for number, value in enumerate(earlier, start=last - len(earlier)):
        reading = a_reading("i", "jia", value)
        previous = a_month(plan, f"2025-{number:02d}", readings=[reading], previous=previous)
    reading = a_reading("i", "jia", now, month_value=month_value, note=note)
    return a_month(plan, f"2025-{last:02d}", readings=[reading], previous=previous)


def about_figures(month: Month) -> list[str]:
    return [f.code for f in found_in(month) if f.code not in ("overdue", "missing", "not-a-number")]


def only_one(month: Month) -> Finding:
    (found,) = [f for f in found_in(month) if f.code != "overdue"]
    return found


class TestUnitSlip:
    @pytest.mark.parametrize(
        ("indicator", "earlier", "now"),
        [
            (CARS, ["8.5"], 94500),
            (CARS, ["8.5"], "0.945"),
            (CARS, ["8", "8.2", "8.5"], "87"),
            (SALES, ["385.44"], 4282700),
            (SALES, ["385.44"], 42827000000),
            (SALES, ["300", "342", "385"], "4282.7"),
            (SCRAPPED, [4800, 5200], "0.55"),
            (SHARE, ["68.1"], "0.69"),
            (SHARE, ["68.1"], "6.9"),
            (RUNNING, [31], 330),
            (RUNNING, [310], 33),
            (RUNNING, [12], 1300),
        ],
    )
    def test_a_power_of_ten_off_its_history_is_asked_about(
        self, indicator: Indicator, earlier: list[Amount], now: Amount
    ) -> None:
        month = told(indicator, earlier, now)
        finding = only_one(month)
        assert (finding.code, finding.field) == ("unit-slip", Field.CUMULATIVE)
        assert finding.marks == ((0, len(str(now))),)
        assert f"本表计量单位为{indicator.unit_of_measure}" in finding.message

    @pytest.mark.parametrize(
        ("indicator", "now"),
        [(CARS, 94500), (SALES, 4282700), (SALES, 42827000000), (SCRAPPED, "0.55"), (SHARE, "0.69")],
    )
    def test_without_history_the_target_s_size_tells(self, indicator: Indicator, now: Amount) -> None:
        assert only_one(told(indicator, [], now)).code == "unit-slip"
        assert "目标" in only_one(told(indicator, [], now)).message

    @pytest.mark.parametrize(
        ("indicator", "earlier", "now"),
        [
            (CARS, ["8.5"], "9.45"),
            (CARS, [], "9.45"),
            (CARS, [], "0.9"),
            (SALES, [], "42.8"),
            (SALES, [], "6"),
            (SCRAPPED, [], 55),
            (SHARE, [], 7),
            (SHARE, [], "69"),
            (RUNNING, [3], 30),
            (RUNNING, [12], 60),
            (GROWTH, ["0.5"], "5"),
            (GROWTH, ["2"], "20"),
            (RUNNING, [0], 100),
        ],
    )
    def test_what_may_be_true_is_left_alone(
        self, indicator: Indicator, earlier: list[Amount], now: Amount
    ) -> None:
        assert about_figures(told(indicator, earlier, now)) == []

    def test_tenfold_is_no_slip_where_the_month_s_own_figure_says_the_same(self) -> None:
        assert about_figures(told(RUNNING, [31], 330, month_value="299")) == []
        assert about_figures(told(RUNNING, [31], 330, month_value="29")) == ["unit-slip"]

    def test_in_spring_a_figure_of_the_year_may_grow_tenfold(self) -> None:
        assert about_figures(told(SCRAPPED, [12], 130, last=2)) == []

    def test_a_figure_of_the_year_is_not_held_against_last_year_s(self) -> None:
        plan = a_plan((), [SCRAPPED])
        december = a_month(plan, "2024-12", readings=[a_reading("i", "jia", 5000)])
        january = a_month(plan, "2025-01", readings=[a_reading("i", "jia", 50)], previous=december)
        assert about_figures(january) == []


class TestMonthAndTotalDiffer:
    @pytest.mark.parametrize(
        ("indicator", "before", "now", "month_value"),
        [(RUNNING, 20, 25, "6"), (RUNNING, 20, 25, "0"), (SALES, "385.4", "438.3", "42.83")],
    )
    def test_the_month_is_to_be_what_the_total_grew_by(
        self, indicator: Indicator, before: Amount, now: Amount, month_value: str
    ) -> None:
        finding = only_one(told(indicator, [before], now, month_value))
        assert finding.code == "month-and-total-differ"
        assert f"上期累计{before}" in finding.message
        assert f"“本月数”为{month_value}" in finding.message

    @pytest.mark.parametrize(
        ("indicator", "before", "now", "month_value"),
        [
            (RUNNING, 20, 25, "5"),
            (RUNNING, 20, 25, ""),
            (RUNNING, 20, 20, "0"),
            (SALES, "385.44", "428.27", "42.83"),
            (SALES, "385.4", "428.3", "42.83"),
            (SALES, "385", "428", "42.83"),
            (CARS, "8.5", "9.45", "3"),
            (SHARE, "60", "61", "7"),
        ],
    )
    def test_rounding_and_kinds_that_do_not_add_up_are_left_alone(
        self, indicator: Indicator, before: Amount, now: Amount, month_value: str
    ) -> None:
        assert about_figures(told(indicator, [before], now, month_value)) == []

    def test_more_in_the_month_than_in_total_is_said_even_in_the_first_month(self) -> None:
        finding = only_one(told(RUNNING, [], 25, "30"))
        assert finding.code == "month-and-total-differ"
        assert "“本月数”30家大于“累计数”25家" in finding.message
        assert about_figures(told(RUNNING, [], 25, "25")) == []

    def test_after_a_month_left_out_nothing_is_reckoned(self) -> None:
        plan = a_plan((), [RUNNING])
        august = a_month(plan, "2025-08", readings=[a_reading("i", "jia", 20)])
        october = a_month(plan, readings=[a_reading("i", "jia", 30, month_value="5")], previous=august)
        assert about_figures(october) == []

    def test_figures_of_the_year_start_anew_in_january(self) -> None:
        plan = a_plan((), [SCRAPPED])
        december = a_month(plan, "2024-12", readings=[a_reading("i", "jia", 5000)])
        for now, month_value, codes in (("40", "40", []), ("40", "30", ["month-and-total-differ"])):
            reading = a_reading("i", "jia", now, month_value=month_value)
            january = a_month(plan, "2025-01", readings=[reading], previous=december)
            assert about_figures(january) == codes


class TestJump:
    @pytest.mark.parametrize(
        ("indicator", "earlier", "now"),
        [
            (RUNNING, [10, 12, 14, 16], 60),
            (RUNNING, [10, 10, 10], 40),
            (SHARE, [60, 61, 62], 85),
            (SHARE, [80, 81, 82], 50),
            (GROWTH, [12, 13, "12.5"], 45),
            (CARS, [8, "8.2", "8.4"], 12),
        ],
    )
    def test_a_move_far_beyond_all_earlier_ones_is_asked_about(
        self, indicator: Indicator, earlier: list[Amount], now: Amount
    ) -> None:
        finding = only_one(told(indicator, earlier, now))
        assert finding.code == "jump"
        assert "以往" in finding.message

    @pytest.mark.parametrize(
        ("indicator", "earlier", "now"),
        [
            (RUNNING, [12, 14], 80),
            (RUNNING, [10, 12, 14, 16], 25),
            (RUNNING, [10, 10, 10], 14),
            (RUNNING, [1, 1, 1], 5),
            (RUNNING, [10, 30, 32], 90),
            (SHARE, [60, 61, 62], 70),
            (GROWTH, [12, 13, "12.5"], "-3"),
            (CARS, [8, "8.2", "8.4"], 9),
        ],
    )
    def test_smaller_moves_and_short_histories_are_left_alone(
        self, indicator: Indicator, earlier: list[Amount], now: Amount
    ) -> None:
        assert about_figures(told(indicator, earlier, now)) == []

    def test_months_left_out_count_as_months(self) -> None:
        plan = a_plan((), [RUNNING])
        previous = None
        for number, value in ((1, 30), (2, 33), (3, 36)):
            reading = a_reading("i", "jia", value)
            previous = a_month(plan, f"2025-{number:02d}", readings=[reading], previous=previous)
        october = a_month(plan, readings=[a_reading("i", "jia", 90)], previous=previous)
        assert about_figures(october) == []


class TestOneCause:
    def test_of_a_figure_that_slipped_and_fell_the_slip_alone_is_said(self) -> None:
        assert about_figures(told(RUNNING, [290, 300, 310], 33, month_value="20")) == ["unit-slip"]

    def test_of_a_figure_that_fell_and_does_not_add_up_the_fall_alone_is_said(self) -> None:
        assert about_figures(told(RUNNING, [20, 25], 20, month_value="5")) == ["cumulative-fell"]

    def test_of_a_jump_that_does_not_add_up_the_sum_alone_is_said(self) -> None:
        assert about_figures(told(RUNNING, [10, 12, 14, 16], 60, month_value="4")) == [
            "month-and-total-differ"
        ]

    def test_a_slip_below_the_target_is_not_overdue_besides(self) -> None:
        indicator = an_indicator("i", a_target(300, "2025-06"))
        assert [f.code for f in found_in(told(indicator, [305], 31))] == ["unit-slip"]

    def test_a_reason_beside_the_figure_closes_it(self) -> None:
        assert not is_open(only(told(RUNNING, [31], 330, note="并入县区数据"), "unit-slip"))
        assert is_open(only(told(RUNNING, [31], 330, note="数据核实无误。"), "unit-slip"))


def test_a_contested_figure_is_no_history() -> None:
    plan = a_plan((), [RUNNING])
    reading = replace(a_reading("i", "jia", 300), contested=frozenset({Field.CUMULATIVE}))
    before = a_month(plan, "2025-09", readings=[reading])
    assert about_figures(a_month(plan, readings=[a_reading("i", "jia", 31)], previous=before)) == []
