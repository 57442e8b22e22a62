"""Rows are told by what they say, whatever their number."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peidang.domain.row_matching import Matching, RowContent, match_rows

WORKS = (
    "新建标准化粮仓十二座，完善通风熏蒸设备",
    "改造提升老旧灌区干渠，更新节制闸门",
    "培育绿色工厂，开展节能诊断服务",
    "建设农村公路养护站，修复病害桥梁",
    "推进充电桩进社区，优化报装流程",
    "实施技能培训行动，发放培训券",
    "整治黑臭水体，铺设雨污分流管网",
    "举办消费促进活动，发放家电补贴",
)


def a_row(serial: int, measure: str, **more: object) -> RowContent:
    kept = {
        "section": "一、行动",
        "task": f"任务{measure[:4]}",
        "leads": ("市甲局",),
        "responsible": (),
    } | more
    return RowContent(serial=serial, measure=measure, **kept)  # type: ignore[arg-type]


def table(*measures: str) -> list[RowContent]:
    return [a_row(n, measure) for n, measure in enumerate(measures, start=1)]


def test_the_same_table_matches_row_by_row() -> None:
    rows = table(*WORKS)
    assert match_rows(rows, rows) == Matching(same={n: n for n in range(len(WORKS))})


def test_a_row_put_in_moves_the_numbers_and_nothing_else() -> None:
    found = match_rows(table(*WORKS[:4]), table(WORKS[0], WORKS[5], *WORKS[1:4]))
    assert (found.same, found.added, found.dropped) == ({0: 0, 2: 1, 3: 2, 4: 3}, (1,), ())


def test_a_row_whose_units_changed_is_the_same_row() -> None:
    found = match_rows(table(WORKS[0]), [a_row(1, WORKS[0], leads=("市乙局",))])
    assert found.same == {0: 0}


def test_a_row_with_other_words_in_its_place_is_another_row() -> None:
    found = match_rows(table(WORKS[0]), table(WORKS[1]))
    assert (found.same, found.added, found.dropped) == ({}, (0,), (0,))


def test_blanks_and_widths_are_no_difference() -> None:
    found = match_rows([a_row(1, "建设12座粮仓，完善设备")], [a_row(1, "建设１２座 粮仓,完善\n设备")])
    assert found.same == {0: 0}


def test_a_row_cut_in_two_is_told_as_split() -> None:
    found = match_rows(table(f"{WORKS[0]}；{WORKS[1]}。", WORKS[2]), table(WORKS[0], WORKS[1], WORKS[2]))
    assert (found.split, found.same, found.added) == ({0: (0, 1)}, {2: 1}, ())


def test_a_piece_taken_out_of_a_row_is_told_as_split() -> None:
    whole = f"{WORKS[0]}；{WORKS[1]}；{WORKS[2]}。"
    assert match_rows(table(whole), table(f"{WORKS[0]}；{WORKS[1]}", WORKS[2])).split == {0: (0, 1)}


def test_two_rows_put_together_are_told_as_merged() -> None:
    found = match_rows(table(WORKS[0], WORKS[1], WORKS[2]), table(f"{WORKS[0]}；{WORKS[1]}。", WORKS[2]))
    assert (found.merged, found.same, found.dropped) == ({0: (0, 1)}, {1: 2}, ())


def test_rows_of_one_pattern_are_no_parts_of_one_another() -> None:
    rows = table(*(f"排查第{n}号库区隐患，建立第{n}号库区台账" for n in range(1, 9)))
    new = [dataclasses.replace(row, measure=row.measure + "，明确责任人") for row in rows]
    assert match_rows(rows, new) == Matching(same={n: n for n in range(8)})


def test_one_of_two_rows_alike_is_asked_for_and_not_guessed() -> None:
    twice = [a_row(1, WORKS[0]), a_row(2, WORKS[0])]
    found = match_rows(twice, [a_row(2, WORKS[0])])
    assert (found.same, found.dropped) == ({}, ())
    assert set(found.open[0]) == {0, 1}


def test_two_rows_that_may_both_be_the_old_one_are_both_asked_for() -> None:
    found = match_rows([a_row(1, WORKS[0])], [a_row(1, WORKS[0] + "等"), a_row(2, WORKS[0] + "等")])
    assert (found.same, found.open, found.added) == ({}, {0: (0,), 1: (0,)}, ())


def test_two_rows_alike_are_told_apart_by_their_units() -> None:
    old = [a_row(1, WORKS[0]), a_row(2, WORKS[0], leads=("市乙局",))]
    new = [a_row(1, WORKS[0], leads=("市乙局",)), a_row(2, WORKS[0], leads=("市丙局",))]
    assert match_rows(old, new).same == {0: 1, 1: 0}


texts = st.lists(st.sampled_from(WORKS), min_size=1, max_size=8, unique=True)
edits = st.sampled_from(["{}。", "进一步{}", "{}，落实责任", "{}（持续推进）"])


@given(texts, st.randoms(use_true_random=False))
def test_order_and_numbers_make_no_difference(measures: list[str], random) -> None:  # type: ignore[no-untyped-def]
    rows = table(*measures)
    order = list(range(len(rows)))
    random.shuffle(order)
    new = [dataclasses.replace(rows[at], serial=n) for n, at in enumerate(order, start=40)]
    assert match_rows(rows, new) == Matching(same=dict(enumerate(order)))


@given(texts, st.lists(edits, min_size=8, max_size=8), st.randoms(use_true_random=False))
def test_small_edits_keep_every_row(measures: list[str], words: list[str], random) -> None:  # type: ignore[no-untyped-def]
    rows = table(*measures)
    order = list(range(len(rows)))
    random.shuffle(order)
    new = [
        dataclasses.replace(rows[at], serial=n, measure=words[at].format(rows[at].measure))
        for n, at in enumerate(order, start=1)
    ]
    assert match_rows(rows, new).same == dict(enumerate(order))


some_text = st.lists(st.sampled_from(WORKS[:5]), min_size=1, max_size=3).map("；".join)
some_rows = st.lists(
    st.builds(
        lambda serial, text, lead: a_row(serial, text, leads=(lead,), task=""),
        st.integers(1, 9),
        some_text,
        st.sampled_from(["市甲局", "市乙局"]),
    ),
    max_size=7,
)


@settings(max_examples=200, deadline=None)
@given(some_rows, some_rows)
def test_every_row_has_one_fate(old: list[RowContent], new: list[RowContent]) -> None:
    found = match_rows(old, new)
    parts = [n for several in found.split.values() for n in several]
    assert sorted([*found.same, *parts, *found.merged, *found.open, *found.added]) == list(range(len(new)))
    sources = [o for several in found.merged.values() for o in several]
    certain = [*found.same.values(), *found.split, *sources, *found.dropped]
    asked = {o for several in found.open.values() for o in several}
    assert sorted([*certain, *asked]) == list(range(len(old)))


@pytest.mark.parametrize("rows", [[], table(WORKS[0])])
def test_a_table_may_be_empty(rows: list[RowContent]) -> None:
    assert match_rows([], rows).added == tuple(range(len(rows)))
    assert match_rows(rows, []).dropped == tuple(range(len(rows)))
