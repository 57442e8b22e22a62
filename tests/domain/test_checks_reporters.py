"""``second-reporter-differs`` and ``reported-otherwise``: one thing told twice."""

from typing import Any

import pytest

from peidang.domain.answers import Month, ToldElsewhere
from peidang.domain.labels import Field, IndicatorKind, IndicatorReporting
from tests.domain.builders import (
    Amount,
    a_month,
    a_plan,
    a_reading,
    a_row,
    a_target,
    an_entry,
    an_indicator,
)
from tests.domain.test_checks import codes, only

CARS = an_indicator(
    "i", a_target(13, "2027", unit_of_measure="万辆"), kind=IndicatorKind.LEVEL, name="新能源汽车保有量"
)


def told_by_two(
    first: Amount, second: Amount, reporting: IndicatorReporting = IndicatorReporting.CHECKED, **more: Any
) -> Month:
    indicator = an_indicator(
        "i", a_target(100, "2027"), reporters=("jia", "yi"), reporting=reporting, name="充电站"
    )
    readings = [a_reading("i", "jia", first), a_reading("i", "yi", second, **more)]
    return a_month(a_plan((), [indicator]), readings=readings)


class TestSecondReporter:
    def test_the_second_reporter_s_other_figure_is_said_of_the_second(self) -> None:
        month = told_by_two(27, 30)
        message = only(month, "second-reporter-differs", "yi").message
        assert "30家" in message
        assert "市甲局同期填报27家" in message
        assert codes(month, "jia") == []

    @pytest.mark.parametrize(("first", "second"), [(27, 27), ("", 30), (27, "约30"), ("27.3", "27.34")])
    def test_the_same_figure_or_none_is_left_alone(self, first: Amount, second: Amount) -> None:
        found = {code for code, _ in codes(told_by_two(first, second), "yi")}
        assert "second-reporter-differs" not in found

    def test_figures_of_different_days_and_parts_of_a_sum_are_not_compared(self) -> None:
        assert codes(told_by_two(27, 30, as_of="2025-09-30"), "yi") == []
        assert codes(told_by_two(27, 30, IndicatorReporting.SUM), "yi") == []

    def test_done_and_not_started_on_one_row_is_said_of_the_later_unit(self) -> None:
        plan = a_plan([a_row(1, "jia", "yi")])
        entries = [
            an_entry(1, "jia", "已完成", "10月20日通过验收。"),
            an_entry(1, "yi", "未启动", "资金尚未下达。"),
        ]
        month = a_month(plan, entries=entries)
        assert codes(month, "yi") == [("second-reporter-differs", Field.STATUS)]
        assert "市甲局对同一任务填报“已完成”" in only(month, "second-reporter-differs", "yi").message
        assert codes(month, "jia") == []

    @pytest.mark.parametrize("status", ["正常推进", "进度滞后", "长期坚持", "已完成"])
    def test_any_other_pair_may_be_true(self, status: str) -> None:
        plan = a_plan([a_row(1, "jia", "yi")])
        entries = [
            an_entry(1, "jia", "已完成", "10月20日通过验收。"),
            an_entry(
                1, "yi", status, "完成3处改造。", problems="资金未到位。" if status == "进度滞后" else ""
            ),
        ]
        assert codes(a_month(plan, entries=entries), "yi") == []


class TestReportedOtherwise:
    def month(self, value: str, as_of: str = "", ours: Amount = "9.45") -> Month:
        told = {("i", "jia"): (ToldElsewhere("市统计局", value, as_of),)}
        reading = a_reading("i", "jia", ours)
        return a_month(a_plan((), [CARS]), readings=[reading], told_elsewhere=told)

    @pytest.mark.parametrize("value", ["9.8", "98000辆", "9.8万辆", "约9.8万辆"])
    def test_another_value_for_the_same_period_is_asked_about(self, value: str) -> None:
        message = only(self.month(value), "reported-otherwise").message
        assert "9.45万辆" in message
        assert "市统计局" in message
        assert value in message

    @pytest.mark.parametrize("value", ["9.45", "94500辆", "9.5", "9.45万辆", "数据未出", ""])
    def test_the_same_value_rounded_or_in_another_unit_is_left_alone(self, value: str) -> None:
        assert codes(self.month(value)) == []

    def test_another_period_and_another_unit_s_word_are_left_alone(self) -> None:
        assert codes(self.month("9.8", "2025-09-30")) == []
        assert codes(self.month("9.8", "2025-10-20")) == [("reported-otherwise", Field.CUMULATIVE)]
        assert codes(self.month("9.8", ours="")) == [("missing", Field.CUMULATIVE)]

    def test_of_several_offices_the_first_that_differs_is_named(self) -> None:
        told = {("i", "jia"): (ToldElsewhere("甲办", "9.45"), ToldElsewhere("乙办", "9.8"))}
        month = a_month(a_plan((), [CARS]), readings=[a_reading("i", "jia", "9.45")], told_elsewhere=told)
        assert "乙办" in only(month, "reported-otherwise").message
