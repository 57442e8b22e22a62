"""The corpus: kinds of mess packed into drops, from real requests of real plans, the same for the same seed.

Run it to look at the files or to try another seed:
``.venv/bin/python -m tests.corpus.maker --out FOLDER [--seed N] [--all] [--kind NAME …]``
writes the files of each case, receives them, and prints every verdict that is not as expected.
"""

import argparse
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from peidang.files.readers import ReaderPool
from tests.corpus import damage, doors, merges, pasted, several_sheets, strangers, typing_habits
from tests.corpus.judging import Fault, Trial
from tests.corpus.kind import KINDS, Case, Convert, Kind, NoDesk
from tests.corpus.office import Office, make_office, plan_files

MODULES = (doors, damage, pasted, several_sheets, typing_habits, merges, strangers)
PAIRS = (("binzhou", "qingzhou"), ("linqing", "shanting"))
OFFICES = 2
"""On how many offices each kind is tried in an ordinary run; all five plans get their share."""


@dataclass(repr=False)
class Session:
    """Cases that share a store and its drops, each with units of its own."""

    office: Office
    options: tuple[tuple[str, str], ...]
    cases: list[Case] = field(default_factory=list)

    @property
    def units(self) -> set[str]:
        """The units that are taken."""
        return {unit for case in self.cases for unit in case.units}


@dataclass(frozen=True, repr=False)
class Offices:
    """The templates: one for each plan, and some with two plans."""

    single: tuple[Office, ...]
    pairs: tuple[Office, ...]

    def beside(self, office: Office) -> Office:
        """An office that has none of these plans."""
        titles = {plan.title for plan in office.plans}
        return next(one for one in self.single if not titles & {plan.title for plan in one.plans})


def make_offices(folder: Path) -> Offices:
    """All templates, in a new folder."""
    single = tuple(make_office(folder / name, [name]) for name in plan_files())
    return Offices(single, tuple(make_office(folder / "+".join(pair), pair) for pair in PAIRS))


def make_cases(
    offices: Offices, kinds: Iterable[Kind], seed: int, everywhere: bool = False
) -> tuple[list[Session], dict[str, int]]:
    """Each kind on several offices, packed into sessions; and on how many offices each kind could be made."""
    sessions: list[Session] = []
    made: dict[str, int] = {}
    for number, kind in enumerate(kinds):
        among = offices.pairs if kind.two_plans else offices.single
        turned = [among[(number + n) % len(among)] for n in range(len(among))]
        wanted = len(among) if everywhere else min(OFFICES, len(among))
        made[kind.name] = 0
        for office in turned:
            if made[kind.name] < wanted:
                made[kind.name] += _place(sessions, offices, office, kind, seed)
    return sessions, made


def _place(sessions: list[Session], offices: Offices, office: Office, kind: Kind, seed: int) -> bool:
    """Make a case of the kind in the first session that has units left for it; False when the plan has none."""
    fitting = [one for one in sessions if one.office is office and one.options == kind.options]
    for session in [*fitting, Session(office, kind.options)]:
        dice = random.Random(f"{seed}{kind.name}{office.name}")
        case = Case(kind.name, office, offices.beside(office), dice, session.units)
        try:
            kind.make(case)
        except NoDesk:
            continue
        if not session.cases:
            sessions.append(session)
        session.cases.append(case)
        return True
    return False


def convert_all(sessions: Sequence[Session]) -> None:
    """Let LibreOffice save what it is to save, all files of one format in one go."""
    waiting = [
        (step.files, place, content)
        for session in sessions
        for case in session.cases
        for step in case.steps
        for place, (_, content) in enumerate(step.files)
        if isinstance(content, Convert)
    ]
    targets = {content.target for _, _, content in waiting}
    for target in sorted(targets):
        some = [one for one in waiting if one[2].target == target]
        made = _converted([content for _, _, content in some], target)
        for (files, place, content), data in zip(some, made, strict=True):
            files[place] = (files[place][0], content.then(data) if content.then else data)


def _converted(contents: Sequence[Convert], target: str) -> list[bytes]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sources = []
        for number, one in enumerate(contents):
            source = folder / f"{number:04d}.{one.source}"
            source.write_bytes(one.data)
            sources.append(source)
        profile = f"-env:UserInstallation=file://{folder / 'profile'}"
        command = ["soffice", profile, "--headless", "--convert-to", target, "--outdir", str(folder / "out")]
        subprocess.run([*command, *map(str, sources)], check=True, capture_output=True, timeout=180)
        return [(folder / "out" / f"{source.stem}.{target}").read_bytes() for source in sources]


def run(sessions: Sequence[Session], folder: Path) -> list[Fault]:
    """Drop every session's files into a copy of its office; what is not as expected."""
    convert_all(sessions)
    faults: list[Fault] = []
    with ReaderPool() as readers:
        for number, session in enumerate(sessions):
            place, options = folder / f"{number:03d}", dict(session.options)
            faults += Trial(session.office, session.cases, options, place, readers).run()
    return faults


def kinds_named(names: Sequence[str] = (), libreoffice: bool = True) -> list[Kind]:
    """The kinds of these names; without any, all that can be made here."""
    assert MODULES
    chosen: Mapping[str, Kind] = {name: KINDS[name] for name in names} if names else KINDS
    return [kind for kind in chosen.values() if libreoffice or not kind.needs_libreoffice]


def main() -> None:
    """The corpus from the command line."""
    parser = argparse.ArgumentParser(description="Build the corpus of returns as they come, and try it.")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="each kind on every plan")
    parser.add_argument("--kind", nargs="*", default=())
    told = parser.parse_args()
    kinds = kinds_named(told.kind, shutil.which("soffice") is not None)
    offices = make_offices(told.out / "offices")
    sessions, made = make_cases(offices, kinds, told.seed, told.all)
    faults = run(sessions, told.out / "drops")
    cases = sum(made.values())
    print(f"{len(kinds)} kinds, {cases} cases in {len(sessions)} sessions, {len(faults)} faults")
    print("never made:", ", ".join(name for name, count in made.items() if not count) or "none")
    for fault in faults:
        print(fault)


if __name__ == "__main__":
    main()
