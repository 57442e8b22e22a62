"""What a plan document says, as read: before anything is settled and before it enters a store.

The fields and their conventions are those of the annotated plans (``tests/data/gold/README.md``).
"""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class BodyTask:
    """The smallest piece of the plan's body that names its own units."""

    section: str
    group: str | None
    label: str
    title: str
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    shared_by_duty: bool
    text: str
    """Its paragraphs without label, title line and unit bracket."""


@dataclass(frozen=True)
class DocumentTarget:
    """One number of the body that is a checkable commitment. ``value`` is decimal text, exact as printed."""

    task: int | None
    """Index into ``PlanDocument.tasks``; None in the overall goals."""
    quote: str
    indicator: str
    relation: str
    """``>=``, ``<=`` or ``~``."""
    value: str
    value_high: str | None
    unit_of_measure: str
    due: str | None
    frequency: str
    """``once`` or ``annual``."""
    baseline: str | None


@dataclass(frozen=True)
class DocumentRow:
    """One row of the annexed schedule, merged cells carried down, cells as printed."""

    serial: int
    section: str
    task: str
    measure: str
    lead: tuple[str, ...]
    responsible: tuple[str, ...]
    due: str | None = None
    extra: tuple[tuple[str, str], ...] = ()
    """Further columns in order: (heading, text)."""
    body_task: int | None = None
    """Index into ``PlanDocument.tasks`` of the task this row belongs to; None where the body has none."""


@dataclass(frozen=True)
class Doubt:
    """Something the reader would not guess. ``code`` keys the sentence in ``domain.doubt_words.DOUBTS``.

    ``place`` says where in words (附件第3行), ``quote`` is the text itself, ``proposal`` what the reader would do,
    ``facts`` fills the sentence. ``subject`` points at what it is about: ("target", 3), ("row", 2), ("task", 5),
    ("unit", name); indexes into ``targets``, ``plans.links.rows_of`` and ``tasks``, from 0.
    """

    code: str
    place: str
    quote: str
    proposal: str | None = None
    facts: tuple[tuple[str, str], ...] = ()
    subject: tuple[str, int | str] | None = None


@dataclass(frozen=True)
class PlanDocument:
    """A whole plan document as read."""

    source: str
    title: str
    document_number: str | None
    issuer: str | None
    issued_on: str | None
    draft: bool
    sections: tuple[str, ...]
    tasks: tuple[BodyTask, ...]
    targets: tuple[DocumentTarget, ...]
    rows: tuple[DocumentRow, ...]
    annex_name: str | None
    """The annex's own kind of name: 配档表, 任务分解表, 责任清单; None without an annexed table."""
    extra_columns: tuple[str, ...] = ()
    """Headings of the annex's further columns, in order."""
    doubts: tuple[Doubt, ...] = field(default=())
