"""Whatever sheets, units, months and strangers a workbook holds: every answer on a visible sheet is told of."""

import io
import random
from collections.abc import Sequence
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from peidang.domain.errors import FileUnreadable
from peidang.domain.likeness import LONGEST
from peidang.domain.travel import Request, Returned, Unclear
from peidang.exchange.recognition import MAX_ROWS
from tests.exchange.receiving_office import STEMS, Office, filled, largest, one, sent_from, table, take

EVERYTHING = Office(STEMS)
HEADS = ("序号", "主要任务", "推进措施及目标", "牵头单位", "进展情况", "存在问题", "下一步打算")
NAMES = ("Sheet{n}", "{unit}", "{short}", "9月", "10月", "8月", "附表{n}", "表{n}")
ABOVE = ("", "{plan}进展情况表", "填报单位：{unit}", "填报单位：某某局", "2025年9月", "填报单位：各有关单位")


def sheet_of(request: Request, rng: random.Random, marks: list[str]) -> list[list[Any]]:
    """A table of one unit's rows, some gone, some strange; each answer is a mark that stands nowhere else."""
    plan, unit = request.plan.title, request.unit_name
    rows: list[list[Any]] = [[text.format(plan=plan, unit=unit)] for text in rng.sample(ABOVE, 2)]
    with_unit = rng.random() < 0.2
    rows.append([*HEADS, *(["填报单位"] if with_unit else [])])
    for number, line in enumerate(request.rows, start=1):
        if rng.random() < 0.2:
            continue
        words: list[Any] = [line.row.task, line.row.measure, unit]
        if rng.random() < 0.2:
            words = ["另外的事", f"自己加的第{number}件事情，与谁都不相干", ""]
        answers = [f"答{len(marks) + n:05d}完" if rng.random() < 0.8 else "" for n in range(3)]
        marks += [f"答{len(marks) + n:05d}完" for n in range(3)]
        rows.append([number, *words, *answers, *([unit] if with_unit else [])])
    return rows


def book_of(requests: Sequence[Request], rng: random.Random) -> bytes:
    """A sheet for each; of the first one perhaps our own form with its hidden sheet."""
    whole = rng.random() < 0.3
    workbook = openpyxl.load_workbook(io.BytesIO(filled(requests[0]))) if whole else Workbook()
    marks: list[str] = []
    for number, request in enumerate(requests[whole:]):
        name = rng.choice(NAMES).format(n=number, unit=request.unit_name, short=request.unit_name[1:])
        sheet = workbook.create_sheet(name[:28])
        for cells in sheet_of(request, rng, marks):
            sheet.append(cells)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def answers_in(data: bytes) -> dict[str, str]:
    """The marks on the visible sheets, with their sheet."""
    sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    cells = ((cell.value, sheet.title) for sheet in sheets for row in sheet.iter_rows() for cell in row)
    return {text: name for text, name in cells if isinstance(text, str) and text.startswith("答")}


@given(
    st.randoms(use_true_random=False),
    st.lists(st.sampled_from(STEMS), min_size=1, max_size=2),
    st.integers(1, 4),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_every_answer_is_taken_asked_about_or_told_to_be_outside(
    rng: random.Random, stems: list[str], count: int
) -> None:
    pool = [request for stem in stems for request in sent_from(stem)[1].values() if request.rows]
    data = book_of(rng.sample(pool, count), rng)
    try:
        told = take(data, EVERYTHING, "汇总.xlsx")
    except FileUnreadable:
        return
    returned = [one for one in told if isinstance(one, Returned)]
    taken = {text for one in returned for text in one.answers.values()}
    taken |= {text for one in returned for line in one.open_lines for text in line.answers.values()}
    lost = {text: sheet for text, sheet in answers_in(data).items() if text not in taken}
    assert not lost or any(isinstance(one, Unclear) for one in told), (lost, told)


@pytest.mark.parametrize("stem", STEMS)
def test_where_each_sheet_names_its_unit_nothing_at_all_is_left_outside(stem: str) -> None:
    requests = [request for request in sent_from(stem)[1].values() if request.rows]
    workbook, marks = Workbook(), list[str]()
    for number, request in enumerate(requests):
        sheet = workbook.create_sheet(f"表{number}")
        sheet.append([f"填报单位：{request.unit_name}"])
        for cells in sheet_of(request, random.Random(number), marks)[2:]:
            sheet.append(cells[:7])
    out = io.BytesIO()
    workbook.save(out)
    told = take(out.getvalue(), EVERYTHING, "汇总.xlsx")
    returned = [one for one in told if isinstance(one, Returned)]
    assert [one for one in told if isinstance(one, Unclear) and one.outcome != "wrong-plan"] == []
    taken = {text for one in returned for text in one.answers.values()}
    taken |= {text for one in returned for line in one.open_lines for text in line.answers.values()}
    sheets = answers_in(out.getvalue())
    lost = {sheet for text, sheet in sheets.items() if text not in taken}
    assert not lost & {sheets[text] for text in taken if text in sheets}, "only sheets of which nothing fits"
    assert not lost or any(isinstance(one, Unclear) for one in told)


# How much is looked at


def with_rows(rows: int) -> bytes:
    """Our form with so many filled rows in all, on a sheet of somebody's own."""
    request = largest("binzhou")
    from_us = filled(request)
    own = sum(
        any(cell.value not in (None, "") for cell in cells)
        for sheet in openpyxl.load_workbook(io.BytesIO(from_us)).worksheets
        for cells in sheet.iter_rows()
    )
    workbook = openpyxl.load_workbook(io.BytesIO(from_us))
    sheet = workbook.create_sheet("底稿")
    for _ in range(rows - own):
        sheet.append(["底稿"])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def test_a_workbook_with_as_many_rows_as_are_looked_at_is_read() -> None:
    returned = one(with_rows(MAX_ROWS), EVERYTHING)
    assert returned.request == largest("binzhou")


def test_one_row_more_is_too_large() -> None:
    with pytest.raises(FileUnreadable) as refused:
        take(with_rows(MAX_ROWS + 1), EVERYTHING)
    assert refused.value.reason == "too-large"


def test_of_very_long_texts_the_beginning_tells_the_line_and_the_answer_is_whole() -> None:
    """What is compared is bounded, what is taken is not."""
    request = next(one for one in sent_from("binzhou")[1].values() if len(one.rows) == 1)
    row, long = request.rows[0].row, "逐项推进，" * LONGEST
    line = [1, row.task, row.measure + "补充说明。" * LONGEST, "", long, "", ""]
    returned = one(table([[f"填报单位：{request.unit_name}"], HEADS, line]), EVERYTHING)
    texts = [
        *returned.answers.values(),
        *(text for one in returned.open_lines for text in one.answers.values()),
    ]
    assert long in texts
