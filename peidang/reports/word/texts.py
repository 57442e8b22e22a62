"""Runs of text as Word runs: the very characters that the PDF prints, a style where the face changes."""

from peidang.reports.paper import Runs
from peidang.reports.pdf.shaping import split_lines
from peidang.reports.word.styles import FACE_STYLES
from peidang.reports.word.xml import Element, add, add_text


def put_runs(paragraph: Element, text: Runs) -> int:
    """Add runs to a paragraph; a line feed starts a new line in it. Gives how many of them are numbers with a ref."""
    for n, line in enumerate(split_lines(text)):
        if n:
            add(add(paragraph, "r"), "br")
        for one in line:
            run = add(paragraph, "r")
            if one.face is not None:
                add(add(run, "rPr"), "rStyle", val=FACE_STYLES[one.face][0])
            add_text(run, one.text)
    return sum(one.ref is not None for one in text)
