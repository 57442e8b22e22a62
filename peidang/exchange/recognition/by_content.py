"""A return that says nothing of where it came from: which plan, which unit and which month is told by what it says."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from peidang.domain.errors import FileUnreadable
from peidang.domain.labels import Field
from peidang.domain.line_matching import MARGIN, KeyTexts, match_lines
from peidang.domain.travel import Known, Request, Returned, Unclear
from peidang.exchange.recognition import surroundings
from peidang.exchange.recognition.filling import read_lines
from peidang.exchange.recognition.head_words import Key, Kind
from peidang.exchange.recognition.plan_index import PlanIndex
from peidang.exchange.recognition.several_units import by_unit, told_only
from peidang.exchange.recognition.tables import FIELDS, Line, Table, lines_of
from peidang.exchange.recognition.when import period_named
from peidang.files.workbook import WorkbookContent

_HALF = 0.5
"""Share of a table's lines that must surely be a plan's before the table is taken for that plan's."""
_COLLECTIVE = ("各", "有关", "相关")


@dataclass(frozen=True)
class _Part:
    """The tables of one file that are one plan's."""

    index: PlanIndex
    tables: list[Table]
    lines: list[Line]
    items: dict[int, str] = field(default_factory=dict)
    """Line (its place in ``lines``) to the row or indicator of the plan that it surely is."""


class ContentReader:
    """One file, read without an identity."""

    def __init__(
        self, content: WorkbookContent, shown: str, sender: str, known: Known, indexes: Sequence[PlanIndex]
    ) -> None:
        self._content = content
        self._known = known
        self._indexes = indexes
        self._file, self._folders = surroundings.names_around(shown)
        self._sender = sender

    def read(self, tables: Sequence[Table]) -> tuple[Returned | Unclear, ...]:
        """What the tables say. Raises ``FileUnreadable`` (``not-a-request``) where none is a return by its looks."""
        lines = {table: lines_of(table) for table in tables}
        tables = [table for table in tables if any(line.own for line in lines[table])]
        if not any(map(_looks_like_a_return, tables)):
            raise FileUnreadable(self._content.name, "not-a-request")
        parts = self._parts(tables, lines)
        if not parts:
            return (self._no_plan(tables),)
        return tuple(one for part in parts for one in self._read_part(part))

    # Which plan

    def _parts(self, tables: Sequence[Table], lines: dict[Table, list[Line]]) -> list[_Part]:
        """The tables by plan; what cannot be told goes with the only plan there is in the file."""
        chosen = {table: self._plan_of(table, lines[table]) for table in tables}
        plans = list(dict.fromkeys(index for index in chosen.values() if index is not None))
        if not plans and not any(table.has_texts for table in tables):
            plans = self._plans_by_title(tables)
        if len(plans) == 1:
            chosen = dict.fromkeys(tables, plans[0])
        parts = []
        for index in plans:
            plan_id = index.plan.id
            mine = surroundings.of_period(
                [table for table in tables if chosen[table] is index],
                self._known.periods(plan_id),
                self._known.meant_period(plan_id),
            )
            parts.append(_Part(index, mine, [line for table in mine for line in lines[table]]))
            parts[-1].items.update(_sure_items(parts[-1]))
        return parts

    def _plan_of(self, table: Table, lines: Sequence[Line]) -> PlanIndex | None:
        keys = [line.key for line in lines if line.key.speaks]
        if not keys:
            return None
        exact = {index: index.exact(table.kind, keys) for index in self._indexes}
        likeliest = _the_most(exact)
        if len(likeliest) == 1 and exact[likeliest[0]] > _HALF * len(keys) and table.kind is Kind.ROW:
            return likeliest[0]
        sure = {index: len(match_lines(keys, index.pools[table.kind]).sure) for index in self._indexes}
        fitting = [
            index
            for index in _the_most(sure)
            if self._fits(
                table, index, sure[index], sum(index.proves(table.kind, key) for key in keys), len(keys)
            )
        ]
        if len(fitting) > 1:
            fitting = self._titled([table], fitting) or _likest(fitting, table.kind, keys)
        return fitting[0] if len(fitting) == 1 else None

    def _fits(self, table: Table, index: PlanIndex, sure: int, proven: int, lines: int) -> bool:
        """Most lines to the letter; else what the title does not speak against."""
        if proven > _HALF * lines:
            return True
        return (sure >= _HALF * lines or proven > 0) and not self._of_another_plan(table, index)

    def _of_another_plan(self, table: Table, index: PlanIndex) -> bool:
        return surroundings.names_another_plan(surroundings.titles([table]), index.plan.title)

    def _plans_by_title(self, tables: Sequence[Table]) -> list[PlanIndex]:
        """For tables with numbers only: the plan the file names, else the only one there is."""
        named = self._titled(tables, self._indexes)
        return named if len(named) == 1 else list(self._indexes) if len(self._indexes) == 1 else []

    def _titled(self, tables: Sequence[Table], indexes: Iterable[PlanIndex]) -> list[PlanIndex]:
        texts = list(self._texts(tables))
        return [index for index in indexes if surroundings.names_title(texts, index.plan.title)]

    def _texts(self, tables: Sequence[Table]) -> Iterator[str]:
        yield from surroundings.titles(tables)
        yield from surroundings.other_texts(self._content, tables)
        yield from (self._file, *self._folders)

    def _no_plan(self, tables: Sequence[Table]) -> Unclear:
        text = next((name for name, _ in self._unit_lines(tables)), "")
        return Unclear("wrong-plan", unit_text=text)

    # Whose, and for when

    def _read_part(self, part: _Part) -> Iterator[Returned | Unclear]:
        plan = part.index.plan
        meant = self._known.meant_period(plan.id)
        texts = (*self._texts(part.tables), *surroundings.months_in_heads(part.tables))
        period = period_named(texts, self._known.periods(plan.id), meant) or meant
        if period is None or period not in self._known.periods(plan.id):
            unit, text = self._unit(part)
            yield Unclear("wrong-month", plan.id, period, text, (unit,) if unit else ())
            return
        if any(Key.UNIT in table.columns for table in part.tables):
            units = by_unit(part.lines, part.index.names, {}, part.items)
            if len(units.lines) > 1:
                yield from self._several(part, period)
                return
        unit, text = self._unit(part)
        if unit:
            yield self._single(part, period, unit, text)
        elif text:
            yield Unclear("unknown-unit", plan.id, period, text)
        else:
            yield from self._unnamed(part, period)

    def _single(self, part: _Part, period: str, unit: str, text: str) -> Returned | Unclear:
        """The return of a unit that is named, unless it is asked for none of these rows."""
        form = self._known.form(part.index.plan.id, unit, period)
        asked = _items_of(form)
        if form is None or (part.items and not asked & set(part.items.values())):
            return Unclear("wrong-unit", part.index.plan.id, period, text, (unit,))
        return self._returned(part, form, part.lines)

    def _unnamed(self, part: _Part, period: str) -> Iterator[Returned | Unclear]:
        """Nobody is named: the one unit that reports all these rows, else each line's own reporter."""
        plan_id = part.index.plan.id
        if not self._is_proven(part):  # offices copy from each other: alike is not enough where nobody signs
            yield Unclear("wrong-plan", None, period)
            return
        reporters = [set(part.index.reporters.get(item, ())) for item in part.items.values()]
        common = set.intersection(*reporters) if reporters else set()
        if len(common) == 1:
            unit = common.pop()
            form = self._known.form(plan_id, unit, period)
            if form is not None:
                yield self._returned(part, form, part.lines)
                return
        if common or not reporters:
            order = [unit.id for unit in part.index.plan.units if unit.id in common]
            yield Unclear("unknown-unit", plan_id, period, "", tuple(order))
            return
        yield from self._several(part, period)

    def _is_proven(self, part: _Part) -> bool:
        """Whether the plan is told by its title, or by a text of its own to the letter."""
        if any(part.index.proves(line.table.kind, line.key) for line in part.lines):
            return True
        return bool(self._titled(part.tables, [part.index]))

    def _several(self, part: _Part, period: str) -> Iterator[Returned | Unclear]:
        """Several units' rows in one table: a return for each that says anything."""
        shared = by_unit(part.lines, part.index.names, part.index.reporters, part.items)
        returned = []
        for unit, lines in shared.lines.items():
            form = self._known.form(part.index.plan.id, unit, period)
            if form is not None:
                returned.append(self._returned(part, form, lines, shared.unsure))
        if not returned:
            text = next(iter(shared.strangers), "")
            yield Unclear("unknown-unit", part.index.plan.id, period, text, shared.possible)
            return
        yield from told_only(returned)
        if shared.strangers:
            yield Unclear("unknown-unit", part.index.plan.id, period, "、".join(shared.strangers))

    def _returned(
        self, part: _Part, form: Request, lines: Sequence[Line], unsure: Sequence[Line] = ()
    ) -> Returned:
        return read_lines(form, lines, "content", part.index.pools, self._content.saved_at, unsure)

    def _unit(self, part: _Part) -> tuple[str | None, str]:
        """The unit named, and the words that name it; a stranger in the sheet's own unit line ends the search."""
        names = part.index.names
        for text, surely in self._unit_lines(part.tables):
            unit = names.exactly(text) or _only(names.inside(text))
            if unit:
                return unit, text
            if surely and not text.startswith(_COLLECTIVE):
                return None, text
        asked = {unit for item in part.items.values() for unit in part.index.reporters.get(item, ())}
        for text in (*(table.sheet.name for table in part.tables), self._file, *self._folders, self._sender):
            found = names.inside(text)
            unit = _only(found) or _only([one for one in found if one in asked])
            if unit:
                return unit, text
        return None, ""

    def _unit_lines(self, tables: Sequence[Table]) -> Iterator[tuple[str, bool]]:
        """First of the sheets with the tables, then of the others."""
        mine = {table.sheet.name for table in tables}
        ordered = sorted(self._content.sheets, key=lambda sheet: sheet.name not in mine)
        for sheet in ordered:
            yield from surroundings.unit_lines(sheet, surroundings.head_rows(tables, sheet))


def _only(found: Sequence[str]) -> str | None:
    return found[0] if len(found) == 1 else None


def _items_of(form: Request | None) -> set[str]:
    if form is None:
        return set()
    return {line.row.id for line in form.rows} | {line.indicator.id for line in form.indicators}


def _the_most(counts: dict[PlanIndex, int]) -> list[PlanIndex]:
    most = max(counts.values(), default=0)
    return [index for index, count in counts.items() if count == most and count]


def _likest(indexes: Sequence[PlanIndex], kind: Kind, lines: Sequence[KeyTexts]) -> list[PlanIndex]:
    """The plans whose rows are most like the lines, all lines taken together; those within the margin stay."""
    scores = {index: sum(index.pools[kind].best(line) for line in lines) for index in indexes}
    return [index for index, score in scores.items() if score >= max(scores.values()) - MARGIN * len(lines)]


def _looks_like_a_return(table: Table) -> bool:
    """Two answers by their usual heads, or the one that matters most: 序号, 项目名称, 备注 may be anything."""
    answers = {f for f in FIELDS[table.kind] if f in table.columns and table.columns[f].sense.rank < 2}
    doubtful = {column.sense.meaning for column in table.doubtful}
    return len(answers | doubtful) > 1 or bool((answers | doubtful) & {Field.PROGRESS, Field.CUMULATIVE})


def _sure_items(part: _Part) -> Iterator[tuple[int, str]]:
    for kind in {table.kind for table in part.tables}:
        places = [at for at, line in enumerate(part.lines) if line.table.kind is kind]
        keys = [part.lines[at].key for at in places]
        matching = match_lines(keys, part.index.pools[kind])
        yield from ((places[at], item) for at, item in matching.sure.items())
