"""The annexed table (配档表, 任务分解表, 责任清单): columns by what their headings mean, merged cells carried down."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from peidang.domain.plan_document import DocumentRow
from peidang.files.document import Cell, Document, Paragraph, Table
from peidang.plans.heads import folded, names_on_lines
from peidang.plans.numbering import numbered
from peidang.plans.plain import chinese_number, plain, squeezed, tidy
from peidang.plans.units import OPENS_WITH_ROLE, read_roles, split_names

# What a heading means; the first pattern that fits wins, the whole heading must fit.
COLUMNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("serial", re.compile(r"序号|编号|顺序|No\.?")),
    ("lead", re.compile(r"(?:主要)?(?:牵头|主办|主责)(?:责任)?(?:单位|部门|科室)?(?:\(?[^()]*\)?)?")),
    (
        "responsible",
        re.compile(
            r"(?:责任|配合|参与|参加|协办|协助|协同|承办|落实|实施)(?:单位|部门|科室|主体)(?:\(.*\))?"
        ),
    ),
    (
        "due",
        re.compile(
            r"(?:计划|要求)?(?:完成|办结|推进|工作)?(?:时限|时间|期限|时间节点|节点|时间要求)(?:要求)?"
        ),
    ),
    (
        "task",
        re.compile(
            r"(?:主要|重点|工作|具体|目标)?(?:任务|工作|事项|项目)(?:名称|事项|分类|类别|目标)?|一级任务"
        ),
    ),
    (
        "measure",
        re.compile(
            r"(?:推进|具体|主要|工作|重点|落实)?(?:工作)?(?:措施|举措|做法)(?:及.*)?|(?:主要|具体|工作|任务|重点)?内容(?:及.*)?"
            r"|(?:工作|任务|具体)(?:要求|目标|任务)(?:及.*)?|目标任务(?:及.*)?|任务(?:措施|分解|清单)(?:及.*)?|二级任务"
        ),
    ),
)
ANNEX_NAME = re.compile(
    r"(?:(?:重点|主要|工作|目标)?(?:任务|责任|工作|职责))?(?:配档|分解|分工|清单|台账|推进|安排|明细|责任|任务)"
    r"(?:清单|台账|表)?$"
)
TOTAL_ROW = re.compile(r"(?:合计|总计|备注|注:|说明:)")
DUE = re.compile(
    r"(?P<year>20\d{2})年?(?:[./-]?(?P<month>\d{1,2})月?)?(?:[./-]?(?P<day>\d{1,2})日?)?"
    r"(?:年?底|末|底?前|以前|之前)*"
)


@dataclass
class Schedule:
    """The rows of all annexed tables, and how the annex is called."""

    rows: list[DocumentRow] = field(default_factory=list)
    annex_name: str | None = None
    extra_columns: tuple[str, ...] = ()
    odd_dues: list[tuple[int, str]] = field(default_factory=list)
    """(index of row, text) where the due column holds no date."""
    left_over: list[tuple[int, str]] = field(default_factory=list)
    """(index of row, text) of cells beyond the head's last column."""


@dataclass(frozen=True)
class _Columns:
    """Which column means what: index → meaning, or None for an extra column; ``names`` are the headings."""

    meanings: tuple[str | None, ...]
    names: tuple[str, ...]

    def of(self, meaning: str) -> list[int]:
        return [at for at, found in enumerate(self.meanings) if found == meaning]


def read_schedule(document: Document) -> Schedule:
    """The schedule of a document; without an annexed table it is empty."""
    reader = _Reader()
    for block in document.blocks:
        if isinstance(block, Paragraph):
            reader.paragraph(tidy(block.text))
        else:
            reader.table(block)
    return reader.finished()


class _Reader:
    """Goes through the blocks in order; a table without its own head continues the one before."""

    def __init__(self) -> None:
        self.schedule = Schedule()
        self.columns: _Columns | None = None
        self.section = ""
        self.just_above = ""
        """A section's title that stands directly above the first table."""
        self.carried: dict[str, str] = {}
        self.name: str | None = None

    def paragraph(self, text: str) -> None:
        """Between tables a heading opens a section; before the first, the annex's title stands."""
        if not text:
            return
        self.just_above = text if _is_section(text) else ""
        if self.columns is not None and self.just_above:
            self._open_section(text)
        if len(text) < 80 and (name := _kind_of_annex(text)):
            self.name = name

    def table(self, table: Table) -> None:
        """Rows under a head with a unit column or with task and measure."""
        second_row_of_head = False
        for row, whole_head in folded(table.rows):
            if second_row_of_head:
                second_row_of_head = False
                continue
            cells = _filled(row)
            columns = _columns(_filled(whole_head)) if whole_head else None
            second_row_of_head = columns is not None
            columns = columns or _columns(cells)
            if columns is not None:
                self._head(columns)
            elif self.columns is not None:
                self._row(row, cells)
        self.just_above = ""

    def finished(self) -> Schedule:
        """The schedule with one order of extra columns."""
        names: dict[str, None] = {}
        for row in self.schedule.rows:
            names.update(dict.fromkeys(name for name, _ in row.extra))
        self.schedule.extra_columns = tuple(names)
        if self.schedule.rows and self.schedule.annex_name is None:
            self.schedule.annex_name = self.name
        return self.schedule

    def _head(self, columns: _Columns) -> None:
        if self.columns is None:
            self.schedule.annex_name = self.name
            self.section = self.just_above
        self.columns = columns

    def _open_section(self, text: str) -> None:
        self.section, self.carried = text, {}

    def _row(self, row: Sequence[Cell], cells: list[str]) -> None:
        columns = self.columns
        if columns is None or not any(cells):
            return
        units = {*columns.of("lead"), *columns.of("responsible")}
        cells = [
            _cell_text(names_on_lines(row[at].text)) if at in units else text for at, text in enumerate(cells)
        ]
        row, cells = self._fitted(row, cells, len(columns.names))
        filled = [at for at, text in enumerate(cells) if text]
        if not filled:
            return
        spans = row[filled[0]].columns
        if (
            len(filled) == 1
            and (spans > 1 or _is_section(cells[filled[0]]))
            and not cells[filled[0]].isdigit()
        ):
            if not TOTAL_ROW.match(plain(cells[filled[0]])):
                self._open_section(cells[filled[0]])
            return
        if section := self._numbered_section(cells):
            self._open_section(section)
            return
        if self._continues(cells):
            self._append(cells)
            return
        self._add(cells, [cell.covered for cell in row])

    def _fitted(self, row: Sequence[Cell], cells: list[str], width: int) -> tuple[Sequence[Cell], list[str]]:
        """The row as wide as its head; text beyond the last column is told, not lost in silence."""
        beyond = "".join(cells[width:])
        if beyond:
            self.schedule.left_over.append((len(self.schedule.rows), beyond))
        missing = width - len(cells)
        return [*row[:width], *[Cell("")] * missing], [*cells[:width], *[""] * missing]

    def _numbered_section(self, cells: Sequence[str]) -> str:
        """「一 | 工业经济」 in the first two columns and nothing else opens a section."""
        number, name, *rest = *cells, "", ""
        is_number = "serial" in (self.columns.meanings[:1] if self.columns else ()) and number.isalpha()
        if not (is_number and name and chinese_number(number)) or any(rest):
            return ""
        return name if numbered(name) else f"{number}、{name}"

    def _continues(self, cells: Sequence[str]) -> bool:
        """A row cut by a page: no number, no task, no units, only more text."""
        columns = self.columns
        if columns is None or not self.schedule.rows or not columns.of("serial"):
            return False
        filled = {columns.meanings[at] for at, text in enumerate(cells) if text}
        return filled <= {"measure", "responsible"} and "measure" in filled

    def _append(self, cells: Sequence[str]) -> None:
        columns = self.columns
        last = self.schedule.rows[-1]
        if columns is None:
            return
        more = "".join(cells[at] for at in columns.of("measure"))
        units = tuple(name for at in columns.of("responsible") for name in split_names(cells[at]))
        self.schedule.rows[-1] = replace(
            last, measure=last.measure + more, responsible=last.responsible + units
        )

    def _add(self, cells: Sequence[str], covered: Sequence[bool]) -> None:
        columns = self.columns
        if columns is None:
            return
        texts = {at: self._carried(at, cells[at], covered[at]) for at in range(len(cells))}
        lead, responsible = _units(columns, texts)
        due_text = "".join(texts[at] for at in columns.of("due"))
        due = read_due(due_text)
        extra = [
            (columns.names[at], texts[at]) for at in range(len(columns.names)) if columns.meanings[at] is None
        ]
        if due_text and due is None:
            name = columns.names[columns.of("due")[0]]
            extra.append((name, due_text))
            self.schedule.odd_dues.append((len(self.schedule.rows), due_text))
        self.schedule.rows.append(
            DocumentRow(
                serial=self._serial(columns, texts),
                section=self.section,
                task="".join(texts[at] for at in columns.of("task")),
                measure="\n".join(texts[at] for at in columns.of("measure") if texts[at]),
                lead=lead,
                responsible=responsible,
                due=due,
                extra=tuple(extra),
            )
        )

    def _carried(self, at: int, text: str, covered: bool) -> str:
        """A blank task is the one above; a merged cell of any other column too."""
        columns = self.columns
        meaning = columns.meanings[at] if columns is not None and at < len(columns.meanings) else None
        key = f"{at}"
        if text:
            self.carried[key] = text
            return text
        return self.carried.get(key, "") if meaning == "task" or covered else ""

    def _serial(self, columns: _Columns, texts: dict[int, str]) -> int:
        printed = plain("".join(texts[at] for at in columns.of("serial"))).strip("(). 、")
        if printed.isdigit():
            return int(printed)
        last = self.schedule.rows[-1].serial if self.schedule.rows else 0
        return chinese_number(printed) or last + 1


def _filled(row: Sequence[Cell]) -> list[str]:
    """The cells' texts without line breaks; the blank a break left before ② goes too."""
    return [_cell_text(cell.text) for cell in row]


def _cell_text(text: str) -> str:
    return tidy("".join(tidy(line) + " " for line in text.splitlines())) if "\n" in text else tidy(text)


def _columns(cells: Sequence[str]) -> _Columns | None:
    """The head of a schedule, if this row is one."""
    if len([text for text in cells if text]) < 3 or any(len(text) > 24 for text in cells):
        return None
    meanings: list[str | None] = []
    for text in cells:
        folded = squeezed(text)
        meaning = next((name for name, pattern in COLUMNS if pattern.fullmatch(folded)), None)
        if meaning == "task" and "task" in meanings and "measure" not in meanings:
            meaning = "measure"
        elif meaning in ("serial", "due") and meaning in meanings:
            meaning = None
        meanings.append(meaning)
    found = set(meanings)
    if not found & {"lead", "responsible"} or not found & {"task", "measure"}:
        return None
    if "measure" not in found:
        meanings[meanings.index("task")] = "measure"
    return _Columns(tuple(meanings), tuple(tidy(text) for text in cells))


def _units(columns: _Columns, texts: dict[int, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Units by column; a cell that names its roles itself (牵头单位：…) is read by them."""
    lead: tuple[str, ...] = ()
    responsible: tuple[str, ...] = ()
    for meaning in ("lead", "responsible"):
        for at in columns.of(meaning):
            text = texts[at]
            if OPENS_WITH_ROLE.match(plain(text)) or "牵头" in text:
                more_lead, more_responsible, _ = read_roles(text)
                lead, responsible = lead + more_lead, responsible + more_responsible
            elif meaning == "lead":
                lead += split_names(text)
            else:
                responsible += split_names(text)
    return lead, responsible


def _is_section(text: str) -> bool:
    found = numbered(text)
    return found is not None and found.rank <= 2 and len(text) <= 60 and not plain(text).endswith("。")


def _kind_of_annex(title: str) -> str | None:
    """配档表 of 「…工作方案配档表」."""
    match = ANNEX_NAME.search(plain(title))
    return match.group() if match else None


def read_due(text: str) -> str | None:
    """``2025``, ``2025-06`` or ``2025-06-30`` from a due column's text; None where it is no single date."""
    match = DUE.fullmatch(squeezed(text).strip("。,;"))
    if not match:
        return None
    year, month, day = match.group("year"), match.group("month"), match.group("day")
    if month is None or not 1 <= int(month) <= 12:
        return year if month is None else None
    if day is None:
        return f"{year}-{int(month):02d}"
    return f"{year}-{int(month):02d}-{int(day):02d}" if 1 <= int(day) <= 31 else None
