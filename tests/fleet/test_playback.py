"""The cursor of a track: between points, never over gaps or through stops."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingtang_desk.cloud.models import Place
from mingtang_desk.cloud.playback import (
    GAP_S,
    LeftOut,
    Playback,
    Point,
    Stand,
    points_of,
)
from mingtang_desk.cloud.player import SPEEDS, Player
from mingtang_desk.cloud.samples import Sample, Samples

T0 = datetime(2026, 11, 20, 8, tzinfo=UTC)
PLACE = Place(
    time=T0,
    received=T0,
    lat=22.5,
    lon=114.0,
    altitude_m=None,
    speed_kmh=12.0,
    course_deg=90.0,
    satellites=9,
    signal=20,
    mileage_m=None,
    acc=True,
    alarms=(),
    status=(),
    flags=(),
)


def at(
    t: float,
    lat: float = 22.0,
    lon: float = 114.0,
    *,
    begins: bool = False,
    soc_pct: float | None = None,
) -> Point:
    return Point(t=t, lat=lat, lon=lon, begins=begins, soc_pct=soc_pct)


def line(*times: float) -> Playback:
    return Playback([at(t, 22.0 + t / 1000) for t in times])


def test_late_reports_are_put_in_order_and_none_is_there_twice() -> None:
    track = Playback([at(30.0), at(10.0), at(20.0), at(10.0, 50.0)])
    assert list(track.times) == [10.0, 20.0, 30.0]
    assert track.points[0].lat == 22.0
    assert track.left_out.doubled == 1


def test_what_has_no_place_is_left_out_and_counted() -> None:
    places = [
        PLACE,
        replace(PLACE, lat=None, lon=None),
        replace(PLACE, lat=0.0, lon=0.0),
        replace(PLACE, flags=("no_fix",)),
        replace(PLACE, flags=("teleport",)),
        replace(PLACE, lat=91.0),
        replace(PLACE, lon=-180.5),
        replace(PLACE, flags=("weak", "late"), alarms=("moved",), event="power_cut"),
        replace(PLACE, lat=0.0),  # on the equator
    ]
    points, left = points_of(places)
    assert len(points) == 3
    assert left == LeftOut(no_fix=5, leaps=1)
    assert points[1].flags == ("weak", "late")
    assert points[1].alarms == ("moved", "power_cut")


def test_the_cursor_goes_straight_between_two_points() -> None:
    track = line(0, 10, 20)
    where = track.at(15.0)
    assert (where.index, where.waits) == (1, False)
    assert where.lat == pytest.approx(22.015)


def test_it_waits_in_a_gap_and_where_a_file_has_a_new_segment() -> None:
    track = Playback([at(0), at(GAP_S, 23.0), at(2 * GAP_S + 1, 24.0)])
    assert not track.at(10.0).waits
    assert track.gaps == ((GAP_S, 2 * GAP_S + 1),)
    where = track.at(GAP_S + 100)
    assert (where.lat, where.gap, where.waits) == (23.0, True, True)
    files = Playback([at(0), at(10), at(20, 30.0, begins=True)])
    assert files.at(15.0).lat == 22.0
    assert files.at(20.0).lat == 30.0
    assert not files.at(20.0).waits


def test_it_stands_through_a_stop_although_the_reports_wander() -> None:
    stand = Stand(start=10.0, end=30.0, lat=22.0, lon=114.0)
    track = Playback([at(t, 22.0 + t / 1000) for t in range(0, 50, 10)], [stand])
    where = track.at(15.0)
    assert (where.lat, where.waits, where.stand) == (22.01, True, stand)
    assert not track.at(35.0).waits
    assert track.behind(12.0) == 30.0


def test_stops_and_gaps_that_follow_each_other_are_skipped_in_one_go() -> None:
    stands = [Stand(start=0.0, end=400.0, lat=22, lon=114)]
    track = Playback([at(0), at(350), at(1000), at(1010)], stands)
    player = Player(track)
    player.skips = True
    player.play()
    player.advance(0.1)
    assert player.t == 1000.0
    player.advance(1.0)
    assert player.t == 1001.0
    player.advance(100.0)
    assert (player.t, player.playing) == (1010.0, False)
    player.play()
    assert player.t == 0.0


def test_over_the_date_line_it_takes_the_short_way() -> None:
    track = Playback([at(0, 10.0, 179.9), at(10, 10.0, -179.9)])
    assert abs(abs(track.at(5.0).lon) - 180.0) < 1e-9
    assert track.at(2.5).lon == pytest.approx(179.95)


def test_one_point_and_none() -> None:
    assert not Playback()
    assert Playback().end == 0.0
    one = line(5)
    assert one.at(-1e9).t == one.at(1e9).t == 5.0
    player = Player(Playback())
    player.play()
    player.advance(1.0)
    player.step(1)
    assert not player.playing


def test_steps_go_to_points_and_speeds_end_at_the_ends() -> None:
    player = Player(line(0, 10, 20))
    player.seek(12.0)
    player.step(1)
    assert player.t == 20.0
    player.seek(12.0)
    player.step(-1)
    assert player.t == 10.0
    player.step(-1)
    player.step(-1)
    assert player.t == 0.0
    player.faster(100)
    assert player.speed == SPEEDS[-1] == 64.0
    player.faster(-100)
    assert player.speed == SPEEDS[0] == 0.5
    player.play()
    player.advance(2.0)
    assert player.t == 1.0


def sample(seconds: float, soc: float | None, cells: tuple[float, ...] | None = None) -> Sample:
    time = T0 + timedelta(seconds=seconds)
    return Sample(time=time, received=time, soc_pct=soc, pack_v=50.0, current_a=-3.0, cell_v=cells)


def test_charge_is_that_of_the_last_sample_and_unknown_when_that_is_old() -> None:
    samples = Samples([sample(60, 80.0), sample(0, 81.0, (3.7, 3.6)), sample(70, None)])
    t0 = T0.timestamp()
    assert samples.at(t0 - 1, "soc_pct") is None
    assert samples.at(t0 + 59, "soc_pct") == 81.0
    assert samples.at(t0 + 65, "soc_pct") == 80.0
    assert samples.at(t0 + 75, "soc_pct") is None
    assert samples.at(t0 + 75, "current_a") == -3.0
    assert samples.at(t0 + 70 + 301, "current_a") is None
    assert samples.cells_at(t0 + 5) == (3.7, 3.6)
    points = [at(t0 + s) for s in (-10, 10, 65, 80, 500)]
    column = Playback(points, samples=samples).column("soc_pct")
    assert [None if math.isnan(v) else v for v in column] == [None, 81.0, 80.0, None, None]


def test_what_a_point_carries_itself_wins() -> None:
    samples = Samples([sample(0, 81.0)])
    track = Playback([at(T0.timestamp(), soc_pct=50.0)], samples=samples)
    assert list(track.column("soc_pct")) == [50.0]
    assert Playback([at(0)]).extent("soc_pct") is None


@given(st.lists(st.floats(0, 5000), min_size=1, max_size=40), st.floats(-100, 6000))
def test_the_cursor_is_always_on_a_known_stretch(times: list[float], t: float) -> None:
    track = line(*times)
    where = track.at(t)
    lats = [point.lat for point in track.points]
    assert min(lats) - 1e-9 <= where.lat <= max(lats) + 1e-9
    assert track.times[where.index] <= where.t or where.index == 0
    following = track.times[where.index + 1] if where.index + 1 < len(track.times) else where.t
    if following - track.times[where.index] > GAP_S and where.t < following:
        assert where.lat == track.points[where.index].lat
    assert all(b > a for a, b in itertools.pairwise(track.times))
