"""What a head means in a table of which nobody says whether its lines are tasks or indicators, or both."""

from dataclasses import dataclass

from peidang.domain.labels import Field
from peidang.exchange.foreign_form.meanings import Meaning
from peidang.exchange.recognition.head_words import Key, Kind, sense_of

_MEANINGS = {
    (Kind.ROW, Key.NAME): Meaning.TASK,
    (Kind.ROW, Key.TEXT): Meaning.MEASURE,
    (Kind.INDICATOR, Key.NAME): Meaning.INDICATOR,
}
_OF_BOTH = {
    Key.SERIAL: Meaning.SERIAL,
    Key.LEADS: Meaning.LEADS,
    Key.RESPONSIBLE: Meaning.RESPONSIBLE,
    Key.UNIT: Meaning.REPORTER,
    Key.TARGET: Meaning.TARGET,
    Key.MEASURE_UNIT: Meaning.UNIT_OF_MEASURE,
    Key.DUE: Meaning.DUE,
    Key.PREVIOUS: Meaning.PREVIOUS,
}
SURE = 1
"""Up to this rank a head is one of the words offices use; beyond, it is only like one."""


@dataclass(frozen=True)
class HeadSense:
    """What a head means; ``rank`` as in the recogniser's ``Sense``."""

    meaning: Meaning
    rank: int
    compound: bool


def head_sense(text: str) -> HeadSense | None:
    """What a head (folded, without its month) says its column holds; None for words nobody knows."""
    read = ((kind, sense_of(text, kind)) for kind in Kind)
    known = [(sense.rank, kind, sense) for kind, sense in read if sense is not None]
    if not known:
        return None
    rank, kind, sense = min(known, key=lambda one: (one[0], list(Kind).index(one[1])))
    said = sense.meaning
    if isinstance(said, Field):
        return HeadSense(Meaning(said.value), rank, sense.compound)
    return HeadSense(_MEANINGS.get((kind, said)) or _OF_BOTH[said], rank, sense.compound)
