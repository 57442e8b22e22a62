"""导出当前所见: one sheet with just the lines and columns that are seen on the page 配档表, said to be a part of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, BinaryIO

import xlsxwriter

from peidang.domain.seen import Seen, SeenColumn, SeenLine
from peidang.domain.sheet_values import as_float
from peidang.domain.summary import Summary
from peidang.reports.sheet_cells import MAX_HEIGHT, put_number, put_text, text_height
from peidang.reports.sheet_frame import FIRST_ROW, HEAD_ROW, set_print, set_up
from peidang.reports.sheet_styles import Styles, make_styles
from peidang.reports.table_view import light_word
from peidang.reports.tall_rows import TallRow, lay_out, write_over, write_texts

LEAST_HEIGHT, SECTION_HEIGHT = 24.0, 22.0


def write_seen(summary: Summary, seen: Seen, out: BinaryIO, made: datetime) -> None:
    """Write the workbook to ``out``. Same content and ``made`` (local time), same bytes. No text is cut."""
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    title = f"{summary.plan.title}{summary.period.span.label}"
    workbook.set_properties({"title": title[:255], "created": made.astimezone(UTC)})
    styles = make_styles(workbook)
    sheet = workbook.add_worksheet(seen.name)
    heads, widths = [c.head for c in seen.columns], [c.width for c in seen.columns]
    part = f"　　{seen.told}，只列当前所见，不附数据溯源"
    set_up(sheet, styles, summary, seen.name, heads, widths, part)
    last = _write_lines(sheet, styles, _with_own_lights(seen, summary), widths)
    sheet.autofilter(HEAD_ROW, 0, last, len(heads) - 1)
    set_print(sheet, summary, seen.name, (last, len(heads) - 1))
    workbook.close()


def _with_own_lights(seen: Seen, summary: Summary) -> Seen:
    """Lights by shape and by the office's own names, as on every paper."""
    at = {n for n, column in enumerate(seen.columns) if column.light}

    def told(line: SeenLine) -> SeenLine:
        if line.light is None:
            return line
        word = light_word(line.light, summary.rules)
        return replace(line, texts=tuple(word if n in at else text for n, text in enumerate(line.texts)))

    return replace(seen, lines=tuple(map(told, seen.lines)))


def _write_lines(sheet: Any, styles: Styles, seen: Seen, widths: Sequence[float]) -> int:
    """Section by section, item by item; returns the last line used."""
    at = FIRST_ROW
    for section, in_section in groupby(seen.lines, key=lambda line: line.section):
        if section:
            at = _section(sheet, styles, at, section, widths)
        for _item, lines in groupby(in_section, key=lambda line: line.item):
            at = _item_lines(sheet, styles, at, seen.columns, tuple(lines))
    return max(at - 1, HEAD_ROW)


def _section(sheet: Any, styles: Styles, at: int, title: str, widths: Sequence[float]) -> int:
    if len(widths) > 1:
        sheet.merge_range(at, 0, at, len(widths) - 1, "", styles.section)
    put_text(sheet, at, 0, title, styles.section)
    sheet.set_row(at, max(SECTION_HEIGHT, min(MAX_HEIGHT, text_height(title, sum(widths)))))
    return at + 1


def _item_lines(
    sheet: Any, styles: Styles, top: int, columns: Sequence[SeenColumn], lines: Sequence[SeenLine]
) -> int:
    """The lines of one row or indicator: what they share is one cell over all of them."""
    shared = {n for n, column in enumerate(columns) if column.merged}
    rows = _laid_out(columns, lines, shared)
    at = top
    for line, row in zip(lines, rows, strict=True):
        looks = styles.over(row.lines)
        inks = [_style(looks, column, line) for column in columns]
        numbers = {
            n for n, column in enumerate(columns) if column.number and as_float(line.texts[n]) is not None
        }
        end = write_texts(sheet, row, at, inks, shared | numbers)
        for n in numbers - shared:
            write_over(sheet, (at, end), n, "", inks[n])
            put_number(sheet, at, n, line.texts[n], inks[n])
        at = end + 1
    looks = styles.over(at - top)
    for n in sorted(shared):
        text, style = lines[0].texts[n], _style(looks, columns[n], lines[0])
        if columns[n].number:  # 序号 only once: whoever counts finds each item once
            write_over(sheet, (top, at - 1), n, "", style)
            put_number(sheet, top, n, text, style)
        else:
            write_over(sheet, (top, at - 1), n, text, style)
    return at


def _laid_out(columns: Sequence[SeenColumn], lines: Sequence[SeenLine], shared: set[int]) -> list[TallRow]:
    """How high each line is; a shared cell that needs more makes the last one higher."""
    widths = [column.width for column in columns]
    rows = [
        lay_out(0, ["" if n in shared else text for n, text in enumerate(line.texts)], widths, LEAST_HEIGHT)
        for line in lines
    ]
    highest = max((text_height(lines[0].texts[n], widths[n]) for n in shared), default=0.0)
    lacking = highest - sum(row.height for row in rows)
    if lacking > 0:
        rows[-1] = rows[-1].higher_by(lacking)
    return rows


def _style(styles: Styles, column: SeenColumn, line: SeenLine) -> Any:
    if column.light:
        return styles.unlit if line.light is None else styles.lights[line.light]
    if column.number:
        return styles.serial if column.merged else styles.number
    return styles.text
