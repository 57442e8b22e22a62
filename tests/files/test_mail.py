"""Attachments come out of mails under the names people see, with when and by whom they were sent."""

import base64
import binascii
import struct
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from peidang.files.containers import Member, members
from peidang.files.sniff import sniff
from tests.files.container_makers import compound_file, mail, raw_mail, raw_part, workbook, zipped

BOOK = workbook("本月完成12项")
NAME = "市财政局进展情况.xlsx"
LONG_NAME = "关于报送推动大规模设备更新和消费品以旧换新重点任务十月份进展情况的填报表（市财政局）.xlsx"
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.fixture(autouse=True)
def in_china(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    if hasattr(time, "tzset"):
        time.tzset()
    yield
    monkeypatch.undo()
    if hasattr(time, "tzset"):
        time.tzset()


def shown(data: bytes, name: str = "邮件.eml") -> list[tuple[str, str]]:
    return [(member.shown.removeprefix(name + "::"), member.problem) for member in members(data, name)]


def one(data: bytes) -> Member:
    (member,) = members(data, "邮件.eml")
    return member


def word(text: str, charset: str, how: str = "B") -> bytes:
    """An encoded word of RFC 2047."""
    raw = text.encode(charset)
    letters = base64.b64encode(raw) if how == "B" else b"".join(b"=%02X" % byte for byte in raw)
    return b"=?" + charset.encode() + b"?" + how.encode() + b"?" + letters + b"?="


def percent(text: str, charset: str) -> bytes:
    return b"".join(b"%%%02X" % byte for byte in text.encode(charset))


def torn_words(text: str) -> bytes:
    """Two encoded words with a character torn between them, as some mail programs here write them."""
    raw = text.encode("gb18030")
    halves = (base64.b64encode(raw[:9]), base64.b64encode(raw[9:]))
    return b"\r\n ".join(b"=?gb18030?B?" + half + b"?=" for half in halves)


NAMED = [
    b'Content-Disposition: attachment; filename="' + word(NAME, "gb2312") + b'"',
    b'Content-Disposition: attachment; filename="' + word(NAME, "utf-8", "Q") + b'"',
    b'Content-Disposition: attachment;\r\n filename="' + torn_words(NAME) + b'"',
    b"Content-Disposition: attachment; filename*=UTF-8''" + percent(NAME, "utf-8"),
    b"Content-Disposition: attachment; filename*=gb2312'zh'" + percent(NAME, "gb2312"),
    b"Content-Disposition: attachment;\r\n filename*0*=UTF-8''"
    + percent(NAME[:5], "utf-8")
    + b";\r\n filename*1*="
    + percent(NAME[5:], "utf-8"),
    b'Content-Disposition: attachment; filename="' + NAME.encode("gbk") + b'"',
    b'Content-Disposition: attachment; filename="' + NAME.encode() + b'"',
    b"Content-Disposition: attachment; filename=" + NAME.encode("gbk"),
    b'Content-Type: application/vnd.ms-excel; name="' + word(NAME, "gbk") + b'"',
    b'Content-Type: application/octet-stream;\r\n\tname="'
    + NAME.encode("gbk")
    + b'"\r\nContent-Disposition: attachment',
    b'content-disposition: ATTACHMENT; FILENAME="C:\\\\temp\\\\' + NAME.encode("gbk") + b'"',
]


@pytest.mark.parametrize("headers", NAMED, ids=range(len(NAMED)))
def test_names_are_read_however_they_were_written(headers: bytes) -> None:
    member = one(raw_mail(raw_part(headers, BOOK)))
    assert (member.shown, member.name, member.data) == (f"邮件.eml::{NAME}", NAME, BOOK)


def test_long_names_survive_the_library_that_folds_them() -> None:
    assert one(mail([(LONG_NAME, BOOK)])).name == LONG_NAME


def test_a_name_in_a_larger_set_than_it_says_is_read() -> None:
    headers = b'Content-Disposition: attachment; filename="=?gb2312?B?' + base64.b64encode(
        "镕.xlsx".encode("gbk")
    )
    assert one(raw_mail(raw_part(headers + b'?="', BOOK))).name == "镕.xlsx"


def test_an_attachment_without_a_name_is_called_by_its_kind() -> None:
    nameless = raw_part(b"Content-Type: application/octet-stream", BOOK)
    nonsense = raw_part(
        b"Content-Type: application/octet-stream\r\nContent-Disposition: attachment", b"\x89?"
    )
    assert shown(raw_mail(nameless, nonsense)) == [("附件1.xlsx", ""), ("附件2", "")]


def test_two_attachments_of_one_name_are_both_kept() -> None:
    data = mail([("表.xlsx", BOOK), ("表.xlsx", b"other")])
    assert [(member.name, member.data) for member in members(data, "x.eml")] == [
        ("表.xlsx", BOOK),
        ("表 (2).xlsx", b"other"),
    ]


@pytest.mark.parametrize("encoding", ["base64", "quoted-printable", "x-uuencode", "8bit"])
def test_bodies_are_decoded_however_they_were_encoded(encoding: str) -> None:
    content = "序号\t任务\r\n1\t推进=设备更新\r\n".encode("gbk") * 30
    body = {
        "base64": base64.encodebytes(content),
        "quoted-printable": quoted(content),
        "x-uuencode": uu(content, "表.txt"),
        "8bit": content,
    }[encoding]
    part = (
        b'Content-Disposition: attachment; filename="a.txt"\r\nContent-Transfer-Encoding: '
        + encoding.encode()
    )
    assert one(raw_mail(part + b"\r\n\r\n" + body)).data == content


def quoted(content: bytes) -> bytes:
    lines = content.split(b"\r\n")
    return b"\r\n".join(
        b"".join(b"=%02X" % byte if byte > 126 or byte == 61 else bytes([byte]) for byte in line)
        for line in lines
    )


def uu(content: bytes, name: str) -> bytes:
    lines = [binascii.b2a_uu(content[at : at + 45]) for at in range(0, len(content), 45)]
    return b"begin 644 " + name.encode("gbk") + b"\n" + b"".join(lines) + b"`\nend\n"


def test_base64_with_stray_characters_and_a_torn_end_gives_what_it_can() -> None:
    letters = base64.b64encode(BOOK)
    part = b'Content-Disposition: attachment; filename="a.xlsx"\r\nContent-Transfer-Encoding: BASE64 \r\n\r\n'
    strange = b"\r\n >" + letters[:40] + b" \t!\r\n" + letters[40:]
    assert one(raw_mail(part + strange)).data == BOOK
    torn = raw_mail(part + letters)[: -len(letters) // 2]
    assert BOOK.startswith(one(torn).data)


def test_a_file_written_straight_into_the_text_is_found() -> None:
    text = "现报上，请查收。\n\n".encode("gbk") + uu(BOOK, "财政局.xlsx") + b"\n--\n"
    data = b"From: a@b.cn\r\nSubject: x\r\n\r\n" + text
    assert (one(data).name, one(data).data) == ("财政局.xlsx", BOOK)


def test_text_and_logos_are_passed_over_and_photos_kept() -> None:
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.cn", "x"
    message.set_content("见附件")
    message.add_alternative("<p>见附件</p><img src='cid:1'>", subtype="html")
    html = message.get_payload()[1]
    html.add_related(PICTURE, "image", "png", cid="<1>", filename="logo.png")
    html.add_related(
        PICTURE + bytes(20_000), "image", "png", cid="<2>", filename="盖章页.png", disposition="inline"
    )
    message.add_attachment(PICTURE, "image", "png", filename="小图.png")
    message.add_attachment("<p>", subtype="html", filename="ATT00001.htm")
    message.add_attachment("序号", filename="说明.txt")
    assert [name for name, _ in shown(message.as_bytes())] == ["盖章页.png", "小图.png", "说明.txt"]


def test_a_mail_without_files_says_so() -> None:
    assert shown(mail([])) == [("邮件.eml", "empty-container")]


def test_a_table_in_the_text_of_a_mail_without_files_is_told() -> None:
    message = EmailMessage()
    message["Subject"] = "报送"
    message.set_content("见下表")
    message.add_alternative("<p>见下表</p><TABLE><tr><td>1</td></tr></TABLE>", "html", cte="base64")
    assert shown(message.as_bytes()) == [("邮件.eml", "table-in-body")]
    message.add_attachment("序号", filename="说明.txt")
    assert [name for name, _ in shown(message.as_bytes())] == ["说明.txt"]


@pytest.mark.parametrize("encoding", ["7bit", "base64"])
def test_attached_mails_are_opened(encoding: str) -> None:
    inner = mail([("材料.zip", zipped({"表.xlsx": BOOK}))], Subject="转发：十月份报送", From="jyj@example.cn")
    headers = b"Content-Type: message/rfc822\nContent-Transfer-Encoding: " + encoding.encode() + b"\n\n"
    body = base64.encodebytes(inner) if encoding == "base64" else inner
    member = one(raw_mail(headers + body))
    assert member.shown == "邮件.eml::转发：十月份报送.eml::材料.zip::表.xlsx"
    assert (member.data, member.sender) == (BOOK, "jyj@example.cn")


def test_a_chain_of_forwarded_mails_keeps_the_first_sender_and_time() -> None:
    first = mail([(NAME, BOOK)], From="财政局 <czj@example.cn>", Date="Wed, 19 Nov 2025 17:30:05 +0800")
    second = mail([("原邮件.eml", first)], From="zf@example.cn", Date="Thu, 20 Nov 2025 08:00:00 +0800")
    member = one(mail([("转.eml", second)], From="me@example.cn"))
    assert member.shown == f"邮件.eml::转.eml::原邮件.eml::{NAME}"
    assert (member.sender, member.mailed_at) == ("财政局 <czj@example.cn>", "2025-11-19 17:30:05")


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone cannot be set")
@pytest.mark.parametrize(
    ("date", "local"),
    [
        ("Thu, 20 Nov 2025 10:00:00 +0800", "2025-11-20 10:00:00"),
        ("Thu, 20 Nov 2025 10:00:00 +0000 (UTC)", "2025-11-20 18:00:00"),
        ("20 Nov 25 10:00 GMT", "2025-11-20 18:00:00"),
        ("2025-11-20 10:00:00", "2025-11-20 10:00:00"),
        ("上周四", None),
        ("", None),
        ("Thu, 99 Nov 2025 99:00:00 +9999", None),
    ],
)
def test_the_time_is_told_in_local_time(date: str, local: str | None) -> None:
    headers = b"From: a@b.cn\r\nDate: " + date.encode("gbk") + b"\r\nMIME-Version: 1.0\r\n"
    part = raw_part(b'Content-Disposition: attachment; filename="a.xlsx"', BOOK)
    assert one(raw_mail(part, headers=headers)).mailed_at == local


@pytest.mark.parametrize(
    ("sender", "person"),
    [
        (word("市财政局 王工", "gb2312") + b" <czj@example.cn>", "市财政局 王工 <czj@example.cn>"),
        (b'"' + "王工".encode("gbk") + b'" <czj@example.cn>', "王工 <czj@example.cn>"),
        (b"czj@example.cn", "czj@example.cn"),
        ("财政局办公室".encode("gbk"), "财政局办公室"),
        (b"", ""),
    ],
    ids=["word", "raw", "address", "name", "nobody"],
)
def test_the_sender_is_told_by_name_and_address(sender: bytes, person: str) -> None:
    part = raw_part(b'Content-Disposition: attachment; filename="a.xlsx"', BOOK)
    headers = b"Subject: x\r\nMIME-Version: 1.0\r\nFrom: " + sender + b"\r\n"
    assert one(raw_mail(part, headers=headers)).sender == person


def test_what_came_in_an_archive_in_a_mail_has_the_mail_s_time_and_sender() -> None:
    data = mail([("a.zip", zipped({"a.txt": "x"}))], Date="Thu, 20 Nov 2025 10:00:00 +0800")
    assert (one(data).sender, one(data).mailed_at) == ("czj@example.cn", "2025-11-20 10:00:00")


def test_mail_is_told_by_its_first_lines() -> None:
    letter = mail([])
    assert sniff(letter) == "eml"
    assert sniff(b"\xef\xbb\xbf\r\n" + letter.replace(b"\n", b"\r\n")) == "eml"
    assert sniff(b"X-Unsent: 1\nSubject: =?utf-8?B?5ZKM?=\n\nx") == "eml"
    assert sniff(b"From czj@example.cn Thu Nov 20 10:00:00 2025\n" + letter) == "mbox"
    assert sniff("主要任务：\n工作措施：推进\n".encode()) == "text"
    assert sniff(b"To: all\nplease read\n") == "text"
    assert sniff(b"From now on everything is new in 2025\nand better\n") == "text"
    web_page = (
        b"MIME-Version: 1.0\nX-Document-Type: Workbook\nContent-Type: multipart/related; boundary=x\n\n"
    )
    assert sniff(web_page) == "html"
    assert one(b"\xef\xbb\xbf\r\n" + mail([("a.xlsx", BOOK)]).replace(b"\n", b"\r\n")).data == BOOK


def test_all_mails_of_a_box_are_read() -> None:
    letters = [mail([("表.xlsx", BOOK)], From=f"{number}@b.cn") for number in range(3)]
    letters[1] = letters[1].replace("现将".encode(), b"\nFrom here it goes on\n")
    line = b"From czj@example.cn Thu Nov 20 10:00:00 2025\n"
    for box in (
        b"\n".join(line + letter for letter in letters),
        b"".join(line + letter for letter in letters),
    ):
        for data in (box, box.replace(b"\n", b"\r\n")):
            found = [(member.shown, member.sender) for member in members(data, "箱.mbox")]
            assert found == [
                ("箱.mbox::表.xlsx", "0@b.cn"),
                ("箱.mbox::表 (2).xlsx", "1@b.cn"),
                ("箱.mbox::表 (3).xlsx", "2@b.cn"),
            ]


# Outlook


def attribute(number: int, value: bytes) -> bytes:
    return struct.pack("<BII", 2, number, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def counted(kind: int, number: int, value: bytes) -> bytes:
    padded = value.ljust(-(-len(value) // 4) * 4, b"\0")
    return struct.pack("<HHII", kind, number, 1, len(value)) + padded


def winmail(*attributes: bytes) -> bytes:
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(attributes)


def test_winmail_is_unwrapped() -> None:
    properties = struct.pack("<I", 3) + struct.pack("<HHI", 3, 0x3705, 1)
    properties += struct.pack("<HH", 0x1F, 0x8001) + bytes(16) + struct.pack("<II", 1, 6) + b"a\0b\0\0\0\0\0"
    properties += (
        struct.pack("<II", 1, 4) + b"x\0\0\0" + counted(0x1F, 0x3707, (NAME + "\0").encode("utf-16-le"))
    )
    data = winmail(
        attribute(0x00069002, bytes(14)),
        attribute(0x00018010, b"SHORT~1.XLS\0"),
        attribute(0x0006800F, BOOK),
        attribute(0x00069005, properties),
        attribute(0x00069002, bytes(14)),
        attribute(0x00018010, "说明.txt\0".encode("gbk")),
        attribute(0x0006800F, b"text"),
    )
    found = [(member.name, member.data) for member in members(mail([("winmail.dat", data)]), "x.eml")]
    assert found == [(NAME, BOOK), ("说明.txt", b"text")]


def test_a_winmail_that_cannot_be_read_is_not_lost() -> None:
    torn = winmail(attribute(0x00069002, bytes(14)), attribute(0x0006800F, BOOK))[:-200]
    assert shown(mail([("winmail.dat", torn)])) == [("winmail.dat", "winmail")]


def outlook_mail() -> dict[str, bytes]:
    ticks = (
        datetime(2025, 11, 20, 2, 0, 0, tzinfo=UTC) - datetime(1601, 1, 1, tzinfo=UTC)
    ).total_seconds() * 1e7
    first = "__attach_version1.0_#00000000/__substg1.0_"
    second = "__attach_version1.0_#00000001/__substg1.0_"
    inner = second + "3701000D/"
    return {
        "__nameid_version1.0/__substg1.0_00020102": b"",
        "__properties_version1.0": bytes(32) + struct.pack("<IIQ", 0x00390040, 6, int(ticks)),
        "__substg1.0_0C1A001F": "市财政局".encode("utf-16-le"),
        "__substg1.0_5D01001F": "czj@example.cn".encode("utf-16-le"),
        first + "37010102": BOOK,
        first + "3707001F": NAME.encode("utf-16-le"),
        second + "3001001F": "转发".encode("utf-16-le"),
        inner + "__properties_version1.0": bytes(24),
        inner + "__substg1.0_0C1A001E": "王工".encode("gbk"),
        inner + "__attach_version1.0_#00000000/__substg1.0_37010102": zipped({"表.xlsx": BOOK}),
        inner + "__attach_version1.0_#00000000/__substg1.0_3704001E": "材料.zip".encode("gbk"),
    }


def test_a_mail_of_outlook_is_opened() -> None:
    data = compound_file(outlook_mail())
    assert sniff(data) == "msg"
    first, second = members(data, "信.msg")
    assert (first.shown, first.data, first.sender) == (f"信.msg::{NAME}", BOOK, "市财政局 <czj@example.cn>")
    assert (second.shown, second.data, second.sender) == ("信.msg::转发.msg::材料.zip::表.xlsx", BOOK, "王工")
    if hasattr(time, "tzset"):
        assert {first.mailed_at, second.mailed_at} == {"2025-11-20 10:00:00"}


def test_a_workbook_with_a_letter_inside_is_a_workbook() -> None:
    assert sniff(compound_file({"Workbook": bytes(5000), "MBD0001/WordDocument": bytes(5000)})) == "xls"
    assert sniff(compound_file({"WordDocument": bytes(5000), "ObjectPool/_1/Workbook": bytes(5000)})) == "doc"


def test_a_torn_mail_of_outlook_says_what_to_do() -> None:
    data = compound_file(outlook_mail())
    assert ("x.msg", "msg") in shown(data[:-512] + b"\xfe" * 512, "x.msg")


# Bounds


@pytest.mark.parametrize(
    "data",
    [
        b"From: a\nTo: b\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\n" * 1_000_000,
        b"From: a\nTo: b\n\n" + b"begin 644 a\nend\n" * 500_000,
        b"From: a\nTo: b\n\n" + b"begin 644 a\n" * 500_000,
        b"From: a\nTo: b\nSubject: " + b"=?a?b?" * 500_000,
        b'From: a\nTo: b\nContent-Type: x/y; name="' + b'";' * 500_000,
        b"From: " + b"<(" * 500_000 + b"\nTo: b\n\n",
        b"From: a\nTo: b\n" + b"X: y\n" * 1_000_000,
        b"From: a\nTo: b\n\n" + b"\n" * 8_000_000,
        b"From: a\nTo: b\nContent-Type: x/y; name=a\nContent-Transfer-Encoding: base64\n\n"
        + b"=a" * 4_000_000,
        b"From: a\nTo: b\n\nbegin 644 a\n" + b"\n" * 8_000_000 + b"end\n",
        b"From a 2025\nTo: b\n\n" + b"\nFrom " * 1_000_000,
    ],
    ids=[
        "parts",
        "uu",
        "uu begun",
        "words",
        "parameters",
        "sender",
        "headers",
        "blank",
        "base64",
        "uu lines",
        "mbox",
    ],
)
def test_hostile_mails_are_done_with_soon(data: bytes) -> None:
    started = time.process_time()
    assert list(members(data, "x.eml"))
    assert time.process_time() - started < 3


def test_bundles_within_bundles_end() -> None:
    data = b"From: a\nTo: b\n"
    for level in range(200):
        data += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (level, level)
    assert list(members(data, "x.eml"))
