"""Registers 03, 04, 05 and AA as samples and counters. Source: docs/protocols/jbd.md, section 3."""

import struct
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Literal, NamedTuple

from mingtang_desk.core.errors import DecodeError
from mingtang_desk.device.catalogue.counters import complete
from mingtang_desk.device.sample import (
    CounterReading,
    PackInfo,
    PackSample,
    SampleQuality,
    Temperature,
)
from mingtang_desk.protocols.jbd import fields
from mingtang_desk.wire.fields import Reader, compiled
from mingtang_desk.wire.scale import TENTH_KELVIN

FET_CHARGE, FET_DISCHARGE, FET_DECI_UNIT = 0x01, 0x02, 0x80
TAIL_DECI_UNIT = 0x80
"""Bit of the first tail byte that means the same as FET_DECI_UNIT.

A recorded 628 Ah pack sets this one alone.
"""
SWITCH_DECI_UNIT = 1 << 12
"""Bit of the function register 2D that means the same as FET_DECI_UNIT."""
BALANCE_FUNCTION = 1 << 2

_OPEN_NTC = 0
_COLDEST_C, _HOTTEST_C = -30.0, 125.0
"""Colder than this is usually an open sensor (docs/protocols/jbd.md, section 9).

It is marked, not dropped.
"""
_HIGHEST_CELL_V = 5.0
_NO_INFO = PackInfo()
_NOTHING: Mapping[str, object] = MappingProxyType({})


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


@lru_cache(512)
def _protections(bits: int) -> tuple[str, ...]:
    return tuple(key for bit, key in fields.PROTECTION_BITS if bits >> bit & 1)


@lru_cache(512)
def _faults(bits: int) -> tuple[str, ...]:
    return tuple(key for bit, key in fields.FAULT_BITS if bits >> bit & 1)


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


@lru_cache(512)
def _temperatures(raws: tuple[int, ...]) -> tuple[tuple[Temperature, ...], tuple[str, ...]]:
    sensors: list[Temperature] = []
    strange: list[str] = []
    for number, raw in enumerate(raws, 1):
        name = f"cell_{number}"
        if raw == _OPEN_NTC:
            sensors.append(Temperature(name=name, c=None, state="open"))
            continue
        celsius = TENTH_KELVIN.to_model(raw)
        if not _COLDEST_C <= celsius <= _HOTTEST_C:
            strange.append(f"temperature.{name}")
        sensors.append(Temperature(name=name, c=celsius))
    return tuple(sensors), tuple(strange)


def build_sample(
    time: datetime,
    *,
    basic: Basic | None,
    cells: tuple[float, ...] = (),
    info: PackInfo | None = None,
    device_id: str | None = None,
    balancer: bool | None = None,
) -> PackSample:
    """Put the registers of one poll together.

    Args:
        time: when the last of them arrived.
        basic: None when only the cells are known.
        cells: volts, empty when register 04 was not there.
        device_id: the name of register 05, None when unknown.
        info: what is known from names and settings; model, serial, battery code.
        balancer: function bit 2, None when the settings were never read.
    """
    low = min(cells, default=None)
    high = max(cells, default=None)
    delta = None if low is None or high is None else round(high - low, 3)
    derived: tuple[str, ...] = () if low is None else ("cell_min_v", "cell_max_v", "cell_delta_v")
    strange: tuple[str, ...] = ("cell_v",) if high is not None and high > _HIGHEST_CELL_V else ()
    known = info or _NO_INFO
    if basic is None:
        return PackSample(
            time=time,
            protocol="jbd",
            device_id=device_id,
            cell_v=cells,
            cell_min_v=low,
            cell_max_v=high,
            cell_delta_v=delta,
            info=known,
            balancer=balancer,
            quality=SampleQuality(implausible=strange, derived=derived),
        )
    amps = basic.current_a
    state: Literal["idle", "charge", "discharge"]
    state = "idle" if amps == 0 else "charge" if amps > 0 else "discharge"
    temperatures, cold = _temperatures(basic.ntc_raw)
    if basic.soc_pct > 100:
        strange += ("soc_pct",)
    count = len(cells) or basic.cell_count
    raw, full, extras = _tail(basic)
    return PackSample(
        time=time,
        protocol="jbd",
        device_id=device_id,
        pack_v=basic.pack_v,
        current_a=amps,
        power_w=round(basic.pack_v * amps, 3),
        soc_pct=float(basic.soc_pct),
        remaining_ah=basic.remaining_ah,
        full_ah=full,
        nominal_ah=basic.nominal_ah,
        cycles=basic.cycles,
        cell_v=cells,
        cell_min_v=low,
        cell_max_v=high,
        cell_delta_v=delta,
        cell_balancing=_flags(basic.balance_bits, count),
        temperatures=temperatures,
        charge_mosfet=bool(basic.fet_bits & FET_CHARGE),
        discharge_mosfet=bool(basic.fet_bits & FET_DISCHARGE),
        balancer=balancer,
        protections=_protections(basic.protection_bits),
        faults=_faults(basic.protection_bits),
        info=_info(known, basic.software_version, basic.production_date, basic.cell_count),
        state=state,
        quality=SampleQuality(implausible=strange + cold, derived=("power_w", *derived, "state")),
        raw=raw,
        extras=extras,
    )


@lru_cache(512)
def _flags(bits: int, count: int) -> tuple[bool, ...]:
    return tuple([bool(bits >> cell & 1) for cell in range(count)])


@lru_cache(64)
def _info(known: PackInfo, version: int, made: int, cell_count: int) -> PackInfo:
    return replace(
        known,
        firmware=f"{version >> 4}.{version & 15}",
        production_date=decode_date(made),
        cell_count=cell_count,
    )


def _tail(basic: Basic) -> tuple[Mapping[str, object], float | None, Mapping[str, object]]:
    raw: dict[str, object] = {
        "protection_bits": basic.protection_bits,
        "fet_bits": basic.fet_bits,
        "software_version": basic.software_version,
        "production_date": basic.production_date,
        "balance_bits": basic.balance_bits,
    }
    if not basic.tail:
        return raw, None, _NOTHING
    raw["tail"] = basic.tail.hex()
    if len(basic.tail) < fields.TAIL_SIZE:  # 4 bytes occur, nobody says what they mean
        return raw, None, _NOTHING
    table = fields.TAIL_DECI if basic.deci else fields.TAIL
    humidity, alarms, full, left, balance = compiled(table)(basic.tail)
    raw["alarm_bits"] = int(alarms)
    raw["balance_current"] = int(balance)
    raw["tail_remaining_ah"] = left
    return raw, full, {"x_jbd_humidity_pct": int(humidity) & ~TAIL_DECI_UNIT}
