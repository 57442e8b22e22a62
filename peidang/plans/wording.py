"""The words around a figure: dates, levels, verbs of doing, and what they mean for a target."""

import re

# Dates -----------------------------------------------------------------------------------------------------------

_YEAR = r"(?:20\d{2})"
STRIVE = r"(?:力争|争取|确保|计划|预计|力求|努力)"
DATE = re.compile(
    rf"(?P<lead>到|至|截至|截止|于|在)?(?P<first>{_YEAR})(?:年)?"
    rf"(?P<others>(?:(?:年?(?:底|末))?(?:、|和|及|与){_YEAR}(?:年)?)*)"
    rf"(?:年)?(?:[-—–~至]{{1,2}}(?P<last>{_YEAR}))?(?:年)?(?P<half>上半年|[一二三四]季度|\d{{1,2}}月)?"
    r"(?P<close>年底|底|末|度|间|期间)?(?P<before>以前|之前|前)?"
)
CLOSING_DATE = re.compile(
    rf"(?<=..)(?:到|至|截至|于|在)?{_YEAR}年(?:底|末|\d{{1,2}}月底?)?(?:以前|之前|前)?$"
)
"""A due between what is measured and its level: 设置率2026年底前达到100%."""
FIVE_YEARS = re.compile(
    r"(?:到)?[“”]?(?P<plan>十四五|十五五|十六五)[“”]?(?:规划)?(?P<close>末|期末|期间|时期)"
)
FIVE_YEAR_ENDS = {"十四五": "2025", "十五五": "2030", "十六五": "2035"}
BASELINE = re.compile(
    rf"(?:较|比|与|同|相比|在|以)(?:于)?(?P<year>{_YEAR})年(?:底|末|度)?(?:相比|比较|基础上|为基数|为基期|水平)?(?:的?基础上)?"
)
ANNUAL = re.compile(r"每年度?|年均|逐年|每个年度")
GOAL_LIST = re.compile(
    r"(?:以下|下列|如下|主要|具体)[^。:]{0,8}(?:目标|指标|任务)[^。:]{0,4}:|目标(?:如下|为|是)?:"
)
EXCEPTION = re.compile(r"^除.{1,40}外$")

# Levels and relations --------------------------------------------------------------------------------------------

AT_MOST = (
    "不得?超过|不超|不得?高于|不得?大于|不得?多于|控制在|控制到|压减到|压减至|降低?到|降低?至|下降到|下降至|减少到|减少至"
    "|压缩至|压缩到|压缩在|缩短至|缩短到|缩短为|(?<!不)(?:低于|少于|小于)"
)
AT_LEAST = (
    "不得?低于|不得?少于|不得?小于|不下|至少|达到|达成|达|超过|超出|超|突破|高于|大于|多于|保持在|稳定在|维持在|保持|提高到|提高至|提升到"
    "|提升至|增长到|增长至|增长为|增加到|增加至|增至|增到|扩大到|扩大至|扩展至|上升到|上升至|升至|增长|增加|增幅|提高|提升|扩大|上升|下降"
    "|降低|减少|压减|削减|节约|完成|实现|力争|为|至|到"
)
HEDGES = (
    "分别|累计|总体|平均|全部|全面|总数|力争|争取|确保|稳步|同比|年均|每年|不断|接近|大约"
    "|[均将再已各都也要可约近就能总]"
)
LEVEL_END = re.compile(rf"(?P<most>{AT_MOST})$|(?P<least>{AT_LEAST})$|(?P<hedge>{HEDGES}|了)$")
ABOUT = re.compile(r"(?:约|近|接近|大约)$")
CEILING_TAILS = ("以内", "之内", "以下", "及以下")
ABOUT_TAILS = ("左右", "上下")

# Doing -----------------------------------------------------------------------------------------------------------

LEVEL_AS_ACT = re.compile("完成|实现|增加|减少|压减|提升|提高|扩大")
_ACTS = """
培育 建成 建设 打造 开展 举办 组织 举行 召开 培训 培养 新增 完成 实现 推动 创建 引进
引育 招引 淘汰 更新 购置 改造 实施 布局 推选 遴选 评选 认定 开通 运营 开工 投产 开发
研发 制定 制修订 修订 发布 争取 筹集 发放 投放 投入 销售 回收 拆解 报废 支持 扶持
推广 形成 建立 设立 组建 选树 选派 推出 推荐 申报 获批 获评 入选 服务 带动 吸纳 帮助
安排 储备 谋划 签约 落地 达成 设置 布设 铺设 治理 整治 植树 造林 种植 养殖 新建 改建
扩建 改扩建 续建 升级 提升 集聚 聚集 突破 策划 配备 配置 安装 加装 增设 增加 新设
孵化 转化 推进 落实 招聘 招收 走访 对接 促成 促进 参加 参与 检查 抽查 查处 压减 关停
退出 腾退 盘活 供应 发展 壮大 保障 覆盖 惠及 帮扶 选育 推介 贯通 打通 修缮 翻新 栽植
拨付 发行 办理 解决 化解 消化 安置 就业 提供 开放 启动 竣工 建改 整合 绿化 修复 恢复
收储 供给 出台 制作 拍摄 编制 编印 修编 攻克 拓展 派出 兑现 完善 健全 优化
"""
ACTS = "|".join(sorted(_ACTS.split(), key=len, reverse=True))
# Adverbs and places before the verb.
_ADVERBS = """
累计 滚动 大力 积极 着力 深入 持续 加快 加强 全力 力争 争取 确保 计划 预计 力求 努力 优先 重点 分批 择优 逐步
统筹 集中 共计 同时 其中 每年 每年度 年均 平均
"""
_ADVERB = "|".join(sorted(_ADVERBS.split(), key=len, reverse=True))
# One character may be the start of a noun (新能源): an adverb only before a verb.
_BEFORE_ACT = rf"{_ADVERB}|[新再共约并](?={ACTS})"
PLACES = "全市域?|全区|全县|全省|全镇|全国|全州|全盟|全旗|[我本][市区县省]|[市县区]域|[区市县]内"
LEADING = re.compile(
    rf"^(?:{_BEFORE_ACT}|{PLACES}|范围内|[\d一二三四五两十]{{1,3}}年(?:内|间)?(?!级|[前后]))"
)
ONE_ACT = re.compile(rf"(?:{ACTS}|办|建)")
STARTS_WITH_ACT = re.compile(rf"^(?:{ACTS})")
LEADING_ACT = re.compile(rf"^(?:(?:{ACTS})[和及与、])*(?:{ACTS})(?![和及与、]|[率量额值比者型性化])")
LEADING_WILL = re.compile(r"^(?:推动|实现|确保|促进|使|力争|带动|保障|完成|将|把)(?![和及与、率])")
ENDS_WITH_ACT = re.compile(rf"(?:{ACTS}|新|建|办)$")
MEASURED_NOUN = re.compile(
    r"(?:率|量|额|比|值|度|规模|比重|比例|收入|营收|面积|里程|能力|水平|浓度|天数|指数|得分|利润|投资|算力|产能|时间|时限)$"
)
CLOSING_NOUN = re.compile(r"(?:总?数量|个数|总数|累计|共计|总计)$")
SECTOR_LIST = re.compile(r"^(?:[^、]{1,12}、){2,}[^、]{1,12}?等(?:重点)?(?:领域|行业|方面|产业)的?")
GROWN_FROM = re.compile(r"(?:由|从)[^由从]*\d[^由从]*$")
SHARE_OF = re.compile(r"^的(?P<whole>.{2,20})")
MOVES_SHARE = re.compile(r"(?:推动|确保|实现|力争|带动|引导|组织|支持|争取|达到)$")
RUNNING_TOTAL = re.compile(r"累计|总数|总量|达到|保有")
PRESENT_STATE = re.compile(r"现有|已有|目前|截至目前|已建成|已累计|原有|现已|共有")
FUND_TERMS = re.compile(r"给予|奖励|补贴|补助|奖补|资助|贴息|立减|优惠|返还|免征|减征|首付|贷款额度")
FUND_TOTAL = re.compile(r"(?:专项|引导|财政)?资金|基金|总投资|总规模")
"""Money that a programme has in all, not what one beneficiary gets."""
ONE_BENEFICIARY = re.compile(
    r"最高|一次性|每[辆台套件个家户人亩吨位项张次]|单[个台户件项]|同一|标准|给予|比例|按"
)
RANKED = re.compile(r"^(?:级|型|类|式|等级|档)")
"""What follows an amount that is part of a grade: 10万吨级码头."""
ACT_BEFORE_NUMBER = re.compile(rf"(?:{_BEFORE_ACT})*(?:{ACTS}){{1,2}}(?:{AT_LEAST}|约)?(?=\d)")
