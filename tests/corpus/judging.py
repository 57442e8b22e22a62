"""A session of cases is dropped into a copy of an office; what became of it is held against what was expected."""

import dataclasses
import fnmatch
import shutil
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peidang.app.month import showing
from peidang.app.outgoing import sending
from peidang.app.outgoing.sending_back import send_back
from peidang.app.returns import deciding, receiving
from peidang.app.store import stores
from peidang.app.views import FileOutcome
from peidang.db.store import Store
from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.periods import parse_span
from peidang.domain.travel import MendCell
from peidang.files.readers import ReaderPool
from tests.corpus.answers import Place
from tests.corpus.kind import CONTESTED, Case, Cell, Wanted
from tests.corpus.office import STORE_NAME, TODAY, Desk, Office, ids_of


@dataclass(frozen=True)
class Fault:
    """Something that is not as expected. ``what`` is verdict, lost, wrong-row, not-asked, recognised, untold or crash."""

    kind: str
    office: str
    what: str
    words: str

    def __str__(self) -> str:
        return f"{self.kind} [{self.office}] {self.what}: {self.words}"


@dataclass(repr=False)
class Trial:
    """One session under way."""

    office: Office
    cases: Sequence[Case]
    options: Mapping[str, str]
    folder: Path
    readers: ReaderPool
    """The children that read, for all sessions; a drop with passwords starts its own."""
    faults: list[Fault] = field(default_factory=list)
    drop: int = 0

    def run(self) -> list[Fault]:
        """All drops of all cases, then what the store shows."""
        self.folder.mkdir(parents=True)
        copy = Path(shutil.copy(self.office.store, self.folder / STORE_NAME))
        with stores.open_store(copy) as store:
            before = shown_cells(store)
            for number in range(max(len(case.steps) for case in self.cases)):
                self.drop = number
                try:
                    self._one_drop(store)
                except Exception:
                    return self._crashed(traceback.format_exc(limit=-4))
            self._compare(store, before)
        return self.faults

    def _crashed(self, trace: str) -> list[Fault]:
        if len(self.cases) == 1:
            return [self._fault(self.cases[0], "crash", trace)]
        alone = (
            Trial(self.office, [case], self.options, self.folder / case.name, self.readers).run()
            for case in self.cases
        )
        return [fault for faults in alone for fault in faults]

    def _fault(self, case: Case, what: str, words: str) -> Fault:
        return Fault(case.name, self.office.name, what, words)

    def _one_drop(self, store: Store) -> None:
        day = Between(store, self.folder / f"sent{self.drop}")
        here = [case for case in self.cases if self.drop < len(case.steps)]
        for case in here:
            for action in case.steps[self.drop].before:
                action(day)
        folders = []
        for case in here:
            folders.append(self.folder / f"{case.name}.{self.drop}")
            case.write(self.drop, folders[-1])
        plan = self.options.get("plan")
        drop = receiving.receive(
            store,
            [one for one in folders if one.exists()],
            plan_id=self.office.plans[int(plan)].id if plan else None,
            month=self.options.get("month"),
            today=TODAY,
            passwords=tuple({password for case in here for password in case.passwords}),
            readers=self.readers,
        )
        for case, folder in zip(here, folders, strict=True):
            start = f"{folder.as_posix()}/"
            told = [one for one in drop.files if one.file.startswith(start)]
            self._verdicts(case, [dataclasses.replace(one, file=one.file[len(start) :]) for one in told])

    def _verdicts(self, case: Case, told: list[FileOutcome]) -> None:
        for wanted in case.steps[self.drop].wanted:
            found = next((one for one in told if _is_of(one, wanted)), None)
            if found is None:
                if not wanted.optional:
                    words = (
                        "; ".join(f"{_words(one)}" for one in told if fits(one.file, wanted.file))
                        or "no such file"
                    )
                    self.faults.append(self._fault(case, "untold", f"{wanted.file} {wanted.unit}: {words}"))
                continue
            told.remove(found)
            if found.outcome not in wanted.outcomes:
                words = f"{_words(found)}, expected {'|'.join(sorted(wanted.outcomes))}"
                self.faults.append(self._fault(case, "verdict", words))
            elif wanted.by and found.recognised_by not in wanted.by:
                words = f"{found.file}: by {found.recognised_by}, expected {'|'.join(sorted(wanted.by))}"
                self.faults.append(self._fault(case, "recognised", words))
        self.faults += [self._fault(case, "verdict", f"{_words(one)}, not expected at all") for one in told]

    def _compare(self, store: Store, before: Mapping[Cell, str]) -> None:
        shown = shown_cells(store)
        open_texts = repr(deciding.open_decisions(store))
        expected, loose = dict(before), dict[Cell, frozenset[str]]()
        owner: dict[tuple[str, str], Case] = {}
        for case in self.cases:
            loose |= case.loose
            expected |= case.shown
            for cell in (*case.shown, *case.loose):
                owner[cell.plan, cell.unit] = case
        for cell in sorted({*shown, *expected}):
            is_, should = shown.get(cell, ""), expected.get(cell, "")
            if is_ == should or is_ in loose.get(cell, ()):
                continue
            what = "lost" if is_ == "" else "wrong-row" if should == "" else "wrong-value"
            case = owner.get((cell.plan, cell.unit)) or _whose(self.cases, cell, is_)
            words = f"{cell.unit} {cell.month} {cell.kind}{cell.serial} {cell.field.value}: {is_[:60]!r}, not {should[:60]!r}"
            self.faults.append(self._fault(case, what, words))
        everything = "\n".join(shown.values())
        for case in self.cases:
            for text in case.asked:
                if not _among(text, open_texts):
                    self.faults.append(self._fault(case, "not-asked", text[:80]))
            for text in case.kept_somewhere:
                if text not in everything and not _among(text, open_texts):
                    self.faults.append(self._fault(case, "lost", f"{text[:80]!r} neither shown nor asked"))


def _among(text: str, in_repr: str) -> bool:
    return repr(text)[1:-1] in in_repr


def _whose(cases: Sequence[Case], cell: Cell, text: str) -> Case:
    """The case whose file a misplaced text came from, as far as it can be told."""
    for case in cases:
        if any(cell.unit == wanted.unit for step in case.steps for wanted in step.wanted):
            return case
    return cases[0]


def fits(path: str, wanted: str) -> bool:
    """Whether a path is the one that is wanted, where * stands for anything."""
    return fnmatch.fnmatchcase(path, wanted.replace("[", "[[]"))


def _is_of(one: FileOutcome, wanted: Wanted) -> bool:
    return (
        fits(one.file, wanted.file)
        and wanted.plan in (None, one.plan)
        and wanted.unit in (None, one.unit)
        and wanted.month in (None, one.month)
    )


def _words(one: FileOutcome) -> str:
    found = ",".join(sorted({finding["code"] for finding in one.findings})) if one.unit is None else ""
    return f"{one.file} → {one.outcome} ({one.unit}, {one.month}, by {one.recognised_by or '-'}) {found}"


def shown_cells(store: Store) -> dict[Cell, str]:
    """Every answer cell that ``show`` tells, with its value; what is contested says so."""
    cells: dict[Cell, str] = {}
    for plan in showing.show(store)["plans"]:
        for month in plan["months"]:
            for one in month["entries"]:
                _add(
                    cells, (plan["title"], one["unit"], month["month"], "row", one["serial"]), one, ROW_FIELDS
                )
            for one in month["readings"]:
                place = (plan["title"], one["unit"], month["month"], "indicator", one["number"])
                _add(cells, place, one, INDICATOR_FIELDS)
    return cells


def _add(
    cells: dict[Cell, str],
    place: tuple[str, str, str, str, int],
    one: Mapping[str, Any],
    fields: Sequence[Field],
) -> None:
    for name in fields:
        value = CONTESTED if name.value in one["contested"] else one[name.value]
        if value:
            cells[Cell(*place, name)] = value


@dataclass(repr=False)
class Between:
    """The office between two drops; requests are sent again at most once a drop."""

    store: Store
    folder: Path
    _sent: dict[str, dict[str, bytes]] = field(default_factory=dict)

    def sent_again(self, desk: Desk) -> bytes:
        """The request workbook as it is sent now, with what was answered in it."""
        if desk.plan.id not in self._sent:
            period = self._period_id(desk)
            made = sending.send(self.store, desk.plan.id, period, self.folder / desk.plan.id, TODAY)
            self._sent[desk.plan.id] = {
                one.what: one.path.read_bytes() for one in made.files if one.path.suffix == ".xlsx"
            }
        return self._sent[desk.plan.id][desk.unit.name]

    def sent_back(self, desk: Desk, *places: Place) -> bytes:
        """A 退回单 with only these cells to mend."""
        ids = ids_of(desk.request)
        mend = [MendCell(ids[kind, serial], one, "内容不够具体，请补充。") for kind, serial, one in places]
        period, out = self._period_id(desk), self.folder / f"back{desk.unit.id}"
        made = send_back(self.store, desk.plan.id, period, desk.unit.id, out, TODAY, only=mend)
        return next(one.path.read_bytes() for one in made.files if one.path.suffix == ".xlsx")

    def _period_id(self, desk: Desk) -> str:
        period = self.store.months.find(desk.plan.id, parse_span(desk.month))
        assert period is not None
        return period.id
