"""The five annotated plans score as well from Word, PDF, old Word and spreadsheets as they do from plain text."""

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from peidang.files.open import read_document
from peidang.plans.as_json import plan_as_json
from peidang.plans.reader import read_plan
from tests.plans.document_makers import (
    converted,
    save_plain_word_plan,
    save_schedule_workbook,
    save_typed_word_plan,
    save_word_plan,
)
from tests.plans.reading import GOLD, PLAN_NAMES, plan_text
from tests.plans.scoring import head, overlap, rows, targets, tasks

LEAST = 0.98
TITLE = "重点任务配档表"
SCHEDULES = [name for name in PLAN_NAMES if "\t" in plan_text(name)]
MADE = {
    "word": ("word", "docx"),
    "plain word": ("plain", "docx"),
    "typed word": ("typed", "docx"),
    "word saved by LibreOffice": ("office", "docx"),
    "old word": ("office", "doc"),
    "pdf": ("office", "pdf"),
    "plain pdf": ("office-plain", "pdf"),
}


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every plan in every form; LibreOffice starts once for each form."""
    folder = tmp_path_factory.mktemp("documents")
    profile = folder / "profile"
    (folder / "word").mkdir()
    (folder / "plain").mkdir()
    (folder / "typed").mkdir()
    for name in PLAN_NAMES:
        save_word_plan(plan_text(name), folder / "word" / f"{name}.docx")
        save_plain_word_plan(plan_text(name), folder / "plain" / f"{name}.docx")
        save_typed_word_plan(plan_text(name), folder / "typed" / f"{name}.docx")
    word = sorted((folder / "word").glob("*.docx"))
    for kind in ("docx", "doc", "pdf"):
        converted(word, kind, folder / "office", profile)
    converted(sorted((folder / "plain").glob("*.docx")), "pdf", folder / "office-plain", profile)
    for name in SCHEDULES:
        save_schedule_workbook(plan_text(name), folder / f"{name}.xlsx", TITLE)
        for kind in ("xls", "ods"):
            converted([folder / f"{name}.xlsx"], kind, folder, profile)
    return folder


def gold_of(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    return data


def read(path: Path) -> dict[str, Any]:
    return plan_as_json(read_plan(read_document(path), path.name))


def share(mine: Sequence[object], theirs: Sequence[object]) -> float:
    """How much of both is the same."""
    most = max(len(mine), len(theirs))
    return (Counter(map(str, mine)) & Counter(map(str, theirs))).total() / most if most else 1.0


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("name", PLAN_NAMES)
@pytest.mark.parametrize("form", MADE)
def test_a_plan_reads_the_same_in_every_form(documents: Path, form: str, name: str) -> None:
    folder, ending = MADE[form]
    mine, gold = read(documents / folder / f"{name}.{ending}"), gold_of(name)
    for part in (head, tasks, targets, rows):
        assert share(part(mine), part(gold)) >= LEAST, part.__name__
    assert head(mine) == head(gold)
    for found, wanted in zip(mine["targets"], gold["targets"], strict=True):
        assert overlap(found["indicator"], wanted["indicator"]) >= 0.75, wanted["quote"]
        assert overlap(found["quote"], wanted["quote"]) >= 0.95, wanted["quote"]


@pytest.mark.needs_libreoffice
@pytest.mark.parametrize("name", SCHEDULES)
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_schedule_alone_reads_the_same_as_a_sheet(documents: Path, ending: str, name: str) -> None:
    mine = read(documents / f"{name}.{ending}")
    assert share(rows(mine), rows(gold_of(name))) >= LEAST
    assert mine["title"] == TITLE


def test_there_is_a_schedule_among_the_plans() -> None:
    assert len(SCHEDULES) == 1
