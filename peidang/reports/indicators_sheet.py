"""Sheet 指标完成情况: one line an indicator, figures as numbers, days as dates."""

from collections.abc import Mapping
from typing import Any

from peidang.domain.summary import LIGHT_KEYS, Summary
from peidang.domain.summary_lines import IndicatorLine
from peidang.reports.sheet_cells import put_day, put_number, put_text
from peidang.reports.sheet_frame import (
    A4,
    FIRST_ROW,
    HEAD_ROW,
    Count,
    cell,
    set_print,
    set_up,
    stretch,
    write_counts,
)
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
WIDTHS = (5.0, 28.0, 8.0, 20.0, 10.0, 18.0, 10.0, 10.0, 10.0, 11.5, 8.5, 9.5, 12.5, 24.0)
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
    set_up(sheet, styles, summary, NAME, INDICATOR_HEADS, WIDTHS)
    at = FIRST_ROW
    lines = []
    for line in summary.indicators:
        lines.append(at)
        at = _write_line(sheet, styles, summary, at, line, targets.get(line.number)) + 1
    last = max(at - 1, HEAD_ROW)
    sheet.autofilter(HEAD_ROW, 0, last, len(INDICATOR_HEADS) - 1)
    bottom = _counts(sheet, styles, summary, last)
    set_print(sheet, summary, NAME, bottom, len(INDICATOR_HEADS) - 1, A4)
    return tuple(lines)


def _write_line(
    sheet: Any, styles: Styles, summary: Summary, at: int, line: IndicatorLine, target: str | None
) -> int:
    """Write one indicator; returns its last line: a long 说明 takes several, with the rest merged beside it."""
    indicator = line.indicator
    said = (indicator.name, indicator.unit_of_measure, line.target_text, line.due, names(line.reporters))
    gap = ("",) * (len(WIDTHS) - len(said) - 2)
    row = lay_out(1, (*said, *gap, line.notes), WIDTHS[1:], LEAST_HEIGHT)
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
    for column, text in enumerate((line.previous_value, line.month_value, line.value), start=6):
        put_number(sheet, at, column, text, styles.number)
    put_day(sheet, at, 9, line.told.as_of if line.told.value is not None else None, styles.day)
    _put_share(sheet, at, styles, line, target)
    light = indicator_light_text(line.light, line.told.contested, summary.rules)
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
