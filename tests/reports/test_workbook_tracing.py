"""数据溯源: every number of the text stands in the workbook with a formula that LibreOffice calculates to the same."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings

from peidang.domain.answers import Month, Ruling
from peidang.domain.history import with_past_lights
from peidang.domain.labels import IndicatorKind, Light, RowState
from peidang.domain.periods import parse_span
from peidang.domain.summary import Counted, Figure, Summary
from peidang.domain.unit_summary import of_unit
from peidang.reports.draft import draft_paper
from peidang.reports.paper import BarRow, Bars, Heading, Paper, Paragraph, Run, runs
from peidang.reports.proof import runs_of
from peidang.reports.provenance_sheet import traced_numbers
from peidang.reports.workbook import write_workbook
from tests.domain.builders import a_month, a_plan, a_reading, a_row, a_target, an_entry, an_indicator, row_id
from tests.reports.libreoffice import convert, with_wrong_values
from tests.reports.months import UNITS, a_full_month, months, summary_of, units_with

MADE = datetime(2025, 11, 5, 9, 0)
EIGHTHS = [1, 3, 5, 7, 9, 11, 13]
"""Eight times these of 16 000 are shares that end in a five to be rounded: 0.05 %, 0.15 %, 0.25 % and so on."""


def september(month: Month) -> Month:
    """The month before, in which other units were behind."""
    entries = {key: replace(entry, status="进度滞后") for key, entry in month.entries.items()}
    return replace(
        month, period=replace(month.period, id="september", span=parse_span("2025-09")), entries=entries
    )


def full() -> Month:
    month = a_full_month(units=units_with(["ding"]))
    ruled = {row_id(3): Ruling(row_id(3), Light.ON_PACE, "已现场核实")}
    return replace(month, previous=september(month), rulings=ruled)


def all_returned() -> Month:
    rows = [a_row(n, *UNITS[: n % 3 + 1], due="2025-09") for n in range(1, 8)]
    entries = [an_entry(n, unit, problems="用地未批复") for n in range(1, 8) for unit in UNITS[: n % 3 + 1]]
    answered = dict.fromkeys(UNITS, "2025-10-27T09:00")
    return a_month(a_plan(rows), entries=entries, answered=answered)


def rounded_figures() -> Month:
    indicators = [
        an_indicator(f"i{n}", a_target(16000), reporters=("jia",), name=f"指标{n}") for n in EIGHTHS
    ]
    indicators += [
        an_indicator("long", a_target(9e15), name="长数"),
        an_indicator(
            "cap", a_target(30, relation="<=", value_high=Decimal(40)), kind=IndicatorKind.LEVEL, name="上限"
        ),
        an_indicator("rate", a_target("90.05", unit_of_measure="%"), kind=IndicatorKind.RATE, name="比率"),
    ]
    readings = [a_reading(f"i{n}", "jia", n * 8) for n in EIGHTHS]
    readings += [
        a_reading("long", "jia", "1234567890123456"),
        a_reading("cap", "jia", "41"),
        a_reading("rate", "jia", "81.045"),
    ]
    plan = a_plan([a_row(1, "jia"), a_row(2, "jia", state=RowState.PAUSED)], indicators)
    return a_month(plan, entries=[an_entry(1, "jia")], readings=readings)


def three_leads() -> Month:
    rows = [a_row(n, "jia", "yi", "bing", section=f"{n % 2}、行动") for n in range(1, 7)]
    said = [(1, "jia"), (1, "yi"), (1, "bing"), (2, "jia"), (3, "yi"), (3, "bing")]
    return a_month(a_plan(rows), entries=[an_entry(n, unit) for n, unit in said])


def hostile() -> Month:
    """300 rows, names of 40 characters, rare characters, texts no row can hold, numbers no cell keeps."""
    names = ["市" + "长" * 38 + "局", "市䶮㐂𠮷局👍", '市"引号"&<局>']
    units = tuple(replace(unit, name=names[n % 3]) for n, unit in enumerate(units_with([])))
    rows = [a_row(n, UNITS[n % 4], section=f"{n % 7}、甲*?~行动", task="甲" * 200) for n in range(1, 301)]
    entries = [
        an_entry(n, UNITS[n % 4], progress="开工3个。" * 1200, problems="=SUM(A1)" * 900) for n in (1, 2, 3)
    ]
    indicators = [an_indicator("long", a_target(7), name="指标" * 100)]
    readings = [a_reading("long", "jia", "12345678901234567.5")]
    return a_month(a_plan(rows, indicators, units=units), entries=entries, readings=readings)


MONTHS = {
    "hostile": hostile(),
    "full": full(),
    "nothing-returned": replace(full(), entries={}, readings={}, answered_at={}, wordings={}),
    "all-returned": all_returned(),
    "one-row": a_month(a_plan([a_row(1, "jia")]), entries=[an_entry(1, "jia")]),
    "three-leads": three_leads(),
    "no-rows": a_month(a_plan([], [an_indicator()])),
    "rounding": rounded_figures(),
}


def with_everything(summary: Summary) -> Paper:
    """The draft, and after it one paragraph with every figure the summary knows."""
    paper = draft_paper(summary)
    every: list[str | Run] = []
    for figure in summary.figures.values():
        every += [f"{figure.key}为", printed(figure), "；"]
    return replace(paper, blocks=(*paper.blocks, Paragraph(runs(*every))))


def printed(figure: Figure) -> Run:
    decimal = figure.key.rsplit(".", 1)[-1] in ("share", "completion", "lag", "expected")
    return Run(f"{figure.value:.1f}" if decimal else format(figure.value.normalize(), "f"), ref=figure.key)


def written(summary: Summary, paper: Paper | None = None, **more: Any) -> bytes:
    out = BytesIO()
    write_workbook(summary, out, MADE, paper, **more)
    return out.getvalue()


def traced(data: bytes, **how: Any) -> list[dict[str, Any]]:
    """The lines of 数据溯源 by their heads."""
    sheet = openpyxl.load_workbook(BytesIO(data), **how)["数据溯源"]
    heads = [cell.value for cell in sheet[3]]
    lines = (dict(zip(heads, line, strict=True)) for line in sheet.iter_rows(min_row=4, values_only=True))
    return [line for line in lines if line["序号"] is not None]


def as_printed(value: Any, like: str) -> str:
    """A calculated value with as many decimals as the text has."""
    return value if isinstance(value, str) else f"{value:.{len(like.partition('.')[2])}f}"


@pytest.mark.needs_libreoffice
def test_every_formula_gives_the_number_that_is_printed(tmp_path: Path) -> None:
    summaries = {name: summary_of(month, date(2025, 11, 5)) for name, month in MONTHS.items()}
    summaries["one-unit"] = of_unit(summaries["full"], MONTHS["full"], "yi")
    later = replace(
        MONTHS["full"], previous=replace(MONTHS["nothing-returned"], previous=MONTHS["three-leads"])
    )
    summaries["three-periods"] = with_past_lights(summary_of(later, date(2025, 11, 5)))
    papers = {name: with_everything(summary) for name, summary in summaries.items()}
    sources = []
    for name, summary in summaries.items():
        sources.append(tmp_path / f"{name}.xlsx")
        sources[-1].write_bytes(with_wrong_values(written(summary, papers[name])))
    for source, calculated in zip(sources, convert(sources, "xlsx"), strict=True):
        wanted = [run for run in runs_of(papers[source.stem]) if run.ref]
        lines = traced(calculated.read_bytes(), data_only=True)
        assert len(lines) == len(wanted) > 10
        for run, line in zip(wanted, lines, strict=True):
            said = (source.stem, run.ref, run.text)
            if len(run.text) > 16 and not str(run.ref).endswith(".value"):
                assert (*said, line["文中数字"], line["核对"]) == (*said, run.text, "原数")
                continue
            assert (*said, as_printed(line["公式计算"], run.text)) == (*said, run.text)
            assert (*said, as_printed(line["文中数字"], run.text)) == (*said, run.text)
            assert (*said, line["核对"]) == (*said, "一致")


@pytest.mark.needs_libreoffice
def test_a_number_moves_with_the_table_it_counts(tmp_path: Path) -> None:
    data = written(summary_of(full()))
    book = openpyxl.load_workbook(BytesIO(data))
    rows = book["进展情况表"]
    rows["F5"] = rows["F6"].value = "■ 严重滞后"
    book["指标完成情况"]["I4"] = 60
    book.save(tmp_path / "changed.xlsx")
    (calculated,) = convert([tmp_path / "changed.xlsx"], "xlsx")
    before = traced(data, data_only=True)
    after = traced(calculated.read_bytes(), data_only=True)
    moved = {
        (line["文中数字"], now["公式计算"])
        for line, now in zip(before, after, strict=True)
        if line["公式计算"] != now["公式计算"]
    }
    assert (30, 60) in moved
    assert {now["核对"] for now in after} == {"一致", "不一致"}


@given(months())
@settings(deadline=None, max_examples=30)
def test_whatever_the_month_each_number_has_one_line_in_order(month: Month) -> None:
    summary = summary_of(month)
    paper = with_everything(summary)
    lines = traced(written(summary, paper))
    wanted = [run.text for run in runs_of(paper) if run.ref is not None]
    assert [as_printed(line["文中数字"], text) for line, text in zip(lines, wanted, strict=True)] == wanted
    assert all(str(line["公式计算"]).startswith("=") for line in lines)


def test_a_number_is_told_with_its_headings_and_its_sentence() -> None:
    told = Run("3", ref="rows.total")
    text = runs("前一句。共列任务", told, "项。后一句。")
    paper = Paper("通报", (Heading(1, runs("一、总体情况")), Paragraph(text)))
    (one,) = traced_numbers(paper)
    assert (one.place, one.sentence, one.sentence[one.start]) == ("一、总体情况", "共列任务3项。", "3")


def test_a_long_sentence_is_told_in_its_parts() -> None:
    told = Run("3", ref="rows.total")
    paper = Paper("通报", (Paragraph(runs("甲" * 200, "；乙", told, "项；", "丙" * 200, "。")),))
    assert [one.sentence for one in traced_numbers(paper)] == ["乙3项；"]


def test_a_bar_whose_values_take_two_lines_is_named_for_each() -> None:
    values = (Run("● "), Run("8", ref="a"), Run("\n"), Run("○ "), Run("4", ref="b"))
    bars = Bars(runs("图1"), (), (BarRow(runs("主要措施"), (), values),))
    told = traced_numbers(Paper("通报", (bars,)))
    assert [one.sentence for one in told] == ["主要措施：● 8  ○ 4"] * 2
    assert [one.sentence[one.start :][: len(one.text)] for one in told] == ["8", "4"]


def test_what_is_behind_a_number_is_named() -> None:
    lines = traced(written(summary_of(full()), with_everything(summary_of(full()))))
    behind = {(line["句子"].partition("为")[0], line["数的是什么"]): line["对应内容"] for line in lines}
    assert behind[("rows.total", "任务")] == "序号1—6"
    assert behind[("rows.unreported", "任务")] == "序号6"
    assert behind[("indicators.total", "指标")] == "充电站、机械化率"
    assert behind[("units.unreported", "单位")] == "某单位"  # 不点名


def test_a_figure_of_a_kind_nobody_foresaw_counts_its_own_lines() -> None:
    summary = summary_of(full())
    strange = Figure("rows.of-a-new-kind", Decimal(2), Counted.ROWS, (row_id(1), row_id(3)))
    given = Figure("promised", Decimal("2.5"), Counted.ROWS, ())
    known = replace(summary, figures={**summary.figures, strange.key: strange, given.key: given})
    text = runs(Run("2", ref=strange.key), "项、", Run("2.5", ref=given.key), "亿元。")
    lines = traced(written(known, Paper("通报", (Paragraph(text),))))
    assert [line["公式计算"] for line in lines] == ["=COUNTA('数据明细'!A4,'数据明细'!A6)", "—"]
    assert [line["核对"] for line in lines][1] == "原数"


def chosen(columns: Iterable[str] | None, rows: Iterable[str] | None) -> bytes:
    return written(summary_of(full()), columns=columns, rows=rows)


@pytest.mark.needs_libreoffice
def test_numbers_stay_true_when_columns_and_rows_are_left_out(tmp_path: Path) -> None:
    source = tmp_path / "seen.xlsx"
    source.write_bytes(with_wrong_values(chosen(["主要任务", "进展情况"], [row_id(2)])))
    lines = traced(convert([source], "xlsx")[0].read_bytes(), data_only=True)
    assert {line["核对"] for line in lines} == {"一致"}
