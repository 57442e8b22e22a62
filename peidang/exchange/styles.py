"""The request workbook's look: thin lines; coloured are only required cells that are still empty and cells to mend."""

from dataclasses import dataclass
from typing import Any

from peidang.domain.labels import Field
from peidang.domain.sheet_values import DATE_FORMAT
from peidang.domain.values import NUMBER_FIELDS
from peidang.exchange.layout import FONT_SIZE, TIGHT_FONT_SIZE

BODY_FONT = "宋体"
HEADING_FONT = "黑体"
MARK_COLOUR = "#FFF2CC"
MEND_COLOUR = "#F8CBAD"
RULE_COLOUR = "#7F7F7F"
NOTE_COLOUR = "#595959"

_BOX = {"border": 1, "border_color": RULE_COLOUR}
_TEXT = {"font_name": BODY_FONT, "font_size": FONT_SIZE, "valign": "vcenter", "text_wrap": True}


@dataclass(frozen=True)
class AnswerStyles:
    """XlsxWriter formats of the answer cells by what they hold."""

    text: Any
    text_tight: Any
    centre: Any
    number: Any
    day: Any

    def of(self, field: Field, tight: bool) -> Any:
        """The format of an answer; ``tight`` for a text that would be cut otherwise."""
        if field in NUMBER_FIELDS:
            return self.number
        if field is Field.AS_OF:
            return self.day
        if field is Field.STATUS:
            return self.centre
        return self.text_tight if tight else self.text


@dataclass(frozen=True)
class Styles:
    """XlsxWriter formats by purpose."""

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
    open: AnswerStyles
    """Answers that may be typed into."""
    shut: AnswerStyles
    """Answers only shown: those of a 退回单 that are well."""
    mend: AnswerStyles
    """Answers that go back to be mended: coloured, and may be typed into."""
    plain: Any
    mark: Any


def make_styles(workbook: Any) -> Styles:
    """The formats, added to this workbook."""

    def style(**properties: object) -> Any:
        return workbook.add_format({**_TEXT, **properties})

    def answers(**properties: object) -> AnswerStyles:
        box = {**_BOX, **properties}
        return AnswerStyles(
            text=style(**box),
            text_tight=style(**box, **tight),
            centre=style(**box, align="center"),
            number=style(**box, align="right"),
            day=style(**box, align="center", num_format=DATE_FORMAT),
        )

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
        open=answers(locked=False),
        shut=answers(),
        mend=answers(locked=False, bg_color=MEND_COLOUR),
        plain=style(),
        mark=workbook.add_format({"bg_color": MARK_COLOUR}),
    )
