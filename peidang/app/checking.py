"""核对: what is to be mended or explained in a month, over all units or one."""

from datetime import date

from peidang.app.months import load_month, rules_in
from peidang.db.store import Store
from peidang.domain.checks import findings_of_month, is_open
from peidang.domain.finding import Finding


def check(store: Store, plan_id: str, period_id: str, today: date) -> tuple[Finding, ...]:
    """The open findings of a period, by unit in official order, 必须改 first within each."""
    month = load_month(store, plan_id, period_id)
    found = findings_of_month(month, today, rules_in(store, month.period)[1])
    return tuple(one for findings in found.values() for one in findings if is_open(one))
