"""Sheet 趋势: lights, returns and every indicator month by month, each as a small table with a native chart beside it."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peidang.domain.history import PastPeriod
from peidang.domain.labels import Light
from peidang.domain.numbers import plain, rounded
from peidang.domain.summary import LIGHT_KEYS, Summary
from peidang.domain.summary_lines import IndicatorLine, UnitState
from peidang.reports.sheet_cells import put_number, put_text, text_height
from peidang.reports.sheet_frame import HEAD_ROW, cell, on_sheet, set_print, set_titles, write_heads
from peidang.reports.sheet_pages import A4
from peidang.reports.sheet_styles import BODY_FONT, LIGHT_INKS, RULE_COLOUR, Styles
from peidang.reports.table_view import PENDING, light_word, names

NAME = "趋势"
TABLE_COLUMNS = 7
CHART_COLUMN, LAST_COLUMN = 8, 16
WIDTHS = (15.0, *[10.5] * (TABLE_COLUMNS - 1), 2.0, *[9.5] * (LAST_COLUMN - CHART_COLUMN + 1))
ON_SCREEN = 90
"""Percent of its size at which tables and charts stand beside each other on a screen of 1366 pixels."""
LINE, HEAD_LINE, GAP = 17.0, 24.0, 10.0
LEAST_LINES, MOST_LINES = 12, 24
"""Lines beside a chart: it is high enough to be read, two of a year stand on a page, and none is higher than one."""
FEW = 12
"""So many points have each its figure in the chart; of more only the last has."""
NAMED_PERIODS = 7
"""So many periods are named along a chart, one beside the other."""
PERIOD_HEAD = "报告期"
INDICATOR_HEADS = (PERIOD_HEAD, "累计数", "序时应达", "目标")
UNIT_HEADS = (PERIOD_HEAD, *(state.value for state in UnitState), "应报")
UNRECORDED = "　空白的报告期没有报送记录（如由往月汇总表导入）"
STATE_INKS = {
    UnitState.REPORTED: LIGHT_INKS[Light.ON_PACE],
    UnitState.PARTIAL: LIGHT_INKS[Light.BEHIND],
    UnitState.UNREPORTED: LIGHT_INKS[Light.UNREPORTED],
}
UNSETTLED_INK = "#BFBFBF"
_PIXELS = 4 / 3
_FONT = {"name": BODY_FONT, "size": 9}


@dataclass(frozen=True)
class _Block:
    """A table and how its columns are drawn."""

    title: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    kind: Mapping[str, str]
    """Of the chart, as XlsxWriter wants it."""
    series: tuple[tuple[int, Mapping[str, Any]], ...]
    """Column and look of each series."""
    unit: str = ""


def write_trend(workbook: Any, styles: Styles, summary: Summary, periods: Sequence[PastPeriod]) -> int:
    """Write the sheet over these periods, the oldest first; returns how many charts it has."""
    sheet = workbook.add_worksheet(NAME)
    one = "　　目前只有一个报告期，满两期后可看走势" if len(periods) < 2 else ""
    set_titles(sheet, styles, summary, NAME, WIDTHS, one)
    sheet.freeze_panes(HEAD_ROW, 0)
    sheet.set_zoom(ON_SCREEN)
    sheet.repeat_rows(0, HEAD_ROW - 1)
    told = [line for line in summary.indicators if _told(line, periods)]
    blocks = [_lights(summary, periods), _units(periods), *(_indicator(line, periods) for line in told)]
    at, together = HEAD_ROW, []
    for block in blocks:
        end = _write_block(workbook, sheet, styles, block, at)
        together.append((at, end))
        at = end + 2
    silent = [line.indicator.name for line in summary.indicators if line not in told]
    if silent:
        at = _silent(sheet, styles, silent, at)
    set_print(sheet, summary, NAME, (at - 1, LAST_COLUMN), A4, together, range(HEAD_ROW))
    return len(blocks)


def period_cells(periods: Sequence[PastPeriod]) -> dict[str, str]:
    """Where the first table names each period, as other sheets call it, by the period's id."""
    return {one.period_id: on_sheet(NAME, cell(HEAD_ROW + 2 + n, 0)) for n, one in enumerate(periods)}


def light_cell(number: int, light: Light | None) -> str:
    """Where the first table counts a light in a period (from 1), as other sheets call it."""
    return on_sheet(NAME, cell(HEAD_ROW + 1 + number, [*LIGHT_KEYS, None].index(light) + 1))


def _told(line: IndicatorLine, periods: Sequence[PastPeriod]) -> bool:
    points = (one.points.get(line.indicator.id) for one in periods)
    return any(point is not None and point.value is not None for point in points)


def _lights(summary: Summary, periods: Sequence[PastPeriod]) -> _Block:
    kinds: list[Light | None] = [*LIGHT_KEYS]
    if any(one.lights.get(None) for one in periods):
        kinds.append(None)
    words = [PENDING if light is None else light_word(light, summary.rules) for light in kinds]
    inks = [UNSETTLED_INK if light is None else LIGHT_INKS[light] for light in kinds]
    return _Block(
        title="一、任务亮灯（项）",
        heads=(PERIOD_HEAD, *words),
        lines=_lines(periods, lambda one: [str(one.lights.get(light, 0)) for light in kinds]),
        kind=_STACKED,
        series=tuple((n, _filled(ink)) for n, ink in enumerate(inks, start=1)),
        unit="项",
    )


def _units(periods: Sequence[PastPeriod]) -> _Block:
    def counts(one: PastPeriod) -> list[str]:
        if not one.units:
            return [""] * (len(UNIT_HEADS) - 1)
        numbers = [one.units.get(state, 0) for state in UnitState]
        return [str(number) for number in (*numbers, sum(numbers))]

    return _Block(
        title=f"二、单位报送（家）{'' if all(one.units for one in periods) else UNRECORDED}",
        heads=UNIT_HEADS,
        lines=_lines(periods, counts),
        kind=_STACKED,
        series=tuple((n, _filled(STATE_INKS[state])) for n, state in enumerate(UnitState, start=1)),
        unit="家",
    )


def _indicator(line: IndicatorLine, periods: Sequence[PastPeriod]) -> _Block:
    def figures(one: PastPeriod) -> list[str]:
        point = one.points.get(line.indicator.id)
        if point is None:
            return ["", "", ""]
        return [_shown(point.value), _shown(point.on_path, 2), _shown(point.target)]

    unit = line.indicator.unit_of_measure
    lines = _lines(periods, figures)
    looks = (
        (1, _line(LIGHT_INKS[Light.DONE], [figure[1] for figure in lines], _lags(line, periods))),
        (2, _dashed("#8F5F00", "square_dot", len(lines))),
        (3, _dashed("#595959", "dash", len(lines))),
    )
    return _Block(
        title=f"指标{line.number}　{line.indicator.name}{f'（{unit}）' if unit else ''}",
        heads=INDICATOR_HEADS,
        lines=lines,
        kind={"type": "line"},
        series=tuple((n, look) for n, look in looks if any(figure[n] for figure in lines)),
        unit=unit,
    )


def _lags(line: IndicatorLine, periods: Sequence[PastPeriod]) -> list[bool]:
    points = [one.points.get(line.indicator.id) for one in periods]
    return [
        point.value < point.on_path
        for point in points
        if point is not None and point.value is not None and point.on_path is not None
    ]


def _lines(
    periods: Sequence[PastPeriod], values: Callable[[PastPeriod], list[str]]
) -> tuple[tuple[str, ...], ...]:
    return tuple((one.span.label, *values(one)) for one in periods)


def _shown(number: Decimal | None, places: int | None = None) -> str:
    if number is None:
        return ""
    return plain(number if places is None else rounded(number, places))


_STACKED = {"type": "column", "subtype": "stacked"}


def _filled(ink: str) -> dict[str, Any]:
    return {"fill": {"color": ink}, "border": {"color": "#FFFFFF", "width": 0.5}, "gap": 110}


def _line(ink: str, figures: Sequence[str], lags: Sequence[bool]) -> dict[str, Any]:
    """``lags``: is the figure below where it should be? Then it is written on that side, not across the other line."""
    many, below = len(figures) > FEW, sum(lags) * 2 > len(lags)
    marker = {"type": "circle", "size": 4 if many else 6, "fill": {"color": ink}, "border": {"color": ink}}
    # On white, so that a line that crosses it leaves it readable.
    labels: dict[str, Any] = {
        "value": True,
        "position": "below" if below else "above",
        "font": _FONT,
        "fill": {"color": "#FFFFFF"},
    }
    if many:
        last = max(n for n, figure in enumerate(figures) if figure)
        labels["custom"] = [None if n == last else {"delete": True} for n in range(len(figures))]
    return {"line": {"color": ink, "width": 2.25}, "marker": marker, "data_labels": labels}


def _dashed(ink: str, dash: str, points: int) -> dict[str, Any]:
    marker = {"type": "diamond", "size": 4, "fill": {"color": ink}, "border": {"color": ink}}
    if points > FEW:
        marker = {"type": "none"}
    return {"line": {"color": ink, "width": 1.5, "dash_type": dash}, "marker": marker}


def _write_block(workbook: Any, sheet: Any, styles: Styles, block: _Block, at: int) -> int:
    """Title, table and chart; returns its last line."""
    sheet.merge_range(at, 0, at, LAST_COLUMN, "", styles.section)
    put_text(sheet, at, 0, block.title, styles.section)
    sheet.set_row(at, min(200.0, max(20.0, text_height(block.title, sum(WIDTHS)))))
    head = at + 1
    write_heads(sheet, styles, head, block.heads, WIDTHS, HEAD_LINE)
    first, last = head + 1, head + len(block.lines)
    for n, line in enumerate(block.lines, start=first):
        put_text(sheet, n, 0, line[0], styles.centre)
        for column, text in enumerate(line[1:], start=1):
            put_number(sheet, n, column, text, styles.number, styles.long_number)
    end = max(last, head + LEAST_LINES)
    for n in range(first, end + 1):
        sheet.set_row(n, LINE)
    sheet.set_row(end + 1, GAP)
    chart = _chart(workbook, block, head, (first, last))
    height = (min(end - head, MOST_LINES) * LINE + HEAD_LINE - 8) * _PIXELS
    width = sum(WIDTHS[CHART_COLUMN:]) * 7 + 5 * (LAST_COLUMN - CHART_COLUMN)
    chart.set_size({"width": int(width), "height": int(height)})
    sheet.insert_chart(head, CHART_COLUMN, chart, {"x_offset": 4, "y_offset": 4, "object_position": 1})
    return end


def _chart(workbook: Any, block: _Block, head: int, lines: tuple[int, int]) -> Any:
    chart = workbook.add_chart(dict(block.kind))
    first, last = lines
    for column, look in block.series:
        chart.add_series(
            {
                "name": [NAME, head, column],
                "categories": [NAME, first, 0, last, 0],
                "values": [NAME, first, column, last, column],
                **look,
            }
        )
    # The sheet already says what it is; a long name over a chart would only be cut.
    chart.set_title({"none": True})
    chart.set_legend({"position": "bottom", "font": _FONT})
    step = math.ceil((last - first + 1) / NAMED_PERIODS)
    chart.set_x_axis(
        {
            "num_font": _FONT,
            "line": {"color": RULE_COLOUR},
            "label_position": "low",  # under the figures below nought, too
            **({"interval_unit": step, "interval_tick": step} if step > 1 else {}),
        }
    )
    chart.set_y_axis(
        {
            "num_font": _FONT,
            "name": block.unit,
            "name_font": {**_FONT, "bold": False, "rotation": 360},
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9", "width": 0.5}},
            "line": {"none": True},
            "num_format": "General",
            **({"min": 0} if block.kind is _STACKED else {}),
        }
    )
    chart.set_chartarea({"border": {"color": "#D9D9D9"}})
    chart.show_blanks_as("gap")
    return chart


def _silent(sheet: Any, styles: Styles, silent: Sequence[str], at: int) -> int:
    text = f"以下指标至今没有数据：{names(silent)}。"
    sheet.merge_range(at, 0, at, LAST_COLUMN, "", styles.small)
    put_text(sheet, at, 0, text, styles.small)
    sheet.set_row(at, min(409.0, text_height(text, sum(WIDTHS))))
    return at + 1
