"""The rules, in literal lists: one for each kind of reading.

A rule gets what all rules share and a reading, and returns what is to be stored. It must not wait.
The cheap question comes first: nearly every reading changes nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mingtang_desk.geo.arming import Alarm as ArmAlarm
from mingtang_desk.geo.arming import AlarmKind, ArmSettings, ArmState, Guard, Watched, step
from mingtang_desk.geo.fence import Crossing, FenceEvent, Seen
from mingtang_desk.geo.fix import Fix
from mingtang_desk.server.ingest.model import (
    BmsReading,
    ContactReading,
    PositionReading,
    Reading,
)
from mingtang_desk.server.rides.alarms import MERGED_S, Alarms, Found
from mingtang_desk.server.rides.board import board, low_capacity
from mingtang_desk.server.rides.change import Change
from mingtang_desk.server.rides.fences import FenceRow
from mingtang_desk.server.rides.journeys import Journeys
from mingtang_desk.server.rides.live import Sight, fix_of, is_good
from mingtang_desk.server.rides.pending import Pending
from mingtang_desk.server.rides.watch import Watch, Watches
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
GUARDED = frozenset(kind.value for kind in AlarmKind) - {"power_cut"}
"""Kinds that the guard raises, and that end with its alarm. The supply's cut is told guarded or
not, by the rule of the tracker's alarms."""
AHEAD_S = 300.0
"""No good clock is further ahead of the server's."""
OLDEST_MS = 400 * 86_400_000
NEWEST_MS = 86_400_000
"""Rows so far from the moment of their coming make no trips: their clock was wrong."""
_AUTO, _MANUAL = ArmSettings(auto=True), ArmSettings(auto=False)


@dataclass(slots=True, kw_only=True)
class Rules:
    """What rules share.

    Attributes:
        alarms, watches, journeys, pending: see there.
        watch: of the battery of the reading at hand; None = neither guarded nor fenced.
        sights: rows that became believable by it.
        late: it is a row with an event that came after later ones.
    """

    alarms: Alarms
    watches: Watches
    journeys: Journeys
    pending: Pending
    watch: Watch | None = None
    sights: Sequence[Sight] = ()
    fix: Fix | None = None
    late: bool = False


type Rule[R] = Callable[[Rules, R], Sequence[Change]]


def motion(rules: Rules, reading: PositionReading) -> Sequence[Change]:
    """Find out how it moves, for the rules after this one."""
    rules.sights, rules.late, rules.fix = (), False, None
    watch = rules.watch = rules.watches.needed(reading.device)
    if watch is None:
        return ()
    fix = rules.fix = fix_of(reading)
    if fix.event and not watch.is_new(fix.time, fix.event):
        rules.fix = replace(fix, event="")
    if fix.time <= watch.last:
        if not _leapt(watch, fix):
            rules.late = True
            return ()
        rules.watches.anew(watch)
    watch.last = fix.time
    if not is_good(fix, reading.flags):
        return ()
    live = rules.watches.motion(watch)
    rules.sights = live.feed(rules.fix)
    place, stood = live.place, watch.still is not None
    still = place is not None and live.still_since is not None
    watch.still = (live.still_since, place) if still else None  # type: ignore[assignment]
    return () if still == stood else (rules.watches.kept(watch),)


def _leapt(watch: Watch, fix: Fix) -> bool:
    """Whether the last row was of a clock ahead of its time, and this one is of now."""
    now = fix.received or fix.time
    return watch.last > now + AHEAD_S and now - fix.time < _AUTO.historic_s


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
        changes.append(rules.watches.kept(watch))
    return changes


def _stepped(
    rules: Rules, watch: Watch, seen: Watched, settings: ArmSettings, reading: PositionReading
) -> list[Change]:
    before = watch.guard.state
    result = step(watch.guard, seen, settings)
    watch.guard = result.guard
    changes: list[Change] = []
    for alarm in result.alarms:
        changes += _guard_alarm(rules, reading, alarm)
    if before is ArmState.ALARM and watch.guard.state is not ArmState.ALARM:
        over = GUARDED if watch.guard.state is ArmState.DISARMED else GUARDED - {"moved"}
        changes += rules.alarms.all_cleared(reading.device, over, round(seen.fix.time * 1000))
    return changes


def _guard_alarm(rules: Rules, reading: PositionReading, alarm: ArmAlarm) -> list[Change]:
    if alarm.kind is AlarmKind.POWER_CUT:
        return []
    if alarm.count > 1:
        last = round(alarm.last * 1000)
        return rules.alarms.merged(reading.device, alarm.kind, "", last, alarm.count)
    found = Found(
        device=reading.device,
        kind=alarm.kind.value,
        time_ms=round(alarm.time * 1000),
        received_ms=reading.received_ms,
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
            return [*merged, rules.watches.kept(watch)]
    historic = (fix.received or fix.time) - fix.time > _AUTO.historic_s
    time_ms = reading.time_ms
    found = Found(
        device=reading.device,
        kind=kind.value,
        time_ms=time_ms,
        received_ms=reading.received_ms,
        place=(fix.lat, fix.lon) if fix.valid else None,
        is_historic=historic,
        source="late",
    )
    changes = rules.alarms.raised(found, anew=True)
    return [*changes, *rules.alarms.cleared(reading.device, kind, "late", time_ms)]


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


def fences(rules: Rules, reading: PositionReading) -> Sequence[Change]:
    """Raise what crosses the edge of a fence."""
    watch = rules.watch
    if watch is None or not watch.fences:
        return ()
    changes: list[Change] = []
    turned = False
    for row, fence in watch.fences:
        for sight in rules.sights:
            for seen in _seen(sight):
                event = fence.step(seen)
                if event is not None:
                    changes += _crossed(rules, reading, row, event)
        if fence.inside is not None and watch.sides.get(row.id) is not fence.inside:
            watch.sides[row.id] = fence.inside
            turned = True
    return [*changes, rules.watches.kept(watch)] if turned else changes


def _seen(sight: Sight) -> list[Seen]:
    """The rows a fence looks at: at rest the middle of the stop, and all of a ride set out upon."""
    if sight.set_out:
        return [_at(fix, fix.lat, fix.lon, fix.speed_kmh or 0.0) for fix in sight.set_out]
    fix = sight.fix
    if sight.place is not None:
        return [_at(fix, *sight.place, 0.0)]
    return [_at(fix, fix.lat, fix.lon, fix.speed_kmh or 0.0)]


def _at(fix: Fix, lat: float, lon: float, kmh: float) -> Seen:
    return Seen(time=fix.time, lat=lat, lon=lon, accuracy_m=fix.accuracy_m, speed_kmh=kmh)


def _crossed(
    rules: Rules, reading: PositionReading, row: FenceRow, event: FenceEvent
) -> list[Change]:
    kind, other = "fence_enter", "fence_exit"
    if event.crossing is Crossing.EXIT:
        kind, other = other, kind
    device, time_ms = reading.device, round(event.time * 1000)
    changes = rules.alarms.cleared(device, other, row.id, time_ms)
    if row.schedule is not None and not row.schedule.holds(time_ms, device.zone_min):
        return changes
    found = Found(
        device=device,
        kind=kind,
        source=row.id,
        time_ms=time_ms,
        received_ms=reading.received_ms,
        place=(reading.lat, reading.lon)
        if reading.lat is not None and reading.lon is not None
        else None,
        detail={"fence": row.name},
    )
    return changes + rules.alarms.raised(found, anew=True)


def tracker(rules: Rules, reading: PositionReading) -> Sequence[Change]:
    """Raise what a tracker itself calls an alarm, as long as it does."""
    device, bits = reading.device, reading.alarm_bits & MASK
    opened = rules.alarms.open_of(device.pk)
    if not bits and not reading.event and not opened and not rules.pending.has(device.pk):
        return ()
    changes: list[Change] = []
    if reading.event == "power_cut" and not bits & Bit.SUPPLY_CUT:
        changes += rules.alarms.raised(_told(reading, "power_cut", "event"))
        return [
            *changes,
            *rules.alarms.cleared(device, "power_cut", "event", reading.time_ms),
        ]
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
        is_historic=reading.received_ms - reading.time_ms > _AUTO.historic_s * 1000,
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


def is_back(rules: Rules, reading: Reading) -> Sequence[Change]:
    """End the alarm of a battery that was offline."""
    device = reading.device
    if ("offline", "") not in rules.alarms.open_of(device.pk):
        return ()
    if isinstance(reading, ContactReading) and not reading.linked:
        return ()
    return rules.alarms.cleared(device, "offline", "", reading.received_ms)


def ridden(rules: Rules, reading: PositionReading) -> Sequence[Change]:
    """Note which stretch of time has to be looked at again."""
    if -NEWEST_MS <= reading.received_ms - reading.time_ms <= OLDEST_MS:
        rules.journeys.mark(reading.device.pk, reading.time_ms)
    return ()


def by_board(rules: Rules, reading: BmsReading) -> Sequence[Change]:
    """Raise what the board calls a protection, an alarm or a fault."""
    return board(rules.alarms, rules.pending, reading)


def by_charge(rules: Rules, reading: BmsReading) -> Sequence[Change]:
    """Raise low capacity."""
    return low_capacity(rules.alarms, rules.pending, reading)


POSITION_RULES: tuple[tuple[str, Rule[PositionReading]], ...] = (
    ("motion", motion),
    ("guard", guard),
    ("fences", fences),
    ("tracker", tracker),
    ("tracker_arming", tracker_arming),
    ("is_back", is_back),
    ("ridden", ridden),
)
BMS_RULES: tuple[tuple[str, Rule[BmsReading]], ...] = (
    ("board", by_board),
    ("low_capacity", by_charge),
    ("is_back", is_back),
)
CONTACT_RULES: tuple[tuple[str, Rule[ContactReading]], ...] = (("is_back", is_back),)
