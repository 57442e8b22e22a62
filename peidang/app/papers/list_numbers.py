"""The numbers of a paper's lists, 一、（一）1.: a paragraph that was taken out or put in by hand leaves them with a gap."""

import re
from collections.abc import Iterable, Iterator

from peidang.app.papers.drafting import DraftParagraph

_MARK = re.compile(
    r"([一二三四五六七八九十]{1,3})、|（([一二三四五六七八九十]{1,3})）|([0-9]{1,3})\.(?![0-9])"
)
_DIGITS = "一二三四五六七八九"


def list_gaps(paragraphs: Iterable[DraftParagraph]) -> Iterator[str]:
    """Where a list of the text does not count on, each as a sentence; at most one for a list."""
    last: list[tuple[int, str]] = [(0, ""), (0, ""), (0, "")]
    told: set[tuple[int, str]] = set()
    for one in paragraphs:
        for line in one.text.split("\n"):
            match = _MARK.match(line)
            if match is None:
                continue
            level = next(n for n, group in enumerate(match.groups()) if group)
            number = _number(match.group(level + 1))
            before, mark = last[level]
            where = (level, one.under)
            if number not in (1, before + 1) and where not in told:
                told.add(where)
                at = f"“{one.under}”" if level and one.under else "文稿"
                yield f"{at}的编号不连续：{f'{mark}之后' if mark else '第一个'}是{match[0]}，请改。"
            last[level:] = [(number, match[0]), *((0, ""),) * (2 - level)]


def _number(text: str) -> int:
    """二十三 or 23 as 23."""
    if text.isascii():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_digit(tens) or 1) * 10 * bool(ten) + _digit(ones)


def _digit(text: str) -> int:
    return _DIGITS.find(text) + 1 if text else 0
