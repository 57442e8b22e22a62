"""附件N 进展情况图: lights by section (or unit), completions against pace, lights period by period, as bars.

A bar only shows what its values say, and every number of them is a figure of the summary.
"""

from collections.abc import Iterable, Iterator, Sequence

from peidang.domain.history import MOST_PERIODS, periods_until
from peidang.domain.labels import LIGHT_SHAPES, Light
from peidang.domain.summary import LIGHT_KEYS, UNSETTLED, Figure, LightCounts, Summary, lights_by_unit
from peidang.domain.summary_lines import IndicatorLine
from peidang.reports.draft_progress import section_name
from peidang.reports.house_style import Pen, join, number
from peidang.reports.paper import Annex, BarRow, Bars, Block, Key, Note, Run, Runs, Segment, Tone, runs
from peidang.reports.table_view import NO_TARGET, PENDING, SOME_UNIT, light_word

TONES: tuple[Tone, ...] = (*LIGHT_KEYS, None)
REAL = frozenset(LIGHT_KEYS) - {Light.UNREPORTED}
FEWEST = 2
"""Bars that are worth comparing."""
A_LINE = 4
"""Counts that stand in one line beside a bar."""
WHOLE, LONGEST = 100.0, 150.0
"""Percent that a bar's column shows at the least and at the most."""

Counts = Sequence[tuple[Tone, Figure]]


def charts_annex(pen: Pen, n: int) -> tuple[Annex, ...]:
    """The charts that have something to show, numbered 图1, 图2 …; nothing when none has."""
    blocks: list[Block] = []
    number_of = 0
    for place, made in (
        ("parts", by_section(pen) or by_unit(pen)),
        ("indicators", by_completion(pen)),
        ("periods", by_period(pen)),
    ):
        if made is None:
            continue
        number_of += 1
        title, keys, rows, goal = made
        caption = pen.say(title, n=str(number_of))
        blocks.append(Bars(caption, keys, rows, goal, place=f"annex.charts.{place}"))
    if not blocks:
        return ()
    cut = any(one > LONGEST for one in _percents(pen.summary.indicators))
    note = Note(pen.say("charts_note", cut=pen.words("charts_cut") if cut else ""), place="annex.charts.note")
    return (Annex(f"附件{n}", pen.words("charts_annex"), (*blocks, note)),)


_Chart = tuple[str, tuple[Key, ...], tuple[BarRow, ...], float | None]
"""The sentence of its caption, its legend, its bars, where a bar would be whole."""


def by_section(pen: Pen) -> _Chart | None:
    """The tasks of each section by light; None for a plan that has no sections."""
    sections = pen.summary.sections
    if len(sections) < FEWEST:
        return None
    counts = ((section_name(pen, one), _counts(one.lights)) for one in sections)
    return _lights(pen, "chart_sections", counts)


def by_unit(pen: Pen) -> _Chart | None:
    """The tasks of each unit by light, in official order; those that must not be named stand last, as 某单位."""
    summary = pen.summary
    if len(summary.units) < FEWEST or len(summary.sections) >= FEWEST:
        return None
    counted = zip(summary.units, lights_by_unit(summary), strict=True)
    told = [(line.unit, _counts(counts)) for line, counts in counted]
    told.sort(key=lambda one: one[0].unnamed)
    named = ((SOME_UNIT if unit.unnamed else unit.name, counts) for unit, counts in told)
    return _lights(pen, "chart_units", named)


def by_period(pen: Pen) -> _Chart | None:
    """All tasks by light, a bar a period."""
    summary = pen.summary
    if not any(key.startswith("period.") for key in summary.figures):
        return None
    periods = list(enumerate(periods_until(summary), start=1))[-MOST_PERIODS:]
    counts = ((one.span.label, _period(summary, n)) for n, one in periods)
    return _lights(pen, "chart_periods", counts)


def _period(summary: Summary, n: int) -> Counts:
    return [(tone, summary.figure(f"period.{n}.lights.{tone or UNSETTLED}")) for tone in TONES]


def _counts(counts: LightCounts) -> Counts:
    return [*((light, counts.lights[light]) for light in LIGHT_KEYS), (None, counts.unsettled)]


def _lights(pen: Pen, title: str, told: Iterable[tuple[str, Counts]]) -> _Chart | None:
    """Bars as long as their counts, the longest over the whole width; None where there is nothing to compare."""
    kept = [(label, counts) for label, counts in told if _total(counts)]
    shown = {tone for _, counts in kept for tone, figure in counts if figure.value}
    if len(kept) < FEWEST or not shown & REAL:
        return None
    most = max(_total(counts) for _, counts in kept)
    rows = tuple(
        BarRow(
            runs(label),
            tuple(Segment(int(figure.value) / most, tone) for tone, figure in counts if figure.value),
            _values(counts),
        )
        for label, counts in kept
    )
    return title, tuple(_key(pen, tone) for tone in TONES if tone in shown), rows, None


def _total(counts: Counts) -> int:
    return sum(int(figure.value) for _, figure in counts)


def _key(pen: Pen, tone: Tone, unlit: str = PENDING) -> Key:
    return Key(unlit if tone is None else light_word(tone, pen.summary.rules), tone)


def _values(counts: Counts) -> Runs:
    """● 8  ▲ 3: a shape and its count, the best first."""
    parts = [
        runs(f"{PENDING if tone is None else LIGHT_SHAPES[tone]} ", number(figure))
        for tone, figure in counts
        if figure.value
    ]
    if len(parts) <= A_LINE:
        return join(parts, "  ")
    return join([join(parts[:3], "  "), join(parts[3:], "  ")], "\n")


def by_completion(pen: Pen) -> _Chart | None:
    """The completion of each indicator that has one, with a tick where it should be by now."""
    lines = [line for line in pen.summary.indicators if line.completion is not None]
    if not lines:
        return None
    tones = {line.light for line in lines}
    keys = [_key(pen, tone, NO_TARGET) for tone in TONES if tone in tones]
    if any(line.expected is not None for line in lines):
        keys.append(Key(pen.words("chart_tick"), tick=True))
    top = min(max([WHOLE, *_percents(lines)]), LONGEST)
    rows = tuple(_bar(pen, line, top) for line in lines)
    return "chart_indicators", tuple(keys), rows, WHOLE / top


def _percents(lines: Iterable[IndicatorLine]) -> Iterator[float]:
    for line in lines:
        yield from (float(one) for one in (line.completion, line.expected) if one is not None)


def _bar(pen: Pen, line: IndicatorLine, top: float) -> BarRow:
    """A bar beyond the column's end is drawn up to it, one below nought not at all: its value tells."""
    completion, expected = line.completion, line.expected
    assert completion is not None
    share = min(max(float(completion), 0.0), top) / top
    tick = None if expected is None else min(max(float(expected), 0.0), top) / top
    shape = f"{LIGHT_SHAPES[line.light]} " if line.light else ""
    said = [runs(shape, _figure(pen, line, "completion"), "%")]
    if expected is not None:
        said.append(pen.say("chart_expected", expected=_figure(pen, line, "expected")))
    segments = (Segment(share, line.light),) if share else ()
    return BarRow(runs(line.indicator.name), segments, join(said, ""), tick)


def _figure(pen: Pen, line: IndicatorLine, what: str) -> Run:
    return number(pen.summary.figure(f"indicator.{line.number}.{what}"))
