"""Glyphs that stand beside each other make a line."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from tests.reports.measuring.glyphs import Glyph

SAME_LINE = 1.0  # points between two baselines
OPENING = "（《“‘〔【「『〈"  # their left half is empty and may hang out of the frame
HAN = re.compile("[㐀-䶿一-鿿]")


@dataclass(frozen=True)
class Line:
    """Characters on one baseline, blanks left out, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """The line's characters."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def y(self) -> float:
        """The baseline."""
        return self.glyphs[0].y

    @property
    def left(self) -> float:
        """Where the first character begins."""
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        """Where the last character's width ends."""
        return self.glyphs[-1].right

    @property
    def middle(self) -> float:
        """The height of the middle of its Chinese characters; above the baseline where it has none."""
        inks = sorted((g.ink.top + g.ink.bottom) / 2 for g in self.glyphs if HAN.match(g.text))
        return inks[len(inks) // 2] if inks else self.y - 0.36 * self.glyphs[0].size

    @property
    def pitches(self) -> list[float]:
        """From one full-width character to the next, where two stand side by side."""
        return [b.x - a.x for a, b in pairwise(self.glyphs) if HAN.match(a.text) and HAN.match(b.text)]


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines that some glyphs make, from head to foot."""
    lines: list[list[Glyph]] = []
    for glyph in sorted((g for g in glyphs if not g.text.isspace()), key=lambda g: (g.y, g.x)):
        if lines and glyph.y - lines[-1][0].y < SAME_LINE:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    return [Line(tuple(sorted(line, key=lambda g: g.x))) for line in lines]
