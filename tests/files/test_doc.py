"""Old Word files (.doc, .wps), as LibreOffice saves them: text, tables, numbers, changes, damage."""

from pathlib import Path

import pytest

from peidang.domain.errors import FileUnreadable
from peidang.files.document import Document, Paragraph, Table
from peidang.files.open import document_from_bytes
from tests.files.test_docx import CHINESE, item, numbering
from tests.plans import word_maker as word
from tests.plans.document_makers import converted

pytestmark = pytest.mark.needs_libreoffice

STYLES = (
    f'<w:styles {word.W}><w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/><w:pPr><w:numPr>'
    '<w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
)


def field(text: str, columns: int = 1, merge: str = "") -> str:
    return word.cell(word.paragraph(word.run(text)), 2000 * columns, columns, merge)


BODY = "".join(
    (
        item("总体要求", 0),
        item("主要目标", 1),
        item("到2025年，建成5个。", 2),
        item("重点任务", 0),
        word.paragraph(word.run("按样式编号"), '<w:pStyle w:val="Own"/>'),
        word.paragraph(
            word.run("保留")
            + '<w:del w:id="1" w:author="a"><w:r><w:delText>删去</w:delText></w:r></w:del>'
            + f'<w:ins w:id="2" w:author="a">{word.run("增加")}</w:ins>'
            + "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r>"
        ),
        word.paragraph(f'<w:fldSimple w:instr="PAGE">{word.run("7")}</w:fldSimple>{word.run("𠮷字后面")}'),
        word.table(
            [
                word.row([field("标题", 3)]),
                word.row([field("甲", merge="restart"), field("a"), field("b")]),
                word.row([field("", merge="continue"), field("c", 2)]),
                word.row([field(""), field(""), field("")]),
            ],
            [2000] * 3,
        ),
        word.paragraph(word.run("表后。")),
    )
)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("doc")
    parts = {"numbering": numbering(*CHINESE), "styles": STYLES, **word.furniture("页眉")}
    word.save_word(folder / "x.docx", BODY + word.page(furniture=True), parts)
    converted([folder / "x.docx"], "doc", folder, folder / "profile")
    return Path(folder / "x.doc").read_bytes()


@pytest.fixture(scope="module")
def document(data: bytes) -> Document:
    return document_from_bytes(data, "x.wps")


def test_the_text_reads_with_its_numbers_and_without_what_was_deleted(document: Document) -> None:
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert texts[:6] == [
        *(
            "一、总体要求",
            "（一）主要目标",
            "1.到2025年，建成5个。",
            "二、重点任务",
            "（一）按样式编号",
            "保留增加",
        ),
    ]
    assert texts[6].endswith("𠮷字后面")
    assert texts[7:] == ["表后。"]


def test_cells_merged_both_ways(document: Document) -> None:
    (table,) = (block for block in document.blocks if isinstance(block, Table))
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["标题", "", ""],
        ["甲", "a", "b"],
        ["", "c", ""],
        ["", "", ""],
    ]
    assert (table.rows[0][0].columns, table.rows[1][0].rows, table.rows[2][1].columns) == (3, 2, 2)


def test_a_file_cut_in_its_last_sector_is_read(data: bytes, document: Document) -> None:
    assert document_from_bytes(data[:-100], "x.doc") == document


@pytest.mark.parametrize(("at", "value", "reason"), [(0x0B, 0x01, "encrypted"), (3, 0x00, "old-word")])
def test_a_locked_and_a_very_old_file_are_refused(data: bytes, at: int, value: int, reason: str) -> None:
    start = data.index(b"\xec\xa5")
    changed = bytearray(data)
    changed[start + at] = changed[start + at] | value if reason == "encrypted" else value
    with pytest.raises(FileUnreadable) as refused:
        document_from_bytes(bytes(changed), "x.doc")
    assert refused.value.reason == reason
