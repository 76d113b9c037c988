"""Readings as the API and those who listen see them."""

from mingtang_desk.server.ingest.model import BmsReading, Flag, PositionReading
from mingtang_desk.server.times import iso_ms
from mingtang_desk.wire.jt808.position import Alarm, Status

_ALARMS = tuple((bit, name.lower()) for name, bit in Alarm.__members__.items())
_STATUS = (
    (Status.ACC_ON, "acc_on"),
    (Status.LOCATED, "located"),
    (Status.OUT_OF_SERVICE, "out_of_service"),
    (Status.ENCRYPTED, "encrypted"),
    (Status.OIL_CUT, "oil_cut"),
    (Status.CIRCUIT_CUT, "circuit_cut"),
    (Status.GPS, "gps"),
    (Status.BEIDOU, "beidou"),
    (Status.GLONASS, "glonass"),
    (Status.GALILEO, "galileo"),
)
_FLAGS = (
    (Flag.LATE, "late"),
    (Flag.CLOCK, "clock"),
    (Flag.WEAK, "weak"),
    (Flag.TELEPORT, "teleport"),
    (Flag.NO_FIX, "no_fix"),
)
DATUM = "WGS-84"


def alarm_names(bits: int) -> list[str]:
    """Return names of alarm bits; one without a name is called by its number."""
    if not bits:
        return []
    found = [name for bit, name in _ALARMS if bits & bit]
    known = sum(bit for bit, _ in _ALARMS)
    return found + [f"bit_{n}" for n in range(32) if bits & ~known & (1 << n)]


def status_names(bits: int) -> list[str]:
    """Return names of the status bits that are read here."""
    return [name for bit, name in _STATUS if bits & bit]


def flag_names(flags: int) -> list[str]:
    """Return what is to be known of a row beside its numbers."""
    return [name for bit, name in _FLAGS if flags & bit] if flags else []


def acc_of(flags: int) -> bool | None:
    """Return whether the ignition is on, None = nobody said."""
    return bool(flags & Flag.ACC_ON) if flags & Flag.ACC_KNOWN else None


def position_json(reading: PositionReading) -> dict[str, object]:
    """Return a position as the API shows it, less what depends on who asks and when."""
    return {
        "time": iso_ms(reading.time_ms),
        "received": iso_ms(reading.received_ms),
        "lat": reading.lat,
        "lon": reading.lon,
        "datum": DATUM,
        "altitude_m": reading.altitude_m,
        "speed_kmh": reading.speed_kmh,
        "course_deg": reading.course_deg,
        "satellites": reading.satellites,
        "signal": reading.signal,
        "mileage_m": reading.mileage_m,
        "acc": acc_of(reading.flags),
        "alarms": alarm_names(reading.alarm_bits),
        "status": status_names(reading.status_bits),
        "flags": flag_names(reading.flags),
        "event": reading.event,
        "extra": dict(reading.extra),
    }


def sample_facts(reading: BmsReading) -> dict[str, object]:
    """Return the columns that lists of batteries show of a sample; unknown ones are left as is."""
    sample = reading.sample
    facts = {"soc_pct": sample.soc_pct, "pack_v": sample.pack_v}
    return {name: value for name, value in facts.items() if value is not None}
