"""Which period a visible text speaks of: 2025年10月, 10月份, 2025-10, 2025年1—10月, 三季度."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from peidang.domain.periods import Span, parse_span

_YEAR = r"(?:(?P<year>20\d{2})\s*[年.\-/_]?\s*)?"
_MONTHS = re.compile(
    rf"(?<!\d){_YEAR}(?<!\d)(?P<first>1[0-2]|0?[1-9])\s*(?:月\s*)?[-—–~至到]+\s*(?P<last>1[0-2]|0?[1-9])\s*月(?!\s*\d+\s*日)"
)
_MONTH = re.compile(rf"(?<![\d—–~至-]){_YEAR}(?<!\d)(?P<first>1[0-2]|0?[1-9])\s*月(?!\s*\d+\s*[日号])")
_CHINESE_MONTH = re.compile(
    rf"{_YEAR}(?<![一二三四五六七八九十])(?P<first>十[一二]?|[一二三四五六七八九])月(?!\s*\d+\s*日)"
)
_DIGITS = re.compile(r"(?<!\d)(?P<year>20\d{2})[-./_]?(?P<first>1[0-2]|0[1-9])(?![\d.])(?![-./_]\d)")
_QUARTER = re.compile(rf"{_YEAR}(?:第?(?P<quarter>[一二三四1-4])季度?|[Qq](?P<q>[1-4]))")
_NUMBERS = {word: number for number, word in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
_DUE_WORDS = re.compile(r"(?:截止|填报日期|填表日期|报送时限|印发)[^　\n]*")


@dataclass(frozen=True)
class Mention:
    """Months that a text names; ``year`` is None when it does not say."""

    year: int | None
    first: int
    last: int

    @property
    def cumulative(self) -> bool:
        """1—10月 is what was reached by October."""
        return self.first == 1 < self.last


def mentions_in(text: str) -> Iterator[Mention]:
    """Every period a text names, the way people say it first."""
    plain = unicodedata.normalize("NFKC", _DUE_WORDS.sub("", text))
    for match in _MONTHS.finditer(plain):
        first, last = int(match["first"]), int(match["last"])
        if first <= last:
            yield Mention(_year(match), first, last)
        plain = plain.replace(match.group(), " ")
    for match in _QUARTER.finditer(plain):
        word = match["quarter"] or match["q"]
        quarter = _NUMBERS.get(word) or int(word)
        yield Mention(_year(match), quarter * 3 - 2, quarter * 3)
    for pattern in (_MONTH, _CHINESE_MONTH, _DIGITS):
        for match in pattern.finditer(plain):
            month = _NUMBERS.get(match["first"]) or int(match["first"])
            yield Mention(_year(match), month, month)


def _year(match: re.Match[str]) -> int | None:
    return int(match["year"]) if match["year"] else None


def period_named(texts: Iterable[str], periods: Sequence[str], meant: str | None) -> str | None:
    """The key of the period that the first text naming one speaks of; None when none does.

    ``periods`` are those the plan has. What names no year is the latest such time up to the period ``meant``.
    """
    for text in texts:
        for mention in mentions_in(text):
            key = _key(mention, periods, meant)
            if key is not None:
                return key
    return None


def _key(mention: Mention, periods: Sequence[str], meant: str | None) -> str | None:
    year = mention.year or _year_before(mention.last, meant or (periods[-1] if periods else None))
    if year is None:
        return None
    spans = {key: parse_span(key) for key in periods}
    wanted = [_span(year, mention.first, mention.last)]
    if mention.cumulative:
        wanted.append(_span(year, mention.last, mention.last))
    for span in wanted:
        if span.key in spans:
            return span.key
    ending = [key for key, span in spans.items() if span.end == wanted[0].end]
    if mention.cumulative and ending:
        return meant if meant in ending else ending[-1]
    return wanted[-1].key


def _year_before(month: int, meant: str | None) -> int | None:
    if meant is None:
        return None
    end = parse_span(meant).end
    return end.year if month <= end.month else end.year - 1


def _span(year: int, first: int, last: int) -> Span:
    return parse_span(f"{year}-{first}" if first == last else f"{year}-{first}..{last}")
