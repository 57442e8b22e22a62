"""Sheet 进展情况表: the annex's own shape with the month beside it, 序号 in column A as whole numbers."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peidang.domain.labels import ROW_FREQUENCY_WORDS, ROW_STATE_WORDS, Light, RowFrequency, RowState
from peidang.domain.summary import LIGHT_KEYS, Summary
from peidang.domain.summary_lines import RowLine
from peidang.reports.row_columns import Look, RowColumn, row_columns
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
from peidang.reports.sheet_pages import Group, paper_for
from peidang.reports.sheet_styles import Styles
from peidang.reports.table_view import NOT_ASKED, PENDING, in_sections, in_tasks, light_word, row_light_text
from peidang.reports.tall_rows import TallRow, lay_out, merge_lines, write_over, write_texts

NAME = "进展情况表"
SERIAL = 0
LEAST_HEIGHT = 30.0


@dataclass(frozen=True)
class WrittenRows:
    """What was written: serials in order; where each row begins (line from 0) and which column holds the lights."""

    serials: tuple[int, ...]
    lines: Mapping[str, int]
    light_column: int | None


def write_rows(
    workbook: Any,
    styles: Styles,
    summary: Summary,
    heads: Sequence[str] | None = None,
    rows: Collection[str] | None = None,
    further: str = "",
) -> WrittenRows:
    """Write the sheet with these columns (``row_columns``) and only the rows of these ids, in the annex's order.

    ``further`` is told under the title.
    """
    sheet = workbook.add_worksheet(NAME)
    columns = row_columns(summary, heads)
    shown = tuple(line for line in summary.rows if rows is None or line.row.id in rows)
    part = (
        f"　　本表为部分任务：共{len(summary.rows)}项，此表列{len(shown)}项"
        if len(shown) < len(summary.rows)
        else ""
    )
    set_up(
        sheet, styles, summary, NAME, [c.head for c in columns], [c.width for c in columns], part + further
    )
    writer = _Writer(sheet, styles, columns)
    for section in in_sections(shown):
        if section.title:
            writer.section(section.title)
        for task in in_tasks(section.lines):
            writer.task(task)
    last = max(writer.at - 1, HEAD_ROW)
    sheet.autofilter(HEAD_ROW, 0, last, len(columns) - 1)
    bottom, right = last, len(columns) - 1
    together = writer.together
    if writer.light_column is not None and right >= BLOCK_COLUMNS:
        bottom = _counts(sheet, styles, summary, shown, columns, last)
        together.append((writer.begins, bottom))  # under heads of which at least one row stands
    set_print(sheet, summary, NAME, (bottom, right), paper_for(writer.widths), together)
    return WrittenRows(tuple(writer.serials), writer.lines, writer.light_column)


class _Writer:
    """Goes down the sheet; ``at`` is the next free line."""

    def __init__(self, sheet: Any, styles: Styles, columns: Sequence[RowColumn]) -> None:
        self.sheet, self.styles, self.columns = sheet, styles, columns
        self.widths = [column.width for column in columns]
        self.at = FIRST_ROW
        self.begins = FIRST_ROW
        """The first line of the row written last, or of what is left of it where it is high."""
        self.serials: list[int] = []
        self.lines: dict[str, int] = {}
        self.together: list[Group] = []
        looks = [column.look for column in columns]
        self.light_column = looks.index(Look.LIGHT) if Look.LIGHT in looks else None
        self.task_column = looks.index(Look.TASK) if Look.TASK in looks else None

    def section(self, title: str) -> None:
        """A heading across the table."""
        if len(self.widths) > 1:
            self.sheet.merge_range(self.at, 0, self.at, len(self.widths) - 1, "", self.styles.section)
        put_text(self.sheet, self.at, 0, title, self.styles.section)
        self.sheet.set_row(self.at, max(22.0, min(MAX_HEIGHT, text_height(title, sum(self.widths)))))
        self.together.append((self.at, self.at + 1))  # never alone at the foot of a page
        self.at += 1

    def task(self, lines: Sequence[RowLine]) -> None:
        """Rows that share a task: its cell is one over all of them."""
        task, column = lines[0].row.task, self.task_column
        needed = 0.0 if column is None else text_height(task, self.widths[column])
        rows = [lay_out(1, self._texts(line), self.widths[1:], LEAST_HEIGHT) for line in lines]
        lacking = needed - sum(row.height for row in rows)
        if lacking > 0:
            rows[-1] = rows[-1].higher_by(lacking)
        high = sum(row.height for row in rows) > MAX_HEIGHT
        if high and needed <= MAX_HEIGHT:  # the task is told in the first row, before a page may end
            rows[0] = lay_out(1, self._texts(lines[0]), self.widths[1:], max(LEAST_HEIGHT, needed))
        first = self.at
        for line, row in zip(lines, rows, strict=True):
            self._row(line, row)
        if column is not None:
            looks = self.styles.over(2 if high else 1)
            write_over(self.sheet, (first, self.at - 1), column, task, looks.text)
        if not high:
            self.together.append((first, self.at - 1))

    def _texts(self, line: RowLine) -> tuple[str, ...]:
        """The row's texts but for 序号 and the task, which stand over several lines."""
        return tuple("" if c.look is Look.TASK else c.text(line) for c in self.columns[1:])

    def _row(self, line: RowLine, row: TallRow) -> None:
        looks = self.styles.over(row.lines)
        styles = [_style(looks, line, column) for column in self.columns[1:]]
        skipped = {self.task_column} if self.task_column is not None else set()
        end = write_texts(self.sheet, row, self.at, styles, skipped)
        for column, one in enumerate(self.columns):
            if one.look is Look.NUMBER:
                for at in range(self.at, end + 1):
                    self.sheet.write_number(at, column, int(one.text(line)), looks.count)
        # 序号 only once, also over several lines: COUNT and readers find each row exactly once.
        merge_lines(self.sheet, (self.at, end), SERIAL, looks.serial)
        self.sheet.write_number(self.at, SERIAL, line.row.serial, looks.serial)
        self.serials.append(line.row.serial)
        self.lines[line.row.id] = self.at
        self.begins = end
        self.at = end + 1


def _style(styles: Styles, line: RowLine, column: RowColumn) -> Any:
    if column.look is Look.LIGHT:
        light = line.light.light
        return styles.unlit if light is None else styles.lights[light]
    return styles.centre if column.look in (Look.CENTRE, Look.NUMBER) else styles.text


BLOCK_COLUMNS = 3
"""Columns that the counts under the table take besides 序号: the light, what it means, how many."""


def _counts(
    sheet: Any,
    styles: Styles,
    summary: Summary,
    shown: Sequence[RowLine],
    columns: Sequence[RowColumn],
    last: int,
) -> int:
    """How many rows have each light, and how many there are, under the table; with the legend beside."""
    light_column = next(n for n, column in enumerate(columns) if column.look is Look.LIGHT)
    lights, serials = stretch((FIRST_ROW, light_column), last), stretch((FIRST_ROW, SERIAL), last)
    top = last + 2

    def formula(n: int) -> str:
        return f'=COUNTIFS({lights},{cell(top + n, 1)},{serials},">0")'

    labels = _labels(summary, shown, styles)
    counts = [
        Count(label, formula(n), sum(map(holds, shown)), style, explained)
        for n, (label, style, explained, holds) in enumerate(labels)
    ]
    counts.append(Count("合计", f"=COUNT({serials})", len(shown), styles.total, "配档表行数"))
    bottom = write_counts(sheet, styles, top, counts, columns[2].width)
    return _notes(sheet, styles, summary, bottom + 1, sum(column.width for column in columns[1:4]))


def _notes(sheet: Any, styles: Styles, summary: Summary, at: int, width: float) -> int:
    """How the pace is counted, as wide as the counts above it."""
    text = "".join(summary.legend_notes)
    sheet.merge_range(at, 1, at, BLOCK_COLUMNS, "", styles.small)
    put_text(sheet, at, 1, text, styles.small)
    sheet.set_row(at, min(MAX_HEIGHT, text_height(text, width)))
    return at


Holds = Callable[[RowLine], bool]


def _labels(summary: Summary, shown: Sequence[RowLine], styles: Styles) -> list[tuple[str, Any, str, Holds]]:
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
        if any(map(holds, shown)):
            made.append((word, styles.unlit, "", holds))
    return made


def _has_light(light: Light) -> Holds:
    return lambda line: line.light.light is light


def _reads(word: str, summary: Summary) -> Holds:
    return lambda line: row_light_text(line, summary.rules) == word
