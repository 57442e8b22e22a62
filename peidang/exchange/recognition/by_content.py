"""A return that says nothing of where it came from: which plan, which unit and which month is told by what it says."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from peidang.domain.errors import FileUnreadable
from peidang.domain.line_matching import match_lines
from peidang.domain.travel import Known, Request, Returned, Unclear
from peidang.exchange.recognition import surroundings
from peidang.exchange.recognition.filling import read_and_rest
from peidang.exchange.recognition.head_words import Key
from peidang.exchange.recognition.plan_index import PlanIndex
from peidang.exchange.recognition.several_units import by_unit, told_only
from peidang.exchange.recognition.tables import Line, Table, lines_of, say_anything
from peidang.exchange.recognition.when import period_named
from peidang.exchange.recognition.which_plan import WhichPlan
from peidang.exchange.recognition.whose import NOBODY, Told, Whose, for_all_sheets
from peidang.files.workbook import SheetContent, WorkbookContent


@dataclass(frozen=True)
class _Part:
    """Tables of one file that are one plan's, later one unit's and one month's of it."""

    index: PlanIndex
    lines: Mapping[Table, Sequence[Line]]

    @property
    def tables(self) -> list[Table]:
        return list(self.lines)

    @cached_property
    def all_lines(self) -> list[Line]:
        return [line for lines in self.lines.values() for line in lines]

    @cached_property
    def items(self) -> Mapping[int, str]:
        """Line (its place in ``all_lines``) to the row or indicator of the plan that it surely is."""
        found: dict[int, str] = {}
        for kind in {table.kind for table in self.lines}:
            places = [at for at, line in enumerate(self.all_lines) if line.table.kind is kind]
            keys = [self.all_lines[at].key for at in places]
            matching = match_lines(keys, self.index.pools[kind])
            found |= {places[at]: item for at, item in matching.sure.items()}
        return found

    @cached_property
    def asked(self) -> frozenset[str]:
        """The units that report any of these rows."""
        reporters = self.index.reporters
        return frozenset(unit for item in self.items.values() for unit in reporters.get(item, ()))

    @cached_property
    def common(self) -> frozenset[str]:
        """The units that report all of these rows."""
        each = [frozenset(self.index.reporters.get(item, ())) for item in self.items.values()]
        return frozenset.intersection(*each) if each else frozenset()

    @cached_property
    def sheets(self) -> Mapping[str, tuple[SheetContent, "_Part"]]:
        """The same sheet by sheet."""
        by_name: dict[str, list[Table]] = {}
        for table in self.lines:
            by_name.setdefault(table.sheet.name, []).append(table)
        if len(by_name) == 1:
            return {name: (tables[0].sheet, self) for name, tables in by_name.items()}
        return {name: (tables[0].sheet, self.only(tables)) for name, tables in by_name.items()}

    def only(self, tables: Sequence[Table]) -> "_Part":
        """Some of the tables."""
        if len(tables) == len(self.lines):
            return self
        return _Part(self.index, {table: self.lines[table] for table in tables})


class ContentReader:
    """One file, read without an identity."""

    def __init__(
        self, content: WorkbookContent, shown: str, sender: str, known: Known, indexes: Sequence[PlanIndex]
    ) -> None:
        names = surroundings.names_around(shown)
        self._content = content
        self._known = known
        self._which = WhichPlan(content, names, indexes)
        self._whose = Whose(content, names, sender)
        self._strange: list[Line] = []

    def read(self, tables: Sequence[Table]) -> tuple[Returned | Unclear, ...]:
        """What the tables say. Raises ``FileUnreadable`` (``not-a-request``) where none is a return by its looks."""
        lines = {table: lines_of(table) for table in tables}
        tables = [table for table in tables if any(line.own or line.has_answers for line in lines[table])]
        if not any(table.is_return for table in tables):
            raise FileUnreadable(self._content.name, "not-a-request")
        chosen = self._which.of_tables(tables, lines)
        told: list[Returned | Unclear] = []
        for index in dict.fromkeys(index for index in chosen.values() if index is not None):
            part = _Part(index, {table: lines[table] for table in tables if chosen[table] is index})
            told += self._read_part(part)
        self._strange += [line for table in tables if chosen[table] is None for line in lines[table]]
        if not told or say_anything(self._strange):
            text = next((name for name, _ in self._whose.unit_lines(tables)), "") if not told else ""
            told.append(Unclear("wrong-plan", unit_text=text))
        return tuple(told)

    # Whose, and for when: sheet by sheet

    def _read_part(self, part: _Part) -> Iterator[Returned | Unclear]:
        returned: list[Returned] = []
        late: list[Unclear] = []
        for (told, period), tables in self._groups(part).items():
            for one in self._read_group(part.only(tables), told, period):
                if isinstance(one, Returned):
                    returned.append(one)
                elif one.outcome == "wrong-month":
                    late.append(one)
                else:
                    yield one
        yield from told_only(returned)
        yield from sorted(late, key=lambda one: one.period_key or "")[-1:]

    def _groups(self, part: _Part) -> dict[tuple[Told, str | None], list[Table]]:
        """The tables by what is told of unit and period, so that each unit of each month is read as a whole."""
        units, periods = self._units(part), self._periods(part)
        groups: dict[tuple[Told, str | None], list[Table]] = {}
        first: dict[str, Told] = {}
        for name, (_, sheet) in part.sheets.items():
            if len(part.sheets) > 1 and not any(line.has_answers for line in sheet.all_lines):
                continue
            told = units[name]
            told = first.setdefault(
                told.unit or told.words, told
            )  # however often and in which words it is named
            for table in sheet.tables:
                groups.setdefault((told, periods[table]), []).append(table)
        return groups or {(next(iter(units.values())), next(iter(periods.values()))): part.tables}

    def _units(self, part: _Part) -> dict[str, Told]:
        """By sheet: its own words, else those of all other sheets, else those around the file."""
        names = part.index.names
        own = {
            name: self._whose.by_sheet(sheet, mine.tables, names, mine.asked)
            for name, (sheet, mine) in part.sheets.items()
        }
        shared = for_all_sheets(own)
        for name, (_, sheet) in part.sheets.items():
            if not own[name]:
                fits = not shared.unit or not sheet.items or shared.unit in sheet.asked
                taken_over = shared if fits else NOBODY
                own[name] = (
                    taken_over
                    or self._whose.by_title(sheet.tables, names, sheet.common)
                    or self._whose.by_file(part.tables, names, sheet.asked)
                )
        return own

    def _periods(self, part: _Part) -> dict[Table, str | None]:
        """By its sheet, else by the rest of the file; where months stand one below the other, by its own title."""
        plan_id = part.index.plan.id
        meant, periods = self._known.meant_period(plan_id), self._known.periods(plan_id)
        own = {
            name: period_named([*surroundings.titles(sheet.tables)], periods, meant)
            for name, (_, sheet) in part.sheets.items()
        }
        said = set(own.values()) - {None}
        if len(said) == 1:
            own = dict.fromkeys(own, said.pop())
        else:
            texts = [*self._which.around(part.tables), *surroundings.months_in_heads(part.tables)]
            other = period_named(texts, periods, meant) or meant
            own = {name: period or other for name, period in own.items()}
        stacked = surroundings.stacked_periods(part.tables, periods, meant)
        return {table: stacked.get(table) or own[table.sheet.name] for table in part.tables}

    def _read_group(self, part: _Part, told: Told, period: str | None) -> Iterator[Returned | Unclear]:
        plan = part.index.plan
        if period is None or period not in self._known.periods(plan.id):
            yield Unclear("wrong-month", plan.id, period, told.words, (told.unit,) if told.unit else ())
            return
        if any(Key.UNIT in table.columns for table in part.tables):
            units = by_unit(part.all_lines, part.index.names, {}, part.items)
            if len(units.lines) > 1:
                yield from self._several(part, period)
                return
        if told.all_meant and part.items:
            yield from self._several(part, period, told.candidates)
        elif told.unit:
            yield self._single(part, period, told.unit, told.words)
        elif told:
            yield Unclear("unknown-unit", plan.id, period, told.words, told.candidates)
        else:
            yield from self._unnamed(part, period)

    def _single(self, part: _Part, period: str, unit: str, text: str) -> Returned | Unclear:
        """The return of a unit that is named, unless it is asked for none of these rows."""
        form = self._known.form(part.index.plan.id, unit, period)
        asked = _items_of(form)
        if form is None or (part.items and not asked & set(part.items.values())):
            return Unclear("wrong-unit", part.index.plan.id, period, text, (unit,))
        return self._returned(part, form, part.all_lines)

    def _unnamed(self, part: _Part, period: str) -> Iterator[Returned | Unclear]:
        """Nobody is named: the one unit that reports all these rows, else each line's own reporter."""
        plan_id = part.index.plan.id
        order = tuple(unit.id for unit in part.index.plan.units if unit.id in part.common)
        if not self._is_proven(part):  # offices copy from each other: alike is not enough where nobody signs
            if order and len(part.items) == len(part.all_lines):
                yield Unclear("unknown-unit", plan_id, period, "", order)
            else:
                yield Unclear("wrong-plan", None, period)
            return
        if len(order) == 1:
            form = self._known.form(plan_id, order[0], period)
            if form is not None:
                yield self._returned(part, form, part.all_lines)
                return
        if order or not part.items:
            yield Unclear("unknown-unit", plan_id, period, "", order)
            return
        yield from self._several(part, period)

    def _is_proven(self, part: _Part) -> bool:
        """Whether the plan is told by its title, or by a text of its own to the letter."""
        if any(part.index.proves(line.table.kind, line.key) for line in part.all_lines):
            return True
        return bool(self._which.titled(part.tables, [part.index]))

    def _several(self, part: _Part, period: str, named: tuple[str, ...] = ()) -> Iterator[Returned | Unclear]:
        """Several units' rows in one table: a return for each that says anything.

        Where the sheet lists the units that it is from, a line is one of theirs, unless none of them reports it.
        """
        plan = part.index.plan
        reporters = {
            item: tuple(unit for unit in units if unit in named) or tuple(units)
            for item, units in part.index.reporters.items()
        }
        shared = by_unit(part.all_lines, part.index.names, reporters, part.items)
        returned = []
        for unit, lines in shared.lines.items():
            form = self._known.form(plan.id, unit, period)
            if form is not None:
                returned.append(self._returned(part, form, lines, shared.unsure))
            elif say_anything(lines):
                yield Unclear("wrong-unit", plan.id, period, plan.unit(unit).name, (unit,))
        if not returned:
            text = next(iter(shared.strangers), "")
            yield Unclear("unknown-unit", plan.id, period, text, shared.possible)
            return
        yield from told_only(returned)
        if shared.strangers:
            yield Unclear("unknown-unit", plan.id, period, "、".join(shared.strangers))

    def _returned(
        self, part: _Part, form: Request, lines: Sequence[Line], unsure: Sequence[Line] = ()
    ) -> Returned:
        pools, saved_at = part.index.pools, self._content.saved_at
        returned, strange = read_and_rest(form, lines, "content", pools, saved_at, unsure)
        self._strange += strange
        return returned


def _items_of(form: Request | None) -> set[str]:
    if form is None:
        return set()
    return {line.row.id for line in form.rows} | {line.indicator.id for line in form.indicators}
