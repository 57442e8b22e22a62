"""Which row of a newer document is which row of the plan: told by content; the number is the weakest of hints.

Rows that are alike in every cell belong together. Of the others, those are looked for first whose text is another
row's text cut in two, or two rows' texts put together; then each new row goes to the old row it is most like. Where
another reading of the same rows is as likely, nothing is matched and it becomes a question.
"""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from heapq import nlargest
from itertools import combinations

SAME = 0.6
"""Likeness from which on two rows may be one row in other words."""
AS_LIKELY = 0.03
"""Readings whose likeness differs by less are equally likely."""
HINTS = {"leads": 0.02, "responsible": 0.01, "due": 0.01, "section": 0.01, "serial": 0.01}
"""What other equal cells add to the likeness of the text."""
CANDIDATES = 8
"""With how many old rows a new one is compared at length."""
RELATED = 0.25
"""Share of common pairs of characters below which two texts are not compared at length."""
PART_INSIDE = 0.8
"""How much of a part must stand in the whole it was cut from."""
WHOLE_COVERED = 0.75
"""How much of the whole its parts must make up together."""
SHORTEST_PART = 6
"""Characters: shorter texts say too little to be a part of something."""


@dataclass(frozen=True)
class RowContent:
    """The cells of a row as printed, of the plan or of a document."""

    serial: int
    section: str
    task: str
    measure: str
    leads: tuple[str, ...]
    responsible: tuple[str, ...]
    due: str | None = None
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """What the row is known by: its measure, without one its task; blanks and widths do not count."""
        return squeezed(self.measure) or squeezed(self.task)


@dataclass
class Matching:
    """Old and new rows by their places in the two lists. Every row stands in one of these, and in one only."""

    same: dict[int, int] = field(default_factory=dict)
    """New to old."""
    split: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """Old to the new ones it was cut into."""
    merged: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """New to the old ones it was put together from."""
    open: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """New to the old ones it may equally well be, the likeliest first; an old one may stand in several."""
    added: tuple[int, ...] = ()
    dropped: tuple[int, ...] = ()


def squeezed(text: str) -> str:
    """Without blanks and differences of width: for comparing, never for showing."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def match_rows(old: Sequence[RowContent], new: Sequence[RowContent]) -> Matching:
    """Match two states of one table."""
    found = Matching(same=_identical(old, new))
    free_old = [at for at in range(len(old)) if at not in set(found.same.values())]
    free_new = [at for at in range(len(new)) if at not in found.same]
    scores = _scores(old, new, free_old, free_new)
    found.split = _cut_in_parts(old, new, free_old, free_new, scores)
    found.merged = _cut_in_parts(new, old, free_new, free_old, {(n, o): s for (o, n), s in scores.items()})
    found.merged = {n: parts for n, parts in found.merged.items() if _untouched(found.split, n, parts)}
    gone_old = {*found.split, *(o for parts in found.merged.values() for o in parts)}
    gone_new = {*found.merged, *(n for parts in found.split.values() for n in parts)}
    scores = {(o, n): s for (o, n), s in scores.items() if o not in gone_old and n not in gone_new}
    sure, found.open = _likeliest(scores)
    found.same |= sure
    gone_new |= {*found.same, *found.open}
    gone_old |= {*found.same.values(), *(o for olds in found.open.values() for o in olds)}
    found.added = tuple(n for n in range(len(new)) if n not in gone_new)
    found.dropped = tuple(o for o in range(len(old)) if o not in gone_old)
    return found


def _untouched(split: Mapping[int, tuple[int, ...]], whole: int, parts: Iterable[int]) -> bool:
    """True when neither the new whole nor one of its old parts belongs to a split already."""
    return all(part not in split for part in parts) and all(whole not in new for new in split.values())


def _identical(old: Sequence[RowContent], new: Sequence[RowContent]) -> dict[int, int]:
    """Rows alike in every cell but the number, in order; where their count differs, somebody must say which is gone."""
    places: dict[object, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, rows in enumerate((old, new)):
        for at, row in enumerate(rows):
            places[_all_cells(row)][side].append(at)
    return {
        n: o
        for olds, news in places.values()
        if len(olds) == len(news)
        for o, n in zip(olds, news, strict=True)
    }


def _all_cells(row: RowContent) -> object:
    texts = tuple(map(squeezed, (row.section, row.task, row.measure)))
    return texts, row.leads, row.responsible, row.due, row.extra


def _scores(
    old: Sequence[RowContent], new: Sequence[RowContent], free_old: Sequence[int], free_new: Sequence[int]
) -> dict[tuple[int, int], float]:
    """Likeness with hints of every pair, old and new, that may be one row."""
    old_pairs = {o: _pairs(squeezed(old[o].task) + old[o].text) for o in free_old}
    scores = {}
    for n in free_new:
        mine = _pairs(squeezed(new[n].task) + new[n].text)
        related = {o: _related(mine, pairs) for o, pairs in old_pairs.items()}
        for o in nlargest(CANDIDATES, related, key=lambda o: (related[o], -o)):
            likeness = _likeness(old[o], new[n]) if related[o] >= RELATED else 0.0
            if likeness >= SAME:
                scores[o, n] = likeness + _hints(old[o], new[n])
    return scores


def _related(one: Counter[str], other: Counter[str]) -> float:
    """Share of common pairs of characters, 0 to 1; quick, and blind to their order."""
    return 2 * (one & other).total() / (one.total() + other.total())


def _pairs(text: str) -> Counter[str]:
    return Counter(text[at : at + 2] for at in range(len(text) - 1)) or Counter([text])


def _likeness(old: RowContent, new: RowContent) -> float:
    """Of measure and task together, 0 to 1; the measure counts for more, as one task stands over several rows."""
    measure = _ratio(old.text, new.text)
    return 0.7 * measure + 0.3 * _ratio(squeezed(old.task), squeezed(new.task))


def _ratio(one: str, other: str) -> float:
    if one == other:
        return 1.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    bound = matcher.quick_ratio()
    return matcher.ratio() if bound > SAME / 2 else bound


def _hints(old: RowContent, new: RowContent) -> float:
    return sum(weight for cell, weight in HINTS.items() if getattr(old, cell) == getattr(new, cell))


def _cut_in_parts(
    wholes: Sequence[RowContent],
    parts: Sequence[RowContent],
    free_wholes: Sequence[int],
    free_parts: Sequence[int],
    scores: Mapping[tuple[int, int], float],
) -> dict[int, tuple[int, ...]]:
    """Wholes with the parts that stand in them beside each other and make them up; keys of ``scores`` are (whole, part)."""
    found: dict[int, tuple[int, ...]] = {}
    taken: set[int] = set()
    pairs = {at: _pairs(parts[at].text) for at in free_parts}
    best = defaultdict[int, float](float)
    for (_, part), score in scores.items():
        best[part] = max(best[part], score)
    for whole in free_wholes:
        text = wholes[whole].text
        mine = _pairs(text)
        covers = {}
        for at in free_parts:
            inside = (pairs[at] & mine).total() / pairs[at].total()
            fits = SHORTEST_PART <= len(parts[at].text) < 0.9 * len(text) and inside >= PART_INSIDE / 2
            elsewhere = best[at] > max(scores.get((whole, at), 0.0), PART_INSIDE)
            if at not in taken and fits and not elsewhere:
                covers[at] = _cover(parts[at].text, text)
        chosen = _beside_each_other(covers, {at: len(parts[at].text) for at in covers}, len(text))
        if chosen:
            found[whole] = chosen
            taken.update(chosen)
    return found


def _cover(part: str, whole: str) -> frozenset[int]:
    """The places of the whole where the part's text stands; single characters in common mean nothing."""
    blocks = SequenceMatcher(None, part, whole, autojunk=False).get_matching_blocks()
    return frozenset(at for block in blocks if block.size > 1 for at in range(block.b, block.b + block.size))


def _beside_each_other(
    covers: Mapping[int, frozenset[int]], lengths: Mapping[int, int], whole: int
) -> tuple[int, ...]:
    """The parts that lie inside the whole without lying over one another; () unless they make it up."""
    inside = sorted(
        (at for at, cover in covers.items() if len(cover) >= PART_INSIDE * lengths[at]),
        key=lambda at: (-len(covers[at]), at),
    )
    covered: set[int] = set()
    chosen = []
    for at in inside:
        if len(covers[at] & covered) <= 0.2 * len(covers[at]):
            chosen.append(at)
            covered |= covers[at]
    enough = len(chosen) > 1 and len(covered) >= WHOLE_COVERED * whole
    return tuple(sorted(chosen)) if enough else ()


def _likeliest(scores: Mapping[tuple[int, int], float]) -> tuple[dict[int, int], dict[int, tuple[int, ...]]]:
    """New to old where one reading is the likeliest; and the new ones with several equally likely old ones."""
    chosen = _improved(_greedy(scores), scores)
    rivals: dict[int, set[int]] = defaultdict(set)
    old_of = {o: n for n, o in chosen.items()}
    for (o, n), score in scores.items():
        if n in chosen and o not in old_of and score >= scores[chosen[n], n] - AS_LIKELY:
            rivals[n] |= {o, chosen[n]}
        if o in old_of and n not in chosen and score >= scores[o, old_of[o]] - AS_LIKELY:
            rivals[n].add(o)
            rivals[old_of[o]].add(o)
    for (n1, o1), (n2, o2) in combinations(chosen.items(), 2):
        if _swapped(scores, n1, o1, n2, o2) >= scores[o1, n1] + scores[o2, n2] - AS_LIKELY:
            rivals[n1] |= {o1, o2}
            rivals[n2] |= {o1, o2}
    questions = {
        n: tuple(sorted(olds, key=lambda o: (-scores.get((o, n), 0.0), o)))
        for n, olds in sorted(rivals.items())
    }
    asked = {o for olds in questions.values() for o in olds}
    sure = {n: o for n, o in chosen.items() if n not in questions and o not in asked}
    doubtful = {n: (o,) for n, o in chosen.items() if n not in questions and o in asked}
    return sure, questions | doubtful


def _greedy(scores: Mapping[tuple[int, int], float]) -> dict[int, int]:
    chosen: dict[int, int] = {}
    for o, n in sorted(scores, key=lambda pair: (-scores[pair], pair)):
        if n not in chosen and o not in chosen.values():
            chosen[n] = o
    return chosen


def _improved(chosen: dict[int, int], scores: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Two pairs exchange partners where that makes both together likelier."""
    for _ in range(len(chosen)):
        better = [
            (n1, n2)
            for (n1, o1), (n2, o2) in combinations(chosen.items(), 2)
            if _swapped(scores, n1, o1, n2, o2) > scores[o1, n1] + scores[o2, n2] + 1e-9
        ]
        if not better:
            break
        n1, n2 = better[0]
        chosen[n1], chosen[n2] = chosen[n2], chosen[n1]
    return chosen


def _swapped(scores: Mapping[tuple[int, int], float], n1: int, o1: int, n2: int, o2: int) -> float:
    """How likely the two pairs are with their partners exchanged; 0 when they cannot be."""
    if (o2, n1) not in scores or (o1, n2) not in scores:
        return 0.0
    return scores[o2, n1] + scores[o1, n2]
