"""What must not leave with a file, found by the export guard (出门检查)."""

from dataclasses import dataclass
from enum import StrEnum


class LeakKind(StrEnum):
    """What kind of thing would leave; the value is its words, with a place for what was found."""

    OTHER_ROWS = "含有其他单位的内容“{what}”"
    HIDDEN = "有隐藏的{what}"
    AUTHOR = "文件属性里写着“{what}”"
    SECRECY = "有密级字样“{what}”"
    LINK = "连着外部文件或地址“{what}”"
    UNREADABLE = "打不开，无法检查"


@dataclass(frozen=True)
class Leak:
    """One thing in one file. ``what`` is a few characters of it."""

    kind: LeakKind
    file: str
    what: str = ""

    @property
    def words(self) -> str:
        """Which file holds what."""
        return f"“{self.file}”{self.kind.value.format(what=self.what)}"
