"""The Chinese words that papers, workbooks and window share. Each stands here once; GLOSSARY.md says what it means."""

from enum import StrEnum


class Role(StrEnum):
    """What a unit does for a row."""

    LEAD = "lead"
    RESPONSIBLE = "responsible"


class RowState(StrEnum):
    """Where a row stands in the plan's life."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    PAUSED = "paused"


class ReportingMode(StrEnum):
    """Who reports a row."""

    EACH_LEAD = "each-lead"
    FIRST_LEAD = "first-lead"
    RESPONSIBLE_TOO = "responsible-too"


class RowFrequency(StrEnum):
    """How often a row is asked for."""

    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half-year"
    YEAR = "year"
    NEVER = "never"


class IndicatorKind(StrEnum):
    """How an indicator's figures behave in time."""

    LEVEL = "level"
    ANNUAL_TOTAL = "annual-total"
    RUNNING_TOTAL = "running-total"
    RATE = "rate"
    GROWTH = "growth"


class IndicatorReporting(StrEnum):
    """Who tells an indicator's figure."""

    ONE = "one"
    SUM = "sum"
    CHECKED = "checked"
    NOBODY = "nobody"
    UNSETTLED = "unsettled"


class Status(StrEnum):
    """完成状态 as a unit may give it; the value is the word itself, as it stands in the workbook's list."""

    NOT_STARTED = "未启动"
    NORMAL = "正常推进"
    BEHIND = "进度滞后"
    DONE = "已完成"
    LASTING = "长期坚持"


class Light(StrEnum):
    """亮灯, from worst to best in the order of severity that the rule sheet starts from."""

    SERIOUS = "serious"
    BEHIND = "behind"
    UNREPORTED = "unreported"
    ON_PACE = "on-pace"
    DONE = "done"


class Grade(StrEnum):
    """How grave a finding is."""

    MUST = "must"
    EXPLAIN = "explain"


class Field(StrEnum):
    """The answer cells of a request workbook; the value is the machine name that travels."""

    STATUS = "status"
    PROGRESS = "progress"
    PROBLEMS = "problems"
    NEXT_STEPS = "next_steps"
    MONTH_VALUE = "month_value"
    CUMULATIVE = "cumulative"
    AS_OF = "as_of"
    NOTE = "note"


ROW_FIELDS = (Field.STATUS, Field.PROGRESS, Field.PROBLEMS, Field.NEXT_STEPS)
INDICATOR_FIELDS = (Field.MONTH_VALUE, Field.CUMULATIVE, Field.AS_OF, Field.NOTE)

FIELD_WORDS = {
    Field.STATUS: "完成状态",
    Field.PROGRESS: "进展情况",
    Field.PROBLEMS: "存在问题",
    Field.NEXT_STEPS: "下一步打算",
    Field.MONTH_VALUE: "本月数",
    Field.CUMULATIVE: "累计数",
    Field.AS_OF: "数据截至",
    Field.NOTE: "说明",
}

CLEAR_MARK = "（清空）"
"""What a unit writes to strike out an answer; a blank never does."""

ROLE_WORDS = {Role.LEAD: "牵头单位", Role.RESPONSIBLE: "责任单位"}

ROW_STATE_WORDS = {
    RowState.OPEN: "在办",
    RowState.CLOSING: "申请销号",
    RowState.CLOSED: "已销号",
    RowState.PAUSED: "暂停",
}

ROW_FREQUENCY_WORDS = {
    RowFrequency.MONTH: "月",
    RowFrequency.QUARTER: "季",
    RowFrequency.HALF_YEAR: "半年",
    RowFrequency.YEAR: "年",
    RowFrequency.NEVER: "不调度",
}

INDICATOR_KIND_WORDS = {
    IndicatorKind.LEVEL: "时点数",
    IndicatorKind.ANNUAL_TOTAL: "当年累计",
    IndicatorKind.RUNNING_TOTAL: "启动以来累计",
    IndicatorKind.RATE: "率",
    IndicatorKind.GROWTH: "增幅",
}

INDICATOR_REPORTING_WORDS = {
    IndicatorReporting.ONE: "一家报",
    IndicatorReporting.SUM: "多家相加",
    IndicatorReporting.CHECKED: "一家报一家核",
    IndicatorReporting.NOBODY: "暂不调度",
    IndicatorReporting.UNSETTLED: "待确定",
}

LIGHT_WORDS = {
    Light.DONE: "已达成",
    Light.ON_PACE: "达到序时",
    Light.BEHIND: "滞后",
    Light.SERIOUS: "严重滞后",
    Light.UNREPORTED: "未报",
}

LIGHT_COLOUR_WORDS = {
    Light.DONE: "蓝",
    Light.ON_PACE: "绿",
    Light.BEHIND: "黄",
    Light.SERIOUS: "红",
    Light.UNREPORTED: "灰",
}

LIGHT_SHAPES = {
    Light.DONE: "◆",
    Light.ON_PACE: "●",
    Light.BEHIND: "▲",
    Light.SERIOUS: "■",
    Light.UNREPORTED: "○",
}

GRADE_WORDS = {Grade.MUST: "必须改", Grade.EXPLAIN: "请说明"}

RELATION_WORDS = {">=": "不低于", "<=": "不超过", "~": "左右"}

SCHEDULE_HEADS = ("序号", "主要任务", "推进措施及目标", "牵头单位", "责任单位")
"""The annex's own columns, the way it is printed."""

CONTESTED_TEXT = "〔两处不一致，待核定〕"
TO_BE_WORDED = "〔待统稿〕"

REFUSALS = {
    "issued": "该报告期已印发，不能再改动；如需改正请用“更正”，迟到的材料按“补报”处理",
    "not-issued": "该报告期尚未印发",
    "already-undone": "该批次已经撤销过",
    "batch-after-issue": "该批次涉及已印发的报告期，不能撤销",
    "not-coordinator": "本方案由其他单位牵头调度，本单位只填报",
    "own-request": "这张填报表是本工作库自己发出的，可直接在“填报”页填写",
    "output-exists": "目标文件正在使用中或无法写入",
    "final-before-due": "最后期限早于截止日期，请重新写",
    "no-extension-reason": "没有写延期理由，请写明为什么延期",
    "extension-before-due": "延期的日期早于本期截止日期，请写截止日期以后的日子",
    "not-its-rows": "这个文件里没有该单位的任务或指标，请选别的单位，或选“不收”",
    "nothing-to-chase": "各单位都已报齐，没有要催报的",
    "bad-contacts": "通讯录的表头请写“单位、联系人、电话、邮箱”，每行一位联系人",
    "nothing-to-mend": "没有要退回修改的内容",
    "not-reported": "该单位这个报告期还没有报送，没有可以退回的内容；请改用催报",
    "nobody-asked": "没有需要报送的单位",
    "nothing-to-reply": "该报告期还没有收到填报表",
    "not-a-backup": "这个备份文件已损坏，没有恢复任何内容",
    "choice-unknown": "没有这个选项",
    "bad-value": "填写的内容不符合要求",
    "not-a-serial": "序号请写成大于零的整数",
    "serial-taken": "已有一行用这个序号，请换一个序号",
    "not-a-due": "完成时限请写成“2025年”“2025年6月”或“2025年6月30日”，不限定的留空",
    "not-a-value": "目标值请只写一个数，范围请写成“1—3”，计量单位另写一格",
    "not-terms": "口径请写成“每年”“较2023年”，或两者都写，没有的留空",
    "no-own-unit": "请先选定或写明本单位是哪一家，再确认建立方案",
    "no-name": "名称不能为空",
    "name-taken": "这个名称已有别的单位在用",
    "plan-exists": "这份文件已经建过方案，不再重复建立",
    "no-such-month": "报告期写法看不懂，请写成“2025-10”“2025-Q3”或“2025-01..02”",
    "not-asked": "这一格不属于该单位的填报范围",
    "no-reason": "请写明理由后再保存",
    "not-undoable": "这一步没有可以撤销的内容",
    "step-after-issue": "这一步销号已用于印发的报告期，不能撤销；要继续督办，请对这一行办理“恢复在办”",
    "step-followed": "这一行之后又办过销号的步骤，不能先撤销这一步；请从最后一步往前撤销",
    "step-revised": "方案在这一步之后有了新版本，不能撤销；请对这一行再办一步（恢复在办、不予销号）",
    "signed-after-issue": "该报告期已印发，签发件的登记不能撤销；登记有误请重新登记一次，以最后一次为准",
    "rules-after-issue": "该报告期已按这一版亮灯规则印发，不能撤销；要改规则请另存一版，从没有印发的报告期起执行",
    "not-correcting": "该报告期没有正在进行的更正",
    "no-such-rows": "没有符合条件的任务，请放宽条件",
    "nothing-to-correct": "印发后没有改动过内容，无需更正；请先改正有误的内容",
    "same-file": "来源与目标是同一个文件",
    "target-exists": "目标位置已有文件，未作覆盖",
    "nothing-chosen": "没有要确认的变更",
    "open-question": "有一行对应哪一行还没有确定，请先在列出的选项中选定",
    "two-answers": "同一处变更选了两种处理，请只选一种",
    "same-row-twice": "两个新行不能都当作同一个原行，请重新选定",
    "version-issued": "该报告期已印发，变更只能从之后的月份起执行",
    "version-order": "方案已有从这一天起执行的版本，新的变更不能早于它",
    "proposal-outdated": "方案在此期间有改动，请重新读取新文件后再确认",
    "already-settled": "这一处已经确认过",
    "duty-units": "填报方式与单位数不符：一家报写一家，多家相加写两家以上，一家报一家核写两家（先报后核），暂不调度不写单位",
    "not-answered": "该报告期还没有可以回报的内容",
    "other-unit": "这张填报表是发给这个单位的，而本工作库里由另一个单位填报这个方案；请另建工作库打开",
    "undecided": "还有两处不一致的内容没有核定，请先在“待定事项”中决定，再生成报送文件",
    "no-table": "文件里没有找到带栏目名称的表格，请确认打开的是要填的表",
    "old-template": "模板须是 .xlsx 文件，请用 WPS 或 Office 打开，另存为 .xlsx 后再用",
    "old-form": "这种格式不能在原表上填写，请用 WPS 或 Office 打开，另存为 .xlsx 后再填",
    "chosen-after-issue": "该报告期已印发，只能重印原件，不能另选列或行",
    "no-such-column": "进展情况表没有这一列，请写表头上的名称（如“进展情况”“牵头单位”）",
    "no-such-head": "没有这个栏目，请写本程序的栏目名称（如“进展情况”“累计数”），不用的列写“不用”",
    "no-such-item": "对应关系看不懂，请写成“任务3”“指标2”（有几个方案的写“方案2任务3”），不用的行写“不用”",
    "not-sent": "这个报告期还没有送审，没有可以收回的改稿",
    "another-paper": "这个文件与送审稿对不上，没有收回任何改动；请确认选的是改好的送审稿",
    "bad-rules": "这个文件不是亮灯规则，没有保存",
    "below-target": "还没有达到目标，不能销号",
    "wrong-state": "这一行现在的状态不能这样办",
    "bad-style": "自定文稿写法中有不认识的名称或占位，没有保存",
    "no-such-kind": "没有这种文稿",
    "no-kinds": "请选定用于哪几种文稿",
    "no-mark": "用红头的，请写发文机关标志，如“某某市发展和改革委员会文件”",
    "bad-place": "花括号里只能写{年份}{期号}{报告期}{日期}{方案}{单位}，括号要成对",
    "too-long": "写得过长，或者分了行，请改短",
    "no-title": "标题不能为空",
    "not-an-issue-number": "期号请写成大于零的整数",
    "which-unit": "这种文稿写给一个单位，请说明是哪个单位",
    "nothing-to-fill": "没有可以填进去的内容，请先核对各列的对应关系和本单位这个月的数据",
}
