"""Printed lines become paragraphs: page furniture goes, lines broken by the typesetter are joined again.

A line is continued by the next one when it has no end (no full stop, an open bracket, a closing comma) and is as
long as lines are in this document; a short line without an end is a heading. A line that opens with a numbering
token is never joined to the one above.
"""

import re
from collections.abc import Sequence

from peidang.plans.numbering import opens_with_number
from peidang.plans.plain import plain, tidy

FURNITURE = re.compile(
    r"[-–—_·.]{1,3}\s*\d{1,4}\s*[-–—_·.]{1,3}"  # — 8 —
    r"|第\s*\d{1,4}\s*页(\s*[,/]?\s*共\s*\d{1,4}\s*页)?"
    r"|\d{1,3}(\s*/\s*\d{1,3})?"
    r"|https?://\S.*"
    r"|[-–—_=*]{3,}"
)
ENDS = "。！？!?"
OPEN_ENDS = "、,;:—"
UNITS_BRACKET_END = re.compile(r"\([^()]*(牵头|责任|配合|负责|分工)[^()]*(\([^()]*\)[^()]*)*\)$")
MAX_HEADING = 44
"""Characters. No heading is longer; a longer line without an end was broken by a page."""
BRACKET_REACH = 400
"""Characters. A bracket still open after so many is a slip, not a list of units."""
SLACK = 3
"""A typesetter's full line may be this much shorter than the widest, to keep a comma off the line's head."""


def clean_lines(lines: Sequence[str]) -> list[str]:
    """The lines tidied, without empty ones and page furniture."""
    tidied = (tidy(line) for line in lines)
    return [line for line in tidied if line and not FURNITURE.fullmatch(plain(line))]


def width(line: str) -> float:
    """The line's printed width in Chinese characters."""
    return sum(0.5 if char.isascii() else 1.0 for char in line)


def full_width(lines: Sequence[str]) -> float:
    """From which width on a line counts as full: by the document's own lines, if it is broken into lines at all."""
    widths = sorted(width(line) for line in lines)
    if not widths:
        return MAX_HEADING
    widest = widths[int(len(widths) * 0.9)]
    unfinished = sum(1 for line in lines if line[-1] not in ENDS and width(line) > widest - SLACK)
    broken = widest < 60 and unfinished > len(lines) * 0.3
    return widest - SLACK if broken else MAX_HEADING


def paragraphs(lines: Sequence[str], full: float) -> list[str]:
    """Cleaned lines joined to paragraphs; ``full`` is the width from which on a line counts as full."""
    joined: list[str] = []
    last_line = ""
    for line in lines:
        if joined and _continues(joined[-1], last_line, line, full):
            joined[-1] = _glued(joined[-1], line)
        else:
            joined.append(line)
        last_line = line
    return joined


def _glued(above: str, line: str) -> str:
    """Latin words broken at a line's end keep their blank."""
    latin = above[-1].isascii() and above[-1].isalpha() and line[0].isascii() and line[0].isalpha()
    return f"{above} {line}" if latin else above + line


def _continues(above: str, last_line: str, line: str, full: float) -> bool:
    if opens_with_number(line):
        return False
    folded = plain(above)
    if _open_bracket(folded):
        return True
    if folded[-1] in ENDS or UNITS_BRACKET_END.search(folded):
        return False
    if folded[-1] == ":" and width(last_line) < full:
        return False
    # A full stop above shows prose; no prose ends without one, however short its last line is.
    return folded[-1] in OPEN_ENDS or "。" in folded or width(last_line) >= full or _only_closing(line)


def _open_bracket(folded: str) -> bool:
    """A bracket opened not long ago and not closed; a stray one beside a closed list does not count."""
    end = folded[-BRACKET_REACH:]
    return folded[-1] != ")" and end.count("(") > end.count(")")


def _only_closing(line: str) -> bool:
    """A line that cannot begin a paragraph."""
    return plain(line)[0] in ")、,。;:%”’》"
