"""Kinds: several files of one unit, whose word counts, and requests that were sent again."""

import dataclasses
import io
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from peidang.domain.labels import CLEAR_MARK, Field
from peidang.exchange.request_workbook import write_reply
from tests.corpus.answers import Answers
from tests.corpus.doors import filled
from tests.corpus.forms import Form, of_rows, only
from tests.corpus.kind import Case, Day, kind
from tests.corpus.office import Desk, ids_of
from tests.corpus.tables import own_table, workbook

SAVED = datetime(2025, 10, 22, 9, 30)


def _serials(desk: Desk) -> list[int]:
    return [line.row.serial for line in desk.request.rows]


def _texts(answers: Answers, serials: Sequence[int]) -> Answers:
    """Only 进展情况 of some lines: the smallest difference."""
    return only(of_rows(answers, serials), lambda place: place[2] is Field.PROGRESS)


def _saved_again(desk: Desk) -> bytes:
    form = Form(desk.data).fill(desk.answers())
    form.book.properties.title = "再次保存"
    return form.save()


def _id(case: Case) -> str:
    return str(UUID(int=case.dice.getrandbits(128), version=4))


def reply(desk: Desk, answers: Answers, return_id: str, after: tuple[str, ...] = ()) -> bytes:
    """A return made by the program at the bureau, which tells what it was made from."""
    ids = ids_of(desk.request)
    request = dataclasses.replace(desk.request, return_id=return_id, after=after)
    out = io.BytesIO()
    write_reply(request, {(ids[p[0], p[1]], p[2]): text for p, text in answers.items()}, out, SAVED)
    return out.getvalue()


@kind()
def the_same_file_twice(case: Case) -> None:
    """The same bytes under two names in one drop."""
    desk = case.desk()
    data = filled(desk)
    case.take("甲/报送.xlsx", data, desk, desk.answers())
    case.file("甲/报送（副本）.xlsx", data)
    case.want("甲/报送（副本）.xlsx", "same-again", desk)


@kind()
def the_same_file_again_later(case: Case) -> None:
    """The same bytes in the next drop."""
    desk = case.desk()
    data = filled(desk)
    case.take("报送.xlsx", data, desk, desk.answers())
    case.file("又一次.xlsx", data, drop=1)
    case.want("又一次.xlsx", "same-again", desk, drop=1)


@kind()
def the_same_content_in_other_bytes(case: Case) -> None:
    """Opened and saved once more: nothing new."""
    desk = case.desk()
    case.take("1.xlsx", filled(desk), desk, desk.answers())
    case.take("2.xlsx", _saved_again(desk), desk, desk.answers(), outcome="nothing-new")


@kind()
def the_same_content_pasted(case: Case) -> None:
    """The form, and later the same values in a workbook of the bureau's own: nothing new."""
    desk = case.desk(rows=2)
    case.take("1.xlsx", filled(desk), desk, desk.answers())
    data = workbook({"Sheet1": own_table(desk, desk.answers())})
    case.take("2.xlsx", data, desk, desk.answers(), "content", "nothing-new", drop=1)


@kind()
def two_versions_in_one_drop(case: Case) -> None:
    """Two files that differ and do not say which is later: contested, settled by a person."""
    desk = case.desk()
    one, two = desk.answers(), desk.answers("B")
    case.take("1.xlsx", filled(desk), desk, one, outcome="taken|needs-decision")
    case.file("2.xlsx", filled(desk, "B"))
    case.want("2.xlsx", "needs-decision", desk, "token")
    case.contest(desk, one, two)


@kind()
def two_versions_in_two_drops(case: Case) -> None:
    """The same, a day apart: neither clock nor order decides."""
    desk = case.desk()
    one, two = desk.answers(), desk.answers("B")
    case.take("1.xlsx", filled(desk), desk, one)
    case.file("2.xlsx", filled(desk, "B"), drop=1)
    case.want("2.xlsx", "needs-decision", desk, "token", drop=1)
    case.contest(desk, one, two)


@kind()
def a_version_by_content_against_one_by_token(case: Case) -> None:
    """A pasted table says otherwise than the form: contested as well."""
    desk = case.desk(rows=2)
    one = desk.answers()
    two = {**one, **_texts(desk.answers("B"), _serials(desk)[:1])}
    case.take("1.xlsx", filled(desk), desk, one)
    case.file("2.xlsx", workbook({"Sheet1": own_table(desk, two)}), drop=1)
    case.want("2.xlsx", "needs-decision", desk, "content", drop=1)
    case.contest(desk, one, two)


@kind()
def a_fuller_version(case: Case) -> None:
    """The second file holds all the first one says, and more: later, nothing is asked."""
    desk = case.desk(rows=2)
    some = of_rows(desk.answers(), _serials(desk)[:1])
    case.take("1.xlsx", Form(desk.data).fill(some).save(), desk, some)
    case.take("2.xlsx", filled(desk), desk, desk.answers(), drop=1)


@kind()
def a_poorer_version(case: Case) -> None:
    """The second file has blanks where the first has answers, and nothing else: an older draft, wipes nothing."""
    desk = case.desk(rows=2)
    some = of_rows(desk.answers(), _serials(desk)[:1])
    case.take("1.xlsx", filled(desk), desk, desk.answers())
    case.file("2.xlsx", Form(desk.data).fill(some).save(), drop=1)
    case.want("2.xlsx", "older|nothing-new", desk, "token", drop=1)


@kind()
def another_row_in_a_second_file(case: Case) -> None:
    """First one line, then only another one: both are shown; whether the first was struck out may be asked."""
    desk = case.desk(rows=2)
    first, second = (of_rows(desk.answers(), [serial]) for serial in _serials(desk)[:2])
    case.take("1.xlsx", Form(desk.data).fill(first).save(), desk, first)
    data = Form(desk.data).fill(second).save()
    case.take("2.xlsx", data, desk, second, outcome="taken|needs-decision", drop=1)


@kind()
def a_newer_reply_by_the_program(case: Case) -> None:
    """A reply that tells it was made from the former one: taken in silence."""
    desk = case.desk(rows=2)
    former, later = _id(case), _id(case)
    one = desk.answers()
    two = {**one, **_texts(desk.answers("B"), _serials(desk))}
    case.take("1.xlsx", reply(desk, one, former), desk, one)
    case.take("2.xlsx", reply(desk, two, later, (former,)), desk, two, drop=1)


@kind()
def an_older_reply_after_the_newer(case: Case) -> None:
    """The same two the other way round: the late one is older."""
    desk = case.desk(rows=2)
    former, later = _id(case), _id(case)
    one = desk.answers()
    two = {**one, **_texts(desk.answers("B"), _serials(desk))}
    case.take("2.xlsx", reply(desk, two, later, (former,)), desk, two)
    case.file("1.xlsx", reply(desk, one, former), drop=1)
    case.want("1.xlsx", "older", desk, "token", drop=1)


@kind()
def a_reply_made_from_both(case: Case) -> None:
    """Two unordered replies, then one made from both: the question is gone."""
    desk = case.desk(rows=2)
    ids = [_id(case) for _ in range(3)]
    one = desk.answers()
    two = {**one, **_texts(desk.answers("B"), _serials(desk))}
    three = {**one, **_texts(desk.answers("C"), _serials(desk))}
    case.take("1.xlsx", reply(desk, one, ids[0]), desk, one, outcome="taken|needs-decision")
    case.file("2.xlsx", reply(desk, two, ids[1]))
    case.want("2.xlsx", "needs-decision", desk, "token")
    case.take("3.xlsx", reply(desk, three, ids[2], (ids[0], ids[1])), desk, three, drop=1)


@kind()
def several_reporters(case: Case) -> None:
    """Two units that lead the same row answer each for itself."""
    one = case.desk(fits=lambda desk: bool(_partners(case, desk)))
    two = case.dice.choice(_partners(case, one))
    case.units.add(two.unit.id)
    case.take("甲.xlsx", filled(one), one, one.answers())
    case.take("乙.xlsx", filled(two), two, two.answers())


def _partners(case: Case, desk: Desk) -> list[Desk]:
    rows = {line.row.id for line in desk.request.rows}
    return [
        other
        for other in case.office.desks_of(desk.month)
        if other.unit.id not in case.taken_units | {desk.unit.id}
        and rows & {line.row.id for line in other.request.rows}
    ]


@kind()
def a_clear_mark_over_nothing(case: Case) -> None:
    """（清空） where nothing was: the cell stays empty."""
    desk = case.desk(rows=2)
    place = ("row", _serials(desk)[0], Field.PROBLEMS)
    answers = {**desk.answers(), place: CLEAR_MARK}
    case.take("报送.xlsx", Form(desk.data).fill(answers).save(), desk, {**answers, place: ""})


def _sent_again(case: Case, rows: int = 2) -> Desk:
    """A unit that has answered everything; from the second drop on it has the request sent again."""
    desk = case.desk(rows=rows)
    case.take("第一稿.xlsx", filled(desk), desk, desk.answers())
    return desk


@kind()
def a_change_in_the_request_sent_again(case: Case) -> None:
    """The form of the second sending shows what was answered; a cell changed in it is the later word."""
    desk = _sent_again(case)
    change = _texts(desk.answers("B"), _serials(desk)[:1])
    case.at(1, lambda day: case.file("第二稿.xlsx", Form(day.sent_again(desk)).fill(change).save(), 1))
    case.want("第二稿.xlsx", "taken", desk, "token", drop=1)
    case.say(desk, change)


@kind()
def a_clear_mark_in_the_request_sent_again(case: Case) -> None:
    """（清空） over an answer strikes it out without a question."""
    desk = _sent_again(case)
    place = ("row", _serials(desk)[0], Field.PROGRESS)
    case.at(
        1,
        lambda day: case.file("第二稿.xlsx", Form(day.sent_again(desk)).fill({place: CLEAR_MARK}).save(), 1),
    )
    case.want("第二稿.xlsx", "taken", desk, "token", drop=1)
    case.say(desk, {place: ""})


@kind()
def a_blank_in_the_request_sent_again(case: Case) -> None:
    """An answer deleted in the second form: 是否删去 is asked, the answer stays."""
    desk = _sent_again(case)
    place = ("row", _serials(desk)[0], Field.PROGRESS)

    def blank(day: Day) -> None:
        form = Form(day.sent_again(desk))
        form.put(place, None)
        case.file("第二稿.xlsx", form.save(), 1)

    case.at(1, blank)
    case.want("第二稿.xlsx", "needs-decision", desk, "token", drop=1)
    case.ask({place: desk.answers()[place]})


@kind()
def the_request_sent_again_comes_back_untouched(case: Case) -> None:
    """The second form as it was sent: nothing new."""
    desk = _sent_again(case)
    case.at(1, lambda day: case.file("第二稿.xlsx", day.sent_again(desk), 1))
    case.want("第二稿.xlsx", "nothing-new", desk, "token", drop=1)


@kind()
def a_stale_form_after_the_second_sending(case: Case) -> None:
    """The first form, filled differently, comes after the second was sent: made without knowing it, so it is asked."""
    desk = _sent_again(case)
    other = {**desk.answers(), **_texts(desk.answers("B"), _serials(desk)[:1])}
    case.at(1, lambda day: day.sent_again(desk))
    case.file("旧表.xlsx", Form(desk.data).fill(other).save(), 1)
    case.want("旧表.xlsx", "needs-decision", desk, "token", drop=1)
    case.contest(desk, desk.answers(), other)


@kind()
def the_first_draft_after_the_second_form(case: Case) -> None:
    """The second form was answered; then the first draft comes once more, saved anew: older."""
    desk = _sent_again(case)
    change = _texts(desk.answers("B"), _serials(desk)[:1])
    case.at(1, lambda day: case.file("第二稿.xlsx", Form(day.sent_again(desk)).fill(change).save(), 1))
    case.want("第二稿.xlsx", "taken", desk, "token", drop=1)
    case.file("第一稿再发.xlsx", _saved_again(desk), drop=2)
    case.want("第一稿再发.xlsx", "older", desk, "token", drop=2)
    case.say(desk, change)


@kind()
def a_sent_back_form(case: Case) -> None:
    """退回单: the cell to mend is taken; another cell changed by the way is not."""
    desk = _sent_again(case)
    first, second = _serials(desk)[:2]
    mended = _texts(desk.answers("B"), [first])
    beside = _texts(desk.answers("B"), [second])

    def back(day: Day) -> None:
        form = Form(day.sent_back(desk, ("row", first, Field.PROGRESS)))
        form.fill(mended)
        if ("row", second, Field.PROGRESS) in form:
            form.fill(beside)
        case.file("退回单.xlsx", form.save(), 1)

    case.at(1, back)
    case.want("退回单.xlsx", "taken", desk, "token", drop=1)
    case.say(desk, mended)
