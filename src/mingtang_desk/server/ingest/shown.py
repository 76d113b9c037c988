"""Readings as the API and those who listen see them."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Literal

import msgspec

from mingtang_desk.device.json import sample_json
from mingtang_desk.server.ingest.model import (
    BmsReading,
    Flag,
    PositionReading,
    SettingsReading,
)
from mingtang_desk.wire.jt808.position import Alarm, Status

_ALARMS = tuple((int(bit), name.lower()) for name, bit in Alarm.__members__.items())
_STATUS = (
    (int(Status.ACC_ON), "acc_on"),
    (int(Status.LOCATED), "located"),
    (int(Status.OUT_OF_SERVICE), "out_of_service"),
    (int(Status.ENCRYPTED), "encrypted"),
    (int(Status.OIL_CUT), "oil_cut"),
    (int(Status.CIRCUIT_CUT), "circuit_cut"),
    (int(Status.GPS), "gps"),
    (int(Status.BEIDOU), "beidou"),
    (int(Status.GLONASS), "glonass"),
    (int(Status.GALILEO), "galileo"),
)
_FLAGS = (
    (int(Flag.LATE), "late"),
    (int(Flag.CLOCK), "clock"),
    (int(Flag.WEAK), "weak"),
    (int(Flag.TELEPORT), "teleport"),
    (int(Flag.NO_FIX), "no_fix"),
)
_ACC_ON, _ACC_KNOWN = int(Flag.ACC_ON), int(Flag.ACC_KNOWN)
encode = msgspec.json.Encoder().encode
DATUM: Literal["WGS-84"] = "WGS-84"


@lru_cache(maxsize=4096)
def alarm_names(bits: int) -> tuple[str, ...]:
    """Return names of alarm bits; one without a name is called by its number."""
    found = [name for bit, name in _ALARMS if bits & bit]
    known = sum(bit for bit, _ in _ALARMS)
    return (*found, *(f"bit_{n}" for n in range(32) if bits & ~known & (1 << n)))


@lru_cache(maxsize=4096)
def status_names(bits: int) -> tuple[str, ...]:
    """Return names of the status bits that are read here."""
    return tuple(name for bit, name in _STATUS if bits & bit)


@lru_cache(maxsize=256)
def flag_names(flags: int) -> tuple[str, ...]:
    """Return what is to be known of a row beside its numbers."""
    return tuple(name for bit, name in _FLAGS if flags & bit)


@lru_cache(maxsize=4096)
def _second(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")


def iso_of(ms: int) -> str:
    """Return milliseconds as `times.iso_ms` does; rows of one second share most of the work."""
    seconds, rest = divmod(ms, 1000)
    return f"{_second(seconds)}.{rest:03d}Z"


def acc_of(flags: int) -> bool | None:
    """Return whether the ignition is on, None = nobody said."""
    return bool(flags & _ACC_ON) if flags & _ACC_KNOWN else None


def position_json(reading: PositionReading) -> dict[str, object]:
    """Return a position as the API shows it, less what depends on who asks and when."""
    return {
        "time": iso_of(reading.time_ms),
        "received": iso_of(reading.received_ms),
        "lat": reading.lat,
        "lon": reading.lon,
        "datum": DATUM,
        "altitude_m": reading.altitude_m,
        "speed_kmh": reading.speed_kmh,
        "course_deg": reading.course_deg,
        "accuracy_m": reading.accuracy_m,
        "satellites": reading.satellites,
        "signal": reading.signal,
        "mileage_m": reading.mileage_m,
        "acc": acc_of(int(reading.flags)),
        "alarms": list(alarm_names(reading.alarm_bits)) if reading.alarm_bits else [],
        "status": list(status_names(reading.status_bits)),
        "flags": list(flag_names(int(reading.flags))),
        "event": reading.event,
        "extra": dict(reading.extra),
    }


def shown_of(
    reading: PositionReading | BmsReading | SettingsReading,
) -> tuple[dict[str, object], dict[str, object]]:
    """Return what listeners are told of a reading, and the columns of `device_state` it sets."""
    match reading:
        case PositionReading():
            value = position_json(reading)
            return value, {
                "lat": reading.lat,
                "lon": reading.lon,
                "position_ms": reading.time_ms,
                "position": encode(value).decode(),
            }
        case BmsReading(sample=sample):
            value = sample_json(sample)
            facts = {"soc_pct": sample.soc_pct, "pack_v": sample.pack_v}
            columns: dict[str, object] = {k: v for k, v in facts.items() if v is not None}
            columns["bms_ms"], columns["bms"] = reading.time_ms, encode(value).decode()
            return value, columns
        case SettingsReading():
            value, columns = {}, {}
            if reading.values is not None:
                value = {"settings_time": iso_of(reading.time_ms)}
                columns["settings_ms"] = reading.time_ms
                columns["settings"] = encode(reading.values).decode()
            if reading.counters is not None:
                columns["counters"] = encode(reading.counters).decode()
            return value, columns
