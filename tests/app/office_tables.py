"""Tables as offices make them themselves: two head rows, merged tasks, a sheet a month, month columns, totals, notes.

All words of tasks and indicators come from the plan; what was reported is made up for the tests.
"""

import io
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import docx
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from peidang.domain.labels import Role
from peidang.domain.plan import Plan, Row

THIN = Border(*[Side(style="thin")] * 4)
WRAP = Alignment(wrap_text=True, vertical="center")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
HEAD_FILL = PatternFill("solid", fgColor="D9E1F2")

Said = Callable[[Row, str], str]
"""What is reported of a row in a month (9月)."""


def done_so_far(row: Row, month: str) -> str:
    """Words that tell row and month apart."""
    return f"{month}完成第{row.serial}项的阶段工作。"


def leads(plan: Plan, row: Row) -> str:
    """The leads as printed."""
    return "、".join(plan.unit(one.unit_id).name for one in row.units(Role.LEAD))


def helpers(plan: Plan, row: Row) -> str:
    """The responsible units as printed."""
    return "、".join(plan.unit(one.unit_id).name for one in row.units(Role.RESPONSIBLE))


def months_side_by_side(
    plan: Plan,
    rows: Sequence[Row],
    months: Sequence[str],
    said: Said = done_so_far,
    title: str = "2025年重点工作推进情况",
) -> Workbook:
    """Two head rows: 责任分工 over 牵头单位 and 配合单位, each month over 进展情况 and 存在问题."""
    book = Workbook()
    sheet = _sheet(book)
    sheet.title = "台账"
    width = 5 + 2 * len(months)
    _title(sheet, title, width)
    sheet.cell(2, 1, "填报单位：综合科")
    for at, (group, under) in enumerate(
        [("序号", ""), ("工作任务", ""), ("主要措施", ""), ("责任分工", "牵头"), ("", "配合")], start=1
    ):
        _head(sheet, 3, at, group)
        _head(sheet, 4, at, under)
    for column in (1, 2, 3):
        sheet.merge_cells(start_row=3, end_row=4, start_column=column, end_column=column)
    sheet.merge_cells("D3:E3")
    for at, month in enumerate(months):
        left = 6 + 2 * at
        _head(sheet, 3, left, month)
        sheet.merge_cells(start_row=3, end_row=3, start_column=left, end_column=left + 1)
        _head(sheet, 4, left, "进展情况")
        _head(sheet, 4, left + 1, "存在问题")
    for number, row in enumerate(rows, start=5):
        told = [text for month in months for text in (said(row, month), "无")]
        _line(sheet, number, [row.serial, row.task, row.measure, leads(plan, row), helpers(plan, row), *told])
    _line(sheet, 5 + len(rows), ["合计", f"{len(rows)}项"])
    sheet.cell(6 + len(rows), 1, "注：本表由各牵头单位按月报送。")
    return book


def a_sheet_a_month(
    plan: Plan,
    rows: Sequence[Row],
    months: Sequence[str],
    said: Said = done_so_far,
    statuses: Sequence[str] = ("推进中",),
) -> Workbook:
    """A sheet for each month; a task is one merged cell over its measures; the words of the heads are others'."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for month in months:
        sheet = book.create_sheet(month)
        _title(sheet, f"重点工作{month}调度表", 8)
        heads = ["编号", "重点任务", "推进举措", "牵头部门", "任务状态", "工作进展", "困难和问题", "下步计划"]
        for at, head in enumerate(heads, start=1):
            _head(sheet, 2, at, head)
        for number, row in enumerate(rows, start=3):
            status = statuses[row.serial % len(statuses)]
            told = [status, said(row, month), "", f"继续推进第{row.serial}项。"]
            _line(sheet, number, [number - 2, row.task, row.measure, leads(plan, row), *told])
        _merge_tasks(sheet, rows)
    return book


def figures(
    lines: Sequence[tuple[str, str, Mapping[str, object]]],
    heads: Sequence[str],
    title: str,
    measure: str = "",
) -> Workbook:
    """指标 and 计量单位, then a column a head; a line of measures over it, a total with a formula under it."""
    book = Workbook()
    sheet = _sheet(book)
    sheet.title = "指标"
    _title(sheet, title, 3 + len(heads))
    if measure:
        sheet.cell(2, 3 + len(heads), f"单位：{measure}")
    for at, head in enumerate(["序号", "指标名称", "单位", *heads], start=1):
        _head(sheet, 3, at, head)
    for number, (name, unit, values) in enumerate(lines, start=4):
        _line(sheet, number, [number - 3, name, unit, *(values.get(head) for head in heads)])
    last = 3 + len(lines)
    total = [f"=SUM({chr(68 + at)}4:{chr(68 + at)}{last})" for at in range(len(heads))]
    _line(sheet, last + 1, ["合计", "", "", *total])
    return book


def paper_table(
    path: Path, plan: Plan, rows: Sequence[Row], title: str, month: str, said: Said = done_so_far
) -> Path:
    """A table in a .docx under its title."""
    document = docx.Document()
    document.add_paragraph(title)
    heads = ["序号", "主要任务", "推进措施及目标", "牵头单位", "进展情况"]
    table = document.add_table(rows=1, cols=len(heads))
    for cell, head in zip(table.rows[0].cells, heads, strict=True):
        cell.text = head
    for row in rows:
        texts = [str(row.serial), row.task, row.measure, leads(plan, row), said(row, month)]
        for cell, text in zip(table.add_row().cells, texts, strict=True):
            cell.text = text
    document.save(str(path))
    return path


def save(book: Workbook, path: Path) -> Path:
    """The workbook as a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def as_bytes(book: Workbook) -> bytes:
    """The workbook's bytes."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Workbook) -> Worksheet:
    return book.worksheets[0]


def _title(sheet: Worksheet, title: str, width: int) -> None:
    sheet.cell(1, 1, title).font = Font(name="方正小标宋简体", size=20)
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=width)
    sheet.cell(1, 1).alignment = CENTRE
    sheet.row_dimensions[1].height = 36


def _head(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = text or None
    cell.font, cell.fill, cell.border, cell.alignment = Font(bold=True), HEAD_FILL, THIN, CENTRE


def _line(sheet: Worksheet, row: int, values: Sequence[object]) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        cell.value = value or None  # type: ignore[assignment]
        cell.border, cell.alignment = THIN, WRAP
    for column, width in {
        "A": 6,
        "B": 22,
        "C": 46,
        "D": 16,
        "E": 16,
        "F": 30,
        "G": 20,
        "H": 30,
        "I": 20,
    }.items():
        sheet.column_dimensions[column].width = width


def _merge_tasks(sheet: Worksheet, rows: Sequence[Row]) -> None:
    start = 0
    for at in range(1, len(rows) + 1):
        if at == len(rows) or rows[at].task != rows[start].task:
            if at - start > 1:
                for row in range(start + 4, at + 3):
                    sheet.cell(row, 2).value = None
                sheet.merge_cells(start_row=start + 3, end_row=at + 2, start_column=2, end_column=2)
            start = at
