"""Text made comparable without losing the print: ``tidy`` cleans a line, ``plain`` folds it for the rules.

``plain`` keeps every position, so a rule finds its place in the folded text and the quote is cut from the print.
"""

import re
from collections.abc import Iterable

_FOLDS = {0x3000: " ", **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}}
_FOLDS |= {ord(a): b for a, b in zip("〔〕【】［］[]{}〈〉﹙﹚", "()()()()()<>()", strict=True)}
_FOLDS |= {ord(a): b for a, b in zip("～〜﹣−–：；，．％", "~~--–:;,.%", strict=True)}

BLANKS = re.compile("[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_IDLE_BLANK = re.compile("(?<![!-~０-９Ａ-Ｚａ-ｚ]) | (?![!-~０-９Ａ-Ｚａ-ｚ])")
_NUMBER_BRACKET = re.compile(r"^[（(〔\[][一二三四五六七八九十百零〇\d]{1,4}[）)〕\]] ")

DIGITS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
TENS = {"十": 10, "百": 100, "千": 1000}
CHINESE_NUMBER = "[一二两三四五六七八九十百千零〇]"


def plain(text: str) -> str:
    """The text with full-width forms and odd brackets folded, character for character (same length)."""
    return text.translate(_FOLDS)


def tidy(line: str) -> str:
    """One line without outer blanks, and without inner blanks except between Latin words and after ``(一)``."""
    line = BLANKS.sub(" ", INVISIBLE.sub("", line)).strip()
    start = _NUMBER_BRACKET.match(line)
    head = start.group() if start else ""
    rest = line[len(head) :]
    return head + _IDLE_BLANK.sub("", rest)


def squeezed(text: str) -> str:
    """Folded and without any blank: for comparing, never for showing."""
    return "".join(plain(text).split())


def chinese_number(text: str) -> int | None:
    """``二十一`` → 21, ``两百`` → 200, ``百`` → 100, ``二〇二四`` → 2024; None where it is no number."""
    if not text:
        return None
    if len(text) > 1 and all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    total, digit = 0, None
    for char in text:
        if char in DIGITS:
            digit = DIGITS[char]
        elif char in TENS:
            total += (1 if digit is None else digit) * TENS[char]
            digit = None
        else:
            return None
    return total + (digit or 0)


def pairs(text: str) -> set[str]:
    """The neighbouring characters of a text, for likeness."""
    text = squeezed(text)
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}


def contained(part: str, whole: str | Iterable[str]) -> float:
    """How much of ``part`` (its pairs of characters) is found in ``whole``, 0 to 1."""
    mine = pairs(part)
    others = pairs(whole) if isinstance(whole, str) else set(whole)
    return len(mine & others) / len(mine)


def alike(one: str, other: str) -> float:
    """Likeness of two short texts by their pairs of characters (Dice), 0 to 1."""
    mine, others = pairs(one), pairs(other)
    return 2 * len(mine & others) / (len(mine) + len(others))
