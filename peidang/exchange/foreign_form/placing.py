"""Whose line it is: lines of somebody else's table told to our rows and indicators by what they say.

Only what is sure is placed: the likeliest must be like enough, and no other nearly as likely.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peidang.domain.row_matching import squeezed
from peidang.exchange.foreign_form.likeness import likeness

SURE_ROW, SURE_INDICATOR = 0.75, 0.88
MARGIN = 0.06
PART = 0.9
"""How alike a text counts that stands whole within the other."""
SHORTEST_PART = 6
_NUMBERED = re.compile(r"^(?:[（(]?[一二三四五六七八九十]+[）)、.．]|[（(]?\d+[）)、.．](?!\d)|[①-⑳])\s*")
_IN_BRACKETS = re.compile(r"[（(]([^（()）]*)[）)]\s*$")
_POWERS = {
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "万亿": 12,
}
_POWER = re.compile("^(" + "|".join(sorted(_POWERS, key=len, reverse=True)) + ")(.+)$")


@dataclass(frozen=True)
class Words:
    """What a line says it is about; '' where the table has no such column."""

    serial: str = ""
    task: str = ""
    measure: str = ""
    indicator: str = ""
    unit_of_measure: str = ""
    leads: str = ""

    @property
    def shown(self) -> str:
        """The line as people would call it."""
        return "：".join(
            text for text in (self.indicator or self.task, "" if self.indicator else self.measure) if text
        )


@dataclass(frozen=True)
class Candidate:
    """A row or an indicator of a plan. ``id`` is whatever the caller knows it by."""

    id: str
    serial: str
    task: str = ""
    measure: str = ""
    indicator: str = ""
    unit_of_measure: str = ""
    leads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Placement:
    """Where a line belongs: surely to ``id``, else perhaps to one of ``rivals``, the likeliest first."""

    id: str | None = None
    rivals: tuple[str, ...] = ()


def place_row(words: Words, rows: Sequence[Candidate]) -> Placement:
    """The row a line speaks of."""
    return _place(words, rows, _row_likeness, SURE_ROW)


def place_indicator(words: Words, indicators: Sequence[Candidate]) -> Placement:
    """The indicator a line speaks of; one in another unit of measure is none, 万元 and 亿元 are one."""
    fitting = [one for one in indicators if scale(measure_of(words), one.unit_of_measure) is not None]
    return _place(words, fitting, _indicator_likeness, SURE_INDICATOR)


def _place(
    words: Words, candidates: Sequence[Candidate], like: Callable[[Words, Candidate], float], sure: float
) -> Placement:
    scored = sorted(((like(words, one), one) for one in candidates), key=lambda pair: -pair[0])
    near = [one for score, one in scored if score >= sure and score >= scored[0][0] - MARGIN]
    if len(near) > 1:
        near = _told_apart(words, near)
    if len(near) == 1:
        return Placement(near[0].id)
    return Placement(None, tuple(one.id for one in near[:5]))


def _told_apart(words: Words, near: list[Candidate]) -> list[Candidate]:
    """Of candidates whose words are as like: the one with the same number and, where the line names leads, these."""
    fits = [one for one in near if words.serial and one.serial == words.serial]
    if words.leads:
        fits = [one for one in fits if any(name in words.leads for name in one.leads)]
    return fits if len(fits) == 1 else near


def _row_likeness(words: Words, row: Candidate) -> float:
    if words.task and words.measure and row.measure:
        return 0.3 * _like(words.task, row.task) + 0.7 * _like(words.measure, row.measure)
    said = words.measure or words.task
    texts = (row.task, row.measure, row.task + row.measure)
    return max(_like(said, text) for text in texts if text) if said and any(texts) else 0.0


def _like(said: str, text: str) -> float:
    one, other = bare(said), bare(text)
    short, long = sorted((squeezed(one), squeezed(other)), key=len)
    return max(likeness(one, other), PART if len(short) >= SHORTEST_PART and short in long else 0.0)


def _indicator_likeness(words: Words, indicator: Candidate) -> float:
    same_measure = 0.001 * (squeezed(measure_of(words)) == squeezed(indicator.unit_of_measure))
    named = max(likeness(name, indicator.indicator) for name in {bare(words.indicator), name_of(words)})
    return named + same_measure if named else 0.0


def bare(text: str) -> str:
    """Without the number in front: （一）新建粮仓 → 新建粮仓."""
    return _NUMBERED.sub("", unicodedata.normalize("NFKC", text).strip())


def name_of(words: Words) -> str:
    """The indicator's name without number and without the measure in brackets behind it."""
    return _IN_BRACKETS.sub("", bare(words.indicator)).strip()


def measure_of(words: Words) -> str:
    """The unit of measure a line names: in its own column, else in brackets behind the indicator's name."""
    if words.unit_of_measure:
        return words.unit_of_measure
    found = _IN_BRACKETS.search(bare(words.indicator))
    return found[1] if found and len(found[1]) <= 4 else ""


def scale(theirs: str, ours: str) -> Decimal | None:
    """What a figure in their unit of measure is multiplied by to be in ours: 万辆 to 辆 10000. None: no such way."""
    first, second = squeezed(theirs), squeezed(ours)
    if not first or first == second:
        return Decimal(1)
    (one, base), (other, same) = _power(first), _power(second)
    return Decimal(10) ** (one - other) if base == same else None


def _power(measure: str) -> tuple[int, str]:
    found = _POWER.match(measure)
    return (_POWERS[found[1]], found[2]) if found else (0, measure)
