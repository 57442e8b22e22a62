"""密级字样: words that mark a text as classified or internal, told from talk about secrets.

A level counts with its star, its years, 级, 密级, 文件 or 资料, or alone in a line or brackets; so do the usual notes
(内部资料, 注意保密, 不得外传). 不得填写国家秘密, 商业秘密保护, 保密局, 国家秘密载体管理 and 做好机密文件管理 are
talk: the task of an office, or what every form says. A text that only forbids something is none either.
注意保存 counts with 内部资料 only: archives say it, too.
"""

import re

LEVELS = r"(?:绝[ \u3000]*密|机[ \u3000]*密|秘[ \u3000]*密)"
MARKS = (
    rf"{LEVELS}\s*[★☆＊*]\s*(?:\d+\s*年|长期)?",
    rf"[★☆]\s*{LEVELS}",
    rf"{LEVELS}(?:级)?\s*\d+\s*年(?!度)",
    rf"{LEVELS}级(?!别)",
    rf"密\s*级\s*(?:[：:]|[为是](?={LEVELS}))\s*(?!公开|无|普通|一般|非密|不涉密|未定密){LEVELS}?",
    rf"{LEVELS}(?:文件|资料|材料|事项)(?!的?(?:保密)?(?:管理|保管|清退|清理|流转|收发|传递|安全|销毁|保护|检查))",
    rf"(?<!不)属于?{LEVELS}",
    rf"(?<!不)(?:为|系|是){LEVELS}(?=[。，；,;\s]|$)",
    rf"[【〔\[（(]\s*{LEVELS}\s*[】〕\]）)]",
    rf"(?m:^\s*{LEVELS}\s*(?:[：:]|$))",
    r"内部(?:资料|文件|材料)(?!性|的?(?:管理|流转|整理|归档|收集|汇编|审核|审查|印发|制度|使用|共享|清理))",
    r"注意保密(?!工作|教育|宣传|管理)",
    r"(?:不得|不准|严禁|请勿|切勿|禁止)(?:对外)?(?:外传|外泄|泄露)(?!国家秘密|商业秘密|个人|工作秘密|客户)",
)
TALK = (
    r"(?:国家|商业|工作|技术|企业|个人|保守|泄露)秘密(?![★☆＊*])",
    rf"(?:不得|严禁|禁止|请勿|切勿|不含|不涉及|不涉|未涉及)[^，。；,;\n★☆]{{0,12}}{LEVELS}级?"
    rf"(?:[、或和]{LEVELS}级?)*(?:以上)?(?:文件|资料|材料|信息|内容|事项)?(?![★☆＊*])",
)
"""Taken out before the marks are looked for."""

_TELLING = ("密", "内部", "外传", "外泄")
_MARKS = re.compile("|".join(MARKS))
_OPENLY = re.compile(r"(?:本|此|该)(?:件|文|文件|表|材料|资料|内容|数据|信息)(?:属于?|为|系|涉及)国家秘密")
_TALK = re.compile("|".join(TALK))


def secrecy_words(text: str) -> tuple[tuple[int, str], ...]:
    """(position, words) of each mark in a text, each wording once; empty for nearly every text, and then quickly."""
    if not any(word in text for word in _TELLING):
        return ()
    found = [*_OPENLY.finditer(text), *_MARKS.finditer(_TALK.sub(_blanked, text))]
    told: dict[str, int] = {}
    for match in sorted(found, key=lambda one: one.start()):
        words = text[match.start() : match.end()]
        told.setdefault(words.strip(), match.start() + len(words) - len(words.lstrip()))
    return tuple((at, words) for words, at in told.items())


def _blanked(match: re.Match[str]) -> str:
    """Something that is part of no mark, as long as what it stands for: positions stay."""
    return "□" * len(match.group())
