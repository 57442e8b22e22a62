"""报告 page: the draft of a paper with all that a person looks at before it goes out: what moved, what is to be settled,
how far it went (送审, 收回, 签发), and which rows a number counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from peidang.app.month.correcting import is_correcting
from peidang.app.papers.corrections import corrections, issued_kind
from peidang.app.papers.draft_marks import changes_between, last_mark
from peidang.app.papers.drafting import Draft, draft, paper_key
from peidang.app.papers.house import kind_of, style_of
from peidang.app.papers.reporting import warnings_of
from peidang.app.papers.reviewing_draft import BACK, OUT
from peidang.app.papers.rules import needs_rules
from peidang.app.papers.signatures import Signature, newest_signature
from peidang.db.store import Store
from peidang.domain.summary import Counted, Summary

_NAME = 36


@dataclass(frozen=True)
class PaperKind:
    """A kind of paper. ``about`` is plan, unit or year."""

    name: str
    about: str


@dataclass(frozen=True)
class PaperDesk:
    """A draft and how it stands."""

    draft: Draft
    changes: tuple[str, ...]
    """Since it was last put out, each a sentence."""
    marked_at: str
    """When that was; '' when it never was."""
    warnings: tuple[str, ...]
    rules_unconfirmed: bool
    sent_at: str
    """When this kind last went 送审; '' when it never did."""
    back_at: str
    """When a changed draft came back since; '' when none did."""
    signature: Signature | None
    corrections: tuple[str, ...] | None = None
    """What the issued period says otherwise by now; None while it is not being corrected (更正)."""


def paper_kinds(store: Store, plan_id: str) -> tuple[tuple[PaperKind, ...], str]:
    """The kinds of a plan's papers, and the name of its usual one."""
    kinds = style_of(store, plan_id).kinds
    return tuple(PaperKind(name, one.about) for name, one in kinds.items()), kind_of(store, plan_id)


def is_about_unit(store: Store, plan_id: str, kind: str) -> bool:
    """Whether a kind of paper ('' the usual one) is about one unit. Raises Refused for a kind there is none of."""
    return style_of(store, plan_id).kinds[kind_of(store, plan_id, kind)].about == "unit"


def paper_desk(
    store: Store, plan_id: str, period_id: str, today: date, kind: str = "", unit_id: str | None = None
) -> PaperDesk:
    """The draft of a kind and how it stands. Raises what ``drafting.draft`` raises."""
    made = draft(store, plan_id, period_id, today, kind, unit_id)
    mark = last_mark(store, period_id, paper_key(made.kind, unit_id))
    sent = [one for one in store.batches.lines_about(period_id, OUT) if one.facts.get("kind") == made.kind]
    sent_at = sent[-1].made_at if sent else ""
    back = [one.made_at for one in store.batches.lines_about(period_id, BACK) if one.made_at >= sent_at]
    return PaperDesk(
        draft=made,
        changes=tuple(changes_between(mark, made)) if mark else (),
        marked_at=mark.made_at if mark else "",
        warnings=tuple(warnings_of(store, made)),
        rules_unconfirmed=needs_rules(store, plan_id),
        sent_at=sent_at,
        back_at=back[-1] if sent_at and back else "",
        signature=newest_signature(store, period_id),
        corrections=_corrections(store, made) if is_correcting(store, period_id) else None,
    )


def _corrections(store: Store, made: Draft) -> tuple[str, ...]:
    period = made.summary.period
    whole = made.unit_id is None and made.kind == issued_kind(store, period.id)
    texts = {one.place: one.text for one in made.paragraphs} if whole else {}
    return corrections(store, period.plan_id, period.id, texts)


def figure_words(summary: Summary, key: str) -> tuple[str, ...]:
    """What a number counts, each thing as a line; nothing for a number that counts nothing by name."""
    figure = summary.figures.get(key)
    if figure is None:
        return ()
    known = dict(_names(summary, figure.counted))
    return tuple(known[item] for item in figure.items if item in known)


def _names(summary: Summary, counted: Counted) -> Iterator[tuple[str, str]]:
    if counted in (Counted.ROWS, Counted.FINDINGS):
        for line in summary.rows:
            name = line.row.task or line.row.measure
            light = summary.rules.names[line.light.light] if line.light.light else "待核定"
            yield line.row.id, f"第{line.row.serial}行　{_cut(name)}（{'、'.join(line.leads)}）　{light}"
    if counted in (Counted.INDICATORS, Counted.FINDINGS):
        for one in summary.indicators:
            value = f"{one.value}{one.indicator.unit_of_measure}" if one.value else "未报数"
            yield one.indicator.id, f"指标{one.number}　{one.indicator.name}　{value}，{one.target_text}"
    if counted is Counted.UNITS:
        for unit in summary.units:
            yield unit.unit.id, f"{unit.unit.name}　{unit.state.value}"


def _cut(name: str) -> str:
    return name if len(name) <= _NAME else f"{name[: _NAME - 1]}…"
