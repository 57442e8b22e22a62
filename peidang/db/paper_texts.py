"""Own words in papers: edited paragraphs by place, 统稿 of sections. Append-only; a withdrawn batch counts no more."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from sqlite_utils import Database


@dataclass(frozen=True)
class StoredText:
    """The newest word on one place of a paper, and what it was made from ('' for: back to the draft)."""

    place: str
    text: str
    made_from: str
    made_at: str


class PaperTexts:
    """The own words of a store."""

    def __init__(self, db: Database, now: Callable[[], str]) -> None:
        self._db = db
        self._now = now

    def add(self, batch_id: int, period_id: str, paper: str, place: str, text: str, made_from: str) -> None:
        """Keep the text of a place of a paper; an empty ``made_from`` returns the place to what was drafted."""
        self._db.table("paper_text").insert(
            {
                "id": str(uuid4()),
                "batch_id": batch_id,
                "period_id": period_id,
                "paper": paper,
                "place": place,
                "text": text,
                "made_from": made_from,
                "made_at": self._now(),
            }
        )

    def of_paper(self, period_id: str, paper: str, until: int | None = None) -> dict[str, StoredText]:
        """The newest live text of each place, by place; places returned to the draft are left out.

        ``until`` is the last batch that counts, by default the newest.
        """
        rows = self._db.query(
            """SELECT place, text, made_from, t.made_at AS made_at FROM paper_text t JOIN batch b ON b.id = batch_id
               WHERE period_id = ? AND paper = ? AND b.undone_at IS NULL AND (? IS NULL OR b.id <= ?)
               ORDER BY t.rowid""",
            [period_id, paper, until, until],
        )
        newest = {row["place"]: StoredText(**row) for row in rows}
        return {place: kept for place, kept in newest.items() if kept.made_from}
