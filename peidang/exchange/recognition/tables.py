"""The tables of a workbook that may be a return: their heads by meaning, their lines with what they call themselves."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from peidang.domain.labels import Field
from peidang.domain.likeness import bare
from peidang.domain.line_matching import KeyTexts
from peidang.domain.numbers import parse_number
from peidang.domain.values import canonical
from peidang.exchange.form_reading import as_text, folded
from peidang.exchange.recognition.head_words import Key, Kind, Meaning, head_text
from peidang.exchange.recognition.table_heads import (
    FIELDS,
    MAX_COLUMNS,
    Column,
    by_place,
    choose,
    heads_of,
    side_by_side,
)
from peidang.files.workbook import CellValue, SheetContent, Visibility, WorkbookContent

HINTS = {Kind.ROW: (Key.LEADS, Key.RESPONSIBLE), Kind.INDICATOR: (Key.MEASURE_UNIT, Key.TARGET)}
"""The further cells by which lines with the same texts are told apart, in this order."""

_KEYS = (Key.SERIAL, Key.NAME, Key.TEXT)
_TALLEST_MERGE = 500
_TOTALS = re.compile(r"[(（]?(?:合计|总计|小计|共计|平均|汇总)[)）]?[:：]?")
_SIGNATURE = re.compile(
    r"(?:填[表报]人|制表人?|经办人|联系人|联系电话|电话|审[核批签]人?|(?:单位|部门|科室)?(?:主要|分管|主管)?负责(?:人|同志)"
    r"|(?:单位|部门|科室)?(?:主要|分管|主管)领导|填[表报]日期|填报时间|日期|盖章|备?注|说明|填报说明|单位)"
    r"(?:[(（]?(?:公章|盖章|签[字名章])[)）]?)?[:：].*"
)
_CHINESE = "[〇○零一二三四五六七八九十]"
_SIGNED = re.compile(
    r"[(（]?(?:单位|部门)?(?:盖章|公章|签[字名章])处?[)）]?|(?:\d{4}[年./-])?\d{1,2}月(?:\d{1,2}日)?"
    rf"|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}|{_CHINESE}{{4}}年{_CHINESE}{{1,3}}月(?:{_CHINESE}{{1,3}}日)?"
    r"|\d{3,4}-?\d{7,8}"
)
"""What stands below a table where the office signs: seal, day, telephone."""
_NUMBER = re.compile(r"[第(]?(\d{1,4})[)、.号项条]?")


@dataclass(frozen=True, eq=False)
class Table:
    """A head row and the rows under it, up to the next head row; rows and columns from 0."""

    sheet: SheetContent
    kind: Kind
    columns: Mapping[Meaning, Column]
    """The column of each meaning."""
    doubtful: tuple[Column, ...]
    """Answer columns of which it cannot be told whether they, too, or they at all hold that answer."""
    top: int
    """The head row, or the first of two."""
    first: int
    """The first row under the head."""
    last: int
    """The row after the last one."""
    left: int = 0
    """The first column that is its own, and the one after its last: two tables may stand side by side."""
    right: int = MAX_COLUMNS

    @property
    def has_texts(self) -> bool:
        """Whether lines can be known by more than a number."""
        return Key.NAME in self.columns or Key.TEXT in self.columns

    def raw(self, row: int, meaning: Meaning) -> CellValue:
        """The cell as it stands there."""
        column = self.columns.get(meaning)
        return "" if column is None else self.sheet.cell(row, column.at)

    @cached_property
    def known(self) -> frozenset[int]:
        """The columns that are read."""
        return frozenset(column.at for column in (*self.columns.values(), *self.doubtful))

    @cached_property
    def first_answer(self) -> int:
        """The column of the first answer."""
        columns = (*self.columns.values(), *self.doubtful)
        return min((c.at for c in columns if isinstance(c.sense.meaning, Field)), default=self.right)

    def cell_under(self, row: int, head: str) -> CellValue:
        """The cell under one of our own heads that is no answer."""
        at = self._places.get(head)
        return "" if at is None else self.sheet.cell(row, at)

    @cached_property
    def _places(self) -> Mapping[str, int]:
        cells = self.sheet.rows[self.first - 1][self.left : self.right] if self.first > self.top else ()
        return {head_text(cell): self.left + at for at, cell in enumerate(cells)}

    @property
    def is_return(self) -> bool:
        """Two answers by their usual heads, or the one that matters most: 序号, 项目名称, 备注 may be anything."""
        answers = {f for f in FIELDS[self.kind] if f in self.columns and self.columns[f].sense.rank < 2}
        answers |= {
            column.sense.meaning for column in self.doubtful if isinstance(column.sense.meaning, Field)
        }
        return len(answers) > 1 or bool(answers & {Field.PROGRESS, Field.CUMULATIVE})

    @cached_property
    def covered(self) -> dict[tuple[int, int], int]:
        """Cells hidden under a cell merged downwards, with the row of that cell."""
        return {
            (row, column): top
            for top, left, bottom, right in self.sheet.merged
            if bottom > top and bottom - top <= _TALLEST_MERGE
            for row in range(max(top + 1, self.first), min(bottom + 1, self.last))
            for column in range(left, min(right, left + 60) + 1)
        }

    def carried(self, row: int, meaning: Meaning) -> CellValue:
        """The cell, or the one it is merged with further up."""
        column = self.columns.get(meaning)
        if column is None:
            return ""
        return self.sheet.cell(self.covered.get((row, column.at), row), column.at)


@dataclass(frozen=True, eq=False)
class Line:
    """One row of a table that says something."""

    table: Table
    row: int
    key: KeyTexts
    unit: str
    """What stands in its column 填报单位; '' without one."""
    own: bool = True
    """False when the row says nothing of whose it is, neither itself nor by a merged cell."""

    @property
    def words(self) -> str:
        """What the line calls itself, as found."""
        texts = [as_text(self.table.carried(self.row, key)) for key in (Key.NAME, Key.TEXT)]
        number = as_text(self.table.carried(self.row, Key.SERIAL))
        return " ".join(text for text in texts if text) or number

    @property
    def has_answers(self) -> bool:
        """Whether anything stands in an answer column."""
        table = self.table
        cells = [table.raw(self.row, field) for field in FIELDS[table.kind]]
        cells += [table.sheet.cell(self.row, column.at) for column in table.doubtful]
        return any(as_text(cell) for cell in cells)


def find_tables(content: WorkbookContent, skip: SheetContent | None = None) -> tuple[Table, ...]:
    """Every table with heads of a return; those of hidden sheets only where no visible sheet has any."""
    visible, hidden = all_tables(content, skip)
    return visible or hidden


def all_tables(
    content: WorkbookContent, skip: SheetContent | None = None
) -> tuple[tuple[Table, ...], tuple[Table, ...]]:
    """The tables of the visible sheets and those of the hidden ones."""
    visible: list[Table] = []
    hidden: list[Table] = []
    for sheet in content.sheets:
        if sheet is not skip:
            (visible if sheet.visibility is Visibility.VISIBLE else hidden).extend(_tables_in(sheet))
    return tuple(visible), tuple(hidden)


def _tables_in(sheet: SheetContent) -> Iterator[Table]:
    heads = list(heads_of(sheet))
    ends = [*(head.top for head in heads), len(sheet.rows)]
    for head, end in zip(heads, ends[1:], strict=True):
        for left, right, kind, columns in side_by_side(head.texts):
            chosen, doubtful = choose(columns, kind)
            taken = {column.at for column in columns}
            doubtful += tuple(by_place(sheet, (head.top, head.first), kind, chosen, taken))
            yield Table(sheet, kind, chosen, doubtful, head.top, head.first, end, left, right)


def lines_of(table: Table) -> list[Line]:
    """The rows under the head that say something; totals, notes and signatures are left out."""
    lines = []
    name = ""
    for row in range(table.first, table.last):
        cells = table.sheet.rows[row][table.left : table.right]
        if not any(cell != "" for cell in cells) or _is_no_line(table, row, cells):
            continue
        line = _line(table, row, name)
        name = line.key.name if line.key.text else ""
        lines.append(line)
    return lines


def texts_of(line: Line) -> dict[Field, str]:
    """Whatever stands in the answer columns, canonical, blanks left out."""
    table = line.table
    found: dict[Field, str] = {}
    for column in (*table.columns.values(), *table.doubtful):
        if isinstance(column.sense.meaning, Field):
            value = canonical(column.sense.meaning, table.sheet.cell(line.row, column.at))
            if value:
                found.setdefault(column.sense.meaning, value)
    return found


def say_anything(lines: Sequence[Line]) -> bool:
    """Whether any line of a table that looks like a return has an answer."""
    return any(line.has_answers for line in lines if line.table.is_return)


def _line(table: Table, row: int, name_above: str) -> Line:
    name, text = (bare(as_text(table.carried(row, key))) for key in (Key.NAME, Key.TEXT))
    own = any(as_text(table.carried(row, key)) for key in _KEYS)
    if text and not name and not table.sheet.merged:  # some readers do not tell merged cells
        name = name_above
    key = KeyTexts(
        _serial(table.raw(row, Key.SERIAL)),
        name,
        text,
        tuple(bare(as_text(table.carried(row, hint))) for hint in HINTS[table.kind]),
    )
    return Line(table, row, key, as_text(table.carried(row, Key.UNIT)), own)


def _is_no_line(table: Table, row: int, cells: Sequence[CellValue]) -> bool:
    """合计, 注：…, 填报人：…, （盖章）; and a block's or section's title, which stands alone in its row."""
    filled = [cell for cell in cells if cell != ""]
    first = folded(filled[0]) if isinstance(filled[0], str) else ""
    keys = [folded(table.raw(row, key)) for key in _KEYS]
    if not any(keys) and all(isinstance(cell, str) and is_signed(folded(cell)) for cell in filled):
        return True
    return bool(_SIGNATURE.fullmatch(first)) or any(map(_TOTALS.fullmatch, [first, *keys]))


def is_signed(text: str) -> bool:
    """Whether a text (``folded``) is a seal, a day, a telephone or a name behind its label."""
    return bool(_SIGNED.fullmatch(text) or _SIGNATURE.fullmatch(text))


def _serial(cell: CellValue) -> int | None:
    """1 for 1, 1.0, １, ①, 1., （1）."""
    if isinstance(cell, bool) or cell == "":
        return None
    text = folded(cell)
    match = _NUMBER.fullmatch(text)
    number = parse_number(match.group(1) if match else text)
    return int(number) if number is not None and number == int(number) else None
