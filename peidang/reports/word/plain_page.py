"""A Word page for letters and forms: A4 with the margins of GB/T 9704, faces named as offices have them, no author."""

from datetime import datetime
from typing import Any, BinaryIO

from peidang.reports.word import measures as m
from peidang.reports.word.faces import OfficeFonts

_FONTS = OfficeFonts()
TITLE_FACE, HEAD_FACE, SUBHEAD_FACE, BODY_FACE = _FONTS.title, _FONTS.heading, _FONTS.subheading, _FONTS.body
TITLE_SIZE, BODY_SIZE, LINE = m.TITLE_SIZE, m.BODY_SIZE, m.LINE / 20
"""Points; the line of GB/T 9704: 22 lines on a page."""
CENTRE, LEFT, RIGHT, BOTH = "CENTER", "LEFT", "RIGHT", "JUSTIFY"


def new_page(made_at: datetime, title: str) -> Any:
    """An empty document of one section. Its properties name nobody; the library's own marks are taken out."""
    import docx  # noqa: PLC0415  # a twentieth of a second that only Word papers need
    from docx.shared import Twips  # noqa: PLC0415

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Twips(m.PAPER_WIDTH), Twips(m.PAPER_HEIGHT)
    section.top_margin, section.bottom_margin = Twips(m.TOP), Twips(m.BOTTOM)
    section.left_margin, section.right_margin = Twips(m.LEFT), Twips(m.RIGHT)
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.comments = properties.keywords = ""
    properties.title = " ".join(title.split())
    properties.created = properties.modified = made_at.replace(microsecond=0, tzinfo=None)
    normal = document.styles["Normal"]
    set_face(normal.font, normal.element, BODY_FACE, BODY_SIZE)
    return document


def set_face(font: Any, element: Any, face: str, size: float) -> None:
    """Name a face for all scripts and give its size."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

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
    align: str = BOTH,
    indent: int = 0,
    right: float = 0.0,
    line: float = LINE,
) -> Any:
    """Set a paragraph: exact lines, no space around; returns it. Line feeds in the text start new lines.

    ``indent`` characters before the first line, ``right`` characters free at the right.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Pt  # noqa: PLC0415

    form = paragraph.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
    form.space_before = form.space_after = Pt(0)
    form.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
    if face == HEAD_FACE:
        form.keep_with_next = True  # never alone at the foot of a page
    if right:
        form.right_indent = Pt(right * size)
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
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

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
