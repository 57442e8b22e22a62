"""One block of 填报表 in a sheet: title, heads, lines; which cells are open, and in a 退回单 why."""

from collections.abc import Mapping, Sequence
from typing import Any

from peidang.domain.labels import Field
from peidang.domain.sheet_values import as_float, writable
from peidang.exchange.cells import put_answer, put_number, put_text
from peidang.exchange.form_content import Block, Item
from peidang.exchange.heads import MEND_NOTE, PREVIOUS_HEADS, REPORTER_HEAD
from peidang.exchange.layout import needs_tight, row_height, text_height
from peidang.exchange.styles import BODY_FONT, AnswerStyles, Styles

Answers = Mapping[tuple[str, Field], str]

LEAST_HEIGHT = 30.0
_CENTRED_HEADS = ("计量单位", "完成时限", REPORTER_HEAD)
_NOTE_WIDTH = 34  # of the pop-up with the reason, in the unit of column widths
_PIXELS_PER_WIDTH, _PIXELS_PER_POINT = 7, 96 / 72


def write_block(sheet: Any, styles: Styles, block: Block, answers: Answers, widths: Sequence[float]) -> None:
    """Write the block where it stands. Raises ``Refused`` when a text is too long for a cell."""
    sheet.set_row(block.top, 24)
    put_text(sheet, block.top, 0, block.title, styles.block_title)
    sheet.set_row(block.head_row, LEAST_HEIGHT)
    for column, head in enumerate(block.heads):
        put_text(sheet, block.head_row, column, head, styles.head)
    for number, item in enumerate(block.items):
        _write_line(sheet, styles, block, item, block.first_row + number, answers, widths)


def _write_line(
    sheet: Any,
    styles: Styles,
    block: Block,
    item: Item,
    row: int,
    answers: Answers,
    widths: Sequence[float],
) -> None:
    given = [answers.get((item.id, field), item.base(field)) for field in block.fields]
    texts = (str(item.serial), *item.locked, *given)
    sheet.set_row(row, row_height(zip(map(writable, texts), widths, strict=False), LEAST_HEIGHT))
    sheet.write_number(row, 0, item.serial, styles.serial)
    for column, (head, text) in enumerate(zip(block.heads[1:], item.locked, strict=False), start=1):
        _write_locked(sheet, styles, row, column, head, text, widths[column])
    for field, text in zip(block.fields, given, strict=True):
        column = block.column(field)
        style = _answer_styles(styles, item, field).of(field, needs_tight(text, widths[column]))
        put_answer(sheet, row, column, field, text, style)
        if item.reasons and field in item.reasons:
            _write_reason(sheet, row, column, item.reasons[field])


def _answer_styles(styles: Styles, item: Item, field: Field) -> AnswerStyles:
    if item.reasons is None:
        return styles.open
    return styles.mend if item.is_open(field) else styles.shut


def _write_locked(
    sheet: Any, styles: Styles, row: int, column: int, head: str, text: str, width: float
) -> None:
    what = f"第{row + 1}行“{head}”"
    tight = needs_tight(text, width)
    if head == "上期累计":
        style = styles.number if as_float(text) is not None else styles.locked
        put_number(sheet, row, column, text, style, what)
    elif head in _CENTRED_HEADS:
        put_text(sheet, row, column, text, styles.locked_centre, what)
    elif head in PREVIOUS_HEADS:
        put_text(sheet, row, column, text, styles.previous_tight if tight else styles.previous, what)
    else:
        put_text(sheet, row, column, text, styles.locked_tight if tight else styles.locked, what)


def _write_reason(sheet: Any, row: int, column: int, reason: str) -> None:
    """The reason as a note that pops up over the cell: the columns stay those of every 填报表."""
    text = writable(f"{MEND_NOTE}{reason}")
    options = {
        "author": "",
        "font_name": BODY_FONT,
        "font_size": 10,
        "width": _NOTE_WIDTH * _PIXELS_PER_WIDTH,
        "height": (text_height(text, _NOTE_WIDTH, 10) + 8) * _PIXELS_PER_POINT,
    }
    sheet.write_comment(row, column, text, options)
