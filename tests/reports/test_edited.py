"""A paper with own words: they stand where they belong, faces and figures stay, every number is still its figure."""

from hypothesis import given, settings
from hypothesis import strategies as st

from peidang.domain.answers import Month
from peidang.domain.edits import Piece, merge_edit
from peidang.reports.draft import draft_paper
from peidang.reports.edited import passages, with_texts
from peidang.reports.paper import Face, Paper, Paragraph, paper_text, plain
from peidang.reports.proof import check_papers
from tests.reports.months import a_full_month, months, summary_of


def paper() -> Paper:
    return draft_paper(summary_of(a_full_month()))


def block(made: Paper, place: str) -> Paragraph:
    return next(one for one in made.blocks if isinstance(one, Paragraph) and one.place == place)


@given(months(), months(), st.data())
@settings(deadline=None, max_examples=40)
def test_whatever_is_edited_and_whatever_comes_in_later_no_number_is_wrong_and_no_word_is_lost(
    month: Month, later: Month, data: st.DataObject
) -> None:
    before, summary = draft_paper(summary_of(month)), summary_of(later)
    now = draft_paper(summary)
    drafted = {one.place: one.pieces for one in passages(now)}
    both = [one for one in passages(before) if one.place in drafted]
    texts = {}
    for one in data.draw(st.lists(st.sampled_from(both), max_size=5, unique_by=lambda p: p.place)):
        words = data.draw(st.text("已报3家，。", min_size=1, max_size=8))
        edited = one.text + words if data.draw(st.booleans()) else words + one.text
        texts[one.place] = merge_edit(one.pieces, drafted[one.place], edited)
    made = with_texts(now, {place: state.pieces for place, state in texts.items()})
    check_papers(summary, made)
    printed = paper_text(made)
    for state in texts.values():
        for line in state.text.split("\n"):
            assert line.strip() in printed


def test_a_run_in_heading_keeps_its_face() -> None:
    first = block(paper(), "overall.tasks").text[0]
    assert first.face is Face.SUBHEADING
    for text in (f"{first.text}改了后面。", "（一）任务情况。改了前面。"):
        made = with_texts(paper(), {"overall.tasks": [Piece(text)]})
        runs = block(made, "overall.tasks").text
        assert runs[0].face is Face.SUBHEADING
        assert runs[0].text.endswith("。")
        assert runs[1].face is None
        assert plain(runs) == text
    made = with_texts(paper(), {"overall.tasks": [Piece("没有小标题的一段。")]})
    assert block(made, "overall.tasks").text[0].face is None


def test_further_paragraphs_have_places_of_their_own_and_empty_ones_are_left_out() -> None:
    made = with_texts(paper(), {"opening": [Piece("一段\n\n又"), Piece("3", "rows.total"), Piece("段\n")]})
    assert [one.place for one in made.blocks[:3]] == ["opening", "opening~2", "overall"]
    assert plain(block(made, "opening~2").text) == "又3段"
    gone = with_texts(paper(), {"opening": []})
    assert gone.blocks[0].place == "overall"


def test_title_and_addressee_are_worded_too_but_a_paper_never_lacks_its_title() -> None:
    made = with_texts(paper(), {"title": [Piece("督查通报")], "addressee": []})
    assert (made.title, made.addressee) == ("督查通报", "")
    assert with_texts(paper(), {"title": []}).title == paper().title


def test_unknown_places_are_left_alone() -> None:
    assert with_texts(paper(), {"nowhere": [Piece("字")]}) == paper()
