"""A decision with the errand that carries it out."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from peidang.app.views import Decision
from peidang.db.store import Store


@dataclass(frozen=True)
class Case:
    """An open decision. ``settle(store, batch, choice id)`` writes the choice into the batch."""

    decision: Decision
    period_id: str
    settle: Callable[[Store, int, str], None]


def short_id(*parts: str) -> str:
    """What is typed to name a decision; the same as long as the question is the same."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
