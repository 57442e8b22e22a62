"""The coordinating office at work: one store, the folder it sends from, the folder files arrive in."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from peidang.app.month import months, showing
from peidang.app.outgoing import sending
from peidang.app.plan import plans
from peidang.app.returns import receiving
from peidang.app.store import stores
from peidang.app.views import Drop, FileOutcome
from peidang.db.store import Store
from tests.app import bureau
from tests.app.plan_texts import BUREAUS, OWN_UNIT, granary_plan, write_plan

MONTH = "2025-10"
TODAY = date(2025, 10, 23)
FARMING, WATER, FINANCE = BUREAUS[1:4]


@dataclass
class Office:
    """An open store with what the tests ask of it again and again."""

    store: Store
    folder: Path
    plan_id: str
    period_id: str
    _count: int = field(default=0)

    def requests(self) -> dict[str, bytes]:
        """The request workbooks as sent, by unit."""
        sent = self.send()
        return {one.what: one.path.read_bytes() for one in sent.files if one.path.suffix == ".xlsx"}

    def send(self, to: str = "发出") -> Any:
        """发填报表."""
        return sending.send(self.store, self.plan_id, self.period_id, self.folder / to, TODAY)

    def arrive(self, data: bytes, name: str = "") -> Path:
        """A file comes in by mail, each in a folder of its own."""
        self._count += 1
        return bureau.put(self.folder / "收到" / f"{self._count:02d}" / (name or "报送.xlsx"), data)

    def receive(self, *paths: Path, **options: Any) -> Drop:
        """收表."""
        return receiving.receive(self.store, paths, today=TODAY, **options)

    def take(self, data: bytes, name: str = "", **options: Any) -> FileOutcome:
        """One file arrives and is received."""
        (outcome,) = self.receive(self.arrive(data, name), **options).files
        return outcome

    def show(self) -> dict[str, Any]:
        """Canonical content."""
        return showing.show(self.store)

    def unit_id(self, name: str) -> str:
        """A unit of the plan by name."""
        return stores.unit_named(self.store.plans.get(self.plan_id), name)

    def row_id(self, serial: int) -> str:
        """A row by its number."""
        return next(row.id for row in self.store.plans.get(self.plan_id).rows if row.serial == serial)

    def entry(self, serial: int, unit: str, month: int = 0) -> dict[str, Any]:
        """What is shown of a row as a unit answers it; empty when it said nothing."""
        entries = self.show()["plans"][0]["months"][month]["entries"]
        return next((one for one in entries if (one["serial"], one["unit"]) == (serial, unit)), {})


def new_office(folder: Path) -> None:
    """A store with the plan and one open month, sent: made once, copied for each test."""
    document = write_plan(folder, granary_plan())
    with stores.create_store(folder / "库.peidang") as store:
        plan_id = plans.add_plan(store, document, OWN_UNIT)
        period = months.open_month(store, plan_id, MONTH)
        sending.send(store, plan_id, period.id, folder / "发出", TODAY)


@contextmanager
def office_in(template: Path, folder: Path) -> Iterator[Office]:
    """An office of one's own, copied from the template."""
    shutil.copytree(template, folder, dirs_exist_ok=True)
    with stores.open_store(folder / "库.peidang") as store:
        plan = stores.pick_plan(store)
        yield Office(store, folder, plan.id, stores.pick_period(store, plan.id).id)


def outcomes(files: Sequence[FileOutcome]) -> list[str]:
    """What became of each file."""
    return [one.outcome for one in files]
