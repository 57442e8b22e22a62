"""Sheet 填报说明: what is asked, by when, whom to ask, how to fill."""

from collections.abc import Sequence
from typing import Any

from peidang.domain.labels import CLEAR_MARK, Status
from peidang.domain.periods import day_label, parse_span
from peidang.domain.sheet_values import writable
from peidang.domain.travel import Request
from peidang.exchange import page
from peidang.exchange.cells import put_text
from peidang.exchange.form_sheet import write_title
from peidang.exchange.heads import GUIDE_SHEET
from peidang.exchange.layout import row_height
from peidang.exchange.styles import Styles

Subject = tuple[str, Sequence[str]]
"""What stands on the left, and its paragraphs on the right."""

WIDTHS = (16, 76)
SECRETS: Subject = (
    "保密要求",
    ["不得填写国家秘密。本表只用于非涉密内容，涉密情况请按保密规定另行报送。"],
)


def write_guide(workbook: Any, styles: Styles, request: Request) -> None:
    """Add the sheet: one subject a line, its words beside it."""
    sheet = workbook.add_worksheet(GUIDE_SHEET)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    write_title(sheet, styles, request, GUIDE_SHEET)
    write_subjects(sheet, styles, 2, _subjects(request))
    page.set_header_and_footer(sheet, request, GUIDE_SHEET)
    set_guide_page(sheet)


def set_guide_page(sheet: Any) -> None:
    """Locked, A4 upright, as wide as one page."""
    sheet.protect("", {"format_rows": True, "format_columns": True})
    sheet.hide_gridlines(2)
    sheet.set_portrait()
    sheet.set_paper(page.A4)
    sheet.fit_to_pages(1, 0)


def write_subjects(
    sheet: Any, styles: Styles, row: int, subjects: Sequence[Subject], width: float = WIDTHS[1], over: int = 1
) -> int:
    """Write the subjects that have words from a row on; returns the next free row.

    The words take ``width`` (in the unit of column widths) over so many columns.
    """
    for subject, paragraphs in subjects:
        if len(paragraphs) > 1:
            sheet.merge_range(row, 0, row + len(paragraphs) - 1, 0, subject, styles.head)
        elif paragraphs:
            put_text(sheet, row, 0, subject, styles.head)
        for words in paragraphs:
            sheet.set_row(row, row_height([(writable(words), width)], 30))
            if over > 1:
                sheet.merge_range(row, 1, row, over, "", styles.locked)
            put_text(sheet, row, 1, words, styles.locked)
            row += 1
    return row


def _subjects(request: Request) -> list[Subject]:
    span = parse_span(request.period_key)
    counts = [f"指标{len(request.indicators)}项"] * bool(request.indicators)
    counts += [f"任务{len(request.rows)}条"] * bool(request.rows)
    return [
        SECRETS,
        ("填报内容", [f"“{request.plan.title}”{span.label}进展：{'、'.join(counts)}。"]),
        ("填报单位", [who_fills(request)]),
        ("截止日期", [f"{day_label(request.due, span.end)}前{to_whom(request)}。"]),
        ("联系", [request.contact] if request.contact else []),
        ("怎样填写", _how(request, span.end.isoformat())),
        ("怎样报送", [PASSED_HAND_IN if request.for_whom else HAND_IN]),
    ]


def who_fills(request: Request) -> str:
    """The unit; where it passed its request on, to whom, and for which unit they fill."""
    if not request.for_whom:
        return request.unit_name
    return f"{request.for_whom}（由{request.unit_name}汇总后统一报送）"


def to_whom(request: Request) -> str:
    """，报送县发展改革局, or '' when nobody is named."""
    if request.for_whom:
        return f"，交{request.unit_name}汇总"
    return f"，报送{request.coordinator_name}" if request.coordinator_name else ""


HAND_IN = (
    "填好后保存，把这个文件原样发回即可，文件名可以改。请不要把内容另外贴到新表里。"
    "需要纸质件的，打印“填报表”“审签页”，签字、盖章；“上月进展”“上月下一步打算”两列供填写时对照，不打印。"
)
PASSED_HAND_IN = "填好后保存，把这个文件原样发回即可，文件名可以改。请不要把内容另外贴到新表里。"


def _how(request: Request, example_day: str) -> list[str]:
    words = [
        "只填“填报表”中可以录入的格子，其余格子已锁定；行高、列宽可以调整。浅黄色的格子是还没有填的必填项，填后颜色自动消失。",
        *HOW_TO_ANSWER,
    ]
    figures = how_to_give_figures(example_day)
    return [f"{n}. {text}" for n, text in enumerate(words + [figures] * bool(request.indicators), start=1)]


HOW_TO_ANSWER = (
    f"完成状态从列表中选：{'、'.join(Status)}。",
    "进展情况写本期做了什么、到了什么程度，尽量写明数字、日期和项目。确实没有新进展的，写“本月无新进展”并说明原因。",
    "下一步打算写清做什么、什么时候做到；完成状态为“已完成”“长期坚持”的可以不填。",
    "格子里已有内容的，是以前报过的，可以直接修改；"
    f"空着不填表示不作改动，要删去以前报过的内容，请写“{CLEAR_MARK}”。",
)


def how_to_give_figures(example_day: str) -> str:
    """How 本月数, 累计数 and 数据截至 are filled."""
    return (
        "本月数、累计数只填数字，单位见“计量单位”一列；"
        f"数据截至填日期，如 {example_day}。数据还没有出来的，累计数写“数据未出，截至×月”，并在说明中写明原因。"
    )
