"""The numbers of the look: everything can be read on its ground, in light and in dark."""

import ast
import re
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetrics, QRawFont
from PySide6.QtWidgets import QApplication

import peidang.desktop
from peidang.desktop import look
from peidang.desktop.icons import DRAWINGS, icon
from peidang.desktop.look import Colours
from peidang.domain.labels import Light

pytestmark = pytest.mark.needs_qt
READABLE = 4.5
ROOM = Path(peidang.desktop.__file__).parent


@pytest.mark.parametrize("colours", [look.LIGHT, look.DARK], ids=["light", "dark"])
def test_every_ink_can_be_read_on_every_ground(colours: Colours) -> None:
    inks = [colours.ink, colours.second, colours.accent, *colours.lights.values()]
    assert set(colours.lights) == set(Light)
    poor = [
        (ink, look.contrast(ink, colours.paper))
        for ink in inks
        if look.contrast(ink, colours.paper) < READABLE
    ]
    assert poor == []
    for ground in (colours.desk, colours.hover, colours.chosen):
        assert look.contrast(colours.ink, ground) >= READABLE
    for ink in (colours.second, *colours.lights.values()):
        assert look.contrast(ink, colours.desk) >= READABLE
    assert look.contrast(colours.on_accent, colours.accent) >= READABLE
    assert look.contrast(colours.paper, colours.warning) >= READABLE


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert look.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert look.contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_a_palette_tells_its_colours() -> None:
    for colours in (look.LIGHT, look.DARK):
        assert look.colours_of(look.palette_of(colours)) is colours


def test_colours_and_sizes_stand_in_the_look_only() -> None:
    found = []
    for path in ROOM.glob("*.py"):
        if path.name == "look.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found += [
                    (path.name, hit) for hit in re.findall(r"#[0-9A-Fa-f]{6}\b|\b[1-9]\d*px", node.value)
                ]
    allowed = {("stylesheet.py", "2px")}
    assert {one for one in found if one not in allowed} == set()
    assert "paper" in {one.name for one in fields(Colours)}


def test_digits_are_all_of_one_width(dressed: QApplication) -> None:
    metrics = QFontMetrics(dressed.font())
    assert dressed.font().family() == "Noto Sans SC"
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


def test_every_sign_of_the_lights_is_in_the_typeface(dressed: QApplication) -> None:
    font = QRawFont.fromFont(dressed.font())
    assert all(font.glyphIndexesForString(sign)[0] for sign in "◆●▲■○·—…（）〔〕“”→")


@pytest.mark.parametrize("name", DRAWINGS)
def test_every_icon_draws_something(dressed: QApplication, name: str) -> None:
    image = icon(name, look.ICON, look.LIGHT.ink).pixmap(look.ICON, look.ICON).toImage()
    drawn = sum(
        image.pixelColor(x, y).alpha() > 0 for x in range(image.width()) for y in range(image.height())
    )
    assert drawn > look.ICON
