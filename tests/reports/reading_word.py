"""A Word paper read back: its text by our reader of documents, its parts as they stand in the file."""

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from peidang.files.document import Table as ReadTable
from peidang.files.docx import read_docx
from peidang.reports.paper import Annex, Block, Paper, SectionRow, Table, plain, texts_of
from peidang.reports.pdf.shaping import clean
from peidang.reports.word import render_docx

MADE = datetime(2025, 11, 5, 9, 0)
NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
W = f"{{{NAMES['w']}}}"


def word_of(paper: Paper) -> bytes:
    out = io.BytesIO()
    render_docx(paper, out, MADE)
    return out.getvalue()


def part(data: bytes, name: str = "word/document.xml") -> Any:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def find(element: Any, path: str) -> list[Any]:
    return list(element.xpath(path, namespaces=NAMES))


def squeezed(text: str) -> str:
    """The characters that leave a mark on paper."""
    return re.sub(r"\s", "", "".join(map(clean, text.split("\n"))))


def text_of(data: bytes) -> str:
    """What the file says, by the program's own reader."""
    said = []
    for block in read_docx(data, "通报.docx").blocks:
        if isinstance(block, ReadTable):
            said += [cell.text for row in block.rows for cell in row if not cell.covered]
        else:
            said.append(block.text)
    return squeezed("\n".join(said))


def body_words(paper: Paper) -> str:
    """What stands on paper before the annexes, in order."""
    listed = [annex.title for annex in paper.annexes if annex.in_list]
    numbers = [f"{n}." if len(listed) > 1 else "" for n in range(1, len(listed) + 1)]
    close = ["附件：", *(f"{n}{title}" for n, title in zip(numbers, listed, strict=True))] if listed else []
    sign = [paper.signature.office, paper.signature.date] if paper.signature else []
    head = [paper.title, paper.subtitle, paper.addressee]
    return squeezed("\n".join([*head, *_blocks(paper.blocks), *close, *sign]))


def annex_words(annex: Annex) -> str:
    """What stands in an annex, heads of tables once."""
    return squeezed("\n".join([annex.label, annex.title, *_blocks(annex.blocks)]))


def heads(annex: Annex) -> str:
    tables = (block for block in annex.blocks if isinstance(block, Table))
    return squeezed("".join(column.heading for table in tables for column in table.columns))


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Table):
            yield from (column.heading for column in block.columns)
            for row in block.rows:
                if isinstance(row, SectionRow):
                    yield plain(row.text)
                else:
                    yield from (plain(cell.text) for cell in row.cells)
        else:
            yield from map(plain, texts_of(block))
