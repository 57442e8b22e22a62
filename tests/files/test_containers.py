"""What is dropped comes out as plain files, each once, whatever holds it, and nothing hostile gets further than a word."""

import hashlib
import hmac
import json
import random
import struct
import subprocess
import sys
import time
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from hypothesis import given, settings
from hypothesis import strategies as st

from peidang.domain.file_words import UNREADABLE
from peidang.files.containers import Member, members
from peidang.files.member_names import decode_name, harmless, is_litter
from peidang.files.sniff import sniff
from peidang.files.zip_passwords import OldCipher
from tests.files.container_makers import (
    RawMember,
    compound_file,
    deflated,
    mail,
    raw_zip,
    workbook,
    zipped,
)

MEGABYTE = 1024 * 1024
BOOK = workbook("本月完成12项")


def shown(data: bytes, name: str = "材料.zip", passwords: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """(where each came from, its problem)."""
    return [(member.shown, member.problem) for member in members(data, name, passwords)]


def one(data: bytes, name: str = "材料.zip", passwords: tuple[str, ...] = ()) -> Member:
    (member,) = members(data, name, passwords)
    return member


# Plain files and archives


def test_a_plain_file_gives_itself() -> None:
    assert one(BOOK, "报送/表.xlsx") == Member("报送/表.xlsx", "表.xlsx", BOOK)
    assert one(b"", "空.xlsx") == Member("空.xlsx", "空.xlsx", b"")


def test_a_mail_with_an_archive_with_a_workbook_is_told_level_by_level() -> None:
    letter = mail([("材料.zip", zipped({"材料/压缩.xlsx": BOOK}))])
    member = one(letter, "邮件.eml")
    assert (member.shown, member.name) == ("邮件.eml::材料.zip::材料/压缩.xlsx", "压缩.xlsx")
    assert member.data == BOOK


def test_archives_inside_archives_are_opened() -> None:
    inner = zipped({"表.xlsx": BOOK, "说明.txt": "说明"})
    assert shown(zipped({"甲.zip": inner, "乙/乙.zip": inner}), "外.zip") == [
        ("外.zip::甲.zip::表.xlsx", ""),
        ("外.zip::甲.zip::说明.txt", ""),
        ("外.zip::乙/乙.zip::表.xlsx", ""),
        ("外.zip::乙/乙.zip::说明.txt", ""),
    ]


@pytest.mark.parametrize(
    "content",
    [
        BOOK,
        zipped({"word/document.xml": "<w/>"}),
        zipped({"OFD.xml": "<o/>"}),
        zipped({"ppt/presentation.xml": "<p/>"}),
        zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<c/>"}),
        zipped({"mimetype": "application/epub+zip", "a.html": "<html/>"}),
        zipped({"[Content_Types].xml": "<Types/>", "visio/document.xml": "<v/>"}),
    ],
    ids=["xlsx", "docx", "ofd", "pptx", "ods", "epub", "vsdx"],
)
def test_a_document_is_no_archive_whatever_it_is_called(content: bytes) -> None:
    assert one(content, "表.zip").data == content


def test_an_archive_is_one_whatever_it_is_called() -> None:
    assert shown(zipped({"表.xlsx": BOOK}), "报送.xlsx") == [("报送.xlsx::表.xlsx", "")]


def test_litter_and_folders_are_passed_over() -> None:
    names = [
        "__MACOSX/._表.xlsx",
        "._表.xlsx",
        "~$表.xlsx",
        ".~表.xlsx",
        "图/Thumbs.db",
        "desktop.ini",
        ".DS_Store",
    ]
    files: dict[str, bytes | str] = dict.fromkeys(names, b"x")
    assert shown(zipped({**files, "图/": b"", "图/表.xlsx": BOOK})) == [("材料.zip::图/表.xlsx", "")]
    assert shown(zipped(files)) == [("材料.zip", "empty-container")]
    assert shown(zipped({})) == [("材料.zip", "empty-container")]


def test_two_members_of_one_name_are_both_kept() -> None:
    data = raw_zip([RawMember(b"a.xlsx", b"1"), RawMember(b"a.xlsx", b"2"), RawMember(b"/a.xlsx", b"3")])
    assert [(member.shown, member.data) for member in members(data, "x.zip")] == [
        ("x.zip::a.xlsx", b"1"),
        ("x.zip::a (2).xlsx", b"2"),
        ("x.zip::a (3).xlsx", b"3"),
    ]


def test_other_kinds_of_archives_are_told_what_to_do() -> None:
    rar, seven = b"Rar!\x1a\x07\x01\x00" + bytes(40), b"7z\xbc\xaf\x27\x1c" + bytes(40)
    tar = bytes(257) + b"ustar" + bytes(300)
    assert [one(data, "x").problem for data in (rar, seven, tar, b"\x1f\x8b\x08" + bytes(40))] == [
        "archive-kind"
    ] * 4
    assert [sniff(data) for data in (rar, seven, tar)] == ["rar", "7z", "tar"]
    assert shown(zipped({"表.rar": rar, "表.xlsx": BOOK})) == [
        ("材料.zip::表.rar", "archive-kind"),
        ("材料.zip::表.xlsx", ""),
    ]


def test_one_volume_of_several_says_so() -> None:
    data = bytearray(zipped({"表.xlsx": BOOK}))
    data[data.rindex(b"PK\x05\x06") + 4] = 1
    assert shown(bytes(data)) == [("材料.zip", "archive-kind")]


def test_photos_of_telephones_are_pictures() -> None:
    assert sniff(b"\x00\x00\x00\x18ftypheic" + bytes(40)) == "image"


# Names


def test_names_are_read_in_the_encoding_they_were_written_in() -> None:
    name = "进展情况.xlsx"
    path_field = b"\x01" + struct.pack("<I", zlib.crc32(b"??.xlsx")) + "市财政局.xlsx".encode()
    data = raw_zip(
        [
            RawMember(name.encode("gbk"), b"1"),
            RawMember(("甲/" + name).encode(), b"2", flags=0x800),
            RawMember(("乙/" + name).encode(), b"3"),
            RawMember(b"??.xlsx", b"4", extra=struct.pack("<HH", 0x7075, len(path_field)) + path_field),
            RawMember("Übersicht.xlsx".encode("cp437"), b"5"),
            RawMember("丙\\附件\\".encode("gbk") + name.encode("gbk"), b"6"),
            RawMember("联通.xlsx".encode("gbk"), b"7"),
            RawMember("城镇㐂镕.xlsx".encode("gb18030"), b"8"),
        ]
    )
    assert {member.data: member.shown.removeprefix("x.zip::") for member in members(data, "x.zip")} == {
        b"1": name,
        b"2": "甲/" + name,
        b"3": "乙/" + name,
        b"4": "市财政局.xlsx",
        b"5": "Übersicht.xlsx",
        b"6": "丙/附件/" + name,
        b"7": "联通.xlsx",
        b"8": "城镇㐂镕.xlsx",
    }


def test_a_unicode_name_beside_another_name_is_out_of_date() -> None:
    field = b"\x01" + struct.pack("<I", zlib.crc32(b"old.xlsx")) + "旧.xlsx".encode()
    data = raw_zip([RawMember(b"new.xlsx", b"1", extra=struct.pack("<HH", 0x7075, len(field)) + field)])
    assert one(data).name == "new.xlsx"


@pytest.mark.parametrize(
    ("name", "left"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("/甲/表.xlsx", "甲/表.xlsx"),
        ("C:\\Windows\\表.xlsx", "Windows/表.xlsx"),
        ("\\\\server\\share\\表.xlsx", "server/share/表.xlsx"),
        ("甲/./../乙/表.xlsx", "甲/乙/表.xlsx"),
        ("表\u202exslx.exe", "表xslx.exe"),
        ("表\x00.xlsx\n", "表.xlsx"),
        ("甲::乙.xlsx", "甲：：乙.xlsx"),
        ("..", ""),
        ("表" * 300 + ".xlsx", "表" * 195 + ".xlsx"),
    ],
)
def test_names_lead_nowhere(name: str, left: str) -> None:
    assert harmless(name) == left


@settings(deadline=None)
@given(st.binary(max_size=40))
def test_any_name_can_be_shown(raw: bytes) -> None:
    name = harmless(decode_name(raw))
    name.encode("utf-8")
    assert ".." not in name.split("/")
    assert not name.startswith("/")


# Passwords


def enciphered(content: bytes, password: bytes, flags: int = 1) -> RawMember:
    """A member locked with the old cipher, its own twelve random bytes in front."""
    plain = bytes(range(11)) + struct.pack("<I", zlib.crc32(content))[3:] + deflated(content)
    # The cipher's keys follow the plain bytes, so what undoes one byte tells the mask for it.
    cipher, locked = OldCipher(password), bytearray()
    for byte in plain:
        keys = cipher._keys
        mask = cipher.undo(b"\0")[0]
        cipher._keys = keys
        locked.append(byte ^ mask)
        cipher.undo(locked[-1:])
    return RawMember("表.xlsx".encode("gbk"), content, flags=flags, packed=bytes(locked))


@pytest.mark.parametrize("password", ["1234", "设备更新"])
@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_a_locked_member_is_opened_with_a_password_that_fits(password: str, encoding: str) -> None:
    data = raw_zip([enciphered(BOOK, password.encode(encoding)), RawMember(b"a.txt", b"x")])
    assert shown(data) == [("材料.zip::表.xlsx", "encrypted"), ("材料.zip::a.txt", "")]
    assert shown(data, passwords=("0000",))[0][1] == "encrypted"
    assert next(members(data, "x", ("0000", password))).data == BOOK


def test_our_cipher_is_the_one_of_the_standard_library(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(raw_zip([enciphered(BOOK, b"1234")]))
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        assert archive.read(archive.infolist()[0], pwd=b"1234") == BOOK


def aes_locked(content: bytes, password: bytes, version: int = 2) -> RawMember:
    """As WinRAR and 7-Zip write it: AES-256, the real method in the extra field."""
    salt, plain = bytes(range(16)), deflated(content)
    keys = hashlib.pbkdf2_hmac("sha1", password, salt, 1000, 66)
    body = bytearray()
    for number, at in enumerate(range(0, len(plain), 16), 1):
        block = (
            Cipher(algorithms.AES(keys[:32]), modes.ECB()).encryptor().update(number.to_bytes(16, "little"))
        )
        body += bytes(letter ^ mask for letter, mask in zip(plain[at : at + 16], block, strict=False))
    packed = salt + keys[64:] + bytes(body) + hmac.digest(keys[32:64], bytes(body), "sha1")[:10]
    extra = struct.pack("<HHH2sBH", 0x9901, 7, version, b"AE", 3, 8)
    crc = 0 if version == 2 else zlib.crc32(content)
    return RawMember("表.xlsx".encode(), content, flags=0x801, method=99, extra=extra, crc=crc, packed=packed)


@pytest.mark.parametrize("version", [1, 2])
def test_aes_is_opened_too(version: int) -> None:
    data = raw_zip([aes_locked(BOOK, b"1234", version)])
    assert shown(data, passwords=("0000",)) == [("材料.zip::表.xlsx", "encrypted")]
    assert one(data, passwords=("0000", "1234")).data == BOOK


# Damage


def test_a_damaged_member_costs_only_itself() -> None:
    data = raw_zip(
        [
            RawMember(b"a.xlsx", b"one" * 50),
            RawMember(b"b.xlsx", b"two", crc=1),
            RawMember(b"c.xlsx", b"three", packed=b"\xff\xff\xff"),
            RawMember(b"d.xlsx", b"four", method=9, packed=b"xx"),
            RawMember(b"e.xlsx", b"five"),
        ]
    )
    assert shown(data, "x") == [
        ("x::a.xlsx", ""),
        ("x::b.xlsx", "damaged"),
        ("x::c.xlsx", "damaged"),
        ("x::d.xlsx", "archive-kind"),
        ("x::e.xlsx", ""),
    ]


def test_a_torn_archive_is_damaged_and_a_torn_workbook_is_left_to_its_reader() -> None:
    data = zipped({"表.xlsx": BOOK})
    assert one(data[:-30]) == Member("材料.zip", "材料.zip", b"", problem="damaged")
    assert one(BOOK[:-30], "表.xlsx").data == BOOK[:-30]


def test_a_list_that_breaks_off_is_told_after_what_it_listed() -> None:
    data = bytearray(zipped({"a.txt": "1", "b.txt": "2"}))
    data[data.rindex(b"PK\x01\x02")] = 0
    assert shown(bytes(data), "x") == [("x::a.txt", ""), ("x", "damaged")]


def test_something_before_the_archive_does_no_harm() -> None:
    inner = raw_zip([RawMember(b"a.xlsx", BOOK)], before=b"PK\x03\x04 not one of ours")
    assert one(inner).data == BOOK


# Bombs


def test_an_archive_of_archives_of_archives_ends() -> None:
    data = BOOK
    for level in range(9):
        data = zipped({f"{level}.zip" if level else "表.xlsx": data})
    (member,) = members(data, "外.zip")
    assert (member.problem, member.shown.count("::"), member.data) == ("too-deep", 6, b"")


def test_six_levels_are_still_opened() -> None:
    data = BOOK
    for level in range(6):
        data = zipped({f"{level}.zip" if level else "表.xlsx": data})
    assert one(data, "外.zip").data == BOOK


def test_a_lying_size_helps_nobody() -> None:
    bomb = deflated(bytes(200 * MEGABYTE))
    small = RawMember(b"a.txt", b"", size=10, crc=0, packed=bomb)
    large = RawMember(b"b.txt", b"x", size=0xFFFFFFF0)
    assert shown(raw_zip([small, large, RawMember(b"c.txt", b"x")]), "x") == [
        ("x::a.txt", "damaged"),
        ("x::b.txt", "too-large"),
        ("x::c.txt", ""),
    ]


def test_members_that_share_their_bytes_are_refused() -> None:
    kernel = RawMember(b"a", bytes(3 * MEGABYTE))
    data = raw_zip([kernel])
    listed = data[data.index(b"PK\x01\x02") : data.index(b"PK\x05\x06")] * 1000
    begin = data.index(b"PK\x01\x02")
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1000, 1000, len(listed), begin, 0)
    started = time.process_time()
    found = shown(data[:begin] + listed + end, "x")
    assert found[-1][1] in ("damaged", "too-much")
    assert time.process_time() - started < 1


def test_a_million_entries_end_in_no_time() -> None:
    line = struct.pack("<4sHHHHIIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0)
    listed = (line + b"a") * 1_000_000
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0, 0, len(listed), 8, 0)
    started = time.process_time()
    found = shown(b"PK\x03\x04" + bytes(4) + listed + end, "x")
    assert (len(found), found[-1]) == (5001, ("x", "too-much"))
    assert time.process_time() - started < 2


def test_a_box_of_empty_letters_ends() -> None:
    started = time.process_time()
    found = shown(b"From a 2025\nTo: b\nFrom: c\n\n\n" * 200_000, "x.mbox")
    assert found[-1][1] == "too-much"
    assert time.process_time() - started < 3


MEASURED = """
import json, sys, resource, time
from pathlib import Path
from peidang.files.containers import members
data = Path(sys.argv[1]).read_bytes()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started, most, problems = time.process_time(), 0, set()
for member in members(data, "x"):
    most, problems = most + len(member.data), problems | {member.problem}
    del member
seconds = time.process_time() - started
print(json.dumps([most, sorted(problems), seconds, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024]))
"""


def bombs() -> Iterator[tuple[str, bytes]]:
    zeros = bytes(MEGABYTE)
    yield "one member", zipped({"a.txt": zeros * 200})
    yield "many members", zipped({f"{number}.txt": zeros * 10 for number in range(20)})
    yield (
        "like 42.zip",
        zipped({f"{a}.zip": zipped({f"{b}.txt": zeros * 10 for b in range(5)}) for a in range(5)}),
    )
    noise = random.Random(1).randbytes(7000)
    page = (noise + bytes(MEGABYTE - 7000)) * 50
    yield "just below the ratio", zipped({f"{number}.bmp": page for number in range(4)})
    yield "in a mail", mail([("a.zip", zipped({"a.txt": zeros * 200}))])


@pytest.mark.skipif(sys.platform == "win32", reason="memory is measured with getrusage")
@pytest.mark.parametrize("bomb", [pytest.param(data, id=name) for name, data in bombs()])
def test_a_bomb_costs_neither_time_nor_memory(tmp_path: Path, bomb: bytes) -> None:
    (tmp_path / "bomb").write_bytes(bomb)
    # By way of a shell: a process counts the memory of the one that started it as its own, and a shell is small.
    done = subprocess.run(
        ["/bin/sh", "-c", '"$0" -c "$1" "$2"; exit $?', sys.executable, MEASURED, str(tmp_path / "bomb")],
        capture_output=True,
        check=True,
        timeout=60,
    )
    unpacked, problems, seconds, megabytes = json.loads(done.stdout)
    assert unpacked <= 200 * MEGABYTE
    assert set(problems) <= {"", "too-large", "too-much"}
    assert seconds < 1
    assert megabytes < 200


# Whatever the tree, whatever the damage

CONTENT = st.binary(max_size=200).map(lambda noise: b"\x89file" + noise)
NAMES = st.one_of(
    st.sampled_from(["表.xlsx", "附件/材料.txt", "a b.doc", "表.XLSX", "报送 (2).xls", "无后缀"]),
    st.text("甲乙丙ab ._1-（）", min_size=1, max_size=12).filter(
        lambda name: harmless(name) != "" and not is_litter(harmless(name)) and not name.startswith(" ")
    ),
)
TREES = st.recursive(
    st.tuples(st.just("file"), CONTENT),
    lambda inner: st.tuples(st.sampled_from(["zip", "eml"]), st.lists(st.tuples(NAMES, inner), max_size=4)),
    max_leaves=12,
)


def packed(tree: tuple[str, object], files: list[bytes]) -> bytes:
    """The tree as bytes; what is in its files is noted, each made different from the others."""
    kind, content = tree
    if kind == "file":
        assert isinstance(content, bytes)
        files.append(content + b"#%d" % len(files))
        return files[-1]
    assert isinstance(content, list)
    inner = [(name, packed(child, files)) for name, child in content]
    if kind == "eml":
        return mail(inner)
    return raw_zip([RawMember(name.encode("gb18030"), data) for name, data in inner])


def depth(tree: tuple[str, object]) -> int:
    kind, content = tree
    if kind == "file" or not isinstance(content, list):
        return 0
    return 1 + max((depth(child) for _, child in content), default=0)


@settings(max_examples=150, deadline=None)
@given(TREES.filter(lambda tree: depth(tree) <= 6))
def test_every_file_of_any_tree_comes_back_once(tree: tuple[str, object]) -> None:
    files: list[bytes] = []
    found = list(members(packed(tree, files), "外"))
    assert sorted(member.data for member in found if not member.problem) == sorted(files)
    assert {member.problem for member in found} <= {"", "empty-container"}
    assert len({member.shown for member in found}) == len(found)


def spoiled(data: bytes, chance: random.Random) -> bytes:
    """Some bytes changed, a stretch doubled or taken out, or the end cut off."""
    at, size = chance.randrange(len(data)), chance.randrange(1, 200)
    how = chance.randrange(5)
    if how == 0:
        return data[:at]
    if how == 1:
        return data[:at] + data[at + size :]
    if how == 2:
        return data[: at + size] + data[at:]
    broken = bytearray(data)
    for _ in range(chance.choice((1, 10, 100))):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    return bytes(broken)


def whole_ones() -> list[bytes]:
    inner = zipped({"表.xlsx": BOOK, "说明.txt": "说明" * 100})
    letter = mail([("材料.zip", inner), ("表.xlsx", BOOK)], Date="Thu, 20 Nov 2025 10:00:00 +0800")
    locked = raw_zip([enciphered(BOOK, b"1234"), aes_locked(BOOK, b"1234")])
    box = b"".join(b"From a@b Thu Nov 20 10:00:00 2025\n" + letter + b"\n\n" for _ in range(2))
    outlook = compound_file(
        {
            "__properties_version1.0": bytes(32),
            "__attach_version1.0_#00000000/__substg1.0_37010102": inner,
            "__attach_version1.0_#00000000/__substg1.0_3707001F": "材料.zip".encode("utf-16-le"),
        }
    )
    return [zipped({"甲/内.zip": inner, "邮件.eml": letter}), letter, locked, box, outlook]


@pytest.mark.parametrize("number", range(5), ids=["zip", "eml", "locked", "mbox", "msg"])
def test_spoiled_containers_never_raise(number: int) -> None:
    data, chance = whole_ones()[number], random.Random(number)
    for _ in range(400):
        broken = spoiled(data, chance)
        started = time.process_time()
        found = list(members(broken, "外.zip", ("1234",)))
        assert time.process_time() - started < 5
        assert found
        for member in found:
            assert member.problem == "" or (member.problem in UNREADABLE and member.data == b"")


@settings(deadline=None)
@given(
    st.sampled_from(
        [
            b"PK\x03\x04",
            b"PK\x05\x06",
            b"From: a\nTo: b\n",
            b"From a 2025\nTo: b\n",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        ]
    ),
    st.binary(max_size=600),
)
def test_noise_behind_a_beginning_never_raises(beginning: bytes, noise: bytes) -> None:
    assert list(members(beginning + noise, "x"))
