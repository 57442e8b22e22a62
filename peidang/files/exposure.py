"""What a finished file would tell whoever gets it: all its texts, what it hides, whom it names, where it points.

Looks into .xlsx, .docx and mail drafts part by part, so that comments, properties, names of ranges, text boxes and
very hidden sheets are seen, too. Plain text is itself; of a PDF only its properties are told, its text is not read.
"""

import email
import email.policy
import html
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from peidang.domain.errors import FileUnreadable
from peidang.files.bounds import ZIP_FAULTS, check_unpacked_size
from peidang.files.sniff import sniff
from peidang.files.text import decode_text

_TAG = re.compile(r"<[^>]*>")
_BLOCK_END = re.compile(r"</(?:\w+:)?(?:si|c|p|comment|definedName|row|oddHeader|oddFooter|title|t)>")
_QUOTED = re.compile(r'="([^"]*[^\x00-\x7f][^"]*)"')
"""Attributes that hold more than machine words: sheet names, alternative texts, lists of a drop-down."""
_PEOPLE = re.compile(
    r"<(?:\w+:)?(creator|lastModifiedBy|Company|Manager)(?:\s[^>]*)?>([^<]+)<|<(?:\w+:)?(author)>([^<]+)<"
)
_SHEET = re.compile(r"<(?:\w+:)?sheet\s[^>]*>")
_HIDDEN_LINE = re.compile(
    r'<(?:\w+:)?(row|col)\s[^>]*hidden="(?:1|true)"|<\w*:?sheetFormatPr[^>]*zeroHeight="1"'
)
_HIDDEN_WORDS = re.compile(r"<w:vanish(?:\s*/>|>|\s[^>]*/>)")
_CHANGES = re.compile(r"<w:(?:ins|del|moveFrom|moveTo)\s")
_OUTSIDE = re.compile(r'<Relationship\s[^>]*TargetMode="External"[^>]*>')
_TARGET = re.compile(r'Target="([^"]*)"')
_PDF_AUTHOR = re.compile(rb"/Author\s*(\((?:\\.|[^\\)])*\)|<[0-9A-Fa-f\s]*>)")
_PDF_OUTSIDE = re.compile(rb"/(EmbeddedFile|JavaScript|Launch|URI)\b")


@dataclass(frozen=True)
class Exposure:
    """What is inside one file."""

    text: str
    """All text, one piece a line."""
    people: tuple[str, ...] = ()
    """Authors, last savers, companies."""
    hidden: tuple[tuple[str, str], ...] = ()
    """(工作表, 行, 列, 文字 or 修订; the sheet's name where it is a sheet)."""
    links: tuple[str, ...] = ()


def exposures(data: bytes, name: str) -> Iterator[tuple[str, Exposure]]:
    """The file itself, and for a mail draft each file in it. Raises ``FileUnreadable`` for what cannot be opened."""
    kind = sniff(data)
    if kind == "pdf":
        yield name, _of_pdf(data)
    elif data[:2] == b"PK":
        yield name, _of_office_file(data, name)
    elif name.lower().endswith(".eml"):
        yield from _of_mail(data, name)
    else:
        text = decode_text(data)
        if text is None:
            raise FileUnreadable(name, "damaged")
        yield name, Exposure(text)


def _of_mail(data: bytes, name: str) -> Iterator[tuple[str, Exposure]]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    heads = "\n".join(str(value) for value in message.values())
    body = message.get_body(("plain",))
    yield name, Exposure(f"{heads}\n{body.get_content() if body else ''}")
    for part in message.iter_attachments():
        inside = part.get_payload(decode=True)
        yield from exposures(inside if isinstance(inside, bytes) else b"", part.get_filename() or name)


def _of_pdf(data: bytes) -> Exposure:
    people = tuple(text for found in _PDF_AUTHOR.findall(data) if (text := _pdf_text(found)))
    links = tuple(dict.fromkeys(kind.decode() for kind in _PDF_OUTSIDE.findall(data)))
    return Exposure("", people, (), links)


def _pdf_text(found: bytes) -> str:
    """A text of a PDF's properties, written in brackets or in hexadecimal digits."""
    if found.startswith(b"<"):
        raw = bytes.fromhex(re.sub(r"[^0-9A-Fa-f]", "", found.decode("ascii")))
    else:
        octal = re.sub(rb"\\([0-7]{3})", lambda match: bytes([int(match[1], 8) & 255]), found[1:-1])
        raw = re.sub(rb"\\([()\\])", rb"\1", octal)
    return raw.decode("utf-16" if raw[:2] in (b"\xfe\xff", b"\xff\xfe") else "latin-1", "replace").strip()


def _of_office_file(data: bytes, name: str) -> Exposure:
    check_unpacked_size(data, name)
    texts: list[str] = []
    people: list[str] = []
    hidden: list[tuple[str, str]] = []
    links: list[str] = []
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for part in archive.namelist():
                if part.endswith((".xml", ".rels", ".vml")):
                    raw = archive.read(part).decode("utf-8", "replace")
                    texts.append(_text_of(raw))
                    people += _people_in(raw) if part.startswith(("docProps/", "xl/comments")) else []
                    hidden += _hidden_in(part, raw)
                    links += _links_in(part, raw)
    except ZIP_FAULTS:
        raise FileUnreadable(name, "damaged") from None
    return Exposure(
        "\n".join(texts), tuple(dict.fromkeys(people)), tuple(dict.fromkeys(hidden)), tuple(links)
    )


def _text_of(raw: str) -> str:
    """Text between tags, runs of one cell or paragraph together, and what stands in attributes."""
    between = _TAG.sub("", _BLOCK_END.sub("\n", raw))
    return html.unescape("\n".join([between, *_QUOTED.findall(raw)]))


def _people_in(raw: str) -> list[str]:
    found = (match[2] or match[4] for match in _PEOPLE.finditer(raw))
    return [text for one in found if (text := html.unescape(one).strip())]


def _hidden_in(part: str, raw: str) -> Iterator[tuple[str, str]]:
    if part == "xl/workbook.xml":
        for tag in _SHEET.findall(raw):
            if 'state="hidden"' in tag or 'state="veryHidden"' in tag:
                named = re.search(r'\sname="([^"]*)"', tag)
                yield "工作表", html.unescape(named[1]) if named else ""
    elif part.startswith("xl/worksheets/") and (found := _HIDDEN_LINE.search(raw)):
        yield "列" if found[1] == "col" else "行", ""
    elif part.startswith("word/") and part.endswith(".xml"):
        if part != "word/styles.xml" and _HIDDEN_WORDS.search(raw):
            yield "文字", ""
        if _CHANGES.search(raw):
            yield "修订", ""


def _links_in(part: str, raw: str) -> Iterator[str]:
    if part.startswith("xl/externalLinks/") and part.endswith(".xml"):
        yield part.rsplit("/", 1)[-1]
    if part.endswith(".rels"):
        for tag in _OUTSIDE.findall(raw):
            target = _TARGET.search(tag)
            yield html.unescape(target[1]) if target else ""
