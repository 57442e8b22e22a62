"""三、存在问题 and 四、下步工作: what lags, who is late, what the units themselves say stands in the way."""

from collections.abc import Callable, Sequence

from peidang.domain.labels import IndicatorKind, Light, Role
from peidang.domain.pace import Basis
from peidang.domain.summary_lines import IndicatorLine, RowLine, Said, UnitLine
from peidang.reports.draft_overall import nobody_answered
from peidang.reports.draft_progress import row_name
from peidang.reports.house_style import Pen, chinese_numeral, day_words, join, number
from peidang.reports.paper import Block, Face, Heading, Paragraph, Run, Runs, runs
from peidang.reports.quoting import ended, sentences_of, within
from peidang.reports.table_view import nameable

LAGGING = (Light.SERIOUS, Light.BEHIND)
VERBS = {
    IndicatorKind.RUNNING_TOTAL: "verb_total",
    IndicatorKind.ANNUAL_TOTAL: "verb_total",
    IndicatorKind.GROWTH: "verb_growth",
}

AGAINST = {Basis.NODE: "against_node", Basis.TARGET: "against_target"}
"""What a figure stays behind, where that is not the pace (rates and growth: the year's figure, the target)."""
MOST_TOLD = 15
"""Problems and next steps that are told one by one; of a longer list the annex holds the rest."""


def problems(pen: Pen) -> tuple[Block, ...]:
    """Up to four groups, each under its heading; a sentence when there is none."""
    makers: Sequence[tuple[str, Callable[[Pen], list[Paragraph]]]] = (
        ("lagging_rows", lagging_rows),
        ("lagging_indicators", lagging_indicators),
        ("late_reports", late_reports),
        ("told_problems", told_problems),
    )
    groups = [(heading, made) for heading, make in makers if (made := make(pen))]
    if not groups:
        sentence = "nothing_told" if nobody_answered(pen) else "no_problems"
        return (Paragraph(pen.say(sentence), place="problems.none"),)
    blocks: list[Block] = []
    for n, (heading, made) in enumerate(groups, start=1):
        words = _late_heading(pen) if heading == "late_reports" else heading
        text = runs(f"（{chinese_numeral(n)}）", *pen.say(words))
        blocks.append(Heading(2, text, place=f"problems.{heading}.heading"))
        blocks += made
    return tuple(blocks)


def lagging_rows(pen: Pen) -> list[Paragraph]:
    """The rows with a red or a yellow light, one paragraph a light; units not to be named are not."""
    made = []
    for light in LAGGING:
        figure = pen.summary.lights.lights[light]
        lines = [line for line in pen.summary.rows if line.row.id in figure.items]
        if lines:
            items = join([_lagging_row(pen, line) for line in lines], "；")
            word = pen.summary.rules.names[light]
            text = pen.say("lagging", word=word, count=number(figure), items=items)
            made.append(Paragraph(text, place=f"problems.lagging.{light.value}"))
    return made


def _lagging_row(pen: Pen, line: RowLine) -> Runs:
    leads = nameable(pen.summary, line.row.units(Role.LEAD) or line.row.units(Role.RESPONSIBLE))
    return pen.say(
        "lagging_row",
        task=row_name(line),
        serial=str(line.row.serial),
        leads=pen.words("leads" if line.row.units(Role.LEAD) else "doers", names="、".join(leads))
        if leads
        else "",
        overdue=pen.words("row_overdue") if line.light.overdue else "",
    )


def lagging_indicators(pen: Pen) -> list[Paragraph]:
    """The indicators with a red or a yellow light, worst first, in one paragraph."""
    lines = [line for light in LAGGING for line in pen.summary.indicators if line.light is light]
    if not lines:
        return []
    text = join([_lagging_indicator(pen, line) for line in lines], "；")
    return [Paragraph((*text, *runs("。")), place="problems.indicators")]


def _lagging_indicator(pen: Pen, line: IndicatorLine) -> Runs:
    key = f"indicator.{line.number}"
    facts = []
    cap = line.target is not None and line.target.relation == "<="
    if line.completion is not None and not cap:
        facts.append(
            pen.say("indicator_completion", completion=number(pen.summary.figure(f"{key}.completion")))
        )
    if line.overdue:
        facts.append(pen.say("indicator_overdue"))
    elif line.gap is not None and line.gap < 0:
        basis = line.pace.basis if line.pace else Basis.NONE
        against = "against_cap" if cap else AGAINST.get(basis, "against_pace")
        lag = number(pen.summary.figure(f"{key}.lag"))
        facts.append(pen.say("indicator_lag", against=pen.words(against), lag=lag))
    old = line.told.as_of < pen.data_day
    return pen.say(
        "lagging_indicator",
        name=f"“{line.indicator.name}”",
        verb=pen.words(VERBS.get(line.indicator.kind, "verb_level")),
        value=number(pen.summary.figure(f"{key}.value")),
        unit=line.indicator.unit_of_measure,
        as_of=pen.words("as_of", day=day_words(line.told.as_of)) if old else "",
        target=line.target_text,
        due=f"（{line.due}）" if line.due else "",
        parts=join(facts, ""),
    )


def late_reports(pen: Pen) -> list[Paragraph]:
    """Who is overdue, who was late, what is still to be mended: nobody flagged 不点名 is named."""
    has = pen.summary.count
    said = []
    if has("units.overdue"):
        named = _names(pen, pen.summary.overdue_units, has("units.overdue"))
        said.append(pen.say("overdue_silent" if nobody_answered(pen) else "overdue_units", names=named))
    if has("units.late"):
        said.append(pen.say("late_units", names=_names(pen, pen.summary.late_units, has("units.late"))))
    if nobody_answered(pen):
        pass  # all that is missing is one thing, and has been said
    elif has("findings.must") and has("findings.explain"):
        said.append(pen.say("both_findings"))
    else:
        said += [pen.say(grade) for grade in ("must", "explain") if has(f"findings.{grade}")]
    return [Paragraph(join(said, ""), place="problems.late")] if said else []


def _late_heading(pen: Pen) -> str:
    """The sentence over ``late_reports``: it says no more than is so."""
    has = pen.summary.count
    if nobody_answered(pen):
        return "late_all"
    if not (has("units.overdue") or has("units.late")):
        return "findings_only"
    amiss = any(has(key) for key in ("units.partial", "findings.must", "findings.explain"))
    return "late_reports" if amiss else "late_only"


def _names(pen: Pen, lines: Sequence[UnitLine], in_all: int) -> Runs:
    named = "、".join(line.unit.name for line in lines)
    if not named:
        return ()
    return pen.say("names" if len(lines) == in_all else "some_names", names=named)


def told_problems(pen: Pen) -> list[Paragraph]:
    """What the units wrote under 存在问题, one paragraph each, in their own words."""
    said = pen.summary.problems
    if not said:
        return []
    lagging = [one for one in said if one.row_id in _lagging_ids(pen)]
    shortened = len(said) > MOST_TOLD and 0 < len(lagging) < len(said)
    total = Paragraph(pen.say("told_lagging" if shortened else "told_total"), place="problems.told")
    return [total, *_all_told(pen, lagging if shortened else said, "problems.told")]


def _all_told(pen: Pen, said: Sequence[Said], place: str) -> list[Paragraph]:
    return [
        Paragraph(_told(pen, n, one), place=f"{place}.{one.row_id}.{one.unit_id}")
        for n, one in enumerate(said, start=1)
    ]


def _told(pen: Pen, n: int, said: Said) -> Runs:
    unit = pen.summary.plan.unit(said.unit_id)
    line = next(line for line in pen.summary.rows if line.row.id == said.row_id)
    quote = within([ended(sentence) for sentence in sentences_of(said.text)])
    rest = pen.words("rest_in_annex", serial=str(said.serial)) if quote.more else ""
    return pen.say(
        "told",
        n=str(n),
        task=row_name(line),
        serial=str(said.serial),
        unit="" if unit.unnamed or pen.told.get("unit") else f"，{said.unit_name}",
        text=f"{quote.text[:-1]}{rest}。" if rest else quote.text,
    )


def next_steps(pen: Pen) -> tuple[Block, ...]:
    """What follows from the above, and what the units with lagging rows mean to do."""
    steps = _steps_of_lagging(pen)
    parts: list[tuple[str, Runs]] = [("chase", _chase(pen)), ("speed", _speed(pen, steps))]
    keep_on = "keep_on_text" if pen.summary.next_steps else "keep_on_plain"
    parts += [("verify", _verify(pen)), ("keep_on", pen.say(keep_on))]
    blocks: list[Block] = []
    for n, (head, text) in enumerate(((head, text) for head, text in parts if text), start=1):
        run_in = Run(f"（{chinese_numeral(n)}）{pen.words(head)}", face=Face.SUBHEADING)
        blocks.append(Paragraph((run_in, *text), place=f"next.{head}"))
        blocks += _all_told(pen, steps, "next.speed") if head == "speed" else []
    return tuple(blocks)


def _chase(pen: Pen) -> Runs:
    if pen.summary.count("units.overdue"):
        return pen.say("chase_silent" if nobody_answered(pen) else "chase_overdue")
    return pen.say("chase_open") if pen.summary.count("units.not-reported") else ()


def _lagging_ids(pen: Pen) -> set[str]:
    return {item for light in LAGGING for item in pen.summary.lights.lights[light].items}


def _steps_of_lagging(pen: Pen) -> list[Said]:
    """What the units with lagging rows mean to do, where it holds a number, a date or a project."""
    return [one for one in _all_steps(pen) if pen.style.concrete.search(one.text)]


def _all_steps(pen: Pen) -> list[Said]:
    rows = _lagging_ids(pen)
    return [one for one in pen.summary.next_steps if one.row_id in rows]


def _speed(pen: Pen, steps: Sequence[Said]) -> Runs:
    lags = {
        "speed_rows": bool(_lagging_ids(pen)),
        "speed_indicators": any(line.light in LAGGING for line in pen.summary.indicators),
    }
    what = [pen.words(words) for words, so in lags.items() if so]
    if not what:
        return ()
    rest = pen.words("speed_rest") if len(steps) < len(_all_steps(pen)) else ""
    follow = pen.say("speed_steps", rest=rest) if steps else ()
    return (*pen.say("speed_text", what="和".join(what)), *follow)


def _verify(pen: Pen) -> Runs:
    if nobody_answered(pen):
        return ()
    keys = ("findings.must", "findings.explain", "rows.contested")
    return pen.say("verify_text") if any(pen.summary.count(key) for key in keys) else ()
