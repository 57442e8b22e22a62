"""Whose a return without an identity is, of which plan, and for which month; several units and plans in one file."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from peidang.domain.labels import FIELD_WORDS, INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.plan import Plan
from peidang.domain.travel import MendCell, Request, Returned, Unclear
from peidang.domain.unit_names import UnitNames
from peidang.exchange.master_workbook import write_master
from peidang.exchange.recognition.when import period_named
from tests.exchange.receiving_office import (
    FORM,
    STEMS,
    Office,
    answers_to,
    filled,
    largest,
    one,
    pasted,
    said,
    sent_from,
    table,
    take,
    worked_over,
)

BINZHOU, LINQING = Office(("binzhou",)), Office(("linqing",))
HEADS = ("序号", "重点任务", "推进措施", "牵头单位", "进展情况", "存在的问题", "下步打算")


def asked(unit: str, stem: str = "binzhou") -> Request:
    return next(one for one in sent_from(stem)[1].values() if one.unit_name == unit)


def own_table(
    requests: Iterable[Request], *above: str, unit_column: bool = False, leads: bool = True
) -> bytes:
    """A table in an office's own layout: no status column, other heads, other order."""
    heads = [*HEADS, *(["填报单位"] if unit_column else [])]
    if not leads:
        heads[3] = "备注"
    rows: list[list[object]] = [[text] for text in above]
    rows.append(list(heads))
    for request in requests:
        told = answers_to(request)
        for line in request.rows:
            row = line.row
            words = [told[row.id, f] for f in (Field.PROGRESS, Field.PROBLEMS, Field.NEXT_STEPS)]
            lead = "、".join(a.printed for a in row.assignments if a.role == "lead") if leads else ""
            unit = [request.unit_name] if unit_column else []
            rows.append([len(rows), row.task, row.measure, lead, *words, *unit])
    return table(rows)


def texts_of(request: Request) -> dict[tuple[str, Field], str]:
    rows = {line.row.id for line in request.rows}
    told = answers_to(request)
    return {(i, f): text for (i, f), text in told.items() if i in rows and f is not Field.STATUS}


WATER = "市城乡水务局"


@pytest.mark.parametrize(
    ("above", "shown", "sender"),
    [
        ((f"填报单位：{WATER}（盖章）",), "a.xlsx", ""),
        (("填报单位：滨州市城乡水务局　　联系人：张三",), "a.xlsx", ""),
        (("填 报 单 位: 市 城 乡 水 务 局",), "a.xlsx", ""),
        ((), f"{WATER}10月.xlsx", ""),
        ((), f"01_{WATER}_2025年10月填报表(1).xlsx", ""),
        ((), f"十月/{WATER}/报送.xlsx", ""),
        ((), f"邮件.eml::{WATER}.zip::报送.xlsx", ""),
        ((), "报送.xlsx", f"{WATER} <shuiwu@example.org>"),
    ],
)
def test_the_unit_is_told_by_the_first_place_that_names_it(
    above: tuple[str, ...], shown: str, sender: str
) -> None:
    request = asked(WATER)
    returned = one(own_table([request], *above), BINZHOU, shown, sender)
    assert (returned.request.unit_name, said(returned)) == (WATER, texts_of(request))


def test_nobody_is_named_and_only_one_unit_reports_these_rows() -> None:
    request = asked("市市场监管局")
    assert one(own_table([request]), BINZHOU).request == request


def test_nobody_is_named_and_two_units_report_the_row() -> None:
    request = asked(WATER)
    (unclear,) = take(own_table([request]), BINZHOU)
    assert isinstance(unclear, Unclear)
    assert unclear.outcome == "unknown-unit"
    assert set(unclear.unit_ids) == set(request.rows[0].row.reporting_unit_ids())


def test_a_stranger_in_the_sheets_own_line_is_an_unknown_unit() -> None:
    (unclear,) = take(own_table([asked(WATER)], "填报单位：某某县水利局"), BINZHOU, f"{WATER}.xlsx")
    assert isinstance(unclear, Unclear)
    assert (unclear.outcome, unclear.unit_text) == ("unknown-unit", "某某县水利局")


def test_a_unit_that_is_not_asked_for_these_rows_is_the_wrong_one() -> None:
    (unclear,) = take(own_table([asked(WATER)], "填报单位：市商务局"), BINZHOU)
    assert isinstance(unclear, Unclear)
    assert (unclear.outcome, unclear.unit_ids) == ("wrong-unit", (asked("市商务局").unit_id,))


def test_a_unit_of_measure_is_no_unit() -> None:
    assert one(own_table([asked("市财政局")], "单位：万元"), BINZHOU).request.unit_name == "市财政局"


@pytest.mark.parametrize("unit_column", [True, False])
def test_an_offices_summary_gives_a_return_for_each_unit(unit_column: bool) -> None:
    units = (WATER, "市商务局", "市公安局") if unit_column else ("市财政局", "市税务局", "市卫生健康委")
    data = own_table([asked(unit) for unit in units], "十月份工作进展汇总表", unit_column=unit_column)
    returned = take(data, BINZHOU, "汇总.xlsx")
    told = {one.request.unit_name: one for one in returned if isinstance(one, Returned)}
    assert set(units) <= set(told)
    assert {unit: said(told[unit]) for unit in units} == {unit: texts_of(asked(unit)) for unit in units}


def test_a_row_of_several_units_in_a_summary_without_their_names_is_asked_about() -> None:
    requests = [asked("市财政局"), asked("市税务局"), asked(WATER)]
    returned = take(own_table(requests, "汇总表"), BINZHOU)
    lines = [line for one in returned if isinstance(one, Returned) for line in one.open_lines]
    assert [line.candidates for line in lines] == [(requests[2].rows[0].row.id,)]
    assert not any(
        key in texts_of(requests[2]) for one in returned if isinstance(one, Returned) for key in said(one)
    )


def test_two_plans_in_one_workbook_are_two_returns() -> None:
    first, second = largest("linqing"), largest("shanting")
    workbook = openpyxl.load_workbook(io.BytesIO(pasted(filled(first), "甲")))
    other = openpyxl.load_workbook(io.BytesIO(pasted(filled(second), "乙")))
    sheet = workbook.create_sheet("乙")
    for cells in other["乙"].iter_rows():
        sheet.append([cell.value for cell in cells])
    out = io.BytesIO()
    workbook.save(out)
    returned = [one for one in take(out.getvalue(), Office(STEMS)) if isinstance(one, Returned)]
    assert [one.request.plan.id for one in returned] == [first.plan.id, second.plan.id]
    assert [said(one) for one in returned] == [answers_to(first), answers_to(second)]


def test_a_table_of_no_plan_here_is_the_wrong_plan() -> None:
    (unclear,) = take(own_table([asked(WATER)], f"填报单位：{WATER}"), LINQING)
    assert isinstance(unclear, Unclear)
    assert (unclear.outcome, unclear.plan_id, unclear.unit_text) == ("wrong-plan", None, WATER)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("2025年10月工作进展情况表", "2025-10"),
        ("10月份进展", "2025-10"),
        ("2025-10", "2025-10"),
        ("202510", "2025-10"),
        ("2025.10月报", "2025-10"),
        ("2025年1—10月指标完成情况", "2025-10"),
        ("1-9月", "2025-09"),
        ("２０２５年９月", "2025-09"),
        ("九月份情况", "2025-09"),
        ("2025年三季度", "2025-Q3"),
        ("第四季度", "2024-Q4"),
        ("12月", "2024-12"),
        ("2025年8月", "2025-08"),
        ("截止：11月25日(周二)", None),
        ("填报日期：2025年11月3日", None),
        ("报送20251103", None),
        ("5G工厂30家", None),
    ],
)
def test_months_are_read_as_people_write_them(text: str, key: str | None) -> None:
    assert period_named([text], ("2025-09", "2025-10"), "2025-10") == key


def test_last_months_table_says_so_and_a_month_nobody_opened_is_wrong() -> None:
    request = asked("市财政局")
    assert one(own_table([request], "2025年9月进展情况表"), BINZHOU).request.period_key == "2025-09"
    (unclear,) = take(own_table([request], "2025年6月进展情况表"), BINZHOU)
    assert isinstance(unclear, Unclear)
    assert (unclear.outcome, unclear.period_key) == ("wrong-month", "2025-06")
    assert one(own_table([request]), BINZHOU, "9月/a.xlsx").request.period_key == "2025-09"


def test_the_token_wins_over_a_title_that_says_another_month() -> None:
    request = asked(WATER)

    def retitle(workbook: Workbook) -> None:
        workbook[FORM]["A1"] = "2025年9月填报表"

    assert one(filled(request, retitle), BINZHOU).request.period_key == "2025-10"


def test_names_in_other_forms_are_the_same_unit_and_neighbours_are_not() -> None:
    names = UnitNames(sent_from("binzhou")[0], BINZHOU.unit_named)
    ids = {unit.name: unit.id for unit in sent_from("binzhou")[0].units}
    assert names.exactly("滨州市农业农村局") == ids["市农业农村局"]
    assert names.exactly("市文旅局") == ids["市文化和旅游局"]
    assert names.exactly("市卫生健康委员会") == ids["市卫生健康委"]
    assert names.exactly("市发改委") == ids["市发展改革委"]
    assert names.inside("关于报送进展的函-市文旅局(10月)") == (ids["市文化和旅游局"],)
    for other in ("临清市财政局", "沾化区财政局", "县商务局", "财政", ""):
        assert names.exactly(other) is None
        assert names.inside(f"{other}报送材料") == ()


def master(requests: Iterable[Request]) -> bytes:
    out = io.BytesIO()
    write_master(list(requests), out)
    return out.getvalue()


def test_a_master_workbook_gives_each_units_own_lines() -> None:
    requests = list(sent_from("binzhou")[1].values())
    told = {request.unit_name: answers_to(request) for request in requests}
    writing = {WATER, "市商务局"}

    def fill(workbook: Workbook) -> None:
        for sheet, fields in ((workbook[FORM], ROW_FIELDS), (workbook["指标填报表"], INDICATOR_FIELDS)):
            head = next(c.row for cells in sheet.iter_rows() for c in cells if c.value == "填报单位")
            columns = {cell.value: cell.column for cell in sheet[head]}
            for row in range(head + 1, sheet.max_row + 1):
                unit = str(sheet.cell(row, columns["填报单位"]).value)
                if unit in writing:
                    request = asked(unit)
                    lines = {line.row.serial: line.row.id for line in request.rows}
                    if fields is INDICATOR_FIELDS:
                        lines = {line.number: line.indicator.id for line in request.indicators}
                    item = lines[sheet.cell(row, 1).value]
                    for field in fields:
                        sheet.cell(row, columns[FIELD_WORDS[field]]).value = told[unit].get((item, field))

    returned = take(worked_over(master(requests), fill), BINZHOU)
    assert all(isinstance(one, Returned) and one.recognised_by == "token" for one in returned)
    assert {one.request.unit_name: said(one) for one in returned if isinstance(one, Returned)} == {
        unit: told[unit] for unit in writing
    }
    assert not any(one.open_lines or one.locked for one in returned if isinstance(one, Returned))


def test_a_blank_master_workbook_is_one_return_that_says_nothing() -> None:
    (returned,) = take(master(sent_from("binzhou")[1].values()), BINZHOU)
    assert isinstance(returned, Returned)
    assert said(returned) == {}


def test_of_what_went_back_only_the_cells_to_mend_are_read() -> None:
    request = asked(WATER)
    item = request.rows[0].row.id
    mended = replace(request, mend=(MendCell(item, Field.PROGRESS, "请写明数字"),))
    returned = one(filled(mended), BINZHOU)
    assert said(returned) == {(item, Field.PROGRESS): answers_to(request)[item, Field.PROGRESS]}


def test_numbers_alone_are_enough_where_the_unit_is_sure() -> None:
    request = asked("市商务局")
    told = answers_to(request)
    rows = [[line.row.serial, "正常推进", told[line.row.id, Field.PROGRESS]] for line in request.rows]
    data = table([[f"填报单位：{request.unit_name}"], ["序号", "完成状态", "进展情况"], *rows])
    returned = one(data, BINZHOU)
    assert {item: text for (item, field), text in said(returned).items() if field is Field.PROGRESS} == {
        line.row.id: told[line.row.id, Field.PROGRESS] for line in request.rows
    }
    counted = table(
        [["填报单位：市商务局"], ["序号", "完成状态", "进展情况"]]
        + [[at, "正常推进", "开工"] for at in range(1, len(rows))]
    )
    again = one(counted, BINZHOU)
    assert said(again) == {}
    assert len(again.open_lines) == len(rows) - 1


def with_sheets(sheets: Mapping[str, bytes], hidden: Sequence[str] = ()) -> bytes:
    """One workbook of several that have a single sheet each."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, data in sheets.items():
        sheet = workbook.create_sheet(name)
        for cells in openpyxl.load_workbook(io.BytesIO(data)).worksheets[0].iter_rows():
            sheet.append([cell.value for cell in cells])
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def reworded(data: bytes, column: str = "E") -> bytes:
    """The same table with other words in one answer of its first line."""

    def edit(workbook: Workbook) -> None:
        sheet = workbook.worksheets[0]
        row = next(c.row for cells in sheet.iter_rows() for c in cells if c.value == HEADS[0]) + 1
        sheet[f"{column}{row}"] = OTHER_WORDS

    return worked_over(data, edit)


OTHER_WORDS = "另外一种说法"


def test_in_a_workbook_with_a_sheet_a_month_each_is_read_for_its_own() -> None:
    request = asked("市财政局")
    now = own_table([request], "填报单位：市财政局")
    data = with_sheets({"8月": now, "9月": reworded(now), "10月": now})
    returned = {one.request.period_key: said(one) for one in take(data, BINZHOU) if isinstance(one, Returned)}
    assert returned["2025-10"] == texts_of(request)
    assert list(returned) == ["2025-09", "2025-10"]
    assert OTHER_WORDS in returned["2025-09"].values()
    (outside,) = (one for one in take(data, BINZHOU) if isinstance(one, Unclear))
    assert (outside.outcome, outside.period_key) == ("wrong-month", "2025-08")


def test_a_form_that_is_whole_may_carry_a_sheet_of_last_month() -> None:
    request = asked("市财政局")

    def add(workbook: Workbook) -> None:
        old = workbook.copy_worksheet(workbook[FORM])
        old.title = "9月"
        head = next(c.row for cells in old.iter_rows() for c in cells if c.value == "进展情况")
        column = next(c.column for c in old[head] if c.value == "进展情况")
        old.cell(head + 1, column).value = OTHER_WORDS

    now, then = take(filled(request, add), BINZHOU)
    assert isinstance(now, Returned)
    assert isinstance(then, Returned)
    assert (now.recognised_by, said(now)) == ("token", answers_to(request))
    assert (then.recognised_by, then.request.period_key) == ("content", "2025-09")
    assert OTHER_WORDS in said(then).values()


@pytest.mark.parametrize("stem", STEMS)
@pytest.mark.parametrize("told_by", ["line", "name", "short name"])
def test_a_sheet_for_each_unit_gives_a_return_for_each(stem: str, told_by: str) -> None:
    """A row that several units lead goes to the unit of its sheet."""
    requests = [one for one in sent_from(stem)[1].values() if one.rows]
    sheets = {}
    for number, request in enumerate(requests):
        above = [f"填报单位：{request.unit_name}"] if told_by == "line" else []
        name = request.unit_name.removeprefix("市") if told_by == "short name" else request.unit_name
        title = f"Sheet{number}" if told_by == "line" else name.replace("/", "")[:31]
        sheets[title] = own_table([request], f"{request.plan.title}进展情况表", *above)
    returned = take(with_sheets(sheets), Office(STEMS), "各单位.xlsx")
    told = {one.request.unit_name: said(one) for one in returned if isinstance(one, Returned)}
    assert told == {request.unit_name: texts_of(request) for request in requests}
    assert not [one for one in returned if isinstance(one, Unclear) or one.open_lines]


def test_a_hidden_copy_says_nothing_new_and_other_words_on_a_hidden_sheet_are_asked_about() -> None:
    request = asked("市财政局")
    now = own_table([request], "填报单位：市财政局")
    same = one(with_sheets({"表": now, "副本": now}, ["副本"]), BINZHOU)
    assert (said(same), same.open_lines) == (texts_of(request), ())
    other = one(with_sheets({"表": now, "副本": reworded(now)}, ["副本"]), BINZHOU)
    assert said(other) == texts_of(request)
    (line,) = other.open_lines
    assert (line.sheet, line.reason, line.candidates) == ("副本", "hidden", (request.rows[0].row.id,))
    assert line.answers == {Field.PROGRESS: OTHER_WORDS}


def test_a_hidden_sheet_of_an_earlier_month_is_old() -> None:
    request = asked("市财政局")
    now = own_table([request], "填报单位：市财政局")
    returned = one(with_sheets({"10月": now, "9月": reworded(now)}, ["9月"]), BINZHOU)
    assert (said(returned), returned.open_lines) == (texts_of(request), ())


def test_a_hidden_sheet_in_our_own_form_is_asked_about_too() -> None:
    request = asked("市财政局")

    def hide_another(workbook: Workbook) -> None:
        copy = workbook.copy_worksheet(workbook[FORM])
        copy.sheet_state = "hidden"
        head = next(c.row for cells in copy.iter_rows() for c in cells if c.value == "进展情况")
        column = next(c.column for c in copy[head] if c.value == "进展情况")
        copy.cell(head + 1, column).value = OTHER_WORDS

    returned = one(filled(request, hide_another), BINZHOU)
    assert said(returned) == answers_to(request)
    assert [line.answers for line in returned.open_lines] == [{Field.PROGRESS: OTHER_WORDS}]


def test_a_table_of_another_plan_beside_ours_is_told_as_outside() -> None:
    request = asked("市财政局")
    other = table(
        [HEADS, *([n, "新事项", f"与本方案无关的第{n}件事情", "", "做了", "", ""] for n in range(1, 4))]
    )
    data = with_sheets({"表": own_table([request], "填报单位：市财政局"), "清单": other})
    returned, outside = take(data, BINZHOU)
    assert isinstance(returned, Returned)
    assert said(returned) == texts_of(request)
    assert isinstance(outside, Unclear)
    assert outside.outcome == "wrong-plan"


class LookAlikes(Office):
    """An office with a plan and its copy for another place: every row is the same to the letter."""

    def plans(self) -> tuple[Plan, ...]:
        (plan,) = super().plans()
        units = tuple(
            replace(unit, name="市财税局") if unit.name == "市财政局" else unit for unit in plan.units
        )
        return plan, replace(plan, id="copy", title="甲川市推动另一些工作的工作方案", units=units)

    def unit_named(self, plan_id: str, text: str) -> str | None:
        plan = next(plan for plan in self.plans() if plan.id == plan_id)
        return next((unit.id for unit in plan.units if unit.name == text), None)

    def form(self, plan_id: str, unit_id: str, period_key: str) -> Request | None:
        own, copy = self.plans()
        request = super().form(own.id, unit_id, period_key)
        return replace(request, plan=copy) if request and plan_id == copy.id else request


def test_of_plans_with_the_same_rows_the_title_tells_which_one() -> None:
    office, request = LookAlikes(("binzhou",)), asked(WATER)
    for plan in office.plans():
        returned = one(own_table([request], f"{plan.title}进展情况表", f"填报单位：{WATER}"), office)
        assert (returned.request.plan.id, said(returned)) == (plan.id, texts_of(request))


def test_of_plans_with_the_same_rows_and_no_title_the_unit_tells_which_one() -> None:
    office, request = LookAlikes(("binzhou",)), asked("市财政局")
    assert one(own_table([request], "填报单位：市财税局"), office).request.plan.id == "copy"
    assert one(own_table([request], "填报单位：市财政局"), office).request.plan.id == request.plan.id
    (unclear,) = take(own_table([asked(WATER)], f"填报单位：{WATER}"), office)
    assert isinstance(unclear, Unclear)
    assert unclear.outcome == "wrong-plan"


def test_units_that_are_listed_each_answer_their_own_lines() -> None:
    finance, taxes = asked("市财政局"), asked("市税务局")
    for names in ("市财政局、市税务局", "滨州市财政局/税务局（盖章）"):
        data = own_table([finance, taxes], f"填报单位：{names}", leads=False)
        told = take(data, BINZHOU, "财税.xlsx")
        assert [said_by.request.unit_name for said_by in told if isinstance(said_by, Returned)] == [
            "市财政局",
            "市税务局",
        ]
        for request, found in zip((finance, taxes), told, strict=True):
            assert isinstance(found, Returned)
            assert said(found) == texts_of(request)
            assert not found.open_lines


def test_a_list_with_a_stranger_in_it_is_asked_about() -> None:
    data = own_table([asked("市财政局"), asked("市税务局")], "填报单位：市财政局、某某县水利局、市税务局")
    (unclear,) = take(data, BINZHOU, "财税.xlsx")
    assert isinstance(unclear, Unclear)
    assert unclear.outcome == "unknown-unit"
