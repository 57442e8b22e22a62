"""请说明: this month's words against last month's."""

import re
import unicodedata
from collections.abc import Iterator

from rapidfuzz.distance import LCSseq

from peidang.domain.checks.base import Asked
from peidang.domain.finding import Finding
from peidang.domain.labels import Field, Status
from peidang.domain.readings import bare_text

NEAR = 0.92
"""Likeness from which two texts without numbers, dates and punctuation tell the same thing."""
LONGEST_COMPARED = 2000
"""Longer texts are the same only when equal: the comparison takes time with the square of the length."""
SHORTEST_MARK = 4
LONG, FAR = 40, 0.3
"""Texts longer than this that share fewer characters (of both together) need no closer look."""
_MONTHS = re.compile(
    r"(?:\d{4}年)?\d{1,2}(?:[—~-]\d{1,2})?月(?:份|底|末)?(?:\d{1,2}日)?|本月|当月|上月|目前|截至"
)
_NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")


def same_as_last_month(asked: Asked) -> Iterator[Finding]:
    """``same-as-last-month``: 进展情况 tells what the unit told last month; the copied characters are marked.

    Different figures are progress, different months alone are not. What was done and is done is left alone.
    """
    if asked.month.previous is None:
        return
    for row in asked.rows:
        now, before = asked.entry(row), asked.month.previous.entry(row.id, asked.unit_id)
        if now.status == before.status == Status.DONE:
            continue
        if now.progress and before.progress and tells_the_same(now.progress, before.progress):
            label = asked.month.previous.period.span.short_label
            message = f"“进展情况”与{label}基本相同，请补写本期新进展；确无新进展的，请说明原因。"
            marks = common_marks(now.progress, before.progress)
            yield asked.explain("same-as-last-month", row.id, Field.PROGRESS, message, marks)


def tells_the_same(now: str, before: str) -> bool:
    """True when two texts say the same: equal but for months, punctuation and a word here and there."""
    if now == before:
        return True
    if min(len(now), len(before)) > LONG and LCSseq.similarity(now, before) < FAR * (len(now) + len(before)):
        return False
    left, right = _without_months(now), _without_months(before)
    if _NUMBERS.findall(left) != _NUMBERS.findall(right):
        return False
    left, right = bare_text(left), bare_text(right)
    if left == right:
        return bool(left)
    if max(len(left), len(right)) > LONGEST_COMPARED:
        return False
    return 2 * LCSseq.similarity(left, right) >= NEAR * (len(left) + len(right))


def common_marks(now: str, before: str) -> tuple[tuple[int, int], ...]:
    """Where ``now`` repeats ``before``: (start, end) of each stretch of four characters or more."""
    if now == before or max(len(now), len(before)) > LONGEST_COMPARED:
        return ((0, len(now)),)
    blocks = LCSseq.editops(now, before).as_matching_blocks()
    marks = tuple((b.a, b.a + b.size) for b in blocks if b.size >= SHORTEST_MARK)
    return marks or ((0, len(now)),)


def _without_months(text: str) -> str:
    return _MONTHS.sub("", unicodedata.normalize("NFKC", text))
