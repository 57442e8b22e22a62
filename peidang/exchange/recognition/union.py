"""The lines of a 总表 among the requests it was made from."""

from collections.abc import Sequence

from peidang.domain.likeness import bare
from peidang.domain.travel import Request
from peidang.exchange.recognition.filling import forms_of
from peidang.exchange.recognition.tables import Line


def shared_lines(requests: Sequence[Request], lines: Sequence[Line]) -> list[list[Line]]:
    """For each request its lines: those that bear its unit's name under 填报单位, else those only it has."""
    if len(requests) < 2:
        return [list(lines)] * len(requests)
    by_name = {bare(request.unit_name): at for at, request in enumerate(requests)}
    forms = [forms_of(request) for request in requests]
    shares: list[list[Line]] = [[] for _ in requests]
    for line in lines:
        at = by_name.get(bare(line.unit)) if line.unit else None
        if at is None:
            having = [
                place
                for place, blocks in enumerate(forms)
                if any(form.kind is line.table.kind and form.pool.exactly(line.key) for form in blocks)
            ]
            at = having[0] if having and not line.unit else None
            if len(having) != 1 and not line.has_answers:
                continue
        shares[at if at is not None else 0].append(line)
    return shares
