"""全年: the summary of the year's last period, with what all periods of the year say together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from peidang.domain.labels import Light
from peidang.domain.summary import Counted, Figure, Summary, count_of
from peidang.domain.summary_lines import RowLine

LAGGING = (Light.SERIOUS, Light.BEHIND)


@dataclass(frozen=True)
class YearLine:
    """A row through the year: its light in each period, None where it had none or was not in the plan yet."""

    row_id: str
    serial: int
    lights: tuple[Light | None, ...]

    @property
    def lagged(self) -> bool:
        """True when it was behind at least once."""
        return any(light in LAGGING for light in self.lights)

    @property
    def recovered(self) -> bool:
        """True when it was behind once, and stands on pace or is done at the end."""
        return self.lagged and self.lights[-1] in (Light.ON_PACE, Light.DONE)


@dataclass(frozen=True)
class ToldThen:
    """What one period said of a row."""

    period: str
    last: bool
    """True for the year's last period."""
    line: RowLine
    reporters: tuple[str, ...]
    """The names of the units that reported on it then, in order."""


@dataclass(frozen=True)
class SectionThen:
    """The office's 统稿 of a section in one period."""

    period: str
    last: bool
    text: str


@dataclass(frozen=True)
class Year:
    """The periods of one year, oldest first, and each row of the last one through them."""

    periods: tuple[str, ...]
    lines: tuple[YearLine, ...]
    told: Mapping[str, tuple[ToldThen, ...]] = field(default_factory=dict, repr=False)
    """By row id, newest first: the periods that said anything of the row."""
    worded: Mapping[str, SectionThen] = field(default_factory=dict, repr=False)
    """By section: its newest 统稿, where no row of it was worded later."""


def of_year(summaries: Sequence[Summary]) -> tuple[Summary, Year]:
    """The last period's summary with the year's figures, and the rows through the year.

    Raises ValueError without any summary.
    """
    if not summaries:
        raise ValueError("no period")
    last = summaries[-1]
    stood = [{line.row.id: line.light.light for line in one.rows} for one in summaries]
    lines = tuple(
        YearLine(line.row.id, line.row.serial, tuple(lights.get(line.row.id) for lights in stood))
        for line in last.rows
    )
    told = {line.row.id: _told(summaries, line.row.id) for line in last.rows}
    year = Year(
        tuple(one.period.span.short_label for one in summaries), lines, told, _worded(summaries, told)
    )
    figures = {one.key: one for one in _figures(summaries, year)}
    return replace(last, figures={**last.figures, **figures}), year


def _told(summaries: Sequence[Summary], row_id: str) -> tuple[ToldThen, ...]:
    found = []
    for one in reversed(summaries):
        for line in one.rows:
            if line.row.id == row_id and (line.wording or line.progress):
                names = tuple(one.plan.unit(unit).name for unit in line.row.reporting_unit_ids())
                found.append(ToldThen(one.period.span.short_label, one is summaries[-1], line, names))
    return tuple(found)


def _worded(summaries: Sequence[Summary], told: Mapping[str, tuple[ToldThen, ...]]) -> dict[str, SectionThen]:
    found = {}
    for section in summaries[-1].sections:
        rows = {then.period for line in section.lines for then in told[line.row.id] if then.line.wording}
        for one in reversed(summaries):
            text = next((then.wording for then in one.sections if then.title == section.title), None)
            label = one.period.span.short_label
            if text:
                found[section.title] = SectionThen(label, one is summaries[-1], text)
            if text or label in rows:
                break
    return found


def _figures(summaries: Sequence[Summary], year: Year) -> Iterable[Figure]:
    yield count_of("year.periods", Counted.PERIODS, (one.period.id for one in summaries))
    yield count_of("year.lagged", Counted.ROWS, (line.row_id for line in year.lines if line.lagged))
    yield count_of("year.recovered", Counted.ROWS, (line.row_id for line in year.lines if line.recovered))
    always = (line.row_id for line in year.lines if line.lights[-1] in LAGGING and _since(line) > 1)
    yield count_of("year.still-behind", Counted.ROWS, always)
    times = (line.unit.id for one in summaries for line in one.units if line.late or line.overdue)
    yield count_of("year.late-times", Counted.UNITS, times)


def _since(line: YearLine) -> int:
    """For how many periods, to the last, the row has been behind."""
    count = 0
    for light in reversed(line.lights):
        if light not in LAGGING:
            break
        count += 1
    return count
