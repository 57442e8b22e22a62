"""Changing a plan without touching what was issued: where the change is written, and from when on it holds."""

from peidang.db.plans import PlanSource
from peidang.db.store import Store
from peidang.domain.periods import day_after
from peidang.domain.plan import Plan


def issued_version(store: Store, plan_id: str) -> int:
    """The newest version that an issued period rests on; 0 before the first issue."""
    ends = (one.span.end for one in store.months.all(plan_id) if one.issued)
    return max((store.plans.version_on(plan_id, end.isoformat()) for end in ends), default=0)


def keep_revised(store: Store, plan: Plan, note: str) -> int:
    """Write the changed rows and indicators of the newest version where they stand; returns the version.

    When an issued period rests on that version, it is left as it is and the change becomes a further one, valid
    from the day after the last issued period.
    """
    frozen = issued_version(store, plan.id)
    if frozen < store.plans.newest_version(plan.id):
        store.plans.replace_rows(plan.id, plan.rows)
        store.plans.replace_indicators(plan.id, plan.indicators, until=frozen)
        return store.plans.newest_version(plan.id)
    last = max(one.span.end for one in store.months.all(plan.id) if one.issued)
    former = store.plans.document(plan.id, frozen)
    return store.plans.add_version(
        plan, day_after(last).isoformat(), PlanSource(former.name, None, "{}", note)
    )
