"""The request workbook's look: thin lines, no coloured fields but the mark on a required cell that is still empty."""

from dataclasses import dataclass
from typing import Any

from peidang.domain.sheet_values import DATE_FORMAT
from peidang.exchange.layout import FONT_SIZE, TIGHT_FONT_SIZE

BODY_FONT = "宋体"
HEADING_FONT = "黑体"
MARK_COLOUR = "#FFF2CC"
RULE_COLOUR = "#7F7F7F"
NOTE_COLOUR = "#595959"

_BOX = {"border": 1, "border_color": RULE_COLOUR}
_TEXT = {"font_name": BODY_FONT, "font_size": FONT_SIZE, "valign": "vcenter", "text_wrap": True}


@dataclass(frozen=True)
class Styles:
    """XlsxWriter formats by purpose; "open" ones may be typed into."""

    title: Any
    demonstration: Any
    note: Any
    block_title: Any
    head: Any
    serial: Any
    locked: Any
    locked_centre: Any
    locked_tight: Any
    previous: Any
    previous_tight: Any
    number: Any
    open_text: Any
    open_text_tight: Any
    open_centre: Any
    open_number: Any
    open_day: Any
    plain: Any
    mark: Any


def make_styles(workbook: Any) -> Styles:
    """The formats, added to this workbook."""

    def style(**properties: object) -> Any:
        return workbook.add_format({**_TEXT, **properties})

    heading = {"font_name": HEADING_FONT, "text_wrap": False}
    tight = {"font_size": TIGHT_FONT_SIZE, "valign": "top"}
    return Styles(
        title=style(**{**heading, "font_size": 16}),
        demonstration=style(**{**heading, "font_size": 16, "font_color": "#C00000"}),
        note=style(text_wrap=False, font_color=NOTE_COLOUR),
        block_title=style(**{**heading, "font_size": 13}),
        head=style(**_BOX, font_name=HEADING_FONT, align="center"),
        serial=style(**_BOX, align="center", num_format="0"),
        locked=style(**_BOX),
        locked_centre=style(**_BOX, align="center"),
        locked_tight=style(**_BOX, **tight),
        previous=style(**_BOX, font_color=NOTE_COLOUR),
        previous_tight=style(**_BOX, **tight, font_color=NOTE_COLOUR),
        number=style(**_BOX, align="right"),
        open_text=style(**_BOX, locked=False),
        open_text_tight=style(**_BOX, **tight, locked=False),
        open_centre=style(**_BOX, locked=False, align="center"),
        open_number=style(**_BOX, locked=False, align="right"),
        open_day=style(**_BOX, locked=False, align="center", num_format=DATE_FORMAT),
        plain=style(),
        mark=workbook.add_format({"bg_color": MARK_COLOUR}),
    )
