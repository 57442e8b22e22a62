"""Doors files come in by: archives, mails, pictures, passwords. Bytes in, bytes out, the same for the same seed."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from email import policy
from email.encoders import encode_base64
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

from msoffcrypto.format import ooxml
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

SENT = "Mon, 20 Oct 2025 09:12:00 +0800"
SPREADSHEET = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
Attachment = tuple[str, bytes]


def zipped(files: Mapping[str, bytes], encoding: str = "utf-8") -> bytes:
    """A .zip; in ``gbk`` the names are raw GBK without any flag, as Windows and old WinRAR write them."""
    out = io.BytesIO()
    swaps: list[tuple[bytes, bytes]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, data) in enumerate(files.items()):
            member = name
            if encoding != "utf-8":
                raw = name.encode(encoding)
                placeholder = f"{number:03d}".encode() + b"q" * (len(raw) - 3)
                swaps.append((placeholder, raw))
                member = placeholder.decode()
            archive.writestr(zipfile.ZipInfo(member, (2025, 10, 20, 9, 0, 0)), data, zipfile.ZIP_DEFLATED)
    whole = out.getvalue()
    for placeholder, raw in swaps:
        whole = whole.replace(placeholder, raw)
    return whole


def locked_zip(files: Mapping[str, bytes]) -> bytes:
    """A .zip whose members say they are enciphered (bytes after that are noise, as without the password)."""
    whole = bytearray(zipped(files))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.find(mark)
        while at >= 0:
            flags = struct.unpack_from("<H", whole, at + offset)[0]
            struct.pack_into("<H", whole, at + offset, flags | 1)
            at = whole.find(mark, at + 4)
    return bytes(whole)


def mail(
    attachments: Sequence[Attachment], text: str = "请查收。", sender: str = "zhang@example.invalid"
) -> bytes:
    """A mail as today's programs write it: attachment names in RFC 2231."""
    message = EmailMessage()
    message["From"], message["To"] = sender, "fagai@example.invalid"
    message["Subject"], message["Date"] = "报送填报表", SENT
    message.set_content(text)
    for name, data in attachments:
        message.add_attachment(data, maintype=SPREADSHEET[0], subtype=SPREADSHEET[1], filename=name)
    return message.as_bytes(policy=policy.SMTP)


def mail_with_mail(inner: bytes) -> bytes:
    """A mail that forwards another one as an attachment."""
    message = MIMEMultipart()
    message["From"], message["Subject"], message["Date"] = "li@example.invalid", "Fwd", SENT
    message.attach(MIMEText("转发，请查收。", "plain", "utf-8"))
    part = MIMEBase("message", "rfc822")
    part.add_header("Content-Disposition", "attachment", filename="mail.eml")
    whole = message.as_bytes()
    boundary = message.get_boundary() or ""
    end = f"--{boundary}--".encode()
    attached = (
        f"--{boundary}\nContent-Type: message/rfc822\n"
        'Content-Disposition: attachment; filename="mail.eml"\n\n'
    ).encode() + inner.replace(b"\r\n", b"\n")
    return whole.replace(end, attached + b"\n" + end)


def mail_named(raw_header: bytes, data: bytes) -> bytes:
    """A mail whose one attachment is named by this raw header line (RFC 2047 words, raw GBK …)."""
    message = MIMEMultipart(boundary="=_part_1")
    message["From"], message["Subject"], message["Date"] = "wang@example.invalid", "report", SENT
    message.attach(MIMEText("请查收。", "plain", "utf-8"))
    part = MIMEBase(*SPREADSHEET)
    part.set_payload(data)
    part.add_header("X-Name", "placeholder")
    encode_base64(part)
    message.attach(part)
    return message.as_bytes().replace(b"X-Name: placeholder", raw_header)


def mbox(mails: Sequence[bytes]) -> bytes:
    """A mailbox of several mails."""
    stamp = b"From someone@example.invalid Mon Oct 20 09:12:00 2025\n"
    return b"".join(
        stamp + one.replace(b"\r\n", b"\n").replace(b"\nFrom ", b"\n>From ") + b"\n" for one in mails
    )


def enciphered(data: bytes, password: str) -> bytes:
    """The workbook with a password to open it."""
    out = io.BytesIO()
    ooxml.OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def picture(number: int) -> bytes:
    """A small .png, different for each number."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    size = 24
    lines = b"".join(b"\0" + bytes((number * 7 + x * y) % 256 for x in range(size)) for y in range(size))
    head = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(lines))
        + chunk(b"IEND", b"")
    )


def scan(number: int) -> bytes:
    """A .pdf of one page that holds only a picture."""
    out = io.BytesIO()
    canvas = Canvas(out, invariant=1)
    canvas.drawImage(ImageReader(Image.open(io.BytesIO(picture(number)))), 50, 400, 300, 300)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
