"""Mails (.eml, .mbox): their attachments, under the names people see.

Headers are read with the standard library, the body is cut into its parts here: one pass of a pattern over the bytes,
where the library's parser takes a Python step for each line and a generator for each level.
The library's newer policy is left alone for the same reason: what it does with a hostile header has no bound, and it
does not know the bare GBK that mail programs here write.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message

from peidang.files.bounds import Budget, MemberFault
from peidang.files.found import Found
from peidang.files.mail_bodies import body_bytes, uuencoded_files
from peidang.files.mail_headers import file_name, headers_of, local_time, person, subject
from peidang.files.mail_look import MBOX_MESSAGE, SMALL_PICTURE
from peidang.files.member_names import NamesApart, harmless, is_litter, split_ending
from peidang.files.sniff import sniff
from peidang.files.tnef import TNEF_MAGIC, tnef_files

MAX_LEVELS = 20
MAX_HEAD = 256 * 1024

_BLANK_LINE = re.compile(rb"\r?\n[ \t]*\r?\n|\A\r?\n")
_BLANKS = (b"\r", b"\n", b" ", b"\t")
# What Exchange makes of the text above and below an attachment.
_TEXT_IN_PIECES = re.compile(r"ATT\d+\.(htm|html|txt)$", re.IGNORECASE)
_SEALS = ("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature")

_ENDINGS = {
    "xlsx": ".xlsx", "xls": ".xls", "ods": ".ods", "docx": ".docx", "doc": ".doc", "odt": ".odt", "pdf": ".pdf",
    "ofd": ".ofd", "zip": ".zip", "rar": ".rar", "7z": ".7z", "eml": ".eml", "msg": ".msg", "text": ".txt",
    "html": ".html", "rtf": ".rtf",
}  # fmt: skip
MAX_PAGE = 4 * 1024 * 1024
_PICTURES = {b"\xff\xd8": ".jpg", b"\x89P": ".png", b"GI": ".gif", b"BM": ".bmp"}


@dataclass(frozen=True)
class Part:
    """A part of a mail: its headers, and where its body lies in the bytes of the whole."""

    headers: Message
    begin: int
    end: int
    bundle: str = ""
    """Kind of the bundle it is in, such as ``related``: a page with its pictures."""

    @property
    def is_inside_the_text(self) -> bool:
        """Whether it is shown within the text and not under it."""
        if self.bundle == "related":
            return True
        if self.headers.get_content_disposition() == "attachment":
            return False
        return "Content-ID" in self.headers or self.headers.get_content_disposition() == "inline"


def mail_members(data: bytes, budget: Budget) -> Iterator[Found]:
    """The attachments of one mail, with when and by whom it was sent; without any, whether its text holds a table."""
    begin = 3 if data.startswith(b"\xef\xbb\xbf") else 0
    while data[begin : begin + 1] in _BLANKS:
        begin += 1
    is_empty = True
    for found in _message(data, begin, len(data), budget, NamesApart()):
        is_empty = False
        yield found
    if is_empty and _has_table(data, begin, budget):
        yield Found("", problem="table-in-body")


def mbox_members(data: bytes, budget: Budget) -> Iterator[Found]:
    """The attachments of all mails in a box, in one row: its mails have no names.

    ``>From`` at the beginning of a line is left as it is; attachments are never written so.
    """
    names, begin = NamesApart(), None
    for start in MBOX_MESSAGE.finditer(data):
        budget.count_step()
        if begin is not None:
            yield from _message(data, begin, start.start(), budget, names)
        begin = start.end()
    if begin is not None:
        yield from _message(data, begin, len(data), budget, names)


def _message(data: bytes, begin: int, end: int, budget: Budget, names: NamesApart) -> Iterator[Found]:
    mail = _part(data, begin, end)
    mailed_at, sender = local_time(mail.headers), person(mail.headers)
    for number, part in enumerate(_leaves(data, mail, budget, 0), 1):
        for found in _files(data, part, number, budget):
            if not is_litter(found.name):
                yield replace(found, name=names(found.name), mailed_at=mailed_at, sender=sender)


def _has_table(data: bytes, begin: int, budget: Budget) -> bool:
    """Whether a page of the mail's text holds a table."""
    pages = (
        part
        for part in _leaves(data, _part(data, begin, len(data)), budget, 0)
        if part.headers.get_content_type() == "text/html" and part.end - part.begin <= MAX_PAGE
    )
    try:
        return any(
            b"<table" in body_bytes(data, page.begin, page.end, page.headers, budget).lower()
            for page in pages
        )
    except MemberFault:
        return False


def _part(data: bytes, begin: int, end: int) -> Part:
    blank = _BLANK_LINE.search(data, begin, min(end, begin + MAX_HEAD))
    if data[begin : begin + 1] in (b"\n", b"\r"):
        return Part(headers_of(b""), begin + (2 if data[begin : begin + 2] == b"\r\n" else 1), end)
    head_end, body = (blank.start(), blank.end()) if blank else (min(end, begin + MAX_HEAD), end)
    return Part(headers_of(data[begin:head_end]), body, end)


def _leaves(data: bytes, part: Part, budget: Budget, level: int) -> Iterator[Part]:
    """The parts that are no bundles themselves, in order."""
    budget.count_step()
    boundary = part.headers.get_boundary() if part.headers.get_content_maintype() == "multipart" else None
    if not boundary or level == MAX_LEVELS:
        yield part
        return
    for begin, end in _between(data, part, boundary.encode("utf-8", "ignore")):
        inner = replace(_part(data, begin, end), bundle=part.headers.get_content_subtype())
        yield from _leaves(data, inner, budget, level + 1)


def _between(data: bytes, part: Part, boundary: bytes) -> Iterator[tuple[int, int]]:
    """(begin, end) of what stands between the lines with the boundary; what is cut off counts up to the end."""
    line = re.compile(rb"^--" + re.escape(boundary) + rb"(--)?[ \t]*\r?$", re.MULTILINE)
    begin = None
    for mark in line.finditer(data, part.begin, part.end):
        if begin is not None:
            yield (
                begin,
                max(begin, mark.start() - (2 if data[mark.start() - 2 : mark.start()] == b"\r\n" else 1)),
            )
        if mark.group(1):
            return
        begin = min(mark.end() + 1, part.end)
    if begin is not None and begin < part.end:
        yield begin, part.end


def _files(data: bytes, part: Part, number: int, budget: Budget) -> Iterator[Found]:
    """The files of one part: mostly one, none for the text, several for what Outlook or uuencode wrapped."""
    kind, name = part.headers.get_content_type(), harmless(file_name(part.headers)).rpartition("/")[-1]
    if _is_text(part, kind, name):
        yield from uuencoded_files(data, part.begin, part.end, budget)
        return
    if kind in _SEALS or (kind.startswith("message/") and kind != "message/rfc822" and not name):
        return
    try:
        content = body_bytes(data, part.begin, part.end, part.headers, budget)
    except MemberFault as fault:
        yield Found(name or f"附件{number}", problem=fault.reason)
        return
    if kind == "message/rfc822":
        yield Found(_mail_name(name, content, number), content, is_mail=True)
    elif content.startswith(TNEF_MAGIC):
        yield from tnef_files(content, name or "winmail.dat", budget)
    elif not (part.is_inside_the_text and len(content) <= SMALL_PICTURE and sniff(content) == "image"):
        yield Found(name or f"附件{number}{_ending(content)}", content)


def _is_text(part: Part, kind: str, name: str) -> bool:
    """Whether a part is what people read, and no file."""
    if not kind.startswith(("text/", "multipart/")):
        return False
    if not name:
        return part.headers.get_content_disposition() != "attachment"
    return bool(_TEXT_IN_PIECES.match(name))


def _mail_name(name: str, content: bytes, number: int) -> str:
    """An attached mail mostly has no file name; its subject is what people know it by."""
    if not name:
        name = (
            harmless(subject(_part(content, 0, len(content)).headers).replace("/", "／")) or f"附件{number}"
        )
    return name if split_ending(name)[1].lower() in (".eml", ".msg") else name + ".eml"


def _ending(content: bytes) -> str:
    kind = sniff(content)
    return _PICTURES.get(content[:2], "") if kind == "image" else _ENDINGS.get(kind, "")
