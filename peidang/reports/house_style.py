"""The office's way of writing, as data: ``resources/report/house_style.json`` (kinds of papers, sentences, marks).

A sentence holds ``{words}``, given by whoever says it, and ``{figure.key}``, numbers of the summary; these become
runs that know their key, so that each number of a paper opens what it counts.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from peidang.domain.numbers import plain
from peidang.domain.summary import Figure, Summary
from peidang.reports.paper import Run, Runs, runs
from peidang.resources import resource

_PLACE = re.compile(r"\{([^{}]+)\}")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Kind:
    """A kind of paper: how it is titled, whom it addresses (or nobody), how its opening ends."""

    name: str
    title: str
    addressee: str
    closing: str


@dataclass(frozen=True)
class HouseStyle:
    """Everything in the file. ``concrete`` are patterns of what makes a unit's sentence worth quoting."""

    kinds: Mapping[str, Kind]
    short_names: tuple[str, ...]
    sentences: Mapping[str, str]
    concrete: re.Pattern[str]

    @classmethod
    def load(cls) -> "HouseStyle":
        """The shipped house style. Raises FileNotFoundError when the installation is incomplete."""
        data = json.loads(resource("report", "house_style.json").read_text(encoding="utf-8"))
        return cls(
            kinds={name: Kind(name, **kind) for name, kind in data["kinds"].items()},
            short_names=tuple(data["short_names"]),
            sentences=data["sentences"],
            concrete=re.compile("|".join(data["concrete"].values())),
        )

    def short_name(self, title: str) -> str:
        """What a plan is called after its first mention: the kind of document its title ends with."""
        return next((name for name in self.short_names if title.endswith(name)), self.short_names[0])


Words = str | Run | Runs


@dataclass(frozen=True)
class Pen:
    """Writes the sentences of one summary in the house style."""

    summary: Summary
    style: HouseStyle

    def say(self, sentence: str, **words: Words) -> Runs:
        """The sentence of this name with its places filled: by ``words``, else by the summary's figures.

        Raises KeyError for an unknown sentence, or a place that is neither a word given nor a figure.
        """
        made: list[Run] = []
        for n, part in enumerate(_PLACE.split(self.style.sentences[sentence])):
            if n % 2 == 0:
                made += runs(part)
            elif part in words:
                made += as_runs(words[part])
            elif part in self._common():
                made += runs(self._common()[part])
            else:
                made.append(number(self.summary.figure(part)))
        return tuple(made)

    def words(self, sentence: str, **words: Words) -> str:
        """The same as plain characters."""
        return "".join(run.text for run in self.say(sentence, **words))

    @property
    def data_day(self) -> date:
        """The last day the paper can speak of: the period's end, or today before it is over."""
        return min(self.summary.period.span.end, self.summary.today)

    def _common(self) -> dict[str, str]:
        plan = self.summary.plan
        return {
            "plan": plan.title,
            "short": self.style.short_name(plan.title),
            "annex": plan.annex_name,
            "period": self.summary.period.span.label,
            "day": day_words(self.data_day),
            "today": day_words(self.summary.today),
        }


def number(figure: Figure) -> Run:
    """A figure as a run that knows its key. Shares and comparisons keep their one decimal."""
    decimal = figure.key.rsplit(".", 1)[-1] in ("share", "completion", "lag")
    return Run(f"{figure.value:.1f}" if decimal else plain(figure.value), ref=figure.key)


def counted(figure: Figure) -> bool:
    """True when the figure is worth saying: not nought."""
    return figure.value != Decimal(0)


def as_runs(words: Words) -> Runs:
    """Words in any form as runs."""
    if isinstance(words, Run):
        return runs(words)
    return runs(words) if isinstance(words, str) else words


def join(parts: Sequence[Words], between: str = "，") -> Runs:
    """Parts with something between them."""
    made: list[Run] = []
    for n, part in enumerate(parts):
        made += runs(between) if n else ()
        made += as_runs(part)
    return tuple(made)


def day_words(day: date) -> str:
    """2025年10月31日."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_numeral(count: int) -> str:
    """一, 十, 十二, 二十, 三十一 … 九十九; plain digits from 100 on."""
    if not 0 < count < 100:
        return str(count)
    tens, ones = divmod(count, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")
