"""The measures of an official paper, in points (GB/T 9704-2012, 5 and 7; A4, 3号 text, 22 lines of 28 characters)."""

from dataclasses import dataclass

MM = 72 / 25.4
PAPER_WIDTH, PAPER_HEIGHT = 595.28, 841.89


@dataclass(frozen=True)
class Frame:
    """The type area (版心) of a page, as a reader of the page sees it: ``width`` along the lines of text."""

    width: float
    height: float


LEFT, BOTTOM = 79.37, 99.21
UPRIGHT = Frame(442.20, 637.80)
SIDEWAYS = Frame(UPRIGHT.height, UPRIGHT.width)

BODY_SIZE = 15.75  # 3号
CHARACTERS_A_LINE, LINES_A_PAGE = 28, 22
BODY_PITCH = UPRIGHT.width / CHARACTERS_A_LINE  # from one character to the next, a hair more than the size
LINE = 28.95  # from one line of the body to the next

TITLE_SIZE, TITLE_LINE = 22.0, 36.0  # 2号
NOTE_SIZE, NOTE_LINE = 12.0, 18.0  # 小4号
SMALLER_NOTES = ((10.5, 15.0), (9.0, 12.5))  # 5号, 小5号
PAGE_NUMBER_SIZE = 14.0  # 4号
PAGE_NUMBER_TOP = 28 * MM  # the top of its dashes over the paper's foot
MARK_TOP = 35 * MM  # from the frame's head down to 发文机关标志
MARK_SIZE, MARK_SMALLEST = 45.0, 22.0
MARK_LEADING = 1.25  # ems
RED_RULE_GAP, RED_RULE = 4 * MM, 1.5
IMPRINT_SIZE, IMPRINT_LINE = 14.0, 26.0  # 4号
THICK_RULE, THIN_RULE = 0.35 * MM, 0.25 * MM
BANNER_SIZE = 14.0
BANNER_GAP = 12 * MM  # from the frame up to the banner's baseline

CELL_PADDING_X, CELL_PADDING_Y = 2.5, 3.5
CELL_LEADING = 1.38  # line to line in a table, in ems
RULE, OUTER_RULE = 0.5, 1.0
EPSILON = 1e-6
