"""Which words of a column head mean which of our columns."""

import re

from peidang.exchange.foreign_form.meanings import Meaning

_PATTERNS: tuple[tuple[Meaning, str], ...] = (
    (Meaning.SERIAL, r"序号|编号|No\.?|№"),
    (Meaning.PREVIOUS_NEXT_STEPS, r"(?:上月|上期|上季度|前期).*(?:计划|打算|安排)"),
    (Meaning.PREVIOUS_CUMULATIVE, r"(?:上月|上期|上季度).*(?:累计|数|值).*"),
    (Meaning.PREVIOUS_PROGRESS, r"(?:上月|上期|上季度|前期).*(?:进展|情况)"),
    (Meaning.NEXT_STEPS, r"下一?步.*|(?:下月|下期|下阶段|后续)(?:工作)?(?:打算|计划|安排|措施|举措)"),
    (Meaning.PROBLEMS, r".*存在.{0,4}(?:问题|困难).*|(?:主要)?(?:问题|困难)(?:[及和与].*)?"),
    (Meaning.LEADS, r"牵头(?:责任)?(?:单位|部门)?|主办(?:单位|部门)|主责(?:单位|部门)|主要责任(?:单位|部门)"),
    (Meaning.RESPONSIBLE, r"(?:责任|配合|协办|参与|参加|落实)(?:单位|部门)?"),
    (Meaning.REPORTER, r"(?:填报|报送|承办|填表|上报)(?:单位|部门)"),
    (Meaning.UNIT_OF_MEASURE, r"计量单位|数据单位"),
    (Meaning.STATUS, r"(?:完成|推进|办理|进度|工作|当前|目前|任务)?状态|是否完成"),
    (Meaning.AS_OF, r"(?:数据)?截至(?:日期|时间)|数据截至|数据(?:日期|时间)"),
    (Meaning.INDICATOR, r"(?:主要|重点|考核|核心|监测|量化)?指标(?:名称|项目|内容)?"),
    (
        Meaning.TARGET,
        r"(?:年度|全年|总体|工作|目标|计划)?(?:目标|任务目标|指标值|计划数|目标值|任务数)(?:值|任务)?",
    ),
    (Meaning.DUE, r"(?:完成|办理|办结)?(?:时限|期限)|完成时间|时间节点"),
    (Meaning.CUMULATIVE, r".*累计.*|(?:目前|实际)?完成(?:数|值|量)|(?:实际|当前)(?:数|值)"),
    (Meaning.MONTH_VALUE, r"(?:本|当)(?:月|期|季)(?:数|值|完成数?|新增|实际)?"),
    (Meaning.PROGRESS, r".*进展.*|.*(?:完成|推进|落实|办理|工作|开展)情况|本月工作|(?:工作)?成效"),
    (Meaning.MEASURE, r".*(?:措施|举措)(?:及目标)?|(?:工作|任务|具体|建设)内容|(?:具体|细化)任务|任务分解"),
    (Meaning.TASK, r"(?:重点|主要|工作|目标)?(?:任务|事项|工作|项目)(?:名称|事项|任务)?"),
    (Meaning.NOTE, r"备注|说明|备考|情况说明"),
)
_COMPILED = tuple((meaning, re.compile(pattern)) for meaning, pattern in _PATTERNS)
_REMARK = re.compile(r"\([^()]*\)")


def meaning_of(head: str) -> Meaning | None:
    """What a head (folded, without its month) says its column holds; None for words nobody knows."""
    bare = _REMARK.sub("", head).strip("：:、,，份")
    return next((meaning for meaning, pattern in _COMPILED if pattern.fullmatch(bare)), None)
