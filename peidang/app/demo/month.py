"""演示: a whole month of the built-in plan, by the same operations a user has, with invented answers.

Everything it makes says 演示数据. The answers come in as files; nothing is written past the operations.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from peidang.app.answering import answer, reply
from peidang.app.demo.answers import Inventor
from peidang.app.demo.bureaus import Bureaus, Roles, Sent, typed
from peidang.app.demo.folder import LIST_NAME, DemoFolder
from peidang.app.demo.form import read_form
from peidang.app.month.checking import check
from peidang.app.month.entering import enter
from peidang.app.month.months import open_month
from peidang.app.outgoing.sending import send
from peidang.app.papers.reporting import issue, make_report
from peidang.app.plan.plans import add_plan
from peidang.app.returns.deciding import decide, open_decisions
from peidang.app.returns.receiving import receive
from peidang.app.views import Drop, MadeFile, PaperResult
from peidang.db.store import Store
from peidang.domain.labels import Field, Grade
from peidang.domain.periods import Period, Span, day_label, parse_span
from peidang.resources import resource

FIRST_MONTH_PARTS = ("twice",)
LAST_MONTH_PARTS = ("silent", "twice", "locked", "blank", "wordy", "same", "renamed", "tucked")


@dataclass(frozen=True)
class DemoResult:
    """What the demonstration left: the store to open, every file it made, who played which part last."""

    store: Path
    files: tuple[MadeFile, ...]
    roles: Roles


def run_demo(out: Path, say: Callable[[str], None] = lambda _: None) -> DemoResult:
    """Run the demonstration into a folder; ``say`` is told what happens, a sentence at a time.

    What a former demonstration made there is replaced, anything else stays. Raises Refused when a file of somebody
    else's has a name that is needed, and what the operations raise.
    """
    words = json.loads(resource("demo", "demo.json").read_text(encoding="utf-8"))
    folder = DemoFolder(out)
    folder.clean()
    out.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(dir=out, prefix="."))
    try:
        return _Demo(words, folder, stage, say).run()
    finally:
        shutil.rmtree(stage)


@dataclass
class _Clock:
    """The demonstration's own time, so that it always plays in its own months."""

    moment: datetime = datetime.min

    def now(self) -> datetime:
        """A little later each time it is asked."""
        self.moment += timedelta(milliseconds=10)
        return self.moment

    def set(self, day: date, hour: int) -> date:
        """Go to an hour of a day; returns the day."""
        self.moment = datetime.combine(day, time(hour))
        return day


@dataclass
class _Demo:
    words: Mapping[str, Any]
    folder: DemoFolder
    stage: Path
    say: Callable[[str], None]
    clock: _Clock = field(default_factory=_Clock)
    files: list[MadeFile] = field(default_factory=list)

    def run(self) -> DemoResult:
        first, last = (parse_span(month) for month in self.words["months"])
        self.clock.set(first.start, 9)
        path = self.folder.place_store(self.words["store"])
        with Store.create(path, self.clock.now) as store:
            plan_id = self._new_plan(store)
            self._month(store, plan_id, first, FIRST_MONTH_PARTS, settle=True)
            roles, requests = self._month(store, plan_id, last, LAST_MONTH_PARTS, settle=False)
        self._bureau(requests[roles.silent], roles.silent, last)
        self.files.append(MadeFile(path, "工作库", path.stat().st_size))
        listed = self.folder.root / LIST_NAME
        self.files.append(MadeFile(listed, "文件清单", listed.stat().st_size))
        return DemoResult(path, tuple(self.files), roles)

    def _new_plan(self, store: Store) -> str:
        document = resource("plans", self.words["plan"])
        plan_id = add_plan(store, document, self.words["own_unit"], accept_proposals=True, demonstration=True)
        plan = store.plans.get(plan_id)
        self.say(
            f"读入《{plan.title}》：{plan.annex_name}{len(plan.rows)}行，指标{len(plan.indicators)}项，"
            f"牵头单位{len(plan.reporting_units())}家。以下进展和数据均为演示数据。"
        )
        return plan_id

    def _month(
        self, store: Store, plan_id: str, span: Span, parts: tuple[str, ...], *, settle: bool
    ) -> tuple[Roles, dict[str, Path]]:
        """One month from opening to its papers; with ``settle`` what is open is decided and the month issued."""
        due = span.end + timedelta(days=self.words["due_days"])
        sent_on = self.clock.set(span.end - timedelta(days=1), 9)
        period = open_month(store, plan_id, span.key, due)
        requests = self._send(store, plan_id, period, sent_on)
        bureaus = Bureaus(self.words, Inventor(self.words), span, sent_on, parts)
        received = self._fill(bureaus, requests)
        drop = receive(store, received, plan_id, span.key, self.clock.set(due, 16))
        self._tell_drop(span, drop)
        today = self.clock.set(due + timedelta(days=1), 10)
        if settle:
            self._decide_all(store, plan_id)
        self._tell_check(store, plan_id, period, today)
        make = issue if settle else make_report
        self._keep_papers(span, make(store, plan_id, period.id, self.stage, today), issued=settle)
        return bureaus.roles, requests

    def _send(self, store: Store, plan_id: str, period: Period, today: date) -> dict[str, Path]:
        result = send(store, plan_id, period.id, self.stage, today)
        kept = self._keep_sent(result.files, self.words["folders"]["sent"], period.span.label)
        books = {one.what: one.path for one in kept if one.path.suffix == ".xlsx"}
        self.say(f"{period.span.label}：发出填报表{len(books)}家，截止{day_label(period.due, today)}。")
        return books

    def _keep_sent(self, made: tuple[MadeFile, ...], *where: str) -> tuple[MadeFile, ...]:
        """The same, each file in the folder of its unit."""
        kept: list[MadeFile] = []
        for one in made:
            kept += self._keep((one,), *where, *one.path.relative_to(self.stage).parts[:-1])
        return tuple(kept)

    def _fill(self, bureaus: Bureaus, requests: Mapping[str, Path]) -> list[Path]:
        sent = [Sent(unit, path.name, path.read_bytes()) for unit, path in requests.items()]
        paths = []
        for mailed in bureaus.answer(sent, self.words["own_unit"]):
            path = self.folder.place(
                self.words["folders"]["received"], bureaus.span.label, *mailed.path.parts
            )
            path.write_bytes(mailed.data)
            paths.append(path)
            self.files.append(MadeFile(path, "收到的报送", path.stat().st_size))
        return paths

    def _tell_drop(self, span: Span, drop: Drop) -> None:
        waiting = sum(one.outcome == "needs-decision" for one in drop.files)
        units = len({one.unit for one in drop.files})
        self.say(f"{span.label}：收表{len(drop.files)}个文件，来自{units}家，待核定{waiting}个文件。")

    def _decide_all(self, store: Store, plan_id: str) -> None:
        """Settle what is open the way the program proposes."""
        for decision in open_decisions(store, plan_id):
            choice = next(one for one in decision.choices if one.proposed)
            decide(store, decision.id, choice.id)
            self.say(f"核定：{decision.question}{choice.words}。")

    def _tell_check(self, store: Store, plan_id: str, period: Period, today: date) -> None:
        found = check(store, plan_id, period.id, today)
        must = sum(one.grade is Grade.MUST for one in found)
        self.say(f"{period.span.label}：核对发现必须改{must}处，请说明{len(found) - must}处。")

    def _keep_papers(self, span: Span, papers: PaperResult, *, issued: bool) -> None:
        self._keep(papers.files, self.words["folders"]["papers"], span.label)
        what = "已成稿并印发" if issued else "已成稿（未印发）"
        self.say(f"{span.label}：进展情况表{papers.rows_expected}行、通报{papers.pages}页{what}。")

    def _bureau(self, request: Path, unit: str, span: Span) -> None:
        """The unit that sent nothing has the program, too: its own store, and a reply that waits to be received."""
        self.clock.set(span.end + timedelta(days=self.words["due_days"] + 2), 9)
        place = self.words["folders"]["bureau"]
        path = self.folder.place_store(place, f"{unit}.peidang")
        with Store.create(path, self.clock.now) as store:
            period = answer(store, request)
            plan = store.plans.get(period.plan_id)
            form = read_form(request.read_bytes(), unit)
            told = typed(form, Inventor(self.words).answers(form, span))
            rows = {row.serial: row.id for row in plan.rows}
            answers: dict[tuple[str, Field], str] = {
                (rows[serial], one): text
                for (is_indicator, serial), values in told.items()
                if not is_indicator
                for one, text in values.items()
            }
            enter(store, period.id, plan.own_unit_id or "", answers)
            self._keep((reply(store, plan.id, period.id, self.stage),), place)
        self.files.append(MadeFile(path, f"{unit}工作库", path.stat().st_size))
        self.say(f"单位端：{unit}用本程序填报，报送文件已生成；把它拖入“收发”即可看到迟到重算。")

    def _keep(self, made: tuple[MadeFile, ...], *where: str) -> tuple[MadeFile, ...]:
        """Move finished files to where they belong and count them in."""
        moved = self.folder.move_in([one.path for one in made], *where)
        kept = tuple(MadeFile(path, one.what, one.size) for path, one in zip(moved, made, strict=True))
        self.files += kept
        return kept
