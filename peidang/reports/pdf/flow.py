"""Lays a paper's blocks on pages, line by line."""

import math
from collections.abc import Sequence
from itertools import takewhile

from peidang.reports.paper import (
    Annex,
    Bars,
    Block,
    Face,
    Heading,
    Note,
    Paper,
    Paragraph,
    Run,
    Runs,
    Signature,
    Table,
    plain,
)
from peidang.reports.pdf.bars import BarsSetter
from peidang.reports.pdf.covers import set_imprint, set_letterhead
from peidang.reports.pdf.marks import Bookmark, Page, Text
from peidang.reports.pdf.measures import (
    BODY_PITCH,
    BODY_SIZE,
    EPSILON,
    LINE,
    LINES_A_PAGE,
    TITLE_LINE,
    TITLE_SIZE,
)
from peidang.reports.pdf.notes import set_notes, set_table_with_notes
from peidang.reports.pdf.shaping import BODY, Line, Style, clean, lines_of, shape
from peidang.reports.pdf.tables import TableSetter
from peidang.reports.pdf.titles import break_title
from peidang.reports.typefaces import Typefaces

HEADING_FACES = {1: Face.HEADING, 2: Face.SUBHEADING, 3: Face.BODY, 4: Face.BODY}
INDENT = 2 * BODY_PITCH
SHORT = 3  # lines of a paragraph that is not divided between two pages for the signature's sake
CARRIED = 2
ASCENT = 0.86  # of the em stands above the baseline in Chinese faces; the em box is centred in its line


class Flow:
    """The pages made so far and how far the last one is filled (``y``, from the frame's top)."""

    def __init__(self, typefaces: Typefaces) -> None:
        self.typefaces = typefaces
        self.pages: list[Page] = []
        self.y = 0.0
        self.tables = 0

    @property
    def page(self) -> Page:
        """The page being filled."""
        return self.pages[-1]

    @property
    def room(self) -> float:
        """The height that is left on the page, in points; on upright pages of 22 whole lines."""
        height = self.page.frame.height if self.page.sideways else LINES_A_PAGE * LINE
        return height - self.y

    @property
    def width(self) -> float:
        """The width of the page's frame."""
        return self.page.frame.width

    def new_page(self, sideways: bool | None = None) -> None:
        """Begin a page, turned like the one before unless said otherwise."""
        self.pages.append(Page(self.page.sideways if sideways is None else sideways))
        self.y = 0.0

    def need(self, height: float) -> None:
        """Begin a new page unless ``height`` points are left on this one."""
        if self.room + EPSILON < height and self.y > 0:
            self.new_page()

    def skip(self, height: float) -> None:
        """Leave a blank, except at the head of a page; it never begins a page by itself."""
        if self.y > 0:
            self.y += min(height, max(self.room, 0.0))

    def to_grid(self) -> None:
        """Go down to the next whole line of the body."""
        self.y = math.ceil((self.y - EPSILON) / LINE) * LINE

    def set_lines(self, lines: Sequence[Line], leading: float, x: float = 0.0) -> None:
        """Set lines one below the other, each on a new page when this one is full."""
        for line in lines:
            self.need(leading)
            baseline = self.y + (leading - line.size) / 2 + ASCENT * line.size
            self.page.marks += [Text(x, baseline, piece) for piece in line.pieces]
            self.y += leading

    def set_beside(self, lines: Sequence[Line], leading: float, x: float) -> None:
        """Set lines without going down, so that what comes next stands beside them."""
        y = self.y
        self.set_lines(lines, leading, x)
        self.y = y

    def bookmark(self, title: str, level: int) -> None:
        """Enter what comes next into the file's outline."""
        self.page.marks.append(Bookmark(title, level, self.y))


def lay_out(paper: Paper, typefaces: Typefaces) -> list[Page]:
    """The pages of a paper, with everything but page numbers and banner."""
    flow = Flow(typefaces)
    flow.pages.append(Page())
    set_head(flow, paper)
    titles = [annex.title for annex in paper.annexes if annex.in_list]
    set_body_and_close(flow, paper.blocks, titles, paper.signature)
    for annex in paper.annexes:
        set_annex(flow, annex)
    if paper.imprint:
        set_imprint(flow, paper.imprint)
    return flow.pages


def set_body_and_close(
    flow: Flow, blocks: Sequence[Block], annexes: Sequence[str], signature: Signature | None
) -> None:
    """The body, the list of annexes and the signature, which never stands on a page without a line of the body.

    The last two lines of the body are carried over to it, or a short last paragraph with the heading above it.
    GB/T 9704-2012, 7.3.5.4, would have the spacing changed instead; so the grid of 22 lines by 28 characters stays.
    """
    closing = closing_lines(flow, annexes, signature)
    start = len(blocks)
    while start and isinstance(blocks[start - 1], Heading if start < len(blocks) else Paragraph):
        start -= 1
    set_blocks(flow, blocks[:start])
    if start < len(blocks):
        set_last_paragraph(flow, blocks[start:], closing)
    set_annex_list(flow, annexes)
    if signature:
        set_signature(flow, signature)


def set_last_paragraph(flow: Flow, blocks: Sequence[Block], closing: int) -> None:
    """A paragraph with the headings above it, broken so that the ``closing`` lines below it are not left alone."""
    *headings, last = blocks
    assert isinstance(last, Paragraph)
    flow.to_grid()
    lines = lines_of(last.text, BODY, flow.typefaces, flow.width, INDENT if last.indent else 0.0)
    if len(lines) <= SHORT:
        taken = height_of(flow, headings) + len(lines)
        if leaves_alone(flow, taken, closing, taken):
            flow.new_page()
        set_blocks(flow, headings)
        flow.set_lines(lines, LINE)
        return
    set_blocks(flow, headings)
    carried = CARRIED if leaves_alone(flow, len(lines), closing, CARRIED) else 0
    flow.set_lines(lines[: len(lines) - carried], LINE)
    if carried:
        flow.new_page()
        flow.set_lines(lines[-carried:], LINE)


def leaves_alone(flow: Flow, lines: int, closing: int, carried: int) -> bool:
    """Whether after ``lines`` more the closing part falls on a page by itself, and would not with those carried over."""
    left = (round(flow.room / LINE) - lines) % LINES_A_PAGE  # on whichever page the last line stands
    return left < closing <= LINES_A_PAGE - carried


def height_of(flow: Flow, blocks: Sequence[Block]) -> int:
    """How many lines these few blocks take."""
    trial = trial_page(flow)
    set_blocks(trial, blocks)
    return round(trial.y / LINE)


def trial_page(flow: Flow) -> Flow:
    """A page to try something on that is not printed."""
    trial = Flow(flow.typefaces)
    trial.pages.append(Page())
    return trial


def closing_lines(flow: Flow, annexes: Sequence[str], signature: Signature | None) -> int:
    """How many lines the list of annexes and the signature take under the body, blank ones included.

    0 without a signature, and where they take more than a page.
    """
    if signature is None:
        return 0
    trial = trial_page(flow)
    trial.y = LINE
    set_annex_list(trial, annexes)
    set_signature(trial, signature)
    return round(trial.y / LINE) - 1 if len(trial.pages) == 1 else 0


def set_head(flow: Flow, paper: Paper) -> None:
    """Title, line under it, and a blank line lower the addressee.

    What is over when the title's lines are set into the body's goes above the title, at least one line.
    """
    if paper.letterhead:
        set_letterhead(flow, paper.letterhead)
    title = title_lines(flow, paper.title) if paper.title else []
    style = Style(Face.SUBHEADING, BODY_SIZE, BODY_PITCH)
    under = centred(flow, paper.subtitle, style) if paper.subtitle else []
    height = len(title) * TITLE_LINE + len(under) * LINE
    if height:
        flow.y = math.ceil((flow.y + LINE + height) / LINE) * LINE - height
        flow.bookmark((paper.title or paper.subtitle).replace("\n", ""), 0)
        flow.set_lines(title, TITLE_LINE)
        flow.set_lines(under, LINE)
        flow.skip(LINE)
        flow.to_grid()
    if paper.addressee:
        flow.set_lines(lines_of((Run(paper.addressee),), BODY, flow.typefaces, flow.width), LINE)


def title_lines(flow: Flow, title: str) -> list[Line]:
    """A title, centred, broken where it says or else in a becoming shape."""
    style = Style(Face.TITLE, TITLE_SIZE)
    made: list[Line] = []
    for part in title.split("\n"):
        shaped = shape((Run(clean(part)),), style, flow.typefaces)
        for line in break_title(shaped.text, shaped.widths, flow.width):
            made += centred(flow, line, style)
    return made


def centred(flow: Flow, text: str, style: Style) -> list[Line]:
    """Text in the middle of the page's width."""
    return lines_of((Run(text),), style, flow.typefaces, flow.width, align="centre")


def set_blocks(flow: Flow, blocks: Sequence[Block]) -> None:
    """Headings, paragraphs, notes and tables in order; notes go with the table before them."""
    for n, block in enumerate(blocks):
        if isinstance(block, Heading):
            set_heading(flow, block, headings_after(blocks, n))
        elif isinstance(block, Paragraph):
            set_body(flow, block.text, BODY, INDENT if block.indent else 0.0)
        elif isinstance(block, Bars):
            BarsSetter(block, flow.tables, flow.width, flow.typefaces).set(flow)
            flow.tables += 1
        elif isinstance(block, Table):
            set_table(flow, block, notes_after(blocks, n))
        elif not n or not isinstance(blocks[n - 1], Note | Table):
            set_notes(flow, [block, *notes_after(blocks, n)])


def notes_after(blocks: Sequence[Block], n: int) -> list[Note]:
    """The notes that follow a block at once."""
    return [
        one for one in takewhile(lambda one: isinstance(one, Note), blocks[n + 1 :]) if isinstance(one, Note)
    ]


def set_body(flow: Flow, text: Runs, style: Style, indent: float) -> None:
    """Text on the grid of the body."""
    flow.to_grid()
    flow.set_lines(lines_of(text, style, flow.typefaces, flow.width, indent), LINE)


def headings_after(blocks: Sequence[Block], n: int) -> int:
    """How many headings follow a block at once."""
    return sum(1 for _ in takewhile(lambda one: isinstance(one, Heading), blocks[n + 1 :]))


def set_heading(flow: Flow, heading: Heading, below: int = 0) -> None:
    """A heading, entered in the outline, never the last line of a page, nor the last but headings ``below`` it."""
    style = Style(HEADING_FACES[heading.level], BODY_SIZE, BODY_PITCH)
    lines = lines_of(heading.text, style, flow.typefaces, flow.width, INDENT, "left")
    flow.to_grid()
    flow.need((len(lines) + below + 1) * LINE)
    flow.bookmark(plain(heading.text), heading.level)
    flow.set_lines(lines, LINE)


def set_table(flow: Flow, table: Table, notes: Sequence[Note]) -> None:
    """A table from where the page stands, on as many pages as it takes, with the notes that belong to it."""
    setter = TableSetter(table, flow.tables, flow.page.frame, flow.typefaces)
    if notes:
        set_table_with_notes(flow, setter, notes)
    else:
        setter.set(flow)
    flow.tables += 1


def set_annex_list(flow: Flow, titles: Sequence[str]) -> None:
    """附件：1.… under the body, a blank line apart, wrapped lines under the first one's beginning (7.3.4)."""
    left = INDENT + 3 * BODY_PITCH
    entries = []
    for number, title in enumerate(titles, start=1):
        mark = lines_of((Run(f"{number}." if len(titles) > 1 else ""),), BODY, flow.typefaces, left)
        hang = left + mark[0].width
        entries.append(
            (mark, hang, lines_of((Run(title),), BODY, flow.typefaces, flow.width - hang, align="left"))
        )
    flow.to_grid()
    flow.skip(LINE if entries else 0)
    flow.need(sum(len(lines) for _, _, lines in entries) * LINE)
    if entries:
        flow.set_beside(lines_of((Run("附件："),), BODY, flow.typefaces, left), LINE, INDENT)
    for mark, hang, lines in entries:
        flow.need(LINE)
        flow.set_beside(mark, LINE, left)
        flow.set_lines(lines, LINE, hang)


def set_signature(flow: Flow, signature: Signature) -> None:
    """Office and date at the right, not torn from each other: the date begins two characters after the office.

    A date longer than the office stands two characters from the right, the office centred over it (7.3.5.3). So does
    the date under an office whose name takes the whole width.
    """
    office = lines_of((Run(signature.office),), BODY, flow.typefaces, flow.width, align="left")
    date = lines_of((Run(signature.date),), BODY, flow.typefaces, flow.width, align="left")
    office_width, date_width = office[0].width, date[0].width
    office_x = flow.width - 2 * BODY_PITCH - max(office_width, date_width - 2 * BODY_PITCH)
    date_x = office_x + 2 * BODY_PITCH
    if date_width > office_width:
        date_x = flow.width - 2 * BODY_PITCH - date_width
        office_x = date_x + (date_width - office_width) / 2
    elif office_x < 0:
        date_x = flow.width - 2 * BODY_PITCH - date_width
    flow.to_grid()
    flow.skip(2 * LINE)
    flow.need((len(office) + len(date)) * LINE)
    flow.set_lines(office, LINE, max(office_x, 0.0))
    flow.set_lines(date, LINE, max(date_x, 0.0))


def set_annex(flow: Flow, annex: Annex) -> None:
    """An annex on a page of its own: its mark flush in 黑体 on the first line, its title centred on the third."""
    flow.new_page(annex.sideways)
    flow.bookmark(f"{annex.label} {annex.title}", 0)
    label = lines_of((Run(annex.label),), Style(Face.HEADING, BODY_SIZE), flow.typefaces, flow.width)
    flow.set_lines(label, LINE)
    flow.y += LINE / 3 if annex.sideways else LINE
    flow.set_lines(title_lines(flow, annex.title), TITLE_LINE)
    flow.y += LINE / 3
    set_blocks(flow, annex.blocks)
