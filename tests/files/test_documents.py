"""Documents from outside: kinds by content, encodings, tables in text, clear refusals."""

import zipfile
from pathlib import Path

import pytest

from peidang.domain.errors import FileUnreadable
from peidang.domain.file_words import UNREADABLE
from peidang.files import open as opening
from peidang.files.document import Paragraph, Table
from peidang.files.open import read_bytes, read_document
from peidang.files.sniff import sniff
from peidang.files.text import read_text

TEXT = "一、总体要求\n坚持统筹，到2026年占比达到5%。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_text_is_read_in_every_encoding_a_clerk_has(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "方案.txt"
    path.write_bytes(TEXT.encode(encoding))
    first, second = read_document(path).blocks
    assert (first, second) == (Paragraph("一、总体要求"), Paragraph("坚持统筹，到2026年占比达到5%。"))


def test_the_name_does_not_matter_only_the_content(tmp_path: Path) -> None:
    path = tmp_path / "方案.docx"
    path.write_text(TEXT, encoding="utf-8")
    assert len(read_document(path).blocks) == 2


def test_lines_with_tabs_are_a_table_and_a_line_among_them_runs_across() -> None:
    before, table, after = read_text("表\n\n序号\t任务\n一、甲类\n1\t推动甲\n\n抄送：某局").blocks
    assert (before, after) == (Paragraph("表"), Paragraph("抄送：某局"))
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["序号", "任务"],
        ["一、甲类", ""],
        ["1", "推动甲"],
    ]
    assert table.rows[1][0].columns == 2


def zipped(path: Path, *parts: str) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        for part in parts:
            archive.writestr(part, "application/vnd.oasis.opendocument.spreadsheet")
    return path.read_bytes()


def test_kinds_are_told_by_content(tmp_path: Path) -> None:
    path = tmp_path / "x"
    ole2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert sniff(zipped(path, "word/document.xml")) == "docx"
    assert sniff(zipped(path, "xl/workbook.xml")) == "xlsx"
    assert sniff(zipped(path, "mimetype")) == "ods"
    assert sniff(zipped(path, "a.txt")) == "zip"
    assert sniff(zipped(path, "word/document.xml")[:40]) == "broken"
    assert sniff(ole2 + "WordDocument".encode("utf-16-le")) == "doc"
    assert sniff(ole2 + "Workbook".encode("utf-16-le")) == "xls"
    assert sniff(ole2 + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert sniff(b"%PDF-1.7\n") == "pdf"
    assert sniff(b"\xff\xd8\xff\xe0" + bytes(range(256))) == "image"
    assert sniff(b"{\\rtf1 x}") == "rtf"
    assert sniff(b"<!DOCTYPE html><html>") == "html"
    assert sniff(b'<?xml version="1.0"?><?mso-application progid="Word.Document"?>') == "html"
    assert sniff(bytes(range(256)) * 8) == "unknown"
    assert sniff(b"  \r\n") == "empty"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n", "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "image"),
        (bytes(range(256)) * 8, "not-text"),
        (b"PK\x03\x04 cut", "damaged"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "方案.docx"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable) as refused:
        read_document(path)
    assert (refused.value.name, refused.value.reason) == ("方案.docx", reason)


def test_a_missing_file_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "大.txt").write_bytes(b"x" * 101)
    for path, reason in [("无.txt", "missing"), (".", "folder"), ("大.txt", "too-large")]:
        with pytest.raises(FileUnreadable) as refused:
            read_bytes(tmp_path / path, limit=100)
        assert refused.value.reason == reason


def test_every_reason_has_a_sentence() -> None:
    assert set(opening.REASONS.values()) <= set(UNREADABLE)
