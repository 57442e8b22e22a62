"""Where lines of Chinese text are broken, and how a line is made to fill its width. Characters and widths only.

The rules (GB/T 15834-2011, 5.1, and the custom of official papers): no line begins with a mark that closes or
pauses, none ends with a mark that opens; dashes and ellipses are not torn apart. Years and other numbers that a line
can hold stay whole, Latin words unless that would leave a hole. A mark that may not begin the next line takes its
neighbour down with it, and the line is spaced out; where that would be seen, full-width marks give up to half their
width (标点挤压) so that it comes onto the line.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from peidang.reports.pdf.measures import EPSILON

NO_START = frozenset("，。、；：？！）〕】》〉」』”’％‰℃°,.;:?!)]}%·～〗｝％々…")
NO_END = frozenset("（〔【《〈「『“‘〖｛([{￥¥＄$№第")
PAIRS = frozenset(("——", "……", "--"))
GIVE_LEFT = frozenset("（〔【《〈「『“‘〖")
GIVE_RIGHT = frozenset("，。、；：？！）〕】》〉」』”’〗")
UNITS = frozenset("年月日号时分秒个家台套辆艘架座户人名次项条件批处所笔亿万千百十元吨米亩里克度倍成点位只户")
WORD = re.compile(r"[0-9A-Za-z.,%+\-/:@_&'~°]")
NUMBER = re.compile(r"第?[0-9.,%％+\-~]+\D?")
ITEM = re.compile(r"(?:^|[^0-9A-Za-z.])[0-9]{1,2}\.$")
"""The number of an item (1.) inside a text: it stays with what it numbers."""
LONGEST_NUMBER = 14  # characters, unit and marks included; longer ones are torn where they would leave a hole
HARDLY_SEEN = 0.05  # of the line: so much is spaced out before any mark is squeezed
MOST_EMPTY = 0.2  # of the line: a larger hole is closed by breaking a word, or a number no line could hold
MOST_SPREAD = 0.25  # of the line: more is left blank at its end instead of being spread


@dataclass(frozen=True)
class Broken:
    """One line: characters ``start`` to ``end`` of the text, and whether the text (or paragraph) ends with it."""

    start: int
    end: int
    last: bool


def break_lines(text: str, widths: Sequence[float], width: float, indent: float = 0.0) -> list[Broken]:
    """Break ``text`` into lines of ``width``, the first shorter by ``indent``. Every character is in one line.

    ``widths`` gives each character's width in the units of ``width``. Spaces at the end of a line may hang out.
    An empty text gives no line.
    """
    lines: list[Broken] = []
    start = 0
    while start < len(text):
        room = width - (indent if start == 0 else 0.0)
        end = line_end(text, widths, start, room)
        lines.append(Broken(start, end, end == len(text)))
        start = end
    return lines


def line_end(text: str, widths: Sequence[float], start: int, room: float) -> int:
    """Where the line that begins at ``start`` ends: at least one character further."""
    full = natural_end(text, widths, start, room)
    if full == len(text) or may_break(text, full):
        return full
    whole = last_break(text, start, full, keep_words=True)
    hole = room if whole is None else sum(widths[whole:full])
    if whole is not None and hole <= HARDLY_SEEN * room:
        return whole
    for end in range(full + 1, min(full + 3, len(text)) + 1):
        allowed = end == len(text) or may_break(text, end)
        if allowed and squeezed_width(text, widths, start, end) <= room + EPSILON:
            return end
    if whole is not None and (hole <= MOST_EMPTY * room or is_number(text, widths, whole, room)):
        return whole
    return last_break(text, start, full, keep_words=False) or whole or full


def is_number(text: str, widths: Sequence[float], start: int, room: float) -> bool:
    """Whether a number with what belongs to it begins at ``start`` that fits into a line by itself (narrow cells)."""
    end = start + 1
    while end < len(text) and end - start <= LONGEST_NUMBER and not may_break(text, end):
        end += 1
    word = text[start:end].strip("（“《）”》，。；、：")
    return bool(NUMBER.fullmatch(word)) and squeezed_width(text, widths, start, end) <= room + EPSILON


def natural_end(text: str, widths: Sequence[float], start: int, room: float) -> int:
    """How far the characters reach without squeezing; spaces after the last one hang out of the line."""
    used, end = 0.0, start
    while end < len(text) and (end == start or used + widths[end] <= room + EPSILON):
        used += widths[end]
        end += 1
    while end < len(text) and text[end] == " ":
        end += 1
    return end


def last_break(text: str, start: int, full: int, keep_words: bool) -> int | None:
    """The last place up to ``full`` where the line may end, or None."""
    return next((end for end in range(full, start, -1) if may_break(text, end, keep_words)), None)


def may_break(text: str, at: int, keep_words: bool = True) -> bool:
    """Whether a line may end before character ``at`` (which exists) and after the one before it."""
    before, after = text[at - 1], text[at]
    if after in NO_START or after == " " or before in NO_END or before + after in PAIRS:
        return False
    return not (keep_words and (is_one_word(before, after) or ITEM.search(text, max(0, at - 4), at)))


def is_one_word(before: str, after: str) -> bool:
    """Whether two neighbours belong to one number, one quantity (30家, 2025年) or one Latin word."""
    if WORD.match(before) and WORD.match(after):
        return True
    return (before.isdecimal() or before in "%％") and after in UNITS


def squeezed_width(text: str, widths: Sequence[float], start: int, end: int) -> float:
    """The least width of a line: full-width marks at half their width, hanging spaces at none."""
    visible = visible_end(text, start, end)
    return sum(widths[i] - give(text, widths, i) for i in range(start, visible))


def give(text: str, widths: Sequence[float], at: int) -> float:
    """How much of its width a mark can give up."""
    return widths[at] / 2 if text[at] in GIVE_LEFT or text[at] in GIVE_RIGHT else 0.0


def visible_end(text: str, start: int, end: int) -> int:
    """The line's end without the spaces that hang out of it."""
    while end > start + 1 and text[end - 1] == " ":
        end -= 1
    return end


def positions(text: str, widths: Sequence[float], line: Broken, room: float, justify: bool) -> list[float]:
    """Where each character of a line is drawn, from the line's beginning.

    A line that is too wide is squeezed at its marks. With ``justify`` a line that is not the last is spaced out to
    end at ``room``, between Chinese characters only, unless too much is left; spaces that hang out follow it without
    width.
    """
    end = visible_end(text, line.start, line.end)
    spare = room - sum(widths[line.start : end])
    if spare < -EPSILON:
        return squeeze(text, widths, line, end, -spare)
    gaps = [i for i in range(line.start + 1, end) if not (WORD.match(text[i - 1]) and WORD.match(text[i]))]
    spread = justify and not line.last and spare <= MOST_SPREAD * room
    step = spare / len(gaps) if spread and gaps else 0.0
    wider = set(gaps) if step else set()
    found, x = [], 0.0
    for i in range(line.start, line.end):
        x += step if i in wider else 0.0
        found.append(x)
        x += widths[i] if i < end else 0.0
    return found


def squeeze(text: str, widths: Sequence[float], line: Broken, end: int, excess: float) -> list[float]:
    """Positions in a line whose marks give up ``excess`` together, each in proportion to what it can give.

    An opening mark has its empty half on the left, so it is drawn that much further left.
    """
    can = sum(give(text, widths, i) for i in range(line.start, end))
    share = min(excess / can, 1.0) if can else 0.0
    found, x = [], 0.0
    for i in range(line.start, line.end):
        given = give(text, widths, i) * share if i < end else 0.0
        found.append(x - given if text[i] in GIVE_LEFT else x)
        x += widths[i] - given if i < end else 0.0
    return found
