"""Phrases of reports, by what they mean to the checks: saying nothing, still under way, done, behind."""

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """An alternation of plain words, the longest first."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


SAYING_NOTHING = """
正在 积极 有序 稳步 持续 扎实 深入 全面 认真 全力 大力 加快 加速 抓紧 加紧 同步 统筹 协调 严格 切实 及时
不断 继续 进一步 逐步 陆续 按时 如期 高度重视 精心组织 周密部署 狠抓落实 落实落地 落地见效 见行见效 常态化
常抓不懈 多措并举 凝心聚力 压实责任 明确责任 加强领导 提高认识 提高站位 按照 按 依照 根据 对照 结合 围绕
严格按照 计划 方案 部署 安排 要求 时间 节点 序时 时序 进度 时限 目标 既定 上级 市里 全市 我市 全区 我区
全县 我县 市委 市政府 我局 我委 我单位 本单位 本局 本委 相关 有关 各 各项 各类 该 该项 此项 本项 这项 工作
任务 措施 事项 项目 建设 内容 责任 单位 部门 科室 推进 推动 开展 落实 进行 实施 组织 贯彻 执行 办理 完成
启动 加强 加大 强化 力度 做好 抓好 抓实 确保 保障 促进 提升 提高 完善 优化 跟进 对接 配合 已 已经 均 都 全
全部 基本 目前 当前 现 现阶段 本月 本期 今年 今年以来 以来 下一步 中 正 正处于 处于 在 阶段 状态 之中 过程
前期 当中 无 暂无 没有 无新 新增 新 进展 进展情况 情况 变化 同上 同前 如上 见上 同上月 同上期 上月 上期 与
和 及 以及 并 且 也 的 了 着 地 得 等 将 对 把 为 以 于 见附件 详见附件 附后 见附表 详见附表 详见 见 附件
附表 另附 已报 已报送 已上报 报送 上报 材料 另报 正常 良好 顺利 较好 明显 显著 一定 初步 阶段性 成效 成果
效果 取得 整体 总体 平稳 态势 有力 有效 到位 可控 符合 预期 圆满 完毕 结束 达到 是 好 有 长期 坚持 持之以恒
"""
"""Words that hold no content by themselves. What is left when they are gone is."""

_NOTHING = re.compile(f"(?:{any_of(SAYING_NOTHING.split())})")
_CONTENT_SIGNS = re.compile(
    r"\d|[零一二三四五六七八九十百]{2,}|[一二两三四五六七八九十百][个家项次场台套辆座处条件份批户名]"
)


def has_figure(bare: str) -> bool:
    """True when a text without punctuation names a number or a date: that is content."""
    return _CONTENT_SIGNS.search(bare) is not None


def what_is_left(bare: str) -> str:
    """A text without the words that say nothing; its pieces stay apart by a blank."""
    return " ".join(_NOTHING.sub(" ", bare).split())


STILL_UNDER_WAY = re.compile(
    r"""
    (?:尚|还|仍|暂)(?:未|没有?|需|有待|待|在)(?!发现|发生|出现|收到|接到|显现)\w{0,6}
    | (?<!无)(?<!没有)(?<!有无)未(?:完成|完工|开工|动工|启动|开展|竣工|建成|投用|验收|到位)\w{0,2}
    | 正在?(?:积极|抓紧|有序|加快|全力|稳步|加紧|持续)?(?:推进|办理|建设|施工|实施|开展|进行|组织|招标
        |采购|安装|调试|编制|起草|筹备|谋划|申报|审批|改造|研究|协调|履行|对接|征求|准备)\w{0,6}
    | (?:预计|计划|力争|争取|拟)(?:于|在)?[^，。；]{0,12}(?:完成|完工|竣工|建成|开工|投用|验收)
    """,
    re.VERBOSE,
)
"""What contradicts 已完成."""
AFTERWARDS = re.compile(
    r"后续|巩固|运营|运行|运维|维护|管护|总结|归档|结算|决算|审计|审核|公示|拨付|兑付|移交|宣传|推广"
    r"|下一步|下步|扩大|二期|三期|新一轮|明年|下一年度"
)
"""Clauses about what comes after the work is done."""

WORK_DONE = re.compile(
    r"""
    (?:已|已经|全部|正式|顺利|现已|均已)于?\w{0,8}?(?:开工|动工|竣工|完工|建成|投产|投用|投入(?:使用|运营|运行)|通过验收|进场施工)
    | (?:已|累计|共|现已)(?:经)?完成(?:改造|更新|安装|施工|建设|投资|淘汰|报废|工程量|总工程量)\w{0,6}
    | 已(?:正式|全面|全部)?启动(?!前|编制|可研|招|方案|论证|谋划|准备|申报|相关前|会)\w{0,4}
    """,
    re.VERBOSE,
)
"""What contradicts 未启动; preparing (方案, 可研, 招标) does not."""
NOT_YET_DONE = re.compile(r"未|尚|待|拟|计划|预计|将|力争|确保|争取|准备|一旦|后|前|条件|如|若")
"""Words before ``WORK_DONE`` in the same clause with which nothing has been done."""

BEHIND = re.compile(
    r"""
    (?:总体|整体)?(?:工程|项目|工作|建设|施工|任务|改造|投资|支出)?(?:进度|进展|推进|工期)(?:较|比较|相对|严重|明显|仍|总体|整体)?(?:为)?(?:滞后|缓慢|偏慢|较慢|过慢|停滞|落后)
    | (?:滞后于?|落后于?|低于|未达到?|慢于|赶不上)(?:序时|时序|计划|时间)(?:进度|节点)?
    | (?:已|目前|现已|处于|被迫|全面)停工
    | (?:无法|不能|难以|未能)(?:按期|如期|按时)(?:完成|完工|竣工|建成|投用|开工)?
    """,
    re.VERBOSE,
)
"""What contradicts 正常推进 in 存在问题."""
ONLY_IN_PART = re.compile(
    r"个别|部分|少数|有的|有些|其中|上游|周边|可能|风险|避免|防止|如果|若|如不|存在.{0,4}(?:隐患|可能)|已解决|已化解|已恢复|已复工|原|曾|前期|上月|不存在|未出现|没有|暂无"
)

REASON = re.compile(
    r"因|由于|受|影响|滞后|困难|问题|不足|缺口|缓慢|较慢|卡点|堵点|难点|制约|延迟|延期|推迟|尚未|未能|待|不到位|短缺|紧张"
)
"""A text with such a word says why something is behind."""
