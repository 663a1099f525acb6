"""Values to bytes and back: positional and with the trailing defaults left out, so that a person takes few bytes."""

from dataclasses import MISSING, Field, fields
from typing import Any, TypeVar

import msgspec

Value = TypeVar("Value")
pack = msgspec.msgpack.encode
unpack = msgspec.msgpack.decode


_known: dict[type, tuple[tuple[str, Any], ...]] = {}


def _fields(kind: type) -> tuple[tuple[str, Any], ...]:
    if kind not in _known:
        _known[kind] = tuple((part.name, _default(part)) for part in fields(kind))
    return _known[kind]


def _default(part: Field[Any]) -> Any:
    if part.default_factory is not MISSING:
        return part.default_factory()
    return part.default


def encode(value: Any) -> bytes:
    """A flat dataclass (texts, numbers, truths and tuples of them) as bytes."""
    parts = _fields(type(value))
    row = [getattr(value, name) for name, _ in parts]
    while row and row[-1] == parts[len(row) - 1][1]:
        row.pop()
    return pack(row)


def decode(kind: type[Value], data: bytes) -> Value:
    """What `encode` made; fields added to the class since then have their defaults, fields gone are passed over."""
    row = unpack(data)[: len(_fields(kind))]
    return kind(*[tuple(part) if isinstance(part, list) else part for part in row])
