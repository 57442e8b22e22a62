"""Commands about the words of a paper: draft wording edit review-out review-in signed."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from peidang.app.month import entering
from peidang.app.papers import (
    draft_marks,
    drafting,
    house,
    reporting,
    reviewing_draft,
    signatures,
    wording_desk,
)
from peidang.app.store import stores
from peidang.app.store.stores import unit_named
from peidang.cli.chinese import Option, command
from peidang.cli.common import (
    Day,
    json_option,
    month_argument,
    out_option,
    plan_option,
    print_json,
    store_argument,
    today,
)
from peidang.domain.edits import State
from peidang.domain.errors import NotFound
from peidang.domain.plan import Plan

STATE_WORDS = {
    None: "",
    State.SAME: "已改",
    State.MOVED: "已改，数字有变",
    State.CHANGED: "已改，现稿说法不同",
    State.GONE: "已改，现稿没有这一段",
}
kind_option = click.option("--kind", default="", metavar="文稿", help="哪一种文稿；不写用本方案常用的一种")
about_option = click.option("--unit", metavar="单位", help="写给或写到哪个单位（工作提示、一单位进展）")


def _unit_id(plan: Plan, unit: str | None) -> str | None:
    return unit_named(plan, unit) if unit else None


@command(help="看文稿：逐段列出位置、文字和改动情况；--changes 列出上次成稿后的变化。")
@store_argument
@month_argument
@kind_option
@about_option
@click.option("--changes", is_flag=True, help="只列出上次成稿或送审后变了什么")
@plan_option
@json_option
def draft(
    store: Path, month: str, kind: str, unit: str | None, changes: bool, plan: str | None, as_json: bool
) -> None:
    """Show the draft."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        about = _unit_id(picked, unit)
        since = draft_marks.changes_since(opened, picked.id, period.id, today(), kind, about)
        if changes:
            print_json({"changes": since}) if as_json else click.echo("\n".join(since) or "没有变化")
            return
        made = drafting.draft(opened, picked.id, period.id, today(), kind, about)
        told = tuple(reporting.warnings_of(opened, made))
    if as_json:
        print_json(_draft_json(made, since, told))
        return
    for one in made.paragraphs:
        state = f"〔{STATE_WORDS[one.state]}〕" if one.state else ""
        click.echo(f"{one.place}{state}\n  {drafting.text_of(one)}")
    for warning in told:
        click.echo(warning, err=True)


def _draft_json(made: drafting.Draft, since: tuple[str, ...], told: tuple[str, ...]) -> dict[str, Any]:
    return {
        "kind": made.kind,
        "paragraphs": [
            {
                "place": one.place,
                "kind": one.kind,
                "under": one.under,
                "text": one.text,
                "drafted": one.drafted,
                "state": one.state,
                "moved": [{"old": m.old, "new": m.new, "figure": m.ref, "at": m.at} for m in one.moved],
            }
            for one in made.paragraphs
        ],
        "gone": [{"place": one.place, "text": one.text} for one in made.gone],
        "changes": since,
        "warnings": told,
    }


@command(
    help="改稿：给一个位置写上自己的话（--text 或 --file，空文字为删去这一段），"
    "或处理改过的段落（--accept 换成新数，--keep 保留，--rewrite 恢复成稿）；--section 时位置写章节名，为整节统稿。"
)
@store_argument
@month_argument
@click.argument("place", metavar="位置")
@click.option("--text", metavar="文字", help="改成这些文字；换行写作 \\n")
@click.option("--file", type=click.Path(path_type=Path), metavar="文件", help="改成这个文本文件的内容")
@click.option("--accept", "how", flag_value=drafting.ACCEPT, help="把变了的数字换成新数")
@click.option("--keep", "how", flag_value=drafting.KEEP, help="保留改过的文字不动")
@click.option("--rewrite", "how", flag_value=drafting.REWRITE, help="恢复为自动成稿的文字")
@click.option("--section", is_flag=True, help="位置是章节名：为整节统稿")
@kind_option
@about_option
@plan_option
def edit(
    store: Path,
    month: str,
    place: str,
    text: str | None,
    file: Path | None,
    how: str | None,
    section: bool,
    kind: str,
    unit: str | None,
    plan: str | None,
) -> None:
    """Word a place of the draft, or settle one that was worded."""
    words = house.read_words(file) if file else text
    if (words is None) == (how is None) or (section and how):
        raise click.UsageError("请写 --text、--file、--accept、--keep、--rewrite 之一")
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        new = (words or "").replace("\\n", "\n").strip()
        if section:
            batch = drafting.word_section(opened, period.id, place, new)
        elif how:
            about = _unit_id(picked, unit)
            batch = drafting.settle_paragraph(opened, picked.id, period.id, place, how, today(), kind, about)
        else:
            about = _unit_id(picked, unit)
            batch = drafting.edit_paragraph(opened, picked.id, period.id, place, new, today(), kind, about)
    click.echo(f"已保存，批次{batch}")


@command(
    help="统稿：列出各行的单位原文、现在印的文字和以往各期的文字；写序号和 --text（或 --file）为这一行统稿，空文字恢复原文。"
)
@store_argument
@month_argument
@click.argument("serial", required=False, type=int, metavar="[序号]")
@click.option("--text", metavar="文字", help="这一行的统稿；换行写作 \\n")
@click.option("--file", type=click.Path(path_type=Path), metavar="文件", help="用这个文本文件的内容")
@plan_option
@json_option
def wording(
    store: Path,
    month: str,
    serial: int | None,
    text: str | None,
    file: Path | None,
    plan: str | None,
    as_json: bool,
) -> None:
    """List what can be worded, or word a row."""
    words = house.read_words(file) if file else text
    if words is not None and serial is None:
        raise click.UsageError("请写是哪一行的序号")
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        if words is not None:
            row = next((one for one in picked.rows if one.serial == serial), None)
            if row is None:
                raise NotFound("行", str(serial))
            batch = entering.word_row(opened, period.id, row.id, words.replace("\\n", "\n"))
            click.echo(f"已保存，批次{batch}")
            return
        items = [
            one
            for one in wording_desk.wording_items(opened, picked.id, period.id, today())
            if serial is None or (one.kind == wording_desk.ROW and one.serial == serial)
        ]
    if as_json:
        print_json([_item_json(one) for one in items])
        return
    for one in items:
        _print_item(one)


def _item_json(one: wording_desk.WordingItem) -> dict[str, Any]:
    return {
        "kind": one.kind,
        "serial": one.serial,
        "name": one.name,
        "originals": [{"unit": o.unit, "serial": o.serial, "parts": dict(o.parts)} for o in one.originals],
        "printed": one.printed,
        "wording": one.wording,
        "outdated": one.outdated,
        "earlier": [{"month": e.period, "what": e.what, "unit": e.unit, "text": e.text} for e in one.earlier],
    }


def _print_item(one: wording_desk.WordingItem) -> None:
    state = "〔原文已变〕" if one.outdated else "〔待统稿〕" if one.open else ""
    where = f"第{one.serial}行" if one.kind == wording_desk.ROW else "整节"
    click.echo(f"{where} {one.name}{state}")
    for told in one.originals:
        for head, said in told.parts:
            click.echo(f"  {told.unit} {head}：{said}")
    click.echo(f"  {'统稿' if one.wording else '现在印'}：{one.wording or one.printed or '逐行的文字'}")
    for past in one.earlier:
        click.echo(f"  {past.period}{past.what}{f'（{past.unit}）' if past.unit else ''}：{past.text}")


@command("review-out", help="送审：输出送审稿和点名依据（Word）。")
@store_argument
@month_argument
@out_option
@kind_option
@about_option
@plan_option
def review_out(store: Path, month: str, out: Path, kind: str, unit: str | None, plan: str | None) -> None:
    """Send the draft for review."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        about = _unit_id(picked, unit)
        sent = reviewing_draft.send_for_review(opened, picked.id, period.id, out, today(), kind, about)
    for one in sent.files:
        click.echo(f"{one.path}  {one.size}字节")
    for warning in sent.warnings:
        click.echo(warning, err=True)


@command("review-in", help="收回改稿：读入改过的送审稿，列出改动，核对数字，按自己的话保存。")
@store_argument
@month_argument
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@plan_option
@json_option
def review_in(store: Path, month: str, file: Path, plan: str | None, as_json: bool) -> None:
    """Take the changed draft back."""
    with stores.open_store(store) as opened:
        period = stores.pick_period(opened, stores.pick_plan(opened, plan).id, month)
        back = reviewing_draft.take_back(opened, period.id, file, today())
    if as_json:
        changes = [
            {"place": c.place, "under": c.under, "before": c.before, "after": c.after} for c in back.changes
        ]
        print_json(
            {"batch": back.batch, "changes": changes, "faults": back.faults, "unplaced": back.unplaced}
        )
        return
    click.echo(f"改动{len(back.changes)}处" + (f"，批次{back.batch}" if back.batch else ""))
    for one in back.changes:
        where = one.under if "/" in one.place else one.place
        click.echo(f"{where}\n  原：{one.before or '（空）'}\n  改：{one.after or '（删去）'}")
    for fault in back.faults:
        click.echo(fault, err=True)
    for text in back.unplaced:
        click.echo(f"没有对上位置，未收回：{text}", err=True)


@command(help="登记签发件：保存签发的扫描件，写明文号、签发人和日期。")
@store_argument
@month_argument
@click.argument("file", type=click.Path(path_type=Path), metavar="文件")
@click.option("--number", cls=Option, required=True, metavar="文号", help="发文字号")
@click.option("--by", cls=Option, required=True, metavar="签发人", help="谁签发的")
@click.option("--on", cls=Option, required=True, type=Day(), metavar="日期", help="哪天签发的")
@plan_option
def signed(store: Path, month: str, file: Path, number: str, by: str, on: date, plan: str | None) -> None:
    """Register the signed paper."""
    with stores.open_store(store) as opened:
        period = stores.pick_period(opened, stores.pick_plan(opened, plan).id, month)
        kept = signatures.register_signed(opened, period.id, file, number, by, on)
    click.echo(
        f"已登记：{kept.name}，{kept.document_number}，{kept.signed_by}，{kept.signed_on}，批次{kept.batch}"
    )
