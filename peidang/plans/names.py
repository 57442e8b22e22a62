"""Unit names that could be one unit: slips of the pen, and other ways to write the same name. Nothing is merged here."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from peidang.domain.plan_document import PlanDocument
from peidang.plans.plain import squeezed
from peidang.plans.units import is_collective

PREFIX = re.compile(r"^(?:市市(?=场)|[省市区县州旗])")
FILLERS = re.compile("[和与及、]")
BODIES = re.compile("(?:委员会|委|局|厅|办公室|办)$")
SUFFIX = re.compile(r"\([^()]*\)$")
LONG_ENOUGH = 6
"""Characters. In shorter names one other character makes another unit (市商务局, 市税务局)."""
RARE = 2
"""A slip occurs at most this often, and the right name at least twice as often."""


@dataclass(frozen=True)
class Twin:
    """``name`` is probably ``proposal``; ``kind`` is the doubt's code."""

    name: str
    proposal: str
    kind: str
    count: int
    other_count: int


def unit_counts(plan: PlanDocument) -> Counter[str]:
    """How often each single unit is named, body and annex together, in order of first mention."""
    counts: Counter[str] = Counter()
    counts.update(name for name in _mentions(plan) if not is_collective(name))
    return counts


def collectives(plan: PlanDocument) -> tuple[str, ...]:
    """The collective names in order of first mention."""
    return tuple(dict.fromkeys(name for name in _mentions(plan) if is_collective(name)))


def _mentions(plan: PlanDocument) -> Iterator[str]:
    for task in plan.tasks:
        yield from (*task.lead, *task.responsible)
    for row in plan.rows:
        yield from (*row.lead, *row.responsible)


def twins(counts: Counter[str]) -> Iterator[Twin]:
    """Pairs of names to ask about: the rarer one with its likeliest better-known form."""
    order = list(counts)
    for name in order:
        known = sorted(
            (other for other in order if _outranks(other, name, counts, order)),
            key=lambda other: (-counts[other], order.index(other)),
        )
        twin = next((made for other in known if (made := _twin(name, other, counts))), None)
        if twin:
            yield twin


def _outranks(other: str, name: str, counts: Counter[str], order: list[str]) -> bool:
    """Of two forms the more frequent is the better known, then the longer, then the earlier."""
    if other == name:
        return False
    mine = (counts[name], len(name), -order.index(name))
    return (counts[other], len(other), -order.index(other)) > mine


def _twin(name: str, other: str, counts: Counter[str]) -> Twin | None:
    code = "unit-alias" if _same_unit(name, other) else "unit-typo" if _slip(name, other, counts) else None
    return Twin(name, other, code, counts[name], counts[other]) if code else None


def _same_unit(one: str, other: str) -> bool:
    """Written differently on purpose: fillers, short forms, 局 for 委, a suffix in brackets, the place left out."""
    one, other = squeezed(one), squeezed(other)
    if SUFFIX.sub("", one) == SUFFIX.sub("", other):
        return True
    if FILLERS.sub("", one) == FILLERS.sub("", other):
        return True
    mine, others = PREFIX.match(one), PREFIX.match(other)
    if mine and others and mine.group()[0] != others.group()[0]:
        return False
    stems = [FILLERS.sub("", BODIES.sub("", PREFIX.sub("", name, count=1))) for name in (one, other)]
    short, long = sorted(stems, key=len)
    if not (BODIES.search(one) and BODIES.search(other)) or len(short) < 2:
        return short == long and len(short) > 2
    return short == long or _abbreviates(short, long)


def _abbreviates(short: str, long: str) -> bool:
    """发改 for 发展改革, 住建 for 住房城乡建设: characters in order, the first one first, from the words' heads."""
    if short[0] != long[0] or len(short) * 2 > len(long) + 2 or len(short) == len(long):
        return False
    rest = iter(long)
    return all(char in rest for char in short)


def _slip(name: str, other: str, counts: Counter[str]) -> bool:
    """One or two characters off a name that occurs much more often."""
    if min(len(name), len(other)) < LONG_ENOUGH or counts[name] > RARE or counts[other] < 2 * counts[name]:
        return False
    if name[0] != other[0] or name[-1] != other[-1]:
        return False
    if abs(len(name) - len(other)) > 1:
        return False
    return SequenceMatcher(None, name, other, autojunk=False).ratio() >= 0.85
