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


MAX_DEPTH = 6
"""How many containers may stand one inside the other."""
MAX_MEMBERS = 5_000
MAX_STEPS = 50_000
"""Entries, parts and letters looked at, also those that are passed over."""
MAX_MEMBER = 64 * 1024 * 1024
MAX_IN_ALL = 1024 * 1024 * 1024
MAX_SLOW = 16 * 1024 * 1024
"""Bytes that are worked on one by one in Python, which takes the better part of a second for each megabyte."""


class Exhausted(Exception):
    """A container holds more than is read of one dropped file."""


class MemberFault(Exception):
    """One member cannot be had; ``reason`` is a key of ``domain.file_words.UNREADABLE``."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Budget:
    """What all containers inside one dropped file may cost together. Whatever is over it raises ``Exhausted``."""

    def __init__(self, size: int) -> None:
        """``size`` of the dropped file in bytes."""
        self._bytes = min(MAX_IN_ALL, max(RATIO_FREE, MAX_RATIO * size))
        self._slow = MAX_SLOW
        self._members = MAX_MEMBERS
        self._steps = MAX_STEPS

    def spend(self, size: int) -> None:
        """Count the bytes of a member that is about to be unpacked, in vain or not."""
        if size > self._bytes:
            raise Exhausted
        self._bytes -= size

    def spend_slowly(self, size: int) -> None:
        """Count bytes that are about to be worked on one by one."""
        if size > self._slow:
            raise Exhausted
        self._slow -= size

    def count_member(self) -> None:
        """Count a member that is given."""
        if not self._members:
            raise Exhausted
        self._members -= 1

    def count_step(self) -> None:
        """Count something that is looked at."""
        if not self._steps:
            raise Exhausted
        self._steps -= 1
