"""Additional items of a position: a table of what the standard says each number is.

What is not in a table, or has another length than its table says, stays as it came.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import msgspec

from mingtang_desk.wire.jt808.octets import digits_of, text_of

type Value = float | int | str | bool | tuple[int | None, ...]


class Item(msgspec.Struct, frozen=True):
    """An additional item as it came: its number and its bytes."""

    id: int
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSpec:
    """What an item is.

    Attributes:
        id: its number.
        key: name of its value, the unit is the suffix.
        sizes: lengths that it may have; with another length it is not read.
        read: bytes to value, None = it says that it does not know.
    """

    id: int
    key: str
    sizes: frozenset[int]
    read: Callable[[bytes], Value | None]


def whole(data: bytes) -> int:
    """An unsigned number."""
    return int.from_bytes(data, "big")


def signed(data: bytes) -> int:
    """A number with a sign."""
    return int.from_bytes(data, "big", signed=True)


def tenths(data: bytes) -> float:
    """An unsigned number of tenths."""
    return whole(data) / 10


def last_byte(data: bytes) -> int:
    """The number in the last byte."""
    return data[-1]


def bcd(data: bytes) -> str | None:
    """Digits of BCD."""
    return digits_of(data)


def split(*sizes: int) -> Callable[[bytes], tuple[int, ...]]:
    """Several unsigned numbers after each other, as many as there are bytes for."""

    def read(data: bytes) -> tuple[int, ...]:
        numbers, at = [], 0
        for size in sizes:
            if at < len(data):
                numbers.append(whole(data[at : at + size]))
            at += size
        return tuple(numbers)

    return read


def tyres(data: bytes) -> tuple[int | None, ...]:
    """Pressure of each tyre in Pa; FF = no such tyre."""
    return tuple(None if byte == 0xFF else byte for byte in data)


def inputs(data: bytes) -> tuple[int, ...]:
    """Both analogue inputs; the first stands in the low half."""
    return whole(data[2:]), whole(data[:2])


def spec(
    number: int, key: str, sizes: Iterable[int], read: Callable[[bytes], Value | None]
) -> ItemSpec:
    """One row of a table."""
    return ItemSpec(id=number, key=key, sizes=frozenset(sizes), read=read)


def table(*rows: ItemSpec) -> Mapping[int, ItemSpec]:
    """Rows by their number."""
    return {row.id: row for row in rows}


# docs/protocols/jt808.md, section 5
STANDARD_ITEMS = table(
    spec(0x01, "mileage_km", (4,), tenths),
    spec(0x02, "fuel_l", (2,), tenths),
    spec(0x03, "recorder_speed_kmh", (2,), tenths),
    spec(0x04, "event_to_confirm", (2,), whole),
    spec(0x05, "tyre_pressure_pa", (30,), tyres),
    spec(0x06, "carriage_c", (2,), signed),
    spec(0x11, "overspeed_area", (1, 5), split(1, 4)),
    spec(0x12, "area_crossing", (6,), split(1, 4, 1)),
    spec(0x13, "route_time", (7,), split(4, 2, 1)),
    spec(0x25, "extended_signals", (4,), whole),
    spec(0x2A, "io_status", (2,), whole),
    spec(0x2B, "analog_inputs", (4,), inputs),
    spec(0x30, "signal", (1,), whole),
    spec(0x31, "satellites", (1,), whole),
)


def read_items(data: bytes) -> tuple[tuple[Item, ...], bytes]:
    """Take items apart; what is no item any more is given back as it came."""
    items, at, end = [], 0, len(data)
    while at + 2 <= end and (after := at + 2 + data[at + 1]) <= end:
        items.append(Item(data[at], data[at + 2 : after]))
        at = after
    return tuple(items), data[at:]


def item_bytes(items: Iterable[Item]) -> bytes:
    """Items as they go over the line.

    Raises:
        ValueError: a number or a length does not fit into its byte.
    """
    return b"".join(bytes([item.id, len(item.data)]) + item.data for item in items)


def values(items: Iterable[Item], specs: Mapping[int, ItemSpec]) -> dict[str, Value]:
    """What items say by a table; an item that comes twice counts as it came last."""
    found: dict[str, Value] = {}
    for item in items:
        row = specs.get(item.id)
        if row is not None and len(item.data) in row.sizes:
            value = row.read(item.data)
            if value is not None:
                found[row.key] = value
    return found


def latin(data: bytes) -> str | None:
    """A text; None where it is empty."""
    return text_of(data) or None
