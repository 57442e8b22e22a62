"""套用本单位模板: an office's own workbook is filled, keeps its looks, and says what it could not fill."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill

from peidang.app.papers.office_template import fill_office_template
from peidang.domain.errors import FileUnreadable, Refused
from peidang.files.tall_texts import CONTINUED
from peidang.files.template import FilledTemplate, fill_template
from tests.app import bureau
from tests.app.office import FARMING, Office

AFTER = date(2025, 11, 3)
SAVED = datetime(2025, 11, 5, 9, 0)


def a_template(change: Callable[[Any], None] = lambda sheet: None) -> bytes:
    """Two lines of head, one line of list with a formula, a total below, a signature."""
    book = Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet["A1"] = "{{报告期}}重点任务台账（{{期号}}）"
    sheet.merge_cells("A1:D1")
    sheet["A1"].font = Font(name="方正小标宋简体", size=20, color="FFC00000")
    sheet.row_dimensions[1].height = 44
    for column, head in enumerate(("序号", "任务", "进展", "加一"), start=1):
        sheet.cell(2, column, head)
    sheet["A3"] = "{{任务表}}{{序号}}"
    sheet["B3"] = "{{主要任务}}"
    sheet["C3"] = "{{任务表.进展情况}}"
    sheet["C3"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet["D3"] = "=A3+1"
    sheet["B3"].fill = PatternFill("solid", fgColor="FFFFF2CC")
    sheet.column_dimensions["C"].width = 40
    sheet["A4"], sheet["D4"] = "合计", "=SUM(D3:D3)"
    sheet.merge_cells("A4:C4")
    sheet.row_dimensions[4].height = 33
    sheet["A5"] = "红灯{{亮灯.红}}项"
    sheet["B5"] = "{{亮灯.红}}"
    sheet["C5"] = "{{进展截至}}"
    sheet["D5"] = "{{没有这个}}"
    sheet.print_area = "A1:D5"
    sheet.auto_filter.ref = "A2:D3"
    sheet.conditional_formatting.add("D3:D3", CellIsRule(operator="greaterThan", formula=["5"]))
    sheet.oddFooter.center.text = "{{报告期}} 第 &P 页"
    other = book.create_sheet("封面")
    other["A1"] = "=台账!D4"
    change(sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


WORDS = {
    "报告期": "2025年10月",
    "期号": "第10期",
    "亮灯.红": Decimal(3),
    "进展截至": date(2025, 10, 31),
}


def lines(*progress: str) -> list[dict[str, Any]]:
    return [
        {"序号": Decimal(n), "主要任务": f"任务{n}", "进展情况": text}
        for n, text in enumerate(progress, start=1)
    ]


def filled(*progress: str, data: bytes | None = None) -> FilledTemplate:
    return fill_template(data or a_template(), WORDS, {"任务表": lines(*progress)}, SAVED)


def sheets(made: FilledTemplate) -> Any:
    return load_workbook(BytesIO(made.data))


def test_a_row_of_a_list_is_repeated_and_what_is_below_moves_down() -> None:
    sheet = sheets(filled("甲", "=1+1", "丙"))["台账"]
    told = [[cell.value for cell in row] for row in sheet["A3:D6"]]
    assert told == [
        [1, "任务1", "甲", "=A3+1"],
        [2, "任务2", "=1+1", "=A4+1"],
        [3, "任务3", "丙", "=A5+1"],
        ["合计", None, None, "=SUM(D3:D5)"],
    ]
    assert sheet["C4"].data_type == "s"
    assert {str(one) for one in sheet.merged_cells.ranges} == {"A1:D1", "A6:C6"}
    assert sheet.row_dimensions[6].height == 33
    assert sheet.print_area == "'台账'!$A$1:$D$7"
    assert sheet.auto_filter.ref == "A2:D5"
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["D3:D5"]


def test_formulas_of_other_sheets_follow() -> None:
    assert sheets(filled("甲", "乙", "丙"))["封面"]["A1"].value == "=台账!D6"


def test_looks_stay_as_the_office_made_them() -> None:
    sheet = sheets(filled("甲", "乙"))["台账"]
    assert (sheet["A1"].font.name, sheet["A1"].font.size, sheet.row_dimensions[1].height) == (
        "方正小标宋简体",
        20,
        44,
    )
    assert [sheet[place].fill.fgColor.rgb for place in ("B3", "B4")] == ["FFFFF2CC"] * 2
    assert sheet["C4"].alignment.wrap_text
    assert sheet.column_dimensions["C"].width == 40


def test_values_are_numbers_and_days_alone_and_words_within_a_sentence() -> None:
    sheet = sheets(filled("甲"))["台账"]
    assert sheet["A1"].value == "2025年10月重点任务台账（第10期）"
    assert (sheet["A5"].value, sheet["B5"].value) == ("红灯3项", 3)
    assert sheet["C5"].value == datetime(2025, 10, 31)
    assert sheet.oddFooter.center.text == "2025年10月 第 &P 页"


def test_what_is_not_known_stays_and_is_told() -> None:
    made = filled("甲")
    assert made.unknown == (("台账", "D5", "没有这个"),)
    assert sheets(made)["台账"]["D5"].value == "{{没有这个}}"


def test_an_empty_list_leaves_an_empty_row() -> None:
    sheet = sheets(filled())["台账"]
    assert [cell.value for cell in sheet[3]][:3] == [None, None, None]
    assert sheet["D4"].value == "=SUM(D3:D3)"


@given(
    st.lists(st.text("项目开工。\nab", min_size=1, max_size=80), min_size=1, max_size=4), st.integers(1, 40)
)
@settings(deadline=None, max_examples=25)
def test_no_text_is_lost_however_long(texts: list[str], times: int) -> None:
    long = [text * times for text in texts]
    sheet = sheets(filled(*long))["台账"]
    told: list[str] = []
    for row in sheet.iter_rows(min_row=3):
        if row[0].value == "合计":
            break
        said = str(row[2].value or "")
        if row[0].value is None:
            assert said.startswith(CONTINUED)
            told[-1] += said.removeprefix(CONTINUED)
        else:
            told.append(said)
        assert (sheet.row_dimensions[row[0].row].height or 0) <= 409
    assert told == long


def test_the_same_template_gives_the_same_bytes() -> None:
    template = a_template()
    assert filled("甲", "乙", data=template).data == filled("甲", "乙", data=template).data


def test_what_is_no_workbook_is_refused() -> None:
    with pytest.raises(FileUnreadable):
        fill_template(b"PK\x03\x04", WORDS, {}, SAVED)


def test_a_month_fills_an_offices_template(office: Office, tmp_path: Path) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    template = tmp_path / "我局台账.xlsx"
    template.write_bytes(a_template())
    before = template.read_bytes()
    made = fill_office_template(
        office.store, office.plan_id, office.period_id, template, office.folder / "模板", AFTER
    )
    assert template.read_bytes() == before
    assert made.file.path.name == "2025年10月我局台账.xlsx"
    sheet = load_workbook(made.file.path)["台账"]
    assert [sheet.cell(row, 1).value for row in range(3, 63)] == list(range(1, 61))
    assert sheet["A1"].value == "2025年10月重点任务台账（第1期）"
    assert made.told == ("没有“没有这个”这个名称，未填（台账 D5）",)


def test_an_old_form_of_a_template_is_refused(office: Office, tmp_path: Path) -> None:
    old = tmp_path / "旧.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(Refused, match="old-template"):
        fill_office_template(office.store, office.plan_id, office.period_id, old, tmp_path, AFTER)
