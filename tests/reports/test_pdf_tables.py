"""Tables in print: every row and every character on paper, heads repeated, long cells and merged cells continued."""

import re
from datetime import datetime
from io import BytesIO

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peidang.reports.paper import Annex, Cell, Column, Paper, SectionRow, Table, TableRow, runs
from peidang.reports.pdf import PdfFacts, RowsLost, render_pdf
from peidang.reports.pdf.flow import lay_out
from peidang.reports.pdf.marks import RowDone
from peidang.reports.pdf.render import count_rows
from peidang.reports.typefaces import Typefaces

COLUMNS = (Column("序号", 6, "centre"), Column("主要任务", 20), Column("进展情况", 40), Column("说明", 34))
MADE = datetime(2025, 11, 5)


def printed(*tables: Table, sideways: bool = True) -> tuple[PdfFacts, list[str]]:
    annexes = tuple(Annex(f"附件{n}", "表", (table,), sideways) for n, table in enumerate(tables, start=1))
    out = BytesIO()
    facts = render_pdf(Paper("", (), annexes=annexes), out, MADE)
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        texts = [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    return facts, texts[1:]


def row(serial: int, *cells: str | None) -> TableRow:
    made = (Cell((), joins_above=True) if text is None else Cell(runs(text)) for text in cells)
    return TableRow((Cell(runs(f"N{serial}")), *made))


def numbered(count: int, prefix: str = "字") -> str:
    return "".join(f"{prefix}{n}，" for n in range(count))


def test_rows_on_paper_are_rows_in_the_data():
    table = Table(COLUMNS, tuple(row(n, f"任务{n}", "进展" * (n % 40), "") for n in range(1, 61)))
    facts, texts = printed(table)
    assert facts.rows_drawn == 60
    for serial in range(1, 61):
        assert len(re.findall(f"N{serial}(?!\\d)", "".join(texts))) == 1


def test_head_is_repeated_on_each_page():
    _, texts = printed(Table(COLUMNS, tuple(row(n, "任务", "进展" * 60, "") for n in range(40))))
    assert len(texts) > 2
    assert all("主要任务" in text for text in texts)


@pytest.mark.parametrize("sideways", [True, False])
def test_a_cell_higher_than_a_page_is_continued_without_loss(sideways):
    long = numbered(900)
    facts, texts = printed(
        Table(COLUMNS, (row(1, "任务", "短", ""), row(2, "长任务", long, "说明"))), sideways=sideways
    )
    assert facts.rows_drawn == 2
    continued = [text for text in texts if "（续）" in text]
    assert len(continued) >= 2
    assert all("N2（续）" in text for text in continued)
    assert all(len(re.findall(rf"(?<!\d){n}，", "".join(texts))) == 1 for n in range(900))


def test_a_long_first_cell_is_continued_too():
    first = Cell(runs(numbered(120, "首")))
    table = Table(COLUMNS, (TableRow((first, Cell(runs("任务")), Cell(runs("进展")), Cell())),))
    facts, texts = printed(table)
    assert facts.rows_drawn == 1
    assert len([text for text in texts if "（续）" in text]) >= 1
    assert re.sub("附件1表|序号主要任务进展情况说明|（续）|任务进展|—\\d+—", "", "".join(texts)) == numbered(
        120, "首"
    )


def test_a_merged_cell_is_shown_once_a_page_and_continued_on_the_next():
    rows = [row(0, "合并的任务", "进展" * 90, "")] + [row(n, None, "进展" * 90, "") for n in range(1, 9)]
    facts, texts = printed(Table(COLUMNS, tuple(rows)))
    assert facts.rows_drawn == 9
    assert texts[0].count("合并的任务") == 1
    assert "（续）" not in texts[0]
    assert len(texts) > 1
    assert all(text.count("合并的任务（续）") == 1 for text in texts[1:])


def test_rows_grow_where_a_merged_cell_needs_the_height():
    facts, texts = printed(
        Table(COLUMNS, (row(1, "合并" * 80, "短", ""), row(2, None, "短", ""), row(3, "甲", "乙", "")))
    )
    assert facts.rows_drawn == 3
    assert "".join(texts).count("合并") == 80


def test_a_merged_cell_higher_than_a_page_loses_nothing():
    long = numbered(700)
    facts, texts = printed(
        Table(COLUMNS, (row(1, long, "短", ""), row(2, None, "短", ""), row(3, None, "", "")))
    )
    assert facts.rows_drawn == 3
    assert "".join(texts).count("字") == "".join(texts).count("，") == 700


def test_a_section_row_never_ends_a_page_and_is_not_counted():
    for filler in range(8, 26):
        rows = [
            *(row(n, "任务", "进展", "") for n in range(filler)),
            SectionRow(runs("一、章节")),
            row(99, "后", "", ""),
        ]
        facts, texts = printed(Table(COLUMNS, tuple(rows)))
        assert facts.rows_drawn == filler + 1
        assert any("一、章节N99" in text for text in texts)


def test_rows_lost_on_the_way_are_noticed_before_a_file_is_made():
    paper = Paper("", (Table(COLUMNS, (row(1, "", "", ""), row(2, "", "", ""))),))
    pages = lay_out(paper, Typefaces())
    for page in pages:
        page.marks = [mark for mark in page.marks if mark != RowDone(0, 1)]
    with pytest.raises(RowsLost, match="1 rows on paper, 2 in the data"):
        count_rows(pages, paper)


def test_two_tables_are_counted_together():
    facts, _ = printed(
        Table(COLUMNS, (row(1, "", "", ""),)), Table(COLUMNS, (row(1, "", "", ""), row(2, "", "", "")))
    )
    assert facts.rows_drawn == 3


@pytest.mark.parametrize(
    "rows",
    [
        (TableRow((Cell(),)),),
        (row(1, None, "", ""),),
        (SectionRow(runs("节")), row(1, None, "", "")),
        (row(1, "甲", "", ""), TableRow((Cell(), Cell(runs("乙"), joins_above=True), Cell(), Cell()))),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(rows):
    with pytest.raises(ValueError, match="table row"):
        Table(COLUMNS, rows)


cells = st.one_of(st.none(), st.integers(0, 60), st.integers(300, 900))


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(cells, st.integers(0, 500)), min_size=1, max_size=14), st.booleans())
def test_whatever_the_table_every_row_and_character_is_on_paper(shapes, sideways):
    rows = [
        row(n, ("任" * (task or 0)) if task is not None or n == 0 else None, "进" * length, "")
        for n, (task, length) in enumerate(shapes)
    ]
    facts, texts = printed(Table(COLUMNS, tuple(rows)), sideways=sideways)
    together = "".join(texts).replace("进展情况", "").replace("主要任务", "")
    assert facts.rows_drawn == len(rows)
    assert together.count("进") == sum(length for _, length in shapes)
    assert together.count("任") >= sum(task or 0 for task, _ in shapes)


def test_a_column_makes_room_for_its_longest_number() -> None:
    columns = (Column("序号", 6), Column("完成率", 7, "right"), Column("任务", 87))
    rows = (TableRow((Cell(runs("1")), Cell(runs("1360.0%")), Cell(runs("任务" * 90)))),)
    _, texts = printed(Table(columns, rows))
    assert "1360.0%" in texts[0]
    with_lines = pdf_lines(Table(columns, rows))
    assert any(line.endswith("1360.0%") for line in with_lines)


def pdf_lines(table: Table) -> list[str]:
    """The lines of its page, as pdfium tells them apart."""
    out = BytesIO()
    render_pdf(Paper("", (table,)), out, MADE)
    with pypdfium2.PdfDocument(out.getvalue()) as document:
        return document[0].get_textpage().get_text_range().splitlines()


def test_rows_stand_closer_where_that_saves_a_page_with_a_row_or_two() -> None:
    def pages(count: int) -> int:
        rows = tuple(row(n, "任务", "进展", "") for n in range(count))
        return len(printed(Table(COLUMNS, rows), sideways=False)[1])

    most = max(count for count in range(18, 30) if pages(count) == 1)
    under_title = 637.8 - 2 * 28.95 - 36 - 28.95 / 3 - (10.5 * 1.38 + 7)
    assert most > under_title / (10.5 * 1.38 + 7)  # as many as stand there with their usual room
