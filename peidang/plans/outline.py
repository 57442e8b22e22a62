"""The body's outline: headings under headings, and under each what it says and which units it names."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from peidang.plans.numbering import numbered
from peidang.plans.plain import plain
from peidang.plans.units import UnitList, merged, unit_lists

BODY_ENDS = re.compile(
    r"附件?\s*(?:\d{0,2}|[一二三四五六七八九十]{0,2})\s*(?::.*)?|附件?\d{0,2}[^,。]{0,40}表"
    r"|抄送:.*|.{0,20}\d{4}年\d{1,2}月\d{1,2}日印发"
)
INLINE_ITEM = re.compile(r"[。;)](?=[一二三四五六七八九十]{1,3}是|[①-⑳])")
SENTENCE_ENDS = re.compile(r"[。)\]]$")
IN_SENTENCES = re.compile(r"[。;,:、]")
MAX_SCRAP = 30
LEAST_TAIL = 3
MAX_TITLE = 60
"""Characters of a heading on a line of its own; a longer paragraph without a full stop is text."""
MAX_NAME_BEFORE_COLON = 24


@dataclass
class Piece:
    """A stretch of text that ends with its units, or has none (the end of a node)."""

    paragraphs: list[str] = field(default_factory=list)
    units: UnitList | None = None
    printed_units: str = ""

    @property
    def empty(self) -> bool:
        """Neither text nor units."""
        return not self.paragraphs and self.units is None


@dataclass
class Node:
    """A numbered heading or task. ``own_line`` where the title stands on a line by itself."""

    rank: int
    label: str
    gap: str
    title: str
    own_line: bool
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """Number and title as printed."""
        return self.label + self.gap + self.title

    @property
    def lists(self) -> list[Piece]:
        """The pieces that name units."""
        return [piece for piece in self.pieces if piece.units]

    def depth(self) -> int:
        """0 for the root, 1 for a section."""
        return 0 if self.parent is None else self.parent.depth() + 1

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


def read_outline(paragraphs: Sequence[str], rule: str | None) -> Node:
    """The outline's root. ``rule`` is the document's own rule on leads (``units.lead_rule``)."""
    root = Node(-1, "", "", "", own_line=True)
    here = root
    for paragraph in (part for whole in body_only(paragraphs) for part in _items(whole)):
        found = numbered(paragraph)
        if found:
            while here.parent is not None and here.rank >= found.rank:
                here = here.parent
            title, text, own_line = title_and_text(found.rest)
            child = Node(found.rank, found.label, found.printed_gap, title, own_line, here)
            here.children.append(child)
            here = child
            if text:
                _add_text(here, text, rule)
        else:
            _add_text(here, paragraph, rule)
    return root


def _items(paragraph: str) -> list[str]:
    """「一是…（牵头…）。二是…（牵头…）」 in one paragraph as one each; left alone where they share their units."""
    lists = unit_lists(paragraph)
    if len(lists) < 2:
        return [paragraph]
    folded = plain(paragraph)
    ends = {found.end for found in lists}
    starts = [m.end() for m in INLINE_ITEM.finditer(folded) if m.end() in ends or folded[m.end()] in "一①"]
    cuts = [0, *starts, len(paragraph)]
    return [part for start, end in pairwise(cuts) if (part := paragraph[start:end].strip())]


def body_only(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs up to the annex, the copies or the imprint."""
    for at, paragraph in enumerate(paragraphs):
        if BODY_ENDS.fullmatch(plain(paragraph)) and at > 0:
            return list(paragraphs[:at])
    return list(paragraphs)


def without_tail(paragraphs: Sequence[str]) -> tuple[list[str], list[str]]:
    """The paragraphs, and what stands after the end of the last sentence: a web page's buttons, say.

    Office and date under a document are no tail: that begins with three short lines.
    """
    end = len(paragraphs)
    while end and _is_scrap(paragraphs[end - 1]):
        end -= 1
    if len(paragraphs) - end < LEAST_TAIL or not end or not SENTENCE_ENDS.search(plain(paragraphs[end - 1])):
        return list(paragraphs), []
    return list(paragraphs[:end]), list(paragraphs[end:])


def _is_scrap(paragraph: str) -> bool:
    """A short line that is no sentence, no heading and names no units."""
    text = plain(paragraph)
    return (
        len(text) <= MAX_SCRAP
        and not IN_SENTENCES.search(text)
        and not numbered(paragraph)
        and not unit_lists(paragraph)
    )


def title_and_text(rest: str) -> tuple[str, str, bool]:
    """(title, text, own_line): the title ends at the first full stop, at a colon soon after, or is the whole line."""
    folded = plain(rest)
    lists = unit_lists(rest)
    stop = folded.find("。")
    limit = lists[0].start if lists else len(rest)
    if 0 <= stop < limit:
        limit = stop
    colon = folded.find(":", 0, min(limit, MAX_NAME_BEFORE_COLON))
    if colon > 0 and limit - colon > 1 and not folded[colon - 1].isdigit():
        return rest[:colon], rest[colon + 1 :], False
    text = rest[limit:].lstrip("。")
    if not text and (stop < 0 or stop == len(rest) - 1) and limit <= MAX_TITLE:
        return rest[:limit], "", True
    return rest[:limit], text, False


def _add_text(node: Node, text: str, rule: str | None) -> None:
    """Cut a paragraph at its unit lists and hang the pieces on the node."""
    at = 0
    for found in unit_lists(text, rule):
        before = text[at : found.start].strip()
        if before.strip("。 "):
            _open_piece(node).paragraphs.append(before)
        _close_piece(node, found, text[found.start : found.end])
        at = found.end
    rest = text[at:].strip()
    if rest.strip("。;,、) "):
        _open_piece(node).paragraphs.append(rest)


def _open_piece(node: Node) -> Piece:
    if not node.pieces or node.pieces[-1].units:
        node.pieces.append(Piece())
    return node.pieces[-1]


def _close_piece(node: Node, found: UnitList, printed: str) -> None:
    """The list ends the open piece; right behind another list it continues that one."""
    last = node.pieces[-1] if node.pieces else None
    if last is not None and last.units and not last.empty and not _new_lead(last.units, found):
        last.units = merged(last.units, found)
        last.printed_units += printed
        return
    piece = _open_piece(node)
    piece.units, piece.printed_units = found, printed


def _new_lead(one: UnitList, other: UnitList) -> bool:
    """Two full lists one behind the other are two, not one."""
    return bool(one.lead and other.lead)
