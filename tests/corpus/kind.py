"""A kind of mess: a small function that makes files on a case and says what must become of them."""

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol

from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.plan import Unit
from peidang.domain.values import canonical
from tests.corpus.answers import Answers, Place
from tests.corpus.office import OCTOBER, Desk, Office

CONTESTED = "〔contested〕"
ALL_FIELDS = (*ROW_FIELDS, *INDICATOR_FIELDS)


class NoDesk(Exception):
    """No unit of the plan that is free fits what the kind needs."""


class Cell(NamedTuple):
    """An answer cell as ``show`` knows it."""

    plan: str
    unit: str
    month: str
    kind: str
    serial: int
    field: Field


@dataclass(frozen=True, repr=False)
class Convert:
    """A file that LibreOffice has yet to save as another format; ``then`` wraps what comes out."""

    data: bytes
    source: str
    target: str
    then: Callable[[bytes], bytes] | None = None


Content = bytes | Convert


@dataclass(frozen=True)
class Wanted:
    """What must become of a file, for one plan × unit × month. None: not looked at."""

    file: str
    outcomes: frozenset[str]
    plan: str | None = None
    unit: str | None = None
    month: str | None = None
    by: frozenset[str] = frozenset()
    optional: bool = False
    """It may also not be told."""


class Day(Protocol):
    """The office between two drops."""

    def sent_again(self, desk: Desk) -> bytes:
        """The request workbook as it is sent now, with what was answered in it."""
        ...

    def sent_back(self, desk: Desk, *places: Place) -> bytes:
        """A 退回单 with only these cells to mend."""
        ...


@dataclass(repr=False)
class Step:
    """One drop of a case: what happens in the office before it, and the files that come."""

    files: list[tuple[str, Content]] = field(default_factory=list)
    wanted: list[Wanted] = field(default_factory=list)
    before: list[Callable[[Day], object]] = field(default_factory=list)


@dataclass(repr=False)
class Case:
    """One kind on one office: its files drop by drop, and what the store must show at the end."""

    name: str
    office: Office
    elsewhere: Office
    """An office of another county."""
    dice: random.Random
    taken_units: set[str]
    """Units that other cases of the session work with: left alone."""
    steps: list[Step] = field(default_factory=lambda: [Step()])
    shown: dict[Cell, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Texts that must stand in an open decision."""
    kept_somewhere: list[str] = field(default_factory=list)
    """Texts that must stand in ``show`` at their own cell or in an open decision."""
    loose: dict[Cell, frozenset[str]] = field(default_factory=dict)
    """Cells that may show any of these values."""
    units: set[str] = field(default_factory=set)
    passwords: set[str] = field(default_factory=set)
    """What the clerk types when the drop asks for one."""

    def desk(
        self,
        rows: int = 1,
        indicators: bool = False,
        fits: Callable[[Desk], bool] = lambda desk: True,
        month: str = OCTOBER,
        plan: int | None = None,
    ) -> Desk:
        """A unit of its own with at least so many lines. Raises NoDesk."""
        free = [
            desk
            for desk in self.office.desks_of(month)
            if desk.unit.id not in self.taken_units | self.units
            and desk.rows >= rows
            and (desk.request.indicators or not indicators)
            and (plan is None or desk.plan.id == self.office.plans[plan].id)
            and fits(desk)
        ]
        if not free:
            raise NoDesk(self.name)
        least = min(desk.rows for desk in free)
        chosen = self.dice.choice([desk for desk in free if desk.rows <= least + 1])
        self.units.add(chosen.unit.id)
        return chosen

    def step(self, number: int) -> Step:
        """The drop of that number, from 0."""
        while len(self.steps) <= number:
            self.steps.append(Step())
        return self.steps[number]

    def file(self, path: str, data: Content, drop: int = 0) -> None:
        """A file that comes in."""
        self.step(drop).files.append((path, data))

    def write(self, drop: int, folder: Path) -> None:
        """The files of a drop as they lie in a folder."""
        for path, data in self.steps[drop].files:
            assert isinstance(data, bytes), "not converted"
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)

    def want(
        self,
        path: str,
        outcome: str,
        desk: Desk | None = None,
        by: str = "",
        drop: int = 0,
        month: str = "",
        optional: bool = False,
    ) -> None:
        """What must become of it; several outcomes or ways of recognition with | between.

        In ``path`` a * stands for anything. A blank ``month`` is the desk's, " " is not looked at.
        """
        self.step(drop).wanted.append(
            Wanted(
                path,
                frozenset(outcome.split("|")),
                desk.plan.title if desk else None,
                desk.unit.name if desk else None,
                month.strip() or (desk.month if desk and not month else None),
                frozenset(by.split("|")) if by else frozenset(),
                optional,
            )
        )

    def take(
        self,
        path: str,
        data: Content,
        desk: Desk,
        answers: Answers,
        by: str = "token",
        outcome: str = "taken",
        drop: int = 0,
    ) -> None:
        """A file that comes in and of which these answers must be shown."""
        self.file(path, data, drop)
        self.want(path, outcome, desk, by, drop)
        self.say(desk, answers)

    def at(self, drop: int, action: Callable[[Day], object]) -> None:
        """What happens in the office before a drop."""
        self.step(drop).before.append(action)

    def say(self, desk: Desk, answers: Answers) -> None:
        """These answers must be shown, as the program writes them."""
        for cell, text in _cells(desk, answers):
            self.shown[cell] = canonical(cell.field, text)

    def silence(self, desk: Desk, answers: Answers) -> None:
        """Of these cells nothing must be shown."""
        for cell, _ in _cells(desk, answers):
            self.shown.pop(cell, None)

    def contest(self, desk: Desk, one: Answers, other: Answers) -> None:
        """Where the two differ the cell must be contested, and both be in a decision."""
        mine, theirs = dict(_cells(desk, one)), dict(_cells(desk, other))
        for cell in mine.keys() & theirs.keys():
            if canonical(cell.field, mine[cell]) == canonical(cell.field, theirs[cell]):
                continue
            if mine[cell] and theirs[cell]:
                self.shown[cell] = CONTESTED
                self.ask({place_of(cell): mine[cell]})
                self.ask({place_of(cell): theirs[cell]})
            else:
                self.shown[cell] = canonical(cell.field, mine[cell] or theirs[cell])

    def ask(self, answers: Answers) -> None:
        """The marked texts among these must stand in an open decision."""
        self.asked += [text for text in marked(answers) if text not in self.asked]

    def keep(self, answers: Answers) -> None:
        """The marked texts among these must not be lost: shown where they belong, or asked about."""
        self.kept_somewhere += marked(answers)

    def allow(self, desk: Desk, *several: Answers) -> None:
        """These cells may show any of these answers, or nothing, or be contested."""
        for answers in several:
            for cell, text in _cells(desk, answers):
                found = self.loose.get(cell, frozenset())
                self.loose[cell] = found | {canonical(cell.field, text), "", CONTESTED}


def marked(answers: Answers) -> list[str]:
    """The texts that are told from all others by their mark."""
    words = (Field.PROGRESS, Field.PROBLEMS, Field.NEXT_STEPS, Field.NOTE)
    return [text for place, text in answers.items() if text and place[2] in words]


def place_of(cell: Cell) -> Place:
    """The cell without whose it is."""
    return cell.kind, cell.serial, cell.field


def _cells(desk: Desk, answers: Answers) -> Iterable[tuple[Cell, str]]:
    for (kind, serial, one), text in answers.items():
        yield Cell(desk.plan.title, desk.unit.name, desk.month, kind, serial, one), text


@dataclass(frozen=True)
class Kind:
    """A kind of mess by name. ``about`` is one line: what it is and, where it is no matter of course, why so judged."""

    name: str
    about: str
    make: Callable[[Case], None]
    two_plans: bool = False
    options: tuple[tuple[str, str], ...] = ()
    needs_libreoffice: bool = False


KINDS: dict[str, Kind] = {}


def kind(
    two_plans: bool = False, needs_libreoffice: bool = False, **options: str
) -> Callable[[Callable[[Case], None]], Callable[[Case], None]]:
    """Register a function as a kind; its docstring is what the kind is about."""

    def register(make: Callable[[Case], None]) -> Callable[[Case], None]:
        about = " ".join((make.__doc__ or "").split())
        assert about, make.__name__
        assert make.__name__ not in KINDS, make.__name__
        KINDS[make.__name__] = Kind(
            make.__name__, about, make, two_plans, tuple(sorted(options.items())), needs_libreoffice
        )
        return make

    return register


def unique_rows(desk: Desk, rows: Sequence[int] = ()) -> bool:
    """Whether the unit alone reports each of its rows: then nobody else could have sent them."""
    return all(len(line.row.reporting_unit_ids()) == 1 for line in desk.request.rows)


def file_word(unit: Unit) -> str:
    """The unit's name fit for a file."""
    return unit.name.replace("/", "_")
