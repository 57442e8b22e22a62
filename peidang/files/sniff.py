"""What kind of file is this? Decided by content alone: people rename files, and mail programs help them.

The kinds are short words: ``text``, ``doc``, ``xls``, ``docx``, ``xlsx``, ``ods``, ``odt``, ``ofd``, ``pdf``, ``rtf``,
``image``, ``html``, ``zip``, ``encrypted``, ``broken`` (a zip or OLE2 file that cannot be listed), ``empty`` and
``unknown``. Nothing is unpacked here.
"""

import io
import zipfile

from peidang.files.text import decode_text

OLE2_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP_MAGICS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
IMAGE_MAGICS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
MAX_ZIP_ENTRIES = 20_000

# Parts that give a zip away: the first that is present decides.
ZIP_PARTS = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("xl/workbook.bin", "xlsx"),
    ("OFD.xml", "ofd"),
)


def sniff(data: bytes) -> str:
    """The kind of a file from its bytes; never raises."""
    if not data.strip(b"\x00 \r\n\t"):
        return "empty"
    if data.startswith(OLE2_MAGIC):
        return _ole2_kind(data)
    if data.startswith(ZIP_MAGICS):
        return _zip_kind(data)
    return _kind_by_magic(data) or _text_kind(data)


def _kind_by_magic(data: bytes) -> str | None:
    if data[:1024].lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"%PDF-"):
        return "pdf"
    if data.startswith(b"{\\rtf"):
        return "rtf"
    is_webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return "image" if is_webp or data.startswith(IMAGE_MAGICS) else None


def _text_kind(data: bytes) -> str:
    text = decode_text(data)
    if text is None:
        return "unknown"
    start = text[:500].lstrip().lower()
    return "html" if start.startswith(("<!doctype html", "<html", "<?xml")) else "text"


def _ole2_kind(data: bytes) -> str:
    """Old Office files keep their streams' names as UTF-16; the names tell what the file is."""
    names = (("EncryptedPackage", "encrypted"), ("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"))
    for name, kind in names:
        if name.encode("utf-16-le") in data:
            return kind
    return "broken"


def _zip_kind(data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()[:MAX_ZIP_ENTRIES]
            names = {entry.filename for entry in entries}
            for part, kind in ZIP_PARTS:
                if part in names:
                    return kind
            return _open_document_kind(archive, names)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return "broken"


def _open_document_kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" not in names:
        return "zip"
    with archive.open("mimetype") as part:
        mimetype = part.read(100)
    if b"opendocument.spreadsheet" in mimetype:
        return "ods"
    return "odt" if b"opendocument.text" in mimetype else "zip"
