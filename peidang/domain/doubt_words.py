"""What the plan reader would not guess, in the words of the office: one sentence per ``Doubt.code``.

A sentence is filled with the doubt's ``place``, ``quote``, ``proposal`` and ``facts``: see ``doubt_sentence``.
"""

from peidang.domain.plan_document import Doubt

DOUBTS: dict[str, str] = {
    "unit-typo": (
        "单位“{quote}”仅出现{count}次，与出现{other_count}次的“{proposal}”只差个别字，"
        "疑为笔误，是否按“{proposal}”登记？"
    ),
    "unit-alias": "“{quote}”与“{proposal}”疑为同一单位的不同写法，是否合并为“{proposal}”？",
    "annex-differs": "{place}的{role}与正文不一致：正文为“{body}”，附件为“{annex}”。以附件为准，请核对。",
    "row-only-in-annex": "{place}“{quote}”在正文中没有找到对应任务，请核对。",
    "annex-beyond-body": "附件中有{count}行在正文中没有找到对应任务（如“{quote}”），已按附件读取，请核对。",
    "task-not-in-annex": "{place}“{quote}”在附件中没有对应的行，请核对是否需要补充。",
    "bracket": "{place}的单位括号不成对，已按其中列出的单位读取，请核对：“{quote}”",
    "number-not-understood": "{place}有一处数字未能判定是否为目标，请核对：“{quote}”",
    "target-without-unit": "指标“{indicator}”（{quote}）没有写明由哪个单位负责，请指定填报单位。",
    "row-without-lead": "{place}“{quote}”没有牵头单位，请指定；未指定前由责任单位填报。",
    "task-without-unit": "{place}“{quote}”没有写明单位，未列入任务，请核对。",
    "collective": "“{quote}”是统称，请确认具体包括哪些单位。",
    "cell-left-over": "{place}多出的文字“{quote}”不属于任何一列，没有读入，请核对。",
    "page-not-read": "{place}只有图片、没有文字，没有读入，请对照原件核对，需要的内容请手工补充。",
    "text-after-end": "{place}有{count}行不成句的文字（“{quote}”），没有读入，请对照原件核对。",
    "due-not-understood": "{place}的完成时限“{quote}”不是具体日期，已按原文保留，请核对。",
}

PLACES: dict[str, str] = {
    "row": "附件第{serial}行",
    "task": "正文{heading}",
    "goals": "正文总体目标",
    "units": "全文",
    "page": "原件第{page}页",
    "end": "正文末尾",
}

ROLE_WORDS: dict[str, str] = {"lead": "牵头单位", "responsible": "责任单位"}

NO_UNITS = "（无）"


def doubt_sentence(doubt: Doubt) -> str:
    """The doubt as one Chinese sentence for window and command line."""
    facts = dict(doubt.facts)
    return DOUBTS[doubt.code].format_map(
        {"place": doubt.place, "quote": doubt.quote, "proposal": doubt.proposal or "", **facts}
    )
