"""Runs of text as Word runs: the very characters that the PDF prints, a style where the face changes."""

from peidang.reports.paper import Face, Runs
from peidang.reports.pdf.shaping import split_lines
from peidang.reports.word.styles import FACE_STYLES
from peidang.reports.word.xml import Element, add, add_text

SHARED = frozenset("“”‘’—…·×÷°±§①②③④⑤⑥⑦⑧⑨⑩●■▲◆○")
"""Marks of both scripts: Word sets them in Western width unless it is told that the text is Chinese."""


def put_runs(paragraph: Element, text: Runs) -> int:
    """Add runs to a paragraph; a line feed starts a new line in it. Gives how many of them are numbers with a ref."""
    for n, line in enumerate(split_lines(text)):
        if n:
            add(add(paragraph, "r"), "br")
        for one in line:
            run = add(paragraph, "r")
            _look(run, one.text, one.face)
            add_text(run, one.text)
    return sum(one.ref is not None for one in text)


def _look(run: Element, text: str, face: Face | None) -> None:
    """What the run says of itself, if anything."""
    shared = not SHARED.isdisjoint(text)
    if face is None and not shared:
        return
    looks = add(run, "rPr")
    if face is not None:
        add(looks, "rStyle", val=FACE_STYLES[face][0])
    if shared:
        add(looks, "rFonts", hint="eastAsia")
