"""The demonstration, run whole: a month goes out as files, comes back as files, and ends on paper."""

import io
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
import pytest

from peidang.app.demo.month import DemoResult, run_demo
from peidang.app.month.schedule import schedule_view
from peidang.app.month.showing import show
from peidang.app.month.undoing import last_undoable, undo
from peidang.app.returns.deciding import decisions_of_month, open_decisions
from peidang.app.returns.receiving import receive
from peidang.app.store.stores import open_store, periods, pick_period, pick_plan
from peidang.app.views import ScheduleView
from peidang.db.store import Store
from peidang.domain.labels import Light, Status
from peidang.files.workbook import read_workbook
from tests.reports.libreoffice import convert, with_wrong_values

MARK = "演示数据"
MONTH = "2025-10"
AFTER_DUE = date(2025, 11, 11)


@dataclass(frozen=True)
class Ran:
    """The demonstration as it was left."""

    out: Path
    result: DemoResult
    said: tuple[str, ...]

    @property
    def received(self) -> Path:
        return self.out / "收到的报送" / "2025年10月"

    def papers(self, ending: str) -> list[Path]:
        return sorted((self.out / "报告").rglob(f"*{ending}"))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    out = tmp_path_factory.mktemp("demo") / "out"
    said: list[str] = []
    return Ran(out, run_demo(out, said.append), tuple(said))


@pytest.fixture
def copy(ran: Ran, tmp_path: Path) -> Iterator[Store]:
    """The demonstration's store as a copy that a test may change."""
    with open_store(Path(shutil.copy(ran.result.store, tmp_path / "副本.peidang"))) as store:
        yield store


def view(store: Store, month: str = MONTH) -> ScheduleView:
    plan = pick_plan(store)
    return schedule_view(store, plan.id, pick_period(store, plan.id, month).id, AFTER_DUE)


def outcomes(store: Store, month: str = MONTH) -> Counter[str]:
    period = pick_period(store, pick_plan(store).id, month)
    return Counter(receipt.outcome for receipt in store.returns.receipts(period_id=period.id))


def test_each_lead_unit_is_sent_a_workbook_each_month(ran: Ran) -> None:
    for month in ("2025年9月", "2025年10月"):
        books = list((ran.out / "发出的填报表" / month).glob("*/*.xlsx"))
        assert len(books) == 20
        assert (
            (ran.out / "发出的填报表" / month / "发送清单.txt")
            .read_text("utf-8-sig")
            .startswith(f"【{MARK}】")
        )


def test_one_unit_is_late_and_all_others_have_answered(copy: Store, ran: Ran) -> None:
    seen = view(copy)
    assert (seen.expected, seen.reported, seen.late) == (20, 19, 1)
    (late,) = [line.unit.name for line in seen.receipts if not line.reported]
    assert late == ran.result.roles.silent


def test_the_month_before_is_issued_and_whole(copy: Store) -> None:
    before, now = periods(copy, pick_plan(copy).id)
    assert (before.issued, now.issued) == (True, False)
    assert view(copy, "2025-09").reported == 20
    assert all(line.previous and line.previous.progress for line in view(copy).lines)


def test_what_is_said_of_a_figure_goes_with_its_light(copy: Store) -> None:
    green = [line.verdict for line in view(copy).indicators if line.light is Light.ON_PACE]
    assert any("落后" in verdict for verdict in green)
    assert not [verdict for verdict in green if verdict.startswith("低于序时")]
    assert len(decisions_of_month(copy, view(copy).plan, periods(copy, view(copy).plan.id)[-1])) == 1


def test_one_unit_answers_twice_and_a_person_has_to_decide(copy: Store, ran: Ran) -> None:
    assert outcomes(copy) == {"taken": 19, "needs-decision": 1}
    (decision,) = open_decisions(copy)
    assert (decision.unit, decision.month, decision.kind) == (ran.result.roles.twice, MONTH, "contested")
    assert [choice.proposed for choice in decision.choices] == [False, True]


def test_the_mistakes_that_were_made_are_found(copy: Store, ran: Ran) -> None:
    period = pick_period(copy, pick_plan(copy).id, MONTH)
    names = {unit.id: unit.name for unit in pick_plan(copy).units}
    found = {
        (names[receipt.unit_id or ""], str(finding["code"]))
        for receipt in copy.returns.receipts(period_id=period.id)
        for finding in receipt.findings
    }
    roles = ran.result.roles
    unanswered = {unit for unit, code in found if code == "promise-not-kept"}
    assert 1 <= len(unanswered) <= 6, "last month's 下一步打算 and this month's words are drawn apart"
    assert {(unit, code) for unit, code in found if code != "promise-not-kept"} == {
        (roles.locked, "locked-cell-changed"),
        (roles.blank, "missing"),
        (roles.wordy, "not-a-number"),
        (roles.same, "same-as-last-month"),
    }


def test_names_and_places_of_files_do_not_matter(copy: Store, ran: Ran) -> None:
    answered = {line.unit.name for line in view(copy).receipts if line.reported}
    assert {ran.result.roles.renamed, ran.result.roles.tucked} <= answered
    assert ran.result.roles.renamed not in "".join(path.name for path in ran.received.rglob("*"))
    assert [path.parent.name for path in ran.received.rglob("*.xlsx") if path.parent != ran.received] == [
        "微信转来"
    ]


def test_all_lights_and_all_statuses_are_to_be_seen(copy: Store) -> None:
    seen = view(copy)
    assert {line.row_light for line in seen.lines} >= set(Light)
    assert {line.entry.status for line in seen.lines} >= {status.value for status in Status}


def test_leads_of_one_row_answer_each_for_itself(copy: Store) -> None:
    texts: dict[int, list[str]] = {}
    for line in view(copy).lines:
        if line.entry.progress:
            texts.setdefault(line.row.serial, []).append(line.entry.progress)
    shared = [told for told in texts.values() if len(told) > 1]
    assert len(shared) > 5
    assert all(len(set(told)) == len(told) for told in shared)


def test_one_text_only_is_the_one_of_last_month(copy: Store, ran: Ran) -> None:
    lines = view(copy).lines
    copied = [
        line.unit.name for line in lines if line.previous and line.entry.progress == line.previous.progress
    ]
    assert copied == [ran.result.roles.same]


def test_every_text_of_an_answer_says_that_it_is_invented(copy: Store) -> None:
    for month in ("2025-09", MONTH):
        (shown,) = show(copy, month=month)["plans"][0]["months"]
        texts = [one[field] for one in shown["entries"] for field in ("progress", "problems", "next_steps")]
        texts += [one["note"] for one in shown["readings"]]
        assert len([text for text in texts if text]) > 60
        assert [text for text in texts if text and MARK not in text] == []


def test_the_same_folder_again_changes_nothing(copy: Store, ran: Ran) -> None:
    before = show(copy)
    drop = receive(copy, [ran.received], month=MONTH, today=AFTER_DUE)
    assert drop.batch is None
    assert {one.outcome for one in drop.files} == {"same-again"}
    assert show(copy) == before


def test_undo_gives_the_month_as_it_was_sent_out(copy: Store, ran: Ran) -> None:
    whole = show(copy)
    batch = last_undoable(copy)
    assert batch is not None
    undo(copy, batch.id)
    former = show(copy)
    assert former["decisions"] == []
    assert (former["plans"][0]["months"][1]["entries"], former["plans"][0]["months"][1]["readings"]) == (
        [],
        [],
    )
    assert former["plans"][0]["months"][0] == whole["plans"][0]["months"][0]
    again = receive(copy, [ran.received], month=MONTH, today=AFTER_DUE)
    assert show(copy) == whole
    undo(copy, again.batch or 0)
    assert show(copy) == former


def test_files_may_come_one_by_one_in_any_order(copy: Store, ran: Ran) -> None:
    whole = show(copy)
    files = sorted(ran.received.rglob("*.xlsx"))
    for order in (files, files[::-1]):
        while has_answers(copy) and (batch := last_undoable(copy)):
            undo(copy, batch.id)
        for path in order:
            receive(copy, [path], month=MONTH, today=AFTER_DUE)
        assert show(copy) == whole


def has_answers(store: Store) -> bool:
    """Whether anything of the month is still in."""
    return bool(show(store, month=MONTH)["plans"][0]["months"][0]["entries"])


def test_the_late_units_reply_can_be_received(copy: Store, ran: Ran) -> None:
    (path,) = (ran.out / "单位端").glob("*.xlsx")
    (one,) = receive(copy, [path], today=AFTER_DUE).files
    assert (one.outcome, one.unit) == ("taken", ran.result.roles.silent)
    assert view(copy).reported == 20


def test_the_excel_report_has_all_rows(ran: Ran) -> None:
    books = ran.papers(".xlsx")
    assert len(books) == 2
    for path in books:
        sheet = read_workbook(path.read_bytes(), path.name).sheets[0]
        serials = [row[0] for row in sheet.rows if row and isinstance(row[0], (int, float))]
        assert [int(serial) for serial in dict.fromkeys(serials)] == list(range(1, 31))


def test_every_sheet_says_that_the_data_are_invented(ran: Ran) -> None:
    books = list(ran.out.rglob("*.xlsx"))
    assert len(books) > 80
    for path in books:
        book: Any = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
        for sheet in book.worksheets:
            assert MARK in told_on(sheet), (path.name, sheet.title)


def told_on(sheet: Any) -> str:
    """All texts of a sheet, its printed header and footer with them."""
    parts = [sheet.oddHeader, sheet.oddFooter]
    edges = [str(side.text) for part in parts for side in (part.left, part.center, part.right)]
    return "\n".join(edges + [str(cell.value) for line in sheet.iter_rows() for cell in line if cell.value])


def test_every_page_says_that_the_data_are_invented(ran: Ran) -> None:
    papers = ran.papers(".pdf")
    assert len(papers) == 2
    for path in papers:
        with pypdfium2.PdfDocument(path) as document:
            assert len(document) > 3
            for page in document:
                text = page.get_textpage()
                assert MARK in re.sub(r"\s", "", text.get_text_bounded())
                text.close()
                page.close()


def test_the_word_papers_say_so_too_and_stand_beside_the_printed_ones(ran: Ran) -> None:
    papers = ran.papers(".docx")
    assert [path.with_suffix(".pdf") for path in papers] == ran.papers(".pdf")
    for path in papers:
        for section in docx.Document(str(path)).sections:
            headers = (section.header, section.even_page_header)
            assert all(MARK in one.text for header in headers for one in header.paragraphs)


def test_every_file_is_told_with_its_size(ran: Ran) -> None:
    told = {made.path: made.size for made in ran.result.files}
    on_disk = {path: path.stat().st_size for path in ran.out.rglob("*") if path.is_file()}
    assert told == on_disk
    assert len(ran.result.files) == len(told)


def test_again_in_the_same_folder_the_same_comes_out_and_other_files_stay(ran: Ran, tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(ran.out, out)
    note = out / "收到的报送" / "我的笔记.txt"
    note.write_text("不要删", encoding="utf-8")
    with open_store(ran.result.store) as store:
        before = show(store)
    again = run_demo(out)
    with open_store(again.store) as store:
        assert show(store) == before
    assert note.read_text(encoding="utf-8") == "不要删"
    names = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file() and path != note}
    assert names == {path.relative_to(ran.out).as_posix() for path in ran.out.rglob("*") if path.is_file()}


@pytest.mark.needs_libreoffice
def test_every_number_of_the_text_is_what_its_formula_gives(ran: Ran, tmp_path: Path) -> None:
    source = tmp_path / "month.xlsx"
    source.write_bytes(with_wrong_values(ran.papers(".xlsx")[0].read_bytes()))
    book = openpyxl.load_workbook(convert([source], "xlsx")[0], data_only=True)
    lines = [
        row for row in book["数据溯源"].iter_rows(min_row=4, values_only=True) if isinstance(row[0], int)
    ]
    assert len(lines) > 50
    assert [line[4] for line in lines] == [line[3] for line in lines]
    assert {line[5] for line in lines} == {"一致"}
