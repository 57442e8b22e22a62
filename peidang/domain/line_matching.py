"""Which line of a table that came back is which item that was sent: told by texts; the number is a hint only.

Scores are taken of every pair, the best pairs count first, and a line is sure only when its item is ahead of the
next one by a margin. Where it is not, a person is asked (design section 6: never guessed in silence).
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from peidang.domain.likeness import likeness

SURE = 0.6
"""Likeness from which on a line is an item: between different rows (0.45 at most) and damaged ones (0.73 at least)."""
SURE_BY_NAME = 0.8
"""The same where little is said: a task, an indicator's name. Short names of different things are up to 0.89 alike,
so that here the margin decides, and equal names are told apart by the other cells only."""
MARGIN = 0.08
"""How far ahead of the next item the likeliest one must be."""
HINT = 0.1
"""What another equal cell (units, unit of measure, target) adds: enough to tell two equal texts apart."""
ALIKE = 0.5
"""Likeness of one cell from which on a line may be the item of its number with a changed locked cell."""
POSSIBLE = 0.4
"""From here on an item is offered as a candidate."""
CANDIDATES = 4
_TEXT_WEIGHT = 0.7
_SHORT = 30
"""Characters: so little text may be a name only."""


@dataclass(frozen=True)
class KeyTexts:
    """What an item or a line is known by; bare texts (``likeness.bare``)."""

    serial: int | None
    name: str
    """主要任务 or 指标."""
    text: str = ""
    """推进措施及目标; '' for indicators."""
    hints: tuple[str, ...] = ()
    """Further cells in a fixed order; '' where nothing stands."""

    @property
    def speaks(self) -> bool:
        """Whether there is any text at all."""
        return bool(self.name or self.text)


@dataclass(frozen=True)
class Question:
    """A line that is not surely one item's. ``reason`` as in ``travel.OpenLine``."""

    reason: str
    candidates: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matching:
    """Every line stands in one of these; a line that neither speaks nor has a number of use is a question, too."""

    sure: Mapping[int, str] = field(default_factory=dict)
    """Line to item id. Several lines may have one item: then their answers must agree."""
    open: Mapping[int, Question] = field(default_factory=dict)


class Pool:
    """Items to choose from, by id, with what is needed to find them quickly."""

    def __init__(self, items: Mapping[str, KeyTexts]) -> None:
        self.items = items
        self.by_serial = {key.serial: item for item, key in items.items() if key.serial is not None}
        self._ranked: dict[KeyTexts, list[tuple[float, str]]] = {}
        self._exact: dict[tuple[str, str], list[str]] = defaultdict(list)
        for item, key in items.items():
            for texts in {(key.name, key.text), ("", key.text), (key.name, ""), ("", key.name + key.text)}:
                self._exact[texts].append(item)

    def exactly(self, line: KeyTexts) -> list[str]:
        """The items with the very same texts, as far as the line has any."""
        found = self._exact.get((line.name, line.text), []) if line.speaks else []
        if not found and bool(line.name) != bool(line.text):
            single = line.name or line.text
            found = self._exact.get(("", single), []) or self._exact.get((single, ""), [])
        return found

    def _rank(self, line: KeyTexts) -> list[tuple[float, str]]:
        exact = self.exactly(line)
        if len(exact) == 1:
            return [(1.0, exact[0])]
        scored = ((_score(line, self.items[item]), item) for item in exact or self.items)
        near = [(score + _hints(line, self.items[item]), item) for score, item in scored if score >= POSSIBLE]
        return sorted(near, key=lambda pair: -pair[0])

    def best(self, line: KeyTexts) -> float:
        """How like the line the likeliest item is."""
        ranked = self.ranked(line)
        return ranked[0][0] if ranked else 0.0

    def ranked(self, line: KeyTexts) -> list[tuple[float, str]]:
        """Items by likeness, the best first, those that are no candidates left out."""
        if not line.speaks:
            return []
        if line not in self._ranked:
            self._ranked[line] = self._rank(line)
        return self._ranked[line]


def _score(line: KeyTexts, item: KeyTexts) -> float:
    if line.name and line.text:
        if not item.text:
            return likeness(line.name, item.name)
        text = likeness(line.text, item.text)  # where it is 0, no name can make the item a candidate
        return _TEXT_WEIGHT * text + (1 - _TEXT_WEIGHT) * likeness(line.name, item.name) if text else 0.0
    single = line.text or line.name
    if not item.text:
        return likeness(single, item.name)
    return max(likeness(single, item.text), likeness(single, item.name), _joined(single, item))


def _joined(single: str, item: KeyTexts) -> float:
    """Some tables write task and measure into one cell."""
    return likeness(single, item.name + item.text) if len(single) > len(item.text) else 0.0


def _hints(line: KeyTexts, item: KeyTexts) -> float:
    pairs = zip(line.hints, item.hints, strict=False)
    return HINT * sum(bool(mine) and mine == other for mine, other in pairs)


def match_lines(
    lines: Sequence[KeyTexts], pool: Pool, others: Pool | None = None, trust_numbers: bool = False
) -> Matching:
    """Match the lines of one kind with the items they may be.

    ``others`` holds everything the plan asks of anybody: a line more like an item outside the pool is none of the
    pool's.
    ``trust_numbers`` when the table surely is the form of these items: a line without texts may then go by its
    number, and one whose text was changed may be the item of its number.
    """
    ranked = [pool.ranked(line) for line in lines]
    best = {at: _clear_winner(lines[at], found) for at, found in enumerate(ranked)}
    numbers = _Numbers(lines, pool, {at: item for at, item in best.items() if item}, trust_numbers)
    sure: dict[int, str] = {}
    questions: dict[int, Question] = {}
    for at, line in enumerate(lines):
        item = best[at] or _by_number(line, ranked[at], numbers.item_of(at), pool)
        if item and not _better_elsewhere(line, item, ranked[at], pool, others):
            sure[at] = item
        else:
            questions[at] = _question(ranked[at], numbers.item_of(at), item)
    lesser = _lesser(sure, {at: {item: score for score, item in ranked[at]} for at in sure})
    return Matching(
        {at: item for at, item in sure.items() if at not in lesser},
        questions | {at: Question("duplicate", (sure[at],)) for at in lesser},
    )


def _clear_winner(line: KeyTexts, found: list[tuple[float, str]]) -> str | None:
    """The item that is like enough and far enough ahead; hints count for the margin, not for being like enough."""
    if not found:
        return None
    needed = SURE if len(line.name) + len(line.text) > _SHORT else SURE_BY_NAME
    score, item = found[0]
    second = found[1][0] if len(found) > 1 else 0.0
    return item if score >= needed and score - second >= MARGIN else None


class _Numbers:
    """Whether the numbers of the lines can be believed, and what they say."""

    def __init__(
        self, lines: Sequence[KeyTexts], pool: Pool, known: Mapping[int, str], trusted: bool
    ) -> None:
        self._lines = lines
        self._pool = pool
        counts = Counter(line.serial for line in lines if line.serial is not None)
        self._unique = {serial for serial, count in counts.items() if count == 1}
        self._believed = self._agree(known) and self._fit(known, trusted)

    def _agree(self, known: Mapping[int, str]) -> bool:
        """No line whose text says who it is has another item's number."""
        said = ((self._lines[at].serial, self._pool.items[item].serial) for at, item in known.items())
        return all(mine is None or mine == its for mine, its in said)

    def _fit(self, known: Mapping[int, str], trusted: bool) -> bool:
        """The numbers are the form's own. 1, 2, 3 … may just as well be somebody's count of what was left."""
        mine = [line.serial for line in self._lines if line.serial is not None]
        counted = mine == list(range(1, len(mine) + 1))
        if counted and not set(self._pool.by_serial) <= set(mine):
            return False
        agreeing = sum(self._lines[at].serial is not None for at in known)
        return agreeing > 1 or (trusted and set(mine) <= set(self._pool.by_serial))

    def item_of(self, at: int) -> str | None:
        """The item of the line's number, if numbers mean anything here."""
        serial = self._lines[at].serial
        if not self._believed or serial not in self._unique:
            return None
        return self._pool.by_serial.get(serial)


def _by_number(line: KeyTexts, found: list[tuple[float, str]], item: str | None, pool: Pool) -> str | None:
    """The item of the number, where the texts do not speak against it."""
    if item is None or not line.speaks:
        return item
    scores = {candidate: score for score, candidate in found}
    if found and scores.get(item, 0.0) >= max(found[0][0] - MARGIN, SURE):
        return item
    key = pool.items[item]
    changed = likeness(line.name, key.name) >= ALIKE or likeness(line.text, key.text) >= ALIKE
    others_fit = any(score >= SURE for candidate, score in scores.items() if candidate != item)
    return item if changed and not others_fit else None


def _better_elsewhere(
    line: KeyTexts, item: str, found: list[tuple[float, str]], pool: Pool, others: Pool | None
) -> bool:
    """Whether the line is more like an item that is not asked for here."""
    if others is None or not line.speaks:
        return False
    mine = next((score for score, candidate in found if candidate == item), 0.0)
    if mine >= 1.0:
        return False
    return any(score > mine for score, other in others.ranked(line) if other not in pool.items)


def _question(found: list[tuple[float, str]], by_number: str | None, item: str | None) -> Question:
    """What to ask about a line; ``item`` is set when it is more like something that is not asked for."""
    if item:
        return Question("unknown")
    likely = [candidate for score, candidate in found if score >= found[0][0] - 2 * MARGIN][:CANDIDATES]
    if by_number and by_number not in likely:
        likely.append(by_number)
    several = len(likely) > 1 and found and found[0][0] >= SURE
    return Question("ambiguous" if several else "unknown", tuple(likely))


def _lesser(sure: Mapping[int, str], scores: Mapping[int, Mapping[str, float]]) -> set[int]:
    """Lines whose item another line fits clearly better: a copy that was changed, or a new line like an old one."""
    lines: dict[str, list[int]] = defaultdict(list)
    for at, item in sure.items():
        lines[item].append(at)
    return {at for item, several in lines.items() for at in _behind(item, several, scores)}


def _behind(item: str, lines: Iterable[int], scores: Mapping[int, Mapping[str, float]]) -> list[int]:
    fits = {at: scores[at].get(item, 0.0) for at in lines}
    return [at for at, fit in fits.items() if fit < max(fits.values()) - MARGIN]
