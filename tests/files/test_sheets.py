"""Spreadsheets as documents: title lines, the table, notes, several sheets, what people see in a cell."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest

from peidang.files.document import Document, Paragraph, Table
from peidang.files.open import document_from_bytes
from peidang.files.sheets import cell_text
from peidang.plans.reader import read_plan
from tests.plans.document_makers import converted

HEAD = ["序号", "重点任务", "工作内容", "责任分工", None, "完成时限", "责任领导"]
BELOW = [None, None, None, "牵头单位", "配合单位", None, None]


def document(fill: Callable[[openpyxl.Workbook], None]) -> Document:
    book, out = openpyxl.Workbook(), io.BytesIO()
    fill(book)
    book.save(out)
    return document_from_bytes(out.getvalue(), "任务分解表.xlsx")


def schedule(book: openpyxl.Workbook) -> None:
    sheet = book.worksheets[0]
    for row in [
        ["某县节水行动任务分解表"],
        ["填表单位：某局", None, None, None, None, None, "2025年3月"],
        HEAD,
        BELOW,
        [1, "推动甲", "做好甲。", "甲局", "乙局\n丙局", datetime(2025, 6, 30), "某某"],
        [2.0, None, "做好乙。", "甲局", None, "2025年底前", "某某"],
        ["备注：每月报送。"],
    ]:
        sheet.append(row)
    for place in ("A1:G1", "D3:E3", "A3:A4", "B3:B4", "C3:C4", "F3:F4", "G3:G4", "B5:B6"):
        sheet.merge_cells(place)


def test_lines_above_the_head_are_titles_and_those_below_are_notes() -> None:
    title, office, day, table, note = document(schedule).blocks
    assert [block.text for block in (title, office, day, note) if isinstance(block, Paragraph)] == [
        "某县节水行动任务分解表",
        "填表单位：某局",
        "2025年3月",
        "备注：每月报送。",
    ]
    assert isinstance(table, Table)
    assert [cell.text for cell in table.rows[2]] == [
        *("1", "推动甲", "做好甲。", "甲局", "乙局\n丙局", "2025-06-30", "某某"),
    ]
    assert (table.rows[0][3].columns, table.rows[0][0].rows, table.rows[3][1].covered) == (2, 2, True)


def test_a_schedule_somebody_made_becomes_rows() -> None:
    plan = read_plan(document(schedule), "任务分解表.xlsx")
    assert (plan.title, plan.annex_name, plan.extra_columns) == (
        "某县节水行动任务分解表",
        "任务分解表",
        ("责任领导",),
    )
    assert [(row.serial, row.task, row.lead, row.responsible, row.due) for row in plan.rows] == [
        (1, "推动甲", ("甲局",), ("乙局", "丙局"), "2025-06-30"),
        (2, "推动甲", ("甲局",), (), "2025"),
    ]


def by_sections(book: openpyxl.Workbook) -> None:
    for number, section in enumerate(["一、工业领域", "二、农业领域"]):
        sheet = book.create_sheet(section)
        for row in [
            ["某县重点任务配档表"],
            [section],
            ["序号", "主要任务", "推进措施及目标", "牵头单位"],
            [number + 1, "推动甲", "做好甲。", "甲局"],
        ]:
            sheet.append(row)
    hidden = book.create_sheet("旧表")
    hidden.append(["序号", "主要任务", "推进措施及目标", "牵头单位"])
    hidden.append([9, "旧任务", "旧措施。", "旧局"])
    hidden.sheet_state = "hidden"


def test_several_sheets_follow_each_other_and_hidden_ones_stay_out() -> None:
    rows = read_plan(document(by_sections), "x.xlsx").rows
    assert [(row.serial, row.section) for row in rows] == [(1, "一、工业领域"), (2, "二、农业领域")]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (0.5, "0.5"),
        (1e20, "100000000000000000000"),
        (True, "是"),
        (datetime(2025, 6, 30), "2025-06-30"),
        (datetime(2025, 6, 30, 8, 30), "2025-06-30 08:30"),
        (date(2025, 6, 30), "2025-06-30"),
        (time(8, 30), "08:30:00"),
        (timedelta(days=1.5), "1.5"),
        ("00123", "00123"),
    ],
)
def test_a_cell_says_what_people_see(value: str | float | date | time | timedelta, text: str) -> None:
    assert cell_text(value) == text


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_old_and_open_sheets_give_the_same_table(tmp_path: Path, ending: str) -> None:
    book = openpyxl.Workbook()
    schedule(book)
    book.save(tmp_path / "x.xlsx")
    converted([tmp_path / "x.xlsx"], ending, tmp_path, tmp_path / "profile")
    assert document_from_bytes((tmp_path / f"x.{ending}").read_bytes(), "x") == document(schedule)
