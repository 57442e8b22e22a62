"""The five annotated plans are read as annotated."""

import json
from typing import Any

import pytest

from peidang.plans.as_json import plan_as_json
from tests.plans.reading import GOLD, PLAN_NAMES, plan_text, shipped_plan
from tests.plans.scoring import head, overlap, rows, targets, tasks


@pytest.fixture(params=PLAN_NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def gold(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((GOLD / f"{name}.json").read_text(encoding="utf-8"))
    return data


@pytest.fixture
def read(name: str) -> dict[str, Any]:
    return json.loads(json.dumps(plan_as_json(shipped_plan(name)), ensure_ascii=False))


def test_there_are_five_annotated_plans() -> None:
    assert len(PLAN_NAMES) == 5


def test_the_head_is_as_annotated(gold: dict[str, Any], read: dict[str, Any]) -> None:
    assert head(read) == head(gold)


def test_every_task_is_as_annotated(gold: dict[str, Any], read: dict[str, Any]) -> None:
    assert tasks(read) == tasks(gold)


def test_every_target_is_as_annotated(gold: dict[str, Any], read: dict[str, Any]) -> None:
    assert targets(read) == targets(gold)
    for mine, theirs in zip(read["targets"], gold["targets"], strict=True):
        assert overlap(mine["indicator"], theirs["indicator"]) >= 0.75, theirs["quote"]
        assert overlap(mine["quote"], theirs["quote"]) >= 0.95, theirs["quote"]


def test_every_row_of_the_annex_is_as_annotated(gold: dict[str, Any], read: dict[str, Any]) -> None:
    assert rows(read) == rows(gold)


def test_every_quote_stands_in_the_source(name: str) -> None:
    source = "".join(plan_text(name).split())
    for target in shipped_plan(name).targets:
        assert target.quote in source
