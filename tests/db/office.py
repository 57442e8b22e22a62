"""A small made-up office for store tests: two bureaus, two rows, one indicator, a month. All ids are fixed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from peidang.db.plans import PlanSource
from peidang.db.store import Store
from peidang.domain.labels import IndicatorKind, IndicatorReporting, Role
from peidang.domain.periods import Period, parse_span
from peidang.domain.plan import Assignment, Authority, BaseFigure, Indicator, Plan, Row, Target, YearlyNode

NOON = datetime(2025, 11, 3, 12, 0)
SOURCE = PlanSource("方案.txt", None, "{}")


@dataclass(frozen=True)
class Office:
    """What ``furnish`` put into the store."""

    plan: Plan
    period: Period


def furnish(store: Store) -> Office:
    """Put the office's units, its plan and the month 2025-10 into an empty store."""
    with store.transaction():
        authority = store.units.authority("样例市", "authority-1")
        for unit_id, name in (("jia", "市甲局"), ("yi", "市乙局")):
            store.units.add(authority.id, name, id_=unit_id)
        plan = small_plan(store, authority)
        store.plans.add(plan, SOURCE)
        period = store.months.open(plan.id, parse_span("2025-10"), date(2025, 11, 5))
    return Office(plan, period)


def small_plan(store: Store, authority: Authority) -> Plan:
    """Two rows; one indicator with two targets, reported by 市甲局."""
    return Plan(
        id="plan-1",
        title="样例方案",
        annex_name="责任清单",
        authority=authority,
        coordinator_id="jia",
        own_unit_id="jia",
        version=1,
        rows=(
            a_row(1, lead("as-1", "jia"), lead("as-2", "yi", 2)),
            a_row(2, lead("as-3", "yi"), lead("as-4", "jia", 2, Role.RESPONSIBLE), due="2025-06"),
        ),
        indicators=(
            Indicator(
                id="indicator-1",
                name="站点",
                unit_of_measure="个",
                kind=IndicatorKind.RUNNING_TOTAL,
                targets=(a_target("target-1", "15", "2025"), a_target("target-2", "30", "2027", row=None)),
                reporting=IndicatorReporting.ONE,
                reporter_ids=("jia",),
                definition="当年累计",
                nodes=(
                    YearlyNode(2025, Decimal("15.50"), None, "样办〔2025〕1号"),
                    YearlyNode(2026, Decimal(20), 2),
                ),
                bases=(BaseFigure("2023", Decimal("1.10")), BaseFigure("2023-10", Decimal(1))),
            ),
        ),
        units=tuple(store.units.by_ids(["jia", "yi"]).values()),
        extra_columns=("备注",),
    )


def a_row(serial: int, *parts: Assignment, due: str | None = None, **more: Any) -> Row:
    """A row with these assignments and a remark."""
    kept = {"section": "一、行动", "task": f"任务{serial}", "measure": f"措施{serial}"} | more
    return Row(id=f"row-{serial}", serial=serial, assignments=parts, due=due, extra=(("备注", "无"),), **kept)


def lead(id_: str, unit_id: str, position: int = 1, role: Role = Role.LEAD) -> Assignment:
    """A unit's part in a row, leading unless told otherwise."""
    return Assignment(id_, unit_id, role, position, unit_id)


def a_target(id_: str, value: str, due: str, row: str | None = "row-1") -> Target:
    """A target of at least this many."""
    return Target(id_, row, f"达到{value}个", ">=", Decimal(value), "个", due)


def say(store: Store, office: Office, unit_id: str, text: str, kind: str = "hand") -> tuple[int, str]:
    """Let a unit say something of row 1; returns the batch and the source."""
    with store.transaction():
        batch = store.batches.begin(kind, "代录")
        source = store.returns.add_source(
            batch, kind, office.period.id, unit_id, (), {("row-1", "progress"): (text, "")}
        )
    return batch, source


def everything(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all tables, for comparing two stores."""
    tables = [row[0] for row in store._db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        table: sorted(map(tuple, store._db.execute(f'SELECT * FROM "{table}"')), key=repr) for table in tables
    }
