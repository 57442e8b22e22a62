from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peidang.domain.labels import CLEAR_MARK, Field
from peidang.domain.values import canonical


@pytest.mark.parametrize("raw", ["1200.50", "1,200.5", "１２００．５", 1200.5, " 1200.5 "])
def test_one_number_typed_in_several_ways_is_one_value(raw: object) -> None:
    assert canonical(Field.CUMULATIVE, raw) == "1200.5"


@pytest.mark.parametrize(
    "raw",
    [
        "2025-10-31",
        "2025.10.31",
        "2025/10/31",
        "2025年10月31日",
        date(2025, 10, 31),
        datetime(2025, 10, 31, 9),
        45961,
        "45961",
    ],
)
def test_one_day_typed_in_several_ways_is_one_value(raw: object) -> None:
    assert canonical(Field.AS_OF, raw) == "2025-10-31"


@pytest.mark.parametrize("raw", ["（清空）", "(清空)", " 清空 "])
def test_the_clear_mark_is_known_in_both_widths(raw: str) -> None:
    assert canonical(Field.PROGRESS, raw) == CLEAR_MARK


def test_what_cannot_be_understood_is_kept_as_typed() -> None:
    assert canonical(Field.CUMULATIVE, "约12家") == "约12家"
    assert canonical(Field.AS_OF, "2025年13月40日") == "2025年13月40日"


def test_a_status_loses_blanks_and_text_keeps_its_lines() -> None:
    assert canonical(Field.STATUS, " 正常 推进 ") == "正常推进"
    assert canonical(Field.PROGRESS, "\u3000一是开工。\r\n二是竣工。 \n") == "一是开工。\n二是竣工。"


def test_an_empty_cell_is_an_empty_text() -> None:
    assert {canonical(field, None) for field in Field} == {""}


@given(
    st.sampled_from(list(Field)),
    st.text() | st.floats() | st.integers() | st.booleans() | st.dates() | st.none(),
)
def test_a_canonical_value_stays_as_it_is(field: Field, raw: object) -> None:
    once = canonical(field, raw)
    assert canonical(field, once) == once


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (datetime(1900, 1, 10, 6), "10.25"),
        (datetime(1900, 1, 10, 7, 26, 24), "10.31"),
        (datetime(1900, 1, 9, 21, 36), "9.9"),
        (date(1900, 1, 10), "10"),
        (date(1902, 10, 21), "1025"),
        (date(1999, 12, 31), "1999-12-31"),
    ],
)
def test_a_number_that_a_date_cell_made_a_day_of_a_century_ago_is_the_number_again(
    raw: object, text: str
) -> None:
    assert canonical(Field.AS_OF, raw) == text
