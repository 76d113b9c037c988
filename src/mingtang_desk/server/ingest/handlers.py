"""What is done with each parcel, step by step; every step only computes."""

import logging

from mingtang_desk.device.json import sample_json
from mingtang_desk.server.devices.watch import PresenceWatch
from mingtang_desk.server.ingest.boards import driver_of, sample_of
from mingtang_desk.server.ingest.latest import Latest
from mingtang_desk.server.ingest.model import (
    BmsReading,
    ContactReading,
    PositionReading,
    SettingsReading,
)
from mingtang_desk.server.ingest.normalise import reading_of
from mingtang_desk.server.ingest.parcel import BoardFrames, Parcel, ToldPosition
from mingtang_desk.server.ingest.shown import encode
from mingtang_desk.server.push.events import Kind
from mingtang_desk.server.rides.rides import Rides

_log = logging.getLogger(__name__)


class Context:
    """What handlers look things up in.

    Attributes:
        rides: the rules.
        watch: who was heard of when.
        latest: what is stored of each battery; fresh: the same with what is on its way.
    """

    def __init__(self, rides: Rides, watch: PresenceWatch) -> None:
        self.rides = rides
        self.watch = watch
        self.latest: dict[int, Latest] = {}
        self.fresh: dict[int, Latest] = {}

    def of(self, pk: int) -> Latest:
        """Return what is known of a battery, with what is on its way; a handler may change it."""
        fresh = self.fresh.get(pk)
        if fresh is None:
            known = self.latest.get(pk)
            fresh = self.fresh[pk] = Latest() if known is None else known.copy()
        return fresh


def decode(context: Context, parcel: Parcel) -> None:
    """Frames of boards become samples."""
    for told in parcel.told:
        if isinstance(told, BoardFrames):
            sample = sample_of(driver_of(told.protocol), told.frames, told.heard)
            if sample is not None:
                parcel.readings.append(
                    BmsReading(
                        device=told.device,
                        time_ms=told.received_ms,
                        received_ms=told.received_ms,
                        sample=sample,
                        source=told.source,
                    )
                )


def normalise(context: Context, parcel: Parcel) -> None:
    """Positions become readings: WGS-84, a time that can be true, one set of words."""
    came_before = len(parcel.told) - 1
    for told in parcel.told:
        if isinstance(told, ToldPosition):
            received = told.received_ms - came_before  # several without a clock stay apart
            parcel.readings.append(reading_of(told.device, told.position, received, told.source))
        came_before -= 1


def filter_(context: Context, parcel: Parcel) -> None:
    """Positions get their flags; none is dropped."""
    for index, reading in enumerate(parcel.readings):
        if isinstance(reading, PositionReading):
            parcel.readings[index] = context.of(reading.device.pk).judge(reading)


def state(context: Context, parcel: Parcel) -> None:
    """What `device_state` says afterwards; an older row never replaces a newer one."""
    for reading in parcel.readings:
        pk = reading.device.pk
        known, before = context.of(pk), context.watch.of(pk)
        seen = parcel.seen[pk] = context.watch.take(reading)
        if seen.told != before.told:
            parcel.shown[pk, Kind.PRESENCE] = reading
        match reading:
            case PositionReading():
                if reading.lat is not None and known.time_ms == reading.time_ms:
                    parcel.shown[pk, Kind.POSITION] = reading
            case BmsReading():
                if known.bms_ms is None or reading.time_ms >= known.bms_ms:
                    known.bms_ms = reading.time_ms
                    parcel.shown[pk, Kind.BMS] = reading
            case ContactReading():
                pass
            case SettingsReading():
                parcel.shown[pk, Kind.STATE] = reading


def rules(context: Context, parcel: Parcel) -> None:
    """What alarms, fences, arming and trips make of it; one that fails takes nothing along."""
    for reading in parcel.readings:
        try:
            parcel.changes += context.rides.judge(reading)
        except Exception:  # noqa: BLE001 - a rule that fails takes nothing along
            _log.exception("a rule failed on a reading of device %d", reading.device.pk)


def store(context: Context, parcel: Parcel) -> None:
    """Rows for the tables."""
    for reading in parcel.readings:
        match reading:
            case PositionReading():
                parcel.positions.append(_position_row(reading))
            case BmsReading(sample=sample):
                parcel.samples.append(
                    (
                        reading.device.pk,
                        reading.time_ms,
                        reading.received_ms,
                        sample.soc_pct,
                        sample.pack_v,
                        sample.current_a,
                        encode(sample_json(sample)).decode(),
                    )
                )


def publish(context: Context, parcel: Parcel) -> None:
    """What listeners are told after the commit: of each battery and kind the latest."""
    for (pk, kind), reading in parcel.shown.items():
        parcel.events[pk, kind] = reading


def _position_row(reading: PositionReading) -> tuple[object, ...]:
    return (
        reading.device.pk,
        reading.time_ms,
        reading.received_ms,
        reading.lat,
        reading.lon,
        reading.altitude_m,
        reading.speed_kmh,
        reading.course_deg,
        reading.satellites,
        reading.signal,
        reading.mileage_m,
        reading.alarm_bits,
        reading.status_bits,
        int(reading.flags),
        reading.event,
        encode(reading.extra).decode() if reading.extra else None,
        reading.accuracy_m,
    )
