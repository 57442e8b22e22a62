"""One unit's part of the month's summary: its rows with its own words, its indicators, its findings, its figures.

A summary like any other, so that a paper about one unit is made and checked as the month's own.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from peidang.domain.answers import Month
from peidang.domain.labels import Field, Light
from peidang.domain.periods import last_day_of
from peidang.domain.summary import Counted, Figure, Summary, count_of, summary_of_lines
from peidang.domain.summary_lines import RowLine

SOON_MONTHS = 3
"""A due within so many months after the period is told beforehand."""


def of_unit(summary: Summary, month: Month, unit_id: str) -> Summary:
    """What of the summary is this unit's. Shared rows hold its own words and its own light, unless the office ruled."""
    rows = tuple(
        _own_line(line, month, unit_id) for line in summary.rows if unit_id in line.row.reporting_unit_ids()
    )
    ids = {line.row.id for line in rows}
    made = summary_of_lines(
        replace(
            summary,
            rows=rows,
            units=tuple(line for line in summary.units if line.unit.id == unit_id),
            indicators=tuple(line for line in summary.indicators if unit_id in line.reporter_ids),
            findings={unit_id: summary.findings.get(unit_id, ())},
            problems=tuple(said for said in summary.problems if said.unit_id == unit_id),
            next_steps=tuple(said for said in summary.next_steps if said.unit_id == unit_id),
            changes=tuple(change for change in summary.changes if change.row_id in ids),
        )
    )
    return replace(made, figures={**made.figures, **{one.key: one for one in _own_figures(made)}})


def _own_line(line: RowLine, month: Month, unit_id: str) -> RowLine:
    reporters = line.row.reporting_unit_ids()
    if len(reporters) == 1:
        return line
    entry = month.entry(line.row.id, unit_id)
    part = tuple(one for one in line.light.units if one.unit_id == unit_id)
    light = replace(
        line.light,
        reported=all(one.reported for one in part),
        self_assessed=part[0].self_assessed if part else None,
        by_rule=part[0].by_rule if part else line.light.by_rule,
        units=part,
    )
    return replace(
        line,
        light=light,
        status=entry.value(Field.STATUS),
        progress=entry.value(Field.PROGRESS),
        problems=entry.value(Field.PROBLEMS),
        next_steps=entry.value(Field.NEXT_STEPS),
        contested=bool(entry.contested),
        wording=None,
    )


def due_soon(summary: Summary) -> tuple[RowLine, ...]:
    """The rows asked for whose due comes within three months after the period, and which are not done."""
    end = summary.period.span.end
    return tuple(
        line
        for line in summary.rows
        if line.light.asked
        and line.row.due
        and line.light.light is not Light.DONE
        and end < last_day_of(line.row.due) <= _months_on(end, SOON_MONTHS)
    )


def _months_on(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return last_day_of(f"{year}-{month + 1:02d}")


def _own_figures(summary: Summary) -> Iterable[Figure]:
    yield count_of("rows.due-soon", Counted.ROWS, (line.row.id for line in due_soon(summary)))
    silent = (line.indicator.id for line in summary.indicators if line.light is Light.UNREPORTED)
    yield count_of("indicators.unreported", Counted.INDICATORS, silent)
