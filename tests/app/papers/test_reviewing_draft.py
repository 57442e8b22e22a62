"""送审 and 收回改稿: what the leader changed in the .docx comes back as own words; numbers are held against the data."""

import io
import shutil
import subprocess
from pathlib import Path

import docx
import pytest

from peidang.app.month import undoing
from peidang.app.outgoing import chasing, verifying
from peidang.app.papers import draft_marks, drafting, paper_cover, reporting, reviewing_draft
from peidang.domain.edits import State
from peidang.domain.errors import Refused
from peidang.reports.cover_style import CoverStyle, ImprintStyle
from tests.app import bureau
from tests.app.office import FARMING, WATER, Office
from tests.app.papers.test_drafting import DAY, at, drafted, edit

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def send(office: Office) -> reviewing_draft.SentForReview:
    return reviewing_draft.send_for_review(
        office.store, office.plan_id, office.period_id, office.folder / "送审", DAY
    )


def file_of(sent: reviewing_draft.SentForReview, what: str) -> Path:
    return next(one.path for one in sent.files if what in one.path.name)


def changed(path: Path, edits: dict[str, str | None], marks: bool = True) -> Path:
    """The file as Word saves it after changes: paragraphs whose text holds the key say the value, None: taken out."""
    document = docx.Document(str(path))
    for paragraph in list(document.paragraphs):
        for old, new in edits.items():
            if old not in paragraph.text:
                continue
            if new is None:
                paragraph._p.getparent().remove(paragraph._p)
            else:
                text = paragraph.text.replace(old, new)
                for run in paragraph.runs[1:]:
                    run._r.getparent().remove(run._r)
                paragraph.runs[0].text = text
    if not marks:
        for name in ("bookmarkStart", "bookmarkEnd"):
            for one in list(document.element.body.iter(f"{W}{name}")):
                one.getparent().remove(one)
    out = path.with_name(f"改_{path.name}")
    document.save(str(out))
    return out


def take(office: Office, path: Path) -> reviewing_draft.TakenBack:
    return reviewing_draft.take_back(office.store, office.period_id, path, DAY)


def test_an_unchanged_file_changes_nothing(office: Office) -> None:
    sent = file_of(send(office), "送审稿")
    for path in (sent, changed(sent, {}), changed(sent, {}, marks=False)):
        back = take(office, path)
        assert (back.batch, back.changes, back.faults, back.unplaced) == (0, (), (), ())


@pytest.mark.parametrize("marks", [True, False])
def test_what_was_changed_comes_back_as_own_words_and_one_step_undoes_it(office: Office, marks: bool) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    sent = file_of(send(office), "送审稿")
    path = changed(
        sent,
        {"持续抓好落实": "一抓到底", "请滞后任务": "请各滞后任务", "本期应报单位": "这个月应报单位"},
        marks,
    )
    back = take(office, path)
    assert {"overall.units", "next.keep_on"} <= {one.place for one in back.changes}
    assert "一抓到底" in at(office, "next.keep_on").text
    assert "这个月应报单位8家" in at(office, "overall.units").text
    assert at(office, "overall.units").state is State.SAME
    undoing.undo(office.store, back.batch)
    assert at(office, "next.keep_on").state is None


@pytest.mark.parametrize("marks", [True, False])
def test_a_paragraph_the_leader_took_out_stays_out(office: Office, marks: bool) -> None:
    sent = file_of(send(office), "送审稿")
    take(office, changed(sent, {"持续抓好落实": None}, marks))
    assert "next.keep_on" not in {block.place for block in drafted(office).paper.blocks}


def test_a_changed_title_comes_back(office: Office) -> None:
    sent = file_of(send(office), "送审稿")
    document = docx.Document(str(sent))
    title = next(one for one in document.paragraphs if "推进落实" in one.text)
    assert "\n" in title.text or title.text
    take(office, changed(sent, {title.text: title.text.replace("的通报", "的督查通报")}))
    assert drafted(office).paper.title.endswith("的督查通报")


def test_a_number_written_otherwise_is_told(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    sent = file_of(send(office), "送审稿")
    back = take(office, changed(sent, {"已报1家": "已报5家"}))
    assert any("改稿写“5”，数据为“1”" in one for one in back.faults)
    again = take(office, changed(sent, {"持续抓好落实": "投入300万元"}))
    assert any("“300”在数据中没有来源" in one for one in again.faults)


def test_a_late_return_after_it_went_out_marks_the_numbers_of_the_changed_words(office: Office) -> None:
    requests = office.requests()
    office.take(bureau.fill_all(requests[FARMING]))
    sent = file_of(send(office), "送审稿")
    office.take(bureau.fill_all(requests[WATER]))
    back = take(office, changed(sent, {"本期应报单位": "这个月应报单位"}))
    stands = at(office, "overall.units")
    assert ("1", "2") in [(one.old, one.new) for one in stands.moved]
    assert [one.place for one in back.changes] == ["overall.units"]


def test_own_words_that_went_out_come_back_as_they_were(office: Office) -> None:
    edit(office, "next.keep_on", "（四）抓落实。\n第二段。")
    sent = file_of(send(office), "送审稿")
    assert take(office, changed(sent, {})).batch == 0
    take(office, changed(sent, {"第二段。": "第二段改了。"}))
    assert at(office, "next.keep_on").text == "（四）抓落实。\n第二段改了。"


def test_another_file_is_refused_and_so_is_one_that_never_went_out(office: Office, tmp_path: Path) -> None:
    other = tmp_path / "别的.docx"
    document = docx.Document()
    document.add_paragraph("会议纪要")
    document.save(str(other))
    with pytest.raises(Refused, match="not-sent"):
        take(office, other)
    send(office)
    with pytest.raises(Refused, match="another-paper"):
        take(office, other)


def test_what_went_out_is_marked(office: Office) -> None:
    send(office)
    assert draft_marks.last_mark(office.store, office.period_id, "通报") is not None
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", DAY)
    with pytest.raises(Refused):
        send(office)


def test_the_grounds_tell_of_each_named_unit_what_its_naming_rests_on(office: Office) -> None:
    water = office.unit_id(WATER)
    chasing.record_chase(office.store, office.period_id, water, "电话", "答应明天报")
    verifying.record_verification(office.store, office.period_id, water, "属实", "张某")
    sent = send(office)
    document = docx.Document(io.BytesIO(file_of(sent, "点名依据").read_bytes()))
    text = "\n".join(one.text for one in document.paragraphs)
    page = text[text.index(WATER) :]
    for words in ("未报（逾期）", "电话：答应明天报", "属实（张某）", "没有收到盖章件"):
        assert words in page
    assert "没有核对意见，点名前请先核对。" in text
    assert any("核对意见" in one and WATER not in one for one in sent.warnings)


def test_nobody_is_named_who_is_not_named_in_the_draft(office: Office) -> None:
    late = [one for one in drafted(office).paragraphs if one.place == "problems.late"]
    edit(office, "problems.late", f"{WATER}逾期未报。")
    assert late
    document = docx.Document(io.BytesIO(file_of(send(office), "点名依据").read_bytes()))
    titles = [one.text for one in document.paragraphs if "点名依据" in one.text]
    assert [title.split("\n")[0] for title in titles] == [WATER]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_saved_by_another_office_the_places_are_still_known(office: Office, tmp_path: Path) -> None:
    sent = file_of(send(office), "送审稿")
    path = changed(sent, {"请各单位对照": "下月一律对照"})
    for ending in ("docx", "doc"):
        out = tmp_path / ending
        profile = f"-env:UserInstallation=file://{tmp_path}/profile"
        asked = ["--headless", "--convert-to", ending, "--outdir", str(out), str(path)]
        subprocess.run(["soffice", profile, *asked], check=True, capture_output=True, timeout=120)
        (back,) = list(out.iterdir())
        taken = take(office, back)
        assert [one.place for one in taken.changes] == ["next.keep_on"], ending
        assert taken.unplaced == ()
        drafting.settle_paragraph(
            office.store, office.plan_id, office.period_id, "next.keep_on", "rewrite", DAY
        )


def test_what_word_tracks_as_changes_counts_as_accepted(office: Office) -> None:
    sent = file_of(send(office), "送审稿")
    document = docx.Document(str(sent))
    paragraph = next(one for one in document.paragraphs if "持续抓好落实" in one.text)
    for run in list(paragraph.runs[1:]):
        deleted = run._r.makeelement(f"{W}del", {f"{W}id": "900", f"{W}author": "某"})
        run._r.addprevious(deleted)
        deleted.append(run._r)
    inserted = paragraph._p.makeelement(f"{W}ins", {f"{W}id": "901", f"{W}author": "某"})
    paragraph._p.append(inserted)
    inserted.append(paragraph.add_run("请一抓到底。")._r)
    document.save(str(sent))
    (change,) = take(office, sent).changes
    assert change.place == "next.keep_on"
    assert change.after.endswith("持续抓好落实。请一抓到底。")


def test_the_grounds_that_went_out_beside_the_draft_are_not_taken_for_it(office: Office) -> None:
    office.take(bureau.fill_all(office.requests()[FARMING]))
    out = send(office)
    with pytest.raises(Refused, match="another-paper"):
        take(office, file_of(out, "点名依据"))


def test_an_imprint_that_came_back_as_plain_words_is_no_change(office: Office) -> None:
    foot = CoverStyle(imprint=ImprintStyle(True, ("通报",), "某某办公室"))
    paper_cover.keep_cover(office.store, office.plan_id, foot)
    sent = file_of(send(office), "送审稿")
    document = docx.Document(str(sent))
    table = document.tables[-1]
    words = "\n".join(dict.fromkeys(cell.text for row in table.rows for cell in row.cells))
    table._tbl.addprevious(document.add_paragraph(words)._p)
    table._tbl.getparent().remove(table._tbl)
    path = sent.with_name("改.docx")
    document.save(str(path))
    back = take(office, path)
    assert (back.changes, back.faults, back.unplaced) == ((), (), ())
