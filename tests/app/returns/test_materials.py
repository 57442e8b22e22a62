"""佐证材料 and 盖章件: whose a picture or a scan is, is told by names, by what lies beside it, or by a person."""

import io
import zipfile
from pathlib import Path

import pytest

from peidang.app.month import months, undoing
from peidang.app.papers import reporting
from peidang.app.plan import plans
from peidang.app.returns import materials
from peidang.app.returns.board import board
from peidang.domain.errors import Refused
from tests.app import bureau
from tests.app.bureau import STARTED
from tests.app.office import FARMING, TODAY, WATER, Office, outcomes
from tests.app.plan_texts import OWN_UNIT, water_plan, write_plan

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(2000)
SCAN = b"%PDF-1.4\n" + bytes(300)


def kept(office: Office) -> list[tuple[str, str, bool, str]]:
    """(unit, file, signed, item) of everything kept beside the answers."""
    return [
        (office.store.units.get(one.unit_id).name, one.name, one.signed, one.item)
        for one in materials.materials_of(office.store, office.period_id)
    ]


def test_a_picture_named_for_a_unit_is_its_evidence(office: Office) -> None:
    told = office.take(PICTURE, f"{WATER}现场照片.png")
    assert (told.outcome, told.unit, told.month) == ("evidence", WATER, "2025-10")
    assert kept(office) == [(WATER, f"{WATER}现场照片.png", False, "")]


def test_a_scan_that_calls_itself_sealed_is_the_units_signed_page(office: Office) -> None:
    told = office.take(SCAN, f"{WATER}审签页（盖章）.pdf")
    assert "盖章件" in told.note
    assert kept(office) == [(WATER, f"{WATER}审签页（盖章）.pdf", True, "")]


def test_a_row_is_told_by_its_number_in_the_name(office: Office) -> None:
    told = office.take(PICTURE, f"{FARMING}第2行现场.png")
    assert "第2行" in told.note
    assert kept(office)[0][3] == office.row_id(2)


def test_what_lies_beside_one_units_return_is_that_units(office: Office) -> None:
    folder = office.folder / "一封邮件"
    bureau.put(folder / "表.xlsx", bureau.fill(office.requests()[FARMING], {2: STARTED}))
    bureau.put(folder / "IMG_0012.png", PICTURE)
    told = office.receive(folder).files
    assert sorted(outcomes(told)) == ["evidence", "taken"]
    assert kept(office) == [(FARMING, "IMG_0012.png", False, "")]


def test_in_an_archive_it_is_the_same(office: Office) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("材料/扫描.pdf", SCAN)
        archive.writestr("表.xlsx", bureau.fill(office.requests()[WATER], {10: STARTED}))
    office.receive(bureau.put(office.folder / "报送.zip", out.getvalue()))
    assert [unit for unit, *_ in kept(office)] == [WATER]


def test_nobodys_file_is_kept_until_a_person_says_whose_it_is(office: Office) -> None:
    told = office.take(PICTURE, "IMG_0013.png")
    assert (told.outcome, told.unit) == ("evidence", None)
    ((receipt, path),) = materials.unassigned(office.store, office.period_id)
    assert path.endswith("IMG_0013.png")
    batch = materials.assign(office.store, receipt, office.unit_id(WATER), signed=True)
    assert kept(office) == [(WATER, "IMG_0013.png", True, "")]
    assert materials.unassigned(office.store, office.period_id) == ()
    undoing.undo(office.store, batch)
    assert kept(office) == []


def test_the_same_picture_again_changes_nothing_and_undo_takes_it_away(office: Office) -> None:
    path = office.arrive(PICTURE, f"{WATER}.png")
    first = office.receive(path)
    assert outcomes(office.receive(path).files) == ["same-again"]
    assert len(kept(office)) == 1
    assert first.batch is not None
    undoing.undo(office.store, first.batch)
    assert kept(office) == []


def test_the_board_marks_who_lacks_the_signed_page(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[WATER]))
    (cell,) = [
        line.cells[-1] for line in board(office.store, office.plan_id, TODAY).lines if line.unit.name == WATER
    ]
    assert cell is not None
    assert cell.lacks_signed_page
    materials.note_signed_paper(office.store, office.period_id, office.unit_id(WATER), "1234", "纸质")
    (cell,) = [
        line.cells[-1] for line in board(office.store, office.plan_id, TODAY).lines if line.unit.name == WATER
    ]
    assert cell is not None
    assert not cell.lacks_signed_page


def test_a_text_file_is_no_evidence(office: Office) -> None:
    assert office.take(b"a\tb\n", "记录.txt").outcome == "refused"


def test_a_file_of_an_issued_month_cannot_be_moved(office: Office) -> None:
    office.take(PICTURE, "IMG_0013.png")
    ((receipt, _),) = materials.unassigned(office.store, office.period_id)
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", TODAY)
    with pytest.raises(Refused):
        materials.assign(office.store, receipt, office.unit_id(WATER))


def test_several_rows_or_none_of_the_units_are_said_and_none_is_chosen(office: Office) -> None:
    assert "第2、9行" in office.take(PICTURE, f"{FARMING}第2、9项.png").note
    assert "没有第99项" in office.take(PICTURE + b"1", f"{FARMING}任务99佐证.png").note
    noted = {one.name: (one.item, one.note) for one in materials.materials_of(office.store, office.period_id)}
    assert noted == {
        f"{FARMING}第2、9项.png": ("", "第2、9行"),
        f"{FARMING}任务99佐证.png": ("", "没有第99项"),
    }


def test_a_unit_of_two_plans_is_asked_about_unless_the_returns_beside_it_tell(
    office: Office, tmp_path: Path
) -> None:
    data = bureau.fill(office.requests()[WATER], {10: STARTED})
    other = plans.add_plan(office.store, write_plan(tmp_path, water_plan()), OWN_UNIT)
    months.open_month(office.store, other, "2025-10")
    titles = [office.store.plans.get(plan).title for plan in (office.plan_id, other)]
    told = office.take(PICTURE, f"{WATER}现场.png")
    assert told.unit is None
    assert all(title in told.note for title in titles)
    folder = office.folder / "同来"
    bureau.put(folder / "表.xlsx", data)
    bureau.put(folder / f"{WATER}近景.png", PICTURE + b"1")
    beside = [one for one in office.receive(folder).files if one.outcome == "evidence"]
    assert [(one.plan, one.unit) for one in beside] == [(titles[0], WATER)]
    ((receipt, _),) = materials.unassigned(office.store, office.period_id)
    materials.assign(office.store, receipt, office.unit_id(WATER), period_id=office.period_id)
    assert materials.unassigned(office.store, office.period_id) == ()
