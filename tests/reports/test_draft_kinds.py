"""Papers about one unit and about the year, an office's own style, 统稿 of a section, places that stay the same."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from peidang.domain.answers import Month, SectionWording
from peidang.domain.labels import Light
from peidang.domain.unit_summary import of_unit
from peidang.domain.year_summary import of_year
from peidang.reports.draft import About, draft_paper
from peidang.reports.house_style import HouseStyle, StyleInvalid
from peidang.reports.paper import Heading, Paper, Paragraph, Table, plain
from peidang.reports.proof import check_papers
from tests.domain.builders import a_month, a_plan, a_row, an_entry
from tests.reports.months import a_full_month, months, summary_of


def texts(paper: Paper) -> dict[str, str]:
    return {one.place: plain(one.text) for one in paper.blocks if isinstance(one, Heading | Paragraph)}


def of(unit: str, kind: str) -> Paper:
    month = a_full_month()
    summary = of_unit(summary_of(month), month, unit)
    paper = draft_paper(summary, kind, about=About(unit=month.plan.unit(unit).name))
    check_papers(summary, paper)
    return paper


@given(months())
@settings(deadline=None, max_examples=60)
def test_whatever_the_month_every_block_has_a_place_of_its_own(month: Month) -> None:
    paper = draft_paper(summary_of(month))
    blocks = [*paper.blocks, *(block for annex in paper.annexes for block in annex.blocks)]
    places = [block.place for block in blocks]
    assert "" not in places
    assert len(set(places)) == len(places)


def test_a_place_stays_when_more_is_reported() -> None:
    month = a_full_month()
    before = texts(draft_paper(summary_of(month)))
    more = replace(
        month, entries={**month.entries, ("row-6", "ding"): an_entry(6, "ding", progress="减税3亿元。")}
    )
    after = texts(draft_paper(summary_of(more)))
    assert "减税3亿元" in after["progress.section.3.row.row-6"]
    same = {place for place in before if before[place] == after.get(place)}
    assert {"progress.section.1.row.row-1", "progress.section.2.heading", "next"} <= same


def test_a_hint_tells_one_unit_what_lags_and_what_is_missing_and_nothing_of_others() -> None:
    rows = [a_row(1, "jia", task="更新农机"), a_row(2, "yi", task="回收家电")]
    month = a_month(
        a_plan(rows), entries=[an_entry(n, u, status="进度滞后") for n, u in ((1, "jia"), (2, "yi"))]
    )
    paper = draft_paper(of_unit(summary_of(month), month, "jia"), "工作提示", about=About(unit="市甲局"))
    told = "\n".join(texts(paper).values())
    assert "1项：更新农机（序号1" in told
    assert "市乙局" not in told
    assert "家电" not in told
    silent = "\n".join(texts(of("ding", "工作提示")).values())
    assert "尚未报齐：任务1项（序号6）" in silent
    assert "已逾期" in silent
    assert of("ding", "工作提示").addressee == "市丁局："


def test_a_hint_numbers_its_parts_without_a_gap() -> None:
    heads = [text for text in texts(of("ding", "工作提示")).values() if text[1] == "、"]
    assert [head[0] for head in heads] == list("一二三四")[: len(heads)]


def test_a_unit_with_nothing_amiss_is_told_so() -> None:
    month = a_month(a_plan([a_row(1, "jia")]), entries=[an_entry(1, "jia", progress="已开工3个项目。")])
    paper = draft_paper(of_unit(summary_of(month), month, "jia"), "工作提示", about=About(unit="市甲局"))
    assert "没有滞后或即将到期的事项" in texts(paper)["hint.please"]


def test_what_is_due_within_three_months_is_told() -> None:
    rows = [a_row(1, "jia", due="2025-12"), a_row(2, "jia", due="2026-02"), a_row(3, "jia", due="2026-01-31")]
    month = a_month(a_plan(rows), entries=[an_entry(n, "jia", progress="开工3个。") for n in (1, 2, 3)])
    paper = draft_paper(of_unit(summary_of(month), month, "jia"), "工作提示", about=About(unit="市甲局"))
    assert texts(paper)["hint.due"].startswith("以下2项任务将在三个月内到期")


def test_the_paper_of_one_unit_holds_its_rows_only_and_its_own_words() -> None:
    paper = of("jia", "一单位进展")
    serials = [
        [plain(row.cells[0].text) for row in table.rows if hasattr(row, "cells")] for table in paper.tables()
    ]
    assert serials[0] == ["1", "2", "4"]
    assert "单位" not in [column.heading for table in paper.tables() for column in table.columns], (
        "no list of one"
    )
    assert [annex.label for annex in paper.annexes] == [f"附件{n}" for n in range(1, len(paper.annexes) + 1)]
    assert "出台《实施办法》" not in "\n".join(texts(paper).values())
    assert paper.title.startswith("市甲局")


@given(months())
@settings(deadline=None, max_examples=40)
def test_whatever_the_month_a_paper_about_one_unit_speaks_of_it_alone(month: Month) -> None:
    for unit in month.plan.reporting_units()[:2]:
        summary = of_unit(summary_of(month), month, unit.id)
        for kind in ("工作提示", "一单位进展"):
            paper = draft_paper(summary, kind, about=About(unit=unit.name))
            check_papers(summary, paper)
            told = "\n".join(texts(paper).values())
            assert "各单位" not in told
            assert "应报单位" not in told


def test_the_year_tells_who_lagged_and_recovered() -> None:
    plan = a_plan([a_row(1, "jia"), a_row(2, "jia")])
    said = {"2025-10": ("进度滞后", "正常推进"), "2025-11": ("正常推进", "正常推进")}
    summaries = [
        summary_of(a_month(plan, key, [an_entry(n, "jia", status=s) for n, s in enumerate(both, start=1)]))
        for key, both in said.items()
    ]
    summary, year = of_year(summaries)
    assert year.lines[0].lights == (Light.BEHIND, Light.ON_PACE)
    paper = draft_paper(summary, "年度总结", about=About(year=year))
    check_papers(summary, paper)
    assert "全年共调度2期，1项任务曾经滞后，其中1项期末已赶上序时" in texts(paper)["overall.year"]
    assert paper.title == "2025年《设备更新工作方案》推进落实情况总结"
    table = list(paper.tables())[-1]
    assert [column.heading for column in table.columns] == ["序号", "主要任务", "10月", "11月"]
    with pytest.raises(ValueError, match="no period"):
        of_year([])


def test_the_wording_of_a_section_stands_for_its_tasks() -> None:
    month = a_full_month()
    title = month.plan.rows[0].section
    worded = replace(month, section_wordings={title: SectionWording(title, "更新设备3台\n培训20家次。")})
    paper = draft_paper(summary_of(worded))
    told = texts(paper)
    assert told["progress.section.1.wording.1"] == "更新设备3台。"
    assert told["progress.section.1.wording.2"] == "培训20家次。"
    assert not any(place.startswith("progress.section.1.row") for place in told)
    assert any(place.startswith("progress.section.2.row") for place in told)


def test_a_briefing_has_its_number_under_the_title() -> None:
    summary = summary_of(a_full_month())
    assert draft_paper(summary, "工作专班简报", about=About(number=7)).subtitle == "第7期"
    assert draft_paper(summary, "工作专班简报").subtitle == ""


def test_an_office_keeps_its_own_names_and_sentences() -> None:
    own = {
        "kinds": {"督查通报": {"like": "通报", "title": "{plan}督查通报（{period}）"}},
        "sentences": {"all_reported": "任务都报了。"},
    }
    style = HouseStyle.load().with_own(own)
    paper = draft_paper(summary_of(a_full_month()), "督查通报", style)
    assert paper.title == "设备更新工作方案督查通报（2025年10月）"
    assert style.sentences["all_reported"] == "任务都报了。"
    own_words = HouseStyle.load().with_own({"sentences": {"no_problems": "没有问题。"}})
    assert "no_problems" not in own_words.kinds["一单位进展"].sentences
    assert "通报" in style.kinds


@pytest.mark.parametrize(
    "own",
    [
        {"sentences": {"no-such": "字"}},
        {"sentences": {"all_reported": "{rows.nothing}项"}},
        {"kinds": {"督查通报": {"title": "{secret}"}}},
        {"kinds": {"督查通报": {"parts": "overall"}}},
        {"kinds": {"督查通报": {"like": "小报"}}},
    ],
)
def test_an_own_style_with_unknown_words_is_refused(own: dict[str, object]) -> None:
    with pytest.raises(StyleInvalid):
        HouseStyle.load().with_own(own)


def test_tables_have_places_too() -> None:
    places = [table.place for table in draft_paper(summary_of(a_full_month())).tables()]
    assert places == ["annex.rows.table", "annex.units.table", "annex.indicators.table"]
    assert all(isinstance(table, Table) for table in draft_paper(summary_of(a_full_month())).tables())


@pytest.mark.parametrize("kind", ["通报", "进展情况报告", "年度总结", "一单位进展"])
def test_of_a_month_nobody_answered_it_is_not_said_that_some_is_missing(kind: str) -> None:
    month = a_month(a_plan([a_row(1, "jia"), a_row(2, "yi")]))
    summary, about = summary_of(month, date(2025, 11, 5)), About()
    if kind == "年度总结":
        summary, year = of_year([summary])
        about = About(year=year)
    elif kind == "一单位进展":
        summary, about = of_unit(summary, month, "jia"), About(unit="市甲局")
    told = "\n".join(texts(draft_paper(summary, kind, about=about)).values())
    assert "逾期未报" in told
    assert not [words for words in ("未报齐", "报送不全", "补齐") if words in told]
