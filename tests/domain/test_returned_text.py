"""收回改稿: every paragraph that comes back finds its place, by mark, by words, by likeness, by where it stands."""

from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.returned_text import Line, Placed, place_lines

SENT = [
    Line("关于粮食仓储工作的通报", "title"),
    Line("现将本月各项任务推进落实情况通报如下。", "opening"),
    Line("一、总体情况", "overall"),
    Line("本期应报单位8家，已报2家，未报6家。", "overall.units"),
    Line("请各单位抓紧补报材料，确保不漏一项。", "next.chase"),
    Line("附件：1.进展情况表"),
    Line("县发展和改革局"),
]


def back(*lines: Line) -> Placed:
    return place_lines(SENT, lines, "next.chase")


def without_marks(lines: list[Line]) -> list[Line]:
    return [Line(line.text) for line in lines]


def test_unchanged_it_comes_back_unchanged_with_marks_and_without() -> None:
    for lines in (SENT, without_marks(SENT)):
        placed = back(*lines)
        assert placed.texts == {line.place: line.text for line in SENT if line.place}
        assert placed.unplaced == ()


def test_a_reworded_paragraph_is_known_by_likeness() -> None:
    lines = without_marks(SENT)
    lines[3] = Line("这个月应报单位8家，已报的有2家，未报6家，进度偏慢。")
    assert back(*lines).texts["overall.units"] == lines[3].text


def test_a_paragraph_written_anew_is_known_by_its_mark() -> None:
    lines = [*SENT]
    lines[4] = Line("下月再议。", "next.chase")
    assert back(*lines).texts["next.chase"] == "下月再议。"


def test_a_new_paragraph_belongs_to_the_one_above_it() -> None:
    lines = [*SENT[:4], Line("另有两家说明了情况。"), *SENT[4:]]
    assert back(*lines).texts["overall.units"] == f"{SENT[3].text}\n另有两家说明了情况。"


def test_a_paragraph_parted_in_two_keeps_its_place() -> None:
    lines = [
        *SENT[:3],
        Line("本期应报单位8家。", "overall.units"),
        Line("已报2家。", "overall.units"),
        *SENT[4:],
    ]
    assert back(*lines).texts["overall.units"] == "本期应报单位8家。\n已报2家。"


def test_a_paragraph_taken_out_is_gone() -> None:
    assert back(*SENT[:4], *SENT[5:]).texts["next.chase"] == ""


def test_what_is_new_below_the_text_belongs_nowhere_and_a_changed_signature_is_told() -> None:
    placed = back(*SENT[:6], Line("县发展和改革局办公室"), Line("抄送：县政府办"))
    assert placed.unplaced == ("县发展和改革局办公室", "抄送：县政府办")


def test_what_is_new_at_the_end_of_the_text_belongs_to_its_last_paragraph() -> None:
    placed = back(*SENT[:5], Line("特此通报。"), *SENT[5:])
    assert placed.texts["next.chase"].endswith("\n特此通报。")


@given(
    st.lists(st.sampled_from(SENT), max_size=9),
    st.lists(st.text("粮食。", min_size=1, max_size=5), max_size=3),
)
def test_nothing_that_came_back_is_lost(kept: list[Line], new: list[str]) -> None:
    placed = back(*kept, *map(Line, new))
    there = "\n".join([*placed.texts.values(), *placed.unplaced])
    for line in kept:
        assert line.text in there or not line.place
    for text in new:
        assert text in there
