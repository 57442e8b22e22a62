"""往期: what the months before this one looked like, for trends and for 「自何月起」. Light facts, no findings."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from peidang.domain.answers import Month
from peidang.domain.labels import Field, Light
from peidang.domain.lights import light_of_indicator, light_of_row
from peidang.domain.pace import Pace
from peidang.domain.periods import Span
from peidang.domain.readings import Told
from peidang.domain.rule_sheet import RuleSheet
from peidang.domain.summary import LIGHT_KEYS, UNSETTLED, Counted, Figure, Summary
from peidang.domain.summary_lines import UnitState, said_in, unit_line
from peidang.domain.targets import aim

MOST_PERIODS = 12
"""So many periods, to the last, have their lights told as figures."""


@dataclass(frozen=True)
class Point:
    """An indicator in one period, each figure in its unit of measure; None where it is not known."""

    value: Decimal | None
    on_path: Decimal | None
    """序时应达."""
    target: Decimal | None


@dataclass(frozen=True)
class PastPeriod:
    """One period as a trend needs it."""

    period_id: str
    span: Span
    lights: Mapping[Light | None, int]
    """Rows by light; None: still to be settled."""
    units: Mapping[UnitState, int]
    """Empty when nobody knows: a month that was only imported has no record of who reported."""
    points: Mapping[str, Point]
    """By indicator id."""
    problems: frozenset[tuple[str, str]]
    """(row id, unit id) of everybody who told a problem."""
    row_lights: Mapping[str, Light | None]


def periods_until(summary: Summary) -> tuple[PastPeriod, ...]:
    """The periods before the summary's, the oldest first, and the summary's own as the last.

    Of a summary that is only a part of the month's (one unit's) the former periods are told of the same part.
    """
    past = []
    month, part = summary.previous, _part(summary)
    while month is not None:
        past.append(_past(month, summary.rules, summary.today, part))
        month = month.previous
    return (*reversed(past), _present(summary))


def with_past_lights(summary: Summary) -> Summary:
    """The summary with the lights of its last periods as figures: ``period.2.lights.serious`` of the second of all.

    Nothing is added while there is only one period.
    """
    periods = tuple(enumerate(periods_until(summary), start=1))
    if len(periods) < 2:
        return summary
    figures = {one.key: one for n, period in periods[-MOST_PERIODS:] for one in _light_figures(n, period)}
    return replace(summary, figures={**summary.figures, **figures})


def _light_figures(number: int, period: PastPeriod) -> Iterator[Figure]:
    for light in (*LIGHT_KEYS, None):
        has = () if light is None else (key for key, one in period.row_lights.items() if one is light)
        count = Decimal(period.lights.get(light, 0))
        yield Figure(f"period.{number}.lights.{light or UNSETTLED}", count, Counted.ROWS, tuple(has))


def since(periods: Sequence[PastPeriod], row_id: str, unit_id: str) -> Span:
    """The first of the periods, without a gap up to the last, in which the unit told a problem on the row."""
    told = periods[-1].span
    for one in reversed(periods):
        if (row_id, unit_id) not in one.problems:
            break
        told = one.span
    return told


def point_of(told: Told, pace: Pace | None) -> Point:
    """An indicator's place in the trend. A growth worked out from amounts has no target in their own unit."""
    if pace is None or pace.value != told.value:
        return Point(told.value, None, None)
    return Point(told.value, pace.on_path, aim(pace.target))


@dataclass(frozen=True)
class _Part:
    """Which rows and units a summary is about; None: all there were."""

    rows: frozenset[str] | None
    units: frozenset[str] | None


def _part(summary: Summary) -> _Part:
    if len(summary.rows) == len(summary.plan.rows):
        return _Part(None, None)
    return _Part(
        frozenset(line.row.id for line in summary.rows), frozenset(line.unit.id for line in summary.units)
    )


def _past(month: Month, rules: RuleSheet, today: date, part: _Part) -> PastPeriod:
    rows = [row for row in month.plan.rows if part.rows is None or row.id in part.rows]
    asked = [unit for unit in month.plan.reporting_units() if part.units is None or unit.id in part.units]
    stood = {row.id: light_of_row(month, row, rules, today) for row in rows}
    units = [unit_line(month, unit, (), today) for unit in asked]
    points = {i.id: light_of_indicator(month, i, rules, today) for i in month.plan.indicators}
    return PastPeriod(
        period_id=month.period.id,
        span=month.period.span,
        lights=Counter(one.light for one in stood.values() if one.asked or one.light is not None),
        units=Counter(line.state for line in units if line.rows_asked or line.indicators_asked)
        if _has_record(month)
        else {},
        points={key: point_of(one.told, one.pace) for key, one in points.items()},
        problems=frozenset((said.row_id, said.unit_id) for said in said_in(month, Field.PROBLEMS)),
        row_lights={key: one.light for key, one in stood.items()},
    )


def _has_record(month: Month) -> bool:
    """False when there are answers and of none is known when it came (导入往月汇总表)."""
    return bool(month.answered_at) or not (month.entries or month.readings)


def _present(summary: Summary) -> PastPeriod:
    kept = [line.light.light for line in summary.rows if line.light.asked or line.light.light is not None]
    return PastPeriod(
        period_id=summary.period.id,
        span=summary.period.span,
        lights=Counter(kept),
        units=Counter(line.state for line in summary.units),
        points={line.indicator.id: point_of(line.told, line.pace) for line in summary.indicators},
        problems=frozenset((said.row_id, said.unit_id) for said in summary.problems),
        row_lights={line.row.id: line.light.light for line in summary.rows},
    )
