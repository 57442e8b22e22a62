"""Whatever comes, however known, in whatever order: one content; again, no change; undone, as if never sent."""

import dataclasses
import io
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from peidang.app.month import entering, months, showing, undoing
from peidang.app.outgoing import sending
from peidang.app.plan import plans
from peidang.app.returns import deciding, receiving
from peidang.app.store import stores
from peidang.app.views import Drop
from peidang.db.store import Store
from peidang.domain.labels import Field
from peidang.domain.plan import Plan
from peidang.exchange.heads import FIELD_BY_HEAD
from peidang.exchange.request_workbook import write_reply
from peidang.files.filling import Filling
from peidang.files.readers import ReaderPool
from tests.app import bureau
from tests.app.office import FARMING, FINANCE, TODAY, WATER
from tests.app.plan_texts import OWN_UNIT, water_plan, write_plan
from tests.corpus.forms import IDENTITY
from tests.corpus.office import Desk
from tests.corpus.tables import row_table, workbook

PERIODS = ("2025-Q3", "2025-10")
HEADS = ("进展情况", "存在问题")
ROWS = {WATER: (1, 2), FARMING: (2, 4), FINANCE: (3,)}
SLOW = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

Cells = tuple[tuple[int, str, str], ...]
"""(序号, head, text) as typed."""


@dataclass(frozen=True)
class Sheet:
    """What a bureau sends: in which form it typed what, and how the file is known when it arrives."""

    unit: str
    period: str
    again: bool
    """From the request that was sent again."""
    how: str
    """``token``, ``ids`` (the request inside cut), ``content`` (a table of its own) or ``program`` (a reply)."""
    cells: Cells
    follows: bool
    """A reply made from the same unit's reply before it."""


@dataclass(frozen=True)
class Hand:
    """What is entered here for a unit."""

    unit: str
    period: str
    cells: Cells


class Template:
    """A store in which everybody answered once, with the first requests and those sent again.

    No dataclass: Hypothesis would print all of it with each example that fails.
    """

    def __init__(
        self,
        store: Path,
        plan: Plan,
        requests: dict[tuple[str, str, bool], bytes],
        period_ids: dict[str, str],
    ) -> None:
        self.store, self.plan, self.requests, self.period_ids = store, plan, requests, period_ids
        self._readers = ReaderPool(1)
        self._contents: receiving.Contents = {}

    def receive(self, store: Store, paths: Sequence[Path], month: str, dry_run: bool = False) -> Drop:
        """收表; the same bytes are read only once in all examples, by children that stay."""
        return receiving.receive(
            store,
            paths,
            month=month,
            today=TODAY,
            dry_run=dry_run,
            readers=self._readers,
            contents=self._contents,
        )

    def close(self) -> None:
        """No child stays behind."""
        self._readers.close()


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    folder = tmp_path_factory.mktemp("order")
    requests: dict[tuple[str, str, bool], bytes] = {}
    with stores.create_store(folder / "库.peidang") as store:
        plan_id = plans.add_plan(store, write_plan(folder, water_plan()), OWN_UNIT)
        ids = {key: months.open_month(store, plan_id, key).id for key in PERIODS}
        for key in PERIODS:
            for again in (False, True):
                sent = sending.send(store, plan_id, ids[key], folder / f"发出{key}{again}", TODAY)
                books = [one for one in sent.files if one.path.suffix == ".xlsx"]
                requests.update({(one.what, key, again): one.path.read_bytes() for one in books})
                if not again:
                    firsts = [
                        bureau.put(
                            folder / key / f"{unit}.xlsx",
                            bureau.fill(requests[unit, key, False], {rows[0]: bureau.STARTED}),
                        )
                        for unit, rows in ROWS.items()
                    ]
                    receiving.receive(store, firsts, month=key, today=TODAY)
        plan = store.plans.get(plan_id)
    made = Template(folder / "库.peidang", plan, requests, ids)
    yield made
    made.close()


def _cells(unit: str) -> st.SearchStrategy[Cells]:
    typed = st.sampled_from(["已改造干渠甲段。", "已改造干渠乙段。", "（清空）", ""])
    one = st.tuples(st.sampled_from(ROWS[unit]), st.sampled_from(HEADS), typed)
    return st.lists(one, max_size=3, unique_by=lambda cell: cell[:2]).map(tuple)


def sheets() -> st.SearchStrategy[Sheet]:
    """What one bureau may send."""
    ways = st.sampled_from(["token", "token", "ids", "content", "program"])
    return st.sampled_from(sorted(ROWS)).flatmap(
        lambda unit: st.builds(
            Sheet, st.just(unit), st.sampled_from(PERIODS), st.booleans(), ways, _cells(unit), st.booleans()
        )
    )


def hands() -> st.SearchStrategy[Hand]:
    """What may be entered."""
    return st.sampled_from(sorted(ROWS)).flatmap(
        lambda unit: st.builds(Hand, st.just(unit), st.sampled_from(PERIODS), _cells(unit))
    )


def in_some_order(least: int = 2) -> st.SearchStrategy[tuple[list[Sheet], list[int]]]:
    """What the bureaus send, and an order in which it arrives."""
    several = st.lists(sheets(), min_size=least, max_size=4)
    return several.flatmap(lambda sent: st.tuples(st.just(sent), st.permutations(range(len(sent)))))


def _filled(template: Template, sheet: Sheet, number: int, after: tuple[str, ...]) -> bytes:
    data = template.requests[sheet.unit, sheet.period, sheet.again]
    if sheet.how == "program":
        return _reply(data, sheet, _return_id(number), after)
    if sheet.how == "content":
        return _table(template, data, sheet, number)
    lines: dict[int, dict[str, Filling]] = {}
    for serial, head, text in sheet.cells:
        lines.setdefault(serial, {})[head] = text
    made = bureau.fill(data, lines, saved_at=bureau.SAVED + timedelta(minutes=number + 1))
    return _cut(made) if sheet.how == "ids" else made


def _return_id(number: int) -> str:
    return str(UUID(int=number + 1, version=4))


def _reply(data: bytes, sheet: Sheet, return_id: str, after: tuple[str, ...]) -> bytes:
    request = dataclasses.replace(_request(data), return_id=return_id, after=after)
    ids = {line.row.serial: line.row.id for line in request.rows}
    answers = {(ids[serial], FIELD_BY_HEAD[head]): text for serial, head, text in sheet.cells}
    out = io.BytesIO()
    write_reply(request, answers, out, bureau.SAVED)
    return out.getvalue()


_request = cache(bureau.request_in)


def _table(template: Template, data: bytes, sheet: Sheet, number: int) -> bytes:
    """The unit's own table: what the form showed it, and what it typed over it."""
    request = _request(data)
    unit = next(one for one in template.plan.units if one.name == sheet.unit)
    desk = Desk(template.plan, unit, sheet.period, data, request, "")
    answers = {
        ("row", line.row.serial, one): text for line in request.rows for one, text in line.base.items()
    }
    answers |= {("row", serial, FIELD_BY_HEAD[head]): text for serial, head, text in sheet.cells}
    heading = "2025年第三季度" if "Q" in sheet.period else "2025年10月"
    above = [[f"{template.plan.title}{heading}进展情况表"], [f"填报单位：{sheet.unit}　第{number + 1}稿"]]
    return workbook({"Sheet1": [*above, *row_table(desk, answers).grid]})


def _cut(data: bytes) -> bytes:
    book = load_workbook(io.BytesIO(data))
    hidden: Any = book[IDENTITY]
    for row in range(1, hidden.max_row + 1):
        if hidden.cell(row, 1).value == "payload":
            hidden.cell(row, 2).value = "{}"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


Arrived = tuple[str, Path]
"""The period a file is for, and the file."""


def arrived(template: Template, sent: Sequence[Sheet], folder: Path) -> list[Arrived]:
    """The files as they arrive."""
    shutil.rmtree(folder, ignore_errors=True)
    former: dict[tuple[str, str], str] = {}
    files = []
    for number, sheet in enumerate(sent):
        who = sheet.unit, sheet.period
        after = (former[who],) if sheet.follows and who in former else ()
        data = _filled(template, sheet, number, after)
        if sheet.how == "program":
            former[who] = _return_id(number)
        files.append((sheet.period, bureau.put(folder / f"{number}.xlsx", data)))
    return files


@contextmanager
def fresh(template: Template, folder: Path) -> Iterator[Store]:
    """The store before anything of the example arrived."""
    with stores.open_store(Path(shutil.copy(template.store, folder / "试.peidang"))) as store:
        yield store


def drop(template: Template, store: Store, files: Sequence[Arrived]) -> list[int]:
    """One drop for each period the files are for; the batches."""
    batches = []
    for period in PERIODS:
        paths = [path for key, path in files if key == period]
        if paths:
            batches.append(template.receive(store, paths, period).batch or 0)
    return batches


def content_after(template: Template, folder: Path, drops: Sequence[Sequence[Arrived]]) -> dict[str, Any]:
    """The content after these drops, one after another."""
    with fresh(template, folder) as store:
        for files in drops:
            drop(template, store, files)
        return showing.show(store)


@SLOW
@given(order=in_some_order())
def test_the_order_and_the_number_of_drops_do_not_matter(
    template: Template, tmp_path: Path, order: tuple[list[Sheet], list[int]]
) -> None:
    files = arrived(template, order[0], tmp_path / "收到")
    whole = content_after(template, tmp_path, [files])
    assert content_after(template, tmp_path, [[files[place]] for place in order[1]]) == whole


def _without_names(shown: dict[str, Any]) -> dict[str, Any]:
    """The content but for the choices of a decision: these name the files."""
    asked = [{key: one[key] for key in one if key != "choices"} for one in shown["decisions"]]
    return {**shown, "decisions": asked}


@SLOW
@given(order=in_some_order())
def test_the_names_of_the_files_do_not_matter(
    template: Template, tmp_path: Path, order: tuple[list[Sheet], list[int]]
) -> None:
    files = arrived(template, order[0], tmp_path / "收到")
    named = [
        (key, bureau.put(tmp_path / "改名" / f"{order[1][number]}.xlsx", path.read_bytes()))
        for number, (key, path) in enumerate(files)
    ]
    whole = content_after(template, tmp_path, [files])
    assert _without_names(content_after(template, tmp_path, [named])) == _without_names(whole)
    shutil.rmtree(tmp_path / "改名")


@SLOW
@given(sent=st.lists(sheets(), min_size=1, max_size=4))
def test_the_same_files_again_change_nothing(template: Template, tmp_path: Path, sent: list[Sheet]) -> None:
    files = arrived(template, sent, tmp_path / "收到")
    with fresh(template, tmp_path) as store:
        drop(template, store, files)
        before = showing.show(store)
        for period in PERIODS:
            paths = [path for key, path in reversed(files) if key == period]
            again = template.receive(store, paths, period)
            assert {one.outcome for one in again.files} <= {"same-again"}
            assert again.batch is None
        assert showing.show(store) == before


def _enter(template: Template, store: Store, hand: Hand) -> tuple[str, ...]:
    """What the hand gave a word of its own: a cell that held what is typed already gets none."""
    unit = next(one for one in template.plan.units if one.name == hand.unit)
    rows = {row.serial: row.id for row in template.plan.rows}
    said: dict[tuple[str, Field], str] = {
        (rows[serial], FIELD_BY_HEAD[head]): text for serial, head, text in hand.cells
    }
    period = template.period_ids[hand.period]
    if not said or not entering.enter(store, period, unit.id, said):
        return ()
    spoken = store.returns.spoken(period, unit.id)
    return tuple(sorted(one.cell for one in spoken.statements if one.source in spoken.newest))


def _done(
    template: Template, folder: Path, actions: Sequence[Arrived | Hand], gone: int | None
) -> tuple[dict[str, Any], list[tuple[str, ...]]]:
    """What is shown after all actions, one of them undone at the end; and which cells each gave words of its own."""
    with fresh(template, folder) as store:
        words: list[tuple[str, ...]] = []
        taken: int | None = None
        for place, one in enumerate(actions):
            if isinstance(one, Hand):
                words.append(_enter(template, store, one))
                continue
            batch = drop(template, store, [one])[0]
            words.append(("file",) if batch else ())  # the same bytes twice are one file
            taken = batch if place == gone else taken
        if taken:
            undoing.undo(store, taken)
        return showing.show(store), words


@SLOW
@given(
    order=in_some_order(), typed=st.lists(hands(), max_size=2), places=st.lists(st.integers(0, 4), min_size=2)
)
def test_an_undone_batch_leaves_what_the_others_made(
    template: Template,
    tmp_path: Path,
    order: tuple[list[Sheet], list[int]],
    typed: list[Hand],
    places: list[int],
) -> None:
    files = arrived(template, order[0], tmp_path / "收到")
    actions: list[Arrived | Hand] = list(files)
    for hand, place in zip(typed, places, strict=False):
        actions.insert(place % (len(actions) + 1), hand)
    gone = actions.index(files[order[1][0]])
    left, words = _done(template, tmp_path, actions, gone)
    never, words_without = _done(template, tmp_path, [*actions[:gone], *actions[gone + 1 :]], None)
    # Where a typed cell only repeated the undone file, it was no word of its own: then there is nothing to compare.
    assume([*words[:gone], *words[gone + 1 :]] == words_without)
    assert left == never


@SLOW
@given(order=in_some_order())
def test_undone_and_received_again_is_as_before(
    template: Template, tmp_path: Path, order: tuple[list[Sheet], list[int]]
) -> None:
    files = arrived(template, order[0], tmp_path / "收到")
    with fresh(template, tmp_path) as store:
        batches = [drop(template, store, [one])[0] for one in files]
        before = showing.show(store)
        for place in order[1][:2]:
            if batches[place]:  # a file that repeats another's bytes made none
                undoing.undo(store, batches[place])
        for place in order[1][:2]:
            drop(template, store, [files[place]])
        assert showing.show(store) == before


@SLOW
@given(sent=st.lists(sheets(), min_size=2, max_size=4))
def test_a_rehearsal_foretells_what_comes(template: Template, tmp_path: Path, sent: list[Sheet]) -> None:
    files = arrived(template, sent, tmp_path / "收到")
    paths = [path for _, path in files]
    with fresh(template, tmp_path) as store:
        before = showing.show(store)
        told = template.receive(store, paths, PERIODS[1], dry_run=True)
        assert showing.show(store) == before
        assert told.files == template.receive(store, paths, PERIODS[1]).files


@SLOW
@given(sent=st.lists(sheets(), min_size=2, max_size=4), picks=st.lists(st.integers(0, 11), min_size=1))
def test_every_question_can_be_settled_and_taken_back(
    template: Template, tmp_path: Path, sent: list[Sheet], picks: list[int]
) -> None:
    with fresh(template, tmp_path) as store:
        drop(template, store, arrived(template, sent, tmp_path / "收到"))
        made: list[tuple[dict[str, Any], int]] = []
        while waiting := deciding.open_decisions(store):
            assert len(made) < 40, "deciding must come to an end"
            pick = picks[len(made) % len(picks)]
            assert len({one.id for one in waiting}) == len(waiting), "no two questions have one number"
            asked = waiting[pick % len(waiting)]
            before = showing.show(store)
            choice = asked.choices[pick % len(asked.choices)].id
            made.append((before, deciding.decide(store, asked.id, choice)))
            assert asked.id not in {one.id for one in deciding.open_decisions(store)}
        for former, batch in reversed(made):
            undoing.undo(store, batch)
            assert showing.show(store) == former
