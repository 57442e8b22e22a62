"""What the window and the command line are shown: plain data, ready to lay out. Made by the other modules here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from peidang.domain.answers import Entry, Reading
from peidang.domain.finding import Finding
from peidang.domain.labels import FIELD_WORDS, INDICATOR_FIELDS, Light
from peidang.domain.periods import Period
from peidang.domain.plan import Indicator, Plan, Row, Unit


@dataclass(frozen=True)
class ScheduleLine:
    """One line of the 配档表 page: a row as one of its reporting units answers it."""

    row: Row
    unit: Unit
    lead_names: tuple[str, ...]
    responsible_names: tuple[str, ...]
    entry: Entry
    light: Light | None
    """This unit's light on the row; None where nothing can be said yet."""
    row_light: Light | None
    """The row's own light: the worst of its reporters, or as ruled by hand."""
    findings: tuple[Finding, ...] = ()
    previous: Entry | None = None
    contested_values: Mapping[str, tuple[str, ...]] | None = None
    """By field: the values that stand against each other."""


@dataclass(frozen=True)
class IndicatorLine:
    """One line of indicators: as one of its reporting units answers it."""

    indicator: Indicator
    unit: Unit
    reading: Reading
    target_text: str
    light: Light | None
    verdict: str
    """In words: 完成80.0%，差5.0个百分点 / 未设年度目标."""
    findings: tuple[Finding, ...] = ()
    previous: Reading | None = None


@dataclass(frozen=True)
class ReceiptLine:
    """One unit's state in a period. ``state`` is 已报, 报送不全, 未报, 逾期未报 or 逾期报送."""

    unit: Unit
    state: str
    reported: bool
    late: bool
    answered_on: str | None
    """ISO day."""
    rows: int
    findings: int


@dataclass(frozen=True)
class ScheduleView:
    """The 配档表 of one period, whole. ``period`` is None before the first month is opened."""

    plan: Plan
    period: Period | None
    lines: tuple[ScheduleLine, ...]
    indicators: tuple[IndicatorLine, ...]
    receipts: tuple[ReceiptLine, ...]
    waiting: "tuple[Decision, ...]"
    """What waits for a person in this period."""
    coordinates: bool

    @property
    def decisions(self) -> int:
        """How many decisions wait."""
        return len(self.waiting)

    @property
    def expected(self) -> int:
        """应报, in units."""
        return len(self.receipts)

    @property
    def reported(self) -> int:
        """已报, in units."""
        return sum(line.reported for line in self.receipts)

    @property
    def late(self) -> int:
        """未报 and past the due, in units."""
        return sum(line.late and not line.reported for line in self.receipts)


_HEADS = list(FIELD_WORDS.values())
_INDICATOR_HEADS = frozenset(FIELD_WORDS[field] for field in INDICATOR_FIELDS)


@dataclass(frozen=True)
class CellChange:
    """One answer cell as a drop changes it. ``what`` is new, updated, unchanged, conflicting or pending."""

    unit: str
    serial: int
    item: str
    """主要任务 or 指标 in words."""
    field: str
    """The column head."""
    old: str
    new: str
    what: str
    choice: str = ""
    """In a contested decision: the id of the choice that keeps this value."""

    @property
    def of_indicator(self) -> bool:
        """Whether ``serial`` numbers an indicator, not a row."""
        return self.field in _INDICATOR_HEADS

    @property
    def place(self) -> tuple[bool, int, int]:
        """Sorts changes as the tables stand: rows before indicators, by number, then by column."""
        return self.of_indicator, self.serial, _HEADS.index(self.field)

    @property
    def place_words(self) -> str:
        """第10行 / 指标3."""
        return f"指标{self.serial}" if self.of_indicator else f"第{self.serial}行"


@dataclass(frozen=True)
class Remark:
    """What a check says of an answer in a file: the finding, the answer it speaks of, and in which period."""

    finding: Finding
    period_id: str
    text: str


@dataclass(frozen=True)
class FileOutcome:
    """One file × plan × unit × month of a drop (design section 11)."""

    file: str
    outcome: str
    plan: str | None
    unit: str | None
    month: str | None
    recognised_by: str
    cells: Mapping[str, int]
    findings: tuple[Mapping[str, str], ...]
    """Each with code, grade, sheet, cell, message."""
    changes: tuple[CellChange, ...] = ()
    note: str = ""
    """What else a person should know of it: 盖章件, 佐证材料（第3行）, whom it could be of."""
    remarks: tuple[Remark, ...] = ()
    """Those of ``findings`` that speak of answers, in the same order, before all others."""
    row: int | None = None
    """Of evidence: the number of the row it belongs to, where its name tells one."""
    signed: bool | None = None
    """Of evidence: whether it is a 盖章件; None for all else."""


@dataclass(frozen=True)
class Drop:
    """One drop of files: the batch to undo (None on a dry run, or when nothing was kept) and what became of each."""

    batch: int | None
    files: tuple[FileOutcome, ...]
    reopened: tuple[str, ...] = ()
    """Rows done with (已销号) that a figure below its target reopened, each in words; undone with the batch."""


@dataclass(frozen=True)
class Choice:
    """One way to settle a decision; ``id`` is what is typed."""

    id: str
    words: str
    detail: str = ""
    proposed: bool = False
    verb: str = ""
    """What ``words`` begin with, said alone where all choices speak of one thing: 接在后面, 替换, 采用."""


@dataclass(frozen=True)
class Decision:
    """Something only a person can settle. ``id`` is short and stays the same while the question does."""

    id: str
    kind: str
    """``contested``, ``struck-out``, ``wrong-month``, ``whose-line`` or ``whose-file``."""
    question: str
    plan: str
    unit: str
    month: str
    items: tuple[CellChange, ...]
    choices: tuple[Choice, ...]
    heading: str = ""
    """What to call words that stood outside the answers (批注所写); '' for what stood in its cells."""


@dataclass(frozen=True)
class MadeFile:
    """A file that was written."""

    path: Path
    what: str
    size: int


@dataclass(frozen=True)
class SendResult:
    """发填报表: the workbooks written and the batch they belong to."""

    batch: int
    files: tuple[MadeFile, ...]


@dataclass(frozen=True)
class PaperResult:
    """The papers of a period and what was measured on them."""

    files: tuple[MadeFile, ...]
    rows_expected: int
    rows_on_paper: int
    pages: int
    fonts: tuple[str, ...]
    missing_characters: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    """What a person should look at before the paper goes out: old numbers in own words, units named without 核对."""


@dataclass(frozen=True)
class UndoResult:
    """What an undo withdrew."""

    batch: int
    label: str
    today: date


OUTCOME_WORDS = {
    "taken": "已入表",
    "nothing-new": "没有新内容",
    "same-again": "重复文件",
    "older": "旧稿，未采用",
    "wrong-month": "报告期不符",
    "wrong-plan": "方案不符",
    "wrong-unit": "单位不符",
    "unknown-unit": "认不出单位",
    "needs-decision": "有待核定",
    "needs-password": "有密码，打不开",
    "evidence": "佐证材料",
    "request": "别处发来的填报表",
    "refused": "未收",
}
"""What became of a file, in the words of the window, the command line and the guide."""

RECOGNISED_WORDS = {"ids": "凭内部编号识别", "content": "凭内容识别"}
"""How a return was recognised, said where it was not by its token, which is the rule."""

WILL_BE_WORDS = {"taken": "可以入表"}
"""While a file is only looked at: said instead of what will be said afterwards."""

COUNT_WORDS = {
    "new": "新填",
    "updated": "更新",
    "unchanged": "未变",
    "conflicting": "不一致",
    "pending": "待核定",
}
"""What became of the answer cells of a file."""


def outcome_word(outcome: str, taken: bool = True) -> str:
    """What became of a file, or what would become of it while it is only looked at."""
    return OUTCOME_WORDS[outcome] if taken else WILL_BE_WORDS.get(outcome, OUTCOME_WORDS[outcome])


def counts_words(counts: Mapping[str, int]) -> str:
    """新填12格，更新3格; '' when nothing counts."""
    return "，".join(f"{word}{counts[key]}格" for key, word in COUNT_WORDS.items() if counts.get(key))
