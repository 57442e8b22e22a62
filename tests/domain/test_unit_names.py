"""A unit is found in a file's name, a folder, a sender; where two could be meant, none is."""

import pytest

from peidang.domain.unit_names import unit_in
from tests.domain.builders import a_unit

UNITS = (
    a_unit("finance", aliases=("市财政部门",)),
    a_unit("jia"),
    a_unit("yi"),
)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("05_市甲局_2025年10月填报表.xlsx", "jia"),
        ("市 甲 局 现场照片", "jia"),
        ("市财政部门的说明.docx", "finance"),
        ("财政部门.png", "finance"),
        ("IMG_0001.png", None),
        ("市甲局和市乙局联合现场.png", None),
        ("市丙局.png", None),
        ("甲局的", None),
    ],
)
def test_the_unit_a_text_names(text: str, unit: str | None) -> None:
    assert unit_in(UNITS, text) == unit


def test_of_names_inside_each_other_the_longer_is_meant() -> None:
    units = (a_unit("one", aliases=("财政局国库科",)), a_unit("two", aliases=("财政局",)))
    assert unit_in(units, "财政局国库科报送.xlsx") == "one"
