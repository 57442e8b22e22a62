"""What the documents promise is there: commands, links, pictures, files. The README's month is run as it stands."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from peidang.app.views import OUTCOME_WORDS
from peidang.cli.main import peidang, run
from peidang.domain.labels import GRADE_WORDS, LIGHT_SHAPES, LIGHT_WORDS, Light

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "guide" / "使用手册.md"
DOCUMENTS = sorted(
    [
        *ROOT.glob("*.md"),
        *ROOT.glob("docs/**/*.md"),
        *ROOT.glob("installer/*.md"),
        *ROOT.glob("resources/*/*.md"),
    ]
)
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
FILE = re.compile(r"(?:[\w.-]+/)+[\w-]+\.(?:py|md|txt|json|sh)")
MACHINE_PATH = re.compile(r"(?:^|[\s`'\"(])(?:/(?:work|root|home|tmp|Users)/|[A-Z]:\\)", re.MULTILINE)


def text_of(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def name_of(document: Path) -> str:
    return document.relative_to(ROOT).as_posix()


def shell_lines(text: str) -> list[list[str]]:
    """The command lines of the text's sh blocks, split into words, without comments."""
    lines = [line for kind, block in BLOCK.findall(text) if kind == "sh" for line in block.splitlines()]
    return [words for line in lines if (words := shlex.split(line, comments=True))]


def commands_in_prose(text: str) -> Iterator[str]:
    for code in INLINE.findall(BLOCK.sub("", text)):
        if found := re.fullmatch(r"peidang ([a-z][a-z-]*)(?: .*)?", code):
            yield found[1]


def faults_of(words: list[str]) -> str:
    """What the command line has against ``peidang …``; '' when it would run. Nothing is run."""
    if len(words) <= 1 or words[1].endswith(".peidang"):
        return ""
    if words[1] not in peidang.commands:
        return f"no command {words[1]}"
    try:
        peidang.commands[words[1]].make_context(words[1], words[2:])
    except click.UsageError as error:
        return f"{words[1]}: {error.message}"
    return ""


def targets_of_make() -> set[str]:
    return set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


def repository_files() -> set[str]:
    kept = (path for path in ROOT.rglob("*") if not {".venv", ".git", "build"} & set(path.parts))
    return {f"/{name_of(path)}" for path in kept if path.is_file()}


@pytest.fixture(scope="module")
def files() -> set[str]:
    return repository_files()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_the_commands_a_document_shows_would_run(document: Path) -> None:
    shown = [words for words in shell_lines(text_of(document)) if words[0] == "peidang"]
    assert [fault for words in shown if (fault := faults_of(words))] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_the_commands_a_document_speaks_of_exist(document: Path) -> None:
    text = text_of(document)
    assert set(commands_in_prose(text)) <= peidang.commands.keys()
    made = {words[1] for words in shell_lines(text) if words[0] == "make"}
    made |= {code.split()[1] for code in INLINE.findall(text) if re.fullmatch(r"make [a-z]+.*", code)}
    assert made <= targets_of_make()


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_links_and_pictures_lead_somewhere(document: Path) -> None:
    links = [link.split("#")[0] for link in LINK.findall(text_of(document)) if "://" not in link]
    assert [link for link in links if link and not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_the_files_a_document_names_exist(document: Path, files: set[str]) -> None:
    named = {code for code in INLINE.findall(text_of(document)) if FILE.fullmatch(code)}
    assert [name for name in sorted(named) if not any(path.endswith(f"/{name}") for path in files)] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_no_document_knows_somebodys_machine(document: Path) -> None:
    assert MACHINE_PATH.findall(text_of(document)) == []


def test_the_readme_tells_the_two_commands_and_shows_the_window() -> None:
    text = text_of(ROOT / "README.md")
    assert {"make run", "make test"} <= set(INLINE.findall(text))
    assert re.search(r"!\[[^\]]+\]\(docs/pictures/[^)]+\.png\)", text)


def test_each_built_in_plan_is_named_with_what_the_file_says_of_itself() -> None:
    plans = ROOT / "resources" / "plans"
    lines = (line.split("|")[1:-1] for line in text_of(plans / "README.md").splitlines() if "`" in line)
    rows = {cells[0].strip(" `"): [cell.strip() for cell in cells[1:4]] for cells in lines if cells}
    assert rows.keys() == {path.name for path in plans.glob("*.txt")}
    for name, facts in rows.items():
        told = "".join(text_of(plans / name).split())
        assert [fact for fact in facts if fact != "not in the file" and fact not in told] == []


def test_the_month_of_the_readme_runs_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(ROOT / "resources" / "plans", tmp_path / "resources" / "plans")
    monkeypatch.chdir(tmp_path)
    month = [words[1:] for words in shell_lines(text_of(ROOT / "README.md"))]
    left_with = {words[0]: run(words) for words in month}
    assert left_with.pop("check") == 1
    assert set(left_with.values()) == {0}
    assert {"new", "send", "receive", "report", "issue", "reprint", "reply"} <= left_with.keys()
    drafts = {path.name for path in (tmp_path / "草稿").iterdir()}
    assert {name.rsplit(".", 1)[-1] for name in drafts} == {"xlsx", "pdf", "docx"}
    for name in drafts:
        assert (tmp_path / "印发" / name).read_bytes() == (tmp_path / "重印" / name).read_bytes()


def test_the_guide_explains_every_word_of_receiving_checking_and_lights() -> None:
    text = text_of(GUIDE)
    words = [*OUTCOME_WORDS.values(), *GRADE_WORDS.values()]
    words += [f"{LIGHT_SHAPES[light]} {LIGHT_WORDS[light]}" for light in Light]
    assert [word for word in words if word not in text] == []


def test_a_wrong_command_in_a_document_would_be_found() -> None:
    assert faults_of(shlex.split("peidang sent 台账.peidang")) == "no command sent"
    assert "--outt" in faults_of(shlex.split("peidang send 台账.peidang 2025-10 --outt 发出"))
    assert faults_of(shlex.split("peidang open-month 台账.peidang 2025-10 --due 月底")).startswith(
        "open-month"
    )
    assert faults_of(shlex.split("peidang 台账.peidang")) == ""
