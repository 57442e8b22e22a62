from dataclasses import replace

from peidang.domain.columns import further_cells, further_heads
from tests.domain.builders import a_plan, a_row


def test_a_table_without_dues_has_only_the_annex_s_own_further_columns() -> None:
    plan = replace(a_plan([a_row(1, "jia")]), extra_columns=("责任人",))
    assert further_heads(plan) == ("责任人",)
    assert further_cells(plan, replace(plan.rows[0], extra=(("责任人", "李某"),))) == ("李某",)


def test_dues_have_a_column_of_their_own_in_words() -> None:
    row = replace(a_row(1, "jia"), due="2025-06")
    plan = replace(a_plan([row]), extra_columns=("责任人",))
    assert further_heads(plan) == ("完成时限", "责任人")
    assert further_cells(plan, row) == ("2025年6月", "")


def test_a_due_that_is_no_day_stays_as_it_was_written() -> None:
    plain, dated = a_row(1, "jia"), replace(a_row(2, "jia"), due="2025")
    lasting = replace(plain, due=None, extra=(("完成时限", "长期坚持"),))
    plan = replace(a_plan([lasting, dated]), extra_columns=("完成时限",))
    assert [further_cells(plan, row) for row in plan.rows] == [("长期坚持",), ("2025年",)]
