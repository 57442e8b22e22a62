"""A Word page as offices set it: A4 with the margins of GB/T 9704, faces named as offices have them, no author.

Word takes a font's name as it stands and shows another face where it is not installed; Chinese text needs the name in
``eastAsia``, too, or Word sets it in its own.
"""

from datetime import datetime
from typing import Any, BinaryIO

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

TITLE_FACE, HEAD_FACE, SUBHEAD_FACE, BODY_FACE = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"
TITLE_SIZE, BODY_SIZE, LINE = 22.0, 16.0, 28.95
"""Points; the line of GB/T 9704: 22 lines on a page."""

CENTRE, LEFT, RIGHT, BOTH = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
)


def new_page(made_at: datetime, title: str) -> Any:
    """An empty document of one section. Its properties name nobody; the library's own marks are taken out."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.title = " ".join(title.split())
    properties.created = properties.modified = made_at.replace(microsecond=0, tzinfo=None)
    normal = document.styles["Normal"]
    set_face(normal.font, normal.element, BODY_FACE, BODY_SIZE)
    return document


def set_face(font: Any, element: Any, face: str, size: float) -> None:
    """Name a face for all scripts and give its size."""
    font.name, font.size = face, Pt(size)
    fonts = element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(script), face)


def put(
    paragraph: Any,
    text: str,
    face: str = BODY_FACE,
    size: float = BODY_SIZE,
    *,
    align: Any = BOTH,
    indent: int = 0,
    line: float = LINE,
) -> Any:
    """Set a paragraph: exact lines, no space around, ``indent`` characters before the first line. Returns it.

    Line feeds in the text start new lines.
    """
    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    form.space_before = form.space_after = Pt(0)
    form.alignment = align
    if indent:
        form.first_line_indent = Pt(indent * size)
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), str(indent * 100))
    run = paragraph.add_run()
    for n, part in enumerate(text.split("\n")):
        if n:
            run.add_break()
        run.add_text(part)
    set_face(run.font, run._r, face, size)
    return paragraph


def add(document: Any, text: str, face: str = BODY_FACE, size: float = BODY_SIZE, **options: Any) -> Any:
    """A new paragraph below all others; see ``put``."""
    return put(document.add_paragraph(), text, face, size, **options)


def add_table(
    document: Any, heads: tuple[str, ...], lines: list[tuple[str, ...]], widths: tuple[float, ...]
) -> None:
    """A table with thin lines; widths in millimetres; its head is repeated on each page, its rows stay whole."""
    table = document.add_table(rows=1, cols=len(heads))
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):  # the grid counts, whatever the cells say
        column.width = Mm(width)
    for n, line in enumerate([heads, *lines]):
        cells = table.rows[0].cells if n == 0 else table.add_row().cells
        for cell, text, width in zip(cells, line, widths, strict=True):
            cell.width = Mm(width)
            face, align = (HEAD_FACE, CENTRE) if n == 0 else (BODY_FACE, LEFT)
            put(cell.paragraphs[0], text, face, 10.5, align=align, line=15.0)
    head = table.rows[0]._tr.get_or_add_trPr()
    head.append(head.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()
        properties.append(properties.makeelement(qn("w:cantSplit"), {qn("w:val"): "true"}))


def save(document: Any, out: BinaryIO) -> None:
    """Write it."""
    document.save(out)
