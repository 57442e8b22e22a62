"""Tables on sheets the sender hid, beside visible ones: copies are passed over, what differs is asked about."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from peidang.domain.labels import Field
from peidang.domain.line_matching import Pool, match_lines
from peidang.domain.travel import OpenLine, Returned
from peidang.exchange.recognition.filling import Form, forms_of, says
from peidang.exchange.recognition.head_words import Kind
from peidang.exchange.recognition.tables import Line, texts_of


def with_hidden(
    returned: Returned, lines: Sequence[Line], others: Mapping[Kind, Pool] | None = None
) -> Returned:
    """The return with a question for each hidden line of it that says something else than the visible ones.

    A hidden table of which no line is surely one of this request's is none of its tables.
    """
    answering = [line for line in lines if line.has_answers]
    if not answering:
        return returned
    asked = [
        question
        for form in forms_of(returned.request)
        for question in _of_form(
            returned, form, [one for one in answering if one.table.kind is form.kind], others
        )
    ]
    return replace(returned, open_lines=(*returned.open_lines, *asked)) if asked else returned


def _of_form(
    returned: Returned, form: Form, lines: Sequence[Line], others: Mapping[Kind, Pool] | None
) -> Iterator[OpenLine]:
    matching = match_lines([line.key for line in lines], form.pool, (others or {}).get(form.kind))
    tables = {line.table for at, line in enumerate(lines) if at in matching.sure}
    for at, line in enumerate(lines):
        item = matching.sure.get(at)
        texts = texts_of(line)
        if item is not None:
            texts = {
                field: text for field, text in texts.items() if _differs(returned, form, item, field, text)
            }
        elif line.table not in tables or _elsewhere(line, form, others):
            continue
        if texts:
            items = (item,) if item else matching.open[at].candidates
            yield OpenLine(line.table.sheet.name, line.row + 1, line.words, "hidden", items, texts)


def _differs(returned: Returned, form: Form, item: str, field: Field, text: str) -> bool:
    return says(form.items[item], field, text) and returned.answers.get((item, field), "") != text


def _elsewhere(line: Line, form: Form, others: Mapping[Kind, Pool] | None) -> bool:
    """Whether the line is, to the letter, something that other units are asked for."""
    pool = (others or {}).get(form.kind)
    return pool is not None and bool(pool.exactly(line.key))
