"""What is typed here: answers (代录 or one's own), 统稿, 本局核定, explanations. Each is one committed change."""

from collections.abc import Mapping

from peidang.app.month.correcting import begin_correction, is_correcting, own_period
from peidang.app.month.months import cell_states, originals, plan_of, without_late
from peidang.app.plan.closing import reopen_lowered
from peidang.db.returns import cell_key
from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.domain.labels import CLEAR_MARK, FIELD_WORDS, INDICATOR_FIELDS, ROW_FIELDS, Field, Light
from peidang.domain.periods import Period
from peidang.domain.plan import Plan
from peidang.domain.values import canonical


def open_period(store: Store, period_id: str, correct: bool = False) -> Period:
    """The period, for writing. Raises Refused when it was issued, unless its own errors are being corrected (更正)."""
    period = store.months.get(period_id)
    if period.issued and not correct:
        raise Refused("issued", period.span.label)
    return period


def enter(
    store: Store,
    period_id: str,
    unit_id: str,
    answers: Mapping[tuple[str, Field], str],
    by: str = "",
    correct: bool = False,
    told_by: str = "",
    told_at: str | None = None,
) -> int:
    """Write answer cells of a unit by hand; committed when this returns. '' empties a cell.

    An issued period takes it only while it is being corrected (更正), which ``correct`` begins; a late value (补报)
    becomes part of the correction by being entered. 代录, what came by telephone or chat: ``by`` is who said it,
    ``told_by`` how (电话, 微信, 来人), ``told_at`` when (ISO day or time). A row done with whose figure falls below its
    target is reopened. Returns the batch to undo, 0 when nothing changed. Raises Refused for an issued period or a
    cell the unit is not asked for; nothing is written then.
    """
    period = open_period(store, period_id, correct or is_correcting(store, period_id))
    _check_asked(plan_of(store, period), unit_id, answers)
    with store.transaction():
        spoken = store.returns.spoken(period_id, unit_id)
        states = cell_states(spoken)
        issues = store.papers.issues(period_id)
        printed = cell_states(without_late(spoken, issues[0].after_batch)) if issues else states
        said: dict[tuple[str, str], tuple[str, str]] = {}
        for (item, field), raw in answers.items():
            state = states.get(cell_key(item, field))
            old = state.value if state else ""
            new = canonical(field, raw)
            wanted = "" if new == CLEAR_MARK else new
            before = printed.get(cell_key(item, field)) if period.issued else state
            base = before.value if before else ""
            if wanted == old == base and not (state and state.contested):
                continue
            said[item, field.value] = (wanted or CLEAR_MARK, base)
        if not said:
            return 0
        if period.issued:
            begin_correction(store, period_id)
        batch = store.batches.begin("hand", "、".join(dict.fromkeys(FIELD_WORDS[Field(f)] for _, f in said)))
        store.returns.add_source(
            batch,
            "hand",
            period_id,
            unit_id,
            spoken.newest,
            said,
            by_whom=by,
            told_by=told_by,
            told_at=told_at,
        )
        if by or told_by:
            facts = "，".join(part for part in (by, told_by, told_at or "") if part)
            store.batches.log("代录", facts, period_id=period_id, unit_id=unit_id, batch_id=batch)
        reopen_lowered(store, batch)
    return batch


def _check_asked(plan: Plan, unit_id: str, answers: Mapping[tuple[str, Field], str]) -> None:
    rows = {row.id for row in plan.rows if unit_id in row.reporting_unit_ids()}
    indicators = {one.id for one in plan.indicators_of(unit_id)}
    for item, field in answers:
        known = (item in rows and field in ROW_FIELDS) or (item in indicators and field in INDICATOR_FIELDS)
        if not known:
            raise Refused("not-asked", FIELD_WORDS[field])


def word_row(store: Store, period_id: str, row_id: str, text: str) -> int:
    """统稿: the coordinator's wording of a row, kept beside the units' originals; '' returns to these."""
    period = own_period(store, period_id)
    plan = plan_of(store, period)
    spoken = store.returns.spoken_by_unit(period_id)
    states = {unit: cell_states(said) for unit, said in spoken.items()}
    with store.transaction():
        batch = store.batches.begin("wording", f"统稿：第{plan.row(row_id).serial}行")
        store.papers.add_wording(batch, period_id, row_id, text.strip(), originals(plan, states, row_id))
    return batch


def rule_light(store: Store, period_id: str, row_id: str, light: Light | None, reason: str) -> int:
    """本局核定: set a row's light by hand, with its reason; None lifts it. Raises Refused without a reason."""
    period = own_period(store, period_id)
    if light is not None and not reason.strip():
        raise Refused("no-reason")
    with store.transaction():
        batch = store.batches.begin("ruling", f"本局核定：第{plan_of(store, period).row(row_id).serial}行")
        store.papers.add_ruling(batch, period_id, row_id, light, reason.strip())
    return batch


def explain(store: Store, period_id: str, unit_id: str, item_id: str, code: str, text: str) -> int:
    """Close a finding by an explanation (电话核实：谁、何时、怎么说). Raises Refused when it is empty."""
    open_period(store, period_id)
    if not text.strip():
        raise Refused("no-reason")
    with store.transaction():
        batch = store.batches.begin("explanation", "说明")
        store.returns.add_explanation(batch, period_id, unit_id, item_id, code, text.strip())
    return batch


def explanations(store: Store, period_id: str) -> dict[tuple[str, str, str], str]:
    """What findings of a period were explained with, by (unit id, item id, code)."""
    return store.returns.explanations(period_id)
