"""Whose word counts: three-way merging per cell, and versions of a cell ordered by lineage, never by clock.

Every word about a cell comes from a *source*: a return, a hand, a decision. A source knows which sources it was
made ``after``; of two sources where neither was made after the other, none silently wins. What a source says about
a cell is a *statement*: the value, and the base value it had been shown. Everything the store shows is computed
from the set of live statements, so the order in which files arrive cannot matter, and undoing a batch is leaving
its statements out.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from peidang.domain.labels import CLEAR_MARK


@dataclass(frozen=True)
class Source:
    """Where statements come from. ``after`` names the sources it was made from, whether or not they are known yet."""

    id: str
    after: frozenset[str] = frozenset()
    is_return: bool = True
    """False for what was typed here or decided here: such a source says nothing of cells it does not name."""


@dataclass(frozen=True)
class Statement:
    """What one source says about one cell. ``base`` is what the source had been shown; '' is an empty cell."""

    cell: str
    source: str
    value: str
    base: str = ""

    @property
    def clears(self) -> bool:
        """True when the source asks for the cell to be emptied."""
        return self.value == CLEAR_MARK

    @property
    def asserts(self) -> bool:
        """True when the source gives the cell a value of its own: changed against the base, and no mere blank."""
        return self.value != self.base and self.value != ""

    @property
    def meant(self) -> str:
        """The value the cell would have: '' when the source clears it."""
        return "" if self.clears else self.value


@dataclass(frozen=True)
class CellState:
    """What the store shows for a cell."""

    value: str
    """'' when empty, and while contested: a difference is never guessed away."""
    standing: tuple[Statement, ...] = ()
    """The assertions no later source supersedes, by source id; more than one value among them: contested."""
    struck_out: tuple[Statement, ...] = ()
    """Blanks by unordered returns where another return has text: 对方删去了这一条，是否删去."""

    @property
    def contested(self) -> bool:
        """True when two unordered sources give different values."""
        return len({s.meant for s in self.standing}) > 1

    @property
    def open(self) -> bool:
        """True when someone has to decide."""
        return self.contested or bool(self.struck_out)


@dataclass(frozen=True)
class Lineage:
    """Which source was made after which, by what the sources themselves say (never by clock or name).

    ``links`` may name sources that were withdrawn or have not arrived: they still carry the order through.
    Two sources that each claim to be after the other are unordered.
    """

    links: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _known: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def ancestors(self, source: str) -> frozenset[str]:
        """All that ``source`` was made from, directly or through others; itself only where the links go in a circle."""
        if source not in self._known:
            self._known[source] = self._reach(source)
        return self._known[source]

    def _reach(self, source: str) -> frozenset[str]:
        seen: set[str] = set()
        waiting = set(self.links.get(source, ()))
        while waiting:
            one = waiting.pop()
            seen.add(one)
            if one in self._known:
                seen |= self._known[one]
                waiting -= seen
            else:
                waiting |= self.links.get(one, frozenset()) - seen
        return frozenset(seen)

    def is_later(self, one: str, other: str) -> bool:
        """True when ``one`` was made from ``other``, directly or through others."""
        return one != other and other in self.ancestors(one) and one not in self.ancestors(other)

    def newest(self, sources: Iterable[str]) -> frozenset[str]:
        """Those of the sources no other of them is later than; all of a circle, unless something is later than it."""
        among = set(sources)
        circling = {one for one in among if one in self.ancestors(one)}
        older = set[str]().union(*(self.ancestors(one) for one in among - circling))
        older_than_circling = set[str]().union(*(self.ancestors(one) for one in circling)) - circling
        return frozenset(among - older - older_than_circling)


def lineage_of(sources: Iterable[Source]) -> Lineage:
    """The order that these sources tell of themselves."""
    return Lineage({source.id: source.after for source in sources})


def holdings(statements: Iterable[Statement]) -> dict[str, frozenset[tuple[str, str]]]:
    """Per source, the (cell, value) pairs it holds; a blank where text was shown counts, any other blank does not."""
    held: dict[str, set[tuple[str, str]]] = {}
    for statement in statements:
        cells = held.setdefault(statement.source, set())
        if statement.value != "" or statement.base != "":
            cells.add((statement.cell, statement.meant))
    return {source: frozenset(cells) for source, cells in held.items()}


@dataclass(frozen=True)
class _Order:
    """Who has the later word: by what the sources say of themselves, else by what a fuller file shows.

    A return that holds all of another's cells and more is later than it (design section 4); and whatever was made
    from a return has thereby taken note of every return that says no more.
    """

    told: Lineage
    taken_note_of: Mapping[str, frozenset[str]]
    _latest: dict[frozenset[str], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    """Of sources that were asked about together, those no other of them is later than: mostly the same cell by cell."""

    def supersedes(self, one: str, other: str) -> bool:
        """True when ``one`` has the later word on whatever both speak of."""
        if self.told.is_later(one, other):
            return True
        return other in self.taken_note_of[one] and one not in self.taken_note_of[other]

    def standing(self, asserted: Sequence[Statement]) -> tuple[Statement, ...]:
        """Those of one cell's assertions that no later one supersedes: never none, whatever circles files claim."""
        if len(asserted) <= 1:
            return tuple(asserted)
        names = frozenset(s.source for s in asserted)
        if names not in self._latest:
            self._latest[names] = self._latest_of(names)
        left = [s for s in asserted if s.source in self._latest[names]]
        return tuple(sorted(left, key=lambda s: (s.source, s.value, s.base)))

    def _latest_of(self, names: frozenset[str]) -> frozenset[str]:
        later = Lineage({one: frozenset(o for o in names if self.supersedes(one, o)) for one in names})
        return frozenset(one for one in names if not any(later.is_later(other, one) for other in names))


def _order(statements: Iterable[Statement], sources: Mapping[str, Source], told: Lineage) -> _Order:
    held = holdings(statements)
    returns = [source for source in held if sources[source].is_return]
    covered = {
        one: {other for other in returns if other != one and held[one] >= held[other]} for one in returns
    }
    taken_note_of = {}
    for one in held:
        known = held.keys() & told.ancestors(one)
        more = (covered.get(source, set()) for source in {one, *known})
        taken_note_of[one] = frozenset(known.union(*more) - {one})
    return _Order(told, taken_note_of)


def resolve(
    statements: Sequence[Statement], sources: Mapping[str, Source], lineage: Lineage
) -> dict[str, CellState]:
    """The state of every cell that is spoken of. ``statements`` are the live ones, of one unit and one period.

    ``sources`` holds at least the sources of these statements; ``lineage`` may know more. The result depends
    neither on the order of ``statements`` nor on how often one is repeated.
    """
    order = _order(statements, sources, lineage)
    by_cell: dict[str, list[Statement]] = {}
    for statement in dict.fromkeys(statements):
        by_cell.setdefault(statement.cell, []).append(statement)
    return {cell: _resolve_cell(said, sources, order) for cell, said in by_cell.items()}


def _resolve_cell(said: Sequence[Statement], sources: Mapping[str, Source], order: _Order) -> CellState:
    asserted = [s for s in said if s.asserts]
    standing = order.standing(asserted)
    if not standing:
        return CellState("")
    values = {s.meant for s in standing}
    struck = [s for s in said if s.value == "" and _strikes_out(s, standing, asserted, sources, order)]
    value = values.pop() if len(values) == 1 else ""
    return CellState(value, standing, tuple(sorted(struck, key=lambda s: (s.source, s.base))))


def _strikes_out(
    blank: Statement,
    standing: Sequence[Statement],
    asserted: Sequence[Statement],
    sources: Mapping[str, Source],
    order: _Order,
) -> bool:
    """True when this blank may be a deletion: the sender was shown text, or the unit's other return has text.

    A blank that a later source answers asks nothing; the later source may simply be the fuller return.
    """
    if not sources[blank.source].is_return:
        return False
    if any(order.supersedes(s.source, blank.source) for s in asserted):
        return False
    return any(text.meant != "" and (blank.base != "" or sources[text.source].is_return) for text in standing)
