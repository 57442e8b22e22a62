"""函: a letter to one unit, as offices write it: title, 主送, text, 落款, date. All words are given."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from docx.shared import Pt

from peidang.reports.word_page import (
    BODY_SIZE,
    CENTRE,
    LEFT,
    RIGHT,
    TITLE_FACE,
    TITLE_SIZE,
    add,
    new_page,
    save,
)


@dataclass(frozen=True)
class Letter:
    """One letter. ``title`` may hold line feeds; ``note`` (附注, who to ask) stands below the date; ``banner`` above all."""

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
    add(document, letter.title, TITLE_FACE, TITLE_SIZE, align=CENTRE, line=36.0)
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
    """Without a seal: the office two characters from the right, the date two more characters in (GB/T 9704, 7.3.5.2).

    The shorter of the two lines is centred on the longer one.
    """
    office, date = _width(letter.office), _width(letter.date)
    right = 2.0
    for text, width in ((letter.office, office), (letter.date, date)):
        if text:
            paragraph = add(document, text, align=RIGHT)
            spare = max(0.0, (max(office, date) - width) / 2)
            paragraph.paragraph_format.right_indent = Pt((right + spare) * BODY_SIZE)
            paragraph.paragraph_format.keep_with_next = text is letter.office


def _width(text: str) -> float:
    """Characters; figures and Latin letters are half as wide."""
    return sum(0.5 if char.isascii() else 1.0 for char in text)
