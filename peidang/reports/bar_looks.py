"""How the parts of a bar look, on every paper: a colour and a pattern, so that a black-and-white print reads, too.

Nothing of a chart is drawn in plain black: rules of tables are, and a reader of the file can tell the two apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from peidang.domain.labels import Light
from peidang.reports.paper import Tone

Pattern = Literal["solid", "diagonal", "across", "down"]
EDGE = "#333333"
TICK = "#1A1A1A"


@dataclass(frozen=True)
class Look:
    """``paper`` is the ground, ``ink`` what the pattern is drawn with; a solid part is all ground."""

    paper: str
    ink: str = EDGE
    pattern: Pattern = "solid"


LOOKS: Mapping[Tone, Look] = {
    Light.DONE: Look("#DCE8F5", "#2C6DB5", "across"),
    Light.ON_PACE: Look("#8CC9A1"),
    Light.BEHIND: Look("#FFF3DB", "#B57400", "diagonal"),
    Light.SERIOUS: Look("#B9352A"),
    Light.UNREPORTED: Look("#FFFFFF"),
    None: Look("#FFFFFF", "#626A74", "down"),
}
"""In grey: stripes across, light grey, slanting stripes, dark grey, white, upright stripes."""
