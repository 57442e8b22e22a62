"""方案更新: a newer version of a plan's document is held against the plan; what is confirmed holds from a month on."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from peidang.app.plan.naming import Naming, kept_doubt, new_id
from peidang.app.plan.plans import content_of, document_of
from peidang.db.plans import PlanSource, RowLink
from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.domain.periods import Span, parse_span
from peidang.domain.plan import Plan
from peidang.domain.plan_changes import Changes, NewReading
from peidang.domain.plan_changes import propose_changes as changes_of
from peidang.domain.plan_document import PlanDocument
from peidang.domain.plan_revision import revise
from peidang.files.open import read_bytes
from peidang.plans.as_json import plan_as_json

LAPSED = "新文件中已无此处"
"""How a doubt is settled that the newer document gives no cause for."""


@dataclass(frozen=True)
class Proposal:
    """What a newer document would change of a plan. Nothing is written until it is confirmed."""

    plan: Plan
    document: PlanDocument
    reading: NewReading
    changes: Changes
    name: str
    data: bytes


def propose_changes(store: Store, plan_id: str, path: Path) -> Proposal:
    """Read a newer document of a plan and hold it against the plan's newest version. Writes nothing.

    Raises what ``plans.read_document`` raises, and Refused when another office runs the plan.
    """
    plan = store.plans.get(plan_id)
    if not plan.coordinates:
        raise Refused("not-coordinator", plan.title)
    data = read_bytes(path)
    document = document_of(data, path.name)
    reading = content_of(document)
    return Proposal(plan, document, reading, changes_of(plan, reading), path.name, data)


def confirm_changes(
    store: Store, plan_id: str, proposal: Proposal, valid_from: str, chosen: Collection[str] | None = None
) -> int:
    """Make the chosen changes (None: all of them) hold from a month on; returns the number of the new version.

    Earlier months keep their rows; a month that was sent and is not issued is asked anew with the new rows, and what
    comes back on the former requests counts for the rows that stay. Raises Refused when the month lies in or before
    an issued one or before the newest version's, when a question is open, when nothing is chosen, and when the plan
    was changed since the proposal was made; ValueError when the month cannot be read.
    """
    since = parse_span(valid_from)
    options = proposal.changes.choose(chosen)
    if not options:
        raise Refused("nothing-chosen", proposal.plan.title)
    _check_month(store, plan_id, since)
    with store.transaction():
        plan = store.plans.get(plan_id)
        if plan != proposal.plan:
            raise Refused("proposal-outdated", plan.title)
        naming = Naming(store, plan.authority, {})
        day = since.start.isoformat()
        revision = revise(plan, proposal.reading, proposal.changes, options, naming.unit_id, new_id)
        number = store.plans.add_version(revision.plan, day, _source(store, proposal))
        store.plans.link_rows(RowLink(kind, old, new, day) for kind, old, new in revision.links)
        _renew_doubts(store, proposal, number, whole=len(options) == len(proposal.changes.changes))
        what = f"按《{proposal.name}》更新，自{since.label}起执行，变更{len(options)}项"
        store.batches.log("方案更新", what, plan_id=plan_id)
    return number


def _check_month(store: Store, plan_id: str, since: Span) -> None:
    for period in store.months.all(plan_id):
        if period.issued and since.start <= period.span.end:
            raise Refused("version-issued", period.span.label)
    newest = store.plans.valid_from(plan_id, store.plans.newest_version(plan_id))
    if newest and since.start.isoformat() < newest:
        raise Refused("version-order", newest)


def _source(store: Store, proposal: Proposal) -> PlanSource:
    digest = store.returns.keep_bytes(proposal.data)
    reading = json.dumps(plan_as_json(proposal.document), ensure_ascii=False)
    return PlanSource(proposal.name, digest, reading)


def _renew_doubts(store: Store, proposal: Proposal, version: int, whole: bool) -> None:
    """Doubts that are new are asked; those that were settled stay so; those without a cause any more lapse."""
    plan_id = proposal.plan.id
    kept = store.plans.doubts(plan_id)
    known = {(one.code, one.quote) for one in kept}
    told = {(one.code, one.quote) for one in proposal.document.doubts}
    fresh = [one for one in proposal.document.doubts if (one.code, one.quote) not in known]
    store.plans.add_doubts(plan_id, version, [kept_doubt(one, {}) for one in fresh])
    for one in kept:
        if whole and one.choice is None and (one.code, one.quote) not in told:
            store.plans.settle_doubt(one.id, LAPSED)
