"""Why a return stays outside: one sentence an outcome, said with the file."""

from peidang.domain.periods import parse_span
from peidang.domain.plan import Plan
from peidang.domain.travel import Returned

SENTENCES = {
    "wrong-plan": "表里的任务不是本方案的任务，未收入；请核对是否发错了表，或先在“配档表”中打开这个方案。",
    "wrong-unit": "表上写的单位是“{unit}”，而这些任务不归它报送，未收入；请核对后由对应单位重新报送。",
    "unknown-unit": "表上写的单位“{unit}”不在本方案的单位中，未收入；请在待定事项中指明是哪个单位，或加为别名后再收。",
    "wrong-month": "这份表写的是{month}，该报告期尚未开启，未收入；请核对报告期。",
}
"""Of tables that are not known by an identity of their own."""
OF_IDENTITY = {
    "wrong-plan": "这是方案“{plan}”的填报表，本工作库没有它，未收入；请核对是否发错了表，或先在“配档表”中打开这个方案。",
    "other-plan": "这是方案“{plan}”的填报表，不是这次要收的方案，未收入；请核对后按它的方案收。",
    "wrong-unit": "这是“{unit}”的填报表，而方案中没有要它报送的内容，未收入；请核对后由对应单位重新报送。",
    "unknown-unit": "这是“{unit}”的填报表，它现在不是方案中的单位，未收入；请核对后由对应单位重新报送。",
    "wrong-month": SENTENCES["wrong-month"],
    "other-month": "这是{month}的填报表，不是这次要收的报告期，未收入；要收的请在待定事项中收入该月，或按该月再收。",
    "request": "这是别处发来的填报表，还没有填，不作为报送收入；由本单位填报的，请单独打开它填写。",
}
"""Of returns whose identity tells plan, unit and month."""


def why_outside(outcome: str, returned: Returned, plan: Plan | None, of_open_period: bool) -> str:
    """The sentence for a return that is kept and not taken; ``plan`` is the store's own, when it has it."""
    claimed = returned.request
    key = outcome
    if outcome == "wrong-plan" and plan is not None:
        key = "other-plan"
    elif outcome == "wrong-month" and of_open_period:
        key = "other-month"
    return OF_IDENTITY[key].format(
        plan=claimed.plan.title, unit=claimed.unit_name, month=parse_span(claimed.period_key).label
    )
