"""When a battery counts as online, sleeping or offline: the columns that say so, from each reading.

The rules are those of `geo.online` (a test holds both against each other); here they are turned
into moments until which something holds, so that a list of states is a comparison with the time.
"""

import sys
from collections.abc import Mapping
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from mingtang_desk.geo.online import OnlineSettings, Presence
from mingtang_desk.server.ingest.model import (
    BmsReading,
    ContactReading,
    Flag,
    PositionReading,
    Reading,
    Source,
)

SETTINGS = OnlineSettings()
SAME_REPORT_MS = 1000
"""What comes within this of a report belongs to it: a position and its sample are one report."""
STANDING_KMH = 3.0
"""Slower is standing, where nobody says whether the ignition is on."""
REMEMBERED = 5
"""So many gaps a new process believes of the interval that the last one measured."""
_GRACE_MS = round(SETTINGS.grace_s * 1000)
_DEBOUNCE_MS = round(SETTINGS.debounce_s * 1000)
_PARKED_MS = round(SETTINGS.parked_s * 1000)
_MOVING_MS = round(SETTINGS.moving_s * 1000)
_WIDTH = 4  # bytes of a gap
_LONGEST = 0xFFFFFFFF
_ORDER: Literal["little", "big"] = "little" if sys.byteorder == "little" else "big"

# Plain numbers: an enum takes as long as all the rest of a reading.
_LATE, _ACC_ON, _ACC_KNOWN = int(Flag.LATE), int(Flag.ACC_ON), int(Flag.ACC_KNOWN)
_TOLD_ONLINE = Presence.ONLINE.value


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of the contact with one battery; most of it is in `device_state`.

    Attributes:
        seen_ms: the last sign of life, by the server's clock; None = never.
        linked_ms: since when a link stands; None = none does.
        unlinked_ms: when the last link went.
        online_ms: since when it is, or was, online without a break.
        online_until_ms: until when it counts as online without a link; None = never seen.
        sleep_until_ms: until when it counts as sleeping after that; None = it does not.
        interval_s: median of the gaps between reports; None = unknown.
        ordered_s: the interval it was told; None = not told.
        parked: it stands, or said that it goes to sleep.
        told: the state that was last told to those who listen.
        tell_ms: when there may be another to tell; None = not before it is heard of.
        report_ms: when the last report of its own accord came; gaps: those before it, in ms.
    """

    seen_ms: int | None = None
    linked_ms: int | None = None
    unlinked_ms: int | None = None
    online_ms: int | None = None
    online_until_ms: int | None = None
    sleep_until_ms: int | None = None
    interval_s: float | None = None
    ordered_s: float | None = None
    parked: bool = False
    told: str | None = None
    tell_ms: int | None = None
    report_ms: int | None = None
    gaps: bytes = b""

    def columns(self) -> dict[str, object]:
        """Return the columns of `device_state`."""
        return {
            "seen_ms": self.seen_ms,
            "linked_ms": self.linked_ms,
            "unlinked_ms": self.unlinked_ms,
            "online_ms": self.online_ms,
            "online_until_ms": self.online_until_ms,
            "sleep_until_ms": self.sleep_until_ms,
            "interval_s": self.interval_s,
            "ordered_s": self.ordered_s,
            "parked": self.parked,
            "told": self.told,
            "tell_ms": self.tell_ms,
        }

    def is_online(self, now: int) -> bool:
        """Whether a link stands or data is recent enough, at a moment in milliseconds."""
        return self.linked_ms is not None or (
            self.online_until_ms is not None and now <= self.online_until_ms
        )

    def contact(self, now: int) -> Presence:
        """Return online, sleeping or offline at a moment in milliseconds."""
        if self.is_online(now):
            return Presence.ONLINE
        if self.sleep_until_ms is not None and now <= self.sleep_until_ms:
            return Presence.SLEEPING
        return Presence.OFFLINE

    def since(self, presence: Presence) -> int | None:
        """Return since when it is in a state that `contact` gave; None = it was never seen."""
        if presence is Presence.ONLINE:
            return self.online_ms
        until = self.online_until_ms
        if presence is Presence.OFFLINE:
            until = later(until, self.sleep_until_ms)
        return None if until is None else later(until, self.unlinked_ms)


NEVER_SEEN = Seen()


def seen_of(row: Mapping[Any, Any]) -> Seen:
    """Return what a row of `device_state` tells; the gaps begin anew at the interval it names."""
    values = {name: row[name] for name in NEVER_SEEN.columns()}
    interval = row["interval_s"]
    gap = b"" if interval is None else _gap(round(interval * 1000))
    return Seen(**values, gaps=gap * REMEMBERED)


def after(old: Seen, reading: Reading) -> Seen:
    """Return what is known once a reading has come."""
    now = reading.received_ms
    if reading.source is Source.SIMULATION and old.seen_ms is not None and now < old.seen_ms:
        return old  # a past that is filled in says nothing of the present
    linked, unlinked, parked = old.linked_ms, old.unlinked_ms, old.parked
    report_ms, gaps, interval = old.report_ms, old.gaps, old.interval_s
    if isinstance(reading, ContactReading):
        parked = parked or reading.sleeping
        if reading.linked:
            linked = now if linked is None else linked
        elif linked is not None:
            linked, unlinked = None, now
        if not reading.linked and not reading.sleeping:
            # The end of a link is no sign of life: it may be noticed long after the last byte.
            tell = None if old.seen_ms is None else _tell(old.online_until_ms, unlinked)
            return replace(old, linked_ms=None, unlinked_ms=unlinked, tell_ms=tell)
    else:
        if isinstance(reading, PositionReading):
            parked = _parked(reading, old=parked)
        if _is_report(reading):
            gap = SAME_REPORT_MS if report_ms is None else now - report_ms
            if report_ms is not None and gap >= SAME_REPORT_MS:
                gaps = gaps[-_WIDTH * (SETTINGS.median_of - 1) :] + _gap(gap)
                interval = _median_ms(gaps) / 1000
            if gap >= SAME_REPORT_MS or gap < 0:  # a clock that was put back begins anew
                report_ms = now
    until = now + _late_ms(_expected_ms(old.ordered_s, gaps, parked=parked))
    return Seen(
        seen_ms=now,
        linked_ms=linked,
        unlinked_ms=unlinked,
        online_ms=old.online_ms if old.online_ms is not None and old.is_online(now) else now,
        online_until_ms=until,
        sleep_until_ms=max(until, now + _late_ms(_PARKED_MS)) if parked else None,
        interval_s=interval,
        ordered_s=old.ordered_s,
        parked=parked,
        told=_TOLD_ONLINE,
        tell_ms=None if linked is not None else _tell(until, unlinked),
        report_ms=report_ms,
        gaps=gaps,
    )


def told(old: Seen, ordered_s: float | None) -> Seen:
    """Return what is known once a battery was told its interval, in seconds; None = its own."""
    seen = replace(old, ordered_s=ordered_s)
    if old.seen_ms is None:
        return seen
    expected = _expected_ms(ordered_s, old.gaps, parked=old.parked)
    until = old.seen_ms + _late_ms(expected)
    return replace(
        seen,
        online_until_ms=until,
        sleep_until_ms=max(until, old.seen_ms + _late_ms(_PARKED_MS)) if old.parked else None,
        tell_ms=None if old.linked_ms is not None else _tell(until, old.unlinked_ms),
    )


def passed(old: Seen, now: int) -> Seen:
    """Return what is known once the state that holds now was told to those who listen."""
    presence, tell = old.contact(now), None
    if presence is Presence.ONLINE and old.linked_ms is None:
        tell = _tell(old.online_until_ms, old.unlinked_ms)
    elif presence is Presence.SLEEPING:
        tell = _tell(old.sleep_until_ms, old.unlinked_ms)
    return replace(old, told=presence.value, tell_ms=tell)


def unlinked(old: Seen, now: int) -> Seen:
    """Return what is known at the start of a server: whatever was linked is not."""
    if old.linked_ms is None:
        return old
    tell = None if old.seen_ms is None else _tell(old.online_until_ms, now)
    return replace(old, linked_ms=None, unlinked_ms=now, tell_ms=tell)


def later(a: int | None, b: int | None) -> int | None:
    """Return the later of two moments, either of which may be unknown."""
    if a is None or b is None:
        return b if a is None else a
    return max(a, b)


def _tell(until_ms: int | None, unlinked_ms: int | None) -> int | None:
    end = later(until_ms, unlinked_ms)
    return None if end is None else end + _DEBOUNCE_MS


def _late_ms(expected_ms: float) -> int:
    return int(SETTINGS.intervals * expected_ms) + _GRACE_MS


def _expected_ms(ordered_s: float | None, gaps: bytes, *, parked: bool) -> float:
    if ordered_s is not None:
        return ordered_s * 1000
    if gaps:
        return _median_ms(gaps)
    return _PARKED_MS if parked else _MOVING_MS


def _is_report(reading: Reading) -> bool:
    """Whether it came of the tracker's own accord and in time: such reports have a rhythm."""
    if reading.source is Source.COMMAND:
        return False
    if isinstance(reading, PositionReading):
        return not reading.event and not int(reading.flags) & _LATE
    return isinstance(reading, BmsReading)


def _parked(reading: PositionReading, *, old: bool) -> bool:
    flags = int(reading.flags)
    if flags & _LATE:
        return old
    if flags & _ACC_KNOWN:
        return not flags & _ACC_ON
    return old if reading.speed_kmh is None else reading.speed_kmh < STANDING_KMH


def _gap(ms: int) -> bytes:
    return min(max(ms, 0), _LONGEST).to_bytes(_WIDTH, _ORDER)


def _median_ms(gaps: bytes) -> float:
    rising = sorted(memoryview(gaps).cast("I"))
    middle, odd = divmod(len(rising), 2)
    return rising[middle] if odd else (rising[middle - 1] + rising[middle]) / 2
