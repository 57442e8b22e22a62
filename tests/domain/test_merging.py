"""Whose word counts, in the words of the office; and what must hold whatever arrives."""

import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.labels import CLEAR_MARK
from peidang.domain.merging import CellState, Lineage, Source, Statement, lineage_of, resolve

FIRST, SECOND, THIRD = "第一次报", "第二次报", "第三次报"
HAND, DECISION = "本局代录", "核定"


def told(source: str, *, after: Sequence[str] = (), cells: dict[str, tuple[str, str]]) -> "Told":
    """A source with what it says: cell → (shown, answered)."""
    is_return = source not in (HAND, DECISION)
    said = tuple(Statement(cell, source, value, base) for cell, (base, value) in cells.items())
    return Source(source, frozenset(after), is_return), said


Told = tuple[Source, tuple[Statement, ...]]


def merged(*everything: Told, withdrawn: Sequence[str] = ()) -> dict[str, CellState]:
    """What the store shows when these were told; withdrawn sources only lend their place in the order."""
    live = [(source, said) for source, said in everything if source.id not in withdrawn]
    return resolve(
        [statement for _, said in live for statement in said],
        {source.id: source for source, _ in live},
        lineage_of(source for source, _ in everything),
    )


class TestOneReturn:
    def test_a_changed_cell_is_taken(self) -> None:
        assert merged(told(FIRST, cells={"进展": ("", "已开工")}))["进展"].value == "已开工"

    def test_a_cell_left_as_it_was_sent_says_nothing(self) -> None:
        assert merged(told(FIRST, cells={"进展": ("已开工", "已开工")}))["进展"].standing == ()

    def test_a_blank_where_nothing_was_shown_says_nothing(self) -> None:
        state = merged(told(FIRST, cells={"进展": ("", "")}))["进展"]
        assert (state.value, state.open) == ("", False)

    def test_the_clear_mark_empties_the_cell(self) -> None:
        state = merged(
            told(FIRST, cells={"问题": ("", "资金未到位")}),
            told(SECOND, after=[FIRST], cells={"问题": ("资金未到位", CLEAR_MARK)}),
        )["问题"]
        assert (state.value, state.open) == ("", False)


class TestThreeWay:
    def test_only_the_one_who_changed_the_cell_is_heard(self) -> None:
        state = merged(
            told(FIRST, cells={"进展": ("旧", "新"), "问题": ("旧", "旧")}),
            told(SECOND, cells={"进展": ("旧", "旧"), "问题": ("旧", "另一新")}),
        )
        assert (state["进展"].value, state["问题"].value) == ("新", "另一新")
        assert not any(one.open for one in state.values())

    def test_two_who_say_the_same_do_not_differ(self) -> None:
        state = merged(
            told(FIRST, cells={"进展": ("", "已开工")}), told(SECOND, cells={"进展": ("", "已开工")})
        )["进展"]
        assert (state.value, state.contested) == ("已开工", False)

    def test_two_unordered_ones_who_differ_are_asked_and_neither_is_shown(self) -> None:
        state = merged(
            told(FIRST, cells={"进展": ("", "已开工")}), told(SECOND, cells={"进展": ("", "未开工")})
        )["进展"]
        assert (state.value, state.contested) == ("", True)
        assert [s.source for s in state.standing] == sorted([FIRST, SECOND])

    def test_clearing_against_text_is_a_difference_too(self) -> None:
        state = merged(
            told(FIRST, cells={"进展": ("旧", CLEAR_MARK)}), told(SECOND, cells={"进展": ("旧", "新")})
        )["进展"]
        assert state.contested


class TestABlankNeverWipes:
    def test_a_blank_where_text_was_shown_is_asked_and_the_text_stays(self) -> None:
        state = merged(
            told(FIRST, cells={"进展": ("", "已开工")}),
            told(SECOND, after=[FIRST], cells={"进展": ("已开工", "")}),
        )["进展"]
        assert (state.value, [s.source for s in state.struck_out]) == ("已开工", [SECOND])

    def test_a_blank_where_the_other_return_has_text_is_asked(self) -> None:
        state = merged(
            told(FIRST, cells={"进展": ("", "已开工"), "问题": ("", "")}),
            told(SECOND, cells={"进展": ("", ""), "问题": ("", "缺资金")}),
        )
        assert state["进展"].struck_out
        assert state["进展"].value == "已开工"

    def test_the_thinner_file_asks_nothing_beside_the_fuller_one(self) -> None:
        state = merged(
            told(FIRST, cells={"进展": ("", "已开工"), "问题": ("", "")}),
            told(SECOND, cells={"进展": ("", "已开工"), "问题": ("", "缺资金")}),
        )
        assert (state["问题"].value, state["问题"].open) == ("缺资金", False)

    def test_a_blank_in_a_reply_made_from_the_fuller_one_is_asked(self) -> None:
        state = merged(
            told(FIRST, cells={"进展": ("", "已开工"), "问题": ("", "缺资金")}),
            told(SECOND, after=[FIRST], cells={"进展": ("", "已开工"), "问题": ("", "")}),
        )
        assert [s.source for s in state["问题"].struck_out] == [SECOND]

    def test_a_blank_typed_here_strikes_nothing_out(self) -> None:
        state = merged(
            told(FIRST, cells={"进展": ("", "已开工")}),
            told(HAND, after=[FIRST], cells={"进展": ("已开工", "")}),
        )["进展"]
        assert (state.value, state.open) == ("已开工", False)

    @pytest.mark.parametrize(("choice", "left"), [("已开工", "已开工"), (CLEAR_MARK, "")])
    def test_the_question_closes_when_it_is_decided(self, choice: str, left: str) -> None:
        state = merged(
            told(FIRST, cells={"进展": ("", "已开工")}),
            told(SECOND, after=[FIRST], cells={"进展": ("已开工", "")}),
            told(DECISION, after=[FIRST, SECOND], cells={"进展": ("", choice)}),
        )["进展"]
        assert (state.value, state.open) == (left, False)


class TestLater:
    def test_a_reply_supersedes_the_one_it_was_made_from(self) -> None:
        state = merged(
            told(SECOND, after=[FIRST], cells={"进展": ("", "已竣工")}),
            told(FIRST, cells={"进展": ("", "已开工")}),
        )["进展"]
        assert (state.value, state.contested) == ("已竣工", False)

    def test_a_cell_changed_back_in_a_reply_counts(self) -> None:
        state = merged(
            told(FIRST, cells={"进展": ("旧", "新")}),
            told(SECOND, after=[FIRST], cells={"进展": ("新", "旧")}),
        )["进展"]
        assert state.value == "旧"

    def test_a_return_of_the_re_sent_request_supersedes_what_that_request_had_seen(self) -> None:
        seen_by_second_request = [FIRST, HAND]
        state = merged(
            told(FIRST, cells={"进展": ("", "已开工")}),
            told(HAND, after=[FIRST], cells={"进展": ("已开工", "已开工30%")}),
            told(SECOND, after=seen_by_second_request, cells={"进展": ("已开工30%", "已开工50%")}),
        )["进展"]
        assert (state.value, state.open) == ("已开工50%", False)

    def test_a_late_return_of_the_first_request_differs_from_the_answer_to_the_second(self) -> None:
        state = merged(
            told(FIRST, cells={"进展": ("", "一")}),
            told(SECOND, after=[FIRST], cells={"进展": ("一", "二")}),
            told(THIRD, cells={"进展": ("", "三")}),
        )["进展"]
        assert {s.meant for s in state.standing} == {"二", "三"}

    def test_the_order_goes_on_through_a_withdrawn_source(self) -> None:
        everything = (
            told(FIRST, cells={"进展": ("", "一")}),
            told(SECOND, after=[FIRST], cells={"进展": ("", "二")}),
            told(THIRD, after=[SECOND], cells={"进展": ("", "三")}),
        )
        assert merged(*everything, withdrawn=[SECOND])["进展"].value == "三"
        assert merged(*everything, withdrawn=[THIRD])["进展"].value == "二"

    def test_the_order_goes_on_through_a_source_that_never_arrived(self) -> None:
        lineage = Lineage({THIRD: frozenset({"没有收到的一份"}), "没有收到的一份": frozenset({FIRST})})
        assert lineage.is_later(THIRD, FIRST)
        assert not lineage.is_later(FIRST, THIRD)


class TestNewest:
    def test_of_a_chain_only_the_last_one(self) -> None:
        lineage = Lineage({"b": frozenset("a"), "c": frozenset("b"), "d": frozenset("c")})
        assert lineage.newest("abd") == {"d"}

    def test_of_a_circle_all(self) -> None:
        lineage = Lineage({"a": frozenset("b"), "b": frozenset("a"), "c": frozenset()})
        assert lineage.newest("abc") == {"a", "b", "c"}

    def test_nothing_of_nothing(self) -> None:
        assert Lineage().newest(()) == frozenset()


class TestTheFullerFileIsLater:
    THIN = told(FIRST, cells={"进展": ("", "已开工"), "问题": ("", "")})
    FULL = told(SECOND, cells={"进展": ("", "已开工"), "问题": ("", "缺资金")})

    def test_the_thinner_file_no_longer_stands(self) -> None:
        assert [s.source for s in merged(self.THIN, self.FULL)["进展"].standing] == [SECOND]

    def test_a_correction_of_the_fuller_file_holds_against_the_thinner_one(self) -> None:
        corrected = told(HAND, after=[SECOND], cells={"进展": ("已开工", "已开工30%")})
        state = merged(self.THIN, self.FULL, corrected)["进展"]
        assert (state.value, state.contested) == ("已开工30%", False)

    def test_the_same_answers_saved_anew_do_not_undo_a_correction(self) -> None:
        corrected = told(HAND, after=[FIRST], cells={"进展": ("已开工", "已开工30%")})
        saved_anew = told(SECOND, cells={"进展": ("", "已开工"), "问题": ("", "")})
        state = merged(self.THIN, corrected, saved_anew)["进展"]
        assert (state.value, state.contested) == ("已开工30%", False)

    def test_what_a_return_says_of_itself_counts_more_than_its_fullness(self) -> None:
        shortened = told(
            THIRD, after=[SECOND], cells={"进展": ("", "已开工"), "问题": ("缺资金", CLEAR_MARK)}
        )
        state = merged(self.FULL, shortened)
        assert [s.source for s in state["进展"].standing] == [THIRD]
        assert state["问题"].value == ""

    def test_a_fuller_file_does_not_know_what_the_thinner_one_was_made_from(self) -> None:
        base = told(HAND, cells={"进展": ("", "本局所录")})
        thin = told(FIRST, after=[HAND], cells={"问题": ("", "缺资金")})
        full = told(SECOND, cells={"进展": ("", "另有说法"), "问题": ("", "缺资金")})
        assert merged(base, thin, full)["进展"].contested

    def test_hand_entries_are_not_ranked_by_fullness(self) -> None:
        state = merged(
            told(HAND, cells={"进展": ("", "已开工"), "问题": ("", "缺资金")}),
            told(FIRST, cells={"进展": ("", "已开工")}),
        )["进展"]
        assert len(state.standing) == 2


class TestDecisions:
    A = told(FIRST, cells={"进展": ("", "甲")})
    B = told(SECOND, cells={"进展": ("", "乙")})
    D = told(DECISION, after=[FIRST, SECOND], cells={"进展": ("", "乙")})

    def test_a_difference_lasts_until_it_is_decided(self) -> None:
        assert merged(self.A, self.B)["进展"].contested
        assert merged(self.A, self.B, self.D)["进展"] == CellState("乙", self.D[1])

    def test_a_third_file_with_another_word_is_asked_again(self) -> None:
        third = told(THIRD, cells={"进展": ("", "丙")})
        state = merged(self.A, self.B, self.D, third)["进展"]
        assert {s.source for s in state.standing} == {DECISION, THIRD}
        assert state.contested

    def test_a_third_file_that_says_what_was_decided_is_not_asked(self) -> None:
        third = told(THIRD, cells={"进展": ("", "乙")})
        assert not merged(self.A, self.B, self.D, third)["进展"].open

    def test_the_rejected_word_in_a_copy_stays_rejected(self) -> None:
        copy = told(THIRD, cells={"进展": ("", "甲")})
        assert merged(self.A, self.B, self.D, copy)["进展"].value == "乙"

    def test_an_undone_decision_leaves_the_difference_open(self) -> None:
        assert merged(self.A, self.B, self.D, withdrawn=[DECISION])["进展"].contested


class TestHostileLineage:
    def test_two_that_claim_to_be_after_each_other_are_unordered(self) -> None:
        state = merged(
            told(FIRST, after=[SECOND], cells={"进展": ("", "甲")}),
            told(SECOND, after=[FIRST], cells={"进展": ("", "乙")}),
        )["进展"]
        assert {s.meant for s in state.standing} == {"甲", "乙"}

    def test_a_source_after_itself_still_speaks(self) -> None:
        assert merged(told(FIRST, after=[FIRST], cells={"进展": ("", "甲")}))["进展"].value == "甲"

    def test_a_ring_of_three_drops_none(self) -> None:
        state = merged(
            told(FIRST, after=[THIRD], cells={"进展": ("", "甲")}),
            told(SECOND, after=[FIRST], cells={"进展": ("", "乙")}),
            told(THIRD, after=[SECOND], cells={"进展": ("", "丙")}),
        )["进展"]
        assert len(state.standing) == 3

    def test_a_chain_of_thousands_neither_hangs_nor_overflows(self) -> None:
        names = [str(n) for n in range(3000)]
        lineage = Lineage({name: frozenset(names[max(0, n - 1) : n]) for n, name in enumerate(names)})
        began = time.perf_counter()
        assert lineage.is_later(names[-1], names[0])
        assert time.perf_counter() - began < 2

    def test_many_edits_that_each_know_all_former_ones_are_quick(self) -> None:
        names = [f"{n:03d}" for n in range(200)]
        edits = [
            (
                Source(name, frozenset(names[:n]), is_return=False),
                (Statement(f"格{n % 40}", name, f"第{n}次", "x"),),
            )
            for n, name in enumerate(names)
        ]
        began = time.perf_counter()
        states = merged(*edits)
        assert time.perf_counter() - began < 2
        assert {s.value for s in states.values()} == {f"第{n}次" for n in range(160, 200)}


CELLS = ("一", "二", "三")
IDS = ("a", "b", "c", "d", "e")
words = st.sampled_from(["", "", "甲", "乙", CLEAR_MARK])
bases = st.sampled_from(["", "", "甲"])


@st.composite
def told_things(draw: st.DrawFn, honest: bool = False) -> list[Told]:
    """Up to five sources; honest ones are only after such as came before them."""
    everything = []
    ids = IDS[: draw(st.integers(1, len(IDS)))]
    for n, name in enumerate(ids):
        others = ids[:n] if honest else ids
        after = draw(st.frozensets(st.sampled_from(others))) if others else frozenset()
        cells = draw(st.dictionaries(st.sampled_from(CELLS), st.tuples(bases, words)))
        said = tuple(Statement(cell, name, value, base) for cell, (base, value) in cells.items())
        everything.append((Source(name, after, draw(st.booleans())), said))
    return everything


class TestWhateverArrives:
    @given(told_things(), st.randoms(use_true_random=False))
    def test_the_order_of_arrival_does_not_matter(self, everything: list[Told], chance: object) -> None:
        statements = [statement for _, said in everything for statement in said]
        sources = {source.id: source for source, _ in everything}
        lineage = lineage_of(sources.values())
        shuffled = list(statements)
        chance.shuffle(shuffled)  # type: ignore[attr-defined]
        assert resolve(shuffled, sources, lineage) == resolve(statements, sources, lineage)

    @given(told_things())
    def test_the_same_statements_twice_change_nothing(self, everything: list[Told]) -> None:
        statements = [statement for _, said in everything for statement in said]
        sources = {source.id: source for source, _ in everything}
        lineage = lineage_of(sources.values())
        assert resolve(statements * 2, sources, lineage) == resolve(statements, sources, lineage)

    @given(told_things())
    def test_what_was_asserted_is_never_lost_without_a_later_word(self, everything: list[Told]) -> None:
        states = merged(*everything)
        for _, said in everything:
            for statement in said:
                assert not statement.asserts or states[statement.cell].standing

    @given(told_things(honest=True), st.data())
    def test_a_withdrawn_source_leaves_the_cells_it_did_not_touch(
        self, everything: list[Told], data: st.DataObject
    ) -> None:
        gone, said = data.draw(st.sampled_from(everything))
        touched = {statement.cell for statement in said}
        before, after = merged(*everything), merged(*everything, withdrawn=[gone.id])
        for cell in before.keys() - touched:
            assert (after[cell].value, after[cell].standing) == (before[cell].value, before[cell].standing)

    @given(told_things())
    def test_whoever_is_after_the_newest_is_after_all(self, everything: list[Told]) -> None:
        sources = [source for source, _ in everything]
        lineage = lineage_of(sources)
        after_newest = lineage_of([*sources, Source("z", lineage.newest(source.id for source in sources))])
        assert all(after_newest.is_later("z", source.id) for source in sources)

    @given(told_things(honest=True))
    def test_one_made_from_all_others_has_the_last_word(self, everything: list[Told]) -> None:
        cells = dict.fromkeys(CELLS, ("显示的", "最后的话"))
        last = told("最后", after=[source.id for source, _ in everything], cells=cells)
        states = merged(*everything, last)
        assert {states[cell] for cell in CELLS} == {
            CellState("最后的话", (statement,)) for statement in last[1]
        }

    @given(told_things(honest=True))
    def test_a_file_saved_anew_changes_no_value_and_asks_nothing_new(self, everything: list[Told]) -> None:
        first, said = everything[0]
        filed = (Source(first.id, first.after, is_return=True), said)
        anew = (Source("z", first.after), tuple(Statement(s.cell, "z", s.value, s.base) for s in said))
        before = merged(filed, *everything[1:])
        after = merged(filed, *everything[1:], anew)
        assert {c: s.value for c, s in after.items()} == {c: s.value for c, s in before.items()}
        assert {c: s.open for c, s in after.items()} == {c: s.open for c, s in before.items()}
