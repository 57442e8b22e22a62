"""The offices the mess comes to: a store with built-in plans, September partly answered, October sent out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from peidang.app.month import entering, months
from peidang.app.outgoing import sending
from peidang.app.plan import plans
from peidang.app.store import stores
from peidang.db.store import Store
from peidang.domain.labels import Field
from peidang.domain.plan import Plan, Unit
from peidang.domain.travel import Request
from peidang.exchange.payload import load_request
from peidang.resources import resource
from tests.corpus.answers import Answers, answers_for, letters_of

SEPTEMBER, OCTOBER = "2025-09", "2025-10"
TODAY = date(2025, 10, 27)
STORE_NAME = "库.peidang"
COORDINATING = ("发展改革", "发展和改革", "发改局")

FORMER_NAMES = (
    *("物资总公司", "机械工业总公司", "经济贸易委员会", "商业服务总公司", "二轻工业联社", "乡镇企业管理处"),
    *("粮油供应站", "农机推广总站", "科学普及中心", "房产管理处", "公路管理站", "环卫管理处", "标准计量所"),
    *(
        "广播事业处",
        "外经贸委员会",
        "安全监察大队",
        "信息化办公室",
        "资源勘查院",
        "劳动服务公司",
        "卫生防疫站",
    ),
    *("招商服务处", "人才交流中心", "政务大厅", "乡村建设办公室", "燃气热力办公室", "水利工程处"),
)
"""Invented; each unit of a plan bears one of them as an alias, so that 旧名称 can be tried."""


@dataclass(frozen=True, repr=False)
class Desk:
    """One unit in one month of one plan, with the request workbook that was sent to it.

    Like all that holds files here it has no ``repr``: a test that fails would print them all.
    """

    plan: Plan
    unit: Unit
    month: str
    data: bytes
    request: Request
    former_name: str

    @property
    def rows(self) -> int:
        """How many lines its 任务 block has."""
        return len(self.request.rows)

    def answers(self, mark: str = "") -> Answers:
        """What a clerk of this unit would say on everything; ``mark`` makes a second, different version."""
        return answers_for(self.request, mark)


@dataclass(frozen=True, repr=False)
class Office:
    """A template that each session copies. ``desks`` by (plan id, unit id, month)."""

    name: str
    store: Path
    plans: tuple[Plan, ...]
    desks: Mapping[tuple[str, str, str], Desk]
    answered_september: frozenset[str]
    """Ids of the units that have."""

    def silent_in_september(self, desk: Desk) -> bool:
        """Whether the unit has not answered September."""
        return desk.unit.id not in self.answered_september

    def desks_of(self, month: str) -> list[Desk]:
        """The desks of a month in the order of plans and units."""
        return [desk for desk in self.desks.values() if desk.month == month]

    def other_month(self, desk: Desk, month: str) -> Desk:
        """The same unit's desk in another month."""
        return self.desks[desk.plan.id, desk.unit.id, month]


def plan_files() -> dict[str, Path]:
    """The built-in plans by short name."""
    return {path.stem: path for path in sorted(resource("plans").glob("*.txt"))}


def make_office(folder: Path, names: Sequence[str]) -> Office:
    """Build a store with these plans in a new folder."""
    folder.mkdir(parents=True)
    desks: dict[tuple[str, str, str], Desk] = {}
    made: list[Plan] = []
    answered: set[str] = set()
    with stores.create_store(folder / STORE_NAME) as store:
        for name in names:
            path = plan_files()[name]
            plan_id = plans.add_plan(store, path, _coordinator(path), accept_proposals=True)
            former = _give_former_names(store, store.plans.get(plan_id))
            for month in (SEPTEMBER, OCTOBER):
                period = months.open_month(store, plan_id, month)
                sent = sending.send(store, plan_id, period.id, folder / name / month, TODAY)
                plan = store.plans.get(plan_id)
                for one in sent.files:
                    if one.path.suffix == ".xlsx":
                        unit = next(u for u in plan.reporting_units() if u.name == one.what)
                        desk = _desk(store, plan, unit, month, period.id, one.path, former)
                        desks[plan.id, unit.id, month] = desk
                if month == SEPTEMBER:
                    some = [d for d in desks.values() if d.plan.id == plan_id][::2]
                    _answer(store, period.id, some)
                    answered |= {desk.unit.id for desk in some}
            made.append(store.plans.get(plan_id))
    return Office("+".join(names), folder / STORE_NAME, tuple(made), desks, frozenset(answered))


def _coordinator(path: Path) -> str:
    names = plans.units_of_document(plans.read_document(path))
    return next(name for name in names if any(word in name for word in COORDINATING))


def _give_former_names(store: Store, plan: Plan) -> dict[str, str]:
    place = "区" if plan.authority.name.endswith("区") else "市"
    former = {u.id: f"{place}{FORMER_NAMES[n]}" for n, u in enumerate(plan.reporting_units())}
    for unit in plan.reporting_units():
        store.units.add_alias(unit, former[unit.id])
    return former


def _desk(
    store: Store, plan: Plan, unit: Unit, month: str, period_id: str, path: Path, former: Mapping[str, str]
) -> Desk:
    sent = store.months.requests(period_id, unit.id)[-1]
    return Desk(plan, unit, month, path.read_bytes(), load_request(sent.payload), former[unit.id])


def _answer(store: Store, period_id: str, desks: Sequence[Desk]) -> None:
    """Some units have answered September, so that 上月 is not empty everywhere."""
    for desk in desks:
        ids = ids_of(desk.request)
        said: dict[tuple[str, Field], str] = {
            (ids[kind, serial], field): text for (kind, serial, field), text in desk.answers().items() if text
        }
        entering.enter(store, period_id, desk.unit.id, said, by=f"{letters_of(desk.request)}经办人")


def ids_of(request: Request) -> dict[tuple[str, int], str]:
    """Item id by (kind, number) as a line of the form has them."""
    rows = {("row", line.row.serial): line.row.id for line in request.rows}
    return rows | {("indicator", line.number): line.indicator.id for line in request.indicators}
