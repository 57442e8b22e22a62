"""出门检查: what must not leave is found wherever a file hides it, and stops the whole export."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.workbook.defined_name import DefinedName

from peidang.app.month.months import load_month
from peidang.app.outgoing import sending
from peidang.app.outgoing.guarding import Allowed, foreign_texts, inspect, is_telling
from peidang.app.outgoing.output import NewFile, write_files
from peidang.app.sentences import sentence
from peidang.domain.errors import ExportStopped
from peidang.domain.leaks import Leak, LeakKind
from peidang.exchange.mail_drafts import mail_draft
from peidang.files.zip_parts import change_part
from tests.app import bureau
from tests.app.office import FARMING, TODAY, WATER, Office

SECRET = "只有水利局知道的第三号泵站"


def spoilt(data: bytes, spoil: Callable[[Any], None]) -> bytes:
    """A request opened by hand, changed and saved."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.properties.creator = None
    spoil(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def kinds(data: bytes, allowed: Allowed | None = None) -> set[LeakKind]:
    return {leak.kind for leak in inspect(data, "表.xlsx", allowed or Allowed(foreign=(SECRET,)))}


def in_a_cell(book: Any) -> None:
    book["填报说明"]["D40"] = f"附：{SECRET[:6]} \n{SECRET[6:]}"


def in_a_comment(book: Any) -> None:
    book["填报表"]["A1"].comment = Comment(SECRET, "")


def in_a_very_hidden_sheet(book: Any) -> None:
    book["_peidang"]["H90"] = SECRET


def in_the_name_of_a_sheet(book: Any) -> None:
    book.create_sheet(SECRET[:31])


def in_a_defined_name(book: Any) -> None:
    book.defined_names["旧"] = DefinedName("旧", attr_text=f'"{SECRET}"')


def in_a_header(book: Any) -> None:
    book["填报表"].oddHeader.center.text = SECRET


def in_the_properties(book: Any) -> None:
    book.properties.keywords = SECRET


@pytest.mark.parametrize(
    "spoil",
    [
        in_a_cell,
        in_a_comment,
        in_a_very_hidden_sheet,
        in_the_name_of_a_sheet,
        in_a_defined_name,
        in_a_header,
        in_the_properties,
    ],
)
def test_another_units_text_is_found_wherever_it_stands(office: Office, spoil: Callable[[Any], None]) -> None:
    data = office.requests()[FARMING]
    assert LeakKind.OTHER_ROWS in kinds(spoilt(data, spoil))
    assert LeakKind.OTHER_ROWS not in kinds(spoilt(data, lambda _: None))


def hide_a_sheet(book: Any) -> None:
    book["审签页"].sheet_state = "hidden"


def hide_a_row(book: Any) -> None:
    book["填报表"].row_dimensions[6].hidden = True


def hide_a_column(book: Any) -> None:
    book["填报表"].column_dimensions["G"].hidden = True


@pytest.mark.parametrize("spoil", [hide_a_sheet, hide_a_row, hide_a_column])
def test_what_is_hidden_is_found_and_our_own_identity_sheet_is_none(
    office: Office, spoil: Callable[[Any], None]
) -> None:
    data = office.requests()[FARMING]
    assert kinds(data) == set()
    assert LeakKind.HIDDEN in kinds(spoilt(data, spoil))


def signed(book: Any) -> None:
    book.properties.creator = "示例甲"


def saved_by(book: Any) -> None:
    book.properties.lastModifiedBy = "示例甲"


def commented_by(book: Any) -> None:
    book["填报表"]["A1"].comment = Comment("请看", "示例甲")


@pytest.mark.parametrize("spoil", [signed, saved_by, commented_by])
def test_the_names_of_people_are_found(office: Office, spoil: Callable[[Any], None]) -> None:
    data = spoilt(office.requests()[FARMING], spoil)
    assert Leak(LeakKind.AUTHOR, "表.xlsx", "示例甲") in inspect(data, "表.xlsx")
    assert inspect(data, "表.xlsx", Allowed(people=frozenset({"示例甲", "openpyxl"}))) == ()


def test_a_company_in_the_properties_is_found(office: Office) -> None:
    data = change_part(
        office.requests()[FARMING],
        "docProps/app.xml",
        lambda part: part.replace(b"<Company></Company>", "<Company>示例公司</Company>".encode()),
    )
    assert kinds(data) == {LeakKind.AUTHOR}


def test_a_link_to_another_file_is_found(office: Office) -> None:
    def link(book: Any) -> None:
        book["填报说明"]["D40"].hyperlink = "file:///C:/2025/汇总.xlsx"

    assert LeakKind.LINK in kinds(spoilt(office.requests()[FARMING], link))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("不得填写国家秘密。", False),
        ("涉密情况请按保密规定另行报送，做好机密文件管理。", False),
        ("秘密★1年", True),
        ("机密 ★", True),
        ("密级：秘密", True),
        ("绝密", True),
        ("机密级文件已处理", True),
        ("（内部资料 注意保密）完成3台", True),
        ("市保密局：国家秘密载体管理", False),
        ("商业秘密保护示范点3家", False),
    ],
)
def test_marks_of_secrecy_are_found_and_talk_of_secrecy_is_not(
    office: Office, text: str, found: bool
) -> None:
    def write(book: Any) -> None:
        book["填报说明"]["D40"] = text

    assert (LeakKind.SECRECY in kinds(spoilt(office.requests()[FARMING], write))) == found
    assert (inspect(f"{text}\n请查收".encode(), "说明.txt") != ()) == found


def test_a_word_files_author_hidden_words_and_changes_are_found() -> None:
    document = docx.Document()
    document.core_properties.author = "示例甲"
    document.core_properties.comments = ""
    document.add_paragraph().add_run("看不见的话").font.hidden = True
    out = io.BytesIO()
    document.save(out)
    found = {(leak.kind, leak.what) for leak in inspect(out.getvalue(), "函.docx")}
    assert found == {(LeakKind.AUTHOR, "示例甲"), (LeakKind.HIDDEN, "文字")}


def test_a_mail_draft_is_looked_into_with_its_attachment(office: Office) -> None:
    book = spoilt(office.requests()[FARMING], in_a_comment)
    draft = mail_draft([], "填报表", "请查收", [("表.xlsx", book)])
    assert Leak(LeakKind.OTHER_ROWS, "表.xlsx", SECRET) in inspect(
        draft, "信.eml", Allowed(foreign=(SECRET,))
    )
    assert inspect(mail_draft([], "填报表", "秘密★", []), "信.eml") != ()


def test_a_pdf_tells_its_author_and_whoever_made_it_tells_its_text() -> None:
    data = b"%PDF-1.4\n1 0 obj\n<< /Author (Example) /Title (x) >>\nendobj\n"
    assert inspect(data, "稿.pdf") == (Leak(LeakKind.AUTHOR, "稿.pdf", "Example"),)
    allowed = Allowed(people=frozenset({"Example"}))
    assert inspect(data, "稿.pdf", allowed) == ()
    assert inspect(data, "稿.pdf", allowed, "秘密★1年") == (Leak(LeakKind.SECRECY, "稿.pdf", "秘密★1年"),)


def test_what_cannot_be_looked_into_does_not_leave() -> None:
    assert inspect(b"PK\x03\x04broken", "坏.xlsx") == (Leak(LeakKind.UNREADABLE, "坏.xlsx"),)


def test_no_request_of_the_office_holds_what_is_foreign_and_each_holds_what_is_its_own(
    office: Office,
) -> None:
    month = load_month(office.store, office.plan_id, office.period_id)
    sent = office.requests()
    for unit, data in sent.items():
        foreign = foreign_texts(month, office.unit_id(unit))
        assert inspect(data, unit, Allowed(foreign=foreign)) == ()
        others = (
            inspect(other, unit, Allowed(foreign=foreign)) for name, other in sent.items() if name != unit
        )
        assert all(any(leak.kind is LeakKind.OTHER_ROWS for leak in found) for found in others)


def test_what_others_answered_is_foreign_and_ones_own_words_are_not(office: Office) -> None:
    said = {
        unit: {bureau.serials(data)[0]: {"进展情况": f"{unit}已完成选址踏勘工作"}}
        for unit, data in office.requests().items()
    }
    for unit in (WATER, FARMING):
        office.take(bureau.fill(office.requests()[unit], said[unit]))
    foreign = foreign_texts(
        load_month(office.store, office.plan_id, office.period_id), office.unit_id(FARMING)
    )
    assert f"{WATER}已完成选址踏勘工作" in foreign
    assert f"{FARMING}已完成选址踏勘工作" not in foreign


def test_days_and_figures_are_nobodys_own(office: Office) -> None:
    figures = {2: {"累计数": 12345678, "数据截至": "2025-10-31", "说明": "数据截至2025年10月31日"}}
    office.take(bureau.fill(office.requests()[FARMING], {}, figures))
    month = load_month(office.store, office.plan_id, office.period_id)
    foreign = foreign_texts(month, office.unit_id(WATER))
    assert not [text for text in foreign if text in ("12345678", "2025-10-31", "数据截至2025年10月31日")]
    assert [is_telling(text) for text in ("2025年12月31日底前完成", "已完成选址踏勘工作")] == [False, True]
    office.send()  # and so the example of a day in everybody's guide stops nothing


def test_a_leak_stops_the_whole_export_with_its_sentence(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "foreign_texts", lambda _month, _unit: ("第2号库区", "推进第3项仓储工作"))
    known = office.store.months.requests(office.period_id)
    with pytest.raises(ExportStopped) as stopped:
        sending.send(office.store, office.plan_id, office.period_id, tmp_path / "发", TODAY)
    assert not (tmp_path / "发").exists()
    assert office.store.months.requests(office.period_id) == known
    told = sentence(stopped.value)
    assert "含有其他单位的内容“推进第3项仓储工作”" in told
    assert told.endswith("。")


def test_one_bad_file_keeps_all_others_back(tmp_path: Path) -> None:
    files = [
        NewFile(tmp_path / name, name, text.encode()) for name, text in (("甲.txt", "好"), ("乙.txt", "绝密"))
    ]
    with pytest.raises(ExportStopped):
        write_files(files)
    assert list(tmp_path.iterdir()) == []
