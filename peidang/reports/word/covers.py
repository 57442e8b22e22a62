"""版头 and 版记 of a Word paper (GB/T 9704-2012, 7.2 and 7.4): 版记 stands at the foot of the last page, an even one.

Only Word knows on which page a paper ends. So 版记 has an even page of its own, unless a paper without annexes or tables
surely ends on an even page with room for it.
"""

import math

from peidang.reports.paper import Heading, Imprint, Letterhead, Paper, Paragraph, plain, runs
from peidang.reports.pdf.covers import broken_mark
from peidang.reports.word import styles
from peidang.reports.word.measures import (
    FRAME_WIDTH,
    IMPRINT_LINE,
    IMPRINT_SIZE,
    LEFT,
    LINE,
    MARK_LEADING,
    MARK_LINE,
    MARK_SIZE,
    MARK_SMALLEST,
    MARK_TOP,
    twips,
)
from peidang.reports.word.tables import breadth
from peidang.reports.word.texts import put_runs
from peidang.reports.word.xml import Element, W, add

THICK, THIN, RED_RULE = 8, 6, 12
"""Eighths of a point: 0.35 and 0.25 mm, and the red rule of 版头."""
RULE_GAP = 11
"""Points from 发文字号 to the red rule, 4 mm."""
FREE = twips(IMPRINT_SIZE)
OFFICE_SHARE = 0.56
FILLED = 0.97  # of the frame's width, at most, by the mark
COPIES = "抄送："
CHARACTERS, LINES = 28, 22
TITLE_LINES, TITLE_CHARACTERS = 1.25, 18
"""Lines of the body that one of the title takes, and how many characters stand on it."""
CLOSE = 5.0  # lines: the signature with the blank ones over it, and one more
UNSURE = 2.0
"""Lines by which Word may set a paper longer or shorter than is reckoned here."""


def put_letterhead(body: Element, letterhead: Letterhead) -> None:
    """The office's mark in red, the paper's number, the red rule under it."""
    mark = _paragraph(body, styles.OFFICE_MARK.id)
    wide = [breadth(character) for character in letterhead.mark]
    lines, size = broken_mark(letterhead.mark, wide, FILLED * FRAME_WIDTH / 20, MARK_SIZE, MARK_SMALLEST)
    put_runs(mark, runs("\n".join(lines)))
    for run in mark.iterchildren(f"{W}r"):
        looks = run.find(f"{W}rPr")
        if looks is None:
            looks = add(run, "rPr")
            run.insert(0, looks)
        add(looks, "sz", val=int(size * 2))
        add(looks, "szCs", val=int(size * 2))
    if len(lines) > 1:
        add(mark[0], "spacing", before=MARK_TOP, after=0, line=twips(size * MARK_LEADING), lineRule="exact")
    number = _paragraph(body, styles.NUMBER.id)
    borders = add(number[0], "pBdr")
    add(borders, "bottom", val="single", sz=RED_RULE, space=RULE_GAP, color=styles.RED)
    put_runs(number, runs(letterhead.number))


def ends_on_even_page(paper: Paper) -> bool:
    """Whether the paper surely ends on an even page with room for its 版记; never said where it has annexes or tables."""
    if paper.annexes or not all(isinstance(block, Heading | Paragraph) for block in paper.blocks):
        return False
    texts = (plain(block.text) for block in paper.blocks if isinstance(block, Heading | Paragraph))
    body = sum(math.ceil((2 + breadth(part)) / CHARACTERS) for text in texts for part in text.split("\n"))
    lines = _head_lines(paper) + body + (CLOSE if paper.signature else 0.0)
    page, rest = divmod(lines, LINES)
    copies = math.ceil(breadth(paper.imprint.copies_to) / (CHARACTERS + 1)) if paper.imprint else 0
    return page % 2 == 1 and UNSURE <= rest <= LINES - UNSURE - (copies + 1) * IMPRINT_LINE / LINE


def _head_lines(paper: Paper) -> float:
    """About how many lines of the body stand above it: 版头, title, the line under it, whom it addresses."""
    title = math.ceil(breadth(paper.title) / TITLE_CHARACTERS) * TITLE_LINES + 2
    head = (MARK_TOP + MARK_LINE) / LINE + 4 if paper.letterhead else 0.0
    return head + title + bool(paper.subtitle) + bool(paper.addressee)


def put_imprint(body: Element, imprint: Imprint) -> None:
    """A table that floats at the foot of the page: who gets copies, who printed the paper and when, between rules.

    The paragraph before it keeps it on this page: LibreOffice would have it float on the page of the text above.
    """
    _hair(body)
    table = add(body, "tbl")
    _table_looks(table)
    if imprint.copies_to:
        cell = _cell(add(table, "tr"), 1.0, span=2)
        hang = twips(IMPRINT_SIZE * len(COPIES))
        add(cell[0], "ind", left=FREE + hang, right=FREE, hanging=hang)
        put_runs(cell, runs(f"{COPIES}{imprint.copies_to.rstrip('。')}。"))
    row = add(table, "tr")
    office, date = _cell(row, OFFICE_SHARE), _cell(row, 1 - OFFICE_SHARE)
    add(office[0], "ind", left=FREE)
    put_runs(office, runs(imprint.office))
    add(date[0], "ind", right=FREE)
    add(date[0], "jc", val="right")
    put_runs(date, runs(f"{imprint.date}印发"))
    _hair(body)


def _hair(body: Element) -> None:
    """An empty paragraph a point high."""
    add(_paragraph(body, styles.NORMAL.id)[0], "spacing", before=0, after=0, line=20, lineRule="exact")


def _table_looks(table: Element) -> None:
    """Where the table floats, and its rules.

    Measured from the paper's edge: LibreOffice lets no table float that is as wide as the frame and placed by it.
    """
    looks = add(table, "tblPr")
    add(looks, "tblpPr", vertAnchor="margin", horzAnchor="page", tblpX=LEFT, tblpYSpec="bottom")
    add(looks, "tblW", w=FRAME_WIDTH, type="dxa")
    borders = add(looks, "tblBorders")
    for side, thickness in (("top", THICK), ("bottom", THICK), ("insideH", THIN)):
        add(borders, side, val="single", sz=thickness, space=0, color="000000")
    add(looks, "tblLayout", type="fixed")
    margins = add(looks, "tblCellMar")  # else LibreOffice has the rules begin left of the frame
    for side in ("left", "right"):
        add(margins, side, w=0, type="dxa")
    grid = add(table, "tblGrid")
    for share in (OFFICE_SHARE, 1 - OFFICE_SHARE):
        add(grid, "gridCol", w=round(FRAME_WIDTH * share))


def _cell(row: Element, share: float, span: int | None = None) -> Element:
    """A cell with an empty paragraph, which is given."""
    cell = add(row, "tc")
    looks = add(cell, "tcPr")
    add(looks, "tcW", w=round(FRAME_WIDTH * share), type="dxa")
    if span:
        add(looks, "gridSpan", val=span)
    return _paragraph(cell, styles.IMPRINT.id)


def _paragraph(body: Element, style: str) -> Element:
    paragraph = add(body, "p")
    add(add(paragraph, "pPr"), "pStyle", val=style)
    return paragraph
