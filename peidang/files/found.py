"""What an opener of containers finds inside one, before anybody asks whether that is a container itself."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Found:
    """One file inside a container. ``name`` is its harmless path there; what holds several levels joins them with ``::``.

    ``problem`` is a key of ``domain.file_words.UNREADABLE``; ``data`` is empty then, and an empty ``name`` means the
    container itself.
    """

    name: str
    data: bytes = b""
    problem: str = ""
    is_mail: bool = False
    """An attached mail, whatever its first lines look like."""
    mailed_at: str | None = None
    sender: str = ""
