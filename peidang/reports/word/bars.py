"""Charts of bars in Word: a table without lines whose middle cell holds a drawing of vectors.

Caption and legend stand in the table's head, which Word repeats on each page. A drawing is DrawingML (Word from 2010 on,
WPS, LibreOffice) with the same in VML for whatever knows no other; it has no text of its own.
"""

from lxml import etree  # type: ignore[import-untyped]

from peidang.reports.bar_looks import EDGE, LOOKS, TICK, Look
from peidang.reports.paper import BarRow, Bars, Cell, Key, Segment, TableRow, plain, runs
from peidang.reports.word import styles
from peidang.reports.word.measures import CELL_SIDE, FRAME_HEIGHT
from peidang.reports.word.tables import TALL, row_height
from peidang.reports.word.texts import put_runs
from peidang.reports.word.xml import FORBIDDEN, GETA, Element, W, add, new

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
WPG = "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
V = "urn:schemas-microsoft-com:vml"
NAMES = {"a": A, "wp": WP, "wpg": WPG, "wps": WPS, "mc": MC, "v": V}
TWIP = 635
"""Of the units in which drawings are measured."""
THICK, TICK_OVER, TICK_WIDTH = 200, 60, 64
SAMPLE = 300
LOWER = -8
"""Half points by which a drawing beside words stands lower, so that its middle is theirs."""
LINE_WIDTH = 7620
KEPT_WHOLE = 0.35
"""Of a page: a chart whose bars take no more is not divided."""
PRESETS = {"across": "dkHorz", "diagonal": "dkUpDiag", "down": "ltVert"}

Box = tuple[int, int, int, int]
"""Left, top, width, height in twips."""


def put_bars(parent: Element, bars: Bars, width: int, drawn: int) -> int:
    """A chart as wide as the frame, in twips; gives how many numbers with a ref it holds.

    ``drawn`` is how many drawings the document has so far: each has a number of its own.
    """
    whole = sum(bars.widths)
    label, bar = (round(share / whole * width) for share in bars.widths[:2])
    widths = [label, bar, width - label - bar]
    table = add(parent, "tbl")
    _properties(table, width)
    grid = add(table, "tblGrid")
    for one in widths:
        add(grid, "gridCol", w=one)
    numbers = _head(table, bars, width, drawn)
    for n, row in enumerate(bars.rows, start=drawn + len(bars.keys)):
        numbers += _row(table, bars, row, widths, n)
    if sum(_height(bars, row, widths) for row in bars.rows) <= KEPT_WHOLE * FRAME_HEIGHT:
        for row in table[2:-1]:
            for looks in row.iter(f"{W}pPr"):
                looks.insert(1, new("keepNext"))
    return numbers


def _properties(table: Element, width: int) -> None:
    properties = add(table, "tblPr")
    add(properties, "tblStyle", val=styles.TABLE)
    add(properties, "tblW", w=width, type="dxa")
    borders = add(properties, "tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        add(borders, side, val="nil")
    add(properties, "tblLayout", type="fixed")
    add(properties, "tblLook", val="0000")


def _head(table: Element, bars: Bars, width: int, drawn: int) -> int:
    row = add(table, "tr")
    properties = add(row, "trPr")
    add(properties, "cantSplit")
    add(properties, "tblHeader")
    text, head, _ = styles.table_styles(bars.text_size)
    cell = _cell(row, width, span=3)
    numbers = put_runs(_paragraph(cell, head.id), bars.caption)
    legend = _paragraph(cell, text.id, loose=True)
    for n, key in enumerate(bars.keys, start=drawn):
        _entry(legend, key, n, last=key is bars.keys[-1])
    return numbers


def _entry(legend: Element, key: Key, number: int, last: bool) -> None:
    """A sample and what it means."""
    box = _tick(SAMPLE // 2) if key.tick else (0, TICK_OVER, SAMPLE, THICK)
    shapes = [(box, None if key.tick else LOOKS[key.tone])]
    _draw(legend, shapes, SAMPLE, number, key.text)
    put_runs(legend, runs(f" {key.text}{'' if last else '　'}"))


def _row(table: Element, bars: Bars, row: BarRow, widths: list[int], number: int) -> int:
    element = add(table, "tr")
    if _height(bars, row, widths) <= TALL * FRAME_HEIGHT:
        add(add(element, "trPr"), "cantSplit")
    style = styles.table_styles(bars.text_size)[0].id
    numbers = put_runs(_paragraph(_cell(element, widths[0]), style), row.label)
    drawing = _paragraph(_cell(element, widths[1]), style, loose=True)
    room = widths[1] - 4 * CELL_SIDE
    shapes = _shapes(row, bars.goal, room)
    _draw(drawing, shapes, room, number, plain(row.values))
    return numbers + put_runs(_paragraph(_cell(element, widths[2]), style), row.values)


def _height(bars: Bars, row: BarRow, widths: list[int]) -> float:
    words = TableRow((Cell(row.label), Cell(row.values)))
    return row_height(words, bars.text_size, [widths[0], widths[2]])


def _cell(row: Element, width: int, span: int = 1) -> Element:
    cell = add(row, "tc")
    properties = add(cell, "tcPr")
    add(properties, "tcW", w=width, type="dxa")
    if span > 1:
        add(properties, "gridSpan", val=span)
    add(properties, "vAlign", val="center")
    return cell


def _paragraph(cell: Element, style: str, loose: bool = False) -> Element:
    """A paragraph; ``loose``: as high as the drawing in it, which lines of a fixed height would cut."""
    paragraph = add(cell, "p")
    properties = add(paragraph, "pPr")
    add(properties, "pStyle", val=style)
    if loose:
        add(properties, "spacing", before=0, after=0, line=240, lineRule="auto")
    if style.startswith(styles.DATA_ROW):
        add(properties, "jc", val="left")
    return paragraph


# -- drawings ---------------------------------------------------------------------------------------------------


def _tick(at: int) -> Box:
    return at - TICK_WIDTH // 2, 0, TICK_WIDTH, THICK + 2 * TICK_OVER


def _shapes(row: BarRow, goal: float | None, room: int) -> list[tuple[Box, Look | None]]:
    """The boxes of a bar, the lowest first; a tick has no look."""
    shapes: list[tuple[Box, Look | None]] = []
    if goal:
        shapes.append(((0, TICK_OVER, round(goal * room), THICK), Look("#FFFFFF")))
    reached = 0.0
    for segment in row.segments:
        shapes.append((_segment(segment, reached, room), LOOKS[segment.tone]))
        reached += segment.share
    if row.tick is not None:
        at = min(max(round(row.tick * room), TICK_WIDTH // 2), room - TICK_WIDTH // 2)
        shapes.append((_tick(at), None))
    return shapes


def _segment(segment: Segment, reached: float, room: int) -> Box:
    left = round(reached * room)
    return left, TICK_OVER, round((reached + segment.share) * room) - left, THICK


def _draw(
    paragraph: Element, shapes: list[tuple[Box, Look | None]], width: int, number: int, told: str
) -> None:
    """A run with one drawing, ``width`` twips wide; ``told`` is read out to whoever cannot see it."""
    height = THICK + 2 * TICK_OVER
    run = add(paragraph, "r")
    add(add(run, "rPr"), "position", val=LOWER)
    both = etree.SubElement(run, f"{{{MC}}}AlternateContent", nsmap=NAMES)
    choice = etree.SubElement(both, f"{{{MC}}}Choice", Requires="wpg")
    inline = _sub(add(choice, "drawing"), WP, "inline", distT=0, distB=0, distL=0, distR=0)
    _sub(inline, WP, "extent", cx=width * TWIP, cy=height * TWIP)
    told = FORBIDDEN.sub(GETA, " ".join(told.split()))
    _sub(inline, WP, "docPr", id=number + 1, name=f"图形{number + 1}", descr=told[:200])
    _sub(inline, WP, "cNvGraphicFramePr")
    group = _sub(_sub(_sub(inline, A, "graphic"), A, "graphicData", uri=WPG), WPG, "wgp")
    _sub(group, WPG, "cNvGrpSpPr")
    frame = _sub(_sub(group, WPG, "grpSpPr"), A, "xfrm")
    for off, ext in (("off", "ext"), ("chOff", "chExt")):
        _sub(frame, A, off, x=0, y=0)
        _sub(frame, A, ext, cx=width * TWIP, cy=height * TWIP)
    _shape(
        group, 1, (0, 0, width, height), None, seen=False
    )  # else LibreOffice spreads the others over the whole
    for n, (box, look) in enumerate(shapes, start=2):
        _shape(group, n, box, look)
    _fallback(etree.SubElement(both, f"{{{MC}}}Fallback"), shapes, width, height)


def _sub(parent: Element, space: str, tag: str, **attributes: object) -> Element:
    given = {key: str(value) for key, value in attributes.items()}
    return etree.SubElement(parent, f"{{{space}}}{tag}", given)


def _shape(group: Element, number: int, box: Box, look: Look | None, seen: bool = True) -> None:
    shape = _sub(group, WPS, "wsp")
    _sub(shape, WPS, "cNvPr", id=number, name=f"{number}")
    _sub(shape, WPS, "cNvSpPr")
    properties = _sub(shape, WPS, "spPr")
    left, top, width, height = (side * TWIP for side in box)
    frame = _sub(properties, A, "xfrm")
    _sub(frame, A, "off", x=left, y=top)
    _sub(frame, A, "ext", cx=width, cy=height)
    _sub(_sub(properties, A, "prstGeom", prst="rect"), A, "avLst")
    if seen:
        _fill(properties, look)
        line = _sub(properties, A, "ln", w=LINE_WIDTH)
        _colour(_sub(line, A, "solidFill"), "#FFFFFF" if look is None else EDGE)
    else:
        _sub(properties, A, "noFill")
        _sub(_sub(properties, A, "ln"), A, "noFill")
    _sub(shape, WPS, "bodyPr")


def _fill(properties: Element, look: Look | None) -> None:
    if look is None or look.pattern == "solid":
        _colour(_sub(properties, A, "solidFill"), TICK if look is None else look.paper)
        return
    fill = _sub(properties, A, "pattFill", prst=PRESETS[look.pattern])
    _colour(_sub(fill, A, "fgClr"), look.ink)
    _colour(_sub(fill, A, "bgClr"), look.paper)


def _colour(parent: Element, colour: str) -> None:
    _sub(parent, A, "srgbClr", val=colour.lstrip("#"))


def _fallback(parent: Element, shapes: list[tuple[Box, Look | None]], width: int, height: int) -> None:
    """The same in VML, without patterns."""
    size = f"width:{width / 20:g}pt;height:{height / 20:g}pt"
    group = etree.SubElement(
        add(parent, "pict"), f"{{{V}}}group", style=size, coordorigin="0,0", coordsize=f"{width},{height}"
    )
    for (left, top, wide, high), look in shapes:
        place = f"position:absolute;left:{left};top:{top};width:{wide};height:{high}"
        fill = TICK if look is None else look.paper
        edge = "#FFFFFF" if look is None else EDGE
        etree.SubElement(
            group, f"{{{V}}}rect", style=place, fillcolor=fill, strokecolor=edge, strokeweight=".6pt"
        )
