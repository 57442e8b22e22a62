"""What runs beside the window for the page 报告: the pages as pictures, and papers that are written."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from peidang.app import pictures
from peidang.app.papers import reporting
from peidang.app.store import stores
from peidang.app.views import PaperResult
from peidang.desktop.background import Report
from peidang.desktop.desk import Desk

Making = Callable[[Any, str, str, date], Any]
"""Makes papers: (store, plan id, period id, today)."""


@dataclass(frozen=True)
class Preview:
    """A draft made in a folder of its own, and its pages as pictures."""

    paper: PaperResult
    pages: tuple[bytes, ...]
    period_id: str


def preview_work(
    desk: Desk, folder: Path, width: int, kind: str, unit_id: str | None
) -> Callable[[Report], Preview]:
    """Work that makes the PDF of the draft and its pictures. The desk must have a period."""
    store_path, plan_id, period_id, today = desk.path, desk.plan_id or "", desk.period_id or "", desk.today

    def work(_report: Report) -> Preview:
        with stores.open_store(store_path, desk.now) as store:
            paper = reporting.make_report(
                *(store, plan_id, period_id, folder, today),
                xlsx=False,
                docx=False,
                kind=kind,
                unit_id=unit_id,
            )
        return Preview(paper, tuple(pictures.page_pictures(pdf_of(paper), width)), period_id)

    return work


def making_work(desk: Desk, make: Making) -> Callable[[Report], Any]:
    """Work that writes papers."""
    store_path, plan_id, period_id, today = desk.path, desk.plan_id or "", desk.period_id or "", desk.today

    def work(_report: Report) -> Any:
        with stores.open_store(store_path, desk.now) as store:
            return make(store, plan_id, period_id, today)

    return work


def pdf_of(paper: PaperResult) -> Path:
    """The PDF among the files that were made."""
    return next(one.path for one in paper.files if one.path.suffix == ".pdf")
