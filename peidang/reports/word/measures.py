"""Measures of the page in twips, twentieths of a point, as Word counts (GB/T 9704-2012, 5 and 7)."""

import math

PAPER_WIDTH, PAPER_HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1588, 1474  # 37, 35, 28 and 26 mm
FRAME_WIDTH, FRAME_HEIGHT = PAPER_WIDTH - LEFT - RIGHT, PAPER_HEIGHT - TOP - BOTTOM
"""156 × 225 mm."""

LINE = 579
"""22 of them fill the frame (28.95 points)."""
CHARACTER = FRAME_WIDTH / 28
BODY_SIZE = 16.0
"""Points; Word's 三号."""
GRID_SPACE = round((CHARACTER / 20 - BODY_SIZE) * 4096)
"""What the grid adds to each character of the body, in 4096ths of a point: 28 stand in a line."""
CLOSER = math.floor(CHARACTER - BODY_SIZE * 20) - 1
"""The same as spacing after each character, in twips; one more, as LibreOffice rounds the frame down to whole cells."""

TITLE_SIZE, TITLE_LINE = 22.0, 720
MARK_TOP, MARK_SIZE, MARK_LINE = 1984, 45.0, 1125
"""发文机关标志: 35 mm below the frame's head, at most this large."""
MARK_SMALLEST, MARK_LEADING = 22.0, 1.25
"""Smaller than this it goes on two lines, so many ems apart."""
IMPRINT_SIZE, IMPRINT_LINE = 14.0, 520
NOTE_SIZE, NOTE_LINE = 12.0, 360
SMALL_NOTE_SIZE, SMALL_NOTE_LINE = 10.5, 300
"""Of notes in annexes."""
PAGE_NUMBER_SIZE, PAGE_NUMBER_LINE = 14.0, 400
PAGE_NUMBER_MIDDLE = 1588 - 20
"""The dashes' middle over the paper's foot: their top is 28 mm above it."""
BANNER_LINE = 400
BANNER_GAP = 544
"""From the foot of the banner's line down to the frame."""
CELL_SIDE, CELL_HEAD = 50, 70
CELL_LEADING = 1.38
"""Line to line in a table, in ems."""


def twips(points: float) -> int:
    """Points as whole twips."""
    return round(points * 20)
