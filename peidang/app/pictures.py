"""看样稿: the pages of a paper as pictures."""

from pathlib import Path

from peidang.files import page_pictures as reader


def page_pictures(pdf: Path, width_px: int) -> list[bytes]:
    """Each page as a PNG ``width_px`` pixels wide, in order. Raises FileUnreadable when it is no readable PDF."""
    return reader.page_pictures(pdf, width_px)
