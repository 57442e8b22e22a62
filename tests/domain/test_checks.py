from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.answers import Month
from peidang.domain.checks import (
    findings,
    findings_of_month,
    is_open,
    locked_findings,
    required_fields,
    required_indicator_fields,
    required_row_fields,
)
from peidang.domain.checks.movement import common_marks, tells_the_same
from peidang.domain.finding import Finding
from peidang.domain.labels import Field, Grade, IndicatorKind, IndicatorReporting
from peidang.domain.plan import Indicator
from peidang.domain.travel import LockedChange, Request, Returned
from tests.domain.builders import a_month, a_plan, a_reading, a_row, a_target, an_entry, an_indicator

TODAY = date(2025, 11, 3)
READINGS_WITH_WORDS = {
    Field.CUMULATIVE: a_reading("i", "jia", "约12"),
    Field.MONTH_VALUE: a_reading("i", "jia", 12, month_value="约12"),
}


def found_in(month: Month, unit_id: str = "jia") -> list[Finding]:
    return list(findings(month, unit_id, TODAY))


def codes(month: Month, unit_id: str = "jia") -> list[tuple[str, Field | None]]:
    return [(finding.code, finding.field) for finding in found_in(month, unit_id)]


def only(month: Month, code: str, unit_id: str = "jia") -> Finding:
    (found,) = [finding for finding in findings(month, unit_id, TODAY) if finding.code == code]
    return found


def a_row_month(key: str = "2025-10", previous: Month | None = None, **entry: Any) -> Month:
    plan = a_plan([a_row(1, "jia")])
    return a_month(plan, key, [an_entry(1, "jia", **entry)], previous=previous)


def a_figure_month(
    indicator: Indicator,
    value: float | str = "",
    key: str = "2025-10",
    previous: Month | None = None,
    **more: Any,
) -> Month:
    reading = a_reading(indicator.id, "jia", value, **more)
    return a_month(a_plan((), [indicator]), key, readings=[reading], previous=previous)


class TestMissing:
    def test_an_answer_as_it_should_be_has_no_findings(self) -> None:
        assert codes(a_row_month()) == []

    def test_an_empty_row_lacks_three_cells_each_said_once(self) -> None:
        month = a_month(a_plan([a_row(1, "jia")]))
        assert codes(month) == [
            ("missing", Field.STATUS),
            ("missing", Field.PROGRESS),
            ("missing", Field.NEXT_STEPS),
        ]
        assert {f.grade for f in findings(month, "jia", TODAY)} == {Grade.MUST}

    @pytest.mark.parametrize("status", ["已完成", "长期坚持"])
    def test_what_is_done_or_lasting_needs_no_next_step(self, status: str) -> None:
        assert codes(a_row_month(status=status, next_steps="")) == []
        assert codes(a_row_month(next_steps="")) == [("missing", Field.NEXT_STEPS)]

    def test_a_contested_cell_is_not_missing(self) -> None:
        assert codes(a_row_month(progress="", contested=frozenset({Field.PROGRESS}))) == []

    def test_the_figure_is_required_while_a_target_is_open(self) -> None:
        indicator = an_indicator("i", a_target(24))
        assert codes(a_figure_month(indicator)) == [("missing", Field.CUMULATIVE)]
        met = a_figure_month(indicator, 24, "2025-09")
        assert codes(a_figure_month(indicator, previous=met)) == []

    def test_a_figure_met_two_months_ago_stays_settled(self) -> None:
        indicator = an_indicator("i", a_target(24))
        met = a_figure_month(indicator, 24, "2025-08")
        silent = a_figure_month(indicator, key="2025-09", previous=met)
        assert codes(a_figure_month(indicator, previous=silent)) == []

    def test_figures_of_the_year_are_asked_for_again_in_january(self) -> None:
        indicator = an_indicator("i", a_target(6, None, annual=True), kind=IndicatorKind.ANNUAL_TOTAL)
        met = a_figure_month(indicator, 6, "2025-11")
        assert codes(a_figure_month(indicator, key="2025-12", previous=met)) == []
        assert codes(a_figure_month(indicator, key="2026-01", previous=met)) == [
            ("missing", Field.CUMULATIVE)
        ]

    @pytest.mark.parametrize(
        "note", ["数据未出，截至10月", "数据暂未发布，预计11月20日公布", "本月无新进展，项目处于招标阶段"]
    )
    def test_a_reason_stands_for_the_figure(self, note: str) -> None:
        assert codes(a_figure_month(an_indicator("i", a_target(24)), note=note)) == []

    def test_a_reason_may_stand_in_the_figure_s_own_cell(self) -> None:
        assert codes(a_figure_month(an_indicator("i", a_target(24)), "数据未出，截至10月")) == []
        assert codes(a_figure_month(an_indicator("i", a_target(24)), "数据未出")) == [
            ("not-a-number", Field.CUMULATIVE)
        ]

    @pytest.mark.parametrize("note", ["本月无新进展", "本月无新进展。", "数据未出", "核实无误", "进展顺利"])
    def test_no_reason_does_not(self, note: str) -> None:
        assert codes(a_figure_month(an_indicator("i", a_target(24)), note=note)) == [
            ("missing", Field.CUMULATIVE)
        ]

    def test_what_is_required_is_told_to_the_workbook(self) -> None:
        month = a_month(
            a_plan([a_row(1, "jia")], [an_indicator("i")]), entries=[an_entry(1, "jia", "已完成")]
        )
        assert required_fields(month, "jia", "row-1") == (Field.STATUS, Field.PROGRESS)
        assert required_fields(month, "jia", "i") == (Field.CUMULATIVE,)
        assert required_row_fields("") == (Field.STATUS, Field.PROGRESS, Field.NEXT_STEPS)
        assert required_indicator_fields(False) == ()


class TestFilledWrongly:
    @pytest.mark.parametrize("field", READINGS_WITH_WORDS)
    def test_words_are_no_number(self, field: Field) -> None:
        reading = READINGS_WITH_WORDS[field]
        finding = only(a_month(a_plan((), [an_indicator("i")]), readings=[reading]), "not-a-number")
        assert finding.field is field
        assert "“约12”" in finding.message
        assert "家" in finding.message

    def test_an_unknown_status_is_named_with_the_words_that_may_be_chosen(self) -> None:
        finding = only(a_row_month(status="差不多了"), "unknown-status")
        assert "“差不多了”" in finding.message
        assert "“正常推进”" in finding.message


class TestSameAsLastMonth:
    def test_copied_text_is_asked_about_and_marked(self) -> None:
        text = "截至10月底，已改造充电站12座，完成投资3000万元。"
        before = a_row_month("2025-09", progress="截至9月底，已改造充电站12座，完成投资3000万元。")
        finding = only(a_row_month(previous=before, progress=text), "same-as-last-month")
        assert finding.grade is Grade.EXPLAIN
        assert "9月" in finding.message
        assert [text[a:b] for a, b in finding.marks] == ["月底，已改造充电站12座，完成投资3000万元。"]

    @pytest.mark.parametrize(
        ("now", "before", "same"),
        [
            ("已开工3个项目。", "已开工3个项目", True),
            ("10月份继续推进项目前期手续办理。", "9月份继续推进项目前期手续办理。", True),
            (
                "项目前期手续正在有序办理之中，各项工作推进平稳。",
                "项目前期手续正在有序办理当中，各项工作推进平稳。",
                True,
            ),
            ("已开工4个项目。", "已开工3个项目。", False),
            ("已完成招标，施工单位进场。", "正在办理招标手续。", False),
        ],
    )
    def test_new_figures_are_progress_and_a_new_month_is_not(self, now: str, before: str, same: bool) -> None:
        assert tells_the_same(now, before) is same

    def test_what_was_done_stays_done(self) -> None:
        before = a_row_month("2025-09", status="已完成")
        assert codes(a_row_month(previous=before, status="已完成")) == []

    def test_another_unit_s_text_is_not_compared(self) -> None:
        plan = a_plan([a_row(1, "jia", "yi")])
        before = a_month(plan, "2025-09", [an_entry(1, "yi")])
        assert codes(a_month(plan, entries=[an_entry(1, "jia")], previous=before)) == []

    @given(st.text(min_size=1, max_size=80), st.text(min_size=1, max_size=80))
    def test_marks_lie_within_the_text_and_in_order(self, now: str, before: str) -> None:
        ends = [end for mark in common_marks(now, before) for end in mark]
        assert ends == sorted(ends)
        assert ends[0] >= 0
        assert ends[-1] <= len(now)

    @given(st.text(max_size=60))
    def test_a_text_tells_the_same_as_itself(self, text: str) -> None:
        assert tells_the_same(text, text)


class TestDoneBelowTarget:
    plan = a_plan([a_row(1, "jia", "yi")], [an_indicator("i", a_target(24, row=1))])

    def test_done_while_the_figure_is_below_is_asked_about(self) -> None:
        month = a_month(
            self.plan, entries=[an_entry(1, "jia", "已完成")], readings=[a_reading("i", "jia", 20)]
        )
        message = only(month, "done-below-target").message
        assert "20家" in message
        assert "不低于24家" in message

    def test_met_or_not_done_or_not_its_figure_is_left_alone(self) -> None:
        met = a_month(self.plan, entries=[an_entry(1, "jia", "已完成")], readings=[a_reading("i", "jia", 24)])
        assert codes(met) == []
        going = a_month(self.plan, entries=[an_entry(1, "jia")], readings=[a_reading("i", "jia", 20)])
        assert codes(going) == []
        other = a_month(
            self.plan, entries=[an_entry(1, "yi", "已完成")], readings=[a_reading("i", "jia", 20)]
        )
        assert codes(other, "yi") == []

    def test_of_several_units_the_sum_is_below_not_the_part(self) -> None:
        shared = an_indicator(
            "i", a_target(24, row=1), reporters=("jia", "yi"), reporting=IndicatorReporting.SUM
        )
        plan = a_plan([a_row(1, "jia")], [shared])
        readings = [a_reading("i", "jia", 14), a_reading("i", "yi", 10)]
        assert codes(a_month(plan, entries=[an_entry(1, "jia", "已完成")], readings=readings)) == []


class TestCumulativeFell:
    @pytest.mark.parametrize("kind", [IndicatorKind.RUNNING_TOTAL, IndicatorKind.ANNUAL_TOTAL])
    def test_what_adds_up_does_not_fall(self, kind: IndicatorKind) -> None:
        indicator = an_indicator("i", a_target(100), kind=kind)
        before = a_figure_month(indicator, 30, "2025-09")
        message = only(a_figure_month(indicator, 27, previous=before), "cumulative-fell").message
        assert "27" in message
        assert "9月的30少3" in message

    @pytest.mark.parametrize("kind", [IndicatorKind.LEVEL, IndicatorKind.RATE, IndicatorKind.GROWTH])
    def test_what_goes_up_and_down_may_fall(self, kind: IndicatorKind) -> None:
        indicator = an_indicator("i", a_target(100), kind=kind)
        before = a_figure_month(indicator, 30, "2025-09")
        assert codes(a_figure_month(indicator, 27, previous=before)) == []

    def test_figures_of_the_year_restart_in_january_and_totals_do_not(self) -> None:
        annual = an_indicator("i", a_target(100, None, annual=True), kind=IndicatorKind.ANNUAL_TOTAL)
        december = a_figure_month(annual, 90, "2025-12")
        assert codes(a_figure_month(annual, 5, "2026-01", december)) == []
        total = an_indicator("i", a_target(100, "2027"))
        december = a_figure_month(total, 90, "2025-12")
        assert codes(a_figure_month(total, 5, "2026-01", december)) == [("cumulative-fell", Field.CUMULATIVE)]

    def test_the_last_known_figure_counts_when_a_month_was_left_out(self) -> None:
        indicator = an_indicator("i", a_target(100))
        august = a_figure_month(indicator, 30, "2025-08")
        september = a_figure_month(indicator, "", "2025-09", august, note="数据未出，截至8月")
        assert "8月的30" in only(a_figure_month(indicator, 27, previous=september), "cumulative-fell").message

    def test_a_reason_beside_the_figure_explains_it(self) -> None:
        indicator = an_indicator("i", a_target(100))
        before = a_figure_month(indicator, 30, "2025-09")
        explained = a_figure_month(indicator, 27, previous=before, note="核减3座不合格站点")
        assert not is_open(only(explained, "cumulative-fell"))
        empty = a_figure_month(indicator, 27, previous=before, note="核实无误！")
        assert is_open(only(empty, "cumulative-fell"))


class TestOverdue:
    def test_a_row_past_its_due_asks_why(self) -> None:
        plan = a_plan([a_row(1, "jia", due="2025-06")])
        finding = only(a_month(plan, entries=[an_entry(1, "jia")]), "overdue")
        assert "2025年6月" in finding.message
        assert "“正常推进”" in finding.message
        assert codes(a_month(plan, entries=[an_entry(1, "jia", "已完成")])) == []

    def test_an_unanswered_row_past_its_due_is_only_missing(self) -> None:
        month = a_month(a_plan([a_row(1, "jia", due="2025-06")]))
        assert {code for code, _ in codes(month)} == {"missing"}

    def test_an_indicator_past_its_due_asks_why(self) -> None:
        finding = only(a_figure_month(an_indicator("i", a_target(24, "2025-06")), 20), "overdue")
        assert finding.field is Field.CUMULATIVE
        assert "不低于24家" in finding.message


class TestExplanations:
    month = a_row_month(previous=a_row_month("2025-09"))

    @pytest.mark.parametrize(
        ("said", "closed"),
        [
            ("电话核实：张科长11月3日称项目停工待料", True),
            ("核实无误", False),
            ("核实无误。", False),
            ("", False),
            ("无", False),
        ],
    )
    def test_a_reason_closes_a_finding_and_an_empty_phrase_does_not(self, said: str, closed: bool) -> None:
        explained = replace(self.month, explanations={("jia", "row-1", "same-as-last-month"): said})
        assert is_open(only(explained, "same-as-last-month")) is not closed

    def test_an_explanation_closes_only_its_own_finding(self) -> None:
        explained = replace(self.month, explanations={("jia", "row-1", "overdue"): "项目停工待料"})
        assert is_open(only(explained, "same-as-last-month"))


def test_what_must_be_mended_stands_first_and_every_sentence_ends() -> None:
    plan = a_plan([a_row(1, "jia", due="2025-06"), a_row(2, "jia")], [an_indicator("i")])
    found = findings(a_month(plan, entries=[an_entry(1, "jia")]), "jia", TODAY)
    assert [f.grade for f in found] == sorted((f.grade for f in found), key=lambda g: g is not Grade.MUST)
    assert all(f.message.endswith("。") for f in found)


def test_every_reporting_unit_has_its_findings() -> None:
    plan = a_plan([a_row(1, "jia"), a_row(2, "yi")])
    found = findings_of_month(a_month(plan, entries=[an_entry(1, "jia")]), TODAY)
    assert {unit: len(of_unit) for unit, of_unit in found.items()} == {"jia": 0, "yi": 3}


def test_a_changed_locked_cell_is_named_with_both_texts() -> None:
    plan = a_plan([a_row(1, "jia")])
    changes = (
        LockedChange("row-1", "推进措施及目标", "改造充电站20座", "改造充电站2座", "填报表", "C9"),
        LockedChange("row-1", "主要任务", "任务1", "", "填报表", "B9"),
    )
    request = Request("token", plan, "jia", "2025-10", date(2025, 10, 25), (), ())
    first, second = locked_findings(Returned("token", "token", request, {}, {}, changes))
    assert (first.code, first.grade, first.item_id) == ("locked-cell-changed", Grade.MUST, "row-1")
    assert "“改造充电站20座”" in first.message
    assert "“改造充电站2座”" in first.message
    assert "被清空" in second.message


LONG = "改造充电站20座，新建换电站3座，推动重点线路公交车更新换代。"


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (f"{LONG}\n进展：已改造7座。", "在后面加写了“进展：已改造7座。”"),
        (f"已改造7座。{LONG}", "在前面加写了“已改造7座。”"),
        (LONG.replace("公交车", "出租车"), "在“站3座，推动重点线路”之后改成了“出租车更新换代。”"),
        (LONG[:-5], "在“，推动重点线路公交车”之后删去了“更新换代。”"),
    ],
)
def test_what_was_changed_in_a_long_locked_text_is_told(found: str, told: str) -> None:
    change = LockedChange("row-1", "推进措施及目标", LONG, found, "填报表", "C9")
    request = Request("token", a_plan([a_row(1, "jia")]), "jia", "2025-10", date(2025, 10, 25), (), ())
    (finding,) = locked_findings(Returned("token", "token", request, {}, {}, (change,)))
    assert told in finding.message
