"""Hours of a week, over midnight and in other zones."""

from datetime import time

from mingtang_desk.geo.hours import Schedule

HOUR_MS = 3_600_000
MONDAY_MS = 1_796_601_600_000
"""Monday, 2026-12-07, 00:00 UTC."""


def test_hours() -> None:
    office = Schedule(weekdays=frozenset({1}), begin=time(8), end=time(18), zone_min=0)
    hours = [h for h in range(48) if office.holds(MONDAY_MS + h * HOUR_MS, 480)]
    assert hours == list(range(8, 18))
    night = Schedule(weekdays=frozenset({1}), begin=time(22), end=time(6))
    hours = [h for h in range(48) if night.holds(MONDAY_MS + h * HOUR_MS, 0)]
    assert hours == list(range(22, 30))
    there = [h for h in range(48) if night.holds(MONDAY_MS + h * HOUR_MS, 480)]
    assert there == list(range(14, 22))
    always = Schedule(weekdays=frozenset(range(1, 8)), begin=time(0), end=time(0))
    assert all(always.holds(MONDAY_MS + h * HOUR_MS, 480) for h in range(200))
