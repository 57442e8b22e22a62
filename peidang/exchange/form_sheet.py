"""Sheet 填报表: what it is and by when, the two blocks, and how it prints."""

from collections.abc import Iterator
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from peidang.domain.periods import Span, day_label, parse_span
from peidang.domain.sheet_values import writable
from peidang.domain.travel import Request
from peidang.exchange import page
from peidang.exchange.cells import put_text
from peidang.exchange.form_block import Answers, write_block
from peidang.exchange.form_content import Block
from peidang.exchange.form_help import help_while_filling
from peidang.exchange.heads import DEMONSTRATION, FORM_SHEET, MEND_SHEET, PREVIOUS_HEADS, SERIAL_HEAD
from peidang.exchange.styles import Styles

__all__ = ["COLUMN_WIDTHS", "Answers", "paper_name", "set_print", "write_form", "write_title"]

COLUMN_WIDTHS = (6, 20, 40, 16, 16, 30, 24, 12, 44, 28, 30)
_MEND_WIDTHS = (6, 18, 30, 12, 12, 18, 16, 12, 44, 28, 30)
"""A 退回单 is short: what stands beside the answers may be narrow, so that the cells to mend are seen at once."""


def write_form(
    workbook: Any, styles: Styles, request: Request, blocks: tuple[Block, ...], answers: Answers
) -> None:
    """Add the sheet with the answers filled in. Raises ``Refused`` when a text is too long for a cell."""
    sheet = workbook.add_worksheet(FORM_SHEET)
    span = parse_span(request.period_key)
    widths = _MEND_WIDTHS if request.mend else COLUMN_WIDTHS
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    write_title(sheet, styles, request, f"{request.plan.title} {paper_name(request)}")
    put_text(sheet, 1, 0, _who_and_when(request, span), styles.note)
    if request.mend:
        put_text(sheet, 2, 0, _WHAT_TO_MEND, styles.note)
    for block in blocks:
        write_block(sheet, styles, block, answers, widths)
        help_while_filling(sheet, styles, block, span)
    sheet.protect("", {"format_rows": True, "format_columns": True})
    sheet.hide_gridlines(2)
    sheet.set_zoom(90)
    _set_view(sheet, request, blocks)
    page.set_header_and_footer(sheet, request, paper_name(request))
    set_print(workbook, sheet, FORM_SHEET, blocks)


def _set_view(sheet: Any, request: Request, blocks: tuple[Block, ...]) -> None:
    """Number and name stay in view, and the heads where there is one block. A 退回单 opens at the first cell to mend."""
    sheet.freeze_panes(blocks[0].first_row if len(blocks) == 1 else 0, 2)
    if request.mend:
        first = next(_cells_to_mend(blocks))
        sheet.set_selection(*first, *first)


def _cells_to_mend(blocks: tuple[Block, ...]) -> Iterator[tuple[int, int]]:
    for block in blocks:
        for row, item in enumerate(block.items, start=block.first_row):
            yield from ((row, block.column(field)) for field in block.fields if item.is_open(field))


_WHAT_TO_MEND = f"请只改橙色的格子，退回原因见格子右上角的批注和“{MEND_SHEET}”；其余内容供对照，不用再填。改好后原样发回。"


def paper_name(request: Request) -> str:
    """2025年10月填报表, 2025年10月退回单."""
    return f"{parse_span(request.period_key).label}{'退回单' if request.mend else '填报表'}"


def write_title(sheet: Any, styles: Styles, request: Request, title: str) -> None:
    """The sheet's first line; a demonstration says so before anything else."""
    sheet.set_row(0, 30)
    if request.plan.demonstration:
        mark = f"【{DEMONSTRATION}】"
        sheet.write_rich_string(0, 0, styles.demonstration, mark, styles.title, writable(title), styles.title)
    else:
        put_text(sheet, 0, 0, title, styles.title)


def _who_and_when(request: Request, span: Span) -> str:
    asked = [f"填报单位：{request.unit_name}"]
    if request.for_whom:
        asked = [f"填报：{request.for_whom}", f"汇总报送：{request.unit_name}"]
    elif request.coordinator_name:
        asked.append(f"报送：{request.coordinator_name}")
    asked.append(f"{'报回期限' if request.mend else '截止'}：{day_label(request.due, span.end)}")
    if request.contact:
        asked.append(f"联系：{request.contact}")
    return "　　".join(asked)


def set_print(workbook: Any, sheet: Any, name: str, blocks: tuple[Block, ...]) -> None:
    """A3 sideways, each block on pages of its own, its head repeated, without the 上月 columns.

    A print area cannot leave out columns in its middle. But repeated columns print even where they stand outside
    the area: so the area of the second block begins behind the 上月 columns, and those up to 责任单位 are repeated.
    """
    sheet.set_landscape()
    sheet.set_paper(page.A3)
    sheet.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    if not blocks:
        return
    areas = [_area(name, block) for block in blocks]
    workbook.define_name(f"'{name}'!_xlnm.Print_Area", "=" + ",".join(areas))
    sheet.repeat_rows(blocks[-1].head_row)
    if blocks[-1].kind == "row":
        sheet.repeat_columns(0, blocks[-1].heads.index(PREVIOUS_HEADS[0]) - 1)


def _area(name: str, block: Block) -> str:
    behind_previous = block.kind == "row"
    first = block.heads.index(PREVIOUS_HEADS[-1]) + 1 if behind_previous else block.heads.index(SERIAL_HEAD)
    last = xl_col_to_name(len(block.heads) - 1)
    return f"'{name}'!${xl_col_to_name(first)}${block.top + 1}:${last}${block.last_row + 1}"
