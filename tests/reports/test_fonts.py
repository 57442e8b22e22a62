"""The committed fonts are what their manifest says, may be shipped, and draw every standard character."""

import hashlib
import json
from pathlib import Path

import pytest
from reportlab.pdfbase.ttfonts import TTFontFile

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "resources" / "fonts"
ENTRIES = json.loads((FONTS / "fonts.json").read_text(encoding="utf-8"))["fonts"]


def characters_of(file: str) -> set[str]:
    return {chr(code) for code in TTFontFile(str(FONTS / file)).charToGlyph}


@pytest.fixture(scope="module")
def drawable() -> set[str]:
    return set().union(*(characters_of(entry["file"]) for entry in ENTRIES))


@pytest.fixture(scope="module")
def standard_characters() -> str:
    lines = (ROOT / "tests" / "data" / "tongyong_8105.txt").read_text(encoding="utf-8").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


def test_list_holds_8105_different_characters(standard_characters):
    assert len(standard_characters) == len(set(standard_characters)) == 8105
    assert standard_characters[:5] == "一乙二十丁"
    assert sum(ord(character) > 0xFFFF for character in standard_characters) == 196


def test_every_standard_character_has_a_glyph(drawable, standard_characters):
    assert [character for character in standard_characters if character not in drawable] == []


@pytest.mark.parametrize("character", "䶮㐂㙍𠮷㎡㎥啰〓◆●▲■○①⑳Ⅳ℃〇々—…“”")
def test_rare_characters_and_signs_have_a_glyph(drawable, character):
    assert character in drawable


def test_fonts_take_at_most_40_megabytes():
    assert sum(path.stat().st_size for path in FONTS.iterdir()) <= 40_000_000


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_font_is_what_the_manifest_says(entry):
    assert hashlib.sha256((FONTS / entry["file"]).read_bytes()).hexdigest() == entry["sha256"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["file"])
def test_font_has_its_licence_beside_it(entry):
    text = (FONTS / entry["licence_file"]).read_text(encoding="utf-8")
    assert {"OFL-1.1": "SIL OPEN FONT LICENSE", "GPL-3.0 with font exception": "GNU GENERAL PUBLIC"}[
        entry["licence"]
    ] in text


def test_no_font_is_there_without_an_entry():
    assert {path.name for path in FONTS.glob("*.ttf")} == {entry["file"] for entry in ENTRIES}


def test_readme_tells_source_and_hash_of_each_font():
    readme = (FONTS / "README.md").read_text(encoding="utf-8")
    for entry in ENTRIES:
        assert all(entry[key] in readme for key in ("sha256", "source", "changes", "licence_file"))
