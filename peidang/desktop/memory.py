"""What the window remembers of this person's habits between two starts: recent stores, the folder last used.

Kept in Qt's own settings file of the user; nothing of any plan is in it but paths.
"""

from pathlib import Path

from PySide6.QtCore import QSettings, QStandardPaths

MOST_RECENT = 5
_RECENT = "recent-stores"
_FOLDER = "folder"


def _settings() -> QSettings:
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "peidang", "window")


def recent_stores() -> list[Path]:
    """The stores opened last that are still there, newest first."""
    kept = _settings().value(_RECENT)
    names = [kept] if isinstance(kept, str) else list(kept or [])
    return [path for path in map(Path, names) if path.is_file()]


def note_store(path: Path) -> None:
    """A store was opened."""
    path = path.resolve()
    known = [path, *(one for one in recent_stores() if one != path)]
    _settings().setValue(_RECENT, [str(one) for one in known[:MOST_RECENT]])


def last_folder() -> Path:
    """Where a file was chosen last; at first the user's documents."""
    kept = _settings().value(_FOLDER)
    if isinstance(kept, str) and Path(kept).is_dir():
        return Path(kept)
    documents = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    return documents if documents.is_dir() else Path.home()


def note_folder(folder: Path) -> None:
    """Something was chosen in this folder."""
    _settings().setValue(_FOLDER, str(folder))
