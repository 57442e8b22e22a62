"""The finished PDF measured with a script of its own: five shipped plans, three months each."""

import subprocess
import sys
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from peidang.reports.draft import draft_paper
from peidang.reports.paper import Bars, Paper, Paragraph, SectionRow, Table, plain, runs, texts_of
from tests.reports.measuring import PaperMeasure, faults, measure
from tests.reports.reading_pdf import pdf_of, says
from tests.reports.reading_word import body_words, squeezed
from tests.reports.shipped_months import PLANS, summary

MONTHS = ((0.3, 7), (0.6, 1), (1.0, 3))
"""Share of units that answered, and the seed of what they said."""


@dataclass(frozen=True)
class Printed:
    paper: Paper
    data: bytes
    measured: PaperMeasure


def printed(paper: Paper) -> Printed:
    data = pdf_of(paper)
    return Printed(paper, data, measure(data))


@cache
def month(plan: str, share: float, seed: int) -> Printed:
    return printed(draft_paper(summary(plan, share, seed)))


@pytest.fixture(
    params=[(plan, *one) for plan in PLANS for one in MONTHS], ids=lambda one: "-".join(map(str, one))
)
def paper(request: pytest.FixtureRequest) -> Printed:
    return month(*request.param)


def notes_on(measured: PaperMeasure) -> list[str]:
    """What stands outside tables on the pages of each annex."""
    said: list[str] = []
    for page in measured.pages[len(measured.body) :]:
        if page.annex:
            said.append("")
        said[-1] += "".join(line.text for line in page.lines)
    return said


def test_five_plans_are_measured() -> None:
    assert len(PLANS) == 5


def test_every_figure_of_the_standard_holds(paper: Printed) -> None:
    assert faults(paper.measured) == []


def test_full_pages_have_22_lines_of_28_characters(paper: Printed) -> None:
    full = [page for page in paper.measured.pages if page.frame]
    assert {page.lines_a_page for page in full} == {22}
    assert [page.characters_a_line for page in full] == pytest.approx([28.0] * len(full), abs=0.1)
    assert {page.fullest for page in full} <= {0, 28}


def test_a_page_of_plain_text_has_28_characters_on_each_line() -> None:
    second = printed(Paper("", (Paragraph(runs("国" * 28 * 50)),))).measured.pages[1]
    assert [len(line.glyphs) for line in second.lines] == [28] * 22
    assert (second.fullest, second.lines_a_page) == (28, 22)


def test_wide_annexes_stand_sideways_and_turn_one_way(paper: Printed) -> None:
    turned = [page.turned for page in paper.measured.pages]
    assert set(turned) == {0, 90}
    marks = [(page.annex, page.turned > 0) for page in paper.measured.pages if page.annex]
    assert marks == [(annex.label, annex.sideways) for annex in paper.paper.annexes]


def test_no_character_of_the_body_is_lost_or_moved(paper: Printed) -> None:
    assert paper.measured.body_text == body_words(paper.paper)


def test_every_cell_of_every_table_can_be_read_back(paper: Printed) -> None:
    assert list(paper.measured.tables) == [says(table) for table in paper.paper.tables()]


def test_notes_and_titles_of_annexes_are_on_paper(paper: Printed) -> None:
    for annex, found in zip(paper.paper.annexes, notes_on(paper.measured), strict=True):
        notes = [
            plain(text) for block in annex.blocks if not isinstance(block, Table) for text in texts_of(block)
        ]
        expected = squeezed("\n".join((annex.label, annex.title, *notes)))
        if not any(isinstance(block, Bars) for block in annex.blocks):
            assert found == expected
        # Label and values of a bar stand side by side, and a caption comes again on each page.
        assert Counter(expected) == Counter(found) or (
            "（续）" in found and not Counter(expected) - Counter(found)
        )


def test_rows_on_paper_are_rows_in_the_data(paper: Printed) -> None:
    serials = [table.serials for table in paper.measured.tables]
    assert serials[0] == [str(row.cells[0].text[0].text) for row in rows_of(paper.paper)]
    for numbers in serials:
        assert sorted(map(int, map(str, numbers))) == list(range(1, len(numbers) + 1))


def rows_of(paper: Paper) -> list[object]:
    table = next(iter(paper.tables()))
    return [row for row in table.rows if not isinstance(row, SectionRow)]


def test_outline_and_properties_tell_the_paper(paper: Printed) -> None:
    titles = [title for _, title in paper.measured.outline]
    assert titles[0] == paper.paper.title.replace("\n", "")
    assert titles[-1].startswith(paper.paper.annexes[-1].label)
    assert paper.measured.properties["Title"] == titles[0]
    assert paper.measured.properties["Author"] == paper.paper.author


# The measure itself: it has to see what is wrong.


def test_a_moved_frame_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peidang.reports.pdf.drawing.LEFT", 79.37 + 3)
    found = faults(printed(Paper("", (Paragraph(runs("国" * 28 * 50)),))).measured)
    assert any("frame" in one for one in found)
    assert any("page number" in one for one in found)


def test_a_line_too_many_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peidang.reports.pdf.flow.LINES_A_PAGE", 23)
    monkeypatch.setattr("peidang.reports.pdf.flow.LINE", 27.7)
    found = faults(printed(Paper("", (Paragraph(runs("国" * 28 * 50)),))).measured)
    assert any("23 lines" in one for one in found)


def test_a_torn_number_and_a_wrong_mark_at_the_beginning_are_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peidang.reports.pdf.breaking.may_break", lambda *_args, **_more: True)
    texts = ("国" * 24 + "12345" + "国" * 25, "国" * 26 + "，" + "国" * 30)
    found = faults(printed(Paper("", tuple(Paragraph(runs(text)) for text in texts))).measured)
    assert any("tears a number" in one for one in found)
    assert any("begins with ，" in one for one in found)


def test_a_wrong_face_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peidang.reports.pdf.flow.HEADING_FACES", dict.fromkeys((1, 2, 3, 4), "body"))
    first = month(*(PLANS[0], 0.6, 1)).paper
    assert any("not 黑体" in one for one in faults(printed(replace(first, annexes=())).measured))


def test_it_runs_by_itself(tmp_path: Path) -> None:
    path = tmp_path / "通报.pdf"
    path.write_bytes(month(PLANS[0], 0.6, 1).data)
    command = [sys.executable, "-m", "tests.reports.measuring", str(path)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "no faults")
