"""Damaged and hostile text: the reader answers, quickly, or says that it is no plan."""

import contextlib
import random
import time

import pytest

from peidang.domain.errors import NotAPlan
from peidang.files.text import read_text
from peidang.plans.reader import read_plan
from tests.plans.reading import PLAN_NAMES, plan_from, plan_text

MARKS = "()（）、。；：,1234一\n\t是“”《》年 %0"


@pytest.mark.parametrize("name", PLAN_NAMES)
def test_a_damaged_piece_of_a_plan_is_read_or_refused(name: str) -> None:
    chance, text = random.Random(name), plan_text(name)
    for _ in range(40):
        start = chance.randrange(len(text))
        piece = list(text[start : start + 2000])
        for _ in range(30):
            piece[chance.randrange(len(piece))] = chance.choice(MARKS)
        with contextlib.suppress(NotAPlan):
            read_plan(read_text("".join(piece)), "x")


@pytest.mark.parametrize("junk", ["（", "（牵头单位：", "一是", "到2025年", "、", "2025", "各", "1:0", "1、"])
def test_endless_repetition_does_not_hold_the_reader_up(junk: str) -> None:
    start = time.process_time()
    with contextlib.suppress(NotAPlan):
        plan_from("一、任务\n" + junk * 10_000)
    assert time.process_time() - start < 3
