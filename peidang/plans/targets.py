"""Targets: the numbers of the body that are checkable commitments (conventions in tests/data/gold/README.md).

A passage is read sentence by sentence, a sentence clause by clause. What a sentence says once (到2025年, 每年) holds
for its later clauses; ``_State`` carries it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from peidang.domain.plan_document import DocumentTarget
from peidang.plans import wording
from peidang.plans.figures import Figure, figures
from peidang.plans.phrases import (
    after_strive,
    bare_start,
    masked,
    noun_span,
    relation_of,
    shared_nouns,
    split_level,
    topic_of,
    without,
    years_in,
)
from peidang.plans.plain import plain

SENTENCE = re.compile(r"[^。！？!?\n]+")
CLAUSE_END = re.compile(r";|(?<!\d):|:(?!\d)|,(?!\d{3}(?!\d))|(?<!\d),")
LIST_MARK = "、和及与"
REST_OF_PHRASE = re.compile(r"^(?:的)?(?:目标|水平|规模)?(?:等)?(?:任务)?$")
DISTRIBUTED = "分别"


@dataclass(frozen=True)
class Clause:
    """A stretch of a sentence between commas. ``quote_start`` reaches back over a date that stands alone before it."""

    start: int
    end: int
    quote_start: int


@dataclass
class _State:
    """What earlier words of the passage hold for later ones."""

    years: tuple[str, ...] = ()
    annual: bool = False
    baseline: str | None = None
    listing: tuple[str, ...] = ()
    """Years of a sentence that opens a list of goals."""
    subject: str = ""
    subject_start: int = 0
    listed: bool = False
    """The clause before ended in a count: 绿色工厂12家，绿色园区1个."""


@dataclass
class Found:
    """What one passage gave."""

    targets: list[DocumentTarget] = field(default_factory=list)
    not_understood: list[str] = field(default_factory=list)
    listing: tuple[str, ...] = ()
    """Years that hold for the passages after this one, as long as they are in the same list of goals."""


def read_targets(text: str, task: int | None = None, listing: tuple[str, ...] = ()) -> Found:
    """The targets of one passage in order."""
    reader = _Passage(text, task, listing)
    return reader.read()


class _Passage:
    """One passage while it is read: the print, its folded twin, and the twin with names and brackets masked."""

    def __init__(self, text: str, task: int | None, listing: tuple[str, ...]) -> None:
        self.text = text
        self.masked = masked(plain(text))
        self.task = task
        self.topic = topic_of(self.masked)
        self.state = _State(listing=listing)
        self.found = Found()

    def read(self) -> Found:
        for sentence in SENTENCE.finditer(self.masked):
            self._sentence(sentence.start(), sentence.end())
        self.found.listing = self.state.listing
        return self.found

    def _sentence(self, start: int, end: int) -> None:
        self.state = replace(
            self.state,
            years=self.state.listing,
            annual=False,
            subject="",
            subject_start=start,
            listed=False,
            baseline=None,
        )
        for clause in self._clauses(start, end):
            self._clause(clause, self.masked[start:end])
        if wording.GOAL_LIST.search(self.masked[start:end]) and self.state.years:
            self.state.listing = self.state.years

    def _clauses(self, start: int, end: int) -> Iterator[Clause]:
        """Clauses of a sentence; one that is only a date or an exception belongs to the next one's quote."""
        cuts = [start - 1, *(start + m.start() for m in CLAUSE_END.finditer(self.masked[start:end])), end]
        pending: int | None = None
        for left, right in pairwise(cuts):
            begin = left + 1
            words = self.masked[begin:right]
            if not words.strip():
                continue
            quote_start = begin if pending is None else pending
            if self._only_date(words) or (pending is not None and wording.EXCEPTION.match(words)):
                pending = quote_start
                self._take_dates(words, alone=True)
                continue
            yield Clause(begin, right, quote_start)
            pending = None

    def _only_date(self, words: str) -> bool:
        rest = without(words, wording.BASELINE, wording.DATE, wording.FIVE_YEARS, wording.ANNUAL)
        return rest != words and not re.sub(rf"{wording.STRIVE}|全市|全区|全县|我[市区县]|[,\s]", "", rest)

    def _take_dates(self, words: str, alone: bool = False) -> None:
        """Remember the years, 每年 and the base year of a clause; ``alone``: it says nothing else."""
        base = wording.BASELINE.search(words)
        if alone and base:
            self.state.baseline = base.group("year")
        bare = wording.BASELINE.sub(lambda match: "□" * len(match.group()), words)
        years = years_in(bare)
        if years:
            self.state.years, self.state.annual = years, False
        if wording.ANNUAL.search(bare):
            self.state.annual = True

    def _clause(self, clause: Clause, sentence: str) -> None:
        words = self.masked[clause.start : clause.end]
        dated = clause.quote_start != clause.start
        self.state.annual = self.state.annual and (dated or self._goes_on_yearly(clause))
        years = self.state.years
        self._take_dates(words)
        if self.state.annual and "每年" in words and not dated and self.state.years == years:
            self.state.years = ()  # 到2028年…；每年…: the year belongs to what stands before.
        if wording.PRESENT_STATE.search(words):
            self._remember_subject(clause)
        else:
            self._figures(clause, sentence)

    def _goes_on_yearly(self, clause: Clause) -> bool:
        """每年举办6场，其中下乡3场; 每年举办6场，培训500人次. Not a total, and not after a semicolon."""
        words = self.masked[clause.start : clause.end]
        if words.startswith("其中"):
            return True
        kinds = {figure.kind for figure in figures(words)}
        ended = self.masked[clause.start - 1] == ";"
        return not ended and kinds <= {"count", "amount"} and not wording.RUNNING_TOTAL.search(words)

    def _remember_subject(self, clause: Clause) -> None:
        """现有企业320家，到2026年达到400家: the present figure is no target, but names what is counted."""
        words = self.masked[clause.start : clause.end]
        first = next(figures(words), None)
        subject = self.text[clause.start : clause.start + first.start] if first else ""
        self.state.subject = wording.PRESENT_STATE.sub("", subject)
        self.state.subject_start = clause.start

    def _figures(self, clause: Clause, sentence: str) -> None:
        words = self.masked[clause.start : clause.end]
        all_figures = [_shifted(figure, clause.start) for figure in figures(words)]
        usable = [figure for figure in all_figures if not self._is_term(figure, words, sentence)]
        at = words.find(DISTRIBUTED)
        shared = [figure for figure in usable if at >= 0 and figure.start >= clause.start + at]
        if len(shared) > 1:
            self._distribute(clause, shared)
            return
        for start, end, inside in self._segments(clause, usable):
            self._segment(clause, start, end, inside)
        if not usable and not all_figures:
            self.state.subject, self.state.subject_start = words, clause.start

    def _is_term(self, figure: Figure, clause: str, sentence: str) -> bool:
        """Terms offered to one beneficiary (subsidy rates, prizes, caps) are no targets; a programme's total is."""
        unit = self._unit(figure)
        money = unit.endswith("元") or figure.kind == "share"
        terms = wording.FUND_TERMS.search(sentence) and wording.ONE_BENEFICIARY.search(sentence)
        total = wording.FUND_TOTAL.search(clause) and not (
            wording.FUND_TERMS.search(clause) or wording.ONE_BENEFICIARY.search(clause)
        )
        return bool(money and terms and not total)

    def _unit(self, figure: Figure) -> str:
        return figure.unit if isinstance(figure.unit, str) else self.text[slice(*figure.unit)]

    # Segments: 绿色工厂5家、绿色园区1家 are two in one clause --------------------------------------------------------

    def _segments(self, clause: Clause, usable: Sequence[Figure]) -> Iterator[tuple[int, int, list[Figure]]]:
        ends = {figure.end for figure in usable}
        starts = {figure.start for figure in usable}
        cuts = [clause.start]
        for at in range(clause.start + 1, clause.end):
            act = wording.ACT_BEFORE_NUMBER.match(self.masked, at + 1)
            opens = at + 1 in starts or (act is not None and act.end() in starts)
            if self.masked[at] in LIST_MARK and (at in ends or opens) and cuts[-1] < at:
                cuts.append(at + 1)
        for start, end in zip(cuts, [*(cut - 1 for cut in cuts[1:]), clause.end], strict=True):
            inside = [figure for figure in usable if start <= figure.start < end]
            if inside:
                yield start, end, inside

    def _segment(self, clause: Clause, start: int, end: int, inside: Sequence[Figure]) -> None:
        quote_start = clause.quote_start if start == clause.start else start
        for figure in inside:
            before, after = self.masked[start : figure.start], self.masked[figure.end : end]
            if REST_OF_PHRASE.match(after):
                taken = self._after_noun(figure, quote_start, start)
            else:
                taken = self._before_noun(figure, quote_start, start, end) or self._whole(
                    figure, quote_start, start, end
                )
            if taken:
                return
            self._maybe_doubt(figure, before, after, clause)

    def _maybe_doubt(self, figure: Figure, before: str, after: str, clause: Clause) -> None:
        """A level reached or kept, but by no rule above: rather asked than lost."""
        _, level, _ = split_level(before)
        if level and figure.kind != "time" and not after and not figure.tail.endswith("以下"):
            self.found.not_understood.append(self.text[clause.start : clause.end])

    # The three shapes ------------------------------------------------------------------------------------------------

    def _after_noun(self, figure: Figure, quote_start: int, start: int) -> bool:
        """培育5G工厂30家以上: the noun, then its number."""
        before = self.masked[start : figure.start]
        noun, level, about = split_level(before)
        if figure.kind == "time" and not re.search("缩短|压缩|压减|控制", before):
            return False
        relation = relation_of(level, about, figure.tail)
        span = noun_span(noun, figure.kind)
        if span is None or wording.ONE_ACT.fullmatch(bare_start(noun)):
            return self._with_earlier_subject(figure, quote_start, level, relation)
        acts = wording.STARTS_WITH_ACT.match(bare_start(noun)) is not None
        surely = level or figure.kind == "ratio" or figure.unit == "%"
        if not surely and (figure.kind == "other" or not (acts or self.state.listed)):
            return False
        self._add(figure, quote_start, figure.end, self.text[start + span[0] : start + span[1]], relation)
        self.state.listed = figure.kind in ("count", "amount")
        return True

    def _with_earlier_subject(self, figure: Figure, quote_start: int, level: str, relation: str) -> bool:
        """到2025年，达到1688台: the subject stands in the clause before, the quote takes both; or in the title."""
        subject = self.state.subject
        if subject and level:
            quote_start = self.state.subject_start
        elif figure.kind == "count" and self.topic:
            subject = self.topic
        else:
            return False
        self._add(figure, quote_start, figure.end, subject, relation)
        return True

    def _before_noun(self, figure: Figure, quote_start: int, start: int, end: int) -> bool:
        """每年举办8场以上新能源汽车展销活动: the number, then its noun."""
        noun, level, about = split_level(self.masked[start : figure.start])
        after = self.masked[figure.end : end]
        act = wording.ENDS_WITH_ACT.search(noun) or wording.LEVEL_AS_ACT.search(level)
        if not act and bare_start(noun):
            return False
        if (
            after.startswith(("的", "以"))
            or figure.kind in ("time", "share", "ratio", "other")
            or not (act or level)
        ):
            return False
        if figure.kind == "amount" and self._is_threshold(figure, after):
            return False
        stop = end - after.endswith("等")
        self._add(
            figure, quote_start, stop, self.text[figure.end : stop], relation_of(level, about, figure.tail)
        )
        return True

    def _is_threshold(self, figure: Figure, after: str) -> bool:
        """600总吨以上船舶, 10万吨级码头, 5G网络: what the number belongs to is a kind of thing."""
        graded = wording.RANKED.match(after) is not None
        return graded or figure.tail.endswith(("以上", "以下")) or self._unit(figure).isascii()

    def _whole(self, figure: Figure, quote_start: int, start: int, end: int) -> bool:
        """停车位100%配建充电设施: the whole of something is to be done."""
        after = self.masked[figure.end : end]
        before = self.masked[start : figure.start]
        noun, level, about = split_level(before)
        if figure.kind != "share":
            return False
        whole = wording.SHARE_OF.match(after)
        if whole and wording.MOVES_SHARE.search(before):
            indicator = self.text[figure.end + 1 : figure.end + whole.end()]
            self._add(figure, quote_start, end, indicator, relation_of(level, about, figure.tail))
            return True
        if figure.value != "100" or level or after.startswith(("的", "以")):
            return False
        span = noun_span(noun, figure.kind)
        if span is None:
            return False
        self._add(
            figure,
            quote_start,
            end,
            self.text[start + span[0] : start + span[1]],
            relation_of(level, about, figure.tail),
        )
        return True

    def _distribute(self, clause: Clause, shared: Sequence[Figure]) -> None:
        """分别: one target per number, by year or by noun, all with the whole clause as quote."""
        noun, level, about = split_level(self.masked[clause.start : shared[0].start])
        first = noun_span(noun, shared[0].kind)
        quote_start, nouns = clause.quote_start, [self.state.subject]
        if first is None:
            quote_start = self.state.subject_start
        else:
            nouns = [self.text[clause.start + first[0] : clause.start + first[1]]]
        years = self.state.years
        by_year = len(years) == len(shared) and len(years) > 1
        if not by_year and first is not None:
            nouns = shared_nouns(nouns[0], len(shared))
        for at, figure in enumerate(shared):
            self._add(
                figure,
                quote_start,
                shared[-1].end,
                nouns[min(at, len(nouns) - 1)],
                relation_of(level, about, figure.tail),
                due=(years[at],) if by_year else None,
            )
        self.state.subject, self.state.subject_start = nouns[-1], quote_start

    # Nouns and the target itself -----------------------------------------------------------------------------------

    def _add(
        self,
        figure: Figure,
        quote_start: int,
        quote_end: int,
        indicator: str,
        relation: str,
        due: tuple[str, ...] | None = None,
    ) -> None:
        clause_words = self.masked[quote_start:quote_end]
        baseline = wording.BASELINE.search(clause_words)
        years: tuple[str | None, ...] = due or self.state.years or (None,)
        start = after_strive(self.masked, quote_start)
        for year in years:
            self.found.targets.append(
                DocumentTarget(
                    task=self.task,
                    quote=self.text[start:quote_end],
                    indicator=indicator,
                    relation=relation,
                    value=figure.value,
                    value_high=figure.value_high,
                    unit_of_measure=self._unit(figure),
                    due=year,
                    frequency="annual" if self.state.annual else "once",
                    baseline=baseline.group("year") if baseline else self.state.baseline,
                )
            )
        self.state.subject, self.state.subject_start = indicator, start


def _shifted(figure: Figure, by: int) -> Figure:
    unit = figure.unit if isinstance(figure.unit, str) else (figure.unit[0] + by, figure.unit[1] + by)
    return replace(figure, start=figure.start + by, end=figure.end + by, unit=unit)
