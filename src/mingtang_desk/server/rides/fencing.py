"""The rule of fences."""

from collections.abc import Sequence

from mingtang_desk.geo.fence import Crossing, FenceEvent, Seen
from mingtang_desk.geo.fix import Fix
from mingtang_desk.server.ingest.model import PositionReading
from mingtang_desk.server.rides.alarms import Found
from mingtang_desk.server.rides.change import Change
from mingtang_desk.server.rides.fences import FenceRow
from mingtang_desk.server.rides.live import Sight
from mingtang_desk.server.rides.shared import Rules


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
    watch.is_changed = watch.is_changed or turned
    return changes


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
