"""How a plan document's pieces become rows, targets, indicators and an authority.

Proposals by wording, settled by people later.
"""

import dataclasses
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from peidang.domain.labels import IndicatorKind, Role
from peidang.domain.plan import Assignment, Row, Target
from peidang.domain.plan_document import DocumentRow, DocumentTarget

_AUTHORITY = re.compile(r"^(.{1,18}?(?:自治州|自治县|自治旗|地区|新区|开发区|高新区|[省市县区旗盟]))")
_MONEY = re.compile(r"(元|美元)$")
_SHARE = ("%", "％", ":1", "‰")


def authority_name(issuer: str | None, title: str) -> str:
    """Whose units these are: the place that the issuer's name or the plan's title begins with, else the issuer."""
    for text in (issuer, title):
        if text and (match := _AUTHORITY.match(text)):
            return match.group(1)
    return issuer or title


def propose_kind(target: DocumentTarget) -> IndicatorKind:
    """How the figures of this target's indicator behave in time, by its wording (design section 4)."""
    if target.unit_of_measure in _SHARE:
        return IndicatorKind.GROWTH if target.baseline else IndicatorKind.RATE
    if target.frequency == "annual" or _MONEY.search(target.unit_of_measure):
        return IndicatorKind.ANNUAL_TOTAL
    if target.indicator.endswith("保有量"):
        return IndicatorKind.LEVEL
    if target.indicator.endswith(("量", "额")):
        return IndicatorKind.ANNUAL_TOTAL
    return IndicatorKind.RUNNING_TOTAL


@dataclass(frozen=True)
class ProposedIndicator:
    """One indicator and the targets that speak of it, as indexes into the document's targets."""

    name: str
    unit_of_measure: str
    kind: IndicatorKind
    targets: tuple[int, ...]


def propose_indicators(targets: Sequence[DocumentTarget]) -> tuple[ProposedIndicator, ...]:
    """Indicators apart from targets: one measured thing with two dues is asked once (design section 4)."""
    groups: dict[tuple[str, str, str | None, bool], list[int]] = {}
    for place, target in enumerate(targets):
        key = (
            "".join(target.indicator.split()),
            target.unit_of_measure,
            target.baseline,
            target.frequency == "annual",
        )
        groups.setdefault(key, []).append(place)
    return tuple(
        ProposedIndicator(
            targets[places[0]].indicator,
            targets[places[0]].unit_of_measure,
            propose_kind(targets[places[0]]),
            tuple(places),
        )
        for places in groups.values()
    )


def plan_row(
    row: DocumentRow,
    unit_id: Callable[[str], str],
    new_id: Callable[[], str],
    kept: Row | None = None,
) -> Row:
    """A document's row as the plan keeps it; ``unit_id`` tells the unit of a printed name.

    With ``kept`` it is that row in new words: the row's id, state and frequency stay, and each unit that has the same
    part in it as before keeps its assignment.
    """
    known = {(one.role, one.unit_id): one.id for one in reversed(kept.assignments)} if kept else {}
    printed = [(Role.LEAD, name) for name in row.lead] + [
        (Role.RESPONSIBLE, name) for name in row.responsible
    ]
    assignments = []
    for place, (role, name) in enumerate(printed, start=1):
        unit = unit_id(name)
        kept_id = known.pop((role, unit), "")
        assignments.append(Assignment(kept_id or new_id(), unit, role, place, name))
    base = kept or Row(new_id(), row.serial, "", "", "", ())
    return dataclasses.replace(
        base,
        serial=row.serial,
        section=row.section,
        task=row.task,
        measure=row.measure,
        assignments=tuple(assignments),
        due=row.due,
        extra=row.extra,
    )


def plan_target(target: DocumentTarget, row_id: str | None, target_id: str) -> Target:
    """A document's target as the plan keeps it."""
    return Target(
        id=target_id,
        row_id=row_id,
        quote=target.quote,
        relation=target.relation,
        value=Decimal(target.value),
        unit_of_measure=target.unit_of_measure,
        due=target.due,
        annual=target.frequency == "annual",
        value_high=None if target.value_high is None else Decimal(target.value_high),
        baseline=target.baseline,
    )


def sole_lead(targets: Iterable[Target], rows: Mapping[str, Row]) -> str | None:
    """The one unit that leads the rows of all these targets; None when there is not exactly one.

    Such an indicator needs no asking: that unit tells its figure (design section 4).
    """
    places = [target.row_id for target in targets]
    leads = {one.unit_id for place in places if place for one in rows[place].units(Role.LEAD)}
    return next(iter(leads)) if len(leads) == 1 and None not in places else None
