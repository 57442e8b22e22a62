"""What all sheets share: title, the line under it, head row, print set-up, the block of live counts below."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from peidang.domain.sheet_values import utf16_length, writable
from peidang.domain.summary import Summary
from peidang.reports.house_style import day_words
from peidang.reports.sheet_cells import MAX_HEIGHT, put_text, text_height
from peidang.reports.sheet_pages import A3, MARGINS, Group, breaks_before, printed
from peidang.reports.sheet_styles import BODY_FONT, HEADING_FONT, Styles
from peidang.reports.table_view import DEMONSTRATION

FILTER_HEIGHT = 11.0
"""Points of the button of a filter, at the foot of its head: it covers no word."""
TITLE_ROW, NOTE_ROW, HEAD_ROW = 0, 1, 2
FIRST_ROW = HEAD_ROW + 1
_HEADER_TITLE = 120
"""A header holds 255 characters, codes included; a longer plan title is shortened there, with a mark."""


@dataclass(frozen=True)
class Count:
    """A line of the counts: what is counted, a formula, the value it has, in how many words it is explained."""

    label: str
    formula: str
    value: int
    style: Any
    explained: str = ""


def set_up(
    sheet: Any,
    styles: Styles,
    summary: Summary,
    name: str,
    heads: Sequence[str],
    widths: Sequence[float],
    further: str = "",
) -> None:
    """Title, note (with something ``further``) and head row; columns; frozen heads, repeated on each printed page."""
    set_titles(sheet, styles, summary, name, widths, further)
    write_heads(sheet, styles, HEAD_ROW, heads, widths, beside=FILTER_HEIGHT)
    sheet.freeze_panes(FIRST_ROW, 2)
    sheet.repeat_rows(HEAD_ROW)


def set_titles(
    sheet: Any, styles: Styles, summary: Summary, name: str, widths: Sequence[float], further: str = ""
) -> None:
    """Columns, and the two lines over the table: which month of which plan, and of when it tells."""
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    demonstration = f"【{DEMONSTRATION}】" if summary.plan.demonstration else ""
    title = f"{demonstration}{summary.period.span.label}{name}"
    lines = ((title, styles.title, 33.0, 18), (_note(summary) + further, styles.note, 20.0, 9))
    for row, (text, style, least, size) in enumerate(lines):
        if len(widths) > 1:
            sheet.merge_range(row, 0, row, len(widths) - 1, "", style)
        put_text(sheet, row, 0, text, style)
        sheet.set_row(row, min(MAX_HEIGHT, max(least, text_height(text, sum(widths), size))))


def write_heads(
    sheet: Any,
    styles: Styles,
    row: int,
    heads: Sequence[str],
    widths: Sequence[float],
    least: float = 26.0,
    beside: float = 0.0,
) -> None:
    """A head row as high as its longest head needs, with so much ``beside`` it above and below."""
    for column, head in enumerate(heads):
        put_text(sheet, row, column, head, styles.head)
    highest = max(text_height(head, width) for head, width in zip(heads, widths, strict=False))
    sheet.set_row(row, min(MAX_HEIGHT, max(least, highest + 2 * beside)))


def _note(summary: Summary) -> str:
    plan = summary.plan
    number = f"（{plan.document_number}）" if plan.document_number else ""
    day = min(summary.period.span.end, summary.today)
    return f"{plan.title}{number}　　进展情况截至{day_words(day)}　　报送情况统计至{day_words(summary.today)}"


def set_print(
    sheet: Any,
    summary: Summary,
    name: str,
    last: tuple[int, int],
    paper: int = A3,
    together: Sequence[Group] = (),
    repeated: Sequence[int] = (HEAD_ROW,),
) -> None:
    """Sideways on one page's width; plan and sheet above, page number below, 演示数据 where it is so.

    ``last`` is the last row and column; rows that stand ``together`` are not torn by the end of a page.
    """
    sheet.set_paper(paper)
    sheet.set_landscape()
    sheet.set_margins(**MARGINS)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.print_area(0, 0, *last)
    sheet.set_h_pagebreaks(breaks_before(printed(sheet, last[0], repeated, paper), together))
    demonstration = DEMONSTRATION if summary.plan.demonstration else ""
    title = " ".join(writable(summary.plan.title).split())
    while utf16_length(title) > _HEADER_TITLE:
        title = f"{title[: _HEADER_TITLE // 2]}…"
    sheet.set_header(
        f'&L&"{BODY_FONT},Regular"&9 {title.replace("&", "&&")}&C&"{HEADING_FONT},Regular"&11 {demonstration}'
        f'&R&"{BODY_FONT},Regular"&9 {summary.period.span.label}{name}'
    )
    sheet.set_footer(f"&C&9 第 &P 页 共 &N 页&R&9 {demonstration}")


def write_counts(sheet: Any, styles: Styles, top: int, counts: Sequence[Count], width: float = 0.0) -> int:
    """Counts as live formulas, label in column B and number beside it; returns the last row used.

    With a ``width``, that of column C, explanations stand there and the numbers in D.
    """
    column = 3 if width else 2
    for row, count in enumerate(counts, start=top):
        put_text(sheet, row, 1, count.label, count.style)
        if width:
            put_text(sheet, row, 2, count.explained, styles.text)
        sheet.write_formula(row, column, count.formula, styles.count, count.value)
        sheet.set_row(row, max(18.0, text_height(count.explained, width) if width else 0.0))
    return top + len(counts) - 1


def stretch(first: tuple[int, int], last_row: int) -> str:
    """A column's cells from ``first`` down to ``last_row`` in a formula: $F$4:$F$40."""
    row, column = first
    ends = (xl_rowcol_to_cell(r, column, row_abs=True, col_abs=True) for r in (row, max(row, last_row)))
    return ":".join(ends)


def on_sheet(name: str, place: str) -> str:
    """A place of another sheet in a formula: '进展情况表'!$A$4:$A$40."""
    return f"'{name}'!{place}"


def cell(row: int, column: int) -> str:
    """A cell's name in a formula: B45."""
    return str(xl_rowcol_to_cell(row, column))
