"""更正 of an issued month, asked for in plain words: what it will do, what was changed, what becomes of the old paper."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from peidang.desktop.desk import Desk
from peidang.desktop.report.asking import agreed

MOST_NAMED = 6
WHAT_IT_DOES = (
    "已印发的文稿原样留存，不会改动。\n\n"
    "开始更正后，可以改本期的填报内容、本局核定、统稿和文稿里的文字，每处改动都列出原文和改后内容。"
    "印发更正时另出一版，写明原为什么、更正为什么；印发之前可以撤销，也可以整个放弃。\n\n"
    "只用来改本单位的错漏；单位迟报的按“补报”，在下一期说明。"
)


def begin(desk: Desk, parent: QWidget) -> bool:
    """更正…: ask, then open the issued month for own errors."""
    period = desk.period
    return (
        period is not None
        and agreed(parent, "更正", f"更正{period.span.label}的报告？", WHAT_IT_DOES, "开始更正")
        and desk.begin_correction()
    )


def drop(desk: Desk, parent: QWidget) -> bool:
    """放弃更正: ask when there is something to lose, then everything is as it was issued."""
    changes = desk.corrections or ()
    words = f"改过的{len(changes)}处都撤回，本期回到印发时的样子。"
    sure = not changes or agreed(parent, "放弃更正", "放弃这次更正？", words, "放弃更正")
    return sure and desk.drop_correction()


def may_issue(desk: Desk, parent: QWidget, changes: Sequence[str]) -> bool:
    """印发更正: tell what the new paper will say before it is made."""
    period = desk.period
    if period is None:
        return False
    named = [*changes[:MOST_NAMED]]
    if len(changes) > MOST_NAMED:
        named.append(f"……共{len(changes)}处。")
    named.append("印发后另成一版，文稿开头写明以上内容；原来印发的一版仍然留存。")
    return agreed(parent, "印发更正", f"印发{period.span.label}报告的更正？", "\n\n".join(named), "印发更正")
