"""Lines of Chinese text: nothing lost, no forbidden beginning or end, numbers whole where that is possible."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peidang.reports.pdf.breaking import NO_END, NO_START, break_lines, may_break, positions
from peidang.reports.pdf.titles import break_title

CHARACTERS = "国的项目年月家，。、；：）》”（《“—…1230.%５A b"
texts = st.text(alphabet=CHARACTERS, max_size=200)
room = st.integers(min_value=4, max_value=30)


def widths_of(text: str) -> list[float]:
    return [0.5 if character.isascii() else 1.0 for character in text]


def lines_of(text: str, width: float) -> list[str]:
    return [text[line.start : line.end] for line in break_lines(text, widths_of(text), width)]


@given(texts, room)
def test_no_character_is_lost(text, width):
    assert "".join(lines_of(text, width)) == text


@given(texts, room)
def test_no_line_begins_or_ends_with_a_forbidden_mark_unless_nothing_else_is_possible(text, width):
    lines = break_lines(text, widths_of(text), width)
    for line in lines[1:]:
        if not may_break(text, line.start, keep_words=False):
            before = lines[lines.index(line) - 1]
            inside = range(before.start + 1, before.end)
            assert not any(may_break(text, at, keep_words=False) for at in inside)


@given(texts, room)
def test_no_line_is_wider_than_its_room(text, width):
    widths = widths_of(text)
    for line in break_lines(text, widths, width):
        at = positions(text, widths, line, width, justify=True)
        end = line.end
        while end > line.start + 1 and text[end - 1] == " ":
            end -= 1
        give = 0.5 if text[end - 1] in NO_START | NO_END else 0.0
        assert at[end - line.start - 1] + widths[end - 1] <= width + give + 1e-6


@given(texts, room)
def test_characters_stand_in_order(text, width):
    widths = widths_of(text)
    for line in break_lines(text, widths, width):
        at = positions(text, widths, line, width, justify=True)
        assert len(at) == line.end - line.start
        assert all(a <= b + 1e-6 for a, b in pairwise(at))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四五六七八", ["一二三四五", "六七八"]),
        ("一二三四五，六七", ["一二三四", "五，六七"]),  # one mark cannot give a whole character
        ("一，三，五，六七八九", ["一，三，五，", "六七八九"]),  # but three can
        ("一二三四（六七", ["一二三四", "（六七"]),
        ("一二三四2025年", ["一二三四", "2025年"]),
        ("一二三四——六", ["一二三四", "——六"]),
        ("一二三30家五六", ["一二三30家", "五六"]),
        ("", []),
    ],
)
def test_lines_of_five_characters(text, lines):
    assert lines_of(text, 5) == lines


def test_justified_line_ends_at_its_room():
    text = "一二三四2025年五六"
    widths = widths_of(text)
    line = break_lines(text, widths, 5)[0]
    at = positions(text, widths, line, 5.0, justify=True)
    assert at[-1] + widths[line.end - 1] == pytest.approx(5.0)


def test_a_number_longer_than_the_line_is_cut_rather_than_lost():
    assert "".join(lines_of("1" * 50, 6)) == "1" * 50


@given(st.text(alphabet="关于的工作方案，2025年月情况通报《》", min_size=1, max_size=60))
def test_no_character_of_a_title_is_lost_and_no_line_too_wide(title):
    widths = widths_of(title)
    lines = break_title(title, widths, 20)
    assert "".join(lines) == title
    assert all(sum(widths_of(line)) <= 20 for line in lines)


@pytest.mark.parametrize(
    "title",
    [
        "某市推动大规模设备更新和消费品以旧换新工作方案2025年10月进展情况通报",
        "关于某某高新区贯彻落实国家战略和区域发展规划实施方案重点任务2025年10月份推进情况的通报",
    ],
)
def test_title_is_a_trapezium_or_a_rhombus(title):
    lengths = [sum(widths_of(line)) for line in break_title(title, widths_of(title), 20)]
    assert len(lengths) in (2, 3)
    hourglass = len(lengths) == 3 and lengths[1] < min(lengths[0], lengths[2])
    assert not hourglass
    assert min(lengths) >= 0.35 * max(lengths)


@pytest.mark.parametrize("number", ["1366万", "2025年", "12.5%", "3.5亿元", "1,234.5", "1000台", "第103项"])
def test_a_number_a_narrow_line_can_hold_is_never_torn(number: str) -> None:
    for before in range(8):
        text = "缺口资金尚未到位"[:before] + number + "元，已报。"
        widths = [0.5 if character.isascii() else 1.0 for character in text]
        lines = [text[line.start : line.end] for line in break_lines(text, widths, 5.0)]
        whole = number.removesuffix("元")
        assert any(whole in line for line in lines), lines


KINDS = (
    "关于《{plan}》2025年10月推进落实情况的通报",
    "关于《{plan}》2025年10月进展情况的报告",
    "{unit}落实《{plan}》2025年10月进展情况",
    "2025年《{plan}》推进落实情况总结",
)
PLANS = (
    "某某市推动大规模设备更新和消费品以旧换新工作方案",
    "某某高新区推动大规模设备更新和消费品以旧换新实施方案",
    "某某区服务业高质量发展三年行动计划",
)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("plan", PLANS)
@pytest.mark.parametrize("unit", ["市科技局", "区商务和投资促进局", "国家金融监督管理总局某某监管分局"])
def test_a_titles_lines_tear_no_word_no_month_and_are_no_stubs(kind: str, plan: str, unit: str) -> None:
    title = kind.format(plan=plan, unit=unit)
    lines = break_title(title, widths_of(title), 20)
    cuts = {len("".join(lines[:n])) for n in range(1, len(lines))}
    for word in (
        "大规模",
        "设备",
        "消费品",
        "以旧换新",
        "方案",
        "计划",
        "高质量",
        "2025年10月",
        "情况",
        "落实",
    ):
        whole = range(title.find(word) + 1, title.find(word) + len(word))
        assert word not in title or not cuts & set(whole), (word, lines)
    lengths = [sum(widths_of(line)) for line in lines]
    assert min(lengths) >= 3
    waisted = [b < a and b < c for a, b, c in zip(lengths, lengths[1:], lengths[2:], strict=False)]
    assert not any(waisted)


@pytest.mark.parametrize("room", range(6, 16))
def test_the_number_of_an_item_does_not_end_a_line(room: int) -> None:
    text = "一是抵押物不足；2.审批周期长；13.土地手续尚未批复；共3.5亿元"
    assert not [line for line in lines_of(text, room) if line.endswith("."[-1:]) and line[-2:-1].isdigit()]
