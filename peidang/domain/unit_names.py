"""Finding a plan's unit in free text: a file's name, a folder, a sender, a line 填报单位：…"""

import re
import unicodedata
from collections.abc import Iterable

from peidang.domain.plan import Unit

SHORTEST = 3
"""Characters: 市局 or 财政 alone names nobody."""
_PLACE = re.compile(r"^(?:省|市|县|区|旗)")


def unit_in(units: Iterable[Unit], text: str) -> str | None:
    """The id of the one unit the text names, by name or alias, with or without 市, 县 or 区 before it.

    Of names inside each other the longest counts (市财政局 and 市财政局国库科 are two). None when no unit is named,
    or several are.
    """
    folded = _folded(text)
    names = {name: unit.id for unit in units for name in _names(unit) if name in folded}
    longest = {
        name: id_
        for name, id_ in names.items()
        if not any(name != other and name in other for other in names)
    }
    found = set(longest.values())
    return found.pop() if len(found) == 1 else None


def _names(unit: Unit) -> set[str]:
    whole = {_folded(name) for name in (unit.name, *unit.aliases)}
    short = {_PLACE.sub("", name) for name in whole}
    return {name for name in whole | short if len(name) >= SHORTEST}


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())
