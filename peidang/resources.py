"""Where the data that ships with the program lies: fonts, licences, the built-in plans."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, e.g. ``resource("fonts", "README.md")``.

    Looks inside the package first (an installed program), then beside it (a checkout).
    Raises FileNotFoundError when neither has it: the installation is incomplete.
    """
    for root in (_PACKAGE / "resources", _PACKAGE.parent / "resources"):
        path = root.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError("/".join(("resources", *parts)))
