"""The tables in a sheet of somebody else's: head rows, columns, lines with merged cells carried down.

A head is one row, or two or three under merged cells (9月 over 进展情况 and 存在问题). Lines above it are title and
unit of measure; a line with one text only is a section or a note; 合计 lines are passed over.
"""

import dataclasses
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from peidang.domain.numbers import parse_number
from peidang.exchange.foreign_form.head_words import SURE, HeadSense, head_sense
from peidang.exchange.foreign_form.meanings import WHAT, Meaning
from peidang.exchange.foreign_form.months import Mention, mention_in
from peidang.exchange.foreign_form.placing import scale
from peidang.exchange.form_reading import as_text, cell_name, folded
from peidang.files.workbook import CellValue, SheetContent, Visibility, WorkbookContent

LONGEST_HEAD = 30
DEEPEST_HEAD = 3
KNOWN_HEADS = 2
FREE_ROWS = 200
"""How many lines may be written under a head with nothing below it."""
SHORTEST_UNKNOWN_HEAD = 3
"""Cells in a row that may be a head although no word of it is known."""
TOTALS = ("合计", "小计", "总计", "平均", "汇总", "共计")
CARRIED = WHAT | {
    Meaning.SERIAL,
    Meaning.LEADS,
    Meaning.RESPONSIBLE,
    Meaning.REPORTER,
    Meaning.UNIT_OF_MEASURE,
}


@dataclass(frozen=True)
class Column:
    """A column by its head. ``key`` is the head without its month: what a mapping is remembered by."""

    index: int
    head: str
    key: str
    meaning: Meaning | None
    mention: Mention | None = None
    """The month an answer column is for, where its head says so."""
    sense: HeadSense | None = None
    """What the head was read as, before anybody said otherwise."""


@dataclass(frozen=True)
class Line:
    """A line of the table's body. ``row`` counts from 0."""

    row: int
    cells: Mapping[int, CellValue]
    """By column: as it stands there; a merged cell's value in its first line only."""
    carried: Mapping[int, str]
    """By column: the text that counts for this line, merged cells and blanks under a task carried down."""


@dataclass(frozen=True)
class ForeignTable:
    """One table of a sheet."""

    sheet: str
    above: tuple[str, ...]
    """Title, unit of measure: the texts over the head."""
    head_row: int
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    free_rows: tuple[int, ...] = ()
    """The blank rows right under the head, from 0."""

    @cached_property
    def fingerprint(self) -> str:
        """The same for the same heads, whatever month they name and wherever the columns stand."""
        return hashlib.sha256("\n".join(sorted(column.key for column in self.columns)).encode()).hexdigest()[
            :16
        ]

    def mapped(self, meanings: Mapping[str, Meaning | None]) -> "ForeignTable":
        """The same with columns meaning what somebody said, by their keys."""
        columns = tuple(
            dataclasses.replace(column, meaning=meanings.get(column.key, column.meaning))
            for column in self.columns
        )
        return dataclasses.replace(self, columns=columns)

    def of(self, meaning: Meaning) -> tuple[Column, ...]:
        """The columns of a meaning, from left to right."""
        return tuple(column for column in self.columns if column.meaning is meaning)

    def text(self, line: Line, meaning: Meaning) -> str:
        """What a line says under the first column of a meaning; '' without such a column."""
        return next((line.carried.get(column.index, "") for column in self.of(meaning)), "")

    @property
    def answers(self) -> tuple[Column, ...]:
        """The columns that hold answers."""
        return tuple(column for column in self.columns if column.meaning and column.meaning.field)

    @property
    def of_indicators(self) -> bool:
        """Whether its lines are indicators and nothing else."""
        meanings = {column.meaning for column in self.columns}
        return Meaning.INDICATOR in meanings and not meanings & {Meaning.TASK, Meaning.MEASURE}

    def common_measure(self, unit_of_measure: str) -> str:
        """单位：万元 over the table counts for what is measured in such money, and for nothing else."""
        for text in self.above:
            head, _, measure = text.replace("：", ":").partition(":")
            if head.strip() in ("单位", "计量单位") and scale(measure.strip(), unit_of_measure) is not None:
                return measure.strip()
        return ""

    def place(self, line: Line, column: Column) -> str:
        """``I12``."""
        return cell_name(line.row, column.index)


def tables_of(content: WorkbookContent) -> tuple[ForeignTable, ...]:
    """Every table of the visible sheets, in order; of none when a sheet has nothing like a head."""
    shown = [sheet for sheet in content.sheets if sheet.visibility is Visibility.VISIBLE]
    return tuple(table for sheet in shown for table in _Sheet(sheet).tables())


@dataclass
class _Sheet:
    """A sheet while its tables are looked for."""

    content: SheetContent

    def tables(self) -> Iterator[ForeignTable]:
        heads = list(self._heads()) or list(self._unknown_heads())
        for at, (first, last) in enumerate(heads):
            end = heads[at + 1][0] if at + 1 < len(heads) else len(self.content.rows)
            above = self._texts(heads[at - 1][1] + 1 if at else 0, first, single=at > 0)
            columns = settled(tuple(self._columns(first, last)), above)
            if columns:
                lines = tuple(self._lines(last + 1, end, columns))
                free = self._free(last + 1, end, at + 1 == len(heads))
                yield ForeignTable(self.content.name, above, first, columns, lines, free)

    def _free(self, start: int, end: int, is_last: bool) -> tuple[int, ...]:
        """Down to the first row that holds anything, a total or a note; without any as far as a form may reach."""
        filled = next((row for row in range(start, end) if self._filled(row)), None)
        if filled is None and is_last:
            filled = start + FREE_ROWS
        return tuple(range(start, end if filled is None else filled))

    def _heads(self) -> Iterator[tuple[int, int]]:
        """First and last row of each head."""
        row = 0
        while row < len(self.content.rows):
            last = self._head_end(row)
            columns = tuple(self._columns(row, last)) if self._filled(row) >= KNOWN_HEADS else ()
            if _is_head(columns):
                yield row, last
                row = last
            row += 1

    def _unknown_heads(self) -> Iterator[tuple[int, int]]:
        """The first row with several short texts over a row with several cells: a head in words nobody knows."""
        for row in range(len(self.content.rows) - 1):
            last = self._head_end(row)
            texts = [column.head for column in self._columns(row, last)]
            if len(texts) >= SHORTEST_UNKNOWN_HEAD and self._filled(last + 1) >= KNOWN_HEADS:
                yield row, last
                return

    def _filled(self, row: int) -> int:
        return (
            sum(bool(folded(cell)) for cell in self.content.rows[row]) if row < len(self.content.rows) else 0
        )

    def _head_end(self, row: int) -> int:
        """Down to where the head's merged cells reach; one row more under a cell merged over columns."""
        over = [one for one in self.content.merged if one[0] == row]
        deepest = max((bottom for _, _, bottom, _ in over), default=row)
        groups = any(left < right and bottom == row for _, left, bottom, right in over)
        if groups and deepest == row:
            deepest = row + 1 if self._continues(row) else row
        return min(deepest, row + DEEPEST_HEAD - 1, max(len(self.content.rows) - 1, row))

    def _continues(self, row: int) -> bool:
        """Whether the next row says what stands under the groups, and only that: short words, no number."""
        below = (
            [folded(cell) for cell in self.content.rows[row + 1]] if row + 1 < len(self.content.rows) else []
        )
        words = [text for text in below if text]
        return bool(words) and all(len(text) <= LONGEST_HEAD and not text.isdecimal() for text in words)

    def _columns(self, first: int, last: int) -> Iterator[Column]:
        width = max((len(self.content.rows[row]) for row in range(first, last + 1)), default=0)
        seen: dict[str, int] = {}
        for index in range(width):
            parts = self._head_parts(first, last, index)
            if not parts or any(len(part) > LONGEST_HEAD for part in parts):
                continue
            column = _column(index, parts)
            seen[column.key] = seen.get(column.key, 0) + 1
            if seen[column.key] > 1 and column.mention is None:
                column = dataclasses.replace(column, key=f"{column.key}#{seen[column.key]}")
            yield column

    def _head_parts(self, first: int, last: int, index: int) -> tuple[str, ...]:
        """The head's words over a column from top to bottom, each once."""
        texts = (folded(self._covering(row, index)) for row in range(first, last + 1))
        return tuple(dict.fromkeys(text for text in texts if text))

    def _covering(self, row: int, column: int) -> CellValue:
        """The value seen at a place: a merged range's own where one lies over it."""
        value = self.content.cell(row, column)
        if value != "":
            return value
        over = self._over.get((row, column))
        return self.content.cell(*over) if over else ""

    @cached_property
    def _over(self) -> dict[tuple[int, int], tuple[int, int]]:
        return {
            (row, column): (top, left)
            for top, left, bottom, right in self.content.merged
            for row in range(top, min(bottom, len(self.content.rows)) + 1)
            for column in range(left, min(right, left + 200) + 1)
        }

    def _texts(self, start: int, end: int, single: bool) -> tuple[str, ...]:
        """The texts of these rows; ``single``: only of rows with one text, as a title between two tables is."""
        rows = [
            [as_text(cell) for cell in self.content.rows[row] if folded(cell)] for row in range(start, end)
        ]
        return tuple(text for row in rows if not single or len(row) == 1 for text in row)

    def _lines(self, start: int, end: int, columns: Sequence[Column]) -> Iterator[Line]:
        above: dict[int, str] = {}
        for row in range(start, end):
            cells = {column.index: self.content.cell(row, column.index) for column in columns}
            seen = {column.index: self._covering(row, column.index) for column in columns}
            if not _is_body(seen, columns):
                continue
            carried = {index: as_text(cell) for index, cell in seen.items()}
            above = _carry(carried, above, columns)
            yield Line(row, cells, carried)


def _column(index: int, parts: tuple[str, ...]) -> Column:
    """A head in several rows: its last word counts first (9月 over 进展情况), then all of them, then the first."""
    mention, rest = mention_in("".join(parts))
    texts = (mention_in(parts[-1])[1], rest, mention_in(parts[0])[1])
    senses = [sense for text in texts if text and (sense := head_sense(text))]
    best = min(senses, key=lambda sense: sense.rank, default=None)
    return Column(index, " ".join(parts), rest or "月", best.meaning if best else None, mention, best)


def _is_head(columns: Sequence[Column]) -> bool:
    """Enough words that offices use for heads, some of what the lines are about; nothing that is a number."""
    sure = {column.meaning for column in columns if column.sense and column.sense.rank <= SURE}
    months = any(column.mention and not column.meaning for column in columns)
    answers = any(column.meaning and column.meaning.field for column in columns)
    if len(sure) + months < KNOWN_HEADS or any(parse_number(column.head) is not None for column in columns):
        return False
    about = sure & (WHAT | {Meaning.SERIAL})
    return bool(about) and (answers or months or len(sure) > KNOWN_HEADS)


def settled(columns: tuple[Column, ...], above: tuple[str, ...]) -> tuple[Column, ...]:
    """What only the whole table tells: 单位 beside an indicator is its measure, a bare month is progress or a figure."""
    known = {column.meaning for column in columns}
    indicators = Meaning.INDICATOR in known and not known & {Meaning.TASK, Meaning.MEASURE}
    added_up = any("累计" in text for text in above)
    return tuple(_settled(column, indicators, added_up) for column in columns)


def _settled(column: Column, indicators: bool, added_up: bool) -> Column:
    meaning, mention = column.meaning, column.mention
    if column.key == "单位":
        meaning = Meaning.UNIT_OF_MEASURE if indicators else Meaning.REPORTER
    elif meaning is None and mention is not None:
        total = mention.cumulative or mention.by_day or added_up
        meaning = Meaning.PROGRESS
        if indicators:
            meaning = Meaning.CUMULATIVE if total else Meaning.MONTH_VALUE
    elif meaning is Meaning.PROGRESS and indicators and "进展" not in column.key:
        meaning = Meaning.CUMULATIVE
    if meaning is None or meaning.field is None:
        mention = None
    return dataclasses.replace(column, meaning=meaning, mention=mention)


def _is_body(seen: Mapping[int, CellValue], columns: Sequence[Column]) -> bool:
    """Not blank, no section or note (one text only), no total."""
    texts = [folded(seen[column.index]) for column in columns]
    if len({text for text in texts if text}) < KNOWN_HEADS:
        return False
    return not any(text.strip("：:") in TOTALS for text in texts[:3])


def _carry(carried: dict[int, str], above: Mapping[int, str], columns: Sequence[Column]) -> dict[int, str]:
    """A task stands once over several measures: blank cells under it mean the same. Returns what is carried on."""
    meanings = {column.meaning: column.index for column in reversed(columns) if column.meaning in CARRIED}
    task, measure = meanings.get(Meaning.TASK), meanings.get(Meaning.MEASURE)
    if task is not None and measure is not None and not carried[task] and carried[measure]:
        carried[task] = above.get(task, "")
        for meaning in (Meaning.LEADS, Meaning.RESPONSIBLE, Meaning.REPORTER):
            index = meanings.get(meaning)
            if index is not None and not carried[index] and carried[task]:
                carried[index] = above.get(index, "")
    return dict(carried)
