"""Runs of text become lines of placed characters: which face, where, how far apart."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from peidang.reports.paper import Face, Run, Runs
from peidang.reports.pdf.breaking import Broken, break_lines, positions
from peidang.reports.pdf.measures import BODY_PITCH, BODY_SIZE
from peidang.reports.typefaces import Typeface, Typefaces

VARIATION = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")  # ask for another form of the character before
Align = Literal["left", "centre", "right", "justify"]


@dataclass(frozen=True)
class Style:
    """How a stretch of text looks: role, size, and the width a full-width character is given (0: its own)."""

    face: Face
    size: float
    pitch: float = 0.0


BODY = Style(Face.BODY, BODY_SIZE, BODY_PITCH)


@dataclass(frozen=True)
class Piece:
    """Characters of one font at even distances. ``x`` from the line's beginning, ``spacing`` after each."""

    font: str
    size: float
    x: float
    text: str
    spacing: float


@dataclass(frozen=True)
class Line:
    """A line of text ready to be drawn; ``width`` is what its visible characters take."""

    pieces: tuple[Piece, ...]
    width: float
    size: float

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True)
class Shaped:
    """Text with the face and width of each character; ``text`` is as given, ``drawn`` what is put on paper."""

    text: str
    drawn: str
    faces: tuple[Typeface, ...]
    widths: tuple[float, ...]
    size: float


def shape(text: Runs, style: Style, typefaces: Typefaces) -> Shaped:
    """Choose a face for every character and measure it."""
    drawn: list[str] = []
    faces: list[Typeface] = []
    for run in text:
        for face, character in typefaces.runs(run.face or style.face, run.text):
            drawn.append(character)
            faces.append(face)
    widths = tuple(advance(face, character, style) for face, character in zip(faces, drawn, strict=True))
    source = "".join(run.text for run in text)
    return Shaped(source, "".join(drawn), tuple(faces), widths, style.size)


def advance(face: Typeface, character: str, style: Style) -> float:
    """A character's width in points; full-width ones keep to the style's grid."""
    ems = face.width(character)
    return style.pitch if style.pitch and ems >= 0.85 else ems * style.size


def lines_of(
    text: Runs,
    style: Style,
    typefaces: Typefaces,
    width: float,
    indent: float = 0.0,
    align: Align = "justify",
) -> list[Line]:
    """Break runs into lines of ``width`` points; line feeds begin a new line. Empty text gives one empty line.

    Lines are placed within ``width`` according to ``align``; ``indent`` moves the first line to the right.
    """
    made: list[Line] = []
    for number, paragraph in enumerate(split_lines(text)):
        shaped = shape(paragraph, style, typefaces)
        first = indent if number == 0 else 0.0
        broken = break_lines(shaped.text, shaped.widths, width, first) or [Broken(0, 0, True)]
        made += [
            place(shaped, line, width, first if line.start == 0 and line.end else 0.0, align)
            for line in broken
        ]
    return made


def split_lines(text: Runs) -> list[Runs]:
    """Cut runs at line feeds and clean what stands between."""
    paragraphs: list[list[Run]] = [[]]
    for run in text:
        for number, part in enumerate(run.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
            if number:
                paragraphs.append([])
            if cleaned := clean(part):
                paragraphs[-1].append(Run(cleaned, run.ref, run.face))
    return [tuple(paragraph) for paragraph in paragraphs]


def clean(text: str) -> str:
    """The text without characters that stand for nothing on paper; tabs and odd spaces become plain spaces."""
    kept = []
    for character in text:
        if character.isspace() and character != "\u3000":
            kept.append(" ")
        elif unicodedata.category(character) not in ("Cc", "Cf") and not VARIATION.match(character):
            kept.append(character)
    return "".join(kept)


def place(shaped: Shaped, line: Broken, width: float, indent: float, align: Align) -> Line:
    """Put a broken line's characters into their places within ``width``."""
    at = positions(shaped.text, shaped.widths, line, width - indent, align == "justify")
    if not at:
        return Line((), 0.0, shaped.size)
    right = at[-1] + shaped.widths[line.end - 1]
    spare = max(width - right, 0.0)
    shift = {"left": indent, "justify": indent, "centre": spare / 2, "right": spare}[align]
    return Line(tuple(pieces(shaped, line, [x + shift for x in at])), right, shaped.size)


def pieces(shaped: Shaped, line: Broken, at: Sequence[float]) -> list[Piece]:
    """Gather neighbours of one face and one distance, so that a line is few drawing commands."""
    extra = [
        round(
            at[n + 1]
            - at[n]
            - shaped.faces[line.start + n].width(shaped.drawn[line.start + n]) * shaped.size,
            3,
        )
        for n in range(len(at) - 1)
    ]
    found: list[Piece] = []
    start = 0
    for n in range(len(at)):
        ends = n == len(at) - 1
        if (
            ends
            or shaped.faces[line.start + n + 1] is not shaped.faces[line.start + n]
            or extra[n] != extra[start]
        ):
            text = shaped.drawn[line.start + start : line.start + n + 1]
            spacing = extra[start] if n > start else 0.0
            found.append(Piece(shaped.faces[line.start + n].name, shaped.size, at[start], text, spacing))
            start = n + 1
    return found
