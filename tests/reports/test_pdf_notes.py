"""Small print at a table: never a page of its own where the table's first page has room for it; read in one order."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peidang.reports.paper import Annex, Cell, Column, Note, Paper, Table, TableRow, runs
from peidang.reports.pdf.flow import lay_out
from peidang.reports.pdf.marks import Page, Rule, Text
from peidang.reports.typefaces import Typefaces

COLUMNS = (Column("序号", 6, "centre"), Column("主要任务", 20), Column("进展情况", 60))


def pages_of(rows: int, lines: int, notes: tuple[str, ...], sideways: bool = True) -> list[Page]:
    """The pages of an annex with a table of so many rows, its cells so many lines high, and these notes."""
    cells = ("任务", "进展" * 15 * lines)
    table = Table(
        COLUMNS, tuple(TableRow(tuple(Cell(runs(c)) for c in (str(n), *cells))) for n in range(1, rows + 1))
    )
    annex = Annex("附件1", "表", (table, *(Note(runs(note)) for note in notes)), sideways)
    return lay_out(Paper("", (), annexes=(annex,)), Typefaces())[1:]


def holds_rows(page: Page) -> bool:
    return any(isinstance(mark, Rule) for mark in page.marks)


def text_of(page: Page) -> str:
    return "".join(mark.piece.text for mark in page.marks if isinstance(mark, Text))


@given(st.integers(1, 45), st.integers(1, 9), st.integers(1, 500), st.booleans())
@settings(deadline=None, max_examples=40)
def test_no_page_holds_notes_alone(rows: int, lines: int, length: int, sideways: bool) -> None:
    notes = ("注：截至本月末。", "图" * length)
    pages = pages_of(rows, lines, notes, sideways)
    assert all(map(holds_rows, pages))
    text = "".join(map(text_of, pages))
    assert text.count("图") == length
    assert text.index("注：") < text.index("图")


def test_notes_that_fit_stand_under_the_table_in_one_size() -> None:
    (page,) = pages_of(3, 1, ("注：短。", "图" * 200))
    text = text_of(page)
    assert text.index("进展情况") < text.index("注：")
    sizes = {
        mark.piece.size for mark in page.marks if isinstance(mark, Text) and mark.piece.text[0] in "注图"
    }
    assert sizes == {12.0}


@pytest.mark.parametrize("length", [5000, 20000])
def test_notes_longer_than_a_page_lose_nothing(length: int) -> None:
    pages = pages_of(5, 3, ("图" * length,))
    assert "".join(map(text_of, pages)).count("图") == length
