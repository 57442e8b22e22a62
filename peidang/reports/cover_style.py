"""版头 (红头) and 版记 as an office wants them on its papers, as data; ``covered`` puts them on a paper.

GB/T 9704-2012, 7.2 (发文机关标志, 发文字号) and 7.4 (抄送机关, 印发机关, 印发日期).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from peidang.reports.house_style import day_words
from peidang.reports.paper import Imprint, Letterhead, Paper


@dataclass(frozen=True)
class Mark:
    """What stands in a letterhead: 发文机关标志 and 发文字号, both with places (``{year}``) to be filled."""

    mark: str = ""
    number: str = ""


@dataclass(frozen=True)
class LetterheadStyle:
    """红头: whether it is used, of which kinds of papers, and its words; ``own`` are those of single kinds.

    An own mark or number that is '' is the one of all.
    """

    on: bool = False
    kinds: tuple[str, ...] = ()
    words: Mark = Mark()
    own: Mapping[str, Mark] = field(default_factory=dict)

    def of(self, kind: str) -> Mark:
        """What stands in the letterhead of a kind."""
        own = self.own.get(kind, Mark())
        return Mark(own.mark or self.words.mark, own.number or self.words.number)


@dataclass(frozen=True)
class ImprintStyle:
    """版记: whether it is used, of which kinds of papers, 抄送, 印发机关 ('': who signs), 印发日期 (None: the paper's date)."""

    on: bool = False
    kinds: tuple[str, ...] = ()
    copies_to: str = ""
    office: str = ""
    day: date | None = None


@dataclass(frozen=True)
class CoverStyle:
    """What goes above and below an office's papers."""

    letterhead: LetterheadStyle = LetterheadStyle()
    imprint: ImprintStyle = ImprintStyle()

    def to_data(self) -> dict[str, Any]:
        """As plain data, for JSON."""
        head, foot = self.letterhead, self.imprint
        own = {kind: {"mark": one.mark, "number": one.number} for kind, one in head.own.items()}
        return {
            "letterhead": {
                "on": head.on,
                "kinds": list(head.kinds),
                "mark": head.words.mark,
                "number": head.words.number,
                "own": own,
            },
            "imprint": {
                "on": foot.on,
                "kinds": list(foot.kinds),
                "copies_to": foot.copies_to,
                "office": foot.office,
                "day": foot.day.isoformat() if foot.day else "",
            },
        }

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "CoverStyle":
        """From what ``to_data`` gives; {} is nothing of either. Raises KeyError and ValueError for anything else."""
        if not data:
            return cls()
        head, foot = data["letterhead"], data["imprint"]
        own = {kind: Mark(one["mark"], one["number"]) for kind, one in head["own"].items()}
        day = date.fromisoformat(foot["day"]) if foot["day"] else None
        return cls(
            LetterheadStyle(head["on"], tuple(head["kinds"]), Mark(head["mark"], head["number"]), own),
            ImprintStyle(foot["on"], tuple(foot["kinds"]), foot["copies_to"], foot["office"], day),
        )


def covered(
    paper: Paper, cover: CoverStyle, kind: str, today: date, fill: Callable[[str], str], number: str = ""
) -> Paper:
    """The paper of this kind with its 版头 and 版记, where the office wants them.

    ``fill`` puts the words into the places of a mark or number; ``number`` is the 发文字号 of the signed paper, where
    it is registered. A line under the title that says the same as the number is left out, and 版记 is, where nobody
    is known who prints the paper.
    """
    head, foot = cover.letterhead, cover.imprint
    if head.on and kind in head.kinds:
        words = head.of(kind)
        letterhead = Letterhead(fill(words.mark), number or fill(words.number))
        twice = paper.subtitle == letterhead.number
        paper = replace(paper, letterhead=letterhead, subtitle="" if twice else paper.subtitle)
    office = foot.office or (paper.signature.office if paper.signature else paper.author)
    if foot.on and kind in foot.kinds and office:
        imprint = Imprint(office, day_words(foot.day or today), foot.copies_to)
        paper = replace(paper, imprint=imprint)
    return paper
