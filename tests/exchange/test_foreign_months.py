"""Which month a sheet's name, a title or a head speaks of."""

import pytest

from peidang.exchange.foreign_form.months import mention_in, year_in


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("9月", "2025-09"),
        ("2024年9月份进展情况", "2024-09"),
        ("十一月", "2025-11"),
        ("1—9月累计", "2025-09"),
        ("1-2月", "2025-01..02"),
        ("7至9月", "2025-Q3"),
        ("第三季度", "2025-Q3"),
        ("2024.09", "2024-09"),
        ("台账202410", "2024-10"),
        ("截至9月30日", "2025-09"),
        ("截至2024年9月底完成", "2024-09"),
    ],
)
def test_a_month_is_found(text: str, key: str) -> None:
    found, _ = mention_in(text)
    assert found is not None
    assert found.span(2025).key == key


@pytest.mark.parametrize("text", ["", "进展情况", "2024年5月31日印发", "2025年目标", "13月", "第9项"])
def test_what_names_no_month_is_left_alone(text: str) -> None:
    assert mention_in(text)[0] is None


def test_the_rest_of_the_head_says_what_the_column_is() -> None:
    assert mention_in("2025年 9月\n进展情况")[1] == "进展情况"


def test_a_sum_since_january_is_told_apart_from_a_month() -> None:
    cumulative, single = mention_in("1—9月")[0], mention_in("9月")[0]
    assert [one.cumulative for one in (cumulative, single) if one] == [True, False]


def test_a_year_counts_only_where_there_is_one() -> None:
    assert year_in("2025年重点工作") == 2025
    assert year_in("较2023年增长，到2025年") is None
