"""材料清单 of the month, and 转发 of a bureau's own request, at the window."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from peidang.app import answering
from peidang.app.returns import receiving
from peidang.app.store import stores
from peidang.desktop.desk import Desk
from peidang.desktop.exchange_page import MATERIALS
from peidang.desktop.frame import EXCHANGE, Frame
from peidang.desktop.materials.page import MaterialsPage
from peidang.desktop.outgoing.pass_on_dialog import PassOnDialog
from tests.app import bureau
from tests.app.office import FARMING, WATER, Office, office_in
from tests.desktop.conftest import NOW

pytestmark = pytest.mark.needs_qt
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(2000)


@pytest.fixture
def office(office_folder: Path, tmp_path: Path) -> Iterator[Office]:
    with office_in(office_folder, tmp_path / "office") as made:
        yield made


@pytest.fixture
def page(frame: Frame, desk: Desk, office: Office, tmp_path: Path, qtbot: QtBot) -> MaterialsPage:
    """A return with a picture beside it, and a picture of nobody's."""
    come = tmp_path / "到"
    bureau.put(come / "a" / f"{FARMING}报送.xlsx", bureau.fill_all(office.requests()[FARMING]))
    bureau.put(come / "a" / f"{FARMING}第2行现场.png", PICTURE)
    bureau.put(come / "b" / f"{WATER}盖章件.png", PICTURE + b"1")
    bureau.put(come / "c" / "IMG_1.png", PICTURE + b"2")
    receiving.receive(desk.store, [come], today=desk.today)
    desk.reload()
    frame.rail.choose(EXCHANGE)
    frame.exchange.segments.choose(MATERIALS)
    page = frame.exchange.materials
    qtbot.waitUntil(lambda: page.reader.job is None and page.table.things.rowCount() == 3, timeout=30_000)
    return page


def cells(page: MaterialsPage, place: int) -> list[str]:
    return [str(page.table.things.index(place, column).data() or "") for column in range(4)]


def test_each_material_tells_whose_it_is_and_what_is_missing(page: MaterialsPage) -> None:
    shown = [cells(page, place) for place in range(3)]
    assert [FARMING, "佐证材料", f"{FARMING}第2行现场.png", "第2行"] in shown
    assert [WATER, "盖章件", f"{WATER}盖章件.png", ""] in shown
    assert ["—", "没有归属", "IMG_1.png", ""] in shown
    assert page.lacking.text().endswith(f"还缺盖章件的1家：{FARMING}")
    assert page.assign_button.isVisible()


def test_a_double_click_saves_the_bytes_as_they_came(
    page: MaterialsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "另存.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(place), ""))
    row = next(n for n in range(3) if cells(page, n)[0] == WATER)
    page.table.selectRow(row)
    page.table.doubleClicked.emit(page.table.things.index(row, 0))
    assert place.read_bytes() == PICTURE + b"1"


@pytest.fixture
def answering_desk(dressed: object, office: Office, tmp_path: Path) -> Iterator[Desk]:
    """A bureau's own store with the request it received."""
    path = bureau.put(tmp_path / "局" / "填报表.xlsx", office.requests()[FARMING])
    with stores.create_store(tmp_path / "局" / "库.peidang") as store:
        answering.answer(store, path)
    made = Desk(tmp_path / "局" / "库.peidang", now=lambda: NOW)
    yield made
    made.close()


def test_a_bureau_passes_on_what_it_ticks(
    answering_desk: Desk, office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    frame = Frame(answering_desk)
    qtbot.addWidget(frame)
    frame.show()
    frame.rail.choose(EXCHANGE)
    assert frame.exchange.send.pass_on_button.isVisible()
    dialog = PassOnDialog(answering_desk)
    qtbot.addWidget(dialog)
    dialog.folder.field.setText(str(tmp_path / "转发"))
    lines = dialog.lines.things.things
    asked = bureau.serials(office.requests()[FARMING])
    assert [(one.is_indicator, one.number) for one in lines] == [
        (True, 2),
        *((False, serial) for serial in asked),
    ]
    assert not dialog.do()
    assert "请勾选" in dialog.complaint.text()
    dialog.lines.things.tick(lines[:2], on=True)
    assert not dialog.do()
    assert "请写明转给" in dialog.complaint.text()
    dialog.to.setText("规划科")
    assert not dialog.do(), "it stays open for the next"
    (path,) = (tmp_path / "转发").iterdir()
    assert bureau.serials(path.read_bytes()) == asked[:1]
    assert bureau.serials(path.read_bytes(), bureau.INDICATOR_HEAD) == [2]
    assert not dialog.lines.ticked
    frame.finish()


def test_an_office_that_coordinates_has_no_such_button(frame: Frame) -> None:
    frame.rail.choose(EXCHANGE)
    assert frame.exchange.send.pass_on_button.isHidden()
