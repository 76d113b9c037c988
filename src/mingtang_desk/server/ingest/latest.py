"""What is remembered of each battery, and what a new reading makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from mingtang_desk.geo.distance import haversine_m
from mingtang_desk.geo.fix import Cleaning
from mingtang_desk.server.ingest.model import Flag, PositionReading
from mingtang_desk.server.ingest.normalise import FLAGS, event_of

CLEANING = Cleaning()
AHEAD_MS = 60_000
"""A shown row whose clock is further ahead of the server's than this gives way to any other."""
LATE, WEAK, TELEPORT = int(Flag.LATE), int(Flag.WEAK), int(Flag.TELEPORT)


@dataclass(slots=True, kw_only=True)
class Latest:
    """The latest of one battery.

    Attributes:
        time_ms, received_ms: of the row that is shown; None = none has come.
        newest_ms: the newest time that any row had.
        place: the last place that fitted those before it, with its time.
        away: rows in a row that did not fit it.
        alarm_bits: of the last row.
        bms_ms: time of the last sample.
    """

    time_ms: int | None = None
    received_ms: int = 0
    newest_ms: int | None = None
    place: tuple[float, float, int] | None = None
    away: int = 0
    alarm_bits: int = 0
    bms_ms: int | None = None

    def copy(self) -> "Latest":
        """Return another one that may be changed."""
        return Latest(
            time_ms=self.time_ms,
            received_ms=self.received_ms,
            newest_ms=self.newest_ms,
            place=self.place,
            away=self.away,
            alarm_bits=self.alarm_bits,
            bms_ms=self.bms_ms,
        )

    def is_replaced_by(self, time_ms: int) -> bool:
        """Whether a row of a time is shown instead of the one that is."""
        return (
            self.time_ms is None
            or time_ms >= self.time_ms
            or self.time_ms > self.received_ms + AHEAD_MS
        )

    def is_late(self, time_ms: int) -> bool:
        """Whether a newer row has come before one of a time."""
        newest = self.newest_ms
        return newest is not None and time_ms < newest <= self.received_ms + AHEAD_MS

    def judge(self, reading: PositionReading) -> PositionReading:
        """Take a row in; return it with its flags and its event.

        An alarm bit is an event when it rises: a tracker repeats it in every row while it stands.
        A place is called a leap like `geo.fix` does it, as far as that can be told before the next
        row has come; after three rows away it is believed.
        """
        flags, time_ms, lat, lon = int(reading.flags), reading.time_ms, reading.lat, reading.lon
        is_late = self.is_late(time_ms)
        event, alarms = reading.event, reading.alarm_bits
        if is_late:
            flags |= LATE
            event = event or event_of(alarms)
        else:
            event = event or event_of(alarms & ~self.alarm_bits)
            self.alarm_bits = alarms
            self.newest_ms = time_ms
        if lat is not None and lon is not None:
            flags |= self._place(reading, lat, lon, is_late=is_late)
            if self.is_replaced_by(time_ms):
                self.time_ms, self.received_ms = time_ms, reading.received_ms
        if self.time_ms is None:
            self.received_ms = reading.received_ms
        if flags != reading.flags or event != reading.event:
            return replace(reading, flags=FLAGS[flags], event=event)
        return reading

    def _place(self, reading: PositionReading, lat: float, lon: float, *, is_late: bool) -> int:
        """Compare a place with the one before it; return flags."""
        satellites, hdop = reading.satellites, reading.hdop
        if (satellites is not None and satellites < CLEANING.min_satellites) or (
            hdop is not None and hdop > CLEANING.max_hdop
        ):
            return WEAK
        if is_late:
            return 0
        before = self.place
        if (
            before is not None
            and self.away < CLEANING.return_rows
            and _too_fast(before, lat, lon, reading.time_ms)
        ):
            self.away += 1
            return TELEPORT
        self.place, self.away = (lat, lon, reading.time_ms), 0
        return 0


def latest_of(row: Mapping[str, object]) -> Latest:
    """Return what a row of `device_state` tells."""
    time_ms, lat, lon = row["position_ms"], row["lat"], row["lon"]
    place = None
    if isinstance(time_ms, int) and isinstance(lat, float) and isinstance(lon, float):
        place = (lat, lon, time_ms)
    bms_ms, seen_ms = row["bms_ms"], row["seen_ms"]
    return Latest(
        time_ms=time_ms if isinstance(time_ms, int) else None,
        received_ms=seen_ms if isinstance(seen_ms, int) else 0,
        newest_ms=time_ms if isinstance(time_ms, int) else None,
        place=place,
        bms_ms=bms_ms if isinstance(bms_ms, int) else None,
    )


def _too_fast(before: tuple[float, float, int], lat: float, lon: float, time_ms: int) -> bool:
    lat0, lon0, time0_ms = before
    seconds = abs(time_ms - time0_ms) / 1000
    reach_m = CLEANING.slack_m + CLEANING.top_kmh * CLEANING.top_factor / 3.6 * seconds
    if (abs(lat - lat0) + abs(lon - lon0)) * 112_000 <= reach_m:  # surely near: no sines needed
        return False
    return haversine_m(lat0, lon0, lat, lon) > reach_m
