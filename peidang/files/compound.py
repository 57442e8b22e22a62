"""OLE2 compound files (.xls, .doc, .msg) from strangers: ``olefile`` within bounds.

The library believes what a file says about its own size: a few changed bytes make it read the same sector until
nine gigabytes are full. So the header is checked before, and no stream may be longer than the file.
Source: [MS-CFB] 2.2 (header), 2.6 (directory).
"""

import io
import struct
from typing import TYPE_CHECKING

import olefile
from olefile.olefile import OleStream

if TYPE_CHECKING:
    _OleFile = olefile.OleFileIO[str]
else:
    _OleFile = olefile.OleFileIO

HEADER_SIZE = 512
UNKNOWN_SIZE = 0x7FFFFFFF
"""What the library gives for streams that end where their chain ends."""
MOST_TIMES = 4
"""How many times the file's size may be read of it in all."""


class CompoundFile(_OleFile):
    """A compound file whose streams are no longer than itself. Raises ``OSError``, and what else the library raises."""

    def __init__(self, data: bytes) -> None:
        super().__init__()
        whole = padded(data)
        self._size = len(whole)
        self._left = MOST_TIMES * len(whole)
        if not _has_sane_header(whole):
            raise OSError("the header is no compound file's")
        self.open(io.BytesIO(whole))

    def _open(self, start: int, size: int = UNKNOWN_SIZE, force_FAT: bool = False) -> OleStream:  # noqa: N803
        self._left -= self._size if size == UNKNOWN_SIZE else size
        if self._left < 0 or (size > self._size and size != UNKNOWN_SIZE):
            raise OSError("a stream is longer than the file")
        return super()._open(start, size, force_FAT)


def padded(data: bytes) -> bytes:
    """Some programs leave the last sector short, which the library takes for damage."""
    return data + bytes(-len(data) % 512)


def is_bounded(data: bytes) -> bool:
    """Whether other libraries may open the file with ``olefile``: all streams together are no longer than the file."""
    try:
        with CompoundFile(data) as file:
            sizes = [file.get_size(path) for path in file.listdir()]
            return sum(sizes) <= len(data) and getattr(file.root, "size", 0) <= len(padded(data))
    except Exception:  # hostile bytes; the library has no family of errors
        return False


def _has_sane_header(data: bytes) -> bool:
    """Whether the sizes of sectors are those of the standard and the tables are no longer than the file."""
    if len(data) < HEADER_SIZE:
        return False
    sector, small_sector = struct.unpack_from("<HH", data, 30)
    (tables,) = struct.unpack_from("<I", data, 44)
    small_tables, _, more_tables = struct.unpack_from("<III", data, 64)
    sectors = len(data) >> 9
    return sector in (9, 12) and small_sector == 6 and max(tables, small_tables, more_tables) <= sectors
