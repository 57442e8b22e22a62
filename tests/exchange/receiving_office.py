"""An office that receives: it knows the five shipped plans, their months and units, and what it sent out."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import openpyxl
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from peidang.app.month import months
from peidang.app.outgoing import requests
from peidang.app.plan import plans
from peidang.app.store import stores
from peidang.domain.labels import Field
from peidang.domain.plan import Plan
from peidang.domain.travel import Request, Returned, Unclear
from peidang.exchange.recognition import recognise
from peidang.exchange.request_workbook import write_reply
from peidang.files.workbook import read_workbook

PLANS = Path(__file__).resolve().parents[2] / "resources" / "plans"
MONTH = "2025-10"
FORM = "填报表"
Edit = Callable[[Workbook], None]


@cache
def sent_from(stem: str) -> tuple[Plan, Mapping[str, Request]]:
    """A shipped plan as it enters a store, and what each of its units is sent for October."""
    with TemporaryDirectory() as folder, stores.create_store(Path(folder) / "a.peidang") as store:
        plan_id = plans.add_plan(store, PLANS / f"{stem}.txt", "统筹办")
        period = months.open_month(store, plan_id, MONTH)
        month = months.load_month(store, plan_id, period.id)
        asked = {
            unit.id: requests.build_request(store, month, unit.id) for unit in month.plan.reporting_units()
        }
        return month.plan, asked


STEMS = tuple(sorted(path.stem for path in PLANS.glob("*.txt")))


@dataclass
class Office:
    """What a recogniser may ask (``travel.Known``)."""

    stems: Sequence[str]
    months: tuple[str, ...] = ("2025-09", MONTH)
    meant: str | None = MONTH
    other_names: Mapping[str, str] = field(default_factory=dict)

    def plans(self) -> tuple[Plan, ...]:
        return tuple(sent_from(stem)[0] for stem in self.stems)

    def periods(self, plan_id: str) -> tuple[str, ...]:
        return self.months

    def meant_period(self, plan_id: str) -> str | None:
        return self.meant

    def unit_named(self, plan_id: str, text: str) -> str | None:
        (plan,) = (plan for plan in self.plans() if plan.id == plan_id)
        name = self.other_names.get(text, text)
        return next((unit.id for unit in plan.units if unit.name == name), None)

    def form(self, plan_id: str, unit_id: str, period_key: str) -> Request | None:
        asked = next(asked for stem in self.stems for plan, asked in [sent_from(stem)] if plan.id == plan_id)
        request = asked.get(unit_id)
        return replace(request, period_key=period_key) if request and period_key in self.months else None


def largest(stem: str) -> Request:
    """The request with the most lines."""
    return max(sent_from(stem)[1].values(), key=lambda one: (len(one.rows), len(one.indicators)))


def answers_to(request: Request) -> dict[tuple[str, Field], str]:
    """Every line answered, each with words of its own."""
    said: dict[tuple[str, Field], str] = {}
    for line in request.rows:
        words = f"{request.unit_name}第{line.row.serial}项"
        said[line.row.id, Field.STATUS] = "正常推进"
        said[line.row.id, Field.PROGRESS] = f"{words}已完成。"
        said[line.row.id, Field.PROBLEMS] = f"{words}资金不足。"
        said[line.row.id, Field.NEXT_STEPS] = f"{words}下月验收。"
    for one in request.indicators:
        said[one.indicator.id, Field.MONTH_VALUE] = str(one.number)
        said[one.indicator.id, Field.CUMULATIVE] = str(1000 + one.number)
        said[one.indicator.id, Field.NOTE] = f"第{one.number}个指标"
    return said


def filled(request: Request, *edits: Edit) -> bytes:
    """The request filled and then worked over in a spreadsheet program."""
    out = io.BytesIO()
    write_reply(request, answers_to(request), out)
    return worked_over(out.getvalue(), *edits)


def worked_over(data: bytes, *edits: Edit) -> bytes:
    """A workbook after these edits."""
    if not edits:
        return data
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    for edit in edits:
        edit(workbook)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def pasted(data: bytes, sheet_name: str = "Sheet1") -> bytes:
    """The values of 填报表 in a new workbook: nothing else is left."""
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    new = Workbook()
    sheet = new.active
    assert isinstance(sheet, Worksheet)
    sheet.title = sheet_name
    for cells in workbook[FORM].iter_rows():
        sheet.append([cell.value for cell in cells])
    out = io.BytesIO()
    new.save(out)
    return out.getvalue()


def table(rows: Sequence[Sequence[object]], title: str = "Sheet1") -> bytes:
    """A workbook of somebody's own making."""
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def without_identity(workbook: Workbook) -> None:
    """The very hidden sheet is lost."""
    del workbook["_peidang"]


def take(
    data: bytes, office: Office, shown: str = "报送.xlsx", sender: str = ""
) -> tuple[Returned | Unclear, ...]:
    """What the office makes of a file."""
    return recognise(read_workbook(data, shown.rsplit("/", 1)[-1]), shown, office, sender)


def one(data: bytes, office: Office, shown: str = "报送.xlsx", sender: str = "") -> Returned:
    """The same where it surely is one return."""
    (returned,) = take(data, office, shown, sender)
    assert isinstance(returned, Returned), returned
    return returned


def said(returned: Returned) -> dict[tuple[str, Field], str]:
    """The answers that are not blank."""
    return {key: value for key, value in returned.answers.items() if value}
