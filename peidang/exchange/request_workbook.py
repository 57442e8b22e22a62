"""The request workbook out: one .xlsx for one unit and one period (design section 6), blank or filled.

A 退回单 is the same workbook with only the cells to mend open; a passed-on request is it for a part of the lines.
"""

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, BinaryIO

import xlsxwriter

from peidang.domain.labels import Field
from peidang.domain.travel import Request
from peidang.exchange.form_content import Block, blocks_of
from peidang.exchange.form_sheet import Answers, paper_name, write_form
from peidang.exchange.guide_sheet import write_guide
from peidang.exchange.identity_sheet import write_identity
from peidang.exchange.mend_guide import write_mend_guide
from peidang.exchange.sign_off_sheet import write_sign_off
from peidang.exchange.styles import Styles, make_styles
from peidang.files.zip_parts import change_part

FIRST_SHEET = "xl/worksheets/sheet1.xml"
_FIXED_HEIGHT = re.compile(rb'(<row [^>]*ht="[^"]*") customHeight="1"')
_UNSAFE_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f\ud800-\udfff]+')
_LONGEST_UNIT = 50


def write_request(request: Request, out: BinaryIO, made_at: datetime | None = None) -> None:
    """Write the workbook with the base values in its answer cells. Same request and ``made_at``, same bytes.

    ``made_at`` (local time) is what the file says it was saved at; now, when none is given. Raises
    ``Refused("bad-value")`` when a text is too long for a cell, ``ValueError`` when the plan inside holds a row or
    an indicator that this unit is not asked for.
    """
    write_reply(request, {}, out, made_at)


def write_reply(
    request: Request,
    answers: Mapping[tuple[str, Field], str],
    out: BinaryIO,
    made_at: datetime | None = None,
) -> None:
    """Write the same workbook filled: by (row or indicator id, field); cells not named keep their base value.

    The base values inside stay the request's, so that the receiver sees what was changed. Raises like ``write_request``.
    """
    _check_nothing_else_inside(request)
    draft = io.BytesIO()
    _write(request, answers, draft, made_at or datetime.now())
    out.write(with_growing_rows(draft.getvalue(), FIRST_SHEET))


def request_file_name(request: Request) -> str:
    """01_市发展改革委_2025年10月填报表.xlsx: official order, unit, period; fit for Windows. A reply ends in _已填.

    A 退回单 says 退回单; a request passed on begins with whom it is for and ends in （转发）.
    """
    filled = "_已填" if request.return_id else ""
    if request.for_whom:
        return f"{_name_part(request.for_whom)}_{paper_name(request)}（转发）{filled}.xlsx"
    unit = request.plan.unit(request.unit_id)
    return f"{unit.position:02d}_{_name_part(unit.name)}_{paper_name(request)}{filled}.xlsx"


def _name_part(name: str) -> str:
    return _UNSAFE_IN_NAMES.sub("_", name).strip(" .")[:_LONGEST_UNIT]


def _write(request: Request, answers: Answers, out: BinaryIO, made_at: datetime) -> None:
    workbook = new_workbook(out, made_at)
    styles = make_styles(workbook)
    blocks = blocks_of(request)
    write_form(workbook, styles, request, blocks, answers)
    if request.mend:
        write_mend_guide(workbook, styles, request, blocks)
    else:
        _write_papers_beside(workbook, styles, request, blocks, answers)
    write_identity(workbook, request, blocks)
    workbook.close()


def _write_papers_beside(
    workbook: Any, styles: Styles, request: Request, blocks: tuple[Block, ...], answers: Answers
) -> None:
    if not request.for_whom:  # the unit itself signs for all that is joined
        write_sign_off(workbook, styles, request, blocks, answers)
    write_guide(workbook, styles, request)


def new_workbook(out: BinaryIO, made_at: datetime) -> Any:
    """A workbook without author or company: who it is from stands only where people read it."""
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"created": made_at.astimezone(UTC)})
    return workbook


def _check_nothing_else_inside(request: Request) -> None:
    """What one unit is sent holds no other unit's rows (design section 10)."""
    asked = {sent.row.id for sent in request.rows} | {sent.indicator.id for sent in request.indicators}
    inside = {row.id for row in request.plan.rows} | {indicator.id for indicator in request.plan.indicators}
    if inside - asked:
        raise ValueError("the plan inside the request holds items this unit is not asked for")


def with_growing_rows(data: bytes, *parts: str) -> bytes:
    """Heights stay as a proposal, but no longer as fixed: rows then grow while the unit types.

    XlsxWriter marks every height it writes as set by hand, which stops all programs from fitting the row.
    """
    for part in parts:
        data = change_part(data, part, lambda sheet: _FIXED_HEIGHT.sub(rb"\1", sheet))
    return data
