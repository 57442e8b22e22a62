"""数据截至: the short forms offices write are read where they are certain, and not guessed where they are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.data_days import plausible_day, read_day
from peidang.domain.periods import parse_span

OCTOBER, JANUARY = parse_span("2025-10"), parse_span("2026-01")


@pytest.mark.parametrize(
    "text",
    [
        "2025-10-25",
        "20251025",
        "10.25",
        "10-25",
        "１０．２５",
        "10月25日",
        "10月25号",
        "25.10.25",
        "截至10月25日",
        "数据截止到 10 月 25 日",
        "截至2025年10月25日止",
    ],
)
def test_a_day_in_the_short_forms_of_offices_is_the_period_s(text: str) -> None:
    assert read_day(text, OCTOBER) == date(2025, 10, 25)


@pytest.mark.parametrize(
    "text",
    ["10月底", "10月末", "25年10月底", "截至10月", "2025年10月", "2025-10", "2025.10", "本月底", "10月份"],
)
def test_a_month_speaks_of_its_last_day(text: str) -> None:
    assert read_day(text, OCTOBER) == date(2025, 10, 31)


def test_december_told_in_january_is_last_year_s() -> None:
    assert read_day("12月底", JANUARY) == read_day("12.31", JANUARY) == date(2025, 12, 31)
    assert read_day("1月20日", JANUARY) == date(2026, 1, 20)


@pytest.mark.parametrize(
    "text", ["10.3", "10.1", "2025.1", "10", "1025", "13.40", "10月下旬", "=F6", "见附件"]
)
def test_what_could_be_two_days_or_none_is_not_guessed(text: str) -> None:
    assert read_day(text, OCTOBER) is None


@pytest.mark.parametrize("text", ["2052-10-20", "2025-11-05", "11.5", "2015-10-25", "1900-01-10"])
def test_a_day_after_the_period_or_years_ago_is_not_meant(text: str) -> None:
    assert read_day(text, OCTOBER) is not None
    assert plausible_day(text, OCTOBER) is None


@given(st.text(alphabet="0123456789年月日底.-/截至 ", max_size=12))
def test_no_text_breaks_the_reading(text: str) -> None:
    day = plausible_day(text, OCTOBER)
    assert day is None or day <= OCTOBER.end
