"""方案变表: a plan document is read, and what was read enters the store."""

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path

from peidang.app.naming import Naming, kept_doubt, new_id, settled_names
from peidang.app.revising import keep_revised
from peidang.db.plans import PlanSource, StoredDoubt
from peidang.db.store import Store
from peidang.domain.doubt_words import doubt_sentence
from peidang.domain.errors import NotAPlan, Refused
from peidang.domain.labels import IndicatorReporting
from peidang.domain.plan import Indicator, Plan, Row
from peidang.domain.plan_document import Doubt, PlanDocument
from peidang.domain.proposals import authority_name, plan_row, plan_target, propose_indicators, sole_lead
from peidang.files.open import document_from_bytes, read_bytes
from peidang.plans.as_json import plan_as_json
from peidang.plans.links import rows_of, target_rows
from peidang.plans.reader import read_plan

OWN_UNIT = "own_unit"


def read_document(path: Path) -> PlanDocument:
    """Read a plan document. Raises FileUnreadable, and NotAPlan when it holds neither task, target nor row."""
    return document_of(read_bytes(path), path.name)


def document_of(data: bytes, name: str) -> PlanDocument:
    """The same for bytes in hand."""
    document = read_plan(document_from_bytes(data, name), name)
    if not (document.tasks or document.targets or document.rows):
        raise NotAPlan(name)
    return document


def units_of_document(document: PlanDocument) -> tuple[str, ...]:
    """The unit names of a document as printed: leads in order of appearance, then the others."""
    rows = rows_of(document)
    leads = [name for row in rows for name in row.lead]
    return tuple(dict.fromkeys(leads + [name for row in rows for name in row.responsible]))


def add_plan(
    store: Store,
    path: Path,
    own_unit: str | None = None,
    accept_proposals: bool = False,
    demonstration: bool = False,
) -> str:
    """Read a document and add it to the store as a plan of this office; returns the plan's id.

    Names that are in doubt are used as printed, unless ``accept_proposals``: then what the reader proposes is taken.
    Raises what ``read_document`` raises, and Refused when the very same document was added before.
    """
    data = read_bytes(path)
    document = document_of(data, path.name)
    with store.transaction():
        digest = store.returns.keep_bytes(data)
        _refuse_twin(store, digest)
        settled = settled_names(document) if accept_proposals else {}
        authority = store.units.authority(authority_name(document.issuer, document.title))
        naming = Naming(store, authority, settled)
        for name in units_of_document(document):
            naming.unit(name)
        own = _own_unit(store, naming, own_unit)
        plan = _plan(document, naming, own, demonstration)
        source = PlanSource(path.name, digest, json.dumps(plan_as_json(document), ensure_ascii=False))
        store.plans.add(plan, source)
        store.plans.add_doubts(plan.id, 1, [kept_doubt(doubt, settled) for doubt in document.doubts])
        store.batches.log("新建方案", f"由《{path.name}》建立方案“{plan.title}”", plan_id=plan.id)
    return plan.id


def _refuse_twin(store: Store, digest: str) -> None:
    for head in store.plans.heads():
        for version in range(1, head.versions + 1):
            if store.plans.document(head.id, version).document == digest:
                raise Refused("plan-exists", head.title)


def _own_unit(store: Store, naming: Naming, name: str | None) -> str | None:
    """本单位 as named now, else as it was named before in this store."""
    name = name or store.papers.setting(OWN_UNIT)
    if not name:
        return None
    store.papers.set_setting(OWN_UNIT, name)
    return naming.unit(name).id


def _plan(document: PlanDocument, naming: Naming, own: str | None, demonstration: bool) -> Plan:
    rows = tuple(plan_row(row, naming.unit_id, new_id) for row in rows_of(document))
    indicators = _indicators(document, rows)
    units = {a.unit_id for row in rows for a in row.assignments} | ({own} if own else set())
    return Plan(
        id=new_id(),
        title=document.title,
        annex_name=document.annex_name or "任务分解表",
        authority=naming.authority,
        coordinator_id=own,
        own_unit_id=own,
        version=1,
        rows=rows,
        indicators=indicators,
        units=tuple(naming.store.units.by_ids(sorted(units)).values()),
        document_number=document.document_number,
        issuer=document.issuer,
        issued_on=document.issued_on,
        draft=document.draft,
        extra_columns=document.extra_columns,
        demonstration=demonstration,
    )


def _indicators(document: PlanDocument, rows: Sequence[Row]) -> tuple[Indicator, ...]:
    at = target_rows(document)
    by_id = {row.id: row for row in rows}
    made = []
    for proposed in propose_indicators(document.targets):
        places = [at[n] for n in proposed.targets]
        targets = tuple(
            plan_target(document.targets[n], None if place is None else rows[place].id, new_id())
            for n, place in zip(proposed.targets, places, strict=True)
        )
        lead = sole_lead(targets, by_id)
        made.append(
            Indicator(
                id=new_id(),
                name=proposed.name,
                unit_of_measure=proposed.unit_of_measure,
                kind=proposed.kind,
                targets=targets,
                reporting=IndicatorReporting.ONE if lead else IndicatorReporting.UNSETTLED,
                reporter_ids=(lead,) if lead else (),
            )
        )
    return tuple(made)


def settle_reporting(
    store: Store,
    plan_id: str,
    indicator_id: str,
    reporting: IndicatorReporting,
    unit_ids: Sequence[str],
) -> None:
    """指标责任分工: say who tells an indicator's figure. Holds for all periods not issued; logged."""
    plan = store.plans.get(plan_id)
    changed = tuple(
        dataclasses.replace(one, reporting=reporting, reporter_ids=tuple(unit_ids))
        if one.id == indicator_id
        else one
        for one in plan.indicators
    )
    with store.transaction():
        name = plan.indicator(indicator_id).name
        keep_revised(store, dataclasses.replace(plan, indicators=changed), f"指标责任分工：{name}")
        store.batches.log("指标责任分工", name, plan_id=plan_id)


def document_as_json(document: PlanDocument) -> dict[str, object]:
    """The document's data in the annotated plans' own format, with the doubts."""
    return plan_as_json(document)


def stored_doubt_sentence(doubt: StoredDoubt) -> str:
    """A kept doubt as one sentence."""
    return doubt_sentence(Doubt(doubt.code, doubt.place, doubt.quote, doubt.proposal, doubt.facts))
