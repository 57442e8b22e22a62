"""Commands about papers: report issue correct reprint."""

import re
from pathlib import Path

import click

from peidang.app.month import correcting
from peidang.app.papers import reporting
from peidang.app.papers.corrections import corrections
from peidang.app.papers.office_template import TemplateResult, fill_office_template
from peidang.app.papers.paper_desk import is_about_unit
from peidang.app.papers.row_choice import RowChoice, chosen_rows
from peidang.app.papers.rules import needs_rules
from peidang.app.store import stores
from peidang.app.store.stores import unit_named
from peidang.app.views import PaperResult
from peidang.cli.chinese import command
from peidang.cli.common import (
    json_option,
    month_argument,
    out_option,
    plan_option,
    print_json,
    store_argument,
    today,
)


@command(help="自动成稿：进展情况表（Excel）和通报（PDF、Word）；已印发的报告期输出印发时的原件。")
@store_argument
@month_argument
@out_option
@click.option("--xlsx", is_flag=True, help="只要 Excel")
@click.option("--pdf", is_flag=True, help="只要 PDF")
@click.option("--docx", is_flag=True, help="只要 Word（这几项可同时写；都不写，三种都出）")
@click.option(
    "--columns", metavar="列名、列名", help="Excel 的进展情况表只要这些列，用顿号或逗号隔开（序号总在第一列）"
)
@click.option("--rows", metavar="序号", help="Excel 的进展情况表只要这些任务，如 1、3、5-9")
@click.option("--light", metavar="灯", help="只要亮这种灯的任务：红、黄、绿、蓝、灰，或灯的名称")
@click.option("--section", metavar="章节", help="只要这一章节的任务（写名称中的文字）")
@click.option(
    "--template",
    type=click.Path(path_type=Path),
    metavar="文件",
    help="套用本单位的 .xlsx 模板，模板里用双花括号写名称，如 {{报告期}}",
)
@click.option("--kind", default="", metavar="文稿", help="哪一种文稿；不写用本方案常用的一种")
@click.option(
    "--unit",
    metavar="单位",
    help="写给或写到哪个单位（工作提示、一单位进展）；其他文稿是 Excel 只要该单位填报的任务。"
    "--rows、--light、--section、--unit 同时写的，取都符合的任务",
)
@plan_option
def report(
    store: Path,
    month: str,
    out: Path,
    xlsx: bool,
    pdf: bool,
    docx: bool,
    columns: str | None,
    rows: str | None,
    light: str | None,
    section: str | None,
    template: Path | None,
    kind: str,
    unit: str | None,
    plan: str | None,
) -> None:
    """Make the papers."""
    every = not (xlsx or pdf or docx)
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        if template is not None:
            print_template(fill_office_template(opened, picked.id, period.id, template, out, today()))
            if every:
                return
        unit_id = unit_named(picked, unit) if unit else None
        about_unit = is_about_unit(opened, picked.id, kind)
        choice = RowChoice(rows or "", light or "", section or "", None if about_unit else unit_id)
        made = reporting.make_report(
            opened,
            picked.id,
            period.id,
            out,
            today(),
            xlsx=xlsx or every,
            pdf=pdf or every,
            docx=docx or every,
            columns=re.split("[、，,]", columns) if columns else None,
            rows=chosen_rows(opened, picked.id, period.id, today(), choice) if choice.is_set else None,
            kind=kind,
            unit_id=unit_id if about_unit else None,
            mark=True,
        )
        if needs_rules(opened, picked.id):
            click.echo("亮灯规则尚未确认，按起始规则成稿；请用 peidang rules 查看并确认。", err=True)
    print_papers(made)


@command(help="印发：冻结数据、规则和文稿。--correct 为更正。")
@store_argument
@month_argument
@out_option
@click.option("--correct", is_flag=True, help="更正已印发的报告期，文稿中写明原文和改后内容")
@plan_option
def issue(store: Path, month: str, out: Path, correct: bool, plan: str | None) -> None:
    """Issue a month."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        print_papers(reporting.issue(opened, picked.id, period.id, out, today(), correct))


@command(
    help="更正：已印发的报告期改了哪些、尚未印发（先用 enter --correct 改正）；--drop 放弃更正，回到印发时的内容；"
    "印发更正用 issue --correct。"
)
@store_argument
@month_argument
@click.option("--drop", is_flag=True, help="放弃更正，改过的都撤回")
@plan_option
@json_option
def correct(store: Path, month: str, drop: bool, plan: str | None, as_json: bool) -> None:
    """Tell what was corrected so far, or drop it."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        dropped = correcting.drop_correction(opened, period.id) if drop else None
        is_open = correcting.is_correcting(opened, period.id)
        found = corrections(opened, picked.id, period.id)
    if as_json:
        print_json({"open": is_open, "changes": list(found)})
        return
    if dropped is not None:
        click.echo(f"已放弃更正，撤回{dropped}次改动")
        return
    for sentence in found:
        click.echo(sentence)
    click.echo(f"更正中：改了{len(found)}处，尚未印发" if is_open else "没有正在进行的更正")


@command(help="重印已印发的报告期，与印发时逐字节相同；有更正的，默认印最新一版。")
@store_argument
@month_argument
@out_option
@click.option("--number", type=int, metavar="第几版", help="第几版：1 是首次印发的，2 是第一次更正的")
@plan_option
def reprint(store: Path, month: str, out: Path, number: int | None, plan: str | None) -> None:
    """Reprint an issued month."""
    with stores.open_store(store) as opened:
        picked = stores.pick_plan(opened, plan)
        period = stores.pick_period(opened, picked.id, month)
        print_papers(reporting.reprint(opened, period.id, out, number))


def print_template(made: TemplateResult) -> None:
    """The file, how much of it was filled, and what was not."""
    click.echo(f"{made.file.path}  {made.file.size}字节")
    click.echo(f"填了{made.filled}处")
    for sentence in made.told:
        click.echo(sentence, err=True)


def print_papers(made: PaperResult) -> None:
    """The files with their sizes, and what was measured on them."""
    for one in made.files:
        click.echo(f"{one.path}  {one.size}字节")
    if made.pages:
        click.echo(f"应有{made.rows_expected}行，纸上{made.rows_on_paper}行，共{made.pages}页")
        click.echo(f"所用字体：{'、'.join(made.fonts)}")
    if made.missing_characters:
        click.echo(f"以下字没有字体可用，印作〓：{' '.join(made.missing_characters)}", err=True)
    for warning in made.warnings:
        click.echo(warning, err=True)
