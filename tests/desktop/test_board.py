"""The board of 收表: how units stand, what can be done about one of them, files taken one by one, passwords, questions."""

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from peidang.app.month import showing
from peidang.app.returns import deciding, materials
from peidang.app.returns.received_files import received_files
from peidang.app.store import stores
from peidang.desktop.board.assign_dialog import AssignDialog
from peidang.desktop.board.entering_dialog import EnteringDialog
from peidang.desktop.board.send_back_dialog import SendBackDialog
from peidang.desktop.board.small_dialogs import ExplainDialog, ExtensionDialog, SignedPageDialog
from peidang.desktop.board.standing import FILTERS
from peidang.desktop.changes_view import marked
from peidang.desktop.choice_list import ChoiceList
from peidang.desktop.desk import Desk
from peidang.desktop.drop.paths import chain, chains
from peidang.desktop.frame import EXCHANGE, Frame
from peidang.desktop.receive_tab import ReceiveTab
from peidang.desktop.report.settings_dialog import PaperSettingsDialog
from peidang.desktop.rules.rules_dialog import RulesDialog
from peidang.domain.labels import Field
from peidang.domain.plan import Unit
from tests.app import bureau
from tests.app.bureau import STARTED
from tests.app.office import FARMING, WATER
from tests.corpus import wrappings
from tests.desktop.office_hands import stored

pytestmark = pytest.mark.needs_qt
LONG = 60_000
Key = Qt.Key
WORDS = [word for word, _ in FILTERS]


@pytest.fixture
def tab(frame: Frame, qtbot: QtBot) -> ReceiveTab:
    frame.rail.choose(EXCHANGE)
    wait(qtbot, frame.exchange.receive)
    return frame.exchange.receive


def wait(qtbot: QtBot, tab: ReceiveTab) -> None:
    qtbot.waitUntil(lambda: tab.job is None, timeout=LONG)


def request(office_folder: Path, unit: str) -> bytes:
    """The workbook sent to a unit."""
    return next((office_folder / "发出").rglob(f"*{unit}*.xlsx")).read_bytes()


def look_at(tab: ReceiveTab, qtbot: QtBot, folder: Path, **files: bytes) -> None:
    """Drop a folder with these files; names are given without dots: ``a_xlsx``."""
    for name, data in files.items():
        bureau.put(folder / ".".join(name.rsplit("_", 1)), data)
    tab.look_at([folder])
    wait(qtbot, tab)


def take(tab: ReceiveTab, qtbot: QtBot) -> None:
    tab.take_button.click()
    wait(qtbot, tab)


def state_of(tab: ReceiveTab, unit: str) -> str:
    (row,) = [one for one in tab.units.rows if one.unit.name == unit]
    assert row.now is not None
    return row.now.state


def unit(desk: Desk, name: str) -> Unit:
    assert desk.view is not None
    return next(one for one in desk.view.plan.units if one.name == name)


def content(path: Path) -> object:
    with stores.open_store(path) as store:
        return showing.show(store)


# How units stand


def test_the_board_counts_the_units_and_shows_one_kind_alone(
    tab: ReceiveTab, office_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    everybody = len(tab.units.rows)
    assert everybody > 3
    assert tab.counts.missing.text() == str(everybody)
    look_at(tab, qtbot, tmp_path / "到", a_xlsx=bureau.fill_all(request(office_folder, FARMING)))
    take(tab, qtbot)
    assert state_of(tab, FARMING) == "已报"
    counts = dict(zip(WORDS, tab.units.counts(), strict=True))
    assert (counts["应报"], counts["已报"], counts["未报"]) == (everybody, 1, everybody - 1)
    assert counts["缺盖章件"] == 1
    tab.counts.segments.choose(WORDS.index("缺盖章件"))
    assert [one.unit.name for one in tab.units.things.things] == [FARMING]
    tab.counts.segments.choose(0)
    assert tab.units.things.rowCount() == everybody


def test_a_cell_of_the_board_tells_its_files_and_what_is_still_missing(
    tab: ReceiveTab, office_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    look_at(tab, qtbot, tmp_path / "到", 农业_xlsx=bureau.fill_all(request(office_folder, FARMING)))
    take(tab, qtbot)
    place = [one.unit.name for one in tab.units.things.things].index(FARMING)
    told = tab.units.things.index(place, 1).data(Qt.ItemDataRole.ToolTipRole)
    assert "农业.xlsx" in told
    assert "盖章件：未收" in told


def test_what_is_wrong_with_an_answer_that_is_not_there_is_not_counted(tab: ReceiveTab) -> None:
    assert {one.findings for one in tab.units.rows} == {0}


def test_enter_on_a_unit_opens_its_menu(tab: ReceiveTab, qtbot: QtBot) -> None:
    asked: list[str] = []
    tab.units.asked.disconnect()
    tab.units.asked.connect(lambda row, _at: asked.append(row.unit.name))
    tab.units.choose(tab.units.rows[1].unit.id)
    QTest.keyClick(tab.units, Key.Key_Return)
    assert asked == [tab.units.rows[1].unit.name]
    menu = tab.actions_of_unit.menu(tab.units.rows[1])
    words = [one.text() for one in menu.actions() if one.text()]
    assert words[:3] == ["代录…", "退回…", "延期…"]
    assert {"登记盖章件…", "催报…", "核对表…", "打开收到的文件"} <= set(words)


def test_the_menu_leads_to_the_unit_among_those_to_be_chased(
    frame: Frame, tab: ReceiveTab, qtbot: QtBot
) -> None:
    row = tab.units.rows[2]
    menu = tab.actions_of_unit.menu(row)
    next(one for one in menu.actions() if one.text() == "催报…").trigger()
    panel = frame.exchange.outgoing.chase
    qtbot.waitUntil(lambda: panel.job is None and panel.found is not None, timeout=LONG)
    assert panel.isVisible()
    assert panel.units.chosen.unit.id == row.unit.id


# Files of a drop


def test_only_the_files_ticked_are_taken_and_all_of_it_is_taken_back(
    tab: ReceiveTab, office_folder: Path, store_path: Path, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    before = content(store_path)
    farming, water = (bureau.fill_all(request(office_folder, one)) for one in (FARMING, WATER))
    look_at(tab, qtbot, tmp_path / "到", a_xlsx=farming, b_xlsx=water)
    assert tab.take_chosen_button.isHidden()
    first = tab.files.things.index(0, 0)
    assert tab.files.things.setData(first, Qt.CheckState.Unchecked.value, Qt.ItemDataRole.CheckStateRole)
    assert tab.take_chosen_button.text() == "只入选中的1个"
    tab.take_chosen_button.click()
    wait(qtbot, tab)
    assert desk.view is not None
    assert desk.view.reported == 1
    assert sorted(tab.files.things.index(row, 2).data() for row in range(2)) == ["● 可以入表", "● 已入表"]
    take(tab, qtbot)
    assert desk.view.reported == 2
    tab.undo_button.click()
    assert content(store_path) == before


def test_space_ticks_a_file_and_a_click_on_the_head_ticks_all(
    tab: ReceiveTab, office_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    look_at(tab, qtbot, tmp_path / "到", a_xlsx=bureau.fill_all(request(office_folder, FARMING)), b_xlsx=b"x")
    QTest.keyClick(tab.files, Key.Key_Space)
    assert len(tab.files.things.chosen) == 1
    tab.files.horizontalHeader().sectionClicked.emit(0)
    assert len(tab.files.things.chosen) == 2


def test_files_with_a_password_are_asked_about_once_and_opened(
    tab: ReceiveTab, office_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    locked = [
        wrappings.enciphered(bureau.fill_all(request(office_folder, one)), "8号") for one in (FARMING, WATER)
    ]
    look_at(tab, qtbot, tmp_path / "到", a_xlsx=locked[0], b_xlsx=locked[1])
    assert tab.passwords.isVisible()
    assert tab.passwords.words.text() == "有2个文件设了密码"
    for word in ("猜的", "8号"):
        tab.passwords.password.setText(word)
        QTest.keyClick(tab.passwords.password, Key.Key_Return)
        wait(qtbot, tab)
        if word == "猜的":
            assert tab.passwords.words.text().startswith("密码不对")
    assert tab.passwords.isHidden()
    assert {one.outcome for one in tab.work.files} == {"taken"}


def test_files_with_a_password_can_be_passed_over(
    tab: ReceiveTab, office_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    locked = wrappings.enciphered(request(office_folder, FARMING), "8号")
    look_at(tab, qtbot, tmp_path / "到", a_xlsx=locked)
    tab.passwords.skip_button.click()
    assert tab.passwords.isHidden()
    assert [one.outcome for one in tab.work.files] == ["needs-password"]


def test_a_file_in_an_archive_in_a_mail_is_shown_with_both(
    tab: ReceiveTab, office_folder: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    packed = wrappings.zipped({"表.xlsx": bureau.fill_all(request(office_folder, FARMING))})
    look_at(tab, qtbot, tmp_path / "到", 报送_eml=wrappings.mail([("材料.zip", packed)]))
    shown = [tab.files.things.index(row, 0).data() for row in range(tab.files.things.rowCount())]
    assert "报送.eml › 材料.zip › 表.xlsx" in shown
    assert chain("/收到/报送.eml::材料.zip::表.xlsx") == "报送.eml › 材料.zip › 表.xlsx"
    assert set(chains(["/甲/表.xlsx", "/乙/表.xlsx"]).values()) == {"甲/表.xlsx", "乙/表.xlsx"}


def test_what_a_finding_means_is_marked_in_the_answer_and_can_be_explained_once_it_is_in(
    tab: ReceiveTab, office_folder: Path, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    vague = bureau.fill(request(office_folder, FARMING), {2: {**STARTED, "进展情况": "正在有序推进中。"}})
    look_at(tab, qtbot, tmp_path / "到", a_xlsx=vague)
    (one,) = tab.work.files
    remark = next(one for one in one.remarks if one.finding.code == "no-content")
    assert not [one for one in tab.changes.findChildren(QPushButton) if one.text() == "说明…"]
    take(tab, qtbot)
    assert [one for one in tab.changes.findChildren(QPushButton) if one.text() == "说明…"]
    dialog = ExplainDialog(desk, remark)
    qtbot.addWidget(dialog)
    dialog.text.setPlainText("核实无误")
    dialog.step.click()
    assert "不算说明" in dialog.complaint.text()
    dialog.text.setPlainText("电话核实：李科长，11月5日，项目正在招标")
    dialog.step.click()
    told = [one.text() for one in tab.changes.findChildren(QLabel)]
    assert any(text.startswith("已说明：电话核实") for text in told)


def test_only_what_is_meant_is_marked_and_nothing_becomes_markup() -> None:
    assert marked("甲<b>乙", [(1, 4)], "#123456") == (
        '甲<span style="color:#123456; text-decoration:underline">&lt;b&gt;</span>乙'
    )
    long = marked("前" * 200 + "中" + "后" * 200, [(200, 201)], "red")
    assert long.startswith("…前")
    assert long.endswith("后…")


def test_a_drop_that_is_left_while_it_is_read_is_shown_nowhere(
    frame: Frame, tab: ReceiveTab, office_folder: Path, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    came = bureau.put(tmp_path / "到" / "a.xlsx", bureau.fill_all(request(office_folder, FARMING)))
    tab.look_at([came])
    assert tab.work.job is not None
    desk.open_month("2025-11", date(2025, 11, 25))
    wait(qtbot, tab)
    assert tab.work.is_empty
    assert not frame.notice.isVisible()
    tab.look_at([came])
    wait(qtbot, tab)
    assert [one.outcome for one in tab.work.files] == ["wrong-month"]


# Questions


def test_a_file_of_an_unknown_unit_is_given_to_the_unit_that_is_searched_for(
    tab: ReceiveTab, office_folder: Path, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    look_at(tab, qtbot, tmp_path / "到", 表_xlsx=stranger(request(office_folder, FARMING)))
    take(tab, qtbot)
    (waiting,) = [one for one in desk.decisions() if one.kind == "whose-file"]
    assert "/" not in waiting.question
    (listed,) = tab.questions.findChildren(ChoiceList)
    listed.search.setText(FARMING[:4])
    QTest.keyClick(listed.search, Key.Key_Return)
    assert not [one for one in desk.decisions() if one.kind == "whose-file"]
    wait(qtbot, tab)
    assert state_of(tab, FARMING) != "未报"


def stranger(data: bytes) -> bytes:
    """The form alone, filled, under the name of an office that is none of the plan's."""
    import io  # noqa: PLC0415 - only here

    import openpyxl  # noqa: PLC0415 - only here

    book = openpyxl.load_workbook(io.BytesIO(bureau.fill_all(data)))
    for name in book.sheetnames:
        if name != bureau.FORM:
            del book[name]
    for cells in book[bureau.FORM].iter_rows(max_row=8):
        for cell in cells:
            if isinstance(cell.value, str) and FARMING in cell.value:
                cell.value = cell.value.replace(FARMING, "县大数据中心")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_picture_nobody_signed_is_given_to_a_unit(
    tab: ReceiveTab, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    look_at(tab, qtbot, tmp_path / "到", 照片_png=wrappings.picture(1))
    take(tab, qtbot)
    assert any(one.text() == "归到…" for one in tab.questions.findChildren(QPushButton))
    dialog = AssignDialog(desk)
    qtbot.addWidget(dialog)
    dialog.units.search.setText(WATER)
    dialog.kind.setCurrentIndex(2)
    dialog.step.click()
    (kept,) = materials.materials_of(desk.store, desk.period_id or "")
    assert (kept.unit_id, kept.signed) == (unit(desk, WATER).id, True)
    assert tab.questions.isHidden()


# What can be done about one unit


def test_what_was_told_by_telephone_is_written_with_its_source_as_one_change(
    tab: ReceiveTab, desk: Desk, store_path: Path, qtbot: QtBot
) -> None:
    dialog = EnteringDialog(desk, unit(desk, FARMING))
    qtbot.addWidget(dialog)
    dialog.step.click()
    assert "还没有填" in dialog.complaint.text()
    row = next(one.row.serial for one in dialog.items if hasattr(one, "row"))
    dialog.editors[Field.PROGRESS].setPlainText("电话报：已选址2处。")  # type: ignore[union-attr]
    dialog.editors[Field.NEXT_STEPS].setPlainText("11月开工。")  # type: ignore[union-attr]
    dialog.list.setCurrentRow(1)
    dialog.list.setCurrentRow(0)
    assert dialog.editors[Field.PROGRESS].answer == "电话报：已选址2处。"
    dialog.step.click()
    assert "谁说的" in dialog.complaint.text()
    dialog.who.setText("张科长")
    dialog.step.click()
    assert stored(store_path, row, Field.PROGRESS, FARMING) == "电话报：已选址2处。"
    (line,) = [one for one in desk.store.batches.log_lines() if one.action == "代录"]
    assert line.text.startswith("张科长，电话，2025-10-23")
    desk.undo()
    assert stored(store_path, row, Field.PROGRESS, FARMING) == ""


def test_what_was_typed_is_not_lost_by_escape_alone(
    tab: ReceiveTab, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    dialog = EnteringDialog(desk, unit(desk, FARMING))
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.editors[Field.PROGRESS].setPlainText("电话报：已选址2处。")  # type: ignore[union-attr]
    monkeypatch.setattr(QMessageBox, "exec", lambda box: asked.append(box.informativeText()))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert asked == ["填了1格，还没有代录，关闭后不保留。"]
    assert dialog.isVisible()
    monkeypatch.setattr(QMessageBox, "exec", lambda box: box.buttons()[0].click())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_a_dialog_in_which_nothing_was_typed_is_left_without_a_question(
    tab: ReceiveTab, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMessageBox, "exec", lambda _box: pytest.fail("asked"))
    for dialog in (EnteringDialog(desk, unit(desk, FARMING)), RulesDialog(desk), PaperSettingsDialog(desk)):
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.leave.click()
        assert not dialog.isVisible()


def test_the_cells_to_mend_go_back_and_the_board_says_so(
    tab: ReceiveTab, office_folder: Path, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    wrong = bureau.fill(request(office_folder, FARMING), {2: STARTED}, {2: {"累计数": "十来家"}})
    look_at(tab, qtbot, tmp_path / "到", a_xlsx=wrong)
    take(tab, qtbot)
    dialog = SendBackDialog(desk, unit(desk, FARMING))
    qtbot.addWidget(dialog)
    assert dialog.table.ticked
    assert all(one.must for one in dialog.table.ticked)
    dialog.folder.field.setText(str(tmp_path / "退回"))
    dialog.step.click()
    qtbot.waitUntil(lambda: dialog.job is None, timeout=LONG)
    wait(qtbot, tab)
    (made,) = (tmp_path / "退回").iterdir()
    assert FARMING in made.name
    assert state_of(tab, FARMING) == "已退回"


def test_more_time_and_a_signed_paper_are_noted(tab: ReceiveTab, desk: Desk, qtbot: QtBot) -> None:
    one = unit(desk, WATER)
    more = ExtensionDialog(desk, one)
    qtbot.addWidget(more)
    more.step.click()
    assert "理由" in more.complaint.text()
    more.reason.setPlainText("系统升级")
    more.due.setDate(date(2025, 11, 7))
    more.step.click()
    assert desk.period is not None
    assert desk.period.due_for(one.id) == date(2025, 11, 7)
    paper = SignedPageDialog(desk, one)
    qtbot.addWidget(paper)
    paper.number.setText("8F2A")
    paper.step.click()
    (kept,) = materials.materials_of(desk.store, desk.period_id or "")
    assert (kept.unit_id, kept.signed) == (one.id, True)


def test_a_received_file_is_opened_as_a_copy(
    tab: ReceiveTab,
    office_folder: Path,
    desk: Desk,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = bureau.fill_all(request(office_folder, FARMING))
    look_at(tab, qtbot, tmp_path / "到", 农业_xlsx=data)
    take(tab, qtbot)
    opened: list[str] = []
    monkeypatch.setattr(
        "peidang.desktop.board.unit_actions.QDesktopServices.openUrl",
        lambda url: opened.append(url.toLocalFile()),
    )
    (one,) = received_files(desk.store, desk.period_id or "", unit(desk, FARMING).id)
    place = tab.actions_of_unit.open_copy(one)
    assert [Path(path) for path in opened] == [place]
    assert (place.name, place.read_bytes()) == ("农业.xlsx", data)
    tab.actions_of_unit.close()
    assert not place.exists()


def test_nothing_that_waits_is_left_out_of_the_questions(
    tab: ReceiveTab, office_folder: Path, desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    twice = [bureau.fill_all(request(office_folder, FARMING), word) for word in ("办结", "已重新办结")]
    files = {"a_xlsx": twice[0], "b_xlsx": twice[1], "手机/c_png": wrappings.picture(2)}
    look_at(tab, qtbot, tmp_path / "到", **files)
    take(tab, qtbot)
    assert tab.questions.count == len(deciding.open_decisions(desk.store)) + 1
    assert f"还有{tab.questions.count}件待核定" in tab.words.text()


def test_in_a_dialog_the_keyboard_begins_with_the_first_field_and_ends_with_the_step(
    tab: ReceiveTab, desk: Desk, qtbot: QtBot
) -> None:
    dialog = ExtensionDialog(desk, unit(desk, WATER))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.focusWidget() is dialog.due
    dialog.reason.setFocus()
    for expected in (dialog.leave, dialog.step):
        QTest.keyClick(dialog.focusWidget(), Key.Key_Tab)
        assert dialog.focusWidget() is expected
