"""Plans go in and come out whole, version by version."""

import dataclasses
import itertools
import time
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peidang.db.store import Store
from peidang.domain.errors import NotFound
from peidang.domain.labels import Role
from peidang.domain.plan import Plan, Row
from tests.db.office import SOURCE, a_row, a_target, furnish, lead

JULY = "2025-07-01"


def change(store: Store, plan: Plan, valid_from: str = JULY, **values: object) -> Plan:
    """Store the plan with these parts replaced as its next version."""
    changed = dataclasses.replace(plan, **values)  # type: ignore[arg-type]
    number = store.plans.add_version(changed, valid_from, SOURCE)
    return dataclasses.replace(changed, version=number)


def test_a_plan_comes_out_as_it_went_in(store: Store) -> None:
    plan = furnish(store).plan
    assert store.plans.get(plan.id) == plan


def test_an_unknown_plan_is_told(store: Store) -> None:
    with pytest.raises(NotFound):
        store.plans.get("nowhere")
    with pytest.raises(NotFound):
        store.plans.version_on("nowhere", JULY)


class TestVersions:
    def test_a_dropped_row_is_gone_from_the_new_version_and_stays_in_the_old(self, store: Store) -> None:
        first = furnish(store).plan
        second = change(store, first, rows=first.rows[:1])
        assert store.plans.get(first.id) == second
        assert store.plans.get(first.id, 1) == first

    def test_a_row_that_comes_back_keeps_its_id(self, store: Store) -> None:
        first = furnish(store).plan
        second = change(store, first, rows=first.rows[:1])
        third = change(store, second, "2025-08-01", rows=first.rows)
        assert store.plans.get(first.id) == third
        assert store.plans.get(first.id, 2) == second

    @pytest.mark.parametrize(
        "values",
        [
            {"task": "新任务"},
            {"grounds": "会议纪要"},
            {"due": None},
            {"extra": ()},
            {"state_grounds": "批示"},
        ],
        ids=str,
    )
    def test_a_changed_row_is_changed_from_there_on_only(self, store: Store, values: dict[str, str]) -> None:
        first = furnish(store).plan
        rows = (dataclasses.replace(first.rows[0], **values), first.rows[1])  # type: ignore[arg-type]
        second = change(store, first, rows=rows)
        assert store.plans.get(first.id) == second
        assert store.plans.get(first.id, 1) == first

    def test_an_assignment_can_move_to_another_row(self, store: Store) -> None:
        first = furnish(store).plan
        one, two = first.rows
        moved = (
            dataclasses.replace(one, assignments=one.assignments[:1]),
            dataclasses.replace(two, assignments=(one.assignments[1], two.assignments[1])),
        )
        second = change(store, first, rows=moved)
        assert store.plans.get(first.id) == second
        assert store.plans.get(first.id, 1) == first

    def test_targets_can_be_joined_under_one_indicator(self, store: Store) -> None:
        first = furnish(store).plan
        (known,) = first.indicators
        other = dataclasses.replace(
            known, id="indicator-2", targets=(a_target("target-3", "50", "2030"),), nodes=(), bases=()
        )
        second = change(store, first, indicators=(known, other))
        joined = dataclasses.replace(known, targets=(*known.targets, *other.targets))
        third = change(store, second, "2025-08-01", indicators=(joined,))
        assert store.plans.get(first.id) == third
        assert store.plans.get(first.id, 2) == second

    def test_extra_columns_are_those_of_the_version_in_their_order(self, store: Store) -> None:
        first = furnish(store).plan
        change(store, first, extra_columns=("资金", "备注"))
        assert store.plans.get(first.id).extra_columns == ("资金", "备注")
        assert store.plans.get(first.id, 1).extra_columns == ("备注",)

    def test_the_version_in_force_on_a_day(self, store: Store) -> None:
        first = furnish(store).plan
        change(store, first)
        days = ("2024-01-01", "2025-06-30", JULY, "2026-01-01")
        assert [store.plans.version_on(first.id, day) for day in days] == [1, 1, 2, 2]
        assert store.plans.heads()[0].versions == 2

    def test_only_what_changed_is_written(self, store: Store) -> None:
        first = furnish(store).plan
        change(store, first, rows=(dataclasses.replace(first.rows[0], task="新任务"), first.rows[1]))
        written = {
            table: store._db.execute(f"SELECT count(*) FROM {table} WHERE version = 2").fetchone()[0]
            for table in ("row_version", "assignment_version", "target_version")
        }
        assert written == {"row_version": 1, "assignment_version": 0, "target_version": 0}

    def test_indicators_can_be_settled_without_a_new_version(self, store: Store) -> None:
        plan = furnish(store).plan
        (known,) = plan.indicators
        target = dataclasses.replace(known.targets[0], value=Decimal(16))
        settled = dataclasses.replace(known, reporter_ids=("yi", "jia"), targets=(target,))
        store.plans.replace_indicators(plan.id, (settled,))
        assert store.plans.get(plan.id) == dataclasses.replace(plan, indicators=(settled,))


class TestBesideThePlan:
    def test_a_contact_is_kept_per_plan_and_unit(self, store: Store) -> None:
        plan = furnish(store).plan
        store.plans.set_contact(plan.id, "jia", "张某", "000-0000")
        store.plans.set_contact(plan.id, "jia", "李某", "000-0001")
        assert store.plans.contact_line(plan.id, "jia") == "李某 000-0001"
        assert store.plans.contact_line(plan.id, "yi") == ""

    def test_doubts_stay_in_order_and_are_settled_one_by_one(self, store: Store) -> None:
        plan = furnish(store).plan
        doubts = [
            {
                "code": "unit-typo",
                "place": "附件",
                "quote": quote,
                "proposal": None,
                "facts": (("rows", "3"),),
            }
            for quote in ("甲", "乙")
        ]
        store.plans.add_doubts(plan.id, 1, doubts)
        store.plans.settle_doubt(store.plans.doubts(plan.id)[1].id, "市乙局")
        assert [(d.quote, d.choice, d.facts) for d in store.plans.doubts(plan.id)] == [
            ("甲", None, (("rows", "3"),)),
            ("乙", "市乙局", (("rows", "3"),)),
        ]

    def test_who_coordinates_is_told_in_the_list(self, store: Store) -> None:
        plan = furnish(store).plan
        assert store.plans.heads()[0].coordinates
        store.plans.change(plan.id, coordinator_id="yi")
        assert not store.plans.heads()[0].coordinates
        assert not store.plans.get(plan.id).coordinates


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@st.composite
def some_rows(draw: st.DrawFn) -> tuple[Row, ...]:
    """Any of five rows in any wording, with any of their assignments."""
    rows = []
    for serial in sorted(draw(st.sets(st.integers(1, 5)))):
        units = draw(st.lists(st.tuples(st.sampled_from(["jia", "yi"]), st.sampled_from(Role)), max_size=3))
        parts = [lead(f"as-{serial}-{n}", unit, n, role) for n, (unit, role) in enumerate(units)]
        parts.sort(key=lambda part: part.role is not Role.LEAD)
        due = draw(st.sampled_from([None, "2025", "2025-06"]))
        rows.append(a_row(serial, *parts, due=due, task=draw(texts), grounds=draw(texts)))
    return tuple(rows)


numbered = itertools.count(1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(some_rows(), min_size=1, max_size=4))
def test_every_version_comes_out_as_it_went_in(tmp_path: Path, changes: list[tuple[Row, ...]]) -> None:
    with Store.create(tmp_path / f"{next(numbered)}.peidang") as store:
        first = dataclasses.replace(furnish(store).plan, indicators=())
        versions = [change(store, first, rows=rows) for rows in changes]
        for version in versions:
            assert store.plans.get(first.id, version.version).rows == version.rows


def test_three_hundred_rows_are_stored_and_read_in_reasonable_time(store: Store) -> None:
    plan = furnish(store).plan
    rows = tuple(
        a_row(n, *(lead(f"many-{n}-{k}", unit, k) for k, unit in enumerate(["jia", "yi"])))
        for n in range(1, 301)
    )
    began = time.process_time()
    with store.transaction():
        change(store, plan, rows=rows)
    assert store.plans.get(plan.id).rows == rows
    assert time.process_time() - began < 5
