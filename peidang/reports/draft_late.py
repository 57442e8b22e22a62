"""补报说明: a paragraph on what came in for months that were issued already."""

from dataclasses import dataclass
from itertools import groupby

from peidang.reports.house_style import Pen, chinese_numeral, join
from peidang.reports.paper import Face, Paragraph, Run

UnitPart = tuple[str, str, tuple[int, ...], tuple[str, ...]]
"""(period, unit or '' for 不点名, serials, names of indicators)."""
LightPart = tuple[str, int, str, str]
"""(period, serial, the word of its light before and after)."""


@dataclass(frozen=True)
class LateWords:
    """What to tell."""

    units: tuple[UnitPart, ...] = ()
    lights: tuple[LightPart, ...] = ()


def late_paragraphs(pen: Pen, late: LateWords, n: int) -> tuple[Paragraph, ...]:
    """One paragraph, numbered（n）; none when nothing came in late."""
    if not late.units:
        return ()
    said = []
    for period, parts in groupby(late.units, key=lambda one: one[0]):
        units = join([_unit(pen, one) for one in parts], "；")
        lights = [
            pen.say("late_light", serial=str(serial), before=before, after=after)
            for of, serial, before, after in late.lights
            if of == period
        ]
        moved = pen.say("late_lights", lights=join(lights, "，")) if lights else ()
        said.append(pen.say("late_note", month=period, units=units, lights=moved))
    head = Run(pen.words("late_head", n=chinese_numeral(n)), face=Face.SUBHEADING)
    return (Paragraph((head, *join(said, "")), place="overall.late"),)


def _unit(pen: Pen, part: UnitPart) -> str:
    _, name, serials, indicators = part
    items = []
    if serials:
        items.append(pen.words("late_rows", serials="、".join(map(str, serials))))
    if indicators:
        items.append(pen.words("late_indicators", names="".join(f"“{one}”" for one in indicators)))
    return f"{name or '某单位'}补报{'、'.join(items)}"
