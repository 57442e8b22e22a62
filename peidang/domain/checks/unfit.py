"""What does not belong into an answer: a mark of secrecy, a formula that a spreadsheet has not worked out."""

import re
from collections.abc import Iterator

from peidang.domain.checks.base import Asked, shortened
from peidang.domain.finding import Finding
from peidang.domain.labels import FIELD_WORDS, INDICATOR_FIELDS, ROW_FIELDS, Field
from peidang.domain.secrecy import secrecy_words

_FORMULA = re.compile(r"=\s*[-+@A-Za-z('\"\[\d$]|'?[^'!\n]{0,80}\[\d+\][^'!\n]{0,80}'?!\$?[A-Z]{1,3}\$?\d")
_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)")
_WORDS = (Field.PROGRESS, Field.PROBLEMS, Field.NEXT_STEPS, Field.NOTE)


def secrecy_word(asked: Asked) -> Iterator[Finding]:
    """``secrecy-word``: an answer bears a mark such as 机密★10年 or 内部资料; one finding for a cell."""
    for item_id, field, text in _answers(asked):
        if found := secrecy_words(text):
            at, words = found[0]
            message = (
                f"“{FIELD_WORDS[field]}”疑似含密级字样“{shortened(words)}”，请确认不涉密；"
                "涉密内容不得在本系统处理。"
            )
            yield asked.explain("secrecy-word", item_id, field, message, ((at, at + len(words)),))


def formula_as_text(asked: Asked) -> Iterator[Finding]:
    """``formula-as-text``: words are asked for, and a formula without its value or an error stands there."""
    for item_id, field, text in _answers(asked):
        if field in _WORDS and is_formula(text):
            message = (
                f"“{FIELD_WORDS[field]}”现为公式“{shortened(text)}”，没有存下文字；"
                "请打开原表重新保存后再报，或直接填写文字。"
            )
            yield asked.must("formula-as-text", item_id, field, message)


def is_formula(text: str) -> bool:
    """``=F6+G6``, ``'[1]Sheet1'!A1`` or ``#REF!``."""
    return bool(_FORMULA.match(text) or _ERROR.fullmatch(text))


def _answers(asked: Asked) -> Iterator[tuple[str, Field, str]]:
    for row in asked.rows:
        entry = asked.entry(row)
        for field in ROW_FIELDS:
            if text := entry.value(field):
                yield row.id, field, text
    for indicator in asked.indicators:
        reading = asked.reading(indicator)
        for field in INDICATOR_FIELDS:
            if text := reading.value(field):
                yield indicator.id, field, text
