"""发填报表: a folder for each reporting unit with its workbook, and the texts that go with them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from peidang.app.month.entering import open_period
from peidang.app.month.months import load_month
from peidang.app.outgoing.contacts import addresses
from peidang.app.outgoing.guarding import Allowed, foreign_texts
from peidang.app.outgoing.output import NewFile, file_part, write_files
from peidang.app.outgoing.requests import build_request, kept_request
from peidang.app.outgoing.wording import wording
from peidang.app.views import SendResult
from peidang.db.contacts import Contact
from peidang.db.store import Store
from peidang.domain.answers import Month
from peidang.domain.errors import Refused
from peidang.domain.periods import day_label
from peidang.domain.plan import Plan, Unit
from peidang.domain.travel import Request
from peidang.exchange.mail_drafts import mail_draft
from peidang.exchange.request_workbook import request_file_name, write_request

LIST_NAME = "发送清单.txt"
GROUP_NAME = "群通知.txt"
NOTE_NAME = "发送说明.txt"


def send(
    store: Store,
    plan_id: str,
    period_id: str,
    out_dir: Path,
    today: date,
    *,
    flat: bool = False,
    eml: bool = False,
) -> SendResult:
    """Write the request workbooks of a period, each into a folder of its unit with 发送说明.txt: all, or nothing at all.

    发送清单.txt and 群通知.txt lie above the folders. With ``flat`` the workbooks lie beside these, without notes. With
    ``eml`` a mail draft stands beside each workbook. A folder that holds another plan's requests is left as it is;
    this plan's go into one of their own inside it. A unit whose rows, base values and answers have not moved since its
    last request gets the same one again. Raises Refused for an issued period, and when this office does not coordinate
    the plan; ExportStopped when a workbook holds what its unit must not see.
    """
    open_period(store, period_id)
    month = load_month(store, plan_id, period_id)
    if not month.plan.coordinates:
        raise Refused("not-coordinator", month.plan.title)
    people = store.contacts.all_of(plan_id)
    with store.transaction():
        batch = store.batches.begin("send", f"发{month.period.span.label}填报表")
        parcels = []
        for unit in month.plan.reporting_units():
            request = build_request(store, month, unit.id)
            kept = kept_request(store, period_id, unit.id, request, batch)
            parcels.append(_Parcel(month, unit, kept, people.get(unit.id, ()), today))
        folder = own_folder(out_dir, month.plan.title)
        files = [file for parcel in parcels for file in parcel.files(folder, flat=flat, eml=eml)]
        made = write_files([*files, *_texts(month, parcels, folder, today)])
        store.batches.log(
            "发填报表",
            f"{month.period.span.label}，{len(parcels)}家",
            plan_id=plan_id,
            period_id=period_id,
            batch_id=batch,
            facts={"files": [one.path.name for one in made], "units": [p.unit.name for p in parcels]},
        )
    return SendResult(batch, made)


@dataclass(frozen=True)
class _Parcel:
    """What goes to one unit."""

    month: Month
    unit: Unit
    request: Request
    people: Sequence[Contact]
    today: date

    @property
    def name(self) -> str:
        """The workbook's file name."""
        return request_file_name(self.request)

    @property
    def folder(self) -> str:
        """The unit's folder: 03_市住房城乡建设局."""
        return f"{self.unit.position:02d}_{file_part(self.unit.name)[:50]}"

    @property
    def counts(self) -> str:
        """任务3项、指标1项."""
        return counts_words(len(self.request.rows), len(self.request.indicators))

    def files(self, folder: Path, *, flat: bool, eml: bool) -> list[NewFile]:
        """The workbook, and what goes with it."""
        own = folder if flat else folder / self.folder
        allowed = Allowed(foreign=foreign_texts(self.month, self.unit.id))
        book = _workbook(self.request)
        made = [NewFile(own / self.name, self.unit.name, book, allowed)]
        if not flat:
            note = wording().say("note", **self.facts())
            made.append(text_file(own / NOTE_NAME, f"{self.unit.name}发送说明", note, allowed))
        if eml:
            name = self.name.removesuffix(".xlsx") + ".eml"
            made.append(NewFile(own / name, f"{self.unit.name}邮件草稿", self._mail(book), allowed))
        return made

    def _mail(self, book: bytes) -> bytes:
        facts = self.facts()
        return mail_draft(
            [address for one in self.people for address in addresses(one.mail)],
            wording().say("mail_subject", **facts),
            wording().say("mail", **facts),
            [(self.name, book)],
        )

    def facts(self) -> dict[str, str]:
        """What the texts say of it."""
        person = next((one.person for one in self.people if one.person), "")
        return {
            **common_facts(self.month, self.today, self.request.contact),
            "unit": self.unit.name,
            "person": wording().say("person", person=person) if person else "",
            "file": self.name,
            "counts": self.counts,
            "due": day_label(self.request.due, self.today),
            "final": final_words(self.month, self.today, self.unit.id),
        }

    def line(self, number: int) -> str:
        """Its line in 发送清单."""
        people = "；".join(" ".join(p for p in (one.words, one.mail) if p) for one in self.people)
        due = day_label(self.request.due, self.today)
        whom = f"，联系人：{people}" if people else ""
        return f"{number}. {self.unit.name}：{self.counts}，{due}前报回，文件：{self.name}{whom}"


def counts_words(rows: int, indicators: int) -> str:
    """任务3项、指标1项."""
    parts = [f"任务{rows}项"] * bool(rows) + [f"指标{indicators}项"] * bool(indicators)
    return "、".join(parts) or "任务0项"


def common_facts(month: Month, today: date, contact: str) -> dict[str, str]:
    """What every text may say: plan, period, who asks, whom to ask, by when."""
    plan = month.plan
    coordinator = plan.unit(plan.coordinator_id).name if plan.coordinator_id else ""
    return {
        "plan": plan.title,
        "period": month.period.span.label,
        "coordinator": coordinator,
        "to": coordinator,
        "contact": wording().say("contact", contact=contact) if contact else "",
        "due": day_label(month.period.due, today),
        "final": final_words(month, today),
    }


def final_words(month: Month, today: date, unit_id: str | None = None) -> str:
    """The sentence about the final due; '' where none is set, or the unit's own due is later."""
    final = month.period.final_due
    due = month.period.due_for(unit_id) if unit_id else month.period.due
    if final is None or final <= due:
        return ""
    return wording().say("final", final_due=day_label(final, today))


def text_file(path: Path, what: str, text: str, allowed: Allowed | None = None) -> NewFile:
    """A text as 记事本 opens it."""
    lines = "\r\n".join(text.rstrip().split("\n")) + "\r\n"
    return NewFile(path, what, lines.encode("utf-8-sig"), allowed or Allowed())


def demonstration_mark(month: Month) -> str:
    """【演示数据】 as a line of its own, where the plan is one."""
    return "【演示数据】\n" if month.plan.demonstration else ""


def _texts(month: Month, parcels: Sequence[_Parcel], folder: Path, today: date) -> list[NewFile]:
    """群通知 and 发送清单, the list last."""
    contact = parcels[0].request.contact if parcels else ""
    group = demonstration_mark(month) + wording().say("group", **common_facts(month, today, contact))
    head = f"{month.plan.title} {month.period.span.label}填报表发送清单\n"
    listed = "\n".join([head, *(parcel.line(n) for n, parcel in enumerate(parcels, start=1))])
    return [
        text_file(folder / GROUP_NAME, "群通知", group),
        text_file(folder / LIST_NAME, "发送清单", demonstration_mark(month) + listed),
    ]


def own_folder(out_dir: Path, title: str) -> Path:
    """The folder itself, or one inside it when it holds another plan's requests.

    Units of two plans may have the same place and name, and so the same file name.
    """
    listed = out_dir / LIST_NAME
    if not listed.is_file():
        return out_dir
    heads = listed.read_text(encoding="utf-8-sig", errors="replace").splitlines()[:2]
    own = any(line.startswith(f"{title} ") for line in heads)
    return out_dir if own else out_dir / file_part(title)


def _workbook(request: Request) -> bytes:
    out = io.BytesIO()
    write_request(request, out)
    return out.getvalue()


def plan_folder(store: Store, plan: Plan, out_dir: Path) -> Path:
    """Where a plan's letters and pages go: one of its own inside the folder once the store holds several plans."""
    return out_dir / file_part(plan.title) if len(store.plans.heads()) > 1 else out_dir
