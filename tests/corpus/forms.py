"""A bureau's hands on the workbook it was sent: open, type, move things about, save."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import load_workbook

from peidang.domain.labels import FIELD_WORDS, INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.values import NUMBER_FIELDS
from tests.corpus.answers import Answers, Place

FORM = "填报表"
IDENTITY = "_peidang"


def typed(field: Field, text: str) -> object:
    """What a clerk types for an answer: figures as figures, days as days."""
    if text and field in NUMBER_FIELDS:
        return float(text) if "." in text else int(text)
    if text and field is Field.AS_OF:
        return date.fromisoformat(text)
    return text or None


@dataclass
class Block:
    """One of the two blocks on the sheet; rows and columns from 1."""

    kind: str
    head_row: int
    heads: list[str]
    lines: dict[int, int]
    """Row by 序号."""

    def column(self, head: str) -> int:
        """Where a column stands."""
        return self.heads.index(head) + 1

    @property
    def last_row(self) -> int:
        """The row of the last line."""
        return max(self.lines.values())


class Form:
    """The request workbook opened in a spreadsheet program."""

    def __init__(self, data: bytes) -> None:
        self.book = load_workbook(io.BytesIO(data))
        self.sheet: Any = self.book[FORM]
        self.blocks = {block.kind: block for block in self._find()}

    def _find(self) -> Iterable[Block]:
        block: Block | None = None
        for row in range(1, self.sheet.max_row + 1):
            first = self.sheet.cell(row, 1).value
            if first == "序号":
                heads = [str(cell.value) for cell in self.sheet[row] if cell.value]
                block = Block("indicator" if heads[1] == "指标" else "row", row, heads, {})
                yield block
            elif block is not None and isinstance(first, (int, float)):
                block.lines[int(first)] = row
            else:
                block = None

    def cell(self, place: Place) -> Any:
        """The answer cell of a line."""
        kind, serial, field = place
        block = self.blocks[kind]
        return self.sheet.cell(block.lines[serial], block.column(FIELD_WORDS[field]))

    def __contains__(self, place: Place) -> bool:
        """Whether the form has the line."""
        return place[0] in self.blocks and place[1] in self.blocks[place[0]].lines

    def fill(self, answers: Mapping[Place, str]) -> "Form":
        """Type the answers in; a blank leaves the cell as it is."""
        for place, text in answers.items():
            if text:
                self.put(place, typed(place[2], text))
        return self

    def put(self, place: Place, value: object) -> None:
        """Put one value in, a text as a text whatever it begins with."""
        cell = self.cell(place)
        wanted = cell.number_format
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        cell.number_format = wanted

    def rebuild(self, kind: str, change: Callable[[list[list[Any]]], list[list[Any]]]) -> None:
        """Take the block's cells from its heads down as a table of values, and put the changed table in its place."""
        block = self.blocks[kind]
        width, old = len(block.heads), block.last_row
        table = [
            [self.sheet.cell(row, column).value for column in range(1, width + 1)]
            for row in range(block.head_row, old + 1)
        ]
        new = change(table)
        below = len(new) - len(table)
        if below > 0 and old < self.sheet.max_row:
            self.sheet.insert_rows(old + 1, below)
        for down in range(max(len(new), len(table))):
            line = new[down] if down < len(new) else []
            for across in range(max(width, len(line))):
                value = line[across] if across < len(line) else None
                cell = self.sheet.cell(block.head_row + down, across + 1)
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"

    def save(self) -> bytes:
        """The file as saved."""
        out = io.BytesIO()
        self.book.save(out)
        return out.getvalue()


def only(answers: Answers, keep: Callable[[Place], bool]) -> Answers:
    """The answers of some cells."""
    return {place: text for place, text in answers.items() if keep(place)}


def of_rows(answers: Answers, serials: Sequence[int]) -> Answers:
    """The answers of some lines of 任务进展情况."""
    return only(answers, lambda place: place[0] == "row" and place[1] in serials)


def without(answers: Answers, *fields: Field) -> Answers:
    """The answers less some columns."""
    return only(answers, lambda place: place[2] not in fields)


def fields_of(kind: str) -> tuple[Field, ...]:
    """The answer columns of a block."""
    return INDICATOR_FIELDS if kind == "indicator" else ROW_FIELDS
