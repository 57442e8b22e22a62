"""出门检查: every file is looked into before it leaves; what must not leave stops it (``output.write_files``)."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from peidang.domain.answers import Month
from peidang.domain.errors import FileUnreadable
from peidang.domain.labels import ROW_FIELDS, Field
from peidang.domain.leaks import Leak, LeakKind
from peidang.domain.plan import Indicator, Plan, Row
from peidang.domain.secrecy import secrecy_words
from peidang.exchange.heads import IDENTITY_SHEET
from peidang.files.exposure import Exposure, exposures

SHORTEST = 8
"""Characters from which on a text is somebody's own words and not a word anybody uses."""
_TELLING = 6
_SHOWN = 24
_NOISE = re.compile(r"\\u0020|\\[nrt]|[\s\\\"]+")
"""What parts a text in a cell from the same text in a file's own notation: blanks, breaks, quotes, escapes."""
_ID = re.compile(r"[0-9a-f-]{36}")
_DATES = re.compile(r"[年月日号季度上下半底末前后完成每\W\da-zA-Z]+")
"""What a day or a due is written with: 2025年12月底前完成 is nobody's own text."""
_IN_OUR_NAME = re.compile(r"配档通")


@dataclass(frozen=True)
class Allowed:
    """What a file may hold: hidden sheets of these names, these names of authors, nothing of ``foreign``."""

    hidden_sheets: frozenset[str] = frozenset({IDENTITY_SHEET})
    people: frozenset[str] = frozenset()
    foreign: tuple[str, ...] = ()
    """Texts of others as ``foreign_texts`` gives them."""


ANYTHING_OF_OURS = Allowed()


def inspect(data: bytes, name: str, allowed: Allowed = ANYTHING_OF_OURS, text: str = "") -> tuple[Leak, ...]:
    """What a file holds that must not leave; empty: it may go.

    ``text`` is what a PDF prints: its text cannot be read cheaply, so whoever made it says it.
    """
    found: list[Leak] = []
    try:
        for file, inside in exposures(data, name):
            found += _leaks(file, inside, allowed)
        found += _secrets(name, text)
    except FileUnreadable as error:
        found.append(Leak(LeakKind.UNREADABLE, error.name))
    return tuple(dict.fromkeys(found))


def _leaks(file: str, inside: Exposure, allowed: Allowed) -> Iterator[Leak]:
    folded = fold(inside.text) if allowed.foreign else ""
    for words in allowed.foreign:
        if words in folded:
            yield Leak(LeakKind.OTHER_ROWS, file, shortened(words))
    for what, which in inside.hidden:
        if what != "工作表" or which not in allowed.hidden_sheets:
            yield Leak(LeakKind.HIDDEN, file, f"{what}“{which}”" if which else what)
    for person in inside.people:
        if person not in allowed.people and not _IN_OUR_NAME.fullmatch(person):
            yield Leak(LeakKind.AUTHOR, file, shortened(person))
    for link in inside.links:
        yield Leak(LeakKind.LINK, file, shortened(link))
    yield from _secrets(file, inside.text)


def _secrets(file: str, text: str) -> Iterator[Leak]:
    for _, words in secrecy_words(text):
        yield Leak(LeakKind.SECRECY, file, words)


def fold(text: str) -> str:
    """The text without blanks, breaks and escapes, so that it is found however a file writes it."""
    return _NOISE.sub("", text)


def shortened(words: str) -> str:
    """The beginning, for a sentence."""
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"


def foreign_texts(month: Month, unit_id: str) -> tuple[str, ...]:
    """What a unit must not be shown: ids and texts of rows and indicators it is not asked for, what others answered.

    What it may see anyway (its own rows and words hold it, or it is the plan's own title) is left out.
    """
    own = fold("\n".join(_own_texts(month, unit_id)))
    folded = (fold(text) for text in _others_texts(month, unit_id))
    return tuple(sorted({text for text in folded if is_telling(text) and text not in own}))


def is_telling(text: str) -> bool:
    """Whether a text is long enough, and more than a day or a figure, to be known as somebody's own; ids always are."""
    return bool(_ID.fullmatch(text)) or (len(text) >= SHORTEST and len(_DATES.sub("", text)) >= _TELLING)


def _own_texts(month: Month, unit_id: str) -> Iterator[str]:
    plan = month.plan
    yield from (plan.title, plan.annex_name, *(unit.name for unit in plan.units))
    for row in _reported_rows(plan, unit_id):
        yield from (row.section, *_row_texts(row))
        if row.id in month.wordings:
            yield month.wordings[row.id].text
    for indicator in plan.indicators_of(unit_id):
        yield from _indicator_texts(indicator)
    for one in _periods(month):
        yield from _answers(one, lambda unit: unit == unit_id)


def _others_texts(month: Month, unit_id: str) -> Iterator[str]:
    own_rows = {row.id for row in _reported_rows(month.plan, unit_id)}
    own_indicators = {one.id for one in month.plan.indicators_of(unit_id)}
    for row in month.plan.rows:
        if row.id not in own_rows:
            yield from _row_texts(row)
    for indicator in month.plan.indicators:
        if indicator.id not in own_indicators:
            yield from _indicator_texts(indicator)
    for one in _periods(month):
        yield from _answers(one, lambda unit: unit != unit_id)


def _reported_rows(plan: Plan, unit_id: str) -> tuple[Row, ...]:
    """Its rows, those that are paused or closed now included: it knows them."""
    return tuple(row for row in plan.rows if unit_id in row.reporting_unit_ids())


def _row_texts(row: Row) -> Iterator[str]:
    yield from (row.id, row.task, row.measure)
    yield from (text for _, text in row.extra)


def _indicator_texts(one: Indicator) -> Iterator[str]:
    yield from (one.id, one.name)
    yield from (target.quote for target in one.targets)


def _periods(month: Month) -> tuple[Month, ...]:
    return (month, month.previous) if month.previous else (month,)


def _answers(month: Month, whose: Callable[[str], bool]) -> Iterator[str]:
    for (_, unit), entry in month.entries.items():
        if whose(unit):
            yield from (entry.value(field) for field in ROW_FIELDS if field is not Field.STATUS)
    for (_, unit), reading in month.readings.items():
        if whose(unit):
            yield reading.note
