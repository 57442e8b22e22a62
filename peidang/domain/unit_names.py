"""Which unit of a plan a text names: in full, by a former or other name, or in the short form everybody uses.

Used for the line 填报单位：… of a table, for names of sheets, files and folders, and for whoever sent a mail.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from peidang.domain.likeness import bare
from peidang.domain.plan import Plan

UnitNamed = Callable[[str, str], str | None]
"""(plan id, text) to the unit that bears the name, now or formerly."""

SHORTEST = 3
"""Characters: 市局 or 财政 alone names nobody."""
_LEVEL = re.compile(r"([省市县区州旗盟])(?!场监|场局)(?=.{2})")
"""市 before a name is a level; in 市场监管局 it is a part of the word."""
_PARTY = re.compile(r"([省市县区州旗盟])委(?=.{2,}[部办室]$)")
_STATE = re.compile(r"国家(?=.{3})|中共|中国(?=.{3})")
_PLACE_BEFORE = re.compile(r"[\u4e00-\u9fff]{2,4}?[省市]")
_FILLERS = re.compile("[和与及]")
_ENDINGS = {"委员会": "委", "办公室": "办", "联合会": "会"}
_ENDING = re.compile(rf"(?:{'|'.join(_ENDINGS)})$")
_IS_BODY = re.compile(r"[局委办社队行院部厅所处站校会]$|公司$|中心$|集团$")
_BRANCH = re.compile(r"[分支]局$")
_OF_A_KIND = str.maketrans("委", "局")
"""发改委 and 发改局 are one office under its former and its present name."""
_BODIES = (
    "委员会|改革委|健康委|办公室|分局|支局|分行|支行|大队|支队|总社|中心|公司|集团|协会|联合会|宣传部|组织部|供销社"
    "|合作社|管委会|局|委|办|厅|院"
)
_PIECES = re.compile(r"[\s_\-—–+/\\|,，;；。.:：()（）\[\]【】<>《》“”\"'、\d]+")
_ORGANISATION = re.compile(rf"[\u4e00-\u9fff]{{1,18}}?(?:{_BODIES})(?![\u4e00-\u9fff]*(?:{_BODIES}))")
_NOISE = re.compile(
    r"^(?:关于|来自|报送|上报|附件)+|(?:盖章|公章|报送|上报|填报|反馈|汇总|进展|月报|月|年|的|报).*$"
)
_SECOND_SIGN = re.compile(r".+[(（]([\u4e00-\u9fff]+)[)）]")
_HAN = re.compile("[\u4e00-\u9fff]")
_BEFORE_A_NAME = "月年于自送报交收由表份度附给和与及同"
_SEVERAL = re.compile(r"[、，,;；/\n]|(?:局|委)(?!员会)(?=.*(?<![分支])(?:局|委)$)")


class _Reading(NamedTuple):
    """A name without place and level."""

    level: str
    """'' where none is said."""
    core: str


class UnitNames:
    """A plan's units and the names they go by."""

    def __init__(self, plan: Plan, named: UnitNamed | None = None) -> None:
        self.plan = plan
        self._named = named
        self._level = plan.authority.name[-1:]
        self._places = _forms_of_place(plan.authority.name)
        self._all = [
            (name, unit.id)
            for unit in plan.units
            for name in dict.fromkeys((unit.name, *unit.aliases, *_signs(unit.name)))
            if bare(name)
        ]

    def candidates(self, text: str) -> tuple[str, ...]:
        """The units this text can be a name of: the surest way of reading it counts; more than one are to be asked.

        In full; with or without place and level; shortened (characters in order, the same at both ends); shortened,
        局 and 委 being the same.
        """
        text = text.strip()
        if not text:
            return ()
        if self._named is not None and (found := self._named(self.plan.id, text)) is not None:
            return (found,)
        plain = bare(text)
        ways: Sequence[Callable[[], Iterable[str]]] = (
            lambda: (unit for name, unit in self._bare if name == plain),
            lambda: self._equal(plain),
            lambda: () if _SEVERAL.search(text) else self._shortened(plain),
            lambda: () if _SEVERAL.search(text) else self._shortened(plain, alike=True),
        )
        for way in ways:
            if units := tuple(dict.fromkeys(way())):
                return units
        return ()

    def exactly(self, text: str) -> str | None:
        """The unit this text is a name of; None when it is no unit's, or could be several's."""
        found = self.candidates(text)
        return found[0] if len(found) == 1 else None

    def only_one_in(self, text: str) -> str | None:
        """The one unit a text names somewhere; None when it names none, or several."""
        found = self.inside(text)
        return found[0] if len(found) == 1 else None

    def inside(self, text: str) -> tuple[str, ...]:
        """The units named somewhere in a text, in the order they stand there; of what could be several's, all."""
        if self._named is not None and (whole := self._named(self.plan.id, text.strip())) is not None:
            return (whole,)
        for plain in dict.fromkeys((_spaced(text), _spaced(text).replace(" ", ""))):
            if found := self._spoken_in(plain):
                return found
        pieces = (unit for piece in _pieces(text) for unit in self.candidates(piece))
        return tuple(dict.fromkeys(pieces))

    def _spoken_in(self, plain: str) -> tuple[str, ...]:
        """Names to the letter; of names inside each other the longest counts."""
        places = ((plain.find(name), name, unit) for name, unit in self._spoken)
        hits = [
            (at, at + len(name), unit) for at, name, unit in places if at >= 0 and self._begins(plain, at)
        ]
        longest = [
            hit
            for hit in hits
            if not any(o[0] <= hit[0] and hit[1] <= o[1] and o[:2] != hit[:2] for o in hits)
        ]
        named = (one for at, end, unit in sorted(longest) for one in self._with_place(plain, at, end, unit))
        return tuple(dict.fromkeys(named))

    def _with_place(self, text: str, at: int, end: int, unit: str) -> Sequence[str]:
        """The unit of a name found; with its place before it, the name may be more than one unit's."""
        place = next((one for one in self._places if text[:at].endswith(one)), "")
        return self.candidates(place + text[at:end]) or (unit,) if place else (unit,)

    def _begins(self, text: str, at: int) -> bool:
        """Whether the name stands there for itself: in 某县财政局 there is no 市财政局, and no 财政局 either."""
        before = text[:at]
        if not before or any(before.endswith(place) for place in self._places):
            return True
        return not _HAN.fullmatch(before[-1]) or before[-1] in _BEFORE_A_NAME

    @cached_property
    def _bare(self) -> list[tuple[str, str]]:
        return [(bare(name), unit) for name, unit in self._all]

    @cached_property
    def _spoken(self) -> list[tuple[str, str]]:
        """Names as they stand in a text, and the same without the level where that is told by nobody else's name."""
        whole = dict.fromkeys((_spaced(name), unit) for name, unit in self._all)
        taken = {name for name, _ in whole}
        short = ((name[1:], unit) for name, unit in whole if _LEVEL.match(name))
        found = [*whole, *(one for one in short if one[0] not in taken)]
        return [(name, unit) for name, unit in found if len(name) >= SHORTEST]

    @cached_property
    def _read(self) -> list[tuple[_Reading, str]]:
        return [(reading, unit) for name, unit in self._bare for reading in self._of_a_name(name)]

    def _equal(self, plain: str) -> Iterator[str]:
        for text in self._of_a_text(plain):
            for name, unit in self._read:
                if text.core == name.core and self._one_level(text, name):
                    yield unit

    def _shortened(self, plain: str, alike: bool = False) -> Iterator[str]:
        ends = _OF_A_KIND if alike else {}
        for text in self._of_a_text(plain):
            for name, unit in self._read if _IS_BODY.search(text.core) else ():
                if self._one_level(text, name) and _shortened(
                    text.core.translate(ends), name.core.translate(ends)
                ):
                    yield unit

    def _one_level(self, text: _Reading, name: _Reading) -> bool:
        if not text.level or text.level == name.level:
            return True
        return not name.level and text.level == self._level

    def _of_a_text(self, plain: str) -> set[_Reading]:
        """Every way to read what somebody wrote: 市监局 is no 监局 of a city."""
        found = {_Reading("", _tidy(plain)), *self._without_level(plain)}
        for rest, level in self._without_place(plain):
            found |= {_Reading(level, _tidy(rest)), *self._without_level(rest)}
        return {one for one in found if len(one.core) >= SHORTEST}

    def _of_a_name(self, plain: str) -> set[_Reading]:
        """A name of the plan without its level, and without the places in it (某市生态环境局本县分局)."""
        found: set[_Reading] = set()
        for rest, level in (*self._without_place(plain),) or ((plain, ""),):
            found |= set(self._without_level(rest)) or {_Reading(level, _tidy(rest))}
        return found

    def _without_level(self, text: str) -> Iterator[_Reading]:
        for pattern in (_LEVEL, _PARTY):
            if match := pattern.match(text):
                yield _Reading(match.group(1), _tidy(text[match.end() :]))
        if match := _STATE.match(text):
            yield _Reading("", _tidy(text[match.end() :]))

    def _without_place(self, text: str) -> Iterator[tuple[str, str]]:
        """What is left without the own place, and another one it belongs to before it; with the level that is said."""
        at = min((text.find(one) for one in self._places if one in text), default=-1)
        for place in self._places:
            if at < 0 or not text.startswith(place, at):
                continue
            before, after = text[:at], text[at + len(place) :]
            above = _PLACE_BEFORE.match(before)
            before = before[above.end() :] if above else before
            yield before + after, "" if before else self._level


def _forms_of_place(authority: str) -> list[str]:
    """The name whole and without 市; of a place inside another one its own part, too (高新区)."""
    forms = {authority, authority[:-1], authority[-3:]} if len(authority) > 2 else {authority}
    return sorted((bare(form) for form in forms if len(form) > 1), key=len, reverse=True)


def _signs(name: str) -> Iterator[str]:
    """The second sign on an office's door: 统计局 of 发展改革局(统计局)."""
    match = _SECOND_SIGN.fullmatch(name)
    if match and len(match.group(1)) >= SHORTEST and _IS_BODY.search(match.group(1)):
        yield match.group(1)


def _tidy(text: str) -> str:
    """One ending for each sort of office, without the words that only join."""
    text = _ENDING.sub(lambda match: _ENDINGS[match.group()], text)
    return _FILLERS.sub("", _BRANCH.sub("局", text))


def _shortened(one: str, other: str) -> bool:
    """Whether the shorter one is the other with characters left out, its first and its last still there."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return True
    if len(short) < SHORTEST or short[0] != long[0] or short[-1] != long[-1]:
        return False
    rest = iter(long)
    return all(char in rest for char in short)


def _spaced(text: str) -> str:
    """The text in one width, with one blank for all that is neither letter nor figure."""
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text)).strip()


def _pieces(text: str) -> Iterator[str]:
    for piece in _PIECES.split(text):
        tidy = _NOISE.sub("", piece)
        if len(tidy) >= SHORTEST:
            yield tidy
        yield from (match.group() for match in _ORGANISATION.finditer(piece))
