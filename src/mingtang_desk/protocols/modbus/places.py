"""Where values stand, in words, for tips and the register view."""

from mingtang_desk.device.origins import Origin, Origins
from mingtang_desk.device.sample import PackSample
from mingtang_desk.protocols.modbus.active import Active
from mingtang_desk.wire.profile.kinds import Encoding
from mingtang_desk.wire.profile.reader import Row
from mingtang_desk.wire.profile.rows import Bits, Cells, Value
from mingtang_desk.wire.scale import Scale


def origin(row: Value, block: str, start: int) -> Origin:
    """Return where a value stands.

    Args:
        row: the value.
        block: key of its bytes among those of a sample or a reading.
        start: first register of that block.
    """
    place = row.place
    words = "register" if not place.space.is_bits else place.space.value
    name = f"{words} 0x{place.address:04X}" + (f" bit {row.bit}" if row.bit is not None else "")
    return Origin(block, 2 * (place.address - start), 2 * place.count, name, scale_words(row))


def scale_words(row: Value) -> str:
    """Return how a value's bytes are meant ("i16 × 0.1")."""
    kind = row.type.value
    if row.encoding is not Encoding.PLAIN:
        kind += f" ({row.encoding.value})"
    return _scale_words(kind, row.scale)


def _scale_words(kind: str, scale: Scale) -> str:
    shift = f" {scale.offset:+d}" if scale.offset else ""
    factor = "" if scale.num == scale.den else f" × {scale.num / scale.den:g}"
    return kind + shift + factor


def sample_origins(active: Active, sample: PackSample) -> Origins:
    """Return where the values of a sample stand in its blocks."""
    found: dict[str, Origin] = {}
    for key, data in sample.wire.items():
        space, _, start = key.partition(" ")
        first = int(start, 16)
        end = first + len(data) // 2
        for row in active.rows.values():
            place = row.place
            if place.space.value == space and not place.space.is_bits and first <= place.address:
                found |= _of(row, key, first, end, active.profile.key)
    return found


def _of(row: Row, block: str, first: int, end: int, protocol: str) -> Origins:
    match row:
        case Cells():
            return {
                f"cell_v.{row.first + n}": Origin(
                    block,
                    2 * (row.place.address + n - first),
                    2,
                    f"register 0x{row.place.address + n:04X}",
                    _scale_words("u16", row.scale),
                )
                for n in range(min(row.place.count, end - row.place.address))
            }
        case Bits():
            return {}
        case _:
            if row.place.end > end:
                return {}
            return {shown_key(row, protocol): origin(row, block, first)}


def shown_key(row: Value, protocol: str) -> str:
    """Return the key of the catalogue for a value of a profile."""
    match row.section:
        case "status":
            return row.name
        case "temperatures":
            return f"temperature.{row.name}"
        case "extras":
            return f"x_{protocol}_{row.name}"
        case _:
            return row.key
