"""What changed since the last draft: sentences, numbers, lights and ranks, nothing else."""

from peidang.app.month import months
from peidang.app.papers import draft_marks, drafting, reporting
from peidang.app.returns import deciding
from peidang.domain.labels import Light
from tests.app import bureau
from tests.app.office import FARMING, WATER, Office
from tests.app.papers.test_drafting import DAY, at, drafted, edit


def since(office: Office) -> tuple[str, ...]:
    return draft_marks.changes_since(office.store, office.plan_id, office.period_id, DAY)


def put_out(office: Office) -> None:
    draft_marks.mark_draft(office.store, drafted(office))


def test_before_the_first_draft_there_is_nothing_to_tell(office: Office) -> None:
    assert since(office) == ()


def test_without_a_change_nothing_is_told(office: Office) -> None:
    put_out(office)
    assert since(office) == ()


def test_a_late_return_is_told_by_what_it_moves(office: Office) -> None:
    requests = office.requests()
    office.take(bureau.fill_all(requests[FARMING]))
    put_out(office)
    before = drafted(office).summary
    office.take(bureau.fill_all(requests[WATER]))
    told = since(office)
    after = drafted(office).summary
    reported = [one.count("rows.reported") for one in (before, after)]
    assert (
        any(f"“一、总体情况”已报齐由{reported[0]}项变为{reported[1]}项" in one for one in told)
        or reported[0] == 0
    )
    assert any("“一、总体情况”已报由1家变为2家。" in one for one in told)
    moved = {
        line.row.serial
        for line, former in zip(after.rows, before.rows, strict=True)
        if line.light.light is not former.light.light
    }
    lights = [one for one in told if one.startswith("第") and "行由" in one]
    assert moved == {int(one[1 : one.index("行")]) for one in lights}
    names = after.rules.names
    assert f"由{names[Light.UNREPORTED]}变为{names[Light.ON_PACE]}" in lights[0]


def test_own_words_are_told_like_any_other(office: Office) -> None:
    put_out(office)
    edit(office, "next.keep_on", "请各单位抓紧。")
    told = since(office)
    assert told[-1] == "“四、下步工作”现写“请各单位抓紧。”。" or any(
        "现写“请各单位抓紧。”" in one for one in told
    )
    assert any("“四、下步工作”原写“" in one for one in told)


def test_a_figure_that_moved_under_own_words_is_told(office: Office) -> None:
    requests = office.requests()
    office.take(bureau.fill_all(requests[FARMING]))
    text = at(office, "overall.units").drafted
    edit(office, "overall.units", text.replace("本期应报单位", "这个月要报的单位共"))
    put_out(office)
    assert since(office) == ()
    office.take(bureau.fill_all(requests[WATER]))
    assert "“一、总体情况”改过的一段还没有处理，成稿中已报由1家变为2家。" in since(office)
    put_out(office)
    assert since(office) == ()


def test_the_same_draft_is_marked_once(office: Office) -> None:
    put_out(office)
    put_out(office)
    assert len(office.store.batches.lines_about(office.period_id, draft_marks.ACTION)) == 1


def test_each_kind_has_marks_of_its_own(office: Office) -> None:
    put_out(office)
    unit = office.unit_id(WATER)
    key = drafting.paper_key("工作提示", unit)
    assert draft_marks.last_mark(office.store, office.period_id, key) is None
    hint = drafting.draft(office.store, office.plan_id, office.period_id, DAY, "工作提示", unit)
    draft_marks.mark_draft(office.store, hint)
    assert draft_marks.last_mark(office.store, office.period_id, key) is not None


def test_a_late_return_for_an_issued_month_is_noted_in_the_next(office: Office) -> None:
    requests = office.requests()
    office.take(bureau.fill_all(requests[FARMING]))
    reporting.issue(office.store, office.plan_id, office.period_id, office.folder / "印发", DAY)
    november = months.open_month(office.store, office.plan_id, "2025-11")
    office.receive(office.arrive(bureau.fill_all(requests[WATER])), month="2025-10")
    for waiting in deciding.open_decisions(office.store):
        proposed = next((one for one in waiting.choices if one.proposed), waiting.choices[0])
        deciding.decide(office.store, waiting.id, proposed.id)
    made = drafting.draft(office.store, office.plan_id, november.id, DAY)
    (note,) = [one for one in made.paragraphs if one.place == "overall.late"]
    serials = "、".join(map(str, bureau.serials(requests[WATER])))
    assert f"2025年10月文稿印发后，{WATER}补报任务（序号{serials}）" in note.text
    assert "由未报变为达到序时" in note.text
    assert not any(one.place == "overall.late" for one in drafted(office).paragraphs)
    reporting.issue(office.store, office.plan_id, november.id, office.folder / "印发", DAY)
    december = months.open_month(office.store, office.plan_id, "2025-12")
    later = drafting.draft(office.store, office.plan_id, december.id, DAY)
    assert not any(one.place == "overall.late" for one in later.paragraphs)
