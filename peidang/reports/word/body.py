"""A paper's blocks as Word paragraphs: head, body, list of annexes, signature, annexes."""

import hashlib
from collections.abc import Sequence

from peidang.reports.paper import (
    Annex,
    Bars,
    Block,
    Heading,
    Note,
    Paper,
    Paragraph,
    Runs,
    Signature,
    Table,
    runs,
)
from peidang.reports.pdf.shaping import clean
from peidang.reports.pdf.titles import break_title
from peidang.reports.word import styles
from peidang.reports.word.bars import put_bars
from peidang.reports.word.covers import ends_on_even_page, put_imprint, put_letterhead
from peidang.reports.word.measures import CHARACTER, FRAME_HEIGHT, FRAME_WIDTH, LINE, TITLE_LINE, TITLE_SIZE
from peidang.reports.word.pages import PageParts, section
from peidang.reports.word.tables import breadth, keep_with_next, put_table
from peidang.reports.word.texts import put_runs
from peidang.reports.word.xml import Element, add, new

INDENT = 2
MARK = "附件："
UNDER_BARS = 240
"""From a chart to what stands under it, in twips."""


def place_mark(place: str) -> str:
    """The name of the bookmark of a block's place. Word hides names that begin so, and takes 40 characters at most."""
    return f"_pd_{hashlib.sha256(place.encode()).hexdigest()[:24]}"


class Writer:
    """Fills the body of a document, from the title to the last annex."""

    def __init__(self, body: Element, parts: PageParts, places: bool = False) -> None:
        self.body, self.parts, self.places = body, parts, places
        self.marked = self.drawn = 0
        self.sideways = self.small_notes = False
        self.numbers = 0

    def paper(self, paper: Paper) -> None:
        """Everything in order; the body's last element says how its last pages look."""
        if paper.letterhead:
            put_letterhead(self.body, paper.letterhead)
        self._head(paper)
        closes = paper.signature is not None or any(annex.in_list for annex in paper.annexes)
        self._blocks(paper.blocks, keep_last=closes)
        self._annex_list([annex.title for annex in paper.annexes if annex.in_list], paper.signature)
        if paper.signature:
            self._signature(paper.signature)
        for annex in paper.annexes:
            self._annex(annex)
        alone = paper.imprint is not None and not ends_on_even_page(paper)
        if alone:
            self._end_section()
            self.sideways = False
        if paper.imprint:
            put_imprint(self.body, paper.imprint)
        self.body.append(section(self.parts, self.sideways, only_imprint=alone))

    def _head(self, paper: Paper) -> None:
        """Title and the line under it with the blanks the PDF has; then whom it addresses."""
        under = LINE if paper.addressee or paper.blocks else 0
        if paper.title:
            title = self._title(styles.TITLE.id, paper.title, FRAME_WIDTH)
            lines = max(1, len(title))
            over = LINE + (-lines * TITLE_LINE) % LINE  # what is over goes above: the body keeps to its lines
            self._space(before=over, after=0 if paper.subtitle else under, line=TITLE_LINE)
        if paper.subtitle:
            self._put(styles.SUBTITLE.id, runs(paper.subtitle))
            self._space(before=0, after=under, line=LINE)
        if paper.addressee:
            self._put(styles.ADDRESSEE.id, runs(paper.addressee))

    def _title(self, style: str, title: str, width: int) -> list[str]:
        """A title, broken where it says or else in a becoming shape; gives its lines."""
        lines: list[str] = []
        for part in map(clean, title.split("\n")):
            wide = [breadth(character) * TITLE_SIZE for character in part]
            lines += break_title(part, wide, width / 20)
        self._put(style, runs("\n".join(lines)))
        return lines

    def _put(self, style: str, text: Runs) -> Element:
        """A paragraph of this style at the end; gives its properties."""
        paragraph = add(self.body, "p")
        properties = add(paragraph, "pPr")
        add(properties, "pStyle", val=style)
        self.numbers += put_runs(paragraph, text)
        return properties

    def _space(self, before: int, after: int, line: int) -> None:
        """Room around the last paragraph, in twips."""
        properties = self.body[-1][0]
        add(properties, "spacing", before=before, after=after, line=line, lineRule="exact")

    def _blocks(self, blocks: Sequence[Block], keep_last: bool = False) -> None:
        for n, block in enumerate(blocks, start=1):
            if isinstance(block, Table):
                self.numbers += put_table(self.body, block, *self._frame())
                if n == len(blocks) or isinstance(blocks[n], Table | Bars):
                    self._apart()
            elif isinstance(block, Bars):
                self.numbers += put_bars(self.body, block, self._frame()[0], self.drawn)
                self.drawn += len(block.keys) + len(block.rows)
                self._put(styles.NOTE.id, ())
                self._space(before=0, after=0, line=UNDER_BARS)
            elif isinstance(block, Heading):
                self._put(styles.HEADINGS[block.level - 1].id, block.text)
            elif isinstance(block, Note):
                keep_with_next(self.body)
                self._put(styles.SMALL_NOTE.id if self.small_notes else styles.NOTE.id, block.text)
            else:
                self._paragraph(block, stays=keep_last and n == len(blocks))
            if self.places and block.place and not isinstance(block, Table | Bars):
                self._mark(block.place)

    def _mark(self, place: str) -> None:
        """A hidden bookmark around the last paragraph's words."""
        paragraph = self.body[-1]
        start = new("bookmarkStart", id=self.marked, name=place_mark(place))
        paragraph.insert(1, start)
        add(paragraph, "bookmarkEnd", id=self.marked)
        self.marked += 1

    def _paragraph(self, block: Paragraph, stays: bool) -> None:
        """Body text. ``stays``: its last lines go with what is below, so that no signature stands alone on a page."""
        properties = self._put(styles.TEXT.id if block.indent else styles.NORMAL.id, block.text)
        if stays:
            add(properties, "keepNext")
            add(properties, "widowControl", val=1)

    def _apart(self) -> None:
        """A hair's breadth under a table that nothing follows: Word wants a paragraph there, and joins two tables."""
        add(self._put(styles.NOTE.id, ()), "spacing", before=0, after=0, line=20, lineRule="exact")

    def _frame(self) -> tuple[int, int]:
        return (FRAME_HEIGHT, FRAME_WIDTH) if self.sideways else (FRAME_WIDTH, FRAME_HEIGHT)

    def _annex_list(self, titles: Sequence[str], signature: Signature | None) -> None:
        """附件：1.… a line apart under the body, wrapped lines under the title's beginning (GB/T 9704-2012, 7.3.4)."""
        for number, title in enumerate(titles, start=1):
            mark = f"{number}." if len(titles) > 1 else ""
            first = MARK if number == 1 else ""
            properties = self._put(styles.ANNEX_LIST.id, runs(f"{first}{mark}{title}"))
            if signature or number < len(titles):
                add(properties, "keepNext")
            if number == 1:
                add(properties, "spacing", before=LINE, after=0, line=LINE, lineRule="exact")
            hang = breadth(first + mark)
            left = INDENT + len(MARK) + breadth(mark)
            in_characters = {"leftChars": round(left * 100), "hangingChars": round(hang * 100)}
            add(
                properties,
                "ind",
                **in_characters,
                left=round(left * CHARACTER),
                hanging=round(hang * CHARACTER),
            )

    def _signature(self, signature: Signature) -> None:
        """Office and date at the right: the date begins two characters after the office (7.3.5.3).

        A date longer than the office stands two characters from the right, the office centred over it.
        """
        office, date = breadth(signature.office), breadth(signature.date)
        if date > office:
            office_right, date_right = 2 + (date - office) / 2, 2.0
        else:
            office_right = max(2.0, 4 + date - office)
            date_right = office_right + office - date - 2
        for style, text, right in (
            (styles.OFFICE.id, signature.office, office_right),
            (styles.DATE.id, signature.date, date_right),
        ):
            properties = self._put(style, runs(text))
            free = 0.0 if breadth(text) + right > FRAME_WIDTH / CHARACTER else max(0.0, right)
            add(properties, "ind", rightChars=round(free * 100), right=round(free * CHARACTER))

    def _annex(self, annex: Annex) -> None:
        """An annex on a page of its own: a new section where the paper is turned, else a page break."""
        turned, self.small_notes = annex.sideways != self.sideways, True
        if turned:
            self._end_section()
            self.sideways = annex.sideways
        properties = self._put(styles.ANNEX_MARK.id, runs(annex.label))
        if not turned:
            add(properties, "pageBreakBefore")
        self._title(styles.ANNEX_TITLE.id, annex.title, self._frame()[0])
        if not self.sideways:
            self._space(before=LINE, after=LINE // 3, line=TITLE_LINE)
        self._blocks(annex.blocks)

    def _end_section(self) -> None:
        """The pages so far are of one kind; what ends them stands in their last paragraph."""
        last = self.body[-1] if len(self.body) else self._put(styles.NORMAL.id, ()).getparent()
        last[0].append(section(self.parts, self.sideways))
