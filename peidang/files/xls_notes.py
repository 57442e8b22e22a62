"""What stands over the cells of an .xls sheet: 批注 and boxes with text ([MS-XLS] 2.4.179, 2.4.181, 2.4.329)."""

import struct

from peidang.files.workbook_scan import Notes

OBJECT, NOTE, TEXT, CONTINUED, DRAWING = 0x005D, 0x001C, 0x01B6, 0x003C, 0x00EC
RECORDS = frozenset((OBJECT, NOTE, TEXT, CONTINUED, DRAWING))
_SHAPES = frozenset((0x02, 0x03, 0x06, 0x09, 0x1E))
"""Rectangle, oval, text box, polygon, and whatever Office draws; buttons and lists are none."""
_ANCHOR = b"\x10\xf0\x12\x00\x00\x00"
"""Where a shape hangs ([MS-XLS] 2.5.193): flags, then the column and, four bytes on, the row of its upper left."""


class NoteRecords:
    """Takes a sheet's records one after the other. A 批注 is an object with a text, and later a line that says where."""

    def __init__(self, book: bytes) -> None:
        self._book = book
        self._kind = self._object = -1
        self._anchor = (0, 0)
        self._left = 0
        """Characters of the open text that are still to come."""
        self._texts: dict[int, list[str]] = {}
        self._places: dict[int, tuple[int, int]] = {}
        self._shapes: dict[int, tuple[int, int]] = {}

    def take(self, kind: int, at: int, size: int) -> None:
        """One record. Raises ``struct.error`` or ``IndexError`` where it is shorter than it must be."""
        book = self._book
        if kind == DRAWING:
            self._note_anchor(book[at : at + size])
        elif kind == OBJECT:
            _, _, self._kind, self._object = struct.unpack_from("<4H", book, at)
            if self._kind in _SHAPES:
                self._shapes[self._object] = self._anchor
        elif kind == TEXT:
            (self._left,) = struct.unpack_from("<H", book, at + 10)
            self._texts[self._object] = []
        elif kind == CONTINUED and self._left and size:
            self._go_on(book[at], book[at + 1 : at + size])
        elif kind == NOTE:
            row, column, _, number = struct.unpack_from("<4H", book, at)
            self._places[number] = (row, column)

    def _note_anchor(self, drawing: bytes) -> None:
        found = drawing.rfind(_ANCHOR)
        if found >= 0:
            column, _, row = struct.unpack_from("<3H", drawing, found + len(_ANCHOR) + 2)
            self._anchor = (row, column)

    def _go_on(self, wide: int, text: bytes) -> None:
        said = text.decode("utf-16-le", "replace") if wide & 1 else text.decode("latin-1")
        self._texts.setdefault(self._object, []).append(said[: self._left])
        self._left -= min(self._left, len(said))

    def notes(self) -> Notes:
        """Everything that was found. Raises ``ScanFailed`` (``too-large``)."""
        found = Notes()
        for places, is_shape in ((self._places, False), (self._shapes, True)):
            for number, (row, column) in places.items():
                found.add(row, column, "".join(self._texts.get(number, ())), is_shape)
        return found
