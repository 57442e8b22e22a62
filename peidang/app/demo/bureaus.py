"""Twenty bureaus and their ways: they fill the workbooks they were sent, as files, and not all of them with care."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from random import Random
from typing import Any

from peidang.app.demo.answers import Answers, Inventor, Value, cells_of
from peidang.app.demo.form import Form, read_form
from peidang.domain.labels import Field, Status
from peidang.domain.periods import Span
from peidang.exchange.heads import FORM_SHEET, PREVIOUS_HEADS
from peidang.files.filling import fill_cells


@dataclass(frozen=True)
class Sent:
    """One request workbook as it went out."""

    unit: str
    name: str
    data: bytes


@dataclass(frozen=True)
class Mailed:
    """One file as it comes back: its path below the folder of received files."""

    path: PurePosixPath
    data: bytes


@dataclass(frozen=True)
class Roles:
    """Who does what in a month, by unit name; '' where nobody does."""

    silent: str = ""
    """Sends nothing."""
    twice: str = ""
    """Answers twice, the second time differently."""
    locked: str = ""
    """Changes a cell that is not theirs to fill."""
    blank: str = ""
    """Leaves required cells empty."""
    wordy: str = ""
    """Writes a text where a number belongs."""
    same: str = ""
    """Copies last month's text."""
    renamed: str = ""
    """Gives the file a name that says nothing."""
    tucked: str = ""
    """Leaves the file in a folder of its own."""


Fits = Callable[[Form], bool]
_CASTING: tuple[tuple[str, Fits], ...] = (
    ("wordy", lambda form: any("%" not in line.texts["计量单位"] for line in form.indicators)),
    ("silent", lambda form: len(form.lines) == 1),
    ("twice", lambda form: len(form.rows) > 2 and not form.indicators),
    ("blank", lambda form: len(form.rows) > 1),
    ("locked", lambda form: bool(form.rows)),
    ("same", lambda form: all(line.texts[PREVIOUS_HEADS[1]] for line in form.rows)),
    ("renamed", lambda form: bool(form.rows)),
    ("tucked", lambda form: bool(form.rows)),
)


def cast(forms: Sequence[Form], own_unit: str, rng: Random, parts: Sequence[str]) -> Roles:
    """Give each part to a unit that can play it, nobody two of them, the coordinating unit none."""
    free = [form for form in forms if form.unit != own_unit]
    rng.shuffle(free)
    given: dict[str, str] = {}
    for part, fits in _CASTING:
        chosen = next((form for form in free if part in parts and fits(form)), None)
        if chosen is not None:
            free.remove(chosen)
            given[part] = chosen.unit
    return Roles(**given)


@dataclass
class Bureaus:
    """All bureaus of one month at work."""

    words: Mapping[str, Any]
    inventor: Inventor
    span: Span
    sent_on: date
    parts: tuple[str, ...] = ()
    """The parts to be played; see ``Roles``."""
    roles: Roles = field(default_factory=Roles)

    def answer(self, sent: Sequence[Sent], own_unit: str) -> tuple[Mailed, ...]:
        """Everything that comes back for what was sent. Also settles ``roles``."""
        forms = {one.unit: read_form(one.data, one.unit) for one in sent}
        rng = self.inventor.random("roles", self.span.key)
        self.roles = cast(list(forms.values()), own_unit, rng, self.parts)
        mailed: list[Mailed] = []
        for one in sent:
            if one.unit != self.roles.silent:
                mailed += self._returns(one, forms[one.unit])
        return tuple(mailed)

    def _returns(self, sent: Sent, form: Form) -> list[Mailed]:
        answers = self._answers(form)
        cells: dict[tuple[str, str], Value] = cells_of(form, answers, FORM_SHEET)
        if form.unit == self.roles.locked:
            cells |= self._changed_lock(form)
        first = fill_cells(sent.data, cells, self._saved(form.unit, 1), sent.name)
        returns = [Mailed(self._path(form.unit, sent.name), first)]
        if form.unit == self.roles.twice:
            again = cells_of(form, self._second_thoughts(form, answers), FORM_SHEET)
            name = PurePosixPath(sent.name)
            copy = PurePosixPath(f"{name.stem}{self.words['second_copy']}{name.suffix}")
            returns.append(Mailed(copy, fill_cells(first, again, self._saved(form.unit, 2), sent.name)))
        return returns

    def _answers(self, form: Form) -> Answers:
        answers = self.inventor.answers(form, self.span)
        if form.unit == self.roles.blank:
            self._forget(form, answers)
        if form.unit == self.roles.wordy:
            line = next(line for line in form.indicators if "%" not in line.texts["计量单位"])
            number = str(answers[line.key][Field.CUMULATIVE])
            answers[line.key][Field.CUMULATIVE] = self.words["text_number"].replace("{value}", number)
            answers[line.key].pop(Field.MONTH_VALUE, None)
        if form.unit == self.roles.same:
            self._copy_last_month(form, answers)
        return answers

    def _forget(self, form: Form, answers: Answers) -> None:
        """One row without a word on progress, another without a status."""
        first, second = form.rows[:2]
        del answers[first.key][Field.PROGRESS]
        del answers[second.key][Field.STATUS]

    def _copy_last_month(self, form: Form, answers: Answers) -> None:
        """One row still under way, in the words of the month before."""
        line = form.rows[0]
        answers[line.key] = {
            Field.STATUS: Status.NORMAL.value,
            Field.PROGRESS: line.texts[PREVIOUS_HEADS[0]],
            Field.NEXT_STEPS: line.texts[PREVIOUS_HEADS[1]],
        }

    def _second_thoughts(self, form: Form, first: Answers) -> Answers:
        """Other words on the last row that is still under way."""
        under_way = [line for line in form.rows if Field.NEXT_STEPS in first[line.key]]
        line = (under_way or form.rows)[-1]
        return {line.key: self.inventor.reworded(form, line, self.span)}

    def _changed_lock(self, form: Form) -> dict[tuple[str, str], Value]:
        line = form.rows[0]
        head = "推进措施及目标"
        return {(FORM_SHEET, line.cells[head]): self.words["locked_note"] + line.texts[head]}

    def _path(self, unit: str, name: str) -> PurePosixPath:
        if unit == self.roles.renamed:
            return PurePosixPath(self.words["meaningless"])
        if unit == self.roles.tucked:
            return PurePosixPath(self.words["subfolder"], name)
        return PurePosixPath(name)

    def _saved(self, unit: str, time_of: int) -> datetime:
        """Some working hour in the week after the request; a second copy a day or two after the first."""
        rng = self.inventor.random("saved", unit, self.span.key)
        day = self.sent_on + timedelta(days=rng.randint(1, 4) + 2 * (time_of - 1))
        return datetime.combine(day, time(rng.choice((9, 10, 11, 14, 15, 16)), rng.randint(0, 59)))


def typed(form: Form, answers: Answers) -> dict[tuple[bool, int], dict[Field, str]]:
    """The same answers as somebody types them into the program."""
    return {
        line.key: {one: str(value) for one, value in answers.get(line.key, {}).items()} for line in form.lines
    }
