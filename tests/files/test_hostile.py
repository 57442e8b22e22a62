"""Files that are huge, bombs, broken or not what they say: a clear answer in bounded time and memory, nothing left."""

import json
import os
import random
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from peidang.domain.errors import FileUnreadable
from peidang.domain.file_words import UNREADABLE
from peidang.files.child import read_in_child
from peidang.files.open import document_from_bytes, read_document
from tests.files.pages import lines, pdf
from tests.plans import word_maker as word
from tests.plans.document_makers import converted

MEGABYTE = 1024 * 1024
LINE = "推动重点领域设备更新改造，支持企业扩大先进产能，强化要素保障，"
MEASURED = """
import json, os, resource, sys
from pathlib import Path
from peidang.domain.errors import FileUnreadable
from peidang.files.open import read_document
try:
    answer = len(read_document(Path(sys.argv[1])).blocks)
except FileUnreadable as unreadable:
    answer = unreadable.reason
seconds = sum(os.times()[:4])  # of work, here and in children: other work on the machine does not count
kilobytes = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
print(json.dumps([answer, seconds, kilobytes / 1024]))
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="memory is measured with getrusage")


def measured(path: Path, tmp_path: Path) -> tuple[int | str, float, float]:
    """(blocks read or the reason, seconds, megabytes at most); asserts that nothing stays in the temporary folder."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    beside = sorted(path.parent.iterdir())
    # By way of a shell: a process counts the memory of the one that started it as its own, and a shell is small.
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" -c "$1" "$2"; exit $?', sys.executable, MEASURED, str(path)],
        env={"TMPDIR": str(temporary), "PATH": ""},
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert (list(temporary.iterdir()), sorted(path.parent.iterdir())) == ([], beside)
    answer, seconds, megabytes = json.loads(done.stdout)
    return answer, seconds, megabytes


def two_hundred_pages(path: Path) -> int:
    """120,000 characters in small runs, and a table of 1,000 rows; gives the number of blocks."""
    runs = "".join(word.run(LINE[at : at + 4], 32) for at in range(0, len(LINE), 4))
    body = word.paragraph(runs * 6) * 600
    cells = [word.cell(word.paragraph(word.run(LINE)), 2000) for _ in range(5)]
    word.save_word(path, body + word.table([word.row(cells)] * 1000, [2000] * 5) + word.page())
    return 601


def test_two_hundred_pages_are_read_in_seconds_and_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "长.docx"
    blocks = two_hundred_pages(path)
    answer, seconds, megabytes = measured(path, tmp_path)
    assert answer == blocks
    assert seconds < 10
    assert megabytes < 200


def bomb(path: Path, start: bytes, filling: bytes, megabytes: int, part: str = "word/document.xml") -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open(part, "w", force_zip64=True) as stream,
    ):
        stream.write(start)
        for _ in range(megabytes):
            stream.write(filling * (MEGABYTE // len(filling)))


OPENING = f"<w:document {word.W}><w:body>".encode()


@pytest.mark.parametrize(
    ("start", "filling", "megabytes"),
    [
        (OPENING, b" ", 600),
        (OPENING, b"<w:p/>", 31),
        (OPENING + b"<w:tbl>", b"<w:tr/>", 31),
        (OPENING + b"<w:p><w:r><w:t>", b"\xe4\xb8\x80\xe4\xb8\x80", 31),
    ],
    ids=["blanks", "paragraphs", "rows", "one word"],
)
def test_a_bomb_is_refused_in_bounded_memory(
    tmp_path: Path, start: bytes, filling: bytes, megabytes: int
) -> None:
    path = tmp_path / "方案.docx"
    bomb(path, start, filling, megabytes)
    assert path.stat().st_size < 2 * MEGABYTE
    answer, seconds, memory = measured(path, tmp_path)
    assert answer in ("too-large", "damaged")
    assert seconds < 20
    assert memory < 500


def test_a_sheet_that_unpacks_too_far_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "配档表.xlsx"
    bomb(path, b"<worksheet>", b" ", 600, "xl/workbook.xml")
    answer, _, memory = measured(path, tmp_path)
    assert answer == "too-large"
    assert memory < 200


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (bytes(4096), "empty"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 8, "image"),
        (b"{\\rtf1\\ansi x}", "not-yet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument".encode("utf-16-le"), "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"x\n" * (9 * MEGABYTE), "too-large"),
    ],
    ids=["empty", "zeros", "photo", "rtf", "ole", "doc", "locked", "long"],
)
def test_what_is_no_plan_is_refused_whatever_it_is_called(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    path = tmp_path / "方案.docx"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable) as refused:
        read_document(path)
    assert (refused.value.reason, reason in UNREADABLE) == (reason, True)


def test_a_reader_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(FileUnreadable) as refused:
        read_in_child("pdf", pdf([lines(LINE)] * 50), "x.pdf", seconds=0.01)
    assert refused.value.reason == "too-slow"


def test_nothing_in_the_folder_one_works_in_is_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(1)", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert document_from_bytes(pdf([lines(LINE)]), "x.pdf").blocks


def test_a_packed_program_reads_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "no such program")
    assert document_from_bytes(pdf([lines(LINE)]), "x.pdf").blocks


def test_a_reader_that_crashes_costs_one_answer() -> None:
    with pytest.raises(FileUnreadable) as refused:
        read_in_child("no such kind", b"x", "x.pdf")
    assert refused.value.reason == "damaged"


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, or the end cut off."""
    if chance.random() < 0.2:
        return data[: chance.randrange(len(data))]
    broken = bytearray(data)
    for _ in range(chance.choice((1, 10, 100))):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize(("ending", "times"), [("docx", 150), ("doc", 150), ("pdf", 12), ("xls", 12)])
def test_spoiled_files_are_read_or_refused(tmp_path: Path, ending: str, times: int) -> None:
    cells = [word.cell(word.paragraph(word.run(text)), 2000) for text in ("序号", "任务", "单位")]
    body = word.paragraph(word.run(LINE)) * 5 + word.table([word.row(cells)] * 3, [2000] * 3)
    word.save_word(tmp_path / "x.docx", body + word.page())
    if ending == "xls":
        (tmp_path / "x.csv").write_text("序号,任务,单位\n1,甲,乙局\n", encoding="utf-8")
    if ending != "docx":
        source = tmp_path / ("x.csv" if ending == "xls" else "x.docx")
        converted([source], ending, tmp_path, tmp_path / "profile")
    data, chance = (tmp_path / f"x.{ending}").read_bytes(), random.Random(ending)
    for _ in range(times):
        broken = spoiled(data, chance)
        started = sum(os.times()[:4])
        try:
            document_from_bytes(broken, "x")
        except FileUnreadable as refused:
            assert refused.reason in UNREADABLE  # noqa: PT017
        assert sum(os.times()[:4]) - started < 10, "seconds of work, here and in children"
