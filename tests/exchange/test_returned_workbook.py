"""Filled workbooks come back: typed into the way a bureau does, saved by other programs, sorted, moved, broken."""

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from peidang.domain.errors import FileUnreadable
from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.travel import LockedChange, Returned, SentRow
from peidang.domain.values import canonical
from peidang.exchange.returned_workbook import read_return
from peidang.files.workbook import read_workbook
from tests.exchange.samples import reply_bytes, request, request_bytes, row


def filled(fill: Callable[[Worksheet], None], data: bytes | None = None) -> bytes:
    """The request after somebody worked in its 填报表 and saved it."""
    workbook = openpyxl.load_workbook(io.BytesIO(data or request_bytes(request())))
    fill(workbook["填报表"])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def read(data: bytes) -> Returned:
    (returned,) = read_return(data, "表.xlsx")
    return returned


def answered(returned: Returned) -> dict[tuple[str, Field], str]:
    return {key: value for key, value in returned.answers.items() if value}


def test_what_was_typed_is_read_with_its_place() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["G6"], sheet["H6"], sheet["I6"] = 3, " 24.50 ", date(2025, 10, 31)
        sheet["H7"] = "数据未出，截至10月"
        sheet["H11"], sheet["I11"] = "正常推进", "完成4家。\n累计16家。"
        sheet["K13"] = "清空"

    returned = read(filled(fill))
    assert answered(returned) == {
        ("in-1", Field.MONTH_VALUE): "3",
        ("in-1", Field.CUMULATIVE): "24.5",
        ("in-1", Field.AS_OF): "2025-10-31",
        ("in-2", Field.CUMULATIVE): "数据未出，截至10月",
        ("row-3", Field.STATUS): "正常推进",
        ("row-3", Field.PROGRESS): "完成4家。\n累计16家。",
        ("row-12", Field.NEXT_STEPS): "（清空）",
    }
    assert returned.places["row-3", Field.PROGRESS] == ("填报表", "I11")
    assert (returned.token, returned.recognised_by) == (request().token, "token")
    assert returned.request == request()
    assert not returned.locked
    assert not returned.missing_items


def test_a_blank_request_comes_back_with_every_answer_empty() -> None:
    returned = read(request_bytes(request()))
    assert set(returned.answers.values()) == {""}
    assert len(returned.answers) == 2 * len(INDICATOR_FIELDS) + 3 * len(ROW_FIELDS)


def test_base_values_come_back_as_they_were_sent() -> None:
    base = {Field.STATUS: "正常推进", Field.PROGRESS: "带\x01控制符"}
    asked = request((SentRow(row(3), base=base), SentRow(row(7))))
    returned = read(request_bytes(asked))
    assert answered(returned) == {("row-3", field): text for field, text in base.items()}
    assert returned.request.rows[0].base == base


def test_a_reply_carries_its_lineage_and_the_base_it_started_from() -> None:
    asked = request((SentRow(row(3), base={Field.PROGRESS: "上次的话"}),), ())
    reply = replace(asked, return_id="re-2", after=("re-0", "re-1"))
    returned = read(reply_bytes(reply, {("row-3", Field.PROGRESS): "这次的话"}))
    assert returned.answers["row-3", Field.PROGRESS] == "这次的话"
    assert returned.request.rows[0].base == {Field.PROGRESS: "上次的话"}
    assert (returned.request.return_id, returned.request.after) == ("re-2", ("re-0", "re-1"))


def test_lines_are_known_by_their_number_wherever_they_stand() -> None:
    def shuffle(sheet: Worksheet) -> None:
        for line, number in ((11, 3), (12, 7), (13, 12)):
            sheet[f"I{line}"] = f"第{number}条"
        first = [sheet.cell(11, column).value for column in range(1, 12)]
        for column in range(1, 12):
            sheet.cell(11, column).value = sheet.cell(13, column).value
            sheet.cell(13, column).value = first[column - 1]
        sheet.insert_rows(12, 2)
        sheet.insert_cols(1)

    returned = read(filled(shuffle))
    assert answered(returned) == {(f"row-{n}", Field.PROGRESS): f"第{n}条" for n in (3, 7, 12)}
    assert returned.places["row-12", Field.PROGRESS] == ("填报表", "J11")
    assert not returned.locked


def test_a_deleted_line_is_missing_and_says_nothing() -> None:
    returned = read(filled(lambda sheet: sheet.delete_rows(12)))
    assert returned.missing_items == ("row-7",)
    assert not any(item == "row-7" for item, _ in returned.answers)


def test_a_deleted_column_says_nothing() -> None:
    returned = read(filled(lambda sheet: sheet.delete_cols(11)))
    assert ("row-3", Field.NEXT_STEPS) not in returned.answers
    assert ("row-3", Field.PROBLEMS) in returned.answers


def test_a_changed_locked_cell_is_told_with_both_texts() -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C6"] = "不低于20家"
        sheet["F6"] = 22
        sheet["B11"] = "推进第3项\n设备更新"  # a line break is no change
        sheet["F11"] = "上月的话可以改"

    assert read(filled(change)).locked == (
        LockedChange("in-1", "目标", "不低于30家", "不低于20家", "填报表", "C6"),
        LockedChange("in-1", "上期累计", "21", "22", "填报表", "F6"),
    )


def test_a_renamed_sheet_is_found_by_its_heads() -> None:
    def rename(sheet: Worksheet) -> None:
        sheet.title = "Sheet1"
        sheet["I11"] = "完成4家"

    returned = read(filled(rename))
    assert returned.answers["row-3", Field.PROGRESS] == "完成4家"
    assert returned.places["row-3", Field.PROGRESS] == ("Sheet1", "I11")


def test_a_formula_never_calculated_is_kept_as_its_text_not_lost() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["H6"] = "=10+14.5"

    assert read(filled(fill)).answers["in-1", Field.CUMULATIVE] == "=10+14.5"


def test_a_share_typed_with_its_sign_is_the_number_people_see() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["H7"] = 0.29
        sheet["H7"].number_format = "0%"

    assert read(filled(fill)).answers["in-2", Field.CUMULATIVE] == "29"


def test_the_time_of_saving_is_told_in_local_time() -> None:
    data = filled(lambda sheet: None)
    saved_at = read(data).saved_at
    assert saved_at is not None
    assert saved_at.tzinfo is None
    assert abs(saved_at.astimezone(UTC) - datetime.now(UTC)).total_seconds() < 120


def test_a_strange_spreadsheet_is_not_a_request() -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    with pytest.raises(FileUnreadable) as refused:
        read_return(out.getvalue(), "别的表.xlsx")
    assert (refused.value.name, refused.value.reason) == ("别的表.xlsx", "not-a-request")


def tampered(change: Callable[[Worksheet], None]) -> bytes:
    workbook = openpyxl.load_workbook(io.BytesIO(request_bytes(request())))
    change(workbook["_peidang"])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def set_key(key: str, value: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        (cell,) = (cells[0] for cells in sheet.iter_rows(max_col=1) if cells[0].value == key)
        sheet.cell(cell.row, 2).value = value

    return change


def edit_payload(sheet: Worksheet) -> None:
    for cells in sheet.iter_rows(max_col=2):
        if cells[0].value == "payload":
            cells[1].value = str(cells[1].value).replace("un-2", "un-3")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (set_key("token", "00000000-0000-4000-8000-000000000000"), "damaged"),
        (set_key("unit", "un-3"), "damaged"),
        (set_key("period", "2025-11"), "damaged"),
        (set_key("version", "2"), "damaged"),
        (set_key("sha256", "0" * 64), "damaged"),
        (set_key("peidang-request", "2"), "other-version"),
        (edit_payload, "damaged"),
    ],
)
def test_an_identity_that_contradicts_itself_is_refused(
    change: Callable[[Worksheet], None], reason: str
) -> None:
    with pytest.raises(FileUnreadable) as refused:
        read_return(tampered(change), "表.xlsx")
    assert refused.value.reason == reason


texts = st.text(
    st.characters(exclude_categories=["Cs"]) | st.sampled_from("=+-@_x\n\t0Dа，“”𠮷\x00\x07\r"), max_size=60
)


@given(progress=texts, cumulative=texts, as_of=texts)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_comes_back_as_it_was_written(progress: str, cumulative: str, as_of: str) -> None:
    said = {
        ("row-3", Field.PROGRESS): canonical(Field.PROGRESS, progress),
        ("in-1", Field.CUMULATIVE): canonical(Field.CUMULATIVE, cumulative),
        ("in-1", Field.AS_OF): canonical(Field.AS_OF, as_of),
    }
    found = read(reply_bytes(request(), said)).answers
    for (item, field), text in said.items():
        assert found[item, field] == canonical(
            field, re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "\ufffd", text)
        )


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**18), max_value=10**18, places=6))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_number_comes_back_to_the_last_digit(number: object) -> None:
    said = canonical(Field.CUMULATIVE, str(number))
    returned = read(reply_bytes(request(), {("in-1", Field.CUMULATIVE): said}))
    assert returned.answers["in-1", Field.CUMULATIVE] == said


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_libreoffice_saves_it_and_everything_is_still_there(ending: str, tmp_path: Path) -> None:
    base = {Field.PROGRESS: "  上次：“完成”12家\t（_x0041_）", Field.PROBLEMS: "𠮷字"}
    asked = request(
        (SentRow(row(3, task="任务  两格\t一"), base=base), *(SentRow(row(n)) for n in range(4, 31)))
    )
    answers = {
        ("in-1", Field.CUMULATIVE): "24.5",
        ("in-1", Field.AS_OF): "2025-10-31",
        ("row-4", Field.PROGRESS): "=1+1\n第二行",
        ("row-5", Field.PROGRESS): "字" * 32_000,
    }
    source = tmp_path / "发" / "填报表.xlsx"
    source.parent.mkdir()
    source.write_bytes(reply_bytes(asked, answers))
    saved = saved_by_libreoffice(source, tmp_path, ending)
    returned = read(saved.read_bytes())
    assert returned.request == asked
    assert answered(returned) == answers | {("row-3", field): text for field, text in base.items()}
    assert not returned.locked
    assert not returned.missing_items
    assert ending == "xls" or returned.saved_at is not None


def saved_by_libreoffice(source: Path, work: Path, ending: str) -> Path:
    profile = (work / "profile").as_uri()
    outdir = ("--outdir", str(work))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            ending,
            *outdir,
            source,
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return work / f"{source.stem}.{ending}"


@pytest.mark.needs_libreoffice
def test_check_sums_follow_what_a_unit_types(tmp_path: Path) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["G6"], sheet["H6"], sheet["H7"] = 3, 24.5, "数据未出"
        sheet["J6"], sheet["H11"], sheet["I12"] = "四字说明", "正常推进", "完成4家"

    source = tmp_path / "填报表.xlsx"
    source.write_bytes(filled(fill))
    sheet = read_workbook(saved_by_libreoffice(source, tmp_path, "ods").read_bytes(), "a").sheet("审签页")
    assert sheet is not None
    sums = {line[0]: line[1] for line in sheet.rows if len(line) > 1}
    assert [sums[k] for k in ("本月数合计", "累计数合计", "说明字数", "任务文字字数", "校验数")] == [
        3,
        24.5,
        4,
        8,
        39.5,
    ]


@pytest.mark.needs_libreoffice
@pytest.mark.needs_poppler
def test_on_paper_the_months_before_are_left_out(tmp_path: Path) -> None:
    source = tmp_path / "填报表.xlsx"
    source.write_bytes(reply_bytes(request(), {("row-3", Field.NEXT_STEPS): "年底前验收"}))
    paper = saved_by_libreoffice(source, tmp_path, "pdf")
    text = subprocess.run(
        ["pdftotext", "-layout", str(paper), "-"], check=True, capture_output=True, text=True, timeout=60
    ).stdout
    form = text.split("\f")[:2]
    assert "上期累计" in form[0]
    assert "推进措施及目标" in form[1]
    assert "年底前验收" in form[1]
    assert "上月" not in form[0] + form[1]
    assert "前三季度完成改造12家" not in text


def test_nothing_in_the_file_is_another_units() -> None:
    with zipfile.ZipFile(io.BytesIO(request_bytes(request()))) as archive:
        everything = "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
    assert "推进第3项设备更新" in everything
    assert "推进第4项设备更新" not in everything
