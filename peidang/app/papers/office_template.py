"""套用本单位模板: an office's own workbook with placeholders, filled with the month's figures, lists and texts."""

from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from peidang.app.month.months import load_month, rules_in
from peidang.app.outgoing.guarding import Allowed
from peidang.app.outgoing.output import NewFile, file_part, write_files
from peidang.app.papers.drafting import draft_of
from peidang.app.papers.house import issue_number
from peidang.app.views import MadeFile
from peidang.db.store import Store
from peidang.domain.errors import Refused
from peidang.domain.history import periods_until
from peidang.domain.summary import summarise
from peidang.files.open import read_bytes
from peidang.files.sniff import sniff
from peidang.files.template import FilledTemplate, fill_template
from peidang.reports.table_view import DEMONSTRATION
from peidang.reports.template_words import template_tables, template_words

WHAT = "模板"


@dataclass(frozen=True)
class TemplateResult:
    """The file made from a template. ``told``: sentences on what was not filled, not kept, not whole."""

    file: MadeFile
    filled: int
    told: tuple[str, ...]


def fill_office_template(
    store: Store, plan_id: str, period_id: str, template: Path, out_dir: Path, today: date, kind: str = ""
) -> TemplateResult:
    """Fill the template with a period and write it into a folder under its own name; the template stays as it is.

    Raises FileUnreadable for a file that cannot be read, Refused (``old-template``) for one that is no .xlsx.
    """
    data = read_bytes(template)
    if sniff(data) != "xlsx":
        raise Refused("old-template", template.name)
    issues = store.papers.issues(period_id)
    # An issued month is told as it was issued: without what came late.
    month = load_month(store, plan_id, period_id, late=not issues)
    seen = datetime.fromisoformat(issues[0].made_at).date() if issues else today
    summary = summarise(month, rules_in(store, month.period)[1], seen)
    made = draft_of(store, month, summary, kind)
    filled = fill_template(
        data,
        template_words(made.summary, made.paper, issue_number(store, month.period)),
        template_tables(made.summary, periods_until(made.summary)),
        datetime.fromisoformat(store.now()).replace(microsecond=0, tzinfo=None),
        template.name,
        DEMONSTRATION if month.plan.demonstration else "",
    )
    name = f"{month.period.span.label}{file_part(template.stem)}.xlsx"
    allowed = Allowed(people=frozenset(unit.name for unit in month.plan.units))
    (file,) = write_files([NewFile(out_dir / name, WHAT, filled.data, allowed)])
    return TemplateResult(file, filled.filled, _told(filled))


def _told(filled: FilledTemplate) -> tuple[str, ...]:
    told = [f"没有“{name}”这个名称，未填（{sheet} {place}）" for sheet, place, name in filled.unknown]
    told += [f"{sheet} {place} 的内容一行放不下，请加高或合并单元格" for sheet, place in filled.too_high]
    if filled.lost:
        told.append(f"模板中的{'、'.join(filled.lost)}没有带到填好的文件里，请在原模板上核对")
    if not filled.filled:
        told.append("模板里没有找到可填的名称，请用双花括号写名称，如 {{报告期}}")
    return tuple(told)
