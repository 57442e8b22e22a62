"""The office's way of writing, as data: ``resources/report/house_style.json`` (kinds of papers, sentences, marks).

A sentence holds ``{words}``, given by whoever says it, and ``{figure.key}``, numbers of the summary; these become
runs that know their key, so that each number of a paper opens what it counts.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from peidang.domain.numbers import plain
from peidang.domain.summary import Figure, Summary
from peidang.reports.paper import Run, Runs, runs
from peidang.resources import resource

_PLACE = re.compile(r"\{([^{}]+)\}")
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Kind:
    """A kind of paper: how it is titled, whom it addresses (or nobody), how its opening ends, what it consists of.

    ``about``: ``plan`` (the period), ``unit`` (one unit in the period), ``year`` (all periods of the year).
    """

    name: str
    title: str
    addressee: str
    closing: str
    about: str = "plan"
    subtitle: str = ""
    opening: str = "opening"
    parts: tuple[str, ...] = ("overall", "progress", "problems", "next")
    annexes: bool = True
    charts: bool = False
    """Whether an annex shows lights and completions as charts."""
    sentences: Mapping[str, str] = field(default_factory=dict)
    """What it says otherwise than the other kinds."""
    file_name: str = ""
    """What its file is called; its own name, unless given."""

    @property
    def called(self) -> str:
        """The word in the file's name."""
        return self.file_name or self.name


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
            kinds={name: _kind(name, kind) for name, kind in data["kinds"].items()},
            short_names=tuple(data["short_names"]),
            sentences=data["sentences"],
            concrete=re.compile("|".join(data["concrete"].values())),
        )

    def with_own(self, own: Mapping[str, Any]) -> "HouseStyle":
        """This style with an office's own kinds and sentences: ``{"kinds": {name: {…}}, "sentences": {name: text}}``.

        An own kind takes what it does not say from the shipped kind it is ``like`` (by default the one of its name,
        else the first). Raises StyleInvalid for what is unknown, and for a place the shipped words do not have.
        """
        kinds = {name: _without(kind, own.get("sentences", {})) for name, kind in self.kinds.items()}
        sentences = {**self.sentences, **_checked(self.sentences, own.get("sentences", {}))}
        for name, said in dict(own.get("kinds", {})).items():
            facts = dict(said)
            like = facts.pop("like", name if name in kinds else next(iter(kinds)))
            if like not in self.kinds:
                raise StyleInvalid(str(like))
            kinds[name] = _like(self.kinds[like], name, facts)
        return replace(self, kinds=kinds, sentences=sentences)

    def short_name(self, title: str) -> str:
        """What a plan is called after its first mention: the kind of document its title ends with."""
        return next((name for name in self.short_names if title.endswith(name)), self.short_names[0])


def _without(kind: Kind, own: Mapping[str, Any]) -> Kind:
    """The kind without the sentences that the office says in its own way."""
    return replace(kind, sentences={key: text for key, text in kind.sentences.items() if key not in own})


def _kind(name: str, said: Mapping[str, Any]) -> Kind:
    parts = {"parts": tuple(said["parts"])} if "parts" in said else {}
    return Kind(name, **{**said, **parts})


def _like(shipped: Kind, name: str, facts: Mapping[str, Any]) -> Kind:
    """A kind in an office's own words: title … file name are words, ``charts`` is true or false, the rest is ours."""
    own = {"title", "subtitle", "addressee", "closing", "file_name"}
    words: dict[str, Any] = {}
    for fact, text in facts.items():
        if fact == "charts" and isinstance(text, bool):
            shipped = replace(shipped, charts=text)
            continue
        if fact not in own or not isinstance(text, str):
            raise StyleInvalid(fact)
        words[fact] = as_places(text)
        if not places_known(words[fact]):
            raise StyleInvalid(text)
    return replace(shipped, name=name, **words)


def _checked(shipped: Mapping[str, str], own: Mapping[str, Any]) -> dict[str, str]:
    for name, text in own.items():
        if name not in shipped or not isinstance(text, str):
            raise StyleInvalid(str(name))
        if not set(_PLACE.findall(text)) <= set(_PLACE.findall(shipped[name])) | COMMON_PLACES:
            raise StyleInvalid(text)
    return dict(own)


COMMON_PLACES = frozenset({"plan", "short", "annex", "period", "day", "today"})
PLACE_WORDS = {
    "plan": "方案",
    "period": "报告期",
    "unit": "单位",
    "year": "年份",
    "number": "期号",
    "today": "日期",
}
"""The places of titles and letterheads, and how people write them: {期号} is {number}."""
KIND_PLACES = frozenset(PLACE_WORDS)


def as_places(text: str) -> str:
    """A text as people write it with its places as we name them; what is no place stays."""
    names = {word: name for name, word in PLACE_WORDS.items()}
    return _PLACE.sub(lambda found: f"{{{names.get(found[1], found[1])}}}", text)


def in_words(text: str) -> str:
    """A text with its places as people write them."""
    return _PLACE.sub(lambda found: f"{{{PLACE_WORDS.get(found[1], found[1])}}}", text)


def places_known(text: str) -> bool:
    """Whether a text holds only places that titles may use, and no brace besides."""
    return set(_PLACE.findall(text)) <= KIND_PLACES and not set("{}") & set(_PLACE.sub("", text))


@dataclass
class StyleInvalid(ValueError):
    """An office's own style names a kind, a sentence or a place there is not. ``about`` says which."""

    about: str


Words = str | Run | Runs


@dataclass(frozen=True)
class Pen:
    """Writes the sentences of one summary in the house style."""

    summary: Summary
    style: HouseStyle
    told: Mapping[str, str] = field(default_factory=dict)
    """Words that hold for the whole paper: the unit it is about, the year, the number of the issue."""

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
            elif part in self.common():
                made += runs(self.common()[part])
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

    def filled(self, text: str) -> str:
        """A title, or whatever else may use the common words, with its places filled."""
        return text.format_map(self.common())

    def common(self) -> dict[str, str]:
        """The words every sentence and title may use."""
        plan = self.summary.plan
        return {
            "plan": plan.title,
            "short": self.style.short_name(plan.title),
            "annex": plan.annex_name,
            "period": self.summary.period.span.label,
            "day": day_words(self.data_day),
            "today": day_words(self.summary.today),
            **self.told,
        }


def number(figure: Figure) -> Run:
    """A figure as a run that knows its key. Shares and comparisons keep their one decimal."""
    decimal = figure.key.rsplit(".", 1)[-1] in ("share", "completion", "lag", "expected")
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
