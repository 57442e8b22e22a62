"""Plain text: which encoding, and which runs of lines are tables (fields separated by tabs)."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from peidang.files.document import Cell, Document, Paragraph, Table

# Characters no Chinese document contains; more than a handful means that the guess of the encoding is wrong.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f�]")
USUAL = re.compile("[\n\r\t -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
LEAST_TABS = 2
"""Tabs within a paragraph of Word from which on it is a table's row, not a number with its text."""
MAX_ACROSS = 40
LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")


def decode_text(data: bytes) -> str | None:
    """The text of ``data`` (UTF-8, UTF-16 or GB18030), or None where it is no text."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return _decoded(data, encoding)
    for encoding in _candidates(data):
        text = _decoded(data, encoding)
        if text is not None:
            return text
    return None


def _candidates(data: bytes) -> tuple[str, ...]:
    """Zero bytes stand only in UTF-16; without a mark, the byte order that gives more usual characters is right."""
    if b"\x00" not in data:
        return ("utf-8", "gb18030")
    return tuple(sorted(("utf-16-le", "utf-16-be"), key=lambda order: -_usual(data[:4096], order)))


def _usual(data: bytes, encoding: str) -> int:
    return len(USUAL.findall(data.decode(encoding, errors="ignore")))


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if len(CONTROL.findall(text)) > len(text) // 200 else text


def read_text(text: str) -> Document:
    """Every line a paragraph; lines with tabs and the lines between them are tables."""
    lines = LINE_BREAK.split(text)
    blocks: list[Paragraph | Table] = []
    for filled, group in groupby(lines, key=lambda line: bool(line.strip())):
        if filled:
            blocks.extend(_blocks(list(group)))
    return Document(tuple(blocks))


def _blocks(lines: list[str]) -> Iterator[Paragraph | Table]:
    """Blocks of one run of lines without a blank line: before, the table from first to last tab, after."""
    tabbed = [number for number, line in enumerate(lines) if "\t" in line.strip(" \u3000\t")]
    first, last = (tabbed[0], tabbed[-1] + 1) if tabbed else (len(lines), len(lines))
    yield from (Paragraph(line) for line in lines[:first])
    if tabbed:
        yield _table(lines[first:last])
    yield from (Paragraph(line) for line in lines[last:])


def with_tabbed_tables(blocks: Iterable[Paragraph | Table]) -> Iterator[Paragraph | Table]:
    """Paragraphs of a Word file that set a table with tabs become that table; a short line among them runs across."""
    run: list[str] = []
    waiting: list[str] = []
    for block in blocks:
        tabs = block.text.strip(" \u3000\t").count("\t") if isinstance(block, Paragraph) else 0
        if isinstance(block, Paragraph) and tabs >= LEAST_TABS:
            run, waiting = [*run, *waiting, block.text], []
        elif isinstance(block, Paragraph) and run and len(waiting) < 2 and _may_run_across(block.text):
            waiting.append(block.text)
        else:
            yield from _tabbed(run)
            yield from (Paragraph(line) for line in waiting)
            yield block
            run, waiting = [], []
    yield from _tabbed(run)
    yield from (Paragraph(line) for line in waiting)


def _may_run_across(text: str) -> bool:
    return len(text.strip()) <= MAX_ACROSS and "。" not in text


def _tabbed(lines: list[str]) -> Iterator[Paragraph | Table]:
    if len(lines) > 1:
        yield _table(lines)
    else:
        yield from (Paragraph(line) for line in lines)


def _table(lines: list[str]) -> Table:
    rows = [[field.strip() for field in line.split("\t")] for line in lines]
    width = max(len(row) for row in rows)
    return Table(tuple(_row(row, width) for row in rows))


def _row(fields: list[str], width: int) -> tuple[Cell, ...]:
    """A line without a tab inside a table runs across all its columns."""
    if len(fields) == 1 and width > 1:
        return (Cell(fields[0], columns=width), *(Cell("", covered=True) for _ in range(width - 1)))
    return tuple(Cell(field) for field in [*fields, *[""] * (width - len(fields))])
