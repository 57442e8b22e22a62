"""What a PDF file holds, as pdfium sees it: every glyph with its ink, every rule, every font. No layout code of ours.

All places are points from the upper left corner of the page as its reader turns it, y downwards.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4
THIN = 4.0  # points: a path that is no thicker than this in one direction is a rule
NAME = rb"\s*/([^\s/<>\[\]()]+)"
BASE_FONT = re.compile(rb"/BaseFont" + NAME)
OBJECT = re.compile(rb"\d+ 0 obj(.*?)(?:stream|endobj)", re.DOTALL)
FONT_NAME = re.compile(rb"/FontName" + NAME)
SUBSET = re.compile(r"^[A-Z]{6}\+")


@dataclass(frozen=True)
class Box:
    """A rectangle, in points as read."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Glyph:
    """One character on paper: where its baseline begins, its ink (empty for a blank), its font."""

    text: str
    x: float
    y: float
    ink: Box
    font: str
    size: float

    @property
    def right(self) -> float:
        """Where the character's own width ends: a full-width one's em, else its ink."""
        return self.x + self.size if ord(self.text[0]) > 0x2000 else self.ink.right


@dataclass(frozen=True)
class Sheet:
    """A page as read: its size, how far it is turned (degrees), what stands on it."""

    number: int
    width: float
    height: float
    turned: int
    glyphs: tuple[Glyph, ...]
    rules: tuple[Box, ...]
    drawn: tuple[Box, ...] = ()
    """What is drawn in any other colour: the bars of charts."""

    @property
    def across(self) -> tuple[Box, ...]:
        """Rules that run along the lines of text."""
        return tuple(one for one in self.rules if one.right - one.left >= one.bottom - one.top)

    @property
    def down(self) -> tuple[Box, ...]:
        """Rules that run from head to foot."""
        return tuple(one for one in self.rules if one.right - one.left < one.bottom - one.top)

    def upright(self, glyph: Glyph) -> Box:
        """A glyph's ink on the sheet held upright, as it is bound; from its upper left corner."""
        return self.upright_box(glyph.ink)

    def upright_box(self, ink: Box) -> Box:
        """A place as read, on the sheet held upright."""
        if self.turned == 0:
            return ink
        if self.turned == 90:
            return Box(ink.top, self.width - ink.right, ink.bottom, self.width - ink.left)
        raise ValueError(f"page {self.number} is turned by {self.turned} degrees")


@dataclass(frozen=True)
class Font:
    """A font that the file names."""

    name: str
    embedded: bool
    subset: bool


@dataclass(frozen=True)
class File:
    """A PDF file: pages, fonts, outline as (level, title), properties."""

    sheets: tuple[Sheet, ...]
    fonts: tuple[Font, ...]
    outline: tuple[tuple[int, str], ...]
    properties: dict[str, str]


def read(data: bytes) -> File:
    """Read a PDF file."""
    embedded: dict[str, bool] = {}
    with pypdfium2.PdfDocument(data) as document:
        sheets = tuple(_sheet(number, page, embedded) for number, page in enumerate(document, start=1))
        outline = tuple((entry.level, entry.get_title()) for entry in document.get_toc())
        properties = document.get_metadata_dict()
    fonts = tuple(_fonts_named(data)) or tuple(Font(name, inside, False) for name, inside in embedded.items())
    return File(sheets, fonts, outline, properties)


def _fonts_named(data: bytes) -> Iterator[Font]:
    """Each font the file names, drawn with or not: embedded when its descriptor points to a font file."""
    inside = {
        match[1]
        for one in OBJECT.findall(data)
        if (match := FONT_NAME.search(one)) and re.search(rb"/FontFile[23]?\s", one)
    }
    for name in sorted(set(BASE_FONT.findall(data))):
        words = name.decode("ascii", "replace")
        yield Font(SUBSET.sub("", words), name in inside, bool(SUBSET.match(words)))


def _sheet(number: int, page: pypdfium2.PdfPage, embedded: dict[str, bool]) -> Sheet:
    width, height = page.get_size()
    turned = page.get_rotation()
    sheet = Sheet(number, width, height, turned, (), ())
    glyphs = tuple(_glyphs(page, sheet, embedded))
    paths = [
        (_is_black(one), _as_read(sheet, *one.get_bounds()))
        for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
    ]
    rules = tuple(
        box for black, box in paths if black and min(box.right - box.left, box.bottom - box.top) <= THIN
    )
    drawn = tuple(box for black, box in paths if not black)
    return Sheet(number, width, height, turned, glyphs, rules, drawn)


def _is_black(path: pypdfium2.PdfObject) -> bool:
    """Whether a path is drawn in black (or the red of 版头): what is not belongs to a chart."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFPageObj_GetStrokeColor(path.raw, red, green, blue, alpha)
    return (green.value, blue.value) == (0, 0)


def _as_read(sheet: Sheet, left: float, bottom: float, right: float, top: float) -> Box:
    """pdfium counts from the lower left corner of the page before it is turned."""
    if sheet.turned == 90:
        return Box(bottom, left, top, right)
    return Box(left, sheet.height - top, right, sheet.height - bottom)


def _glyphs(page: pypdfium2.PdfPage, sheet: Sheet, embedded: dict[str, bool]) -> Iterator[Glyph]:
    text_page = page.get_textpage()
    raw = text_page.raw
    fonts: dict[int, str] = {}
    x, y = ctypes.c_double(), ctypes.c_double()
    high = ""
    for index in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(raw, index)
        if pdfium.FPDFText_IsGenerated(raw, index) == 1:
            continue
        character = "-" if pdfium.FPDFText_IsHyphen(raw, index) == 1 else chr(code)
        if 0xD800 <= code < 0xDC00:
            high = character
            continue
        if 0xDC00 <= code < 0xE000:
            character = (high + character).encode("utf-16", "surrogatepass").decode("utf-16")
        if character < " ":
            continue
        pdfium.FPDFText_GetCharOrigin(raw, index, x, y)
        at = _as_read(sheet, x.value, y.value, x.value, y.value)
        ink = _as_read(sheet, *text_page.get_charbox(index))
        thing = pdfium.FPDFText_GetTextObject(raw, index)
        key = ctypes.addressof(thing.contents)
        if key not in fonts:
            fonts[key] = _font(thing, embedded)
        yield Glyph(character, at.left, at.top, ink, fonts[key], pdfium.FPDFText_GetFontSize(raw, index))


def _font(thing: object, embedded: dict[str, bool]) -> str:
    """The name of a text object's font, without the mark of a subset; notes whether it is embedded."""
    font = pdfium.FPDFTextObj_GetFont(thing)
    length = pdfium.FPDFFont_GetBaseFontName(font, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, length)
    name = buffer.value.decode()
    embedded[name] = pdfium.FPDFFont_GetIsEmbedded(font) == 1
    return SUBSET.sub("", name)
