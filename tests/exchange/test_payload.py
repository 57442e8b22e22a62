"""The request as JSON: whatever can be in it comes back, and what is no request is refused."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peidang.domain.labels import INDICATOR_FIELDS, ROW_FIELDS
from peidang.domain.plan import BaseFigure, Indicator, Plan, Target, YearlyNode
from peidang.domain.travel import Request, SentIndicator, SentRow
from peidang.exchange.payload import dump_request, is_coherent, load_request
from tests.exchange.samples import request

any_text = st.text(st.characters() | st.sampled_from("_x\r\n\t \ud800\uffff"), max_size=20)
decimals = st.decimals(allow_nan=False, allow_infinity=False)
plans = st.builds(
    Plan,
    version=st.integers(1, 99),
    rows=st.from_type(tuple[()]),
    indicators=st.from_type(tuple[()]),
    title=any_text,
)
rows = st.builds(
    SentRow, previous_progress=any_text, base=st.dictionaries(st.sampled_from(ROW_FIELDS), any_text)
)
targets = st.builds(Target, value=decimals, value_high=st.none() | decimals, quote=any_text)
nouns = st.builds(
    Indicator, targets=st.lists(targets, max_size=2).map(tuple), nodes=st.just(()), bases=st.just(())
)
indicators = st.builds(
    SentIndicator, indicator=nouns, base=st.dictionaries(st.sampled_from(INDICATOR_FIELDS), any_text)
)
requests = st.builds(
    Request,
    plan=plans,
    rows=st.lists(rows, max_size=2).map(tuple),
    indicators=st.lists(indicators, max_size=2).map(tuple),
    contact=any_text,
)


@given(requests)
@settings(max_examples=80, deadline=None)
def test_every_request_survives_the_journey(asked: Request) -> None:
    text = dump_request(asked)
    assert load_request(text) == asked
    text.encode("utf-8")
    assert "\n" not in text
    assert "_x" not in text
    assert " " not in text


@given(decimals, decimals)
def test_figures_keep_every_digit(node: object, base: object) -> None:
    asked = request()
    sent = asked.indicators[0]
    figures = replace(
        sent.indicator,
        nodes=(YearlyNode(2025, node, 3, "云发〔2025〕1号"),),  # type: ignore[arg-type]
        bases=(BaseFigure("2023", base),),  # type: ignore[arg-type]
    )
    asked = replace(asked, indicators=(replace(sent, indicator=figures),))
    assert load_request(dump_request(asked)) == asked


def test_a_field_of_a_later_program_is_passed_over() -> None:
    data = json.loads(dump_request(request()))
    data["colour"] = "blue"
    data["plan"]["rows"][0]["weight"] = 3
    assert load_request(json.dumps(data)) == request()


def test_a_field_this_program_added_later_takes_its_default() -> None:
    data = json.loads(dump_request(request()))
    del data["contact"]
    assert load_request(json.dumps(data)) == replace(request(), contact="")


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", "3", '{"token":"x"}', "{" * 100_000],
)
def test_what_is_no_request_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        load_request(text)


@pytest.mark.parametrize("figure", ["NaN", "Infinity", "sNaN", "12家"])
def test_a_figure_that_is_no_number_is_refused(figure: str) -> None:
    data = json.loads(dump_request(request()))
    data["indicators"][0]["indicator"]["targets"][0]["value"] = figure
    with pytest.raises(ValueError):  # noqa: PT011
        load_request(json.dumps(data))


@pytest.mark.parametrize(
    ("key", "value"),
    [("token", 3), ("due", "2025-13-01"), ("rows", {}), ("plan", []), ("after", [1]), ("unit_id", None)],
)
def test_a_value_of_another_type_is_refused(key: str, value: object) -> None:
    data = json.loads(dump_request(request())) | {key: value}
    with pytest.raises(ValueError):  # noqa: PT011
        load_request(json.dumps(data))


def test_a_request_that_speaks_of_a_unit_or_period_nobody_knows_is_not_coherent() -> None:
    sent = request()
    assert is_coherent(sent)
    assert not is_coherent(replace(sent, unit_id="nobody"))
    assert not is_coherent(replace(sent, plan=replace(sent.plan, coordinator_id="nobody")))
    assert not is_coherent(replace(sent, plan=replace(sent.plan, units=sent.plan.units[:1])))
    assert not any(is_coherent(replace(sent, period_key=key)) for key in ("", "十月", "2025-13", "2025-1"))
