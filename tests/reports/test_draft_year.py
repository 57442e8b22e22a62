"""年度总结: 主要进展 of the year is what the year's periods said, each with the period it comes from; nothing is made up."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from peidang.domain.answers import Month, SectionWording, Wording
from peidang.domain.labels import TO_BE_WORDED
from peidang.domain.summary import Summary
from peidang.domain.year_summary import of_year
from peidang.reports.draft import About, draft_paper
from peidang.reports.paper import Paper
from peidang.reports.proof import check_papers
from tests.domain.builders import a_month, a_plan, a_row, an_entry
from tests.reports.months import summary_of
from tests.reports.test_draft_kinds import texts

ROWS = [a_row(1, "jia", task="更新农机"), a_row(2, "yi", task="回收家电")]
SECTION = ROWS[0].section
PLACE = "progress.section.1.row.row-1"


def in_month(
    key: str,
    progress: str = "",
    wording: str = "",
    section: str = "",
    entries: Mapping[int, str] | None = None,
) -> Summary:
    """What a month said of row 1 (and, by ``entries``, of others), and how the office worded it."""
    said = {1: progress, **(entries or {})}
    units = {1: "jia", 2: "yi"}
    month: Month = a_month(
        a_plan(ROWS), key, [an_entry(n, units[n], progress=text) for n, text in said.items() if text]
    )
    if wording:
        month = replace(month, wordings={"row-1": Wording("row-1", wording)})
    if section:
        month = replace(month, section_wordings={SECTION: SectionWording(SECTION, section)})
    return summary_of(month)


def paper_of(*months: Summary) -> Paper:
    summary, year = of_year(months)
    paper = draft_paper(summary, "年度总结", about=About(year=year))
    check_papers(summary, paper)
    return paper


def row_text(*months: Summary) -> str:
    return texts(paper_of(*months)).get(PLACE, "")


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (
            (in_month("2025-10", wording="全年更新3台。"), in_month("2025-11", "再更新5台。")),
            "全年更新3台（10月情况）。",
        ),
        ((in_month("2025-10", wording="旧话。"), in_month("2025-11", wording="新话。")), "新话。"),
        ((in_month("2025-10", "更新5台。"), in_month("2025-11", "有序推进。")), "更新5台（10月情况）。"),
        ((in_month("2025-10", "更新5台。"), in_month("2025-11", "更新9台。")), "更新9台。"),
        ((in_month("2025-10", "更新5台。"), in_month("2025-11")), "更新5台（10月情况）。"),
        ((in_month("2025-10", "持续推进。"), in_month("2025-11", "有序推进。")), TO_BE_WORDED),
    ],
)
def test_a_row_has_its_newest_wording_else_its_latest_concrete_words(
    months: tuple[Summary, ...], said: str
) -> None:
    text = row_text(*months)
    assert text.startswith("1.更新农机。")
    assert text.removeprefix("1.更新农机。").rstrip("。") == said.rstrip("。")


def test_a_row_nobody_ever_told_of_stays_unreported() -> None:
    told = texts(paper_of(in_month("2025-10", "更新5台。"), in_month("2025-11", "更新6台。")))
    assert "回收家电" in told["progress.section.1.silent"]


def test_a_row_told_of_earlier_is_not_called_unreported() -> None:
    october = in_month("2025-10", entries={2: "回收家电9件。"})
    told = texts(paper_of(october, in_month("2025-11", "更新6台。")))
    assert told["progress.section.1.row.row-2"] == "2.回收家电。回收家电9件（10月情况）。"
    assert "progress.section.1.silent" not in told


def test_a_section_has_its_newest_wording_unless_a_row_was_worded_later() -> None:
    october = in_month("2025-10", section="本节全年完成。\n共2项。")
    told = texts(paper_of(october, in_month("2025-11", "更新6台。")))
    assert told["progress.section.1.wording.1"] == "本节全年完成。"
    assert told["progress.section.1.wording.2"] == "共2项（10月情况）。"
    assert PLACE not in told
    later = texts(paper_of(october, in_month("2025-11", wording="新话。")))
    assert later[PLACE] == "1.更新农机。新话。"
    assert "progress.section.1.wording.1" not in later


def test_a_month_paper_knows_nothing_of_other_months() -> None:
    summary = in_month("2025-11", "有序推进。")
    assert TO_BE_WORDED in texts(draft_paper(summary))[PLACE]
