"""Months nobody would wish for, from the summary to Excel, PDF and Word: nothing is cut, lost or torn, nothing fails."""

import io
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from peidang.domain.answers import Month
from peidang.reports.draft import draft_paper
from peidang.reports.paper import (
    Annex,
    Cell,
    Column,
    Note,
    Paper,
    Paragraph,
    SectionRow,
    Table,
    TableRow,
    runs,
)
from peidang.reports.pdf import render_pdf
from peidang.reports.proof import check_papers
from peidang.reports.word import render_docx
from peidang.reports.workbook import write_workbook
from tests.domain.builders import a_month, a_plan, a_row, a_target, a_unit, an_entry, an_indicator
from tests.reports.measuring import faults
from tests.reports.months import months, summary_of
from tests.reports.reading_pdf import measured, says
from tests.reports.reading_word import MADE, annex_words, body_words, text_of

LONG_NAME = "某某自治州某某高新技术产业开发区管理委员会经济发展和科技创新与投资促进服务局（综合科）"
RARE = "䶮㐂𠮷㎡啰𬍛"
EMOJI = "👍🏽👨‍👩‍👧①“”——……"
NUMBER = "123456789012345678901234567890123456789012345678901234567890"
BOOK_SAYS = re.compile(r"[\s\u200d]")


def sentences(length: int) -> str:
    """So many characters in which each sentence is another."""
    said = "".join(f"第{n}项已开工{n}.5万台，完成投资{n}亿元；" for n in range(1, length // 12))
    return f"完{said}"[: length - 1] + "成"


def long_text() -> Month:
    rows = [a_row(n, "jia") for n in (1, 2, 3)]
    return a_month(a_plan(rows), entries=[an_entry(2, "jia", progress=sentences(6000))])


def many_rows() -> Month:
    rows = [a_row(n, f"u{n % 40}", section=f"第{n // 50}部分") for n in range(1, 301)]
    return a_month(a_plan(rows), entries=[an_entry(n, f"u{n % 40}") for n in range(1, 301, 2)])


def long_name() -> Month:
    units = [a_unit("jia", 1), a_unit("yi", 2), a_unit("ban", 3)]
    units = [replace(one, name=LONG_NAME + one.name) for one in units]
    rows = [a_row(n, "jia", "yi") for n in (1, 2, 3)]
    return a_month(a_plan(rows, units=units), entries=[an_entry(1, "jia"), an_entry(2, "yi")])


def rare_characters() -> Month:
    rows = [a_row(n, "jia", task=f"{RARE}任务{n}", measure=EMOJI * n) for n in (1, 2)]
    entries = [
        an_entry(1, "jia", progress=f"{RARE}{EMOJI}已开工3个。", problems=EMOJI),
        an_entry(2, "jia", progress=f"{NUMBER}元；{NUMBER}.{NUMBER}%", problems=NUMBER, next_steps=RARE * 40),
    ]
    indicator = an_indicator("stations", a_target("9" * 40, row=1), name=f"{RARE}指标{EMOJI}")
    return a_month(a_plan(rows, [indicator]), entries=entries)


def empty_plan() -> Month:
    return a_month(a_plan())


def no_units() -> Month:
    return a_month(a_plan(units=(), coordinator_id="", own_unit_id=""))


def one_row() -> Month:
    return a_month(a_plan([a_row(1, "jia")]), entries=[an_entry(1, "jia")])


def tall_everywhere() -> Month:
    rows = [
        a_row(n, "jia", task="长任务" if n < 3 else sentences(3000), measure=sentences(4000))
        for n in (1, 2, 3)
    ]
    texts = {"progress": sentences(5000), "problems": sentences(2500), "next_steps": sentences(3500)}
    return a_month(a_plan(rows), entries=[an_entry(n, "jia", **texts) for n in (1, 2, 3)])


def line_feeds() -> Month:
    said = "\n".join(f"{n}、第{n}项。" for n in range(1, 200))
    return a_month(a_plan([a_row(1, "jia"), a_row(2, "jia")]), entries=[an_entry(1, "jia", progress=said)])


MONTHS = (
    long_text,
    many_rows,
    long_name,
    rare_characters,
    empty_plan,
    no_units,
    one_row,
    tall_everywhere,
    line_feeds,
)


def assert_whole(paper: Paper) -> None:
    """Everything on paper, in its place, within its rules."""
    found = measured(paper)
    assert faults(found) == []
    assert found.body_text == body_words(paper)
    assert list(found.tables) == [says(table) for table in paper.tables()]


@pytest.mark.parametrize("month", MONTHS, ids=lambda month: month.__name__)
def test_all_three_papers_hold_everything(month: Callable[[], Month]) -> None:
    summary = summary_of(month())
    paper, book, pdf, word = draft_paper(summary), io.BytesIO(), io.BytesIO(), io.BytesIO()
    sheets = write_workbook(summary, book, MADE, paper)
    check_papers(summary, paper, render_pdf(paper, pdf, MADE), sheets, render_docx(paper, word, MADE))
    assert_whole(paper)
    assert text_of(word.getvalue()) == body_words(paper) + "".join(map(annex_words, paper.annexes))
    in_book = said_by_book(book.getvalue())
    for line in summary.rows:
        wanted = Counter(BOOK_SAYS.sub("", line.row.measure + line.text + line.problems + line.next_steps))
        assert not wanted - in_book


def said_by_book(data: bytes) -> Counter[str]:
    """All characters in the workbook's cells."""
    said: Counter[str] = Counter()
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        for row in sheet.iter_rows(values_only=True):
            for value in row:
                said.update(BOOK_SAYS.sub("", "" if value is None else str(value)))
    return said


# Tables by themselves: what is left of a page, and rows of every height.

COLUMNS = (Column("序号", 6, "centre"), Column("主要任务", 20), Column("进展情况", 40), Column("说明", 34))


def row(serial: int, *texts: str | None) -> TableRow:
    cells = (Cell((), joins_above=True) if text is None else Cell(runs(text)) for text in texts)
    return TableRow((Cell(runs(f"{serial}")), *cells))


def with_table(*rows: TableRow | SectionRow, sideways: bool = True) -> Paper:
    blocks = (Table(COLUMNS, rows), Note(runs("注：" + "完。" * 30)))
    return Paper("题", (Paragraph(runs("文")),), annexes=(Annex("附件1", "表", blocks, sideways),))


@pytest.mark.parametrize("sideways", [True, False])
@pytest.mark.parametrize("filler", range(0, 40, 3))
def test_a_row_as_high_as_what_is_left(filler: int, sideways: bool) -> None:
    before = "\n".join("行" for _ in range(filler + 1))
    for lines in (1, 4, 5, 18, 19, 20, 26, 27, 28):
        tall = "\n".join(f"第{n}行" for n in range(1, lines + 1))
        assert_whole(
            with_table(
                row(1, "短", before, ""), row(2, tall, tall, tall), row(3, "后", "", ""), sideways=sideways
            )
        )


def test_a_table_where_every_cell_is_higher_than_a_page() -> None:
    rows = [row(n, sentences(2000), sentences(2500), sentences(3000)) for n in (1, 2, 3)]
    assert_whole(with_table(*rows))


def test_a_tall_row_does_not_leave_more_than_a_third_of_a_page_blank() -> None:
    rows = [row(n, "任务", sentences(460), "") for n in range(1, 25)]
    found = measured(with_table(*rows))
    pages = [grid for page in found.pages for grid in page.grids]
    lower_edge = 595.28 - 79.37  # of the frame on a sideways page, as read
    assert len(pages) > 5
    for grid in pages[:-1]:
        assert lower_edge - grid.box.bottom < 442.2 * 0.4
    assert found.tables[0].serials == [str(n) for n in range(1, 25)]


HEIGHTS = st.one_of(st.integers(0, 60), st.integers(300, 700))


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.one_of(st.none(), HEIGHTS), st.integers(0, 500)), min_size=1, max_size=10),
    st.booleans(),
)
def test_whatever_the_heights_every_cell_is_read_back(
    shapes: list[tuple[int | None, int]], sideways: bool
) -> None:
    rows: list[TableRow | SectionRow] = [SectionRow(runs("一、节"))]
    for n, (task, length) in enumerate(shapes, start=1):
        joins = task is None and n > 1
        rows.append(row(n, None if joins else sentences(max(task or 0, 2)), sentences(max(length, 2)), ""))
    paper = with_table(*rows, sideways=sideways)
    found = measured(paper)
    assert faults(found) == []
    printed, given_rows = found.tables[0], says(next(iter(paper.tables())))
    assert printed.serials == given_rows.serials
    for at in (2, 3):
        assert [one[at] for one in printed.data] == [one[at] for one in given_rows.data]
    for one, wanted in zip(printed.data, given_rows.data, strict=True):
        assert (one[1] or "") == (wanted[1] or "") or wanted[1] is None or len(wanted[1]) > 200


@settings(max_examples=25, deadline=None)
@given(months())
def test_any_month_is_whole_on_paper(month: Month) -> None:
    paper = draft_paper(summary_of(month))
    assert measured(paper).body_text == body_words(paper)
