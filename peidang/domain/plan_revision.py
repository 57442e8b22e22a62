"""What confirmed changes make of a plan: its next version, with the ids of all that stays what it was."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from peidang.domain.errors import Refused
from peidang.domain.labels import IndicatorReporting
from peidang.domain.plan import Indicator, Plan, Row, Target
from peidang.domain.plan_changes import Change, ChangeKind, Changes, NewReading, Option, Takes
from peidang.domain.proposals import (
    ProposedIndicator,
    plan_row,
    plan_target,
    propose_indicators,
    sole_lead,
)

SPLIT, MERGE = "split", "merge"


@dataclass(frozen=True)
class Revision:
    """The plan as it will be, and where its new rows come from: (``split`` or ``merge``, old row, new row)."""

    plan: Plan
    links: tuple[tuple[str, str, str], ...]


@dataclass
class _Fates:
    """What becomes of the rows."""

    continues: dict[int, str | None] = field(default_factory=dict)
    """Document rows that enter: the row of the plan each one is, None for a new one."""
    reworded: set[int] = field(default_factory=set)
    answered: set[int] = field(default_factory=set)
    """Those a question was asked about; no list of new numbers holds them."""
    gone: set[str] = field(default_factory=set)
    made_from: list[tuple[str, str, int]] = field(default_factory=list)


def revise(
    plan: Plan,
    reading: NewReading,
    changes: Changes,
    chosen: Mapping[str, Option],
    unit_id: Callable[[str], str],
    new_id: Callable[[], str],
) -> Revision:
    """The plan with the chosen changes made. What was not chosen stays as it stands.

    ``unit_id`` tells the unit of a printed name. Raises Refused when two new rows are said to be the same old one.
    """
    fates = _fates(changes, chosen)
    places = {new: kept or new_id() for new, kept in fates.continues.items()}
    renumber = any(change.id in chosen for change in changes.of(ChangeKind.RENUMBERED))
    rows = _rows(plan, reading, fates, places, renumber, unit_id, new_id)
    after = {row.id: row.id for row in rows}
    after |= {old: places[new] for kind, old, new in fates.made_from if kind == MERGE}
    indicators = _Indicators(plan, reading, changes, chosen, rows, places, after, new_id).all()
    used = {head for row in rows for head, _ in row.extra}
    heads = dict.fromkeys([*reading.extra_columns, *(head for head in plan.extra_columns if head in used)])
    revised = dataclasses.replace(plan, rows=rows, indicators=indicators, extra_columns=tuple(heads))
    return Revision(revised, tuple((kind, old, places[new]) for kind, old, new in fates.made_from))


def _fates(changes: Changes, chosen: Mapping[str, Option]) -> _Fates:
    fates = _Fates()
    fates.continues.update(changes.rows)
    for change in changes.changes:
        option = chosen.get(change.id)
        if option is not None:
            _decide(fates, change, option.takes)
    _answer_questions(fates, changes, chosen)
    return fates


def _decide(fates: _Fates, change: Change, takes: Takes) -> None:
    match change.kind:
        case ChangeKind.ROW_CHANGED if takes is Takes.AS_PROPOSED:
            fates.reworded.update(change.new)
        case ChangeKind.ROW_ADDED:
            fates.continues.update(dict.fromkeys(change.new))
        case ChangeKind.ROW_DROPPED:
            fates.gone.update(change.old)
        case ChangeKind.ROW_CHANGED | ChangeKind.ROW_SPLIT | ChangeKind.ROWS_MERGED:
            fates.continues.update(dict.fromkeys(change.new))
            fates.gone.update(change.old)
            if takes is Takes.AS_PROPOSED:
                kind = SPLIT if change.kind is ChangeKind.ROW_SPLIT else MERGE
                fates.made_from += [(kind, old, new) for old in change.old for new in change.new]


def _answer_questions(fates: _Fates, changes: Changes, chosen: Mapping[str, Option]) -> None:
    """An old row that no answer claims is gone, once every question that names it is answered."""
    questions = changes.of(ChangeKind.WHICH_ROW)
    waiting = {old for change in questions if change.id not in chosen for old in change.old}
    claimed: set[str] = set()
    for change in questions:
        option = chosen.get(change.id)
        if option is None:
            continue
        if option.row_id in claimed:
            raise Refused("same-row-twice", change.id)
        (new,) = change.new
        fates.continues[new] = option.row_id or None
        fates.answered.add(new)
        if option.row_id:
            claimed.add(option.row_id)
            fates.reworded.add(new)
    named = {old for change in questions for old in change.old}
    fates.gone |= named - waiting - claimed


def _rows(
    plan: Plan,
    reading: NewReading,
    fates: _Fates,
    places: Mapping[int, str],
    renumber: bool,
    unit_id: Callable[[str], str],
    new_id: Callable[[], str],
) -> tuple[Row, ...]:
    """By number; where numbers clash, all are numbered anew, and what the document does not hold follows its neighbour."""
    made: list[Row] = []
    for new, row in enumerate(reading.rows):
        if new not in places:
            continue
        kept = plan.row(places[new]) if fates.continues[new] else None
        if kept is None:
            made.append(dataclasses.replace(plan_row(row, unit_id, new_id), id=places[new]))
            continue
        if new in fates.reworded:
            kept_serial = kept.serial
            kept = dataclasses.replace(plan_row(row, unit_id, new_id, kept), serial=kept_serial)
        moves = renumber or new in fates.answered
        made.append(dataclasses.replace(kept, serial=row.serial) if moves else kept)
    _stay(made, plan, fates.gone)
    serials = [row.serial for row in made]
    clash = len(set(serials)) < len(serials)
    if clash and len({row.serial for row in reading.rows}) == len(reading.rows):
        made = [dataclasses.replace(row, serial=at) for at, row in enumerate(made, start=1)]
    return tuple(sorted(made, key=lambda row: row.serial))


def _stay(made: list[Row], plan: Plan, gone: set[str]) -> None:
    at = 0
    for row in plan.rows:
        here = next((place for place, one in enumerate(made) if one.id == row.id), None)
        if here is not None:
            at = here + 1
        elif row.id not in gone:
            made.insert(at, row)
            at += 1


@dataclass
class _Indicators:
    """The indicators and targets of the plan as it will be."""

    plan: Plan
    reading: NewReading
    changes: Changes
    chosen: Mapping[str, Option]
    rows: tuple[Row, ...]
    places: Mapping[int, str]
    after: Mapping[str, str]
    """Rows of the plan to the rows they go on in."""
    new_id: Callable[[], str]

    def all(self) -> tuple[Indicator, ...]:
        """Those that stay in their order, then the new ones."""
        kept = [dataclasses.replace(one, targets=self._kept(one)) for one in self.plan.indicators]
        added: dict[str, list[Target]] = {}
        made: dict[str, Indicator] = {}
        homes = self._homes()
        for change in self.changes.of(ChangeKind.TARGET_ADDED):
            if change.id in self.chosen:
                (new,) = change.new
                home = homes[new]
                made.setdefault(home.id, home)
                added.setdefault(home.id, []).append(self._target(new, self.new_id(), None))
        known = {one.id for one in kept}
        whole = [*kept, *(one for one in made.values() if one.id not in known)]
        grown = (dataclasses.replace(one, targets=(*one.targets, *added.get(one.id, ()))) for one in whole)
        return tuple(self._told(one) for one in grown if one.targets)

    def _kept(self, indicator: Indicator) -> tuple[Target, ...]:
        new_of = {old: new for new, old in self.changes.targets.items()}
        changed = {c.old[0]: c.id for c in self.changes.of(ChangeKind.TARGET_CHANGED)}
        dropped = {c.old[0]: c.id for c in self.changes.of(ChangeKind.TARGET_DROPPED)}
        targets = []
        for old in indicator.targets:
            row_id = self.after.get(old.row_id) if old.row_id else None
            if old.id in dropped and dropped[old.id] in self.chosen:
                continue
            if old.id in dropped or (old.id in changed and changed[old.id] not in self.chosen):
                targets.append(dataclasses.replace(old, row_id=row_id))
            else:
                targets.append(self._target(new_of[old.id], old.id, row_id))
        return tuple(targets)

    def _target(self, new: int, target_id: str, otherwise: str | None) -> Target:
        """The document's target; ``otherwise`` is its row where the document's own row does not enter the plan."""
        row = self.reading.target_rows[new]
        row_id = None if row is None else self.places.get(row, otherwise)
        return plan_target(self.reading.targets[new], row_id, target_id)

    def _homes(self) -> dict[int, Indicator]:
        """For each target of the document the indicator it speaks of: one of the plan, or a new one."""
        of_target = {target.id: one for one in self.plan.indicators for target in one.targets}
        homes = {}
        for group in propose_indicators(self.reading.targets):
            ids = [self.changes.targets[new] for new in group.targets if new in self.changes.targets]
            home = of_target[ids[0]] if ids else self._named_alike(group)
            homes.update(dict.fromkeys(group.targets, home))
        return homes

    def _named_alike(self, group: ProposedIndicator) -> Indicator:
        first = self.reading.targets[group.targets[0]]
        for one in self.plan.indicators:
            mine = {(target.annual, target.baseline) for target in one.targets}
            key = ("".join(one.name.split()), one.unit_of_measure)
            if key == ("".join(group.name.split()), group.unit_of_measure) and mine == {
                (first.frequency == "annual", first.baseline)
            }:
                return one
        return Indicator(self.new_id(), group.name, group.unit_of_measure, group.kind, ())

    def _told(self, one: Indicator) -> Indicator:
        """Who tells it follows its rows' only lead, unless somebody decided otherwise."""
        former = next((old for old in self.plan.indicators if old.id == one.id), None)
        before = {row.id: row for row in self.plan.rows}
        automatic = former is None or (
            former.reporting is IndicatorReporting.ONE
            and former.reporter_ids == (sole_lead(former.targets, before),)
        )
        lead = sole_lead(one.targets, {row.id: row for row in self.rows})
        if lead and (automatic or one.reporting is IndicatorReporting.UNSETTLED):
            return dataclasses.replace(one, reporting=IndicatorReporting.ONE, reporter_ids=(lead,))
        if automatic:
            return dataclasses.replace(one, reporting=IndicatorReporting.UNSETTLED, reporter_ids=())
        return one
