"""Sheet 存在问题清单: what each unit says stands in the way, on which row, and since which month it has said so."""

from collections.abc import Sequence
from typing import Any

from peidang.domain.history import PastPeriod, since
from peidang.domain.periods import Span
from peidang.domain.summary import Summary
from peidang.domain.summary_lines import Said
from peidang.reports.draft_progress import row_name
from peidang.reports.sheet_cells import put_day, put_text
from peidang.reports.sheet_frame import FIRST_ROW, HEAD_ROW, on_sheet, set_print, set_up, stretch
from peidang.reports.sheet_pages import A4
from peidang.reports.sheet_styles import Styles
from peidang.reports.table_view import SOME_UNIT
from peidang.reports.tall_rows import lay_out, merge_lines, write_texts

NAME = "存在问题清单"
HEADS = ("序号", "任务序号", "主要任务", "反映单位", "存在问题", "自何时起", "下一步打算")
WIDTHS = (5.0, 7.0, 28.0, 18.0, 50.0, 13.0, 40.0)
SERIAL_COLUMN, SINCE_COLUMN = 1, HEADS.index("自何时起")
NOTHING = "本期各单位未反映存在问题。"


def serials(last: int) -> str:
    """The cells with the serials of the rows, as other sheets call them. A text over several lines has it once."""
    return on_sheet(NAME, stretch((FIRST_ROW, SERIAL_COLUMN), last))


def write_problems(workbook: Any, styles: Styles, summary: Summary, periods: Sequence[PastPeriod]) -> int:
    """Write the sheet; returns its last line (from 0)."""
    sheet = workbook.add_worksheet(NAME)
    set_up(sheet, styles, summary, NAME, HEADS, WIDTHS)
    steps = {(said.row_id, said.unit_id): said.text for said in summary.next_steps}
    tasks = {line.row.id: row_name(line) for line in summary.rows}
    at = FIRST_ROW
    for number, said in enumerate(summary.problems, start=1):
        unit = SOME_UNIT if summary.plan.unit(said.unit_id).unnamed else said.unit_name
        span = since(periods, said.row_id, said.unit_id)
        step = steps.get((said.row_id, said.unit_id), "")
        texts = ("", tasks[said.row_id], unit, said.text, span.label, step)
        at = _write_line(sheet, styles, at, number, (said, span), texts) + 1
    last = max(at - 1, HEAD_ROW)
    sheet.autofilter(HEAD_ROW, 0, last, len(HEADS) - 1)
    if not summary.problems:
        put_text(sheet, FIRST_ROW, 2, NOTHING, styles.small)
        last = FIRST_ROW
    set_print(sheet, summary, NAME, (last, len(HEADS) - 1), A4)
    return last


def _write_line(
    sheet: Any, styles: Styles, at: int, number: int, told: tuple[Said, Span], texts: Sequence[str]
) -> int:
    said, span = told
    row = lay_out(SERIAL_COLUMN, texts, WIDTHS[1:], 24.0)
    styles = styles.over(row.lines)
    looks = (styles.serial, styles.text, styles.text, styles.text, styles.centre, styles.text)
    end = write_texts(sheet, row, at, looks, {SERIAL_COLUMN})
    for column, value in ((0, number), (SERIAL_COLUMN, said.serial)):
        merge_lines(sheet, (at, end), column, styles.serial)
        sheet.write_number(at, column, value, styles.serial)
    if span.label == f"{span.start.year}年{span.start.month}月":  # a real month, so that 9月 is before 10月
        for line in range(at, end + 1):
            put_day(sheet, line, SINCE_COLUMN, span.start, styles.month)
    return end
