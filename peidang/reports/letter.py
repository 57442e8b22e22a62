"""函: a letter to one unit, as offices write it: title, 主送, text, 落款, date. All words are given."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from peidang.reports.pdf.titles import break_title
from peidang.reports.word.plain_page import (
    CENTRE,
    LEFT,
    RIGHT,
    TITLE_FACE,
    TITLE_SIZE,
    add,
    new_page,
    save,
)

_DATE_INDENT = 4.0
_TITLE_ROOM = 20.0
"""Characters of a title's line: 156 mm at 22 points."""


@dataclass(frozen=True)
class Letter:
    """One letter. ``note`` (附注, who to ask) stands below the date; ``banner`` above all."""

    title: str
    addressee: str
    paragraphs: tuple[str, ...]
    office: str
    date: str
    note: str = ""
    banner: str = ""


def write_letter(letter: Letter, out: BinaryIO, made_at: datetime) -> None:
    """Write the letter as .docx."""
    document = new_page(made_at, letter.title)
    if letter.banner:
        add(document, letter.banner, align=CENTRE)
    add(document, _shaped(letter.title), TITLE_FACE, TITLE_SIZE, align=CENTRE, line=36.0)
    add(document, "")
    add(document, f"{letter.addressee}：", align=LEFT)
    for text in letter.paragraphs:
        add(document, text, indent=2)
    add(document, "")
    add(document, "")
    _sign(document, letter)
    if letter.note:
        add(document, letter.note, indent=2)
    save(document, out)


def _sign(document: object, letter: Letter) -> None:
    """With room for the seal: the date four characters from the right, the office centred above it (GB/T 9704, 7.3.5.1)."""
    office, date = _width(letter.office), _width(letter.date)
    above = max(0.0, _DATE_INDENT + (date - office) / 2)
    for text, indent in ((letter.office, above), (letter.date, _DATE_INDENT)):
        if text:
            paragraph = add(document, text, align=RIGHT, right=indent)
            paragraph.paragraph_format.keep_with_next = text is letter.office


def _shaped(title: str) -> str:
    """The title broken where it may be, in a becoming shape."""
    widths = [_width(char) for char in title]
    return "\n".join(break_title(title, widths, _TITLE_ROOM))


def _width(text: str) -> float:
    """Characters; figures and Latin letters are half as wide."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)
