"""What stands over the cells of an .xlsx sheet: 批注, old and threaded, and the texts of boxes and shapes.

They lie in parts of their own, named by the sheet's relations; a sheet without these costs one look for a name. A part
that is broken gives what came before the break: the cells are whole all the same.
"""

import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping

from peidang.files.bounds import ZIP_FAULTS
from peidang.files.workbook_scan import Notes, ScanFailed, attribute, local, walk

_ANCHORS = frozenset(("twoCellAnchor", "oneCellAnchor", "absoluteAnchor"))
_THREADED = "tc="
"""Begins the author of the old 批注 that only says, for old programs, that there is a thread."""
Place = Callable[[str], tuple[int, int]]
"""(row, column) from 0 of ``B12``; raises ``ScanFailed``."""


def notes_of(archive: zipfile.ZipFile, names: Mapping[str, str], sheet: str, place: Place) -> Notes:
    """The notes of a sheet's part. ``names`` are the archive's parts by their names in small letters.

    Raises ``ScanFailed`` (``too-large``) for more than any sheet has.
    """
    notes = Notes()
    for kind, part in _related(archive, names, sheet):
        collect = _READERS.get(kind.rsplit("/", 1)[-1].lower())
        name = names.get(part.lower())
        if collect is None or name is None:
            continue
        try:
            collect(archive, name, notes, place)
        except ScanFailed as failed:
            if failed.reason != "damaged":
                raise
        except (KeyError, *ZIP_FAULTS):
            continue
    return notes


def _related(archive: zipfile.ZipFile, names: Mapping[str, str], sheet: str) -> Iterator[tuple[str, str]]:
    """(type, part) of what a sheet's part is related to."""
    folder, file = posixpath.split(sheet)
    relations = names.get(f"{folder}/_rels/{file}.rels".lower())
    found: list[tuple[str, str]] = []

    def relation(_: str, attributes: dict[str, str]) -> None:
        target = attribute(attributes, "Target")
        found.append((attribute(attributes, "Type"), posixpath.join(f"/{folder}", target)))

    if relations is not None:
        try:
            with archive.open(relations) as stream:
                walk(stream, relation)
        except (ScanFailed, *ZIP_FAULTS):
            pass
    return ((kind, posixpath.normpath(part).lstrip("/")) for kind, part in found)


def _comments(archive: zipfile.ZipFile, part: str, notes: Notes, place: Place) -> None:
    """xl/comments1.xml: authors, then what each wrote; who writes in Excel has his name above it, and a colon."""
    authors: list[str] = []
    reference = author = ""
    words: list[str] = []
    inside = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal reference, author, inside
        name = local(tag)
        if name == "author":
            authors.append("")
        elif name == "comment":
            number = attribute(attributes, "authorId")
            known = number.isdecimal() and int(number) < len(authors)
            reference, author = attribute(attributes, "ref"), authors[int(number)] if known else ""
            words.clear()
        if name in ("author", "t"):
            inside = name

    def text(said: str) -> None:
        if inside == "author":
            authors[-1] += said
        elif inside == "t":
            words.append(said)

    def end(tag: str) -> None:
        nonlocal inside
        name = local(tag)
        if name == "comment" and not author.startswith(_THREADED):
            row, column = place(reference)
            notes.add(row, column, "".join(words).strip().removeprefix(f"{author}:"))
        if name == inside:
            inside = ""

    with archive.open(part) as stream:
        walk(stream, start, end, text)


def _threads(archive: zipfile.ZipFile, part: str, notes: Notes, place: Place) -> None:
    """xl/threadedComments/threadedComment1.xml: a remark and each answer to it, with the cell they belong to."""
    reference = ""
    words: list[str] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal reference, inside
        name = local(tag)
        if name == "threadedComment":
            reference = attribute(attributes, "ref")
        inside = name == "text"

    def end(tag: str) -> None:
        nonlocal inside
        if local(tag) == "text":
            inside = False
            row, column = place(reference)
            notes.add(row, column, "".join(words))
            words.clear()

    with archive.open(part) as stream:
        walk(stream, start, end, lambda said: words.append(said) if inside else None)


def _shapes(archive: zipfile.ZipFile, part: str, notes: Notes, _: Place) -> None:
    """xl/drawings/drawing1.xml: boxes with text, each at the cell under its upper left corner."""
    shape = _Shape(notes)
    with archive.open(part) as stream:
        walk(stream, shape.start, shape.end, shape.text)


class _Shape:
    """Follows one drawing. What stands a second time for older programs (Fallback) is passed over."""

    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.row = self.column = 0
        self.words: list[str] = []
        self.inside = ""
        self.passed_over = 0
        self.in_corner = False

    def start(self, tag: str, _: dict[str, str]) -> None:
        name = local(tag)
        self.inside = ""
        if name in _ANCHORS:
            self.row = self.column = 0
            self.words.clear()
        elif name == "Fallback":
            self.passed_over += 1
        elif name in ("from", "to"):
            self.in_corner = name == "from"
        elif name == "t" or (name in ("row", "col") and self.in_corner):
            self.inside = name

    def text(self, said: str) -> None:
        if self.inside == "t" and not self.passed_over:
            self.words.append(said)
        elif self.inside in ("row", "col") and said.strip().isdecimal():
            setattr(self, {"row": "row", "col": "column"}[self.inside], int(said[:7]))

    def end(self, tag: str) -> None:
        name = local(tag)
        self.inside = ""
        if name == "p":
            self.words.append("\n")
        elif name == "Fallback":
            self.passed_over -= 1
        elif name == "from":
            self.in_corner = False
        elif name in _ANCHORS:
            self.notes.add(self.row, self.column, "".join(self.words), is_shape=True)


_READERS: Mapping[str, Callable[[zipfile.ZipFile, str, Notes, Place], None]] = {
    "comments": _comments,
    "threadedcomment": _threads,
    "drawing": _shapes,
}
