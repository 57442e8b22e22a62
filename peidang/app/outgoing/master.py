"""发总表: one workbook with all units' lines, for offices that work so; each unit fills its own and sends it back."""

import io
from pathlib import Path

from peidang.app.month.entering import open_period
from peidang.app.month.months import load_month
from peidang.app.outgoing.output import NewFile, write_files
from peidang.app.outgoing.requests import build_request, kept_request
from peidang.app.views import SendResult
from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.exchange.master_workbook import master_file_name, write_master


def send_master(store: Store, plan_id: str, period_id: str, out_dir: Path) -> SendResult:
    """Write the 总表 of a period. Each unit's request in it is kept as if it had been sent alone.

    It shows every unit the rows and answers of all others: only made where somebody asks for it by name. Raises
    Refused for an issued period, and when this office does not coordinate the plan.
    """
    open_period(store, period_id)
    month = load_month(store, plan_id, period_id)
    if not month.plan.coordinates:
        raise Refused("not-coordinator", month.plan.title)
    span = month.period.span
    with store.transaction():
        batch = store.batches.begin("send", f"发{span.label}填报总表")
        units = month.plan.reporting_units()
        requests = [
            kept_request(store, period_id, unit.id, build_request(store, month, unit.id), batch)
            for unit in units
        ]
        if not requests:
            raise Refused("nobody-asked", month.plan.title)
        out = io.BytesIO()
        write_master(requests, out)
        made = write_files([NewFile(out_dir / master_file_name(span.key), "填报总表", out.getvalue())])
        store.batches.log(
            "发填报总表",
            f"{span.label}，{len(requests)}家",
            plan_id=plan_id,
            period_id=period_id,
            batch_id=batch,
            facts={"files": [one.path.name for one in made], "units": [unit.name for unit in units]},
        )
    return SendResult(batch, made)
