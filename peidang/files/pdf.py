"""A PDF with text as a document: running text in paragraphs, ruled tables as tables, page furniture gone."""

from collections.abc import Iterator, Sequence

from peidang.domain.errors import FileUnreadable
from peidang.files.document import Document, Paragraph, Table
from peidang.files.grid import GridTooLarge, blocks_of
from peidang.files.pdf_lines import Frame, Line, frame_of, furniture, lines_of, paragraph_texts
from peidang.files.pdf_pages import Page, read_pages
from peidang.files.pdf_tables import Ruled, continued, ruled_tables, same_columns

LEAST_CHARS = 20
"""Of a document; and a tenth of a page's each: below, it is a scan with perhaps a stamp of text."""
LEAST_ON_A_PAGE = 8
MAX_UNKNOWN = 0.3
"""Share of characters that are no characters (a font without its table)."""

Block = Line | Ruled


def read_pdf(data: bytes, name: str) -> Document:
    """The text of a PDF. Raises ``FileUnreadable`` with ``scan``, ``garbled``, ``encrypted``, ``damaged`` …"""
    pages = read_pages(data, name)
    _check_text(pages, name)
    try:
        return Document(tuple(_blocks(pages)), tuple(_picture_pages(pages)))
    except GridTooLarge:
        raise FileUnreadable(name, "too-large") from None


def _check_text(pages: Sequence[Page], name: str) -> None:
    texts = [char.text for page in pages for char in page.chars]
    if len(texts) < max(LEAST_CHARS, LEAST_ON_A_PAGE * len(pages)):
        raise FileUnreadable(name, "scan")
    unknown = sum(
        text == "\ufffd" or "\ue000" <= text <= "\uf8ff" or not text.isprintable() for text in texts
    )
    if unknown > MAX_UNKNOWN * len(texts):
        raise FileUnreadable(name, "garbled")


def _picture_pages(pages: Sequence[Page]) -> Iterator[int]:
    """Pages with a picture and no more text than a page number."""
    for number, page in enumerate(pages, 1):
        if page.has_picture and len(page.chars) < LEAST_ON_A_PAGE:
            yield number


def _blocks(pages: Sequence[Page]) -> Iterator[Paragraph | Table]:
    printed, tables = _printed(pages)
    gone = furniture(pages, printed)
    kept = [[line for line in lines if (line.page, line.y) not in gone] for lines in printed]
    frames = _frames(pages, kept)
    assembler = _Assembler()
    for page, lines, ruled in zip(pages, kept, tables, strict=True):
        for block in _in_order(lines, ruled):
            if isinstance(block, Line):
                yield from assembler.line(block, frames[_size(page)])
            else:
                yield from assembler.table(block)
    yield from assembler.finished()


class _Assembler:
    """Collects what belongs together, also over pages: the lines of running text, or the parts of one table."""

    def __init__(self) -> None:
        self.run: list[Line] = []
        self.frame: Frame | None = None
        self.part: Ruled | None = None
        self.whole: Table | None = None

    def line(self, line: Line, frame: Frame | None) -> Iterator[Paragraph | Table]:
        if self.whole is not None or frame != self.frame:
            yield from self.finished()
        self.run.append(line)
        self.frame = frame

    def table(self, ruled: Ruled) -> Iterator[Paragraph | Table]:
        if self.whole is not None and self.part is not None and same_columns(self.part, ruled):
            self.whole = continued(self.whole, ruled.table)
        else:
            yield from self.finished()
            self.whole = ruled.table
        self.part = ruled

    def finished(self) -> Iterator[Paragraph | Table]:
        """What was collected; nothing is held afterwards."""
        if self.whole is not None:
            yield from blocks_of(self.whole)
        yield from (Paragraph(text) for text in paragraph_texts(self.run, self.frame) if text.strip())
        self.run, self.whole, self.part = [], None, None


def _printed(pages: Sequence[Page]) -> tuple[list[list[Line]], list[list[Ruled]]]:
    """Of each page the lines outside tables, and the tables."""
    printed, tables = [], []
    for number, page in enumerate(pages):
        ruled = ruled_tables(page.strokes, page.chars)
        outside = [char for char in page.chars if not any(table.holds(char) for table in ruled)]
        printed.append(lines_of(outside, number))
        tables.append(ruled)
    return printed, tables


def _frames(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> dict[tuple[int, int], Frame | None]:
    """The frame of the running text for each size of page."""
    by_size: dict[tuple[int, int], list[Line]] = {_size(page): [] for page in pages}
    for page, printed in zip(pages, lines, strict=True):
        by_size[_size(page)].extend(printed)
    return {size: frame_of(printed, size[0]) for size, printed in by_size.items()}


def _size(page: Page) -> tuple[int, int]:
    return round(page.width), round(page.height)


def _in_order(lines: Sequence[Line], tables: Sequence[Ruled]) -> list[Block]:
    """Lines and tables of a page from above."""
    placed = [(line.y, line) for line in lines] + [(table.ys[0], table) for table in tables]
    return [block for _, block in sorted(placed, key=lambda pair: -pair[0])]
