"""A paper with the office's own words in the places it edited: the one from which PDF, Word and Excel are made."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from peidang.domain.edits import FOLLOWED, Piece, as_text
from peidang.reports.paper import Bars, Block, Face, Heading, Note, Paper, Paragraph, Run, Runs, Table

TITLE, ADDRESSEE = "title", "addressee"
FURTHER = "~"
"""Before the number of a further paragraph that an edited text was parted into: ``opening~2``."""
_LONGEST_HEAD = 24


@dataclass(frozen=True)
class Passage:
    """One addressable text of a paper. ``kind``: title, addressee, heading, paragraph or note; ``level`` of a heading."""

    place: str
    pieces: tuple[Piece, ...]
    kind: str
    level: int = 0

    @property
    def text(self) -> str:
        """Its characters."""
        return as_text(self.pieces)


def passages(paper: Paper, days: Mapping[str, str] | None = None) -> Iterator[Passage]:
    """Everything of the paper that can be worded: title, 主送, and the body's blocks but for tables and charts.

    ``days`` are the words of the days as of which the paper counts, with the refs by which own words follow them.
    """
    yield Passage(TITLE, (Piece(paper.title),), TITLE)
    if paper.addressee:
        yield Passage(ADDRESSEE, (Piece(paper.addressee),), ADDRESSEE)
    for block in paper.blocks:
        if not isinstance(block, Table | Bars) and block.place:
            level = block.level if isinstance(block, Heading) else 0
            yield Passage(block.place, pieces_of(block.text, days), type(block).__name__.lower(), level)


def pieces_of(text: Runs, days: Mapping[str, str] | None = None) -> tuple[Piece, ...]:
    """Runs as pieces, which know no face."""
    return tuple(Piece(run.text, run.ref or (days or {}).get(run.text)) for run in text)


def _run(text: str, ref: str | None, face: Face | None = None) -> Run:
    """A piece as a run: what only follows the draft is no figure."""
    return Run(text, None if ref is None or ref.startswith(FOLLOWED) else ref, face)


def with_texts(paper: Paper, texts: Mapping[str, Sequence[Piece]]) -> Paper:
    """The paper with these texts in their places; a paragraph without any text is taken out.

    A line feed parts a paragraph into several. Places the paper does not have are left alone.
    """
    blocks: list[Block] = []
    for block in paper.blocks:
        if isinstance(block, Table | Bars) or block.place not in texts:
            blocks.append(block)
        else:
            blocks += _worded(block, texts[block.place])
    title = as_text(texts[TITLE]) if TITLE in texts else paper.title
    addressee = as_text(texts[ADDRESSEE]) if ADDRESSEE in texts else paper.addressee
    return replace(paper, title=title or paper.title, addressee=addressee, blocks=tuple(blocks))


def _worded(block: Heading | Paragraph | Note, pieces: Sequence[Piece]) -> Iterator[Block]:
    for n, line in enumerate(_lines(pieces), start=1):
        place = block.place if n == 1 else f"{block.place}{FURTHER}{n}"
        if n == 1:
            yield replace(block, text=_with_face(block, line), place=place)
        else:
            yield Paragraph(tuple(_run(one.text, one.ref) for one in line), place=place)


def _lines(pieces: Sequence[Piece]) -> list[list[Piece]]:
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        for n, part in enumerate(piece.text.split("\n")):
            if n:
                lines.append([])
            if part:
                lines[-1].append(Piece(part, piece.ref))
    return [line for line in lines if as_text(line).strip()]


def _with_face(block: Heading | Paragraph | Note, pieces: Sequence[Piece]) -> Runs:
    """The pieces as runs; a run-in heading keeps its face as far as it still stands there."""
    head = block.text[0] if block.text and block.text[0].face else None
    length = _head_length(head, as_text(pieces)) if head else 0
    made: list[Run] = []
    for piece in pieces:
        first, rest = piece.text[:length], piece.text[length:]
        made += [_run(first, piece.ref, head.face if head else None)] if first else []
        made += [_run(rest, piece.ref)] if rest else []
        length = max(0, length - len(piece.text))
    return tuple(made)


def _head_length(head: Run, text: str) -> int:
    if text.startswith(head.text):
        return len(head.text)
    end = text.find("。") + 1
    return end if head.face is Face.SUBHEADING and text.startswith("（") and end <= _LONGEST_HEAD else 0
