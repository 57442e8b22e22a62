"""Returns of which plan or unit cannot be told for sure: kept outside, told in words, given a unit by a person later."""

from collections.abc import Mapping

from peidang.app.returns.changes import COUNTS
from peidang.app.returns.outside import SENTENCES
from peidang.app.views import FileOutcome
from peidang.db.store import Store
from peidang.domain.labels import GRADE_WORDS, Grade
from peidang.domain.periods import parse_span
from peidang.domain.plan import Plan
from peidang.domain.travel import Unclear

NAMELESS = "没有写明单位，从任务也认不出是哪一家，未收入；请在待定事项中指明单位{hint}。"


class Strangers:
    """Records unclear returns of one drop."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def admit(self, file_id: str, shown: str, one: Unclear) -> FileOutcome:
        """Record the receipt (unless ``file_id`` is '': the same is known already) and tell the outcome."""
        plan = self._store.plans.get(one.plan_id) if one.plan_id else None
        found = ({**_FINDING, "code": one.outcome, "message": _sentence(one, plan)},)
        if file_id:
            receipt = self._store.returns.add_receipt(
                file_id,
                one.outcome,
                plan_id=one.plan_id,
                period_id=self._period(one),
                recognised_by="content",
            )
            self._store.returns.close_receipt(receipt, one.outcome, _NO_CELLS, found)
        return FileOutcome(
            shown,
            one.outcome,
            plan.title if plan else None,
            one.unit_text or None,
            one.period_key,
            "content",
            _NO_CELLS,
            found,
        )

    def _period(self, one: Unclear) -> str | None:
        if one.plan_id is None or one.period_key is None:
            return None
        period = self._store.months.find(one.plan_id, parse_span(one.period_key))
        return period.id if period else None


_NO_CELLS: Mapping[str, int] = dict.fromkeys(COUNTS, 0)
_FINDING = {"grade": GRADE_WORDS[Grade.MUST], "sheet": "", "cell": ""}


def _sentence(one: Unclear, plan: Plan | None) -> str:
    if one.outcome == "unknown-unit" and not one.unit_text:
        names = [plan.unit(unit_id).name for unit_id in one.unit_ids] if plan else []
        return NAMELESS.format(hint=f"（可能是{'、'.join(names)}）" if names else "")
    month = parse_span(one.period_key).label if one.period_key else ""
    return SENTENCES[one.outcome].format(unit=one.unit_text, month=month)
