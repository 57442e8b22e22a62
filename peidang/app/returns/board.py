"""收表的看板: how each unit stands over the last periods: 已报, 未报, 逾期, 已退回, 缺盖章件, and which files say so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from peidang.app.month.checking import TAKEN
from peidang.app.month.months import load_month
from peidang.app.outgoing.sending_back import sent_back
from peidang.db.store import Store
from peidang.domain.periods import Period
from peidang.domain.plan import Plan, Unit
from peidang.domain.summary_lines import UnitLine, UnitState, unit_line

PERIODS = 6
"""How many periods a board looks back, the present one included."""


@dataclass(frozen=True)
class BoardCell:
    """How one unit stands in one period."""

    period: Period
    line: UnitLine
    sent_back: date | None
    """When its answers were last sent back; None when they were not, or have been mended since."""
    signed: bool
    """Whether its 盖章件 is here."""
    files: tuple[str, ...] = ()
    """The files that were taken, oldest first."""

    @property
    def state(self) -> str:
        """已退回, else 逾期未报, 未报, 报送不全（逾期）, 已报, 迟报3天."""
        if self.sent_back is not None:
            return "已退回"
        if self.line.overdue:
            unreported = self.line.state is UnitState.UNREPORTED
            return f"逾期{self.line.state}" if unreported else f"{self.line.state}（逾期）"
        return f"迟报{self.line.late_days}天" if self.line.late else self.line.state.value

    @property
    def lacks_signed_page(self) -> bool:
        """缺盖章件: the electronic table is in, the signed page is not."""
        return self.line.state is not UnitState.UNREPORTED and not self.signed


@dataclass(frozen=True)
class BoardLine:
    """One unit over the periods; None where it was asked nothing."""

    unit: Unit
    cells: tuple[BoardCell | None, ...]


@dataclass(frozen=True)
class Board:
    """The board of a plan: its periods, oldest first, and a line for each unit in official order."""

    plan: Plan
    periods: tuple[Period, ...]
    lines: tuple[BoardLine, ...]


def board(store: Store, plan_id: str, today: date, until: str | None = None, periods: int = PERIODS) -> Board:
    """The board up to a period (its id; the newest when none is named)."""
    known = store.months.all(plan_id)
    if until is not None:
        known = known[: 1 + next(n for n, period in enumerate(known) if period.id == until)]
    shown = known[-periods:]
    if not shown:
        return Board(store.plans.get(plan_id), (), ())
    by_period = [_cells(store, period, today) for period in shown]
    plan = load_month(store, plan_id, shown[-1].id, history=0).plan
    units = {unit.id: unit for cells in by_period for unit in cells.units}
    ordered = sorted(units.values(), key=lambda unit: (unit.position, unit.name))
    lines = tuple(
        BoardLine(unit, tuple(cells.by_unit.get(unit.id) for cells in by_period)) for unit in ordered
    )
    return Board(plan, tuple(shown), lines)


@dataclass(frozen=True)
class _PeriodCells:
    units: tuple[Unit, ...]
    by_unit: Mapping[str, BoardCell]


def _cells(store: Store, period: Period, today: date) -> _PeriodCells:
    month = load_month(store, period.plan_id, period.id, history=1)
    back = sent_back(store, period.id)
    signed = {one.unit_id for one in store.evidence.of_period(period.id) if one.signed}
    files: dict[str, list[str]] = {}
    for receipt in store.returns.receipts(period_id=period.id):
        if receipt.unit_id and receipt.outcome in TAKEN:
            files.setdefault(receipt.unit_id, []).append(receipt.path)
    units = month.plan.reporting_units()
    lines = (unit_line(month, unit, (), today) for unit in units)
    return _PeriodCells(
        units,
        {
            line.unit.id: BoardCell(
                period,
                line,
                back.get(line.unit.id),
                line.unit.id in signed,
                tuple(files.get(line.unit.id, ())),
            )
            for line in lines
            if line.rows_asked or line.indicators_asked
        },
    )
