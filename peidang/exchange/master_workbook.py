"""发总表: one workbook with all units' lines; each unit fills those that bear its name under 填报单位.

The lines of a row stand together, one for each unit that reports it. Tasks and indicators have a sheet each, so that
both can be filtered by unit. The very hidden sheet holds every unit's identity, one group after another.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, BinaryIO

from peidang.domain.periods import Span, day_label, parse_span
from peidang.domain.travel import FORMAT_VERSION, Request
from peidang.exchange import page
from peidang.exchange.cells import put_text
from peidang.exchange.form_block import write_block
from peidang.exchange.form_content import Block, Item, blocks_of
from peidang.exchange.form_help import help_while_filling
from peidang.exchange.form_sheet import COLUMN_WIDTHS, set_print, write_title
from peidang.exchange.guide_sheet import (
    HOW_TO_ANSWER,
    SECRETS,
    WIDTHS,
    Subject,
    how_to_give_figures,
    set_guide_page,
    write_subjects,
)
from peidang.exchange.heads import (
    DEMONSTRATION,
    FORM_SHEET,
    GUIDE_SHEET,
    INDICATOR_FORM_SHEET,
    REPORTER_HEAD,
)
from peidang.exchange.identity_sheet import identity_lines, write_hidden
from peidang.exchange.request_workbook import FIRST_SHEET, new_workbook, with_growing_rows
from peidang.exchange.styles import Styles, make_styles

MARKER = "peidang-master"
GROUP = "request"
"""Begins one unit's identity: ("request", token)."""
_SECOND_SHEET = "xl/worksheets/sheet2.xml"
_REPORTER_WIDTH = 16


def write_master(requests: Sequence[Request], out: BinaryIO, made_at: datetime | None = None) -> None:
    """Write the workbook for the requests of one plan and period, units in the order given.

    Raises ``Refused("bad-value")`` when a text is too long for a cell, ValueError without any request.
    """
    if not requests:
        raise ValueError("no request")
    draft = io.BytesIO()
    workbook = new_workbook(draft, made_at or datetime.now())
    styles = make_styles(workbook)
    blocks = joined_blocks(requests)
    for block in blocks:
        _write_form(workbook, styles, replace(requests[0], due=_common_due(requests)), block)
    _write_guide(workbook, styles, requests)
    _write_identities(workbook, requests)
    workbook.close()
    out.write(with_growing_rows(draft.getvalue(), *(FIRST_SHEET, _SECOND_SHEET)[: len(blocks)]))


def master_file_name(period_key: str) -> str:
    """2025年10月填报总表.xlsx."""
    return f"{parse_span(period_key).label}填报总表.xlsx"


def joined_blocks(requests: Sequence[Request]) -> tuple[Block, ...]:
    """All units' lines in one block of a kind, the tasks first; by number, a number's units in the order given."""
    found: dict[str, list[tuple[Block, Item]]] = {"row": [], "indicator": []}
    for request in requests:
        for block in blocks_of(request):
            found[block.kind] += [(block, _named(item, request.unit_name)) for item in block.items]
    return tuple(_joined(lines) for lines in found.values() if lines)


def _named(item: Item, unit_name: str) -> Item:
    return replace(item, locked=(*item.locked, unit_name))


def _joined(lines: Iterable[tuple[Block, Item]]) -> Block:
    ordered = sorted(lines, key=lambda line: line[1].serial)
    block = ordered[0][0]
    first_answer = len(block.heads) - len(block.fields)
    heads = (*block.heads[:first_answer], REPORTER_HEAD, *block.heads[first_answer:])
    return replace(block, heads=heads, items=tuple(item for _, item in ordered), top=3)


def _write_form(workbook: Any, styles: Styles, request: Request, block: Block) -> None:
    name = FORM_SHEET if block.kind == "row" else INDICATOR_FORM_SHEET
    sheet = workbook.add_worksheet(name)
    span = parse_span(request.period_key)
    at = block.heads.index(REPORTER_HEAD)
    widths = (*COLUMN_WIDTHS[:at], _REPORTER_WIDTH, *COLUMN_WIDTHS[at:])[: len(block.heads)]
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    write_title(sheet, styles, request, f"{request.plan.title} {span.label}填报总表")
    put_text(sheet, 1, 0, _who_and_when(request, span), styles.note)
    write_block(sheet, styles, block, {}, widths)
    help_while_filling(sheet, styles, block, span)
    sheet.autofilter(block.head_row, 0, block.last_row, len(block.heads) - 1)
    sheet.protect("", {"format_rows": True, "format_columns": True, "autofilter": True})
    sheet.hide_gridlines(2)
    sheet.set_zoom(90)
    sheet.freeze_panes(block.first_row, 2)
    page.set_lines(sheet, request.plan, "", f"{span.label}填报总表", "")
    set_print(workbook, sheet, name, (block,))


def _who_and_when(request: Request, span: Span) -> str:
    parts = [
        f"各单位只填“{REPORTER_HEAD}”为本单位的行（可在该列筛选）",
        f"报送：{request.coordinator_name}" if request.coordinator_name else "",
        f"截止：{day_label(request.due, span.end)}",
        f"联系：{request.contact}" if request.contact else "",
    ]
    return "　　".join(part for part in parts if part)


def _write_guide(workbook: Any, styles: Styles, requests: Sequence[Request]) -> None:
    sheet = workbook.add_worksheet(GUIDE_SHEET)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    write_title(sheet, styles, requests[0], GUIDE_SHEET)
    write_subjects(sheet, styles, 2, _subjects(requests))
    page.set_lines(sheet, requests[0].plan, "", GUIDE_SHEET, "")
    set_guide_page(sheet)


def _common_due(requests: Sequence[Request]) -> date:
    """The due of most units."""
    dues = [request.due for request in requests]
    return max(dues, key=dues.count)


def _subjects(requests: Sequence[Request]) -> list[Subject]:
    one, due = requests[0], _common_due(requests)
    span = parse_span(one.period_key)
    to_whom = f"，报送{one.coordinator_name}" if one.coordinator_name else ""
    others = [f"{r.unit_name}{day_label(r.due, span.end)}前。" for r in requests if r.due != due]
    what = f"“{one.plan.title}”{span.label}进展。"
    return [
        SECRETS,
        ("填报内容", [f"{what}本表列有全部{len(requests)}家单位的任务和已报内容，各单位相互可见。"]),
        ("填报单位", ["、".join(request.unit_name for request in requests)]),
        ("截止日期", [f"{day_label(due, span.end)}前{to_whom}。", *others]),
        ("联系", [one.contact] if one.contact else []),
        ("怎样填写", _how(requests, span.end.isoformat())),
        ("怎样报送", [_HAND_IN]),
    ]


_HAND_IN = "填好后保存，把这个文件原样发回即可，文件名可以改。只收各单位自己的行；几家可以填在同一份里，也可以各发各的。"


def _how(requests: Sequence[Request], example_day: str) -> list[str]:
    with_figures = any(request.indicators for request in requests)
    sheets = f"“{INDICATOR_FORM_SHEET}”“{FORM_SHEET}”两页" if with_figures else f"“{FORM_SHEET}”"
    words = [
        f"在{sheets}中只填“{REPORTER_HEAD}”为本单位的行：点该列标题上的箭头，选本单位，就只显示本单位的行。不要改动其他单位的行。",
        "浅黄色的格子是还没有填的必填项，填后颜色自动消失；锁定的格子不用填。",
        *HOW_TO_ANSWER,
        *([how_to_give_figures(example_day)] if with_figures else []),
    ]
    return [f"{n}. {text}" for n, text in enumerate(words, start=1)]


def _write_identities(workbook: Any, requests: Sequence[Request]) -> None:
    lines: list[tuple[str, ...]] = [(MARKER, str(FORMAT_VERSION))]
    if requests[0].plan.demonstration:
        lines.append((DEMONSTRATION, "是"))
    for request in requests:
        lines.append((GROUP, request.token))
        lines += identity_lines(request, blocks_of(request))
    write_hidden(workbook, lines)
