"""The request workbook out: one .xlsx for one unit and one period (design section 6), blank or filled."""

import io
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import BinaryIO

import xlsxwriter

from peidang.domain.labels import Field
from peidang.domain.periods import parse_span
from peidang.domain.travel import Request
from peidang.exchange.form_content import blocks_of
from peidang.exchange.form_sheet import Answers, write_form
from peidang.exchange.guide_sheet import write_guide
from peidang.exchange.identity_sheet import write_identity
from peidang.exchange.sign_off_sheet import write_sign_off
from peidang.exchange.styles import make_styles
from peidang.files.zip_parts import change_part

_FORM_PART = "xl/worksheets/sheet1.xml"
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
    out.write(_with_growing_rows(draft.getvalue()))


def request_file_name(request: Request) -> str:
    """01_市发展改革委_2025年10月填报表.xlsx: official order, unit, period; fit for Windows. A reply ends in _已填."""
    unit = request.plan.unit(request.unit_id)
    name = _UNSAFE_IN_NAMES.sub("_", unit.name).strip(" .")[:_LONGEST_UNIT]
    filled = "_已填" if request.return_id else ""
    return f"{unit.position:02d}_{name}_{parse_span(request.period_key).label}填报表{filled}.xlsx"


def _write(request: Request, answers: Answers, out: BinaryIO, made_at: datetime) -> None:
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    # No author and no company: what leaves the office says who it is from only where people read it.
    workbook.set_properties({"created": made_at.astimezone(UTC)})
    styles = make_styles(workbook)
    blocks = blocks_of(request)
    write_form(workbook, styles, request, blocks, answers)
    write_sign_off(workbook, styles, request, blocks, answers)
    write_guide(workbook, styles, request)
    write_identity(workbook, request, blocks)
    workbook.close()


def _check_nothing_else_inside(request: Request) -> None:
    """What one unit is sent holds no other unit's rows (design section 10)."""
    asked = {sent.row.id for sent in request.rows} | {sent.indicator.id for sent in request.indicators}
    inside = {row.id for row in request.plan.rows} | {indicator.id for indicator in request.plan.indicators}
    if inside - asked:
        raise ValueError("the plan inside the request holds items this unit is not asked for")


def _with_growing_rows(data: bytes) -> bytes:
    """Heights stay as a proposal, but no longer as fixed: rows then grow while the unit types.

    XlsxWriter marks every height it writes as set by hand, which stops all programs from fitting the row.
    """
    return change_part(data, _FORM_PART, lambda part: _FIXED_HEIGHT.sub(rb"\1", part))
