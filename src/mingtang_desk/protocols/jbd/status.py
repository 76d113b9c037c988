"""Registers 03, 04, 05 and AA as samples and counters. Source: docs/protocols/jbd.md, section 3."""

import struct
from datetime import date, datetime
from functools import cache
from typing import NamedTuple

from mingtang_desk.core.errors import DecodeError
from mingtang_desk.device.catalogue.counters import complete
from mingtang_desk.device.sample import (
    CounterReading,
)
from mingtang_desk.protocols.jbd import fields
from mingtang_desk.wire.fields import Reader, compiled

FET_CHARGE, FET_DISCHARGE, FET_DECI_UNIT = 0x01, 0x02, 0x80
TAIL_DECI_UNIT = 0x80
"""Bit of the first tail byte that means the same as FET_DECI_UNIT.

A recorded 628 Ah pack sets this one alone.
"""
SWITCH_DECI_UNIT = 1 << 12
"""Bit of the function register 2D that means the same as FET_DECI_UNIT."""
BALANCE_FUNCTION = 1 << 2


class Basic(NamedTuple):
    """Register 03 in model units."""

    pack_v: float
    current_a: float
    remaining_ah: float
    nominal_ah: float
    cycles: int
    production_date: int
    balance_bits: int
    protection_bits: int
    software_version: int
    soc_pct: int
    fet_bits: int
    cell_count: int
    ntc_raw: tuple[int, ...]
    tail: bytes
    deci: bool


@cache
def _words(count: int) -> struct.Struct:
    return struct.Struct(f">{count}H")


@cache
def _basic_reader(deci: bool) -> Reader:
    return compiled(fields.BASIC_DECI if deci else fields.BASIC)


def decode_basic(payload: bytes, *, deci: bool = False) -> Basic:
    """Decode register 03; lengths follow its own counts.

    Args:
        payload: data bytes of the reply.
        deci: the function register says tenths; the reply may say so itself.

    Raises:
        DecodeError: it is shorter than its own count of sensors says.
    """
    if len(payload) < fields.BASIC_SIZE:
        detail = f"{len(payload)} bytes, at least {fields.BASIC_SIZE} are needed"
        raise DecodeError("frame_invalid", what="basic info", detail=detail, data=payload)
    deci = deci or says_deci(payload)
    (volt, amp, left, nominal, cycles, made, low, high, bits, version, soc, fets, cells, ntcs) = (
        _basic_reader(deci)(payload)
    )
    end = fields.BASIC_SIZE + 2 * ntcs
    if len(payload) < end:
        detail = f"it names {ntcs} sensors, its {len(payload)} bytes do not hold them"
        raise DecodeError("frame_invalid", what="basic info", detail=detail, data=payload)
    return Basic(
        volt,
        amp,
        left,
        nominal,
        cycles,
        made,
        high << 16 | low,
        bits,
        version,
        soc,
        fets,
        cells,
        _words(ntcs).unpack_from(payload, fields.BASIC_SIZE),
        payload[end:],
        deci,
    )


def says_deci(payload: bytes) -> bool:
    """Return whether register 03 itself says that it counts capacity and current in tenths."""
    if len(payload) < fields.BASIC_SIZE:
        return False
    tail = fields.BASIC_SIZE + 2 * payload[22]
    named = len(payload) >= tail + fields.TAIL_SIZE and bool(payload[tail] & TAIL_DECI_UNIT)
    return named or bool(payload[20] & FET_DECI_UNIT)


def decode_cells(payload: bytes) -> tuple[float, ...]:
    """Decode register 04: cell voltages in volts, shape (n_cells,), zeros kept.

    Raises:
        DecodeError: an odd number of bytes.
    """
    if len(payload) % 2:
        detail = f"{len(payload)} bytes are no whole number of cells"
        raise DecodeError("frame_invalid", what="cell voltages", detail=detail, data=payload)
    return tuple([raw / 1000 for raw in _words(len(payload) // 2).unpack(payload)])


def decode_text(payload: bytes) -> str:
    """Decode a name: ASCII, padding cut off; bytes that are no text show as question marks."""
    return payload.split(b"\0", 1)[0].decode("ascii", "replace").replace("\ufffd", "?").strip()


def decode_date(raw: int) -> date | None:
    """Decode a packed date, None when it is none (0, month 13)."""
    try:
        return date((raw >> 9) + 2000, raw >> 5 & 15, raw & 31)
    except ValueError:
        return None


def encode_date(day: date) -> int:
    """Return the packed form of a date between 2000 and 2127."""
    return (day.year - 2000) << 9 | day.month << 5 | day.day


def decode_counters(payload: bytes, time: datetime) -> CounterReading:
    """Decode register AA: 11 counters, or 12 with the restarts.

    Raises:
        DecodeError: fewer than 11 counters.
    """
    count = len(payload) // 2
    if count < len(fields.COUNTERS) - 1:
        detail = f"{count} counters, at least {len(fields.COUNTERS) - 1} are needed"
        raise DecodeError("frame_invalid", what="counters", detail=detail, data=payload)
    raw = dict(zip(fields.COUNTERS, _words(count).unpack_from(payload), strict=False))
    values, derived = complete(raw)
    return CounterReading(time=time, values=values, derived=derived)
