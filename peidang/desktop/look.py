"""How the window looks: every colour, size, gap and shape. Elsewhere only these names are used.

Sizes are logical pixels at 100 %; Qt scales them.
"""

from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPalette

from peidang.app.views import ReceiptLine
from peidang.domain.labels import LIGHT_SHAPES, Grade, Light

FONT_FILE = "NotoSansSC-Regular.ttf"

LABEL_SIZE = 13
BODY_SIZE = 14
SECTION_SIZE = 16
PAGE_SIZE = 20
BIG_NUMBER_SIZE = 28
SMALL_SIZE = 12


class Gap(IntEnum):
    """The 4 px grid."""

    NONE = 0
    HAIR = 4
    SMALL = 8
    MEDIUM = 12
    LARGE = 16
    PAGE = 24


FIELD_HEIGHT = 32
TOUCH_HEIGHT = 28
CHIP_HEIGHT = 20
CHIP_PADDING = 8
RADIUS = 4
LINE_WIDTH = 1
MARK_WIDTH = 3
"""The bar that marks a chosen rail entry or a message."""

RAIL_WIDTH = 72
RAIL_ENTRY_HEIGHT = 60
TOP_BAR_HEIGHT = 48
STATUS_BAR_HEIGHT = 28
BOTTOM_BAR_HEIGHT = 49
PANE_WIDTH = 360
PANE_BESIDE = 1200
"""On a narrower page the pane stands in the table's place."""
ICON = 22
SMALL_ICON = 16
TICK = 14
TICK_STROKE = 1.6
BADGE = 16
BADGE_SIZE = 11
MENU_WIDTH = 12
"""Room for the little arrow of a button that opens a menu."""

WINDOW_SIZE = (1366, 768)
SMALLEST_WINDOW = (940, 520)
WIDE_WINDOW = 1600
"""From this width on the pane beside the table is open at start."""

CELL_PADDING = 8
CELL_TOP = 8
ITEM_PADDING = 5
"""CELL_PADDING less the 3 px that Qt keeps beside an item's text itself."""
MOST_LINES = 6
"""Lines of text a cell shows; the rest by hover or Enter."""
LEAST_ROW = 40
SECTION_ROW = 36
HEAD_HEIGHT = 36
EDITOR_WIDTH = 320
EDITOR_HEIGHT = 132
TIP_WIDTH = 420
SEARCH_WIDTH = 220
PERIOD_WIDTH = 120
SEARCH_LEAST = 88
DROP_HEIGHT = 104
DROP_HEIGHT_SMALL = 56
LOW_PAGE = 480
"""Below this height files and questions take the room of the drop zone; files can be dropped anywhere on the page."""
CROWDED_PAGE = 720
"""The same where both are there."""
UNITS_ALONE_WIDTH = 760
UNLIMITED = 16_777_215
"""Qt's own word for no greatest width."""
BOARD_WIDTH = 552
"""The board beside the files of a drop, at start; the line between them can be moved."""
BOARD_LEAST = 392
BOARD_UNIT_WIDTH = 148
BOARD_PAST_WIDTH = 40
BOARD_STATE_WIDTH = 124
BOARD_SIGNED_WIDTH = 64
BOARD_FINDINGS_WIDTH = 44
ENTERING_LIST_WIDTH = 268
FILES_LEAST = 420
LIST_HEIGHT = 148
"""A list to choose a unit or a row from, in a question."""
PASSWORD_WIDTH = 200
DIALOG_WIDTH = 620
DIALOG_WIDE = 880
DIALOG_HEIGHT = 560
DIALOG_FRAME = QSize(16, 40)
"""What a window's frame takes of the screen around a dialog."""
SETTINGS_HEIGHT = 700
"""文稿设置, with its preview below."""
REASON_HEIGHT = 76
TITLE_HEIGHT = 56
"""A title of two lines."""
LOG_HEIGHT = 148
TEXT_HEIGHT = 112
SIDE_WIDTH = 400
WELCOME_WIDTH = 520
WELCOME_BUTTON = 152
QUESTION_WIDTH = 480
QUESTION_LEAST = 96
QUESTION_HEIGHT = 276
QUESTION_SHARE = 0.4
"""Of the page's height, at most, for questions beside files."""
QUESTION_ITEMS = 2
"""Differences shown of each choice; the others are counted."""
SETTINGS_LINES = 8
"""Lines of a table on the page 设置 before it scrolls."""
MANUAL_SIZE = (860, 680)
MANUAL_PICTURE = 760
MANUAL_LINE = 135
"""The distance of two lines of the manual, in percent of the characters' height."""
PAPER_WIDTH = 720
"""How wide a page of the report is shown, at most."""
DRAFT_LEAST = 340
PAGES_LEAST = 280
DRAFT_SHARE = (56, 44)
"""Text and pages beside each other, at start; the line between them can be moved."""
WORDING_LIST_WIDTH = 248
STRIP_HEIGHT = 28
STRIP_NAME_WIDTH = 148
LIMIT_WIDTH = 84
LABEL_WIDTH = 120

REVIEW_TEXT_WIDTH = 430
"""The document beside its table, at start; the line between them can be moved."""
REVIEW_LEAST_TEXT = 260
REVIEW_LEAST_TABLE = 500
REVIEW_HEAD_HEIGHT = 56
OWN_UNIT_WIDTH = 220
CHOICES_WIDTH = 280
"""A list to choose from may be wider than the cell it opens over."""
DOUBTS_HEIGHT = 268
"""Room for four doubts of two lines."""
DOUBTS_LEAST = 120
NO_DOUBTS_HEIGHT = 84
REVIEW_HEIGHT = WINDOW_SIZE[1] - REVIEW_HEAD_HEIGHT - STATUS_BAR_HEIGHT - Gap.HAIR
"""What doubts and table share."""
TABLE_LEAST = 160
DOUBT_NUMBER_WIDTH = 28
DOUBT_WIDE = 640
"""From this width on a doubt's choices stand beside its sentence, else below it."""
CHOICE_WIDTH = 240
"""The longest words on a choice; longer ones are cut, and told by hover."""
DOCUMENT_LINE = 140
"""The distance of two lines of the document, in percent of the characters' height."""
LONG_CELL = 60
"""From so many characters on a cell makes its column no wider."""


@dataclass(frozen=True)
class Colours:
    """One set of colours; there is one for light and one for dark."""

    paper: str
    desk: str
    line: str
    edge: str
    """A line that parts more than a cell: where the frozen columns end."""
    ink: str
    second: str
    accent: str
    on_accent: str
    hover: str
    chosen: str
    lights: dict[Light, str]

    @property
    def removed(self) -> str:
        """Text a change takes away."""
        return self.lights[Light.SERIOUS]

    @property
    def added(self) -> str:
        """Text a change brings."""
        return self.lights[Light.ON_PACE]

    @property
    def warning(self) -> str:
        """What went wrong, or must be mended."""
        return self.lights[Light.SERIOUS]

    @property
    def grade_bar(self) -> str:
        """The margin bar of a paragraph that is to be settled."""
        return self.lights[Light.BEHIND]

    def grade(self, grade: Grade) -> str:
        """The colour of a finding's underline."""
        return self.lights[Light.SERIOUS if grade is Grade.MUST else Light.BEHIND]


LIGHT = Colours(
    paper="#FFFFFF",
    desk="#F5F6F8",
    line="#E1E4E8",
    edge="#BCC3CB",
    ink="#1F2328",
    second="#5B6470",
    accent="#1D5FA7",
    on_accent="#FFFFFF",
    hover="#EEF1F5",
    chosen="#E4EDF7",
    lights={
        Light.DONE: "#2C6DB5",
        Light.ON_PACE: "#1F7A49",
        Light.BEHIND: "#8F5F00",
        Light.SERIOUS: "#B9352A",
        Light.UNREPORTED: "#626A74",
    },
)

DARK = Colours(
    paper="#1F2226",
    desk="#17191C",
    line="#34383E",
    edge="#565C64",
    ink="#E6E8EB",
    second="#9AA3AD",
    accent="#6CA8E8",
    on_accent="#17191C",
    hover="#282C31",
    chosen="#253345",
    lights={
        Light.DONE: "#7FB2EE",
        Light.ON_PACE: "#5CC48D",
        Light.BEHIND: "#E0A93A",
        Light.SERIOUS: "#F08478",
        Light.UNREPORTED: "#A0A8B2",
    },
)


@dataclass(frozen=True)
class Mark:
    """A shape in a light's colour, for what is no light."""

    shape: str
    light: Light


SENT_BACK = Mark("◁", Light.DONE)
"""已退回 on the board."""
HERE = Mark("✓", Light.ON_PACE)
"""A 盖章件 that is here."""
LACKING = Mark("△", Light.BEHIND)
"""A 盖章件 that is not."""


def mark_of(light: Light | Mark) -> Mark:
    """The shape and colour of a light."""
    return light if isinstance(light, Mark) else Mark(LIGHT_SHAPES[light], light)


def receipt_light(line: ReceiptLine) -> Light:
    """Which light a unit's state in a month takes its shape and colour from."""
    if line.reported:
        return Light.BEHIND if line.late else Light.ON_PACE
    if line.late:
        return Light.SERIOUS
    return Light.BEHIND if line.answered_on else Light.UNREPORTED


def colours_of(palette: QPalette) -> Colours:
    """The set a widget's palette was made from."""
    return DARK if palette.color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


def palette_of(colours: Colours) -> QPalette:
    """The palette for a set of colours."""
    palette = QPalette()
    role = QPalette.ColorRole
    for part, colour in {
        role.Window: colours.paper,
        role.WindowText: colours.ink,
        role.Base: colours.paper,
        role.AlternateBase: colours.desk,
        role.Text: colours.ink,
        role.Button: colours.paper,
        role.ButtonText: colours.ink,
        role.PlaceholderText: colours.second,
        role.ToolTipBase: colours.paper,
        role.ToolTipText: colours.ink,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
        role.Light: colours.line,
        role.Mid: colours.line,
        role.Dark: colours.line,
        role.Shadow: colours.line,
    }.items():
        palette.setColor(part, QColor(colour))
    for part in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, part, QColor(colours.second))
    return palette


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    high, low = sorted((_luminance(QColor(one)), _luminance(QColor(other))), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
