"""Builds the office of the pictures: six months of the demonstration's plan, and a drop of 20 units with many faults.

All answers are invented (演示数据) by the demonstration's own bureaus; here their files are spoilt the ways offices do.
"""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from pathlib import Path

import openpyxl
from msoffcrypto.format.ooxml import OOXMLFile
from PIL import Image, ImageDraw

from peidang.app.demo.answers import Inventor
from peidang.app.demo.bureaus import Bureaus, Mailed, Sent
from peidang.app.month import dues, months
from peidang.app.outgoing import sending, sending_back
from peidang.app.outgoing.requests import base_of
from peidang.app.plan import plans
from peidang.app.returns import materials, receiving
from peidang.app.store import stores
from peidang.db.store import Store
from peidang.domain.labels import Field
from peidang.domain.periods import parse_span
from peidang.domain.travel import MendCell
from peidang.exchange.heads import FORM_SHEET
from peidang.exchange.returned_workbook import read_return
from peidang.resources import resource

PASSWORD = "2025"
MONTHS = ("2025-05", "2025-06", "2025-07", "2025-08", "2025-09", "2025-10")
FAULTS = ("twice", "locked", "blank", "wordy", "same", "renamed", "tucked")
EARLY = 5
"""Units that have answered before the drop."""


@dataclass
class Clock:
    """The office's own time."""

    moment: datetime

    def now(self) -> datetime:
        """A little later each time."""
        self.moment += timedelta(milliseconds=10)
        return self.moment

    def set(self, day: date, hour: int) -> date:
        """Go to an hour of a day."""
        self.moment = datetime.combine(day, time(hour))
        return day


@dataclass(frozen=True)
class Scene:
    """The store before the drop, and the folder to be dropped."""

    store: Path
    drop: Path


def make_scene(folder: Path) -> Scene:
    """The office, up to the day after the due of its last month."""
    words = json.loads(resource("demo", "demo.json").read_text(encoding="utf-8"))
    clock = Clock(datetime(2025, 5, 1, 9))
    path, drop = folder / "演示.peidang", folder / "11月11日收到"
    with Store.create(path, clock.now) as store:
        document = resource("plans", words["plan"])
        plan_id = plans.add_plan(
            store, document, words["own_unit"], accept_proposals=True, demonstration=True
        )
        former: dict[str, bytes] = {}
        for key in MONTHS:
            span = parse_span(key)
            due = span.end + timedelta(days=words["due_days"])
            period = months.open_month(store, plan_id, key, due)
            sent_on = clock.set(span.end, 9)
            made = sending.send(store, plan_id, period.id, folder / "发出" / key, sent_on)
            books = [Sent(one.what, one.path.name, one.path.read_bytes()) for one in made.files]
            books = [one for one in books if one.name.endswith(".xlsx")]
            last = key == MONTHS[-1]
            bureaus = Bureaus(words, Inventor(words), span, sent_on, FAULTS if last else ("silent", "blank"))
            mailed = bureaus.answer(books, words["own_unit"])
            if last:
                early = _write(folder / "先到", mailed[:EARLY])
                clock.set(due - timedelta(days=2), 16)
                receiving.receive(store, [early], plan_id, key, due - timedelta(days=2))
                _around(store, plan_id, period.id, folder, clock.set(due - timedelta(days=1), 10))
                _spoil(drop, mailed, bureaus, former)
            else:
                late = due + timedelta(days=3)
                receiving.receive(
                    store, [_write(folder / key, mailed[:-2])], plan_id, key, clock.set(due, 16)
                )
                receiving.receive(
                    store, [_write(folder / f"{key}迟", mailed[-2:-1])], plan_id, key, clock.set(late, 9)
                )
                former = {one.unit: one.data for one in books}
                former |= {one.unit: filled.data for one, filled in zip(books, mailed, strict=False)}
    return Scene(path, drop)


def _write(folder: Path, mailed: tuple[Mailed, ...]) -> Path:
    for one in mailed:
        place = folder.joinpath(*one.path.parts)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(one.data)
    return folder


def _around(store: Store, plan_id: str, period_id: str, folder: Path, today: date) -> None:
    """Of those who answered early one is sent back, two brought their signed pages; one unit got more time."""
    units = stores.pick_plan(store).reporting_units()
    for unit in units[1:4]:
        materials.note_signed_paper(store, period_id, unit.id, "", "送来存卷")
    first = units[2]
    for book in (folder / "发出" / MONTHS[-1]).rglob(f"*{first.name}*.xlsx"):
        item, field = next(
            key for key in base_of(read_return(book.read_bytes(), "")[0].request) if key[1] == "progress"
        )
        cell = MendCell(item, Field(field), "进展情况与上月相同，请写明本月做了什么。")
        sending_back.send_back(store, plan_id, period_id, first.id, folder / "退回", today, only=[cell])
    dues.grant(store, period_id, units[-1].id, today + timedelta(days=5), "系统升级")


def _spoil(drop: Path, mailed: tuple[Mailed, ...], bureaus: Bureaus, former: dict[str, bytes]) -> None:
    """Twenty units' files as they come: whole ones, and ones with something wrong."""
    roles = bureaus.roles
    special = {name for name in vars(roles).values() if name}
    files = {str(one.path): one.data for one in mailed}
    plain = [name for name in files if not any(unit and unit in name for unit in special) and "_" in name]
    plain = plain[EARLY:]
    ways: list[Callable[[str, bytes], dict[str, bytes]]] = [
        _without_identity,
        _locked,
        _torn,
        _of_another_unit,
        _in_a_mail,
        _pasted,
        _line_twice,
        _last_month(former),
    ]
    for name, way in zip(plain, ways, strict=False):
        files |= way(name, files.pop(name))
    files["微信图片_20251108.jpg"] = _photo("现场照片（演示）")
    files["说明.doc"] = b"\xd0\xcf\x11\xe0" + bytes(600)
    for name, data in files.items():
        place = drop / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def _book(data: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def _bytes(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _only_form(data: bytes) -> openpyxl.Workbook:
    book = _book(data)
    for name in book.sheetnames:
        if name != FORM_SHEET:
            del book[name]
    return book


def _without_identity(name: str, data: bytes) -> dict[str, bytes]:
    return {name: _bytes(_only_form(data))}


def _locked(name: str, data: bytes) -> dict[str, bytes]:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(PASSWORD, out)
    return {name: out.getvalue()}


def _torn(name: str, data: bytes) -> dict[str, bytes]:
    return {name: data[: len(data) // 2]}


def _of_another_unit(_name: str, data: bytes) -> dict[str, bytes]:
    book = _only_form(data)
    for row in book[FORM_SHEET].iter_rows(max_row=6):
        for cell in row:
            if isinstance(cell.value, str) and "填报单位" in cell.value:
                cell.value = "填报单位：市大数据局"
    return {"报送表（大数据局）.xlsx": _bytes(book)}


def _in_a_mail(name: str, data: bytes) -> dict[str, bytes]:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(name, data)
        archive.writestr("盖章件扫描.jpg", _photo("盖章件（演示）"))
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "office@example.invalid", "me@example.invalid", "报送"
    mail["Date"] = "Sun, 09 Nov 2025 10:12:00 +0800"
    mail.set_content("请查收。")
    mail.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="10月材料.zip")
    return {"报送10月进展.eml": mail.as_bytes()}


def _pasted(name: str, data: bytes) -> dict[str, bytes]:
    old, new = _book(data)[FORM_SHEET], openpyxl.Workbook()
    sheet = new.active
    assert sheet is not None
    for row in old.iter_rows(values_only=True):
        sheet.append(row)
    unit = name.split("_")[1]
    return {f"{unit}/工作簿1.xlsx": _bytes(new)}


def _line_twice(name: str, data: bytes) -> dict[str, bytes]:
    """One line a second time, with another 进展情况."""
    book = _only_form(data)
    sheet = book[FORM_SHEET]
    lines = list(sheet.iter_rows(values_only=True))
    head = max(n for n, line in enumerate(lines, start=1) if "进展情况" in line)
    values = list(lines[head])
    values[lines[head - 1].index("进展情况")] = "【演示数据】另有一处已完成安装，正在调试。"
    sheet.insert_rows(head + 2)
    for column, value in enumerate(values, start=1):
        sheet.cell(head + 2, column, value)
    return {name: _bytes(book)}


def _last_month(former: dict[str, bytes]) -> Callable[[str, bytes], dict[str, bytes]]:
    def way(name: str, _data: bytes) -> dict[str, bytes]:
        unit = name.split("_")[1]
        book = _book(former[unit])
        return {name: _bytes(book)}

    return way


def _photo(words: str) -> bytes:
    picture = Image.new("RGB", (320, 200), "#D8DDE3")
    ImageDraw.Draw(picture).rectangle((20, 20, 300, 180), outline="#5B6470")
    out = io.BytesIO()
    picture.save(out, "JPEG", comment=words.encode())
    return out.getvalue()
