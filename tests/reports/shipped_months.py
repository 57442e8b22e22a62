"""Months of the plans that come with the program, answered at random but always alike: who answers, and what."""

import random
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from peidang.app.month import months
from peidang.app.plan import plans
from peidang.app.store import stores
from peidang.domain.answers import Entry, Month, Reading
from peidang.domain.labels import Status
from peidang.domain.rule_sheet import DEFAULT_RULES
from peidang.domain.summary import Summary, summarise
from peidang.resources import resource

TODAY = date(2025, 11, 5)
PLANS = sorted(path.stem for path in resource("plans").glob("*.txt"))
SENTENCES = (
    "已开工{n}个项目，总投资{n}.5亿元，占年度计划的{n}%。",
    "组织培训{n}场次，参训{n}人次；制定《实施细则》（试行）。",
    "10月{d}日召开调度会，明确“一事一策”事项{n}项……",
    "正在推进——前期手续办结{n}项。",
)


@cache
def blank_month(plan: str) -> Month:
    """October 2025 of a shipped plan before anybody answered."""
    with (
        TemporaryDirectory() as folder,
        stores.create_store(Path(folder) / "库.peidang") as store,
    ):
        path = resource("plans", f"{plan}.txt")
        names = plans.units_of_document(plans.read_document(path))
        own = next(name for name in names if "发展改革" in name or "发展和改革" in name or "发改" in name)
        plan_id = plans.add_plan(store, path, own, accept_proposals=True)
        period = months.open_month(store, plan_id, "2025-10")
        return months.load_month(store, plan_id, period.id)


def answered(plan: str, share: float, seed: int = 1) -> Month:
    """The month with about ``share`` of all units in."""
    month, dice = blank_month(plan), random.Random(f"{plan}-{share}-{seed}")
    units = [unit.id for unit in month.plan.reporting_units() if dice.random() < share]
    entries = {
        (row.id, unit): _entry(row.id, unit, dice)
        for row in month.plan.rows
        for unit in row.reporting_unit_ids()
        if unit in units
    }
    readings = {
        (one.id, unit): Reading(one.id, unit, cumulative=str(dice.randint(1, 100)))
        for one in month.plan.indicators
        for unit in one.reporter_ids
        if unit in units
    }
    at = {unit: datetime(2025, 10, dice.randint(20, 31), 9) for unit in units}
    return replace(month, entries=entries, readings=readings, answered_at=at)


def _entry(row: str, unit: str, dice: random.Random) -> Entry:
    words = [
        sentence.format(n=dice.randint(2, 99), d=dice.randint(1, 28))
        for sentence in dice.sample(SENTENCES, dice.randint(1, len(SENTENCES)))
    ]
    trouble = dice.choice(("", "", f"配套资金尚未到位，缺口{dice.randint(10, 5000)}万元。"))
    status = dice.choice(list(Status)).value
    return Entry(row, unit, status, "".join(words), problems=trouble, next_steps="继续推进，月底前办结2项。")


def summary(plan: str, share: float, seed: int = 1) -> Summary:
    """Its summary by the starting rules."""
    return summarise(answered(plan, share, seed), DEFAULT_RULES, TODAY)
