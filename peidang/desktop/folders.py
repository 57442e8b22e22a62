"""Folders that the window proposes; sizes and moments for people."""

import os
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QStandardPaths


def size_words(size: int) -> str:
    """A file's size for people."""
    return f"{size / 1024:.0f} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def default_folder(title: str) -> Path:
    """Where files go if nothing else is said: a folder of the plan's name in the user's documents."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    name = "".join(
        "_" if character in '\\/:*?"<>|' or ord(character) < 32 else character for character in title
    )
    return Path(documents or os.curdir) / "配档通" / name[:40]


def moment_words(iso: str) -> str:
    """11月9日 10:00."""
    moment = datetime.fromisoformat(iso)
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"
