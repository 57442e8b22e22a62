"""Which unit a text names: in full, by a former or other name, or in the short form everybody uses."""

import re
import unicodedata
from collections.abc import Callable, Iterable

from peidang.domain.likeness import bare
from peidang.domain.plan import Plan

UnitNamed = Callable[[str, str], str | None]

_LEVELS = "省市区县州旗盟"
_BODY = re.compile(r"(?:委员会|委|局|办公室|办|厅|公司|中心)$")
_FILLERS = re.compile("[和与及、]")
_BODIES = (
    "委员会|改革委|健康委|办公室|分局|支局|分行|支行|大队|支队|总社|中心|公司|集团|协会|联合会|宣传部|组织部|供销社"
    "|管委会|局|委|办|厅|院"
)
_PIECES = re.compile(r"[\s_\-—–+/\\|,，;；。.:：()（）\[\]【】<>《》“”\"'、\d]+")
_ORGANISATION = re.compile(rf"[\u4e00-\u9fff]{{1,18}}?(?:{_BODIES})(?![\u4e00-\u9fff]*(?:{_BODIES}))")
_NOISE = re.compile(
    r"^(?:关于|来自|报送|上报|附件)+|(?:盖章|公章|报送|上报|填报|反馈|汇总|进展|月报|月|年|的|报).*$"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_BEFORE_A_NAME = "月年于自送报交收由表份度附给"
_SEVERAL = re.compile(r"[、，,;；/\n]|(?:局|委)(?!员会)(?=.*(?:局|委)$)")
_SHORTEST = 3


def _spaced(text: str) -> str:
    """The text in one width, with one blank for all that is neither letter nor figure."""
    return re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", text)).strip()


class UnitNames:
    """A plan's units and the names they go by."""

    def __init__(self, plan: Plan, named: UnitNamed) -> None:
        self._plan = plan
        self._named = named
        places = {plan.authority.name, plan.authority.name[:-1]} - {""}
        self._places = sorted((bare(place) for place in places), key=len, reverse=True)
        names = [(bare(name), unit.id) for unit in plan.units for name in (unit.name, *unit.aliases)]
        self._names = [(name, unit) for name, unit in names if name]
        self._spoken = [
            (_spaced(name), unit.id) for unit in plan.units for name in (unit.name, *unit.aliases)
        ]
        self._places_names = [(place + name, unit) for name, unit in self._names for place in self._places]

    def exactly(self, text: str) -> str | None:
        """The unit this text is a name of; None when it is no unit's, or could be several's."""
        text = text.strip()
        if not text:
            return None
        found = self._named(self._plan.id, text)
        if found is not None:
            return found
        plain = bare(text)
        same = {unit for name, unit in (*self._names, *self._places_names) if name == plain}
        if not same and _SEVERAL.search(text):
            return None
        same = same or {unit for name, unit in self._names if self._same(plain, name)}
        same = same or {unit for name, unit in self._names if self._short_for(plain, name)}
        return same.pop() if len(same) == 1 else None

    def inside(self, text: str) -> tuple[str, ...]:
        """The units named somewhere in a text, in the order they stand there."""
        plain = _spaced(text)
        places = ((plain.find(name), name, unit) for name, unit in self._spoken if len(name) >= _SHORTEST)
        hits = [
            (at, at + len(name), unit) for at, name, unit in places if at >= 0 and self._begins(plain, at)
        ]
        longest = [
            hit
            for hit in hits
            if not any(o[0] <= hit[0] and hit[1] <= o[1] and o[:2] != hit[:2] for o in hits)
        ]
        if longest:
            return tuple(dict.fromkeys(unit for _, _, unit in sorted(longest)))
        pieces = (self.exactly(piece) for piece in self._pieces(text))
        return tuple(dict.fromkeys(unit for unit in pieces if unit))

    def _pieces(self, text: str) -> Iterable[str]:
        for piece in _PIECES.split(text):
            tidy = _NOISE.sub("", piece)
            if len(tidy) >= _SHORTEST:
                yield tidy
            yield from (match.group() for match in _ORGANISATION.finditer(piece))

    def _begins(self, text: str, at: int) -> bool:
        """Whether the name stands there for itself: in 某县财政局 there is no 市财政局, and no 财政局 either."""
        before = text[:at]
        if not before or any(before.endswith(place) for place in self._places):
            return True
        return not _HAN.fullmatch(before[-1]) or before[-1] in _BEFORE_A_NAME

    def _same(self, text: str, name: str) -> bool:
        """Fillers, brackets, the place before it, 局 for 委 do not make another unit."""
        (level, core), (its_level, its_core) = self._core(text), self._core(name)
        if not level and not _BODY.search(text):  # 财政 alone may be a word of any sentence
            return False
        return len(core) > 1 and core == its_core and (not level or not its_level or level == its_level)

    def _short_for(self, text: str, name: str) -> bool:
        """发改局 for 发展和改革局: characters in order, from the first one on."""
        (level, core), (its_level, its_core) = self._core(text), self._core(name)
        if (level and its_level and level != its_level) or not (_BODY.search(text) and _BODY.search(name)):
            return False
        short, long = sorted((core, its_core), key=len)
        if len(short) < 2 or short[0] != long[0] or len(short) * 2 > len(long) + 2 or len(short) == len(long):
            return False
        rest = iter(long)
        return all(char in rest for char in short)

    def _core(self, name: str) -> tuple[str, str]:
        """Level and the words that say what the unit is for: (市, 发展改革) of 滨海市发展和改革委员会."""
        for place in self._places:
            if name.startswith(place) and len(name) > len(place) + 1:
                name = place[-1] * (place[-1] in _LEVELS) + name[len(place) :]
                break
        level = name[0] if name[0] in _LEVELS and len(name) > 2 else ""
        core = name[len(level) :]
        core = core[1:] if core[:1] == level and level else core
        return level, _FILLERS.sub("", _BODY.sub("", core))
