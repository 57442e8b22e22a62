"""What a clerk of a bureau might write, every text with a mark of its own: plan, unit, line, column, month.

So a text that turns up at a line it was not written for, or nowhere, is noticed. All figures are invented.
"""

import hashlib
import random

from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.travel import Request

Place = tuple[str, int, Field]
"""``row`` or ``indicator``, the number of the line, the column."""
Answers = dict[Place, str]

_STATUSES = ("正常推进", "正常推进", "正常推进", "进度滞后", "已完成", "长期坚持", "未启动")
_PROGRESS = (
    "召开专题推进会，完成摸底登记{n}户，台账{tag}。",
    "组织企业申报设备更新项目{n}个，已入库，台账{tag}。",
    "会同有关单位现场核查{n}次，整改完成，记录{tag}。",
    "印发工作通知，{n}个责任单位全部制定方案，文号存根{tag}。",
)
_PROBLEMS = ("部分企业更新意愿不强，清单{tag}。", "配套资金尚有缺口，情况见{tag}。", "")
_STEPS = (
    "下月组织督导检查，计划{tag}。",
    "11月底前完成第二批申报，计划{tag}。",
    "继续做好政策宣传，方案{tag}。",
)
_NOTES = ("数据由统计口径取得，底稿{tag}。", "", "含新增企业，底稿{tag}。")
_LETTER = {
    Field.PROGRESS: "J",
    Field.PROBLEMS: "W",
    Field.NEXT_STEPS: "X",
    Field.NOTE: "S",
}


def letters_of(request: Request) -> str:
    """Letters and figures by which one plan's unit is told from any other."""
    digest = hashlib.sha256(f"{request.plan.title}{request.unit_name}".encode()).hexdigest()
    return "".join(chr(ord("A") + int(digit, 16)) for digit in digest[:5])


def answers_for(request: Request, mark: str = "") -> Answers:
    """An answer for every open cell, '' where the clerk leaves it; the same request and mark, the same answers."""
    who = letters_of(request)
    said: Answers = {}
    for line in request.rows:
        dice = random.Random(f"{who}{line.row.serial}{request.period_key}{mark}")
        tag = f"{who}{line.row.serial:02d}{{}}{request.period_key[-2:]}{mark}"
        for field in ROW_FIELDS:
            said["row", line.row.serial, field] = _text(field, tag, dice)
    for one in request.indicators:
        dice = random.Random(f"{who}z{one.number}{request.period_key}{mark}")
        tag = f"{who}Z{one.number:02d}{{}}{request.period_key[-2:]}{mark}"
        for field in INDICATOR_FIELDS:
            said["indicator", one.number, field] = _figure(field, one.number, request.period_key, dice, tag)
    return said


def _text(field: Field, tag: str, dice: random.Random) -> str:
    if field is Field.STATUS:
        return dice.choice(_STATUSES)
    choices = {Field.PROGRESS: _PROGRESS, Field.PROBLEMS: _PROBLEMS, Field.NEXT_STEPS: _STEPS}[field]
    return dice.choice(choices).format(n=dice.randint(2, 60), tag=tag.format(_LETTER[field]))


def _figure(field: Field, number: int, month: str, dice: random.Random, tag: str) -> str:
    if field is Field.AS_OF:
        return f"{month}-20"
    if field is Field.NOTE:
        return dice.choice(_NOTES).format(tag=tag.format("S"))
    whole = dice.randint(100, 999) * 100 + number
    return f"{whole}.{dice.randint(1, 9)}" if field is Field.CUMULATIVE else str(whole // 10)
