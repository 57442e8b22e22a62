"""The names a document prints become units of the store; what is in doubt about them is kept with the plan."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import uuid4

from peidang.db.store import Store
from peidang.domain.plan import Authority, Unit
from peidang.domain.plan_document import Doubt, PlanDocument
from peidang.plans.units import is_collective

SETTLED_BY_PROPOSAL = ("unit-typo", "unit-alias")


@dataclass
class Naming:
    """Printed names to units of one authority, each made once."""

    store: Store
    authority: Authority
    settled: Mapping[str, str]

    def unit(self, printed: str) -> Unit:
        """The unit of a printed name, made when it is new; a settled name is kept as an alias."""
        name = self.settled.get(printed, printed)
        unit = self.store.units.find_or_add(self.authority.id, name, collective=is_collective(name))
        if name != printed:
            self.store.units.add_alias(unit, printed)
        return unit

    def unit_id(self, printed: str) -> str:
        """The id of that unit."""
        return self.unit(printed).id


def new_id() -> str:
    """An id for a part of a plan: made once, kept through all versions."""
    return str(uuid4())


def settled_names(document: PlanDocument) -> dict[str, str]:
    """What the reader proposes for names in doubt, by printed name."""
    proposed = {
        doubt.quote: doubt.proposal
        for doubt in document.doubts
        if doubt.code in SETTLED_BY_PROPOSAL and doubt.proposal
    }
    return {name: _last(proposed, name) for name in proposed}


def _last(proposed: Mapping[str, str], name: str) -> str:
    """Follow proposals that lead to a name which is itself in doubt."""
    seen = {name}
    while (name := proposed.get(name, name)) in proposed and name not in seen:
        seen.add(name)
    return name


def kept_doubt(doubt: Doubt, settled: Mapping[str, str]) -> dict[str, object]:
    """A doubt as the store keeps it, settled where its name is."""
    return {
        "code": doubt.code,
        "place": doubt.place,
        "quote": doubt.quote,
        "proposal": doubt.proposal,
        "facts": doubt.facts,
        "choice": settled.get(doubt.quote) if doubt.code in SETTLED_BY_PROPOSAL else None,
    }
