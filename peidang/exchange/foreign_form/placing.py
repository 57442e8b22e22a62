"""Whose line it is: lines of somebody else's table told to our rows and indicators by what they say."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peidang.domain.likeness import bare
from peidang.domain.line_matching import KeyTexts, Pool, match_lines
from peidang.domain.measures import measure
from peidang.domain.numbers import parse_number

_NUMBERED = re.compile(r"^(?:[(]?[一二三四五六七八九十]+[)、.]|[(]?\d+[)、.](?!\d)|[①-⑳])\s*")
_IN_BRACKETS = re.compile(r"\(([^()]{1,6})\)\s*$")


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
        said = (self.task, self.measure, self.indicator)
        return "：".join(dict.fromkeys(text for text in said if text))

    @property
    def named_measure(self) -> str:
        """The unit of measure the line names: in its own column, else in brackets behind the indicator's name."""
        if self.unit_of_measure:
            return self.unit_of_measure
        found = _IN_BRACKETS.search(_plain(self.indicator))
        return found[1] if found else ""


@dataclass(frozen=True)
class Placement:
    """Where a line belongs: surely to ``id``, else perhaps to one of ``rivals``, the likeliest first."""

    id: str | None = None
    rivals: tuple[str, ...] = ()


def place_rows(lines: Sequence[Words], rows: Mapping[str, KeyTexts]) -> list[Placement]:
    """The row each line speaks of; several lines may speak of one."""
    keys = [
        KeyTexts(_serial(line.serial), _text(line.task), _text(line.measure), (bare(line.leads),))
        for line in lines
    ]
    return _placed(keys, rows)


def place_indicators(lines: Sequence[Words], indicators: Mapping[str, KeyTexts]) -> list[Placement]:
    """The indicator each line speaks of."""
    keys = [
        KeyTexts(_serial(line.serial), bare(_name(line.indicator)), hints=(bare(line.named_measure),))
        for line in lines
    ]
    return _placed(keys, indicators)


def row_key(serial: int, task: str, text: str, leads: str) -> KeyTexts:
    """A row of a plan as lines are compared with it."""
    return KeyTexts(serial, _text(task), _text(text), (bare(leads),))


def indicator_key(number: int, name: str, unit_of_measure: str) -> KeyTexts:
    """An indicator of a plan as lines are compared with it."""
    return KeyTexts(number, bare(name), hints=(bare(unit_of_measure),))


def _placed(keys: Sequence[KeyTexts], items: Mapping[str, KeyTexts]) -> list[Placement]:
    speaking = [at for at, key in enumerate(keys) if key.speaks]
    matching = match_lines([keys[at] for at in speaking], Pool(items))
    found = [Placement()] * len(keys)
    for place, at in enumerate(speaking):
        question = matching.open.get(place)
        found[at] = Placement(matching.sure.get(place), question.candidates if question else ())
    return found


def scale(theirs: str, ours: str) -> Decimal | None:
    """What a figure in their unit of measure is multiplied by to be in ours: 万辆 to 辆 10000. None: no such way."""
    if not theirs:
        return Decimal(1)
    one, other = measure(theirs), measure(ours)
    return one.size / other.size if one.base == other.base else None


def _serial(text: str) -> int | None:
    number = parse_number(text)
    return int(number) if number is not None and number == int(number) else None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _text(text: str) -> str:
    """Without the number in front, as other offices count anew: （一）新建粮仓 → 新建粮仓."""
    return bare(_NUMBERED.sub("", _plain(text)))


def _name(indicator: str) -> str:
    """The indicator's name without the measure in brackets behind it."""
    return _IN_BRACKETS.sub("", _NUMBERED.sub("", _plain(indicator)))
