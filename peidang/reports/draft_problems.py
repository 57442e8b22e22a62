"""三、存在问题 and 四、下步工作: what lags, who is late, what the units themselves say stands in the way."""

from collections.abc import Callable, Sequence

from peidang.domain.labels import IndicatorKind, Light, Role
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


def problems(pen: Pen) -> tuple[Block, ...]:
    """Up to four groups, each under its heading; a sentence when there is none."""
    makers: Sequence[tuple[str, Callable[[Pen], list[Runs]]]] = (
        ("lagging_rows", lagging_rows),
        ("lagging_indicators", lagging_indicators),
        ("late_reports", late_reports),
        ("told_problems", told_problems),
    )
    groups = [(heading, made) for heading, make in makers if (made := make(pen))]
    if not groups:
        return (Paragraph(pen.say("nothing_told" if nobody_answered(pen) else "no_problems")),)
    blocks: list[Block] = []
    for n, (heading, made) in enumerate(groups, start=1):
        blocks.append(Heading(2, runs(f"（{chinese_numeral(n)}）", *pen.say(heading))))
        blocks += [Paragraph(text) for text in made]
    return tuple(blocks)


def lagging_rows(pen: Pen) -> list[Runs]:
    """The rows with a red or a yellow light, one paragraph a light; units not to be named are not."""
    made = []
    for light in LAGGING:
        figure = pen.summary.lights.lights[light]
        lines = [line for line in pen.summary.rows if line.row.id in figure.items]
        if lines:
            items = join([_lagging_row(pen, line) for line in lines], "；")
            word = pen.summary.rules.names[light]
            made.append(pen.say("lagging", word=word, count=number(figure), items=items))
    return made


def _lagging_row(pen: Pen, line: RowLine) -> Runs:
    leads = nameable(pen.summary, line.row.units(Role.LEAD) or line.row.units(Role.RESPONSIBLE))
    return pen.say(
        "lagging_row",
        task=row_name(line),
        serial=str(line.row.serial),
        leads=f"，{'、'.join(leads)}" if leads else "",
        overdue=pen.words("row_overdue") if line.light.overdue else "",
    )


def lagging_indicators(pen: Pen) -> list[Runs]:
    """The indicators with a red or a yellow light, worst first, in one paragraph."""
    lines = [line for light in LAGGING for line in pen.summary.indicators if line.light is light]
    if not lines:
        return []
    return [(*join([_lagging_indicator(pen, line) for line in lines], "；"), *runs("。"))]


def _lagging_indicator(pen: Pen, line: IndicatorLine) -> Runs:
    key = f"indicator.{line.number}"
    facts = []
    if line.completion is not None:
        facts.append(
            pen.say("indicator_completion", completion=number(pen.summary.figure(f"{key}.completion")))
        )
    if line.overdue:
        facts.append(pen.say("indicator_overdue"))
    elif line.gap is not None and line.gap < 0:
        facts.append(pen.say("indicator_lag", lag=number(pen.summary.figure(f"{key}.lag"))))
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


def late_reports(pen: Pen) -> list[Runs]:
    """Who is overdue, who was late, what is still to be mended: nobody flagged 不点名 is named."""
    has = pen.summary.count
    said = []
    if has("units.overdue"):
        named = _names(pen, pen.summary.overdue_units, has("units.overdue"))
        said.append(pen.say("overdue_units", names=named))
    if has("units.late"):
        said.append(pen.say("late_units", names=_names(pen, pen.summary.late_units, has("units.late"))))
    if nobody_answered(pen):
        pass  # all that is missing is one thing, and has been said
    elif has("findings.must") and has("findings.explain"):
        said.append(pen.say("both_findings"))
    else:
        said += [pen.say(grade) for grade in ("must", "explain") if has(f"findings.{grade}")]
    return [join(said, "")] if said else []


def _names(pen: Pen, lines: Sequence[UnitLine], in_all: int) -> Runs:
    named = "、".join(line.unit.name for line in lines)
    if not named:
        return ()
    return pen.say("names" if len(lines) == in_all else "some_names", names=named)


def told_problems(pen: Pen) -> list[Runs]:
    """What the units wrote under 存在问题, one paragraph each, in their own words."""
    said = pen.summary.problems
    if not said:
        return []
    return [pen.say("told_total"), *(_told(pen, n, one) for n, one in enumerate(said, start=1))]


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
        unit="" if unit.unnamed else f"，{said.unit_name}",
        text=f"{quote.text[:-1]}{rest}。" if rest else quote.text,
    )


def next_steps(pen: Pen) -> tuple[Block, ...]:
    """What follows from the above, and what the units with lagging rows mean to do."""
    parts = [("chase", _chase(pen)), ("speed", _speed(pen)), ("verify", _verify(pen))]
    parts.append(("keep_on", [pen.say("keep_on_text")]))
    blocks: list[Block] = []
    kept = [(head, texts) for head, texts in parts if texts]
    for n, (head, texts) in enumerate(kept, start=1):
        run_in = Run(f"（{chinese_numeral(n)}）{pen.words(head)}", face=Face.SUBHEADING)
        blocks.append(Paragraph((run_in, *texts[0])))
        blocks += [Paragraph(text) for text in texts[1:]]
    return tuple(blocks)


def _chase(pen: Pen) -> list[Runs]:
    if pen.summary.count("units.overdue"):
        return [pen.say("chase_overdue")]
    return [pen.say("chase_open")] if pen.summary.count("units.not-reported") else []


def _speed(pen: Pen) -> list[Runs]:
    rows = {item for light in LAGGING for item in pen.summary.lights.lights[light].items}
    if not rows and not any(line.light in LAGGING for line in pen.summary.indicators):
        return []
    said = [one for one in pen.summary.next_steps if one.row_id in rows]
    first = pen.say("speed_text")
    if not said:
        return [first]
    return [(*first, *pen.say("speed_steps")), *(_told(pen, n, one) for n, one in enumerate(said, start=1))]


def _verify(pen: Pen) -> list[Runs]:
    if nobody_answered(pen):
        return []
    keys = ("findings.must", "findings.explain", "rows.contested")
    return [pen.say("verify_text")] if any(pen.summary.count(key) for key in keys) else []
