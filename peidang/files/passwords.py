"""Office files with a password: opened with those the user gave, by way of msoffcrypto, which is fed hostile bytes.

A protected sheet or workbook (locked cells, fixed structure) is no enciphered one and needs nothing from here.
"""

import io
import re
import struct
from collections.abc import Callable, Sequence

import msoffcrypto
from msoffcrypto.exceptions import DecryptionError
from msoffcrypto.format.ooxml import OOXMLFile

from peidang.domain.errors import FileUnreadable
from peidang.files.archives import unpacked
from peidang.files.bounds import Budget, Exhausted, MemberFault
from peidang.files.compound import CompoundFile, is_bounded, padded
from peidang.files.sniff import sniff
from peidang.files.zip_list import NoZip, entries

NOBODYS_PASSWORD = "VelvetSweatshop"
"""Excel enciphers with it what shall open without asking, such as "read-only recommended" ([MS-OFFCRYPTO] 2.4.2.3)."""
MAX_OLD_BYTES = 8 * 1024 * 1024
"""Of .xls and .doc: the library keeps a Python number for each byte."""
MAX_INFO_BYTES = 64 * 1024
MAX_ROUNDS = 1_000_000
"""Excel writes 100,000, which takes a tenth of a second; a file may ask for ten millions."""

_ROUNDS = re.compile(rb"spinCount\s*=\s*[\"']\s*(\d+)")


def unlock(data: bytes, name: str, passwords: Sequence[str] = ()) -> bytes:
    """The file without its password; the same bytes when it has none.

    Raises ``FileUnreadable``: ``encrypted`` when no password fits, ``encrypted-ods`` for OpenDocument files, which
    cannot be opened here, ``too-large`` or ``damaged``.
    """
    kind = sniff(data)
    if kind in ("encrypted", "xls", "doc") and not is_bounded(data):
        raise FileUnreadable(name, "damaged")
    if kind in ("ods", "odt") and _is_locked_open_document(data):
        raise FileUnreadable(name, "encrypted-ods")
    if kind == "encrypted":
        if not _is_sound_package(data):
            raise FileUnreadable(name, "damaged")
        return _first_that_fits(data, name, _open_package, passwords)
    if kind in ("xls", "doc") and _is_locked_old_file(data):
        if len(data) > MAX_OLD_BYTES:
            raise FileUnreadable(name, "too-large")
        return _first_that_fits(data, name, _open_old_file, passwords)
    return data


def _first_that_fits(
    data: bytes, name: str, attempt: Callable[[bytes, str], bytes], passwords: Sequence[str]
) -> bytes:
    """A password the cipher cannot even take (too long for it) is one that does not fit."""
    sound = False
    for password in dict.fromkeys((NOBODYS_PASSWORD, *filter(None, passwords))):
        try:
            return attempt(data, password)
        except DecryptionError:
            sound = True
        except _FitsInVain:
            raise FileUnreadable(name, "damaged") from None
        except Exception:  # hostile bytes; the library raises whatever comes
            continue
    raise FileUnreadable(name, "encrypted" if sound else "damaged")


class _FitsInVain(Exception):
    """The password is right, but what it opens is damaged."""


def _open_package(data: bytes, password: str) -> bytes:
    """.xlsx, .xlsm, .docx: the whole zip is enciphered, and only the right password gives one."""
    out = io.BytesIO()
    file = OOXMLFile(io.BytesIO(padded(data)))
    # Asking the library to verify first would derive the key twice, and that is all the time it takes.
    file.load_key(password=password)
    file.decrypt(out)
    opened = out.getvalue()
    if not opened.startswith(b"PK"):
        raise DecryptionError
    return opened


def _open_old_file(data: bytes, password: str) -> bytes:
    """.xls, .et, .doc, .wps: the streams are enciphered, the compound file around them is not."""
    out = io.BytesIO()
    file = msoffcrypto.OfficeFile(io.BytesIO(padded(data)))
    file.load_key(password=password)
    try:
        file.decrypt(out)
    except Exception:
        raise _FitsInVain from None
    return out.getvalue()


def _is_locked_old_file(data: bytes) -> bool:
    try:
        return bool(msoffcrypto.OfficeFile(io.BytesIO(padded(data))).is_encrypted())
    except Exception:  # what cannot be looked at is left to the reader, which says what is wrong with it
        return False


def _is_sound_package(data: bytes) -> bool:
    """Whether the description of the cipher is short, plain and asks for a decent number of rounds."""
    try:
        with CompoundFile(data) as ole:
            if ole.get_size("EncryptionInfo") > MAX_INFO_BYTES or not ole.exists("EncryptedPackage"):
                return False
            info: bytes = ole.openstream("EncryptionInfo").read()
        if struct.unpack_from("<HH", info) != (4, 4):
            return True
    except Exception:  # hostile bytes; the library has no family of errors
        return False
    rounds = max((int(found[:12]) for found in _ROUNDS.findall(info)), default=0)
    return b"<!" not in info.replace(b"<!--", b"") and rounds <= MAX_ROUNDS


def _is_locked_open_document(data: bytes) -> bool:
    try:
        for entry in entries(data):
            if entry.raw_name == b"META-INF/manifest.xml":
                return b"encryption-data" in unpacked(data, entry, Budget(len(data)))
    except (NoZip, MemberFault, Exhausted):
        pass
    return False
