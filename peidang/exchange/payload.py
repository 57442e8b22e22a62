"""The request as JSON text, the way it travels inside the workbook, and back.

The nouns of the domain are dataclasses whose types say everything, so both directions follow the types: a field
added to a noun travels without a line written here. Reading is strict: a value of another type, a missing field
without a default, an unknown word raises ``ValueError``. Fields unknown to this program are passed over.
"""

import dataclasses
import json
import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from peidang.domain.periods import parse_span
from peidang.domain.travel import Request

# What a spreadsheet cell cannot hold, or holds in a code of its own (_x0041_), is escaped the way JSON does.
_RISKY = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]|_(?=x)| ")


def dump_request(request: Request) -> str:
    """The request as one line of JSON that any spreadsheet program keeps unchanged. Same request, same text."""
    text = json.dumps(_plain(request), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return _RISKY.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def load_request(text: str) -> Request:
    """The request that ``dump_request`` wrote. Raises ValueError when it is none."""
    try:
        request = _builder(Request)(json.loads(text))
    except (TypeError, KeyError, RecursionError, ArithmeticError) as error:
        raise ValueError(str(error)) from error
    assert isinstance(request, Request)
    return request


def is_coherent(request: Request) -> bool:
    """Whether every unit it speaks of is in its plan, and its period is one: a harmed payload may have lost a letter."""
    plan = request.plan
    spoken_of = {request.unit_id, plan.coordinator_id or request.unit_id}
    spoken_of.update(part.unit_id for row in plan.rows for part in row.assignments)
    spoken_of.update(unit for one in plan.indicators for unit in one.reporter_ids)
    try:
        is_period = parse_span(request.period_key).key == request.period_key
    except ValueError:
        is_period = False
    return is_period and spoken_of <= {unit.id for unit in plan.units}


def _plain(value: object) -> Any:
    if dataclasses.is_dataclass(value):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value) if f.init}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, (Decimal, StrEnum)) else value


Builder = Callable[[Any], Any]


@cache
def _builder(kind: Any) -> Builder:
    """What makes an instance of ``kind`` (a noun, tuple, mapping, optional or plain type) out of JSON data.

    Made once for each type: hundreds of requests come back in one drop.
    """
    if isinstance(kind, UnionType) or get_origin(kind) is Union:
        return _optional(get_args(kind))
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind))
    if get_origin(kind) is Mapping:
        key_kind, item_kind = map(_builder, get_args(kind))
        return lambda data: {key_kind(k): item_kind(v) for k, v in _checked(dict, data).items()}
    if dataclasses.is_dataclass(kind):
        return _noun(kind)
    return _scalar(kind)


def _scalar(kind: Any) -> Builder:
    if kind is date:
        return lambda data: date.fromisoformat(_checked(str, data))
    if kind is Decimal:
        return lambda data: _finite(Decimal(_checked(str, data)))
    if issubclass(kind, StrEnum):
        return lambda data: kind(_checked(str, data))
    return lambda data: _checked(kind, data)


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError(str(number))
    return number


def _noun(kind: Any) -> Builder:
    types = get_type_hints(kind)
    builders = {f.name: _builder(types[f.name]) for f in dataclasses.fields(kind) if f.init}

    def build(data: Any) -> Any:
        known = _checked(dict, data).items()
        return kind(**{name: builders[name](value) for name, value in known if name in builders})

    return build


def _optional(kinds: tuple[Any, ...]) -> Builder:
    (kind,) = (kind for kind in kinds if kind is not NoneType)
    build = _builder(kind)
    return lambda data: None if data is None else build(data)


def _tuple(kinds: tuple[Any, ...]) -> Builder:
    if kinds[-1] is Ellipsis:
        build = _builder(kinds[0])
        return lambda data: tuple([build(item) for item in _checked(list, data)])
    builders = tuple(map(_builder, kinds))
    return lambda data: tuple(build(item) for build, item in zip(builders, _checked(list, data), strict=True))


def _checked(kind: type, data: Any) -> Any:
    if type(data) is not kind:
        raise ValueError(f"{kind.__name__} expected, found {type(data).__name__}")
    return data
