"""必须改: a cell outside the answers that comes back different."""

from peidang.domain.checks.base import shortened
from peidang.domain.finding import Finding
from peidang.domain.labels import FIELD_WORDS, Grade
from peidang.domain.travel import LockedChange, Returned


def locked_findings(returned: Returned) -> tuple[Finding, ...]:
    """``locked-cell-changed``: one finding for each of ``returned.locked``, in the same order.

    Nothing of such a change is taken; the sentence says how to have the table itself corrected.
    """
    unit_id = returned.request.unit_id
    return tuple(
        Finding("locked-cell-changed", Grade.MUST, unit_id, change.item_id, None, _sentence(change))
        for change in returned.locked
    )


def _sentence(change: LockedChange) -> str:
    found = f"改成了“{shortened(change.found)}”" if change.found else "被清空"
    if change.head in FIELD_WORDS.values():
        sent = f"退回时为“{shortened(change.sent)}”" if change.sent else "退回时为空"
        return (
            f"“{change.head}”这一格没有退回修改，{sent}，报回时{found}，未予采用；"
            "请恢复原样，确需更正的请与牵头调度单位联系。"
        )
    return (
        f"“{change.head}”不需填写，原为“{shortened(change.sent)}”，报回时{found}，未予采用；"
        "请恢复原样，确需更正的请与牵头调度单位联系。"
    )
