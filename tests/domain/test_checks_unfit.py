"""``as-of-unclear``, ``secrecy-word``, ``formula-as-text``, and formulas where a number should be."""

from datetime import date

import pytest

from peidang.domain.answers import Entry, Month, Reading
from peidang.domain.checks import findings, is_open
from peidang.domain.finding import Finding
from peidang.domain.labels import Field, Grade
from tests.domain.builders import a_month, a_plan, a_row, an_entry, an_indicator

TODAY = date(2025, 10, 28)


def told(**more: str) -> Month:
    reading = Reading("i", "jia", **({"cumulative": "31", "as_of": "2025-10-25"} | more))
    return a_month(a_plan((), [an_indicator("i")]), "2025-10", readings=[reading])


def wrote(**more: str) -> Month:
    kept = {"status": "正常推进", "progress": "完成充电站12座。", "next_steps": "建站3座。"} | more
    return a_month(a_plan([a_row(1, "jia")]), "2025-10", entries=[an_entry(1, "jia", **kept)])


def found(month: Month, code: str) -> list[Finding]:
    return [one for one in findings(month, "jia", TODAY) if one.code == code]


@pytest.mark.parametrize("text", ["", "（清空）", "2025-10-25", "10.25", "10月底", "截至9月", "2024-12-31"])
def test_a_day_that_is_certain_is_not_asked_about(text: str) -> None:
    assert found(told(as_of=text), "as-of-unclear") == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("10月下旬", "看不出是哪一天"),
        ("10.3", "看不出是哪一天"),
        ("11.5", "读作2025年11月5日，晚于2025年10月期末"),
        ("2052-10-20", "晚于2025年10月期末"),
        ("2015-10-25", "比2025年10月早一年以上"),
    ],
)
def test_a_day_that_cannot_be_meant_is_asked_about_with_what_to_write(text: str, why: str) -> None:
    month = told(as_of=text)
    (one,) = found(month, "as-of-unclear")
    assert (one.grade, one.field) == (Grade.EXPLAIN, Field.AS_OF)
    assert f"现为“{text}”，{why}，暂按期末2025年10月31日计算" in one.message
    assert "如 2025-10-25" in one.message
    assert month.data_date(month.reading("i", "jia")) == date(2025, 10, 31)


def test_the_short_form_is_the_day_the_figure_speaks_of() -> None:
    month = told(as_of="10.25")
    assert month.data_date(month.reading("i", "jia")) == date(2025, 10, 25)


def test_a_mark_of_secrecy_is_named_and_marked() -> None:
    (one,) = found(wrote(progress="完成3台。机密★10年"), "secrecy-word")
    assert (one.grade, one.field, one.marks) == (Grade.EXPLAIN, Field.PROGRESS, ((5, 11),))
    assert one.message == "“进展情况”疑似含密级字样“机密★10年”，请确认不涉密；涉密内容不得在本系统处理。"


def test_a_mark_of_secrecy_is_not_explained_by_the_cell_it_stands_in() -> None:
    (one,) = found(told(note="内部资料，口径调整"), "secrecy-word")
    assert is_open(one)


def test_talk_of_secrecy_is_not_asked_about() -> None:
    assert found(wrote(progress="开展国家秘密载体管理检查3次。"), "secrecy-word") == []


def test_a_formula_without_its_value_is_said_to_be_one() -> None:
    (one,) = found(told(cumulative="=F6+G6"), "not-a-number")
    assert (
        "现为公式“=F6+G6”，算出的数没有存在表里；请打开原表重新保存后再报，或直接填数字（单位：家）"
        in one.message
    )


@pytest.mark.parametrize("text", ["='[1]Sheet1'!A1", "'[1]Sheet1'!A1", "[2]进展!$B$3", "=B7", "#REF!"])
def test_a_formula_where_words_should_be_is_to_be_mended_and_said_once(text: str) -> None:
    month = wrote(progress=text)
    (one,) = found(month, "formula-as-text")
    assert (one.grade, one.field) == (Grade.MUST, Field.PROGRESS)
    assert "公式" in one.message
    assert found(month, "no-content") == []


@pytest.mark.parametrize("text", ["完成[1]期工程", "=====", "投资=3亿元，完成60%", "A1线路改造完成"])
def test_other_signs_are_no_formula(text: str) -> None:
    assert found(wrote(progress=text), "formula-as-text") == []


def test_entries_of_one_unit_are_not_asked_about_at_another() -> None:
    month = a_month(
        a_plan([a_row(1, "jia", "yi")]),
        "2025-10",
        entries=[Entry("row-1", "yi", progress="机密★")],
    )
    assert found(month, "secrecy-word") == []
