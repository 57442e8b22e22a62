"""What became of a file of a drop: the words of ``app.views`` with the light that gives them shape and colour."""

from peidang.app.views import FileOutcome, outcome_word
from peidang.domain.labels import Light

LIGHTS: dict[str, Light] = {
    "taken": Light.ON_PACE,
    "nothing-new": Light.UNREPORTED,
    "same-again": Light.UNREPORTED,
    "older": Light.UNREPORTED,
    "wrong-month": Light.BEHIND,
    "wrong-plan": Light.SERIOUS,
    "wrong-unit": Light.SERIOUS,
    "unknown-unit": Light.SERIOUS,
    "needs-decision": Light.BEHIND,
    "needs-password": Light.SERIOUS,
    "evidence": Light.UNREPORTED,
    "request": Light.BEHIND,
    "refused": Light.SERIOUS,
}


def outcome_words(one: FileOutcome, taken: bool) -> tuple[str, Light]:
    """The outcome's words, and the light it takes its shape and colour from."""
    return outcome_word(one.outcome, taken), LIGHTS[one.outcome]


def urgency(one: FileOutcome) -> int:
    """Lower for what somebody should look at first."""
    return (Light.SERIOUS, Light.BEHIND, Light.ON_PACE, Light.UNREPORTED).index(LIGHTS[one.outcome])
