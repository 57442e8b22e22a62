"""A 退回单, a request passed on and a 总表, of the same invented county."""

import io
from collections.abc import Sequence
from dataclasses import replace

from peidang.domain.labels import Field, Role
from peidang.domain.plan import Assignment
from peidang.domain.travel import MendCell, Request, SentIndicator, SentRow
from peidang.exchange.master_workbook import write_master
from tests.exchange.samples import indicator, request, row, target

STATUS_REASON = "“完成状态”现为“差不多了”，不在可选范围内。"
PROGRESS_REASON = "请写明改造了哪些企业。"
FIGURE_REASON = "“累计数”应填数字，现为“若干”。"
FILLED = {Field.STATUS: "差不多了", Field.PROGRESS: "完成改造4家。", Field.PROBLEMS: "资金缺口较大。"}
MEND = (
    MendCell("in-1", Field.CUMULATIVE, FIGURE_REASON),
    MendCell("row-3", Field.STATUS, STATUS_REASON),
    MendCell("row-7", Field.PROGRESS, PROGRESS_REASON),
)


def sent_back(mend: tuple[MendCell, ...] = MEND) -> Request:
    """A 退回单 of two rows and an indicator: a status, a text and a figure go back."""
    figures = {Field.CUMULATIVE: "若干", Field.AS_OF: "2025-10-31", Field.MONTH_VALUE: "3"}
    asked = request(
        (SentRow(row(3), "前三季度完成改造12家。", base=FILLED), SentRow(row(7), base=FILLED)),
        (SentIndicator(2, indicator(1, "培育5G工厂数量", target(1, "30")), "21", base=figures),),
    )
    return replace(asked, mend=mend)


def passed_on() -> Request:
    """The request, for one 科室."""
    return replace(request(), for_whom="技术改造科")


def two_units() -> tuple[Request, Request]:
    """Two units that both report row 3; the second has row 5 for itself and no indicator."""
    shared = Assignment("as-3-9", "un-3", Role.LEAD, 2, "县住房城乡建设局")
    both = replace(row(3), assignments=(*row(3).assignments, shared))
    own = replace(row(5), assignments=(Assignment("as-5-9", "un-3", Role.LEAD, 1, "县住房城乡建设局"),))
    first = request((SentRow(both, base={Field.PROGRESS: "已改造4家。"}), SentRow(row(7))))
    second = request((SentRow(both), SentRow(own)), ())
    return first, replace(second, unit_id="un-3", token="0b6f4ad2-08f1-4f3e-9a3f-5f3df30c2a22")


def master_bytes(requests: Sequence[Request]) -> bytes:
    """The 总表 of these requests."""
    out = io.BytesIO()
    write_master(requests, out)
    return out.getvalue()
