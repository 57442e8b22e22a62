"""催报: who has not answered (all), whom to call, and the words for telephone, chat, group and letter (函)."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from peidang.app.month.months import load_month, rules_in
from peidang.app.outgoing.guarding import Allowed, foreign_texts
from peidang.app.outgoing.output import NewFile, file_part, write_files
from peidang.app.outgoing.sending import (
    common_facts,
    counts_words,
    demonstration_mark,
    plan_folder,
    text_file,
)
from peidang.app.outgoing.wording import wording
from peidang.app.views import MadeFile
from peidang.db.contacts import Contact
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.errors import NotFound, Refused
from peidang.domain.periods import day_label
from peidang.domain.plan import Indicator, Row, Unit
from peidang.domain.summary import Summary, summarise
from peidang.domain.summary_lines import UnitLine, UnitState
from peidang.reports.house_style import HouseStyle, day_words
from peidang.reports.letter import Letter, write_letter

ACTION = "催报"
PHONE_NAME, CHAT_NAME, GROUP_NAME = "电话催报.txt", "单独催报.txt", "群催报.txt"
_MOST_NAMED = 12


@dataclass(frozen=True)
class Chase:
    """One time a unit was chased: when, how (电话, 微信, 函), and what came of it."""

    unit_id: str
    made_at: str
    how: str
    note: str


@dataclass(frozen=True)
class Reminder:
    """One unit that has not answered all: what is missing, since when, whom to call, and the words for each way."""

    line: UnitLine
    contacts: tuple[Contact, ...]
    missing_rows: tuple[Row, ...]
    missing_indicators: tuple[Indicator, ...]
    final_due: date | None
    """None where it is the due itself."""
    phone: str
    """'' for the own unit: nobody rings himself."""
    chat: str
    letter: Letter | None
    """None for the own unit."""
    chases: tuple[Chase, ...]
    is_own: bool = False
    """本单位: it is listed and told to answer, and neither called nor written to."""

    @property
    def unit(self) -> Unit:
        """Who is chased."""
        return self.line.unit

    @property
    def missing(self) -> str:
        """任务3项（序号1、2、5）、指标1项."""
        return missing_words(self.missing_rows, self.missing_indicators)


@dataclass(frozen=True)
class Reminders:
    """The chasing list of a period. ``files`` are those written; ``group`` is '' when all have answered."""

    period: str
    asked: int
    lines: tuple[Reminder, ...]
    group: str
    files: tuple[MadeFile, ...] = ()


def remind(store: Store, plan_id: str, period_id: str, out_dir: Path | None, today: date) -> Reminders:
    """Who is missing or incomplete as of today; with a folder, also letters to all others and the texts, all or nothing.

    Before the due it reminds, afterwards it chases. A unit flagged 不点名 is chased like any other, but the group text
    does not name it. Raises Refused when this office does not coordinate the plan, and, with a folder, when all have
    answered.
    """
    month = load_month(store, plan_id, period_id)
    if not month.plan.coordinates:
        raise Refused("not-coordinator", month.plan.title)
    summary = summarise(month, rules_in(store, month.period)[1], today)
    contact = (
        store.plans.contact_line(plan_id, month.plan.coordinator_id) if month.plan.coordinator_id else ""
    )
    people, done = store.contacts.all_of(plan_id), chases(store, period_id)
    found = [
        _reminder(
            month,
            line,
            people.get(line.unit.id, ()),
            contact,
            tuple(one for one in done if one.unit_id == line.unit.id),
            today,
        )
        for line in summary.units
        if line.state is not UnitState.REPORTED
    ]
    group = _group(month, summary, contact, today) if found else ""
    listed = Reminders(month.period.span.label, len(summary.units), tuple(found), group)
    if out_dir is None:
        return listed
    files = _write(store, month, listed, plan_folder(store, month.plan, out_dir))
    return Reminders(listed.period, listed.asked, listed.lines, group, files)


def record_chase(store: Store, period_id: str, unit_id: str, how: str, note: str) -> None:
    """Note that a unit was chased: how, and what it said. The log keeps it with the time. Raises Refused without ``how``."""
    if not how.strip():
        raise Refused("no-reason", ACTION)
    period = store.months.get(period_id)
    units = {unit.id: unit.name for unit in store.plans.get(period.plan_id).units}
    if unit_id not in units:
        raise NotFound("单位", unit_id)
    with store.transaction():
        store.batches.log(
            ACTION,
            f"{units[unit_id]}，{how.strip()}" + (f"：{note.strip()}" if note.strip() else ""),
            plan_id=period.plan_id,
            period_id=period_id,
            unit_id=unit_id,
            facts={"how": how.strip(), "note": note.strip()},
        )


def chases(store: Store, period_id: str) -> tuple[Chase, ...]:
    """How often and how each unit was chased in a period, oldest first (for 点名依据)."""
    return tuple(
        Chase(line.unit_id, line.made_at, str(line.facts.get("how", "")), str(line.facts.get("note", "")))
        for line in store.batches.lines_about(period_id, ACTION)
        if line.unit_id
    )


def missing_words(rows: Sequence[Row], indicators: Sequence[Indicator]) -> str:
    """What is missing, with numbers and names; long lists are only counted."""
    parts = []
    if rows:
        serials = "、".join(str(row.serial) for row in rows[:_MOST_NAMED])
        more = "等" if len(rows) > _MOST_NAMED else ""
        parts.append(wording().say("items_rows", count=len(rows), serials=f"{serials}{more}"))
    if indicators:
        names = "、".join(one.name for one in indicators[:_MOST_NAMED])
        more = "等" if len(indicators) > _MOST_NAMED else ""
        parts.append(wording().say("items_indicators", count=len(indicators), names=f"{names}{more}"))
    return "、".join(parts)


def _reminder(
    month: Month,
    line: UnitLine,
    people: tuple[Contact, ...],
    contact: str,
    done: tuple[Chase, ...],
    today: date,
) -> Reminder:
    rows = tuple(month.plan.row(one) for one in line.rows_asked if one not in line.rows_answered)
    indicators = tuple(
        month.plan.indicator(one) for one in line.indicators_asked if one not in line.indicators_answered
    )
    final = month.period.final_due_for(line.unit.id)
    person = next((one.person for one in people if one.person), "")
    facts = {
        **common_facts(month, today, contact),
        "unit": line.unit.name,
        "person": wording().say("person", person=person) if person else "",
        "due": day_label(line.due, today),
        "when": _when(line, final, today),
        "items": missing_words(rows, indicators),
        "counts": counts_words(len(line.rows_asked), len(line.indicators_asked)),
    }
    none = line.state is UnitState.UNREPORTED
    facts["missing"] = wording().say("missing_all" if none else "missing_some", **facts)
    is_own = line.unit.id == month.plan.own_unit_id
    return Reminder(
        line,
        people,
        rows,
        indicators,
        final if final > line.due else None,
        "" if is_own else wording().say("phone", **facts),
        wording().say("chase_own" if is_own else "chat", **facts),
        None if is_own else _letter(month, line, final, facts, contact, today),
        done,
        is_own,
    )


def _when(line: UnitLine, final: date, today: date) -> str:
    """How late, or how long still; with the final due where there is one."""
    days = (today - line.due).days
    if days > 0:
        said = [wording().say("late", days=days)]
    else:
        said = [wording().say("still", days=-days) if days else wording().say("due_today")]
    if final > line.due:
        kind = "overdue" if today > final else "last_chance"
        said.append(wording().say(kind, final_due=day_label(final, today)))
    return "，".join(said)


def _letter(
    month: Month, line: UnitLine, final: date, facts: dict[str, str], contact: str, today: date
) -> Letter:
    plan = month.plan
    none = line.state is UnitState.UNREPORTED
    told = facts | {
        "number": f"{plan.document_number}，" if plan.document_number else "",
        "short": HouseStyle.load().short_name(plan.title),
        "due": day_words(line.due),
        "today": day_words(today),
        "missing": wording().say("letter_missing_all" if none else "letter_missing_some", **facts),
        "by": wording().say(
            "letter_by_final" if today <= final else "letter_by_soon", final_due=day_words(final)
        ),
    }
    return Letter(
        wording().say("letter_title", **told),
        line.unit.name,
        wording().lines("letter", **told),
        facts["coordinator"],
        day_words(today),
        wording().say("letter_contact", contact=contact) if contact else "",
        demonstration_mark(month).strip(),
    )


def _group(month: Month, summary: Summary, contact: str, today: date) -> str:
    """One text for the group: who has not answered, by name unless 不点名."""
    open_ones = [line for line in summary.units if line.state is not UnitState.REPORTED]
    named = [
        line.unit.name + (wording().say("partial") if line.state is UnitState.PARTIAL else "")
        for line in open_ones
        if not line.unit.unnamed
    ]
    unnamed = len(open_ones) - len(named)
    final = month.period.final_due
    facts = common_facts(month, today, contact) | {
        "asked": str(len(summary.units)),
        "reported": str(len(summary.units) - len(open_ones)),
        "final": "，" + wording().say("last_chance", final_due=day_label(final, today)) if final else "",
        "named": wording().say("chase_named", names="、".join(named)) if named else "",
        "unnamed": wording().say("chase_unnamed" if named else "chase_unnamed_only", count=unnamed)
        if unnamed
        else "",
    }
    return wording().say("chase_group", **facts)


def _write(store: Store, month: Month, listed: Reminders, folder: Path) -> tuple[MadeFile, ...]:
    if not listed.lines:
        raise Refused("nothing-to-chase", listed.period)
    made_at = datetime.fromisoformat(store.now())
    others = [one for one in listed.lines if not one.is_own]
    files = [
        _letter_file(month, one.unit, one.letter, folder, made_at) for one in others if one.letter is not None
    ]
    mark = demonstration_mark(month)
    texts = [
        (PHONE_NAME, "电话催报", mark + "\n\n".join(map(_phone_lines, others))),
        (CHAT_NAME, "单独催报", mark + "\n\n".join(one.chat for one in others)),
        (GROUP_NAME, "群催报", mark + listed.group),
    ]
    with store.transaction():
        made = write_files([*files, *(text_file(folder / name, what, text) for name, what, text in texts)])
        store.batches.log(
            "做催报材料",
            f"{listed.period}，{len(listed.lines)}家",
            plan_id=month.plan.id,
            period_id=month.period.id,
            facts={
                "files": [one.path.name for one in made],
                "units": [one.unit.name for one in listed.lines],
            },
        )
    return made


def _letter_file(month: Month, unit: Unit, letter: Letter, folder: Path, made_at: datetime) -> NewFile:
    out = io.BytesIO()
    write_letter(letter, out, made_at)
    name = f"{unit.position:02d}_{file_part(unit.name)[:50]}_{month.period.span.label}催报函.docx"
    allowed = Allowed(foreign=foreign_texts(month, unit.id))
    return NewFile(folder / name, f"{unit.name}催报函", out.getvalue(), allowed)


def _phone_lines(one: Reminder) -> str:
    """For whoever calls: whom, what to say, what was said before, a line for the answer."""
    people = (
        "；".join(person.words for person in one.contacts if person.words) or "（没有联系人，请补通讯录）"
    )
    before = [
        f"已催：{chase.made_at[:16]} {chase.how}{f'，{chase.note}' if chase.note else ''}"
        for chase in one.chases
    ]
    return "\n".join([f"{one.unit.name}　{people}", one.phone, *before, "答复："])
