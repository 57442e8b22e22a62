"""A newer document becomes the plan's next version; confirmed twice it changes nothing more."""

import dataclasses
from collections.abc import Sequence
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peidang.domain.change_words import edit_sentence
from peidang.domain.errors import Refused
from peidang.domain.labels import IndicatorReporting, Role
from peidang.domain.plan import Plan
from peidang.domain.plan_changes import ChangeKind, Changes, Edit, NewReading, propose_changes
from peidang.domain.plan_document import DocumentRow, DocumentTarget
from peidang.domain.plan_revision import Revision, revise
from tests.domain.builders import a_plan
from tests.domain.test_row_matching import WORKS


def a_line(
    serial: int, measure: str, *lead: str, responsible: Sequence[str] = (), **more: object
) -> DocumentRow:
    kept = {"section": "一、行动", "task": f"任务{measure[:4]}"} | more
    units = lead or ("市甲局",)
    return DocumentRow(serial=serial, measure=measure, lead=units, responsible=tuple(responsible), **kept)  # type: ignore[arg-type]


def a_goal(indicator: str, value: str, due: str | None = "2025", **more: object) -> DocumentTarget:
    kept = {"task": None, "quote": f"{indicator}达到{value}家", "relation": ">=", "value_high": None} | more
    kept |= {"unit_of_measure": "家", "frequency": "once", "baseline": None}
    return DocumentTarget(indicator=indicator, value=value, due=due, **kept)  # type: ignore[arg-type]


def reading(
    *rows: DocumentRow, targets: Sequence[tuple[DocumentTarget, int | None]] = (), **more: tuple[str, ...]
) -> NewReading:
    return NewReading(
        rows, tuple(target for target, _ in targets), tuple(place for _, place in targets), **more
    )


def made(plan: Plan, new: NewReading, chosen: Sequence[str] | None = None) -> Revision:
    changes = propose_changes(plan, new)
    return apply(plan, new, changes, chosen)


def apply(plan: Plan, new: NewReading, changes: Changes, chosen: Sequence[str] | None = None) -> Revision:
    ids = (f"new-{len(plan.rows)}-{plan.version}-{n}" for n in count())
    revision = revise(plan, new, changes, changes.choose(chosen), lambda name: name, lambda: next(ids))
    return dataclasses.replace(revision, plan=dataclasses.replace(revision.plan, version=plan.version + 1))


def plan_of(new: NewReading) -> Plan:
    return made(a_plan(), new).plan


THREE = reading(*(a_line(n, work) for n, work in enumerate(WORKS[:3], start=1)))


class TestRows:
    def test_a_first_document_is_all_additions(self) -> None:
        assert [row.measure for row in plan_of(THREE).rows] == list(WORKS[:3])

    def test_a_merge_is_linked_from_both_and_takes_their_targets_along(self) -> None:
        target = a_goal("绿色工厂", "30")
        before = plan_of(dataclasses.replace(THREE, targets=(target,), target_rows=(1,)))
        new = reading(a_line(1, f"{WORKS[0]}；{WORKS[1]}。"), a_line(2, WORKS[2]))
        changes = propose_changes(before, new)
        (merge,) = changes.of(ChangeKind.ROWS_MERGED)
        after = apply(before, new, changes, [merge.id])
        one = after.plan.rows[0]
        assert after.links == tuple(("merge", row.id, one.id) for row in before.rows[:2])
        assert after.plan.indicators[0].targets[0].row_id == one.id

    def test_a_split_that_is_none_is_made_without_links(self) -> None:
        before = plan_of(reading(a_line(1, f"{WORKS[0]}；{WORKS[1]}。")))
        new = reading(a_line(1, WORKS[0]), a_line(2, WORKS[1]))
        (split,) = propose_changes(before, new).of(ChangeKind.ROW_SPLIT)
        after = made(before, new, [split.options[1].id])
        assert (len(after.plan.rows), after.links) == (2, ())

    def test_a_row_left_standing_does_not_share_its_number(self) -> None:
        before = plan_of(THREE)
        new = reading(a_line(1, WORKS[0]), a_line(2, WORKS[2]))
        changes = propose_changes(before, new)
        (numbers,) = changes.of(ChangeKind.RENUMBERED)
        after = apply(before, new, changes, [numbers.id]).plan
        assert [(row.serial, row.measure) for row in after.rows] == list(enumerate(WORKS[:3], start=1))

    def test_two_new_rows_cannot_be_the_same_old_one(self) -> None:
        before = plan_of(reading(a_line(1, WORKS[0])))
        new = reading(a_line(1, WORKS[0] + "等"), a_line(2, WORKS[0] + "等"))
        changes = propose_changes(before, new)
        first = [change.options[0].id for change in changes.of(ChangeKind.WHICH_ROW)]
        with pytest.raises(Refused, match="same-row-twice"):
            apply(before, new, changes, first)

    def test_two_answers_to_one_change_are_refused(self) -> None:
        before = plan_of(THREE)
        new = reading(a_line(1, WORKS[0] + "等"), *THREE.rows[1:])
        (change,) = propose_changes(before, new).changes
        with pytest.raises(Refused, match="two-answers"):
            made(before, new, [one.id for one in change.options])

    def test_columns_of_rows_that_stay_stay(self) -> None:
        before = plan_of(reading(a_line(1, WORKS[0], extra=(("责任人", "张某"),)), extra_columns=("责任人",)))
        after = made(before, reading(a_line(2, WORKS[4]), extra_columns=("备注",)), ["1"]).plan
        assert after.extra_columns == ("备注", "责任人")


class TestWords:
    def test_of_long_texts_only_the_difference_is_shown(self) -> None:
        text = "".join(WORKS)
        told = edit_sentence(
            Edit("measure", text, text.replace("新建标准化粮仓十二座", "新建标准化粮仓十五座"))
        )
        assert told == (
            "推进措施及目标：原“新建标准化粮仓十二座，完善通风熏蒸设备改造…”，"
            "现“新建标准化粮仓十五座，完善通风熏蒸设备改造…”"
        )
        told = edit_sentence(Edit("measure", text, text + "，落实责任"))
        assert told == f"推进措施及目标：原“…{text[-12:]}”，现“…{text[-12:]}，落实责任”"

    def test_an_empty_cell_is_called_so(self) -> None:
        assert edit_sentence(Edit("due", "", "2025年")) == "完成时限：原“（空）”，现“2025年”"


class TestIndicators:
    def two_dues(self) -> NewReading:
        targets = [(a_goal("示范企业", "15", "2025"), 0), (a_goal("示范企业", "30", "2027"), 0)]
        return reading(a_line(1, WORKS[0]), a_line(2, WORKS[1], "市乙局"), targets=targets)

    def test_each_due_keeps_its_target(self) -> None:
        before = plan_of(self.two_dues())
        new = dataclasses.replace(
            self.two_dues(), targets=(a_goal("示范企业", "18", "2025"), a_goal("示范企业", "30", "2027"))
        )
        (change,) = propose_changes(before, new).changes
        assert change.old == (before.indicators[0].targets[0].id,)

    def test_a_third_target_joins_its_indicator(self) -> None:
        before = plan_of(self.two_dues())
        old = self.two_dues()
        new = dataclasses.replace(
            old, targets=(*old.targets, a_goal("示范企业", "50", "2030")), target_rows=(0, 0, 0)
        )
        (after,) = made(before, new).plan.indicators
        assert (after.id, len(after.targets)) == (before.indicators[0].id, 3)

    def test_another_unit_of_measure_is_another_indicator(self) -> None:
        before = plan_of(self.two_dues())
        other = dataclasses.replace(a_goal("示范企业", "15"), unit_of_measure="%")
        new = reading(*self.two_dues().rows, targets=[(other, 0)])
        kinds = [change.kind for change in propose_changes(before, new).changes]
        assert kinds == [ChangeKind.TARGET_ADDED, ChangeKind.TARGET_DROPPED, ChangeKind.TARGET_DROPPED]

    def test_who_tells_it_follows_the_lead_unless_somebody_decided(self) -> None:
        before = plan_of(self.two_dues())
        assert before.indicators[0].reporter_ids == ("市甲局",)
        rows = (a_line(1, WORKS[0], "市丙局"), *self.two_dues().rows[1:])
        new = dataclasses.replace(self.two_dues(), rows=rows)
        assert made(before, new).plan.indicators[0].reporter_ids == ("市丙局",)
        decided = dataclasses.replace(
            before.indicators[0], reporting=IndicatorReporting.SUM, reporter_ids=("市甲局", "市乙局")
        )
        kept = made(dataclasses.replace(before, indicators=(decided,)), new).plan.indicators[0]
        assert (kept.reporting, kept.reporter_ids) == (decided.reporting, decided.reporter_ids)

    def test_with_two_leads_it_is_to_be_settled(self) -> None:
        before = plan_of(self.two_dues())
        rows = (a_line(1, WORKS[0], "市甲局", "市乙局"), *self.two_dues().rows[1:])
        after = made(before, dataclasses.replace(self.two_dues(), rows=rows)).plan.indicators[0]
        assert (after.reporting, after.reporter_ids) == (IndicatorReporting.UNSETTLED, ())

    def test_an_indicator_without_a_target_is_gone(self) -> None:
        before = plan_of(self.two_dues())
        assert made(before, reading(*self.two_dues().rows)).plan.indicators == ()


units = st.lists(st.sampled_from(["市甲局", "市乙局", "市丙局"]), min_size=1, max_size=2, unique=True)
measures = st.lists(st.sampled_from(WORKS), min_size=1, max_size=2, unique=True).map("；".join)


@st.composite
def readings(draw: st.DrawFn) -> NewReading:
    """Any table of these works with any of their targets; no two rows say the same."""
    texts = draw(st.lists(measures, max_size=6, unique_by=lambda text: frozenset(text.split("；"))))
    rows = [
        a_line(n, text, *draw(units), due=draw(st.sampled_from([None, "2025", "2026-06"])))
        for n, text in enumerate(texts, start=1)
    ]
    places = st.sampled_from([None, *range(len(rows))])
    goals = st.builds(a_goal, st.sampled_from(["粮仓", "绿色工厂"]), st.sampled_from(["5", "9"]))
    targets = draw(st.lists(st.tuples(goals, places), max_size=4))
    return reading(*rows, targets=targets)


def said(plan: Plan) -> tuple[object, ...]:
    """What the plan says, without ids."""
    rows = [
        (r.serial, r.section, r.task, r.measure, r.due, [[a.printed for a in r.units(role)] for role in Role])
        for r in plan.rows
    ]
    serial = {row.id: row.serial for row in plan.rows}
    targets = [
        (one.name, str(target.value), target.due, serial.get(target.row_id or ""))
        for one in plan.indicators
        for target in one.targets
    ]
    return rows, sorted(targets, key=repr)


@settings(max_examples=150, deadline=None)
@given(readings(), readings())
def test_all_confirmed_the_plan_says_what_the_document_says_and_ids_stay_unique(
    first: NewReading, second: NewReading
) -> None:
    plan = plan_of(first)
    changes = propose_changes(plan, second)
    answers = [
        change.options[-1 if change.kind is ChangeKind.WHICH_ROW else 0].id for change in changes.changes
    ]
    after = apply(plan, second, changes, answers).plan
    assert said(after) == said(plan_of(second))
    assert propose_changes(after, second).changes == ()
    ids = [row.id for row in after.rows] + [a.id for row in after.rows for a in row.assignments]
    ids += [target.id for one in after.indicators for target in one.targets]
    assert len(set(ids)) == len(ids)
    kept = {row.id for row in plan.rows} & {row.id for row in after.rows}
    assert set(changes.rows.values()) - kept == set()


@settings(max_examples=50, deadline=None)
@given(readings(), readings())
def test_nothing_chosen_leaves_every_row_and_target(first: NewReading, second: NewReading) -> None:
    plan = plan_of(first)
    after = made(plan, second, [])
    assert (after.plan.rows, after.links) == (plan.rows, ())
    assert [one.id for one in after.plan.indicators] == [one.id for one in plan.indicators]
