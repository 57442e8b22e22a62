"""The annex of charts: what is shown, that every bar is as long as its number, and how it goes over pages."""

import io
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from peidang.domain.answers import Month
from peidang.domain.history import with_past_lights
from peidang.domain.labels import Light
from peidang.domain.summary import Summary
from peidang.domain.unit_summary import of_unit
from peidang.reports.bar_looks import EDGE, LOOKS, TICK
from peidang.reports.draft import About, draft_paper
from peidang.reports.edited import passages, with_texts
from peidang.reports.house_style import HouseStyle
from peidang.reports.paper import BarRow, Bars, Paper, Paragraph, Segment, plain, runs, texts_of
from peidang.reports.pdf import render_pdf
from peidang.reports.proof import check_papers, runs_of
from peidang.reports.provenance_sheet import traced_numbers
from peidang.reports.workbook import write_workbook
from tests.domain.builders import a_month, a_plan, a_reading, a_row, a_target, an_entry, an_indicator
from tests.reports.measuring import faults
from tests.reports.months import a_full_month, summary_of, units_with
from tests.reports.reading_pdf import measured, pdf_of
from tests.reports.reading_word import MADE, annex_words, body_words, part, squeezed, text_of, word_of

LONG = "十个字的指标名称一二"


@pytest.fixture
def full() -> Summary:
    return summary_of(a_full_month())


def without_sections(**plan: Any) -> Month:
    rows = [a_row(1, "jia", section=""), a_row(2, "jia", "yi", section=""), a_row(3, "bing", section="")]
    entries = [an_entry(1, "jia"), an_entry(2, "jia", status="进度滞后"), an_entry(2, "yi")]
    return a_month(a_plan(rows, **plan), entries=entries)


def two_periods() -> Summary:
    before = replace(a_full_month(), entries=dict(list(a_full_month().entries.items())[:2]))
    return with_past_lights(summary_of(replace(a_full_month(), previous=before)))


def sixty_indicators() -> Summary:
    indicators = [
        an_indicator(f"i{n}", a_target(100, row=1), reporters=("jia",), name=f"{n}号{LONG * 4}")
        for n in range(60)
    ]
    readings = [a_reading(f"i{n}", "jia", n * 4) for n in range(60)]
    month = a_month(a_plan([a_row(1, "jia")], indicators), entries=[an_entry(1, "jia")], readings=readings)
    return summary_of(month)


def told(chart: Bars) -> list[tuple[str, str]]:
    return [(plain(row.label), plain(row.values)) for row in chart.rows]


def captions(paper: Paper) -> list[str]:
    return [plain(chart.caption) for chart in paper.charts()]


def test_sections_are_compared_by_their_lights(full: Summary) -> None:
    paper = draft_paper(full)
    first, second = paper.charts()
    assert plain(first.caption) == "图1　各领域任务亮灯情况（项）"
    assert [label for label, _ in told(first)] == ["设备更新行动", "以旧换新行动", "保障措施"]
    for row, section in zip(first.rows, full.sections, strict=True):
        counted = [int(one.value) for one in section.lights.lights.values() if one.value]
        assert [int(run.text) for run in row.values if run.ref][: len(counted)] == counted
    assert plain(second.caption) == "图2　指标完成率与序时进度（外框为目标的100%）"
    assert paper.annexes[-1].label == "附件4"


def test_a_bar_is_as_long_as_its_numbers(full: Summary) -> None:
    for chart in list(draft_paper(two_periods()).charts())[::2]:
        numbers = [[int(run.text) for run in row.values if run.ref] for row in chart.rows]
        most = max(map(sum, numbers))
        assert [[one.share for one in row.segments] for row in chart.rows] == [
            [pytest.approx(n / most) for n in counts] for counts in numbers
        ]


def test_a_plan_without_sections_is_shown_by_units_those_not_to_be_named_without_name() -> None:
    summary = summary_of(without_sections(units=units_with(["jia"])))
    paper = draft_paper(summary)
    (chart,) = paper.charts()
    assert plain(chart.caption) == "图1　各单位任务亮灯情况（项）"
    assert told(chart) == [("市乙局", "▲ 1"), ("市丙局", "○ 1"), ("某单位", "● 1  ▲ 1")]
    check_papers(summary, paper)


def test_periods_are_compared_from_the_second_on(full: Summary) -> None:
    assert len(captions(draft_paper(full))) == 2
    summary = two_periods()
    paper = draft_paper(summary)
    chart = list(paper.charts())[-1]
    assert plain(chart.caption) == "图3　各期任务亮灯情况（项）"
    assert len(chart.rows) == 2
    assert {run.ref for run in chart.rows[0].values if run.ref} <= {
        key for key in summary.figures if key.startswith("period.1.lights.")
    }
    check_papers(summary, paper)


def test_nothing_to_show_is_no_chart_and_no_chart_is_no_annex(full: Summary) -> None:
    silent = replace(without_sections(), entries={})
    assert [annex.label for annex in draft_paper(summary_of(silent)).annexes] == ["附件1", "附件2"]
    hint = draft_paper(of_unit(full, a_full_month(), "jia"), "工作提示", about=About(unit="市甲局"))
    assert captions(hint) == []


def test_an_office_may_do_without(full: Summary) -> None:
    style = HouseStyle.load().with_own({"kinds": {"通报": {"charts": False}}})
    assert captions(draft_paper(full, style=style)) == []


def test_a_completion_stands_beside_where_it_should_be(full: Summary) -> None:
    chart = list(draft_paper(full).charts())[1]
    label, values = told(chart)[0]
    line = full.indicators[0]
    assert (label, line.expected is not None) == (line.indicator.name, True)
    assert values.endswith(f"{line.completion}%（应达{line.expected}%）")
    assert chart.rows[0].tick == pytest.approx(float(line.expected or 0) / 100)
    assert chart.rows[0].segments == (Segment(pytest.approx(float(line.completion or 0) / 100), line.light),)


def test_a_bar_that_would_leave_its_column_is_refused() -> None:
    for row in (
        BarRow((), (Segment(0.6, None), Segment(0.5, None)), ()),
        BarRow((), (), (), tick=1.2),
        BarRow((), (Segment(-0.1, None),), ()),
    ):
        with pytest.raises(ValueError, match="bar 1"):
            Bars(runs("图"), (), (row,))


def test_a_completion_beyond_the_paper_is_drawn_to_its_end_and_said() -> None:
    plan = a_plan([a_row(1, "jia")], [an_indicator("i", a_target(10, row=1), reporters=("jia",))])
    paper = draft_paper(summary_of(a_month(plan, readings=[a_reading("i", "jia", 1000)])))
    (chart,) = paper.charts()
    assert chart.rows[0].segments[0].share == 1
    assert chart.goal == pytest.approx(1 / 1.5)
    assert "10000.0%" in told(chart)[0][1]
    assert "超过150%的绘至150%" in "".join(plain(text) for text in texts_of(paper.annexes[-1].blocks[-1]))


# On paper.


def boxes(data: bytes, colour: str) -> list[tuple[float, float]]:
    """Left edge and width, in points, of all that is filled with a colour on the file's pages."""
    found = []
    with pypdfium2.PdfDocument(data) as document:
        for page in document:
            for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
                if colour_of(one) == colour.lower():
                    left, _, right, _ = one.get_bounds()
                    found.append((left, right - left))
    return found


def colour_of(one: Any) -> str:
    mode, stroke = pdfium.c_int(), pdfium.c_int()
    pdfium.FPDFPath_GetDrawMode(one.raw, mode, stroke)
    if not mode.value:
        return ""
    parts = [pdfium.c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(one.raw, *parts)
    return "#" + "".join(f"{part.value:02x}" for part in parts[:3])


def test_bars_on_paper_are_in_proportion() -> None:
    chart = Bars(
        runs("图1"),
        (),
        tuple(BarRow(runs("行"), (Segment(share, Light.SERIOUS),), ()) for share in (1.0, 0.5, 0.25)),
    )
    drawn = boxes(pdf_of(Paper("", (chart,))), LOOKS[Light.SERIOUS].paper)
    assert len({round(left, 2) for left, _ in drawn}) == 1
    widths = [width for _, width in drawn]
    assert [width / widths[0] for width in widths] == [pytest.approx(one, abs=0.01) for one in (1, 0.5, 0.25)]


def test_each_light_reads_in_grey_too() -> None:
    grey = {tone: brightness(look.paper) for tone, look in LOOKS.items() if look.pattern == "solid"}
    ordered = sorted(grey.values())
    assert all(b - a > 60 for a, b in pairwise(ordered))
    patterns = Counter(look.pattern for look in LOOKS.values() if look.pattern != "solid")
    assert set(patterns.values()) == {1}
    assert set(LOOKS) == {*Light, None}
    assert "#000000" not in {EDGE, TICK, *(look.ink for look in LOOKS.values())}


def brightness(colour: str) -> float:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.3 * red + 0.59 * green + 0.11 * blue


def test_sixty_indicators_go_over_pages_under_their_caption() -> None:
    summary = sixty_indicators()
    paper = draft_paper(summary)
    (chart,) = paper.charts()
    assert len(chart.rows) == 60
    found = measured(paper)
    assert faults(found) == []
    pages = found.pages[-4:]
    assert all(page.lines[0].text == squeezed(plain(chart.caption)) + "（续）" for page in pages[1:])
    said = "".join(line.text for page in found.pages for line in page.lines)
    assert not Counter(annex_words(paper.annexes[-1])) - Counter(said)
    assert text_of(word_of(paper)) == body_words(paper) + "".join(map(annex_words, paper.annexes))
    book, pdf = io.BytesIO(), io.BytesIO()
    check_papers(summary, paper, render_pdf(paper, pdf, MADE), write_workbook(summary, book, MADE, paper))


def test_a_label_higher_than_a_page_loses_nothing() -> None:
    text = "".join(f"第{n}件事；" for n in range(700))
    chart = Bars(runs("图1"), (), (BarRow(runs("前"), (), runs("1")), BarRow(runs(text), (), runs("2"))))
    found = measured(Paper("", (Paragraph(runs("文")), chart)))
    said = "".join(line.text for page in found.pages for line in page.lines)
    assert not Counter(text) - Counter(said)


def test_a_row_lost_is_seen(full: Summary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peidang.reports.pdf.bars.RowDone", lambda *_: None)
    with pytest.raises(RuntimeError):
        pdf_of(draft_paper(full))


def test_a_bar_outside_the_frame_is_seen(full: Summary, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peidang.reports.pdf.bars.GAP", -200.0)
    assert any("a chart outside the frame" in one for one in faults(measured(draft_paper(full))))


def test_the_same_charts_are_the_same_bytes() -> None:
    paper = draft_paper(two_periods())
    assert pdf_of(paper) == pdf_of(paper)
    assert word_of(paper) == word_of(paper)


def test_word_draws_each_bar_once_with_a_number_of_its_own() -> None:
    paper = draft_paper(two_periods())
    drawn = sum(len(chart.keys) + len(chart.rows) for chart in paper.charts())
    document = part(word_of(paper))
    names = {"wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"}
    ids = document.xpath("//wp:docPr/@id", namespaces=names)
    assert len(ids) == len(set(ids)) == drawn
    fallback = {"v": "urn:schemas-microsoft-com:vml"}
    assert len(document.xpath("//v:group", namespaces=fallback)) == drawn


# What else knows the paper.


def test_every_number_of_a_chart_is_traced_to_its_chart() -> None:
    paper = draft_paper(two_periods())
    found = {one.place for one in traced_numbers(paper)}
    assert {f"附件4 {caption}" for caption in captions(paper)} <= found
    refs = [run.ref for chart in paper.charts() for row in chart.rows for run in row.values if run.ref]
    assert not Counter(refs) - Counter(run.ref for run in runs_of(paper))


def test_a_chart_in_the_body_is_no_text_of_the_offices_own(full: Summary) -> None:
    chart = next(draft_paper(full).charts())
    paper = Paper("题", (Paragraph(runs("文"), place="opening"), chart))
    assert [one.place for one in passages(paper)] == ["title", "opening"]
    assert with_texts(paper, {chart.place: []}).blocks[1] == chart


def test_a_labels_last_line_is_no_stub() -> None:
    label = "市级科技成果转化中试示范基地"
    chart = Bars(runs("图"), (), (BarRow(runs(label), (Segment(0.5, Light.DONE),), runs("1")),))
    lines = [squeezed(line.text) for page in measured(Paper("", (chart,))).pages for line in page.lines]
    parts = [line for line in lines if line and line in label]
    assert "".join(parts) == label
    assert min(map(len, parts)) >= 5


def test_a_short_chart_is_not_divided() -> None:
    rows = tuple(BarRow(runs(f"2025年{n}月"), (Segment(0.5, Light.DONE),), runs(str(n))) for n in range(1, 5))
    for lines in range(1, 22):
        paper = Paper("", (Paragraph(runs("国" * (28 * lines - 2))), Bars(runs("图1"), (), rows)))
        pages = ["".join(squeezed(line.text) for line in page.lines) for page in measured(paper).pages]
        assert sum("2025年" in page for page in pages) == 1
