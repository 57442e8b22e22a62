"""A title of several lines in a becoming shape: a trapezium or a rhombus, words left whole (GB/T 9704-2012, 7.3.1).

The words with which titles of official papers are built are data (``resources/report/title_words.txt``); where two of
them meet, or a mark stands, a line may end; inside them, and inside a year with its month, it should not.
"""

import math
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations, pairwise

from peidang.reports.pdf.breaking import may_break
from peidang.resources import resource

GOOD_BEFORE = re.compile(
    r"关于|《|（|\d{4}年|工作|进展|情况|通报|报告|简报|总结|方案|计划|通知|实施|落实|推进|推动|开展|行动"
)
GOOD_AFTER = re.compile(r"(关于|[和与及、》）的]|月份?|年|落实|工作|方案|计划|情况|行动|市|县|区|局)$")
NAMED = re.compile(r"(?:工作|实施|行动|专项|总体)(?:方案|计划|规划|意见|专班)|进展情况|落实情况|有关工作")
"""What is one thing by two words: its parts may be parted, but hardly."""
WHOLE = re.compile(r"\d{4}年\d{1,2}(?:[—-]\d{1,2})?月|\d+[年月日期号]|（[^（）]{1,12}）|\([^()]{1,12}\)")

MOST_LINES = 4
MOST_PLACES = 26  # of so many likely places the lines' ends are chosen
TORN_WORD, TORN_NAME, TORN_UNKNOWN, BETWEEN_WORDS = 6.0, 1.6, 2.0, 0.7
STUB = 5  # characters of a 《name》: so few are not left alone at its beginning or end
TORN_STUB = 1.2
FURTHER_LINE = 0.5
SPREAD, SHORT, FEW, RECTANGLE, HOURGLASS = 2.4, 6.0, 6.0, 0.8, 4.0
"""What the outline costs: lines unlike in length; one below a third of the width; of one or two characters; all alike;
longer above and below than between."""


@cache
def words() -> tuple[str, ...]:
    """The words that are kept whole. Raises FileNotFoundError when the installation is incomplete."""
    return tuple(dict.fromkeys(resource("report", "title_words.txt").read_text(encoding="utf-8").split()))


def break_title(text: str, widths: Sequence[float], width: float) -> list[str]:
    """The lines of a title, none wider than ``width`` (the one that holds no place to break excepted)."""
    fewest = max(1, math.ceil(sum(widths) / width - 1e-6))
    if fewest == 1:
        return [text]
    tears = {at: tear_cost(text, at) for at in range(1, len(text)) if may_break(text, at)}
    for places in (sorted(tears, key=lambda at: tears[at])[:MOST_PLACES], list(tears)):
        best: tuple[float, tuple[int, ...]] = (math.inf, ())
        for lines in range(fewest, min(fewest + 1, MOST_LINES) + 1):
            for breaks in combinations(sorted(places), lines - 1):
                cost = FURTHER_LINE * (lines - fewest) + sum(tears[at] for at in breaks)
                if cost < best[0]:
                    cost += shape_cost(widths, (0, *breaks, len(text)), width)
                    best = min(best, (cost, breaks))
        if best[1]:
            return [text[a:b] for a, b in pairwise((0, *best[1], len(text)))]
        if len(tears) > 3 * MOST_PLACES:
            break
    return list(greedy(text, widths, width))


def shape_cost(widths: Sequence[float], cuts: Sequence[int], width: float) -> float:
    """How unbecoming the outline of the lines between these cuts is."""
    lengths = [sum(widths[a:b]) / width for a, b in pairwise(cuts)]
    if max(lengths) > 1 + 1e-6:
        return math.inf
    spread = max(lengths) - min(lengths)
    character = max(widths) / width
    cost = SPREAD * spread + SHORT * max(0.0, 0.35 - min(lengths))
    cost += FEW if min(lengths) < 2.5 * character else 0.0
    cost += RECTANGLE if spread < 0.9 * character else 0.0
    waisted = any(b < min(max(lengths[:n]), max(lengths[n + 1 :])) for n, b in enumerate(lengths[1:-1], 1))
    return cost + (HOURGLASS if waisted else 0.0)


def tear_cost(text: str, at: int) -> float:
    """How bad it is to tear the title before character ``at``."""
    if _inside(WHOLE, text, at) or any(_within(word, text, at) for word in words()):
        return TORN_WORD
    if text[at] in "《（" or text[at - 1] == "》":
        return 0.0
    before, after = GOOD_AFTER.search(text[:at]), GOOD_BEFORE.match(text, at)
    if _inside(NAMED, text, at):
        return TORN_NAME
    stub = TORN_STUB if "《" in text[max(0, at - STUB) : at] or "》" in text[at : at + STUB] else 0.0
    if text[at - 1] in "和与及、的" or (before and after):
        return 0.2 + stub
    ends, begins = text[:at].endswith(words()), text.startswith(words(), at)
    if (before or ends) and (after or begins):
        return BETWEEN_WORDS + stub
    return stub + (1.0 if begins or ends or before or after else TORN_UNKNOWN)


def _inside(pattern: re.Pattern[str], text: str, at: int) -> bool:
    return any(found.start() < at < found.end() for found in pattern.finditer(text))


def _within(word: str, text: str, at: int) -> bool:
    """Whether the word stands in the text over the place ``at``."""
    return text.find(word, max(0, at - len(word) + 1), at + len(word) - 1) >= 0


def greedy(text: str, widths: Sequence[float], width: float) -> Iterator[str]:
    """Lines as full as they go, for a title that is too long or too stubborn for a shape."""
    start = 0
    while start < len(text):
        end, used = start, 0.0
        while end < len(text) and (end == start or used + widths[end] <= width + 1e-6):
            used += widths[end]
            end += 1
        whole = next((at for at in range(end, start, -1) if at == len(text) or may_break(text, at)), end)
        yield text[start:whole]
        start = whole
