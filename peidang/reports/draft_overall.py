"""一、总体情况: how many tasks, indicators and units, and how they stand. Every number is a figure of the summary."""

from collections.abc import Iterable
from itertools import count

from peidang.domain.labels import ROW_STATE_WORDS, Light, RowState
from peidang.domain.summary import LIGHT_KEYS, Figure, LightChange, LightCounts
from peidang.domain.summary_lines import RowLine
from peidang.reports.house_style import Pen, chinese_numeral, counted, join, number
from peidang.reports.paper import Face, Paragraph, Run, Runs, runs
from peidang.reports.table_view import PENDING

NOT_THIS_PERIOD = "本期不调度"
MOST_SERIALS = 12
"""Serials that are told in a bracket; a longer list belongs into the annex."""


def overall(pen: Pen) -> tuple[Paragraph, ...]:
    """Tasks, indicators (where the plan has any), returns: one paragraph each, numbered （一）（二）（三）."""
    numbers = count(1)
    parts = [("tasks", tasks(pen))]
    if pen.summary.count("indicators.total"):
        parts.append(("indicators", indicators(pen)))
    parts.append(("units", units(pen)))
    return tuple(
        Paragraph((*_run_in(pen, sentence, next(numbers)), *text), place=f"overall.{sentence}")
        for sentence, text in parts
        if text
    )


def _run_in(pen: Pen, sentence: str, n: int) -> Runs:
    head = pen.words(sentence, n=chinese_numeral(n))
    return (Run(head, face=Face.SUBHEADING),)


def tasks(pen: Pen) -> Runs:
    """How many rows there are and were asked for, their lights, what moved."""
    has = pen.summary.count
    if not has("rows.total"):
        return pen.say("no_tasks")
    said = [pen.say("tasks_total")]
    if not has("rows.asked"):
        said.append(pen.say("none_asked"))
    elif has("rows.not-asked"):
        kinds = dict.fromkeys(why_not_asked(line) for line in pen.summary.rows if not line.light.asked)
        said.append(pen.say("tasks_not_asked", kinds="或".join(kinds)))
    said.append(runs("。"))
    if has("rows.asked"):
        said.append(pen.say(_reported(pen)))
        said.append(_lights(pen))
    if has("rows.contested"):
        said.append(pen.say("contested"))
    said.append(changes(pen))
    return join(said, "")


def why_not_asked(line: RowLine) -> str:
    """Why a row is not asked for in this period: 已销号, 暂停 or 本期不调度."""
    if line.row.state in (RowState.CLOSED, RowState.PAUSED):
        return ROW_STATE_WORDS[line.row.state]
    return NOT_THIS_PERIOD


def _reported(pen: Pen) -> str:
    if nobody_answered(pen):
        return "none_received"
    if not pen.summary.count("rows.unreported"):
        return "all_reported"
    return "some_reported" if pen.summary.count("rows.reported") else "none_reported"


def _lights(pen: Pen) -> Runs:
    """Every light that is there, with its share of all; the shares make 100.0."""
    parts = named_lights(pen, pen.summary.lights, PENDING)
    if len(parts) == 1 and parts[0][1].items == pen.summary.lights.lights[Light.UNREPORTED].items:
        return ()
    if len(parts) == 1:
        word, figure = parts[0]
        said = [pen.say("light_only", word=word, count=number(figure))]
    else:
        shares = [
            pen.say(
                "light_part",
                word=word,
                count=number(figure),
                closed=_closed(pen, figure),
                share=_share(pen, figure),
            )
            for word, figure in parts
        ]
        said = [pen.say("lights", parts=join(shares))]
    said += [pen.say(name) for name in ("overdue", "ruled") if pen.summary.count(f"rows.{name}")]
    return join(said, "")


def _closed(pen: Pen, figure: Figure) -> str:
    """（含已销号任务） after the light that rows done with have: they are not among those asked for."""
    done_with = {line.row.id for line in pen.summary.rows if line.row.state is RowState.CLOSED}
    among = done_with & set(figure.items)
    if not among:
        return ""
    return pen.words("closed_all" if among == set(figure.items) else "closed_too")


def _share(pen: Pen, figure: Figure) -> Run:
    return number(pen.summary.figure(f"{figure.key}.share"))


def named_lights(pen: Pen, lights: LightCounts, unsettled: str) -> list[tuple[str, Figure]]:
    """The lights that are there, best first, by the words of the rule sheet; ``unsettled`` names what has none."""
    named = [(pen.summary.rules.names[light], lights.lights[light]) for light in LIGHT_KEYS]
    return [(word, figure) for word, figure in [*named, (unsettled, lights.unsettled)] if counted(figure)]


def changes(pen: Pen) -> Runs:
    """What got better or worse since the period before; nothing when nothing did."""
    better = _serials(pen, (c for c in pen.summary.changes if c.better))
    worse = _serials(pen, (c for c in pen.summary.changes if not c.better))
    if not pen.summary.changes:
        return ()
    if pen.summary.count("changes.better") and pen.summary.count("changes.worse"):
        return pen.say("changes_both", better=better, worse=worse)
    if pen.summary.count("changes.better"):
        return pen.say("changes_better", better=better)
    return pen.say("changes_worse", worse=worse)


def _serials(pen: Pen, changed: Iterable[LightChange]) -> Runs:
    serials = [str(change.serial) for change in changed]
    return pen.say("serials", serials="、".join(serials)) if len(serials) <= MOST_SERIALS else ()


def indicators(pen: Pen) -> Runs:
    """How many indicators stand how."""
    parts = named_lights(pen, pen.summary.indicator_lights, pen.style.sentences["indicators_unsettled"])
    annex = str(indicators_annex(pen))
    if len(parts) == 1:
        said = [pen.say("indicators_only", word=parts[0][0], annex_number=annex)]
    else:
        counts = [pen.say("indicator_part", word=word, count=number(figure)) for word, figure in parts]
        said = [pen.say("indicators_total", parts=join(counts), annex_number=annex)]
    if pen.summary.count("indicators.overdue"):
        said.append(pen.say("indicators_overdue"))
    return join(said, "")


def tells_units(pen: Pen) -> bool:
    """Whether the paper has 报送情况 of several units as an annex; of one unit the text tells it all."""
    return not pen.told.get("unit")


def indicators_annex(pen: Pen) -> int:
    """The number of the annex that holds the indicators."""
    return 3 if tells_units(pen) else 2


def units(pen: Pen) -> Runs:
    """How many units were asked and have answered."""
    has = pen.summary.count
    if not has("units.asked"):
        return pen.say("nobody_asked")
    said = [pen.say("units_asked")]
    if has("units.reported") == has("units.asked"):
        said.append(pen.say("units_all"))
        said += [pen.say("units_late")] if has("units.late") else []
    elif nobody_answered(pen):
        said.append(pen.say("units_none"))
        said += [pen.say(name) for name in _overdue(pen, "units_none_overdue")]
    else:
        said.append(pen.say("units_some", parts=_states(pen)))
        said += [pen.say(name) for name in _overdue(pen, "units_all_overdue")]
    details = pen.say("details") if tells_units(pen) else ()
    return join([*said, "。", details], "")


def nobody_answered(pen: Pen) -> bool:
    """True when units were asked and none has answered anything."""
    asked = pen.summary.count("units.asked")
    return asked > 0 and asked == pen.summary.count("units.unreported")


def _overdue(pen: Pen, when_all: str) -> tuple[str, ...]:
    overdue = pen.summary.count("units.overdue")
    if not overdue:
        return ()
    return (when_all if overdue == pen.summary.count("units.not-reported") else "units_overdue",)


def _states(pen: Pen) -> Runs:
    has = pen.summary.count
    parts = []
    if has("units.reported"):
        late = pen.say("units_late_of_these") if has("units.late") else ()
        parts.append((*pen.say("units_reported"), *late))
    parts += [pen.say(f"units_{state}") for state in ("partial", "unreported") if has(f"units.{state}")]
    return join(parts)
