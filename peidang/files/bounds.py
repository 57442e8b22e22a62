"""How much a foreign file may unpack to, asked before anything is unpacked."""

import io
import zipfile
import zlib

from peidang.domain.errors import FileUnreadable

MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 200
"""How many times its size a zip may unpack to, once it unpacks to more than ``RATIO_FREE``."""
RATIO_FREE = 32 * 1024 * 1024

ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    EOFError,
)
"""What ``zipfile`` raises on damaged or strange archives."""


def check_unpacked_size(data: bytes, name: str) -> None:
    """Refuse a zip that is encrypted, damaged or a bomb, by its own list of contents; ``zipfile`` never gives more.

    Raises ``FileUnreadable`` with ``damaged``, ``encrypted`` or ``too-large``.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except ZIP_FAULTS:
        raise FileUnreadable(name, "damaged") from None
    if any(member.flag_bits & 1 for member in members):
        raise FileUnreadable(name, "encrypted")
    unpacked = sum(member.file_size for member in members)
    if unpacked > MAX_UNPACKED or (unpacked > RATIO_FREE and unpacked > MAX_RATIO * len(data)):
        raise FileUnreadable(name, "too-large")


def read_part(archive: zipfile.ZipFile, part: str, limit: int, name: str) -> bytes:
    """One part of an archive. Raises ``FileUnreadable`` (``too-large``) beyond ``limit`` bytes, ``KeyError`` if absent."""
    if archive.getinfo(part).file_size > limit:
        raise FileUnreadable(name, "too-large")
    return archive.read(part)
