"""Commands about other offices' Excel: import-past form fill-form."""

from dataclasses import asdict
from pathlib import Path

import click

from peidang.app.foreign import foreign_forms, form_filling, importing_past
from peidang.app.foreign.foreign_forms import ForeignForm
from peidang.app.foreign.form_filling import NOT_FILLED, FilledForm, FormCell
from peidang.app.foreign.importing_past import ImportResult
from peidang.app.store import stores
from peidang.cli.chinese import command
from peidang.cli.common import (
    Month,
    json_option,
    month_argument,
    out_option,
    plan_option,
    print_json,
    store_argument,
    today,
)

SHOWN = 20
"""Lines of a list of what was left out that are shown; all stand in the JSON."""


@command("import-past", help="导入往月汇总表：把本单位以前自己做的汇总表记为往月报告期；已有内容的格不动。")
@store_argument
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="文件…")
@click.option("--month", type=Month(), metavar="报告期", help="表中没有写明月份时，按这个报告期导入")
@click.option("--dry-run", is_flag=True, help="只看结果，不入库")
@plan_option
@json_option
def import_past(
    store: Path, files: tuple[Path, ...], month: str | None, dry_run: bool, plan: str | None, as_json: bool
) -> None:
    """Import tables of former months."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        done = importing_past.import_past(opened, picked.id, files, month, today(), dry_run)
    if as_json:
        print_json(_import_as_json(done))
        return
    for one in done.months:
        before = f"，{one.answered_before}格已有内容未动" if one.answered_before else ""
        click.echo(f"{one.label}  任务{one.rows}项  指标{one.indicators}项  共{one.cells}格{before}")
    if not done.months:
        click.echo("没有可以导入的内容。", err=True)
    for left in done.not_placed[:SHOWN]:
        place = " ".join(part for part in (left.file, left.sheet, left.cell) if part)
        click.echo(f"    未导入：{place} {left.words[:40]}：{left.reason}".replace("  ", " "))
    if len(done.not_placed) > SHOWN:
        click.echo(f"    ……共{len(done.not_placed)}处未导入，--json 可列出全部")
    for note in done.notes:
        click.echo(f"    说明：{note}")
    if done.batch is not None:
        click.echo(f"批次 {done.batch}（撤销：peidang undo {store} {done.batch}）")


def _import_as_json(done: ImportResult) -> dict[str, object]:
    return {
        "batch": done.batch,
        "months": [asdict(one) for one in done.months],
        "not_placed": [{**asdict(one), "reason": one.reason} for one in done.not_placed],
        "notes": list(done.notes),
    }


@command("form", help="打开别处发来的空表：看各列各行对应本单位的什么内容；用 --map 更正，更正后记住。")
@store_argument
@click.argument("form", type=click.Path(path_type=Path), metavar="文件")
@click.option(
    "--map",
    "settled",
    multiple=True,
    metavar="列=栏目",
    help="某列（列名或列号）是什么栏目，如 F=进展情况；某行是哪一项，如 行7=任务3；不要的写“不用”。可写多次",
)
@click.option("--office", metavar="单位", help="这张表是哪个单位的")
@json_option
def form(store: Path, form: Path, settled: tuple[str, ...], office: str | None, as_json: bool) -> None:
    """Show and correct the mapping."""
    pairs = dict(map(_pair, settled))
    with stores.open_store(store) as opened:
        found = foreign_forms.open_foreign(opened, form)
        if pairs or office is not None:
            found = foreign_forms.map_columns(opened, found, pairs, office)
    print_json(_form_as_json(found)) if as_json else _print_form(found)


def _pair(text: str) -> tuple[str, str]:
    what, mark, word = text.partition("=")
    if not mark or not what.strip() or not word.strip():
        raise click.UsageError(f"“{text}”不是 列=栏目")
    return what.strip(), word.strip()


def _form_as_json(found: ForeignForm) -> dict[str, object]:
    return {
        "file": found.path.name,
        "office": found.office,
        "remembered": found.remembered,
        "tables": [
            {
                "sheet": one.table.sheet,
                "columns": [
                    {"column": letter, "head": head, "meaning": word} for letter, head, word in one.columns
                ],
                "lines": [
                    {
                        "row": line.row,
                        "words": line.words,
                        "items": list(line.items),
                        "candidates": list(line.rivals),
                    }
                    for line in foreign_forms.shown_lines(found, one)
                ],
            }
            for one in found.tables
        ],
    }


def _print_form(found: ForeignForm) -> None:
    known = "以前对应过，沿用" if found.remembered else "第一次打开，请核对"
    click.echo(f"{found.path.name}  {found.office}  {known}".replace("    ", "  "))
    for one in found.tables:
        click.echo(f"表“{one.table.sheet}”")
        for letter, head, word in one.columns:
            click.echo(f"    {letter}列 {head} → {word or '（不认得）'}")
        for line in foreign_forms.shown_lines(found, one):
            told = "、".join(line.items) or (
                f"可能是：{'；'.join(line.rivals)}" if line.rivals else "没有找到对应的内容"
            )
            click.echo(f"    第{line.row}行 {line.words[:40]} → {told}")


@command("fill-form", help="填别处发来的空表：把本单位这个月的内容填进去，另存一份；原表的格式、公式都不动。")
@store_argument
@click.argument("form", type=click.Path(path_type=Path), metavar="文件")
@month_argument
@out_option
@click.option("--replace", is_flag=True, help="表中已有内容的格也改写（公式除外）")
@json_option
def fill_form(store: Path, form: Path, month: str, out: Path, replace: bool, as_json: bool) -> None:
    """Write the filled copy."""
    with stores.open_store(store) as opened:
        found = foreign_forms.open_foreign(opened, form)
        cells = form_filling.prefill(opened, found, month, replace)
        done = form_filling.write_foreign(opened, found, cells, month, out)
    if as_json:
        print_json(_filled_as_json(done))
        return
    click.echo(f"{done.file.path}  填写{done.written}格")
    for left in [cell for cell in done.cells if cell.why][:SHOWN]:
        click.echo(f"    未填：{left.sheet}!{left.cell} {left.item}：{NOT_FILLED[left.why]}")


def _filled_as_json(done: FilledForm) -> dict[str, object]:
    return {
        "file": str(done.file.path),
        "batch": done.batch,
        "written": done.written,
        "cells": [_cell_as_json(cell) for cell in done.cells],
    }


def _cell_as_json(cell: FormCell) -> dict[str, object]:
    told = {"sheet": cell.sheet, "cell": cell.cell, "head": cell.head, "item": cell.item, "value": cell.value}
    return {**told, "not_filled": NOT_FILLED.get(cell.why, "")}
