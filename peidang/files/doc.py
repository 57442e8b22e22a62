"""Word 97–2003 (.doc) and WPS (.wps) files: paragraphs and tables in reading order, merged cells kept.

Automatic numbers are worked out. Deleted and hidden text, field codes, notes, headers and text boxes stay out.
"""

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import olefile

from peidang.domain.errors import FileUnreadable
from peidang.files.document import Document, Paragraph, Table
from peidang.files.grid import GridTooLarge, blocks_of, lines_of, merged_down, merged_edges, nearest, table_of
from peidang.files.text import with_tabbed_tables
from peidang.files.word_binary import NotReadable, WordFile, modifiers, word_file
from peidang.files.word_lists import list_of, read_lists, read_styles
from peidang.files.word_numbering import Numbering

IN_TABLE, ROW_END, INNER_ROW_END, TABLE_DEPTH = 0x2416, 0x2417, 0x244C, 0x6649
ROW_FORM, OTHER_ROW_FORM = 0xD608, 0xD606
DELETED, HIDDEN = 0x0800, 0x083C
SAME_EDGE = 60
"""Twips (3 points) within which edges of cells in different rows are one."""
MAX_COLUMNS = 64
CELL_END, PARAGRAPH_ENDS = "\x07", "\r\x07\x0c"
SIGNS = {"\x0b": "\n", "\x0e": "", "\x1e": "-", "\x1f": "", "\xa0": " ", "\t": "\t"}
FIELD_CODE = re.compile("\x13[^\x13\x14\x15]*(\x14[^\x13\x14\x15]*)?\x15")


def read_doc(data: bytes, name: str) -> Document:
    """The text of a .doc. Raises ``FileUnreadable`` with ``damaged``, ``encrypted``, ``old-word`` or ``too-large``."""
    try:
        streams = _streams(data)
        return Document(tuple(with_tabbed_tables(_blocks(word_file(*streams)))))
    except NotReadable as error:
        raise FileUnreadable(name, error.reason) from None
    except GridTooLarge:
        raise FileUnreadable(name, "too-large") from None
    except (struct.error, IndexError, ValueError, OSError, RecursionError, KeyError):
        raise FileUnreadable(name, "damaged") from None


def _streams(data: bytes) -> tuple[bytes, tuple[bytes, bytes], bytes]:
    """Text, both tables, data. A file cut within its last sector is filled up."""
    padded = data + bytes(-len(data) % 512)
    with olefile.OleFileIO(io.BytesIO(padded)) as ole:

        def stream(name: str) -> bytes:
            return bytes(ole.openstream(name).read()) if ole.exists(name) else b""

        return stream("WordDocument"), (stream("0Table"), stream("1Table")), stream("Data")


@dataclass
class _Part:
    """A paragraph with its end mark, and what is said of it."""

    text: str
    end: str
    says: dict[int, bytes]

    @property
    def in_table(self) -> bool:
        return self.says.get(IN_TABLE, b"\0") != b"\0" or self.says.get(TABLE_DEPTH, b"") > b"\0\0\0\0"

    @property
    def ends_row(self) -> bool:
        return self.says.get(ROW_END, b"\0") != b"\0"


class _Numbers:
    """Counts the automatic numbers along; a file whose lists cannot be read has none."""

    def __init__(self, word: WordFile) -> None:
        try:
            self.lists = read_lists(*word.lists, word.list_uses)
            self.styles = read_styles(word.styles)
        except (struct.error, IndexError, ValueError):
            self.lists, self.styles = Numbering(), {}

    def label(self, style: int, says: dict[int, bytes], text: str) -> str:
        list_id, depth = list_of(style, says, self.styles)
        label = self.lists.label(list_id, depth) if list_id else ""
        return label if text.strip() else ""


def _parts(word: WordFile) -> Iterator[_Part]:
    """The main text cut at its end marks, what is deleted or hidden left out."""
    numbers = _Numbers(word)
    text: list[str] = []
    for piece in word.pieces:
        for at, char in enumerate(piece.text):
            if char in PARAGRAPH_ENDS:
                found = word.paragraphs.at(piece.offset(at))
                says = modifiers(found[2:], word.data)
                printed = _printed("".join(text))
                label = numbers.label(int.from_bytes(found[:2], "little"), says, printed)
                yield _Part(label + printed, char, says)
                text = []
            elif char != "\x00" and not _out(word, piece.offset(at)):
                text.append(char)
    if text:
        yield _Part(_printed("".join(text)), "\r", {})


def _out(word: WordFile, offset: int) -> bool:
    says = word.characters.at(offset)
    # Most characters say nothing of the kind: look closer only where the codes occur.
    if b"\x00\x08" not in says and b"\x3c\x08" not in says:
        return False
    found = modifiers(says, word.data)
    return found.get(DELETED, b"\0") == b"\1" or found.get(HIDDEN, b"\0") == b"\1"


def _printed(text: str) -> str:
    """Field codes give way to their results, control characters to what they stand for."""
    for _ in range(8):
        text, count = FIELD_CODE.subn(lambda match: (match[1] or "")[1:], text)
        if not count:
            break
    return "".join(SIGNS.get(char, char if char >= " " else "") for char in text)


@dataclass
class _Row:
    """The cells' texts of one row; ``form`` describes the row as its end mark does."""

    cells: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    form: bytes = b""


def _blocks(word: WordFile) -> Iterator[Paragraph | Table]:
    rows: list[_Row] = []
    row = _Row()
    for part in _parts(word):
        if not part.in_table:
            if rows:
                yield from blocks_of(_table(rows))
                rows, row = [], _Row()
            yield from lines_of(part.text)
        elif part.ends_row:
            row.form = part.says.get(ROW_FORM) or part.says.get(OTHER_ROW_FORM, b"")
            rows.append(row)
            row = _Row()
        else:
            row.lines.append(part.text)
            if part.end == CELL_END:
                row.cells.append("\n".join(line for line in row.lines if line.strip()))
                row.lines = []
    if rows:
        yield from blocks_of(_table(rows))


def _table(rows: list[_Row]) -> Table:
    """The rows on common columns; without a description a row's cells are taken as they come."""
    forms = [_form(row) for row in rows]
    edges = merged_edges((edge for places, _ in forms for edge in places), SAME_EDGE)
    return table_of(merged_down([_placed(row, *form, edges) for row, form in zip(rows, forms, strict=True)]))


def _form(row: _Row) -> tuple[list[int], list[int]]:
    """The edges of a row's cells in twips, and the flags of each cell."""
    count = min(row.form[0], MAX_COLUMNS) if row.form else 0
    if count == 0 or len(row.form) < 1 + 2 * (count + 1):
        return [1000 * at for at in range(len(row.cells) + 1)], [0] * len(row.cells)
    edges = list(struct.unpack_from(f"<{count + 1}h", row.form, 1))
    rest = row.form[1 + 2 * (count + 1) :]
    flags = [int.from_bytes(rest[20 * at : 20 * at + 2], "little") for at in range(count)]
    return edges, flags


def _placed(
    row: _Row, places: list[int], flags: list[int], edges: list[float]
) -> list[tuple[int, int, str, bool]]:
    """(column, columns, text, continues the one above) of each cell; one merged into its left neighbour widens it."""
    cells: list[tuple[int, int, str, bool]] = []
    for at, flag in enumerate(flags):
        text = row.cells[at] if at < len(row.cells) else ""
        start, end = nearest(edges, places[at]), nearest(edges, places[at + 1])
        if flag & 3 == 1 and cells:
            column, _, before, below = cells[-1]
            cells[-1] = (column, max(end - column, 1), before + text, below)
        elif end > start:
            continues = (flag >> 5) & 3 == 1
            cells.append((start, end - start, "" if continues else text, continues))
    return cells
