"""The demonstration's folder: a list tells what a demonstration made there, and only that is ever removed."""

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from peidang.domain.errors import Refused

LIST_NAME = "演示文件清单.txt"
LIST_HEAD = "【演示数据】以下文件由演示程序生成，再次演示时会被替换；其他文件不受影响。"
_JOURNAL = "-journal"


class DemoFolder:
    """Gives out places for files, each noted before anything is written there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._given: set[Path] = set()

    def clean(self) -> None:
        """Remove what a former demonstration made, and the folders it leaves empty.

        Raises Refused when a list stands there that no demonstration wrote.
        """
        listed = self.root / LIST_NAME
        if not listed.exists():
            return
        for path in self._listed(listed):
            if path.is_file() or path.is_symlink():
                path.unlink()
            self._remove_empty(path.parent)
        listed.unlink()

    def place(self, *parts: str) -> Path:
        """Where a file of this demonstration goes. Raises Refused when somebody else's file stands there."""
        relative = PurePosixPath(*parts)
        path = self.root / relative
        if path not in self._given and (path.exists() or path.is_symlink()):
            raise Refused("target-exists", str(relative))
        self._note(relative)
        self._given.add(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def place_store(self, *parts: str) -> Path:
        """The same for a store, whose journal may be left behind by a crash."""
        path = self.place(*parts)
        self._note(PurePosixPath(*parts[:-1], parts[-1] + _JOURNAL))
        return path

    def move_in(self, staged: Iterable[Path], *folder: str) -> tuple[Path, ...]:
        """Move finished files into a folder. Raises Refused like ``place``."""
        return tuple(path.replace(self.place(*folder, path.name)) for path in staged)

    def _note(self, relative: PurePosixPath) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        listed = self.root / LIST_NAME
        head = "" if listed.exists() else f"{LIST_HEAD}\n"
        with listed.open("a", encoding="utf-8") as out:
            out.write(f"{head}{relative}\n")

    def _listed(self, listed: Path) -> list[Path]:
        """The files of the list. A line that leads out of the folder is not ours and is left alone."""
        head, *lines = listed.read_text(encoding="utf-8", errors="replace").splitlines() or [""]
        if head != LIST_HEAD:
            raise Refused("target-exists", LIST_NAME)
        inside = self.root.resolve()
        paths = [self.root / line for line in lines if line]
        return [path for path in paths if path.parent.resolve().is_relative_to(inside)]

    def _remove_empty(self, folder: Path) -> None:
        while folder != self.root and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent
