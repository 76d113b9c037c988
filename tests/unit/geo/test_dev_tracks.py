"""The tracks that were given with their truth (CC0), inside their tolerances."""

import json
from pathlib import Path
from typing import Any

import pytest

from mingtang_desk.geo.track import read_track, report

TRACKS: dict[str, Any] = {
    track["name"]: track
    for track in json.loads(
        (Path(__file__).parent / "tracks-dev.json").read_text(encoding="utf-8")
    )["tracks"]
}
MILEAGE = {
    "city-ride": (0.015, 0.0),
    "dirty": (0.03, 0.0),
    "commute": (0.07, 0.0),
    "sparse-60s": (0.06, 0.0),
    "theft": (0.07, 80.0),
    "fence-dither": (0.07, 80.0),
    "parked-drift": (0.0, 0.0),
}


def told(name: str) -> dict[str, Any]:
    track = TRACKS[name]
    more: dict[str, object] = {"arm": "auto"}
    fence = track["truth"].get("geofence")
    if fence:
        more["geofence"] = {key: fence[key] for key in ("lat", "lon", "radius_m")}
    columns, rows, datum = track["columns"], track["rows"], track["datum"]
    document = {"columns": columns, "rows": rows, "datum": datum, **more}
    return report(read_track(document)).document()


@pytest.mark.parametrize("name", MILEAGE)
def test_mileage(name: str) -> None:
    truth, (share, metres) = TRACKS[name]["truth"]["mileage_m"], MILEAGE[name]
    assert told(name)["mileage_m"] == pytest.approx(truth, abs=max(share * truth, metres))


@pytest.mark.parametrize("name", TRACKS)
def test_trips_and_stops(name: str) -> None:
    found, truth = told(name), TRACKS[name]["truth"]
    edge = 120 if name == "sparse-60s" else 60
    assert len(found["trips"]) == len(truth["trips"])
    for trip, (start, end, _) in zip(found["trips"], truth["trips"], strict=True):
        assert trip["start"] == pytest.approx(start, abs=edge)
        assert trip["end"] == pytest.approx(end, abs=edge)
    assert len(found["stops"]) == len(truth["stops"])
    for stop, (start, _) in zip(found["stops"], truth["stops"], strict=True):
        assert stop["start"] == pytest.approx(start, abs=edge)


@pytest.mark.parametrize("name", ["theft", "fence-dither", "parked-drift"])
def test_fence(name: str) -> None:
    fence = TRACKS[name]["truth"]["geofence"]
    exits = [e["time"] for e in told(name)["fence_events"] if e["type"] == "exit"]
    assert len(exits) == (fence["exits"] or 0)
    for time in exits:
        assert -10 <= time - fence["exit_true"] <= 90
        assert time >= fence["exit_not_before"]


def test_arming() -> None:
    alarms = told("theft")["alarms"]
    truth = TRACKS["theft"]["truth"]
    vibrations = [a["time"] for a in alarms if a["type"] == "vibration"]
    assert vibrations == truth["expected_vibration_alarms"]
    moved = [a["time"] for a in alarms if a["type"] == "moved"]
    assert len(moved) == 1
    assert 0 < moved[0] - truth["moved_from"] < 90


@pytest.mark.parametrize("name", [name for name in TRACKS if name != "theft"])
def test_nothing_else_alarms(name: str) -> None:
    assert not told(name)["alarms"]


def test_bad_rows_are_counted() -> None:
    truth = TRACKS["dirty"]["truth"]
    assert told("dirty")["rejected"] == truth["bad_rows"] + truth["duplicates"]
