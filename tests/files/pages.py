"""Small PDFs for tests, drawn point by point."""

import io
from collections.abc import Callable, Iterable
from functools import cache

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from peidang.resources import resource

FONT = "FandolFang"
WIDTH, HEIGHT = A4
LEFT, TOP, STEP, SIZE = 80.0, 740.0, 29.0, 16.0

Page = Callable[[Canvas], None]


@cache
def _font() -> str:
    pdfmetrics.registerFont(TTFont(FONT, resource("fonts", "FandolFang-Regular.ttf")))
    return FONT


def pdf(pages: Iterable[Page], password: str = "", size: tuple[float, float] = A4) -> bytes:
    """A PDF of these pages; with a ``password`` it opens only with it."""
    out = io.BytesIO()
    encrypt = StandardEncryption(password, ownerPassword="o") if password else None
    canvas = Canvas(out, pagesize=size, initialFontName=_font(), encrypt=encrypt)
    for draw in pages:
        canvas.setFont(_font(), SIZE)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def lines(*texts: str, foot: str = "", head: str = "") -> Page:
    """A page of printed lines from the top; one that opens with 　　 begins two characters in."""

    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(texts):
            indent = len(text) - len(text.lstrip("　"))
            canvas.drawString(LEFT + indent * SIZE, TOP - number * STEP, text.lstrip("　"))
        if head:
            canvas.drawString(LEFT, 800, head)
        if foot:
            canvas.drawCentredString(WIDTH / 2, 60, foot)

    return draw


def table(
    rows: Iterable[Iterable[str]],
    widths: Iterable[float],
    top: float = TOP,
    sides: bool = True,
    last_line: bool = True,
    size: float = 11.0,
) -> Page:
    """A page with a ruled table; a cell's text may hold line breaks."""
    columns = list(widths)
    edges = [LEFT + sum(columns[:at]) for at in range(len(columns) + 1)]

    def draw(canvas: Canvas) -> None:
        canvas.setFont(_font(), size)
        canvas.setLineWidth(0.5)
        y = top
        canvas.line(edges[0], y, edges[-1], y)
        all_rows = [list(row) for row in rows]
        for number, row in enumerate(all_rows):
            height = 6 + (size + 3) * max(text.count("\n") + 1 for text in row)
            for at, text in enumerate(row):
                for line_number, line in enumerate(text.split("\n")):
                    canvas.drawString(edges[at] + 2, y - size - 1 - line_number * (size + 3), line)
            for at in range(len(edges)):
                if sides or 0 < at < len(edges) - 1:
                    canvas.line(edges[at], y, edges[at], y - height)
            y -= height
            if number < len(all_rows) - 1 or last_line:
                canvas.line(edges[0], y, edges[-1], y)

    return draw


def both(*pages: Page) -> Page:
    """Several drawings on one page."""

    def draw(canvas: Canvas) -> None:
        for one in pages:
            canvas.setFont(_font(), SIZE)
            one(canvas)

    return draw
