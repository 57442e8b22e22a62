"""Word and PDF of one paper say the same, to the character: the shipped plans, months of all kinds."""

import io
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings

from peidang.domain.answers import Month
from peidang.domain.summary import Summary
from peidang.reports.draft import draft_paper
from peidang.reports.paper import Annex, Paper, paper_text
from peidang.reports.pdf import render_pdf
from peidang.reports.proof import check_papers
from peidang.reports.word import render_docx
from tests.reports.months import a_full_month, months, summary_of
from tests.reports.reading_word import MADE, annex_words, body_words, heads, squeezed, text_of, word_of
from tests.reports.shipped_months import PLANS, summary

SHARES = (0.0, 0.6, 1.0)


@pytest.fixture(scope="module", params=[(plan, share) for plan in PLANS for share in SHARES], ids=str)
def month(request: pytest.FixtureRequest) -> Summary:
    plan, share = request.param
    return summary(plan, share)


def assert_word_says_all(paper: Paper, data: bytes) -> None:
    said = text_of(data)
    assert said == body_words(paper) + "".join(map(annex_words, paper.annexes))
    at = 0
    for line in map(squeezed, paper_text(paper).split("\n")):
        at = said.index(line, at) + len(line)


def test_word_says_what_the_paper_says(month: Summary) -> None:
    paper, out = draft_paper(month), io.BytesIO()
    facts = render_docx(paper, out, MADE)
    check_papers(month, paper, docx=facts)
    assert facts.rows == paper.data_rows
    assert_word_says_all(paper, out.getvalue())


@given(months())
@settings(deadline=None, max_examples=40)
def test_word_says_what_the_paper_of_any_month_says(any_month: Month) -> None:
    paper = draft_paper(summary_of(any_month))
    assert_word_says_all(paper, word_of(paper))


@pytest.mark.needs_poppler
def test_word_and_pdf_agree_to_the_character(month: Summary, tmp_path: Path) -> None:
    paper = draft_paper(month)
    assert_agree(paper, pages_of_pdf(paper, tmp_path), text_of(word_of(paper)))


@pytest.mark.needs_poppler
def test_word_and_pdf_of_a_demonstration_agree_and_both_say_what_it_is(tmp_path: Path) -> None:
    paper = draft_paper(summary_of(a_full_month(demonstration=True)))
    assert paper.banner
    assert_agree(paper, pages_of_pdf(paper, tmp_path), text_of(word_of(paper)))


def pages_of_pdf(paper: Paper, folder: Path) -> list[str]:
    """The text of each page in the order it was drawn, without banner, page number and blanks."""
    path = folder / "通报.pdf"
    with path.open("wb") as out:
        render_pdf(paper, out, MADE)
    command = ["pdftotext", "-raw", "-enc", "UTF-8", str(path), "-"]
    printed = subprocess.run(command, check=True, capture_output=True, timeout=60).stdout.decode()
    pages = [squeezed(page) for page in printed.split("\f")[:-1]]
    assert all(page.endswith(f"{paper.banner}—{n}—") for n, page in enumerate(pages, start=1))
    return [page.removesuffix(f"{paper.banner}—{n}—") for n, page in enumerate(pages, start=1)]


def assert_agree(paper: Paper, pages: list[str], word: str) -> None:
    """The body stands on both alike. An annex, too, but for what a table repeats on each of its pages in the PDF."""
    starts = [
        next(n for n, page in enumerate(pages) if page.startswith(squeezed(annex.label + annex.title)))
        for annex in paper.annexes
    ]
    body = len(body_words(paper))
    assert "".join(pages[: starts[0]]) == word[:body]
    at = body
    for annex, first, end in zip(paper.annexes, starts, [*starts[1:], len(pages)], strict=True):
        length = len(annex_words(annex))
        assert_annex_agrees(annex, pages[first:end], word[at : at + length])
        at += length
    assert at == len(word)


def assert_annex_agrees(annex: Annex, pages: list[str], word: str) -> None:
    head, printed = heads(annex), "".join(pages)
    repeated = sum(page.startswith(head) for page in pages[1:]) if head else 0
    more = Counter(printed) - Counter(word)
    assert not Counter(word) - Counter(printed)
    if "（续）" in printed:
        assert not Counter(head * repeated) - more
    else:
        assert more == Counter(head * repeated)
