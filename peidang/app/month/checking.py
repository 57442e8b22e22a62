"""核对: what is to be mended or explained in a month, over all units or one."""

from dataclasses import dataclass
from datetime import date

from peidang.app.month.months import load_month, rules_in
from peidang.app.returns.decisions.lines import waiting_cells
from peidang.db.store import Store
from peidang.domain.checks import findings_of_month, is_open
from peidang.domain.finding import Finding
from peidang.domain.labels import Field

MISSING = "missing"
LOCKED = "locked-cell-changed"
TAKEN = ("taken", "nothing-new", "needs-decision")


def check(store: Store, plan_id: str, period_id: str, today: date) -> tuple[Finding, ...]:
    """The open findings of a period, by unit in official order, 必须改 first within each.

    A cell is not called empty while an answer for it is here and waits for a person to say whose it is.
    """
    month = load_month(store, plan_id, period_id)
    found = findings_of_month(month, today, rules_in(store, month.period)[1])
    waiting = waiting_cells(store, period_id)
    return tuple(
        one for findings in found.values() for one in findings if is_open(one) and not _waits(one, waiting)
    )


def _waits(one: Finding, waiting: frozenset[tuple[str, str, Field]]) -> bool:
    return one.code == MISSING and one.field is not None and (one.unit_id, one.item_id, one.field) in waiting


@dataclass(frozen=True)
class FileFinding:
    """What is wrong with a file rather than with an answer: a locked cell that came back changed."""

    code: str
    grade: str
    unit: str
    file: str
    place: str
    """填报表!C6."""
    message: str


def check_files(store: Store, period_id: str) -> tuple[FileFinding, ...]:
    """Locked cells changed in the newest file of each unit; a later good file closes what an earlier one opened."""
    newest = {
        receipt.unit_id: receipt
        for receipt in store.returns.receipts(period_id=period_id)
        if receipt.unit_id and receipt.outcome in TAKEN
    }
    return tuple(
        FileFinding(
            found["code"],
            found["grade"],
            store.units.get(unit_id).name,
            receipt.path,
            f"{found['sheet']}!{found['cell']}",
            found["message"],
        )
        for unit_id, receipt in newest.items()
        for found in receipt.findings
        if found["code"] == LOCKED
    )
