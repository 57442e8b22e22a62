"""How a plan document's pieces become indicators and an authority: proposals by wording, settled by people later."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from peidang.domain.labels import IndicatorKind
from peidang.domain.plan_document import DocumentTarget

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
