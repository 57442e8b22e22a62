"""A drop of many files: the window stays alive, tells how far it is, and keeps nothing when it is stopped.

The same way with three hundred files, and how long the window is silent: ``bench/bench_window.py``.
"""

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from bench.bench_receiving import one_plan_ground
from bench.bench_window import Stretch, drop_all

pytestmark = pytest.mark.needs_qt

FILES = 20
BUSY = 0.5
"""Seconds of the window's own work at a time: more than twice the goal, for machines that do much else."""


@pytest.fixture(scope="module")
def stretches(dressed: QApplication, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stretch]:
    folder = tmp_path_factory.mktemp("many")
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(folder / "habits"))
    ground = one_plan_ground(folder, FILES)
    measured, wrong = drop_all(ground.store, ground.drop)
    assert wrong == [], "all is taken; a look or a drop that is stopped leaves nothing"
    return {one.name: one for one in measured}


def test_progress_is_shown_while_files_are_looked_at_and_while_they_are_taken(
    stretches: dict[str, Stretch],
) -> None:
    for name in ("looked at", "taken"):
        assert len(stretches[name].reports) > 1, name


def test_the_board_can_be_used_all_the_while(stretches: dict[str, Stretch]) -> None:
    assert {name: one.work for name, one in stretches.items() if one.work > BUSY} == {}
