"""Outlook's own files of one mail (.msg): a compound file with a storage for each attachment.

Source: [MS-OXMSG]; the numbers in the streams' names are properties of [MS-OXPROPS] and their types.
"""

import struct
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from peidang.files.bounds import MAX_DEPTH, MAX_MEMBER, Budget
from peidang.files.compound import CompoundFile
from peidang.files.found import Found
from peidang.files.mail_look import SMALL_PICTURE
from peidang.files.member_names import NamesApart, decode_name, harmless, is_litter
from peidang.files.sniff import sniff

ATTACHMENT = "__attach_version1.0_"
VALUE = "__substg1.0_"
CONTENT, EMBEDDED_MAIL = VALUE + "37010102", VALUE + "3701000D"
LONG_NAME, SHORT_NAME, SHOWN_NAME, CONTENT_ID, SUBJECT = "3707", "3704", "3001", "3712", "0037"
SENDER_NAME, SMTP_ADDRESS, SENDER_ADDRESS = "0C1A", "5D01", "0C1F"
TIMES = (0x00390040, 0x0E060040)
"""Properties: when it was sent, when it arrived."""
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)

Path = tuple[str, ...]


def msg_members(data: bytes, budget: Budget) -> Iterator[Found]:
    """The attachments, those of attached mails too. Raises whatever ``olefile`` raises on hostile bytes."""
    with CompoundFile(data) as ole:
        is_empty = True
        for found in _mail(ole, (), budget, 1):
            is_empty = False
            yield found
        if is_empty and ole.parsing_issues:  # type: ignore[attr-defined]
            yield Found("", problem="msg")


def _mail(ole: CompoundFile, place: Path, budget: Budget, depth: int) -> Iterator[Found]:
    names = NamesApart()
    mailed_at, sender = _sent_at(ole, place), _sender(ole, place)
    for number, storage in enumerate(_attachments(ole, place), 1):
        budget.count_step()
        for found in _attached(ole, (*place, storage), number, budget, depth):
            yield replace(
                found,
                name=names(found.name),
                mailed_at=found.mailed_at or mailed_at,
                sender=found.sender or sender,
            )


def _attachments(ole: CompoundFile, place: Path) -> list[str]:
    """The storages of the attachments of one mail, in order."""
    depth = len(place)
    return sorted(
        {
            path[depth]
            for path in ole.listdir()
            if tuple(path[:depth]) == place and len(path) > depth and path[depth].startswith(ATTACHMENT)
        }
    )


def _attached(ole: CompoundFile, place: Path, number: int, budget: Budget, depth: int) -> Iterator[Found]:
    name = harmless(
        _text(ole, place, LONG_NAME) or _text(ole, place, SHORT_NAME) or _text(ole, place, SHOWN_NAME)
    )
    inner = (*place, EMBEDDED_MAIL)
    if ole.exists(list(inner)):
        name = name or harmless(_text(ole, inner, SUBJECT)) or f"附件{number}"
        name = name if name.lower().endswith(".msg") else f"{name}.msg"
        yield from _inner_mail(ole, inner, name, budget, depth)
    elif not is_litter(name):
        yield from _file(ole, place, name or f"附件{number}", budget)


def _inner_mail(ole: CompoundFile, place: Path, name: str, budget: Budget, depth: int) -> Iterator[Found]:
    if depth == MAX_DEPTH:
        yield Found(name, problem="too-deep")
        return
    is_empty = True
    for found in _mail(ole, place, budget, depth + 1):
        is_empty = False
        yield replace(found, name=f"{name}::{found.name}")
    if is_empty:
        yield Found(name, problem="empty-container")


def _file(ole: CompoundFile, place: Path, name: str, budget: Budget) -> Iterator[Found]:
    stream = [*place, CONTENT]
    if not ole.exists(stream):  # only a link to a file that stayed where it was
        yield Found(name, problem="missing")
        return
    if ole.get_size(stream) > MAX_MEMBER:
        yield Found(name, problem="too-large")
        return
    budget.spend(ole.get_size(stream))
    content: bytes = ole.openstream(stream).read()
    is_logo = (
        len(content) <= SMALL_PICTURE and bool(_text(ole, place, CONTENT_ID)) and sniff(content) == "image"
    )
    if not is_logo:
        yield Found(name, content)


def _text(ole: CompoundFile, place: Path, number: str) -> str:
    """A property that is text, written as UTF-16 or in the code page of the sender's machine."""
    for kind in ("001F", "001E"):
        stream = [*place, VALUE + number + kind]
        if ole.exists(stream):
            raw: bytes = ole.openstream(stream).read(8192)
            text = raw.decode("utf-16-le", "ignore") if kind == "001F" else decode_name(raw)
            return text.split("\0", 1)[0].strip()
    return ""


def _sender(ole: CompoundFile, place: Path) -> str:
    name, address = _text(ole, place, SENDER_NAME), _text(ole, place, SMTP_ADDRESS)
    address = address or _text(ole, place, SENDER_ADDRESS)
    if "@" not in address or address == name:  # within an office Outlook knows people by other names
        return name or address
    return f"{name} <{address}>" if name else address


def _sent_at(ole: CompoundFile, place: Path) -> str | None:
    stream = [*place, "__properties_version1.0"]
    if not ole.exists(stream):
        return None
    table: bytes = ole.openstream(stream).read(64 * 1024)
    times = {}
    for at in range(24 if place else 32, len(table) - 15, 16):
        tag, _, ticks = struct.unpack_from("<IIQ", table, at)
        times[tag] = ticks
    ticks = next((times[tag] for tag in TIMES if times.get(tag)), 0)
    try:
        sent = EPOCH + timedelta(microseconds=ticks // 10)
        return sent.astimezone().strftime("%Y-%m-%d %H:%M:%S") if ticks else None
    except (ValueError, OverflowError, OSError):
        return None
