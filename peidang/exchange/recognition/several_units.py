"""Several units' lines in one table: whose each line is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from peidang.domain.travel import Returned
from peidang.domain.unit_names import UnitNames
from peidang.exchange.form_reading import as_text
from peidang.exchange.recognition.head_words import Key
from peidang.exchange.recognition.tables import Line


@dataclass
class UnitLines:
    """Lines by unit; ``strangers`` are names under 填报单位 that no unit of the plan bears and that come with answers."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    strangers: dict[str, None] = field(default_factory=dict)
    unsure: list[Line] = field(default_factory=list)
    """Lines that stand with a unit, but may be another one's: to be asked about."""
    possible: tuple[str, ...] = ()
    """Units that lines without any name could be of."""


def by_unit(
    lines: Sequence[Line], names: UnitNames, reporters: Mapping[str, Sequence[str]], items: Mapping[int, str]
) -> UnitLines:
    """Sort lines by the name in their column 填报单位, else by the only unit that reports the row.

    ``items`` tells the row a line surely is, by the line's place. A line of a row with several reporters and no name
    goes to the first of those that answer elsewhere in the table, to be asked about there.
    """
    found = UnitLines()
    left: list[tuple[Line, Sequence[str]]] = []
    for at, line in enumerate(lines):
        units = _units_of(line, names, reporters.get(items.get(at, ""), ()))
        if line.unit and not units:
            if line.has_answers:
                found.strangers[line.unit] = None
        elif len(units) == 1:
            found.lines.setdefault(units[0], []).append(line)
        elif line.has_answers:
            left.append((line, units))
    for line, units in left:
        unit = next((one for one in units if one in found.lines), next(iter(units or found.lines), None))
        if unit is not None:
            found.lines.setdefault(unit, []).append(line)
            found.unsure.append(line)
    found.possible = tuple(dict.fromkeys(unit for _, units in left for unit in units))
    return found


def _units_of(line: Line, names: UnitNames, reporters: Sequence[str]) -> Sequence[str]:
    if line.unit:
        unit = names.exactly(line.unit)
        return (unit,) if unit else names.inside(line.unit)
    if len(reporters) < 2:
        return reporters
    leads = as_text(line.table.carried(line.row, Key.LEADS))
    named = names.exactly(leads)
    return (named,) if named in reporters and named else reporters


def told_only(returned: Sequence[Returned]) -> tuple[Returned, ...]:
    """The returns that say anything new; of silent ones only the first."""
    telling = tuple(one for one in returned if one.open_lines or says_something(one))
    return telling or tuple(returned[:1])


def says_something(returned: Returned) -> bool:
    """Whether any answer is not as it was sent."""
    base = {line.row.id: line.base for line in returned.request.rows}
    base |= {line.indicator.id: line.base for line in returned.request.indicators}
    return any(
        value and value != base[item].get(field, "") for (item, field), value in returned.answers.items()
    )
