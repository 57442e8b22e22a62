"""A return typed into Word, as a sheet: title, unit line and table together, merged cells as in a spreadsheet."""

import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msoffcrypto.format.ooxml
import pytest

from peidang.domain.errors import FileUnreadable
from peidang.domain.file_words import UNREADABLE
from peidang.files.workbook import Visibility, WorkbookContent, read_tables
from tests.plans import word_maker as word
from tests.plans.document_makers import converted

SAVED = '<c:coreProperties xmlns:c="a" xmlns:d="b"><d:modified>2025-10-31T15:32:00</d:modified></c:coreProperties>'


def field(text: str, columns: int = 1, merge: str = "") -> str:
    return word.cell(word.paragraph(word.run(text)), 2000, columns, merge)


BODY = "".join(
    (
        word.paragraph(word.run("任务进展情况表")),
        word.paragraph(word.run("填报单位：甲局")),
        word.table(
            [
                word.row([field("序号"), field("主要任务"), field("进展情况")]),
                word.row([field("一、工业", 3)]),
                word.row([field("1", merge="restart"), field("任务一"), field("已开工，年底完工")]),
                word.row([field("", merge="continue"), field("任务二"), field("")]),
            ],
            [2000] * 3,
        ),
        word.paragraph(word.run("第二张")),
        word.table(
            [word.row([field("指标"), field("累计数")]), word.row([field("台数"), field("12")])], [2000] * 2
        ),
        word.paragraph(word.run("填报人：张三")),
    )
)
ROWS = (
    ("任务进展情况表",),
    ("填报单位：甲局",),
    ("序号", "主要任务", "进展情况"),
    ("一、工业", "", ""),
    ("1", "任务一", "已开工，年底完工"),
    ("", "任务二", ""),
    ("第二张",),
    ("指标", "累计数"),
    ("台数", "12"),
    ("填报人：张三",),
)

Maker = Callable[[str], bytes]


@pytest.fixture
def made(tmp_path: Path) -> Maker:
    """A .docx or .doc with this body."""

    def make(ending: str, body: str = BODY) -> bytes:
        word.save_word(tmp_path / "a.docx", body + word.page())
        if ending != "docx":
            converted([tmp_path / "a.docx"], ending, tmp_path, tmp_path / "profile")
        return (tmp_path / f"a.{ending}").read_bytes()

    return make


@pytest.mark.parametrize("ending", ["docx", pytest.param("doc", marks=pytest.mark.needs_libreoffice)])
def test_a_document_is_one_sheet_with_everything_in_its_order(made: Maker, ending: str) -> None:
    content = read_tables(made(ending), "表.wps")
    (sheet,) = content.sheets
    assert (content.name, content.kind, sheet.visibility) == ("表.wps", ending, Visibility.VISIBLE)
    assert sheet.rows == ROWS
    assert sheet.merged == ((3, 0, 3, 2), (4, 0, 5, 0))


def test_a_document_says_when_it_was_saved(tmp_path: Path) -> None:
    word.save_word(tmp_path / "a.docx", BODY + word.page())

    with zipfile.ZipFile(tmp_path / "a.docx", "a") as archive:
        archive.writestr("docProps/core.xml", SAVED)
    content = read_tables((tmp_path / "a.docx").read_bytes(), "a")
    assert content.saved_at == datetime(2025, 10, 31, 15, 32)


def refused(data: bytes, passwords: tuple[str, ...] = ()) -> str:
    with pytest.raises(FileUnreadable) as caught:
        read_tables(data, "a", passwords)
    assert caught.value.reason in UNREADABLE
    return caught.value.reason


def test_a_letter_without_a_table_says_so(made: Maker) -> None:
    assert refused(made("docx", word.paragraph(word.run("现将有关情况报告如下。")))) == "no-table"


def test_a_document_with_a_password_is_opened_with_it(made: Maker, tmp_path: Path) -> None:
    made("docx")
    with zipfile.ZipFile(tmp_path / "a.docx", "a") as archive:
        archive.writestr("word/media/a.png", bytes(8192))  # the library cannot lock files below 4 KB
    with (tmp_path / "a.docx").open("rb") as plain, (tmp_path / "b.docx").open("wb") as locked:
        msoffcrypto.format.ooxml.OOXMLFile(plain).encrypt("甲", locked)
    data = (tmp_path / "b.docx").read_bytes()
    content: WorkbookContent = read_tables(data, "a", ("乙", "甲"))
    assert content.sheets[0].rows == ROWS
    assert refused(data) == "encrypted"


def test_other_files_are_refused_as_no_tables() -> None:
    assert refused(b"%PDF-1.7\n") == "not-a-workbook"
    assert refused(b"") == "empty"
    assert refused(b"PK\x03\x04" + bytes(100)) == "damaged"
