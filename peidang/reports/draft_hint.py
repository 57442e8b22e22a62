"""工作提示: what one unit is told: what lags, what it has not reported, what is soon due. Its summary is its own."""

from peidang.domain.labels import Light
from peidang.domain.unit_summary import due_soon
from peidang.reports.draft_problems import LAGGING, lagging_indicators
from peidang.reports.draft_progress import row_name
from peidang.reports.house_style import Pen, day_words, join, number
from peidang.reports.paper import Block, Paragraph, Runs


def lagging(pen: Pen) -> tuple[Block, ...]:
    """Its rows with a red or yellow light, its indicators below pace."""
    blocks: list[Paragraph] = []
    for light in LAGGING:
        figure = pen.summary.lights.lights[light]
        lines = [line for line in pen.summary.rows if line.row.id in figure.items]
        if lines:
            items = join([pen.say("hint_row", **_facts(pen, line)) for line in lines], "；")
            word = pen.summary.rules.names[light]
            text = pen.say("lagging", word=word, count=number(figure), items=items)
            blocks.append(Paragraph(text, place=f"hint.lagging.{light.value}"))
    return (*blocks, *lagging_indicators(pen))


def _facts(pen: Pen, line: object) -> dict[str, str]:
    row = line.row  # type: ignore[attr-defined]
    return {
        "task": row_name(line),  # type: ignore[arg-type]
        "serial": str(row.serial),
        "due": pen.words("hint_row_due", due=line.due) if row.due else "",  # type: ignore[attr-defined]
    }


def missing(pen: Pen) -> tuple[Block, ...]:
    """What it has not reported, and by when it was to."""
    has = pen.summary.count
    if not pen.summary.units or not (has("rows.unreported") or has("indicators.unreported")):
        return ()
    line = pen.summary.units[0]
    parts: list[Runs] = []
    rows = [one for one in pen.summary.rows if one.light.asked and not one.light.reported]
    if rows:
        parts.append(pen.say("hint_missing_rows", serials="、".join(str(one.row.serial) for one in rows)))
    silent = [one for one in pen.summary.indicators if one.light is Light.UNREPORTED]
    if silent:
        names = "".join(f"“{one.indicator.name}”" for one in silent)  # no 、 between quoted names: GB/T 15834
        parts.append(pen.say("hint_missing_indicators", names=names))
    late = pen.words("hint_late") if line.overdue else ""
    text = pen.say("hint_missing_text", items=join(parts, "、"), deadline=day_words(line.due), late=late)
    return (Paragraph(text, place="hint.missing"),)


def due(pen: Pen) -> tuple[Block, ...]:
    """The rows whose due comes soon."""
    lines = due_soon(pen.summary)
    if not lines:
        return ()
    items = join([pen.say("hint_row", **_facts(pen, line)) for line in lines], "；")
    return (Paragraph(pen.say("hint_due_text", items=items), place="hint.due"),)


def please(pen: Pen) -> tuple[Block, ...]:
    """What is asked of it; when nothing lags, nothing is missing and nothing is due, just to go on."""
    has = pen.summary.count
    asks = {
        "hint_ask_lagging": any(
            has(f"{of}{light}") for of in ("lights.", "indicators.lights.") for light in LAGGING
        ),
        "hint_ask_missing": has("rows.unreported") or has("indicators.unreported"),
        "hint_ask_due": has("rows.due-soon"),
    }
    said = [pen.words(sentence) for sentence, so in asks.items() if so]
    text = pen.say("hint_please_text", asks="，".join(said)) if said else pen.say("hint_nothing")
    return (Paragraph(text, place="hint.please"),)
