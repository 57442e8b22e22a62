"""Invented answers for the demonstration: the same seed gives the same words, and every text says 演示数据.

Nothing here knows a plan: what a text is about is cut out of the row's own measure; every number is drawn.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from peidang.app.demo.form import INDICATOR_HEAD, Form, FormLine
from peidang.domain.labels import FIELD_WORDS, Field, Status
from peidang.domain.periods import Span, parse_span

Value = str | int | float | date
Answers = dict[tuple[bool, int], dict[Field, Value]]
"""By ``FormLine.key``: what goes into the answer cells."""

_SENTENCES = re.compile(r"[。；;\n\u2460-\u2473]")
_UNFIT = re.compile(r"[\d“”（）()]|^(?:到|其中|并|对|在|以|聚焦|围绕|结合|依托)")
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?![\d.]*[年月日\d.])")
_DRAWN = re.compile(r"\{(\d+)-(\d+)\}")
_PLACE = re.compile(r"\{(\w+)\}")
_LONGEST_PHRASE, _SHORTEST_PHRASE = 26, 5

# Share of the way to the target, in percent, for figures that grow through the year; for ratios; and
# percentage points away from the target, for rates. Late in the year these give the lights they are named for.
_GROWING = {"reached": (101, 108), "on-pace": (87, 89), "behind": (71, 77), "serious": (42, 58)}
_RATIO = {"reached": (101, 108), "on-pace": (96, 99), "behind": (83, 92), "serious": (52, 70)}
_POINTS = {"reached": (0.3, 2.4), "on-pace": (-3.8, -0.6), "behind": (-14, -7), "serious": (-29, -22)}


def phrases(measure: str) -> tuple[str, ...]:
    """What a measure is about: the first clause of each of its sentences, where it is short and without figures."""
    clauses = (sentence.split("，")[0].strip(" 　") for sentence in _SENTENCES.split(measure))
    fit = [c for c in clauses if _SHORTEST_PHRASE <= len(c) <= _LONGEST_PHRASE and not _UNFIT.search(c)]
    return tuple(dict.fromkeys(fit))


@dataclass(frozen=True)
class Moment:
    """The month that is answered, and how many months it lies before the last one of the demonstration."""

    span: Span
    age: int

    @property
    def words(self) -> dict[str, str]:
        """This month, the one before and the one after, as texts name them."""
        before = self.span.start - timedelta(days=1)
        after = self.span.end + timedelta(days=1)
        return {"month": self.span.short_label, "previous": f"{before.month}月", "next": f"{after.month}月"}


class Inventor:
    """Answers forms. ``words`` is the demonstration's wording (resources/demo)."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        self._words = words
        self._mark = str(words["mark"])
        self._standings = list(words["standings"])
        self._last = parse_span(words["months"][-1])

    def random(self, *about: object) -> Random:
        """A source of chance of its own for each subject, so that one answer does not move another."""
        return Random("|".join(map(str, (self._words["seed"], *about))))

    def answers(self, form: Form, span: Span) -> Answers:
        """A whole form as a careful unit would fill it."""
        ages = (self._last.start.year - span.start.year) * 12 + self._last.start.month - span.start.month
        moment = Moment(span, ages)
        figures = {line.key: self._figure(form.unit, line, moment) for line in form.indicators}
        rows = {line.key: self._row(form, line, moment, figures) for line in form.rows}
        return figures | rows

    def marked(self, text: str) -> str:
        """The text with the mark that no invented text goes without."""
        return f"{self._mark}{text}"

    def reworded(self, form: Form, line: FormLine, span: Span) -> dict[Field, Value]:
        """Another answer to the same line, as given by a colleague who did not know of the first."""
        rng = self.random("reworded", form.unit, line.serial, span.key)
        words = {"phrase": self._phrase(rng, line), **Moment(span, 0).words}
        told = self._told(rng, ["openers"], words) + "，".join(
            self._draw(rng, self._words["deeds"], words, 2)
        )
        return {
            Field.PROGRESS: self.marked(told + "。"),
            Field.NEXT_STEPS: self.marked(self._told(rng, ["next_steps"], words) + "。"),
        }

    # Indicators

    def _standing(self, line: FormLine) -> str:
        return str(self._standings[(line.serial - 1) % len(self._standings)])

    def _figure(self, unit: str, line: FormLine, moment: Moment) -> dict[Field, Value]:
        rng = self.random("figure", unit, line.serial)
        if self._standing(line) == "not-out" and moment.age == 0:
            return {Field.NOTE: self.marked(self._filled(rng, self._words["not_out"], moment.words))}
        measured = line.texts["计量单位"]
        total = self._total(line, measured, moment.age)
        told: dict[Field, Value] = {
            Field.CUMULATIVE: total,
            Field.AS_OF: moment.span.end,
            Field.NOTE: self.marked(rng.choice(self._words["notes"])),
        }
        if not _is_share(measured):
            step = total - self._total(line, measured, moment.age + 1)
            told[Field.MONTH_VALUE] = round(step, 2)
        return told

    def _total(self, line: FormLine, measured: str, age: int) -> float:
        """The cumulative figure; the same draw for every month, less the months that were still to come."""
        rng = self.random("total", line.serial)
        standing = self._standing(line)
        standing = "on-pace" if standing == "not-out" else standing
        target = _first_number(line.texts["目标"])
        if "%" in measured:
            away = rng.uniform(*_POINTS[standing])
            return round(max(target + away - age * rng.uniform(0.4, 1.2), target * 0.3), 1)
        table = _RATIO if _is_share(measured) else _GROWING
        share = rng.uniform(*table[standing]) / 100
        value = target * share * (1 - age * 0.1)
        return round(value) if len(measured) == 1 else round(value, 2)

    # Rows

    def _row(self, form: Form, line: FormLine, moment: Moment, figures: Answers) -> dict[Field, Value]:
        rng = self.random("row", form.unit, line.serial, moment.span.key)
        about = [one for one in form.indicators if one.texts[INDICATOR_HEAD] in line.texts["推进措施及目标"]]
        status = self._status(form.unit, line, about, moment)
        words = {"phrase": self._phrase(rng, line), **moment.words, **self._count(form.unit, line, moment)}
        told: dict[Field, Value] = {Field.STATUS: status.value}
        told[Field.PROGRESS] = self.marked(self._progress(rng, status, words, about, figures))
        if status in (Status.BEHIND, Status.NOT_STARTED) or (status is Status.NORMAL and rng.random() < 0.3):
            told[Field.PROBLEMS] = self.marked(self._told(rng, ["problems"], words) + "。")
        if status not in (Status.DONE, Status.LASTING):
            plan = self._told(rng, ["next_steps"], words | {"phrase": self._phrase(rng, line)})
            late = self._filled(rng, self._words["catch_up"], words) if status is Status.BEHIND else ""
            told[Field.NEXT_STEPS] = self.marked(f"{late}{plan}。")
        return told

    def _status(self, unit: str, line: FormLine, about: Sequence[FormLine], moment: Moment) -> Status:
        """By the worst of its own indicators, where it has any; else drawn. What is done was under way before."""
        standings = [self._standing(one) for one in about]
        if standings:
            behind = any(standing in ("behind", "serious") for standing in standings)
            reached = all(standing == "reached" for standing in standings)
            status = Status.BEHIND if behind else Status.DONE if reached else Status.NORMAL
        else:
            weights = self._words["statuses"]
            drawn = self.random("status", unit, line.serial).choices(list(weights), list(weights.values()))
            status = Status(drawn[0])
        return Status.NORMAL if moment.age and status is Status.DONE else status

    def _progress(
        self,
        rng: Random,
        status: Status,
        words: Mapping[str, str],
        about: Sequence[FormLine],
        figures: Answers,
    ) -> str:
        if status is Status.NOT_STARTED:
            return self._told(rng, ["not_started"], words) + "。"
        opening = self._told(rng, ["openers"], words)
        deeds = self._draw(rng, self._words["deeds"], words, 2)
        sentences = [opening + "，".join(deeds)]
        if status is Status.DONE:
            sentences.append(self._told(rng, ["finished"], words))
        if told := [
            self._figure_words(one, figures) for one in about if Field.CUMULATIVE in figures[one.key]
        ]:
            sentences.append(self._filled(rng, self._words["figures"], {**words, "figures": "，".join(told)}))
        if len(sentences) == 1 and status is not Status.LASTING:
            sentences.append(self._told(rng, ["totals"], words))
        return "。".join(sentences) + "。"

    def _figure_words(self, line: FormLine, figures: Answers) -> str:
        value = _plain(figures[line.key][Field.CUMULATIVE])
        words = {"indicator": line.texts[INDICATOR_HEAD], "value": value, "unit": line.texts["计量单位"]}
        return _PLACE.sub(lambda m: words[m[1]], str(self._words["figure"]))

    def _count(self, unit: str, line: FormLine, moment: Moment) -> dict[str, str]:
        """How many of how many things are done: more each month, the share fitting the count."""
        rng = self.random("count", unit, line.serial)
        whole, done = rng.randint(24, 90), rng.uniform(0.7, 0.93)
        count = round(whole * done * (1 - moment.age * 0.1))
        return {"whole": str(whole), "count": str(count), "share": f"{count / whole * 100:.1f}"}

    # Words

    def _phrase(self, rng: Random, line: FormLine) -> str:
        found = phrases(line.texts["推进措施及目标"])
        task = re.sub(r"^[(（][^)）]*[)）]\s*", "", line.texts["主要任务"])
        return rng.choice(found) if found else task

    def _told(self, rng: Random, kinds: Sequence[str], words: Mapping[str, str]) -> str:
        return self._filled(rng, rng.choice([text for kind in kinds for text in self._words[kind]]), words)

    def _draw(self, rng: Random, texts: Sequence[str], words: Mapping[str, str], count: int) -> list[str]:
        return [self._filled(rng, text, words) for text in rng.sample(list(texts), count)]

    def _filled(self, rng: Random, text: str, words: Mapping[str, str]) -> str:
        """``{3-9}`` becomes a number between, ``{project}`` an invented name, any other brace its word."""
        names = iter(rng.sample(str(self._words["project_names"]), 3))
        text = _DRAWN.sub(lambda m: str(rng.randint(int(m[1]), int(m[2]))), text)
        text = re.sub(r"\{project\}", lambda _: f"{self._words['project']}{next(names)}", text)
        return _PLACE.sub(lambda m: words[m[1]], text)


def cells_of(form: Form, answers: Answers, sheet: str) -> dict[tuple[str, str], Value]:
    """The answers by the cells they go into."""
    return {
        (sheet, line.cells[FIELD_WORDS[field]]): value
        for line in form.lines
        for field, value in answers.get(line.key, {}).items()
    }


def _is_share(measured: str) -> bool:
    """True for what does not add up month by month: percentages and ratios."""
    return "%" in measured or ":" in measured


def _first_number(text: str) -> float:
    found = _NUMBER.search(text)
    return float(found[1]) if found else 0.0


def _plain(value: Value) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
