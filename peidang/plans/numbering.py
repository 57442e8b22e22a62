"""The numbers printed before headings and tasks, and how deep each style stands."""

import re
from dataclasses import dataclass

from peidang.plans.plain import plain

_CHINESE = "[一二三四五六七八九十百零〇]{1,4}"

# Outer styles first: the rank tells what stands under what, whichever of them a document uses.
STYLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("chapter", re.compile(rf"第{_CHINESE}(?:章|部分|篇)[、:]?\s*")),
    ("chinese", re.compile(rf"{_CHINESE}(?:、|\.(?!\d))\s*")),
    ("chinese-bracket", re.compile(rf"(?:\({_CHINESE}\)|[㈠-㈩])[、.]?")),
    ("arabic", re.compile(r"\d{1,2}(?:、|\.(?!\d))\s*")),
    ("arabic-bracket", re.compile(r"(?:\(\d{1,2}\)|\d{1,2}\)|[⑴-⒇])[、.]?")),
    ("circled", re.compile(r"[①-⑳]")),
    ("ordinal", re.compile(rf"{_CHINESE}是(?!否|不是)|第{_CHINESE}[,、:]|其{_CHINESE}[,、:]")),
)


@dataclass(frozen=True)
class Numbered:
    """A paragraph that opens with a number. ``label`` is the number as printed, ``rest`` the text after it."""

    rank: int
    label: str
    printed_gap: str
    rest: str

    @property
    def heading(self) -> str:
        """Number and text as printed."""
        return self.label + self.printed_gap + self.rest


def numbered(paragraph: str) -> Numbered | None:
    """What number opens this paragraph, if any."""
    folded = plain(paragraph)
    for rank, (_, pattern) in enumerate(STYLES):
        match = pattern.match(folded)
        if match and match.end() < len(paragraph):
            label = paragraph[: match.end()].rstrip()
            rest = paragraph[match.end() :]
            gap = " " if rest[0] == " " else ""
            return Numbered(rank, label, gap, rest.lstrip())
    return None


def opens_with_number(line: str) -> bool:
    """Whether a line opens with a numbering token."""
    return numbered(line) is not None


def without_number(text: str) -> str:
    """The text without its number: for comparing headings."""
    found = numbered(text)
    return found.rest if found else text
