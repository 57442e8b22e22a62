"""完成状态 in other offices' words: 办结, 序时推进, 尚未启动 … become one of ours, or nothing."""

import re
import unicodedata

from peidang.domain.labels import Status

_WORDS: tuple[tuple[Status, str], ...] = (
    (Status.NOT_STARTED, r"(?:尚|还|暂)?未(?:启动|开展|开工|开始|实施)|待启动|筹备中?"),
    (
        Status.BEHIND,
        r"(?:进度|进展)?(?:严重)?(?:滞后|缓慢|迟缓|偏慢|落后)|未达(?:到)?序时(?:进度)?|超期|逾期(?:未完成)?|未按期完成",
    ),
    (Status.LASTING, r"(?:长期|持续|常年)(?:坚持|推进|开展|实施)|常态化(?:推进|开展)?|长期"),
    (Status.DONE, r"(?:已|全部|均已|如期|按期|提前|已全部|已经)?(?:完成|办结|完结|结束|销号|完工|竣工)|√|是"),
    (
        Status.NORMAL,
        r"(?:正常|有序|序时|按序时|按计划|顺利|正在|稳步|加快|积极)?(?:推进|进行|实施|办理|开展)(?:中|之中)?"
        r"|(?:达到|符合)序时(?:进度)?|进度正常|进展顺利|正常|在办|在建|已(?:启动|开工|开展)",
    ),
)
_COMPILED = tuple((status, re.compile(pattern)) for status, pattern in _WORDS)
_MARKS = re.compile(r"[\s，。、；：！（）()\[\]【】“”\"'.,;:!●■▲◆○☑✓]+")


def status_of(text: str) -> Status | None:
    """The status a word stands for; None when it is no such word. A percentage says 100%: done, else nothing."""
    bare = _MARKS.sub("", unicodedata.normalize("NFKC", text))
    if re.fullmatch(r"100(?:\.0+)?%", bare):
        return Status.DONE
    return next((status for status, pattern in _COMPILED if pattern.fullmatch(bare)), None)
