"""How the path of a file is shown: a mail › an archive › the file, each by its own name."""

from collections.abc import Iterable
from pathlib import PurePosixPath

ARROW = " › "


def chain(shown: str) -> str:
    """邮件.eml › 材料.zip › 表.xlsx."""
    return ARROW.join(PurePosixPath(part).name or part for part in shown.split("::"))


def chains(paths: Iterable[str]) -> dict[str, str]:
    """The same for files of one drop; where two would read alike the folder is told, too."""
    all_paths = list(dict.fromkeys(paths))
    short = {path: chain(path) for path in all_paths}
    seen: dict[str, int] = {}
    for name in short.values():
        seen[name] = seen.get(name, 0) + 1
    return {path: _with_folder(path, name) if seen[name] > 1 else name for path, name in short.items()}


def _with_folder(path: str, name: str) -> str:
    folder = PurePosixPath(path.split("::", maxsplit=1)[0]).parent.name
    return f"{folder}/{name}" if folder else name
