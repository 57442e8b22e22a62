"""The faces of an official paper by role, and what to draw a character with when its face lacks it.

reportlab draws nothing for a character that a font lacks, and says nothing. So every character is looked up here: the
role's own face, then 宋体, 黑体 and the face of rare characters; what none of them has is drawn as 〓 and reported.

The bundled faces (resources/fonts) are the default: the same data then make the same file on every PC. The office's
own (仿宋_GB2312, 方正小标宋 …) are taken where ``prefer_installed`` asks for them and they have TrueType outlines.
"""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from peidang.reports.copyable_font import CopyableFont
from peidang.reports.paper import Face
from peidang.resources import resource

FULL_WIDTH = "“”‘’…—"
GETA = "〓"  # what printers have always set in place of a type they lack

BUNDLED = {
    Face.BODY: "FandolFang-Regular.ttf",
    Face.HEADING: "NotoSansSC-Regular.ttf",
    Face.SUBHEADING: "PeidangKai-Regular.ttf",
    Face.TITLE: "NotoSerifSC-Bold.ttf",
    Face.SONG: "NotoSerifSC-Regular.ttf",
}
RARE = "PeidangRare-Regular.ttf"

# File names under which Windows, WPS, UOS and 麒麟 install the office's own faces, best first, in lower case.
INSTALLED = {
    Face.BODY: (
        "仿宋_gb2312.ttf",
        "fangsong_gb2312.ttf",
        "simfang_gb2312.ttf",
        "simfang.ttf",
        "stfangso.ttf",
    ),
    Face.HEADING: ("simhei.ttf", "黑体.ttf"),
    Face.SUBHEADING: (
        "楷体_gb2312.ttf",
        "kaiti_gb2312.ttf",
        "simkai_gb2312.ttf",
        "simkai.ttf",
        "stkaiti.ttf",
    ),
    Face.TITLE: (
        "方正小标宋_gbk.ttf",
        "方正小标宋简体.ttf",
        "fzxbsjw.ttf",
        "fzxbsk.ttf",
        "fzxiaobiaosong-b05s.ttf",
    ),
    Face.SONG: ("simsun.ttc", "simsun.ttf"),
}
SAMPLE = "关于一二三中国，。"


@dataclass(frozen=True)
class UsedFont:
    """A font that a paper was drawn with: for which role (or 'rare'), its name, and whether it is the office's."""

    role: str
    name: str
    file: str
    installed: bool


class Typeface:
    """One font file, loaded: which characters it has and how wide they are."""

    def __init__(self, path: Path, role: str, installed: bool) -> None:
        self._font = load(path)
        self.name: str = self._font.fontName
        self.used = UsedFont(role, self._font.face.name.decode("ascii", "replace"), path.name, installed)

    def has(self, character: str) -> bool:
        """Whether the font has a glyph for this character, in the width that Chinese text gives it.

        Some Chinese fonts have quotation marks of Western width, which look lost in a Chinese line.
        """
        if not self._font.has(character):
            return False
        return character not in FULL_WIDTH or self.width(character) > 0.8

    def stand_in(self, character: str) -> None:
        """Draw a character that the font lacks as 〓; copied out of the paper it is still itself."""
        self._font.draw_as(character, GETA)

    def width(self, character: str) -> float:
        """The character's width in ems."""
        return float(self._font.face.charWidths.get(ord(character), self._font.face.defaultWidth)) / 1000

    def top(self, character: str) -> float:
        """How far the character's ink reaches above the baseline, in ems."""
        face = self._font.face
        glyf, _length = face.get_table_pos("glyf")
        glyph = glyf + face.glyphPos[face.charToGlyph[ord(character)]]
        y_max = glyph + 8  # numberOfContours, xMin, yMin, xMax, yMax: two bytes each
        return int.from_bytes(face.get_chunk(y_max, 2), "big", signed=True) / float(face.unitsPerEm)


def load(path: Path) -> CopyableFont:
    """Load a font and make it known to reportlab under its path; a font already known is not read again.

    Raises ``TTFError`` for a file that is no TrueType font (CFF outlines among them).
    """
    name = str(path)
    if name in pdfmetrics.getRegisteredFontNames():
        known = pdfmetrics.getFont(name)
        assert isinstance(known, CopyableFont)
        return known
    font = CopyableFont(name, str(path), shapable=False)
    pdfmetrics.registerFont(font)
    return font


class Typefaces:
    """The faces for one paper. Each is loaded when the first character asks for it."""

    def __init__(
        self,
        folder: Path | None = None,
        prefer_installed: bool = False,
        system_folders: Sequence[Path] | None = None,
    ) -> None:
        self._folder = folder or bundled_folder()
        self._installed = prefer_installed
        self._system_folders = system_font_folders() if system_folders is None else system_folders
        self._faces: dict[Face | None, Typeface] = {}
        self._choice: dict[tuple[Face, str], Typeface | None] = {}
        self.missing: set[str] = set()

    def face(self, role: Face) -> Typeface:
        """The face of a role."""
        if role not in self._faces:
            self._faces[role] = self._own_face(role) or Typeface(self._folder / BUNDLED[role], role, False)
        return self._faces[role]

    def runs(self, role: Face, text: str) -> Iterator[tuple[Typeface, str]]:
        """Each character with the face to draw it in; a character no face has is noted and drawn as 〓."""
        for character in text:
            key = (role, character)
            if key not in self._choice:
                self._choice[key] = next((face for face in self._chain(role) if face.has(character)), None)
            chosen = self._choice[key]
            if chosen is None:
                self.missing.add(character)
                chosen = self._choice[key] = self.face(Face.SONG)
                chosen.stand_in(character)
            yield chosen, character

    def used(self, names: Iterable[str]) -> tuple[UsedFont, ...]:
        """Those of the loaded faces whose ``name`` is among ``names``, in the order of the roles."""
        wanted = set(names)
        order: list[Face | None] = [*Face, None]
        found = (self._faces[role].used for role in order if role in self._faces)
        known = {self._faces[role].used: self._faces[role].name for role in self._faces}
        return tuple(dict.fromkeys(used for used in found if known[used] in wanted))

    def _chain(self, role: Face) -> Iterator[Typeface]:
        yield self.face(role)
        yield self.face(Face.SONG)
        yield self.face(Face.HEADING)
        yield self._rare

    @property
    def _rare(self) -> Typeface:
        if None not in self._faces:
            self._faces[None] = Typeface(self._folder / RARE, "rare", False)
        return self._faces[None]

    def _own_face(self, role: Face) -> Typeface | None:
        for file in INSTALLED[role] if self._installed else ():
            path = self._font_files.get(file)
            if path is not None and (face := usable(path, role)):
                return face
        return None

    @cached_property
    def _font_files(self) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for folder in self._system_folders:
            for path in sorted(folder.rglob("*")):
                if path.suffix.lower() in (".ttf", ".ttc"):
                    found.setdefault(path.name.lower(), path)
        return found


def usable(path: Path, role: Face) -> Typeface | None:
    """The font in ``path`` as a face of the office's own, or None when reportlab cannot draw Chinese with it."""
    try:
        face = Typeface(path, role, True)
    except (TTFError, OSError):
        return None
    return face if all(map(face.has, SAMPLE)) else None


def bundled_folder() -> Path:
    """Where the fonts that come with the program lie."""
    return resource("fonts")


def system_font_folders() -> tuple[Path, ...]:
    """The folders in which this system keeps fonts, the user's own first; only those that exist."""
    home = Path.home()
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        folders = [
            local / "Microsoft/Windows/Fonts",
            Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts",
        ]
    else:
        folders = [home / ".local/share/fonts", home / ".fonts"]
        folders += [Path("/usr/local/share/fonts"), Path("/usr/share/fonts")]
    return tuple(folder for folder in folders if folder.is_dir())
