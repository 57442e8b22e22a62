"""The command line itself: which commands there are. What they do stands in ``app``; how it reads, in ``printing``."""

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from peidang.app.sentences import sentence
from peidang.cli.answering import answer, reply
from peidang.cli.changes import doubts, duty, update
from peidang.cli.chasing import contact_list, extend, remind, verify_unit
from peidang.cli.checks import check
from peidang.cli.chinese import Group
from peidang.cli.common import usage_sentence
from peidang.cli.demonstration import demo, selftest
from peidang.cli.drafts import draft, edit, review_in, review_out, signed, wording
from peidang.cli.foreign import fill_form, form, import_past
from peidang.cli.keeping import backup, restore, verify
from peidang.cli.materials import materials
from peidang.cli.outgoing import pass_on, send_back
from peidang.cli.paper_style import style
from peidang.cli.papers import correct, issue, report, reprint
from peidang.cli.plans import new, open_month, read, units
from peidang.cli.returns import decide, enter, receive, send, show, undo
from peidang.cli.rules import close, rule_sheet
from peidang.cli.window import open_window
from peidang.domain.errors import Ambiguous

COMMANDS = (
    demo,
    read,
    new,
    open_month,
    extend,
    contact_list,
    send,
    receive,
    decide,
    undo,
    enter,
    show,
    materials,
    check,
    remind,
    verify_unit,
    send_back,
    rule_sheet,
    draft,
    wording,
    edit,
    report,
    review_out,
    review_in,
    signed,
    issue,
    correct,
    reprint,
    style,
    close,
    answer,
    reply,
    form,
    fill_form,
    import_past,
    pass_on,
    units,
    doubts,
    duty,
    update,
    verify,
    backup,
    restore,
    selftest,
)
DONE, FAILED, WRONG_USE = 0, 1, 2


@click.group(
    cls=Group,
    invoke_without_command=True,
    help="配档通：从方案文件到月度通报。不带命令时打开窗口（可跟工作库文件名）。",
    add_help_option=True,
    subcommand_metavar="[命令] …",
)
@click.version_option(package_name="peidang", message="配档通 %(version)s", help="显示版本")
@click.pass_context
def peidang(context: click.Context) -> None:
    """配档通."""
    if context.invoked_subcommand is None:
        context.exit(open_window(None))


for _command in COMMANDS:
    peidang.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and leave with its exit code: 0 done, 1 could not (or a fault exists), 2 wrong use."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    sys.exit(run(list(sys.argv[1:] if arguments is None else arguments)))


def _names_a_store(word: str) -> bool:
    """A word that is no command is a file's name when the file is there or the word could be nothing else."""
    if word.startswith("-") or word in peidang.commands:
        return False
    return Path(word).suffix != "" or len(Path(word).parts) > 1 or Path(word).exists()


def run(arguments: list[str]) -> int:
    """Run one command; returns the exit code. A single argument that is no command names a store to open."""
    if len(arguments) == 1 and _names_a_store(arguments[0]):
        return open_window(arguments[0])
    try:
        code = peidang.main(arguments, prog_name="peidang", standalone_mode=False)
    except click.UsageError as error:
        click.echo(usage_sentence(error), err=True)
        return WRONG_USE
    except click.exceptions.Abort:
        click.echo("已中断。", err=True)
        return FAILED
    except Ambiguous as error:
        click.echo(sentence(error), err=True)
        return WRONG_USE
    except Exception as error:  # the door: whatever happened is told in one sentence
        click.echo(sentence(error), err=True)
        return FAILED
    return code if isinstance(code, int) else DONE
