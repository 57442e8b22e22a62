"""The same answers without our workbook: tables as people paste, retype or print them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import docx
import xlsxwriter

from peidang.exchange.form_content import Block, blocks_of
from tests.corpus.answers import Answers
from tests.corpus.forms import typed
from tests.corpus.office import Desk

Line = list[Any]


@dataclass
class Table:
    """One block as values: its heads and lines, and the titles above."""

    kind: str
    title: str
    heads: list[str]
    lines: list[Line] = field(default_factory=list)

    def without(self, *heads: str) -> "Table":
        """Less some columns."""
        keep = [n for n, head in enumerate(self.heads) if head not in heads]
        lines = [[line[n] for n in keep] for line in self.lines]
        return Table(self.kind, self.title, [self.heads[n] for n in keep], lines)

    def only(self, *heads: str) -> "Table":
        """Some columns, in this order."""
        at = [self.heads.index(head) for head in heads if head in self.heads]
        lines = [[line[n] for n in at] for line in self.lines]
        return Table(self.kind, self.title, [self.heads[n] for n in at], lines)

    def renamed(self, names: dict[str, str]) -> "Table":
        """Other words in the head."""
        return Table(self.kind, self.title, [names.get(head, head) for head in self.heads], self.lines)

    def column(self, head: str) -> int:
        """Where a column stands, from 0."""
        return self.heads.index(head)

    @property
    def grid(self) -> list[Line]:
        """Heads and lines."""
        return [list(self.heads), *[list(line) for line in self.lines]]


def tables_of(desk: Desk, answers: Answers) -> list[Table]:
    """The blocks of the desk's form, filled."""
    return [_table(block, answers) for block in blocks_of(desk.request)]


def row_table(desk: Desk, answers: Answers) -> Table:
    """The block 任务进展情况 only."""
    return next(table for table in tables_of(desk, answers) if table.kind == "row")


def _table(block: Block, answers: Answers) -> Table:
    lines = [
        [
            item.serial,
            *item.locked,
            *(typed(one, answers.get((block.kind, item.serial, one), "")) for one in block.fields),
        ]
        for item in block.items
    ]
    return Table(block.kind, block.title, list(block.heads), lines)


def month_words(month: str) -> str:
    """2025年10月."""
    return f"{month[:4]}年{int(month[5:])}月"


def title_of(desk: Desk, what: str = "进展情况表") -> str:
    """How a bureau would head its own table."""
    return f"{desk.plan.title}{month_words(desk.month)}{what}"


def stacked(tables: Sequence[Table], above: Sequence[str] = (), block_titles: bool = True) -> list[Line]:
    """A sheet's lines: what stands above, then one block after another with a blank line between."""
    lines: list[Line] = [[text] for text in above]
    for table in tables:
        if block_titles:
            lines.append([table.title])
        lines += table.grid
        lines.append([])
    return lines


def own_table(desk: Desk, answers: Answers, unit: str | None = None) -> list[Line]:
    """Both blocks under an own title and unit line."""
    above = (title_of(desk), f"填报单位：{desk.unit.name if unit is None else unit}")
    return stacked(tables_of(desk, answers), above)


def workbook(sheets: dict[str, list[Line]], at: tuple[int, int] = (0, 0)) -> bytes:
    """A new .xlsx with these sheets, their lines from a cell on."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, lines in sheets.items():
        sheet = book.add_worksheet(name)
        for down, line in enumerate(lines, start=at[0]):
            for across, value in enumerate(line, start=at[1]):
                if isinstance(value, (date, datetime)):
                    sheet.write_datetime(down, across, datetime(value.year, value.month, value.day), day)
                elif isinstance(value, str):
                    sheet.write_string(down, across, value)
                elif value is not None:
                    sheet.write_number(down, across, value)
    book.close()
    return out.getvalue()


def word(tables: Sequence[Table], above: Sequence[str] = ()) -> bytes:
    """A .docx with paragraphs above and the blocks as tables."""
    document = docx.Document()
    for text in above:
        document.add_paragraph(text)
    for table in tables:
        document.add_paragraph(table.title)
        grid = table.grid
        made = document.add_table(rows=len(grid), cols=len(table.heads))
        for line, cells in zip(grid, made.rows, strict=True):
            for value, cell in zip(line, cells.cells, strict=True):
                cell.text = "" if value is None else str(value)
    return saved(document)


def letter(*paragraphs: str) -> bytes:
    """A .docx without a table."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def saved(document: Any) -> bytes:
    """A Word document as a file."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
