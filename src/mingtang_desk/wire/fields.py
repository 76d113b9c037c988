"""Field tables: where values stand in a payload. One table, two readers.

`interpret` walks the table and is the plain truth; `compiled` turns the table once into one struct
and one generated function, several times faster. A test holds them against each other.
"""

import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from mingtang_desk.wire.scale import UNITY, Scale

type Reader = Callable[[bytes], tuple[Any, ...]]
"""Values in the table's order: int where the scale is `UNITY`, else float."""

_CODES = {
    (1, False): "B",
    (1, True): "b",
    (2, False): "H",
    (2, True): "h",
    (4, False): "I",
    (4, True): "i",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a payload, big endian.

    Attributes:
        name: key it is known by.
        offset, size: place in bytes; size is 1, 2 or 4.
        scale: to model units; `UNITY` keeps the whole number.
    """

    name: str
    offset: int
    size: int
    scale: Scale = UNITY
    signed: bool = False

    def read(self, payload: bytes) -> float:
        """Return the value in model units, an int where the scale is `UNITY`."""
        raw = int.from_bytes(
            payload[self.offset : self.offset + self.size], "big", signed=self.signed
        )
        return raw if self.scale == UNITY else self.scale.to_model(raw)

    def write(self, value: float) -> bytes:
        """Return the bytes of a value.

        Raises:
            OverflowError: it does not fit.
        """
        return self.scale.to_wire(value).to_bytes(self.size, "big", signed=self.signed)


def interpret(table: tuple[Field, ...], payload: bytes) -> tuple[float, ...]:
    """Read every field of a table, one by one.

    Raises:
        struct.error: the payload is too short, as with `compiled`.
    """
    need = max(field.offset + field.size for field in table)
    if len(payload) < need:
        raise struct.error(f"payload has {len(payload)} bytes, the table needs {need}")
    return tuple(field.read(payload) for field in table)


@cache
def compiled(table: tuple[Field, ...]) -> Reader:
    """Return a function that reads all fields at once, in the table's order.

    The function raises `struct.error` when the payload is too short.
    """
    unpack = struct.Struct(_layout(table)).unpack_from
    order = sorted(range(len(table)), key=lambda index: table[index].offset)
    names = {index: f"v{index}" for index in order}
    left = ", ".join(names[index] for index in order)
    right = ", ".join(_expression(names[index], field.scale) for index, field in enumerate(table))
    source = f"def read(payload):\n    ({left},) = unpack(payload)\n    return ({right},)\n"
    space: dict[str, Reader] = {}
    exec(compile(source, "<field table>", "exec"), {"unpack": unpack}, space)
    return space["read"]


def _layout(table: tuple[Field, ...]) -> str:
    return ">" + "".join(_parts(table))


def _parts(table: tuple[Field, ...]) -> Iterator[str]:
    at = 0
    for field in sorted(table, key=lambda f: f.offset):
        if field.offset < at:
            raise ValueError(f"field {field.name} overlaps the one before it")
        if field.offset > at:
            yield f"{field.offset - at}x"
        yield _CODES[field.size, field.signed]
        at = field.offset + field.size


def _expression(name: str, scale: Scale) -> str:
    if scale == UNITY:
        return name
    shifted = name if scale.offset == 0 else f"({name} + {scale.offset})"
    scaled = shifted if scale.num == 1 else f"{shifted} * {scale.num}"
    return f"{scaled} / {scale.den}"
