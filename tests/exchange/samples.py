"""Requests to try things on: an invented county, invented figures."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal

from peidang.domain.labels import Field, IndicatorKind, IndicatorReporting, Role
from peidang.domain.plan import Assignment, Authority, Indicator, Plan, Row, Target, Unit
from peidang.domain.travel import Request, SentIndicator, SentRow
from peidang.exchange.request_workbook import write_reply, write_request

AUTHORITY = Authority("au-1", "云溪县")
UNITS = tuple(
    Unit(f"un-{n}", AUTHORITY.id, name, n)
    for n, name in enumerate(("县发展改革局", "县工业和信息化局", "县住房城乡建设局", "县财政局"), start=1)
)
MEASURE = (
    "聚焦有色、化工、轻工、建材等重点产业，更新换代高技术、高效率、高可靠性的先进设备；"
    "依托技改服务商平台，建立县级技改服务商名录，每年推广典型案例不少于3个。"
)


def row(serial: int, task: str = "", measure: str = MEASURE) -> Row:
    return Row(
        id=f"row-{serial}",
        serial=serial,
        section="二、实施设备更新行动",
        task=task or f"推进第{serial}项设备更新",
        measure=measure,
        assignments=(
            Assignment(f"as-{serial}-1", "un-2", Role.LEAD, 1, "县工业和信息化局"),
            Assignment(f"as-{serial}-2", "un-1", Role.RESPONSIBLE, 2, "县发展改革局"),
            Assignment(f"as-{serial}-3", "un-4", Role.RESPONSIBLE, 3, "县财政局"),
        ),
        due="2025",
    )


def target(number: int, value: str, unit: str = "家", due: str | None = "2025", **more: object) -> Target:
    made = Target(f"ta-{number}", None, f"目标{number}", ">=", Decimal(value), unit, due)
    return replace(made, **more)  # type: ignore[arg-type]


def indicator(number: int, name: str, *targets: Target, unit: str = "家") -> Indicator:
    return Indicator(
        f"in-{number}",
        name,
        unit,
        IndicatorKind.RUNNING_TOTAL,
        targets,
        IndicatorReporting.ONE,
        ("un-2",),
    )


def request(
    rows: tuple[SentRow, ...] | None = None,
    indicators: tuple[SentIndicator, ...] | None = None,
    *,
    demonstration: bool = False,
    title: str = "云溪县推动大规模设备更新和消费品以旧换新工作方案",
) -> Request:
    if rows is None:
        rows = (
            SentRow(row(3), "前三季度完成改造12家。", "10月底前再完成4家。"),
            SentRow(row(7)),
            SentRow(row(12)),
        )
    if indicators is None:
        indicators = (
            SentIndicator(2, indicator(1, "培育5G工厂数量", target(1, "30")), "21"),
            SentIndicator(
                5,
                indicator(
                    2,
                    "设备投资规模增幅",
                    target(2, "15", "%", baseline="2023"),
                    target(3, "30", "%", "2027", baseline="2023"),
                    unit="%",
                ),
                open=False,
            ),
        )
    plan = Plan(
        id="plan-1",
        title=title,
        annex_name="配档表",
        authority=AUTHORITY,
        coordinator_id="un-1",
        own_unit_id="un-1",
        version=1,
        rows=tuple(sent.row for sent in rows),
        indicators=tuple(sent.indicator for sent in indicators),
        units=UNITS,
        demonstration=demonstration,
    )
    return Request(
        token="5f0c2a9e-5a53-4be0-9a1c-0f7e5a6f1c11",
        plan=plan,
        unit_id="un-2",
        period_key="2025-10",
        due=date(2025, 11, 25),
        rows=rows,
        indicators=indicators,
        contact="综合科 010-0000000",
    )


def request_bytes(asked: Request) -> bytes:
    out = io.BytesIO()
    write_request(asked, out)
    return out.getvalue()


def reply_bytes(asked: Request, answers: dict[tuple[str, Field], str]) -> bytes:
    out = io.BytesIO()
    write_reply(asked, answers, out)
    return out.getvalue()
