"""What the request workbook looks like to a reader: its sheets, its two blocks, their titles and column heads.

The texts are exact (design section 6): the program finds the columns again by them.
"""

from peidang.domain.labels import FIELD_WORDS, INDICATOR_FIELDS, ROW_FIELDS, Field

FORM_SHEET = "填报表"
SIGN_OFF_SHEET = "审签页"
GUIDE_SHEET = "填报说明"
MEND_SHEET = "退回说明"
"""The guide of a 退回单: what goes back, and why."""
INDICATOR_FORM_SHEET = "指标填报表"
"""In a 总表 the indicators have a sheet of their own, so that both lists can be filtered by unit."""
IDENTITY_SHEET = "_peidang"

DEMONSTRATION = "演示数据"

SERIAL_HEAD = "序号"
INDICATORS_TITLE = "一、指标完成情况"
ROWS_TITLE = "二、任务进展情况"
"""The numbers stay as they are where a unit has only one block: everybody on the telephone means the same block."""

INDICATOR_LOCKED_HEADS = ("指标", "目标", "计量单位", "完成时限", "上期累计")
INDICATOR_HEADS = (SERIAL_HEAD, *INDICATOR_LOCKED_HEADS, *(FIELD_WORDS[f] for f in INDICATOR_FIELDS))

ROW_LOCKED_HEADS = ("主要任务", "推进措施及目标", "牵头单位", "责任单位")
PREVIOUS_HEADS = ("上月进展", "上月下一步打算")
ROW_HEADS = (SERIAL_HEAD, *ROW_LOCKED_HEADS, *PREVIOUS_HEADS, *(FIELD_WORDS[f] for f in ROW_FIELDS))

MEND_NOTE = "退回原因："
"""Begins the 批注 over a cell of a 退回单."""

REPORTER_HEAD = "填报单位"
"""Only in a 总表, before the answers: whose line it is."""

FIELD_BY_HEAD: dict[str, Field] = {word: field for field, word in FIELD_WORDS.items()}
