"""What column heads mean, in the words that offices use."""

import pytest

from peidang.domain.labels import Field
from peidang.exchange.recognition.head_words import Key, Kind, head_text, sense_of


@pytest.mark.parametrize(
    ("head", "meaning"),
    [
        *(
            (head, Field.PROGRESS)
            for head in ("进展", "进展情况", "工作进展", "目前进展", "完成情况", "落实情况")
        ),
        *(
            (head, Field.PROGRESS)
            for head in ("进展\n情况", "进展情况（截至10月底）", "10月份进展情况", "进展清况", "*进展情况")
        ),
        *((head, Field.PROBLEMS) for head in ("问题", "存在的问题", "困难问题", "存在困难和问题")),
        *((head, Field.NEXT_STEPS) for head in ("下步打算", "下一步计划", "下一步工作", "下月计划")),
        *((head, Field.STATUS) for head in ("状态", "办理状态")),
        *((head, Key.NAME) for head in ("任务", "重点任务", "工作任务")),
        *((head, Key.TEXT) for head in ("措施", "推进措施", "主要措施")),
        *((head, Key.SERIAL) for head in ("序号", "编号", "No", "序 号")),
        *((head, Key.LEADS) for head in ("牵头", "牵头部门")),
        *((head, Key.RESPONSIBLE) for head in ("责任部门", "责任单位")),
        *((head, Key.UNIT) for head in ("填报单位", "报送单位")),
        *(
            (head, Key.PREVIOUS)
            for head in ("上月进展", "上月下一步打算", "进展情况（上月）", "上期进展情况", "去年同期")
        ),
        *(
            (head, None)
            for head in (
                "联系人",
                "审核意见",
                "附件",
            )
        ),
    ],
)
def test_heads_of_tasks(head: str, meaning: object) -> None:
    sense = sense_of(head_text(head), Kind.ROW)
    assert (sense.meaning if sense else None) == meaning
    assert sense is None or not sense.compound


@pytest.mark.parametrize(
    ("head", "meaning"),
    [
        *(
            (head, Field.CUMULATIVE)
            for head in ("累计", "累计完成", "累计值", "1—10月累计", "截至10月底累计完成（万元）")
        ),
        *((head, Field.MONTH_VALUE) for head in ("本月", "当月", "本月完成", "10月")),
        *((head, Field.AS_OF) for head in ("截至", "数据截止", "数据截至时间")),
        *((head, Field.NOTE) for head in ("备注", "说明")),
        *((head, Key.MEASURE_UNIT) for head in ("单位", "计量单位")),
        *((head, Key.PREVIOUS) for head in ("上期累计", "上年同期", "同比增减")),
    ],
)
def test_heads_of_indicators(head: str, meaning: object) -> None:
    sense = sense_of(head_text(head), Kind.INDICATOR)
    assert sense is not None
    assert (sense.meaning, sense.compound) == (meaning, False)


@pytest.mark.parametrize("head", ["存在问题及下一步打算", "进展情况及存在问题"])
def test_two_answers_in_one_column_cannot_be_told_apart(head: str) -> None:
    sense = sense_of(head, Kind.ROW)
    assert sense is not None
    assert sense.compound
