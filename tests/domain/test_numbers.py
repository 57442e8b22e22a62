from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.numbers import parse_number, plain, rounded, shares


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12", "12"),
        ("１２．５", "12.5"),
        ("1,200.50", "1200.50"),
        ("1，200", "1200"),
        ("35%", "35"),
        ("３５％", "35"),
        (" - 3 ", "-3"),
        ("1e3", "1000"),
    ],
)
def test_numbers_are_read_as_people_type_them(text: str, number: str) -> None:
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    "text", ["", "约12", "12家", "十二", "1.2.3", "12-15", "3，5", "12,34", "nan", "inf", "1e99", "=1+1"]
)
def test_what_is_no_number_is_none(text: str) -> None:
    assert parse_number(text) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=4))
def test_a_number_printed_plainly_reads_back_the_same(number: Decimal) -> None:
    assert parse_number(plain(number)) == number


@pytest.mark.parametrize(
    ("number", "text"), [("0.05", "0.1"), ("-0.05", "-0.1"), ("83.25", "83.3"), ("83.24", "83.2")]
)
def test_halves_are_rounded_up_away_from_nought(number: str, text: str) -> None:
    assert str(rounded(Decimal(number))) == text


def test_shares_of_nothing_are_nought() -> None:
    assert shares([0, 0]) == (Decimal(0), Decimal(0))


def test_three_equal_parts_still_make_a_hundred() -> None:
    assert [str(share) for share in shares([1, 1, 1])] == ["33.4", "33.3", "33.3"]


@given(st.lists(st.integers(0, 500), min_size=1, max_size=8))
def test_shares_make_exactly_a_hundred_and_are_off_by_less_than_a_tenth(counts: list[int]) -> None:
    parts = shares(counts)
    total = sum(counts)
    assert sum(parts) == (100 if total else 0)
    for count, share in zip(counts, parts, strict=True):
        assert total == 0 or abs(share - Decimal(100 * count) / total) < Decimal("0.1")
        assert count or not share
