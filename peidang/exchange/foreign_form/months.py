"""Which month a text of somebody else's table speaks of: 9月, 2025年9月份, 1—9月, 三季度, 2025.09."""

import re
import unicodedata
from dataclasses import dataclass

from peidang.domain.periods import Span, parse_span

_NUMBERS = {word: at for at, word in enumerate("一二三四五六七八九", start=1)} | {
    "十": 10,
    "十一": 11,
    "十二": 12,
}
_NUMBER = r"(\d{1,2}|十[一二]?|[一二三四五六七八九])"
_YEAR = r"(?:(20\d{2}|\d{2}(?=年))年?度?)?"
_PATTERNS = (
    ("span", re.compile(rf"{_YEAR}{_NUMBER}月?(?:[-—–~～至])+{_NUMBER}月份?")),
    ("quarter", re.compile(rf"{_YEAR}第?([一二三四1-4])季度")),
    ("day", re.compile(rf"(截至|截止到?)?{_YEAR}{_NUMBER}月(\d{{1,2}})[日号]")),
    ("month", re.compile(rf"{_YEAR}{_NUMBER}月(?!\d{{1,2}}[日号])[份底末]?")),
    ("digits", re.compile(r"(20\d{2})[-./](\d{1,2})(?![-./\d])")),
    ("solid", re.compile(r"(?<!\d)(20\d{2})(0[1-9]|1[0-2])(?!\d)")),
)


@dataclass(frozen=True)
class Mention:
    """A month as a text names it. ``year`` is None where the text leaves it out."""

    first: int
    last: int
    year: int | None
    cumulative: bool = False
    """1—9月: what was reached by the end of the last month, told in that month."""
    by_day: bool = False
    """截至9月30日: told by a day only, the weakest of hints."""

    def span(self, year: int) -> Span:
        """The period meant; ``year`` counts where the text names none."""
        first = self.last if self.cumulative else self.first
        last = f"..{self.last:02d}" if self.last != first else ""
        return parse_span(f"{self.year or year}-{first:02d}{last}")


def mention_in(text: str) -> tuple[Mention | None, str]:
    """The month a text names, and the text without it. A plain day (印发于5月31日) names no month."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    for kind, pattern in _PATTERNS:
        for found in pattern.finditer(plain):
            mention = _mention(kind, found)
            if mention is not None:
                return mention, plain[: found.start()] + plain[found.end() :]
    return None, plain


def year_in(text: str) -> int | None:
    """The year a text names: 2025年; None for none, or several."""
    years = {
        int(year)
        for year in re.findall(r"(?<!\d)(20\d{2})(?:年|(?=\D|$))", unicodedata.normalize("NFKC", text))
    }
    return years.pop() if len(years) == 1 else None


def _mention(kind: str, found: re.Match[str]) -> Mention | None:
    if kind == "day":
        if not found[1]:
            return None
        return _checked(_number(found[3]), _number(found[3]), found[2], by_day=True)
    if kind == "quarter":
        quarter = _number(found[2])
        return _checked(quarter * 3 - 2, quarter * 3, found[1])
    if kind == "span":
        first, last = _number(found[2]), _number(found[3])
        return _checked(first, last, found[1], cumulative=first == 1 and last > 2)
    return _checked(_number(found[2]), _number(found[2]), found[1])


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else _NUMBERS[word]


def _checked(
    first: int, last: int, year: str | None, cumulative: bool = False, by_day: bool = False
) -> Mention | None:
    if not 1 <= first <= last <= 12:
        return None
    full = None if not year else int(year) if len(year) == 4 else 2000 + int(year)
    return Mention(first, last, full, cumulative, by_day)
