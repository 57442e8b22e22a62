"""The drafted paper: every number is a figure, nothing is lost, nothing made up, nobody named who must not be."""

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from peidang.domain.answers import Month
from peidang.domain.labels import CONTESTED_TEXT, TO_BE_WORDED
from peidang.domain.summary import Summary
from peidang.reports.draft import draft_paper, paper_kinds
from peidang.reports.house_style import HouseStyle, Pen, chinese_numeral
from peidang.reports.paper import Heading, Paper, Paragraph, Table, TableRow, plain
from peidang.reports.proof import check_papers, runs_of
from peidang.reports.quoting import bare_heading, by_unit, concrete, ended, sentences_of, within
from tests.domain.builders import a_month, a_plan, a_row, an_entry
from tests.reports.months import a_full_month, months, summary_of, units_with

DATES = re.compile(r"\d{4}年(\d{1,2}月(\d{1,2}日)?)?|〔\d{4}〕\d+号|附件\d|（序号[\d、]+）|序号\d+|100分")


def body(paper: Paper) -> list[str]:
    return [plain(block.text) for block in paper.blocks if not isinstance(block, Table)]


def text(paper: Paper) -> str:
    return "\n".join(body(paper))


def part(paper: Paper, heading: str) -> str:
    """The text from one heading of the first level to the next."""
    kept: list[str] = []
    inside = False
    for block in paper.blocks:
        if isinstance(block, Heading) and block.level == 1:
            inside = plain(block.text) == heading
        elif inside and isinstance(block, Heading | Paragraph):
            kept.append(plain(block.text))
    return "\n".join(kept)


def cells(table: Table) -> list[list[str]]:
    return [[plain(cell.text) for cell in row.cells] for row in table.rows if isinstance(row, TableRow)]


@given(months())
@settings(deadline=None, max_examples=60)
def test_whatever_the_month_every_number_is_its_figure_and_every_row_is_there(month: Month) -> None:
    summary = summary_of(month)
    check_papers(summary, draft_paper(summary))


@given(months())
@settings(deadline=None, max_examples=60)
def test_whatever_the_month_the_overall_part_holds_no_number_without_its_figure(month: Month) -> None:
    paper = draft_paper(summary_of(month))
    unaccounted = []
    for block in paper.blocks[: body(paper).index("二、主要进展")]:
        assert not isinstance(block, Table)
        free = "".join(run.text if run.ref is None else "数" for run in block.text)
        unaccounted += re.findall(r"\d+", DATES.sub("", free))
    assert unaccounted == []


@given(months())
@settings(deadline=None, max_examples=60)
def test_whatever_the_month_no_section_is_lost(month: Month) -> None:
    summary = summary_of(month)
    paper = draft_paper(summary)
    told = part(paper, "二、主要进展")
    for section in summary.sections:
        if section.title:
            assert bare_heading(section.title) in told
    headings = [plain(b.text) for b in paper.blocks if isinstance(b, Heading) and b.level == 1]
    assert headings == ["一、总体情况", "二、主要进展", "三、存在问题", "四、下步工作"]


@given(months())
@settings(deadline=None, max_examples=60)
def test_whatever_the_month_who_must_not_be_named_is_not_named_as_late(month: Month) -> None:
    summary = summary_of(month)
    paper = draft_paper(summary)
    hidden = [line.unit.name for line in summary.units if line.unit.unnamed and line.overdue]
    told = part(paper, "一、总体情况") + part(paper, "三、存在问题").split("各单位反映的问题", maxsplit=1)[0]
    listed = [row[1] for table in list(paper.tables())[1:2] for row in cells(table)]
    assert [name for name in hidden if name in told or name in listed] == []


def test_shares_of_the_lights_make_a_hundred() -> None:
    paper = draft_paper(summary_of(a_full_month()))
    told = part(paper, "一、总体情况")
    assert sum(float(share) for share in re.findall(r"占([\d.]+)%", told)) == pytest.approx(100.0)


def test_the_progress_takes_the_wording_else_what_holds_a_fact_else_leaves_it_to_be_worded() -> None:
    told = part(draft_paper(summary_of(a_full_month())), "二、主要进展")
    assert "已开工3个项目，总投资1.2亿元。" in told
    assert "高度重视" not in told
    assert "全市培训企业20家次，出台办法1项。" in told
    assert "出台《实施办法》" not in told  # the wording stands for the originals
    assert f"更新农机。{TO_BE_WORDED}。" in told
    assert f"回收家电。{CONTESTED_TEXT}。" in told


def test_what_lags_is_told_with_its_figures() -> None:
    told = part(draft_paper(summary_of(a_full_month())), "三、存在问题")
    assert "滞后1项" in told or "滞后2项" in told
    assert "“充电站”累计30家，目标不低于100家（2025年），完成目标的30.0%，低于序时进度" in told
    assert "逾期未报或未报齐的单位1家（市丁局）" in told
    assert "更新工业设备（序号2，市乙局）：配套资金尚未到位。" in told


def test_a_unit_not_to_be_named_is_counted_but_has_no_name() -> None:
    paper = draft_paper(summary_of(a_full_month(units=units_with(["ding"]))))
    assert "逾期未报或未报齐的单位1家。" in part(paper, "三、存在问题")
    assert "市丁局" not in text(paper)
    units = cells(list(paper.tables())[1])
    assert units[-1][1:3] == ["某单位", "未报（逾期）"]
    assert "市丁局" not in {row[1] for row in units}


def test_a_month_without_any_return_says_so_and_makes_nothing_up() -> None:
    month = a_month(a_plan([a_row(1, "jia"), a_row(2, "yi")]))
    before_due, after = (summary_of(month, day) for day in (date(2025, 10, 20), date(2025, 11, 5)))
    for summary in (before_due, after):
        paper = draft_paper(summary)
        assert "目前尚未收到报送材料。" in text(paper)
        assert "占" not in part(paper, "一、总体情况")
        assert TO_BE_WORDED not in text(paper)
    assert "逾期" not in text(draft_paper(before_due))
    assert "截至2025年11月5日均未报送，已逾期。" in text(draft_paper(after))
    assert "缺漏" not in text(draft_paper(after))
    assert "截至2025年10月20日" in body(draft_paper(before_due))[0]


def test_a_month_in_which_all_is_well_says_so() -> None:
    plan = a_plan([a_row(1, "jia")])
    month = a_month(plan, entries=[an_entry(1, "jia")], answered={"jia": "2025-10-20T09:00"})
    paper = draft_paper(summary_of(month))
    assert "共列任务1项。应报进展的任务已全部报齐。" in text(paper)
    assert "亮灯任务1项，均为“达到序时”。" in text(paper)
    assert "本期应报单位1家，已全部报送。" in text(paper)
    assert part(paper, "三、存在问题") == "本期没有滞后的任务和指标，各单位未反映存在问题。"
    assert "抓紧补报" not in text(paper)
    assert not re.search(r"(?<!\d)0(?:项|家|处)", text(paper))


@given(months())
@settings(deadline=None, max_examples=60)
def test_whatever_the_month_no_sentence_counts_nothing(month: Month) -> None:
    assert not re.search(r"(?<![\d.])0(?:项|家|处)", text(draft_paper(summary_of(month))))


def test_an_empty_plan_is_a_paper_too() -> None:
    paper = draft_paper(summary_of(a_month(a_plan())))
    assert "尚未列入任务" in text(paper)
    assert list(paper.tables()) == []


def test_tasks_are_merged_in_the_annex_and_sections_stand_across(full: Summary) -> None:
    table = next(draft_paper(full).tables())
    data = [row for row in table.rows if isinstance(row, TableRow)]
    assert [row.cells[1].joins_above for row in data] == [False, True, False, False, False, False]
    assert [plain(row.cells[0].text) for row in data] == ["1", "2", "3", "4", "5", "6"]
    assert table.data_rows == 6
    assert len(table.rows) == 9


def test_extra_columns_of_the_plan_stand_in_their_order() -> None:
    rows = [a_row(1, "jia", extra=(("分管领导", "张三"), ("时限", "2025年")))]
    paper = draft_paper(summary_of(a_month(a_plan(rows, extra_columns=("时限", "分管领导")))))
    table = next(paper.tables())
    heads = [column.heading for column in table.columns]
    assert heads[5:7] == ["时限", "分管领导"]
    assert cells(table)[0][5:7] == ["2025年", "张三"]


def test_dues_stand_in_a_column_of_their_own_also_those_that_are_no_day() -> None:
    rows = [
        a_row(1, "jia", due="2026-06"),
        a_row(2, "jia", extra=(("完成时限", "长期坚持"),)),
        a_row(3, "jia"),
    ]
    for extra_columns in ((), ("分管领导",), ("分管领导", "完成时限")):
        table = next(draft_paper(summary_of(a_month(a_plan(rows, extra_columns=extra_columns)))).tables())
        heads = [column.heading for column in table.columns]
        assert heads.count("完成时限") == 1
        assert [line[heads.index("完成时限")] for line in cells(table)] == ["2026年6月", "长期坚持", ""]


def test_without_any_due_there_is_no_column_for_it(full: Summary) -> None:
    assert "完成时限" not in [column.heading for column in next(draft_paper(full).tables()).columns]


def test_the_legend_prints_under_the_table(full: Summary) -> None:
    notes = "".join(run.text for run in runs_of(draft_paper(full)))
    for _, sentence in full.legend:
        assert sentence in notes


def test_a_demonstration_says_so_on_every_page(full: Summary) -> None:
    assert draft_paper(full).banner == ""
    shown = replace(full, plan=replace(full.plan, demonstration=True))
    assert draft_paper(shown).banner == "演示数据"


@pytest.mark.parametrize("kind", paper_kinds()[:3])
def test_every_kind_of_paper_about_the_month_can_be_drafted(kind: str, full: Summary) -> None:
    paper = draft_paper(full, kind)
    assert "2025年10月" in paper.title
    assert full.plan.title in paper.title
    check_papers(full, paper)


def test_an_unknown_kind_is_refused(full: Summary) -> None:
    with pytest.raises(KeyError):
        draft_paper(full, "小报")


def test_every_sentence_of_the_house_style_has_only_places_that_can_be_filled(full: Summary) -> None:
    style = HouseStyle.load()
    pen = Pen(full, style)
    words = {
        "number",
        "closing",
        "parts",
        "word",
        "count",
        "share",
        "better",
        "worse",
        "serials",
        "annex_number",
    }
    words |= {"n", "rows", "reported", "names", "task", "serial", "items", "leads", "overdue", "name", "verb"}
    words |= {"value", "unit", "as_of", "target", "due", "completion", "lag", "text", "day"}
    words |= {"deadline", "late", "year", "rows.due-soon", "indicators.unreported", "year.periods"}
    words |= {"reason", "month", "units", "lights", "before", "after"}
    words |= {"kinds", "closed", "both", "why", "what", "rest", "against", "asks", "cut", "expected"}
    words |= {"year.lagged", "year.recovered", "year.still-behind", "year.late-times"}
    for kind in style.kinds.values():
        assert set(kind.sentences) <= set(style.sentences), kind.name
        own = replace(pen, style=replace(style, sentences={**style.sentences, **kind.sentences}))
        for name in kind.sentences:
            assert own.say(name, **dict.fromkeys(words, "字")), name
    for name in style.sentences:
        assert pen.say(name, **dict.fromkeys(words, "字")), name


def test_the_paper_is_signed_by_the_coordinator_or_whoever_is_named(full: Summary) -> None:
    paper = draft_paper(full)
    assert paper.signature
    assert (paper.signature.office, paper.signature.date) == ("市统筹办", "2025年11月5日")
    named = draft_paper(full, office="市某某专班办公室").signature
    assert named
    assert named.office == "市某某专班办公室"


@pytest.fixture(name="full")
def full_summary() -> Summary:
    return summary_of(a_full_month())


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("1.开工3个项目。2.加强宣传", ("开工3个项目。", "加强宣传")),
        ("增长3.5%。", ("增长3.5%。",)),
        ("①甲；\n②乙", ("甲；", "乙")),
        ("一是办会3场；二是建库。三是拨款。", ("一是办会3场；二是建库。", "三是拨款。")),
        ("（1）开工2个，（2）完工1个。", ("（1）开工2个，（2）完工1个。",)),
        ("一是办会。二是增长；2.5倍。", ("办会。", "增长；2.5倍。")),
        ("。。\n ", ()),
    ],
)
def test_sentences_lose_only_the_marks_of_a_list(raw: str, kept: tuple[str, ...]) -> None:
    assert sentences_of(raw) == kept


def test_a_fact_is_a_number_a_date_or_a_project() -> None:
    pattern = HouseStyle.load().concrete
    said = "高度重视。已开工三个项目。本月底前完成。召开会议。出台《办法》。第一时间部署。"
    assert concrete(said, pattern).sentences == ("已开工三个项目。", "本月底前完成。", "出台《办法》。")


def test_what_has_no_room_is_said_to_stand_in_the_annex() -> None:
    quote = within(["一" * 200 + "。", "二" * 200 + "。"])
    assert quote.more
    assert len(quote.sentences) == 1
    month = a_month(a_plan([a_row(1, "jia")]), entries=[an_entry(1, "jia", progress="开工3个项目。" * 100)])
    assert "（其余内容见附件1序号1）。" in text(draft_paper(summary_of(month)))


def test_small_words() -> None:
    assert [ended(s) for s in ("甲", "甲。", "甲；", "〔待核〕", "")] == [
        "甲。",
        "甲。",
        "甲。",
        "〔待核〕。",
        "",
    ]
    assert [bare_heading(s) for s in ("(一) 推动", "一、实施", "（十二）甲", "3.甲", "一是甲", "甲")] == [
        *("推动", "实施", "甲", "甲", "甲", "甲")
    ]
    assert [chinese_numeral(n) for n in (1, 10, 12, 20, 31, 100)] == [
        "一",
        "十",
        "十二",
        "二十",
        "三十一",
        "100",
    ]
    assert by_unit("甲局：一\n二\n乙局：三", ["甲局", "乙局"]) == (("甲局", "一\n二"), ("乙局", "三"))
