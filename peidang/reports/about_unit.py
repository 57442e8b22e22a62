"""What a draft says about one unit: the very sentences, each with the heading it stands under, for 核对.

Where one sentence names several units, the others are left out: a unit is not to learn here who else is late.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from peidang.domain.plan import Plan, Unit
from peidang.domain.summary import Summary
from peidang.domain.summary_lines import RowLine
from peidang.reports.draft_progress import anybody_answered, quoted, section_heading
from peidang.reports.house_style import HouseStyle, Pen
from peidang.reports.paper import Heading, Paper, Paragraph, plain
from peidang.reports.quoting import sentences_of
from peidang.reports.table_view import in_tasks

OTHERS = "〔其他单位〕"
LEFT_OUT = "……"
_SERIALS = re.compile(r"序号(\d+(?:、\d+)*)")
_NUMBERED = re.compile(r"^\d{1,3}\.")
_LEAD_IN = re.compile(r"^[^：；]{1,24}：")


@dataclass(frozen=True)
class Passage:
    """A piece of the draft. ``place`` is the heading it stands under."""

    place: str
    text: str


def passages_about(summary: Summary, paper: Paper, unit_id: str) -> tuple[Passage, ...]:
    """Every passage of the paper's text that is about the unit, its rows or its indicators, in order."""
    about = _About(summary, summary.plan.unit(unit_id))
    pen = Pen(summary, HouseStyle.load())
    progress = _progress_heading(paper)
    found: list[Passage] = []
    place: list[str] = []
    for block in paper.blocks:
        if isinstance(block, Heading):
            place = [*place[: block.level - 1], plain(block.text)]
            if plain(block.text) == progress:
                found += _told_progress(pen, about, progress)
        elif isinstance(block, Paragraph):
            text = plain(block.text)
            if not (place[:1] == [progress] and _NUMBERED.match(text)):
                found += [Passage(" ".join(place), one) for one in about.pieces(text)]
    return tuple(dict.fromkeys(found))


def _progress_heading(paper: Paper) -> str:
    """二、主要进展, as the paper numbers it; '' when it has no such part."""
    return next(
        (plain(one.text) for one in paper.blocks if isinstance(one, Heading) and one.place == "progress"), ""
    )


def _told_progress(pen: Pen, about: "_About", head: str) -> Iterator[Passage]:
    """What the paper quotes of the unit's rows under 主要进展."""
    for section in pen.summary.sections:
        for task in in_tasks(section.lines):
            named = any(len(line.row.reporting_unit_ids()) > 1 for line in task)
            for line in task:
                if line.row.id in about.rows and (line.wording or anybody_answered(line)):
                    text = about.own_words(line, quoted(pen, line, named).sentences)
                    if text:
                        yield Passage(f"{head} {section_heading(pen, section)}", text)


class _About:
    """One unit: its rows and indicators, and by which names it and the others are called."""

    def __init__(self, summary: Summary, unit: Unit) -> None:
        plan = summary.plan
        self.unit = unit
        self.rows = {line.row.id for line in summary.rows if unit.id in line.row.reporting_unit_ids()}
        self.serials = {str(line.row.serial): line for line in summary.rows if line.row.id in self.rows}
        self.indicators = {
            f"“{one.indicator.name}”" for one in summary.indicators if unit.id in one.reporter_ids
        }
        self.names = _names(plan, unit)
        others = {name for other in plan.units if other.id != unit.id for name in _names(plan, other)}
        every = sorted(others | self.names, key=len, reverse=True)
        # The longest first, so that a name is never found inside a longer one.
        self._any_name = re.compile("|".join(map(re.escape, every)))

    def pieces(self, text: str) -> Iterator[str]:
        """What of a paragraph is about the unit."""
        if _NUMBERED.match(text):
            first = next(iter(sentences_of(text)), "")
            if self._is_own_item(text if len(first) < 8 else first):
                yield text
            return
        for sentence in re.findall(r"[^。]+。?", text):
            if piece := self._of_sentence(sentence):
                yield piece

    def _is_own_item(self, text: str) -> bool:
        """A numbered item says whose words it holds; one of a unit that is not named is its only reporter's."""
        head = text.partition("：")[0]
        if self._named_in(head):
            return True
        lines = [self.serials[one] for one in _serials(head) if one in self.serials]
        return self.unit.unnamed and any(len(line.row.reporting_unit_ids()) == 1 for line in lines)

    def _of_sentence(self, sentence: str) -> str:
        items = sentence.rstrip("。").split("；")
        own = [n for n, item in enumerate(items) if self._is_about(item)]
        if not own:
            return ""
        said = ""
        for before, n in pairwise([-1, *own]):
            said += ("；" if said else "") if n == before + 1 else LEFT_OUT
            said += self._without_others(items[n])
        lead_in = _LEAD_IN.match(items[0]) if own[0] else None
        return f"{lead_in[0] if lead_in else ''}{said}{LEFT_OUT if own[-1] < len(items) - 1 else '。'}"

    def _is_about(self, text: str) -> bool:
        return self._is_of_its_items(text) or self._named_in(text)

    def _is_of_its_items(self, text: str) -> bool:
        return any(one in self.serials for one in _serials(text)) or any(
            name in text for name in self.indicators
        )

    def _named_in(self, text: str) -> bool:
        return any(found in self.names for found in self._any_name.findall(text))

    def _without_others(self, text: str) -> str:
        """A list of names keeps only the unit's; on its own rows it may see who else is there."""
        if self._is_of_its_items(text):
            return text
        masked = self._any_name.sub(lambda m: m[0] if m[0] in self.names else OTHERS, text)
        return re.sub(f"{OTHERS}(?:、{OTHERS})+", OTHERS, masked)

    def own_words(self, line: RowLine, sentences: Sequence[str]) -> str:
        """Of a row's quoted sentences those this unit said; all of them when it reports alone or they are the office's."""
        if line.wording or len(line.row.reporting_unit_ids()) == 1:
            return "".join(sentences)
        kept, speaking = [], False
        for sentence in sentences:
            speaker = self._any_name.match(sentence)
            if speaker and sentence[speaker.end() :].startswith("："):
                speaking = speaker[0] in self.names
            if speaking:
                kept.append(sentence)
        return "".join(kept)


def _names(plan: Plan, unit: Unit) -> set[str]:
    printed = {a.printed for row in plan.rows for a in row.assignments if a.unit_id == unit.id}
    return {name for name in (unit.name, *unit.aliases, *printed) if name}


def _serials(text: str) -> list[str]:
    return [one for found in _SERIALS.findall(text) for one in found.split("、")]
