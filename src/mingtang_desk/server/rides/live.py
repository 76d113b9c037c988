"""How a battery moves, row by row as they come: what fences and arming look at.

The motion itself is `geo.motion`, run live with bounded memory. A row that is impossibly far away
is held back until the next ones say whether it was a jump. Late rows are not for it: they change
trips (`journeys`), not where the battery is now.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from mingtang_desk.geo.distance import Place
from mingtang_desk.geo.fix import Cleaning, Fix
from mingtang_desk.geo.motion import Motion
from mingtang_desk.server.ingest.model import Flag, PositionReading

MOST_ROWS = 720
"""Two hours of rows every ten seconds; older rows of a ride no longer matter to what is now."""
_CLEANING = Cleaning()
_NO_FIX, _BAD = int(Flag.NO_FIX), int(Flag.WEAK | Flag.CLOCK | Flag.NO_FIX)
_ACC_ON, _ACC_KNOWN = int(Flag.ACC_ON), int(Flag.ACC_KNOWN)
# Plain numbers: an enum takes longer than all the rest of a row.


@dataclass(frozen=True, slots=True)
class Sight:
    """A believed row, and what was known of the motion when it was taken.

    Attributes:
        fix: the row.
        still_since: Unix seconds when it came to rest; None while it moves.
        place: the middle of that stop.
        set_out: rows of the ride that this row made sure of, this one too; else none.
    """

    fix: Fix
    still_since: float | None
    place: Place | None
    set_out: Sequence[Fix] = ()


def fix_of(reading: PositionReading) -> Fix:
    """Return a reading as the algorithms take it; its position may be worth nothing."""
    flags = int(reading.flags)
    return Fix(
        time=reading.time_ms / 1000,
        lat=reading.lat or 0.0,
        lon=reading.lon or 0.0,
        speed_kmh=reading.speed_kmh,
        course=reading.course_deg,
        valid=reading.has_fix and not flags & _NO_FIX,
        satellites=reading.satellites,
        hdop=reading.hdop,
        told_m=reading.accuracy_m,
        acc=bool(flags & _ACC_ON) if flags & _ACC_KNOWN else None,
        event=reading.event or ("vibration" if reading.extra.get("vibration") else ""),
        received=reading.received_ms / 1000,
    )


def is_good(fix: Fix, flags: Flag) -> bool:
    """Whether a position is worth looking at."""
    c = _CLEANING
    return (
        fix.valid
        and not int(flags) & _BAD
        and (abs(fix.lat) >= 0.01 or abs(fix.lon) >= 0.01)
        and (fix.satellites is None or fix.satellites >= c.min_satellites)
        and (fix.hdop is None or fix.hdop <= c.max_hdop)
    )


@dataclass(slots=True)
class LiveMotion:
    """The motion of one battery.

    Attributes:
        still_since: Unix seconds when it came to rest, None while it moves or is unknown.
    """

    still_since: float | None = None
    _motion: Motion = field(default_factory=Motion)
    _held: list[Fix] = field(default_factory=list)

    @classmethod
    def taken_up(cls, since: float, place: Place) -> "LiveMotion":
        """Return the motion of what has stood at a place since a time."""
        made = cls(still_since=since)
        made._motion.step(Fix(time=since, lat=place[0], lon=place[1], speed_kmh=0.0))
        return made

    @property
    def place(self) -> Place | None:
        """The middle of the stop; None while it moves or nothing is known."""
        motion = self._motion
        return None if motion.moving or not motion.fixes else motion.centre

    @property
    def is_settled(self) -> bool:
        """Whether it stands and no row says otherwise."""
        return not self._held and self._motion.is_settled

    def feed(self, fix: Fix) -> list[Sight]:
        """Take the next good row, times rising; return what became believable by it."""
        last = self._motion.fixes[-1] if self._motion.fixes else None
        if last is None or not (self._held or _is_too_far(last, fix)):
            return [self._step(fix)]
        back = self._held and last.metres(fix) < last.metres(self._held[0]) / 2
        if back and not _is_too_far(last, fix):
            self._held = []  # what was held was a jump
            return [self._step(fix)]
        self._held.append(fix)
        if len(self._held) <= _CLEANING.return_rows:
            return []
        rows, self._held = self._held, []
        return [self._step(row) for row in rows]

    def _step(self, fix: Fix) -> Sight:
        motion = self._motion
        rides, moved = len(motion.rides), motion.moving
        motion.step(fix)
        set_out: Sequence[Fix] = ()
        if motion.moving:
            self.still_since = None
            if not moved:
                set_out = motion.riding[1:]
        elif len(motion.rides) > rides:
            self.still_since = motion.rides[-1].end
        elif self.still_since is None:
            self.still_since = fix.time
        motion.trim(MOST_ROWS if motion.moving else 2 * motion.settings.centre_rows)
        return Sight(fix, self.still_since, self.place, set_out)


def _is_too_far(a: Fix, b: Fix) -> bool:
    c = _CLEANING
    allowed = c.top_kmh * c.top_factor / 3.6 * (b.time - a.time)
    return a.metres(b) - c.slack_m > allowed
