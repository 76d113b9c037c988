"""The rules of the guard: how a battery moves, and what is an alarm while it is armed."""

from collections.abc import Sequence
from dataclasses import replace

from mingtang_desk.geo.arming import Alarm as ArmAlarm
from mingtang_desk.geo.arming import AlarmKind, ArmSettings, ArmState, Guard, Watched, step
from mingtang_desk.geo.distance import Place, haversine_m
from mingtang_desk.geo.fix import WALK_KMH, Fix
from mingtang_desk.server.ingest.model import Flag, PositionReading
from mingtang_desk.server.rides.alarms import MERGED_S, Found
from mingtang_desk.server.rides.change import Change
from mingtang_desk.server.rides.live import fix_of, is_good
from mingtang_desk.server.rides.shared import HISTORIC_S, Rules
from mingtang_desk.server.rides.watch import Watch

GUARDED = frozenset(kind.value for kind in AlarmKind) - {"power_cut"}
"""Kinds that the guard raises, and that end with its alarm. The supply's cut is told guarded or
not, by the rule of the tracker's alarms."""
AHEAD_S = 300.0
"""No good clock is further ahead of the server's."""
LOOKED_S = 45.0
NEAR_DEG = 0.0001
"""About 10 m."""
_NOT_PARKED = int(Flag.ACC_ON | Flag.WEAK | Flag.CLOCK | Flag.NO_FIX)
_AUTO = ArmSettings(auto=True, historic_s=HISTORIC_S)
_MANUAL = replace(_AUTO, auto=False)


def motion(rules: Rules, reading: PositionReading) -> Sequence[Change]:
    """Find out how it moves, for the rules after this one."""
    rules.sights, rules.late, rules.fix = (), False, None
    watch = rules.watch = rules.watches.needed(reading.device)
    if watch is None:
        return ()
    if _is_parked(rules, watch, reading):
        return ()
    fix = rules.fix = fix_of(reading)
    if fix.event and not watch.is_new(fix.time, fix.event):
        rules.fix = replace(fix, event="")
    if fix.time <= watch.last:
        if not _leapt(watch, fix):
            rules.late = True
            return ()
        rules.watches.anew(watch)
    watch.last = watch.looked = fix.time
    if not is_good(fix, reading.flags):
        return ()
    rules.sights = rules.watches.motion(watch).feed(rules.fix)
    if rules.sights:
        seen, stood = rules.sights[-1], watch.still is not None
        still = seen.place is not None and seen.still_since is not None
        watch.still = (seen.still_since, seen.place) if still else None  # type: ignore[assignment]
        watch.is_changed = watch.is_changed or still != stood
    return ()


def _is_parked(rules: Rules, watch: Watch, reading: PositionReading) -> bool:
    """Whether a row only says once more that it stands where it stood, with nothing under way.

    Most rows of a guarded fleet do. One in 45 s is looked at all the same, so that the motion sees
    no gap and its middle follows.
    """
    still, time = watch.still, reading.time_ms / 1000
    if still is None or reading.lat is None or reading.lon is None or reading.event:
        return False
    if not watch.last < time <= watch.looked + LOOKED_S or reading.extra.get("vibration"):
        return False
    held = watch.guard
    waits = watch.auto and still[0] >= held.disarmed_at
    if held.state is not ArmState.ARMED and (held.state is not ArmState.DISARMED or waits):
        return False
    if (reading.speed_kmh or 0.0) > WALK_KMH or int(reading.flags) & _NOT_PARKED:
        return False
    lat, lon = still[1]
    if abs(reading.lat - lat) > NEAR_DEG or abs(reading.lon - lon) > NEAR_DEG:
        return False
    if held.shifted is not None or not all(fence.is_settled for _, fence in watch.fences):
        return False
    if not rules.watches.motion(watch).is_settled:
        return False
    watch.last = time
    return True


def _leapt(watch: Watch, fix: Fix) -> bool:
    """Whether the last row was of a clock ahead of its time, and this one is of now."""
    now = fix.received or fix.time
    return watch.last > now + AHEAD_S and now - fix.time < HISTORIC_S


def guard(rules: Rules, reading: PositionReading) -> Sequence[Change]:
    """Arm, and raise what is an alarm while it is armed."""
    watch, fix = rules.watch, rules.fix
    if watch is None or fix is None or not watch.is_guarded:
        return ()
    if rules.late:
        return _late(rules, watch, fix, reading) if fix.event else ()
    before, settings = watch.guard, _AUTO if watch.auto else _MANUAL
    changes: list[Change] = []
    told = False
    for sight in rules.sights:
        row = sight.fix
        told = told or row is fix
        if row is not fix and row.event:  # it was held back, and its event heard at once
            row = replace(row, event="")
        seen = Watched(fix=row, still_since=sight.still_since, place=sight.place)
        changes += _stepped(rules, watch, seen, settings, reading)
    if not told and (fix.event or fix.acc is True):  # its place says nothing, its event does
        since, place = watch.still or (None, None)
        seen = Watched(fix=fix, located=False, still_since=since, place=place)
        changes += _stepped(rules, watch, seen, settings, reading)
    if _matters(before) != _matters(watch.guard):
        watch.is_changed = True
    return changes


def _stepped(
    rules: Rules, watch: Watch, seen: Watched, settings: ArmSettings, reading: PositionReading
) -> list[Change]:
    before = watch.guard.state
    result = step(watch.guard, seen, settings)
    watch.guard = result.guard
    changes: list[Change] = []
    for alarm in result.alarms:
        changes += _guard_alarm(rules, reading, alarm, watch.guard.anchor)
    if before is ArmState.ALARM and watch.guard.state is not ArmState.ALARM:
        over = GUARDED if watch.guard.state is ArmState.DISARMED else GUARDED - {"moved"}
        changes += rules.alarms.all_cleared(reading.device, over, round(seen.fix.time * 1000))
    return changes


def _guard_alarm(
    rules: Rules, reading: PositionReading, alarm: ArmAlarm, anchor: Place | None
) -> list[Change]:
    if alarm.kind is AlarmKind.POWER_CUT:
        return []
    if alarm.count > 1:
        last = round(alarm.last * 1000)
        return rules.alarms.merged(reading.device, alarm.kind, "", last, alarm.count)
    away = None
    if alarm.kind is AlarmKind.MOVED and anchor is not None and alarm.place is not None:
        away = haversine_m(*anchor, *alarm.place)
    found = Found(
        device=reading.device,
        kind=alarm.kind.value,
        time_ms=round(alarm.time * 1000),
        received_ms=reading.received_ms,
        value=away,
        threshold=None if away is None else _AUTO.shift_m,
        unit="" if away is None else "m",
        place=alarm.place,
        is_historic=alarm.historic,
    )
    return rules.alarms.raised(found, anew=True)


def _late(rules: Rules, watch: Watch, fix: Fix, reading: PositionReading) -> list[Change]:
    """An event that comes after later rows: judged by when it was armed, never by now."""
    held, kind = watch.guard, AlarmKind.VIBRATION
    armed = held.state in (ArmState.ARMED, ArmState.ALARM)
    if fix.event != kind or not armed or fix.time < held.armed_at:
        return []
    for alarm in held.alarms:
        near = alarm.time - MERGED_S <= fix.time <= alarm.time + MERGED_S
        if alarm.kind is kind and near:
            grown = replace(alarm, count=alarm.count + 1)
            others = tuple(each for each in held.alarms if each is not alarm)
            watch.guard = replace(held, alarms=(*others, grown))
            last = round(alarm.last * 1000)
            merged = rules.alarms.merged(reading.device, kind, "", last, grown.count)
            watch.is_changed = True
            return merged
    historic = (fix.received or fix.time) - fix.time > HISTORIC_S
    time_ms = reading.time_ms
    found = Found(
        device=reading.device,
        kind=kind.value,
        time_ms=time_ms,
        received_ms=reading.received_ms,
        place=(fix.lat, fix.lon) if fix.valid else None,
        is_historic=historic,
    )
    changes, watch.late = rules.alarms.listed(found, watch.late)
    return changes


def remember(rules: Rules, _: PositionReading) -> Sequence[Change]:
    """Store what is watched of a battery, once a row, where the rules before changed it."""
    watch = rules.watch
    if watch is None or not watch.is_changed:
        return ()
    watch.is_changed = False
    return (rules.watches.kept(watch),)


def _matters(held: Guard) -> tuple[object, ...]:
    """What of a guard has to survive; where it is while it moves need not be stored row by row."""
    return (
        held.state,
        held.armed_at,
        held.anchor,
        held.disarmed_at,
        held.alarms,
        held.off_since is None,
        held.shifted is None,
        held.bumped,
    )
