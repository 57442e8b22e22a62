"""必须改: what is not filled in, or not so that it can be understood."""

from collections.abc import Iterator

from peidang.domain import readings
from peidang.domain.answers import Month
from peidang.domain.checks.base import Asked, shortened
from peidang.domain.checks.unfit import is_formula
from peidang.domain.finding import Finding
from peidang.domain.labels import CLEAR_MARK, FIELD_WORDS, Field, Status
from peidang.domain.numbers import parse_number
from peidang.domain.values import NUMBER_FIELDS

NOTHING_AHEAD = (Status.DONE.value, Status.LASTING.value)
"""Statuses with which 下一步打算 may stay empty."""

MISSING = {
    Field.STATUS: "“完成状态”未填，请从下拉列表中选一项。",
    Field.PROGRESS: "“进展情况”未填，请写明本期做了哪些工作、取得什么进展。",
    Field.NEXT_STEPS: "“下一步打算”未填，请写明下一步做什么、何时完成。",
    Field.CUMULATIVE: "“累计数”未填，请填报；数据未出或本月无新进展的，请在“说明”中写明截至月份和原因。",
}
_STATUS_LIST = "".join(f"“{status.value}”" for status in Status)


def required_row_fields(status: str) -> tuple[Field, ...]:
    """The answer cells of a row that may not stay empty, given the status chosen so far ('' for none)."""
    always = (Field.STATUS, Field.PROGRESS)
    return always if status in NOTHING_AHEAD else (*always, Field.NEXT_STEPS)


def required_indicator_fields(open_: bool) -> tuple[Field, ...]:
    """The answer cells of an indicator that may not stay empty; ``open_`` while one of its targets is open."""
    return (Field.CUMULATIVE,) if open_ else ()


def required_fields(month: Month, unit_id: str, item_id: str) -> tuple[Field, ...]:
    """What this unit may not leave empty for a row or an indicator in this month, as things stand.

    KeyError when the plan has no such item.
    """
    plan = month.plan
    if any(indicator.id == item_id for indicator in plan.indicators):
        return required_indicator_fields(readings.is_open(month, plan.indicator(item_id)))
    return required_row_fields(month.entry(plan.row(item_id).id, unit_id).status)


def missing_answers(asked: Asked) -> Iterator[Finding]:
    """``missing``: 完成状态 and 进展情况 always, 下一步打算 unless done or lasting. A contested cell is answered."""
    for row in asked.rows:
        entry = asked.entry(row)
        for field in required_fields(asked.month, asked.unit_id, row.id):
            if not entry.value(field) and field not in entry.contested:
                yield asked.must("missing", row.id, field, MISSING[field])


def missing_figures(asked: Asked) -> Iterator[Finding]:
    """``missing``: 累计数 while a target is open, unless 说明 says why there is none."""
    for indicator in asked.indicators:
        reading = asked.reading(indicator)
        for field in required_fields(asked.month, asked.unit_id, indicator.id):
            answered = reading.value(field) or field in reading.contested or readings.excuses(reading.note)
            if not answered:
                yield asked.must("missing", indicator.id, field, MISSING[field])


def not_a_number(asked: Asked) -> Iterator[Finding]:
    """``not-a-number``: 本月数 or 累计数 holds something else, and no reason such as 「数据未出，截至10月」."""
    for indicator in asked.indicators:
        reading = asked.reading(indicator)
        for field in NUMBER_FIELDS:
            text = reading.value(field)
            if text and text != CLEAR_MARK and parse_number(text) is None and not readings.excuses(text):
                message = _no_number(field, text, indicator.unit_of_measure)
                yield asked.must("not-a-number", indicator.id, field, message)


def _no_number(field: Field, text: str, unit_of_measure: str) -> str:
    if is_formula(text):
        return (
            f"“{FIELD_WORDS[field]}”现为公式“{shortened(text)}”，算出的数没有存在表里；"
            f"请打开原表重新保存后再报，或直接填数字{_unit_hint(unit_of_measure)}。"
        )
    return (
        f"“{FIELD_WORDS[field]}”应填数字，现为“{shortened(text)}”；"
        f"请只填数字{_unit_hint(unit_of_measure)}，其他内容写在“说明”中。"
    )


def _unit_hint(unit_of_measure: str) -> str:
    return f"（单位：{unit_of_measure}）" if unit_of_measure else ""


def unknown_status(asked: Asked) -> Iterator[Finding]:
    """``unknown-status``: 完成状态 is none of the words of the list."""
    known = {status.value for status in Status}
    for row in asked.rows:
        text = asked.entry(row).status
        if text and text != CLEAR_MARK and text not in known:
            message = f"“完成状态”现为“{shortened(text)}”，不在可选范围内；请从{_STATUS_LIST}中选一项。"
            yield asked.must("unknown-status", row.id, Field.STATUS, message)
