"""Makes the fonts of resources/fonts/ from named packages. A maintainer's script; nobody else needs it.

    python scripts/make_fonts.py DOWNLOADS [--fetch]

DOWNLOADS holds the package files; ``--fetch`` lets the ordinary clients put them there first (``npm pack`` and
``apt-get download``, with the name and version given below; a Debian system of that release is needed for the
latter). Every archive is checked against its SHA-256. The same archives and the same fontTools give the same bytes.

Needs ``fonttools`` (see FONTTOOLS) and ``dpkg-deb``. What is made, from what, under which licence and with which
changes is written to resources/fonts/fonts.json; the reasons stand in docs/decisions/fonts.md. The list of
characters in tests/data/tongyong_8105.txt comes from here too.
"""

import argparse
import bz2
import gzip
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import fontTools
from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "resources" / "fonts"
CHARACTER_LIST = ROOT / "tests" / "data" / "tongyong_8105.txt"
FONTTOOLS = "4.68.0"
MOST_BYTES = 40_000_000


@dataclass(frozen=True)
class Package:
    """A package of a registry: the client that fetches it, its name, version, file and hash."""

    client: str
    name: str
    version: str
    file: str
    sha256: str

    def fetch(self, folder: Path) -> None:
        """Let npm or apt-get put the package file into ``folder``."""
        wanted = {
            "npm": ["npm", "pack", f"{self.name}@{self.version}"],
            "apt": ["apt-get", "download", f"{self.name}={self.version}"],
        }[self.client]
        subprocess.run(wanted, cwd=folder, check=True)

    def members(self, folder: Path) -> tarfile.TarFile:
        """The package's files. Exits when the package file is absent or is not the one named."""
        path = folder / self.file
        if not path.exists():
            sys.exit(f"{path} is missing (try --fetch)")
        found = hashlib.sha256(path.read_bytes()).hexdigest()
        if found != self.sha256:
            sys.exit(f"{path}: SHA-256 is {found}, expected {self.sha256}")
        if self.client == "npm":
            return tarfile.open(path)
        unpacked = subprocess.run(["dpkg-deb", "--fsys-tarfile", path], check=True, stdout=subprocess.PIPE)
        return tarfile.open(fileobj=io.BytesIO(unpacked.stdout))


NOTO_SANS = Package(
    "npm",
    "@expo-google-fonts/noto-sans-sc",
    "0.4.3",
    "expo-google-fonts-noto-sans-sc-0.4.3.tgz",
    "0d69d0f4971d2ff574e3d93cbc218dc950bf3f3f8f8e2c008d97687ed53aee59",
)
NOTO_SERIF = Package(
    "npm",
    "@expo-google-fonts/noto-serif-sc",
    "0.4.3",
    "expo-google-fonts-noto-serif-sc-0.4.3.tgz",
    "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
)
FANDOL = Package(
    "apt",
    "texlive-lang-chinese",
    "2022.20230122-1",
    "texlive-lang-chinese_2022.20230122-1_all.deb",
    "9cfa07bd44e7b9098e26f0ecac1b5ad210d2249d474c8074d53de92d650b0ec0",
)
WENKAI = Package(
    "apt",
    "fonts-lxgw-wenkai",
    "1.250+repack-1",
    "fonts-lxgw-wenkai_1.250+repack-1_all.deb",
    "6d1e4c4aac78ad32062aefa2c836ee4d6e58f9dcf8b3f4407c9eefe304615318",
)
HANAZONO = Package(
    "apt",
    "fonts-hanazono",
    "20170904-2.1",
    "fonts-hanazono_20170904-2.1_all.deb",
    "a6943366b4f5a6cec34221f8b4eb22555a628f0ee6ef4e3d3401cabe9363aeae",
)
UNICODE = Package(
    "apt",
    "unicode-data",
    "15.0.0-1",
    "unicode-data_15.0.0-1_all.deb",
    "5efef23bbb1c6a133ecbdd63a2cfa07159ccacf5466a49e2426101c5ecd691fc",
)
PACKAGES = (NOTO_SANS, NOTO_SERIF, FANDOL, WENKAI, HANAZONO, UNICODE)

UNIHAN = "./usr/share/unicode/Unihan_{}.txt.bz2"
FANDOL_DOC = "./usr/share/doc/texlive-doc/fonts/fandol/"


@dataclass(frozen=True)
class Recipe:
    """One font file to be made: from which member of which package, by which changes, under which licence."""

    file: str
    role: str
    package: Package
    member: str
    licence: str
    licence_member: str
    changes: str
    make: Callable[[TTFont, "Characters"], None]
    family: str | None = None  # a new family name, where the licence reserves the old one


@dataclass(frozen=True)
class Characters:
    """The sets of characters that fonts are cut to, all as code points."""

    tongyong: frozenset[int]  # 通用规范汉字表
    print: frozenset[int]  # tongyong, GB 2312 and signs
    window: frozenset[int]  # print and GBK
    rare: frozenset[int]  # what only the last fallback draws


def read_member(archive: tarfile.TarFile, name: str) -> bytes:
    """One file of an archive. Exits when it is not there."""
    file = archive.extractfile(name)
    if file is None:
        sys.exit(f"{name} is missing")
    return file.read()


def tongyong_8105(unihan: tarfile.TarFile) -> list[str]:
    """通用规范汉字表 in its official order, from Unihan's field kTGH (2013:1 … 2013:8105)."""
    fields = re.findall(r"^U\+(\w+)\tkTGH\t2013:(\d+)$", read_unihan(unihan, "OtherMappings"), re.M)
    numbered = {int(number): chr(int(code, 16)) for code, number in fields}
    if sorted(numbered) != list(range(1, 8106)):
        sys.exit("the package's kTGH is not the numbers 1 to 8105")
    return [numbered[number] for number in sorted(numbered)]


def read_unihan(unihan: tarfile.TarFile, part: str) -> str:
    """One of Unihan's text files."""
    return bz2.decompress(read_member(unihan, UNIHAN.format(part))).decode()


def characters_of(codec: str) -> frozenset[int]:
    """Every character that a two-byte Chinese codec of Python's holds."""
    found = set(range(0x20, 0x7F))
    for high in range(0x81, 0xFF):
        for low in range(0x40, 0xFF):
            try:
                found.update(map(ord, bytes((high, low)).decode(codec)))
            except UnicodeDecodeError:
                continue
    return frozenset(found)


def signs() -> frozenset[int]:
    """Latin-1, punctuation, numbers in circles and brackets, arrows, shapes, full-width forms."""
    blocks = [(0xA0, 0xFF), (0x2010, 0x2044), (0x20AC, 0x20AC), (0x2100, 0x218F), (0x2190, 0x2199)]
    blocks += [(0x2200, 0x22FF), (0x2460, 0x24FF), (0x2500, 0x257F), (0x25A0, 0x25FF), (0x2600, 0x2612)]
    blocks += [(0x2713, 0x2717), (0x3000, 0x303F), (0x3200, 0x32FF), (0x3300, 0x33FF), (0xFE30, 0xFE4F)]
    blocks += [(0xFF00, 0xFFEF)]
    return frozenset(code for first, last in blocks for code in range(first, last + 1))


# Sources of Unihan that are dictionaries of old books; whoever prints those has other fonts.
OLD_BOOKS = {"GKX", "GHZ", "GHZR", "GZ", "GZJW", "GZFY"}
ASKED_FOR = {0x20BB7}  # 𠮷, common in names, though no mainland source has it


def rare(sources: str) -> frozenset[int]:
    """Characters beyond the BMP with a mainland source that is no dictionary of old books."""
    found = set(ASKED_FOR)
    for code, source in re.findall(r"^U\+(\w{5})\tkIRG_GSource\t([A-Z0-9]+)", sources, re.M):
        if source not in OLD_BOOKS:
            found.add(int(code, 16))
    return frozenset(found)


def character_sets(downloads: Path) -> tuple[Characters, list[str]]:
    """The sets fonts are cut to, and the table of 8,105 in order."""
    with UNICODE.members(downloads) as unihan:
        table = tongyong_8105(unihan)
        beyond = rare(read_unihan(unihan, "IRGSources"))
    tongyong = frozenset(map(ord, table))
    printed = tongyong | characters_of("gb2312") | signs()
    return Characters(tongyong, printed, printed | characters_of("gbk"), beyond), table


def cut(font: TTFont, wanted: frozenset[int] | None) -> None:
    """Keep ``wanted`` (None: every character); drop hinting and what only shaping and vertical text need."""
    options = subset.Options()
    options.hinting = False
    options.layout_features = []
    options.glyph_names = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 13, 14, 16, 17]
    options.name_languages = [0x409]
    options.drop_tables += ["vhea", "vmtx", "VORG", "BASE", "GDEF", "GSUB", "GPOS"]  # vertical text, shaping
    options.drop_tables += ["STAT", "FFTM", "prop", "gasp"]
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=font.getBestCmap() if wanted is None else wanted)
    cutter.subset(font)


def whole(font: TTFont, _: Characters) -> None:
    """All characters."""
    cut(font, None)


def for_print(font: TTFont, sets: Characters) -> None:
    """通用规范汉字表, GB 2312 and signs."""
    cut(font, sets.print)


def for_window(font: TTFont, sets: Characters) -> None:
    """通用规范汉字表, GBK and signs."""
    cut(font, sets.window)


def for_rare(font: TTFont, sets: Characters) -> None:
    """What only the last fallback draws."""
    cut(font, sets.rare)


def to_truetype(font: TTFont, _: Characters) -> None:
    """CFF outlines become TrueType ones, at most one unit of a thousand apart; then as ``whole``."""
    glyphs = font.getGlyphSet()
    outlines = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, max_err=1.0, reverse_direction=True))
        outlines[name] = pen.glyph()
    glyf = newTable("glyf")
    glyf.glyphOrder = font.getGlyphOrder()
    glyf.glyphs = outlines
    for tag in ("CFF ", "VORG"):
        del font[tag]
    font["loca"], font["glyf"] = newTable("loca"), glyf
    make_maxp(font)
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\x00\x01\x00\x00"
    for name, (width, _bearing) in list(font["hmtx"].metrics.items()):
        outlines[name].recalcBounds(glyf)
        font["hmtx"].metrics[name] = (width, getattr(outlines[name], "xMin", 0))
    cut(font, None)


def make_maxp(font: TTFont) -> None:
    """The maxp table a TrueType font needs; its counts are computed when the font is saved."""
    maxp = font["maxp"] = newTable("maxp")
    maxp.tableVersion = 0x00010000
    maxp.numGlyphs = len(font.getGlyphOrder())
    counts = ["maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"]
    counts += [
        "maxSizeOfInstructions",
        "maxComponentElements",
        "maxPoints",
        "maxContours",
        "maxComponentDepth",
    ]
    for count in [*counts, "maxCompositePoints", "maxCompositeContours"]:
        setattr(maxp, count, 0)
    maxp.maxZones = 1


def rename(font: TTFont, family: str) -> None:
    """Give the font another family name, where the licence keeps the old one for the unchanged font."""
    post_script = family.replace(" ", "") + "-Regular"
    font["name"].names = [entry for entry in font["name"].names if entry.nameID not in (7, 16, 17)]
    texts = {1: family, 2: "Regular", 3: f"{post_script}; {FONTTOOLS}", 4: family, 6: post_script}
    for number, text in texts.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["name"].names = [entry for entry in font["name"].names if entry.platformID == 3]


FANDOL_CHANGES = "outlines from CFF to TrueType (at most one unit of 1000 apart); vertical metrics dropped"
CUT = "cut to {}; hinting, vertical metrics and layout tables dropped"

RECIPES = (
    Recipe(
        "FandolFang-Regular.ttf",
        "body",
        FANDOL,
        "./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/FandolFang-Regular.otf",
        "GPL-3.0 with font exception",
        FANDOL_DOC + "COPYING.gz",
        FANDOL_CHANGES,
        to_truetype,
    ),
    Recipe(
        "NotoSansSC-Regular.ttf",
        "heading",
        NOTO_SANS,
        "package/400Regular/NotoSansSC_400Regular.ttf",
        "OFL-1.1",
        "package/LICENSE_FONT",
        CUT.format("通用规范汉字表, GBK and signs"),
        for_window,
    ),
    Recipe(
        "PeidangKai-Regular.ttf",
        "subheading",
        WENKAI,
        "./usr/share/fonts/truetype/lxgw-wenkai/LXGWWenKai-Regular.ttf",
        "OFL-1.1",
        "./usr/share/doc/fonts-lxgw-wenkai/copyright",
        CUT.format("通用规范汉字表, GB 2312 and signs") + "; renamed from LXGW WenKai, a reserved name",
        for_print,
        "Peidang Kai",
    ),
    Recipe(
        "NotoSerifSC-Bold.ttf",
        "title",
        NOTO_SERIF,
        "package/700Bold/NotoSerifSC_700Bold.ttf",
        "OFL-1.1",
        "package/LICENSE_FONT",
        CUT.format("通用规范汉字表, GB 2312 and signs"),
        for_print,
    ),
    Recipe(
        "NotoSerifSC-Regular.ttf",
        "song",
        NOTO_SERIF,
        "package/400Regular/NotoSerifSC_400Regular.ttf",
        "OFL-1.1",
        "package/LICENSE_FONT",
        "all characters kept; hinting, vertical metrics and layout tables dropped",
        whole,
    ),
    Recipe(
        "PeidangRare-Regular.ttf",
        "rare",
        HANAZONO,
        "./usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
        "OFL-1.1",
        "./usr/share/doc/fonts-hanazono/copyright",
        CUT.format("rare characters beyond the BMP") + "; renamed from HanaMinB, a reserved name",
        for_rare,
        "Peidang Rare",
    ),
)


def make(recipe: Recipe, downloads: Path, sets: Characters) -> dict[str, str]:
    """Make one font file with its licence text beside it; gives its entry in fonts.json."""
    with recipe.package.members(downloads) as members:
        source = read_member(members, recipe.member)
        licence = read_member(members, recipe.licence_member)
    if recipe.licence_member.endswith(".gz"):
        licence = gzip.decompress(licence)
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    recipe.make(font, sets)
    if recipe.family:
        rename(font, recipe.family)
    path = FONTS / recipe.file
    font.save(path)
    licence_path = path.with_suffix(".LICENCE.txt")
    licence_path.write_bytes(licence)
    return {
        "file": recipe.file,
        "role": recipe.role,
        "family": font["name"].getBestFamilyName(),
        "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        "licence": recipe.licence,
        "licence_file": licence_path.name,
        "changes": recipe.changes,
        "source": f"{recipe.package.client}: {recipe.package.name} {recipe.package.version}",
        "source_archive_sha256": recipe.package.sha256,
        "source_member": recipe.member,
        "source_member_sha256": hashlib.sha256(source).hexdigest(),
    }


README = """# The fonts

All papers are printed with these files unless the office's own fonts are asked for and installed; the window uses
NotoSansSC-Regular. `fonts.json` says the same as the table below for programs and tests. The files are made by
`scripts/make_fonts.py` with fontTools {fonttools}; please change the script and run it, never a file by hand.
Why these, and what their licences ask for: `docs/decisions/fonts.md`.

FandolFang is under the GNU GPL, version 3, with the font exception (the package's README: "GPL + GPL font
exception"); it is a separate work lying beside this program. Its source form is the .otf file of the package named
below, and the script is the complete means of making our file from it. The other fonts are under the SIL Open Font
License 1.1; those whose names it reserves have been renamed. Each licence text lies beside its font.
{entries}"""

README_ENTRY = """
## {file}

| | |
|---|---|
| role | {role} |
| family name | {family} |
| SHA-256 | `{sha256}` |
| licence | {licence}, `{licence_file}` |
| changes | {changes} |
| from | {source} |
| archive's SHA-256 | `{source_archive_sha256}` |
| member | `{source_member}` |
| member's SHA-256 | `{source_member_sha256}` |
"""


def write_manifest(entries: list[dict[str, str]]) -> None:
    """fonts.json for programs and tests, README.md for people; both say the same."""
    text = json.dumps({"fonttools": FONTTOOLS, "fonts": entries}, ensure_ascii=False, indent=2)
    (FONTS / "fonts.json").write_text(text + "\n", encoding="utf-8")
    listed = "".join(README_ENTRY.format(**entry) for entry in entries)
    readme = README.format(fonttools=FONTTOOLS, entries=listed)
    (FONTS / "README.md").write_text(readme, encoding="utf-8")


def write_character_list(table: list[str]) -> None:
    """The 8,105 characters, fifty a line, with their source on top."""
    lines = [
        "# 通用规范汉字表 (国务院, 2013): 8,105 characters in official order, fifty a line.",
        f"# From Unihan's field kTGH, {UNICODE.name} {UNICODE.version}; made by scripts/make_fonts.py.",
    ]
    lines += ["".join(table[start : start + 50]) for start in range(0, len(table), 50)]
    CHARACTER_LIST.write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    """Make every font, the manifest and the list of characters."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("downloads", type=Path)
    parser.add_argument(
        "--fetch", action="store_true", help="let npm and apt-get download the packages first"
    )
    arguments = parser.parse_args()
    if fontTools.version != FONTTOOLS:
        sys.exit(f"fontTools {FONTTOOLS} is needed, {fontTools.version} found")
    arguments.downloads.mkdir(parents=True, exist_ok=True)
    for package in PACKAGES if arguments.fetch else ():
        package.fetch(arguments.downloads)
    sets, table = character_sets(arguments.downloads)
    write_character_list(table)
    write_manifest([make(recipe, arguments.downloads, sets) for recipe in RECIPES])
    total = sum((FONTS / recipe.file).stat().st_size for recipe in RECIPES)
    for recipe in RECIPES:
        print(f"{(FONTS / recipe.file).stat().st_size:>12,}  {recipe.file}")
    print(f"{total:>12,}  in all")
    if total > MOST_BYTES:
        sys.exit(f"the fonts may take {MOST_BYTES:,} bytes in all")


if __name__ == "__main__":
    main()
