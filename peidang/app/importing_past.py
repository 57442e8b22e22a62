"""导入往月汇总表: an office's own tables of former months become past periods, so that 上月 and 趋势 are not empty.

What is imported gives way to everything else: a cell that was answered is left alone, and an answer that comes later
counts instead. Only lines that are surely a row or indicator of the plan are taken; the others are listed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from peidang.app.foreign_tables import KnownTable, PlacedLine, Placer, known_tables, named_units, read_foreign
from peidang.app.months import cell_states
from peidang.app.sentences import sentence
from peidang.app.stores import span_of
from peidang.db.returns import Spoken, cell_key
from peidang.db.store import Store
from peidang.domain.errors import FileUnreadable
from peidang.domain.labels import INDICATOR_FIELDS, Field
from peidang.domain.merging import CellState
from peidang.domain.numbers import parse_number, plain
from peidang.domain.periods import Period, Span, default_due
from peidang.domain.plan import Indicator, Plan, Row
from peidang.domain.status_words import status_of
from peidang.domain.values import NUMBER_FIELDS, canonical
from peidang.exchange.foreign_form.meanings import BLANKS, WORDS, Meaning
from peidang.exchange.foreign_form.months import Mention, mention_in, year_in
from peidang.exchange.foreign_form.placing import scale
from peidang.exchange.foreign_form.tables import Column, ForeignTable
from peidang.files.open import read_bytes
from peidang.files.workbook import WorkbookContent

NO_REASON: dict[str, str] = {
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
    """Something that was not taken, and why: a key of ``NO_REASON``, or a sentence about the whole file."""

    file: str
    sheet: str
    cell: str
    words: str
    said: str
    why: str

    @property
    def reason(self) -> str:
        """Why, in words."""
        return NO_REASON.get(self.why, self.why)


@dataclass(frozen=True)
class ImportedMonth:
    """What one month was given."""

    month: str
    label: str
    opened: bool
    """True when the period was made for it."""
    rows: int
    indicators: int
    cells: int
    answered_before: int
    """Cells that were answered already and stayed as they are."""


@dataclass(frozen=True)
class ImportResult:
    """What an import did. ``batch`` is None on a rehearsal and when nothing was written."""

    batch: int | None
    months: tuple[ImportedMonth, ...]
    not_placed: tuple[NotPlaced, ...]
    notes: tuple[str, ...] = ()
    """What was assumed: a year that nowhere stands, the first of several leads."""


@dataclass
class _Gathered:
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
class _News:
    """What one month is given: by unit, (item, field) to (value, base)."""

    period: Period | None
    cells: dict[str, dict[tuple[str, str], tuple[str, str]]] = field(default_factory=dict)
    answered_before: int = 0

    def add(
        self, unit_id: str, said: Mapping[tuple[str, Field], str], states: Mapping[str, CellState]
    ) -> None:
        """What of a unit's words is not answered yet."""
        new = {
            (item, one.value): (value, "")
            for (item, one), value in said.items()
            if (state := states.get(cell_key(item, one.value))) is None or not state.standing
        }
        self.answered_before += len(said) - len(new)
        if new:
            self.cells[unit_id] = new


def import_past(
    store: Store,
    plan_id: str,
    files: Sequence[Path],
    month: str | None,
    today: date,
    dry_run: bool = False,
) -> ImportResult:
    """Take an office's own tables of former months into a plan: one batch, one undo; nothing that stands is changed.

    The month of a column is told by its head, the sheet's name, ``month``, the title, the file's name, in this order.
    A line of several leads counts as the first one's that its unit column names, else the first of the plan. Raises
    Refused for a ``month`` that cannot be read and NotFound for a plan that is not there.
    """
    plan = store.plans.get(plan_id)
    span = span_of(month) if month else None
    gathered = _Gathered()
    _gather(store, plan, files, span, today, gathered)
    news = _news(store, plan, gathered, today)
    batch = None
    with store.transaction(keep=not dry_run):
        if any(one.cells for one in news.values()):
            batch = _begin(store, plan, gathered, news)
            for span, one in news.items():
                if one.cells:
                    _write(store, plan, span, one, batch)
    months = tuple(_told(plan, span, one) for span, one in news.items())
    return ImportResult(None if dry_run else batch, months, tuple(gathered.not_placed), tuple(gathered.notes))


def _begin(store: Store, plan: Plan, gathered: _Gathered, news: Iterable[Span]) -> int:
    """The batch with its files."""
    names = "、".join(name for name, _, _ in gathered.files)
    batch = store.batches.begin("import", f"导入往月汇总表：{names}")
    for name, data, saved in gathered.files:
        store.returns.add_file(batch, name, store.returns.keep_bytes(data), saved, None)
    told = "、".join(span.label for span in news)
    store.batches.log("导入往月汇总表", told, plan_id=plan.id, batch_id=batch)
    return batch


def _gather(
    store: Store, plan: Plan, paths: Sequence[Path], span: Span | None, today: date, gathered: _Gathered
) -> None:
    """What all files say; one that cannot be read is told of."""
    files: list[tuple[str, bytes]] = []
    for path in paths:
        try:
            files.append((path.name, read_bytes(path)))
        except FileUnreadable as error:
            gathered.leave_file(path.name, sentence(error))
    for (name, data), content in zip(files, read_foreign(files), strict=True):
        if isinstance(content, FileUnreadable):
            gathered.leave_file(name, sentence(content))
        else:
            saved = content.saved_at.isoformat(" ", "seconds") if content.saved_at else None
            gathered.files.append((name, data, saved))
            _gather_file(store, plan, content, span, today, gathered)


def _gather_file(
    store: Store, plan: Plan, content: WorkbookContent, span: Span | None, today: date, gathered: _Gathered
) -> None:
    tables = known_tables(store, content)
    if not tables:
        gathered.leave_file(content.name, "没有找到进展或指标的表格。")
    for known in tables:
        clock = _Clock(content.name, known.table, span, today)
        _Table(plan, content.name, known, clock, gathered).gather()


@dataclass
class _Clock:
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
class _Table:
    """One table while its answers are gathered."""

    plan: Plan
    file: str
    known: KnownTable
    clock: _Clock
    gathered: _Gathered

    def gather(self) -> None:
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
        fields = column.meaning.field if column.meaning else None
        if fields is None:
            return
        said = canonical(fields, placed.line.cells.get(column.index, ""))
        if said in BLANKS:
            if fields is Field.PROGRESS and placed.line.carried.get(column.index, "") not in BLANKS:
                self._leave(placed, column, placed.line.carried[column.index], "merged")
            return
        found = self._target(placed, fields)
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


def _news(store: Store, plan: Plan, gathered: _Gathered, today: date) -> dict[Span, _News]:
    """By month, the earliest first: what is blank there and would be filled. Writes nothing."""
    found: dict[Span, _News] = {}
    for span in sorted({span for span, _ in gathered.said}):
        existing = store.months.find(plan.id, span)
        if span.start > today or (existing and existing.issued):
            why = "future" if span.start > today else "issued"
            gathered.not_placed.append(NotPlaced("", "", "", span.label, "", why))
            continue
        found[span] = news = _News(existing)
        for (month, unit_id), said in gathered.said.items():
            if month == span:
                news.add(unit_id, said, cell_states(_spoken(store, existing, unit_id)))
    return found


def _spoken(store: Store, period: Period | None, unit_id: str) -> Spoken:
    return store.returns.spoken(period.id if period else "", unit_id)


def _write(store: Store, plan: Plan, span: Span, news: _News, batch: int) -> None:
    period = news.period or store.months.open(plan.id, span, default_due(span), opened_by=batch)
    for unit_id, cells in news.cells.items():
        store.returns.add_source(batch, "import", period.id, unit_id, (), cells)


def _told(plan: Plan, span: Span, news: _News) -> ImportedMonth:
    items = {item for cells in news.cells.values() for item, _ in cells}
    rows = {row.id for row in plan.rows}
    return ImportedMonth(
        span.key,
        span.label,
        news.period is None,
        len(items & rows),
        len(items - rows),
        sum(map(len, news.cells.values())),
        news.answered_before,
    )
