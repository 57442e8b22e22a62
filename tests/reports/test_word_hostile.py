"""Papers nobody would wish for: Word opens them, and nothing is lost."""

from dataclasses import replace
from pathlib import Path

import docx
from hypothesis import given, settings
from hypothesis import strategies as st

from peidang.reports.draft import draft_paper
from peidang.reports.paper import Annex, Cell, Column, Paper, Paragraph, Signature, Table, TableRow, runs
from tests.domain.builders import a_month, a_plan
from tests.reports.months import summary_of
from tests.reports.reading_word import annex_words, body_words, squeezed, text_of, word_of

RARE = "䶮㐂𠮷㎡👍🏽👨‍👩‍👧①“”——……"
LONG_UNIT = "某某自治州某某高新技术产业开发区管理委员会经济发展和科技创新与投资促进服务局（综合科）"
NUMBER = "1234567890123456789012345678901234567890.12"
COLUMNS = (Column("序号", 1), Column("单位", 3), Column("进展情况", 9), Column("数", 2, "right"))


def row(n: int, text: str) -> TableRow:
    return TableRow((Cell(runs(f"{n}")), Cell(runs(LONG_UNIT)), Cell(runs(text)), Cell(runs(NUMBER))))


ROWS = tuple(row(n, f"第{n}项{RARE}") for n in range(1, 301))
HOSTILE = Paper(
    "关于" + "推动工作" * 40 + "的通报",
    (Paragraph(runs("一\x00二\x0b三\x1f四\ufffe" + RARE)), Paragraph(runs("<w:p/>&amp;]]>" * 50))),
    signature=Signature(LONG_UNIT * 2, "2025年11月5日"),
    annexes=(
        Annex("附件1", "进展情况表", (Table(COLUMNS, (*ROWS, row(301, "国" * 6000)), 8.0),), sideways=True),
        Annex("附件2", "名单", (Paragraph(runs("无。")),)),
    ),
)
EMPTY = Paper("", ())


def said_by(paper: Paper) -> str:
    return body_words(paper) + "".join(map(annex_words, paper.annexes))


def test_nothing_is_lost() -> None:
    said = text_of(word_of(HOSTILE))
    assert said == said_by(HOSTILE).replace("\ufffe", "〓")
    assert (said.count("国") >= 6000, said.count("𠮷"), said.count(NUMBER)) == (True, 301, 301)
    assert "<w:p/>&amp;]]>" in said


def test_a_plan_without_rows_makes_a_paper() -> None:
    paper = draft_paper(summary_of(a_month(a_plan())))
    assert text_of(word_of(paper)) == said_by(paper)


def test_a_paper_of_nothing_is_a_file_word_opens(tmp_path: Path) -> None:
    (tmp_path / "空.docx").write_bytes(word_of(EMPTY))
    assert [one.text for one in docx.Document(str(tmp_path / "空.docx")).paragraphs] in ([], [""])
    only_annex = replace(EMPTY, annexes=(Annex("附件", "表", (), sideways=True),))
    assert text_of(word_of(only_annex)) == squeezed("附件：表附件表")


@given(st.text(st.characters(), max_size=40), st.text(max_size=40))
@settings(deadline=None, max_examples=60)
def test_any_text_leaves_the_file_whole(any_text: str, other: str) -> None:
    table = Table((Column("甲", 1),), (TableRow((Cell(runs(other or "无")),)),))
    paper = Paper(any_text or "题", (Paragraph(runs(any_text, other)), table), banner=other)
    text_of(word_of(paper))
