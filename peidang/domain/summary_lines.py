"""The lines of the month's summary: one for a row, a unit, an indicator; with the texts joined as a view."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from peidang.domain.answers import Month
from peidang.domain.checks import is_open as finding_is_open
from peidang.domain.finding import Finding
from peidang.domain.labels import (
    CONTESTED_TEXT,
    INDICATOR_KIND_WORDS,
    Field,
    Grade,
    IndicatorReporting,
    Light,
    Role,
)
from peidang.domain.lights import IndicatorLight, RowLight, light_of_indicator, light_of_row
from peidang.domain.numbers import parse_number, plain
from peidang.domain.pace import Pace, round_ratio
from peidang.domain.phrases import due_text, target_text
from peidang.domain.plan import Indicator, Row, Target, Unit
from peidang.domain.readings import Told, bare_text, is_open, value_before
from peidang.domain.rule_sheet import RuleSheet
from peidang.domain.targets import aim, current_target

NOTHING_SAID = frozenset(
    ["", "无", "暂无", "没有", "暂时没有", "无问题", "暂无问题", "没有问题", "不存在问题", "无存在问题"]
)
"""What units write in 存在问题 or 下一步打算 when there is nothing. Compared without punctuation and blanks."""


class UnitState(StrEnum):
    """Whether a unit has answered; the value is the word itself."""

    REPORTED = "已报"
    PARTIAL = "报送不全"
    UNREPORTED = "未报"


@dataclass(frozen=True)
class Said:
    """One unit's text on one row: a problem, a next step."""

    row_id: str
    serial: int
    unit_id: str
    unit_name: str
    text: str


@dataclass(frozen=True)
class RowLine:
    """One row of the month. Texts are the units' own words (单位原文), joined; ``wording`` is the office's (统稿)."""

    row: Row
    leads: tuple[str, ...]
    """Names as the document prints them."""
    responsible: tuple[str, ...]
    due: str
    light: RowLight
    status: str
    progress: str
    problems: str
    next_steps: str
    contested: bool
    """True when some cell holds 〔两处不一致，待核定〕."""
    wording: str | None = None
    wording_outdated: bool = False
    must: int = 0
    """Open findings 必须改 on this row, over all units."""
    explain: int = 0

    @property
    def text(self) -> str:
        """What a paper prints as progress: the wording where there is one, else the joined originals."""
        return self.progress if self.wording is None else self.wording


@dataclass(frozen=True)
class UnitLine:
    """How one unit stands in the month. ``late_days`` counts from its own due; 0 when in time."""

    unit: Unit
    state: UnitState
    due: date
    answered_at: datetime | None
    late_days: int
    rows_asked: tuple[str, ...]
    rows_answered: tuple[str, ...]
    indicators_asked: tuple[str, ...]
    indicators_answered: tuple[str, ...]
    must: int
    """Open findings 必须改."""
    explain: int
    grace: bool = False
    """Between its due and the final due: chased, but not 逾期 yet."""

    @property
    def overdue(self) -> bool:
        """逾期: the final due (the due, where none is set) is over and the answer is not complete."""
        return self.late_days > 0 and not self.grace and self.state is not UnitState.REPORTED

    @property
    def late(self) -> bool:
        """迟报: complete, but first answered after the due."""
        return self.late_days > 0 and self.state is UnitState.REPORTED


@dataclass(frozen=True)
class IndicatorLine:
    """How one indicator stands. Figures are exact; shares and gap have one decimal (``pace.Pace``)."""

    number: int
    """Its place among the plan's indicators, from 1."""
    indicator: Indicator
    kind: str
    target: Target | None
    """The one that counts now."""
    target_text: str
    due: str
    reporter_ids: tuple[str, ...]
    reporters: tuple[str, ...]
    told: Told
    value: str
    """The cumulative figure in plain decimals; '' when not told by everyone, 〔…〕 when contested."""
    month_value: str
    previous_value: str
    pace: Pace | None
    light: Light | None
    overdue: bool
    notes: str

    @property
    def completion(self) -> Decimal | None:
        """完成率 in percent, against the target itself."""
        return self.pace.completion if self.pace else None

    @property
    def expected(self) -> Decimal | None:
        """完成率 that lies on pace, in percent with one decimal; None where the figure itself is not held against a path."""
        pace = self.pace
        if pace is None or pace.completion is None or pace.on_path is None or pace.value != self.told.value:
            return None
        return round_ratio(Fraction(pace.on_path) / Fraction(aim(pace.target)) * 100)

    @property
    def gap(self) -> Decimal | None:
        """Percentage points against pace: positive ahead, negative behind."""
        return self.pace.gap if self.pace else None


def in_official_order(month: Month, unit_ids: tuple[str, ...]) -> tuple[str, ...]:
    """The units in the order used in every list."""
    return tuple(sorted(dict.fromkeys(unit_ids), key=lambda unit_id: month.plan.unit(unit_id).position))


def joined(month: Month, row: Row, field: Field) -> str:
    """What the row's reporters say in one cell, as a view: one line a unit, ``市甲局：…``, in official order.

    A single reporter stands without its name, and so does a status on which all agree. A contested cell reads
    ``labels.CONTESTED_TEXT``.
    """
    reporters = in_official_order(month, row.reporting_unit_ids())
    said = {unit_id: text for unit_id in reporters if (text := _cell(month, row.id, unit_id, field))}
    agreed = field is Field.STATUS and len(said) == len(reporters) and len(set(said.values())) == 1
    if len(reporters) == 1 or agreed:
        return next(iter(said.values()), "")
    return "\n".join(f"{month.plan.unit(unit_id).name}：{text}" for unit_id, text in said.items())


def _cell(month: Month, row_id: str, unit_id: str, field: Field) -> str:
    entry = month.entry(row_id, unit_id)
    return CONTESTED_TEXT if field in entry.contested else entry.value(field)


def said_in(month: Month, field: Field) -> tuple[Said, ...]:
    """Every unit's text in one kind of cell that says anything, by row and official order. Contested ones are out."""
    return tuple(_said(month, field))


def _said(month: Month, field: Field) -> Iterator[Said]:
    for row in month.plan.rows:
        for unit_id in in_official_order(month, row.reporting_unit_ids()):
            text = month.entry(row.id, unit_id).value(field)
            if bare_text(text) not in NOTHING_SAID:
                yield Said(row.id, row.serial, unit_id, month.plan.unit(unit_id).name, text)


def row_line(
    month: Month, row: Row, findings: dict[str, tuple[Finding, ...]], rules: RuleSheet, today: date
) -> RowLine:
    """One row's line. ``findings`` are those of the whole month, by unit."""
    own = [finding for found in findings.values() for finding in found if finding.item_id == row.id]
    wording = month.wordings.get(row.id)
    return RowLine(
        row=row,
        leads=tuple(a.printed for a in row.units(Role.LEAD)),
        responsible=tuple(a.printed for a in row.units(Role.RESPONSIBLE)),
        due=due_text(row.due),
        light=light_of_row(month, row, rules, today),
        status=joined(month, row, Field.STATUS),
        progress=joined(month, row, Field.PROGRESS),
        problems=joined(month, row, Field.PROBLEMS),
        next_steps=joined(month, row, Field.NEXT_STEPS),
        contested=any(month.entry(row.id, unit_id).contested for unit_id in row.reporting_unit_ids()),
        wording=wording.text if wording else None,
        wording_outdated=wording.outdated if wording else False,
        must=count_open(own, Grade.MUST),
        explain=count_open(own, Grade.EXPLAIN),
    )


def count_open(findings: "tuple[Finding, ...] | list[Finding]", grade: Grade) -> int:
    """How many findings of a grade are neither mended nor explained."""
    return sum(finding.grade is grade and finding_is_open(finding) for finding in findings)


def unit_line(month: Month, unit: Unit, findings: tuple[Finding, ...], today: date) -> UnitLine:
    """One unit's line. Complete when every row asked and every open indicator is answered in at least one cell."""
    rows = month.plan.rows_of(unit.id)
    asked = [i for i in month.plan.indicators_of(unit.id) if is_open(month, i)]
    rows_answered = tuple(row.id for row in rows if not month.entry(row.id, unit.id).blank)
    answered = tuple(i.id for i in asked if not month.reading(i.id, unit.id).blank)
    state = _state(len(rows_answered) + len(answered), len(rows) + len(asked))
    due, at = month.period.due_for(unit.id), month.answered_at.get(unit.id)
    last = today if state is not UnitState.REPORTED else (at.date() if at else due)
    return UnitLine(
        unit=unit,
        state=state,
        due=due,
        answered_at=at,
        late_days=max(0, (last - due).days),
        rows_asked=tuple(row.id for row in rows),
        rows_answered=rows_answered,
        indicators_asked=tuple(i.id for i in asked),
        indicators_answered=answered,
        must=count_open(findings, Grade.MUST),
        explain=count_open(findings, Grade.EXPLAIN),
        grace=due < last <= month.period.final_due_for(unit.id),
    )


def _state(answered: int, asked: int) -> UnitState:
    if answered == asked:
        return UnitState.REPORTED
    return UnitState.PARTIAL if answered else UnitState.UNREPORTED


def indicator_line(
    month: Month, number: int, indicator: Indicator, rules: RuleSheet, today: date
) -> IndicatorLine:
    """One indicator's line."""
    stands = light_of_indicator(month, indicator, rules, today)
    target = (
        stands.pace.target if stands.pace else current_target(month.plan, indicator, month.period.span.end)
    )
    before = value_before(month, indicator)
    asked = month.plan.asked_for(indicator)
    row_due = month.plan.row(target.row_id).due if target and target.row_id else None
    return IndicatorLine(
        number=number,
        indicator=indicator,
        kind=INDICATOR_KIND_WORDS[indicator.kind],
        target=target,
        target_text=target_text(target) if target else "",
        due=due_text(target.due or row_due) if target else "",
        reporter_ids=asked,
        reporters=tuple(month.plan.unit(unit_id).name for unit_id in asked),
        told=stands.told,
        value=_value_text(stands),
        month_value=_month_value(month, indicator),
        previous_value=plain(before.value) if before and before.value is not None else "",
        pace=stands.pace,
        light=stands.light,
        overdue=stands.overdue,
        notes=_notes(month, indicator),
    )


def _value_text(stands: IndicatorLight) -> str:
    if stands.told.contested:
        return CONTESTED_TEXT
    return "" if stands.told.value is None else plain(stands.told.value)


def _month_value(month: Month, indicator: Indicator) -> str:
    """本月数: of the one who tells it, or the sum of all when all told it; '' otherwise."""
    asked = month.plan.asked_for(indicator)
    if indicator.reporting is not IndicatorReporting.SUM:
        asked = asked[:1]
    told = [parse_number(month.reading(indicator.id, unit_id).month_value) for unit_id in asked]
    known = [number for number in told if number is not None]
    return plain(sum(known, Decimal(0))) if known and len(known) == len(asked) else ""


def _notes(month: Month, indicator: Indicator) -> str:
    asked = in_official_order(month, month.plan.asked_for(indicator))
    notes = {
        unit_id: note for unit_id in asked if (note := month.reading(indicator.id, unit_id).note.strip())
    }
    if len(asked) == 1:
        return next(iter(notes.values()), "")
    return "\n".join(f"{month.plan.unit(unit_id).name}：{note}" for unit_id, note in notes.items())
