"""Sheet 单位报送情况: one line a unit; who must not be named is 某单位."""

from collections.abc import Sequence
from typing import Any

from peidang.domain.labels import Grade
from peidang.domain.summary import Summary
from peidang.domain.summary_lines import UnitState
from peidang.reports.sheet_cells import put_day, put_text, text_height
from peidang.reports.sheet_frame import (
    FIRST_ROW,
    HEAD_ROW,
    set_print,
    set_up,
    stretch,
)
from peidang.reports.sheet_pages import A4
from peidang.reports.sheet_styles import Styles
from peidang.reports.table_view import LATE, OVERDUE, UNIT_HEADS, UnitRow, unit_rows

NAME = "单位报送情况"
WIDTHS = (5.0, 36.0, 18.0, 9.0, 9.0, 9.0, 9.0, 12.0, 12.0, 9.0, 9.0, 9.0)
LEAST_HEIGHT = 18.0
STATE_COLUMN, SUMMED = 2, (3, 4, 5, 6, 10, 11)
FINDING_COLUMNS = {Grade.MUST: 10, Grade.EXPLAIN: 11}


def write_units(workbook: Any, styles: Styles, summary: Summary) -> tuple[int, ...]:
    """Write the sheet; returns the numbers of the lines written, in order."""
    sheet = workbook.add_worksheet(NAME)
    rows = unit_rows(summary)
    set_up(sheet, styles, summary, NAME, UNIT_HEADS, WIDTHS)
    for at, row in enumerate(rows, start=FIRST_ROW):
        _write_line(sheet, styles, at, row)
    last = max(FIRST_ROW + len(rows) - 1, HEAD_ROW)
    sheet.autofilter(HEAD_ROW, 0, last, len(UNIT_HEADS) - 1)
    _sums(sheet, styles, last, rows)
    bottom = _counts(sheet, styles, last, rows)
    set_print(sheet, summary, NAME, (bottom, len(UNIT_HEADS) - 1), A4, [(last, bottom)])
    return tuple(row.number for row in rows)


def _numbers(row: UnitRow) -> tuple[int, ...]:
    """In the order of ``SUMMED``."""
    line = row.line
    asked = (line.rows_asked, line.rows_answered, line.indicators_asked, line.indicators_answered)
    return (*(len(ids) for ids in asked), line.must, line.explain)


def _write_line(sheet: Any, styles: Styles, at: int, row: UnitRow) -> None:
    line = row.line
    sheet.write_number(at, 0, row.number, styles.serial)
    put_text(sheet, at, 1, row.name, styles.text)
    put_text(sheet, at, STATE_COLUMN, row.state, styles.centre)
    for column, number in zip(SUMMED, _numbers(row), strict=True):
        sheet.write_number(at, column, number, styles.count)
    put_day(sheet, at, 7, line.due, styles.day)
    put_day(sheet, at, 8, line.answered_at.date() if line.answered_at else None, styles.day)
    sheet.write_number(at, 9, line.late_days, styles.count)
    sheet.set_row(at, max(LEAST_HEIGHT, text_height(row.name, WIDTHS[1]) - 1.0))


def _sums(sheet: Any, styles: Styles, last: int, rows: Sequence[UnitRow]) -> None:
    at = last + 1
    for column in range(len(UNIT_HEADS)):
        sheet.write_blank(at, column, None, styles.total)
    put_text(sheet, at, 1, "合计", styles.total)
    for n, column in enumerate(SUMMED):
        value = sum(_numbers(row)[n] for row in rows)
        sheet.write_formula(at, column, f"=SUM({stretch((FIRST_ROW, column), last)})", styles.total, value)
    sheet.set_row(at, LEAST_HEIGHT)


def _counts(sheet: Any, styles: Styles, last: int, rows: Sequence[UnitRow]) -> int:
    states = stretch((FIRST_ROW, STATE_COLUMN), last)
    lines = [row.line for row in rows]
    kinds = [(state.value, f"{state.value}*", sum(x.state is state for x in lines)) for state in UnitState]
    kinds.append((OVERDUE, f"*（{OVERDUE}）", sum(x.overdue for x in lines)))
    kinds.append((LATE, f"*（{LATE}）", sum(x.late for x in lines)))
    counts = [("应报单位", f"=COUNT({stretch((FIRST_ROW, 0), last)})", len(rows))]
    counts += [(word, f'=COUNTIF({states},"{pattern}")', value) for word, pattern, value in kinds]
    # Side by side, so that they stay on the page of the table.
    sheet.set_row(last + 2, 8)
    for column, (word, formula, value) in enumerate(counts, start=1):
        put_text(sheet, last + 3, column, word, styles.total)
        sheet.write_formula(last + 4, column, formula, styles.count, value)
    for row in (last + 3, last + 4):
        sheet.set_row(row, LEAST_HEIGHT)
    return last + 4
