"""Sheet 指标完成情况: one line an indicator, figures as numbers, days as dates."""

from collections.abc import Mapping, Sequence
from typing import Any

from peidang.domain.summary import LIGHT_KEYS, Summary
from peidang.domain.summary_lines import IndicatorLine
from peidang.reports.sheet_cells import MAX_HEIGHT, number_width, put_day, put_number, put_text, text_height
from peidang.reports.sheet_frame import (
    FIRST_ROW,
    HEAD_ROW,
    Count,
    cell,
    set_print,
    set_up,
    stretch,
    write_counts,
)
from peidang.reports.sheet_pages import A4
from peidang.reports.sheet_styles import Styles
from peidang.reports.table_view import (
    INDICATOR_HEADS,
    LIGHT_HEAD,
    NO_TARGET,
    PENDING,
    indicator_light_text,
    light_word,
    names,
)
from peidang.reports.tall_rows import lay_out, merge_lines, write_texts

NAME = "指标完成情况"
WIDTHS = (5.0, 26.0, 8.5, 17.0, 9.5, 16.0, 9.5, 9.5, 9.5, 11.5, 8.5, 11.0, 12.5, 22.0)
FIGURE_COLUMNS = range(6, 9)
LEAST_HEIGHT = 24.0
LIGHT_COLUMN = INDICATOR_HEADS.index(LIGHT_HEAD)
VALUE_COLUMN, COMPLETION_COLUMN, GAP_COLUMN = 8, 10, 11


def write_indicators(
    workbook: Any, styles: Styles, summary: Summary, targets: Mapping[int, str]
) -> tuple[int, ...]:
    """Write the sheet; returns the line (from 0) on which each indicator begins, in order.

    ``targets`` are the cells that hold an indicator's target as a number, by the indicator's number: from these
    完成率 is worked out.
    """
    sheet = workbook.add_worksheet(NAME)
    widths = _widths(summary)
    # The unit of measure in a line of its own, else the head is parted within it.
    heads = [head.replace("（", "\n（") for head in INDICATOR_HEADS]
    set_up(sheet, styles, summary, NAME, heads, widths)
    at = FIRST_ROW
    lines = []
    for line in summary.indicators:
        lines.append(at)
        at = _write_line(sheet, styles, summary, at, line, targets.get(line.number), widths) + 1
    last = max(at - 1, HEAD_ROW)
    sheet.autofilter(HEAD_ROW, 0, last, len(INDICATOR_HEADS) - 1)
    bottom = _counts(sheet, styles, summary, last)
    set_print(sheet, summary, NAME, (bottom, len(INDICATOR_HEADS) - 1), A4, [((lines or [last])[-1], bottom)])
    return tuple(lines)


def _figures(line: IndicatorLine) -> tuple[str, ...]:
    """In the order of ``FIGURE_COLUMNS``."""
    return (line.previous_value, line.month_value, line.value)


def _widths(summary: Summary) -> tuple[float, ...]:
    """The columns' widths, those of figures as wide as their longest."""
    figures = [_figures(line) for line in summary.indicators]
    fitted = {
        column: number_width((told[n] for told in figures), WIDTHS[column])
        for n, column in enumerate(FIGURE_COLUMNS)
    }
    for column, shares in (
        (COMPLETION_COLUMN, [line.completion for line in summary.indicators]),
        (GAP_COLUMN, [line.gap for line in summary.indicators]),
    ):
        # A decimal more than is shown: the room of the sign.
        fitted[column] = number_width((f"{one:.2f}" for one in shares if one is not None), WIDTHS[column])
    return tuple(fitted.get(column, width) for column, width in enumerate(WIDTHS))


def _write_line(
    sheet: Any,
    styles: Styles,
    summary: Summary,
    at: int,
    line: IndicatorLine,
    target: str | None,
    widths: Sequence[float],
) -> int:
    """Write one indicator; returns its last line: a long 说明 takes several, with the rest merged beside it."""
    indicator = line.indicator
    said = (indicator.name, indicator.unit_of_measure, line.target_text, line.due, names(line.reporters))
    gap = ("",) * (len(WIDTHS) - len(said) - 2)
    light = indicator_light_text(line.light, line.told.contested, summary.rules)
    beside = zip((*FIGURE_COLUMNS, LIGHT_COLUMN), (*_figures(line), light), strict=True)
    least = max(text_height(text, widths[column]) for column, text in beside)
    row = lay_out(1, (*said, *gap, line.notes), widths[1:], min(MAX_HEIGHT, max(LEAST_HEIGHT, least)))
    styles = styles.over(row.lines)
    middle = styles.centre
    text_styles = [
        styles.text,
        middle,
        styles.text,
        middle,
        styles.text,
        *[styles.text] * len(gap),
        styles.text,
    ]
    end = write_texts(sheet, row, at, text_styles)
    merge_lines(sheet, (at, end), 0, styles.serial)
    sheet.write_number(at, 0, line.number, styles.serial)
    for column, text in zip(FIGURE_COLUMNS, _figures(line), strict=True):
        put_number(sheet, at, column, text, styles.number, styles.long_number)
    put_day(sheet, at, 9, line.told.as_of if line.told.value is not None else None, styles.day)
    _put_share(sheet, at, styles, line, target)
    put_text(sheet, at, LIGHT_COLUMN, light, styles.lights[line.light] if line.light else styles.unlit)
    return end


def _put_share(sheet: Any, at: int, styles: Styles, line: IndicatorLine, target: str | None) -> None:
    place, share = (at, COMPLETION_COLUMN), line.completion
    if share is None:
        sheet.write_blank(*place, None, styles.percent)
    elif target is None:
        sheet.write_number(*place, float(share / 100), styles.percent)
    else:
        formula = f"=ROUND({cell(at, VALUE_COLUMN)}/{target},3)"
        sheet.write_formula(*place, formula, styles.percent, float(share / 100))
    if line.gap is None:
        sheet.write_blank(at, GAP_COLUMN, None, styles.points)
    else:
        sheet.write_number(at, GAP_COLUMN, float(line.gap), styles.points)


def _counts(sheet: Any, styles: Styles, summary: Summary, last: int) -> int:
    top = last + 2
    lights = stretch((FIRST_ROW, LIGHT_COLUMN), last)
    told = [indicator_light_text(x.light, x.told.contested, summary.rules) for x in summary.indicators]
    labels = [(light_word(light, summary.rules), styles.lights[light]) for light in LIGHT_KEYS]
    labels += [(word, styles.unlit) for word in (PENDING, NO_TARGET) if word in told]
    counts = [
        Count(label, f"=COUNTIF({lights},{cell(top + n, 1)})", told.count(label), style)
        for n, (label, style) in enumerate(labels)
    ]
    serials = stretch((FIRST_ROW, 0), last)
    counts.append(Count("合计", f"=COUNT({serials})", len(told), styles.total))
    return write_counts(sheet, styles, top, counts)
