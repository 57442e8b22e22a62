"""点名依据: who is named in a draft as late or behind, and what that rests on, unit by unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from peidang.app.outgoing.chasing import Chase, chases
from peidang.app.outgoing.verifying import verifications
from peidang.app.papers.drafting import Draft
from peidang.app.returns.materials import materials_of
from peidang.db.store import Store
from peidang.db.verification import Verification
from peidang.domain.labels import INDICATOR_KIND_WORDS, Light
from peidang.domain.plan import Plan, Unit
from peidang.domain.summary import Summary
from peidang.domain.summary_lines import IndicatorLine, RowLine, UnitLine

LAGGING = (Light.SERIOUS, Light.BEHIND)


@dataclass(frozen=True)
class Grounds:
    """What one named unit's naming rests on."""

    unit: Unit
    sentences: tuple[str, ...]
    """The draft's sentences that name it."""
    line: UnitLine | None
    rows: tuple[RowLine, ...]
    """Its rows with a red or yellow light."""
    indicators: tuple[IndicatorLine, ...]
    definitions: tuple[str, ...]
    """口径 of these, in words."""
    signed_pages: tuple[str, ...]
    """盖章件: their names, or 纸质件 with the 校验数."""
    chases: tuple[Chase, ...]
    shown_at: str
    """When it was shown what will be said of it; '' when it was not."""
    answers: tuple[Verification, ...]

    @property
    def verified(self) -> bool:
        """True when the unit has said something on what it was shown."""
        return bool(self.answers)


def named_units(made: Draft) -> dict[str, tuple[str, ...]]:
    """The units that the draft, as it is worded now, names under 存在问题 as late or behind, with the sentences.

    In official order. What units tell of their own problems names nobody.
    """
    plan = made.summary.plan
    known = _names(plan)
    pattern = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))) or "(?!)")
    found: dict[str, dict[str, None]] = {}
    for one in made.paragraphs:
        if not one.place.startswith("problems.") or one.place.startswith("problems.told"):
            continue
        for sentence in re.findall(r"[^。；\n]+[。；]?", one.text):
            for name in pattern.findall(sentence):
                found.setdefault(known[name], {})[sentence.strip()] = None
    for line in made.summary.indicators:
        if line.light in LAGGING and not any(plan.unit(one).unnamed for one in line.reporter_ids):
            for sentence in _about(made, f"“{line.indicator.name}”"):
                for unit_id in line.reporter_ids:
                    found.setdefault(unit_id, {})[sentence] = None
    order = sorted(found, key=lambda unit_id: plan.unit(unit_id).position)
    return {unit_id: tuple(found[unit_id]) for unit_id in order}


def _about(made: Draft, name: str) -> Iterator[str]:
    for one in made.paragraphs:
        if one.place == "problems.indicators":
            yield from (part.strip() for part in re.findall(r"[^。；\n]+[。；]?", one.text) if name in part)


def _names(plan: Plan) -> dict[str, str]:
    """Every name a unit is called by, to its id."""
    known = {a.printed: a.unit_id for row in plan.rows for a in row.assignments}
    for unit in plan.units:
        known |= dict.fromkeys((unit.name, *unit.aliases), unit.id)
    return {name: unit_id for name, unit_id in known.items() if name}


def unverified(store: Store, made: Draft) -> tuple[str, ...]:
    """Names of the units that the draft names and that have not been heard."""
    heard = {one.unit_id for one in verifications(store, made.summary.period.id) if one.answer}
    plan = made.summary.plan
    own = plan.coordinator_id
    return tuple(plan.unit(one).name for one in named_units(made) if one not in heard and one != own)


def grounds(store: Store, made: Draft) -> tuple[Grounds, ...]:
    """What each naming of the draft rests on, in official order."""
    return tuple(
        _of_unit(store, made.summary, unit_id, sentences) for unit_id, sentences in named_units(made).items()
    )


def _of_unit(store: Store, summary: Summary, unit_id: str, sentences: tuple[str, ...]) -> Grounds:
    period_id = summary.period.id
    indicators = tuple(
        line for line in summary.indicators if unit_id in line.reporter_ids and line.light in LAGGING
    )
    heard = [one for one in verifications(store, period_id) if one.unit_id == unit_id]
    return Grounds(
        unit=summary.plan.unit(unit_id),
        sentences=sentences,
        line=next((line for line in summary.units if line.unit.id == unit_id), None),
        rows=tuple(
            line
            for line in summary.rows
            if line.light.light in LAGGING and unit_id in line.row.reporting_unit_ids()
        ),
        indicators=indicators,
        definitions=tuple(map(_definition, indicators)),
        signed_pages=tuple(
            one.name or "纸质件" + (f"，{one.note}" if one.note else "")
            for one in materials_of(store, period_id)
            if one.unit_id == unit_id and one.signed
        ),
        chases=tuple(one for one in chases(store, period_id) if one.unit_id == unit_id),
        shown_at=next((one.made_at for one in reversed(heard) if one.shown or not one.answer), ""),
        answers=tuple(one for one in heard if one.answer),
    )


def _definition(line: IndicatorLine) -> str:
    """How the figure is counted, and what it was held against."""
    parts = [f"“{line.indicator.name}”：{INDICATOR_KIND_WORDS[line.indicator.kind]}"]
    if line.indicator.definition:
        parts.append(line.indicator.definition)
    if line.pace and line.pace.basis:
        parts.append(f"对照{line.pace.basis.value}")
    return "，".join(parts)
