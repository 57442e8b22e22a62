"""However a return is worked over: no answer lands on another item, and every answer is taken or asked about."""

import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from peidang.domain.labels import FIELD_WORDS, ROW_FIELDS, Field
from peidang.domain.travel import Request, Returned
from tests.exchange.receiving_office import STEMS, Office, answers_to, one, sent_from, table, take

EVERYTHING = Office(STEMS)
REQUESTS = [
    request
    for stem in STEMS
    for request in sent_from(stem)[1].values()
    if request.rows and not request.indicators
]
WORDS: dict[str, tuple[str, ...]] = {
    "序号": ("序号", "编号"),
    "主要任务": ("主要任务", "重点任务", "任务"),
    "推进措施及目标": ("推进措施及目标", "推进措施", "主要措施", "措 施"),
    "牵头单位": ("牵头单位", "牵头部门"),
    "责任单位": ("责任单位", "配合单位"),
    "上月进展": ("上月进展", "上期进展情况", "9月进展情况（上月）"),
    "完成状态": ("完成状态", "状态", "办理状态"),
    "进展情况": ("进展情况", "工作进展", "目前进展情况", "落实情况", "10月份进展情况"),
    "存在问题": ("存在问题", "存在的问题", "困难问题", "存在困难和问题"),
    "下一步打算": ("下一步打算", "下步工作计划", "下一步工作", "下步打算"),
}
STRANGE = ("联系人", "审核意见", "附件", "分管领导")


def damaged(text: str, rng: random.Random) -> str:
    """The text as somebody might have typed or pasted it again."""
    kind = rng.randrange(6)
    if kind == 0:
        return text.replace("，", ",").replace("。", "")
    if kind == 1:
        return f"{text[: max(8, int(len(text) * 0.5))]}…"
    if kind == 2 and len(text) > 12:
        at = rng.randrange(len(text) - 4)
        return f"{text[:at]}有关{text[at + 2 :]}"
    if kind == 3:
        return "\n".join(text[at : at + 9] for at in range(0, len(text), 9))
    return text


def mess(request: Request, rng: random.Random) -> tuple[bytes, dict[tuple[str, Field], str]]:
    """A table with columns and lines in any order, some gone, some new, some twice; and what it truly says."""
    told = answers_to(request)
    heads = [
        head for head in WORDS if rng.random() > 0.15 or head in ("主要任务", "推进措施及目标", "进展情况")
    ]
    heads += rng.sample(STRANGE, rng.randrange(3))
    rng.shuffle(heads)
    rows: list[list[Any]] = [[f"{request.plan.title}进展情况表"], [f"填报单位：{request.unit_name}"]]
    rows.append([rng.choice(WORDS[head]) if head in WORDS else head for head in heads])
    kept = [line.row for line in request.rows if rng.random() > 0.2]
    rng.shuffle(kept)
    truth: dict[tuple[str, Field], str] = {}
    fields = {FIELD_WORDS[field]: field for field in ROW_FIELDS}
    for number, row in enumerate(kept, start=1):
        cells: dict[str, Any] = dict.fromkeys(heads, "")
        cells |= {
            "序号": number,
            "主要任务": damaged(row.task, rng),
            "推进措施及目标": damaged(row.measure, rng),
        }
        cells |= {"上月进展": "上月已经完成一半。"}
        for head, field in fields.items():
            cells[head] = told[row.id, field]
            if head in heads:
                truth[row.id, field] = told[row.id, field]
        line = [cells[head] for head in heads]
        rows.append(line)
        if rng.random() < 0.15:
            rows.append(list(line))
        if rng.random() < 0.15:
            rows.append([])
        if rng.random() < 0.15:
            added = {
                **cells,
                "主要任务": "新增临时工作",
                "推进措施及目标": "按领导批示办理的一项全新事情",
                "序号": 77,
            }
            rows.append([f"新{added[head]}" if head in fields else added[head] for head in heads])
    return table(rows), truth


@given(st.randoms(use_true_random=False), st.sampled_from(REQUESTS))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_answer_lands_elsewhere_and_none_is_lost(rng: random.Random, request: Request) -> None:
    data, truth = mess(request, rng)
    if not truth:
        return
    found = take(data, EVERYTHING, "10月.xlsx")
    returned = [one for one in found if isinstance(one, Returned)]
    assert len(returned) == len(found) == 1, found
    (only,) = returned
    assert only.request == request
    for key, value in only.answers.items():
        assert value in ("", truth[key])
    asked = {(field, text) for line in only.open_lines for field, text in line.answers.items()}
    for (item, field), text in truth.items():
        assert only.answers.get((item, field)) == text or (field, text) in asked
    new = {text for line in only.open_lines for text in line.answers.values() if text.startswith("新")}
    assert not new & set(only.answers.values())


def test_most_of_the_mess_is_taken_without_a_question() -> None:
    rng = random.Random(5)
    taken = said = 0
    for request in REQUESTS:
        data, truth = mess(request, rng)
        if truth:
            only = one(data, EVERYTHING, "10月.xlsx")
            taken += sum(only.answers.get(key) == text for key, text in truth.items())
            said += len(truth)
    assert taken > 0.95 * said
