"""Whatever units send and in whatever order it arrives: the same content; again, no change; undone, as if never sent."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peidang.app import deciding, months, plans, receiving, sending, showing, stores, undoing
from peidang.db.store import Store
from tests.app import bureau
from tests.app.office import FARMING, FINANCE, MONTH, TODAY, WATER
from tests.app.plan_texts import OWN_UNIT, water_plan, write_plan

HEADS = ("进展情况", "存在问题")
ROWS = {WATER: (1, 2), FARMING: (2, 4), FINANCE: (3,)}
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

Sheet = tuple[str, bool, tuple[tuple[int, str, str], ...]]
"""Who sends, whether from the request sent again, and what was typed: (序号, head, text)."""


@dataclass(frozen=True)
class Template:
    """A store in which everybody answered once, with the first requests and those sent again."""

    store: Path
    requests: dict[tuple[str, bool], Path]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    folder = tmp_path_factory.mktemp("order")
    with stores.create_store(folder / "库.peidang") as store:
        plan_id = plans.add_plan(store, write_plan(folder, water_plan()), OWN_UNIT)
        period = months.open_month(store, plan_id, MONTH)
        requests = {}
        for again in (False, True):
            made = sending.send(store, plan_id, period.id, folder / f"发出{again}", TODAY)
            books = [one for one in made.files if one.path.suffix == ".xlsx"]
            requests.update({(one.what, again): one.path for one in books})
            for unit, rows in ROWS.items():
                first = bureau.fill(requests[unit, again].read_bytes(), {rows[0]: bureau.STARTED})
                receiving.receive(store, [bureau.put(folder / f"{unit}.xlsx", first)], today=TODAY)
    return Template(folder / "库.peidang", requests)


def sheets() -> st.SearchStrategy[Sheet]:
    """What one bureau may send."""
    typed = st.sampled_from(["甲", "乙", "（清空）", ""])

    def of_unit(unit: str) -> st.SearchStrategy[Sheet]:
        cells = st.tuples(st.sampled_from(ROWS[unit]), st.sampled_from(HEADS), typed)
        chosen = st.lists(cells, max_size=3, unique_by=lambda cell: cell[:2]).map(tuple)
        return st.tuples(st.just(unit), st.booleans(), chosen)

    return st.sampled_from(sorted(ROWS)).flatmap(of_unit)


def orders() -> st.SearchStrategy[tuple[list[Sheet], list[int]]]:
    """What the bureaus send, and an order in which it arrives."""
    several = st.lists(sheets(), min_size=2, max_size=4)
    return several.flatmap(lambda sent: st.tuples(st.just(sent), st.permutations(range(len(sent)))))


def workbooks(template: Template, sent: Sequence[Sheet], folder: Path) -> list[Path]:
    """The files as they arrive, each saved at a time of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    paths = []
    for number, (unit, again, cells) in enumerate(sent):
        lines: dict[int, dict[str, bureau.Filling]] = {}
        for serial, head, text in cells:
            lines.setdefault(serial, {})[head] = text
        saved = bureau.SAVED + timedelta(minutes=number + 1)
        data = bureau.fill(template.requests[unit, again].read_bytes(), lines, saved_at=saved)
        paths.append(bureau.put(folder / f"{number}_{unit}.xlsx", data))
    return paths


@contextmanager
def fresh(template: Template, folder: Path) -> Iterator[Store]:
    """The store before anything of the example arrived."""
    with stores.open_store(Path(shutil.copy(template.store, folder / "试.peidang"))) as store:
        yield store


def received(template: Template, folder: Path, drops: Sequence[Sequence[Path]]) -> dict[str, Any]:
    """The content after these drops, one after another."""
    with fresh(template, folder) as store:
        for drop in drops:
            receiving.receive(store, drop, today=TODAY)
        return showing.show(store)


@SLOW
@given(order=orders())
def test_the_order_and_the_number_of_drops_do_not_matter(
    template: Template, tmp_path: Path, order: tuple[list[Sheet], list[int]]
) -> None:
    paths = workbooks(template, order[0], tmp_path / "收到")
    whole = received(template, tmp_path, [paths])
    assert received(template, tmp_path, [[paths[place]] for place in order[1]]) == whole


@SLOW
@given(sent=st.lists(sheets(), min_size=1, max_size=4))
def test_the_same_files_again_change_nothing(template: Template, tmp_path: Path, sent: list[Sheet]) -> None:
    paths = workbooks(template, sent, tmp_path / "收到")
    with fresh(template, tmp_path) as store:
        receiving.receive(store, paths, today=TODAY)
        before = showing.show(store)
        again = receiving.receive(store, list(reversed(paths)), today=TODAY)
        assert {one.outcome for one in again.files} == {"same-again"}
        assert (again.batch, showing.show(store)) == (None, before)


@SLOW
@given(order=orders())
def test_an_undone_drop_leaves_what_the_others_made(
    template: Template, tmp_path: Path, order: tuple[list[Sheet], list[int]]
) -> None:
    paths = workbooks(template, order[0], tmp_path / "收到")
    gone = order[1][0]
    with fresh(template, tmp_path) as store:
        batches = [receiving.receive(store, [path], today=TODAY).batch for path in paths]
        undoing.undo(store, batches[gone] or 0)
        left = showing.show(store)
    assert left == received(template, tmp_path, [[path] for n, path in enumerate(paths) if n != gone])


@SLOW
@given(sent=st.lists(sheets(), min_size=2, max_size=4))
def test_a_rehearsal_foretells_what_comes(template: Template, tmp_path: Path, sent: list[Sheet]) -> None:
    paths = workbooks(template, sent, tmp_path / "收到")
    with fresh(template, tmp_path) as store:
        before = showing.show(store)
        told = receiving.receive(store, paths, today=TODAY, dry_run=True)
        assert showing.show(store) == before
        assert told.files == receiving.receive(store, paths, today=TODAY).files


@SLOW
@given(sent=st.lists(sheets(), min_size=2, max_size=4), picks=st.lists(st.integers(0, 11), min_size=1))
def test_every_question_can_be_settled_and_taken_back(
    template: Template, tmp_path: Path, sent: list[Sheet], picks: list[int]
) -> None:
    with fresh(template, tmp_path) as store:
        receiving.receive(store, workbooks(template, sent, tmp_path / "收到"), today=TODAY)
        made: list[tuple[dict[str, Any], int]] = []
        while waiting := deciding.open_decisions(store):
            assert len(made) < 40, "deciding must come to an end"
            pick = picks[len(made) % len(picks)]
            assert len({one.id for one in waiting}) == len(waiting), "no two questions have one number"
            asked = waiting[pick % len(waiting)]
            before = showing.show(store)
            made.append(
                (before, deciding.decide(store, asked.id, asked.choices[pick % len(asked.choices)].id))
            )
            assert asked.id not in {one.id for one in deciding.open_decisions(store)}
        for former, batch in reversed(made):
            undoing.undo(store, batch)
            assert showing.show(store) == former
