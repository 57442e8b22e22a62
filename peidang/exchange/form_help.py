"""What helps while filling a block: lists, hints, the mark on required cells still empty, the reason of a 退回单."""

from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from peidang.domain.labels import CLEAR_MARK, Field, Status
from peidang.domain.periods import Span
from peidang.domain.sheet_values import utf16_length, writable
from peidang.domain.travel import SentIndicator
from peidang.domain.values import NUMBER_FIELDS
from peidang.exchange.form_content import Block, Item
from peidang.exchange.heads import MEND_SHEET
from peidang.exchange.styles import Styles

_MESSAGE_LIMIT = 255
"""Characters a spreadsheet shows while a cell is chosen; all of a longer reason stands in its note and in the guide."""
_NO_NEXT_STEPS = (Status.DONE, Status.LASTING)
_HINTS = {
    Field.PROGRESS: ("进展情况", "本期做了什么、到了什么程度，尽量写明数字、日期和项目。"),
    Field.PROBLEMS: ("存在问题", "没有问题可以不填。"),
    Field.NEXT_STEPS: ("下一步打算", "完成状态为“已完成”“长期坚持”的可以不填。"),
    Field.NOTE: ("说明", "数据未出、口径变化、与上期相差较大等情况在此说明。"),
}


def help_while_filling(sheet: Any, styles: Styles, block: Block, span: Span) -> None:
    """Add lists, hints and marks to the block's open cells."""
    if any(item.reasons is not None for item in block.items):
        _help_while_mending(sheet, block, span)
        return
    for field in block.fields:
        column = block.column(field)
        sheet.data_validation(block.first_row, column, block.last_row, column, _validation(field, span))
    for number, item in enumerate(block.items):
        _mark_required(sheet, styles, block, item, block.first_row + number)


def _help_while_mending(sheet: Any, block: Block, span: Span) -> None:
    """Each cell that goes back keeps its list and says why when it is chosen."""
    for row, item in enumerate(block.items, start=block.first_row):
        for field, reason in (item.reasons or {}).items():
            told = {"input_title": "退回原因", "input_message": _message(reason)}
            column = block.column(field)
            sheet.data_validation(row, column, row, column, _validation(field, span) | told)


def _message(reason: str) -> str:
    text = writable(reason)
    if utf16_length(text) <= _MESSAGE_LIMIT:
        return text
    more = f"…（全文见“{MEND_SHEET}”）"
    while utf16_length(text + more) > _MESSAGE_LIMIT:
        text = text[:-1]
    return text + more


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
