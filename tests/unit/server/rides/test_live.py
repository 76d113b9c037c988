"""The live motion comes to rest where hindsight says so, and forgets what it may forget."""

import json
from pathlib import Path

import pytest

from mingtang_desk.geo.fix import Fix
from mingtang_desk.geo.motion import Motion
from mingtang_desk.geo.track import read_track
from mingtang_desk.geo.trips import journey
from mingtang_desk.server.rides.live import LiveMotion

TRACKS = json.loads((Path(__file__).parents[2] / "geo/tracks-dev.json").read_text(encoding="utf-8"))
GOOD = [track for track in TRACKS["tracks"] if track["name"] != "dirty"]


def fixes_of(track: dict[str, object]) -> list[Fix]:
    document = {key: track[key] for key in ("columns", "rows", "datum")}
    return sorted(read_track(document).rows, key=lambda fix: fix.time)


@pytest.mark.parametrize("track", GOOD, ids=lambda track: str(track["name"]))
def test_it_rests_where_hindsight_says(track: dict[str, object]) -> None:
    fixes, live = fixes_of(track), LiveMotion()
    for fix in fixes:
        if fix.valid:
            live.feed(fix)
    last = journey(fixes).stops[-1]
    assert live.still_since == pytest.approx(last.start, abs=60)
    assert live.place is not None
    assert live.place == pytest.approx(last.place, abs=0.0006)


@pytest.mark.parametrize("track", GOOD, ids=lambda track: str(track["name"]))
def test_trimming_changes_nothing(track: dict[str, object]) -> None:
    whole, trimmed = Motion(), Motion()
    ends: list[float] = []
    for fix in fixes_of(track):
        if not fix.valid:
            continue
        whole.step(fix)
        before = len(trimmed.rides)
        trimmed.step(fix)
        ends += [ride.end for ride in trimmed.rides[before:]]
        trimmed.trim(720 if trimmed.moving else 30)
        assert trimmed.moving is whole.moving
        assert len(trimmed.fixes) <= 721
    assert ends == [ride.end for ride in whole.rides]


def test_it_stays_small_while_it_stands() -> None:
    motion = Motion()
    for n in range(5000):
        # Never slow by Doppler, so that the middle never moves: the worst case.
        motion.step(Fix(time=10.0 * n, lat=22.5, lon=114.0, speed_kmh=6.0))
        motion.trim(30)
    assert len(motion.fixes) <= 60


def test_one_far_row_is_a_jump_and_many_are_a_train() -> None:
    live = LiveMotion()

    def rows(lat: float, n: int) -> list[int]:
        return [len(live.feed(Fix(time=t * 10.0, lat=lat, lon=114.0))) for t in range(n, n + 6)]

    assert rows(22.5, 0) == [1] * 6
    assert live.feed(Fix(time=60, lat=23.5, lon=114.0)) == []
    assert rows(22.5, 7) == [1] * 6
    assert rows(23.5, 20) == [0, 0, 0, 4, 1, 1]
