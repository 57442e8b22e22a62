from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.periods import Period, day_before, day_label, default_due, last_day_of, parse_span


@pytest.mark.parametrize(
    ("text", "key", "label", "months"),
    [
        ("2025-10", "2025-10", "2025年10月", 1),
        ("2025-9", "2025-09", "2025年9月", 1),
        ("2025-Q3", "2025-Q3", "2025年三季度", 3),
        ("2025q1", "2025-Q1", "2025年一季度", 3),
        ("2025-01..02", "2025-01..02", "2025年1—2月", 2),
        ("2025-04..06", "2025-Q2", "2025年二季度", 3),
    ],
)
def test_a_period_is_read_and_named(text: str, key: str, label: str, months: int) -> None:
    span = parse_span(text)
    assert (span.key, span.label, span.months) == (key, label, months)
    assert span.short_label == label.removeprefix("2025年")


@pytest.mark.parametrize("text", ["2025", "2025-13", "2025-00", "2025-Q5", "2025-05..03", "10月", ""])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text or "^$"):
        parse_span(text)


@given(st.integers(2000, 2100), st.integers(1, 12), st.integers(1, 12))
def test_a_period_s_key_reads_back_as_the_same_period(year: int, first: int, last: int) -> None:
    first, last = sorted((first, last))
    span = parse_span(f"{year}-{first:02d}..{last:02d}")
    assert parse_span(span.key) == span
    assert span.start <= default_due(span) <= span.end


@pytest.mark.parametrize(
    ("due", "day"),
    [("2025", date(2025, 12, 31)), ("2024-02", date(2024, 2, 29)), ("2025-06-30", date(2025, 6, 30))],
)
def test_a_due_ends_with_its_year_month_or_day(due: str, day: date) -> None:
    assert last_day_of(due) == day


def test_a_day_names_its_year_only_when_it_is_another() -> None:
    assert day_label(date(2025, 11, 25), date(2025, 11, 1)) == "11月25日(周二)"
    assert day_label(date(2024, 11, 25), date(2025, 11, 1)) == "2024年11月25日(周一)"


def test_an_extension_moves_the_due_of_that_unit_only() -> None:
    period = Period(
        "p", "plan", parse_span("2025-10"), date(2025, 10, 25), exceptions=(("jia", date(2025, 10, 28)),)
    )
    assert period.due_for("jia") == date(2025, 10, 28)
    assert period.due_for("yi") == date(2025, 10, 25)


def test_the_final_due_holds_for_all_but_who_was_given_a_later_day() -> None:
    period = Period(
        *("p", "plan", parse_span("2025-10"), date(2025, 10, 25), date(2025, 10, 28)),
        exceptions=(("jia", date(2025, 10, 30)), ("yi", date(2025, 10, 26))),
    )
    assert period.final_due_for("jia") == date(2025, 10, 30)
    assert period.final_due_for("yi") == period.final_due_for("bing") == date(2025, 10, 28)
    assert replace(period, final_due=None).final_due_for("bing") == date(2025, 10, 25)


def test_the_day_before_the_first_is_the_last() -> None:
    assert day_before(date(2025, 3, 1)) == date(2025, 2, 28)
