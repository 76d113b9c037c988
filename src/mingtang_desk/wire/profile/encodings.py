"""Raw numbers, texts, clocks and dates, both ways; exact wherever a raw value means something."""

from datetime import date, datetime

from mingtang_desk.wire.profile.kinds import Encoding, Type
from mingtang_desk.wire.profile.rows import Value

_PADDING = (b"\xff", b" ")
_TOWER_COLDEST = 0xFF38
"""-200 as a signed number: below it no thermometer of a pack reads."""


def decode_raw(encoding: Encoding, raw: int) -> int | None:
    """Return the number that a raw value means, None where it means nothing."""
    match encoding:
        case Encoding.PLAIN:
            return raw
        case Encoding.TOWER:
            return tower(raw)
        case Encoding.SIGN_BIT:
            return -(raw & 0x7FFF) if raw & 0x8000 else raw
        case _:  # BCD
            digits = f"{raw:x}"
            return int(digits) if digits.isdecimal() else None


def encode_raw(encoding: Encoding, number: int) -> int:
    """Return the raw value of a number.

    Raises:
        ValueError: this encoding cannot hold it.
    """
    match encoding:
        case Encoding.PLAIN:
            return number
        case Encoding.TOWER:
            if not -100 <= number <= 100:
                raise ValueError(number)
            return number if number >= 0 else 100 - number
        case Encoding.SIGN_BIT:
            if not -0x7FFF <= number <= 0x7FFF:
                raise ValueError(number)
            return number if number >= 0 else 0x8000 | -number
        case _:  # BCD
            if not 0 <= number <= 9999:
                raise ValueError(number)
            return int(str(number), 16)


def tower(raw: int) -> int | None:
    """Return degrees Celsius of the China Tower form, None for what is no temperature."""
    if raw <= 100:
        return raw
    if raw <= 200:
        return 100 - raw
    return raw - 0x10000 if raw >= _TOWER_COLDEST else None


def text(data: bytes) -> str:
    """Return ASCII text without padding (00, FF, blanks); other bytes show as question marks."""
    body = data.split(b"\0", 1)[0].rstrip(b"\xff").strip()
    return body.decode("ascii", "replace").replace("\ufffd", "?").strip()


def text_bytes(value: str, old: bytes) -> bytes:
    """Return a text as long as the old one, padded as that was, so that it can be put back; or 00.

    Raises:
        ValueError: it is no plain ASCII, or too long; UnicodeEncodeError is one of them.
    """
    body = value.encode("ascii")
    if len(body) > len(old) or not value.isprintable():
        raise ValueError(value)
    return body.ljust(len(old), old[-1:] if old[-1:] in _PADDING else b"\0")


def clock(data: bytes) -> datetime | None:
    """Return the time of six bytes, None when it is none (not set, month 13)."""
    try:
        # Boards keep local time without a zone.
        return datetime(2000 + data[0], *data[1:6])  # noqa: DTZ001
    except ValueError:
        return None


def clock_bytes(moment: datetime) -> bytes:
    """Return a time between 2000 and 2255 as six bytes.

    Raises:
        ValueError: another year.
    """
    return bytes(
        [
            moment.year - 2000,
            moment.month,
            moment.day,
            moment.hour,
            moment.minute,
            moment.second,
        ]
    )


def packed_date(raw: int) -> date | None:
    """Return a date of 7, 4 and 5 bits, None when it is none."""
    try:
        return date(2000 + (raw >> 9), raw >> 5 & 15, raw & 31)
    except ValueError:
        return None


def raw_of(row: Value, data: bytes) -> int:
    """Return the raw number of a value's own bytes, its bit alone where it has one."""
    match row.type:
        case Type.HIGH:
            raw = data[0]
        case Type.LOW:
            raw = data[1]
        case Type.U32 | Type.I32 if row.low_first:
            raw = int.from_bytes(data[2:4] + data[0:2], "big", signed=row.type is Type.I32)
        case _:
            raw = int.from_bytes(data, "big", signed=row.type in (Type.I16, Type.I32))
    return raw if row.bit is None else raw >> row.bit & 1


def bytes_of(row: Value, raw: int, old: bytes) -> bytes:
    """Return a value's registers with a raw number put in; what shares them is kept.

    Raises:
        OverflowError: it does not fit.
    """
    if row.bit is not None:
        whole = int.from_bytes(old, "big")
        whole = whole | 1 << row.bit if raw else whole & ~(1 << row.bit)
        return whole.to_bytes(len(old), "big")
    match row.type:
        case Type.HIGH:
            return bytes([raw, old[1]])
        case Type.LOW:
            return bytes([old[0], raw])
        case Type.U32 | Type.I32:
            data = raw.to_bytes(4, "big", signed=row.type is Type.I32)
            return data[2:4] + data[0:2] if row.low_first else data
        case _:
            return raw.to_bytes(2, "big", signed=row.type is Type.I16)
