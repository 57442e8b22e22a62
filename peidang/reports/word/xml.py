"""A thin hand on WordprocessingML: elements and attributes of its main namespace, text that XML can hold."""

import re
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 has no place for (2.2): control characters, halves of characters."""
GETA = "〓"

Element = Any
"""An lxml element. lxml has no types of its own here."""


def add(parent: Element, tag: str, /, **attributes: object) -> Element:
    """A new last child ``w:tag`` with ``w:`` attributes; those that are None are left out."""
    given = {W + key: str(value) for key, value in attributes.items() if value is not None}
    return etree.SubElement(parent, W + tag, given)


def new(tag: str, /, **attributes: object) -> Element:
    """An element of its own, to be put somewhere later."""
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415  # loads python-docx

    return OxmlElement(f"w:{tag}", {W + key: str(value) for key, value in attributes.items()})


def add_text(run: Element, text: str) -> None:
    """Text into a run; blanks at its ends stay, line feeds start new lines, what XML cannot hold becomes 〓."""
    for n, part in enumerate(text.split("\n")):
        if n:
            add(run, "br")
        if part:
            element = add(run, "t")
            element.text = FORBIDDEN.sub(GETA, part)
            element.set(SPACE, "preserve")
