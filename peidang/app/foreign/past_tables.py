"""What one table of a former month says: each answer with its month, its row or indicator, its unit (导入往月汇总表).

Nothing is written here; what is not sure is listed with its reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from peidang.app.foreign.foreign_tables import KnownTable, PlacedLine, Placer, named_units
from peidang.domain.labels import INDICATOR_FIELDS, Field
from peidang.domain.numbers import parse_number, plain
from peidang.domain.periods import Span
from peidang.domain.plan import Indicator, Plan, Row
from peidang.domain.status_words import status_of
from peidang.domain.values import NUMBER_FIELDS, canonical
from peidang.exchange.foreign_form.meanings import BLANKS, WORDS, Meaning
from peidang.exchange.foreign_form.months import Mention, mention_in, year_in
from peidang.exchange.foreign_form.placing import scale
from peidang.exchange.foreign_form.tables import Column, ForeignTable

LEFT_OUT: dict[str, str] = {
    "unknown": "方案里没有找到对应的行",
    "ambiguous": "可能对应方案里的几行，分不清是哪一行",
    "unit-of-measure": "计量单位与方案不同，没有换算",
    "no-reporter": "方案里这一行没有填报单位",
    "twice": "同一行在同一个月写了两处，内容不同，只取了前一处",
    "merged": "与上一行合并为一格，只记在合并的第一行",
    "status": "状态的写法不认得",
    "no-month": "没有写明是哪个月，请用 --month 指定",
    "future": "报告期在今天以后",
    "issued": "该报告期已印发",
}


@dataclass(frozen=True)
class NotPlaced:
    """Something that was not taken, and why: a key of ``LEFT_OUT``, or a sentence about the whole file."""

    file: str
    sheet: str
    cell: str
    words: str
    said: str
    why: str

    @property
    def reason(self) -> str:
        """Why, in words."""
        return LEFT_OUT.get(self.why, self.why)


@dataclass
class Gathered:
    """What the files say, before anything is written: by month, unit and cell."""

    said: dict[tuple[Span, str], dict[tuple[str, Field], str]] = field(default_factory=dict)
    not_placed: list[NotPlaced] = field(default_factory=list)
    notes: dict[str, None] = field(default_factory=dict)
    files: list[tuple[str, bytes, str | None]] = field(default_factory=list)
    """Name, bytes, and when it says it was saved: of the files that were read."""

    def leave_file(self, name: str, why: str) -> None:
        """A whole file that says nothing to us."""
        self.not_placed.append(NotPlaced(name, "", "", "", "", why))


@dataclass
class Clock:
    """Which month an answer column is of."""

    file: str
    table: ForeignTable
    named: Span | None
    today: date

    def span_of(self, column: Column) -> Span | None:
        """By its head, the sheet's name, what the user named, the title, the file's name."""
        if column.mention:
            return self._span(column.mention)
        found, _ = mention_in(self.table.sheet)
        if found:
            return self._span(found)
        if self.named:
            return self.named
        mentions = [one for text in (*self.table.above, Path(self.file).stem) if (one := mention_in(text)[0])]
        best = next((one for one in mentions if not one.by_day), mentions[0] if mentions else None)
        return self._span(best) if best else None

    def _span(self, mention: Mention) -> Span:
        """A month without a year is the year the sheet, the title or the file names, else the last such month."""
        year = mention.year or next(filter(None, map(year_in, self._places)), None)
        if year is None and self.named:
            year = self.named.start.year
        return mention.span(year or self._last_such(mention))

    @property
    def _places(self) -> tuple[str, ...]:
        return (self.table.sheet, *self.table.above, Path(self.file).stem)

    def _last_such(self, mention: Mention) -> int:
        return self.today.year - (mention.first > self.today.month)

    def assumes_year(self, column: Column) -> bool:
        """True when no text names the year."""
        places = (column.head, *self._places)
        return (
            self.named is None
            and not any(map(year_in, places))
            and not any(one.year for text in places if (one := mention_in(text)[0]))
        )


@dataclass
class PastTable:
    """One table while its answers are gathered."""

    plan: Plan
    file: str
    known: KnownTable
    clock: Clock
    gathered: Gathered

    def gather(self) -> None:
        """Add what the table says, and what of it could not be taken."""
        spans = {column.index: self.clock.span_of(column) for column in self.known.table.answers}
        self._tell_years(spans)
        self._tell_compounds()
        for placed in Placer([self.plan]).placed(self.known):
            for column in self.known.table.answers:
                self._gather_cell(placed, column, spans[column.index])

    def _tell_years(self, spans: dict[int, Span | None]) -> None:
        for column in self.known.table.answers:
            span = spans[column.index]
            if span and self.clock.assumes_year(column):
                self.gathered.notes[
                    f"“{self.file}”没有写明年份，{span.short_label}按{span.start.year}年导入"
                ] = None

    def _tell_compounds(self) -> None:
        for column in self.known.table.answers:
            if column.sense and column.sense.compound and column.sense.meaning is column.meaning:
                word = WORDS[column.meaning]
                self.gathered.notes[f"“{column.head}”一列写着几项内容，全部记入“{word}”"] = None

    def _gather_cell(self, placed: PlacedLine, column: Column, span: Span | None) -> None:
        asked = column.meaning.field if column.meaning else None
        if asked is None:
            return
        said = canonical(asked, placed.line.cells.get(column.index, ""))
        if said in BLANKS:
            if asked is Field.PROGRESS and placed.line.carried.get(column.index, "") not in BLANKS:
                self._leave(placed, column, placed.line.carried[column.index], "merged")
            return
        found = self._target(placed, asked)
        if isinstance(found, str):
            self._leave(placed, column, said, found)
        elif span is None:
            self._leave(placed, column, said, "no-month")
        elif found is not None:
            self._take(placed, column, span, found, said)

    def _target(self, placed: PlacedLine, field_: Field) -> Row | Indicator | str | None:
        """What a cell is about; a reason when it is nothing sure; None when it is no answer of ours (备注 of a row)."""
        if field_ in INDICATOR_FIELDS:
            if placed.indicator:
                return placed.indicator[1]
            if field_ is Field.NOTE and (placed.row or not placed.words.indicator):
                return None
        elif placed.row:
            return placed.row[1]
        elif placed.indicator and field_ is Field.PROGRESS:
            return None
        if placed.settled:
            return None
        return "ambiguous" if placed.rivals else "unknown"

    def _take(self, placed: PlacedLine, column: Column, span: Span, item: Row | Indicator, said: str) -> None:
        field_ = Field(str(column.meaning))
        units = item.reporting_unit_ids() if isinstance(item, Row) else self.plan.asked_for(item)
        if not units:
            self._leave(placed, column, said, "no-reporter")
            return
        value = self._value(placed, item, field_, said)
        if value is None:
            self._leave(placed, column, said, "status" if field_ is Field.STATUS else "unit-of-measure")
            return
        cells = self.gathered.said.setdefault((span, self._unit(placed, item, units)), {})
        if cells.setdefault((item.id, field_), value) != value:
            self._leave(placed, column, said, "twice")

    def _value(self, placed: PlacedLine, item: Row | Indicator, field_: Field, said: str) -> str | None:
        if field_ is Field.STATUS:
            status = status_of(said)
            return status.value if status else None
        number = parse_number(said)
        if not isinstance(item, Indicator) or field_ not in NUMBER_FIELDS or number is None:
            return said
        factor = scale(
            placed.words.named_measure or self.known.table.common_measure(item.unit_of_measure),
            item.unit_of_measure,
        )
        return None if factor is None else plain(number * factor)

    def _unit(self, placed: PlacedLine, item: Row | Indicator, units: Sequence[str]) -> str:
        """Whose words they are: whom the line names, else the only one asked, else the first of several, with a note."""
        table = self.known.table
        for meaning in (Meaning.REPORTER, Meaning.LEADS, Meaning.RESPONSIBLE):
            named = named_units(self.plan, table.text(placed.line, meaning), units)
            if named:
                self._tell_several(item, named)
                return named[0]
        self._tell_several(item, units)
        return units[0]

    def _tell_several(self, item: Row | Indicator, units: Sequence[str]) -> None:
        if len(units) > 1:
            what = f"第{item.serial}行" if isinstance(item, Row) else f"指标“{item.name}”"
            names = "、".join(self.plan.unit(one).name for one in units)
            self.gathered.notes[
                f"{what}有{len(units)}家（{names}），往月内容记在{names.split('、')[0]}名下"
            ] = None

    def _leave(self, placed: PlacedLine, column: Column, said: str, why: str) -> None:
        place = self.known.table.place(placed.line, column)
        self.gathered.not_placed.append(
            NotPlaced(self.file, self.known.table.sheet, place, placed.words.shown, said, why)
        )
