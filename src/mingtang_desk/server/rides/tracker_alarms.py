"""The rules of what a tracker says by itself: alarm bits, events, its own arming."""

from collections.abc import Sequence

from mingtang_desk.server.ingest.model import PositionReading
from mingtang_desk.server.rides.alarms import Found
from mingtang_desk.server.rides.change import Change
from mingtang_desk.server.rides.shared import HISTORIC_S, Rules
from mingtang_desk.wire.jt808.position import Alarm as Bit

BITS: Sequence[tuple[Bit, str]] = (
    (Bit.SUPPLY_CUT, "power_cut"),
    (Bit.EMERGENCY, "emergency"),
    (Bit.LOW_SUPPLY, "low_supply"),
    (Bit.GNSS_FAULT, "gnss_fault"),
    (Bit.ANTENNA_OPEN, "antenna_open"),
    (Bit.ANTENNA_SHORT, "antenna_short"),
    (Bit.STOLEN, "stolen"),
    (Bit.ILLEGAL_IGNITION, "illegal_ignition"),
    (Bit.ILLEGAL_MOVEMENT, "illegal_movement"),
    (Bit.COLLISION, "collision"),
    (Bit.ROLLOVER, "rollover"),
)
MASK = sum(int(bit) for bit, _ in BITS)
SOURCE = "tracker"


def tracker(rules: Rules, reading: PositionReading) -> Sequence[Change]:
    """Raise what a tracker itself calls an alarm, as long as it does."""
    device, bits = reading.device, reading.alarm_bits & MASK
    opened = rules.alarms.open_of(device.pk)
    quiet = not bits and not reading.event and not rules.pending.has(device.pk)
    if quiet and not any(source == SOURCE for _, source in opened):
        return ()
    changes: list[Change] = []
    if reading.event == "power_cut" and not bits & Bit.SUPPLY_CUT:
        changes, _ = rules.alarms.listed(_told(reading, "power_cut", SOURCE), None)
        return changes
    for bit, kind in BITS:
        key = (kind, SOURCE)
        if not bits & bit:
            rules.pending.gone(device.pk, key)
            if key in opened and reading.time_ms >= opened[key].last_ms:
                changes += rules.alarms.cleared(device, kind, SOURCE, reading.time_ms)
        elif key not in opened:
            delay = rules.alarms.rules.for_device(device).of(kind).raise_delay_s
            if rules.pending.lasted(device.pk, key, reading.time_ms, delay):
                changes += rules.alarms.raised(_told(reading, kind, SOURCE))
    return changes


def _told(reading: PositionReading, kind: str, source: str) -> Found:
    place = None
    if reading.lat is not None and reading.lon is not None:
        place = (reading.lat, reading.lon)
    return Found(
        device=reading.device,
        kind=kind,
        source=source,
        time_ms=reading.time_ms,
        received_ms=reading.received_ms,
        place=place,
        is_historic=reading.received_ms - reading.time_ms > HISTORIC_S * 1000,
    )


def tracker_arming(rules: Rules, reading: PositionReading) -> Sequence[Change]:
    """Note what a tracker says of its own arming, where its vendor's table has that."""
    if not reading.extra or "armed" not in reading.extra:
        return ()
    armed = bool(reading.extra["armed"])
    watch = rules.watches.made(reading.device.pk)
    if watch.tracker_armed is armed:
        return ()
    watch.tracker_armed = armed
    return (rules.watches.kept(watch),)
