"""What the demo's batteries reported, for any stretch of time, in the order it came in."""

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mingtang_desk.server.demo.packs import Packs
from mingtang_desk.server.demo.plan import Lot, PlannedBattery
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ingest.model import (
    BmsReading,
    ContactReading,
    Flag,
    PositionReading,
    Reading,
    Source,
)
from mingtang_desk.server.times import moment_of, ms_of
from mingtang_desk.sim.tracker.rows import Row

RIDING_S, PARKED_S = 60.0, 3600.0
NOW_RIDING_S, NOW_PARKED_S, NOW_ASLEEP_S = 20.0, 300.0, 900.0
"""Seconds between reports: in the history, and of those that live on."""
BMS_RIDING_S, BMS_PARKED_S = 600.0, 7200.0
NOW_BMS_S = 60.0
ON_THE_WAY_MS = 900
"""From the tracker's clock to the server."""
FIX_BIT, ACC_BIT = 0x2, 0x1
VIBRATION = "vibration"
SIGNAL = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A battery of the plan as it stands in the database.

    Attributes:
        until: it has reported nothing since; None = it still does.
    """

    plan: PlannedBattery
    device: Device
    until: datetime | None = None


class Diary:
    """All readings of the fleet.

    Args:
        fleet: those that report; the not enabled ones never did.
        packs: reads their boards.
    """

    def __init__(self, fleet: Sequence[Kept], packs: Packs) -> None:
        self._fleet = fleet
        self._packs = packs

    def readings(
        self, from_ms: int, to_ms: int, *, live: bool, is_now: bool = False
    ) -> Iterator[Reading]:
        """Give what came between two times, in its order.

        Args:
            from_ms: the first moment.
            to_ms: the first one that is not asked for.
            live: positions of live batteries too; while their trackers are connected those come by
                TCP, and only the samples of their boards are wanted.
            is_now: tell that sleeping ones sleep.
        """
        streams = [self._of(kept, from_ms, to_ms, live=live, is_now=is_now) for kept in self._fleet]
        return heapq.merge(*streams, key=lambda reading: reading.time_ms)

    def _of(
        self, kept: Kept, from_ms: int, to_ms: int, *, live: bool, is_now: bool
    ) -> Iterator[Reading]:
        end_ms = to_ms if kept.until is None else min(to_ms, ms_of(kept.until))
        if end_ms <= from_ms:
            return iter(())
        start, end = moment_of(from_ms), moment_of(end_ms)
        streams = [self._samples(kept, start, end, is_now=is_now)]
        if live or kept.plan.lot is not Lot.LIVE:
            streams.append(self._positions(kept, start, end, is_now=is_now))
        return heapq.merge(*streams, key=lambda reading: reading.time_ms)

    def _positions(
        self, kept: Kept, start: datetime, end: datetime, *, is_now: bool
    ) -> Iterator[Reading]:
        life = kept.plan.life
        is_asleep = kept.plan.lot is Lot.SLEEPING
        riding_s = NOW_RIDING_S if is_now else RIDING_S
        parked_s = PARKED_S
        if is_now:
            parked_s = NOW_ASLEEP_S if is_asleep else NOW_PARKED_S
        was_shaken = False
        for when in life.times(start, end, riding_s=riding_s, parked_s=parked_s):
            row = life.row(when)
            is_new = row.shakes and not was_shaken
            was_shaken = row.shakes
            yield _position(kept.device, row, is_shaken=is_new)
            if is_now and is_asleep and not row.acc_on:
                time_ms = ms_of(when) + 1
                yield ContactReading(
                    device=kept.device,
                    time_ms=time_ms,
                    received_ms=time_ms + ON_THE_WAY_MS,
                    linked=False,
                    sleeping=True,
                    source=Source.SIMULATION,
                )

    def _samples(
        self, kept: Kept, start: datetime, end: datetime, *, is_now: bool
    ) -> Iterator[Reading]:
        life = kept.plan.life
        riding_s = NOW_BMS_S if is_now else BMS_RIDING_S
        for when in life.times(start, end, riding_s=riding_s, parked_s=BMS_PARKED_S):
            yield self._sample(kept, when)

    def boards(self, when: datetime) -> list[Reading]:
        """Return a sample of every board that reports, so that none is unknown for hours."""
        return [
            self._sample(kept, when if kept.until is None else kept.until) for kept in self._fleet
        ]

    def _sample(self, kept: Kept, when: datetime) -> BmsReading:
        time_ms = ms_of(when)
        return BmsReading(
            device=kept.device,
            time_ms=time_ms,
            received_ms=time_ms + ON_THE_WAY_MS,
            sample=self._packs.sample(kept.plan, when),
            source=Source.SIMULATION,
        )


def _position(device: Device, row: Row, *, is_shaken: bool) -> PositionReading:
    time_ms = ms_of(row.when)
    flags = Flag.ACC_KNOWN | (Flag.ACC_ON if row.acc_on else Flag(0))
    return PositionReading(
        device=device,
        time_ms=time_ms,
        received_ms=time_ms + ON_THE_WAY_MS,
        lat=row.lat,
        lon=row.lon,
        altitude_m=row.altitude_m,
        speed_kmh=row.speed_kmh,
        course_deg=row.course_deg,
        satellites=row.satellites,
        signal=SIGNAL,
        mileage_m=row.mileage_m,
        status_bits=FIX_BIT | (ACC_BIT if row.acc_on else 0),
        flags=flags,
        event=VIBRATION if is_shaken else "",
        source=Source.SIMULATION,
    )


def fleet_of(
    plans: Sequence[PlannedBattery], devices: Mapping[str, Device], first: datetime
) -> list[Kept]:
    """Return those that report, with the devices of the database.

    Args:
        plans: all.
        devices: by number.
        first: when the demo was made: those that are offline have been so since days before.
    """
    return [
        Kept(
            plan=plan,
            device=devices[plan.number],
            until=first - timedelta(days=plan.days) if plan.lot is Lot.OFFLINE else None,
        )
        for plan in plans
        if plan.lot is not Lot.NOT_ENABLED
    ]
