"""Where the data that ships with the program lies: fonts, licences, the built-in plans, the manual."""

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


def guide() -> Path:
    """The manual that ships with the program (Markdown, its pictures in ``../pictures``): inside the package, else beside it.

    Raises FileNotFoundError when neither has it.
    """
    for root in (_PACKAGE / "docs", _PACKAGE.parent / "docs"):
        for path in sorted(root.glob("guide/*.md")):
            return path
    raise FileNotFoundError("docs/guide")
