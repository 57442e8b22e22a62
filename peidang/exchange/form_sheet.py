"""Sheet 填报表: the two blocks, the answers, what helps while filling, and how the sheet prints."""

from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from peidang.domain.labels import CLEAR_MARK, Field, Status
from peidang.domain.periods import Span, day_label, parse_span
from peidang.domain.sheet_values import as_float, writable
from peidang.domain.travel import Request, SentIndicator
from peidang.domain.values import NUMBER_FIELDS
from peidang.exchange import page
from peidang.exchange.cells import put_answer, put_number, put_text
from peidang.exchange.form_content import Block, Item
from peidang.exchange.heads import DEMONSTRATION, FORM_SHEET, PREVIOUS_HEADS, SERIAL_HEAD
from peidang.exchange.layout import needs_tight, row_height
from peidang.exchange.styles import Styles

Answers = Mapping[tuple[str, Field], str]

COLUMN_WIDTHS = (6, 20, 40, 16, 16, 30, 24, 12, 44, 28, 30)
LEAST_HEIGHT = 30.0

_CENTRED_HEADS = ("计量单位", "完成时限")
_NO_NEXT_STEPS = (Status.DONE, Status.LASTING)
_HINTS = {
    Field.PROGRESS: ("进展情况", "本期做了什么、到了什么程度，尽量写明数字、日期和项目。"),
    Field.PROBLEMS: ("存在问题", "没有问题可以不填。"),
    Field.NEXT_STEPS: ("下一步打算", "完成状态为“已完成”“长期坚持”的可以不填。"),
    Field.NOTE: ("说明", "数据未出、口径变化、与上期相差较大等情况在此说明。"),
}


def write_form(
    workbook: Any, styles: Styles, request: Request, blocks: tuple[Block, ...], answers: Answers
) -> Any:
    """Add the sheet with the answers filled in. Raises ``Refused`` when a text is too long for a cell."""
    sheet = workbook.add_worksheet(FORM_SHEET)
    span = parse_span(request.period_key)
    for column, width in enumerate(COLUMN_WIDTHS):
        sheet.set_column(column, column, width)
    write_title(sheet, styles, request, f"{request.plan.title} {span.label}填报表")
    put_text(sheet, 1, 0, _who_and_when(request, span), styles.note)
    for block in blocks:
        _write_block(sheet, styles, block, answers)
        _help_while_filling(sheet, styles, block, span)
    sheet.protect("", {"format_rows": True, "format_columns": True})
    sheet.hide_gridlines(2)
    sheet.set_zoom(90)
    if len(blocks) == 1:
        sheet.freeze_panes(blocks[0].head_row + 1, 2)
    else:
        sheet.freeze_panes(0, 2)
    _set_print(workbook, sheet, request, span, blocks)
    return sheet


def write_title(sheet: Any, styles: Styles, request: Request, title: str) -> None:
    """The sheet's first line; a demonstration says so before anything else."""
    sheet.set_row(0, 30)
    if request.plan.demonstration:
        mark = f"【{DEMONSTRATION}】"
        sheet.write_rich_string(0, 0, styles.demonstration, mark, styles.title, writable(title), styles.title)
    else:
        put_text(sheet, 0, 0, title, styles.title)


def _who_and_when(request: Request, span: Span) -> str:
    parts = [
        f"填报单位：{request.unit_name}",
        f"报送：{request.coordinator_name}" if request.coordinator_name else "",
        f"截止：{day_label(request.due, span.end)}",
        f"联系：{request.contact}" if request.contact else "",
    ]
    return "　　".join(part for part in parts if part)


def _write_block(sheet: Any, styles: Styles, block: Block, answers: Answers) -> None:
    sheet.set_row(block.top, 24)
    put_text(sheet, block.top, 0, block.title, styles.block_title)
    sheet.set_row(block.head_row, LEAST_HEIGHT)
    for column, head in enumerate(block.heads):
        put_text(sheet, block.head_row, column, head, styles.head)
    for number, item in enumerate(block.items):
        _write_line(sheet, styles, block, item, block.first_row + number, answers)


def _write_line(sheet: Any, styles: Styles, block: Block, item: Item, row: int, answers: Answers) -> None:
    given = [answers.get((item.id, field), item.base(field)) for field in block.fields]
    texts = (str(item.serial), *item.locked, *given)
    height = row_height(zip(map(writable, texts), COLUMN_WIDTHS, strict=False), LEAST_HEIGHT)
    sheet.set_row(row, height)
    sheet.write_number(row, 0, item.serial, styles.serial)
    for column, (head, text) in enumerate(zip(block.heads[1:], item.locked, strict=False), start=1):
        _write_locked(sheet, styles, row, column, head, text)
    for field, text in zip(block.fields, given, strict=True):
        column = block.column(field)
        put_answer(sheet, row, column, field, text, _answer_style(styles, field, text, column))


def _write_locked(sheet: Any, styles: Styles, row: int, column: int, head: str, text: str) -> None:
    what = f"第{row + 1}行“{head}”"
    tight = needs_tight(text, COLUMN_WIDTHS[column])
    if head == "上期累计":
        put_number(
            sheet, row, column, text, styles.number if as_float(text) is not None else styles.locked, what
        )
    elif head in _CENTRED_HEADS:
        put_text(sheet, row, column, text, styles.locked_centre, what)
    elif head in PREVIOUS_HEADS:
        put_text(sheet, row, column, text, styles.previous_tight if tight else styles.previous, what)
    else:
        put_text(sheet, row, column, text, styles.locked_tight if tight else styles.locked, what)


def _answer_style(styles: Styles, field: Field, text: str, column: int) -> Any:
    if field in NUMBER_FIELDS:
        return styles.open_number
    if field is Field.AS_OF:
        return styles.open_day
    if field is Field.STATUS:
        return styles.open_centre
    return styles.open_text_tight if needs_tight(text, COLUMN_WIDTHS[column]) else styles.open_text


def _help_while_filling(sheet: Any, styles: Styles, block: Block, span: Span) -> None:
    for field in block.fields:
        column = block.column(field)
        sheet.data_validation(block.first_row, column, block.last_row, column, _validation(field, span))
    for number, item in enumerate(block.items):
        _mark_required(sheet, styles, block, item, block.first_row + number)


def _validation(field: Field, span: Span) -> dict[str, object]:
    """A list or a hint. Everything may still be typed after one question: 数据未出 is a valid answer too."""
    common: dict[str, object] = {"error_type": "warning", "error_title": "请核对"}
    if field is Field.STATUS:
        words = "、".join(Status)
        return common | {
            "validate": "list",
            "source": [str(word) for word in Status],
            "input_title": "完成状态",
            "input_message": "从列表中选一个。",
            "error_message": f"一般从列表中选：{words}。仍要保留所填内容吗？",
        }
    if field in NUMBER_FIELDS:
        return common | {
            "validate": "decimal",
            "criteria": "between",
            "minimum": -1e15,
            "maximum": 1e15,
            "input_title": "填数字",
            "input_message": "只填数字，单位见“计量单位”一列。数据未出的写“数据未出，截至×月”。",
            "error_message": f"这里一般填数字。数据未出、{CLEAR_MARK}等说明可以保留，仍要保留吗？",
        }
    if field is Field.AS_OF:
        return common | {
            "validate": "date",
            "criteria": ">=",
            "value": span.start.replace(year=span.start.year - 20),
            "input_title": "数据截至",
            "input_message": f"填日期，如 {span.end.isoformat()}。",
            "error_message": f"这里一般填日期，如 {span.end.isoformat()}。仍要保留所填内容吗？",
        }
    title, message = _HINTS[field]
    return {"validate": "any", "input_title": title, "input_message": message}


def _mark_required(sheet: Any, styles: Styles, block: Block, item: Item, row: int) -> None:
    """A required cell is coloured as long as it is empty."""
    if block.kind == "indicator":
        if isinstance(item.sent, SentIndicator) and item.sent.open:
            _mark(sheet, styles, row, block.column(Field.CUMULATIVE))
        return
    status = xl_rowcol_to_cell(row, block.column(Field.STATUS), col_abs=True)
    unless = "".join(f',{status}<>"{word}"' for word in _NO_NEXT_STEPS)
    _mark(sheet, styles, row, block.column(Field.STATUS))
    _mark(sheet, styles, row, block.column(Field.PROGRESS))
    _mark(sheet, styles, row, block.column(Field.NEXT_STEPS), unless)


def _mark(sheet: Any, styles: Styles, row: int, column: int, unless: str = "") -> None:
    cell = xl_rowcol_to_cell(row, column, col_abs=True)
    criteria = f"=AND(LEN(TRIM({cell}))=0{unless})"
    sheet.conditional_format(
        row, column, row, column, {"type": "formula", "criteria": criteria, "format": styles.mark}
    )


def _set_print(workbook: Any, sheet: Any, request: Request, span: Span, blocks: tuple[Block, ...]) -> None:
    """A3 sideways, each block on pages of its own, its head repeated, without the 上月 columns.

    A print area cannot leave out columns in its middle. But repeated columns print even where they stand outside
    the area: so the area of the second block begins at its answers, and the columns up to 责任单位 are repeated.
    """
    sheet.set_landscape()
    sheet.set_paper(page.A3)
    sheet.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    page.set_header_and_footer(sheet, request, f"{span.label}填报表")
    if not blocks:
        return
    areas = [_area(block) for block in blocks]
    workbook.define_name(f"'{FORM_SHEET}'!_xlnm.Print_Area", "=" + ",".join(areas))
    sheet.repeat_rows(blocks[-1].head_row)
    if blocks[-1].kind == "row":
        sheet.repeat_columns(0, blocks[-1].heads.index(PREVIOUS_HEADS[0]) - 1)


def _area(block: Block) -> str:
    first = block.column(block.fields[0]) if block.kind == "row" else block.heads.index(SERIAL_HEAD)
    last = xl_col_to_name(len(block.heads) - 1)
    return f"'{FORM_SHEET}'!${xl_col_to_name(first)}${block.top + 1}:${last}${block.last_row + 1}"
