"""``winmail.dat``: the wrapping (TNEF) Outlook puts around attachments of mails in rich text.

Source: [MS-OXTNEF]; the long names stand among the properties of an attachment (2.1.3.4 there, [MS-OXCDATA] 2.11).
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from peidang.files.bounds import Budget
from peidang.files.found import Found
from peidang.files.member_names import decode_name, harmless

TNEF_MAGIC = b"\x78\x9f\x3e\x22"
NEW_ATTACHMENT, TITLE, CONTENT, PROPERTIES = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
LONG_NAME = 0x3707
UTF16_TEXT, ANSI_TEXT = 0x1F, 0x1E
FIXED_SIZES = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
COUNTED = (ANSI_TEXT, UTF16_TEXT, 0x102, 0xD)


@dataclass
class _Attachment:
    title: str = ""
    long_name: str = ""
    content: bytes | None = None


def tnef_files(data: bytes, name: str, budget: Budget) -> Iterator[Found]:
    """The attachments inside; the wrapping itself as ``winmail`` where it or one of them cannot be read."""
    attachments: list[_Attachment] = []
    whole = True
    try:
        for attribute, value in _attributes(data):
            budget.count_step()
            if attribute == NEW_ATTACHMENT:
                attachments.append(_Attachment())
            elif attachments:
                _note(attachments[-1], attribute, value)
    except (struct.error, IndexError):
        whole = False
    for number, attachment in enumerate(attachments, 1):
        if attachment.content is None:
            whole = False
            continue
        inner = harmless(attachment.long_name or attachment.title) or f"附件{number}"
        yield Found(inner, attachment.content)
    if not whole:
        yield Found(name, problem="winmail")


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 6
    while at < len(data):
        attribute, size = struct.unpack_from("<II", data, at + 1)
        if at + 9 + size > len(data):
            raise IndexError
        yield attribute, data[at + 9 : at + 9 + size]
        at += 9 + size + 2


def _note(attachment: _Attachment, attribute: int, value: bytes) -> None:
    if attribute == TITLE:
        attachment.title = decode_name(value.split(b"\0", 1)[0])
    elif attribute == CONTENT:
        attachment.content = value
    elif attribute == PROPERTIES:
        attachment.long_name = _long_name(value)


def _long_name(properties: bytes) -> str:
    """The long file name among the properties; '' where it is not there or something unknown stands before it."""
    at = 4
    while at + 8 <= len(properties):
        kind, number = struct.unpack_from("<HH", properties, at)
        at += 4
        if number >= 0x8000:
            at = _behind_named(properties, at)
        if kind in FIXED_SIZES:
            at += FIXED_SIZES[kind]
        elif kind in COUNTED:
            at, value = _counted(properties, at)
            if number == LONG_NAME:
                return _text(value, kind)
        else:
            return ""
    return ""


def _behind_named(properties: bytes, at: int) -> int:
    """Where the value of a property with a name of its own begins: behind its GUID and its number or name."""
    is_named, size = struct.unpack_from("<II", properties, at + 16)
    return at + 24 + (-(-size // 4) * 4 if is_named else 0)


def _counted(properties: bytes, at: int) -> tuple[int, bytes]:
    """(where the next property begins, the first value)."""
    (count,) = struct.unpack_from("<I", properties, at)
    at, first = at + 4, b""
    for number in range(min(count, 1000)):
        (size,) = struct.unpack_from("<I", properties, at)
        if not number:
            first = properties[at + 4 : at + 4 + size]
        at += 4 + -(-size // 4) * 4
    return at, first


def _text(value: bytes, kind: int) -> str:
    text = value.decode("utf-16-le", "ignore") if kind == UTF16_TEXT else decode_name(value.rstrip(b"\0"))
    return text.split("\0", 1)[0]
