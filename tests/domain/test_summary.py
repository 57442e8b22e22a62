from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.answers import Month, Ruling, Wording
from peidang.domain.labels import CONTESTED_TEXT, Field, IndicatorKind, IndicatorReporting, Light, RowState
from peidang.domain.phrases import due_text, target_text
from peidang.domain.plan import Target
from peidang.domain.rule_sheet import DEFAULT_RULES
from peidang.domain.summary import Counted, Summary, summarise
from peidang.domain.summary_lines import UnitState
from tests.domain.builders import a_month, a_plan, a_reading, a_row, a_target, a_unit, an_entry, an_indicator

TODAY = date(2025, 11, 3)


def of(month: Month, today: date = TODAY) -> Summary:
    return summarise(month, DEFAULT_RULES, today)


class TestUnits:
    plan = a_plan([a_row(1, "jia"), a_row(2, "jia", "yi"), a_row(3, "bing")])
    month = a_month(
        plan,
        entries=[an_entry(1, "jia"), an_entry(2, "jia"), an_entry(2, "yi")],
        answered={"jia": "2025-10-20T09:00", "yi": "2025-10-28T16:30"},
    )

    def states(self, month: Month, today: date = TODAY) -> dict[str, tuple[UnitState, int]]:
        return {line.unit.id: (line.state, line.late_days) for line in of(month, today).units}

    def test_each_has_answered_in_full_in_part_or_not_at_all(self) -> None:
        assert self.states(self.month) == {
            "jia": (UnitState.REPORTED, 0),
            "yi": (UnitState.REPORTED, 3),
            "bing": (UnitState.UNREPORTED, 9),
        }
        half = replace(
            self.month, entries={key: e for key, e in self.month.entries.items() if key[0] != "row-1"}
        )
        assert self.states(half)["jia"] == (UnitState.PARTIAL, 9)

    def test_nobody_is_late_on_the_day_itself(self) -> None:
        assert self.states(self.month, date(2025, 10, 25))["bing"] == (UnitState.UNREPORTED, 0)

    def test_an_extension_moves_the_day(self) -> None:
        period = replace(self.month.period, exceptions=(("bing", date(2025, 11, 5)),))
        assert self.states(replace(self.month, period=period))["bing"] == (UnitState.UNREPORTED, 0)

    def test_the_numbers_say_whom_they_count(self) -> None:
        summary = of(self.month)
        assert summary.figure("units.asked").items == ("jia", "yi", "bing")
        assert summary.figure("units.reported").items == ("jia", "yi")
        assert summary.figure("units.overdue").items == ("bing",)
        assert summary.figure("units.late").items == ("yi",)
        assert [line.unit.id for line in summary.overdue_units] == ["bing"]

    def test_an_open_indicator_belongs_to_a_full_answer(self) -> None:
        plan = a_plan([a_row(1, "jia")], [an_indicator("i", a_target(24))])
        month = a_month(plan, entries=[an_entry(1, "jia")])
        assert self.states(month)["jia"][0] is UnitState.PARTIAL
        told = replace(month, readings={("i", "jia"): a_reading("i", "jia", 3)})
        assert self.states(told)["jia"][0] is UnitState.REPORTED

    def test_a_unit_whose_only_figure_is_settled_is_asked_for_nothing(self) -> None:
        indicator = an_indicator("i", a_target(24))
        plan = a_plan([a_row(1, "yi")], [indicator])
        before = a_month(plan, "2025-09", readings=[a_reading("i", "jia", 24)])
        assert list(self.states(a_month(plan, previous=before))) == ["yi"]

    def test_a_unit_not_to_be_named_is_counted_and_in_no_list_of_names(self) -> None:
        units = [
            a_unit("jia", 1),
            a_unit("yi", 2, unnamed=True),
            a_unit("bing", 3, unnamed=True),
            a_unit("ban", 4),
        ]
        summary = of(replace(self.month, plan=a_plan(self.plan.rows, units=units)))
        assert summary.count("units.overdue") == 1
        assert summary.overdue_units == summary.late_units == summary.unreported_units == ()

    def test_units_stand_in_official_order(self) -> None:
        units = [a_unit("jia", 3), a_unit("yi", 2), a_unit("bing", 1), a_unit("ban", 4)]
        summary = of(replace(self.month, plan=a_plan(self.plan.rows, units=units)))
        assert [line.unit.id for line in summary.units] == ["bing", "yi", "jia"]


class TestJoinedTexts:
    plan = a_plan([a_row(1, "jia", "yi"), a_row(2, "jia")])

    def test_several_units_stand_under_their_names_a_single_one_alone(self) -> None:
        entries = [
            an_entry(1, "yi", progress="招标。"),
            an_entry(1, "jia", progress="开工。"),
            an_entry(2, "jia"),
        ]
        first, second = of(a_month(self.plan, entries=entries)).rows
        assert first.progress == "市甲局：开工。\n市乙局：招标。"
        assert first.status == "正常推进"
        assert second.progress == "已开工3个项目。"

    def test_units_that_differ_in_status_are_told_apart(self) -> None:
        entries = [an_entry(1, "yi", "进度滞后"), an_entry(1, "jia")]
        assert of(a_month(self.plan, entries=entries)).rows[0].status == "市甲局：正常推进\n市乙局：进度滞后"

    def test_one_of_two_keeps_its_name(self) -> None:
        month = a_month(self.plan, entries=[an_entry(1, "yi", progress="招标。")])
        assert of(month).rows[0].progress == "市乙局：招标。"
        assert of(month).rows[0].status == "市乙局：正常推进"

    def test_a_contested_cell_says_so(self) -> None:
        contested = an_entry(2, "jia", progress="", contested=frozenset({Field.PROGRESS}))
        line = of(a_month(self.plan, entries=[contested])).rows[1]
        assert (line.progress, line.contested) == (CONTESTED_TEXT, True)

    def test_the_office_s_wording_is_printed_and_its_age_told(self) -> None:
        wording = Wording("row-2", "本月开工3个项目。", outdated=True)
        line = of(a_month(self.plan, entries=[an_entry(2, "jia")], wordings=[wording])).rows[1]
        assert (line.text, line.wording_outdated) == ("本月开工3个项目。", True)
        assert line.progress == "已开工3个项目。"

    def test_problems_are_listed_unless_there_are_none(self) -> None:
        entries = [
            an_entry(1, "jia", problems="无。"),
            an_entry(1, "yi", problems="用地指标不足。"),
            an_entry(2, "jia"),
        ]
        summary = of(a_month(self.plan, entries=entries))
        assert [(said.serial, said.unit_name, said.text) for said in summary.problems] == [
            (1, "市乙局", "用地指标不足。")
        ]
        assert [said.text for said in summary.next_steps] == ["继续推进。"] * 3


class TestIndicators:
    def test_a_line_says_what_was_aimed_at_told_and_reached(self) -> None:
        indicator = an_indicator("i", a_target(24, row=1))
        plan = a_plan([a_row(1, "jia")], [indicator])
        before = a_month(plan, "2025-09", readings=[a_reading("i", "jia", 18)])
        reading = a_reading("i", "jia", 20, month_value="2", note="含2座在建")
        (line,) = of(a_month(plan, readings=[reading], previous=before)).indicators
        assert (line.number, line.target_text, line.due) == (1, "不低于24家", "2025年")
        assert (line.value, line.month_value, line.previous_value, line.notes) == (
            "20",
            "2",
            "18",
            "含2座在建",
        )
        assert (str(line.completion), str(line.gap), line.light) == ("83.3", "-8.3", Light.BEHIND)
        assert line.told.as_of == date(2025, 10, 31)

    def test_a_sum_names_whom_it_waits_for(self) -> None:
        shared = an_indicator("i", a_target(24), reporters=("jia", "yi"), reporting=IndicatorReporting.SUM)
        reading = a_reading("i", "jia", 20, month_value="2")
        (line,) = of(a_month(a_plan((), [shared]), readings=[reading])).indicators
        assert (line.value, line.month_value, line.told.waiting_for) == ("", "", ("yi",))
        assert line.reporters == ("市甲局", "市乙局")

    def test_a_contested_figure_says_so(self) -> None:
        reading = a_reading("i", "jia", contested=frozenset({Field.CUMULATIVE}))
        (line,) = of(a_month(a_plan((), [an_indicator("i")]), readings=[reading])).indicators
        assert line.value == CONTESTED_TEXT

    def test_what_has_no_pace_is_counted_apart(self) -> None:
        level = an_indicator("i", a_target(13, "2027"), kind=IndicatorKind.LEVEL)
        summary = of(a_month(a_plan((), [level]), readings=[a_reading("i", "jia", 3)]))
        assert summary.figure("indicators.lights.unsettled").items == ("i",)


class TestAgainstTheMonthBefore:
    plan = a_plan([a_row(n, "jia") for n in range(1, 5)])

    def test_lights_that_moved_are_named_better_or_worse(self) -> None:
        before = a_month(
            self.plan, "2025-09", [an_entry(1, "jia", "进度滞后"), an_entry(2, "jia"), an_entry(3, "jia")]
        )
        entries = [an_entry(1, "jia"), an_entry(2, "jia", "进度滞后"), an_entry(3, "jia"), an_entry(4, "jia")]
        summary = of(a_month(self.plan, entries=entries, previous=before))
        assert [(change.serial, change.better) for change in summary.changes] == [(1, True), (2, False)]
        assert summary.figure("changes.better").items == ("row-1",)
        assert summary.figure("changes.worse").items == ("row-2",)


class TestWords:
    @pytest.mark.parametrize(
        ("target", "text"),
        [
            (a_target(35, unit_of_measure="%"), "不低于35%"),
            (a_target(600, unit_of_measure="亿元", relation="~"), "600亿元左右"),
            (a_target("0.8", unit_of_measure=":1"), "不低于0.8:1"),
            (a_target(1, relation="~", value_high=Decimal(3), unit_of_measure="项"), "1—3项左右"),
            (a_target(80, relation="<="), "不超过80家"),
            (a_target(6, None, annual=True, unit_of_measure="场"), "每年不低于6场"),
            (a_target(15, unit_of_measure="%", baseline="2023"), "较2023年增长不低于15%"),
        ],
    )
    def test_a_target_reads_as_people_say_it(self, target: Target, text: str) -> None:
        assert target_text(target) == text

    @pytest.mark.parametrize(
        ("due", "text"),
        [("2025", "2025年"), ("2025-06", "2025年6月"), ("2025-06-30", "2025年6月30日"), (None, "")],
    )
    def test_a_due_reads_as_people_say_it(self, due: str | None, text: str) -> None:
        assert due_text(due) == text


UNITS = ("jia", "yi", "bing")
STATUSES = st.sampled_from(["", "未启动", "正常推进", "进度滞后", "已完成", "长期坚持", "还行"])


@st.composite
def months(draw: st.DrawFn) -> Month:
    rows = [
        a_row(
            serial,
            *draw(st.lists(st.sampled_from(UNITS), unique=True, max_size=3)),
            section=draw(st.sampled_from(["一、甲", "二、乙"])),
            state=draw(st.sampled_from(list(RowState))),
            due=draw(st.sampled_from([None, "2025", "2025-06"])),
        )
        for serial in range(1, draw(st.integers(1, 6)) + 1)
    ]
    indicators = [
        an_indicator(
            f"i{n}",
            a_target(24, row=draw(st.sampled_from(rows)).serial),
            reporters=[draw(st.sampled_from(UNITS))],
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    entries = [
        an_entry(row.serial, unit_id, status, draw(st.sampled_from(["", "开工。"])), next_steps="")
        for row in rows
        for unit_id in row.reporting_unit_ids()
        if (status := draw(STATUSES)) or draw(st.booleans())
    ]
    readings = [
        a_reading(i.id, i.reporter_ids[0], draw(st.sampled_from(["", "3", "20", "24", "多"])))
        for i in indicators
    ]
    rulings = [Ruling(rows[0].id, draw(st.sampled_from(list(Light))), "核定")] if draw(st.booleans()) else []
    return a_month(a_plan(rows, indicators), entries=entries, readings=readings, rulings=rulings)


@given(months())
def test_every_count_is_the_number_of_things_it_opens(month: Month) -> None:
    summary = of(month)
    for figure in summary.figures.values():
        if not figure.key.endswith(".share") and not figure.key.startswith("indicator."):
            assert figure.value == len(figure.items)
        if figure.counted is not Counted.FINDINGS:
            assert len(set(figure.items)) == len(figure.items)


@given(months())
def test_the_parts_add_up_to_the_whole(month: Month) -> None:
    summary = of(month)
    count = summary.count
    assert count("rows.total") == len(month.plan.rows) == count("rows.asked") + count("rows.not-asked")
    assert count("rows.asked") == count("rows.reported") + count("rows.unreported")
    assert count("units.asked") == count("units.reported") + count("units.partial") + count(
        "units.unreported"
    )
    lit = [figure for figure in summary.lights.figures() if not figure.key.endswith(".share")]
    closed = {row.id for row in month.plan.rows if row.state is RowState.CLOSED}
    ruled = set(summary.figure("rows.ruled").items)
    counted = {item for figure in lit for item in figure.items}
    assert counted == set(summary.figure("rows.asked").items) | closed | ruled
    assert sum(figure.value for figure in lit) == len(counted)
    shared = [*summary.lights.shares.values(), summary.lights.unsettled_share]
    assert sum(figure.value for figure in shared) == (100 if counted else 0)


@given(months())
def test_the_sections_add_up_to_the_month(month: Month) -> None:
    summary = of(month)
    assert sum(section.rows.value for section in summary.sections) == summary.figure("rows.total").value
    for light in Light:
        in_sections = [item for section in summary.sections for item in section.lights.lights[light].items]
        assert sorted(in_sections) == sorted(summary.lights.lights[light].items)


@given(months())
def test_the_same_month_gives_the_same_summary(month: Month) -> None:
    assert of(month) == of(month)
