"""The 配档表 of a period as the window shows it: one line for each row and reporting unit."""

from collections.abc import Mapping
from datetime import date

from peidang.app.month.months import load_month, plan_of, rules_in
from peidang.app.returns.deciding import decisions_of_month
from peidang.app.views import Decision, IndicatorLine, ReceiptLine, ScheduleLine, ScheduleView
from peidang.db.store import Store
from peidang.domain.answers import Entry, Month
from peidang.domain.checks import is_open
from peidang.domain.finding import Finding
from peidang.domain.labels import Light, Role
from peidang.domain.lights import IndicatorLight, light_of_indicator, light_of_row
from peidang.domain.pace import Verdict
from peidang.domain.phrases import target_due_text, targets_text
from peidang.domain.plan import Indicator, Plan, Row
from peidang.domain.rule_sheet import RuleSheet
from peidang.domain.summary import summarise
from peidang.domain.summary_lines import UnitLine, UnitState


def schedule_view(store: Store, plan_id: str, period_id: str | None, today: date) -> ScheduleView:
    """The whole table of a period; before the first month is opened, the rows without answers."""
    if period_id is None:
        return _without_month(store.plans.get(plan_id))
    month = load_month(store, plan_id, period_id)
    rules = rules_in(store, month.period)[1]
    summary = summarise(month, rules, today)
    found = summary.findings
    return ScheduleView(
        plan=month.plan,
        period=month.period,
        lines=tuple(line for row in month.plan.rows for line in _lines(month, row, rules, today, found)),
        indicators=_indicator_lines(month, rules, today, found),
        receipts=tuple(_receipt(line) for line in summary.units),
        waiting=decisions_of_month(store, month.plan, month.period),
        coordinates=month.plan.coordinates,
    )


def decisions_of_plan(store: Store, view: ScheduleView) -> tuple[Decision, ...]:
    """What waits for a person in all months of the plan, oldest first; what the view holds is not worked out again."""
    plan, found = None, list[Decision]()
    for period in store.months.all(view.plan.id):
        if view.period is not None and period.id == view.period.id:
            found += view.waiting
        else:
            plan = plan_of(store, period, plan)
            found += decisions_of_month(store, plan, period)
    return tuple(found)


def _without_month(plan: Plan) -> ScheduleView:
    lines = tuple(
        ScheduleLine(
            row,
            plan.unit(unit_id),
            names(row, Role.LEAD),
            names(row, Role.RESPONSIBLE),
            Entry(row.id, unit_id),
            None,
            None,
        )
        for row in plan.rows
        for unit_id in row.reporting_unit_ids()
    )
    return ScheduleView(plan, None, lines, (), (), (), plan.coordinates)


def names(row: Row, role: Role) -> tuple[str, ...]:
    """Unit names of a row as printed, in order."""
    return tuple(one.printed for one in row.units(role))


def _lines(
    month: Month, row: Row, rules: RuleSheet, today: date, found: Mapping[str, tuple[Finding, ...]]
) -> list[ScheduleLine]:
    lights = light_of_row(month, row, rules, today)
    by_unit = {part.unit_id: part.by_rule for part in lights.units}
    return [
        ScheduleLine(
            row,
            month.plan.unit(unit_id),
            names(row, Role.LEAD),
            names(row, Role.RESPONSIBLE),
            month.entry(row.id, unit_id),
            by_unit.get(unit_id),
            lights.light,
            _open_findings(found, unit_id, row.id),
            month.previous.entry(row.id, unit_id) if month.previous else None,
        )
        for unit_id in row.reporting_unit_ids()
    ]


def _indicator_lines(
    month: Month, rules: RuleSheet, today: date, found: Mapping[str, tuple[Finding, ...]]
) -> tuple[IndicatorLine, ...]:
    made = []
    for one in month.plan.indicators:
        stands = light_of_indicator(month, one, rules, today)
        for unit_id in month.plan.asked_for(one):
            made.append(
                IndicatorLine(
                    one,
                    month.plan.unit(unit_id),
                    month.reading(one.id, unit_id),
                    _targets(one),
                    stands.light,
                    pace_words(stands),
                    _open_findings(found, unit_id, one.id),
                    month.previous.reading(one.id, unit_id) if month.previous else None,
                )
            )
    return tuple(made)


def _open_findings(found: Mapping[str, tuple[Finding, ...]], unit_id: str, item: str) -> tuple[Finding, ...]:
    return tuple(one for one in found.get(unit_id, ()) if one.item_id == item and is_open(one))


def _receipt(line: UnitLine) -> ReceiptLine:
    state = line.state.value
    if line.overdue:
        state = f"逾期{state}" if line.state is UnitState.UNREPORTED else f"{state}（逾期）"
    elif line.late:
        state = f"迟报{line.late_days}天"
    return ReceiptLine(
        line.unit,
        state,
        line.state is UnitState.REPORTED,
        line.overdue or line.late,
        line.answered_at.date().isoformat() if line.answered_at else None,
        len(line.rows_asked),
        line.must + line.explain,
    )


def _targets(indicator: Indicator) -> str:
    """On one line; a single target with its due behind it: 不低于35%（2025年）."""
    text = targets_text(indicator, "；")
    if len(indicator.targets) == 1 and (due := target_due_text(indicator.targets[0])) and due != "每年":
        return f"{text}（{due}）"
    return text


def pace_words(stands: IndicatorLight) -> str:
    """低于序时，完成目标的80.0%，落后8.0个百分点 / 未设年度目标 / ''; what the rules still call green is 略低于序时."""
    kept = stands.pace
    if kept is None:
        return ""
    near = kept.verdict is Verdict.BEHIND_PACE and stands.light is Light.ON_PACE
    words = ["略低于序时" if near else kept.verdict.value]
    if kept.completion is not None:
        words.append(f"完成目标的{kept.completion}%")
    if kept.gap is not None and kept.gap < 0:
        words.append(f"落后{-kept.gap}个百分点")
    return "，".join(words)
