"""A window on an office's store: the store is made once a run, copied for each test."""

import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from peidang.desktop import look
from peidang.desktop.application import dress, speak_chinese
from peidang.desktop.desk import Desk
from peidang.desktop.frame import Frame
from tests.app.office import new_office

NOW = datetime(2025, 10, 23, 14, 32)


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Nobody's own documents are touched: folders that the window proposes lie in this home."""
    home = tmp_path_factory.mktemp("home")
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(home))
    return home


@pytest.fixture(autouse=True)
def nobody_to_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions are not answered, unless a test does: nothing waits for a person."""
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: 0)


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application as the user sees it."""
    speak_chinese(qapp)
    dress(qapp, look.LIGHT)
    return qapp


@pytest.fixture(autouse=True)
def habits(tmp_path: Path) -> None:
    """The window remembers nothing of the person who runs the tests."""
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(tmp_path / "habits"))


@pytest.fixture(scope="session")
def office_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office that stores are copied from: a plan of sixty rows, October open and sent."""
    folder = tmp_path_factory.mktemp("office")
    new_office(folder)
    return folder


@pytest.fixture
def store_path(office_folder: Path, tmp_path: Path) -> Path:
    """A store of one's own."""
    return Path(shutil.copy(office_folder / "库.peidang", tmp_path / "粮食.peidang"))


@pytest.fixture
def desk(dressed: QApplication, store_path: Path) -> Iterator[Desk]:
    """The store, opened."""
    made = Desk(store_path, now=lambda: NOW)
    yield made
    made.close()


@pytest.fixture
def frame(desk: Desk, qtbot: QtBot) -> Iterator[Frame]:
    """The window's inside, shown."""
    made = Frame(desk)
    qtbot.addWidget(made)
    made.resize(*look.WINDOW_SIZE)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.finish()
