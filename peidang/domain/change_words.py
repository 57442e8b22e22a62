"""What a newer document would change, in the words of the office: one sentence per change."""

from collections.abc import Sequence

from peidang.domain.phrases import due_text, target_text
from peidang.domain.plan import Plan, Row, Target
from peidang.domain.plan_changes import Change, ChangeKind, Edit, NewReading, Option, Takes
from peidang.domain.plan_document import DocumentRow
from peidang.domain.proposals import plan_target

CELLS = {
    "serial": "序号",
    "section": "章节",
    "task": "主要任务",
    "measure": "推进措施及目标",
    "leads": "牵头单位",
    "responsible": "责任单位",
    "due": "完成时限",
    "target": "目标",
    "row": "所在行",
}
SENTENCES = {
    ChangeKind.ROW_CHANGED: "第{old}行（新文件第{new}行）有改动",
    ChangeKind.ROW_ADDED: "新增一行（新文件第{new}行）：{words}",
    ChangeKind.ROW_DROPPED: "新文件中没有第{old}行，建议停用：{words}",
    ChangeKind.ROW_SPLIT: "第{old}行拆分为新文件第{new}行",
    ChangeKind.ROWS_MERGED: "第{old}行合并为新文件第{new}行：{words}",
    ChangeKind.WHICH_ROW: "新文件第{new}行与原第{old}行同样相近，请确定是哪一行：{words}",
    ChangeKind.RENUMBERED: "序号变动{count}行（内容不变）",
    ChangeKind.TARGET_CHANGED: "指标“{words}”的目标有改动",
    ChangeKind.TARGET_ADDED: "新增目标：{words}",
    ChangeKind.TARGET_DROPPED: "新文件中没有这个目标，建议停用：{words}",
}
CHOICES = {
    Takes.AS_PROPOSED: "按建议处理",
    Takes.APART: "不是同一行：原行停用，新行新增",
    Takes.SAME_ROW: "就是原第{serial}行：{words}",
    Takes.NEW_ROW: "都不是，作为新增行",
}
EMPTY = "（空）"
LONGEST = 60
AROUND = 12
"""Characters shown on either side of what differs."""


def change_sentence(change: Change, plan: Plan, reading: NewReading) -> str:
    """The change as one sentence, without its cells."""
    values = {"count": len(change.edits), "old": "", "new": "", "words": ""}
    if change.kind in (ChangeKind.TARGET_CHANGED, ChangeKind.TARGET_ADDED, ChangeKind.TARGET_DROPPED):
        values["words"] = _target_words(change, plan, reading)
    else:
        old = [plan.row(row_id) for row_id in change.old]
        new = [reading.rows[at] for at in change.new]
        values |= {"old": _serials(old), "new": _serials(new), "words": _row_words([*new, *old])}
    return SENTENCES[change.kind].format_map(values)


def edit_sentence(edit: Edit) -> str:
    """推进措施及目标：原“…”，现“…”; of long texts only where they differ, with some words around."""
    old, new = _where_different(edit.old, edit.new)
    return f"{CELLS.get(edit.cell, edit.cell)}：原“{old or EMPTY}”，现“{new or EMPTY}”"


def _where_different(old: str, new: str) -> tuple[str, str]:
    if max(len(old), len(new)) <= LONGEST or not (old and new):
        return old, new
    before = _in_common(old, new)
    after = min(_in_common(old[::-1], new[::-1]), min(len(old), len(new)) - before)
    start, left = max(before - AROUND, 0), max(after - AROUND, 0)
    cut = ("…" if start else "", "…" if left else "")
    told_old, told_new = (f"{cut[0]}{text[start : len(text) - left]}{cut[1]}" for text in (old, new))
    return told_old, told_new


def _in_common(one: str, other: str) -> int:
    """How many characters both begin with."""
    shorter = min(len(one), len(other))
    return next((at for at in range(shorter) if one[at] != other[at]), shorter)


def choice_words(option: Option, plan: Plan) -> str:
    """An option in words."""
    if not option.row_id:
        return CHOICES[option.takes]
    row = plan.row(option.row_id)
    return CHOICES[option.takes].format(serial=row.serial, words=_row_words([row]))


def _serials(rows: Sequence[Row | DocumentRow]) -> str:
    return "、".join(str(row.serial) for row in rows)


def _row_words(rows: Sequence[Row | DocumentRow]) -> str:
    if not rows:
        return ""
    first = rows[0]
    words = f"{first.task}——{first.measure}" if first.task and first.measure else first.task or first.measure
    return words if len(words) <= LONGEST else words[: LONGEST - 1] + "…"


def _target_words(change: Change, plan: Plan, reading: NewReading) -> str:
    if change.kind is ChangeKind.TARGET_ADDED:
        new = reading.targets[change.new[0]]
        return _told(new.indicator, plan_target(new, None, ""))
    for one in plan.indicators:
        for target in one.targets:
            if target.id == change.old[0]:
                return one.name if change.kind is ChangeKind.TARGET_CHANGED else _told(one.name, target)
    raise KeyError(change.old[0])


def _told(name: str, target: Target) -> str:
    due = due_text(target.due)
    return f"“{name}”{target_text(target)}" + (f"（{due}）" if due else "")
