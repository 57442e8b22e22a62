"""自检: the main errands once through in a temporary folder, on a built-in plan, so that a broken installation shows."""

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from peidang.app.month import months
from peidang.app.outgoing import sending
from peidang.app.papers import reporting
from peidang.app.plan import plans
from peidang.app.returns import receiving
from peidang.app.sentences import sentence
from peidang.app.store import keeping, stores
from peidang.db.store import Store
from peidang.domain.periods import Period
from peidang.resources import resource

_DAY = date(2025, 10, 20)


@dataclass(frozen=True)
class Step:
    """One errand and what went wrong with it; '' when nothing did."""

    what: str
    fault: str = ""


@dataclass
class _Bench:
    """The errands, each resting on the ones before it."""

    folder: Path
    store: Store
    plan_id: str = ""
    period: Period | None = None

    def read_plan(self) -> None:
        document = min(resource("plans").glob("*.txt"), key=lambda path: path.name)
        self.plan_id = plans.add_plan(self.store, document, accept_proposals=True)

    def send(self) -> None:
        self.period = months.open_month(self.store, self.plan_id, "2025-10")
        made = sending.send(self.store, self.plan_id, self.period.id, self.folder / "发出", _DAY)
        _expect(len(made.files) > 1, "没有生成填报表")

    def receive(self) -> None:
        forms = sorted((self.folder / "发出").rglob("*.xlsx"))
        drop = receiving.receive(self.store, forms, today=_DAY)
        _expect(all(one.outcome == "nothing-new" for one in drop.files), "填报表读回后与发出时不一致")

    def report(self) -> None:
        _expect(self.period is not None, "没有报告期")
        period_id = self.period.id if self.period else ""
        made = reporting.make_report(self.store, self.plan_id, period_id, self.folder / "报告", _DAY)
        _expect(made.rows_expected == made.rows_on_paper, "纸上行数与数据不符")
        _expect(not made.missing_characters, f"字体缺字：{''.join(made.missing_characters)}")

    def back_up(self) -> None:
        keeping.backup(self.store, self.folder / "备份.peidang")
        _expect(not keeping.verify(self.store), "工作库检验未通过")


def _expect(holds: bool, fault: str) -> None:
    if not holds:
        raise AssertionError(fault)


def run_selftest() -> Iterator[Step]:
    """The steps in order, each as soon as it is done; those after a fault are still tried."""
    with tempfile.TemporaryDirectory(prefix="peidang-") as name:
        folder = Path(name)
        with stores.create_store(folder / "自检.peidang") as store:
            bench = _Bench(folder, store)
            yield _step("读取方案", bench.read_plan)
            yield _step("生成填报表", bench.send)
            yield _step("收表", bench.receive)
            yield _step("成稿（Excel、PDF、Word）", bench.report)
            yield _step("备份与检验", bench.back_up)


def _step(what: str, errand: Callable[[], None]) -> Step:
    try:
        errand()
    except AssertionError as error:
        return Step(what, str(error))
    except Exception as error:  # a self-test tells every fault, foreseen or not
        return Step(what, sentence(error))
    return Step(what)
