"""Which rows of 进展情况表 are meant: by number, light, section and unit. Several conditions join: a row meets them all."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from peidang.app.papers.reporting import month_summary
from peidang.db.store import Store
from peidang.domain.errors import NotFound, Refused
from peidang.domain.labels import LIGHT_COLOUR_WORDS, LIGHT_WORDS, Light
from peidang.domain.rule_sheet import RuleSheet
from peidang.domain.summary import Summary
from peidang.domain.summary_lines import RowLine

_PART = re.compile(r"第?(\d{1,6})(?:[-—–~～至到](\d{1,6}))?[行项号]?")


@dataclass(frozen=True)
class RowChoice:
    """The conditions; empty ones are none. ``numbers`` as 1、3、5-9, ``light`` a colour or name, ``section`` a part of one."""

    numbers: str = ""
    light: str = ""
    section: str = ""
    unit_id: str | None = None

    @property
    def is_set(self) -> bool:
        """Whether anything is asked."""
        return self != RowChoice()


def chosen_rows(store: Store, plan_id: str, period_id: str, today: date, choice: RowChoice) -> frozenset[str]:
    """The ids of the rows that are meant, by the month's lights.

    Raises NotFound for a number, a light or a section there is none of, Refused when no row meets all conditions.
    """
    summary = month_summary(store, plan_id, period_id, today)
    numbers = _numbers(choice.numbers, summary) if choice.numbers else None
    light = _light(choice.light, summary.rules) if choice.light else None
    if choice.section and not any(choice.section in line.row.section for line in summary.rows):
        raise NotFound("章节", choice.section)

    def meant(line: RowLine) -> bool:
        return (
            (numbers is None or line.row.serial in numbers)
            and (light is None or line.light.light is light)
            and choice.section in line.row.section
            and (choice.unit_id is None or choice.unit_id in line.row.reporting_unit_ids())
        )

    found = frozenset(line.row.id for line in summary.rows if meant(line))
    if not found:
        raise Refused("no-such-rows", summary.period.span.label)
    return found


def _numbers(text: str, summary: Summary) -> set[int]:
    known = {line.row.serial for line in summary.rows}
    wanted: set[int] = set()
    for first, last in _stretches(text):
        inside = {number for number in known if first <= number <= last}
        if first == last and not inside:
            raise NotFound("序号", str(first))
        if not inside:
            raise NotFound("序号", f"{first}-{last}")
        wanted |= inside
    return wanted


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """1、3、5-9 as (1, 1), (3, 3), (5, 9)."""
    for part in re.split(r"[、，,;；\s]+", text.strip()):
        match = _PART.fullmatch(part)
        if match is None:
            raise NotFound("序号", part)
        ends = sorted((int(match[1]), int(match[2] or match[1])))
        yield ends[0], ends[1]


def _light(text: str, rules: RuleSheet) -> Light:
    """By its colour (红, 红灯), the office's own name or the usual one."""
    wanted = text.strip().removesuffix("灯")
    for light in Light:
        if wanted in (LIGHT_COLOUR_WORDS[light], rules.names[light], LIGHT_WORDS[light]):
            return light
    raise NotFound("亮灯", text)
