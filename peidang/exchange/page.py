"""What stands above and below every printed page."""

from typing import Any

from peidang.domain.plan import Plan
from peidang.domain.sheet_values import utf16_length, writable
from peidang.domain.travel import Request
from peidang.exchange.heads import DEMONSTRATION
from peidang.exchange.styles import BODY_FONT, HEADING_FONT

A3 = 8
A4 = 9

_HEADER_LIMIT = 200
"""A header holds 255 characters, codes included; a longer plan title is shortened here only, with a mark."""


def set_header_and_footer(sheet: Any, request: Request, what: str) -> None:
    """Plan, unit and paper in the middle, 演示数据 on the right; number of the request and page below."""
    who = f"{request.unit_name} {request.for_whom}".strip()
    set_lines(sheet, request.plan, who, what, f"编号 {short_token(request)}")


def set_lines(sheet: Any, plan: Plan, who: str, what: str, number: str) -> None:
    """The same for a paper that is no single request; ``who`` and ``number`` may be ''."""
    demonstration = DEMONSTRATION if plan.demonstration else ""
    unit = _coded(who, 40)
    # The unit stands under the plan: beside it a long name would be printed over the plan's.
    line = f"{unit}　{what}" if unit else what
    title = _coded(plan.title, _HEADER_LIMIT - 60 - utf16_length(unit) - utf16_length(what))
    sheet.set_header(
        f'&C&"{HEADING_FONT},Regular"&12 {title}\n&"{BODY_FONT},Regular"&10 {line}'
        f'&R&"{HEADING_FONT},Regular"&12 {demonstration}'
    )
    sheet.set_footer(f"&L&9 {number}&C&9 第 &P 页 共 &N 页&R&9 {demonstration}")


def short_token(request: Request) -> str:
    """The part of the token that people read out to each other."""
    return request.token[:8].upper()


def _coded(text: str, limit: int) -> str:
    """Text as a header takes it: no line breaks, & doubled, at most ``limit`` characters."""
    line = " ".join(writable(text).split())
    if utf16_length(line) > limit:
        line = line[: limit - 1] + "…"
    return line.replace("&", "&&")
