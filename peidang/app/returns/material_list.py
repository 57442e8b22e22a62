"""佐证材料 and 盖章件 of months in one list, with what is nobody's yet; and whose a file is, told by names and numbers."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from peidang.app.outgoing.output import NewFile, write_files
from peidang.app.returns import materials as kept
from peidang.app.returns.board import board
from peidang.app.store import stores
from peidang.app.store.stores import unit_named
from peidang.app.views import MadeFile
from peidang.db.store import Store
from peidang.domain.errors import NotFound
from peidang.domain.periods import Period
from peidang.domain.plan import Plan

SHORT = 8
"""As many letters of an id are shown; any beginning that fits one file is understood."""


@dataclass(frozen=True)
class MaterialLine:
    """A file kept; ``unit`` and ``signed`` are None while it is nobody's."""

    id: str
    file: str
    plan: str | None
    month: str | None
    unit: str | None
    row: int | None
    signed: bool | None
    note: str
    received: str = ""
    """When it came, as ISO time."""
    sha256: str | None = None
    """Of its bytes; None where only the paper is here."""


def _months(store: Store, month: str | None, plan: str | None) -> list[tuple[Plan, Period]]:
    """The periods meant, each with its plan. Raises NotFound where a month is named that no plan has."""
    heads = store.plans.heads()
    plans = [stores.pick_plan(store, plan)] if plan else [store.plans.get(head.id) for head in heads]
    span = stores.span_of(month) if month else None
    found = [
        (one, period) for one in plans for period in store.months.all(one.id) if span in (None, period.span)
    ]
    if month and not found:
        raise NotFound("报告期", month)
    return found


def material_lines(store: Store, month: str | None = None, plan: str | None = None) -> list[MaterialLine]:
    """What belongs to somebody, month by month, then what is nobody's, each once."""
    months = _months(store, month, plan)
    lines, loose = [], {}
    for one, period in months:
        serials = {row.id: row.serial for row in one.rows}
        for material in kept.materials_of(store, period.id):
            row = serials.get(material.item)
            name = store.units.get(material.unit_id).name
            lines.append(
                MaterialLine(
                    material.id[:SHORT],
                    material.name,
                    one.title,
                    period.span.key,
                    name,
                    row,
                    material.signed,
                    material.note,
                    material.made_at,
                    material.sha256,
                )
            )
        came = {receipt.id: receipt for receipt in store.returns.receipts()}
        for receipt, path, of_period in kept.unassigned_of(store, period.id):
            title, key = (one.title, period.span.key) if of_period else (None, None)
            loose[receipt] = MaterialLine(
                *(receipt[:SHORT], path, title, key, None, None, None, kept.ASK_WHOSE),
                received=came[receipt].made_at,
                sha256=came[receipt].sha256,
            )
    return [*lines, *loose.values()]


def lacking_signed(store: Store, plan_id: str, period_id: str, today: date) -> tuple[str, ...]:
    """The units whose electronic table is in, but not their 盖章件."""
    lines = board(store, plan_id, today, until=period_id, periods=1).lines
    return tuple(
        line.unit.name for line in lines if line.cells[-1] is not None and line.cells[-1].lacks_signed_page
    )


def save_copy(store: Store, line: MaterialLine, path: Path) -> MadeFile:
    """另存一份: the bytes as they came. Raises NotFound where only the paper is here, and like ``output.write_files``."""
    if line.sha256 is None:
        raise NotFound("材料的电子文件", line.file or line.note)
    return write_files([NewFile(path, "原件", store.returns.bytes_of(line.sha256), None)])[0]


def assign_named(
    store: Store, short: str, month: str, unit: str, serial: int | None, signed: bool | None, plan: str | None
) -> int:
    """Give what is nobody's to a unit; returns the batch to undo.

    Raises NotFound for the file, the unit or the row, Ambiguous where two plans have the unit and none is named.
    """
    months = _months(store, month, plan)
    waiting = {
        receipt for _, period in months for receipt, _ in kept.unassigned(store, period.id)
    }  # of several plans the same file may wait in each
    fits = [receipt for receipt in waiting if receipt.startswith(short)]
    if len(fits) != 1:
        raise NotFound("没有归属的材料", short)
    named = [(one, period) for one, period in months if _has(one, unit)]
    if len(named) > 1:
        stores.pick_plan(store, plan)  # raises Ambiguous, naming the plans
    picked, period = (named or months)[0]
    unit_id = unit_named(picked, unit)
    rows = {row.serial: row.id for row in picked.rows_of(unit_id)}
    if serial is not None and serial not in rows:
        raise NotFound("序号", str(serial))
    item = rows[serial] if serial is not None else ""
    return kept.assign(store, fits[0], unit_id, item, signed, period.id)


def _has(plan: Plan, unit: str) -> bool:
    return any(unit == one.name or unit in one.aliases for one in plan.units)
