"""The parts of a clause around a figure: dates before it, the noun that is measured, the level words between."""

import re

from peidang.plans import wording
from peidang.plans.figures import figures

MASKED = re.compile(r"《[^》]*》|“[^”]*”|\([^()]*\)|<[^<>]*>")
HIDDEN = re.compile(r"[\d一二两三四五六七八九十百千万,;:、。]")
OPENING = re.compile(rf"{wording.STRIVE}|其中|[,\s]")
STRIVING = re.compile(rf"[\s,]*(?:{wording.STRIVE})?")


def noun_span(words: str, kind: str) -> tuple[int, int] | None:
    """Where in ``words`` stands what is measured, without dates, verbs and places; None if nothing is left.

    ``kind`` is the figure's: only counted things lose their verb (培育企业10家), not rates (更新率达到70%).
    """
    closed = wording.CLOSING_NOUN.sub("", words)
    counted = closed != words or not wording.MEASURED_NOUN.search(words)
    base = re.search(rf"(?:{wording.BASELINE.pattern})(?:同期)?$", closed)
    closed = closed[: base.start()] if base else closed
    closed = wording.GROWN_FROM.sub("", closed)
    at = 0
    while at < len(closed):
        rest = closed[at:]
        dated = leading_date(rest) or wording.BASELINE.match(rest)
        match = dated or wording.LEADING.match(rest)
        if match is None and counted and kind not in ("share", "ratio"):
            match = wording.LEADING_ACT.match(rest)
        elif match is None:
            match = wording.LEADING_WILL.match(rest)
        match = match or wording.SECTOR_LIST.match(rest)
        if match is None or not match.end() or (not dated and len(rest) - match.end() < 2):
            break
        at += match.end()
    while at < len(closed) and closed[at] in "了的在、,":
        at += 1
    closed = closed[:at] + wording.CLOSING_DATE.sub("", closed[at:])
    return (at, len(closed)) if len(closed) - at >= 2 else None


def topic_of(text: str) -> str:
    """What a task's first sentence is about, without its verb: the noun of 「每年建设不少于3个」."""
    first = re.split("[。\n]", text, maxsplit=1)[0]
    if len(first) > 24 or next(figures(first), None):
        return ""
    act = wording.LEADING_ACT.match(first)
    return first[act.end() :] if act else first


def masked(folded: str) -> str:
    """Numbers and separators inside names, quotations and brackets hidden: they say nothing; “十四五” does."""
    return MASKED.sub(_hidden, folded)


def _hidden(match: re.Match[str]) -> str:
    if match.group().strip("“”") in wording.FIVE_YEAR_ENDS:
        return match.group()
    return HIDDEN.sub("□", match.group())


def without(words: str, *patterns: re.Pattern[str]) -> str:
    """The words without what the patterns find."""
    for pattern in patterns:
        words = pattern.sub("", words)
    return words


def years_in(words: str) -> tuple[str, ...]:
    """The years by whose end something falls due, in order."""
    plan = wording.FIVE_YEARS.search(words)
    if plan:
        return (wording.FIVE_YEAR_ENDS[plan.group("plan")],)
    for match in wording.DATE.finditer(words):
        opens = match.start() < 12 and not OPENING.sub("", words[: match.start()])
        if "年" in match.group() and (
            match.group("lead") or match.group("close") or match.group("before") or opens
        ):
            return _all_years(match)
    return ()


def _all_years(match: re.Match[str]) -> tuple[str, ...]:
    if match.group("last"):
        return (match.group("last"),)
    return (match.group("first"), *re.findall(r"20\d{2}", match.group("others") or ""))


def leading_date(words: str) -> re.Match[str] | None:
    """The date that opens the words, if any."""
    match = wording.DATE.match(words) or wording.FIVE_YEARS.match(words)
    return match if match and ("年" in match.group() or "十" in match.group()) else None


def after_strive(words: str, start: int) -> int:
    """力争 and blanks before a quote are left out."""
    match = STRIVING.match(words, start)
    return match.end() if match else start


def bare_start(words: str) -> str:
    """The words without dates and adverbs before the verb."""
    while True:
        match = leading_date(words) or wording.LEADING.match(words)
        if not match or not match.end():
            return words.strip(" ,")
        words = words[match.end() :]


def split_level(words: str) -> tuple[str, str, bool]:
    """(noun, level words, about) of what stands before a number: 保有量 | 达到 | no."""
    level, about = "", False
    while match := wording.LEVEL_END.search(words):
        if match.start() == 0 and match.group("least") in ("为", "至", "到"):
            break
        about = about or wording.ABOUT.search(match.group()) is not None
        level = level if match.group("hedge") else match.group() + level
        words = words[: match.start()]
    return words.rstrip(" ,"), level, about


def relation_of(level: str, about: bool, tail: str) -> str:
    """``>=``, ``<=`` or ``~`` from the words before a number and the word behind it."""
    if about or tail in wording.ABOUT_TAILS:
        return "~"
    if tail in wording.CEILING_TAILS or re.search(wording.AT_MOST, level):
        return "<="
    return ">="


def shared_nouns(text: str, count: int) -> list[str]:
    """The nouns of a list shared by ``分别``; what is too much stays with the first."""
    parts = re.split(r"[、]|以及|和|及|与", text)
    if len(parts) < count:
        return [text]
    if len(parts) > count:
        by_mark = text.split("、")
        if len(by_mark) == count:
            return [part.strip() for part in by_mark]
        later = parts[-count + 1 :]
        parts = [text[: text.index(later[0]) - 1], *later]
    return [part.strip() for part in parts]
