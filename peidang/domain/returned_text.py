"""收回改稿: which paragraph of a file that came back is which of the one that went out. Pure.

A paragraph is known by its place where the file still says it, else by its words, else by where it stands.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from peidang.domain.likeness import bare, likeness

LIKE = 0.45
"""From which likeness on a paragraph is the same one, reworded, when it stands where the former stood."""


@dataclass(frozen=True)
class Line:
    """A paragraph of a file. ``place`` '' where the file does not say."""

    text: str
    place: str = ""


@dataclass(frozen=True)
class Placed:
    """What came back: each place's text ('' when it is gone), and paragraphs that belong nowhere."""

    texts: Mapping[str, str]
    unplaced: tuple[str, ...] = ()


def squeezed(text: str) -> str:
    """The text without blanks and line feeds: what counts as unchanged."""
    return "".join(text.split())


def place_lines(sent: Sequence[Line], returned: Sequence[Line], last: str) -> Placed:
    """Give every returned paragraph the place of the sent one it is, and new ones that of the one above them.

    Every line sent has a place, or is known not to belong to any ('': signature, list of annexes). ``last`` is the last
    place of the text: what is new below it is unplaced.
    """
    at = _at_marks(sent, returned)
    at = _at_equals(sent, returned, at)
    at = _at_likeness(sent, returned, at)
    texts: dict[str, list[str]] = {line.place: [] for line in sent if line.place}
    unplaced: list[str] = []
    above, below_text = "", False
    for n, line in enumerate(returned):
        if n in at:
            place = sent[at[n]].place
            below_text = below_text or (above == last and place != last)
            above = place or above
            if not place and squeezed(line.text) != squeezed(sent[at[n]].text):
                unplaced.append(line.text)
        else:
            place = "" if below_text or not above else above
            if not place:
                unplaced.append(line.text)
        if place:
            texts[place].append(line.text)
    return Placed({place: "\n".join(lines) for place, lines in texts.items()}, tuple(unplaced))


def _at_marks(sent: Sequence[Line], returned: Sequence[Line]) -> dict[int, int]:
    """By place; of the several paragraphs of one place, in order, the last standing for all further ones."""
    of_place: dict[str, list[int]] = {}
    for n, line in enumerate(sent):
        if line.place:
            of_place.setdefault(line.place, []).append(n)
    seen: dict[str, int] = {}
    found = {}
    for n, line in enumerate(returned):
        places = of_place.get(line.place, [])
        if places:
            count = seen.get(line.place, 0)
            found[n] = places[min(count, len(places) - 1)]
            seen[line.place] = count + 1
    return found


def _at_equals(sent: Sequence[Line], returned: Sequence[Line], at: Mapping[int, int]) -> dict[int, int]:
    """By the same words; each sent paragraph once."""
    found = dict(at)
    used = set(at.values())
    for n, line in enumerate(returned):
        if n in found:
            continue
        text = squeezed(line.text)
        same = [m for m, one in enumerate(sent) if m not in used and squeezed(one.text) == text]
        if same:
            found[n] = _nearest(same, _neighbour(found, n))
            used.add(found[n])
    return found


def _neighbour(found: Mapping[int, int], n: int) -> int:
    """The sent paragraph above, as far as it is known; -1 at the top."""
    return next((found[m] for m in range(n - 1, -1, -1) if m in found), -1)


def _nearest(candidates: Sequence[int], above: int) -> int:
    return min(candidates, key=lambda m: (m <= above, abs(m - above)))


def _at_likeness(sent: Sequence[Line], returned: Sequence[Line], at: Mapping[int, int]) -> dict[int, int]:
    """By likeness, between the same neighbours: the likest pairs first."""
    found = dict(at)
    used = set(at.values())
    pairs = []
    for n, line in enumerate(returned):
        if n in at:
            continue
        low, high = _neighbour(at, n), _below(at, n, len(returned), len(sent))
        for m in range(low + 1, high):
            if m not in used and (alike := likeness(bare(line.text), bare(sent[m].text))) >= LIKE:
                pairs.append((-alike, abs(m - low), n, m))
    for _, _, n, m in sorted(pairs):
        if n not in found and m not in used:
            found[n] = m
            used.add(m)
    return found


def _below(at: Mapping[int, int], n: int, returned: int, sent: int) -> int:
    return next((at[m] for m in range(n + 1, returned) if m in at), sent)
