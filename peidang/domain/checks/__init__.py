"""Checks (核对): what is to be mended (必须改) or explained (请说明) in a unit's answers, one sentence about one cell.

A check never stops a file being taken nor an issue. Each is a small function in one of the modules here, named in
``CHECKS``; a new one is added there. Begin with ``findings``.
"""

from dataclasses import replace
from datetime import date

from peidang.domain.answers import Month
from peidang.domain.checks.base import Asked, Check
from peidang.domain.checks.consistency import done_below_target, overdue_indicators, overdue_rows
from peidang.domain.checks.content import no_content, status_contradicts
from peidang.domain.checks.data_day import as_of_unclear
from peidang.domain.checks.figures import figure_findings
from peidang.domain.checks.filling import (
    missing_answers,
    missing_figures,
    not_a_number,
    required_fields,
    required_indicator_fields,
    required_row_fields,
    unknown_status,
)
from peidang.domain.checks.locked import locked_findings
from peidang.domain.checks.movement import same_as_last_month
from peidang.domain.checks.promises import promise_not_kept
from peidang.domain.checks.reporters import reported_otherwise, second_figure_differs, second_status_differs
from peidang.domain.checks.text_numbers import text_number_differs
from peidang.domain.checks.unfit import formula_as_text, secrecy_word
from peidang.domain.finding import Finding
from peidang.domain.labels import FIELD_WORDS, Field, Grade
from peidang.domain.readings import explains
from peidang.domain.rule_sheet import DEFAULT_RULES, RuleSheet

__all__ = [
    "CHECKS",
    "Asked",
    "Check",
    "findings",
    "findings_of_month",
    "is_open",
    "locked_findings",
    "required_fields",
    "required_indicator_fields",
    "required_row_fields",
]

CHECKS: tuple[Check, ...] = (
    missing_answers,
    missing_figures,
    not_a_number,
    unknown_status,
    formula_as_text,
    secrecy_word,
    no_content,
    same_as_last_month,
    promise_not_kept,
    text_number_differs,
    done_below_target,
    status_contradicts,
    second_status_differs,
    overdue_rows,
    as_of_unclear,
    figure_findings,
    second_figure_differs,
    reported_otherwise,
    overdue_indicators,
)
"""In the order in which findings on one cell are told."""
ONE_CAUSE = (
    ("formula-as-text", "no-content", "same-as-last-month", "promise-not-kept"),
    ("no-content", "same-as-last-month", "promise-not-kept"),
    ("done-below-target", "status-contradicts"),
    ("unit-slip", "overdue"),
)
"""Codes that may have one cause: of each line the first alone is said of a row or an indicator."""
NEEDS_ITS_OWN_WORD = ("secrecy-word",)
"""Codes that 说明 beside a figure does not explain."""
_FIELD_ORDER = {field: n for n, field in enumerate(FIELD_WORDS)}


def findings(
    month: Month, unit_id: str, today: date, rules: RuleSheet = DEFAULT_RULES
) -> tuple[Finding, ...]:
    """Everything to be said about one unit's answers, 必须改 first, in the order of the table.

    ``explained`` is filled where the office or the unit has said something that explains; see ``is_open``.
    """
    asked = Asked(month, unit_id, today, rules)
    found = _one_of_each_cause([finding for check in CHECKS for finding in check(asked)])
    found = [_explained(asked, finding) for finding in found]
    items = [row.id for row in asked.rows] + [indicator.id for indicator in asked.indicators]
    place = {item_id: n for n, item_id in enumerate(items)}
    return tuple(
        sorted(found, key=lambda f: (f.grade is not Grade.MUST, place[f.item_id], _place_of(f.field)))
    )


def findings_of_month(
    month: Month, today: date, rules: RuleSheet = DEFAULT_RULES
) -> dict[str, tuple[Finding, ...]]:
    """The findings on every reporting unit, by unit id, in official order; units without any are there, too."""
    return {unit.id: findings(month, unit.id, today, rules) for unit in month.plan.reporting_units()}


def is_open(finding: Finding) -> bool:
    """True until the cell is changed or the finding explained."""
    return not finding.explained


def _one_of_each_cause(found: list[Finding]) -> list[Finding]:
    """The findings without those whose cause a more telling one of the same item names already."""
    codes: dict[str, set[str]] = {}
    for finding in found:
        codes.setdefault(finding.item_id, set()).add(finding.code)

    def is_told(finding: Finding) -> bool:
        return any(
            code in codes[finding.item_id]
            for cause in ONE_CAUSE
            if finding.code in cause
            for code in cause[: cause.index(finding.code)]
        )

    return [finding for finding in found if not is_told(finding)]


def _place_of(field: Field | None) -> int:
    return -1 if field is None else _FIELD_ORDER[field]


def _explained(asked: Asked, finding: Finding) -> Finding:
    """The finding with its explanation. 说明 beside a figure explains what is asked about it (请说明)."""
    said = asked.month.explanations.get((finding.unit_id, finding.item_id, finding.code), "")
    if not explains(said) and finding.grade is Grade.EXPLAIN and finding.code not in NEEDS_ITS_OWN_WORD:
        said = asked.month.reading(finding.item_id, finding.unit_id).note
    return replace(finding, explained=said) if explains(said) else finding
