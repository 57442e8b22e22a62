"""Small helpers for the XML inside office files, where namespaces differ by version but names do not."""

import re
from collections.abc import Iterator
from typing import IO
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

MAX_DEPTH = 200
MAX_ELEMENTS = 1_000_000
"""Elements of one block held at a time; a table of 200 pages has a fifth of that."""
MAX_TOTAL = 2_000_000
"""Elements of a part."""


class XmlTooLarge(Exception):
    """Deeper or larger than any real document."""


def local(tag: str) -> str:
    """An element's name without its namespace."""
    return tag.rsplit("}", 1)[-1]


def value(element: Element | None, name: str = "val") -> str:
    """An attribute whatever its namespace; '' where it is absent."""
    if element is None:
        return ""
    return next((text for key, text in element.attrib.items() if local(key) == name), "")


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant along these names."""
    for name in path:
        element = next(
            (part for part in (() if element is None else element) if local(part.tag) == name), None
        )
    return element


def whole(text: str, default: int) -> int:
    """A small whole number from an attribute; the default where it is none."""
    return int(text) if re.fullmatch(r"\d{1,6}", text) else default


def blocks(stream: IO[bytes], wanted: frozenset[str]) -> Iterator[Element]:
    """The outermost elements of these names as they end; each is dropped afterwards, so that memory stays small.

    Raises ``XmlTooLarge``, and what the XML parser raises.
    """
    path: list[Element] = []
    inside = held = total = 0
    for event, element in iterparse(stream, events=("start", "end")):
        is_wanted = local(element.tag) in wanted
        if event == "start":
            path.append(element)
            inside += is_wanted
            held, total = held + 1, total + 1
            if len(path) > MAX_DEPTH or held > MAX_ELEMENTS or total > MAX_TOTAL:
                raise XmlTooLarge
            continue
        path.pop()
        inside -= is_wanted
        if inside:
            continue
        if is_wanted:
            yield element
        if path:
            # What stands outside any block (properties, empty wrappers) is dropped as well.
            del path[-1][-1]
        held = len(path)
