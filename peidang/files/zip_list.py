"""The list of contents of a .zip, read by ourselves: lazily, so that a list of millions costs nothing, with the raw
bytes of the names, which nobody else gives. Every number in it may be a lie.

Source: PKWARE APPNOTE 6.3.10 (sections 4.3, 4.4) and Info-ZIP's extra field 0x7075.
"""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from peidang.files.member_names import decode_name, harmless

END = b"PK\x05\x06"
END64, END64_LOCATOR = b"PK\x06\x06", b"PK\x06\x07"
LISTED = b"PK\x01\x02"
MAX_COMMENT = 65_535
UNKNOWN_32 = 0xFFFFFFFF
UTF8_NAME = 0x800
ZIP64_FIELD, UNICODE_PATH_FIELD = 0x0001, 0x7075

_LISTED = struct.Struct("<4s4x4HI2I5HII")
_END = struct.Struct("<4s4H2IH")


class NoZip(Exception):
    """The list of contents cannot be found. ``is_one_of_several``: the archive was cut into volumes."""

    def __init__(self, is_one_of_several: bool = False) -> None:
        super().__init__()
        self.is_one_of_several = is_one_of_several


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of an archive's list; sizes in bytes, as the list says, which may be a lie."""

    raw_name: bytes
    flags: int
    method: int
    time: int
    crc: int
    packed: int
    size: int
    at: int
    """Where its local header stands in the file."""
    extra: bytes

    @property
    def path(self) -> str:
        """The harmless path, in Chinese when it was written so; '' when nothing of the name can be kept."""
        if self.flags & UTF8_NAME:
            try:
                return harmless(self.raw_name.decode("utf-8"))
            except UnicodeDecodeError:
                pass
        return harmless(self._unicode_path() or decode_name(self.raw_name))

    def _unicode_path(self) -> str:
        """The UTF-8 name Info-ZIP puts beside, unless somebody has renamed the member since."""
        field = extra_field(self.extra, UNICODE_PATH_FIELD)
        if len(field) <= 5 or field[1:5] != struct.pack("<I", zlib.crc32(self.raw_name)):
            return ""
        return field[5:].decode("utf-8", errors="ignore")

    @property
    def is_folder(self) -> bool:
        """Folders have lines of their own."""
        return self.raw_name.endswith((b"/", b"\\")) and self.size == 0


def extra_field(extra: bytes, wanted: int) -> bytes:
    """One of the tagged fields behind a name; b'' when it is not there."""
    at = 0
    while at + 4 <= len(extra):
        tag, size = struct.unpack_from("<HH", extra, at)
        if tag == wanted:
            return extra[at + 4 : at + 4 + size]
        at += 4 + size
    return b""


def entries(data: bytes) -> Iterator[Entry]:
    """The lines of the list, one by one. Raises ``NoZip`` before the first, or where the list breaks off."""
    at, end, shift = _list_place(data)
    while at < end:
        if at + _LISTED.size > len(data) or data[at : at + 4] != LISTED:
            raise NoZip
        (_, flags, method, time, _, crc, packed, size, name, extra, comment, _, _, _, offset) = (
            _LISTED.unpack_from(data, at)
        )
        begin = at + _LISTED.size
        fields = data[begin + name : begin + name + extra]
        size, packed, offset = _true_sizes(fields, size, packed, offset)
        yield Entry(
            data[begin : begin + name], flags, method, time, crc, packed, size, offset + shift, fields
        )
        at = begin + name + extra + comment


def _list_place(data: bytes) -> tuple[int, int, int]:
    """(where the list begins, where it ends, how far all offsets are off because something was put before)."""
    end = data.rfind(END, max(0, len(data) - _END.size - MAX_COMMENT))
    if end < 0 or end + _END.size > len(data):
        raise NoZip
    _, disk, _, _, _, size, offset, _ = _END.unpack_from(data, end)
    if UNKNOWN_32 in (size, offset) or disk == 0xFFFF:
        size, offset, end = _zip64_list(data, end)
    elif disk:
        raise NoZip(is_one_of_several=True)
    begin = end - size
    if begin < 0:
        raise NoZip
    return begin, end, begin - offset


def _zip64_list(data: bytes, end: int) -> tuple[int, int, int]:
    """(size of the list, its offset, where it ends) as the larger format says."""
    if end < 20 or data[end - 20 : end - 16] != END64_LOCATOR:
        raise NoZip
    end64 = data.rfind(END64, max(0, end - 20 - 4096), end - 20)
    if end64 < 0 or end64 + 56 > len(data):
        raise NoZip
    size, offset = struct.unpack_from("<QQ", data, end64 + 40)
    return size, offset, end64


def _true_sizes(extra: bytes, *stated: int) -> tuple[int, int, int]:
    """Size, packed size and offset; those that did not fit into 32 bits stand in the extra field, in this order."""
    wide = extra_field(extra, ZIP64_FIELD)
    given = iter(struct.unpack(f"<{len(wide) // 8}Q", wide[: len(wide) // 8 * 8]))
    size, packed, offset = (next(given, value) if value == UNKNOWN_32 else value for value in stated)
    return size, packed, offset
