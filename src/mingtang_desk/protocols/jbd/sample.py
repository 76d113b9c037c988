"""One poll as a sample: values, what the desk computed, what is implausible."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

from mingtang_desk.device.sample import PackInfo, PackSample, SampleQuality, Temperature
from mingtang_desk.protocols.jbd import fields
from mingtang_desk.protocols.jbd.status import (
    FET_CHARGE,
    FET_DISCHARGE,
    TAIL_DECI_UNIT,
    Basic,
    decode_date,
)
from mingtang_desk.wire.fields import compiled
from mingtang_desk.wire.scale import TENTH_KELVIN

_OPEN_NTC = 0
_COLDEST_C, _HOTTEST_C = -30.0, 125.0
"""Colder than this is usually an open sensor (docs/protocols/jbd.md, section 9).

It is marked, not dropped.
"""
_HIGHEST_CELL_V = 5.0
_NO_INFO = PackInfo()
_NOTHING: Mapping[str, object] = MappingProxyType({})
_NO_BYTES: Mapping[str, bytes] = MappingProxyType({})


@lru_cache(512)
def _protections(bits: int) -> tuple[str, ...]:
    return tuple(key for bit, key in fields.PROTECTION_BITS if bits >> bit & 1)


@lru_cache(512)
def _faults(bits: int) -> tuple[str, ...]:
    return tuple(key for bit, key in fields.FAULT_BITS if bits >> bit & 1)


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
    wire: Mapping[str, bytes] = _NO_BYTES,
) -> PackSample:
    """Put the registers of one poll together.

    Args:
        time: when the last of them arrived.
        basic: None when only the cells are known.
        cells: volts, empty when register 04 was not there.
        device_id: the name of register 05, None when unknown.
        info: what is known from names and settings; model, serial, battery code.
        balancer: function bit 2, None when the settings were never read.
        wire: data bytes of the registers, for `origins`.
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
            wire=wire,
        )
    amps = basic.current_a
    state: Literal["idle", "charge", "discharge"]
    state = "idle" if amps == 0 else "charge" if amps > 0 else "discharge"
    temperatures, cold = _temperatures(basic.ntc_raw)
    if cells and len(cells) != basic.cell_count and not strange:
        strange += ("cell_v",)  # the two replies contradict each other, perhaps of two boards
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
        wire=wire,
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
