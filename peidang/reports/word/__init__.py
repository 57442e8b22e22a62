"""Word papers as offices set them: the ``Paper`` that is printed as PDF, as .docx with real styles.

Begin with ``render`` (the whole paper); ``styles`` says how each part looks, ``pages`` holds sections, headers and page
numbers, ``body`` and ``tables`` set the words. ``plain_page`` is for letters and forms without annexes. python-docx is
imported when the first paper is made, not before: the command line starts without it.
"""

from peidang.reports.word.body import place_mark
from peidang.reports.word.faces import OfficeFonts
from peidang.reports.word.render import DocxFacts, render_docx

__all__ = ["DocxFacts", "OfficeFonts", "place_mark", "render_docx"]
