"""Own edits: none is lost, moved numbers are told and taken over exactly, a changed or gone draft is told."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peidang.domain.edits import (
    EditState,
    Moved,
    Piece,
    State,
    accepted,
    as_text,
    changes_told,
    from_json,
    merge_edit,
    moves_between,
    to_json,
    wrong_numbers,
)


def drafted(reported: int, total: int = 30) -> tuple[Piece, ...]:
    return (
        Piece("应报"),
        Piece(str(total), "rows.asked"),
        Piece("项，已报齐"),
        Piece(str(reported), "rows.reported"),
        Piece("项。"),
    )


def test_the_same_draft_leaves_the_edited_text_alone() -> None:
    stands = merge_edit(drafted(18), drafted(18), "应当报送30项，其中已报齐18项，进度良好。")
    assert (stands.state, stands.moved) == (State.SAME, ())
    assert [one.ref for one in stands.pieces if one.ref] == ["rows.asked", "rows.reported"]


def test_a_moved_number_is_marked_where_it_stands() -> None:
    edited = "应当报送30项，其中已报齐18项，进度良好。"
    stands = merge_edit(drafted(18), drafted(19), edited)
    assert stands.state is State.MOVED
    assert stands.text == edited
    assert stands.moved == (Moved("18", "19", "rows.reported", edited.index("18")),)
    assert accepted(stands) == edited.replace("18", "19")


def test_an_old_number_is_no_figure_any_more() -> None:
    stands = merge_edit(drafted(18), drafted(19), "应报30项，已报齐18项。")
    assert [one.ref for one in stands.pieces if one.ref] == ["rows.asked"]


def test_a_number_the_office_took_out_is_told_but_nowhere_replaced() -> None:
    stands = merge_edit(drafted(18), drafted(19), "大部分任务已报齐。")
    assert stands.moved == (Moved("18", "19", "rows.reported", None),)
    assert accepted(stands) == "大部分任务已报齐。"


def test_of_equal_numbers_the_right_one_is_replaced() -> None:
    stands = merge_edit(drafted(30), drafted(29), "要报的30项里面，已报齐30项，另有30项不报。")
    assert accepted(stands) == "要报的30项里面，已报齐29项，另有30项不报。"


def test_turned_round_parts_keep_their_numbers() -> None:
    stands = merge_edit(drafted(18), drafted(19), "已报齐18项；应报30项。")
    assert accepted(stands) == "已报齐19项；应报30项。"


def test_another_sentence_is_told_and_its_figures_are_followed() -> None:
    now = (*drafted(19)[:-1], Piece("项，另有"), Piece("2", "rows.contested"), Piece("项待核定。"))
    stands = merge_edit(drafted(18), now, "应报30项，已报齐18项。")
    assert stands.state is State.CHANGED
    assert [(one.old, one.new) for one in stands.moved] == [("18", "19")]


def test_a_place_that_is_gone_keeps_its_text() -> None:
    assert merge_edit(drafted(18), None, "已报齐18项。") == EditState(
        "已报齐18项。", State.GONE, (), (Piece("已报齐18项。"),)
    )


def test_the_number_in_a_list_follows_the_draft_and_is_no_moved_number() -> None:
    stands = merge_edit(
        (Piece("3.更新农机。开工2个。"),), (Piece("4.更新农机。开工2个。"),), "3.更新农机。已开工2个。"
    )
    assert (stands.state, stands.text, stands.moved) == (State.SAME, "4.更新农机。已开工2个。", ())
    heading = merge_edit((Piece("（二）报送情况"),), (Piece("（三）报送情况"),), "（二）报送")
    assert heading.text == "（三）报送"


def test_a_day_moves_as_one() -> None:
    before, after = (Piece("截至2025年10月23日。"),), (Piece("截至2025年11月3日。"),)
    stands = merge_edit(before, after, "统计截至2025年10月23日。")
    assert [(one.old, one.new) for one in stands.moved] == [("2025年10月23日", "2025年11月3日")]
    assert accepted(stands) == "统计截至2025年11月3日。"


def test_a_paragraph_that_was_taken_out_stays_out_while_only_numbers_move() -> None:
    assert merge_edit(drafted(18), drafted(19), "").state is State.SAME
    assert merge_edit(drafted(18), (Piece("都报了。"),), "").state is State.CHANGED


def test_a_number_written_by_hand_is_held_against_its_figure() -> None:
    stands = merge_edit(drafted(18), drafted(18), "应报30项，已报齐20项。")
    assert wrong_numbers(stands, drafted(18)) == (("20", "18"),)
    right = merge_edit(drafted(18), drafted(18), "应报30项，已报齐18项。")
    assert wrong_numbers(right, drafted(18)) == ()


def test_pieces_are_kept_as_plain_data() -> None:
    assert from_json(to_json(drafted(18))) == drafted(18)


def test_moves_are_told_with_what_they_are_about() -> None:
    assert moves_between(drafted(18), drafted(19)) == ("已报齐由18项变为19项",)
    assert moves_between(drafted(18), drafted(18)) == ()
    assert moves_between(drafted(18), (Piece("都报了。"),)) is None


def test_changes_of_a_paragraph_are_told_sentence_by_sentence() -> None:
    before = (*drafted(18), Piece("均为绿灯。"))
    after = (*drafted(19), Piece("有1项红灯。"))
    assert changes_told(before, after) == ("已报齐由18项变为19项", "原写“均为绿灯。”", "现写“有1项红灯。”")
    assert changes_told(None, drafted(1)) == ("现写“应报30项，已报齐1项。”",)
    assert changes_told(before, before) == ()


WORDS = st.text("项目已报齐家，。为有", min_size=1, max_size=6)


@st.composite
def drafts(draw: st.DrawFn) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Two drafts with the same words and other numbers."""
    one: list[Piece] = [Piece(draw(WORDS))]
    other = [one[0]]
    for n in range(draw(st.integers(1, 4))):
        ref = draw(st.sampled_from([None, f"figure.{n}"]))
        for kept in (one, other):
            kept.append(Piece(str(draw(st.integers(0, 99))), ref))
        words = Piece(draw(WORDS))
        one.append(words)
        other.append(words)
    return tuple(one), tuple(other)


EDITED = st.text("项目已报齐家，。123一、（）.", max_size=40)


@given(drafts(), EDITED)
@settings(deadline=None)
def test_whatever_was_edited_stands(pair: tuple[tuple[Piece, ...], tuple[Piece, ...]], edited: str) -> None:
    stands = merge_edit(*pair, edited)
    assert stands.text == edited
    assert as_text(stands.pieces) == edited
    for one in stands.moved:
        assert one.at is None or edited[one.at : one.at + len(one.old)] == one.old


@given(drafts(), st.text("进度良好", max_size=8), st.text("继续努力", max_size=8))
@settings(deadline=None)
def test_taking_over_gives_exactly_the_new_numbers_and_only_once(
    pair: tuple[tuple[Piece, ...], tuple[Piece, ...]], before: str, behind: str
) -> None:
    """Own words around the draft: with the new numbers it is the new draft with the own words around it."""
    made_from, now = pair
    stands = merge_edit(made_from, now, before + as_text(made_from) + behind)
    taken = accepted(stands)
    assert taken == before + as_text(now) + behind
    again = merge_edit(now, now, taken)
    assert (again.state, again.moved, accepted(again)) == (State.SAME, (), taken)


@given(drafts(), EDITED)
@settings(deadline=None)
def test_whatever_was_edited_taking_over_touches_nothing_but_numbers(
    pair: tuple[tuple[Piece, ...], tuple[Piece, ...]], edited: str
) -> None:
    words = re.sub(r"[0-9]+", "", accepted(merge_edit(*pair, edited)))
    assert words == re.sub(r"[0-9]+", "", edited)


@pytest.mark.parametrize("old", ["-2.5", "0", "1200.55"])
def test_any_figure_is_found(old: str) -> None:
    before, after = (
        (Piece("增幅为"), Piece(old, "x"), Piece("%")),
        (Piece("增幅为"), Piece("3", "x"), Piece("%")),
    )
    assert accepted(merge_edit(before, after, f"同比增幅为{old}%左右")) == "同比增幅为3%左右"


def units_say(*texts: str) -> tuple[Piece, ...]:
    return (Piece("1.任务。" + "".join(texts)),)


def test_the_same_sentence_of_two_units_is_not_taken_for_a_moved_number() -> None:
    before = units_say("甲局：办结61项。", "正在推进3处。", "乙局：办结87项。", "正在推进9处。")
    after = units_say("全市统一部署。", "乙局：办结87项。", "正在推进9处。")
    assert changes_told(before, after) == (
        "原写“甲局：办结61项。”",
        "原写“正在推进3处。”",
        "现写“全市统一部署。”",
    )


def test_a_sentence_that_only_begins_a_new_line_is_no_change() -> None:
    before, after = (Piece("进展均已报齐。"),), (Piece("进展均已报齐。\n另起一段。"),)
    assert changes_told(before, after) == ("现写“另起一段。”",)


def test_a_sentence_that_moved_is_no_change() -> None:
    assert changes_told(units_say("甲5项。", "乙6项。"), units_say("乙6项。", "甲5项。")) == ()


def test_of_a_long_sentence_is_shown_where_it_changed() -> None:
    names = "、".join(f"单位{n}" for n in range(20))
    (was, now) = changes_told((Piece(f"未报{names}，均已逾期。"),), (Piece(f"未报{names}，尚未到期。"),))
    assert (was, now) == ("原写“…均已逾期。”", "现写“…尚未到期。”")


def test_a_moved_number_is_told_with_whole_words_before_it() -> None:
    def said(count: int) -> tuple[Piece, ...]:
        return (
            Piece("应报内容中尚有缺漏或须更正的3处、需要说明的"),
            Piece(str(count), "findings"),
            Piece("处。"),
        )

    assert changes_told(said(26), said(24)) == ("需要说明的由26处变为24处",)
