"""Shorthands of the reader's tests."""

from pathlib import Path

from peidang.domain.plan_document import DocumentTarget, PlanDocument
from peidang.files.open import read_document
from peidang.files.text import read_text
from peidang.plans.reader import read_plan
from peidang.plans.targets import read_targets
from peidang.resources import resource

GOLD = Path(__file__).parent.parent / "data" / "gold"
PLAN_NAMES = sorted(path.stem for path in GOLD.glob("*.json"))


def plan_text(name: str) -> str:
    return resource("plans", f"{name}.txt").read_text(encoding="utf-8")


def shipped_plan(name: str) -> PlanDocument:
    path = resource("plans", f"{name}.txt")
    return read_plan(read_document(path), path.name)


def plan_from(text: str) -> PlanDocument:
    return read_plan(read_text(text), "test.txt")


def targets_of(text: str) -> list[DocumentTarget]:
    return read_targets(text).targets
