"""Puts laid-out pages into a PDF file: marks, page numbers, banner, properties."""

from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO

from reportlab.pdfgen.canvas import Canvas

from peidang.reports.paper import Face, Paper, Run
from peidang.reports.pdf.bars import draw_bar
from peidang.reports.pdf.marks import Bar, Bookmark, Page, Rule, Text
from peidang.reports.pdf.measures import (
    BANNER_GAP,
    BANNER_SIZE,
    BOTTOM,
    LEFT,
    PAGE_NUMBER_SIZE,
    PAGE_NUMBER_TOP,
    PAPER_HEIGHT,
    PAPER_WIDTH,
    UPRIGHT,
)
from peidang.reports.pdf.shaping import Line, Style, lines_of
from peidang.reports.typefaces import Typefaces

PRODUCER = "peidang"
RED, BLACK = (1.0, 0.0, 0.0), (0.0, 0.0, 0.0)


def draw(paper: Paper, pages: list[Page], typefaces: Typefaces, out: BinaryIO, made: datetime) -> set[str]:
    """Write the pages as a PDF file to ``out``; gives the names of the fonts drawn with.

    The same pages and the same ``made`` give the same bytes.
    """
    buffer = BytesIO()
    # Without a first font of ours reportlab lists its own Helvetica, unembedded, in every file.
    first_font: Any = typefaces.face(Face.BODY).name  # Any: the stubs want a number here
    canvas = Canvas(buffer, invariant=1, initialFontName=first_font, lang="zh-CN", pageCompression=1)
    set_properties(canvas, paper, made)
    pen = Pen(canvas)
    for number, page in enumerate(pages, start=1):
        draw_page(pen, page, number, paper.banner, typefaces)
        canvas.showPage()
    canvas.save()
    out.write(buffer.getvalue())
    return pen.fonts


class Pen:
    """Draws text and rules in black (版头 in red), and remembers with which fonts."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.fonts: set[str] = set()
        self.outline_level = -1

    def text(self, mark: Text, height: float) -> None:
        """Draw a piece of text; ``height`` is that of the frame, whose lower left corner is the origin."""
        piece = mark.piece
        words = self.canvas.beginText(mark.x + piece.x, height - mark.y)
        words.setFont(piece.font, piece.size)
        if piece.spacing:
            words.setCharSpace(piece.spacing)
        if mark.red:
            words.setFillColorRGB(*RED)
        words.textOut(piece.text)
        if piece.spacing:
            words.setCharSpace(0)
        if mark.red:
            words.setFillColorRGB(*BLACK)
        self.canvas.drawText(words)
        self.fonts.add(piece.font)

    def rule(self, mark: Rule, height: float) -> None:
        """Draw a straight line."""
        self.canvas.setLineWidth(mark.thickness)
        self.canvas.setStrokeColorRGB(*(RED if mark.red else BLACK))
        self.canvas.line(mark.x1, height - mark.y1, mark.x2, height - mark.y2)

    def line(self, line: Line, x: float, y: float) -> None:
        """Draw a whole line of text with its baseline at ``y`` above the origin."""
        for piece in line.pieces:
            self.text(Text(x, 0.0, piece), y)


def draw_page(pen: Pen, page: Page, number: int, banner: str, typefaces: Typefaces) -> None:
    """Draw one page.

    A sideways page is the same upright sheet with its frame turned a quarter to the left, so that the head of the
    table lies at the left edge of every such sheet and the page number stays where it is (GB/T 9704-2012, 7.5 and
    9). Screens are told to show it turned to the right.
    """
    canvas, height = pen.canvas, page.frame.height
    canvas.saveState()
    canvas.setPageRotation(90 if page.sideways else 0)
    # reportlab takes the size as it is seen and swaps it for a rotated page.
    canvas.setPageSize((PAPER_HEIGHT, PAPER_WIDTH) if page.sideways else (PAPER_WIDTH, PAPER_HEIGHT))
    if page.sideways:
        canvas.transform(0, 1, -1, 0, LEFT + UPRIGHT.width, BOTTOM)
    else:
        canvas.translate(LEFT, BOTTOM)
    for mark in page.marks:
        if isinstance(mark, Text):
            pen.text(mark, height)
        elif isinstance(mark, Rule):
            pen.rule(mark, height)
        elif isinstance(mark, Bar):
            draw_bar(canvas, mark, height)
        elif isinstance(mark, Bookmark):
            draw_bookmark(pen, mark, page, number)
    if banner:
        style = Style(Face.HEADING, BANNER_SIZE)
        line = lines_of((Run(banner),), style, typefaces, page.frame.width, align="centre")[0]
        pen.line(line, 0.0, height + BANNER_GAP)
    canvas.restoreState()
    if page.numbered:
        draw_page_number(pen, number, typefaces)


def draw_bookmark(pen: Pen, mark: Bookmark, page: Page, number: int) -> None:
    """Enter a heading into the outline; it leads to its height on the page, or to the sideways page.

    A level that is skipped (（一） straight under the title) moves up: the outline has to go down step by step.
    """
    canvas = pen.canvas
    key = f"{number}-{mark.y:.2f}-{mark.title}"
    if page.sideways:
        canvas.bookmarkPage(key)
    else:
        canvas.bookmarkPage(key, fit="XYZ", top=BOTTOM + page.frame.height - mark.y + BANNER_GAP / 2)
    pen.outline_level = min(mark.level, pen.outline_level + 1)
    canvas.addOutlineEntry(mark.title, key, level=pen.outline_level, closed=False)


def draw_page_number(pen: Pen, number: int, typefaces: Typefaces) -> None:
    """— 1 — in 4号 half-width figures, one character from the right on odd pages, from the left on even ones."""
    style = Style(Face.SONG, PAGE_NUMBER_SIZE)
    text = (Run(f"— {number} —"),)
    line = lines_of(text, style, typefaces, UPRIGHT.width, align="right" if number % 2 else "left")[0]
    aside = -PAGE_NUMBER_SIZE if number % 2 else PAGE_NUMBER_SIZE
    dash_top = typefaces.face(Face.SONG).top("—") * PAGE_NUMBER_SIZE
    pen.line(line, LEFT + aside, PAGE_NUMBER_TOP - dash_top)


def set_properties(canvas: Any, paper: Paper, made: datetime) -> None:
    """Title, author and date of the file; the outline is shown when it is opened."""
    canvas.setTitle(paper.title.replace("\n", ""))
    canvas.setAuthor(paper.author)
    canvas.setSubject(paper.subject or paper.banner)
    canvas.setKeywords(list(paper.keywords))
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    canvas.showOutline()
    stamp = canvas._doc._timeStamp
    stamp.lt, stamp.YMDhms = made.timetuple(), made.timetuple()[:6]
