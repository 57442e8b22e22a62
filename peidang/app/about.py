"""What the page 设置 tells: the program and its fonts with their licences, and the units of a plan."""

import json
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from peidang.db.store import Store
from peidang.domain.plan import Unit
from peidang.resources import guide, resource

_ROLES = {
    "body": "正文（仿宋）",
    "heading": "一级标题（黑体）、窗口",
    "subheading": "二级标题（楷体）",
    "title": "文件标题（小标宋）",
    "song": "表格（宋体）",
    "rare": "生僻字",
}


@dataclass(frozen=True)
class ShippedFont:
    """A font that comes with the program: what it is used for, and under which licence."""

    use: str
    family: str
    licence: str
    licence_file: Path


@dataclass(frozen=True)
class UnitFacts:
    """A unit of a plan as 单位与联系人 lists it."""

    unit: Unit
    rows: int
    indicators: int
    contact: str


def program_version() -> str:
    """The version installed."""
    try:
        return version("peidang")
    except PackageNotFoundError:  # a packed program carries no metadata
        return ""


def shipped_fonts() -> tuple[ShippedFont, ...]:
    """The fonts of ``resources/fonts``, as their list tells."""
    told = json.loads(resource("fonts", "fonts.json").read_text(encoding="utf-8"))
    return tuple(
        ShippedFont(
            _ROLES.get(one["role"], one["role"]),
            one["family"],
            one["licence"],
            resource("fonts", one["licence_file"]),
        )
        for one in told["fonts"]
    )


def manual() -> Path:
    """The manual, in Markdown. Raises FileNotFoundError when the installation lacks it."""
    return guide()


def units_of(store: Store, plan_id: str) -> tuple[UnitFacts, ...]:
    """The units a plan names, in official order, with what each reports and whom to ring."""
    plan = store.plans.get(plan_id)
    return tuple(
        UnitFacts(
            unit,
            len(plan.rows_of(unit.id)),
            len(plan.indicators_of(unit.id)),
            store.plans.contact_line(plan_id, unit.id),
        )
        for unit in sorted(plan.units, key=lambda one: one.position)
    )
