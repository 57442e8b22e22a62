"""二、主要进展: section by section and task by task, in the office's wording or the units' own sentences."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from peidang.domain.labels import TO_BE_WORDED
from peidang.domain.summary import SectionLine
from peidang.domain.summary_lines import RowLine
from peidang.reports.draft_overall import named_lights, why_not_asked
from peidang.reports.house_style import Pen, chinese_numeral, join, number
from peidang.reports.paper import Block, Heading, Paragraph, Runs, runs
from peidang.reports.quoting import Quoted, bare_heading, by_unit, concrete, ended, within
from peidang.reports.table_view import PENDING, in_tasks


@dataclass(frozen=True)
class Task:
    """Rows that share a task, with what is quoted of each; rows nobody answered are apart."""

    id: str
    """That of its first row: the task's place in the paper."""
    name: str
    said: tuple[tuple[RowLine, Quoted], ...]
    silent: tuple[RowLine, ...]
    not_asked: tuple[RowLine, ...]


def progress(pen: Pen) -> tuple[Block, ...]:
    """Every section of the schedule; without headings when the schedule has no sections."""
    if not pen.summary.sections:
        return (Paragraph(pen.say("no_tasks"), place="progress.none"),)
    blocks: list[Block] = []
    for section in pen.summary.sections:
        if section.title or len(pen.summary.sections) > 1:
            heading = runs(section_heading(pen, section))
            blocks.append(Heading(2, heading, place=f"{place_of(section)}.heading"))
        blocks += section_blocks(pen, section)
    return tuple(blocks)


def place_of(section: SectionLine) -> str:
    """The beginning of the places of a section's blocks."""
    return f"progress.section.{section.number}"


def section_heading(pen: Pen, section: SectionLine) -> str:
    """（一）实施…行动: numbered anew, in the paper's own order."""
    return f"（{chinese_numeral(section.number)}）{section_name(pen, section)}"


def section_name(pen: Pen, section: SectionLine) -> str:
    """实施…行动: without the number it has in the plan."""
    return bare_heading(section.title) if section.title else pen.style.sentences["other_section"]


def section_blocks(pen: Pen, section: SectionLine) -> list[Block]:
    """The section's counts, one paragraph a task, then what was not reported or not asked for."""
    place = place_of(section)
    tasks = [task_of(pen, lines) for lines in in_tasks(section.lines)]
    blocks: list[Block] = [Paragraph(counts(pen, section), place=f"{place}.counts")]
    told = [task for task in tasks if task.said]
    blocks += _worded(section) if section.wording else _tasks(pen, told, place)
    silent = [line for task in tasks for line in task.silent]
    not_asked = [line for task in tasks for line in task.not_asked]
    if silent and told:
        names = row_names(pen, silent)
        blocks.append(Paragraph(pen.say("not_reported", names=names), place=f"{place}.silent"))
    if not_asked and len(not_asked) < len(section.lines):
        names = row_names(pen, not_asked, why_not_asked)
        blocks.append(Paragraph(pen.say("not_asked", names=names), place=f"{place}.not-asked"))
    return blocks


def _worded(section: SectionLine) -> list[Block]:
    """统稿 of the whole section, a paragraph a line, instead of its tasks."""
    lines = [ended(line) for line in (section.wording or "").split("\n") if line.strip()]
    return [
        Paragraph(runs(line), place=f"{place_of(section)}.wording.{n}")
        for n, line in enumerate(lines, start=1)
    ]


def _tasks(pen: Pen, told: Sequence[Task], place: str) -> list[Block]:
    return [
        Paragraph(task_text(pen, n, task), place=f"{place}.row.{task.id}")
        for n, task in enumerate(told, start=1)
    ]


def counts(pen: Pen, section: SectionLine) -> Runs:
    """How many of the section's rows there are, are reported, and how they stand."""
    rows, reported = number(section.rows), number(section.reported)
    if not any(line.light.asked for line in section.lines):
        kinds = "或".join(dict.fromkeys(map(why_not_asked, section.lines)))
        return pen.say("section_quiet", rows=rows, kinds=kinds)
    if not any(anybody_answered(line) for line in section.lines):
        return join([pen.say("section_silent", rows=rows), "。"], "")
    sentence = "section_counts" if section.reported.value else "section_nothing"
    if section.reported.value == section.rows.value:
        sentence = "section_all"
    both = "" if section.rows.value == 1 else pen.words("section_both")
    said = [pen.say(sentence, rows=rows, reported=reported, both=both)]
    if section.reported.value:
        said.append(_section_lights(pen, section))
    return join([*said, "。"], "")


def _section_lights(pen: Pen, section: SectionLine) -> Runs:
    """The lights of a section: one word where all its rows have the same."""
    lights = named_lights(pen, section.lights, PENDING)
    if not lights:
        return ()
    if len(lights) == 1 and len(lights[0][1].items) == len(section.lines):
        both = "" if len(section.lines) == 1 else pen.words("section_both")
        return pen.say("section_light", word=lights[0][0], both=both)
    parts = [pen.say("indicator_part", word=word, count=number(figure)) for word, figure in lights]
    return pen.say("section_lights", parts=join(parts, "、"))


def task_of(pen: Pen, lines: Sequence[RowLine]) -> Task:
    """Sort a task's rows by what there is to say of them."""
    # Once one of its rows names who speaks, all must: else a sentence would seem to be the unit's before it.
    named = any(len(line.row.reporting_unit_ids()) > 1 for line in lines)
    answered = [line for line in lines if line.wording or anybody_answered(line)]
    silent = [line for line in lines if line not in answered]
    return Task(
        id=lines[0].row.id,
        name=bare_heading(lines[0].row.task or lines[0].row.measure),
        said=tuple((line, quoted(pen, line, named)) for line in answered),
        silent=tuple(line for line in silent if line.light.asked),
        not_asked=tuple(line for line in silent if not line.light.asked),
    )


def anybody_answered(line: RowLine) -> bool:
    """True when at least one unit has said something about the row."""
    return any(unit.reported for unit in line.light.units) or bool(line.progress)


def quoted(pen: Pen, line: RowLine, named: bool) -> Quoted:
    """统稿 in full, else the units' sentences with a number, a date or a project, else 〔待统稿〕.

    ``named``: even a single reporter is named before its words.
    """
    if line.wording:
        return Quoted((ended(line.wording),))
    names = [pen.summary.plan.unit(unit_id).name for unit_id in line.row.reporting_unit_ids()]
    kept = concrete_of(pen, line.progress, names, named)
    return kept if kept.sentences else Quoted((ended(TO_BE_WORDED),), kept.more)


def concrete_of(pen: Pen, progress: str, names: Sequence[str], named: bool) -> Quoted:
    """The concrete sentences of a joined text of these units, each unit named before its first; none where none is."""
    sentences: list[str] = []
    more = False
    for name, text in by_unit(progress, names):
        speaker = name or (names[0] if named and len(names) == 1 else "")
        own = concrete(text, pen.style.concrete)
        more = more or own.more
        for first, sentence in enumerate(own.sentences):
            sentences.append(f"{speaker}：{sentence}" if speaker and not first else sentence)
    kept = within(sentences)
    return Quoted(kept.sentences, more or kept.more)


def task_text(pen: Pen, n: int, task: Task) -> Runs:
    """1.推动工业领域设备更新。 and what is said of its rows."""
    parts: list[Runs] = []
    for line, quote in task.said:
        rest = pen.words("rest_in_annex", serial=str(line.row.serial)) if quote.more else ""
        text = quote.text
        parts.append(runs(f"{text[:-1]}{rest}。" if rest and text.endswith("。") else text + rest))
    return join([f"{n}.{ended(task.name)}", *parts], "")


def row_names(pen: Pen, lines: Iterable[RowLine], why: Callable[[RowLine], str] = lambda _: "") -> Runs:
    """Tasks with their serials, in a list; rows of one task (and of the same ``why``) are one item."""
    named = []
    for (task, reason), rows in groupby(lines, key=lambda line: (row_name(line), why(line))):
        serials = "、".join(str(line.row.serial) for line in rows)
        named.append(pen.say("named_row", task=task, serial=serials, why=f"，{reason}" if reason else ""))
    return join(named, "；")


def row_name(line: RowLine) -> str:
    """What a row is called in a sentence: its task without number, else the beginning of its measure."""
    name = bare_heading(line.row.task or line.row.measure)
    return name if len(name) <= 40 else f"{name[:39]}…"
