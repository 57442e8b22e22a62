"""The drafted sentences read as a leader signs them: they say what is so, once, and no more."""

from dataclasses import replace
from datetime import date

import pytest

from peidang.domain.answers import Month
from peidang.domain.labels import IndicatorKind, RowFrequency, RowState
from peidang.domain.unit_summary import of_unit
from peidang.reports.draft import About, draft_paper
from peidang.reports.draft_problems import MOST_TOLD
from peidang.reports.quoting import ended
from tests.domain.builders import (
    a_month,
    a_plan,
    a_reading,
    a_row,
    a_target,
    an_entry,
    an_indicator,
)
from tests.reports.months import a_full_month, summary_of
from tests.reports.test_draft import part, text

ANSWERED = dict.fromkeys(("jia", "yi", "bing", "ding"), "2025-10-20T09:00")


def paper_text_of(month: Month, today: date = date(2025, 11, 5)) -> str:
    return text(draft_paper(summary_of(month, today)))


def test_a_row_that_is_not_asked_for_says_why() -> None:
    rows = [
        a_row(1, "jia", task="甲", section="一、行动"),
        a_row(2, "jia", task="乙", section="一、行动", state=RowState.CLOSED),
        a_row(3, "jia", task="丙", section="一、行动", frequency=RowFrequency.NEVER),
    ]
    told = paper_text_of(a_month(a_plan(rows), entries=[an_entry(1, "jia")], answered=ANSWERED))
    assert "其中已销号或本期不调度的2项，应报进展的1项" in told
    assert "以下任务不要求报送进展：乙（序号2，已销号）；丙（序号3，本期不调度）。" in told
    assert "已达成1项（已销号）、占50.0%" in told


def test_a_closed_row_among_others_that_reached_their_end_is_pointed_out() -> None:
    rows = [a_row(1, "jia", task="甲"), a_row(2, "jia", task="乙", state=RowState.CLOSED), a_row(3, "jia")]
    entries = [an_entry(1, "jia", status="已完成"), an_entry(3, "jia")]
    told = paper_text_of(a_month(a_plan(rows), entries=entries, answered=ANSWERED))
    assert "已达成2项（含已销号任务）、占" in told


def test_a_section_that_is_not_asked_for_says_why() -> None:
    rows = [
        a_row(1, "jia", section="一、行动"),
        a_row(2, "jia", section="二、行动", state=RowState.PAUSED),
    ]
    assert "本部分任务1项，暂停，不要求报送进展。" in paper_text_of(a_month(a_plan(rows)))


def test_lights_of_a_section_are_no_part_of_what_was_reported_in_full() -> None:
    rows = [a_row(n, "jia", "yi", section="一、行动", task=f"任务{n}") for n in (1, 2, 3)]
    entries = [an_entry(1, "jia"), an_entry(1, "yi"), an_entry(2, "jia", status="进度滞后")]
    told = paper_text_of(a_month(a_plan(rows), entries=entries, answered=ANSWERED))
    assert "本部分任务3项，已报齐进展1项。亮灯情况：达到序时1项、滞后1项、未报1项。" in told


def test_one_light_for_all_rows_of_a_section_is_told_in_a_word() -> None:
    rows = [a_row(n, "jia", section="一、行动", task=f"任务{n}") for n in (1, 2)]
    entries = [an_entry(n, "jia") for n in (1, 2)]
    month = a_month(a_plan(rows), entries=entries, answered=ANSWERED)
    assert "本部分任务2项，进展均已报齐，亮灯均为“达到序时”。" in paper_text_of(month)
    month = a_month(a_plan(rows[:1]), entries=entries[:1], answered=ANSWERED)
    assert "本部分任务1项，进展已报齐，亮灯为“达到序时”。" in paper_text_of(month)


def test_rows_of_one_task_are_named_once() -> None:
    rows = [a_row(1, "jia", task="换车"), a_row(2, "jia", task="换车"), a_row(3, "yi", task="换机")]
    told = paper_text_of(a_month(a_plan(rows), entries=[an_entry(3, "yi")], answered=ANSWERED))
    assert "以下任务本期未报送进展：换车（序号1、2）。" in told


def test_who_leads_a_lagging_row_is_said_to_lead_it() -> None:
    rows = [a_row(1, "jia", "yi", task="换车")]
    entries = [an_entry(1, "jia", status="进度滞后"), an_entry(1, "yi")]
    told = paper_text_of(a_month(a_plan(rows), entries=entries, answered=ANSWERED))
    assert "滞后1项：换车（序号1，市甲局、市乙局牵头）。" in told


def test_the_heading_over_late_returns_says_no_more_than_is_so() -> None:
    rows = [a_row(1, "jia", task="换车"), a_row(2, "yi", task="换机")]
    nothing = a_month(a_plan(rows))
    assert "各单位均未报送材料" in part(draft_paper(summary_of(nothing)), "三、存在问题")
    complete = [an_entry(n, unit, next_steps="11月底前完成2项。") for n, unit in ((1, "jia"), (2, "yi"))]
    late = a_month(a_plan(rows), entries=complete, answered={**ANSWERED, "yi": "2025-11-03T09:00"})
    assert "部分单位报送不及时\n" in part(draft_paper(summary_of(late)), "三、存在问题")
    entries = complete[:1]
    partial = a_month(a_plan(rows), entries=entries, answered={"jia": ANSWERED["jia"]})
    assert "部分单位报送不及时、不完整" in part(draft_paper(summary_of(partial)), "三、存在问题")
    doubtful = a_month(
        a_plan(rows), entries=[complete[0], an_entry(2, "yi", next_steps="")], answered=ANSWERED
    )
    told = part(draft_paper(summary_of(doubtful, date(2025, 10, 24))), "三、存在问题")
    assert "部分报送内容有待核实" in told
    assert "不及时" not in told


def test_next_steps_in_the_paper_hold_a_fact() -> None:
    rows = [a_row(1, "jia", task="换车"), a_row(2, "yi", task="换机")]
    entries = [
        an_entry(1, "jia", status="进度滞后", next_steps="继续推进。"),
        an_entry(2, "yi", status="进度滞后", next_steps="11月底前完工2个项目。"),
    ]
    told = part(
        draft_paper(summary_of(a_month(a_plan(rows), entries=entries, answered=ANSWERED))), "四、下步工作"
    )
    assert "继续推进" not in told
    assert "滞后任务的下一步打算如下（其余见附件1）：\n1.换机（序号2，市乙局）：11月底前完工2个项目。" in told
    assert "请滞后任务的牵头单位" in told


def test_of_many_problems_those_of_lagging_rows_are_told_and_the_rest_pointed_to() -> None:
    count = MOST_TOLD + 1
    rows = [a_row(n, "jia", task=f"任务{n}") for n in range(1, count + 1)]
    entries = [
        an_entry(n, "jia", status="进度滞后" if n == 3 else "正常推进", problems=f"缺资金{n}万元。")
        for n in range(1, count + 1)
    ]
    told = part(
        draft_paper(summary_of(a_month(a_plan(rows), entries=entries, answered=ANSWERED))), "三、存在问题"
    )
    assert f"反映的问题涉及任务{count}项，其中滞后任务反映的问题如下，其余见附件1。\n1.任务3（" in told
    assert "缺资金4万元" not in told
    few = a_month(a_plan(rows[:5]), entries=entries[:5], answered=ANSWERED)
    assert "反映的问题涉及任务5项。" in part(draft_paper(summary_of(few)), "三、存在问题")
    assert "缺资金4万元" in part(draft_paper(summary_of(few)), "三、存在问题")


def test_a_month_nobody_told_anything_of_does_not_speak_of_next_steps() -> None:
    told = part(draft_paper(summary_of(a_month(a_plan([a_row(1, "jia")])))), "四、下步工作")
    assert "下一步打算" not in told
    assert "有关进展按期报送。" in told


def test_a_rate_is_held_against_its_target_and_not_against_a_pace() -> None:
    told = part(draft_paper(summary_of(a_full_month())), "三、存在问题")
    rate = an_indicator(
        "share",
        a_target(90, row=1, unit_of_measure="%"),
        reporters=("jia",),
        name="机械化率",
        kind=IndicatorKind.RATE,
    )
    month = a_month(
        a_plan([a_row(1, "jia")], [rate]),
        entries=[an_entry(1, "jia")],
        readings=[a_reading("share", "jia", "60")],
        answered=ANSWERED,
    )
    rated = part(draft_paper(summary_of(month)), "三、存在问题")
    assert "低于序时进度" in told
    assert "“机械化率”为60%，目标不低于90%（2025年），完成目标的66.7%，低于目标30.0个百分点。" in rated


def test_a_hint_asks_only_for_what_is_amiss() -> None:
    month = a_month(
        a_plan([a_row(1, "jia", task="换车")]),
        entries=[an_entry(1, "jia", status="进度滞后")],
        answered=ANSWERED,
    )
    summary = of_unit(summary_of(month), month, "jia")
    hint = text(draft_paper(summary, "工作提示", about=About(unit="市甲局")))
    assert "逐项分析滞后原因，抓紧推进，并将" in hint
    assert "补齐" not in hint


def test_quoted_names_stand_without_a_mark_between_them() -> None:
    indicators = [an_indicator(f"i{n}", a_target(90), reporters=("jia",), name=f"指标{n}") for n in (1, 2)]
    month = a_month(a_plan([a_row(1, "jia")], indicators))
    summary = of_unit(summary_of(month), month, "jia")
    assert "“指标1”“指标2”" in text(draft_paper(summary, "工作提示", about=About(unit="市甲局")))


def test_in_a_paper_about_one_unit_its_problems_do_not_name_it_again() -> None:
    month = a_month(
        a_plan([a_row(1, "jia", task="换车")]),
        entries=[an_entry(1, "jia", problems="缺资金3万元。")],
        answered=ANSWERED,
    )
    paper = draft_paper(of_unit(summary_of(month), month, "jia"), "一单位进展", about=About(unit="市甲局"))
    assert "1.换车（序号1）：缺资金3万元。" in text(paper)


@pytest.mark.parametrize("kind", ["进展情况报告", "一单位进展"])
def test_a_report_to_superiors_asks_nothing_of_bureaus_but_says_what_they_are_held_to(kind: str) -> None:
    rows = [a_row(1, "jia", task="换车"), a_row(2, "jia", task="换机")]
    month = a_month(a_plan(rows), entries=[an_entry(1, "jia", status="进度滞后")], answered=ANSWERED)
    summary = of_unit(summary_of(month), month, "jia") if kind == "一单位进展" else summary_of(month)
    told = part(draft_paper(summary, kind, about=About(unit="市甲局")), "四、下步工作")
    assert "请" not in told
    assert told.count("督促") == 3


def test_a_sentence_gets_a_full_stop_where_it_has_no_end_of_its_own() -> None:
    assert ended("荣获“先进单位”") == "荣获“先进单位”。"
    assert ended("会议指出“一抓到底。”") == "会议指出“一抓到底。”"


def test_who_leads_a_lagging_row_is_named_properly_however_the_annex_spells_it() -> None:
    row = a_row(1, "jia")
    misspelt = replace(row, assignments=(replace(row.assignments[0], printed="某甲信局"),))
    month = a_month(a_plan([misspelt]), entries=[an_entry(1, "jia", status="进度滞后")], answered=ANSWERED)
    told = text(draft_paper(summary_of(month, date(2025, 11, 5))))
    assert f"（序号1，{month.plan.unit('jia').name}牵头）" in told
