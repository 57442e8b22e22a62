"""The inside of a Word 97–2003 file: its text by the piece table, and what is said of paragraphs and of characters.

After [MS-DOC]: the file information block (2.5), the piece table (2.8.35, 2.9.38), formatted disk pages for paragraph
and character properties (2.9.34, 2.9.35), property modifiers (2.2.5).
"""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

WORD_97 = 0x00C1
ENCRYPTED, SECOND_TABLE = 0x0100, 0x0200
STYLES, CHAR_PAGES, PARAGRAPH_PAGES, PIECES, LISTS, LIST_USES = 1, 12, 13, 33, 73, 74
"""Places in the block's list of what lies where in the table stream."""
PAGE = 512
COMPRESSED = 0x40000000
LONG_TABLE, LONG_TABS, ELSEWHERE = (0xD606, 0xD608), 0xC615, (0x6645, 0x6646)
MAX_CHARS = 4_000_000
"""Of the main text: more than two thousand pages."""
OPERAND_BYTES = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}


class NotReadable(Exception):
    """``reason`` is a key of the words for unreadable files."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Piece:
    """A stretch of text: where its bytes begin, and whether a character takes one byte or two."""

    text: str
    start: int
    width: int

    def offset(self, at: int) -> int:
        """Where in the stream the character at this index stands."""
        return self.start + at * self.width


class Runs:
    """Property modifiers by where in the stream they hold."""

    def __init__(self, runs: list[tuple[int, int, bytes]]) -> None:
        self.runs = sorted(runs)
        self.starts = [start for start, _, _ in self.runs]

    def at(self, offset: int) -> bytes:
        """What is said of the character at this place."""
        found = bisect_right(self.starts, offset) - 1
        if found < 0 or offset >= self.runs[found][1]:
            return b""
        return self.runs[found][2]


@dataclass(frozen=True)
class WordFile:
    """The main text in order, and what is said of it."""

    pieces: list[Piece]
    paragraphs: Runs
    characters: Runs
    data: bytes
    """The data stream, where long modifiers are kept."""
    styles: bytes
    lists: tuple[bytes, int]
    """The table stream from the lists on, and how long their heads are; their levels follow behind."""
    list_uses: bytes


def word_file(word: bytes, tables: tuple[bytes, bytes], data: bytes) -> WordFile:
    """Read the streams of a Word file. Raises ``NotReadable``, ``struct.error`` or ``IndexError`` on damaged ones."""
    magic, version = struct.unpack_from("<HH", word, 0)
    (flags,) = struct.unpack_from("<H", word, 0x0A)
    if magic != 0xA5EC or version < WORD_97:
        raise NotReadable("old-word")
    if flags & ENCRYPTED:
        raise NotReadable("encrypted")
    table = tables[1 if flags & SECOND_TABLE else 0]
    (length,) = struct.unpack_from("<i", word, 0x4C)
    return WordFile(
        list(_pieces(word, _lump(word, table, PIECES), length)),
        Runs(list(_runs(word, _lump(word, table, PARAGRAPH_PAGES), paragraphs=True))),
        Runs(list(_runs(word, _lump(word, table, CHAR_PAGES), paragraphs=False))),
        data,
        styles=_lump(word, table, STYLES),
        lists=(table[_place(word, LISTS)[0] :], _place(word, LISTS)[1]),
        list_uses=table[_place(word, LIST_USES)[0] :] if _place(word, LIST_USES)[1] else b"",
    )


def _place(word: bytes, place: int) -> tuple[int, int]:
    start, size = struct.unpack_from("<II", word, 0x9A + 8 * place)
    return start, size


def _lump(word: bytes, table: bytes, place: int) -> bytes:
    start, size = _place(word, place)
    return table[start : start + size]


def _pieces(word: bytes, clx: bytes, length: int) -> Iterator[Piece]:
    """The pieces of the main text; footnotes, headers and boxes follow behind ``length`` characters."""
    at = 0
    while clx[at] == 1:
        at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
    if clx[at] != 2:
        raise NotReadable("damaged")
    count = (int(struct.unpack_from("<I", clx, at + 1)[0]) - 4) // 12
    ends = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    if min(length, ends[-1]) > MAX_CHARS:
        raise NotReadable("too-large")
    for number in range(count):
        (place,) = struct.unpack_from("<I", clx, at + 5 + 4 * (count + 1) + 8 * number + 2)
        size = min(ends[number + 1], length) - ends[number]
        if size <= 0 or ends[number] < (ends[number - 1] if number else 0):
            break
        if place & COMPRESSED:
            start = (place & ~COMPRESSED) // 2
            yield Piece(word[start : start + size].decode("cp1252", "replace"), start, 1)
        else:
            text = word[place : place + 2 * size].decode("utf-16-le", "surrogatepass")
            # A character beyond the basic plane counts as two in Word: keep the count.
            wide = "".join(char if ord(char) < 0x10000 else char + "\x00" for char in text)
            yield Piece(wide, place, 2)


def _runs(word: bytes, pages: bytes, paragraphs: bool) -> Iterator[tuple[int, int, bytes]]:
    """(start, end, modifiers) of each run, from the formatted pages; a paragraph's begin with its style's number."""
    count = max((len(pages) - 4) // 8, 0)
    for (number,) in struct.iter_unpack("<I", pages[4 * (count + 1) : 4 * (count + 1) + 4 * count]):
        start = (number & 0x3FFFFF) * PAGE
        page = word[start : start + PAGE]
        if len(page) < PAGE:
            continue
        runs = page[-1]
        ends = struct.unpack_from(f"<{runs + 1}I", page, 0)
        for at in range(runs):
            place = page[4 * (runs + 1) + at * (13 if paragraphs else 1)] * 2
            yield ends[at], ends[at + 1], _modifiers(page, place, paragraphs) if place else b""


def _modifiers(page: bytes, place: int, paragraphs: bool) -> bytes:
    if not paragraphs:
        return page[place + 1 : place + 1 + page[place]]
    if page[place]:
        return page[place + 1 : place + 2 * page[place]]
    return page[place + 2 : place + 2 + 2 * page[place + 1]]


def modifiers(grpprl: bytes, data: bytes) -> dict[int, bytes]:
    """The operand of each modifier by its code; the last one counts. Long lists are looked up in ``data``."""
    found: dict[int, bytes] = {}
    at = 0
    while at + 2 <= len(grpprl):
        (code,) = struct.unpack_from("<H", grpprl, at)
        at += 2
        size = OPERAND_BYTES.get(code >> 13)
        if size is None:
            head = 2 if code in LONG_TABLE else 1
            size = int.from_bytes(grpprl[at : at + head], "little") - (1 if code in LONG_TABLE else 0)
            at += head
            if code == LONG_TABS and size == 255:
                break
        operand = grpprl[at : at + size]
        at += size
        found[code] = operand
        if code in ELSEWHERE and len(operand) == 4:
            found |= _elsewhere(data, int.from_bytes(operand, "little"))
    return found


def _elsewhere(data: bytes, start: int) -> dict[int, bytes]:
    size = int.from_bytes(data[start : start + 2], "little")
    return modifiers(data[start + 2 : start + 2 + size], b"")
