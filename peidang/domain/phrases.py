"""Targets and dues as they are printed in every paper, workbook and page."""

from peidang.domain.labels import RELATION_WORDS
from peidang.domain.numbers import plain
from peidang.domain.plan import Indicator, Target


def target_text(target: Target) -> str:
    """不低于35%, 600亿元左右, 不超过80家, 1—3项左右; a growth names its base year: 较2023年增长不低于15%."""
    figure = plain(target.value)
    if target.value_high is not None:
        figure += f"—{plain(target.value_high)}"
    figure += target.unit_of_measure
    word = RELATION_WORDS[target.relation]
    text = f"{figure}{word}" if target.relation == "~" else f"{word}{figure}"
    if target.baseline:
        text = f"较{due_text(target.baseline)}增长{text}"
    return f"每年{text}" if target.annual else text


def targets_text(indicator: Indicator, between: str = "\n") -> str:
    """An indicator's targets in order; where there are several, each with its due: 2025年：较2023年增长不低于15%."""
    several = len(indicator.targets) > 1
    return between.join(
        f"{due_text(target.due)}：{target_text(target)}" if several and target.due else target_text(target)
        for target in indicator.targets
    )


def due_text(due: str | None) -> str:
    """2025年, 2025年6月, 2025年6月30日; '' without a due; what is no such day is kept as it stands."""
    if not due:
        return ""
    parts = due.split("-")
    if len(parts) > 3 or not all(part.isdecimal() for part in parts):
        return due
    return "".join(f"{int(part)}{word}" for part, word in zip(parts, "年月日", strict=False))


def target_due_text(target: Target) -> str:
    """When a target is due: 2025年, 2025年6月30日, 每年, 每年（至2028年）; '' where nothing is said."""
    words = due_text(target.due)
    if target.annual:
        return f"每年（至{words}）" if words else "每年"
    return words


def dues_text(indicator: Indicator, between: str = "\n") -> str:
    """The dues of an indicator's targets in order, each once."""
    return between.join(dict.fromkeys(text for text in map(target_due_text, indicator.targets) if text))
