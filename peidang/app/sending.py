"""发填报表: one workbook for each reporting unit, and the list of what was made."""

import io
from datetime import date
from pathlib import Path

from peidang.app.entering import open_period
from peidang.app.months import load_month
from peidang.app.output import NewFile, file_part, write_files
from peidang.app.requests import base_of, build_request
from peidang.app.views import SendResult
from peidang.db.months import SentRequest
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.errors import Refused
from peidang.domain.periods import day_label
from peidang.domain.plan import Unit
from peidang.domain.travel import Request
from peidang.exchange.payload import dump_request
from peidang.exchange.request_workbook import request_file_name, write_request

LIST_NAME = "发送清单.txt"


def send(store: Store, plan_id: str, period_id: str, out_dir: Path, today: date) -> SendResult:
    """Write the request workbooks of a period into a folder, and 发送清单.txt beside them: all, or nothing at all.

    A folder that holds another plan's requests is left as it is; this plan's go into one of their own inside it.
    A unit whose rows, base values and answers have not moved since its last request gets the same one again.
    Raises Refused for an issued period, and when this office does not coordinate the plan.
    """
    open_period(store, period_id)
    month = load_month(store, plan_id, period_id)
    if not month.plan.coordinates:
        raise Refused("not-coordinator", month.plan.title)
    with store.transaction():
        batch = store.batches.begin("send", f"发{month.period.span.label}填报表")
        requests = [(unit, _request(store, month, unit, batch)) for unit in month.plan.reporting_units()]
        folder = _own_folder(out_dir, month.plan.title)
        files = [
            NewFile(folder / request_file_name(one), unit.name, _workbook(one)) for unit, one in requests
        ]
        made = write_files([*files, NewFile(folder / LIST_NAME, "发送清单", _list(month, requests, today))])
        store.batches.log(
            "发填报表",
            f"{month.period.span.label}，{len(requests)}家",
            plan_id=plan_id,
            period_id=period_id,
            batch_id=batch,
        )
    return SendResult(batch, made)


def _own_folder(out_dir: Path, title: str) -> Path:
    """Units of two plans may have the same place and name, and so the same file name."""
    listed = out_dir / LIST_NAME
    if not listed.is_file():
        return out_dir
    heads = listed.read_text(encoding="utf-8-sig", errors="replace").splitlines()[:2]
    own = any(line.startswith(f"{title} ") for line in heads)
    return out_dir if own else out_dir / file_part(title)


def _workbook(request: Request) -> bytes:
    out = io.BytesIO()
    write_request(request, out)
    return out.getvalue()


def _request(store: Store, month: Month, unit: Unit, batch: int) -> Request:
    """The unit's last request when nothing moved since, else a new one, kept with its base before it leaves."""
    seen = store.returns.spoken(month.period.id, unit.id).newest
    request = build_request(store, month, unit.id)
    for last in store.months.requests(month.period.id, unit.id)[-1:]:
        again = build_request(store, month, unit.id, last.token)
        if last.seen == seen and last.payload == dump_request(again):
            return again
    store.months.add_request(
        SentRequest(
            request.token,
            month.period.id,
            unit.id,
            month.plan.version,
            dump_request(request),
            base_of(request),
            seen,
            "",
        ),
        batch,
    )
    return request


def _list(month: Month, requests: list[tuple[Unit, Request]], today: date) -> bytes:
    """发送清单: what goes to whom, and by when it is due, for the mail or the group."""
    lines = [f"{month.plan.title} {month.period.span.label}填报表发送清单", ""]
    if month.plan.demonstration:
        lines.insert(0, "【演示数据】")
    for number, (unit, request) in enumerate(requests, start=1):
        counts = f"任务{len(request.rows)}项" + (
            f"、指标{len(request.indicators)}项" if request.indicators else ""
        )
        due = day_label(request.due, today)
        lines.append(f"{number}. {unit.name}：{counts}，{due}前报回，文件：{request_file_name(request)}")
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")
