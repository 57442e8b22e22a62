"""What kind of file is this? Decided by content alone: people rename files, and mail programs help them.

The kinds are short words: ``text``, ``doc``, ``xls``, ``docx``, ``xlsx``, ``ods``, ``odt``, ``ofd``, ``pdf``, ``rtf``,
``slides`` (.ppt, .pptx), ``image``, ``html``, ``encrypted`` (an Office file with a password), ``broken`` (a zip or OLE2
file that cannot be listed), ``empty`` and ``unknown``. Containers are ``zip``, ``eml``, ``mbox`` and ``msg`` (which
``containers`` opens) and ``rar``, ``7z``, ``gz``, ``tar``, ``bz2``, ``xz``, ``cab`` (which it does not).
Nothing is unpacked here.
"""

import itertools

from peidang.files.archives import unpacked
from peidang.files.bounds import Budget, Exhausted, MemberFault
from peidang.files.compound import CompoundFile
from peidang.files.mail_look import mail_kind
from peidang.files.text import decode_text
from peidang.files.zip_list import Entry, NoZip, entries

OLE2_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
IMAGE_MAGICS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
ARCHIVE_MAGICS = (
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b\x08", "gz"),
    (b"BZh", "bz2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"MSCF\x00\x00\x00\x00", "cab"),
)
# Brands of the ISO media file format that are still pictures (.heic of telephones, .avif).
PICTURE_BRANDS = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"avif")
TAR_MARK_AT = 257
MAX_ZIP_ENTRIES = 20_000
LOOKED_AT, FIRST_LINES = 1024 * 1024, 4
"""Of a text that may be a table: its first characters; of its lines a title may stand above the heads."""

# Parts that give a zip away: the first that is present decides.
ZIP_PARTS = (
    (b"word/document.xml", "docx"),
    (b"xl/workbook.xml", "xlsx"),
    (b"xl/workbook.bin", "xlsx"),
    (b"OFD.xml", "ofd"),
    (b"ppt/presentation.xml", "slides"),
)

MIMETYPES = (
    (b"opendocument.spreadsheet", "ods"),
    (b"opendocument.text", "odt"),
    (b"opendocument.presentation", "slides"),
)
MAX_MIMETYPE = 200

# Names of streams that give an OLE2 file away, the likelier first.
OLE2_STREAMS = (
    ("EncryptedPackage", "encrypted"),
    ("__properties_version1.0", "msg"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("Book", "xls"),
    ("PowerPoint Document", "slides"),
)


def sniff(data: bytes) -> str:
    """The kind of a file from its bytes; never raises."""
    if not data.strip(b"\x00 \r\n\t"):
        return "empty"
    return _packed_kind(data) or _kind_by_magic(data) or mail_kind(data) or _text_kind(data)


def container_kind(data: bytes) -> str:
    """``zip``, ``eml``, ``rar`` …, or '' for everything that is no container; costs little, however large the file."""
    kind = _packed_kind(data) or mail_kind(data) or ""
    return kind if kind in CONTAINERS else ""


def table_in_text(data: bytes) -> str:
    """``csv`` for lines of the same number of commas or tabs, ``html`` for a table in a web page or in XML, or ''."""
    kind = sniff(data)
    if kind not in ("text", "html"):
        return ""
    text = (decode_text(data[:LOOKED_AT]) or decode_text(data) or "")[:LOOKED_AT]
    if kind == "html":
        return "html" if "<table" in text.lower() else ""
    lines = [line for line in text.splitlines() if line.strip()][:FIRST_LINES]
    for mark in ("\t", ",", ";"):
        counts = {line.count(mark) for line in lines[-2:]}
        if len(lines) > 1 and len(counts) == 1 and counts.pop() > 1:
            return "csv"
    return ""


CONTAINERS = frozenset(("zip", "eml", "mbox", "msg", "tar", *(kind for _, kind in ARCHIVE_MAGICS)))


def _packed_kind(data: bytes) -> str | None:
    if data.startswith(OLE2_MAGIC):
        return _ole2_kind(data)
    if data.startswith(ZIP_MAGICS):
        return _zip_kind(data)
    if data[TAR_MARK_AT : TAR_MARK_AT + 5] == b"ustar":
        return "tar"
    return next((kind for magic, kind in ARCHIVE_MAGICS if data.startswith(magic)), None)


def _kind_by_magic(data: bytes) -> str | None:
    if data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    is_heic = data[4:8] == b"ftyp" and data[8:12] in PICTURE_BRANDS
    return "image" if is_webp or is_heic or data.startswith(IMAGE_MAGICS) else None


def _text_kind(data: bytes) -> str:
    text = decode_text(data)
    if text is None:
        return "unknown"
    start = text[:500].lstrip().lower()
    return "html" if start.startswith(("<!doctype html", "<html", "<?xml")) else "text"


def _ole2_kind(data: bytes) -> str:
    """Old Office files keep their streams' names as UTF-16; the names tell what the file is."""
    found = {name: kind for name, kind in OLE2_STREAMS if name.encode("utf-16-le") in data}
    if len(found) > 1:  # a table inside a letter, a letter inside a mail: what stands at the top decides
        found = {name: found[name] for name in _top_streams(data) if name in found} or found
    return next((kind for name, kind in OLE2_STREAMS if name in found), "broken")


def _top_streams(data: bytes) -> set[str]:
    try:
        with CompoundFile(data) as ole:
            return {path[0] for path in ole.listdir() if len(path) == 1}
    except Exception:  # hostile bytes; the library has no family of errors
        return set()


def _zip_kind(data: bytes) -> str:
    names: dict[bytes, Entry] = {}
    is_whole = True
    try:
        for entry in itertools.islice(entries(data), MAX_ZIP_ENTRIES):
            names[entry.raw_name] = entry
    except NoZip as fault:
        if fault.is_one_of_several:
            return "zip"
        is_whole = False
    kind = next((kind for part, kind in ZIP_PARTS if part in names), None) or _open_document_kind(data, names)
    # A list that breaks off still tells some of an archive; with a document there is nothing to be had.
    return kind if is_whole or (kind == "zip" and names) else "broken"


def _open_document_kind(data: bytes, names: dict[bytes, Entry]) -> str:
    """Documents of OpenDocument, e-books and Office's other packages are no archives that somebody packed."""
    other = "unknown" if b"[Content_Types].xml" in names else "zip"
    if b"mimetype" not in names or names[b"mimetype"].size > MAX_MIMETYPE:
        return other
    try:
        mimetype = unpacked(data, names[b"mimetype"], Budget(0))
    except (MemberFault, Exhausted):
        return "broken"
    for mark, kind in MIMETYPES:
        if mark in mimetype:
            return kind
    return "unknown" if mimetype.startswith(b"application/") else other
