"""Every error is one sentence: what happened and what to do, in Chinese, with nothing of the machine in it."""

import errno
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import peidang
from peidang.app.sentences import sentence
from peidang.domain import errors, rule_sheet  # noqa: F401
from peidang.domain.errors import Ambiguous, FileUnreadable, NotFound, PeidangError, Refused
from peidang.domain.file_words import UNREADABLE
from peidang.domain.labels import REFUSALS
from peidang.domain.leaks import Leak, LeakKind

RAISED = re.compile(r'Refused\(\s*"([a-z-]+)"')
LATIN = re.compile(r"[A-Za-z]{2,}")
OUR_WORDS = {"plan", "txt", "WPS", "Office", "Word", "PDF", "SQLite", "OFD", "docx", "Q3"}
FORMATS = {"CSV", "MB", "xlsx", "ods", "odt", "rar", "eml", "msg", "Outlook", "winmail", "dat"}


def kinds(kind: type[PeidangError] = PeidangError) -> Iterator[type[PeidangError]]:
    """All kinds of errors there are."""
    for one in kind.__subclasses__():
        yield one
        yield from kinds(one)


def example(kind: type[PeidangError]) -> PeidangError:
    """An error of this kind with facts of the right types."""
    types: dict[object, object] = {
        str: "某物",
        int: 7,
        tuple[str, ...]: ("甲", "乙"),
        tuple[Leak, ...]: (Leak(LeakKind.AUTHOR, "甲表.xlsx", "某人"),),
    }
    facts = getattr(kind, "__dataclass_fields__", {}).values()
    values = [types.get(one.type, "某物") for one in facts]
    return kind(*values) if facts else _plain(kind)


def _plain(kind: type[PeidangError]) -> PeidangError:
    try:
        return kind()
    except TypeError:
        return kind("某物")


@pytest.mark.parametrize("kind", sorted(set(kinds()), key=lambda one: one.__name__))
def test_every_kind_of_error_has_a_sentence_of_its_own(kind: type[PeidangError]) -> None:
    told = sentence(example(kind))
    assert told.endswith(("。", "？", "！"))
    assert kind.__name__ not in told
    assert "操作没有完成" not in told


def test_every_refusal_that_is_raised_anywhere_has_a_sentence() -> None:
    sources = Path(peidang.__file__).parent.rglob("*.py")
    raised = {why for one in sources for why in RAISED.findall(one.read_text(encoding="utf-8"))}
    assert len(raised) > 30
    assert raised <= set(REFUSALS)


@pytest.mark.parametrize("why", REFUSALS)
def test_every_refusal_is_told_with_what_it_is_about(why: str) -> None:
    told = sentence(Refused(why, "甲方案"))
    assert "甲方案" in told
    assert set(LATIN.findall(told)) <= OUR_WORDS | FORMATS


@pytest.mark.parametrize("reason", UNREADABLE)
def test_every_unreadable_file_is_told_by_name(reason: str) -> None:
    told = sentence(FileUnreadable("报送.xlsx", reason))
    assert "报送.xlsx" in told
    assert set(LATIN.findall(told)) <= OUR_WORDS | FORMATS


def test_several_plans_are_listed_and_it_says_how_to_choose() -> None:
    told = sentence(Ambiguous("方案", ("1. 甲", "2. 乙")))
    assert "1. 甲；2. 乙" in told
    assert "--plan" in told


def test_what_was_not_found_is_named() -> None:
    assert "“2025-12”" in sentence(NotFound("报告期", "2025-12"))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EISDIR, errno.EROFS, errno.EACCES])
def test_what_the_system_says_is_told_in_our_words(number: int) -> None:
    told = sentence(OSError(number, "some english words", "库.peidang"))
    assert "some english words" not in told
    assert "库.peidang" in told


def test_what_nobody_foresaw_is_named_so_that_it_can_be_told_on() -> None:
    told = sentence(ValueError("strange"))
    assert "ValueError" in told
    assert "报告期" not in told
