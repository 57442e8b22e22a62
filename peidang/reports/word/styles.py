"""The styles of a Word paper: how each of its parts looks. Written into the file's style sheet in place of the library's."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from peidang.reports.paper import Face
from peidang.reports.word.faces import OfficeFonts
from peidang.reports.word.measures import (
    BANNER_LINE,
    BODY_SIZE,
    CELL_HEAD,
    CELL_LEADING,
    CELL_SIDE,
    CHARACTER,
    CLOSER,
    IMPRINT_LINE,
    IMPRINT_SIZE,
    LINE,
    MARK_LINE,
    MARK_SIZE,
    MARK_TOP,
    NOTE_LINE,
    NOTE_SIZE,
    PAGE_NUMBER_LINE,
    PAGE_NUMBER_SIZE,
    SMALL_NOTE_LINE,
    SMALL_NOTE_SIZE,
    TITLE_LINE,
    TITLE_SIZE,
    twips,
)
from peidang.reports.word.xml import Element, add

Align = Literal["left", "center", "right", "both"]


@dataclass(frozen=True)
class Style:
    """A style of paragraphs. ``name`` in English is one Word knows and shows in its own language.

    ``size`` in points, ``line``, ``before``, ``after`` in twips, ``indent`` of the first line in characters. ``outline``
    is the level in the navigation pane, from 0. ``body``: set as close as 28 characters in a line. ``colour`` in
    hexadecimal, black where it is empty.
    """

    id: str
    name: str
    face: Face = Face.BODY
    size: float = BODY_SIZE
    line: int = LINE
    align: Align = "both"
    based_on: str = "Normal"
    following: str = ""
    alias: str = ""
    before: int = 0
    after: int = 0
    indent: int = 0
    outline: int | None = None
    keep_next: bool = False
    keep_lines: bool = False
    body: bool = True
    colour: str = ""


RED = "FF0000"
NORMAL = Style("Normal", "Normal", based_on="", alias="正文文字")
TEXT = Style("BodyText", "Body Text", indent=2, alias="公文正文")
TITLE = Style(
    "Title", "Title", Face.TITLE, TITLE_SIZE, TITLE_LINE, "center", following="BodyText", body=False
)
SUBTITLE = Style("Subtitle", "Subtitle", Face.SUBHEADING, align="center", following="BodyText")
HEADINGS = tuple(
    Style(
        f"Heading{level}",
        f"heading {level}",
        face,
        align="left",
        following="BodyText",
        alias=f"{'一二三四'[level - 1]}级标题",
        indent=2,
        outline=level - 1,
        keep_next=True,
    )
    for level, face in enumerate((Face.HEADING, Face.SUBHEADING, Face.BODY, Face.BODY), start=1)
)
OFFICE_MARK = Style(
    "OfficeMark",
    "发文机关标志",
    Face.TITLE,
    MARK_SIZE,
    MARK_LINE,
    "center",
    before=MARK_TOP,
    body=False,
    colour=RED,
)
NUMBER = Style("DocumentNumber", "发文字号", align="center", before=2 * LINE, after=LINE)
IMPRINT = Style("Imprint", "版记", Face.BODY, IMPRINT_SIZE, IMPRINT_LINE, "left", body=False)
ADDRESSEE = Style("Addressee", "主送机关", align="left", following="BodyText")
ANNEX_LIST = Style("AnnexList", "附件说明", align="left")
OFFICE = Style("Signature", "Signature", align="right", alias="发文机关署名", before=2 * LINE, keep_next=True)
DATE = Style("Date", "Date", align="right", alias="成文日期")
ANNEX_MARK = Style("AnnexMark", "附件标识", Face.HEADING, align="left", keep_next=True, body=False)
ANNEX_TITLE = Style(
    "AnnexTitle",
    "附件标题",
    Face.TITLE,
    TITLE_SIZE,
    TITLE_LINE,
    "center",
    before=LINE // 3,
    after=LINE // 3,
    outline=0,
    keep_next=True,
    body=False,
)
NOTE = Style("Note", "附注", Face.BODY, NOTE_SIZE, NOTE_LINE, before=60, keep_lines=True, body=False)
SMALL_NOTE = Style(
    "SmallNote", "附注小", Face.BODY, SMALL_NOTE_SIZE, SMALL_NOTE_LINE, before=60, keep_lines=True, body=False
)
HEADER = Style("Header", "header", Face.HEADING, 14.0, BANNER_LINE, "center", body=False)
FOOTER = Style("Footer", "footer", Face.SONG, PAGE_NUMBER_SIZE, PAGE_NUMBER_LINE, "right", body=False)
TABLE_TEXT, TABLE_HEAD, TABLE_SECTION = "表格文字", "表头", "表内标题"
TABLE = "PaperTable"
DATA_ROW = "TableText"
"""What the ids of styles of cells of data begin with."""

FIXED = (
    NORMAL,
    TEXT,
    TITLE,
    SUBTITLE,
    *HEADINGS,
    OFFICE_MARK,
    NUMBER,
    IMPRINT,
    ADDRESSEE,
    ANNEX_LIST,
    OFFICE,
    DATE,
    ANNEX_MARK,
    ANNEX_TITLE,
    NOTE,
    SMALL_NOTE,
    HEADER,
    FOOTER,
)
FACE_STYLES = {
    Face.BODY: ("FaceBody", "仿宋字"),
    Face.HEADING: ("FaceHeading", "黑体字"),
    Face.SUBHEADING: ("FaceSubheading", "楷体字"),
    Face.TITLE: ("FaceTitle", "小标宋字"),
    Face.SONG: ("FaceSong", "宋体字"),
}
"""Styles of characters: a heading that runs into its paragraph, and whatever else changes its face."""
PAGE_NUMBER = "PageNumber"


def table_styles(size: float) -> tuple[Style, Style, Style]:
    """Cells, heads and section lines of tables in this size."""
    line = twips(size * CELL_LEADING)
    mark, words = f"{twips(size)}", f"{size:g}磅"
    return (
        Style(f"{DATA_ROW}{mark}", f"{TABLE_TEXT}{words}", Face.SONG, size, line, body=False),
        Style(f"TableHead{mark}", f"{TABLE_HEAD}{words}", Face.HEADING, size, line, "center", body=False),
        Style(
            f"TableSection{mark}",
            f"{TABLE_SECTION}{words}",
            Face.SUBHEADING,
            size,
            line,
            keep_next=True,
            body=False,
        ),
    )


def write_styles(sheet: Element, fonts: OfficeFonts, table_sizes: Iterable[float]) -> None:
    """Make ``sheet`` (``w:styles``) hold the paper's styles and nothing else."""
    for child in list(sheet):
        sheet.remove(child)
    _defaults(sheet, fonts)
    for style in (*FIXED, *(one for size in table_sizes for one in table_styles(size))):
        _paragraph_style(sheet, style, fonts)
    _style(sheet, "character", "DefaultParagraphFont", "Default Paragraph Font", default=1)
    for face, (style_id, name) in FACE_STYLES.items():
        _character_style(sheet, style_id, name, fonts.name(face))
    _character_style(sheet, PAGE_NUMBER, "page number", fonts.name(Face.SONG))
    _table_styles(sheet)


def _defaults(sheet: Element, fonts: OfficeFonts) -> None:
    """What holds where no style says otherwise.

    The page's grid stands in the section for whoever opens its dialog, but the text keeps 28 characters and 22 lines by
    its own spacing: LibreOffice gives a 16-point character two cells of a grid of 15.8 points.
    """
    defaults = add(sheet, "docDefaults")
    letters = add(add(defaults, "rPrDefault"), "rPr")
    _face(letters, fonts.name(Face.BODY))
    add(letters, "snapToGrid", val=0)
    add(letters, "kern", val=0)
    _size(letters, BODY_SIZE)
    add(letters, "lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    add(add(defaults, "pPrDefault"), "pPr")


def _style(sheet: Element, kind: str, style_id: str, name: str, default: int | None = None) -> Element:
    """A style with its name; one that Word does not know by name (English) is marked as our own."""
    own = None if name.isascii() else 1
    element = add(sheet, "style", type=kind, default=default, customStyle=own, styleId=style_id)
    add(element, "name", val=name)
    return element


def _paragraph_style(sheet: Element, style: Style, fonts: OfficeFonts) -> None:
    element = _style(sheet, "paragraph", style.id, style.name, default=None if style.based_on else 1)
    if style.alias:
        add(element, "aliases", val=style.alias)
    if style.based_on:
        add(element, "basedOn", val=style.based_on)
    if style.following:
        add(element, "next", val=style.following)
    add(element, "qFormat")
    paragraph = add(element, "pPr")
    for name, value in _paragraph_marks(style):
        add(paragraph, name, **value)
    letters = add(element, "rPr")
    _face(letters, fonts.name(style.face))
    if style.colour:
        add(letters, "color", val=style.colour)
    if style.body != (style.based_on != ""):  # Normal says it for all, the others where they differ
        add(letters, "spacing", val=CLOSER if style.body else 0)
    _size(letters, style.size)


def _paragraph_marks(style: Style) -> Iterator[tuple[str, dict[str, object]]]:
    """What a style says of its paragraphs, in the order the format wants."""
    if style.keep_next:
        yield "keepNext", {}
    if style.keep_lines:
        yield "keepLines", {}
    if style.id.startswith(DATA_ROW):  # no row begins or goes on with a single line
        yield "widowControl", {"val": 1}
    if not style.based_on:  # for all: 22 lines a page, marks at line ends, no gap between Chinese and figures
        marks = ("widowControl", "kinsoku", "overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid")
        for name in marks:
            yield name, {"val": int(name in ("kinsoku", "overflowPunct"))}
    spacing: dict[str, object] = {"before": style.before, "after": style.after}
    yield "spacing", spacing | {"line": style.line, "lineRule": "exact"}
    if style.indent:
        wide = round(style.indent * CHARACTER)
        yield "ind", {"firstLineChars": style.indent * 100, "firstLine": wide}
    yield "jc", {"val": style.align}
    if style.outline is not None:
        yield "outlineLvl", {"val": style.outline}


def _character_style(sheet: Element, style_id: str, name: str, face: str) -> None:
    element = _style(sheet, "character", style_id, name)
    add(element, "basedOn", val="DefaultParagraphFont")
    add(element, "qFormat")
    _face(add(element, "rPr"), face)


def _table_styles(sheet: Element) -> None:
    """Thin lines inside, a stronger one around; the cells' padding."""
    _style(sheet, "table", "TableNormal", "Normal Table", default=1)
    own = _style(sheet, "table", TABLE, "公文表格")
    add(own, "basedOn", val="TableNormal")
    properties = add(own, "tblPr")
    borders = add(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right"):
        add(borders, side, val="single", sz=8, space=0, color="000000")
    for side in ("insideH", "insideV"):
        add(borders, side, val="single", sz=4, space=0, color="000000")
    margins = add(properties, "tblCellMar")
    for side, width in (("top", CELL_HEAD), ("left", CELL_SIDE), ("bottom", CELL_HEAD), ("right", CELL_SIDE)):
        add(margins, side, w=width, type="dxa")
    _style(sheet, "numbering", "NoList", "No List", default=1)


def _face(letters: Element, name: str) -> None:
    """One face for all scripts: without ``eastAsia`` Word would set Chinese text in its own."""
    add(letters, "rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name)


def _size(letters: Element, points: float) -> None:
    add(letters, "sz", val=round(points * 2))
    add(letters, "szCs", val=round(points * 2))
