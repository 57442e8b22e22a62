"""补报说明: what came in for months that were issued already, told once, in the next issue."""

from dataclasses import dataclass

from peidang.app.month.months import load_month, rules_in
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.lights import light_of_row
from peidang.domain.periods import Period
from peidang.domain.rule_sheet import RuleSheet


@dataclass(frozen=True)
class LateNote:
    """What one unit sent after a month was issued: the rows and indicators it changed."""

    period: str
    unit: str
    unnamed: bool
    serials: tuple[int, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class LateLight:
    """A row of an issued month whose light is another now."""

    period: str
    serial: int
    before: str
    after: str


@dataclass(frozen=True)
class Late:
    """All 补报 that the paper of a period has to note."""

    notes: tuple[LateNote, ...] = ()
    lights: tuple[LateLight, ...] = ()


def late_for(store: Store, period: Period) -> Late:
    """What came in for earlier issued periods since the last of their issues; nothing when nothing did.

    Returns of the period itself, once issued, belong to the one after it.
    """
    earlier = [one for one in store.months.all(period.plan_id) if one.span < period.span and one.issued]
    if not earlier:
        return Late()
    since = max(store.papers.issues(one.id)[0].after_batch for one in earlier)
    own = store.papers.issues(period.id)
    notes: list[LateNote] = []
    lights: list[LateLight] = []
    for one in earlier:
        if not _anything_since(store, one, since):
            continue
        before = load_month(store, one.plan_id, one.id, late=False, came_by=since)
        after = load_month(
            store, one.plan_id, one.id, late=not own, came_by=own[0].after_batch if own else None
        )
        notes += _notes(before, after)
        lights += _lights(before, after, rules_in(store, one)[1])
    return Late(tuple(notes), tuple(lights))


def _anything_since(store: Store, period: Period, since: int) -> bool:
    spoken = store.returns.spoken_by_unit(period.id)
    return any(
        facts.batch > since and facts.kind in ("return", "decision")
        for said in spoken.values()
        for facts in said.facts.values()
    )


def _notes(before: Month, after: Month) -> list[LateNote]:
    plan = after.plan
    found = []
    for unit in sorted(plan.units, key=lambda one: one.position):
        serials = tuple(
            row.serial for row in plan.rows if before.entry(row.id, unit.id) != after.entry(row.id, unit.id)
        )
        names = tuple(
            one.name
            for one in plan.indicators
            if before.reading(one.id, unit.id) != after.reading(one.id, unit.id)
        )
        if serials or names:
            label = after.period.span.label
            found.append(LateNote(label, unit.name, unit.unnamed, serials, names))
    return found


def _lights(before: Month, after: Month, rules: RuleSheet) -> list[LateLight]:
    """As of the period's end: what is overdue today was not so when it was issued."""
    day = after.period.span.end
    found = []
    for row in after.plan.rows:
        was, now = light_of_row(before, row, rules, day).light, light_of_row(after, row, rules, day).light
        if was is not now and was and now:
            label = after.period.span.label
            found.append(LateLight(label, row.serial, rules.names[was], rules.names[now]))
    return found
