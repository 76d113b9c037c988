"""The ride: an invented loop, driven deterministically, felt by the pack."""

import itertools
import math

import pytest

from mingtang_desk.sim.ride import HOME, Ride
from tests.sim.modbus_hand import Master, mingtang

STEP_S = 1.0


@pytest.mark.parametrize("seed", [0, 1, 2])
def test_the_motion_is_that_of_a_bike(seed: int) -> None:
    ride = Ride(seed)
    assert 900 < ride.round_s < 3600
    moments = [ride.motion(t * STEP_S) for t in range(2 * math.ceil(ride.round_s))]
    speeds = [speed for _, speed, _ in moments]
    assert 15 / 3.6 < max(speeds) <= 25 / 3.6 + 1e-9
    standing = sum(speed == 0 for speed in speeds) / len(speeds)
    assert 0.05 < standing < 0.4  # it waits at lights
    for (at, speed, _), (then, next_speed, _) in itertools.pairwise(moments):
        if then < at:
            continue  # a new round
        assert abs(next_speed - speed) <= 1.2 * STEP_S
        assert then - at <= max(speed, next_speed) * STEP_S + 0.6


def test_it_stays_near_home_and_moves_as_fast_as_it_says() -> None:
    ride = Ride(3)

    def metres(a: int, b: int) -> float:
        one, two = ride.position(a), ride.position(b)
        north = (two.lat - one.lat) * 111320
        east = (two.lon - one.lon) * 111320 * math.cos(math.radians(one.lat))
        return math.hypot(north, east)

    for t in range(0, int(ride.round_s), 5):
        place = ride.position(t)
        assert abs(place.lat - HOME[0]) < 0.0225
        assert abs(place.lon - HOME[1]) < 0.0243
        assert 0 <= place.speed_kmh <= 25.1
        assert (place.course_deg is None) == (place.speed_kmh == 0)
        assert metres(t, t + 1) < 25 / 3.6 + 1.0


def test_the_same_seed_rides_the_same_way() -> None:
    def run(seed: int) -> list[list[int]]:
        master = Master(mingtang("mingtang-17s", sets={"ride": "1"}, seed=seed))
        rows = []
        for _ in range(60):
            master.wait(2.0)
            rows.append(master.read(0x202A, 8) + master.read(5))
        return rows

    assert run(4) == run(4)
    assert run(4) != run(5)


def test_the_pack_feels_the_ride() -> None:
    master = Master(mingtang("mingtang-17s", sets={"ride": "1"}))
    rows = []
    for _ in range(900):
        master.wait(1.0)
        located, satellites, *_ = master.read(0x202A, 2)
        assert located == 1
        assert 8 <= satellites <= 12
        speed_kmh = master.word(0x2030) / 10
        amps = (0x10000 - master.word(5)) / 100
        rows.append((speed_kmh, amps))
    standing = [amps for speed, amps in rows if speed == 0]
    cruising = [amps for speed, amps in rows if speed > 17]
    assert max(standing) < 1.0
    assert sum(cruising) / len(cruising) > 2.0
    assert max(amps for _, amps in rows) < 30.0
    assert master.double(0x2014) < 3640 - 20
    assert master.protections() == []


def test_a_locked_pack_leaves_the_bike_standing() -> None:
    master = Master(mingtang("mingtang-17s", sets={"ride": "1", "lock_function": "on"}))
    master.wait(120.0)
    master.switch(0x2004, on=True)
    master.wait(1.0)
    place = master.read(0x202C, 4)
    master.wait(60.0)
    assert master.read(0x202C, 4) == place
    assert master.read(0x2030, 2) == [0, 0xFFFF]
    assert master.word(5) == 0
    master.switch(0x2004, on=False)
    master.wait(60.0)
    assert master.read(0x202C, 4) != place


def test_the_ride_hurries_with_the_pack() -> None:
    slow, fast = (Master(mingtang(sets={"ride": "1"}, speed=speed)) for speed in (1.0, 60.0))
    slow.wait(600.0)
    fast.wait(10.0)
    assert fast.board.rig.gauge.remaining_ah == pytest.approx(
        slow.board.rig.gauge.remaining_ah, abs=0.02
    )
