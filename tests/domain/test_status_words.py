"""Other offices' words for 完成状态 become one of ours, or nothing."""

import pytest

from peidang.domain.labels import Status
from peidang.domain.status_words import status_of


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("已完成", Status.DONE),
        ("办结", Status.DONE),
        ("√", Status.DONE),
        ("100%", Status.DONE),
        ("● 推进中", Status.NORMAL),
        ("序时推进", Status.NORMAL),
        ("达到序时进度", Status.NORMAL),
        ("尚未启动", Status.NOT_STARTED),
        ("进展缓慢", Status.BEHIND),
        ("未达序时进度", Status.BEHIND),
        ("长期坚持", Status.LASTING),
        ("持续推进", Status.LASTING),
    ],
)
def test_a_usual_word_is_known(word: str, status: Status) -> None:
    assert status_of(word) is status


@pytest.mark.parametrize("status", list(Status))
def test_our_own_words_stay_what_they_are(status: Status) -> None:
    assert status_of(status.value) is status


@pytest.mark.parametrize("word", ["", "基本完成", "未完成", "完成80%", "另行报告", "否"])
def test_a_word_that_may_mean_anything_means_nothing(word: str) -> None:
    assert status_of(word) is None
