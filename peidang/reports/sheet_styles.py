"""The look of the Excel papers: black on white, thin lines, colour only as the ink of a light's word."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from peidang.domain.labels import Light
from peidang.domain.sheet_values import DATE_FORMAT
from peidang.reports.sheet_cells import FONT_SIZE

BODY_FONT = "宋体"
HEADING_FONT = "黑体"
RULE_COLOUR = "#7F7F7F"
NOTE_COLOUR = "#595959"
LIGHT_INKS: Mapping[Light, str] = {
    Light.DONE: "#2C6DB5",
    Light.ON_PACE: "#1F7A49",
    Light.BEHIND: "#8F5F00",
    Light.SERIOUS: "#B9352A",
    Light.UNREPORTED: "#626A74",
}
"""Dark enough to be read on paper and in grey; word and shape stand beside the colour."""

_TEXT = {"font_name": BODY_FONT, "font_size": FONT_SIZE, "valign": "vcenter", "text_wrap": True}
_BOX = {"border": 1, "border_color": RULE_COLOUR}


@dataclass(frozen=True)
class Styles:
    """XlsxWriter formats by purpose."""

    title: Any
    note: Any
    small: Any
    head: Any
    section: Any
    text: Any
    centre: Any
    serial: Any
    number: Any
    count: Any
    long_number: Any
    """Of digits a cell does not keep as a number: told as text."""
    percent: Any
    points: Any
    exact: Any
    tenths: Any
    day: Any
    month: Any
    total: Any
    lights: Mapping[Light, Any]
    unlit: Any
    marked: Any
    """A stretch of a cell's text that is pointed out; ``plain`` is the rest."""
    plain: Any
    tall: "Styles | None" = None
    """The same for cells over several lines: texts begin at the top, on the page where the row begins."""

    def over(self, lines: int) -> "Styles":
        """The formats for cells over so many lines."""
        return self.tall if lines > 1 and self.tall else self

    def with_decimals(self, workbook: Any, decimals: int) -> Any:
        """A centred number with so many decimals, added to this workbook."""
        shown = f"0.{'0' * decimals}" if decimals else "0"
        return workbook.add_format({**_TEXT, **_BOX, "align": "center", "num_format": shown})


def make_styles(workbook: Any) -> Styles:
    """The formats, added to this workbook."""
    return replace(_make(workbook, "vcenter"), tall=_make(workbook, "top"))


def _make(workbook: Any, valign: str) -> Styles:
    def style(**properties: object) -> Any:
        return workbook.add_format({**_TEXT, "valign": valign, **properties})

    boxed = {**_BOX, "align": "center"}
    # Not wrapped: LibreOffice forgets the indent of some wrapped numbers.
    at_right = {"align": "right", "indent": 1, "text_wrap": False}
    return Styles(
        title=style(font_size=18, bold=True, align="center"),
        note=style(font_size=9, font_color=NOTE_COLOUR),
        small=style(font_size=9, font_color=NOTE_COLOUR),
        head=style(**boxed, font_name=HEADING_FONT),
        section=style(**_BOX, font_name=HEADING_FONT),
        text=style(**_BOX),
        centre=style(**boxed),
        serial=style(**boxed, num_format="0"),
        number=style(**_BOX, **at_right),
        count=style(**boxed, num_format="0"),
        long_number=style(**_BOX, align="right"),
        percent=style(**boxed, num_format="0.0%"),
        points=style(**boxed, num_format="+0.0;-0.0;0.0"),
        exact=style(**boxed, num_format="0.000"),
        tenths=style(**boxed, num_format="0.0"),
        day=style(**boxed, num_format=DATE_FORMAT),
        month=style(**boxed, num_format='yyyy"年"m"月"'),
        total=style(**boxed, font_name=HEADING_FONT, num_format="0"),
        lights={light: style(**boxed, font_color=ink, bold=True) for light, ink in LIGHT_INKS.items()},
        unlit=style(**boxed, font_color=NOTE_COLOUR),
        marked=workbook.add_format(
            {"font_name": BODY_FONT, "font_size": FONT_SIZE, "bold": True, "underline": 1}
        ),
        plain=workbook.add_format({"font_name": BODY_FONT, "font_size": FONT_SIZE}),
    )
