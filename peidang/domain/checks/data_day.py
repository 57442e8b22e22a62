"""请说明: a 数据截至 that is no day, or none of which a figure of this period can speak."""

from collections.abc import Iterator
from datetime import date

from peidang.domain.checks.base import Asked, shortened
from peidang.domain.data_days import OLDEST, read_day
from peidang.domain.finding import Finding
from peidang.domain.labels import CLEAR_MARK, Field
from peidang.domain.periods import Span


def as_of_unclear(asked: Asked) -> Iterator[Finding]:
    """``as-of-unclear``: 数据截至 cannot be read, or lies after the period or more than a year before it."""
    span = asked.month.period.span
    for indicator in asked.indicators:
        text = asked.reading(indicator).as_of
        why = "" if not text or text == CLEAR_MARK else _why(text, span)
        if why:
            example = span.end.replace(day=25).isoformat()
            message = (
                f"“数据截至”现为“{shortened(text)}”，{why}，暂按期末{_words(span.end)}计算；"
                f"请核对，写成年-月-日，如 {example}；确实无误的请在“说明”中写明原因。"
            )
            yield asked.explain("as-of-unclear", indicator.id, Field.AS_OF, message, ((0, len(text)),))


def _why(text: str, span: Span) -> str:
    """'' where the day can be meant."""
    day = read_day(text, span)
    if day is None:
        return "看不出是哪一天"
    read = "" if text == day.isoformat() else f"读作{_words(day)}，"
    if day > span.end:
        return f"{read}晚于{span.label}期末"
    return f"{read}比{span.label}早一年以上" if day < span.start - OLDEST else ""


def _words(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
