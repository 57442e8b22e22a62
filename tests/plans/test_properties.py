"""What must not matter: character width, kinds of bracket, blanks between Chinese characters, line breaks."""

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peidang.files.text import read_text
from peidang.plans.as_json import plan_as_json
from peidang.plans.numbering import opens_with_number
from peidang.plans.reader import read_plan
from tests.plans.reading import PLAN_NAMES, plan_text
from tests.plans.scoring import head, rows, targets, tasks

WIDE = str.maketrans(
    {chr(code): chr(code + 0xFEE0) for code in range(0x30, 0x3A)} | {"%": "％", "(": "（", ")": "）"}
)
CHINESE = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
NEVER_FIRST = "，。、；：）》”！？,.;:)〕]%·"
FAST = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def reading(text: str) -> tuple[object, ...]:
    data: dict[str, Any] = json.loads(
        json.dumps(plan_as_json(read_plan(read_text(text), "t")), ensure_ascii=False)
    )
    return head(data), tasks(data), targets(data), rows(data)


@pytest.mark.parametrize("name", PLAN_NAMES)
def test_character_width_does_not_change_the_reading(name: str) -> None:
    text = plan_text(name)
    assert reading(text.translate(WIDE)) == reading(text)


@pytest.mark.parametrize("name", PLAN_NAMES)
@pytest.mark.parametrize(("opening", "closing"), ["()", "（）", "〔〕", "[]", "【】"])
def test_the_shape_of_brackets_does_not_change_the_reading(name: str, opening: str, closing: str) -> None:
    text = plan_text(name)
    other = re.sub("[（(〔]", lambda _: opening, text)
    other = re.sub("[）)〕]", lambda _: closing, other)
    assert _plain(reading(other)) == _plain(reading(text))


def _plain(value: object) -> str:
    return re.sub(r"[\[\]]", lambda found: "(" if found.group() == "[" else ")", str(value))


@FAST
@given(data=st.data())
@pytest.mark.parametrize("name", PLAN_NAMES)
def test_blanks_between_chinese_characters_do_not_change_the_reading(name: str, data: st.DataObject) -> None:
    text = plan_text(name)
    places = [match.start() for match in CHINESE.finditer(text)]
    chosen = data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=60, unique=True))
    blank = data.draw(st.sampled_from([" ", "\u3000", "\u00a0", "\u2003"]))
    spaced = list(text)
    for at in chosen:
        spaced[at] = blank + spaced[at]
    assert reading("".join(spaced)) == reading(text)


@FAST
@given(width=st.integers(24, 40))
@pytest.mark.parametrize("name", ["qingzhou", "jining-hitech"])
def test_a_typesetter_may_break_paragraphs_into_lines(name: str, width: int) -> None:
    text = plan_text(name)
    assert reading("\n".join(_typeset(line, width) for line in text.splitlines())) == reading(text)


def _typeset(paragraph: str, width: int) -> str:
    """Lines of ``width`` Chinese characters; none begins with closing punctuation or what looks like a number."""
    lines, rest = [], paragraph
    while (cut := _fitting(rest, width)) < len(rest):
        while rest[cut] in NEVER_FIRST or opens_with_number(rest[cut:]) or _inside_word(rest, cut):
            cut -= 1
        lines.append(rest[:cut])
        rest = rest[cut:]
    return "\n".join([*lines, rest])


def _fitting(text: str, width: int) -> int:
    used = 0.0
    for at, char in enumerate(text):
        used += 0.5 if char.isascii() else 1.0
        if used > width:
            return at
    return len(text)


def _inside_word(text: str, cut: int) -> bool:
    return text[cut - 1].isascii() and text[cut].isascii()
