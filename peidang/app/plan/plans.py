"""方案变表: a plan document is read, and what was read enters the store."""

import dataclasses
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from peidang.app.plan.naming import Naming, kept_doubt, new_id, settled_names
from peidang.app.plan.revising import keep_revised
from peidang.db.plans import PlanSource, StoredDoubt
from peidang.db.store import Store
from peidang.domain.doubt_words import doubt_sentence
from peidang.domain.errors import NotAPlan, Refused
from peidang.domain.labels import IndicatorReporting
from peidang.domain.plan import Indicator, Plan, Row
from peidang.domain.plan_changes import NewReading
from peidang.domain.plan_document import DocumentRow, Doubt, PlanDocument
from peidang.domain.proposals import (
    ProposedIndicator,
    authority_name,
    plan_row,
    plan_target,
    propose_indicators,
    sole_lead,
)
from peidang.files.open import document_from_bytes, read_bytes
from peidang.plans.as_json import plan_as_json
from peidang.plans.links import rows_of, target_rows
from peidang.plans.reader import read_plan

OWN_UNIT = "own_unit"


@dataclass(frozen=True)
class Duty:
    """Who tells a target's figure; units by name."""

    reporting: IndicatorReporting
    units: tuple[str, ...] = ()


@dataclass(frozen=True)
class Draft:
    """What is to become a plan: a document as it was read, and what was settled about it before."""

    name: str
    data: bytes
    document: PlanDocument
    content: NewReading
    """The rows and targets that the plan gets, as read or as people changed them."""
    names: Mapping[str, str]
    """The name a unit is known by, for each printed name that is another one."""
    doubts: tuple[Mapping[str, object], ...]
    """As ``Plans.add_doubts`` takes them."""
    duties: Mapping[int, Duty] = field(default_factory=dict)
    """Who tells a figure where people said so, by the target's place in ``content``."""


def read_document(path: Path) -> PlanDocument:
    """Read a plan document. Raises FileUnreadable, and NotAPlan when it holds neither task, target nor row."""
    return document_of(read_bytes(path), path.name)


def document_of(data: bytes, name: str) -> PlanDocument:
    """The same for bytes in hand."""
    document = read_plan(document_from_bytes(data, name), name)
    if not (document.tasks or document.targets or document.rows):
        raise NotAPlan(name)
    return document


def content_of(document: PlanDocument) -> NewReading:
    """The rows and targets of a document as read: its annex's rows, without an annex its tasks."""
    return NewReading(
        rows_of(document), document.targets, tuple(target_rows(document)), document.extra_columns
    )


def units_of_document(document: PlanDocument) -> tuple[str, ...]:
    """The unit names of a document as printed: leads in order of appearance, then the others."""
    return units_of_rows(rows_of(document))


def units_of_rows(rows: Sequence[DocumentRow]) -> tuple[str, ...]:
    """The unit names of rows: leads in order of appearance, then the others."""
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
    settled = settled_names(document) if accept_proposals else {}
    doubts = tuple(kept_doubt(doubt, settled) for doubt in document.doubts)
    draft = Draft(path.name, data, document, content_of(document), settled, doubts)
    return keep_plan(store, draft, own_unit, demonstration)


def keep_plan(store: Store, draft: Draft, own_unit: str | None, demonstration: bool = False) -> str:
    """Make a plan of a draft, in one transaction; returns the plan's id.

    Raises Refused when the very same document was added before.
    """
    document = draft.document
    with store.transaction():
        digest = store.returns.keep_bytes(draft.data)
        _refuse_twin(store, digest)
        authority = store.units.authority(authority_name(document.issuer, document.title))
        naming = Naming(store, authority, draft.names)
        for name in units_of_rows(draft.content.rows):
            naming.unit(name)
        for printed, proper in draft.names.items():  # names of the body alone are known from now on, too
            if store.units.find(authority.id, proper):
                naming.unit(printed)
        own = _own_unit(store, naming, own_unit)
        plan = _plan(draft, naming, own, demonstration)
        source = PlanSource(draft.name, digest, json.dumps(plan_as_json(document), ensure_ascii=False))
        store.plans.add(plan, source)
        store.plans.add_doubts(plan.id, 1, [dict(doubt) for doubt in draft.doubts])
        store.batches.log("新建方案", f"由《{draft.name}》建立方案“{plan.title}”", plan_id=plan.id)
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


def _plan(draft: Draft, naming: Naming, own: str | None, demonstration: bool) -> Plan:
    document = draft.document
    rows = tuple(plan_row(row, naming.unit_id, new_id) for row in draft.content.rows)
    indicators = _indicators(draft, rows, naming)
    units = {a.unit_id for row in rows for a in row.assignments} | ({own} if own else set())
    units |= {unit_id for one in indicators for unit_id in one.reporter_ids}
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
        extra_columns=draft.content.extra_columns,
        demonstration=demonstration,
    )


def _indicators(draft: Draft, rows: Sequence[Row], naming: Naming) -> tuple[Indicator, ...]:
    content = draft.content
    by_id = {row.id: row for row in rows}
    made = []
    for proposed in propose_indicators(content.targets):
        places = [content.target_rows[n] for n in proposed.targets]
        targets = tuple(
            plan_target(content.targets[n], None if place is None else rows[place].id, new_id())
            for n, place in zip(proposed.targets, places, strict=True)
        )
        reporting, reporters = _reporters(draft, proposed, naming) or _by_lead(sole_lead(targets, by_id))
        made.append(
            Indicator(
                id=new_id(),
                name=proposed.name,
                unit_of_measure=proposed.unit_of_measure,
                kind=proposed.kind,
                targets=targets,
                reporting=reporting,
                reporter_ids=reporters,
            )
        )
    return tuple(made)


def _reporters(
    draft: Draft, proposed: ProposedIndicator, naming: Naming
) -> tuple[IndicatorReporting, tuple[str, ...]] | None:
    """Who was said to tell an indicator; None where nothing was said, or not the same for all its targets."""
    said = {draft.duties[n] for n in proposed.targets if n in draft.duties}
    if len(said) != 1:
        return None
    duty = said.pop()
    return duty.reporting, tuple(naming.unit_id(name) for name in duty.units)


def _by_lead(lead: str | None) -> tuple[IndicatorReporting, tuple[str, ...]]:
    return (IndicatorReporting.ONE, (lead,)) if lead else (IndicatorReporting.UNSETTLED, ())


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
