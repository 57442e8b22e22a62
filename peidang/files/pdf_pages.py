"""The pages of a PDF as characters with places and straight lines, upright, in points from the lower left.

Only this module of the PDF readers talks to pdfium. It may crash or hang on hostile files, so it runs in a child.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from math import pi

import pypdfium2  # type: ignore[import-untyped]
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from peidang.domain.errors import FileUnreadable

MAX_PAGES = 1500
MAX_CHARS = 6_000_000
MAX_STROKES = 40_000
"""On one page; more is a drawing, not a table."""
FORM_DEPTH = 4
THIN = 3.0
"""Points. A filled rectangle no thicker is a ruled line."""
STRAIGHT = 1.0
BLANKS = frozenset(" \u00a0\u3000\t\r\n\x00\u2002\u2003")


@dataclass(frozen=True, slots=True)
class Char:
    """One visible character; ``y`` is its baseline, ``size`` the height of its box."""

    text: str
    left: float
    right: float
    y: float
    size: float

    @property
    def middle(self) -> float:
        """Halfway between its sides."""
        return (self.left + self.right) / 2


@dataclass(frozen=True, slots=True)
class Stroke:
    """A level or upright line: ``at`` is its y or x, ``start`` to ``end`` how far it runs."""

    level: bool
    at: float
    start: float
    end: float


@dataclass(frozen=True)
class Page:
    """One page, turned the way it is read."""

    width: float
    height: float
    chars: tuple[Char, ...]
    strokes: tuple[Stroke, ...]
    has_picture: bool = False


@dataclass(frozen=True)
class _Turn:
    """How a page is turned to be read: its box, and quarter turns clockwise."""

    left: float
    bottom: float
    width: float
    height: float
    quarters: int

    def __call__(self, x: float, y: float) -> tuple[float, float]:
        x, y = x - self.left, y - self.bottom
        match self.quarters:
            case 1:
                return y, self.width - x
            case 2:
                return self.width - x, self.height - y
            case 3:
                return self.height - y, x
            case _:
                return x, y

    @property
    def size(self) -> tuple[float, float]:
        """Width and height after turning."""
        return (self.height, self.width) if self.quarters % 2 else (self.width, self.height)


def read_pages(data: bytes, name: str) -> list[Page]:
    """Every page. Raises ``FileUnreadable`` with ``encrypted``, ``damaged`` or ``too-large``."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise FileUnreadable(name, "encrypted" if locked else "damaged") from error
    try:
        if len(document) > MAX_PAGES:
            raise FileUnreadable(name, "too-large")
        pages: list[Page] = []
        for number in range(len(document)):
            pages.append(_page(document[number]))
            if sum(len(page.chars) for page in pages) > MAX_CHARS:
                raise FileUnreadable(name, "too-large")
    except pypdfium2.PdfiumError as error:
        raise FileUnreadable(name, "damaged") from error
    finally:
        document.close()
    return pages


def _page(page: pypdfium2.PdfPage) -> Page:
    text = page.get_textpage()
    try:
        left, bottom, right, top = page.get_bbox()
        angles = _angles(text)
        # Which way up a page is read is told by its letters; many sideways pages carry no note of being turned.
        leaning = max(set(angles), key=angles.count) if angles else page.get_rotation() // 90
        turn = _Turn(left, bottom, right - left, top - bottom, leaning)
        chars = tuple(_chars(text, angles, leaning, turn))
        pictures = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=FORM_DEPTH)
        return Page(*turn.size, chars, tuple(_strokes(page, turn)), any(True for _ in pictures))
    finally:
        text.close()
        page.close()


def _angles(text: pypdfium2.PdfTextPage) -> list[int]:
    """By how many quarter turns clockwise each character must be turned to be read."""
    count = text.count_chars()
    return [-round(pdfium.FPDFText_GetCharAngle(text.raw, at) / (pi / 2)) % 4 for at in range(count)]


def _chars(text: pypdfium2.PdfTextPage, angles: list[int], leaning: int, turn: _Turn) -> Iterator[Char]:
    """The visible characters that run as most of the page does; a watermark or a number at the side does not."""
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    pending = 0
    for at, angle in enumerate(angles):
        code = pdfium.FPDFText_GetUnicode(text.raw, at)
        if 0xD800 <= code < 0xDC00:
            pending = code
            continue
        if 0xDC00 <= code < 0xE000 and pending:
            code = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00)
        pending = 0
        sign = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if angle != leaning or sign in BLANKS or pdfium.FPDFText_IsGenerated(text.raw, at) == 1:
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text.raw, at, ctypes.byref(box)):
            continue
        pdfium.FPDFText_GetCharOrigin(text.raw, at, ctypes.byref(x), ctypes.byref(y))
        ax, ay = turn(box.left, box.bottom)
        bx, by = turn(box.right, box.top)
        yield Char(sign, min(ax, bx), max(ax, bx), turn(x.value, y.value)[1], abs(by - ay))


def _strokes(page: pypdfium2.PdfPage, turn: _Turn) -> Iterator[Stroke]:
    """The straight lines drawn on the page, level or upright."""
    count = 0
    for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=FORM_DEPTH):
        for start, end in _edges(item):
            count += 1
            if count > MAX_STROKES:
                return
            stroke = _stroke(turn(*start), turn(*end))
            if stroke is not None:
                yield stroke


Point = tuple[float, float]


def _stroke(start: Point, end: Point) -> Stroke | None:
    (x0, y0), (x1, y1) = start, end
    if abs(y1 - y0) <= STRAIGHT < abs(x1 - x0):
        return Stroke(True, (y0 + y1) / 2, min(x0, x1), max(x0, x1))
    if abs(x1 - x0) <= STRAIGHT < abs(y1 - y0):
        return Stroke(False, (x0 + x1) / 2, min(y0, y1), max(y0, y1))
    return None


def _edges(item: pypdfium2.PdfObject) -> Iterator[tuple[Point, Point]]:
    """The edges of a stroked path; the middle line of a thin filled one; none of an area filled or left unpainted."""
    fill, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item.raw, ctypes.byref(fill), ctypes.byref(stroked))
    edges = [(_placed(item, start), _placed(item, end)) for start, end in _segments(item.raw)]
    if stroked.value:
        yield from edges
    elif fill.value and edges:
        xs = [x for edge in edges for x, _ in edge]
        ys = [y for edge in edges for _, y in edge]
        if max(ys) - min(ys) <= THIN:
            middle = (max(ys) + min(ys)) / 2
            yield (min(xs), middle), (max(xs), middle)
        elif max(xs) - min(xs) <= THIN:
            middle = (max(xs) + min(xs)) / 2
            yield (middle, min(ys)), (middle, max(ys))


def _segments(path: object) -> Iterator[tuple[Point, Point]]:
    x, y = ctypes.c_float(), ctypes.c_float()
    start = here = (0.0, 0.0)
    for at in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        pdfium.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y))
        point = (x.value, y.value)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium.FPDF_SEGMENT_LINETO:
            yield here, point
        here = point
        if pdfium.FPDFPathSegment_GetClose(segment):
            yield here, start
            here = start


def _placed(item: pypdfium2.PdfObject, point: Point) -> Point:
    """A path's point on the page, through its own matrix and those of the forms around it."""
    around = item
    for _ in range(FORM_DEPTH + 1):
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFPageObj_GetMatrix(around.raw, ctypes.byref(matrix))
        x, y = point
        point = (matrix.a * x + matrix.c * y + matrix.e, matrix.b * x + matrix.d * y + matrix.f)
        around = getattr(around, "container", None)
        if around is None:
            break
    return point
