"""重印: what was issued comes out the same to the byte, whatever happened since, from the store and from any copy of it."""

import json
import shutil
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from peidang.app.month import entering, months
from peidang.app.outgoing import contacts
from peidang.app.papers import drafting, house, reporting, rules, signatures
from peidang.app.plan import closing
from peidang.app.returns import deciding
from peidang.app.store import keeping, stores
from peidang.db.contacts import Contact
from peidang.db.schema import PAPERS
from peidang.db.store import Store
from peidang.domain.errors import NotFound
from peidang.domain.labels import Field, Light
from peidang.domain.rule_sheet import DEFAULT_RULES, RuleSheet
from tests.app.office import FARMING, Office
from tests.app.papers.test_issuing import AFTER, issued, late_return

Files = dict[str, bytes]


def files_in(folder: Path) -> Files:
    return {one.name: one.read_bytes() for one in sorted(folder.iterdir())}


def reprinted(store: Store, period_id: str, to: Path, number: int | None = None) -> Files:
    made = reporting.reprint(store, period_id, to, number)
    assert {one.path.name for one in made.files} == set(files_in(to))
    return files_in(to)


def change_what_papers_rest_on(office: Office) -> None:
    """Rules, style, contacts, late returns, the plan itself, the next month with its 统稿 and its issue."""
    store, plan = office.store, office.plan_id
    stricter = json.loads(json.dumps(DEFAULT_RULES.to_json()).replace('"5"', '"1"'))
    rules.keep_rules(store, plan, RuleSheet.from_json(stricter))
    house.keep_style(store, plan, {"sentences": {"rows_annex": "任务推进表"}})
    house.keep_office(store, plan, "另一个署名")
    house.keep_first_number(store, plan, 2025, 7)
    people = [Contact("李某", "0543-1", "li@example.com")]
    contacts.set_contacts(store, plan, office.unit_id(FARMING), people)
    assert office.take(late_return(office), "迟到.xlsx").outcome == "wrong-month"
    (asked,) = deciding.open_decisions(store)
    deciding.decide(store, asked.id, "take")
    closing.apply_for(store, plan, office.row_id(3), "已验收", "县农业农村局")
    november = months.open_month(store, plan, "2025-11").id
    unit = office.unit_id(FARMING)
    entering.enter(store, november, unit, {(office.row_id(2), Field.PROGRESS): "十一月办结9项。"})
    entering.word_row(store, november, office.row_id(2), "十一月统稿。")
    entering.rule_light(store, november, office.row_id(4), Light.SERIOUS, "现场检查")
    section = store.plans.get(plan).rows[1].section
    drafting.word_section(store, november, section, "十一月整节统稿。")
    reporting.issue(store, plan, november, office.folder / "十一月", date(2025, 12, 3))
    scan = office.folder / "签发.pdf"
    scan.write_bytes(b"%PDF-1.7 scan")
    signatures.register_signed(store, office.period_id, scan, "发改〔2025〕1号", "王某", AFTER)


def as_of_version_3(path: Path) -> Path:
    """The file as an earlier program wrote it: rule sheets belong to no batch, issues know none."""
    db = sqlite3.connect(path)
    made = next(one for one in PAPERS if one.startswith("CREATE TABLE rule_sheet"))
    for step in (
        "ALTER TABLE rule_sheet RENAME TO newer",
        made,
        "INSERT INTO rule_sheet SELECT plan_id, number, body, made_at FROM newer",
        "DROP TABLE newer",
        "ALTER TABLE issue DROP COLUMN after_batch",
        "PRAGMA user_version = 3",
    ):
        db.execute(step)
    db.commit()
    db.close()
    return path


def test_an_issue_is_reprinted_whatever_happened_since_and_a_correction_leaves_it_as_it_was(
    office: Office, tmp_path: Path
) -> None:
    first = issued(office)
    assert sorted(Path(name).suffix for name in first) == [".docx", ".pdf", ".xlsx"]
    copies = [Path(shutil.copy(office.store.path, tmp_path / f"{name}.peidang")) for name in ("早", "旧")]
    change_what_papers_rest_on(office)
    assert reprinted(office.store, office.period_id, tmp_path / "一") == first

    unit, row = office.unit_id(FARMING), office.row_id(2)
    cell = {(row, Field.PROGRESS): "更正后的进展。"}
    entering.enter(office.store, office.period_id, unit, cell, correct=True)
    assert reprinted(office.store, office.period_id, tmp_path / "更正前") == first
    made = reporting.issue(
        office.store, office.plan_id, office.period_id, tmp_path / "更正", AFTER, correct=True
    )
    corrected = {one.path.name: one.path.read_bytes() for one in made.files}
    assert not corrected.keys() & first.keys()
    newest = office.store.papers.issues(office.period_id)[-1]
    (told,) = newest.corrections
    assert "原为“第2项已办结。”，更正为“更正后的进展。”" in told
    assert newest.rule_sheet == office.store.papers.issues(office.period_id)[0].rule_sheet

    backup = keeping.backup(office.store, tmp_path / "备份.peidang")
    office.store.close()
    copies += [Path(shutil.copy(office.store.path, tmp_path / "晚.peidang")), backup]
    as_of_version_3(copies[1])
    as_of_version_3(copies[2])
    for path in (office.store.path, *copies):
        with stores.open_store(path) as store:
            out = tmp_path / f"重印_{path.stem}"
            last = corrected if path not in copies[:2] else first
            assert reprinted(store, office.period_id, out) == last
            assert reprinted(store, office.period_id, out / "一", 1) == first
            if last is corrected:
                assert reprinted(store, office.period_id, out / "二", 2) == corrected
            with pytest.raises(NotFound, match="第3版"):
                reporting.reprint(store, office.period_id, out, 3)
