"""The very hidden sheet by which a workbook is known again: keys, every item with its base values, the whole request.

The request travels as JSON cut into cells, with its SHA-256; reading checks both, and that the keys say the same.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from peidang.domain.travel import FORMAT_VERSION, Request
from peidang.exchange.cells import put_text, same_to_a_cell
from peidang.exchange.form_content import Block, blocks_of
from peidang.exchange.heads import DEMONSTRATION, IDENTITY_SHEET
from peidang.exchange.payload import dump_request, is_coherent, load_request
from peidang.files.workbook import CellValue, SheetContent, WorkbookContent

MARKER = "peidang-request"
CHUNK = 30_000
_ITEM, _PAYLOAD = "item", "payload"


class IdentityBroken(Exception):
    """The identity sheet contradicts itself; ``reason`` is a key of the words for unreadable files."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def write_identity(workbook: Any, request: Request, blocks: tuple[Block, ...]) -> None:
    """Add the sheet, very hidden."""
    lines: list[tuple[str, ...]] = [(MARKER, str(FORMAT_VERSION))]
    if request.plan.demonstration:
        lines.append((DEMONSTRATION, "是"))
    write_hidden(workbook, [*lines, *identity_lines(request, blocks)])


def identity_lines(request: Request, blocks: tuple[Block, ...]) -> list[tuple[str, ...]]:
    """What makes one request known again, a line each: keys, the digest, items, the payload in pieces."""
    payload = dump_request(request)
    lines: list[tuple[str, ...]] = [*_keys(request).items(), ("sha256", _digest(payload))]
    lines += [(_ITEM, *item) for item in _items(blocks)]
    lines += [(_PAYLOAD, payload[start : start + CHUNK]) for start in range(0, len(payload), CHUNK)]
    return lines


def write_hidden(workbook: Any, lines: list[tuple[str, ...]]) -> None:
    """Add the very hidden sheet with these lines."""
    sheet = workbook.add_worksheet(IDENTITY_SHEET)
    for row, line in enumerate(lines):
        for column, text in enumerate(line):
            put_text(sheet, row, column, text, None)
    sheet.protect()
    sheet.very_hidden()


@dataclass(frozen=True)
class IdentityLines:
    """The lines of one request's identity as they came back."""

    keys: Mapping[str, str]
    items: tuple[tuple[str, ...], ...]
    payload: str

    def is_whole(self) -> bool:
        """Whether the payload is the one that was written, to the last character."""
        return _digest(self.payload) == self.keys.get("sha256")

    def request(self) -> Request | None:
        """What the payload says, whole or not; None when it cannot be read or contradicts itself."""
        try:
            request = load_request(self.payload)
        except ValueError:
            return None
        return request if is_coherent(request) else None

    def says_the_same_as(self, request: Request, blocks: tuple[Block, ...]) -> bool:
        """Whether nothing was lost or changed: payload, keys and items are those of the request."""
        return (
            self.is_whole()
            and _same_keys(self.keys, _keys(request))
            and len(self.items) == len(sent := _items(blocks))
            and all(map(_same_item, self.items, sent))
        )

    @staticmethod
    def keys_of(request: Request) -> dict[str, str]:
        """The keys as they were written."""
        return _keys(request)


def identity_lines_in(rows: Sequence[tuple[CellValue, ...]]) -> IdentityLines:
    """One request's identity out of these rows of the very hidden sheet."""
    keys: dict[str, str] = {}
    items: list[tuple[str, ...]] = []
    pieces: list[str] = []
    for line in rows:
        first = _text(line, 0)
        if first == _ITEM:
            items.append(tuple(_text(line, column) for column in range(1, 6)))
        elif first == _PAYLOAD:
            pieces.append(_text(line, 1))
        elif first:
            keys[first] = _text(line, 1)
    return IdentityLines(keys, tuple(items), "".join(pieces))


def read_identity(content: WorkbookContent) -> Request | None:
    """The request a workbook was made from; None when it holds no identity of ours. Raises ``IdentityBroken``.

    Strict: whoever goes on to answer a request must have the whole of it. What is left of a damaged one is for
    ``recognition.identities`` to say.
    """
    sheet = _identity_sheet(content)
    if sheet is None:
        return None
    lines = identity_lines_in(sheet.rows)
    if lines.keys[MARKER] != str(FORMAT_VERSION):
        raise IdentityBroken("other-version" if lines.keys[MARKER].isdigit() else "damaged")
    request = lines.request() if lines.is_whole() else None
    if request is None or not lines.says_the_same_as(request, blocks_of(request)):
        raise IdentityBroken("damaged")
    return request


def _keys(request: Request) -> dict[str, str]:
    return {
        "token": request.token,
        "plan": request.plan.id,
        "version": str(request.plan.version),
        "unit": request.unit_id,
        "unit-name": request.unit_name,
        "period": request.period_key,
        "return": request.return_id,
        "after": " ".join(request.after),
    }


def _identity_sheet(content: WorkbookContent) -> SheetContent | None:
    return next((sheet for sheet in content.sheets if sheet.cell(0, 0) == MARKER), None)


def _text(line: tuple[object, ...], column: int) -> str:
    value = line[column] if column < len(line) else ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _digest(payload: str) -> str:
    return hashlib.sha256(payload.encode("ascii", "backslashreplace")).hexdigest()


def _items(blocks: tuple[Block, ...]) -> list[tuple[str, ...]]:
    """kind, id, 序号, field, base value of every answer cell."""
    return [
        (block.kind, item.id, str(item.serial), field.value, item.base(field))
        for block in blocks
        for item in block.items
        for field in block.fields
    ]


def _same_keys(found: Mapping[str, str], sent: dict[str, str]) -> bool:
    return all(same_to_a_cell(found.get(key, "")) == same_to_a_cell(value) for key, value in sent.items())


def _same_item(found: tuple[str, ...], sent: tuple[str, ...]) -> bool:
    return found == sent or tuple(map(same_to_a_cell, found)) == tuple(map(same_to_a_cell, sent))
