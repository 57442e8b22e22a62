"""How a unit stands on the board, in words, shapes and colours; and which units are wanted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from peidang.app.returns.board import Board, BoardCell
from peidang.desktop import look
from peidang.desktop.look import Mark
from peidang.domain.labels import Light
from peidang.domain.periods import Period, day_label
from peidang.domain.plan import Unit
from peidang.domain.summary_lines import UnitState

MOST_FILES = 6
"""Files named by hovering; the others are counted."""


@dataclass(frozen=True)
class BoardRow:
    """One line of the board. ``now`` is the present period's cell, ``past`` those before, oldest first."""

    unit: Unit
    past: tuple[BoardCell | None, ...]
    now: BoardCell | None
    findings: int
    """What is open in the present period."""


def board_rows(board: Board, findings: dict[str, int]) -> tuple[BoardRow, ...]:
    """The lines of a board, those first that want something: 未报 before 已报, in official order."""
    rows = [
        BoardRow(line.unit, line.cells[:-1], now, findings.get(line.unit.id, 0) if _has_answered(now) else 0)
        for line in board.lines
        for now in line.cells[-1:]
    ]
    return tuple(sorted(rows, key=lambda row: (_need(row), row.unit.position, row.unit.name)))


def _has_answered(cell: BoardCell | None) -> bool:
    """What is wrong with an answer that is not there says only that it is not there."""
    return cell is not None and cell.line.state is not UnitState.UNREPORTED


def _need(row: BoardRow) -> int:
    if row.now is None:
        return 2
    return int(row.now.sent_back is None and row.now.line.state is UnitState.REPORTED)


def mark(cell: BoardCell) -> Light | Mark:
    """The shape and colour of a state."""
    if cell.sent_back is not None:
        return look.SENT_BACK
    if cell.line.overdue:
        return Light.SERIOUS
    if cell.line.state is UnitState.UNREPORTED:
        return Light.UNREPORTED
    return Light.BEHIND if cell.line.late or cell.line.state is UnitState.PARTIAL else Light.ON_PACE


def signed_words(cell: BoardCell | None) -> str:
    """The column 盖章件."""
    if cell is None:
        return ""
    return "已收" if cell.signed else "缺" if cell.lacks_signed_page else "—"


def signed_mark(cell: BoardCell | None) -> Mark | None:
    """Its shape and colour; none while there is nothing to sign."""
    if cell is None or not (cell.signed or cell.lacks_signed_page):
        return None
    return look.HERE if cell.signed else look.LACKING


def hover(unit: Unit, cell: BoardCell | None, today: date) -> str:
    """What a cell of the board tells: state, when, what is missing, which files say so."""
    if cell is None:
        return f"{unit.name}：本期没有要报的内容"
    line = cell.line
    told = [f"{unit.name} {cell.period.span.label}：{cell.state}"]
    if cell.sent_back:
        told.append(f"{day_label(cell.sent_back, today)}退回，还没有改好报来")
    if line.answered_at:
        told.append(f"最近报送：{day_label(line.answered_at.date(), today)}")
    told.append(f"截止：{day_label(line.due, today)}{_lateness(cell)}")
    parts = [f"任务{len(line.rows_asked)}项，已填{len(line.rows_answered)}项"] * bool(line.rows_asked)
    if line.indicators_asked:
        parts.append(f"指标{len(line.indicators_asked)}项，已填{len(line.indicators_answered)}项")
    told.append("；".join(parts))
    told.append("盖章件：" + ("已收" if cell.signed else "未收"))
    return "\n".join(part for part in (*told, _files(cell.files)) if part)


def _lateness(cell: BoardCell) -> str:
    if not cell.line.late_days:
        return ""
    grace = (
        f"，未到最后期限{cell.period.final_due:%m-%d}" if cell.line.grace and cell.period.final_due else ""
    )
    return f"（过{cell.line.late_days}天{grace}）"


def _files(files: Sequence[str]) -> str:
    if not files:
        return ""
    names = [Path(one.rsplit("::", 1)[-1]).name for one in files]
    more = f"等{len(names)}个" if len(names) > MOST_FILES else ""
    return "文件：" + "、".join(names[-MOST_FILES:]) + more


def period_word(period: Period, periods: Sequence[Period]) -> str:
    """9月, or 2024年12月 written 24.12 where the years differ: a head of a narrow column."""
    span = period.span
    same_year = all(one.span.end.year == periods[-1].span.end.year for one in periods)
    if span.start.month == span.end.month:
        return f"{span.end.month}月" if same_year else f"{span.end:%y}.{span.end.month}"
    return span.short_label


Wanted = Callable[[BoardRow], bool]


def _unreported(row: BoardRow) -> bool:
    return row.now is not None and row.now.line.state is not UnitState.REPORTED


FILTERS: tuple[tuple[str, Wanted], ...] = (
    ("应报", lambda row: row.now is not None),
    ("已报", lambda row: row.now is not None and not _unreported(row)),
    ("未报", _unreported),
    ("逾期", lambda row: row.now is not None and row.now.line.overdue),
    ("有问题", lambda row: row.findings > 0),
    ("已退回", lambda row: row.now is not None and row.now.sent_back is not None),
    ("缺盖章件", lambda row: row.now is not None and row.now.lacks_signed_page),
)
"""What is counted above the board, and shown alone on a click. The first shows all."""
