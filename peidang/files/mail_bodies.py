"""What is written in a mail's body turned back into the bytes of files: base64, quoted-printable, uuencode."""

import base64
import binascii
import quopri
import re
import string
from collections.abc import Iterator
from email.message import Message

from peidang.files.bounds import MAX_MEMBER, Budget, MemberFault
from peidang.files.found import Found
from peidang.files.member_names import decode_name, harmless

_BASE64 = (string.ascii_letters + string.digits + "+/=").encode()
_STRAY = bytes(byte for byte in range(256) if byte not in _BASE64)
_UU_BEGIN = re.compile(rb"(?m)^begin [0-7]{3,4} ([^\r\n]{1,300})\r?\n")
_UU_END = re.compile(rb"(?m)^end[ \t]*\r?$")
MAX_PIECES = 1000
MAX_UU = 16 * 1024 * 1024
MAX_UU_LINES = 400_000
"""Bytes of uuencode, which is undone line by line."""


def body_bytes(data: bytes, begin: int, end: int, headers: Message, budget: Budget) -> bytes:
    """The body between two places, decoded. Raises ``MemberFault`` (``too-large``) or ``Exhausted``."""
    if (end - begin) // 4 * 3 > MAX_MEMBER:
        raise MemberFault("too-large")
    budget.spend(end - begin)
    body = data[begin:end]
    encoding = str(headers.get("content-transfer-encoding", "")).split(";")[0].strip().lower()
    if encoding == "base64":
        return _base64(body)
    if encoding == "quoted-printable":
        return quopri.decodestring(body)
    if encoding in ("x-uuencode", "uuencode", "uue", "x-uue"):
        return next((found.data for found in uuencoded_files(data, begin, end, budget)), body)
    return body


def _base64(body: bytes) -> bytes:
    """Everything that can be read of it: stray characters are passed over, a torn end is dropped.

    Padding in the middle means that a program joined several pieces; each is read by itself.
    """
    pieces = body.translate(None, _STRAY).split(b"=", MAX_PIECES)
    return b"".join(base64.b64decode(_padded(piece.replace(b"=", b""))) for piece in pieces)


def _padded(letters: bytes) -> bytes:
    whole = letters[:-1] if len(letters) % 4 == 1 else letters
    return whole + b"=" * (-len(whole) % 4)


def uuencoded_files(data: bytes, begin: int, end: int, budget: Budget) -> Iterator[Found]:
    """Files written straight into the text between ``begin`` and ``end`` lines, as old mail programs do."""
    at = begin
    while (start := _UU_BEGIN.search(data, at, end)) is not None:
        budget.count_step()
        name = harmless(decode_name(start.group(1))) or "附件"
        stop = _UU_END.search(data, start.end(), end)
        if stop is None:
            return
        size = stop.start() - start.end()
        if size > MAX_UU or data.count(b"\n", start.end(), stop.start()) > MAX_UU_LINES:
            yield Found(name, problem="too-large")
        else:
            budget.spend(size)
            yield Found(name, _uudecoded(data[start.end() : stop.start()]))
        at = stop.end()


def _uudecoded(body: bytes) -> bytes:
    out = bytearray()
    for line in body.splitlines():
        if not line or line[:1] in (b"`", b" "):
            continue
        try:
            out += binascii.a2b_uu(line)
        except binascii.Error:
            # Some encoders write too much after the last letter that counts.
            needed = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out += binascii.a2b_uu(line[:needed])
            except binascii.Error:
                continue
    return bytes(out)
