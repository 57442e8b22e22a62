"""GLOSSARY.md and the code name the same things."""

import dataclasses
import enum
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "GLOSSARY.md").read_text(encoding="utf-8")
NOUNS = ("plan", "answers", "travel", "periods", "labels", "merging", "rule_sheet")


def table_rows(columns: int) -> Iterator[list[str]]:
    for line in TEXT.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == columns and not line.startswith("|---"):
            yield cells


NAMED = [
    name for cells in table_rows(4) for name in re.findall(r"`([\w.]+)`", cells[2]) if cells[2] != "in code"
]


def find(name: str) -> object:
    """What a dotted name below ``peidang`` stands for. Raises AttributeError or ModuleNotFoundError."""
    room, module, *rest = name.split(".")
    found: object = importlib.import_module(f"peidang.{room}.{module}")
    if hasattr(found, "__path__") and not hasattr(found, rest[0]):  # a room within a room
        found = importlib.import_module(f"peidang.{room}.{module}.{rest.pop(0)}")
    for part in rest:
        if inspect.isclass(found) and part in {field.name for field in _fields(found)}:
            return found
        found = getattr(found, part)
    return found


def _fields(found: type) -> tuple["dataclasses.Field[object]", ...]:
    return dataclasses.fields(found) if dataclasses.is_dataclass(found) else ()


def nouns() -> Iterator[str]:
    """The public dataclasses and enums of the rooms of nouns."""
    for module_name in NOUNS:
        module = importlib.import_module(f"peidang.domain.{module_name}")
        for name, one in vars(module).items():
            own = inspect.isclass(one) and one.__module__ == module.__name__ and not name.startswith("_")
            if own and (dataclasses.is_dataclass(one) or issubclass(one, enum.Enum)):
                yield f"domain.{module_name}.{name}"


def codes_of_checks() -> set[str]:
    """The codes that the checks give, as their sources say."""
    sources = (ROOT / "peidang" / "domain" / "checks").glob("*.py")
    given = re.compile(r"(?:\.must|\.explain|\bFinding)\(\s*\"([a-z-]+)\"")
    return {code for path in sources for code in given.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", NAMED)
def test_a_name_of_the_glossary_exists(name: str) -> None:
    assert find(name) is not None


@pytest.mark.parametrize("name", list(nouns()))
def test_a_noun_of_the_domain_is_in_the_glossary(name: str) -> None:
    assert name in NAMED


def test_every_finding_is_explained_and_no_other() -> None:
    told = {cells[0].strip("`") for cells in table_rows(3)} - {"finding"}
    assert told == codes_of_checks()


def test_no_chinese_term_is_told_twice() -> None:
    terms = [cells[0] for cells in table_rows(4) if cells[0] != "中文"]
    assert len(terms) == len(set(terms)) > 80


def test_a_name_that_is_gone_would_be_found() -> None:
    with pytest.raises(AttributeError):
        find("domain.plan.Plan.no_such_thing")
    with pytest.raises(ModuleNotFoundError):
        find("domain.nowhere.Plan")
