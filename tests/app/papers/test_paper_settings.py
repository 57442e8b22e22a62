"""文稿设置: 红头, 版记, 署名, 期号 and own titles, kept per plan, on every paper made from then on."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from peidang.app.papers import house, paper_cover, paper_settings, reporting, reviewing_draft, signatures
from peidang.app.papers.drafting import draft
from peidang.app.papers.paper_cover import CoverStyle, ImprintStyle, LetterheadStyle, Mark
from peidang.app.papers.paper_settings import KindWords
from peidang.domain.errors import Refused
from peidang.files.document import Paragraph as ReadParagraph
from peidang.files.open import read_document
from peidang.reports.paper import Paper, paper_text
from tests.app.office import Office
from tests.reports.measuring import faults
from tests.reports.measuring.measure import measure

DAY = date(2025, 11, 5)
MARK = "某某市发展和改革委员会文件"
COPIES = "市委办公室，市政府办公室"
COVER = CoverStyle(
    LetterheadStyle(True, ("通报", "工作专班简报"), Mark(MARK, "某发改〔{year}〕{number}号")),
    ImprintStyle(True, ("通报",), COPIES, "某某市发展和改革委员会办公室"),
)


def drafted(office: Office, kind: str = "", unit_id: str | None = None) -> Paper:
    return draft(office.store, office.plan_id, office.period_id, DAY, kind, unit_id).paper


def settings(office: Office) -> paper_settings.PaperSettings:
    return paper_settings.paper_settings(office.store, office.plan_id, DAY)


def keep(office: Office, changed: paper_settings.PaperSettings) -> None:
    paper_settings.keep_settings(office.store, office.plan_id, changed)


def all_words(path: Path) -> str:
    """Everything a file says, blanks left out."""
    blocks = read_document(path).blocks
    cells = [
        [block.text]
        if isinstance(block, ReadParagraph)
        else [cell.text for row in block.rows for cell in row]
        for block in blocks
    ]
    return "".join("".join("".join(one).split()) for one in cells)


def test_nothing_stands_above_or_below_until_it_is_asked_for(office: Office) -> None:
    assert settings(office).cover == CoverStyle()
    paper = drafted(office)
    assert (paper.letterhead, paper.imprint) == (None, None)


def test_kept_settings_change_nothing_of_a_paper(office: Office) -> None:
    before = drafted(office)
    keep(office, settings(office))
    assert drafted(office) == before
    assert house.own_style(office.store, office.plan_id) == {}


def test_a_paper_has_its_letterhead_and_imprint_once(office: Office) -> None:
    paper_cover.keep_cover(office.store, office.plan_id, COVER)
    said = paper_text(drafted(office))
    for words in (MARK, "某发改〔2025〕1号", COPIES, COVER.imprint.office):
        assert said.count(words) == 1
    assert said.startswith(MARK)
    assert said.endswith("2025年11月5日")


def test_only_the_kinds_named_have_them(office: Office) -> None:
    paper_cover.keep_cover(office.store, office.plan_id, COVER)
    brief, report = drafted(office, "工作专班简报"), drafted(office, "进展情况报告")
    assert brief.letterhead
    assert (brief.imprint, report.letterhead, report.imprint) == (None, None, None)


def test_a_kind_may_have_its_own_mark_and_a_number_that_is_not_said_twice(office: Office) -> None:
    own = {"工作专班简报": Mark("设备更新工作简报", "第{number}期")}
    head = replace(COVER.letterhead, own=own)
    assert drafted(office, "工作专班简报").subtitle == "第1期"
    paper_cover.keep_cover(office.store, office.plan_id, replace(COVER, letterhead=head))
    brief = drafted(office, "工作专班简报")
    assert brief.letterhead
    assert (brief.letterhead.mark, brief.letterhead.number, brief.subtitle) == (
        "设备更新工作简报",
        "第1期",
        "",
    )
    usual = drafted(office)
    assert usual.letterhead
    assert usual.letterhead.mark == MARK


def test_who_signs_prints_and_on_the_papers_day_unless_others_are_named(office: Office) -> None:
    foot = replace(COVER.imprint, office="", copies_to="")
    paper_cover.keep_cover(office.store, office.plan_id, replace(COVER, imprint=foot))
    house.keep_office(office.store, office.plan_id, "某某工作专班")
    printed = drafted(office).imprint
    assert printed
    assert (printed.office, printed.date) == ("某某工作专班", "2025年11月5日")


def test_a_day_of_printing_before_the_papers_day_is_told(office: Office) -> None:
    foot = replace(COVER.imprint, day=date(2025, 11, 1))
    paper_cover.keep_cover(office.store, office.plan_id, replace(COVER, imprint=foot))
    made = draft(office.store, office.plan_id, office.period_id, DAY)
    assert any("早于成文日期" in one for one in reporting.warnings_of(office.store, made))


def test_the_number_of_the_signed_paper_stands_in_the_letterhead(office: Office, tmp_path: Path) -> None:
    paper_cover.keep_cover(office.store, office.plan_id, COVER)
    scan = tmp_path / "签发.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    signatures.register_signed(office.store, office.period_id, scan, "某发改〔2025〕88号", "张某", DAY)
    usual, brief = drafted(office).letterhead, drafted(office, "工作专班简报").letterhead
    assert usual
    assert brief
    assert (usual.number, brief.number) == ("某发改〔2025〕88号", "某发改〔2025〕1号")


def test_pdf_word_and_review_have_them_and_an_issue_keeps_them(office: Office, tmp_path: Path) -> None:
    paper_cover.keep_cover(office.store, office.plan_id, COVER)
    house.keep_office(office.store, office.plan_id, "某某工作专班")
    sent = reviewing_draft.send_for_review(
        office.store, office.plan_id, office.period_id, tmp_path / "审", DAY
    )
    assert MARK in docx.Document(str(sent.files[0].path)).paragraphs[0].text
    back = reviewing_draft.take_back(office.store, office.period_id, sent.files[0].path, DAY)
    assert (back.changes, back.faults, back.unplaced) == ((), (), ())
    issued = reporting.issue(office.store, office.plan_id, office.period_id, tmp_path / "印", DAY)
    made = {one.path.suffix: one.path for one in issued.files}
    assert faults(measure(made[".pdf"].read_bytes())) == []
    for suffix in (".pdf", ".docx"):
        said = all_words(made[suffix])
        assert said.count(MARK) == 1
        assert said.count(COPIES) == 1
    paper_cover.keep_cover(office.store, office.plan_id, CoverStyle())
    again = reporting.reprint(office.store, office.period_id, tmp_path / "重印")
    assert [one.path.read_bytes() for one in again.files] == [one.path.read_bytes() for one in issued.files]


@pytest.mark.parametrize(
    ("cover", "place", "why"),
    [
        (replace(COVER, letterhead=replace(COVER.letterhead, words=Mark())), "letterhead.mark", "no-mark"),
        (
            replace(COVER, letterhead=replace(COVER.letterhead, kinds=("小报",))),
            "letterhead.kinds",
            "no-kinds",
        ),
        (
            replace(COVER, letterhead=replace(COVER.letterhead, words=Mark(MARK, "{编号}号"))),
            "letterhead.number",
            "bad-place",
        ),
        (
            replace(COVER, letterhead=replace(COVER.letterhead, words=Mark("某" * 61))),
            "letterhead.mark",
            "too-long",
        ),
        (replace(COVER, imprint=replace(COVER.imprint, kinds=())), "imprint.kinds", "no-kinds"),
        (replace(COVER, imprint=replace(COVER.imprint, copies_to="市\n县")), "imprint.copies_to", "too-long"),
    ],
)
def test_what_does_not_hold_is_told_by_its_place_and_not_kept(
    office: Office, cover: CoverStyle, place: str, why: str
) -> None:
    found = list(paper_settings.faults(office.store, office.plan_id, replace(settings(office), cover=cover)))
    assert [(one.place, one.why) for one in found] == [(place, why)]
    with pytest.raises(Refused):
        paper_cover.keep_cover(office.store, office.plan_id, cover)
    assert paper_cover.cover_of(office.store, office.plan_id) == CoverStyle()


@pytest.mark.parametrize("title", ["", "关于《{方案》的通报", "关于{什么}的通报", "通报}"])
def test_a_title_that_cannot_be_filled_is_not_kept(office: Office, title: str) -> None:
    stood = settings(office)
    words = {**stood.words, "通报": replace(stood.words["通报"], title=title)}
    with pytest.raises(Refused):
        keep(office, replace(stood, words=words))
    with pytest.raises(Refused):
        keep(office, replace(stood, first={2025: "零"}))
    assert settings(office) == stood


def test_own_titles_are_kept_and_go_back_to_the_shipped(office: Office) -> None:
    stood = settings(office)
    own = KindWords("粮食工作通报（{报告期}）", "", "通报于后")
    keep(office, replace(stood, kind="工作专班简报", office="专班", words={**stood.words, "通报": own}))
    paper = drafted(office, "通报")
    assert (paper.title, paper.addressee) == ("粮食工作通报（2025年10月）", "")
    assert paper.signature
    assert paper.signature.office == "专班"
    assert settings(office).words["通报"] == own
    assert house.kind_of(office.store, office.plan_id) == "工作专班简报"
    back = paper_settings.restored(office.store, office.plan_id, settings(office), "通报")
    keep(office, back)
    assert settings(office).words == stood.words
    assert house.own_style(office.store, office.plan_id) == {}


def test_what_an_office_keeps_by_a_file_stays(office: Office) -> None:
    own = {
        "kinds": {"粮情简报": {"like": "工作专班简报", "title": "粮情"}},
        "sentences": {"overall": "总的情况"},
    }
    house.keep_style(office.store, office.plan_id, own)
    stood = settings(office)
    keep(
        office,
        replace(stood, words={**stood.words, "粮情简报": replace(stood.words["粮情简报"], closing="如下")}),
    )
    kept = house.own_style(office.store, office.plan_id)
    assert kept["sentences"] == own["sentences"]
    assert kept["kinds"]["粮情简报"] == {"like": "工作专班简报", "title": "粮情", "closing": "如下"}


def test_the_preview_says_what_is_typed_before_it_is_kept(office: Office) -> None:
    stood = replace(settings(office), cover=COVER, office="专班", first={2025: "7"})
    period = office.store.months.get(office.period_id)
    made = paper_settings.preview(office.store, period, stood, "通报", "", DAY)
    assert made.letterhead == f"{MARK}　某发改〔2025〕7号"
    assert "2025年10月推进落实情况的通报" in made.title
    assert made.imprint.endswith("某某市发展和改革委员会办公室　2025年11月5日印发")
    broken = replace(stood, words={**stood.words, "通报": replace(stood.words["通报"], title="{")})
    assert paper_settings.preview(office.store, period, broken, "通报", "", DAY).title == "{"
