"""A title of several lines in a becoming shape: a trapezium or a rhombus, words left whole (GB/T 9704-2012, 7.3.1).

Without a dictionary, words are guessed at from the words that titles of official papers are built with.
"""

import math
import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from peidang.reports.pdf.breaking import may_break

GOOD_BEFORE = re.compile(
    r"关于|《|（|\d{4}年|工作|进展|情况|通报|报告|简报|方案|通知|实施|落实|推动|开展|行动"
)
GOOD_AFTER = re.compile(r"(关于|[和与及、》）的]|月份?|年|工作|方案|情况|行动|市|县|区)$")


def break_title(text: str, widths: Sequence[float], width: float) -> list[str]:
    """The lines of a title, none wider than ``width`` (the one that holds no place to break excepted)."""
    fewest = max(1, math.ceil(sum(widths) / width - 1e-6))
    if fewest == 1:
        return [text]
    places = [at for at in range(1, len(text)) if may_break(text, at)]
    best: tuple[float, tuple[int, ...]] | None = None
    for breaks in combinations(places, fewest - 1) if fewest <= 4 else ():
        cost = shape_cost(text, widths, (0, *breaks, len(text)), width)
        if best is None or cost < best[0]:
            best = (cost, breaks)
    if best is None or math.isinf(best[0]):
        return list(greedy(text, widths, width))
    return [text[a:b] for a, b in pairwise((0, *best[1], len(text)))]


def shape_cost(text: str, widths: Sequence[float], cuts: Sequence[int], width: float) -> float:
    """How unbecoming a way to break a title is: its outline, and the words it tears."""
    lengths = [sum(widths[a:b]) / width for a, b in pairwise(cuts)]
    if max(lengths) > 1 + 1e-6:
        return math.inf
    cost = 4.0 * (max(lengths) - min(lengths)) + 6.0 * max(0.0, 0.35 - min(lengths))
    cost += 0.4 if max(lengths) - min(lengths) < 0.04 else 0.0  # a plain rectangle
    if len(lengths) > 2 and any(
        b < a and b < c for a, b, c in zip(lengths, lengths[1:], lengths[2:], strict=False)
    ):
        cost += 4.0  # an hourglass
    return cost + sum(tear_cost(text, at) for at in cuts[1:-1])


def tear_cost(text: str, at: int) -> float:
    """How bad it is to tear the title before character ``at``."""
    before, after = GOOD_AFTER.search(text[:at]), GOOD_BEFORE.match(text, at)
    return 0.0 if before and after else 0.6 if after else 0.8 if before else 2.0


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
