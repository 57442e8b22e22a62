"""The blank cells of another office's form are filled from our own data, into a copy of its own file.

A table that has lines is filled where a line is surely ours. One that has none, head and blank rows only, is given a
line for each row or indicator this office answers.
"""

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from peidang.app.foreign.foreign_forms import ForeignForm, FormTable, keep_as_it_is
from peidang.app.foreign.foreign_tables import PlacedLine
from peidang.app.month.own_words import OwnWords
from peidang.app.outgoing.guarding import inspect
from peidang.app.outgoing.output import NewFile, write_files
from peidang.app.store.stores import span_of
from peidang.app.views import MadeFile
from peidang.db.foreign import Told
from peidang.db.store import Store
from peidang.domain.errors import ExportStopped, Refused
from peidang.domain.labels import INDICATOR_FIELDS, Field, Role
from peidang.domain.numbers import parse_number, plain
from peidang.domain.periods import Span
from peidang.domain.phrases import due_text, dues_text, targets_text
from peidang.domain.plan import Indicator, Plan, Row
from peidang.domain.values import NUMBER_FIELDS
from peidang.exchange.foreign_form.meanings import BLANKS, Meaning
from peidang.exchange.foreign_form.placing import Words, scale
from peidang.exchange.foreign_form.tables import Column, ForeignTable, Line
from peidang.exchange.form_reading import as_text
from peidang.exchange.heads import DEMONSTRATION
from peidang.files.in_place import ForeignWorkbook
from peidang.files.sniff import sniff

NOT_FILLED = {
    "formula": "这一格是公式，没有改动",
    "kept": "这一格已有内容，没有改动",
    "merged": "这一格并在上面的格里，没有写入",
    "no-data": "本单位这个月没有这一项内容",
    "unit-of-measure": "计量单位与本单位的不同，没有换算",
    "no-room": "表中空行不够，没有写入，请在原表加行后再填",
}


@dataclass(frozen=True)
class FormCell:
    """One answer cell of the form. ``why`` is a key of ``NOT_FILLED``, '' for a cell that is filled."""

    sheet: str
    cell: str
    head: str
    line: str
    item: str
    old: str
    value: str
    why: str = ""
    number: bool = False
    percent: bool = False
    """The cell shows 0.35 as 35%."""
    told: tuple[str, Told] | None = None
    """(period id, figure in our own unit of measure): what an office is told by this cell."""


@dataclass(frozen=True)
class FilledForm:
    """The copy that was written, and what became of each answer cell."""

    file: MadeFile
    batch: int
    cells: tuple[FormCell, ...]

    @property
    def written(self) -> int:
        """How many cells were filled."""
        return sum(not cell.why for cell in self.cells)


def prefill(store: Store, form: ForeignForm, month: str, replace: bool = False) -> tuple[FormCell, ...]:
    """What each answer cell of the form would hold for a month, from our own data; writes nothing.

    With ``replace`` cells that hold something already are written, too; formulas never. Raises Refused for a month
    that cannot be read, and (``old-form``) for a file that cannot be filled as it is: .xls, .ods, .docx.
    """
    span = span_of(month)
    if sniff(form.data) != "xlsx":
        raise Refused("old-form", form.path.name)
    book = _opened(form)
    filler = _Filler(book, OwnWords(store, span), span, replace)
    return tuple(cell for one in form.tables for cell in filler.cells(one, form))


def _opened(form: ForeignForm) -> ForeignWorkbook:
    return ForeignWorkbook(form.data, form.path.name)


@dataclass(frozen=True)
class _Filler:
    """Finds what goes into each cell of a form."""

    book: ForeignWorkbook
    own: OwnWords
    span: Span
    replace: bool

    def cells(self, one: FormTable, form: ForeignForm) -> list[FormCell]:
        if one.lines or not one.table.free_rows:
            return self._answers(one.table, one.lines, form)
        own: Sequence[tuple[Plan, Row | Indicator]] = (
            self.own.indicators() if one.table.of_indicators else self.own.rows()
        )
        lines = [
            _new_line(row, plan, item) for row, (plan, item) in zip(one.table.free_rows, own, strict=False)
        ]
        left = [self._without_room(one.table, item, form) for _, item in own[len(lines) :]]
        about = [
            cell
            for number, (placed, (plan, item)) in enumerate(zip(lines, own, strict=False), start=1)
            for cell in self._about(one.table, placed, number, plan, item)
        ]
        return [*about, *self._answers(one.table, lines, form), *left]

    def _answers(self, table: ForeignTable, lines: Sequence[PlacedLine], form: ForeignForm) -> list[FormCell]:
        return [
            cell
            for placed in lines
            for column in table.answers
            if self._is_asked(column) and (cell := self._cell(table, placed, column, form)) is not None
        ]

    def _about(
        self, table: ForeignTable, placed: PlacedLine, number: int, plan: Plan, item: Row | Indicator
    ) -> Iterator[FormCell]:
        """The cells of a new line that say what it is about."""
        texts = _about(plan, item) | {Meaning.SERIAL: str(number)}
        for column in table.columns:
            text = texts.get(column.meaning, "") if column.meaning else ""
            if text:
                place = table.place(placed.line, column)
                why = self._obstacle(table.sheet, place, "")
                is_number = column.meaning is Meaning.SERIAL
                yield FormCell(
                    table.sheet, place, column.head, placed.words.shown, "", "", text, why, is_number
                )

    def _without_room(self, table: ForeignTable, item: Row | Indicator, form: ForeignForm) -> FormCell:
        return FormCell(table.sheet, "", "", "", form.placer.item_words(item.id), "", "", "no-room")

    def _is_asked(self, column: Column) -> bool:
        """A column of another month is left alone."""
        return column.mention is None or column.mention.span(self.span.start.year) == self.span

    def _cell(
        self, table: ForeignTable, placed: PlacedLine, column: Column, form: ForeignForm
    ) -> FormCell | None:
        field = column.meaning.field if column.meaning else None
        about = placed.indicator if field in INDICATOR_FIELDS else placed.row
        if field is None or about is None:
            return None
        plan, item = about
        place = table.place(placed.line, column)
        old = as_text(placed.line.cells.get(column.index, ""))
        if isinstance(item, Indicator):
            own = self.own.of_indicator(plan, item, field)
            value = self._converted(table, placed, item, field, own)
        else:
            own = value = self.own.of_row(plan, item, field)
        why = self._obstacle(table.sheet, place, old) if value else "unit-of-measure" if own else "no-data"
        is_number = field in NUMBER_FIELDS and parse_number(value or "") is not None
        return FormCell(
            sheet=table.sheet,
            cell=place,
            head=column.head,
            line=placed.words.shown,
            item=form.placer.item_words(item.id),
            old=old,
            value=value or "",
            why=why,
            number=is_number,
            percent=is_number and self.book.is_percent(table.sheet, place),
            told=self._told(plan, item, own)
            if field is Field.CUMULATIVE and isinstance(item, Indicator)
            else None,
        )

    def _converted(
        self, table: ForeignTable, placed: PlacedLine, item: Indicator, field: Field, own: str
    ) -> str | None:
        """Our figure in their unit of measure, our day as people write it; None when there is no way."""
        number = parse_number(own)
        if field is Field.AS_OF:
            return due_text(own)
        if field not in NUMBER_FIELDS or number is None:
            return own
        factor = scale(
            placed.words.named_measure or table.common_measure(item.unit_of_measure), item.unit_of_measure
        )
        return None if factor is None else plain(number / factor)

    def _told(self, plan: Plan, item: Indicator, value: str) -> tuple[str, Told]:
        asked = plan.asked_for(item)
        unit = plan.own_unit_id if plan.own_unit_id in asked or not asked else asked[0]
        as_of = self.own.of_indicator(plan, item, Field.AS_OF)
        return self.own.period(plan).id, Told(item.id, unit or "", "", value, as_of)

    def _obstacle(self, sheet: str, place: str, old: str) -> str:
        if self.book.anchor(sheet, place) != place:
            return "merged"
        if not self.book.is_free(sheet, place):
            return "formula"
        return "kept" if old not in BLANKS and not self.replace else ""


def _new_line(row: int, plan: Plan, item: Row | Indicator) -> PlacedLine:
    """A blank row of the form as a line about one of ours, in our own unit of measure."""
    if isinstance(item, Row):
        words = Words(task=item.task, measure=item.measure)
        return PlacedLine(Line(row, {}, {}), words, row=(plan, item))
    words = Words(indicator=item.name, unit_of_measure=item.unit_of_measure)
    return PlacedLine(Line(row, {}, {}), words, indicator=(plan, item))


def _about(plan: Plan, item: Row | Indicator) -> dict[Meaning, str]:
    """What a new line says of the row or indicator, by column."""
    own = plan.unit(plan.own_unit_id).name if plan.own_unit_id else ""
    if isinstance(item, Indicator):
        return {
            Meaning.INDICATOR: item.name,
            Meaning.TASK: item.name,
            Meaning.UNIT_OF_MEASURE: item.unit_of_measure,
            Meaning.TARGET: targets_text(item),
            Meaning.DUE: dues_text(item),
            Meaning.REPORTER: own,
        }
    return {
        Meaning.TASK: item.task,
        Meaning.MEASURE: item.measure,
        Meaning.LEADS: _names(plan, item, Role.LEAD),
        Meaning.RESPONSIBLE: _names(plan, item, Role.RESPONSIBLE),
        Meaning.DUE: due_text(item.due),
        Meaning.REPORTER: own,
    }


def _names(plan: Plan, row: Row, role: Role) -> str:
    return "、".join(plan.unit(part.unit_id).name for part in row.units(role))


def write_foreign(
    store: Store, form: ForeignForm, cells: Sequence[FormCell], month: str, out_dir: Path
) -> FilledForm:
    """Write the filled cells into a copy of the form in a folder, and keep what the office was told.

    Nothing of the form but these cells changes. Raises Refused when the copy cannot be written, or there is nothing
    to write, and ExportStopped when what would be written must not leave.
    """
    span = span_of(month)
    wanted = [cell for cell in cells if not cell.why]
    if not wanted:
        raise Refused("nothing-to-fill", form.path.name)
    data = _opened(form).write({(cell.sheet, cell.cell): _as_written(cell) for cell in wanted})
    _check_leaks(form, data)
    office = form.office or form.path.stem
    with store.transaction():
        for one in form.tables:
            if one.known.kept is None:  # what was used is settled: next month it is not asked again
                keep_as_it_is(store, form, one)
        batch = store.batches.begin("foreign-form", f"填{office}的表：{form.path.name}")
        for cell in wanted:
            if cell.told is not None:
                period_id, told = cell.told
                store.foreign.tell(batch, period_id, dataclasses.replace(told, office=office))
        store.batches.log(
            "填别处的表", f"{span.label}，{office}：{form.path.name}，{len(wanted)}格", batch_id=batch
        )
        mark = f"（{DEMONSTRATION}）" if form.placer.demonstration else ""
        copy = out_dir / f"{form.path.stem}_已填{mark}{form.path.suffix}"
        made = write_files([NewFile(copy, f"填好的{form.path.name}", data, allowed=None)])
    return FilledForm(made[0], batch, tuple(cells))


def _check_leaks(form: ForeignForm, data: bytes) -> None:
    """出门检查: what the form hides or names was theirs before; what is in it since then is ours."""
    theirs = {(leak.kind, leak.what) for leak in inspect(form.data, form.path.name)}
    ours = [leak for leak in inspect(data, form.path.name) if (leak.kind, leak.what) not in theirs]
    if ours:
        raise ExportStopped(tuple(ours))


def _as_written(cell: FormCell) -> str | Decimal:
    number = parse_number(cell.value) if cell.number else None
    if number is None:
        return cell.value
    return number / 100 if cell.percent else number
