"""The headers of a mail that say something to us, decoded whatever the mail program made of them."""

import re
from datetime import datetime
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime

from peidang.files.member_names import decode_name

MAX_VALUE = 8 * 1024
WANTED = frozenset(
    (
        *("from", "sender", "date", "subject"),
        *("content-type", "content-disposition", "content-transfer-encoding", "content-id"),
    )
)
# People's programs write gb2312 and mean the larger set that holds it.
_LARGER = {"gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030"}
_FIELD = re.compile(rb"(?m)^([!-9;-~]{1,100})[ \t]*:[ \t]*((?:[^\n]|\n(?=[ \t]))*)")
_PLAIN_DATE = re.compile(r"(\d{4})[-/年](\d{1,2})[-/月](\d{1,2})日?[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?")


def headers_of(block: bytes) -> Message:
    """The wanted headers of a block, the first of each kind; text already, but still with encoded words."""
    headers = Message()
    for field in _FIELD.finditer(block):
        name = field.group(1).decode("ascii").lower()
        if name in WANTED and name not in headers:
            lines = field.group(2)[:MAX_VALUE].splitlines()
            headers[name] = " ".join(decode_name(line.strip()) for line in lines)
    return headers


def decoded(value: str) -> str:
    """A header's text with its encoded words (RFC 2047) read, also when one character is torn between two of them."""
    try:
        pieces = decode_header(value)
    except (MessageError, ValueError):
        return value
    return "".join(
        piece if isinstance(piece, str) else text_of(piece, charset or "") for piece, charset in pieces
    ).strip()


def text_of(raw: bytes, charset: str) -> str:
    """Bytes as text: in the charset named if that is possible, else as it looks."""
    try:
        return raw.decode(_LARGER.get(charset.lower(), charset.lower()))
    except (LookupError, ValueError):
        return decode_name(raw)


def file_name(headers: Message) -> str:
    """The name of an attachment from either header that may tell it; '' when neither does."""
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        try:
            value = headers.get_param(parameter, "", header)
        except (ValueError, MessageError, TypeError, AttributeError, IndexError):
            continue  # a name cut into pieces that do not fit together
        name = decoded(value) if isinstance(value, str) else _joined(value)
        if name.strip():
            return name.strip()
    return ""


def _joined(value: tuple[str | None, str | None, str]) -> str:
    """A name the library put together from its pieces (RFC 2231): it made %D2 the character of that number."""
    charset, _, characters = value
    return text_of(characters.encode("raw-unicode-escape"), charset or "")


def subject(headers: Message) -> str:
    """The subject as people read it."""
    return decoded(headers.get("subject", "")[:1000])


def person(headers: Message) -> str:
    """Who sent the mail, ``名字 <address>``, or what of it is there."""
    value = (headers.get("from") or headers.get("sender") or "")[:1000]
    name, address = parseaddr(value)
    if "@" not in address:
        return " ".join(decoded(value).split())
    name = " ".join(decoded(name).split())
    return f"{name} <{address}>" if name else address


def local_time(headers: Message) -> str | None:
    """``Date`` in this machine's time, ``YYYY-MM-DD HH:MM:SS``; None when it cannot be read."""
    value = headers.get("date", "")[:200]
    try:
        sent = _time(value)
        return (sent.astimezone() if sent.tzinfo else sent).strftime("%Y-%m-%d %H:%M:%S")
    except (ValueError, TypeError, IndexError, OverflowError, OSError):
        return None


def _time(value: str) -> datetime:
    """Raises ``ValueError`` and others of its kind; without a zone, the time was the sender's and is taken as ours."""
    if found := _PLAIN_DATE.match(value.strip()):
        year, month, day, hour, minute, second = (int(number or 0) for number in found.groups())
        return datetime(year, month, day, hour, minute, second)
    return parsedate_to_datetime(value)
