"""A paragraph of the draft as markup: its numbers underlined, moved ones old → new."""

from collections.abc import Iterator
from dataclasses import dataclass

from peidang.app.papers.drafting import DraftParagraph
from peidang.desktop import look
from peidang.desktop.look import Colours
from peidang.desktop.plain_text import escaped

TAKEN_OUT = "（这一段已删去）"
LINE_SPACING = 115
INDENT = 2
"""Characters, as it prints."""


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    ref: str = ""
    new: str = ""


def markup(one: DraftParagraph, colours: Colours) -> str:
    """The paragraph's text for a label: one block a line, indented as it prints."""
    if not one.text:
        return f'<p style="color:{colours.second}">{TAKEN_OUT}</p>'
    made = "".join(_pieces(one, colours))
    centred = one.kind == "title"
    size = {1: look.SECTION_SIZE}.get(one.level, look.SECTION_SIZE if centred else look.BODY_SIZE)
    side = "center" if centred else "left"
    indent = INDENT * size if one.kind in ("paragraph", "heading", "note") else 0
    style = f"margin:0; text-indent:{indent}px; font-size:{size}px; line-height:{LINE_SPACING}%"
    return "".join(f'<p align="{side}" style="{style}">{line}</p>' for line in made.split("<br>"))


def _pieces(one: DraftParagraph, colours: Colours) -> Iterator[str]:
    at = 0
    for span in sorted(_spans(one), key=lambda span: span.start):
        if span.start < at:
            continue
        yield escaped(one.text[at : span.start])
        number = escaped(one.text[span.start : span.end])
        if span.new:
            yield f'<s style="color:{colours.removed}">{number}</s>'
            yield f'<span style="color:{colours.second}"> → </span>'
            yield f'<span style="color:{colours.added}">{escaped(span.new)}</span>'
        else:
            yield f'<a href="{escaped(span.ref)}" style="color:{colours.ink}">{number}</a>'
        at = span.end
    yield escaped(one.text[at:])


def _spans(one: DraftParagraph) -> Iterator[_Span]:
    for moved in one.moved:
        if moved.at is not None:
            yield _Span(moved.at, moved.at + len(moved.old), new=moved.new)
    at = 0
    for piece in one.pieces:
        if piece.ref:
            yield _Span(at, at + len(piece.text), ref=piece.ref)
        at += len(piece.text)
