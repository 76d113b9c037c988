"""The days of the demo's bikes: the same whenever asked for, and such as could be."""

import itertools
import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.sim.tracker.life import ZONE, Habit, Life
from mingtang_desk.sim.tracker.life_track import LifeTrack
from mingtang_desk.sim.tracker.rows import Row, distance_m

HOME = (22.6, 114.1)
NOON = datetime(2026, 11, 26, 4, tzinfo=UTC)
DAY = timedelta(days=1)
MIDNIGHT = datetime(2026, 11, 26, tzinfo=UTC) - ZONE


def _rows(life: Life, start: datetime, end: datetime) -> list[Row]:
    return [life.row(when) for when in life.times(start, end, riding_s=10, parked_s=600)]


@pytest.mark.parametrize("habit", list(Habit))
def test_nobody_leaps_and_odometers_only_grow(habit: Habit) -> None:
    life = Life(5, HOME, habit)
    rows = _rows(life, MIDNIGHT, MIDNIGHT + 3 * DAY)
    assert any(row.speed_kmh > 15 for row in rows)
    ridden = 0.0
    for before, row in itertools.pairwise(rows):
        seconds = (row.when - before.when).total_seconds()
        assert distance_m(before, row) <= 9.0 * seconds + 10  # 32 km/h, and the drift of a fix
        assert row.mileage_m >= before.mileage_m - 1e-6
        ridden += distance_m(before, row)
    told = rows[-1].mileage_m - rows[0].mileage_m
    assert ridden == pytest.approx(told, rel=0.05)
    assert max(distance_m(rows[0], row) for row in rows) < 3500


@given(st.integers(0, 20), st.integers(0, 86399), st.integers(1, 86400))
def test_any_cut_gives_the_same_reports(seed: int, cut_s: int, length_s: int) -> None:
    life = Life(seed, HOME, Habit.COURIER)
    cut, end = MIDNIGHT + timedelta(seconds=cut_s), MIDNIGHT + timedelta(seconds=cut_s + length_s)
    whole = list(life.times(MIDNIGHT, end, riding_s=60, parked_s=1800))
    parts = [
        *life.times(MIDNIGHT, cut, riding_s=60, parked_s=1800),
        *Life(seed, HOME, Habit.COURIER).times(cut, end, riding_s=60, parked_s=1800),
    ]
    assert parts == whole == sorted(set(whole))


@pytest.mark.parametrize("habit", list(Habit))
def test_charge_goes_down_on_rides_and_up_at_rest(habit: Habit) -> None:
    life = Life(9, HOME, habit)
    states = set()
    before = life.charge(MIDNIGHT)
    for minute in range(1, 2 * 1440):
        now = life.charge(MIDNIGHT + timedelta(minutes=minute))
        assert 0.0 <= now.pct <= 100.0
        swapped = habit is Habit.COURIER and now.pct > 80.0
        if now.state == "discharge" and before.state == "discharge" and not swapped:
            assert now.pct <= before.pct
        elif now.state == "charge" and before.state == "charge":
            assert now.pct >= before.pct
        states.add(now.state)
        before = now
    assert states == {"idle", "charge", "discharge"}


def test_another_seed_rides_another_way() -> None:
    ways = {
        tuple((row.lat, row.lon) for row in _rows(Life(seed, HOME), MIDNIGHT, MIDNIGHT + DAY))
        for seed in range(4)
    }
    assert len(ways) == 4


def test_only_those_are_shaken_who_shall_be_and_only_at_rest() -> None:
    shaken = [
        row
        for row in _rows(Life(3, HOME, shaken=True), MIDNIGHT, MIDNIGHT + 10 * DAY)
        if row.shakes
    ]
    assert shaken
    assert not any(row.acc_on for row in shaken)
    calm = _rows(Life(3, HOME), MIDNIGHT, MIDNIGHT + 10 * DAY)
    assert not any(row.shakes for row in calm)


def test_as_a_track_it_tells_of_a_shake_once_and_of_rests_rarely() -> None:
    life = Life(3, HOME, shaken=True)
    track = LifeTrack(life, NOON)
    rows = track.take(10 * 86400.0, 15.0)
    assert rows[0].when == NOON
    for before, row in itertools.pairwise(rows):
        assert not (before.shakes and row.shakes)
        gap = (row.when - before.when).total_seconds()
        assert 0 < gap <= 300.0 + 1e-6
        if before.acc_on:
            assert gap <= 15.0 + 1e-6
    assert math.isclose(track.next_s(15.0), track.next_s(15.0))
    assert track.take(0.0, 15.0) == []
