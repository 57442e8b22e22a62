"""批注 and boxes with text: what stands over the cells is read in every format, and breaks nothing."""

import io
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from peidang.files.workbook import read_workbook
from peidang.files.workbook_scan import MAX_NOTES, Note
from tests.files.test_workbook import reason

REMARK, BOX = "9月数为预计数，\n实际为12台。", "另有两个项目年底前投产。"


def noted() -> bytes:
    """A 批注 at B3 and a box at C8, as Excel writes them."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("表")
    sheet.write("A1", "进展情况")
    sheet.write_comment("B3", REMARK, {"author": ""})
    sheet.insert_textbox("C8", BOX)
    book.close()
    return out.getvalue()


def commented(text: str, author: str) -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0]["B3"].comment = Comment(text, author)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def notes_in(data: bytes) -> tuple[Note, ...]:
    return read_workbook(data, "a").sheets[0].notes


def with_parts(data: bytes, parts: dict[str, str]) -> bytes:
    """The zip with these parts changed or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, text in parts.items():
            target.writestr(name, text)
    return out.getvalue()


def test_a_remark_and_a_box_are_told_with_the_cell_they_hang_at() -> None:
    assert notes_in(noted()) == (Note(2, 1, REMARK), Note(7, 2, BOX, is_shape=True))


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("ending", ["xls", "ods", "xlsx"])
def test_they_are_told_in_every_format_that_libreoffice_saves(ending: str, tmp_path: Path) -> None:
    (tmp_path / "源.xlsx").write_bytes(noted())
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", ending, "--outdir", str(tmp_path / "出"), str(tmp_path / "源.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    found = notes_in((tmp_path / "出" / f"源.{ending}").read_bytes())
    assert {(one.text, one.is_shape) for one in found} == {(REMARK, False), (BOX, True)}
    assert (2, 1) in {(one.row, one.column) for one in found}


def test_the_authors_name_above_a_remark_is_no_part_of_it() -> None:
    assert notes_in(commented("张三:\n已办结。", "张三")) == (Note(2, 1, "已办结。"),)


def test_a_thread_counts_and_not_the_notice_about_it_for_old_programs() -> None:
    data = commented("[线程批注] 你的版本可读取此线程批注。注释: 已办结。", "tc={1}")
    thread = "".join(
        f'<threadedComment ref="B3"><text>{text}</text></threadedComment>' for text in ("一", "二")
    )
    name = "xl/worksheets/_rels/sheet1.xml.rels"
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = archive.read(name).decode()
    more = (
        '<Relationship Id="r9" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
        ' Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    parts = {
        name: relations.replace("</Relationships>", more),
        "xl/threadedComments/threadedComment1.xml": f"<ThreadedComments>{thread}</ThreadedComments>",
    }
    assert notes_in(with_parts(data, parts)) == (Note(2, 1, "一"), Note(2, 1, "二"))


def test_a_broken_part_of_notes_leaves_the_cells_whole() -> None:
    for text in ("<comments><comment", "", '<!DOCTYPE a [<!ENTITY b "c">]><comments/>'):
        read = read_workbook(with_parts(noted(), {"xl/comments1.xml": text}), "a")
        assert read.sheets[0].rows[0][0] == "进展情况"
        assert [one.text for one in read.sheets[0].notes] == [BOX]


def test_more_remarks_than_any_sheet_has_are_refused() -> None:
    one = '<comment ref="B3" authorId="0"><text><t>词</t></text></comment>'
    part = (
        f"<comments><authors><author/></authors><commentList>{one * (MAX_NOTES + 1)}</commentList></comments>"
    )
    assert reason(with_parts(noted(), {"xl/comments1.xml": part})) == "too-large"
