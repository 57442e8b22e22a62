"""Commands between sending and the paper: extend contacts remind verify-unit."""

from datetime import date
from pathlib import Path

import click

from peidang.app.month import dues
from peidang.app.outgoing import chasing, contacts, verifying
from peidang.app.outgoing.contacts import UnitContacts
from peidang.app.store import stores
from peidang.app.store.stores import unit_named
from peidang.app.views import MadeFile
from peidang.cli.chinese import Option, command
from peidang.cli.common import (
    Day,
    json_option,
    month_argument,
    plan_option,
    print_json,
    store_argument,
    today,
)
from peidang.domain.periods import day_label

unit_option = click.option("--unit", cls=Option, required=True, metavar="单位", help="哪个单位")
maybe_out_option = click.option(
    "--out", type=click.Path(path_type=Path), metavar="文件夹", help="输出到这个文件夹"
)


@command(help="延期：给一个单位单独的截止日期，写明理由。")
@store_argument
@month_argument
@unit_option
@click.option("--due", cls=Option, required=True, type=Day(), metavar="日期", help="延到哪一天")
@click.option("--reason", cls=Option, required=True, metavar="理由", help="为什么延期")
@plan_option
def extend(store: Path, month: str, unit: str, due: date, reason: str, plan: str | None) -> None:
    """Give a unit a due of its own."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        dues.grant(opened, period.id, unit_named(picked, unit), due, reason)
        for one in dues.extensions(opened, period.id):
            click.echo(f"{one.unit.name}延至{day_label(one.due, today())}：{one.reason}")


@command("contacts", help="通讯录：列出各单位联系人；给出文件（表头 单位、联系人、电话、邮箱）时先导入。")
@store_argument
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[文件]")
@plan_option
@json_option
def contact_list(store: Path, file: Path | None, plan: str | None, as_json: bool) -> None:
    """List or import contacts."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        unknown: tuple[str, ...] = ()
        if file is not None:
            unknown = contacts.import_contacts(opened, picked.id, file).unknown
        listed = contacts.contacts(opened, picked.id)
    for name in unknown:
        click.echo(f"方案里没有“{name}”，这一行没有导入", err=True)
    if as_json:
        print_json([_contacts_as_json(one) for one in listed])
        return
    for one in listed:
        people = "；".join("  ".join(p for p in (who.words, who.mail) if p) for who in one.contacts)
        click.echo(f"{one.unit.name}：{people or '（没有联系人）'}")


def _contacts_as_json(one: UnitContacts) -> dict[str, object]:
    return {
        "unit": one.unit.name,
        "contacts": [{"person": who.person, "phone": who.phone, "mail": who.mail} for who in one.contacts],
    }


@command(help="催报：列出未报、报送不全的单位和电话里、群里怎么说；--out 另出催报函（.docx）和催报用语。")
@store_argument
@month_argument
@maybe_out_option
@click.option("--record", metavar="单位=方式：情况", help="登记一次催报，如 市商务局=电话：已答应明天报")
@plan_option
@json_option
def remind(
    store: Path, month: str, out: Path | None, record: str | None, plan: str | None, as_json: bool
) -> None:
    """List who is to be chased, or note that somebody was."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        if record is not None:
            unit, how, note = _recorded(record)
            chasing.record_chase(opened, period.id, unit_named(picked, unit), how, note)
            click.echo(f"已登记：{unit}，{how}{f'：{note}' if note else ''}")
            return
        listed = chasing.remind(opened, picked.id, period.id, out, today())
    if as_json:
        print_json(_reminders_as_json(listed))
    else:
        _print_reminders(listed)


def _recorded(text: str) -> tuple[str, str, str]:
    unit, mark, told = text.partition("=")
    if not mark or not told.strip():
        raise click.UsageError(f"“{text}”不是 单位=方式：情况")
    how, _, note = told.replace(":", "：", 1).partition("：")
    return unit.strip(), how.strip(), note.strip()


def _print_reminders(listed: chasing.Reminders) -> None:
    if not listed.lines:
        click.echo(f"{listed.period}应报{listed.asked}家，都已报齐")
        return
    click.echo(f"{listed.period}应报{listed.asked}家，尚未报齐{len(listed.lines)}家")
    for one in listed.lines:
        people = "；".join(who.words for who in one.contacts if who.words) or "（没有联系人）"
        state = f"{one.line.state.value}{'，已逾期' if one.line.overdue else ''}"
        if one.is_own:
            click.echo(f"\n本单位（{one.unit.name}）  {state}\n    {one.chat}")
            continue
        click.echo(f"\n{one.unit.name}  {state}  {people}")
        click.echo(f"    缺{one.missing}")
        click.echo(f"    电话：{one.phone}")
        click.echo(f"    微信：{one.chat}")
        for chase in one.chases:
            click.echo(f"    已催：{chase.made_at[:16]} {chase.how}{f'，{chase.note}' if chase.note else ''}")
    click.echo(f"\n群里可发：\n{listed.group}")
    _print_files(listed.files)


def _reminders_as_json(listed: chasing.Reminders) -> dict[str, object]:
    return {
        "month": listed.period,
        "asked": listed.asked,
        "group": listed.group,
        "units": [_reminder_as_json(one) for one in listed.lines],
        "files": [str(one.path) for one in listed.files],
    }


def _reminder_as_json(one: chasing.Reminder) -> dict[str, object]:
    return {
        "unit": one.unit.name,
        "own": one.is_own,
        "state": one.line.state.value,
        "due": one.line.due.isoformat(),
        "final_due": one.final_due.isoformat() if one.final_due else None,
        "late_days": one.line.late_days,
        "overdue": one.line.overdue,
        "unnamed": one.unit.unnamed,
        "contacts": [{"person": who.person, "phone": who.phone, "mail": who.mail} for who in one.contacts],
        "missing": {
            "rows": [row.serial for row in one.missing_rows],
            "indicators": [indicator.name for indicator in one.missing_indicators],
        },
        "phone": one.phone,
        "chat": one.chat,
        "chases": [{"at": chase.made_at, "how": chase.how, "note": chase.note} for chase in one.chases],
    }


@command(
    "verify-unit", help="核对：点名之前，把要写到一个单位的内容做成核对表（.docx）；--answer 登记它的答复。"
)
@store_argument
@month_argument
@unit_option
@maybe_out_option
@click.option("--answer", metavar="答复", help="属实，或 有出入：哪一处、应为什么")
@click.option("--by", default="", metavar="谁", help="谁答复的")
@click.option("--at", type=Day(), metavar="日期", help="哪天答复的（默认今天）")
@plan_option
def verify_unit(
    store: Path,
    month: str,
    unit: str,
    out: Path | None,
    answer: str | None,
    by: str,
    at: date | None,
    plan: str | None,
) -> None:
    """Make a unit's 核对表, or keep its answer."""
    if (out is None) == (answer is None):
        raise click.UsageError("--out 和 --answer 须写且只写一个")
    if answer is not None and not by:
        raise click.UsageError("登记答复请用 --by 写明是谁答复的")
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        unit_id = unit_named(picked, unit)
        if answer is not None:
            told = (at or today()).isoformat()
            batch = verifying.record_verification(opened, period.id, unit_id, answer, by, told)
            click.echo(f"批次 {batch}")
        elif out is not None:
            _print_files((verifying.verification_sheet(opened, picked.id, period.id, unit_id, out, today()),))


def _print_files(files: tuple[MadeFile, ...]) -> None:
    for one in files:
        click.echo(f"{one.path}  {one.size}字节")
