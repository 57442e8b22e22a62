"""The lines of the two tables of the 配档表 page, and which of them are shown."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from peidang.app.views import IndicatorLine, ScheduleLine, ScheduleView
from peidang.domain.answers import Entry, Reading
from peidang.domain.labels import FIELD_WORDS, INDICATOR_FIELDS, ROW_FIELDS, Field, Light

Line = ScheduleLine | IndicatorLine


@dataclass(frozen=True)
class SectionLine:
    """A line above the rows of a section: its name, how many rows follow, and their lights, worst last."""

    name: str
    rows: int
    lights: tuple[tuple[Light, int], ...]


Shown = Line | SectionLine


def item_id(line: Line) -> str:
    """The row or indicator the line answers."""
    return line.row.id if isinstance(line, ScheduleLine) else line.indicator.id


def answers(line: Line) -> Entry | Reading:
    """What the unit answered."""
    return line.entry if isinstance(line, ScheduleLine) else line.reading


def line_key(line: Line) -> tuple[str, str]:
    """What stays the same about a line when it is read anew: (item id, unit id)."""
    return (item_id(line), line.unit.id)


@dataclass(frozen=True)
class Filter:
    """What the user wants to see; '' or None is everything."""

    text: str = ""
    unit_id: str = ""
    section: str = ""
    light: Light | None = None
    status: str | None = None
    """One of the words of 完成状态; '' means not answered."""
    only_findings: bool = False

    def shows(self, line: Line) -> bool:
        """Whether the line is wanted."""
        return (
            (not self.unit_id or line.unit.id == self.unit_id)
            and (self.light is None or line.light is self.light)
            and (not self.only_findings or bool(line.findings) or bool(answers(line).contested))
            and self._shows_row(line)
            and found(self.text, line)
        )

    def _shows_row(self, line: Line) -> bool:
        if not isinstance(line, ScheduleLine):
            return True
        return (not self.section or line.row.section == self.section) and (
            self.status is None or line.entry.status == self.status
        )


def found(text: str, line: Line) -> bool:
    """Whether the line holds the text, or the first letters of its pinyin. An empty text is found everywhere."""
    wanted = "".join(text.split()).lower()
    if not wanted:
        return True
    names, words = _texts(line)
    if any(wanted in "".join(each.split()).lower() for each in (*names, *words)):
        return True
    return wanted.isascii() and wanted.isalpha() and any(wanted in initials(name) for name in names)


def _texts(line: Line) -> tuple[list[str], list[str]]:
    """What a line is called, found by pinyin too; and what is written in it."""
    if isinstance(line, ScheduleLine):
        names = [line.row.task, line.row.section, line.unit.name, *line.lead_names, *line.responsible_names]
        words = [line.row.measure, *(value for _, value in line.row.extra)]
        return names, words + [line.entry.value(field) for field in ROW_FIELDS]
    names = [line.indicator.name, line.unit.name]
    return names, [line.target_text, *(line.reading.value(field) for field in INDICATOR_FIELDS)]


@lru_cache(maxsize=4096)
def initials(text: str) -> str:
    """The first letters of a text's pinyin: 市商务局 is ``sswj``. Only Chinese and Latin letters count."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - a large table, needed only once somebody searches by pinyin

    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors="default")).lower()


def rows_shown(view: ScheduleView | None) -> tuple[ScheduleLine, ...]:
    """The lines of the schedule that concern this office: all where it coordinates, else its own."""
    return tuple(line for line in view.lines if _ours(view, line)) if view else ()


def figures_shown(view: ScheduleView | None) -> tuple[IndicatorLine, ...]:
    """The lines of the indicators that concern this office."""
    return tuple(line for line in view.indicators if _ours(view, line)) if view else ()


def _ours(view: ScheduleView, line: Line) -> bool:
    return view.coordinates or line.unit.id == view.plan.own_unit_id


def arrange(lines: Iterable[Line], wanted: Callable[[Line], bool]) -> list[Shown]:
    """The lines wanted, with a section line wherever a section begins."""
    kept = [line for line in lines if wanted(line)]
    shown: list[Shown] = []
    section = None
    for place, line in enumerate(kept):
        if isinstance(line, ScheduleLine) and line.row.section != section:
            section = line.row.section
            if section:
                shown.append(section_line(section, kept[place:]))
        shown.append(line)
    return shown


def section_line(name: str, following: list[Line]) -> SectionLine:
    """The line above the rows of section ``name`` at the head of ``following``."""
    rows: dict[str, Light | None] = {}
    for line in following:
        if not isinstance(line, ScheduleLine) or line.row.section != name:
            break
        rows[line.row.id] = line.row_light
    counted = Counter(light for light in rows.values() if light is not None)
    order = (Light.DONE, Light.ON_PACE, Light.BEHIND, Light.SERIOUS, Light.UNREPORTED)
    return SectionLine(name, len(rows), tuple((light, counted[light]) for light in order if counted[light]))


def words_of(line: Line, field: Field) -> str:
    """How an answer cell is called to the user: 市商务局 第9行 进展情况."""
    place = f"第{line.row.serial}行" if isinstance(line, ScheduleLine) else f"“{line.indicator.name}”"
    return f"{line.unit.name} {place} {FIELD_WORDS[field]}"
