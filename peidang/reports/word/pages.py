"""Sections, headers, footers and page numbers: — 1 — at the paper's foot, odd right, even left, on sideways pages too."""

from dataclasses import dataclass
from typing import Any

from peidang.reports.paper import runs
from peidang.reports.word import measures as m
from peidang.reports.word import styles
from peidang.reports.word.texts import put_runs
from peidang.reports.word.xml import Element, R, add, add_text, new

ODD, EVEN = "default", "even"
"""Word's names: the odd pages' header is the one of pages that are not told apart."""
KINDS = (ODD, EVEN)


@dataclass(frozen=True)
class PageParts:
    """The headers and footers of the file, by kind of page: (odd or even, sideways) → relationship's id."""

    headers: dict[tuple[str, bool], str]
    footers: dict[tuple[str, bool], str]


def make_page_parts(document: Any, banner: str) -> PageParts:
    """Write all headers and footers once; sections only point to them."""
    headers: dict[tuple[str, bool], str] = {}
    footers: dict[tuple[str, bool], str] = {}
    for sideways in (False, True):
        for kind in KINDS:
            part, headers[kind, sideways] = document.part.add_header_part()
            _header(part.element, banner, kind, sideways)
            part, footers[kind, sideways] = document.part.add_footer_part()
            _footer(part.element, kind, sideways)
    return PageParts(headers, footers)


def _header(element: Element, banner: str, kind: str, sideways: bool) -> None:
    """The banner; on a sideways page the page number, too, which stands at the edge that is the paper's foot."""
    _empty(element)
    if sideways:
        _turned_number(element, kind)
    paragraph = add(element, "p")
    add(add(paragraph, "pPr"), "pStyle", val=styles.HEADER.id)
    put_runs(paragraph, runs(banner))


def _footer(element: Element, kind: str, sideways: bool) -> None:
    _empty(element)
    paragraph = add(element, "p")
    if sideways:
        add(add(paragraph, "pPr"), "pStyle", val=styles.FOOTER.id)
    else:
        _number(paragraph, kind)


def _empty(element: Element) -> None:
    for child in list(element):
        element.remove(child)


def _number(paragraph: Element, kind: str) -> None:
    """— 1 —, one character free at the outer end of the line (GB/T 9704-2012, 7.5)."""
    properties = add(paragraph, "pPr")
    add(properties, "pStyle", val=styles.FOOTER.id)
    free = m.twips(m.PAGE_NUMBER_SIZE)
    add(properties, "ind", **({"right": free} if kind == ODD else {"left": free}))
    add(properties, "jc", val="right" if kind == ODD else "left")
    _page_run(paragraph, text="— ")
    _page_run(paragraph, field="begin")
    instruction = _page_run(paragraph)
    add(instruction, "instrText").text = "PAGE"
    _page_run(paragraph, field="separate")
    _page_run(paragraph, text="1" if kind == ODD else "2")
    _page_run(paragraph, field="end")
    _page_run(paragraph, text=" —")


def _page_run(paragraph: Element, text: str = "", field: str = "") -> Element:
    run = add(paragraph, "r")
    add(add(run, "rPr"), "rStyle", val=styles.PAGE_NUMBER)
    if text:
        add_text(run, text)
    if field:
        add(run, "fldChar", fldCharType=field)
    return run


def _turned_number(header: Element, kind: str) -> None:
    """A floating cell as high as the frame along the left edge, its text running downwards.

    Whoever turns the sheet upright finds the number where it stands on upright pages.
    """
    table = add(header, "tbl")
    properties = add(table, "tblPr")
    middle = m.PAGE_NUMBER_MIDDLE - m.PAGE_NUMBER_LINE // 2
    add(properties, "tblpPr", vertAnchor="page", horzAnchor="page", tblpX=middle, tblpY=m.LEFT)
    add(properties, "tblOverlap", val="never")
    add(properties, "tblW", w=m.PAGE_NUMBER_LINE, type="dxa")
    add(properties, "tblLayout", type="fixed")
    margins = add(properties, "tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        add(margins, side, w=0, type="dxa")
    add(add(table, "tblGrid"), "gridCol", w=m.PAGE_NUMBER_LINE)
    row = add(table, "tr")
    add(add(row, "trPr"), "trHeight", val=m.FRAME_WIDTH, hRule="exact")
    cell = add(row, "tc")
    inside = add(cell, "tcPr")
    add(inside, "tcW", w=m.PAGE_NUMBER_LINE, type="dxa")
    add(inside, "textDirection", val="tbRl")
    add(inside, "vAlign", val="center")
    _number(add(cell, "p"), kind)


def section(parts: PageParts, sideways: bool, only_imprint: bool = False) -> Element:
    """``w:sectPr``: paper, margins, grid of 28 characters by 22 lines, headers and footers. Begins on a new page.

    A sideways section is the upright sheet turned clockwise, so the frame keeps its place on the sheet. A page with
    ``only_imprint`` is an even one and bears no number: it takes the footer of sideways pages, which is empty.
    """
    element = new("sectPr")
    for name, ids in (("headerReference", parts.headers), ("footerReference", parts.footers)):
        empty = only_imprint and ids is parts.footers
        for kind in KINDS:
            add(element, name, type=kind).set(f"{R}id", ids[kind, sideways or empty])
    add(element, "type", val="evenPage" if only_imprint else "nextPage")
    if sideways:
        add(element, "pgSz", w=m.PAPER_HEIGHT, h=m.PAPER_WIDTH, orient="landscape")
        edges = {"top": m.LEFT, "right": m.TOP, "bottom": m.RIGHT, "left": m.BOTTOM}
    else:
        add(element, "pgSz", w=m.PAPER_WIDTH, h=m.PAPER_HEIGHT)
        edges = {"top": m.TOP, "right": m.RIGHT, "bottom": m.BOTTOM, "left": m.LEFT}
    header = edges["top"] - m.BANNER_GAP - m.BANNER_LINE
    footer = m.PAGE_NUMBER_MIDDLE - m.PAGE_NUMBER_LINE // 2
    if sideways:
        footer = m.RIGHT // 2  # nothing stands there
    if only_imprint:  # nor here; LibreOffice would have an even page's frame end where its footer begins
        footer = m.BOTTOM - m.PAGE_NUMBER_LINE
    add(element, "pgMar", **edges, header=header, footer=footer, gutter=0)
    add(element, "cols", space=425)
    add(element, "docGrid", type="linesAndChars", linePitch=m.LINE, charSpace=m.GRID_SPACE)
    return element


def write_settings(settings: Element) -> None:
    """Odd and even pages differ; marks are pressed together; lines that are broken by hand are not spaced out."""
    _empty(settings)
    add(settings, "zoom", percent=100)
    add(settings, "defaultTabStop", val=420)
    add(settings, "evenAndOddHeaders")
    add(settings, "characterSpacingControl", val="compressPunctuation")
    compatible = add(settings, "compat")
    for name in (
        "spaceForUL",
        "balanceSingleByteDoubleByteWidth",
        "doNotLeaveBackslashAlone",
        "ulTrailSpace",
        "doNotExpandShiftReturn",
        "useFELayout",
    ):
        add(compatible, name)
    uri = "http://schemas.microsoft.com/office/word"
    for name, value in (("compatibilityMode", 15), ("overrideTableStyleFontSizeAndJustification", 1)):
        add(compatible, "compatSetting", name=name, uri=uri, val=value)
    add(settings, "themeFontLang", val="en-US", eastAsia="zh-CN")
    add(settings, "decimalSymbol", val=".")
    add(settings, "listSeparator", val=",")
