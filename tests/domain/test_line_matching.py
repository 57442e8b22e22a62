"""Lines that came back against what was sent: sure, asked about, or nobody's."""

from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.line_matching import KeyTexts, Matching, Pool, Question, match_lines

POWER = KeyTexts(
    3, "推进工业设备更新", "聚焦化工轻工建材等重点产业更新换代高技术高效率的先进设备", ("甲局", "乙局")
)
STREETS = KeyTexts(
    7, "推进市政设施更新", "分类推进供水供热等市政基础设施改造2025年底前完成老旧管网改造", ("丙局", "")
)
PIPES = KeyTexts(9, "推进市政设施更新", "加快雨污分流改造补齐城镇污水垃圾处理设施短板", ("丙局", ""))
TWIN = KeyTexts(12, POWER.name, POWER.text, ("丁局", ""))
POOL = Pool({"power": POWER, "streets": STREETS, "pipes": PIPES})
TWINS = Pool({"power": POWER, "twin": TWIN})


def line(serial: int | None = None, name: str = "", text: str = "", *hints: str) -> KeyTexts:
    return KeyTexts(serial, name, text, hints)


def sure(lines: list[KeyTexts], pool: Pool = POOL, trusted: bool = False) -> dict[int, str]:
    return dict(match_lines(lines, pool, None, trusted).sure)


def test_the_same_texts_are_the_same_line_whatever_its_number() -> None:
    assert sure([line(1, PIPES.name, PIPES.text), line(2, POWER.name, POWER.text)]) == {
        0: "pipes",
        1: "power",
    }


def test_one_task_over_several_lines_is_told_apart_by_the_measure() -> None:
    assert sure([line(None, "", PIPES.text), line(None, STREETS.name, STREETS.text[:15])]) == {
        0: "pipes",
        1: "streets",
    }


def test_a_task_of_several_lines_alone_is_asked_about() -> None:
    asked = match_lines([line(None, STREETS.name)], POOL).open[0]
    assert (asked.reason, set(asked.candidates)) == ("ambiguous", {"streets", "pipes"})


def test_twins_are_told_apart_by_another_cell_or_by_numbers_that_agree() -> None:
    same = [line(None, POWER.name, POWER.text)]
    assert match_lines(same, TWINS).open[0] == Question("ambiguous", ("power", "twin"))
    assert sure([line(None, POWER.name, POWER.text, "丁局")], TWINS) == {0: "twin"}
    assert sure([line(12, POWER.name, POWER.text)], TWINS, trusted=True) == {0: "twin"}


def test_numbers_that_somebody_counted_anew_say_nothing() -> None:
    pool = Pool({"a": line(1, "甲"), "b": line(2, "乙"), "c": line(3, "丙")})
    assert sure([line(1), line(3)], pool, trusted=True) == {0: "a", 1: "c"}
    assert sure([line(1), line(2)], pool, trusted=True) == {}
    assert sure([line(1), line(2), line(3)], pool, trusted=True) == {0: "a", 1: "b", 2: "c"}
    assert sure([line(1), line(9)], pool, trusted=True) == {}


def test_a_changed_text_goes_by_its_number_only_where_something_is_still_alike() -> None:
    known = [line(7, STREETS.name, STREETS.text), line(9, PIPES.name, PIPES.text)]
    changed = line(3, POWER.name, "全部内容换成了另外一句毫不相干的话语和要求")
    other = line(3, "另外一件工作任务", "全部内容换成了另外一句毫不相干的话语和要求")
    assert sure([*known, changed], trusted=True)[2] == "power"
    assert match_lines([*known, other], POOL, None, True).open == {2: Question("unknown", ("power",))}


def test_a_line_that_is_more_like_what_others_are_asked_is_not_taken() -> None:
    mine, everything = (
        Pool({"streets": STREETS}),
        Pool(
            {"streets": STREETS, "sister": line(8, "推进市政设施更新", STREETS.text.replace("2025", "2027"))}
        ),
    )
    other = line(None, STREETS.name, STREETS.text.replace("2025", "2027"))
    assert match_lines([other], mine, everything).open == {0: Question("unknown")}
    assert match_lines([other], mine).sure == {0: "streets"}


def test_of_two_lines_like_one_item_the_lesser_is_asked_about() -> None:
    copy = line(None, POWER.name, POWER.text[:14])
    found = match_lines([line(None, POWER.name, POWER.text), copy], POOL)
    assert found == Matching({0: "power"}, {1: Question("duplicate", ("power",))})


@given(
    st.permutations([POWER, STREETS, PIPES]),
    st.lists(st.integers(0, 20), min_size=3, max_size=3),
    st.booleans(),
)
def test_numbers_never_win_over_texts(lines: list[KeyTexts], serials: list[int], trusted: bool) -> None:
    renumbered = [line(n, key.name, key.text) for n, key in zip(serials, lines, strict=True)]
    found = sure(renumbered, trusted=trusted)
    assert [POOL.items[found[at]].text for at in range(3)] == [key.text for key in lines]
