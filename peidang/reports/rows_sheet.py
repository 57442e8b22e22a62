"""Sheet 进展情况表: the annex's own shape with the month beside it, 序号 in column A as whole numbers."""

from collections.abc import Callable, Sequence
from typing import Any

from peidang.domain.columns import further_cells, further_heads
from peidang.domain.labels import ROW_FREQUENCY_WORDS, ROW_STATE_WORDS, Light, RowFrequency, RowState
from peidang.domain.summary import LIGHT_KEYS, Summary
from peidang.domain.summary_lines import RowLine
from peidang.reports.sheet_cells import MAX_HEIGHT, put_text, text_height
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
from peidang.reports.sheet_styles import Styles
from peidang.reports.table_view import (
    NOT_ASKED,
    PENDING,
    in_sections,
    in_tasks,
    light_word,
    names,
    row_light_text,
    schedule_heads,
)
from peidang.reports.tall_rows import TallRow, lay_out, merge_lines, write_over, write_texts

NAME = "进展情况表"
SERIAL, TASK, MEASURE = 0, 1, 2
OWN_WIDTHS = (5.0, 16.0, 44.0, 14.0, 16.0)
EXTRA_WIDTH = 12.0
MONTH_WIDTHS = (12.0, 14.0, 44.0, 22.0, 26.0)
LEAST_HEIGHT = 30.0


def write_rows(workbook: Any, styles: Styles, summary: Summary) -> tuple[int, ...]:
    """Write the sheet; returns the serials written, in order."""
    sheet = workbook.add_worksheet(NAME)
    heads = schedule_heads(summary)
    widths = (*OWN_WIDTHS, *[EXTRA_WIDTH] * len(further_heads(summary.plan)), *MONTH_WIDTHS)
    set_up(sheet, styles, summary, NAME, heads, widths)
    writer = _Writer(sheet, styles, summary, widths)
    for section in in_sections(summary.rows):
        if section.title:
            writer.section(section.title)
        for task in in_tasks(section.lines):
            writer.task(task)
    last = max(writer.at - 1, HEAD_ROW)
    sheet.autofilter(HEAD_ROW, 0, last, len(heads) - 1)
    bottom = _counts(sheet, styles, summary, last)
    set_print(sheet, summary, NAME, bottom, len(heads) - 1)
    return tuple(writer.serials)


class _Writer:
    """Goes down the sheet; ``at`` is the next free line."""

    def __init__(self, sheet: Any, styles: Styles, summary: Summary, widths: Sequence[float]) -> None:
        self.sheet, self.styles, self.summary, self.widths = sheet, styles, summary, widths
        self.at = FIRST_ROW
        self.serials: list[int] = []
        self.light_column = len(OWN_WIDTHS) + len(further_heads(summary.plan))

    def section(self, title: str) -> None:
        """A heading across the table."""
        self.sheet.merge_range(self.at, 0, self.at, len(self.widths) - 1, "", self.styles.section)
        put_text(self.sheet, self.at, 0, title, self.styles.section)
        self.sheet.set_row(self.at, max(22.0, min(MAX_HEIGHT, text_height(title, sum(self.widths)))))
        self.at += 1

    def task(self, lines: Sequence[RowLine]) -> None:
        """Rows that share a task: its cell is one over all of them."""
        task = lines[0].row.task
        rows = [lay_out(MEASURE, self._texts(line), self.widths[MEASURE:], LEAST_HEIGHT) for line in lines]
        lacking = text_height(task, self.widths[TASK]) - sum(row.height for row in rows)
        if lacking > 0:
            rows[-1] = rows[-1].higher_by(lacking)
        first = self.at
        for line, row in zip(lines, rows, strict=True):
            self._row(line, row)
        write_over(self.sheet, (first, self.at - 1), TASK, task, self.styles.text)

    def _texts(self, line: RowLine) -> tuple[str, ...]:
        own = (line.row.measure, names(line.leads), names(line.responsible))
        month = (line.status, line.text, line.problems, line.next_steps)
        light = row_light_text(line, self.summary.rules)
        return (*own, *further_cells(self.summary.plan, line.row), light, *month)

    def _row(self, line: RowLine, row: TallRow) -> None:
        styles = [self._style(line, column) for column in range(MEASURE, len(self.widths))]
        end = write_texts(self.sheet, row, self.at, styles)
        # 序号 only once, also over several lines: COUNT and readers find each row exactly once.
        merge_lines(self.sheet, (self.at, end), SERIAL, self.styles.serial)
        self.sheet.write_number(self.at, SERIAL, line.row.serial, self.styles.serial)
        self.serials.append(line.row.serial)
        self.at = end + 1

    def _style(self, line: RowLine, column: int) -> Any:
        if column == self.light_column:
            light = line.light.light
            return self.styles.unlit if light is None else self.styles.lights[light]
        return self.styles.centre if column == self.light_column + 1 else self.styles.text


def _counts(sheet: Any, styles: Styles, summary: Summary, last: int) -> int:
    """How many rows have each light, and how many there are, under the table; with the legend beside."""
    light_column = len(OWN_WIDTHS) + len(further_heads(summary.plan))
    lights, serials = stretch((FIRST_ROW, light_column), last), stretch((FIRST_ROW, SERIAL), last)
    top = last + 2

    def formula(n: int) -> str:
        return f'=COUNTIFS({lights},{cell(top + n, TASK)},{serials},">0")'

    labels = _labels(summary, styles)
    counts = [
        Count(label, formula(n), sum(map(holds, summary.rows)), style, explained)
        for n, (label, style, explained, holds) in enumerate(labels)
    ]
    counts.append(Count("合计", f"=COUNT({serials})", len(summary.rows), styles.total, "配档表行数"))
    bottom = write_counts(sheet, styles, top, counts, OWN_WIDTHS[MEASURE])
    return _notes(sheet, styles, summary, bottom + 1)


def _notes(sheet: Any, styles: Styles, summary: Summary, at: int) -> int:
    """How the pace is counted, as wide as the counts above it."""
    text = "".join(summary.legend_notes)
    sheet.merge_range(at, TASK, at, MEASURE + 1, "", styles.small)
    put_text(sheet, at, TASK, text, styles.small)
    sheet.set_row(at, text_height(text, sum(OWN_WIDTHS[TASK : MEASURE + 2])))
    return at


Holds = Callable[[RowLine], bool]


def _labels(summary: Summary, styles: Styles) -> list[tuple[str, Any, str, Holds]]:
    legend = dict(summary.legend)
    made: list[tuple[str, Any, str, Holds]] = [
        (light_word(light, summary.rules), styles.lights[light], legend[light], _has_light(light))
        for light in LIGHT_KEYS
    ]
    unlit = (
        PENDING,
        ROW_STATE_WORDS[RowState.PAUSED],
        ROW_FREQUENCY_WORDS[RowFrequency.NEVER],
        NOT_ASKED,
    )
    for word in unlit:
        holds = _reads(word, summary)
        if any(map(holds, summary.rows)):
            made.append((word, styles.unlit, "", holds))
    return made


def _has_light(light: Light) -> Holds:
    return lambda line: line.light.light is light


def _reads(word: str, summary: Summary) -> Holds:
    return lambda line: row_light_text(line, summary.rules) == word
