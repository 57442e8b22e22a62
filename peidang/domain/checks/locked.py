"""必须改: a cell outside the answers that comes back different."""

from peidang.domain.checks.base import shortened
from peidang.domain.finding import Finding
from peidang.domain.labels import FIELD_WORDS, Grade
from peidang.domain.travel import LockedChange, Returned

_AROUND = 10
"""Characters told before the place where a long text was changed."""
_ADDED = 300
"""Characters told of what was added."""


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
    found = _found(change)
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


def _found(change: LockedChange) -> str:
    """What became of the cell. Words put before or behind what was sent are told: nobody sees them elsewhere."""
    if not change.found:
        return "被清空"
    sent, found = (" ".join(text.split()) for text in (change.sent, change.found))
    if sent and found.startswith(sent):
        return f"在后面加写了“{shortened(found[len(sent) :], _ADDED)}”"
    if sent and found.endswith(sent):
        return f"在前面加写了“{shortened(found[: -len(sent)], _ADDED)}”"
    if shortened(found) != shortened(sent):
        return f"改成了“{shortened(found)}”"
    return _from_where_they_differ(sent, found)


def _from_where_they_differ(sent: str, found: str) -> str:
    pairs = enumerate(zip(sent, found, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), len(found))
    if same == len(found):
        return f"在“{found[-_AROUND:]}”之后删去了“{shortened(sent[same:])}”"
    return f"在“{found[max(0, same - _AROUND) : same]}”之后改成了“{shortened(found[same:], _ADDED)}”"
