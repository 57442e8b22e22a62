"""The typefaces a Word paper names, by role, and what to show where one of them is not installed."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from peidang.reports.paper import Face


@dataclass(frozen=True)
class OfficeFonts:
    """Names of faces as offices have them (GB/T 9704-2012, 5.2.2 and 7); Word shows another where one is missing."""

    body: str = "仿宋_GB2312"
    heading: str = "黑体"
    subheading: str = "楷体_GB2312"
    title: str = "方正小标宋简体"
    song: str = "宋体"

    def name(self, face: Face) -> str:
        """The face of a role."""
        return str(getattr(self, face.value))

    def all(self) -> tuple[str, ...]:
        """Every name once."""
        return tuple(dict.fromkeys(str(getattr(self, one.name)) for one in fields(self)))


STAND_INS = {
    "仿宋_GB2312": "仿宋",
    "仿宋": "FangSong",
    "楷体_GB2312": "楷体",
    "楷体": "KaiTi",
    "方正小标宋简体": "方正小标宋_GBK",
    "黑体": "SimHei",
    "宋体": "SimSun",
}
"""The next best name, which Word looks for before it chooses by itself."""


def stand_ins(fonts: OfficeFonts) -> Iterator[tuple[str, str]]:
    """Each face with its stand-in; empty where none is known."""
    for name in fonts.all():
        yield name, STAND_INS.get(name, "")
