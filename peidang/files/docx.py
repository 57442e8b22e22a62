"""Word's .docx: paragraphs and tables in reading order, as they are printed once all changes are accepted.

Automatic numbers are worked out, merged cells kept, inserted text read, deleted and hidden text not. Text boxes are
read behind the paragraph that holds them. Headers, footers, footnotes and comments are other parts and stay out.
"""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from peidang.domain.errors import FileUnreadable
from peidang.files.bounds import ZIP_FAULTS, check_unpacked_size, read_part
from peidang.files.document import Document, Paragraph, Table
from peidang.files.grid import GridTooLarge, blocks_of, lines_of, merged_down, table_of
from peidang.files.text import with_tabbed_tables
from peidang.files.word_numbering import read_numbering
from peidang.files.xml_parts import XmlTooLarge, blocks, child, local, value, whole

MAX_TEXT_PART = 64 * 1024 * 1024
"""Bytes of XML of the text itself; 200 pages take about 5 million."""
MAX_SIDE_PART = 16 * 1024 * 1024
MAX_SPAN = 100
"""Columns. Word allows 63 in a table."""
BODY, NUMBERS, STYLES = "word/document.xml", "word/numbering.xml", "word/styles.xml"

DROPPED = frozenset(
    ("del", "moveFrom", "pPr", "rPr", "instrText", "delText", "Fallback", "rt", "commentReference", "sectPr")
)
BOXES = frozenset(("txbxContent",))
SIGNS = {"tab": "\t", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}

Row = list[tuple[int, int, str, bool]]


def read_docx(data: bytes, name: str) -> Document:
    """The text of a .docx. Raises ``FileUnreadable`` with ``damaged``, ``encrypted`` or ``too-large``."""
    check_unpacked_size(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return Document(tuple(with_tabbed_tables(_Reader(archive, name).blocks())))
    except (XmlTooLarge, GridTooLarge):
        raise FileUnreadable(name, "too-large") from None
    except (ParseError, DefusedXmlException, KeyError, *ZIP_FAULTS):
        raise FileUnreadable(name, "damaged") from None


@dataclass(frozen=True)
class MarkedParagraph:
    """A paragraph outside tables, and the bookmarks that begin in it or reach over it."""

    text: str
    marks: tuple[str, ...] = ()


def read_marked(data: bytes, name: str) -> tuple[MarkedParagraph, ...]:
    """The paragraphs of a .docx outside its tables, in order, with their bookmarks. Raises like ``read_docx``."""
    check_unpacked_size(data, name)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _with_marks(list(_Reader(archive, name).marked()))
    except XmlTooLarge:
        raise FileUnreadable(name, "too-large") from None
    except (ParseError, DefusedXmlException, KeyError, *ZIP_FAULTS):
        raise FileUnreadable(name, "damaged") from None


def _with_marks(found: list[tuple[str, dict[str, str], set[str]]]) -> tuple[MarkedParagraph, ...]:
    """A bookmark belongs to the paragraphs from its beginning to its end; one without an end to its first only."""
    ends = {mark: n for n, (_, _, closed) in enumerate(found) for mark in closed}
    marks: list[list[str]] = [[] for _ in found]
    for n, (_, begun, _) in enumerate(found):
        for mark, name in begun.items():
            for at in range(n, max(n, ends.get(mark, n)) + 1):
                marks[at].append(name)
    return tuple(
        MarkedParagraph(text, tuple(names))
        for (text, _, _), names in zip(found, marks, strict=True)
        if text.strip()
    )


@dataclass
class _Text:
    """A paragraph's own text, and the texts of the boxes anchored in it."""

    own: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)


class _Reader:
    """Goes through the body once; the automatic numbers count along."""

    def __init__(self, archive: zipfile.ZipFile, name: str) -> None:
        self.archive, self.name = archive, name
        self.numbering = read_numbering(self._part(NUMBERS))
        self.styles = _numbered_styles(self._part(STYLES))
        self.joined = ""
        """Text of a paragraph whose end mark was deleted: it goes on in the next."""

    def blocks(self) -> Iterator[Paragraph | Table]:
        if self.archive.getinfo(BODY).file_size > MAX_TEXT_PART:
            raise XmlTooLarge
        with self.archive.open(BODY) as stream:
            for element in blocks(stream, frozenset(("p", "tbl"))):
                if local(element.tag) == "p":
                    yield from lines_of(self._paragraph(element))
                else:
                    yield from blocks_of(self._table(element))
        yield from lines_of(self.joined)

    def marked(self) -> Iterator[tuple[str, dict[str, str], set[str]]]:
        """Each paragraph outside tables: its text, the bookmarks that begin in it (id → name), the ids of those that end."""
        if self.archive.getinfo(BODY).file_size > MAX_TEXT_PART:
            raise XmlTooLarge
        with self.archive.open(BODY) as stream:
            for element in blocks(stream, frozenset(("p", "tbl"))):
                if local(element.tag) == "p":
                    marks = [one for one in element.iter() if local(one.tag) == "bookmarkStart"]
                    ends = {value(one, "id") for one in element.iter() if local(one.tag) == "bookmarkEnd"}
                    yield self._paragraph(element), {value(m, "id"): value(m, "name") for m in marks}, ends

    def _part(self, part: str) -> Element:
        if part not in self.archive.namelist():
            return Element("absent")
        root: Element = fromstring(read_part(self.archive, part, MAX_SIDE_PART, self.name))
        return root

    def _paragraph(self, element: Element) -> str:
        """The paragraph as printed, number first; its boxes' lines behind it."""
        text = _Text()
        _collect(element, text)
        properties = child(element, "pPr")
        own = "".join(text.own)
        if child(properties, "rPr", "del") is not None:
            self.joined += own
            return "\n".join(text.boxes)
        own, self.joined = self.joined + own, ""
        label = self._label(properties)
        return "\n".join([label + own if own.strip() else "", *text.boxes])

    def _label(self, properties: Element | None) -> str:
        list_id, depth = self.styles.get(value(child(properties, "pStyle")), ("", 0))
        numbers = child(properties, "numPr")
        if numbers is not None:
            list_id = value(child(numbers, "numId")) or list_id
            depth = whole(value(child(numbers, "ilvl")), depth)
        return self.numbering.label(list_id, depth) if list_id not in ("", "0") else ""

    def _table(self, element: Element) -> Table:
        rows: list[Row] = []
        for row in _parts(element, "tr"):
            if child(row, "trPr", "del") is None:
                rows.append(self._row(row))
        return table_of(merged_down(rows))

    def _row(self, element: Element) -> Row:
        cells: Row = []
        column = min(whole(value(child(element, "trPr", "gridBefore")), 0), MAX_SPAN)
        for cell in _parts(element, "tc"):
            properties = child(cell, "tcPr")
            span = min(max(whole(value(child(properties, "gridSpan")), 1), 1), MAX_SPAN)
            merge = child(properties, "vMerge")
            continues = merge is not None and value(merge) != "restart"
            cells.append((column, span, "" if continues else self._cell(cell), continues))
            column += span
        return cells

    def _cell(self, element: Element) -> str:
        """A cell's paragraphs, a line each; a table within it gives its cells' lines."""
        lines = [self._paragraph(paragraph) for paragraph in _parts(element, "p", inside=("tbl", "tr", "tc"))]
        return "\n".join(line.strip("\n") for line in lines if line.strip())


def _parts(element: Element, name: str, inside: tuple[str, ...] = ()) -> Iterator[Element]:
    """The parts of this name, also within content controls, insertions and what else ``inside`` names."""
    for part in element:
        found = local(part.tag)
        if found == name:
            yield part
        elif found in ("sdt", "sdtContent", "ins", "customXml", "moveTo", *inside):
            yield from _parts(part, name, inside)


def _collect(element: Element, text: _Text) -> None:
    for part in element:
        found = local(part.tag)
        if found == "t":
            text.own.append(part.text or "")
        elif found in SIGNS:
            text.own.append(SIGNS[found])
        elif found == "br":
            text.own.append("" if value(part, "type") in ("page", "column") else "\n")
        elif found in BOXES:
            text.boxes.extend(_box_lines(part))
        elif found not in DROPPED and not (found == "r" and _hidden(part)):
            _collect(part, text)


def _box_lines(element: Element) -> Iterator[str]:
    for paragraph in _parts(element, "p", inside=("tbl", "tr", "tc")):
        inner = _Text()
        _collect(paragraph, inner)
        yield "".join(inner.own)


def _hidden(run: Element) -> bool:
    mark = child(run, "rPr", "vanish")
    return mark is not None and value(mark) not in ("0", "false", "off")


def _numbered_styles(root: Element) -> dict[str, tuple[str, int]]:
    """Of each style that numbers its paragraphs, itself or by the style it is based on: list and depth."""
    styles = {value(style, "styleId"): style for style in root if local(style.tag) == "style"}
    return {name: found for name in styles if (found := _style_number(styles, name)) is not None}


def _style_number(styles: dict[str, Element], name: str) -> tuple[str, int] | None:
    list_id, depth = "", ""
    for _ in range(20):
        style = styles.get(name)
        if style is None:
            break
        numbers = child(style, "pPr", "numPr")
        list_id = list_id or value(child(numbers, "numId"))
        depth = depth or value(child(numbers, "ilvl"))
        name = value(child(style, "basedOn"))
    return (list_id, whole(depth, 0)) if list_id else None
