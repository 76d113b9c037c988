"""What trackers send beyond the standard, as tables: one profile for each way of sending it.

Which profile a tracker speaks stands in the list of devices; bytes alone do not tell, because each
vendor gave the free numbers a meaning of its own. Only what a published capture shows is here.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from mingtang_desk.wire.jt808 import items
from mingtang_desk.wire.jt808.items import Item, ItemSpec, Value, spec, table

ANY = range(256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nest:
    """An item that holds further items, each with a length and a number of two bytes.

    Attributes:
        id: the item that holds them.
        specs: what they are, by number.
    """

    id: int
    specs: Mapping[int, ItemSpec]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """One way of going beyond the standard.

    Attributes:
        key: its name in the list of devices.
        specs: additional items of a position.
        nests: items that hold further ones.
        source: where it is known from.
    """

    key: str
    specs: Mapping[int, ItemSpec] = field(default_factory=dict)
    nests: tuple[Nest, ...] = ()
    source: str


def flag(bit: int, *, inverted: bool = False) -> Callable[[bytes], bool]:
    """One bit of a number."""

    def read(data: bytes) -> bool:
        return bool(items.whole(data) >> bit & 1) != inverted

    return read


# docs/protocols/jt808.md, section 6
VENDORS: Mapping[str, Vendor] = {
    vendor.key: vendor
    for vendor in (
        Vendor(
            key="e4-battery",
            specs=table(spec(0xE4, "tracker_battery_pct", (2,), items.last_byte)),
            source="capture dev-01: E4 0056 with 86 % asserted",
        ),
        Vendor(
            key="d4-battery",
            specs=table(spec(0xD4, "tracker_battery_pct", (1,), items.whole)),
            source="capture dev-05: D4 64 with 100 % asserted",
        ),
        Vendor(
            key="obd-80",
            specs=table(
                spec(0x82, "supply_v", (2,), items.tenths),
                spec(0xA0, "trouble_codes", ANY, items.latin),
                spec(0xCC, "iccid", (20,), items.latin),
            ),
            source="captures dev-02 (82 0082 with 13.0 V asserted) and dev-04 (A0, CC in letters)",
        ),
        Vendor(
            key="eb-nested",
            nests=(
                Nest(
                    id=0xEB,
                    specs=table(
                        spec(0x00B2, "iccid", (10,), items.bcd),
                        spec(0x00C5, "vibration", (4,), flag(6, inverted=True)),
                    ),
                ),
            ),
            source="capture dev-03 (EB/00B2); EB/00C5 by an open server's decoder, not captured",
        ),
    )
}


def read_nested(data: bytes) -> tuple[Item, ...]:
    """Items inside an item: length of number and data, number, data. Stops where none fits."""
    found, at = [], 0
    while at + 4 <= len(data):
        after = at + 2 + items.whole(data[at : at + 2])
        if not at + 4 <= after <= len(data):
            break
        found.append(Item(items.whole(data[at + 2 : at + 4]), data[at + 4 : after]))
        at = after
    return tuple(found)


def vendor_values(given: Iterable[Item], vendor: Vendor) -> dict[str, Value]:
    """What items say by a vendor's tables."""
    listed = tuple(given)
    found = items.values(listed, vendor.specs)
    for nest in vendor.nests:
        for item in listed:
            if item.id == nest.id:
                found |= items.values(read_nested(item.data), nest.specs)
    return found
