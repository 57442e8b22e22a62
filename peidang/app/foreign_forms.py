"""打开收到的空表: another office's form is filled from our own data, in a copy of its own file.

Its columns are told by their heads, its lines by what they say; whatever a person corrects is kept by the heads, so
that next month nothing is asked. Only blank cells are written, never a formula.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from peidang.app.foreign_tables import KnownTable, PlacedLine, Placer, known_tables, line_key, read_foreign
from peidang.app.guarding import inspect
from peidang.app.output import NewFile, write_files
from peidang.app.own_words import OwnWords
from peidang.app.stores import pick_plan, span_of
from peidang.app.views import MadeFile
from peidang.db.foreign import KeptForm, Told
from peidang.db.store import Store
from peidang.domain.errors import ExportStopped, NotFound, Refused
from peidang.domain.labels import INDICATOR_FIELDS, Field
from peidang.domain.numbers import parse_number, plain
from peidang.domain.periods import Span
from peidang.domain.phrases import due_text
from peidang.domain.plan import Indicator, Plan
from peidang.domain.values import NUMBER_FIELDS
from peidang.exchange.foreign_form.meanings import BLANKS, UNUSED, WORDS
from peidang.exchange.foreign_form.placing import scale
from peidang.exchange.foreign_form.tables import Column, ForeignTable
from peidang.exchange.form_reading import as_text, cell_name
from peidang.files.in_place import ForeignWorkbook
from peidang.files.open import read_bytes
from peidang.files.sniff import sniff

NOT_FILLED = {
    "formula": "这一格是公式，没有改动",
    "kept": "这一格已有内容，没有改动",
    "merged": "这一格并在上面的格里，没有写入",
    "no-data": "本单位这个月没有这一项内容",
    "unit-of-measure": "计量单位与本单位的不同，没有换算",
}
_LINE = re.compile(r"(?:(?P<sheet>.+)!)?第?行?(?P<row>\d+)行?")
_ITEM = re.compile(r"(?:方案(?P<plan>\d+))?(?P<kind>任务|指标)(?P<number>\d+)")


@dataclass(frozen=True)
class FormTable:
    """One table of the form, with what each line is."""

    known: KnownTable
    lines: tuple[PlacedLine, ...]

    @property
    def table(self) -> ForeignTable:
        """The table itself."""
        return self.known.table

    @property
    def columns(self) -> tuple[tuple[str, str, str], ...]:
        """(letter, head, what it is in our words); '' for a column that means nothing to us."""
        kept = self.known.kept
        unused = {key for key, word in kept.columns.items() if not word} if kept else set()
        return tuple(
            (
                cell_name(0, column.index)[:-1],
                column.head,
                WORDS[column.meaning] if column.meaning else UNUSED if column.key in unused else "",
            )
            for column in self.table.columns
        )


@dataclass(frozen=True)
class ForeignForm:
    """Another office's form, opened. ``office`` is whose it is; '' until somebody says so."""

    path: Path
    data: bytes
    tables: tuple[FormTable, ...]
    office: str
    placer: Placer

    @property
    def remembered(self) -> bool:
        """True when a form with these heads was settled before."""
        return all(one.known.kept is not None for one in self.tables)


@dataclass(frozen=True)
class FormLine:
    """A line of the form as people see it: its row from 1, its words, what it is or may be."""

    row: int
    words: str
    items: tuple[str, ...]
    rivals: tuple[str, ...]


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


def open_foreign(store: Store, path: Path) -> ForeignForm:
    """Find the form's tables, what its columns mean and which of our rows and indicators its lines are.

    Raises FileUnreadable, and Refused (``no-table``) when the file holds no table.
    """
    data = read_bytes(path)
    found = known_tables(store, read_foreign(data, path.name))
    if not found:
        raise Refused("no-table", path.name)
    placer = Placer([store.plans.get(head.id) for head in store.plans.heads()])
    tables = tuple(FormTable(known, tuple(placer.placed(known))) for known in found)
    kept = [one.kept for one in found if one.kept is not None and one.kept.office]
    return ForeignForm(path, data, tables, kept[0].office if kept else "", placer)


def shown_lines(form: ForeignForm, one: FormTable) -> tuple[FormLine, ...]:
    """The lines of a table with what they are, for the eye."""
    words = form.placer.item_words
    return tuple(
        FormLine(
            placed.line.row + 1,
            placed.words.shown,
            tuple(words(found[1].id) for found in (placed.row, placed.indicator) if found)
            or ((UNUSED,) if placed.settled else ()),
            tuple(map(words, placed.rivals)),
        )
        for placed in one.lines
    )


def map_columns(
    store: Store, form: ForeignForm, settled: Mapping[str, str], office: str | None = None
) -> ForeignForm:
    """Keep what a person says about the form, and open it anew.

    ``settled`` says of a column (its head, or its letter) which of our columns it is, or 不用; of a line (行12, or
    表名!行12) which 任务3 or 指标2 it is (方案2任务3 where there are several plans), or 不用. Raises Refused for words
    that mean nothing and NotFound for a column, line or item that is not there.
    """
    columns = {what: word for what, word in settled.items() if not _is_line(form, what)}
    lines = {what: word for what, word in settled.items() if what not in columns}
    for what in columns:
        if not any(_named(one.table, what) for one in form.tables):
            raise NotFound("列", what)
    with store.transaction():
        for one in form.tables:
            _keep(store, form, one, columns, lines, office)
        store.batches.log("记住外来表的对应关系", form.path.name)
    return open_foreign(store, form.path)


def _keep(
    store: Store,
    form: ForeignForm,
    one: FormTable,
    columns: Mapping[str, str],
    lines: Mapping[str, str],
    office: str | None,
) -> None:
    kept = one.known.kept or KeptForm(one.table.fingerprint, form.path.name)
    meanings = {column.key: str(column.meaning or "") for column in one.table.columns} | dict(kept.columns)
    for what, word in columns.items():
        meanings.update({column.key: _meaning(word) for column in _named(one.table, what)})
    items = dict(kept.lines)
    for what, word in lines.items():
        for placed in _lines_named(one, what):
            items[line_key(placed.words)] = "" if word == UNUSED else _item(store, word)
    store.foreign.keep_form(
        KeptForm(kept.fingerprint, form.path.name, meanings, items, kept.office if office is None else office)
    )


def _is_line(form: ForeignForm, what: str) -> bool:
    return any(_lines_named(one, what) for one in form.tables)


def _lines_named(one: FormTable, what: str) -> list[PlacedLine]:
    match = _LINE.fullmatch(what)
    if match is None or match["sheet"] not in (None, one.table.sheet):
        return []
    return [placed for placed in one.lines if placed.line.row + 1 == int(match["row"])]


def _named(table: ForeignTable, what: str) -> list[Column]:
    wanted = "".join(what.split())
    return [
        column
        for column in table.columns
        if wanted in ("".join(column.head.split()), column.key, cell_name(0, column.index)[:-1])
    ]


def _meaning(word: str) -> str:
    if word == UNUSED:
        return ""
    found = next((meaning for meaning, own in WORDS.items() if own == word), None)
    if found is None:
        raise Refused("no-such-head", word)
    return found.value


def _item(store: Store, word: str) -> str:
    match = _ITEM.fullmatch(word)
    if match is None:
        raise Refused("no-such-item", word)
    plan = pick_plan(store, match["plan"])
    number = int(match["number"])
    if match["kind"] == "任务":
        found = next((row.id for row in plan.rows if row.serial == number), None)
    else:
        found = plan.indicators[number - 1].id if 1 <= number <= len(plan.indicators) else None
    if found is None:
        raise NotFound(match["kind"], match["number"])
    return found


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
        return [
            cell
            for placed in one.lines
            for column in one.table.answers
            if self._is_asked(column) and (cell := self._cell(one.table, placed, column, form)) is not None
        ]

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
                _keep(store, form, one, {}, {}, None)
        batch = store.batches.begin("foreign-form", f"填{office}的表：{form.path.name}")
        for cell in wanted:
            if cell.told is not None:
                period_id, told = cell.told
                store.foreign.tell(batch, period_id, dataclasses.replace(told, office=office))
        store.batches.log(
            "填别处的表", f"{span.label}，{office}：{form.path.name}，{len(wanted)}格", batch_id=batch
        )
        copy = out_dir / f"{form.path.stem}_已填{form.path.suffix}"
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
