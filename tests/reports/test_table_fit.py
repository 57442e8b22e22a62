"""Columns as wide as their words ask for: no torn heads and words, room where the text is, PDF and Word alike."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peidang.reports.draft import draft_paper
from peidang.reports.paper import Cell, Column, Table, TableRow, runs
from peidang.reports.pdf.measures import SIDEWAYS
from peidang.reports.table_fit import NARROW, PADDING, breadth, fills, fitted
from peidang.reports.word.tables import column_widths
from tests.reports.shipped_months import PLANS, summary

COLUMNS = (Column("序号", 3, "centre"), Column("进展", 20), Column("存在问题", 10), Column("打算", 10))


def a_table(*rows: tuple[str, ...], columns: tuple[Column, ...] = COLUMNS, size: float = 8.0) -> Table:
    return Table(columns, tuple(TableRow(tuple(Cell(runs(text)) for text in row)) for row in rows), size)


def lines(table: Table, widths: list[float]) -> int:
    """About how many lines its rows have together."""
    total = 0
    for row in table.rows:
        assert isinstance(row, TableRow)
        high = 1
        for cell, width in zip(row.cells, widths, strict=True):
            text = "".join(run.text for run in cell.text)
            high = max(high, -(-int(breadth(text) * table.text_size) // int(width - 2 * PADDING)))
        total += high
    return total


def test_room_goes_where_the_words_are() -> None:
    table = a_table(*((f"{n}", "短", "问题" * 60, "") for n in range(9)))
    widths = fitted(table, 600)
    given_ = [600 * column.width / 43 for column in COLUMNS]
    assert sum(widths) == pytest.approx(600)
    assert widths[2] > 1.3 * given_[2]
    assert lines(table, widths) < 0.8 * lines(table, given_)


def test_a_table_whose_rows_are_low_keeps_its_shape() -> None:
    widths = fitted(a_table(*((f"{n}", "短", "无", "继续") for n in range(9))), 600)
    assert widths[1] > widths[2] == pytest.approx(widths[3], rel=0.2)


def test_neither_heads_nor_words_in_the_middle_are_torn() -> None:
    columns = (Column("序号", 3), Column("完成时限", 4), Column("状态", 6, "centre"), Column("进展", 40))
    widths = fitted(
        a_table(*(("1", "", "报送不全（逾期）", "字" * 90) for _ in range(5)), columns=columns), 600
    )
    assert widths[1] >= 4 * 8 + 2 * PADDING
    assert widths[2] >= 8 * 8 + 2 * PADDING


def test_a_long_share_is_not_torn() -> None:
    columns = (Column("序号", 3), Column("完成率", 5, "right"), Column("进展", 40))
    widths = fitted(a_table(*(("1", "2933.3%", "字" * 90) for _ in range(5)), columns=columns), 400)
    assert widths[1] >= (6 * 0.56 + 0.93) * 8 + 2 * PADDING


def test_only_wide_columns_are_set_with_both_edges_straight() -> None:
    assert fills(NARROW * 8 + 2 * PADDING, 8)
    assert not fills(NARROW * 8, 8)


@pytest.mark.parametrize("plan", PLANS)
def test_heads_of_the_papers_tables_stand_on_the_lines_they_were_written_on(plan: str) -> None:
    for table in draft_paper(summary(plan, 0.6)).tables():
        for column, width in zip(table.columns, fitted(table, SIDEWAYS.width), strict=True):
            for line in column.heading.split("\n"):
                assert breadth(line) * table.text_size + 2 * PADDING <= width + 0.1, column.heading


@pytest.mark.parametrize("plan", PLANS)
def test_word_has_the_widths_of_the_pdf(plan: str) -> None:
    for table in draft_paper(summary(plan, 0.6)).tables():
        points = fitted(table, 600)
        assert [one / 20 for one in column_widths(table, 12000)] == pytest.approx(points, abs=0.1)
        assert sum(column_widths(table, 12000)) == 12000


texts = st.integers(0, 400).map("字".__mul__)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(texts, texts, texts, texts), max_size=8), st.floats(100, 700))
def test_whatever_the_table_its_columns_fill_the_frame_and_none_is_lost(
    rows: list[tuple[str, ...]], width: float
) -> None:
    widths = fitted(a_table(*rows), width)
    assert sum(widths) == pytest.approx(width)
    assert all(one >= 0.5 * column.width * width / 43 for one, column in zip(widths, COLUMNS, strict=True))


def test_no_character_stands_alone_on_a_line_where_there_is_room_elsewhere() -> None:
    columns = (Column("序号", 3), Column("指标", 12), Column("报送单位", 8), Column("说明", 14))
    table = a_table(*(("1", "新能源汽车保有量占比", "市发展和改革委", "") for _ in range(9)), columns=columns)
    assert fitted(table, 250)[2] >= 7 * 8 + 2 * PADDING
