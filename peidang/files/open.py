"""The one entry for documents: a path becomes a ``Document``, or a ``FileUnreadable`` that says what to do."""

from pathlib import Path

from peidang.domain.errors import FileUnreadable
from peidang.files.child import READERS, read_in_child
from peidang.files.doc import read_doc
from peidang.files.document import Document
from peidang.files.docx import read_docx
from peidang.files.sniff import sniff
from peidang.files.text import decode_text, read_text

MAX_DOCUMENT_BYTES = 64 * 1024 * 1024
MAX_TEXT_BYTES = 16 * 1024 * 1024
"""Of plain text, which needs no pictures to be large."""

# Kinds that are no readable document, and the reason told to the user (keys of ``domain.file_words.UNREADABLE``).
REASONS: dict[str, str] = {
    "empty": "empty",
    "encrypted": "encrypted",
    "broken": "damaged",
    "image": "image",
    "odt": "not-yet",
    "rtf": "not-yet",
    "html": "not-yet",
    "ofd": "ofd",
    "zip": "archive",
}


def read_bytes(path: Path, limit: int = MAX_DOCUMENT_BYTES) -> bytes:
    """The file's bytes, at most ``limit``.

    Raises ``FileUnreadable`` with ``missing``, ``folder``, ``no-permission`` or ``too-large``.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError:
        raise FileUnreadable(path.name, "missing") from None
    except IsADirectoryError:
        raise FileUnreadable(path.name, "folder") from None
    except OSError:
        # Windows answers a folder with "permission denied" too.
        raise FileUnreadable(path.name, "folder" if path.is_dir() else "no-permission") from None
    if len(data) > limit:
        raise FileUnreadable(path.name, "too-large")
    return data


def read_document(path: Path) -> Document:
    """Open a document from outside by its content. Raises ``FileUnreadable``."""
    return document_from_bytes(read_bytes(Path(path)), Path(path).name)


def document_from_bytes(data: bytes, name: str) -> Document:
    """The same from bytes that are already here (a stored source document). Raises ``FileUnreadable``."""
    kind = sniff(data)
    if kind in READERS:
        return read_in_child(kind, data, name)
    if kind == "docx":
        return read_docx(data, name)
    if kind == "doc":
        return read_doc(data, name)
    if kind != "text":
        raise FileUnreadable(name, REASONS.get(kind, "not-text"))
    text = decode_text(data) if len(data) <= MAX_TEXT_BYTES else ""
    if not text:
        raise FileUnreadable(name, "too-large" if text == "" else "not-text")
    return read_text(text)
