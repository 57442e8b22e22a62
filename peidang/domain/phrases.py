"""Targets and dues as they are printed in every paper, workbook and page."""

from peidang.domain.labels import RELATION_WORDS
from peidang.domain.numbers import plain
from peidang.domain.plan import Target


def target_text(target: Target) -> str:
    """不低于35%, 600亿元左右, 不超过80家, 1—3项左右; a growth names its base year: 较2023年增长不低于15%."""
    figure = plain(target.value)
    if target.value_high is not None:
        figure += f"—{plain(target.value_high)}"
    figure += target.unit_of_measure
    word = RELATION_WORDS[target.relation]
    text = f"{figure}{word}" if target.relation == "~" else f"{word}{figure}"
    if target.baseline:
        text = f"较{target.baseline}年增长{text}"
    return f"每年{text}" if target.annual else text


def due_text(due: str | None) -> str:
    """2025年, 2025年6月, 2025年6月30日; '' without a due."""
    if not due:
        return ""
    return "".join(f"{int(part)}{word}" for part, word in zip(due.split("-"), "年月日", strict=False))
