"""A reportlab TrueType font whose text can be copied out of the PDF unchanged, also beyond U+FFFF.

A PDF tells readers which characters its codes stand for by a ToUnicode CMap, whose targets are UTF-16 (ISO 32000-1,
9.10.3). reportlab writes the plain code point instead, five digits long beyond U+FFFF and no UTF-16; readers then
show nothing or two strangers. It also puts up to 256 entries into one block where 100 are allowed. So the CMap is
written anew here, after reportlab has made its objects and before the document is written.
"""

from collections.abc import Sequence
from typing import Any

from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

MOST_IN_A_BLOCK = 100


class CopyableFont(TTFont):
    """A ``TTFont`` with a ToUnicode CMap in UTF-16, which can draw a character that it lacks as another one."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.stand_ins: set[int] = set()

    def has(self, character: str) -> bool:
        """Whether the font has a glyph of this character's own."""
        return ord(character) in self.face.charToGlyph and ord(character) not in self.stand_ins

    def draw_as(self, character: str, other: str) -> None:
        """From now on draw a character that the font lacks as ``other``; copied out, it is what it was."""
        self.stand_ins.add(ord(character))
        glyphs, widths = self.face.charToGlyph, self.face.charWidths
        glyphs[ord(character)] = glyphs.get(ord(other), 0)  # 0 is every font's mark for what it lacks
        widths[ord(character)] = widths.get(ord(other), self.face.defaultWidth)

    def addObjects(self, doc: Any) -> None:  # noqa: N802, reportlab's name
        """Let reportlab add the font's objects, then put the right CMap into each subset's stream."""
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            tag = SUBSETN(number) + b"+" + self.face.name + self.face.subfontNameX
            name = tag.decode("pdfdoc")
            doc.idToObject["toUnicodeCMap:" + name].content = to_unicode_cmap(name, subset)


def to_unicode_cmap(name: str, subset: Sequence[int]) -> str:
    """The CMap that maps one-byte codes (positions in ``subset``) to the code points standing there."""
    entries = [f"<{code:02X}> <{utf16(point)}>" for code, point in enumerate(subset)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        f"/CIDSystemInfo << /Registry ({name}) /Ordering ({name}) /Supplement 0 >> def",
        f"/CMapName /{name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        f"<00> <{max(len(subset) - 1, 0):02X}>",
        "endcodespacerange",
    ]
    for start in range(0, len(entries), MOST_IN_A_BLOCK):
        block = entries[start : start + MOST_IN_A_BLOCK]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def utf16(point: int) -> str:
    """A code point in UTF-16, as hexadecimal digits: four, or eight beyond U+FFFF."""
    return chr(point).encode("utf-16-be").hex().upper()
