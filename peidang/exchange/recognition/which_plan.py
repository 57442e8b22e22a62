"""Which plan a table without an identity is of: its rows say so, its title and the unit that fills it as well."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from peidang.domain.likeness import bare
from peidang.domain.line_matching import MARGIN, KeyTexts, match_lines
from peidang.exchange.recognition import surroundings
from peidang.exchange.recognition.head_words import Kind
from peidang.exchange.recognition.plan_index import PlanIndex
from peidang.exchange.recognition.tables import Line, Table
from peidang.files.workbook import WorkbookContent

_HALF = 0.5
"""Share of a table's lines that must surely be a plan's before the table is taken for that plan's."""


class WhichPlan:
    """One file's tables among the plans there are."""

    def __init__(
        self, content: WorkbookContent, names: tuple[str, tuple[str, ...]], indexes: Sequence[PlanIndex]
    ) -> None:
        """``names``: of the file and of the folders it lay in."""
        self._content = content
        self._file, self._folders = names
        self._indexes = indexes

    def of_tables(
        self, tables: Sequence[Table], lines: Mapping[Table, Sequence[Line]]
    ) -> dict[Table, PlanIndex | None]:
        """The plan of each; what cannot be told goes with the only plan there is in the file."""
        chosen = {table: self._of(table, lines[table]) for table in tables}
        plans = list(dict.fromkeys(index for index in chosen.values() if index is not None))
        if not plans and not any(table.has_texts for table in tables):
            plans = self._by_title(tables) or self._by_unit_and_numbers(tables, lines)
        return dict.fromkeys(tables, plans[0]) if len(plans) == 1 else chosen

    def titled(self, tables: Sequence[Table], indexes: Iterable[PlanIndex]) -> list[PlanIndex]:
        """The plans that the file names."""
        texts = [bare(text) for text in self.texts(tables)]
        return [index for index in indexes if index.title and any(index.title in text for text in texts)]

    def texts(self, tables: Sequence[Table]) -> Iterator[str]:
        """What stands around the tables, nearest first."""
        yield from surroundings.titles(tables)
        yield from self.around(tables)

    def around(self, tables: Sequence[Table]) -> Iterator[str]:
        """What stands on the other sheets, and the names of file and folders."""
        yield from surroundings.other_texts(self._content, tables)
        yield from (self._file, *self._folders)

    def _of(self, table: Table, lines: Sequence[Line]) -> PlanIndex | None:
        keys = [line.key for line in lines if line.key.speaks]
        if not keys:
            return None
        exact = {index: index.exact(table.kind, keys) for index in self._indexes}
        titled = self.titled([table], self._indexes)
        if len(titled) == 1 and self._agrees(titled[0], table, keys, exact):
            return titled[0]
        likeliest = _the_most(exact)
        if len(likeliest) == 1 and exact[likeliest[0]] > _HALF * len(keys) and table.kind is Kind.ROW:
            return likeliest[0]
        return self._fitting(table, keys, titled, exact)

    def _agrees(
        self, index: PlanIndex, table: Table, keys: Sequence[KeyTexts], exact: Mapping[PlanIndex, int]
    ) -> bool:
        """Whether the lines do not contradict the title: no plan has more of them to the letter, and most are its."""
        if exact[index] < max(exact.values()):
            return False
        return exact[index] > _HALF * len(keys) or _sure(index, table, keys) >= _HALF * len(keys)

    def _fitting(
        self,
        table: Table,
        keys: Sequence[KeyTexts],
        titled: Sequence[PlanIndex],
        exact: Mapping[PlanIndex, int],
    ) -> PlanIndex | None:
        """The one plan most lines are surely of; of several the one whose title, lines to the letter, unit fit best."""
        sure = {index: _sure(index, table, keys) for index in self._indexes}
        fitting = [
            index
            for index in _the_most(sure)
            if self._fits(table, index, sure[index], _proven(index, table, keys), len(keys))
        ]
        for narrower in (
            lambda some: [index for index in some if index in titled],
            lambda some: _the_most({index: exact[index] for index in some}),
            lambda some: self._with_this_unit(table, some),
            lambda some: _likest(some, table.kind, keys),
        ):
            if len(fitting) > 1:
                fitting = narrower(fitting) or fitting
        return fitting[0] if len(fitting) == 1 else None

    def _fits(self, table: Table, index: PlanIndex, sure: int, proven: int, lines: int) -> bool:
        """Most lines to the letter; else what the title does not speak against."""
        if proven > _HALF * lines:
            return True
        return (sure >= _HALF * lines or proven > 0) and not self._of_another_plan(table, index)

    def _of_another_plan(self, table: Table, index: PlanIndex) -> bool:
        return surroundings.names_another_plan(surroundings.titles([table]), index.plan.title)

    def _with_this_unit(self, table: Table, indexes: Sequence[PlanIndex]) -> list[PlanIndex]:
        """Of plans alike the only one that has a unit of the name on the sheet."""
        heads = surroundings.head_rows([table], table.sheet)
        names = [name for name, surely in surroundings.unit_lines(table.sheet, heads) if surely]
        having = [index for index in indexes if any(map(index.names.exactly, names))]
        return having if len(having) == 1 else []

    def _by_title(self, tables: Sequence[Table]) -> list[PlanIndex]:
        """For tables with numbers only: the plan the file names, else the only one there is."""
        named = self.titled(tables, self._indexes)
        return named if len(named) == 1 else list(self._indexes) if len(self._indexes) == 1 else []

    def _by_unit_and_numbers(
        self, tables: Sequence[Table], lines: Mapping[Table, Sequence[Line]]
    ) -> list[PlanIndex]:
        """For the same: the only plan that asks the unit which the file names for just such numbers."""
        numbers = {(t.kind, line.key.serial) for t in tables for line in lines[t] if line.has_answers}
        texts = list(self.texts(tables))
        having = [index for index in self._indexes if numbers and numbers <= _numbers_of(index, texts)]
        return having if len(having) == 1 else []


def _numbers_of(index: PlanIndex, texts: Sequence[str]) -> set[tuple[Kind, int | None]]:
    """What the one unit that the texts name, nearest first, is asked for in this plan."""
    named = next((units for text in texts if (units := index.names.inside(text))), ())
    if len(named) != 1:
        return set()
    return {
        (kind, key.serial)
        for kind, pool in index.pools.items()
        for item, key in pool.items.items()
        if named[0] in index.reporters.get(item, ())
    }


def _sure(index: PlanIndex, table: Table, keys: Sequence[KeyTexts]) -> int:
    return len(match_lines(keys, index.pools[table.kind]).sure)


def _proven(index: PlanIndex, table: Table, keys: Sequence[KeyTexts]) -> int:
    return sum(index.proves(table.kind, key) for key in keys)


def _the_most(counts: dict[PlanIndex, int]) -> list[PlanIndex]:
    most = max(counts.values(), default=0)
    return [index for index, count in counts.items() if count == most and count]


def _likest(indexes: Sequence[PlanIndex], kind: Kind, lines: Sequence[KeyTexts]) -> list[PlanIndex]:
    """The plans whose rows are most like the lines, all lines taken together; those within the margin stay."""
    scores = {index: sum(index.pools[kind].best(line) for line in lines) for index in indexes}
    return [index for index, score in scores.items() if score >= max(scores.values()) - MARGIN * len(lines)]
