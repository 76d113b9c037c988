"""What is remembered of each battery, and what a new reading makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mingtang_desk.geo.distance import haversine_m
from mingtang_desk.geo.fix import Cleaning
from mingtang_desk.server.ingest.contact import NEVER_SEEN, Seen, seen_of
from mingtang_desk.server.ingest.model import Flag, PositionReading
from mingtang_desk.server.ingest.normalise import event_of

CLEANING = Cleaning()
AHEAD_MS = 60_000
"""A shown row whose clock is further ahead of the server's than this gives way to any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Latest:
    """The latest of one battery.

    Attributes:
        time_ms, received_ms: of the row that is shown; None = none has come.
        newest_ms: the newest time that any row had.
        place: the last place that fitted those before it, with its time.
        away: rows in a row that did not fit it.
        alarm_bits: of the last row.
        bms_ms: time of the last sample.
        seen: contact.
    """

    time_ms: int | None = None
    received_ms: int = 0
    newest_ms: int | None = None
    place: tuple[float, float, int] | None = None
    away: int = 0
    alarm_bits: int = 0
    bms_ms: int | None = None
    seen: Seen = field(default=NEVER_SEEN)

    def is_replaced_by(self, time_ms: int) -> bool:
        """Whether a row of a time is shown instead of the one that is."""
        return (
            self.time_ms is None
            or time_ms >= self.time_ms
            or self.time_ms > self.received_ms + AHEAD_MS
        )


NOTHING = Latest()


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
        seen=seen_of(row),
    )


def judged(old: Latest, reading: PositionReading) -> tuple[Latest, PositionReading]:
    """Return what is remembered after a row, and the row with its flags and its event.

    An alarm bit is an event when it rises: a tracker repeats it in every row while it stands. A
    place is called a leap like `geo.fix` does it, as far as that can be told before the next row
    has come; after three rows away it is believed.
    """
    flags, time_ms = reading.flags, reading.time_ms
    if (
        old.newest_ms is not None
        and time_ms < old.newest_ms
        and not old.newest_ms > old.received_ms + AHEAD_MS
    ):
        flags |= Flag.LATE
    satellites, hdop = reading.satellites, reading.hdop
    if reading.lat is not None and (
        (satellites is not None and satellites < CLEANING.min_satellites)
        or (hdop is not None and hdop > CLEANING.max_hdop)
    ):
        flags |= Flag.WEAK
    place, away = old.place, old.away
    if reading.lat is not None and reading.lon is not None and not flags & (Flag.WEAK | Flag.LATE):
        if place is not None and away < CLEANING.return_rows and _too_fast(place, reading):
            flags |= Flag.TELEPORT
            away += 1
        else:
            place, away = (reading.lat, reading.lon, time_ms), 0
    event, bits = reading.event, old.alarm_bits
    if not flags & Flag.LATE:
        event = event or event_of(reading.alarm_bits & ~bits)
        bits = reading.alarm_bits
    elif not event:
        event = event_of(reading.alarm_bits)
    shows = reading.lat is not None and old.is_replaced_by(time_ms)
    latest = Latest(
        time_ms=time_ms if shows else old.time_ms,
        received_ms=reading.received_ms if shows else old.received_ms,
        newest_ms=old.newest_ms if flags & Flag.LATE else time_ms,
        place=place,
        away=away,
        alarm_bits=bits,
        bms_ms=old.bms_ms,
        seen=old.seen,
    )
    if flags is not reading.flags or event is not reading.event:
        reading = replace(reading, flags=flags, event=event)
    return latest, reading


def _too_fast(place: tuple[float, float, int], reading: PositionReading) -> bool:
    assert reading.lat is not None
    assert reading.lon is not None
    lat, lon, time_ms = place
    seconds = (reading.time_ms - time_ms) / 1000
    allowed = CLEANING.top_kmh * CLEANING.top_factor / 3.6 * seconds
    if abs(reading.lat - lat) * 111_000 <= CLEANING.slack_m + allowed:
        return haversine_m(lat, lon, reading.lat, reading.lon) - CLEANING.slack_m > allowed
    return True
