"""Word's .docx: automatic numbers, merged cells, tracked changes, boxes, notes, damage."""

import zipfile
from pathlib import Path

import pytest

from peidang.domain.errors import FileUnreadable
from peidang.files.document import Paragraph, Table
from peidang.files.open import read_document
from peidang.files.word_numbering import chinese
from tests.plans import word_maker as word


def texts(path: Path) -> list[str]:
    return [block.text for block in read_document(path).blocks if isinstance(block, Paragraph)]


def only_table(path: Path) -> Table:
    (table,) = read_document(path).blocks
    assert isinstance(table, Table)
    return table


def numbering(*levels: tuple[str, str], more: str = "") -> str:
    """One list (1) of levels (format, text)."""
    parts = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for at, (form, text) in enumerate(levels)
    )
    lists = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    return f'<w:numbering {word.W}><w:abstractNum w:abstractNumId="7">{parts}</w:abstractNum>{lists}{more}</w:numbering>'


def item(text: str, level: int, list_id: int = 1) -> str:
    properties = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return word.paragraph(word.run(text), properties)


CHINESE = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3."))


def test_automatic_numbers_are_read_as_they_are_printed(tmp_path: Path) -> None:
    body = "".join(
        item(text, level)
        for text, level in [
            ("总", 0),
            ("甲", 1),
            ("子", 2),
            ("丑", 2),
            ("乙", 1),
            ("寅", 2),
            ("分", 0),
            ("丙", 1),
        ]
    )
    word.save_word(tmp_path / "x.docx", body, {"numbering": numbering(*CHINESE)})
    assert texts(tmp_path / "x.docx") == [
        *("一、总", "（一）甲", "1.子", "2.丑", "（二）乙", "1.寅", "二、分", "（一）丙"),
    ]


def test_a_list_that_starts_anew_and_one_that_runs_on(tmp_path: Path) -> None:
    again = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="1"/></w:lvlOverride></w:num><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num>'
    )
    body = item("甲", 0) + item("乙", 0, 3) + item("丙", 0, 2) + item("无", 0, 0)
    word.save_word(
        tmp_path / "x.docx", body, {"numbering": numbering(("decimalEnclosedCircle", "%1"), more=again)}
    )
    assert texts(tmp_path / "x.docx") == ["①甲", "②乙", "①丙", "无"]


def test_numbers_of_several_levels_and_of_a_style(tmp_path: Path) -> None:
    body = item("甲", 0) + item("乙", 1) + word.paragraph(word.run("丙"), '<w:pStyle w:val="Own"/>')
    own = (
        '<w:style w:type="paragraph" w:styleId="Base"><w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Own"><w:basedOn w:val="Base"/></w:style>'
    )
    levels = numbering(("decimal", "%1."), ("decimal", "%1.%2　"))
    word.save_word(
        tmp_path / "x.docx", body, {"numbering": levels, "styles": f"<w:styles {word.W}>{own}</w:styles>"}
    )
    assert texts(tmp_path / "x.docx") == ["1.甲", "1.1　乙", "1.2　丙"]


@pytest.mark.parametrize(
    ("number", "printed"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (105, "一百零五"), (110, "一百一十")],
)
def test_chinese_numbers(number: int, printed: str) -> None:
    assert chinese(number) == printed


def test_tracked_changes_are_read_as_accepted(tmp_path: Path) -> None:
    changes = (
        f'{word.run("到2025年")}<w:del w:id="1"><w:r><w:delText>建成3个</w:delText></w:r></w:del>'
        f'<w:ins w:id="2">{word.run("建成5个")}</w:ins>'
        f'<w:moveFrom w:id="3">{word.run("移走")}</w:moveFrom><w:moveTo w:id="4">{word.run("移来")}</w:moveTo>'
    )
    joined = word.paragraph(word.run("前半句，"), '<w:rPr><w:del w:id="5"/></w:rPr>')
    word.save_word(
        tmp_path / "x.docx", word.paragraph(changes) + joined + word.paragraph(word.run("后半句。"))
    )
    assert texts(tmp_path / "x.docx") == ["到2025年建成5个移来", "前半句，后半句。"]


def test_hidden_text_fields_notes_and_rubies(tmp_path: Path) -> None:
    runs = (
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        '<w:r><w:footnoteReference w:id="2"/><w:t>明</w:t><w:br/><w:t>下一行</w:t><w:br w:type="page"/></w:r>'
        "<w:r><w:ruby><w:rt><w:r><w:t>yi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>义</w:t></w:r></w:rubyBase></w:ruby></w:r>"
    )
    word.save_word(tmp_path / "x.docx", word.paragraph(runs))
    assert texts(tmp_path / "x.docx") == ["明", "下一行义"]


def test_a_text_box_is_read_once_behind_its_paragraph(tmp_path: Path) -> None:
    inside = f"<w:txbxContent>{word.paragraph(word.run('框里'))}</w:txbxContent>"
    boxed = (
        '<w:r xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
        f"<mc:Choice Requires='wps'><w:drawing>{inside}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    word.save_word(tmp_path / "x.docx", word.paragraph(word.run("正文，") + boxed + word.run("接着。")))
    assert texts(tmp_path / "x.docx") == ["正文，接着。", "框里"]


def test_text_in_content_controls_links_and_smart_tags(tmp_path: Path) -> None:
    inner = word.paragraph(
        f"<w:hyperlink>{word.run('链')}</w:hyperlink><w:smartTag>{word.run('签')}</w:smartTag>"
    )
    word.save_word(tmp_path / "x.docx", f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>")
    assert texts(tmp_path / "x.docx") == ["链签"]


def test_cells_merged_both_ways(tmp_path: Path) -> None:
    def field(text: str, columns: int = 1, merge: str = "") -> str:
        return word.cell(word.paragraph(word.run(text)), 1000 * columns, columns, merge)

    rows = [
        word.row([field("题", 3)]),
        word.row([field("甲", merge="restart"), field("a"), field("b")]),
        word.row([field("", merge="continue"), field("c", 2)]),
        word.row([field("乙"), field("d"), field("e")]),
    ]
    word.save_word(tmp_path / "x.docx", word.table(rows, [1000, 1000, 1000]))
    table = only_table(tmp_path / "x.docx")
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["题", "", ""],
        ["甲", "a", "b"],
        ["", "c", ""],
        ["乙", "d", "e"],
    ]
    assert (table.rows[0][0].columns, table.rows[1][0].rows, table.rows[2][1].columns) == (3, 2, 2)
    assert [cell.covered for cell in table.rows[2]] == [True, False, True]


def test_a_deleted_row_is_gone_and_an_inner_table_gives_its_text(tmp_path: Path) -> None:
    inner = word.table([word.row([word.cell(word.paragraph(word.run("里")), 500)])], [500])
    kept = word.row(
        [word.cell(word.paragraph(word.run("外")) + inner, 900), word.cell(word.paragraph(""), 900)]
    )
    gone = (
        "<w:tr><w:trPr><w:del w:id='1'/></w:trPr>"
        + word.cell(word.paragraph(word.run("删")), 900)
        + "</w:tr>"
    )
    word.save_word(tmp_path / "x.docx", word.table([kept, gone], [900, 900]))
    assert [[cell.text for cell in row] for row in only_table(tmp_path / "x.docx").rows] == [["外\n里", ""]]


def test_a_frame_of_one_column_is_running_text(tmp_path: Path) -> None:
    frame = word.cell(word.paragraph(word.run("一行")) + word.paragraph(word.run("二行")), 9000)
    word.save_word(tmp_path / "x.docx", word.table([word.row([frame])], [9000]))
    assert texts(tmp_path / "x.docx") == ["一行", "二行"]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("<w:p>", "damaged"),
        ("<w:p>" + "<w:r>" * 300 + "</w:r>" * 300 + "</w:p>", "too-large"),
        ("<w:tbl>" + "<w:tr/>" * 1_100_000 + "</w:tbl>", "too-large"),
    ],
    ids=["cut", "too deep", "too many"],
)
def test_broken_and_endless_files_are_refused(tmp_path: Path, body: str, reason: str) -> None:
    word.save_word(tmp_path / "x.docx", body)
    with pytest.raises(FileUnreadable) as refused:
        read_document(tmp_path / "x.docx")
    assert refused.value.reason == reason


def test_an_entity_bomb_is_refused(tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;">]>'
    with zipfile.ZipFile(tmp_path / "x.docx", "w") as archive:
        archive.writestr(
            "word/document.xml", f"{bomb}<w:document {word.W}><w:body><w:p>&b;</w:p></w:body></w:document>"
        )
    with pytest.raises(FileUnreadable) as refused:
        read_document(tmp_path / "x.docx")
    assert refused.value.reason == "damaged"


def test_huge_spans_cost_nothing(tmp_path: Path) -> None:
    wide = word.cell(word.paragraph(word.run("宽")), 900, columns=99999)
    rows = [word.row([wide, wide])] * 2
    word.save_word(tmp_path / "x.docx", word.table(rows, [900]))
    assert len(only_table(tmp_path / "x.docx").rows[0]) == 200


def test_a_table_set_with_tabs_is_a_table_and_a_numbered_line_is_none(tmp_path: Path) -> None:
    tab = "<w:r><w:tab/></w:r>"
    rows = [("序号", "任务", "单位"), ("一、甲类",), ("1", "推动甲", "甲局"), ("1.", "一、下一部分")]
    word.save_word(tmp_path / "x.docx", "".join(word.paragraph(tab.join(map(word.run, row))) for row in rows))
    table, after = read_document(tmp_path / "x.docx").blocks
    assert isinstance(table, Table)
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["序号", "任务", "单位"],
        ["一、甲类", "", ""],
        ["1", "推动甲", "甲局"],
    ]
    assert after == Paragraph("1.\t一、下一部分")
