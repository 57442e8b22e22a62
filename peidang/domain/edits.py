"""Own edits of a drafted paragraph: what becomes of them when a later draft says something else. Pure.

A draft is a sequence of pieces, some of them numbers that know their figure. An edited text stands, always; beside it
is told which of its numbers moved since, and whether the draft says another sentence now.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_NUMBER = re.compile(
    r"[0-9]{4}年[0-9]{1,2}月(?:[0-9]{1,2}日)?|[0-9]{1,2}月[0-9]{1,2}日"
    r"|(?:(?<![0-9A-Za-z.])-)?[0-9]+(?:\.[0-9]+)?"
)
_MARK = re.compile(r"[0-9]{1,3}\.(?![0-9])|（[一二三四五六七八九十]{1,4}）|[一二三四五六七八九十]{1,4}、")
"""1. （一） 一、 at the beginning: a place in a list, not a fact."""


FOLLOWED = "@"
"""How a ref begins that is no figure: a day that own words take over by themselves, and nobody is told."""


@dataclass(frozen=True)
class Piece:
    """A stretch of drafted text. ``ref`` is the key of the figure it shows."""

    text: str
    ref: str | None = None


class State(StrEnum):
    """How an edited paragraph stands to the draft of now."""

    SAME = "same"
    MOVED = "moved"
    """Only numbers moved."""
    CHANGED = "changed"
    """The draft says another sentence now."""
    GONE = "gone"
    """The draft has no such paragraph any more."""


@dataclass(frozen=True)
class Moved:
    """A number that was ``old`` when the text was edited and is ``new`` in the draft of now.

    ``at`` is where ``old`` stands in the edited text; None when the office took it out or wrote another in its stead.
    """

    old: str
    new: str
    ref: str | None = None
    at: int | None = None


@dataclass(frozen=True)
class EditState:
    """An edited paragraph as it stands now. ``pieces`` is its text with the figures it still shows rightly."""

    text: str
    state: State
    moved: tuple[Moved, ...] = ()
    pieces: tuple[Piece, ...] = ()


def as_text(pieces: Iterable[Piece]) -> str:
    """The characters of some pieces."""
    return "".join(piece.text for piece in pieces)


def to_json(pieces: Iterable[Piece]) -> list[list[str | None]]:
    """Plain data for the store; ``from_json`` reads it back."""
    return [[piece.text, piece.ref] for piece in pieces]


def from_json(data: Iterable[Sequence[str | None]]) -> tuple[Piece, ...]:
    """The pieces that ``to_json`` wrote."""
    return tuple(Piece(text or "", ref) for text, ref in data)


def merge_edit(made_from: Sequence[Piece], now: Sequence[Piece] | None, edited: str) -> EditState:
    """The edited text against the draft it was made from and the draft of now; ``now`` None: the place is gone.

    The text stands as it was edited, but for its number in a list (1. （一）), which follows the draft. An empty text is a
    paragraph taken out.
    """
    if now is None:
        return EditState(edited, State.GONE, pieces=_plain(edited))
    old_mark, before = _without_mark(made_from)
    new_mark, after = _without_mark(now)
    if old_mark and edited.startswith(old_mark):
        edited = new_mark + edited[len(old_mark) :]
    first, second = _tokens(before), _tokens(after)
    partner = _partners(first, second)
    words = _tokens(_plain(edited))
    places = _aligned(first, words, partner)
    edited = _with_days(edited, first, second, partner, words, places)
    words = _tokens(_plain(edited))
    moved = tuple(
        Moved(one.text, new.text, new.ref, words[places[n]].start if n in places else None)
        for n, one in enumerate(first)
        if n in partner and one.text != (new := second[partner[n]]).text and not _follows(one)
    )
    fresh = _aligned(second, words, {}) if any(one.at is None for one in moved) else {}
    moved = tuple(one for one in moved if one.at is not None or not _written(one, second, fresh))
    if not edited:
        moved = ()
    state = State.CHANGED if _skeleton(first) != _skeleton(second) else State.MOVED if moved else State.SAME
    refs = {
        at: second[partner[n]].ref
        for n, at in places.items()
        if n in partner and second[partner[n]].text == words[at].text
    } | {at: second[n].ref for n, at in fresh.items() if at not in places.values()}
    return EditState(edited, state, moved, tuple(_joined(words, refs)))


def _follows(one: "_Token") -> bool:
    return one.ref is not None and one.ref.startswith(FOLLOWED)


def _with_days(
    edited: str,
    first: "Sequence[_Token]",
    second: "Sequence[_Token]",
    partner: Mapping[int, int],
    words: "Sequence[_Token]",
    places: Mapping[int, int],
) -> str:
    """The edited text with what follows the draft by itself: the day as of which things are counted."""
    days = [n for n, one in enumerate(first) if _follows(one) and n in partner and n in places]
    for n in sorted(days, key=lambda n: words[places[n]].start, reverse=True):
        at = words[places[n]]
        edited = edited[: at.start] + second[partner[n]].text + edited[at.start + len(at.text) :]
    return edited


def _written(one: Moved, second: "Sequence[_Token]", fresh: Mapping[int, int]) -> bool:
    """True when the office wrote the new number itself, where it belongs."""
    return any(second[n].text == one.new and second[n].ref == one.ref for n in fresh)


def accepted(stands: EditState) -> str:
    """The edited text with every moved number that it holds replaced by the new one."""
    text = stands.text
    for one in sorted((m for m in stands.moved if m.at is not None), key=lambda m: m.at or 0, reverse=True):
        at = one.at or 0
        text = text[:at] + one.new + text[at + len(one.old) :]
    return text


def wrong_numbers(stands: EditState, now: Sequence[Piece]) -> tuple[tuple[str, str], ...]:
    """Numbers of the draft that an edited text seems to give otherwise: (what it says, what the figure is).

    A figure that the text no longer holds is looked for where it stood: the same words before or behind it, another
    number between them.
    """
    drafted, words = _tokens(_without_mark(now)[1]), _tokens(_plain(stands.text))
    taken = set(_aligned(drafted, words, {n: n for n in range(len(drafted))}).items())
    known, used = {n for n, _ in taken}, {at for _, at in taken}
    found = []
    for n, one in enumerate(drafted):
        if one.ref is None or _follows(one) or n in known:
            continue
        at = _same_surroundings(drafted, n, words, used)
        if at is not None and words[at].text != one.text:
            used.add(at)
            found.append((words[at].text, one.text))
    return tuple(found)


@dataclass(frozen=True)
class _Token:
    """A number, or one character of anything else."""

    text: str
    start: int
    number: bool = False
    ref: str | None = None


def _plain(text: str) -> tuple[Piece, ...]:
    return (Piece(text),) if text else ()


def _merged(pieces: Iterable[Piece]) -> list[Piece]:
    """Neighbours without a ref as one, so that a number or a mark is never cut in two."""
    made: list[Piece] = []
    for piece in pieces:
        if made and piece.ref is None and made[-1].ref is None:
            made[-1] = Piece(made[-1].text + piece.text)
        elif piece.text:
            made.append(piece)
    return made


def _without_mark(pieces: Iterable[Piece]) -> tuple[str, list[Piece]]:
    merged = _merged(pieces)
    match = _MARK.match(merged[0].text) if merged and merged[0].ref is None else None
    if match is None:
        return "", merged
    return match[0], [Piece(merged[0].text[match.end() :]), *merged[1:]]


def _tokens(pieces: Iterable[Piece]) -> list[_Token]:
    made: list[_Token] = []
    start = 0
    for piece in _merged(pieces):
        if piece.ref is not None:
            made.append(_Token(piece.text, start, number=True, ref=piece.ref))
        else:
            made += _split(piece.text, start)
        start += len(piece.text)
    return made


def _split(text: str, start: int) -> Iterator[_Token]:
    at = 0
    for match in _NUMBER.finditer(text):
        yield from (_Token(char, start + n) for n, char in enumerate(text[at : match.start()], at))
        yield _Token(match[0], start + match.start(), number=True)
        at = match.end()
    yield from (_Token(char, start + n) for n, char in enumerate(text[at:], at))


def _skeleton(tokens: Iterable[_Token]) -> list[str]:
    return ["\0" if one.number else one.text for one in tokens]


def _partners(first: Sequence[_Token], second: Sequence[_Token]) -> dict[int, int]:
    """Which number of the second draft is which of the first: in order when the words are the same, else by figure."""
    if _skeleton(first) == _skeleton(second):
        return {n: n for n, one in enumerate(first) if one.number}
    pairs: dict[int, int] = {}
    places: dict[str, list[int]] = {}
    for n, one in enumerate(second):
        if one.ref is not None:
            places.setdefault(one.ref, []).append(n)
    for n, one in enumerate(first):
        if one.ref is not None and places.get(one.ref):
            pairs[n] = places[one.ref].pop(0)
    return pairs


def _aligned(drafted: Sequence[_Token], words: Sequence[_Token], wanted: Mapping[int, int]) -> dict[int, int]:
    """Where the numbers of a draft stand in an edited text: (place in the draft) → (place in the text)."""
    matcher = SequenceMatcher(None, [t.text for t in drafted], [t.text for t in words], autojunk=False)
    found: dict[int, int] = {}
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            one, other = drafted[block.a + step], words[block.b + step]
            # A number that matches alone, its neighbours being others, may be any number.
            if one.number and other.number and (block.size > 1 or len(drafted) == len(words) == 1):
                found[block.a + step] = block.b + step
    used = set(found.values())
    for n in wanted:
        if drafted[n].number and n not in found:
            at = _same_surroundings(drafted, n, words, used, drafted[n].text)
            if at is not None:
                found[n] = at
                used.add(at)
    return found


def _same_surroundings(
    drafted: Sequence[_Token], n: int, words: Sequence[_Token], used: set[int], text: str | None = None
) -> int | None:
    """The one number not used yet (of this text, if one is given) with the same two characters before and one behind.

    None when there is none such, or several.
    """

    def around(tokens: Sequence[_Token], at: int) -> tuple[str, str]:
        before = "".join(t.text for t in tokens[max(0, at - 2) : at])
        return before, tokens[at + 1].text if at + 1 < len(tokens) else ""

    wanted = around(drafted, n)
    fits = [
        at
        for at, one in enumerate(words)
        if one.number and at not in used and around(words, at) == wanted and text in (None, one.text)
    ]
    return fits[0] if len(fits) == 1 else None


def _joined(words: Sequence[_Token], refs: Mapping[int, str | None]) -> Iterator[Piece]:
    text = ""
    for n, one in enumerate(words):
        ref = refs.get(n)
        if ref is None:
            text += one.text
            continue
        if text:
            yield Piece(text)
        yield Piece(one.text, ref)
        text = ""
    if text:
        yield Piece(text)


def moves_between(before: Sequence[Piece], after: Sequence[Piece]) -> tuple[str, ...] | None:
    """What moved between two drafts of a sentence, each as 已报齐由18项变为19项; None when the words differ, too."""
    first, second = _tokens(_without_mark(before)[1]), _tokens(_without_mark(after)[1])
    if _skeleton(first) != _skeleton(second):
        return None
    moved = (n for n, one in enumerate(first) if one.number and one.text != second[n].text)
    return tuple(_told(second, n, first[n].text) for n in moved if not _follows(second[n]))


_ENDS = "，。；：（）“”！？\n"
_MOST_CUT, _MOST_LEAD = 60, 14
_UNIT = re.compile(r"个百分点|[%％]|[万亿]?[项家个处期元辆台套吨人户座次件条]次?")


def _told(tokens: Sequence[_Token], n: int, old: str) -> str:
    lead = ""
    for one in reversed(tokens[:n]):
        if one.text in _ENDS:
            break
        if len(lead) >= _MOST_LEAD:
            lead = lead.partition("、")[2] or lead  # a part of the sentence, not of a word
            break
        lead = one.text + lead
    behind = "".join(one.text for one in tokens[n + 1 : n + 6])
    match = _UNIT.match(behind)
    unit = match[0] if match else ""
    return f"{lead.lstrip('、')}由{old}{unit}变为{tokens[n].text}{unit}"


def sentences(pieces: Sequence[Piece]) -> tuple[tuple[Piece, ...], ...]:
    """A paragraph's sentences, each ending with its full stop, with their figures."""
    made: list[tuple[Piece, ...]] = []
    kept: list[Piece] = []
    for piece in _merged(pieces):
        if piece.ref is not None:
            kept.append(piece)
            continue
        for part in re.findall(r"[^。\n]*(?:[。\n]+|$)", piece.text):
            if part:
                kept.append(Piece(part))
            if part.endswith(("。", "\n")):
                made.append(tuple(kept))
                kept = []
    return tuple(one for one in (*made, tuple(kept)) if as_text(one).strip())


def changes_told(before: Sequence[Piece] | None, after: Sequence[Piece] | None) -> tuple[str, ...]:
    """What changed between two drafts of a paragraph: moved numbers, sentences that are new, that are gone.

    A sentence that stands in both is no change, wherever it stands. A number moved when its sentence is the same but
    for it and shows the same figures, or, where it shows none (a unit's words), stands at the same place: two units
    may well say the same with other numbers.
    """
    old, new = list(sentences(before or ())), list(sentences(after or ()))
    matcher = SequenceMatcher(None, list(map(_bare, old)), list(map(_bare, new)), autojunk=False)
    gaps = [
        (old[first:last], new[begin:end])
        for how, first, last, begin, end in matcher.get_opcodes()
        if how != "equal"
    ]
    elsewhere = Counter(_bare(one) for gone, _ in gaps for one in gone)
    elsewhere &= Counter(_bare(one) for _, come in gaps for one in come)
    said: list[str] = []
    for gone, come in _without_moved(gaps, elsewhere):
        said += _gap_told(gone, come)
    return tuple(said)


Sentence = Sequence[Piece]


def _bare(sentence: Sentence) -> str:
    """What a sentence says, without its number in a list and the blanks around it."""
    return as_text(_without_mark(sentence)[1]).strip()


def _without_moved(
    gaps: Sequence[tuple[list[tuple[Piece, ...]], list[tuple[Piece, ...]]]], elsewhere: Mapping[str, int]
) -> Iterator[tuple[list[Sentence], list[Sentence]]]:
    """The gaps without the sentences that only stand in another place now."""
    left = (Counter(elsewhere), Counter(elsewhere))
    for gap in gaps:
        kept: tuple[list[Sentence], list[Sentence]] = ([], [])
        for side, sentences_of_side in enumerate(gap):
            for one in sentences_of_side:
                if left[side][_bare(one)] > 0:
                    left[side][_bare(one)] -= 1
                else:
                    kept[side].append(one)
        yield kept


def _gap_told(old: list[Sentence], new: list[Sentence]) -> Iterator[str]:
    """Sentences that stood between the same neighbours: numbers that moved, then what is gone and what is new."""
    pairs = list(zip(old, new, strict=True)) if len(old) == len(new) else []
    gone, come = list(old), list(new)
    for one in old:
        same = [other for other in come if _same_figures(one, other) or (one, other) in pairs]
        partner = next((other for other in same if moves_between(one, other) is not None), None)
        if partner is not None:
            yield from moves_between(one, partner) or ()
            gone.remove(one)
            come.remove(partner)
    for n, one in enumerate(gone):
        yield f"原写“{_cut(_bare(one), _bare(come[n]) if len(gone) == len(come) else '')}”"
    for n, one in enumerate(come):
        yield f"现写“{_cut(_bare(one), _bare(gone[n]) if len(gone) == len(come) else '')}”"


def _same_figures(one: Sentence, other: Sentence) -> bool:
    first, second = ([piece.ref for piece in sentence if piece.ref] for sentence in (one, other))
    return bool(first) and first == second


def _cut(text: str, other: str) -> str:
    """At most sixty characters of a sentence; of a longer one from the clause where it parts from the other."""
    start = 0
    if len(text) > _MOST_CUT and other:
        parts = next((n for n, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), 0)
        start = max((text.rfind(mark, 0, parts) + 1 for mark in "，；：、"), default=0)
    shown = text[start:]
    end = shown if len(shown) <= _MOST_CUT else f"{shown[: _MOST_CUT - 1]}…"
    return f"…{end}" if start else end
