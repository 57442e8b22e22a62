"""汇总: everything the month's papers print, each number as a ``Figure`` that opens what it counts.

``summarise`` is the only place where a paper's numbers are made. No sentences here: see ``reports.draft``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from peidang.domain.answers import Month, SectionWording
from peidang.domain.checks import findings_of_month
from peidang.domain.checks import is_open as finding_is_open
from peidang.domain.finding import Finding
from peidang.domain.labels import Field, Grade, Light
from peidang.domain.lights import light_of_row
from peidang.domain.numbers import shares
from peidang.domain.periods import Period
from peidang.domain.plan import Plan
from peidang.domain.rule_sheet import RuleSheet, legend, legend_notes
from peidang.domain.summary_lines import (
    IndicatorLine,
    RowLine,
    Said,
    UnitLine,
    UnitState,
    indicator_line,
    row_line,
    said_in,
    unit_line,
)

UNSETTLED = "unsettled"
"""The key beside the lights for what has none: contested or unknown status, nothing to compare with."""
LIGHT_KEYS = (Light.DONE, Light.ON_PACE, Light.BEHIND, Light.SERIOUS, Light.UNREPORTED)


class Counted(StrEnum):
    """What the items of a figure are."""

    ROWS = "rows"
    UNITS = "units"
    INDICATORS = "indicators"
    FINDINGS = "findings"
    PERIODS = "periods"


@dataclass(frozen=True)
class Figure:
    """A number of a paper. ``items`` are the ids it counts, in printed order; for a share, those of its part.

    Findings count as the id of the row or indicator they are about, once each.
    """

    key: str
    value: Decimal
    counted: Counted
    items: tuple[str, ...]


@dataclass(frozen=True)
class LightCounts:
    """How many rows or indicators have each light; ``unsettled`` have none. Shares make 100.0 together."""

    lights: Mapping[Light, Figure]
    unsettled: Figure
    shares: Mapping[Light, Figure]
    unsettled_share: Figure

    def figures(self) -> tuple[Figure, ...]:
        """All of them."""
        return (*self.lights.values(), self.unsettled, *self.shares.values(), self.unsettled_share)


@dataclass(frozen=True)
class SectionLine:
    """One section of the schedule; rows in order."""

    number: int
    title: str
    lines: tuple[RowLine, ...]
    rows: Figure
    reported: Figure
    lights: LightCounts
    wording: str | None = None
    """统稿 of the whole section, where the office wrote one."""
    wording_outdated: bool = False


@dataclass(frozen=True)
class LightChange:
    """A row whose light is another than in the period before. Only real lights are compared, never 未报."""

    row_id: str
    serial: int
    before: Light
    after: Light
    better: bool


@dataclass(frozen=True)
class Summary:
    """The month as the papers tell it."""

    plan: Plan
    period: Period
    today: date
    rules: RuleSheet
    legend: tuple[tuple[Light, str], ...]
    legend_notes: tuple[str, ...]
    rows: tuple[RowLine, ...]
    sections: tuple[SectionLine, ...]
    units: tuple[UnitLine, ...]
    """Every unit asked for anything, in official order."""
    indicators: tuple[IndicatorLine, ...]
    findings: Mapping[str, tuple[Finding, ...]]
    """By unit id; explained ones are there, too."""
    lights: LightCounts
    """Over the rows asked for and the rows done with (已销号)."""
    indicator_lights: LightCounts
    problems: tuple[Said, ...]
    next_steps: tuple[Said, ...]
    changes: tuple[LightChange, ...]
    """Against the period before; empty when there is none."""
    figures: Mapping[str, Figure] = field(default_factory=dict, repr=False)
    """Every number by its key."""
    previous: Month | None = field(default=None, repr=False, compare=False)
    """The period before, with those before it; see ``domain.history``."""

    def figure(self, key: str) -> Figure:
        """The number with this key; KeyError when there is none such."""
        return self.figures[key]

    def count(self, key: str) -> int:
        """The value of a counting figure as a whole number."""
        return int(self.figures[key].value)

    @property
    def overdue_units(self) -> tuple[UnitLine, ...]:
        """逾期未报或报送不全, to be named: without those flagged 不点名."""
        return tuple(line for line in self.units if line.overdue and not line.unit.unnamed)

    @property
    def late_units(self) -> tuple[UnitLine, ...]:
        """迟报, to be named: without those flagged 不点名."""
        return tuple(line for line in self.units if line.late and not line.unit.unnamed)

    @property
    def unreported_units(self) -> tuple[UnitLine, ...]:
        """未报, overdue or not, to be named: without those flagged 不点名."""
        named = (line for line in self.units if not line.unit.unnamed)
        return tuple(line for line in named if line.state is UnitState.UNREPORTED)


def summarise(month: Month, rules: RuleSheet, today: date) -> Summary:
    """The month's summary by these rules, seen on ``today``. Pure: the same month gives the same summary."""
    found = findings_of_month(month, today, rules)
    rows = tuple(row_line(month, row, found, rules, today) for row in month.plan.rows)
    indicators = tuple(
        indicator_line(month, n, indicator, rules, today)
        for n, indicator in enumerate(month.plan.indicators, start=1)
    )
    numbered = [(line.indicator.id, line.light) for line in indicators]
    summary = Summary(
        plan=month.plan,
        period=month.period,
        today=today,
        rules=rules,
        legend=legend(rules),
        legend_notes=legend_notes(rules),
        rows=rows,
        sections=_sections(rows, month.section_wordings),
        units=_unit_lines(month, found, today),
        indicators=indicators,
        findings=found,
        lights=_row_lights("lights", rows),
        indicator_lights=_light_counts("indicators.lights", Counted.INDICATORS, numbered),
        problems=said_in(month, Field.PROBLEMS),
        next_steps=said_in(month, Field.NEXT_STEPS),
        changes=_changes(month, rows, rules, today),
        previous=month.previous,
    )
    return replace(summary, figures={figure.key: figure for figure in _figures(summary)})


def summary_of_lines(summary: Summary) -> Summary:
    """The summary with sections, light counts and figures made anew from its lines (a part of the month's)."""
    wordings = {
        section.title: SectionWording(section.title, section.wording, section.wording_outdated)
        for section in summary.sections
        if section.wording is not None and section.lines == _in(section, summary.rows)
    }
    numbered = [(line.indicator.id, line.light) for line in summary.indicators]
    kept = replace(
        summary,
        sections=_sections(summary.rows, wordings),
        lights=_row_lights("lights", summary.rows),
        indicator_lights=_light_counts("indicators.lights", Counted.INDICATORS, numbered),
    )
    return replace(kept, figures={figure.key: figure for figure in _figures(kept)})


def _in(section: SectionLine, rows: Sequence[RowLine]) -> tuple[RowLine, ...]:
    return tuple(line for line in rows if line.row.section == section.title)


def _unit_lines(month: Month, found: Mapping[str, tuple[Finding, ...]], today: date) -> tuple[UnitLine, ...]:
    """A line for every unit that is asked for anything; one whose figures are all settled is asked for nothing."""
    lines = (unit_line(month, unit, found[unit.id], today) for unit in month.plan.reporting_units())
    return tuple(line for line in lines if line.rows_asked or line.indicators_asked)


def _figures(summary: Summary) -> Iterator[Figure]:
    yield from _row_figures(summary.rows)
    yield from _unit_figures(summary.units)
    yield from _finding_figures(summary.findings)
    yield from _change_figures(summary.changes)
    yield count_of("problems", Counted.ROWS, dict.fromkeys(said.row_id for said in summary.problems))
    ids = [line.indicator.id for line in summary.indicators]
    yield count_of("indicators.total", Counted.INDICATORS, ids)
    overdue = (line.indicator.id for line in summary.indicators if line.overdue)
    yield count_of("indicators.overdue", Counted.INDICATORS, overdue)
    yield from _indicator_figures(summary.indicators)
    yield from summary.lights.figures()
    yield from summary.indicator_lights.figures()
    if len(summary.sections) < 2:
        for counts in lights_by_unit(summary):
            yield from counts.lights.values()
            yield counts.unsettled
    for section in summary.sections:
        yield section.rows
        yield section.reported
        yield from section.lights.figures()


def count_of(key: str, counted: Counted, items: Iterable[str]) -> Figure:
    """The figure that counts these items."""
    kept = tuple(items)
    return Figure(key, Decimal(len(kept)), counted, kept)


def _row_figures(rows: Sequence[RowLine]) -> list[Figure]:
    def count(key: str, holds: Callable[[RowLine], bool]) -> Figure:
        return count_of(key, Counted.ROWS, (line.row.id for line in rows if holds(line)))

    return [
        count_of("rows.total", Counted.ROWS, (line.row.id for line in rows)),
        count("rows.asked", lambda line: line.light.asked),
        count("rows.not-asked", lambda line: not line.light.asked),
        count("rows.reported", lambda line: line.light.asked and line.light.reported),
        count("rows.unreported", lambda line: line.light.asked and not line.light.reported),
        count("rows.overdue", lambda line: line.light.overdue),
        count("rows.contested", lambda line: line.contested),
        count("rows.ruled", lambda line: line.light.ruled is not None),
        count("rows.wording-outdated", lambda line: line.wording_outdated),
    ]


def _unit_figures(units: Sequence[UnitLine]) -> list[Figure]:
    def count(key: str, holds: Callable[[UnitLine], bool]) -> Figure:
        return count_of(key, Counted.UNITS, (line.unit.id for line in units if holds(line)))

    return [
        count_of("units.asked", Counted.UNITS, (line.unit.id for line in units)),
        count("units.reported", lambda line: line.state is UnitState.REPORTED),
        count("units.partial", lambda line: line.state is UnitState.PARTIAL),
        count("units.unreported", lambda line: line.state is UnitState.UNREPORTED),
        count("units.not-reported", lambda line: line.state is not UnitState.REPORTED),
        count("units.overdue", lambda line: line.overdue),
        count("units.late", lambda line: line.late),
    ]


def _finding_figures(found: Mapping[str, tuple[Finding, ...]]) -> list[Figure]:
    open_ones = [f for findings in found.values() for f in findings if finding_is_open(f)]
    return [
        count_of(
            f"findings.{grade.value}", Counted.FINDINGS, (f.item_id for f in open_ones if f.grade is grade)
        )
        for grade in Grade
    ]


def _indicator_figures(lines: Sequence[IndicatorLine]) -> Iterator[Figure]:
    """What a paper says of a single indicator: ``indicator.3.value``, ``.completion``, ``.lag``, ``.expected``, where known.

    ``.expected`` is the completion it should have by now (序时应达).
    """
    for line in lines:
        said = {
            "value": line.told.value,
            "completion": line.completion,
            "lag": line.pace.lag if line.pace else None,
            "expected": line.expected,
        }
        for name, value in said.items():
            if value is not None:
                yield Figure(
                    f"indicator.{line.number}.{name}", value, Counted.INDICATORS, (line.indicator.id,)
                )


def lights_by_unit(summary: Summary) -> Iterator[LightCounts]:
    """The lights of the rows of each of ``Summary.units``, in order: ``unit.2.lights.serious``. A row counts for each lead."""
    for number, unit in enumerate(summary.units, start=1):
        asked = set(unit.rows_asked)
        rows = (line for line in summary.rows if line.row.id in asked)
        yield _row_lights(f"unit.{number}.lights", rows)


def _change_figures(changes: Sequence[LightChange]) -> list[Figure]:
    return [
        count_of("changes.better", Counted.ROWS, (change.row_id for change in changes if change.better)),
        count_of("changes.worse", Counted.ROWS, (change.row_id for change in changes if not change.better)),
    ]


def _row_lights(key: str, rows: Iterable[RowLine]) -> LightCounts:
    """The lights of the rows that have or should have one; rows paused or not asked for are left out."""
    kept = [
        (line.row.id, line.light.light) for line in rows if line.light.asked or line.light.light is not None
    ]
    return _light_counts(key, Counted.ROWS, kept)


def _light_counts(key: str, counted: Counted, kept: Sequence[tuple[str, Light | None]]) -> LightCounts:
    names: list[Light | None] = [*LIGHT_KEYS, None]
    figures = [
        count_of(f"{key}.{light or UNSETTLED}", counted, (item for item, has in kept if has is light))
        for light in names
    ]
    parts = [
        Figure(f"{figure.key}.share", share, counted, figure.items)
        for figure, share in zip(figures, shares([len(f.items) for f in figures]), strict=True)
    ]
    return LightCounts(
        lights=dict(zip(LIGHT_KEYS, figures, strict=False)),
        unsettled=figures[-1],
        shares=dict(zip(LIGHT_KEYS, parts, strict=False)),
        unsettled_share=parts[-1],
    )


def _sections(rows: Sequence[RowLine], wordings: Mapping[str, SectionWording]) -> tuple[SectionLine, ...]:
    by_title: dict[str, list[RowLine]] = {}
    for line in rows:
        by_title.setdefault(line.row.section, []).append(line)
    return tuple(
        SectionLine(
            number=number,
            title=title,
            lines=tuple(lines),
            rows=count_of(f"section.{number}.rows", Counted.ROWS, (line.row.id for line in lines)),
            reported=count_of(
                f"section.{number}.reported",
                Counted.ROWS,
                (line.row.id for line in lines if line.light.asked and line.light.reported),
            ),
            lights=_row_lights(f"section.{number}.lights", lines),
            wording=wordings[title].text if title in wordings else None,
            wording_outdated=title in wordings and wordings[title].outdated,
        )
        for number, (title, lines) in enumerate(by_title.items(), start=1)
    )


def _changes(month: Month, rows: Sequence[RowLine], rules: RuleSheet, today: date) -> tuple[LightChange, ...]:
    if month.previous is None:
        return ()
    former = {row.id: light_of_row(month.previous, row, rules, today) for row in month.previous.plan.rows}
    kept = []
    for line in rows:
        before = former[line.row.id].light if line.row.id in former else None
        after = line.light.light
        real = {before, after}.isdisjoint({None, Light.UNREPORTED})
        if real and before and after and before is not after:
            better = rules.severity.index(after) > rules.severity.index(before)
            kept.append(LightChange(line.row.id, line.row.serial, before, after, better))
    return tuple(kept)
