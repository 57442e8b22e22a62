"""How alike two texts are, 0 to 1, blanks and widths apart."""

from difflib import SequenceMatcher

from peidang.domain.row_matching import squeezed


def likeness(one: str, other: str) -> float:
    """1 for the same text to the eye; 0 where either is blank."""
    first, second = squeezed(one), squeezed(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() > 0.5 else 0.0
