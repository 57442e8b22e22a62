"""What on a measured paper breaks the rules of GB/T 9704-2012 and design.md, in sentences."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tests.reports.measuring.glyphs import MM, Box
from tests.reports.measuring.grid import Cell
from tests.reports.measuring.lines import OPENING, Line
from tests.reports.measuring.measure import BODY_SIZE, TITLE_SIZE, PageMeasure, PaperMeasure

LEFT, TOP, WIDTH, HEIGHT = 28.0, 37.0, 156.0, 225.0
CLOSE = 0.5  # mm
CHARACTERS, LINES = 28, 22
DASH_TOP = 28.0
NUMBER_SIZE = 14.0 / MM
NO_START, NO_END = "，。、；：）》”！？%", "（《“"
TORN = (re.compile(r"[0-9][.,]?$"), re.compile(r"[0-9.%％年月日亿万]"))
NUMBER_AT_END, NUMBER_AT_START = re.compile(r"[0-9.,+\-]+$"), re.compile(r"[0-9.,]*[%％年月日亿万]?")
FACES = {  # parts of names under which the bundled and the office's own faces go
    "仿宋": r"Fang|仿宋",
    "黑体": r"SansSC|SimHei|黑体",
    "楷体": r"Kai|楷体",
    "小标宋": r"SerifSC-Bold|XiaoBiaoSong|小标宋|XBS",
}
HEADINGS = (
    (re.compile(r"[一二三四五六七八九十]+、"), "黑体"),
    (re.compile(r"（[一二三四五六七八九十]+）"), "楷体"),
    (re.compile(r"\d+\.(?!\d)|（\d+）"), "仿宋"),
)


def faults(paper: PaperMeasure) -> list[str]:
    """Everything that is not as it should be; nothing on a good paper."""
    found = [*_of_file(paper), *_of_title(paper), *_of_body(paper)]
    for page in paper.pages:
        found += [f"page {page.number}: {what}" for what in _of_page(page)]
    return found


def _of_file(paper: PaperMeasure) -> Iterator[str]:
    for font in paper.fonts:
        if not font.embedded or not font.subset or "Helvetica" in font.name:
            yield f"font {font.name} embedded: {font.embedded}, subset: {font.subset}"
    if not paper.fonts:
        yield "no font is named"
    if len({page.turned for page in paper.pages if page.turned}) > 1:
        yield "sideways pages are turned differently"
    if not paper.outline:
        yield "no bookmarks"
    lacking = [key for key in ("Title", "CreationDate") if not paper.properties.get(key)]
    if lacking:
        yield f"no properties {lacking}"


def _of_title(paper: PaperMeasure) -> Iterator[str]:
    for line in paper.title:
        middle = (line.left + line.right) / 2 / MM
        if abs(middle - (LEFT + WIDTH / 2)) > 1.0:
            yield f"title line {line.text} has its middle at {middle:.1f} mm"
        if not is_face(line, "小标宋") or abs(line.glyphs[0].size - TITLE_SIZE) > 0.1:
            yield f"title line {line.text} is {line.glyphs[0].font} {line.glyphs[0].size:g}"


def is_face(line: Line, face: str) -> bool:
    """Whether a line begins in this face."""
    return re.search(FACES[face], line.glyphs[0].font) is not None


def _of_body(paper: PaperMeasure) -> Iterator[str]:
    """Indents, heading faces, and numbers over the ends of lines, before the annexes."""
    lines = [(page.number, line) for page in paper.body for line in page.lines if is_body(line)]
    for number, line in lines:
        if line.text.startswith("附件："):
            return
        at = (line.left / MM - LEFT) / (BODY_SIZE / MM)
        heading = next((face for shape, face in HEADINGS if shape.match(line.text)), "")
        if at > 1.5 and heading and not is_face(line, heading):
            yield f"page {number}: {line.text[:12]} in {line.glyphs[0].font}, not {heading}"
        if min(abs(at - characters) for characters in (0, 2)) > 0.1 and not _excused(line):
            yield f"page {number}: {line.text[:12]} begins {at:.2f} characters in"
    for (_, above), (number, line) in pairwise(lines):
        if torn(above, line, WIDTH * MM, (LEFT + WIDTH) * MM):
            yield f"page {number}: {above.text[-6:]}|{line.text[:6]} tears a number"


def is_body(line: Line) -> bool:
    """Whether a line is set in the body's size."""
    return abs(line.glyphs[0].size - BODY_SIZE) < 0.1


def _excused(line: Line) -> bool:
    """A signature or its date, and a line whose opening mark hangs out with its empty half."""
    return line.left / MM > LEFT + 0.3 * WIDTH or line.text[0] in OPENING


def torn(above: Line, below: Line, width: float, right: float) -> bool:
    """Whether a number that a line of ``width`` could hold goes from a full line into the next."""
    if above.right < right - 1.2 * above.glyphs[-1].size:
        return False
    if not TORN[0].search(above.text) or not TORN[1].match(below.text):
        return False
    tail, head = NUMBER_AT_END.search(above.text), NUMBER_AT_START.match(below.text)
    assert tail is not None
    assert head is not None
    return (len(tail[0]) + len(head[0])) * above.glyphs[-1].size * 0.55 < width


def _of_page(page: PageMeasure) -> Iterator[str]:
    size = tuple(sorted(page.size))
    if abs(size[0] - 210) > CLOSE or abs(size[1] - 297) > CLOSE:
        yield f"is no A4 sheet: {page.size}"
    if page.ink and not inside(page.ink, Box(LEFT, TOP, LEFT + WIDTH, TOP + HEIGHT), CLOSE):
        yield f"ink outside the frame: {page.ink}"
    # pdfium counts the corners that a slanting stroke could have.
    if page.drawn and not inside(page.drawn, Box(LEFT, TOP, LEFT + WIDTH, TOP + HEIGHT), 2 * CLOSE):
        yield f"a chart outside the frame: {page.drawn}"
    yield from _of_number(page)
    yield from _of_frame(page)
    yield from _of_annex(page)
    yield from _of_marks(page.lines)
    for cell in page.cells:
        yield from _of_cell(cell)


def inside(box: Box, frame: Box, by: float) -> bool:
    """Whether a box stands in another, as far as ``by``."""
    return (
        box.left >= frame.left - by
        and box.top >= frame.top - by
        and box.right <= frame.right + by
        and box.bottom <= frame.bottom + by
    )


def _of_number(page: PageMeasure) -> Iterator[str]:
    number = page.page_number
    if page.imprint:
        return
    if number.text != f"—{page.number}—":
        yield f"page number reads {number.text}"
    if abs(number.dash_top - DASH_TOP) > CLOSE:
        yield f"dash top {number.dash_top:.2f} mm above the foot"
    free = number.from_right - (210 - LEFT - WIDTH) if page.number % 2 else number.from_left - LEFT
    if abs(free - NUMBER_SIZE) > 1.0:
        yield f"page number {free:.2f} mm from the frame's edge"


def _of_frame(page: PageMeasure) -> Iterator[str]:
    if page.frame is None:
        return
    frame = page.frame
    found = (frame.left, frame.top, frame.right - frame.left, frame.bottom - frame.top)
    if any(abs(a - b) > CLOSE for a, b in zip(found, (LEFT, TOP, WIDTH, HEIGHT), strict=True)):
        yield f"frame {', '.join(f'{mm:.2f}' for mm in found)} mm"
    if page.lines_a_page != LINES:
        yield f"{page.lines_a_page} lines"
    if abs(page.characters_a_line - CHARACTERS) > 0.1 or page.fullest not in (0, CHARACTERS):
        yield f"{page.characters_a_line:.2f} characters a line, {page.fullest} in the fullest"


def _of_annex(page: PageMeasure) -> Iterator[str]:
    if not page.annex:
        return
    mark = page.lines[0]
    edge = (
        297 - TOP - HEIGHT if page.turned else LEFT
    )  # the reader's left is the foot of the sheet held upright
    if not is_face(mark, "黑体") or abs(mark.left / MM - edge) > CLOSE:
        yield f"{page.annex} in {mark.glyphs[0].font} at {mark.left / MM:.2f} mm"
    if len(page.lines) > 1 and mark.y > page.lines[1].y:
        yield f"{page.annex} is not at the head"


def _of_marks(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        if line.text[0] in NO_START:
            yield f"a line begins with {line.text[:8]}"
        if line.text[-1] in NO_END:
            yield f"a line ends with {line.text[-8:]}"


def _of_cell(cell: Cell) -> Iterator[str]:
    lines = cell.lines
    for line in lines:
        ink = [glyph.ink for glyph in line.glyphs]
        if any(not inside(one, cell.box, 0.3) for one in ink):
            yield f"{line.text[:12]} runs over the rules of its cell"
    yield from _of_marks(lines)
    width = cell.box.right - cell.box.left - 5.0
    for above, line in pairwise(lines):
        if torn(above, line, width, cell.box.right - 2.5):
            yield f"{above.text[-6:]}|{line.text[:6]} tears a number in a cell"
