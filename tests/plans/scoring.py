"""How well a reading agrees with an annotated plan, by the conventions of tests/data/gold/README.md.

Texts are compared without blanks and with unified character width; indicator and quote count by overlap.
"""

import unicodedata
from collections import Counter
from typing import Any

BRACKETS = str.maketrans("〔〕【】〈〉", "()()<>")
EXACT_TARGET_FIELDS = ("value", "value_high", "unit_of_measure", "relation", "due", "frequency", "baseline")


def same(text: object) -> str:
    """A text as it is compared."""
    folded = unicodedata.normalize("NFKC", "" if text is None else str(text)).translate(BRACKETS)
    return "".join(folded.split()).rstrip("。.;；")


def overlap(one: str, other: str) -> float:
    """Share of characters two texts have in common, 0 to 1."""
    mine, others = Counter(same(one)), Counter(same(other))
    return 2 * (mine & others).total() / max(1, mine.total() + others.total())


def head(plan: dict[str, Any]) -> tuple[object, ...]:
    """The fields of the head, comparable."""
    fields = ("title", "document_number", "issuer", "issued_on", "draft")
    return (*(same(plan[field]) for field in fields), tuple(map(same, plan["sections"])))


def tasks(plan: dict[str, Any]) -> list[tuple[object, ...]]:
    """Every task as a comparable tuple."""
    fields = ("section", "group", "label", "title")
    return [
        (
            *(same(task[field]) for field in fields),
            names(task["lead"]),
            names(task["responsible"]),
            task["shared_by_duty"],
        )
        for task in plan["tasks"]
    ]


def rows(plan: dict[str, Any]) -> list[tuple[object, ...]]:
    """Every row of the schedule as a comparable tuple."""
    fields = ("serial", "section", "task", "measure")
    return [
        (*(same(row[field]) for field in fields), names(row["lead"]), names(row["responsible"]))
        for row in plan["schedule"]
    ]


def names(units: list[str]) -> tuple[str, ...]:
    """Unit names, comparable."""
    return tuple(same(unit) for unit in units)


def targets(plan: dict[str, Any]) -> list[tuple[object, ...]]:
    """Every target without its soft fields, with the title of its task."""
    return [
        (
            None if target["task"] is None else same(plan["tasks"][target["task"]]["title"]),
            *(same(target[field]) for field in EXACT_TARGET_FIELDS),
        )
        for target in plan["targets"]
    ]
