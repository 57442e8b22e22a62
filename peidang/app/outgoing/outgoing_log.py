"""What left in a period, and what was done about units: sent, chased, sent back, shown, passed on. From the log."""

from dataclasses import dataclass

from peidang.db.store import Store

ACTIONS = ("发填报表", "发填报总表", "催报", "做催报材料", "退回", "核对", "延期", "转发")


@dataclass(frozen=True)
class Outgoing:
    """One line of the log. ``unit`` is '' where it is about all; ``files`` are the names of what was written."""

    made_at: str
    action: str
    unit: str
    text: str
    files: tuple[str, ...]


def outgoing(store: Store, period_id: str) -> tuple[Outgoing, ...]:
    """The log of a period, newest first."""
    plan = store.plans.get(store.months.get(period_id).plan_id)
    names = {unit.id: unit.name for unit in plan.units}
    lines = [
        Outgoing(
            line.made_at,
            action,
            names.get(line.unit_id or "", ""),
            line.text,
            tuple(str(name) for name in line.facts.get("files", ())),
        )
        for action in ACTIONS
        for line in store.batches.lines_about(period_id, action)
    ]
    return tuple(sorted(lines, key=lambda line: line.made_at, reverse=True))
