"""The rules of the house as sentences that can fail. At the end the tester itself is tested with planted faults."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PLANS = ROOT / "resources" / "plans"

# Room -> rooms it may import. The two doors see `app` and the nouns, nothing between.
MAY_IMPORT = {
    "domain": set(),
    "files": {"domain"},
    "plans": {"files", "domain"},
    "db": {"domain"},
    "exchange": {"files", "domain"},
    "reports": {"domain"},
    "app": {"files", "plans", "db", "exchange", "reports", "domain"},
    "desktop": {"app", "domain"},
    "cli": {"app", "domain", "desktop"},
    "": {"cli"},  # `python -m peidang`
}
# Library -> the rooms that may import it.
ONLY_IN = {
    "PySide6": {"desktop"},
    "shiboken6": {"desktop"},
    "sqlite3": {"db"},
    "sqlite_utils": {"db"},
    "python_calamine": {"files"},
    "pypdfium2": {"files"},
    "olefile": {"files"},
    "zipfile": {"files", "reports"},  # files opens archives, reports stamps the parts of its own Word papers
    "tarfile": {"files"},
    "email": {"files", "exchange"},  # files reads mail, exchange writes drafts (send --eml)
    "mailbox": {"files"},
    "openpyxl.load_workbook": {"files"},
    "openpyxl.reader": {"files"},
    "openpyxl": {"files", "exchange", "reports"},
    "xlsxwriter": {"exchange", "reports"},
    "reportlab": {"reports"},
    "msoffcrypto": {"files"},
    "docx": {"reports"},
    "rapidfuzz": {"domain"},
    "chinese_calendar": {"app"},
}
IN_DOMAIN = {"peidang", "rapidfuzz"}
"""Besides the standard library: ourselves, and the library that tells how alike two texts are (design section 2)."""

NETWORK = {
    *("aiohttp", "asyncio", "ftplib", "http", "httpx", "imaplib", "poplib", "requests", "smtplib", "socket"),
    *("socketserver", "ssl", "telnetlib", "urllib.request", "urllib3", "webbrowser", "xmlrpc"),
    *("PySide6.QtNetwork", "PySide6.QtWebEngineWidgets", "PySide6.QtWebSockets"),
}
SQL = re.compile(
    r"\bSELECT\s[\s\S]+\sFROM\b|\bINSERT\s+(OR\s+\w+\s+)?INTO\b|\bUPDATE\s+\S+\s+SET\b|\bDELETE\s+FROM\b"
    r"|\b(CREATE|DROP|ALTER)\s+(TABLE|INDEX|VIEW|TRIGGER)\b|\bPRAGMA\s+\w|\bBEGIN\s+IMMEDIATE\b"
)
LONGEST_MODULE = 450
LONGEST_FUNCTION = 60


@dataclass(frozen=True)
class Import:
    """One imported name, in full: `from a import b` is `a.b`."""

    name: str
    line: int
    at_top: bool

    def within(self, library: str) -> bool:
        """Whether this is `library` or something in it."""
        return self.name == library or self.name.startswith(f"{library}.")


@dataclass(frozen=True)
class Source:
    """One Python file of the package."""

    path: Path
    package: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def parts(self) -> tuple[str, ...]:
        """`peidang/db/store.py` is ("peidang", "db", "store")."""
        parts = self.path.relative_to(self.package.parent).with_suffix("").parts
        return parts[:-1] if parts[-1] == "__init__" else parts

    @property
    def room(self) -> str:
        """The room's name; empty for modules of the package itself."""
        return self.parts[1] if (self.package / self.path.relative_to(self.package).parts[0]).is_dir() else ""

    def at(self, line: int) -> str:
        return f"{self.path.relative_to(self.package.parent).as_posix()}:{line}"

    def imports(self) -> Iterator[Import]:
        top = set(map(id, self.tree.body))
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (Import(alias.name, node.lineno, id(node) in top) for alias in node.names)
            elif isinstance(node, ast.ImportFrom):
                base = self._base(node)
                yield from (
                    Import(f"{base}.{alias.name}", node.lineno, id(node) in top) for alias in node.names
                )

    def _base(self, node: ast.ImportFrom) -> str:
        if not node.level:
            return node.module or ""
        here = self.parts if self.path.name == "__init__.py" else self.parts[:-1]
        return ".".join((*here[: len(here) - node.level + 1], *(node.module or "").split("."))).rstrip(".")

    def strings(self) -> Iterator[ast.Constant]:
        """Every text in the code, without docstrings."""
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        heads = (node.body[0] for node in ast.walk(self.tree) if isinstance(node, documented) and node.body)
        docstrings = {id(head.value) for head in heads if isinstance(head, ast.Expr)}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
                yield node


def house(package: Path) -> list[Source]:
    return [Source(path, package) for path in sorted(package.rglob("*.py"))]


# The rules: each gives one line per fault.


def wrong_rooms(sources: list[Source]) -> Iterator[str]:
    """A room imports only the rooms below it; `peidang.resources` is open to all but the domain."""
    for source in sources:
        allowed = MAY_IMPORT[source.room] | {source.room}
        for imported in source.imports():
            if not imported.within("peidang") or imported.name == "peidang":
                continue
            room = imported.name.split(".")[1]
            if room == "resources" and source.room != "domain":
                continue
            if room not in allowed:
                yield f"{source.at(imported.line)} {source.room or 'the root'} imports {imported.name}"


def window_at_start(sources: list[Source]) -> Iterator[str]:
    """The command line reaches for the window inside a function only: headless work needs no Qt."""
    for source in sources:
        for imported in source.imports():
            if source.room == "cli" and imported.within("peidang.desktop") and imported.at_top:
                yield f"{source.at(imported.line)} imports {imported.name} at its head"


def strangers_in_domain(sources: list[Source]) -> Iterator[str]:
    """The domain needs nothing but the standard library and a text-likeness library."""
    for source in sources:
        for imported in source.imports():
            first = imported.name.split(".")[0]
            if source.room == "domain" and first not in IN_DOMAIN | sys.stdlib_module_names:
                yield f"{source.at(imported.line)} imports {imported.name}"


def libraries_out_of_place(sources: list[Source]) -> Iterator[str]:
    """Qt lives in `desktop`, SQL in `db`, readers of foreign files in `files`."""
    for source in sources:
        loads = (node for node in ast.walk(source.tree) if isinstance(node, ast.Attribute))
        calls = (
            Import("openpyxl.load_workbook", n.lineno, False) for n in loads if n.attr == "load_workbook"
        )
        for imported in (*source.imports(), *calls):
            for library, rooms in ONLY_IN.items():
                if imported.within(library) and source.room not in rooms:
                    yield f"{source.at(imported.line)} {library} belongs in {' or '.join(sorted(rooms))}"


def network(sources: list[Source]) -> Iterator[str]:
    """No network call, ever."""
    for source in sources:
        for imported in source.imports():
            if any(imported.within(module) for module in NETWORK):
                yield f"{source.at(imported.line)} imports {imported.name}"


def sql_outside_db(sources: list[Source]) -> Iterator[str]:
    """SQL stands in `db` only."""
    for source in sources:
        for string in source.strings():
            if source.room != "db" and SQL.search(str(string.value)):
                yield f"{source.at(string.lineno)} speaks SQL"


def places_in_code(sources: list[Source], names: set[str]) -> Iterator[str]:
    """Code knows no place and no plan, neither in Chinese (comments included) nor by its file's name."""
    for source in sources:
        for number, line in enumerate(source.text.splitlines(), 1):
            for name in sorted(name for name in names if not name.isascii() and name in line):
                yield f"{source.at(number)} names {name}"
        for string in source.strings():
            for name in sorted(
                name for name in names if name.isascii() and name in str(string.value).lower()
            ):
                yield f"{source.at(string.lineno)} names {name}"


def doors_without_sign(sources: list[Source]) -> Iterator[str]:
    """Every package says what lives here, what it may import and where to begin."""
    for source in sources:
        if source.path.name != "__init__.py":
            continue
        sign = ast.get_docstring(source.tree) or ""
        if not sign or (source.room and len(source.parts) == 2 and "Begin with" not in sign):
            yield f"{source.at(1)} has no door sign"


def too_long(sources: list[Source]) -> Iterator[str]:
    """What does not fit on a few screens is two things."""
    for source in sources:
        if (lines := len(source.text.splitlines())) > LONGEST_MODULE:
            yield f"{source.at(lines)} module of {lines} lines"
        for node in ast.walk(source.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    yield f"{source.at(node.lineno)} {node.name} has {lines} lines"


def known_places(plans: Path) -> set[str]:
    """The places and plan titles of the shipped documents, in Chinese and as their files are called."""
    names = set()
    for path in plans.glob("*.txt"):
        text = re.sub(r"\s+", "", path.read_text(encoding="utf-8"))
        if title := re.search(
            r"([\u4e00-\u9fff]{2,6}?(?:市|县|区))(?:人民政府.*?\1)?(推动.{5,30}?方案)", text
        ):
            names |= {title[1], title[1][:2], title[2]}
        names.add(path.stem.split("-")[0])
    return names


SOURCES = house(ROOT / "peidang")
RULES: list[Callable[[list[Source]], Iterator[str]]] = [
    *(wrong_rooms, window_at_start, strangers_in_domain, libraries_out_of_place, network),
    *(sql_outside_db, doors_without_sign, too_long),
]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule: Callable[[list[Source]], Iterator[str]]) -> None:
    assert list(rule(SOURCES)) == []


def test_no_code_names_a_plan_or_a_place() -> None:
    assert list(places_in_code(SOURCES, known_places(PLANS))) == []


def test_every_room_stands_and_has_rules() -> None:
    rooms = {path.parent.name for path in (ROOT / "peidang").glob("*/__init__.py")}
    assert rooms | {""} == set(MAY_IMPORT)


def test_the_places_are_found_in_the_plans_themselves() -> None:
    stems = {path.stem.split("-")[0] for path in PLANS.glob("*.txt")}
    places = {name for name in known_places(PLANS) if len(name) == 2 and not name.isascii()}
    assert len(places) == len(stems) == 5
    assert {"滨州", "临清"} <= places


# Testing the tester: every rule finds the fault planted for it, and only there.

FAULTS = [
    (wrong_rooms, "plans/x.py", "from peidang.db import store"),
    (wrong_rooms, "reports/x.py", "from ..app import reporting"),
    (wrong_rooms, "desktop/x.py", "def f():\n    import peidang.files.sniff"),
    (wrong_rooms, "domain/x.py", "from peidang import resources"),
    (window_at_start, "cli/x.py", "from peidang.desktop import main_window"),
    (strangers_in_domain, "domain/x.py", "import numpy"),
    (libraries_out_of_place, "app/x.py", "from PySide6.QtCore import Qt"),
    (libraries_out_of_place, "app/x.py", "import sqlite3"),
    (libraries_out_of_place, "exchange/x.py", "from openpyxl import load_workbook"),
    (libraries_out_of_place, "exchange/x.py", "import openpyxl\nopenpyxl.load_workbook('a.xlsx')"),
    (network, "files/x.py", "import urllib.request"),
    (network, "files/x.py", "from urllib import request"),
    (network, "app/x.py", "from http.client import HTTPSConnection"),
    (sql_outside_db, "app/x.py", "q = f'SELECT a FROM {1}'"),
    (sql_outside_db, "app/x.py", "q = '''\nUPDATE rows SET a = 1'''"),
    (doors_without_sign, "files/__init__.py", "x = 1"),
    (too_long, "app/x.py", "x = 1\n" * 451),
    (too_long, "app/x.py", "def f():\n" + "    x = 1\n" * 60),
]


@pytest.mark.parametrize(("rule", "where", "code"), FAULTS)
def test_a_planted_fault_is_found(
    rule: Callable[[list[Source]], Iterator[str]], where: str, code: str, tmp_path: Path
) -> None:
    package = tmp_path / "peidang"
    planted = package / where
    planted.parent.mkdir(parents=True)
    planted.write_text(code, encoding="utf-8")
    (found,) = rule(house(package))
    assert found.startswith(f"peidang/{where}:")


def test_a_planted_place_is_found_in_a_comment_and_in_a_file_name(tmp_path: Path) -> None:
    package = tmp_path / "peidang"
    (package / "app").mkdir(parents=True)
    (package / "app" / "x.py").write_text('# 滨州\nopen("binzhou.txt")\n', encoding="utf-8")
    found = list(places_in_code(house(package), known_places(PLANS)))
    assert found == ["peidang/app/x.py:1 names 滨州", "peidang/app/x.py:2 names binzhou"]


def test_what_is_allowed_is_left_in_peace(tmp_path: Path) -> None:
    package = tmp_path / "peidang"
    allowed = {
        "exchange/x.py": "import urllib.parse\nfrom openpyxl import Workbook\nfrom peidang.resources import resource",
        "cli/x.py": "from peidang.app import sending\ndef f():\n    from peidang.desktop import main_window",
        "db/x.py": "import sqlite3\nq = 'SELECT a FROM b'",
        "reports/x.py": "'''SELECT a FROM b is not spoken here'''\nfrom . import paper\nfrom .paper import Paper",
    }
    for where, code in allowed.items():
        (package / where).parent.mkdir(parents=True)
        (package / where).write_text(code, encoding="utf-8")
    assert [fault for rule in RULES for fault in rule(house(package))] == []
