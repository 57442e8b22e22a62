"""Choosing files and folders: the dialogs begin where something was chosen last."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from peidang.desktop import memory


def choose_file(parent: QWidget, title: str, kinds: str) -> Path | None:
    """One file to open; None when the user leaves it."""
    name, _ = QFileDialog.getOpenFileName(parent, title, str(memory.last_folder()), kinds)
    return _noted(name)


def choose_files(parent: QWidget, title: str, kinds: str) -> list[Path]:
    """Files to open."""
    names, _ = QFileDialog.getOpenFileNames(parent, title, str(memory.last_folder()), kinds)
    return [path for name in names if (path := _noted(name))]


def choose_folder(parent: QWidget, title: str, near: Path | None = None) -> Path | None:
    """A folder; None when the user leaves it. Begins at ``near`` where that is a folder."""
    begin = near if near is not None and near.is_dir() else memory.last_folder()
    name = QFileDialog.getExistingDirectory(parent, title, str(begin))
    if name:
        memory.note_folder(Path(name))
    return Path(name) if name else None


def choose_place(parent: QWidget, title: str, near: Path, kinds: str, add: bool = False) -> Path | None:
    """Where to write a file. With ``add`` an existing file is added to, so nobody is asked about replacing it."""
    options = QFileDialog.Option.DontConfirmOverwrite if add else QFileDialog.Option(0)
    name, _ = QFileDialog.getSaveFileName(parent, title, str(near), kinds, "", options)
    return _noted(name)


def _noted(name: str) -> Path | None:
    if not name:
        return None
    memory.note_folder(Path(name).parent)
    return Path(name)
