"""导出当前所见: what is seen on the page 配档表, as a small workbook of its own."""

import io
from datetime import date, datetime
from pathlib import Path

from peidang.app.month.months import load_month, rules_in
from peidang.app.outgoing.guarding import Allowed, foreign_texts
from peidang.app.outgoing.output import NewFile, write_files
from peidang.app.papers.reporting import EXCEL
from peidang.app.views import MadeFile
from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.domain.seen import Seen
from peidang.domain.summary import summarise
from peidang.reports.seen_sheet import write_seen


def export_seen(store: Store, plan_id: str, period_id: str, path: Path, today: date, seen: Seen) -> MadeFile:
    """Write it; the file says in its head that it is a part, and of how many.

    Lines of one unit alone hold nothing of another's: 出门检查 makes sure. Raises Refused when nothing is seen, and
    what ``output.write_files`` raises.
    """
    month = load_month(store, plan_id, period_id)
    if not seen.lines:
        raise Refused("no-such-rows", month.period.span.label)
    summary = summarise(month, rules_in(store, month.period)[1], today)
    out = io.BytesIO()
    write_seen(summary, seen, out, datetime.fromisoformat(store.now()).replace(microsecond=0))
    units = {line.unit_id for line in seen.lines}
    allowed = Allowed(
        people=frozenset(unit.name for unit in month.plan.units),
        foreign=foreign_texts(month, units.pop()) if len(units) == 1 else (),
    )
    return write_files([NewFile(path, EXCEL, out.getvalue(), allowed)])[0]
