"""A device-day of ten-second positions run again: trips, mileage, fence and alarms.

Beside it the same rows summed by the haversine alone, which is the least anybody could do with them
and gives kilometres for a parked pack. The goal is the time itself.
"""

import itertools

from mingtang_desk.geo.distance import haversine_m
from mingtang_desk.geo.fence import Circle
from mingtang_desk.geo.fix import Fix
from mingtang_desk.geo.track import Track, read_track, report
from tests.bench.table import Row, interleaved
from tests.unit.geo.rider import Rider

GOAL_MS = 200.0


def day() -> tuple[Track, float]:
    """Rows every ten seconds from midnight to midnight, four rides, and the true metres."""
    rider = Rider(1, parked_every=10)
    rider.park(7 * 3600)
    for hours in (4, 5, 2):
        rider.ride(8000, lights=5)
        rider.park(hours * 3600)
    rider.ride(8000, lights=5)
    rider.park(86400 - (rider.time - 1795996800))
    track = read_track(rider.document(arm="auto"))
    return Track(track.rows, Circle(rider.lat0, rider.lon0, 200.0), arm=True), rider.mileage_m


def plain_sum(rows: tuple[Fix, ...]) -> float:
    """Sum all steps."""
    return sum(haversine_m(a.lat, a.lon, b.lat, b.lon) for a, b in itertools.pairwise(rows))


def run() -> list[Row]:
    """See that the mileage is right, then time it."""
    track, truth = day()
    found = report(track)
    assert abs(found.journey.mileage_m / truth - 1) < 0.02
    assert len(found.journey.trips) == 4
    assert plain_sum(track.rows) > 1.2 * truth
    timing = interleaved(lambda: report(track), lambda: plain_sum(track.rows), calls=1)
    ours, theirs = (seconds * 1e3 for seconds in timing.medians)
    return [
        Row(
            name="a device-day of 10 s positions, run again",
            ours=ours,
            theirs=theirs,
            ratio=f"{ours / theirs:.1f} x the time of a plain sum",
            unit="ms",
            goal=f"under {GOAL_MS:g} ms",
            met=ours < GOAL_MS,
            note=f"{len(track.rows)} rows, 4 trips, fence, arming; the sum alone is "
            f"{(plain_sum(track.rows) / truth - 1) * 100:.0f} % too long",
        )
    ]
