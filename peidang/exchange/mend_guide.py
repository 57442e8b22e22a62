"""Sheet 退回说明: every cell of a 退回单 that goes back, what was filled in, and why it goes back."""

from collections.abc import Iterator
from typing import Any

from peidang.domain.labels import CLEAR_MARK, FIELD_WORDS, Field
from peidang.domain.periods import day_label, parse_span
from peidang.domain.sheet_values import writable
from peidang.domain.travel import Request
from peidang.exchange import page
from peidang.exchange.cells import put_text
from peidang.exchange.form_content import Block, Item
from peidang.exchange.form_sheet import paper_name, write_title
from peidang.exchange.guide_sheet import SECRETS, Subject, set_guide_page, to_whom, write_subjects
from peidang.exchange.heads import MEND_SHEET
from peidang.exchange.layout import row_height
from peidang.exchange.styles import Styles

_WIDTHS = (14, 14, 32, 40)
_HEADS = ("哪一项", "栏目", "原填内容", "退回原因")
_EMPTY = "（未填）"
_LONGEST_SHOWN = 200
"""Characters of an answer quoted here; the whole of it stands in its cell."""


def write_mend_guide(workbook: Any, styles: Styles, request: Request, blocks: tuple[Block, ...]) -> None:
    """Add the sheet: how to mend, then one line for each cell."""
    sheet = workbook.add_worksheet(MEND_SHEET)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    write_title(sheet, styles, request, MEND_SHEET)
    row = write_subjects(sheet, styles, 2, _subjects(request), sum(_WIDTHS[1:]), over=3) + 1
    sheet.set_row(row, 30)
    for column, head in enumerate(_HEADS):
        put_text(sheet, row, column, head, styles.head)
    for row, line in enumerate(_lines(blocks), start=row + 1):  # noqa: B020  # counted from the heads on
        sheet.set_row(row, row_height(zip(map(writable, line), _WIDTHS, strict=True), 30))
        for column, text in enumerate(line):
            put_text(sheet, row, column, text, styles.locked_centre if column < 2 else styles.locked)
    page.set_header_and_footer(sheet, request, f"{paper_name(request)} {MEND_SHEET}")
    set_guide_page(sheet)


def _lines(blocks: tuple[Block, ...]) -> Iterator[tuple[str, str, str, str]]:
    for block in blocks:
        word = "指标" if block.kind == "indicator" else "任务"
        for item in block.items:
            for field in block.fields:
                if item.reasons and field in item.reasons:
                    yield (
                        f"{word}{item.serial}",
                        FIELD_WORDS[field],
                        _filled(item, field),
                        item.reasons[field],
                    )


def _filled(item: Item, field: Field) -> str:
    text = item.base(field)
    return text[:_LONGEST_SHOWN] + "…" if len(text) > _LONGEST_SHOWN else text or _EMPTY


def _subjects(request: Request) -> list[Subject]:
    span = parse_span(request.period_key)
    how = [
        "1. 只改“填报表”中橙色的格子；选中格子或看右上角的批注，可以看到退回原因。其余格子是已报的内容，已锁定，不用再填。",
        "2. 改好后保存，把这个文件原样发回即可，只更新退回的格子，其他内容以已报的为准。其他格子也要改的，请与联系人说明。",
        f"3. 情况属实不用改的，请在同一格或“说明”中补充说明；要删去已报的内容，请写“{CLEAR_MARK}”。",
    ]
    return [
        SECRETS,
        ("退回内容", [f"“{request.plan.title}”{span.label}：{len(request.mend)}格。"]),
        ("填报单位", [request.unit_name]),
        ("报回期限", [f"{day_label(request.due, span.end)}前{to_whom(request)}。"]),
        ("联系", [request.contact] if request.contact else []),
        ("怎样修改", how),
    ]
