"""Characters of a page become printed lines, and printed lines the paragraphs they were before typesetting."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from peidang.files.pdf_pages import Char, Page

BASELINE = 0.4
"""Share of the character's size by which baselines on one line may differ (raised figures, mixed fonts)."""
GAP, NARROW_GAP = 0.3, 0.17
"""Share of the size; a wider gap between characters (the narrow one: between Latin ones) is a blank."""
OUTER = 0.15
"""Share of the page's height at its head and foot where furniture stands."""
PAGE_NUMBER = re.compile(
    r"[-–—_·.~～\s]{0,6}\d{1,4}[-–—_·.~～\s]{0,6}|第\d{1,4}页([,，/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}"
)
NUMBER = re.compile(
    r"(第?[一二三四五六七八九十]{1,4}|\d{1,2})[、.．是章节](?!\d)|[（(][一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]"
)
CLOSING = "，。、；：）》”’！？,.;:)!?%％〕】"
UNBROKEN = re.compile(r"[!-~“‘（《〔(]*[!-~]+|[“‘（《〔(]*.")
SAME_PLACE = 3.0
"""Points within which a repeated head or foot stands in the same place."""


@dataclass(frozen=True)
class Line:
    """One printed line; ``size`` is that of its tallest character."""

    page: int
    chars: tuple[Char, ...]
    text: str
    left: float
    right: float
    y: float
    size: float

    @cached_property
    def em(self) -> float | None:
        """The width of a Chinese character of this line, None where it has none."""
        wide = sorted(char.right - char.left for char in self.chars if not char.text.isascii())
        return wide[len(wide) // 2] if wide else None

    def opening(self) -> float:
        """The width of what the typesetter could not have broken at the line's head."""
        match = UNBROKEN.match(self.text)
        length = len(match.group().replace(" ", "")) if match else 1
        while length < len(self.chars) and self.chars[length].text in CLOSING:
            length += 1
        return self.chars[min(length, len(self.chars)) - 1].right - self.left


def lines_of(chars: Sequence[Char], page: int = 0) -> list[Line]:
    """The printed lines, from above, each read from the left."""
    rows: list[list[Char]] = []
    for char in sorted(chars, key=lambda char: -char.y):
        if rows and rows[-1][0].y - char.y <= BASELINE * max(char.size, rows[-1][0].size):
            rows[-1].append(char)
        else:
            rows.append([char])
    return [_line(sorted(row, key=lambda char: char.left), page) for row in rows]


def _line(chars: list[Char], page: int) -> Line:
    text = chars[0].text
    for before, char in pairwise(chars):
        if char.text == before.text and abs(char.left - before.left) < 0.15 * char.size:
            continue  # bold by printing twice
        gap = NARROW_GAP if char.text.isascii() and before.text.isascii() else GAP
        wide = char.left - before.right > gap * max(before.size, char.size)
        text += (" " if wide else "") + char.text
    sizes = [char.size for char in chars]
    baseline = Counter(round(char.y, 1) for char in chars).most_common(1)[0][0]
    return Line(page, tuple(chars), text, chars[0].left, max(c.right for c in chars), baseline, max(sizes))


def joined(above: str, below: str) -> str:
    """Two printed lines as one text: Latin words keep a blank between them."""
    latin = above[-1:].isascii() and below[:1].isascii() and above[-1:].isalpha() and below[:1].isalpha()
    return f"{above} {below}" if latin else above + below


def furniture(pages: Sequence[Page], lines: Sequence[Sequence[Line]]) -> set[tuple[int, float]]:
    """(page, y) of page numbers and of heads and feet that stand in the same place on several pages."""
    found: set[tuple[int, float]] = set()
    outer: dict[str, list[tuple[Line, float]]] = defaultdict(list)
    for page, printed in zip(pages, lines, strict=True):
        for line in printed:
            edge = min(line.y, page.height - line.y - line.size)
            if edge > OUTER * page.height:
                continue
            place = line.y if line.y < page.height / 2 else line.y - page.height
            outer[_sample(line.text)].append((line, place))
            alone = line in (printed[0], printed[-1])
            if alone and PAGE_NUMBER.fullmatch(line.text.replace(" ", "")):
                found.add((line.page, line.y))
    enough = max(2, min(3, len(pages) // 2))
    for alike in outer.values():
        for line, place in alike:
            same = {other.page for other, there in alike if abs(there - place) < SAME_PLACE}
            if len(same) >= enough:
                found.add((line.page, line.y))
    return found


def _sample(text: str) -> str:
    return re.sub(r"\d+", "#", text.replace(" ", ""))


@dataclass(frozen=True)
class Frame:
    """Where the running text of pages of one size stands.

    ``leading`` is the usual step from line to line; ``indented`` if paragraphs begin further in.
    """

    left: float
    right: float
    em: float
    leading: float
    indented: bool


def frame_of(lines: Sequence[Line], page_width: float) -> Frame | None:
    """The frame of these lines; None where they are too few to tell, or were broken before they were typeset.

    The latter shows in lines of which none comes near the right margin: they are left to be joined by their words.
    """
    if len(lines) < 4:
        return None
    ems = sorted(line.em or line.size * 0.8 for line in lines)
    em = ems[len(ems) // 2]
    rights = sorted((line.right for line in lines), reverse=True)
    right = rights[len(rights) // 20]
    left = _common_left([line.left for line in lines], em)
    steps = Counter(round(a.y - b.y) for a, b in pairwise(lines) if a.page == b.page)
    leading = steps.most_common(1)[0][0] if steps else 2 * em
    inside = sum(1.2 * em < line.left - left < 2.8 * em for line in lines)
    indented = inside >= max(2, len(lines) // 25)
    if not indented and page_width - left - right > 4 * em:
        return None
    return Frame(left, right, em, leading, indented)


def _common_left(lefts: Sequence[float], em: float) -> float:
    """The leftmost place where a fair share of the lines begin."""
    for left in sorted(lefts):
        if sum(abs(other - left) < 0.5 * em for other in lefts) >= max(2, len(lefts) // 12):
            return left
    return min(lefts)


def continues(above: Line, line: Line, frame: Frame | None) -> bool:
    """Whether the typesetter broke a paragraph here: the line above is full, this one stands at the margin.

    Where paragraphs do not begin further in, a full line that ends a sentence or one that opens with a number may
    as well be a paragraph's end: these stay apart.
    """
    if frame is None or line.left - frame.left > 0.8 * frame.em:
        return False
    if line.em and above.em and not 0.85 < line.em / above.em < 1.18:
        return False
    if line.page == above.page and above.y - line.y > 1.3 * frame.leading:
        return False
    if frame.right - above.right >= line.opening() + 0.7 * frame.em:
        return False
    return frame.indented or not (above.text[-1] in "。！？：:" or NUMBER.match(line.text))


def paragraph_texts(lines: Sequence[Line], frame: Frame | None) -> Iterator[str]:
    """The paragraphs of lines that follow each other."""
    text, last = "", None
    for line in lines:
        if last is not None and continues(last, line, frame):
            text = joined(text, line.text)
        else:
            if text:
                yield text
            text = line.text
        last = line
    if text:
        yield text


def cell_text(chars: Sequence[Char], right: float) -> str:
    """A table cell's text; a line that ends well before the cell's edge keeps its break."""
    text, last = "", None
    for line in lines_of(chars):
        if last is None:
            text = line.text
        elif right - last.right > line.opening() + 1.2 * (last.em or last.size):
            text += "\n" + line.text
        else:
            text = joined(text, line.text)
        last = line
    return text
