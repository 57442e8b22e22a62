"""Whose line is it? A line of a return that fits several rows, or none, is given to one by a person, or to nobody."""

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from peidang.app.month.months import cell_states
from peidang.app.returns.changes import item_words
from peidang.app.returns.decisions.case import Case, short_id
from peidang.app.views import CellChange, Choice, Decision
from peidang.db.open_lines import KeptLine
from peidang.db.returns import Spoken, cell_key
from peidang.db.store import Store
from peidang.domain.labels import FIELD_WORDS, INDICATOR_FIELDS, Field
from peidang.domain.merging import CellState, Lineage
from peidang.domain.periods import Period
from peidang.domain.plan import Plan
from peidang.domain.travel import OpenLine

NOBODY = "none"
AFTER = "+"
"""Ends the id of the choice that leaves the present text and writes the line's text below it."""
GOES_ON = frozenset({Field.PROGRESS, Field.PROBLEMS, Field.NEXT_STEPS})
"""The texts a second line can go on with; a status or a figure it can only replace."""
BELOW, INSTEAD = "接在后面", "替换"
AGAIN = frozenset({"duplicate", "hidden"})
"""A second line of an item that has a line already."""
SHORTENED, NAMED = 60, 24
"""Characters of a row told in a choice, and of a line told in a question."""
NOTHING_SAID = Spoken((), {}, Lineage({}), {})
QUESTIONS = {
    "ambiguous": "“{file}”{place}与几项任务一样像，是哪一项的？",
    "duplicate": "“{file}”里同一项任务填了两行，内容不同，{place}是否采用？",
    "merged": "“{file}”{place}的答案与上一行合并在一格，是否也是这一项的？",
    "unknown": "“{file}”{place}与本单位的任务都对不上，是哪一项的？",
    "goes-on": "“{file}”{place}可能接着上一行，是否也是这一项的？",
    "doubtful": "“{file}”{place}有一栏看不准是不是“{field}”，是否采用？",
    "whose": "“{file}”{place}看不准是不是这个单位填的，是否采用？",
    "last-month": "“{file}”{place}本月一栏空着，这段话是不是本月的？",
    "hidden": "“{file}”隐藏的工作表“{sheet}”{place}另有内容，是否采用？",
    "column": "“{file}”里多出{words}，填报表没有这一栏，写到哪一项？",
    "below": "“{file}”在表格下面（第{row}行）另写了一段话，写到哪一项？",
    "elsewhere": "“{file}”的“{sheet}”在表格之外（第{row}行）另写了一段话，写到哪一项？",
    "remark": "“{file}”{place}加了批注，批注不算填报内容，要不要写进去？",
    "box": "“{file}”{place}加了文本框，文本框不算填报内容，要不要写进去？",
}
"""By the reason of an open line; ``{place}`` is its row with what it calls itself."""
HEADINGS = {
    "column": "这一栏所写",
    "below": "这段话",
    "elsewhere": "这段话",
    "remark": "批注所写",
    "box": "文本框所写",
}
"""Of words outside the answers: in which answer they would be written is no field of theirs."""


@dataclasses.dataclass(frozen=True)
class _Question:
    lines: tuple[KeptLine, ...]
    """The same line, as often as it came."""
    period: Period
    spoken: Spoken


def cases(
    plan: Plan, period: Period, spoken: Mapping[str, Spoken], lines: Iterable[KeptLine]
) -> Iterator[Case]:
    """What is open on the lines of a period. ``spoken`` is by unit."""
    units = {unit.id for unit in plan.units}
    for group in _waiting(lines, spoken):
        first = group[0]
        if first.unit_id in units:
            said = spoken.get(first.unit_id, NOTHING_SAID)
            question = _Question(tuple(group), period, said)
            decision = _decision(plan, period, first, cell_states(said))
            yield Case(decision, period.id, partial(_settle, question))


def waiting_cells(store: Store, period_id: str) -> frozenset[tuple[str, str, Field]]:
    """(unit id, item id, field) of the cells for which a text is here and waits for a person to say whose it is."""
    lines = store.open_lines.of_period(period_id)
    if not lines:
        return frozenset()
    return frozenset(
        (group[0].unit_id, item, field)
        for group in _waiting(lines, store.returns.spoken_by_unit(period_id))
        for item in group[0].line.candidates
        for field in group[0].line.answers
    )


def _waiting(lines: Iterable[KeptLine], spoken: Mapping[str, Spoken]) -> Iterator[list[KeptLine]]:
    """The lines nobody has spoken on yet and no other file has made clear; the same line as often as it came."""
    groups: dict[object, list[KeptLine]] = {}
    for kept in lines:
        groups.setdefault(_sameness(kept), []).append(kept)
    for group in groups.values():
        first = group[0]
        chosen = any(one.chosen is not None for one in group)
        if not chosen and not _moot(first.line, cell_states(spoken.get(first.unit_id, NOTHING_SAID))):
            yield group


def _sameness(kept: KeptLine) -> object:
    line = kept.line
    return kept.unit_id, line.words, line.reason, line.candidates, tuple(sorted(line.answers.items()))


def _moot(line: OpenLine, states: Mapping[str, CellState]) -> bool:
    """True when one of the candidates says just that already: another file was clearer."""
    return any(
        all(
            (state := states.get(cell_key(item, field))) is not None and state.value == text
            for field, text in line.answers.items()
        )
        for item in line.candidates
    )


def _decision(plan: Plan, period: Period, kept: KeptLine, states: Mapping[str, CellState]) -> Decision:
    line, unit = kept.line, plan.unit(kept.unit_id).name
    asked = line.candidates or _all_of_its_kind(plan, kept.unit_id, line)
    choices = [choice for item in asked for choice in _choices(plan, item, line, states)]
    serial, _ = item_words(plan, asked[0]) if len(line.candidates) == 1 else (0, "")
    items = tuple(
        CellChange(unit, serial, line.words, FIELD_WORDS[field], "", text, "pending")
        for field, text in line.answers.items()
    )
    return Decision(
        short_id("whose-line", period.id, str(_sameness(kept))),
        "whose-line",
        f"{unit}：{_question(kept)}",
        plan.title,
        unit,
        period.span.key,
        items,
        (*choices, Choice(NOBODY, "不采用" if line.reason in HEADINGS else "不采用这一行")),
        HEADINGS.get(line.reason, ""),
    )


def _question(kept: KeptLine) -> str:
    line = kept.line
    goes_on = line.reason == "unknown" and len(line.candidates) == 1 and not line.words
    named = (
        f"（{_short(line.words, NAMED)}）"
        if line.words
        else ""
        if line.reason in HEADINGS
        else "（没有写任务）"
    )
    return QUESTIONS["goes-on" if goes_on else line.reason].format(
        file=kept.path.rsplit("::", 1)[-1].rsplit("/", 1)[-1],
        place=f"第{line.row}行{named}",
        row=line.row,
        words=line.words,
        sheet=line.sheet,
        field="、".join(FIELD_WORDS[field] for field in line.answers),
    )


def _short(words: str, most: int = SHORTENED) -> str:
    return words if len(words) <= most else f"{words[: most - 1]}…"


def _choices(plan: Plan, item: str, line: OpenLine, states: Mapping[str, CellState]) -> Iterator[Choice]:
    """To give the line to an item: in place of what stands there or, where that is another text, below it."""
    sure, name = line.candidates == (item,) and line.reason not in HEADINGS, _name(plan, item)
    if not _can_go_on(item, line, states):
        # Of two lines of one item the second may be settled from a list made before the first was: it must not replace it.
        choice = item + AFTER if line.reason in AGAIN else item
        yield Choice(choice, name, _present(item, line, states), sure, "采用")
        return
    below = line.reason != "merged"
    stays = [
        f"{FIELD_WORDS[field]}仍为“{states[key].value}”"
        for field, text in line.answers.items()
        if field not in GOES_ON
        and (key := cell_key(item, field)) in states
        and states[key].value not in ("", text)
    ]
    yield Choice(item + AFTER, f"{BELOW}：{name}", "；".join(stays), sure and below, BELOW)
    yield Choice(item, f"{INSTEAD}：{name}", _present(item, line, states), sure and not below, INSTEAD)


def _can_go_on(item: str, line: OpenLine, states: Mapping[str, CellState]) -> bool:
    return any(
        field in GOES_ON
        and (state := states.get(cell_key(item, field))) is not None
        and text not in state.value
        and state.value != ""
        for field, text in line.answers.items()
    )


def _all_of_its_kind(plan: Plan, unit_id: str, line: OpenLine) -> tuple[str, ...]:
    if any(field in INDICATOR_FIELDS for field in line.answers):
        return tuple(one.id for one in plan.indicators_of(unit_id))
    return tuple(row.id for row in plan.rows_of(unit_id))


def _name(plan: Plan, item: str) -> str:
    serial, words = item_words(plan, item)
    kind = "指标" if any(one.id == item for one in plan.indicators) else "第"
    number = f"指标{serial}" if kind == "指标" else f"第{serial}行"
    measure = next((row.measure for row in plan.rows if row.id == item), "")
    return f"{number} {words}：{_short(measure)}" if measure else f"{number} {words}"


def _present(item: str, line: OpenLine, states: Mapping[str, CellState]) -> str:
    """What stands there now, where the line would change it."""
    present = [
        f"{FIELD_WORDS[field]}现为“{_short(states[key].value)}”"
        for field, text in line.answers.items()
        if (key := cell_key(item, field)) in states and states[key].value not in ("", text)
    ]
    return "；".join(present)


def _settle(question: _Question, store: Store, batch: int, choice: str) -> None:
    item, below = choice.removesuffix(AFTER), choice.endswith(AFTER)
    for kept in question.lines:
        store.open_lines.choose(kept.id, batch, "" if item == NOBODY else item)
    if item == NOBODY:
        return
    first = question.lines[0]
    said = first.line.answers
    if below:
        said = _below(item, said, cell_states(question.spoken))
    store.returns.add_source(
        batch,
        "decision",
        question.period.id,
        first.unit_id,
        question.spoken.newest,
        {(item, field.value): (text, "") for field, text in said.items()},
        receipt_id=first.receipt_id,
    )


def _below(item: str, said: Mapping[Field, str], states: Mapping[str, CellState]) -> dict[Field, str]:
    """The line's texts below the present ones; of other cells only those where nothing stands yet."""
    joined = {}
    for field, text in said.items():
        state = states.get(cell_key(item, field))
        present = state.value if state else ""
        if not present:
            joined[field] = text
        elif field in GOES_ON and text not in present:
            joined[field] = f"{present}\n{text}"
    return joined
