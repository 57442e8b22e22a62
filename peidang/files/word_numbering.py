"""Word's automatic numbers as they are printed: 一、 （一） 1. ① are not in the text but in numbering.xml."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from peidang.files.xml_parts import child, local, value, whole

_ONES = "零一二三四五六七八九"
_ROMAN = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def chinese(number: int, zero: str = "零") -> str:
    """21 → 二十一, 105 → 一百零五; beyond 999 the digits one by one."""
    if not 0 < number < 1000:
        return "".join(_ONES[int(digit)] for digit in str(number)).replace("零", "〇")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = _ONES[hundreds] + "百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _ONES[tens]) + "十"
    elif hundreds and ones:
        text += zero
    return text + (_ONES[ones] if ones else "")


def _letters(number: int) -> str:
    return (
        chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 26 * 9 else str(number)
    )


def _roman(number: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        while number >= worth and len(text) < 30:
            text, number = text + sign, number - worth
    return text


def _from(first: str, last: int) -> Callable[[int], str]:
    """Signs that follow each other in Unicode, e.g. ① to ⑳; plain digits beyond."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else str(number)


def _of(signs: str) -> Callable[[int], str]:
    return lambda number: signs[(number - 1) % len(signs)] if number > 0 else str(number)


def _digits(signs: str) -> Callable[[int], str]:
    return lambda number: "".join(signs[int(digit)] for digit in str(number))


def _nothing(number: int) -> str:
    del number
    return ""


FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerLetter": _letters,
    **dict.fromkeys(
        ("chineseCountingThousand", "taiwaneseCountingThousand", "japaneseCounting", "koreanCounting"),
        chinese,
    ),
    "chineseCounting": lambda number: chinese(number, "〇"),
    "taiwaneseCounting": lambda number: chinese(number, "〇"),
    **dict.fromkeys(
        ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"),
        _digits("〇一二三四五六七八九"),
    ),
    "chineseLegalSimplified": _digits("零壹贰叁肆伍陆柒捌玖"),
    "ideographTraditional": _of("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _of("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _from("①", 20),
    "decimalEnclosedCircleChinese": _from("①", 20),
    "decimalEnclosedParen": _from("⑴", 20),
    "decimalEnclosedFullstop": _from("⒈", 20),
    "ideographEnclosedCircle": _from("㊀", 10),
    **dict.fromkeys(("decimalFullWidth", "decimalFullWidth2"), _digits("０１２３４５６７８９")),
    **dict.fromkeys(("bullet", "none"), _nothing),
}


@dataclass(frozen=True)
class Level:
    """How one depth of a list is printed; ``text`` is such as ``（%1）``."""

    format: str
    text: str
    start: int = 1
    blank_after: bool = False
    digits_only: bool = False
    restarts: bool = True


@dataclass
class Numbering:
    """The lists of a document and how far each has counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)
    """Of each abstract list."""
    lists: dict[str, tuple[str, dict[int, Level], dict[int, int]]] = field(default_factory=dict)
    """Of each list: its abstract list, levels it redefines, levels it starts anew and from where."""
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)

    def label(self, list_id: str, depth: int) -> str:
        """Count one paragraph of a list and give its printed number, with a blank behind it where one is printed."""
        if list_id not in self.lists:
            return ""
        abstract, own, starts = self.lists[list_id]
        levels = {**self.levels.get(abstract, {}), **own}
        if depth not in levels:
            return ""
        counts = self.counts.setdefault(abstract, {})
        if list_id not in self.used:
            self.used.add(list_id)
            for level, start in starts.items():
                counts[level] = start - 1
        counts[depth] = counts.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counts if level > depth]:
            if deeper not in levels or levels[deeper].restarts:
                del counts[deeper]
        return self._printed(levels, counts, depth)

    @staticmethod
    def _printed(levels: dict[int, Level], counts: dict[int, int], depth: int) -> str:
        here = levels[depth]
        if here.format in ("bullet", "none"):
            return ""

        def number(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            shown = levels.get(level, here)
            form = "decimal" if here.digits_only else shown.format
            return FORMATS.get(form, str)(counts.get(level, shown.start))

        text = re.sub(r"%([1-9])", number, here.text)
        return text + " " if text and here.blank_after else text


def read_numbering(root: Element) -> Numbering:
    """The lists of a numbering.xml."""
    numbering = Numbering()
    for element in root:
        match local(element.tag):
            case "abstractNum":
                numbering.levels[value(element, "abstractNumId")] = _levels(element)
            case "num":
                abstract = value(child(element, "abstractNumId"))
                numbering.lists[value(element, "numId")] = (abstract, *_overrides(element))
    return numbering


def _levels(element: Element) -> dict[int, Level]:
    return {_depth(part): _level(part) for part in element if local(part.tag) == "lvl"}


def _level(element: Element) -> Level:
    return Level(
        format=value(child(element, "numFmt")) or "decimal",
        text=value(child(element, "lvlText")),
        start=whole(value(child(element, "start")), 1),
        blank_after=value(child(element, "suff")) in ("", "tab", "space"),
        digits_only=child(element, "isLgl") is not None,
        restarts=value(child(element, "lvlRestart")) != "0",
    )


def _overrides(element: Element) -> tuple[dict[int, Level], dict[int, int]]:
    own: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for part in element:
        if local(part.tag) != "lvlOverride":
            continue
        if (level := child(part, "lvl")) is not None:
            own[_depth(part)] = _level(level)
        if (start := child(part, "startOverride")) is not None:
            starts[_depth(part)] = whole(value(start), 1)
    return own, starts


def _depth(element: Element) -> int:
    return whole(value(element, "ilvl"), 0)
