"""The tables of a workbook that may be a return: their heads by meaning, their lines with what they call themselves."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.likeness import bare
from peidang.domain.line_matching import KeyTexts
from peidang.domain.numbers import parse_number
from peidang.exchange.form_reading import as_text, folded
from peidang.exchange.recognition.head_words import (
    Key,
    Kind,
    Meaning,
    Sense,
    head_text,
    is_common_word,
    month_in_head,
    sense_of,
)
from peidang.files.workbook import CellValue, SheetContent, Visibility, WorkbookContent

FIELDS: Mapping[Kind, tuple[Field, ...]] = {Kind.ROW: ROW_FIELDS, Kind.INDICATOR: INDICATOR_FIELDS}
HINTS = {Kind.ROW: (Key.LEADS, Key.RESPONSIBLE), Kind.INDICATOR: (Key.MEASURE_UNIT, Key.TARGET)}
"""The further cells by which lines with the same texts are told apart, in this order."""

_KEYS = (Key.SERIAL, Key.NAME, Key.TEXT)
_TALLEST_MERGE = 500
_TOTALS = re.compile(r"[(（]?(?:合计|总计|小计|共计|平均|汇总)[)）]?[:：]?")
_SIGNATURE = re.compile(
    r"(?:填[表报]人|制表人?|经办人|联系人|联系电话|电话|审[核批签]人?|负责人|科室负责人|分管领导|主要领导|主管领导"
    r"|填[表报]日期|填报时间|日期|盖章|备?注|说明|填报说明|单位[(（]?(?:公章|盖章)[)）]?)[:：].*"
)
_NUMBER = re.compile(r"[第(]?(\d{1,4})[)、.号项条]?")


@dataclass(frozen=True)
class Column:
    """One head over one column."""

    at: int
    sense: Sense
    head: str
    month: int | None = None


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

    @property
    def has_texts(self) -> bool:
        """Whether lines can be known by more than a number."""
        return Key.NAME in self.columns or Key.TEXT in self.columns

    def raw(self, row: int, meaning: Meaning) -> CellValue:
        """The cell as it stands there."""
        column = self.columns.get(meaning)
        return "" if column is None else self.sheet.cell(row, column.at)

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
    heads = list(_heads(sheet))
    ends = [*(row for row, *_ in heads), len(sheet.rows)]
    for (top, first, kind, columns), end in zip(heads, ends[1:], strict=True):
        chosen, doubtful = _choose(columns, kind)
        taken = {column.at for column in columns}
        doubtful += tuple(_by_place(sheet, (top, first), kind, chosen, taken))
        yield Table(sheet, kind, chosen, doubtful, top, first, end)


_Head = tuple[int, int, Kind, list[Column]]


def _heads(sheet: SheetContent) -> Iterator[_Head]:
    """Each head row with the first row under it."""
    row = 0
    while row < len(sheet.rows):
        texts = [head_text(cell) for cell in sheet.rows[row]]
        if any(texts) and any(map(is_common_word, [*texts, *_texts_below(sheet, row)])):
            found = _head_at(sheet, row, texts)
            if found is not None:
                yield found
                row = found[1]
                continue
        row += 1


def _texts_below(sheet: SheetContent, row: int) -> list[str]:
    return [head_text(cell) for cell in sheet.rows[row + 1]] if row + 1 < len(sheet.rows) else []


def _head_at(sheet: SheetContent, row: int, texts: list[str]) -> _Head | None:
    single = _read(texts)
    double = _read(_joined(sheet, row, texts))
    if (
        double is not None
    ):  # a title over a head is no head of two lines: both rows must have their part in it
        alone = max(len(_meanings(one)) if one else 0 for one in (single, _read(_texts_below(sheet, row))))
        if len(_meanings(double)) > alone:
            return (row, row + 2, *double)
    return (row, row + 1, *single) if single is not None else None


def _joined(sheet: SheetContent, row: int, above: list[str]) -> list[str]:
    """What two head rows say together; nothing where the lower one cannot be a head."""
    below = _texts_below(sheet, row)
    filled = [cell for cell in sheet.rows[row + 1] if cell != ""] if below else []
    if not filled or len([text for text in below if text]) < len(filled):
        return []
    if sum(map(bool, above)) < 2 or any(
        ":" in text for text in above
    ):  # a title, a line that says who fills it
        return []
    joined = []
    group = ""
    for column in range(max(len(above), len(below))):
        upper = above[column] if column < len(above) else ""
        lower = below[column] if column < len(below) else ""
        group = upper or (group if lower and _under(sheet, row, column) else "")
        joined.append(_together(group, lower))
    return joined


def _under(sheet: SheetContent, row: int, column: int) -> bool:
    """Whether an empty upper cell belongs to the one on its left: merged with it, or merges are not known."""
    if not sheet.merged:
        return True
    return any(top <= row <= bottom and left < column <= right for top, left, bottom, right in sheet.merged)


def _together(upper: str, lower: str) -> str:
    """进展情况 over 本月 is 本月进展情况; 上月 stays in it, wherever it stands."""
    if not lower or not upper:
        return lower or upper
    if any(sense is not None and sense.rank < 2 for sense in (sense_of(lower, kind) for kind in Kind)):
        former = (sense_of(upper, kind) for kind in Kind)
        if not any(sense is not None and sense.meaning is Key.PREVIOUS for sense in former):
            return lower
    return lower + upper


def _read(texts: list[str]) -> tuple[Kind, list[Column]] | None:
    """The columns in whichever of the two kinds says more; None when this is no head of a return."""
    readings = [(kind, _columns(texts, kind)) for kind in Kind]
    possible = [reading for reading in readings if _is_head(*reading)]
    return max(possible, key=_weight, default=None)


def _columns(texts: list[str], kind: Kind) -> list[Column]:
    senses = ((at, text, sense_of(text, kind)) for at, text in enumerate(texts) if text)
    return [Column(at, sense, text, month_in_head(text)) for at, text, sense in senses if sense is not None]


def _meanings(reading: tuple[Kind, list[Column]]) -> set[Meaning]:
    return {column.sense.meaning for column in reading[1]}


def _weight(reading: tuple[Kind, list[Column]]) -> float:
    return sum(1 - column.sense.rank / 4 for column in reading[1])


def _is_head(kind: Kind, columns: list[Column]) -> bool:
    """An answer, something to know the line by, and not only words that happen to be alike."""
    meanings = {column.sense.meaning for column in columns}
    answers = meanings & set(FIELDS[kind])
    by_text = bool(meanings & {Key.NAME, Key.TEXT})
    by_number = Key.SERIAL in meanings and any(
        c.sense.rank == 0 for c in columns if c.sense.meaning in answers
    )
    sure = sum(column.sense.rank < 2 for column in columns)
    return bool(answers) and (by_text or by_number) and sure > 0 and len(columns) > 1


def _choose(columns: Sequence[Column], kind: Kind) -> tuple[dict[Meaning, Column], tuple[Column, ...]]:
    """One column for each meaning: our own word before a usual one before a likeness. What is as likely is doubtful."""
    chosen: dict[Meaning, Column] = {}
    doubtful: list[Column] = []
    months = [column.month for column in columns if column.month is not None]
    for meaning in dict.fromkeys(column.sense.meaning for column in columns):
        mine = [column for column in columns if column.sense.meaning is meaning]
        if meaning not in FIELDS[kind]:
            chosen[meaning] = min(mine, key=lambda column: column.sense.rank)
            continue
        if len(mine) > 1 and len(set(months)) > 1:  # 9月进展, 10月进展: the latest one is this month's
            mine = [column for column in mine if column.month in (None, max(months))]
        best = min(column.sense.rank for column in mine)
        first = [column for column in mine if column.sense.rank == best]
        if len(first) == 1 and not first[0].sense.compound:
            chosen[meaning] = first[0]
        else:
            doubtful += first
        doubtful += [column for column in mine if column.sense.rank == 1 != best]
    return chosen, tuple(doubtful)


def _by_place(
    sheet: SheetContent, head: tuple[int, int], kind: Kind, chosen: Mapping[Meaning, Column], taken: set[int]
) -> Iterator[Column]:
    """Columns under a word that means nothing to us, just where an answer that is missing would stand."""
    fields = FIELDS[kind]
    known = [at for at, answer in enumerate(fields) if answer in chosen]
    for before, after in pairwise(known):
        left, right = chosen[fields[before]].at, chosen[fields[after]].at
        between = [at for at in range(left + 1, right) if at not in taken and _has_text(sheet, head, at)]
        if between and len(between) == after - before - 1:
            missing = fields[before + 1 : after]
            yield from (Column(at, Sense(f, 2), "") for at, f in zip(between, missing, strict=True))


def _has_text(sheet: SheetContent, head: tuple[int, int], column: int) -> bool:
    return any(
        as_text(sheet.cell(row, column)) for row in range(head[0], min(head[1] + 200, len(sheet.rows)))
    )


def lines_of(table: Table) -> list[Line]:
    """The rows under the head that say something; totals, notes and signatures are left out."""
    lines = []
    name = ""
    for row in range(table.first, table.last):
        cells = table.sheet.rows[row]
        if not any(cell != "" for cell in cells) or _is_no_line(table, row):
            continue
        line = _line(table, row, name)
        name = line.key.name if line.key.text else ""
        lines.append(line)
    return lines


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


def _is_no_line(table: Table, row: int) -> bool:
    """合计, 注：…, 填报人：…; and a block's or section's title, which stands alone in its row."""
    filled = [cell for cell in table.sheet.rows[row] if cell != ""]
    first = folded(filled[0]) if isinstance(filled[0], str) else ""
    keys = [folded(table.raw(row, key)) for key in _KEYS]
    return bool(_SIGNATURE.fullmatch(first)) or any(map(_TOTALS.fullmatch, [first, *keys]))


def _serial(cell: CellValue) -> int | None:
    """1 for 1, 1.0, １, ①, 1., （1）."""
    if isinstance(cell, bool) or cell == "":
        return None
    text = folded(cell)
    match = _NUMBER.fullmatch(text)
    number = parse_number(match.group(1) if match else text)
    return int(number) if number is not None and number == int(number) else None
