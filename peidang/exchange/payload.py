"""The request as JSON text, the way it travels inside the workbook, and back.

The nouns of the domain are dataclasses whose types say everything, so both directions follow the types: a field
added to a noun travels without a line written here. Reading is strict: a value of another type, a missing field
without a default, an unknown word raises ``ValueError``. Fields unknown to this program are passed over.
"""

import dataclasses
import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

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
        request = _build(Request, json.loads(text))
    except (TypeError, KeyError, RecursionError, ArithmeticError) as error:
        raise ValueError(str(error)) from error
    assert isinstance(request, Request)
    return request


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


@cache
def _types(noun: type) -> dict[str, Any]:
    return get_type_hints(noun)


def _build(kind: Any, data: Any) -> Any:
    """``data`` as an instance of ``kind``, which may be a noun, tuple, mapping, optional or plain type."""
    if isinstance(kind, UnionType) or get_origin(kind) is Union:
        return _optional(get_args(kind), data)
    if get_origin(kind) is tuple:
        return _tuple(get_args(kind), _checked(list, data))
    if get_origin(kind) is Mapping:
        key_kind, item_kind = get_args(kind)
        return {_build(key_kind, k): _build(item_kind, v) for k, v in _checked(dict, data).items()}
    if dataclasses.is_dataclass(kind):
        return _noun(kind, _checked(dict, data))
    return _scalar(kind, data)


def _scalar(kind: Any, data: Any) -> Any:
    if kind is date:
        return date.fromisoformat(_checked(str, data))
    if kind is Decimal:
        return _finite(Decimal(_checked(str, data)))
    if issubclass(kind, StrEnum):
        return kind(_checked(str, data))
    return _checked(kind, data)


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError(str(number))
    return number


def _noun(kind: Any, data: dict[str, Any]) -> Any:
    known = {f.name for f in dataclasses.fields(kind) if f.init}
    return kind(**{name: _build(_types(kind)[name], value) for name, value in data.items() if name in known})


def _optional(kinds: tuple[Any, ...], data: Any) -> Any:
    if data is None and NoneType in kinds:
        return None
    (kind,) = (kind for kind in kinds if kind is not NoneType)
    return _build(kind, data)


def _tuple(kinds: tuple[Any, ...], data: list[Any]) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_build(kinds[0], item) for item in data)
    return tuple(_build(kind, item) for kind, item in zip(kinds, data, strict=True))


def _checked(kind: type, data: Any) -> Any:
    if type(data) is not kind:
        raise ValueError(f"{kind.__name__} expected, found {type(data).__name__}")
    return data
