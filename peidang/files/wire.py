"""What the program and a child that reads for it say to each other: frames of JSON with bytes behind, never pickles.

Both sides stand on this module, so it imports little: a child should start quickly.
"""

import json
import struct
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, Any

from peidang.files.document import Cell, Document, Paragraph, Table
from peidang.files.workbook import CellValue, SheetContent, Visibility, WorkbookContent
from peidang.files.workbook_scan import Note

_HEAD = struct.Struct(">Q")


class Closed(Exception):
    """The other side has gone; ``in_order`` when it went between two frames."""

    def __init__(self, in_order: bool = False) -> None:
        super().__init__()
        self.in_order = in_order


def write_frame(stream: IO[bytes], message: Any, bodies: Sequence[bytes] = ()) -> None:
    """Send a message and some bytes. Raises ``OSError`` when nobody is there to take them."""
    head = to_json([message, [len(body) for body in bodies]])
    stream.write(_HEAD.pack(len(head)) + head)
    for body in bodies:
        stream.write(body)
    stream.flush()


def read_frame(stream: IO[bytes]) -> tuple[Any, list[bytes]]:
    """The next message and its bytes. Raises ``Closed``."""
    first = stream.read(_HEAD.size)
    if not first:
        raise Closed(in_order=True)
    if len(first) < _HEAD.size:
        raise Closed
    message, sizes = from_json(_exactly(stream, _HEAD.unpack(first)[0]))
    return message, [_exactly(stream, size) for size in sizes]


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) < size:
        raise Closed
    return data


def to_json(value: Any) -> bytes:
    """Compact JSON; days and times, which JSON does not know, become objects of one key that says what they are."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_tagged, check_circular=False)
    return text.encode("utf-8", "surrogatepass")


def from_json(data: bytes) -> Any:
    """The value of ``to_json``; lists stay lists."""
    return json.loads(data.decode("utf-8", "surrogatepass"), object_hook=_untagged)


def _tagged(value: object) -> dict[str, object]:
    if isinstance(value, datetime):
        return {"datetime": value.isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time):
        return {"time": value.isoformat()}
    if isinstance(value, timedelta):
        return {"timedelta": [value.days, value.seconds, value.microseconds]}
    raise TypeError(type(value).__name__)


_KINDS: dict[str, Callable[[Any], CellValue]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "timedelta": lambda parts: timedelta(*parts),
}


def _untagged(tagged: dict[str, Any]) -> CellValue:
    ((kind, value),) = tagged.items()
    return _KINDS[kind](value)


def plain_workbook(content: WorkbookContent) -> list[Any]:
    """A workbook without its name, ready for ``to_json``."""
    sheets = [
        [sheet.name, sheet.visibility, sheet.rows, sheet.merged, [_plain_note(note) for note in sheet.notes]]
        for sheet in content.sheets
    ]
    return [content.kind, content.saved_at, sheets]


def workbook_of(plain: Any, name: str) -> WorkbookContent:
    """The workbook of ``plain_workbook``, under the name its sender gave it."""
    kind, saved_at, sheets = plain
    return WorkbookContent(name, kind, tuple(_sheet(*sheet) for sheet in sheets), saved_at)


def _plain_note(note: Note) -> list[Any]:
    return [note.row, note.column, note.text, note.is_shape]


def _sheet(
    name: str,
    visibility: str,
    rows: list[list[CellValue]],
    merged: list[list[int]],
    notes: list[list[Any]],
) -> SheetContent:
    return SheetContent(
        name,
        Visibility(visibility),
        tuple(map(tuple, rows)),
        tuple(map(tuple, merged)),  # type: ignore[arg-type]
        tuple(Note(*note) for note in notes),
    )


def plain_document(document: Document) -> list[Any]:
    """A document ready for ``to_json``: a paragraph is its text, a table a list of rows of cells."""
    return [[_plain_block(block) for block in document.blocks], document.picture_pages]


def _plain_block(block: Paragraph | Table) -> Any:
    if isinstance(block, Paragraph):
        return block.text
    return [[[cell.text, cell.columns, cell.rows, cell.covered] for cell in row] for row in block.rows]


def document_of(plain: Any) -> Document:
    """The document of ``plain_document``."""
    blocks, picture_pages = plain
    return Document(tuple(_block(block) for block in blocks), tuple(picture_pages))


def _block(block: Any) -> Paragraph | Table:
    if isinstance(block, str):
        return Paragraph(block)
    return Table(tuple(tuple(Cell(*cell) for cell in row) for row in block))
