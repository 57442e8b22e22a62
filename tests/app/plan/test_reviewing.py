"""核对: what was read is settled and edited before it becomes a plan; nothing is written before that."""

import copy
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peidang.app.month import showing
from peidang.app.plan import doubts, plans, reviewing
from peidang.app.plan import review as edits
from peidang.app.plan.doubts import CHECKED, KEEP, MERGE
from peidang.app.plan.review import Review
from peidang.app.plan.shown_text import Place, shown_text
from peidang.app.store import stores
from peidang.domain.errors import NotAPlan, Refused
from peidang.domain.labels import IndicatorReporting
from peidang.domain.plan import Plan
from peidang.files.document import Document, Paragraph
from peidang.plans.plain import squeezed
from peidang.resources import resource
from tests.app.plan_texts import BUREAUS, HEADS, OWN_UNIT, granary_plan, water_plan, write_plan

SLIP = "县粮食和物质储备局"
ISSUED = ("binzhou", "jining-hitech", "linqing", "qingzhou", "shanting")


def doubtful_plan() -> str:
    """The granary plan with a slip in a name, a lead that differs from the body's, a goal that nobody leads."""
    text = granary_plan().replace(f"\t{OWN_UNIT}\t", f"\t{SLIP}\t", 1)
    text = text.replace("30处以上。\t县农业农村局\t", "30处以上。\t县水利局\t", 1)
    goals = "一、总体目标\n到2027年，粮食总仓容达到50万吨以上，低温仓占比达到30%以上。\n"
    return text.replace("一、建设仓储设施\n", goals + "二、建设仓储设施\n", 1)


@pytest.fixture
def review(tmp_path: Path) -> Review:
    """That plan, opened for review."""
    return reviewing.start_review(write_plan(tmp_path, doubtful_plan()))


def number_of(review: Review, code: str, quote: str = "") -> int:
    """The first doubt of a code, about a quote."""
    return next(
        one.number
        for one in reviewing.doubts_of(review)
        if one.doubt.code == code and quote in one.doubt.quote
    )


def confirmed(tmp_path: Path, review: Review, own_unit: str | None = OWN_UNIT) -> tuple[Plan, Path]:
    """The plan that a review becomes, in a store of its own."""
    path = tmp_path / "库.peidang"
    with stores.create_store(path) as store:
        plan_id = reviewing.confirm_review(store, review, own_unit)
        return store.plans.get(plan_id), path


def words_of(text: tuple[str, ...], place: Place) -> str:
    return "".join(text[span.piece][span.start : span.end] for span in place)


# Into the store


@pytest.mark.parametrize("name", ISSUED)
def test_a_review_confirmed_as_it_stands_is_the_plan_that_adding_makes(name: str, tmp_path: Path) -> None:
    document = resource("plans", f"{name}.txt")
    with stores.create_store(tmp_path / "甲.peidang") as store:
        reviewing.confirm_review(store, reviewing.start_review(document), OWN_UNIT)
        reviewed, kept = showing.show(store), store.plans.doubts(stores.pick_plan(store).id)
    with stores.create_store(tmp_path / "乙.peidang") as store:
        plans.add_plan(store, document, OWN_UNIT)
        assert showing.show(store) == reviewed
        assert [replace(one, id="") for one in store.plans.doubts(stores.pick_plan(store).id)] == [
            replace(one, id="") for one in kept
        ]


def test_the_document_and_the_settled_doubts_are_kept(review: Review, tmp_path: Path) -> None:
    settled = reviewing.settle(review, number_of(review, "unit-typo"), MERGE)
    plan, path = confirmed(tmp_path, settled)
    with stores.open_store(path) as store:
        source = store.plans.document(plan.id, 1)
        assert source.document is not None
        assert store.returns.bytes_of(source.document) == review.data
        chosen = [one.choice for one in store.plans.doubts(plan.id) if one.choice is not None]
        assert chosen == [OWN_UNIT]
        assert len(doubts.open_doubts(store, plan.id)) == reviewing.open_count(settled)


def test_the_same_document_is_not_confirmed_twice(review: Review, tmp_path: Path) -> None:
    _, path = confirmed(tmp_path, review)
    with stores.open_store(path) as store, pytest.raises(Refused, match="plan-exists"):
        reviewing.confirm_review(store, review)


def test_what_is_no_plan_is_not_reviewed(tmp_path: Path) -> None:
    with pytest.raises(NotAPlan):
        reviewing.start_review(write_plan(tmp_path, "您好，会议改到下周三。\n"))


# Doubts


def test_a_slip_that_is_merged_is_one_unit_and_its_print_stays(review: Review, tmp_path: Path) -> None:
    settled = reviewing.settle(review, number_of(review, "unit-typo"), MERGE)
    assert reviewing.open_count(settled) == reviewing.open_count(review) - 1
    plan, _ = confirmed(tmp_path, settled)
    assert SLIP not in [unit.name for unit in plan.units]
    assert any(one.printed == SLIP for row in plan.rows for one in row.assignments)


def test_two_names_kept_apart_are_two_units(review: Review, tmp_path: Path) -> None:
    number = number_of(review, "unit-typo")
    merged = reviewing.settle(review, number, MERGE)
    plan, _ = confirmed(tmp_path, reviewing.settle(merged, number, KEEP))
    assert {SLIP, OWN_UNIT} <= {unit.name for unit in plan.units}


def test_where_body_and_annex_differ_either_can_be_right(review: Review, tmp_path: Path) -> None:
    number = number_of(review, "annex-differs", "县水利局")
    assert reviewing.settle(review, number, reviewing.ANNEX).rows == review.rows
    by_body = reviewing.settle(review, number, reviewing.BODY)
    assert by_body.row(1).lead == ("县农业农村局",)
    assert reviewing.reopen(by_body, number) == review


def test_a_target_nobody_leads_is_told_by_the_unit_chosen(review: Review, tmp_path: Path) -> None:
    storage = reviewing.settle(review, number_of(review, "target-without-unit", "仓容"), BUREAUS[3])
    told = reviewing.settle(storage, number_of(review, "target-without-unit", "低温仓"), reviewing.NOBODY)
    plan, _ = confirmed(tmp_path, told)
    by_name = {one.name: one for one in plan.indicators}
    assert [plan.unit(u).name for u in by_name["粮食总仓容"].reporter_ids] == [BUREAUS[3]]
    assert by_name["低温仓占比"].reporting is IndicatorReporting.NOBODY


def test_a_target_told_by_this_office_for_now_is_asked_of_it(review: Review, tmp_path: Path) -> None:
    number = number_of(review, "target-without-unit", "仓容")
    plan, _ = confirmed(tmp_path, reviewing.settle(review, number, reviewing.FOR_NOW))
    indicator = next(one for one in plan.indicators if one.name == "粮食总仓容")
    assert indicator.reporting is IndicatorReporting.UNSETTLED
    assert plan.asked_for(indicator) == (plan.own_unit_id,)


def test_one_answer_settles_all_targets_of_an_indicator() -> None:
    review = reviewing.start_review(resource("plans", "binzhou.txt"))
    codes = [one.number for one in reviewing.doubts_of(review) if "废旧家电回收量" in one.sentence]
    settled = reviewing.settle(review, codes[0], "市商务局")
    assert len(codes) == 2
    assert reviewing.open_count(settled) == reviewing.open_count(review) - 2
    assert reviewing.reopen(settled, codes[1]) == review


@pytest.mark.parametrize("name", ISSUED)
def test_every_doubt_can_be_settled_by_each_of_its_choices_and_opened_again(name: str) -> None:
    review = reviewing.start_review(resource("plans", f"{name}.txt"))
    for one in reviewing.doubts_of(review):
        choices = [choice.id for choice in one.choices] + (["某局"] if one.asks_unit else [])
        for choice in choices:
            settled = reviewing.settle(review, one.number, choice)
            assert reviewing.doubts_of(settled)[one.number].settled
            assert reviewing.reopen(settled, one.number) == review


def test_a_choice_that_is_none_is_refused(review: Review) -> None:
    for one in reviewing.doubts_of(review):
        for choice in {CHECKED, reviewing.BODY, MERGE, ""} - {c.id for c in one.choices}:
            with pytest.raises(Refused, match="choice-unknown"):
                reviewing.settle(review, one.number, choice)


def test_writing_the_cell_settles_what_was_in_doubt_about_it(review: Review) -> None:
    number = number_of(review, "annex-differs", "县水利局")
    written = edits.set_row(review, 1, "lead", "县财政局、县气象局")
    assert reviewing.doubts_of(written)[number].settled == "已改为“县财政局、县气象局”"
    goal = number_of(review, "target-without-unit", "仓容")
    key = reviewing.doubts_of(review)[goal].doubt.subject
    assert key is not None
    moved = edits.move_target(review, int(key[1]), 0)
    assert reviewing.doubts_of(moved)[goal].settled == "归入第1行"


def test_a_renamed_target_is_still_the_one_in_doubt(review: Review, tmp_path: Path) -> None:
    number = number_of(review, "target-without-unit", "仓容")
    subject = reviewing.doubts_of(review)[number].doubt.subject
    assert subject is not None
    renamed = edits.set_target(review, int(subject[1]), "indicator", "仓容总量")
    assert "“仓容总量”" in reviewing.doubts_of(renamed)[number].sentence
    plan, path = confirmed(tmp_path, renamed)
    with stores.open_store(path) as store:
        waiting = next(one for one in doubts.open_doubts(store, plan.id) if "仓容" in one.quote)
        doubts.settle(store, plan.id, waiting.id, BUREAUS[1])
        told = next(one for one in store.plans.get(plan.id).indicators if one.name == "仓容总量")
    assert told.reporting is IndicatorReporting.ONE


# Edits


def test_cells_are_written_as_they_are_shown(review: Review, tmp_path: Path) -> None:
    for cell, text in (
        ("serial", "70"),
        ("task", "新任务"),
        ("measure", "新措施"),
        ("lead", "县甲局、县乙局"),
        ("responsible", ""),
        ("due", "2026年6月30日"),
        (HEADS[5], "某某"),
    ):
        review = edits.set_row(review, 4, cell, text)
        assert edits.row_cells(review.row(4), review.document.extra_columns)[cell] == text
    row = confirmed(tmp_path, review)[0].rows[-1]
    assert (row.serial, row.task, row.measure, row.due) == (70, "新任务", "新措施", "2026-06-30")
    assert [one.printed for one in row.assignments] == ["县甲局", "县乙局"]
    assert row.extra == ((HEADS[5], "某某"),)


def test_a_target_is_written_as_it_is_shown(review: Review, tmp_path: Path) -> None:
    key = review.targets[0].key
    for cell, text in (
        ("indicator", "某量"),
        ("relation", "左右"),
        ("value", "1200.5—1300"),
        ("unit_of_measure", "吨"),
        ("due", "2026年"),
        ("terms", "每年，较2023年"),
    ):
        review = edits.set_target(review, key, cell, text)
        assert edits.target_cells(review, review.target(key))[cell] == text
    review = edits.move_target(review, key, 6)
    plan, _ = confirmed(tmp_path, review)
    (indicator,) = [one for one in plan.indicators if one.name == "某量"]
    (target,) = indicator.targets
    assert (target.relation, target.value, target.value_high) == ("~", Decimal("1200.5"), Decimal(1300))
    assert (target.due, target.annual, target.baseline, target.row_id) == (
        "2026",
        True,
        "2023",
        plan.rows[6].id,
    )


@pytest.mark.parametrize(
    ("cell", "text"), [("serial", "一"), ("serial", "0"), ("serial", "2"), ("due", "尽快")]
)
def test_what_cannot_stand_in_a_row_is_refused(review: Review, cell: str, text: str) -> None:
    with pytest.raises(Refused):
        edits.set_row(review, 0, cell, text)


@pytest.mark.parametrize(
    ("cell", "text"),
    [("value", "许多"), ("value", "3，5"), ("relation", "大概"), ("terms", "同比"), ("indicator", " ")],
)
def test_what_cannot_stand_in_a_target_is_refused(review: Review, cell: str, text: str) -> None:
    with pytest.raises(Refused):
        edits.set_target(review, review.targets[0].key, cell, text)


def test_rows_come_and_go(review: Review, tmp_path: Path) -> None:
    added, key = edits.add_row(review, beside=0)
    assert (added.rows[-1].key, added.row(key).serial) == (key, 61)
    dropped = edits.drop_row(edits.set_row(added, key, "lead", "县丙局"), 0)
    assert all(one.row != 0 for one in dropped.targets)
    first = edits.set_row(dropped, key, "serial", "1")
    assert first.rows[0].key == key
    plan, _ = confirmed(tmp_path, first)
    assert [row.serial for row in plan.rows] == list(range(1, 61))
    assert plan.rows[0].section == review.row(0).section


def test_a_row_left_out_takes_its_doubts_along(review: Review) -> None:
    number = number_of(review, "annex-differs", "县水利局")
    assert reviewing.doubts_of(edits.drop_row(review, 1))[number].settled == edits.DROPPED


def test_a_target_left_out_is_not_in_the_plan(review: Review, tmp_path: Path) -> None:
    number = number_of(review, "target-without-unit", "仓容")
    subject = reviewing.doubts_of(review)[number].doubt.subject
    assert subject is not None
    dropped = edits.drop_target(review, int(subject[1]))
    assert reviewing.doubts_of(dropped)[number].settled == edits.DROPPED
    plan, _ = confirmed(tmp_path, dropped)
    assert "粮食总仓容" not in [one.name for one in plan.indicators]


def test_a_unit_registered_under_another_name(review: Review, tmp_path: Path) -> None:
    told = reviewing.settle(review, number_of(review, "target-without-unit", "仓容"), "县水利局")
    named = reviewing.name_unit(edits.set_own_unit(told, "县水利局"), "县水利局", "县水务局")
    plan, _ = confirmed(tmp_path, named, None)
    assert "县水利局" not in [unit.name for unit in plan.units]
    assert plan.own_unit_id is not None
    assert plan.unit(plan.own_unit_id).name == "县水务局"
    indicator = next(one for one in plan.indicators if one.name == "粮食总仓容")
    assert indicator.reporter_ids == (plan.own_unit_id,)


def test_naming_a_slip_by_its_right_name_settles_it(review: Review) -> None:
    named = reviewing.name_unit(review, SLIP, OWN_UNIT)
    assert reviewing.doubts_of(named)[number_of(review, "unit-typo")].settled == f"合并为“{OWN_UNIT}”"
    assert SLIP not in edits.unit_names(named)
    assert edits.rename_unit(named, SLIP, SLIP).names == {}


def test_the_title_can_be_corrected(review: Review, tmp_path: Path) -> None:
    assert confirmed(tmp_path, edits.set_title(review, "另一个标题"))[0].title == "另一个标题"


EDITS: tuple[Callable[[Review, int, str], Review], ...] = (
    lambda r, n, t: edits.set_row(r, r.rows[n % len(r.rows)].key, "measure", t),
    lambda r, n, t: edits.set_row(r, r.rows[n % len(r.rows)].key, "lead", "、".join(BUREAUS[: n % 4])),
    lambda r, n, t: edits.add_row(r, r.rows[n % len(r.rows)].key)[0],
    lambda r, n, t: edits.drop_row(r, r.rows[n % len(r.rows)].key) if len(r.rows) > 2 else r,
    lambda r, n, t: edits.drop_target(r, r.targets[n % len(r.targets)].key) if r.targets else r,
    lambda r, n, t: (
        edits.move_target(r, r.targets[n % len(r.targets)].key, r.rows[n % len(r.rows)].key)
        if r.targets
        else r
    ),
    lambda r, n, t: edits.rename_unit(r, BUREAUS[n % 8], BUREAUS[len(t) % 8]),
    lambda r, n, t: edits.rename_unit(r, BUREAUS[n % 8], t),
    lambda r, n, t: reviewing.settle(r, n % len(r.document.doubts), _some_choice(r, n)),
    lambda r, n, t: reviewing.reopen(r, n % len(r.document.doubts)),
)


def _some_choice(review: Review, number: int) -> str:
    choices = reviewing.doubts_of(review)[number % len(review.document.doubts)].choices
    return choices[number % len(choices)].id


STEPS = st.lists(
    st.tuples(st.sampled_from(EDITS), st.integers(0, 500), st.text("甲乙丙丁 ", max_size=4)), max_size=12
)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Review:
    return reviewing.start_review(write_plan(tmp_path_factory.mktemp("opened"), doubtful_plan()))


@settings(deadline=None, max_examples=60)
@given(steps=STEPS)
def test_whatever_is_edited_the_former_review_stays_and_the_parts_fit_together(
    opened: Review, steps: list[tuple[Callable[[Review, int, str], Review], int, str]]
) -> None:
    states = [opened]
    copies = [copy.deepcopy(opened)]
    for edit, number, text in steps:
        states.append(edit(states[-1], number, text))
        copies.append(copy.deepcopy(states[-1]))
    assert states == copies, "going back is taking the former review"
    last = states[-1]
    keys = [one.key for one in last.rows]
    assert len(set(keys)) == len(keys)
    assert {one.row for one in last.targets} <= {*keys, None}
    assert all(last.proper(name) == name for name in last.names.values()), "no chain of names"
    assert set(last.duties) <= {one.key for one in last.targets}
    assert reviewing.open_count(last) == sum(one.settled is None for one in reviewing.doubts_of(last))
    assert len(reviewing._draft(last).content.target_rows) == len(last.targets)


# Places


@pytest.mark.parametrize("name", ISSUED)
def test_everything_that_was_read_is_found_in_the_document(name: str) -> None:
    review = reviewing.start_review(resource("plans", f"{name}.txt"))
    assert all(reviewing.doubt_places(review, one.number) for one in reviewing.doubts_of(review))
    assert all(reviewing.row_places(review, one.key) for one in review.rows)
    assert all(reviewing.target_places(review, one.key) for one in review.targets)
    for line in edits.unit_lines(review):
        found = reviewing.unit_places(review, line.printed)
        assert len(found) >= line.count, "the body beside an annex-less table is counted once"
        assert {squeezed(words_of(review.text.pieces, one)) for one in found} == {squeezed(line.printed)}


def test_a_quote_is_found_though_it_is_printed_otherwise() -> None:
    text = shown_text(
        Document((Paragraph("　　到２０２５年， 新建\u200b粮仓"), Paragraph("１２ 座以上（牵头单位：甲局）")))
    )
    (place,) = text.places("到2025年,新建粮仓12座以上")
    assert [text.pieces[one.piece][one.start : one.end] for one in place] == [
        "到２０２５年， 新建\u200b粮仓",
        "１２ 座以上",
    ]
    assert text.places("新建粮仓、12座…") != ()
    assert text.places("没有这句话") == ()
    assert text.places("，、") == ()


def test_rows_that_say_the_same_are_each_found_where_they_stand(tmp_path: Path) -> None:
    text = (
        water_plan().replace("更新老旧闸门。", "改造干渠衬砌。").replace("安装计量设施。", "改造干渠衬砌。")
    )
    review = reviewing.start_review(write_plan(tmp_path, text))
    found = [reviewing.row_places(review, key)[0][0].piece for key in range(3)]
    assert found == sorted(set(found))
    assert [review.text.pieces[piece - 2] for piece in found] == ["1", "2", "3"]


def test_a_name_inside_a_longer_name_is_not_that_unit() -> None:
    text = shown_text(Document((Paragraph("城建局、县城建局、城建局（交通）。"),)))
    found = text.places("城建局", ["县城建局", "城建局（交通）"])
    assert [one[0].start for one in found] == [0]


@given(st.data())
def test_any_stretch_of_the_text_is_found_where_it_is(opened: Review, data: st.DataObject) -> None:
    piece = data.draw(st.sampled_from(range(len(opened.text.pieces))))
    text = opened.text.pieces[piece]
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    end = data.draw(st.integers(start, len(text)))
    quote = text[start:end].strip()
    if any(char.isalnum() for char in quote):
        starts = [one[0].piece for one in reviewing.places(opened, " ".join(quote))]
        assert piece in starts
