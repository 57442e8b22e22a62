"""Words of the command line for what machines call by short names."""

from collections.abc import Mapping

from peidang.app.views import COUNT_WORDS, OUTCOME_WORDS

__all__ = ["OUTCOME_WORDS", "counts_words"]


def counts_words(counts: Mapping[str, int]) -> str:
    """新增12格，更新3格; '' when nothing counts."""
    return "，".join(f"{word}{counts[key]}格" for key, word in COUNT_WORDS.items() if counts.get(key))
