"""Returns as offices really send them: every kind of mess gets its verdict, no answer is lost, none lands elsewhere.

The kinds stand in ``tests/corpus``; each is tried on offices of two of the five built-in plans (on all of them by
``python -m tests.corpus.maker --all``). Kinds share drops, each with units of its own, so that one run is quick.
"""

import json
import shutil
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from peidang.app.store import stores
from peidang.cli.main import run
from tests.corpus import maker
from tests.corpus.judging import Fault, fits, shown_cells
from tests.corpus.kind import CONTESTED, KINDS, Case
from tests.corpus.office import STORE_NAME

SEED = 20251027
HAS_LIBREOFFICE = shutil.which("soffice") is not None


@dataclass(frozen=True, repr=False)
class Outcome:
    """The whole corpus, dropped once."""

    sessions: list[maker.Session]
    made: Mapping[str, int]
    faults: list[Fault]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> maker.Offices:
    return maker.make_offices(tmp_path_factory.mktemp("offices"))


@pytest.fixture(scope="module")
def outcome(offices: maker.Offices, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    kinds = maker.kinds_named(libreoffice=HAS_LIBREOFFICE)
    sessions, made = maker.make_cases(offices, kinds, SEED)
    return Outcome(sessions, made, maker.run(sessions, tmp_path_factory.mktemp("drops")))


def _kinds() -> list[object]:
    return [
        pytest.param(name, marks=pytest.mark.needs_libreoffice) if kind.needs_libreoffice else name
        for name, kind in KINDS.items()
    ]


@pytest.mark.parametrize("name", _kinds())
def test_each_kind_gets_its_verdict_and_nothing_is_lost_or_misplaced(outcome: Outcome, name: str) -> None:
    assert outcome.made[name], "no office has a unit for this kind"
    assert not [str(fault) for fault in outcome.faults if fault.kind == name]


def test_there_are_at_least_sixty_kinds_each_with_a_line_about_it() -> None:
    assert len(KINDS) >= 60
    assert all(kind.about for kind in KINDS.values())


def test_the_same_seed_makes_the_same_files(offices: maker.Offices) -> None:
    names = ["a_zip_with_gbk_names", "several_units_in_one_file", "two_versions_in_one_drop"]

    def files() -> list[tuple[str, object]]:
        sessions, _ = maker.make_cases(offices, maker.kinds_named(names), SEED)
        wanted = [wanted for session in sessions for case in session.cases for wanted in case.steps[0].wanted]
        return [(wanted.file, wanted) for wanted in wanted]

    assert files() == files()


def test_the_command_line_says_the_same_of_folders_with_everything_in_them(
    outcome: Outcome, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """All kinds of one plan once more, as many in one folder as it has units for, as the clerk would do it."""
    plain = [one for one in outcome.sessions if not one.options and len(one.office.plans) == 1]
    counts = Counter(one.office.name for one in plain for _ in one.cases)
    sessions = [one for one in plain if one.office.name == counts.most_common(1)[0][0]]
    tried = 0
    for number, session in enumerate(sessions):
        cases = [case for case in session.cases if len(case.steps) == 1]
        tried += len(cases)
        assert _unlike_by_command_line(session, cases, tmp_path / str(number), capsys) == []
    assert tried >= 40


def _unlike_by_command_line(
    session: maker.Session, cases: list[Case], place: Path, capsys: pytest.CaptureFixture[str]
) -> list[str]:
    """Drop the cases into a copy of their office by ``receive``; what is not as expected."""
    folder = place / "收到"
    for case in cases:
        case.write(0, folder / case.name)
    folder.mkdir(parents=True, exist_ok=True)
    store = Path(shutil.copy(session.office.store, place / STORE_NAME))
    told_beside = [word for case in cases for password in case.passwords for word in ("--password", password)]
    assert run(["receive", str(store), str(folder), "--month", "2025-10", "--json", *told_beside]) == 0
    told = json.loads(capsys.readouterr().out)["files"]
    unlike = [
        f"{case.name}: {one['file']} {one['outcome']}"
        for case in cases
        for wanted in case.steps[0].wanted
        for one in told
        if fits(one["file"].removeprefix(f"{folder.as_posix()}/"), f"{case.name}/{wanted.file}")
        if wanted.unit in (None, one["unit"]) and wanted.month in (None, one["month"])
        if one["outcome"] not in wanted.outcomes
    ]
    with stores.open_store(store) as opened:
        found = shown_cells(opened)
    sure = {cell: text for case in cases for cell, text in case.shown.items() if text != CONTESTED}
    return unlike + [f"{cell}: {found.get(cell, '')}" for cell in sure if found.get(cell, "") != sure[cell]]
