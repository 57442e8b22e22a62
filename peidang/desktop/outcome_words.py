"""What became of a file of a drop, in the words of the office."""

from collections.abc import Mapping

from peidang.app.views import FileOutcome
from peidang.domain.labels import Light

OUTCOMES: dict[str, tuple[str, Light]] = {
    "taken": ("已入表", Light.ON_PACE),
    "nothing-new": ("没有新内容", Light.UNREPORTED),
    "same-again": ("重复文件", Light.UNREPORTED),
    "older": ("较旧的版本", Light.UNREPORTED),
    "wrong-month": ("不是本月的表", Light.BEHIND),
    "wrong-plan": ("不是本方案的表", Light.SERIOUS),
    "wrong-unit": ("单位与表不符", Light.SERIOUS),
    "unknown-unit": ("认不出单位", Light.SERIOUS),
    "needs-decision": ("有待核定", Light.BEHIND),
    "needs-password": ("有密码，打不开", Light.SERIOUS),
    "evidence": ("佐证材料", Light.UNREPORTED),
    "request": ("别处发来的空表", Light.UNREPORTED),
    "refused": ("未收", Light.SERIOUS),
}

RECOGNISED = {"token": "凭编号识别", "ids": "凭行号识别", "content": "凭内容识别", "": ""}

CELLS = {
    "new": "新填",
    "updated": "更新",
    "unchanged": "未变",
    "conflicting": "两处不一致",
    "pending": "待核定",
}

WILL_BE = {"taken": "可以入表"}
"""While only looked at: said instead of what it will be afterwards."""


def outcome_words(one: FileOutcome, taken: bool) -> tuple[str, Light]:
    """The outcome's words, and the light it takes its shape and colour from."""
    words, light = OUTCOMES.get(one.outcome, (one.outcome, Light.UNREPORTED))
    return (words if taken else WILL_BE.get(one.outcome, words)), light


def counted(cells: Mapping[str, int]) -> str:
    """新填12格 更新1格; what is none is not said."""
    return " ".join(f"{CELLS[key]}{cells[key]}格" for key in CELLS if cells.get(key))
