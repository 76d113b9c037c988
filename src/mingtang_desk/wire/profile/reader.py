"""One block as values: the rows of a block become one generated function, made once.

`interpret` walks the rows and is the plain truth; a test holds both against each other. Only whole
numbers that were checked get into the source that is compiled; names and tables stay outside.
"""

import struct
from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

from mingtang_desk.wire.profile.encodings import clock, decode_raw, packed_date, raw_of, text
from mingtang_desk.wire.profile.kinds import Encoding, Type
from mingtang_desk.wire.profile.plan import Block
from mingtang_desk.wire.profile.rows import Bits, Cells, Place, Value
from mingtang_desk.wire.scale import UNITY, Scale

OPEN, SHORT = "open", "short"
"""What a sensor without a temperature reads."""

type Row = Value | Cells | Bits
type Reader = Callable[[bytes], dict[str, Any]]
"""Values by the keys of their rows.

Numbers, texts, times, True and False; None = not reported; `OPEN` and `SHORT` for sensors; a tuple
of volts for cells; a tuple of bit numbers that are set for bits.
"""


def interpret(rows: Sequence[Row], block: Block, payload: bytes) -> tuple[Any, ...]:
    """Read every row of a block, one by one; the values are in the rows' order.

    Raises:
        struct.error: the payload has another length than the block says, as with `compiled`.
    """
    if len(payload) != block.payload_bytes:
        raise struct.error(f"{len(payload)} bytes instead of {block.payload_bytes}")
    return tuple(_interpret(row, block, payload) for row in rows)


def slice_of(place: Place, block: Block) -> slice:
    """Return where the bytes of registers lie in the payload of a block."""
    start = 2 * (place.address - block.start)
    return slice(start, start + 2 * place.count)


def coils_of(place: Place, block: Block, payload: bytes) -> int:
    """Return coils as a number, the first one in its lowest bit."""
    whole = int.from_bytes(payload, "little") >> (place.address - block.start)
    return whole & ((1 << place.count) - 1)


def _interpret(row: Row, block: Block, payload: bytes) -> Any:
    if row.place.space.is_bits:
        number = coils_of(row.place, block, payload)
        return bit_numbers(number) if isinstance(row, Bits) else bool(number)
    data = payload[slice_of(row.place, block)]
    match row:
        case Cells():
            words = struct.unpack(f">{row.place.count}H", data)
            return tuple(row.scale.to_model(raw) for raw in words)
        case Bits():
            if row.low_first and len(data) == 4:
                data = data[2:4] + data[0:2]
            return bit_numbers(int.from_bytes(data, "big"))
        case _:
            return value_of(row, data)


def value_of(row: Value, data: bytes) -> Any:
    """Return a value from its own bytes, as `Reader` tells."""
    match row.type:
        case Type.TEXT:
            return text(data)
        case Type.CLOCK:
            return clock(data)
        case Type.DATE:
            return packed_date(int.from_bytes(data, "big"))
        case _:
            raw = raw_of(row, data)
    return meaning(row, raw)


def meaning(row: Value, raw: int) -> Any:
    """Return what a raw number means, as `Reader` tells."""
    if row.bit is not None:
        return bool(raw)
    if raw in row.missing:
        return None
    if raw in row.open:
        return OPEN
    if raw in row.short:
        return SHORT
    if row.choices:
        return row.choices.get(raw)
    number = decode_raw(row.encoding, raw)
    if number is None or row.scale == UNITY:
        return number
    return row.scale.to_model(number)


@lru_cache(4096)
def bit_numbers(number: int) -> tuple[int, ...]:
    """Return which bits of a number are set."""
    return tuple(bit for bit in range(number.bit_length()) if number >> bit & 1)


def compiled(rows: Sequence[Row], block: Block, keys: Sequence[str]) -> Reader:
    """Return a function that reads all rows at once; it raises `struct.error` as `interpret`.

    `keys` are those of the values, in the rows' order.
    """
    space: dict[str, Any] = {
        "unpack": struct.Struct(f">{block.size}H").unpack,
        "error": struct.error,
        "bits": bit_numbers,
    }
    space |= {f"k{n}": key for n, key in enumerate(keys)}
    if block.space.is_bits:
        lines = [
            f"    if len(p) != {block.payload_bytes}: raise error('length')",
            "    c = int.from_bytes(p, 'little')",
        ]
    else:
        lines = ["    w = unpack(p)"]
    parts = [f"k{n}: {_expression(row, block, f'f{n}', space)}" for n, row in enumerate(rows)]
    lines.append(f"    return {{{', '.join(parts)}}}")
    source = "def read(p):\n" + "\n".join(lines) + "\n"
    exec(compile(source, "<block of a profile>", "exec"), space)
    read: Reader = space["read"]
    return read


def _expression(row: Row, block: Block, name: str, space: dict[str, Any]) -> str:
    at = row.place.address - block.start
    if row.place.space.is_bits:
        number = f"c >> {at} & {(1 << row.place.count) - 1}"
        return f"bits({number})" if isinstance(row, Bits) else f"bool({number})"
    match row:
        case Cells():
            words = f"w[{at}:{at + row.place.count}]"
            return f"tuple([{_scaled('r', row.scale)} for r in {words}])"
        case Bits():
            kind = Type.U32 if row.place.count == 2 else Type.U16
            return f"bits({_number(kind, at, row.low_first)})"
        case _:
            return _value(row, block, at, name, space)


def _value(row: Value, block: Block, at: int, name: str, space: dict[str, Any]) -> str:
    if row.type in (Type.TEXT, Type.CLOCK, Type.DATE):
        bytes_ = slice_of(row.place, block)
        space[name] = clock if row.type is Type.CLOCK else partial(value_of, row)
        return f"{name}(p[{bytes_.start}:{bytes_.stop}])"
    raw = _number(row.type, at, row.low_first)
    if row.bit is not None:
        return f"({raw}) >> {row.bit} & 1 == 1"
    if row.choices and not (row.missing or row.open or row.short):
        space[name] = row.choices.get
        return f"{name}({raw})"
    if row.open or row.short or row.choices or row.encoding is not Encoding.PLAIN:
        # Sensors change slowly, so the last values are kept.
        space[name] = lru_cache(256)(partial(meaning, row))
        return f"{name}({raw})"
    if not row.missing:
        return raw if row.scale == UNITY else _scaled(f"({raw})", row.scale)
    scaled = "r" if row.scale == UNITY else _scaled("r", row.scale)
    return f"(None if (r := {raw}) in {row.missing!r} else {scaled})"


def _number(kind: Type, at: int, low_first: bool) -> str:
    word = f"w[{at}]"
    high, low = (at + 1, at) if low_first else (at, at + 1)
    match kind:
        case Type.I16:
            return f"({word} ^ 32768) - 32768"
        case Type.HIGH:
            return f"{word} >> 8"
        case Type.LOW:
            return f"{word} & 255"
        case Type.U32:
            return f"w[{high}] << 16 | w[{low}]"
        case Type.I32:
            return f"((w[{high}] ^ 32768) - 32768) * 65536 + w[{low}]"
        case _:
            return word


def _scaled(raw: str, scale: Scale) -> str:
    shifted = raw if scale.offset == 0 else f"({raw} + {scale.offset})"
    scaled = shifted if scale.num == 1 else f"{shifted} * {scale.num}"
    return f"{scaled} / {scale.den}"
