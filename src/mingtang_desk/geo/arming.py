"""Arming: whether a parked pack is guarded, and what is an alarm while it is.

    DISARMED -- asked, or by itself --> ARMING -- still, ignition off, 180 s --> ARMED <--> ALARM

Everything goes by the device's clock, so that a late row means what it meant: a vibration before
the moment of arming never alarms. The state is a value (`Guard`), to be stored and taken up again.

Source: cloud notes 4.5; MiCODUS ACCARM and SHIFT, Coban's shock levels, Teltonika's auto geofence.
"""

from dataclasses import dataclass, replace
from enum import StrEnum

from mingtang_desk.geo.distance import Place, haversine_m
from mingtang_desk.geo.fix import Fix


class ArmState(StrEnum):
    """How far the arming is."""

    DISARMED = "disarmed"
    ARMING = "arming"
    ARMED = "armed"
    ALARM = "alarm"


class AlarmKind(StrEnum):
    """What is wrong; keys of CONTRACT.md section 3."""

    VIBRATION = "vibration"
    MOVED = "moved"
    POWER_CUT = "power_cut"
    IGNITION = "ignition"


CRITICAL = frozenset({AlarmKind.MOVED, AlarmKind.POWER_CUT, AlarmKind.IGNITION})


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmSettings:
    """What arms, what disarms, what alarms.

    Attributes:
        auto: arms by itself after every ride.
        still_s: still, with the ignition off, for so long.
        vibration_restarts: a bump while arming starts the time anew; off, so that it arms at all.
        merge_s: reports of one kind within this of an alarm's first are counted in it.
        pause_s: no new alarm of a kind sooner than this after the last; 0 = each burst alarms.
        shift_m: two rows farther than this from where it was armed: moved.
        together_m, together_s: rows under a roof jump anywhere; a moved pack's rows are fast, or
            stay this close for so long.
        driven_m, driven_s: two rows with Doppler are a movement if they are so far apart, and not
            longer.
        slack_m: and no farther than their speeds reach, half as much again, and this.
        sure_m, rows: nearer than this a roof may be all, and it takes so many rows.
        ignition_disarms: the owner's key disarms instead of alarming.
        historic_s: a row that arrived later than this alarms without siren.
        calm_s: an alarm is over, and it is armed again, after so long without a report.
    """

    auto: bool = True
    still_s: float = 180.0
    vibration_restarts: bool = False
    merge_s: float = 60.0
    pause_s: float = 0.0
    shift_m: float = 100.0
    together_m: float = 50.0
    together_s: float = 30.0
    driven_m: float = 10.0
    driven_s: float = 90.0
    slack_m: float = 30.0
    sure_m: float = 200.0
    rows: int = 3
    ignition_disarms: bool = True
    historic_s: float = 600.0
    calm_s: float = 180.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """One alarm, with the reports merged into it.

    Attributes:
        kind: what is wrong.
        time, last: Unix seconds of the first and the last report.
        count: how many reports.
        place: where it was reported; None without a position.
        historic: the row came late: to be listed, not to be shouted.
    """

    kind: AlarmKind
    time: float
    last: float
    count: int = 1
    place: Place | None = None
    historic: bool = False

    @property
    def critical(self) -> bool:
        """Whether somebody should be woken up."""
        return self.kind in CRITICAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """The state, to be stored as it is.

    Attributes:
        state: how far.
        since: Unix seconds of the last change.
        armed_at: Unix seconds of the arming, by which late rows are judged.
        anchor: where it was armed.
        disarmed_at: Unix seconds; a stop from before it does not arm by itself.
        bumped: Unix seconds of the last bump while arming.
        off_since: the ignition is off since; None while it is on.
        shifted: the first of the rows that are away from the anchor.
        rows_away: how many they are.
        alarms: the last alarm of each kind, for merging.
    """

    state: ArmState = ArmState.DISARMED
    since: float = 0.0
    armed_at: float = 0.0
    anchor: Place | None = None
    disarmed_at: float = 0.0
    bumped: float = 0.0
    off_since: float | None = None
    shifted: Fix | None = None
    rows_away: int = 0
    alarms: tuple[Alarm, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A row, and what the motion of `trips` or `motion` says about its moment.

    Attributes:
        fix: the row.
        located: its position may be believed.
        still_since: Unix seconds when it came to rest; None while it moves.
        place: the middle of that stop.
    """

    fix: Fix
    located: bool = True
    still_since: float | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """The guard after a row, and an alarm that is new or has grown by it."""

    guard: Guard
    alarms: tuple[Alarm, ...] = ()


def arm(guard: Guard, time: float) -> Guard:
    """Arm: the user asked, or a rule did; it takes until it has been still for long enough."""
    if guard.state is not ArmState.DISARMED:
        return guard
    return replace(guard, state=ArmState.ARMING, since=time)


def disarm(guard: Guard, time: float) -> Guard:
    """Disarm; a ride has to come before it arms by itself again."""
    return replace(
        guard, state=ArmState.DISARMED, since=time, disarmed_at=time, anchor=None, shifted=None
    )


def step(guard: Guard, seen: Watched, settings: ArmSettings) -> Step:
    """Take a row into account; rows have rising times of the device."""
    guard = _ignition(guard, seen.fix)
    if guard.state is ArmState.DISARMED and settings.auto and _may_arm(guard, seen):
        guard = arm(guard, seen.fix.time)
    if guard.state is ArmState.ARMING:
        guard = _arming(guard, seen, settings)
    if guard.state in (ArmState.ARMED, ArmState.ALARM):
        return _armed(guard, seen, settings)
    return Step(guard)


def _ignition(guard: Guard, fix: Fix) -> Guard:
    if fix.acc is True:
        return replace(guard, off_since=None) if guard.off_since is not None else guard
    return replace(guard, off_since=fix.time) if guard.off_since is None else guard


def _may_arm(guard: Guard, seen: Watched) -> bool:
    """By itself it arms in a stop that began after the last disarming."""
    return seen.still_since is not None and seen.still_since >= guard.disarmed_at


def _arming(guard: Guard, seen: Watched, s: ArmSettings) -> Guard:
    """Armed at the moment when all has been still for long enough, be that between two rows."""
    time = seen.fix.time
    if seen.still_since is None or guard.off_since is None:
        return replace(guard, since=time)
    # Whoever arms what has been still for long has it armed at once.
    ready = max(max(seen.still_since, guard.off_since, guard.bumped) + s.still_s, guard.since)
    if time >= ready:
        return replace(guard, state=ArmState.ARMED, since=ready, armed_at=ready, anchor=seen.place)
    if s.vibration_restarts and seen.fix.event == AlarmKind.VIBRATION:
        return replace(guard, bumped=time)
    return guard


def _armed(guard: Guard, seen: Watched, s: ArmSettings) -> Step:
    fix = seen.fix
    if fix.acc is True and s.ignition_disarms:
        return Step(disarm(guard, fix.time))
    kinds = []
    if fix.event in (AlarmKind.VIBRATION, AlarmKind.POWER_CUT):
        kinds.append(AlarmKind(fix.event))
    if fix.acc is True:
        kinds.append(AlarmKind.IGNITION)
    if seen.located:
        guard, moved = _shift(guard, seen, s)
        kinds += [AlarmKind.MOVED] if moved else []
    if not kinds:
        calm = guard.state is ArmState.ALARM and fix.time - guard.since >= s.calm_s
        return Step(replace(guard, state=ArmState.ARMED, since=fix.time) if calm else guard)
    raised: tuple[Alarm, ...] = ()
    for kind in kinds:
        guard, alarm = _raise(guard, kind, fix, seen, s)
        raised += (alarm,) if alarm is not None else ()
    return Step(replace(guard, state=ArmState.ALARM, since=fix.time), raised)


def _shift(guard: Guard, seen: Watched, s: ArmSettings) -> tuple[Guard, bool]:
    """Two rows away from the anchor that belong together: moved. It is watched there from then."""
    fix, before = seen.fix, guard.shifted
    away = 0.0 if guard.anchor is None else haversine_m(*guard.anchor, fix.lat, fix.lon)
    if away <= s.shift_m:
        return (guard if before is None else replace(guard, shifted=None, rows_away=0)), False
    apart = 0.0 if before is None else before.metres(fix)
    driven = (
        before is not None
        and fix.time - before.time <= s.driven_s
        and not (before.slow or fix.slow)
        and s.driven_m < apart <= s.slack_m + _reach(before, fix)
    )
    if before is None or (apart > s.together_m and not driven):
        return replace(guard, shifted=fix, rows_away=1), False
    guard = replace(guard, rows_away=guard.rows_away + 1)
    rows = 2 if driven or away > s.sure_m else s.rows
    return guard, guard.rows_away >= rows and (driven or fix.time - before.time >= s.together_s)


def _reach(before: Fix, fix: Fix) -> float:
    """How far it may have come between two rows by their speeds, with half as much for noise."""
    kmh = (before.speed_kmh or 0.0) + (fix.speed_kmh or 0.0)
    return 1.5 * kmh / 7.2 * (fix.time - before.time)


def _raise(
    guard: Guard, kind: AlarmKind, fix: Fix, seen: Watched, s: ArmSettings
) -> tuple[Guard, Alarm | None]:
    """Raise, or merge into the last alarm of the kind; moved stays one alarm until disarmed."""
    others = tuple(a for a in guard.alarms if a.kind is not kind)
    last = next((a for a in guard.alarms if a.kind is kind), None)
    one_ride = kind is AlarmKind.MOVED and last is not None and last.time >= guard.armed_at
    if last is not None and (fix.time - last.time <= s.merge_s or one_ride):
        merged = replace(last, last=fix.time, count=last.count + 1)
        return replace(guard, alarms=(*others, merged)), merged
    if last is not None and fix.time - last.last < s.pause_s:
        return guard, None
    late = fix.received is not None and fix.received - fix.time > s.historic_s
    alarm = Alarm(
        kind=kind,
        time=fix.time,
        last=fix.time,
        place=(fix.lat, fix.lon) if seen.located else None,
        historic=late,
    )
    return replace(guard, alarms=(*others, alarm)), alarm
