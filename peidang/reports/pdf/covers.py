"""版头 at the head of the first page and 版记 at the foot of the last, both by GB/T 9704-2012, 7.2 and 7.4."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from peidang.reports.paper import Face, Imprint, Letterhead, Run
from peidang.reports.pdf.marks import Page, Rule, Text
from peidang.reports.pdf.measures import (
    IMPRINT_LINE,
    IMPRINT_SIZE,
    LINE,
    MARK_LEADING,
    MARK_SIZE,
    MARK_SMALLEST,
    MARK_TOP,
    RED_RULE,
    RED_RULE_GAP,
    THICK_RULE,
    THIN_RULE,
    UPRIGHT,
)
from peidang.reports.pdf.shaping import BODY, Line, Style, lines_of, shape
from peidang.reports.pdf.titles import break_title

if TYPE_CHECKING:
    from peidang.reports.pdf.flow import Flow

COPIES = "抄送："
PRINTED = "印发"
ASCENT = 0.86
BASELINE = (IMPRINT_LINE - IMPRINT_SIZE) / 2 + ASCENT * IMPRINT_SIZE  # from the top of a line of 版记


def set_letterhead(flow: "Flow", letterhead: Letterhead) -> None:
    """The office's mark 35 mm under the frame's head, two lines lower the number, 4 mm under it a red rule.

    Leaves two blank lines above the title.
    """
    flow.y = MARK_TOP
    parts, size = mark_lines(flow, letterhead.mark)
    for part in parts:
        for line in centred(flow, part, Style(Face.TITLE, size)):
            put(flow.page, line, 0.0, flow.y + ASCENT * size, red=True)
            flow.y += size * MARK_LEADING
    flow.y += 2 * LINE
    for line in centred(flow, letterhead.number, BODY) if letterhead.number else ():
        flow.y += LINE
        put(flow.page, line, 0.0, flow.y - LINE + (LINE - line.size) / 2 + ASCENT * line.size)
        flow.y -= (LINE - line.size) / 2
    flow.y += RED_RULE_GAP
    flow.page.marks.append(Rule(0.0, flow.y, flow.width, flow.y, RED_RULE, red=True))
    flow.y += LINE


def mark_lines(flow: "Flow", mark: str) -> tuple[list[str], float]:
    """The mark on one line as large as goes, at most 45 points; a longer one as a title is broken, and as large as goes."""
    widths = shape((Run(mark),), Style(Face.TITLE, 1.0), flow.typefaces).widths
    return broken_mark(mark, widths, flow.width, MARK_SIZE, MARK_SMALLEST)


def broken_mark(
    mark: str, widths: Sequence[float], width: float, largest: float, smallest: float
) -> tuple[list[str], float]:
    """A mark's lines and size; ``widths`` of its characters in ems."""
    lines = break_title(mark, widths, width / smallest)
    ends = list(accumulate(map(len, lines)))
    ems = max(sum(widths[a:b]) for a, b in pairwise((0, *ends)))
    return lines, max(min(largest, width / ems if ems else largest), smallest)


def centred(flow: "Flow", text: str, style: Style) -> list[Line]:
    """Text in the middle of the frame's width."""
    return lines_of((Run(text),), style, flow.typefaces, flow.width, align="centre")


def put(page: Page, line: Line, x: float, baseline: float, red: bool = False) -> None:
    """A line at a place of the page."""
    page.marks += [Text(x, baseline, piece, red) for piece in line.pieces]


def set_imprint(flow: "Flow", imprint: Imprint) -> None:
    """版记 at the foot of the last page, which is an even one; on a page of its own where that is full or sideways."""
    style = Style(Face.BODY, IMPRINT_SIZE)
    mark, date = (line_of(flow, text, style) for text in (COPIES, f"{imprint.date}{PRINTED}"))
    free, width = IMPRINT_SIZE, UPRIGHT.width  # one character is free on either side
    hang = free + mark.width
    names = f"{imprint.copies_to.rstrip('。')}。" if imprint.copies_to else ""
    copies = lines_of((Run(names),), style, flow.typefaces, width - hang - free) if names else []
    office = lines_of(
        (Run(imprint.office),), style, flow.typefaces, width - 3 * free - date.width, align="left"
    )
    find_page(flow, (len(copies) + len(office) + 1) * IMPRINT_LINE)
    page, y = flow.page, UPRIGHT.height - (len(copies) + len(office)) * IMPRINT_LINE
    rule(page, y, THICK_RULE)
    if copies:
        put(page, mark, free, y + BASELINE)
        y = put_lines(page, copies, hang, y)
        rule(page, y, THIN_RULE)
    y = put_lines(page, office, free, y)
    put(page, date, width - free - date.width, y - IMPRINT_LINE + BASELINE)
    rule(page, y, THICK_RULE)
    flow.y = y


def line_of(flow: "Flow", text: str, style: Style) -> Line:
    """A text that goes on one line."""
    return lines_of((Run(text),), style, flow.typefaces, UPRIGHT.width)[0]


def put_lines(page: Page, lines: Sequence[Line], x: float, y: float) -> float:
    """Lines of 版记 one below the other; gives where they end."""
    for line in lines:
        put(page, line, x, y + BASELINE)
        y += IMPRINT_LINE
    return y


def find_page(flow: "Flow", height: float) -> None:
    """Go to an even upright page with ``height`` left; the pages added for it bear no number."""
    if not flow.page.sideways and flow.room >= height and len(flow.pages) % 2 == 0:
        return
    flow.new_page(sideways=False)
    flow.page.numbered = False
    if len(flow.pages) % 2:
        flow.new_page()
        flow.page.numbered = False


def rule(page: Page, y: float, thickness: float) -> None:
    """A rule as wide as the frame."""
    page.marks.append(Rule(0.0, y, page.frame.width, y, thickness))
