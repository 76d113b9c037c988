"""A machine that runs on for ever: what it tells of itself, and what it may forget."""

from mingtang_desk.geo.fence import Circle, Fence, Seen
from mingtang_desk.geo.fix import Fix
from mingtang_desk.geo.motion import Motion

STEP = 0.0009
"""Degrees of latitude, about 100 m."""


def row(n: int, lat: float) -> Fix:
    return Fix(time=10.0 * n, lat=lat, lon=114.0, speed_kmh=36.0 if lat != 22.0 else 0.0)


def settled(machine: Motion | Fence) -> bool:
    return machine.is_settled


def test_a_long_ride_forgets_its_beginning_and_rides_on() -> None:
    motion = Motion()
    assert not settled(motion)
    for n in range(20):
        motion.step(row(n, 22.0))
    assert settled(motion)
    assert motion.riding == []
    for n in range(20, 100):
        motion.step(row(n, 22.0 + STEP * (n - 19)))
    assert motion.moving
    assert not settled(motion)
    rode = len(motion.riding)
    assert rode >= 80
    motion.trim(1000)
    assert len(motion.riding) == rode
    motion.trim(40)
    assert motion.moving
    assert 0 < len(motion.riding) <= 40
    motion.step(row(100, 22.0 + STEP * 81))
    assert motion.moving
    assert motion.riding[-1].time == 1000.0


def test_a_fence_says_whether_it_is_sure() -> None:
    fence = Fence(Circle(22.0, 114.0, 100.0))
    assert not settled(fence)
    for n in range(5):
        fence.step(Seen(time=10.0 * n, lat=22.0, lon=114.0))
    assert fence.inside
    assert settled(fence)
