"""A document's text as it is shown beside its table, and where in it a quote stands.

A quote is found though blanks, line breaks, widths of characters and the cut of lines and cells differ.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from peidang.files.document import Document, Paragraph, Table
from peidang.plans.plain import INVISIBLE, plain

CUT = "…"
"""A quote that ends so goes on in the document."""


@dataclass(frozen=True)
class Span:
    """Characters ``start`` to ``end`` of one piece."""

    piece: int
    start: int
    end: int


Place = tuple[Span, ...]
"""One occurrence of a quote, in order; several spans where it runs over lines or cells."""


@dataclass(frozen=True)
class ShownCell:
    """A cell of a table: where it stands, and over how many rows and columns of the table it runs."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True)
class ShownTable:
    """A table by its cells, in reading order."""

    rows: int
    columns: int
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True)
class ShownText:
    """The blocks of a document, and its pieces: every paragraph and every cell, in reading order."""

    blocks: tuple[str | ShownTable, ...]
    pieces: tuple[str, ...]
    _exact: "_Folded" = field(repr=False, compare=False)
    _letters: "_Folded" = field(repr=False, compare=False)

    def places(self, quote: str, longer: Collection[str] = ()) -> tuple[Place, ...]:
        """Where a quote stands; where it stands nowhere, where its letters and digits do.

        An occurrence inside one of the ``longer`` texts is none: 城建局 inside 县城建局.
        """
        quote = quote.removesuffix(CUT)
        others = [other for other in longer if len(other) > len(quote)]
        return self._exact.places(quote, others) or self._letters.places(quote, others)


def shown_text(document: Document) -> ShownText:
    """The text of a document that was opened."""
    blocks = tuple(block.text if isinstance(block, Paragraph) else _table(block) for block in document.blocks)
    pieces = tuple(
        piece
        for block in blocks
        for piece in ([block] if isinstance(block, str) else [cell.text for cell in block.cells])
    )
    return ShownText(blocks, pieces, _Folded(pieces, letters=False), _Folded(pieces, letters=True))


def _table(table: Table) -> ShownTable:
    rows, columns = len(table.rows), max(len(row) for row in table.rows)
    return ShownTable(
        rows,
        columns,
        tuple(
            ShownCell(at, place, min(cell.rows, rows - at), min(cell.columns, columns - place), cell.text)
            for at, row in enumerate(table.rows)
            for place, cell in enumerate(row)
            if not cell.covered
        ),
    )


class _Folded:
    """All pieces as one comparable text, and from each of its characters the way back to the print."""

    def __init__(self, pieces: Sequence[str], letters: bool) -> None:
        self._letters = letters
        self._starts: list[int] = []
        texts: list[str] = []
        self._offsets: list[int] = []
        for piece in pieces:
            self._starts.append(len(self._offsets))
            for at, char in enumerate(plain(piece)):
                if self._counts(char):
                    texts.append(char)
                    self._offsets.append(at)
        self._text = "".join(texts)

    def _counts(self, char: str) -> bool:
        if self._letters:
            return char.isalnum()
        return not char.isspace() and not INVISIBLE.fullmatch(char)

    def _fold(self, text: str) -> str:
        return "".join(char for char in plain(text) if self._counts(char))

    def places(self, quote: str, longer: Sequence[str]) -> tuple[Place, ...]:
        wanted = self._fold(quote)
        if not wanted:
            return ()
        hidden = [
            (at, at + len(folded))
            for folded in map(self._fold, longer)
            if wanted in folded
            for at in self._occurrences(folded)
        ]
        return tuple(
            self._place(at, at + len(wanted))
            for at in self._occurrences(wanted)
            if not any(start <= at and at + len(wanted) <= end for start, end in hidden)
        )

    def _occurrences(self, wanted: str) -> Iterator[int]:
        at = self._text.find(wanted)
        while at >= 0:
            yield at
            at = self._text.find(wanted, at + len(wanted))

    def _place(self, start: int, end: int) -> Place:
        """The spans of the characters from ``start`` to ``end``, one for each piece they stand in."""
        spans = []
        while start < end:
            piece = bisect_right(self._starts, start) - 1
            following = self._starts[piece + 1] if piece + 1 < len(self._starts) else len(self._offsets)
            last = min(end, following)
            spans.append(Span(piece, self._offsets[start], self._offsets[last - 1] + 1))
            start = last
        return tuple(spans)
