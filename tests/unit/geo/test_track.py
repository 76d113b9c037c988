import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.geo.fence import Circle, Polygon
from mingtang_desk.geo.fix import Fix, Reason, clean
from mingtang_desk.geo.motion import Motion, Split
from mingtang_desk.geo.track import Report, read_track, report
from mingtang_desk.geo.trips import TripSettings, journey
from tests.unit.geo.rider import COLUMNS

GOOD = {"columns": ["unix_s", "lat", "lon"], "rows": [[1795996800, 31.0, 121.0]]}
M = 1 / 111195.08
T0 = 1795996800.0


def fix(time: float, north: float = 0.0, kmh: float | None = 0.0, **more: object) -> Fix:
    return Fix(time=T0 + time, lat=31.0 + north * M, lon=121.0, speed_kmh=kmh, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("document", "where"),
    [
        ([], "the file"),
        ({}, "columns"),
        (GOOD | {"columns": "unix_s"}, "columns"),
        (GOOD | {"columns": ["lat", "lon"]}, "columns: unix_s"),
        (GOOD | {"columns": ["unix_s", "lat", "lon", "colour"]}, "columns: colour"),
        (GOOD | {"columns": ["unix_s", "lat", "lon", "lat"]}, "columns"),
        (GOOD | {"datum": "Bessel"}, "datum"),
        (GOOD | {"datum": 7}, "datum"),
        (GOOD | {"rows": None}, "rows"),
        (GOOD | {"rows": [[1, 2, 3], [1, 2]]}, "row 2"),
        (GOOD | {"rows": [7]}, "row 1"),
        (GOOD | {"rows": [[None, 2, 3]]}, "row 1, unix_s"),
        (GOOD | {"rows": [[1, "north", 3]]}, "row 1, lat"),
        (GOOD | {"rows": [[1, float("nan"), 3]]}, "row 1, lat"),
        (
            GOOD | {"columns": ["unix_s", "lat", "lon", "event"], "rows": [[1, 2, 3, 4]]},
            "row 1, event",
        ),
        (GOOD | {"arm": "maybe"}, "arm"),
        (GOOD | {"geofence": 1}, "geofence"),
        (GOOD | {"geofence": {"lat": 1}}, "geofence"),
        (GOOD | {"geofence": {"lat": 1, "lon": 1, "radius_m": 3}}, "geofence, radius_m"),
        (GOOD | {"geofence": {"polygon": [[1, 2], [2, 3]]}}, "geofence, polygon"),
        (GOOD | {"geofence": {"polygon": [[1, 2], [2, 3], [1]]}}, "geofence, corner 3"),
        (GOOD | {"geofence": {"polygon": [[1, 2], [2, 3], [1, None]]}}, "geofence, corner 3"),
    ],
)
def test_a_bad_document_is_refused_and_says_where(document: object, where: str) -> None:
    with pytest.raises(InputFileError) as caught:
        read_track(document)
    assert f"at {where}" in caught.value.message


def test_what_may_be_missing() -> None:
    track = read_track(GOOD | {"rows": [[1795996800, None, None]], "arm": "off"})
    assert not track.rows[0].valid
    assert track.rows[0].acc is None
    assert report(track).document()["rejected"] == 1
    row = [1795996800, 31, 121, 3, 4, 1, 9, 1.0, 0]
    assert read_track({"columns": COLUMNS, "rows": [row]}).rows[0].event == ""


def test_other_datums_and_areas() -> None:
    track = read_track(GOOD | {"datum": "GCJ-02"})
    assert track.rows[0].lat != 31.0
    area = read_track(GOOD | {"geofence": {"polygon": [[1, 2], [2, 3], [1, 3]]}}).area
    assert isinstance(area, Polygon)
    circle = {"lat": 31, "lon": 121, "radius_m": 100}
    assert isinstance(read_track(GOOD | {"geofence": circle}).area, Circle)


NUMBER = st.floats() | st.integers(-(10**13), 10**13) | st.none() | st.text(max_size=3)
ROW = st.lists(NUMBER, min_size=0, max_size=11)


@given(st.lists(ROW, max_size=6))
def test_no_document_breaks_it(rows: list[object]) -> None:
    try:
        track = read_track({"columns": COLUMNS, "rows": rows})
    except InputFileError:
        return
    json.dumps(report(track).document())


FIX = st.builds(
    Fix,
    time=st.integers(0, 3000).map(lambda n: T0 + 10 * n) | st.floats(),
    lat=st.integers(-200, 200).map(lambda n: 31.0 + n * 1e-3) | st.floats(),
    lon=st.integers(-200, 200).map(lambda n: 121.0 + n * 1e-3) | st.floats(),
    speed_kmh=st.none() | st.floats(0, 200),
    valid=st.booleans(),
    satellites=st.none() | st.integers(0, 20),
    hdop=st.none() | st.floats(0, 20),
    acc=st.none() | st.booleans(),
    event=st.sampled_from(["", "vibration", "power_cut", "else"]),
    received=st.none() | st.floats(0, 4e9),
)


@settings(max_examples=300)
@given(st.lists(FIX, max_size=40))
def test_no_rows_break_it(rows: list[Fix]) -> None:
    found = journey(rows)
    assert len(found.cleaned.fixes) + len(found.cleaned.rejected) == len(rows)
    ends = [moment for trip in found.trips for moment in (trip.start, trip.end)]
    assert ends == sorted(ends)
    assert all(trip.distance_m >= 0 for trip in found.trips)
    assert all(stop.end > stop.start for stop in found.stops)
    assert found == journey(rows)
    whole = report(read_track(GOOD))
    assert isinstance(whole, Report)


def reasons(*rows: Fix) -> list[Reason]:
    return [rejected.reason for rejected in clean(list(rows)).rejected]


def test_cleaning() -> None:
    assert reasons(fix(0, satellites=3), fix(10, hdop=9.0), fix(20, valid=False)) == [
        Reason.WEAK,
        Reason.WEAK,
        Reason.INVALID,
    ]
    assert reasons(fix(0), fix(86401 * 2, received=T0)) == [Reason.CLOCK]
    assert reasons(fix(0, north=90000), fix(10), fix(20)) == [Reason.TELEPORT]
    train = [fix(10 * n, north=900.0 * n) for n in range(9)]
    assert reasons(*train) == []


def test_of_two_rows_of_one_second_the_one_with_an_event_stays() -> None:
    cleaned = clean([fix(0, event="vibration"), fix(0), fix(0, event="power_cut")])
    assert [f.event for f in cleaned.fixes] == ["power_cut"]
    assert [f.event for f in cleaned.events] == ["power_cut", "vibration"]


def test_a_silence_closes_a_trip_and_may_hide_another() -> None:
    ride = [fix(10 * n, 50.0 * n, 18) for n in range(30)]
    away = [fix(5000 + 180 * n, 9000) for n in range(5)]
    found = journey([*ride, *away])
    assert [t.split for t in found.trips] == [Split.GAP, Split.GAP]
    assert [t.quality for t in found.trips] == ["good", "estimated"]
    assert found.stop_at(T0 + 100) is None
    back = journey([*ride, *(fix(5000 + 180 * n, 1500) for n in range(5))])
    assert [t.split for t in back.trips] == [Split.GAP]


def test_moved_while_nobody_watched() -> None:
    rows = [*(fix(1800 * n) for n in range(4)), *(fix(7200 + 1800 * n, 4000) for n in range(4))]
    (trip,) = journey(rows).trips
    assert trip.quality == "estimated"
    assert trip.distance_m == pytest.approx(4000, abs=1)


def test_a_short_silence_that_crawled_was_a_stop() -> None:
    out = [fix(10 * n, 50.0 * n, 18) for n in range(30)]
    on = [fix(1200 + 10 * n, 1530 + 50.0 * n, 18) for n in range(30)]
    assert [t.split for t in journey([*out, *on]).trips] == [Split.STOP, Split.END]


def test_a_trip_that_is_still_running() -> None:
    motion = Motion()
    for n in range(12):
        motion.step(fix(10 * n, 50.0 * n, 18))
    assert motion.moving
    assert motion.centre == pytest.approx((31.0 + 550 * M, 121.0))
    (ride,) = motion.finish()
    assert ride.split is Split.END


def test_moved_across_the_yard() -> None:
    rows = [*(fix(180 * n) for n in range(6)), fix(1080, 260, 5)]
    rows += [fix(1090 + 60 * n, 262) for n in range(9)]
    (trip,) = journey(rows).trips
    assert trip.end == pytest.approx(T0 + 1090)
    assert trip.start > T0 + 900


def test_a_flight_is_flagged() -> None:
    rows = [*(fix(60 * n) for n in range(9)), *(fix(600 + 60 * n, 2e5 + n) for n in range(9))]
    found = journey(rows, TripSettings())
    assert {flag.value for flag in found.trips[0].flags} >= {"fast"}


def test_wandering_without_support_is_no_trip() -> None:
    rows = [*(fix(180 * n) for n in range(6)), *(fix(1080 + 180 * n, 160) for n in range(6))]
    assert not journey(rows).trips
    assert not journey([]).stops


def test_what_a_tracker_says_of_its_accuracy_counts_more_than_hdop() -> None:
    assert fix(0).accuracy_m == 10.0
    assert fix(0, hdop=1.5).accuracy_m == 7.5
    assert fix(0, hdop=1.5, told_m=30.0).accuracy_m == 30.0
    assert fix(0, told_m=0.0).accuracy_m == 0.0
