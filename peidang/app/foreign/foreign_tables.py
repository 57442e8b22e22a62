"""Somebody else's tables beside our plans: which row or indicator each line is, with what was settled before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from peidang.db.foreign import KeptForm
from peidang.db.store import Store
from peidang.domain.errors import FileUnreadable
from peidang.domain.labels import Role
from peidang.domain.line_matching import KeyTexts
from peidang.domain.plan import Indicator, Plan, Row
from peidang.domain.row_matching import squeezed
from peidang.exchange.foreign_form.meanings import Meaning
from peidang.exchange.foreign_form.placing import (
    Placement,
    Words,
    indicator_key,
    place_indicators,
    place_rows,
    row_key,
)
from peidang.exchange.foreign_form.tables import ForeignTable, Line, tables_of
from peidang.files.readers import Job, ReaderPool
from peidang.files.workbook import WorkbookContent


@dataclass(frozen=True)
class KnownTable:
    """A table with what was settled about it before; ``kept`` is None for one that is seen for the first time."""

    table: ForeignTable
    kept: KeptForm | None


@dataclass(frozen=True)
class PlacedLine:
    """A line and what it surely is; where that is open, what it may be."""

    line: Line
    words: Words
    row: tuple[Plan, Row] | None = None
    indicator: tuple[Plan, Indicator] | None = None
    rivals: tuple[str, ...] = ()
    settled: bool = False
    """Told by a person: this is it, or none of ours."""


def read_foreign(files: Iterable[tuple[str, bytes]]) -> list[WorkbookContent | FileUnreadable]:
    """Each file, by name and bytes, with its tables or why it cannot be read: in a child process, as it is foreign."""
    jobs = [Job(at, name, data) for at, (name, data) in enumerate(files)]
    with ReaderPool(workers=1) as pool:
        return [content for _, content in pool.read(jobs)]


def known_tables(store: Store, content: WorkbookContent) -> tuple[KnownTable, ...]:
    """The tables of a file, their columns meaning what was settled for such heads before."""
    return tuple(_known(store, table) for table in tables_of(content))


def _known(store: Store, table: ForeignTable) -> KnownTable:
    kept = store.foreign.form(table.fingerprint)
    if kept is None:
        return KnownTable(table, None)
    meanings = {key: Meaning(word) if word else None for key, word in kept.columns.items()}
    return KnownTable(table.mapped(meanings), kept)


def line_key(words: Words) -> str:
    """What a line is remembered by."""
    return squeezed("|".join((words.task, words.measure, words.indicator)))


class Placer:
    """Tells lines to the rows and indicators of some plans."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._rows = {row.id: (plan, row) for plan in plans for row in plan.rows}
        self._indicators = {one.id: (plan, one) for plan in plans for one in plan.indicators}
        self._plans = plans

    @property
    def demonstration(self) -> bool:
        """Whether any of the plans holds made-up answers."""
        return any(plan.demonstration for plan in self._plans)

    def placed(self, known: KnownTable) -> list[PlacedLine]:
        """Every line of a table with what it is."""
        table = known.table
        words = [words_of(table, line) for line in table.lines]
        rows, indicators = self._places(table, words)
        return [
            self._settled(known, line, said) or self._line(line, said, row, indicator)
            for line, said, row, indicator in zip(table.lines, words, rows, indicators, strict=True)
        ]

    def _settled(self, known: KnownTable, line: Line, words: Words) -> PlacedLine | None:
        chosen = known.kept.lines.get(line_key(words)) if known.kept else None
        if chosen is None:
            return None
        return PlacedLine(line, words, self._rows.get(chosen), self._indicators.get(chosen), (), True)

    def _line(self, line: Line, words: Words, row: Placement, indicator: Placement) -> PlacedLine:
        return PlacedLine(
            line,
            words,
            self._rows.get(row.id or ""),
            self._indicators.get(indicator.id or ""),
            (*row.rivals, *indicator.rivals),
        )

    def _places(self, table: ForeignTable, words: list[Words]) -> tuple[list[Placement], list[Placement]]:
        """The row and the indicator of each line. Figures without a column of indicators are told by the task's name."""
        nowhere = [Placement()] * len(words)
        rows = nowhere if table.of_indicators else place_rows(words, self._row_keys)
        if table.of(Meaning.INDICATOR):
            return rows, place_indicators(words, self._indicator_keys)
        if not _has_figures(table):
            return rows, nowhere
        named = [replace(one, indicator=one.measure or one.task) for one in words]
        found = place_indicators(named, self._indicator_keys)
        return rows, [Placement(one.id) for one in found]

    @cached_property
    def _row_keys(self) -> dict[str, KeyTexts]:
        return {
            row.id: row_key(row.serial, row.task, row.measure, _lead_names(plan, row))
            for plan, row in self._rows.values()
        }

    @cached_property
    def _indicator_keys(self) -> dict[str, KeyTexts]:
        return {
            one.id: indicator_key(plan.indicators.index(one) + 1, one.name, one.unit_of_measure)
            for plan, one in self._indicators.values()
        }

    def item_words(self, item_id: str) -> str:
        """任务3 推进…, 指标2 …; with the plan where there are several."""
        if item_id in self._rows:
            plan, row = self._rows[item_id]
            text = f"任务{row.serial} {row.task or row.measure}"
        elif item_id in self._indicators:
            plan, one = self._indicators[item_id]
            text = f"指标{plan.indicators.index(one) + 1} {one.name}"
        else:
            return ""
        return text if len(self._plans) == 1 else f"{text}（{plan.title}）"


def words_of(table: ForeignTable, line: Line) -> Words:
    """What a line calls itself."""
    return Words(
        serial=table.text(line, Meaning.SERIAL),
        task=table.text(line, Meaning.TASK),
        measure=table.text(line, Meaning.MEASURE),
        indicator=table.text(line, Meaning.INDICATOR),
        unit_of_measure=table.text(line, Meaning.UNIT_OF_MEASURE),
        leads=table.text(line, Meaning.LEADS) or table.text(line, Meaning.REPORTER),
    )


def _has_figures(table: ForeignTable) -> bool:
    return any(column.meaning in (Meaning.CUMULATIVE, Meaning.MONTH_VALUE) for column in table.columns)


def _lead_names(plan: Plan, row: Row) -> str:
    return "、".join(plan.unit(part.unit_id).name for part in row.units(Role.LEAD))


def named_units(plan: Plan, text: str, among: Iterable[str]) -> list[str]:
    """Ids of those of the units that a text names, by name or alias, in the order of the text."""
    said = squeezed(text)
    places = {}
    for unit_id in among:
        unit = plan.unit(unit_id)
        found = [said.find(squeezed(name)) for name in (unit.name, *unit.aliases)]
        if any(at >= 0 for at in found):
            places[unit_id] = min(at for at in found if at >= 0)
    return sorted(places, key=places.__getitem__)
