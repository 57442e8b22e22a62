from decimal import Decimal

import pytest

from peidang.domain.phrases import due_text, dues_text, target_due_text, target_text, targets_text
from tests.domain.builders import a_target, an_indicator


@pytest.mark.parametrize(
    ("due", "words"),
    [
        (None, ""),
        ("2025", "2025年"),
        ("2025-06", "2025年6月"),
        ("2025-06-30", "2025年6月30日"),
        ("长期", "长期"),
    ],
)
def test_a_due_reads_as_offices_write_it(due: str | None, words: str) -> None:
    assert due_text(due) == words


def test_a_target_reads_as_offices_write_it() -> None:
    assert target_text(a_target("35", unit_of_measure="%")) == "不低于35%"
    assert target_text(a_target("5.50", relation="<=", unit_of_measure="%")) == "不超过5.5%"
    assert target_text(a_target("0.8", unit_of_measure=":1")) == "不低于0.8:1"
    assert target_text(a_target("600", relation="~", unit_of_measure="亿元")) == "600亿元左右"
    some = a_target("1", None, relation="~", unit_of_measure="项", value_high=Decimal(3), annual=True)
    assert target_text(some) == "每年1—3项左右"


def test_a_growth_names_its_base_year() -> None:
    assert target_text(a_target("15", unit_of_measure="%", baseline="2023")) == "较2023年增长不低于15%"


def test_several_targets_stand_with_their_dues() -> None:
    two = an_indicator("i", a_target(15, "2025"), a_target(30, "2027"))
    assert targets_text(two) == "2025年：不低于15家\n2027年：不低于30家"
    assert dues_text(two, "、") == "2025年、2027年"
    assert targets_text(an_indicator("i", a_target(15, "2025"))) == "不低于15家"


def test_a_target_of_every_year_is_due_every_year() -> None:
    assert target_due_text(a_target(6, None, annual=True)) == "每年"
    assert target_due_text(a_target(6, "2028", annual=True)) == "每年（至2028年）"
