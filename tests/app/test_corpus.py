"""Returns as offices really send them: every kind of mess gets its verdict, no answer is lost, none lands elsewhere.

The kinds stand in ``tests/corpus``; each is tried on offices of two of the five built-in plans (on all of them by
``python -m tests.corpus.maker --all``). Kinds share drops, each with units of its own, so that one run is quick.
"""

import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from peidang.app import stores
from peidang.cli.main import main
from tests.corpus import maker
from tests.corpus.doors import PASSWORD
from tests.corpus.judging import Fault, shown_cells
from tests.corpus.kind import CONTESTED, KINDS, Cell
from tests.corpus.office import STORE_NAME

SEED = 20251027
HAS_LIBREOFFICE = shutil.which("soffice") is not None


@dataclass(frozen=True)
class Outcome:
    """The whole corpus, dropped once."""

    offices: maker.Offices
    made: Mapping[str, int]
    faults: list[Fault]


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> maker.Offices:
    return maker.make_offices(tmp_path_factory.mktemp("offices"))


@pytest.fixture(scope="module")
def outcome(offices: maker.Offices, tmp_path_factory: pytest.TempPathFactory) -> Outcome:
    kinds = maker.kinds_named(libreoffice=HAS_LIBREOFFICE)
    sessions, made = maker.make_cases(offices, kinds, SEED)
    return Outcome(offices, made, maker.run(sessions, tmp_path_factory.mktemp("drops")))


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


MIXED = (
    *("a_plain_file", "a_zip_with_gbk_names", "a_mail", "columns_moved", "the_hidden_sheet_lost"),
    *("a_docx_table", "pasted_with_title", "under_an_own_title", "an_empty_file", "a_picture"),
    *("a_telephone_list", "our_own_blank_request", "two_versions_in_one_drop", "a_row_added"),
)


def test_the_command_line_takes_a_mixed_folder_and_says_the_same(
    offices: maker.Offices, tmp_path: Path
) -> None:
    office = offices.single[0]
    alone = maker.Offices((office, offices.single[1]), offices.pairs)
    sessions, _ = maker.make_cases(alone, maker.kinds_named(MIXED), SEED)
    cases = [case for one in sessions if one.office is office for case in one.cases]
    session = next(one for one in sessions if one.office is office)
    store = Path(shutil.copy(office.store, tmp_path / STORE_NAME))
    folder = tmp_path / "收到"
    wanted: dict[str, frozenset[str]] = {}
    shown: dict[Cell, str] = {}
    for case in session.cases:
        for path, data in case.steps[0].files:
            target = folder / case.name / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data if isinstance(data, bytes) else b"")
        wanted |= {
            f"{folder.as_posix()}/{case.name}/{one.file}": one.outcomes for one in case.steps[0].wanted
        }
        shown |= case.shown
    assert len(session.cases) > 8, f"{len(cases)} cases in all"
    told = _receive(store, folder)
    assert {one["file"] for one in told} == set(wanted)
    assert [one for one in told if one["outcome"] not in wanted[one["file"]]] == []
    with stores.open_store(store) as opened:
        found = shown_cells(opened)
    assert {cell: found.get(cell, "") for cell in shown if shown[cell] != CONTESTED} == {
        cell: text for cell, text in shown.items() if text != CONTESTED
    }


def _receive(store: Path, folder: Path) -> list[dict[str, str]]:
    args = ["receive", str(store), str(folder), "--month", "2025-10", "--json", "--password", PASSWORD]
    done = CliRunner().invoke(main, args)
    assert done.exit_code == 0, done.output
    files: list[dict[str, str]] = json.loads(done.stdout)["files"]
    return files
