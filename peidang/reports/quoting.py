"""What of a unit's own words goes into the body of a paper: whole sentences that say something, never invented ones."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from peidang.domain.labels import CONTESTED_TEXT

ROOM = 300
"""Characters of one row in the body; what is beyond is pointed to, not cut off."""

_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?]+[”’」』）)]*|[^。！？!?\n]+")
_ITEM_MARK = re.compile(
    r"^(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}[、是])[ \u3000]*"
)
_INNER_MARKS = {
    "是": re.compile(r"[；;，,：:]\s*[二三四五六七八九十]{1,2}是"),
    "、": re.compile(r"[；;，,：:]\s*[二三四五六七八九十]{1,2}、"),
    ".": re.compile(r"[；;，,：:]\s*\d{1,2}[.．、](?!\d)"),
    "）": re.compile(r"[；;，,：:]\s*[（(]\d{1,2}[）)]"),
    "①": re.compile(r"[；;，,：:]\s*[②-⑳]"),
}
"""Marks of a list inside a sentence, by kind: with 二是 left standing, 一是 has to stand, too."""
_HEAD_MARK = re.compile(
    r"^\s*(?:[（(][一二三四五六七八九十\d]{1,4}[）)]|第[一二三四五六七八九十百\d]+[章节部分条]+"
    r"|[一二三四五六七八九十]{1,3}[、.．是]|\d{1,3}[.．、](?!\d)|[①-⑳])\s*"
)
_ENDS = "。！？!?；;，,、：:"


@dataclass(frozen=True)
class Quoted:
    """The sentences taken, each ending with its mark. ``more`` when some worth quoting had no room."""

    sentences: tuple[str, ...]
    more: bool = False

    @property
    def text(self) -> str:
        """All of them, one after the other."""
        return "".join(self.sentences)


def sentences_of(text: str) -> tuple[str, ...]:
    """A text's sentences, in order, without the marks of a list (1. （1） ①) before them.

    The marks stay where the list goes on inside a sentence (一是…；二是…).
    """
    whole = [match.group().strip() for match in _SENTENCE.finditer(text)]
    inside = {kind for kind, mark in _INNER_MARKS.items() if any(map(mark.search, whole))}
    found = (_unmarked(sentence, inside) for sentence in whole)
    return tuple(sentence for sentence in found if sentence.strip(_ENDS + "”’」』）) "))


def _unmarked(sentence: str, inside: Collection[str]) -> str:
    """The sentence without the mark before it, unless marks of that kind stand inside sentences."""
    mark = _ITEM_MARK.match(sentence)
    if mark is None or _kind_of(mark.group().strip()) in inside:
        return sentence
    return sentence[mark.end() :]


def _kind_of(mark: str) -> str:
    """The kind of a mark, a key of ``_INNER_MARKS``."""
    if mark[0].isdigit() and mark[0].isascii():
        return "."
    return {"是": "是", "、": "、", "）": "）", ")": "）"}.get(mark[-1], "①")


def ended(text: str) -> str:
    """The text with a full stop, where it has no end of its own; 荣获“先进” is none, nor is ……: a name may follow."""
    text = text.strip()
    said = text.rstrip("”’」』")
    if not said or said[-1] in "。！？!?":
        return text
    return f"{text.rstrip(_ENDS)}。"


def concrete(text: str, pattern: re.Pattern[str]) -> Quoted:
    """The sentences that hold a number, a date or a project (``pattern``); a contested cell's mark stays, too."""
    worth = [ended(s) for s in sentences_of(text) if pattern.search(s) or CONTESTED_TEXT in s]
    return within(worth)


def within(sentences: Sequence[str], room: int = ROOM) -> Quoted:
    """As many whole sentences as there is room for, at least one."""
    kept: list[str] = []
    for sentence in sentences:
        if kept and sum(map(len, kept)) + len(sentence) > room:
            return Quoted(tuple(kept), more=True)
        kept.append(sentence)
    return Quoted(tuple(kept))


def bare_heading(text: str) -> str:
    """A heading or task without the number it is printed with: (一) 推动… → 推动…."""
    line = " ".join(text.split())
    return _HEAD_MARK.sub("", line) or line


def by_unit(text: str, names: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """A joined text taken apart again: (unit's name or '', its words); see ``domain.summary_lines.joined``."""
    if len(names) < 2:
        return (("", text),)
    parts: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        name = next((name for name in names if line.startswith(f"{name}：")), None)
        if name is not None:
            parts.append((name, [line[len(name) + 1 :]]))
        elif parts:
            parts[-1][1].append(line)
        else:
            parts.append(("", [line]))
    return tuple((name, "\n".join(lines)) for name, lines in parts)
