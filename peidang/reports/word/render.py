"""A paper in, a .docx file and what stands in it out. The same paper and date give the same bytes."""

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import Any, BinaryIO

from peidang.reports.paper import Paper
from peidang.reports.pdf import RowsLost
from peidang.reports.pdf.shaping import clean
from peidang.reports.word.body import Writer
from peidang.reports.word.faces import OfficeFonts, stand_ins
from peidang.reports.word.pages import make_page_parts, write_settings
from peidang.reports.word.styles import DATA_ROW, write_styles
from peidang.reports.word.xml import FORBIDDEN, GETA, W, add, new

KEPT_PARTS = ("/styles", "/settings", "/fontTable", "/theme", "/header", "/footer")
"""Kinds of parts a paper has. The library's empty document brings more: a picture of it, lists, old styles."""
KEPT_ABOUT = ("/officeDocument", "/core-properties")
FIRST_ZIP_YEAR = 1980
GB2312 = "86"
LONGEST_PROPERTY = 255


@dataclass(frozen=True)
class DocxFacts:
    """What stands in a Word paper just made: paragraphs outside tables, rows of data, numbers that know their rows."""

    paragraphs: int
    rows: int
    numbers: int


def render_docx(
    paper: Paper,
    out: BinaryIO,
    made: datetime,
    fonts: OfficeFonts | None = None,
    places: bool = False,
) -> DocxFacts:
    """Write ``paper`` as .docx to ``out``. ``made`` goes into the file's properties; nothing else depends on the day.

    With ``places`` (送审) every heading, paragraph and note that has a place stands in a hidden bookmark, ``place_mark`` of
    it, so that it is known again when the file comes back changed. Raises ``RowsLost``, before anything is written, when
    not every row of data stands in the file.
    """
    import docx  # noqa: PLC0415  # a twentieth of a second that only Word papers need

    document = docx.Document()
    faces = fonts or OfficeFonts()
    strip(document)
    sizes = [*(one.text_size for one in paper.tables()), *(one.text_size for one in paper.charts())]
    write_styles(document.styles.element, faces, dict.fromkeys(sizes))
    write_settings(document.settings.element)
    _name_faces(document, faces)
    _set_properties(document, paper, made)
    body = document.element.body
    for child in list(body):
        body.remove(child)
    writer = Writer(body, make_page_parts(document, paper.banner), places)
    writer.paper(paper)
    facts = _facts(body, writer.numbers)
    if facts.rows != paper.data_rows:
        raise RowsLost(facts.rows, paper.data_rows)
    save(document, out, made)
    return facts


def strip(document: Any) -> None:
    """Take out of the library's empty document what is not the paper's."""
    for holder in (document.part.package, document.part):
        for key, one in list(holder.rels.items()):
            kept = KEPT_PARTS if holder is document.part else KEPT_ABOUT
            if not one.reltype.endswith(kept):
                del holder.rels[key]


def save(document: Any, out: BinaryIO, made: datetime) -> None:
    """Write the file with ``made`` as the time of every part in it, so that equal papers are equal files."""
    buffer = io.BytesIO()
    document.save(buffer)
    stamp = max(made.timetuple()[:6], (FIRST_ZIP_YEAR, 1, 1, 0, 0, 0))
    with zipfile.ZipFile(buffer) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as taken:
        for name in given.namelist():
            part = zipfile.ZipInfo(name, stamp)
            part.compress_type = zipfile.ZIP_DEFLATED
            taken.writestr(part, given.read(name))


def _name_faces(document: Any, fonts: OfficeFonts) -> None:
    """The table of fonts: what to look for where the office's own face is not installed."""
    from docx.opc.oxml import serialize_part_xml  # noqa: PLC0415

    table = new("fonts")
    for name, other in stand_ins(fonts):
        font = add(table, "font", name=name)
        if other:
            add(font, "altName", val=other)
        add(font, "charset", val=GB2312)
    part = next(one.target_part for one in document.part.rels.values() if one.reltype.endswith("/fontTable"))
    part._blob = serialize_part_xml(table)


def _set_properties(document: Any, paper: Paper, made: datetime) -> None:
    """Title, office and date; no person's name."""
    properties = document.core_properties
    properties.title = _property("".join(paper.title.split("\n")))
    properties.author, properties.last_modified_by = _property(paper.author), ""
    properties.subject = _property(paper.subject or paper.banner)
    properties.keywords = _property("、".join(paper.keywords))
    properties.comments, properties.language, properties.revision = "", "zh-CN", 1
    properties.created = properties.modified = made.replace(microsecond=0, tzinfo=None)


def _property(text: str) -> str:
    """A text as a property of the file may hold it, of a length that Word takes."""
    fit = FORBIDDEN.sub(GETA, clean(text))
    return fit if len(fit) <= LONGEST_PROPERTY else f"{fit[: LONGEST_PROPERTY - 1]}…"


def _facts(body: Any, numbers: int) -> DocxFacts:
    """Counted in the finished document: rows of data are those that are neither heads nor section lines."""
    paragraphs = sum(1 for _ in body.iterchildren(f"{W}p"))
    styles = body.xpath("./w:tbl/w:tr/w:tc[1]/w:p[1]/w:pPr/w:pStyle/@w:val")
    return DocxFacts(paragraphs, sum(style.startswith(DATA_ROW) for style in styles), numbers)
