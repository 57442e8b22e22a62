"""Sheet 审签页: who filled, who approved, the seal, and the figures by which paper and file are held together."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_range_abs

from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.periods import parse_span
from peidang.domain.sheet_values import as_float, utf16_length, writable
from peidang.domain.travel import Request
from peidang.exchange import page
from peidang.exchange.cells import put_text
from peidang.exchange.form_content import Block
from peidang.exchange.form_sheet import Answers, write_title
from peidang.exchange.heads import FORM_SHEET, SIGN_OFF_SHEET
from peidang.exchange.layout import text_height
from peidang.exchange.styles import Styles

_WIDTHS = (16, 28, 16, 28)
_SIGNATURES = (("填报人", "电话"), ("科室负责人", "分管领导"), ("盖章", "日期"))
_EXPLANATION = (
    "校验数由“填报表”中填写的内容自动算出。打印、签字、盖章之后又改动电子表的，校验数会变，须重新打印。",
    "纸质件与电子表的校验数应当一致。",
)


@dataclass(frozen=True)
class CheckSum:
    """One line of 校验数: what it counts, the formula, and the value it has as written."""

    label: str
    formula: str
    value: Decimal
    how: str


def write_sign_off(
    workbook: Any, styles: Styles, request: Request, blocks: tuple[Block, ...], answers: Answers
) -> None:
    """Add the sheet; the sums carry their value, so that they show without being recalculated."""
    sheet = workbook.add_worksheet(SIGN_OFF_SHEET)
    span = parse_span(request.period_key)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    write_title(sheet, styles, request, SIGN_OFF_SHEET)
    about = (("方案", request.plan.title), ("填报单位", request.unit_name), ("报告期", span.label))
    for row, (label, text) in enumerate((*about, ("编号", page.short_token(request))), start=1):
        sheet.set_row(row, 36 if label == "方案" else 22)
        put_text(sheet, row, 0, label, styles.head)
        sheet.merge_range(row, 1, row, 3, writable(text), styles.locked)
    row = _write_signatures(sheet, styles, 6)
    _write_check_sums(sheet, styles, row + 1, check_sums(blocks, answers))
    sheet.protect("", {"format_rows": True, "format_columns": True})
    sheet.hide_gridlines(2)
    sheet.set_portrait()
    sheet.set_paper(page.A4)
    sheet.fit_to_pages(1, 1)
    page.set_header_and_footer(sheet, request, f"{span.label}填报表 {SIGN_OFF_SHEET}")


def _write_signatures(sheet: Any, styles: Styles, row: int) -> int:
    for left, right in _SIGNATURES:
        sheet.set_row(row, 110 if left == "盖章" else 40)
        put_text(sheet, row, 0, left, styles.head)
        sheet.write_blank(row, 1, None, styles.open.text)
        put_text(sheet, row, 2, right, styles.head)
        sheet.write_blank(row, 3, None, styles.open.text)
        row += 1
    return row


def check_sums(blocks: tuple[Block, ...], answers: Answers) -> tuple[CheckSum, ...]:
    """The figures over the answers: sums of the numbers, length of the texts."""
    sums = []
    for block in blocks:
        if block.kind == "indicator":
            sums += [_number_sum(block, field, answers) for field in INDICATOR_FIELDS[:2]]
            sums.append(_length(block, (Field.NOTE,), "说明字数", answers))
        else:
            sums.append(_length(block, ROW_FIELDS, "任务文字字数", answers))
    return tuple(sums)


def _number_sum(block: Block, field: Field, answers: Answers) -> CheckSum:
    texts = [answers.get((item.id, field), item.base(field)) for item in block.items]
    numbers = [Decimal(repr(number)) for number in map(as_float, texts) if number is not None]
    word = "本月数" if field is Field.MONTH_VALUE else "累计数"
    formula = f"=ROUND(SUM({_range(block, (field,))}),6)"
    return CheckSum(f"{word}合计", formula, sum(numbers, Decimal(0)), f"{word}一列中的数字相加")


def _length(block: Block, fields: tuple[Field, ...], label: str, answers: Answers) -> CheckSum:
    texts = [answers.get((item.id, field), item.base(field)) for item in block.items for field in fields]
    length = sum(utf16_length(writable(text)) for text in texts)
    formula = f"=SUMPRODUCT(LEN({_range(block, fields)}))"
    how = "说明一列的字数" if fields == (Field.NOTE,) else "任务各栏填写内容的字数"
    return CheckSum(label, formula, Decimal(length), how)


def _range(block: Block, fields: tuple[Field, ...]) -> str:
    cells = xl_range_abs(block.first_row, block.column(fields[0]), block.last_row, block.column(fields[-1]))
    return f"'{FORM_SHEET}'!{cells}"


def _write_check_sums(sheet: Any, styles: Styles, row: int, sums: tuple[CheckSum, ...]) -> None:
    first = row
    total = CheckSum(
        "校验数",
        f"=ROUND(SUM({xl_range_abs(first, 1, first + max(len(sums), 1) - 1, 1)}),6)" if sums else "=0",
        sum((line.value for line in sums), Decimal(0)),
        "以上各数相加",
    )
    for line in (*sums, total):
        sheet.set_row(row, text_height(line.how, sum(_WIDTHS[2:])) + 6)
        put_text(sheet, row, 0, line.label, styles.head)
        sheet.write_formula(row, 1, line.formula, styles.locked_centre, float(round(line.value, 6)))
        sheet.merge_range(row, 2, row, 3, line.how, styles.previous)
        row += 1
    for text in _EXPLANATION:
        row += 1
        sheet.set_row(row, text_height(text, sum(_WIDTHS)))
        sheet.merge_range(row, 0, row, len(_WIDTHS) - 1, text, styles.plain)
