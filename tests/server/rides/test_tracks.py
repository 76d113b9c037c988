"""The given tracks through ingest: trips, stops, mileage, fences, alarms inside the tolerances."""

import time
from typing import Any

import pytest

from tests.server.kit import NUMBERS, Kit
from tests.server.rides.tracks import (
    TRACKS,
    device_of,
    feed,
    moment,
    seconds,
    shift_of,
    track_readings,
)

pytestmark = pytest.mark.asyncio
NUMBER = NUMBERS["shop"]
MILEAGE = {
    "city-ride": (0.015, 0.0),
    "dirty": (0.03, 0.0),
    "commute": (0.07, 0.0),
    "sparse-60s": (0.06, 0.0),
    "theft": (0.07, 80.0),
    "fence-dither": (0.07, 80.0),
    "parked-drift": (0.0, 0.0),
}


@pytest.mark.parametrize("name", MILEAGE)
async def test_a_track(kit: Kit, name: str) -> None:
    truth, shift = TRACKS[name]["truth"], shift_of(name)
    span = {"from": moment(time.time() - 3 * 86_400), "to": moment(time.time() + 3 * 86_400)}
    fence = truth.get("geofence")
    async with kit.client() as client:
        await client.put(f"/devices/{NUMBER}/disarm", json={"auto": True})
        if fence:
            circle = {key: fence[key] for key in ("lat", "lon", "radius_m")}
            body = {"name": "home", "circle": circle, "devices": [NUMBER]}
            assert (await client.post("/fences", json=body)).status_code == 201
        await feed(kit, track_readings(device_of(kit), name, shift))
        trips = (await client.get(f"/devices/{NUMBER}/trips", params=span)).json()["items"]
        stops = (await client.get(f"/devices/{NUMBER}/stops", params=span)).json()["items"]
        total = await client.get(f"/devices/{NUMBER}/mileage", params={**span, "bucket": "total"})
        alarms = (await client.get("/alarms")).json()["items"]
    assert kit.services.rides.failures == {}

    edge = 120 if name == "sparse-60s" else 60
    assert len(trips) == len(truth["trips"])
    for trip, (start, end, _) in zip(trips, truth["trips"], strict=True):
        assert seconds(trip["start"]) - shift == pytest.approx(start, abs=edge)
        assert seconds(trip["end"]) - shift == pytest.approx(end, abs=edge)
    assert len(stops) == len(truth["stops"])
    for stop, (start, _) in zip(stops, truth["stops"], strict=True):
        assert seconds(stop["start"]) - shift == pytest.approx(start, abs=edge)
    share, metres = MILEAGE[name]
    ridden = sum(entry["distance_m"] for entry in total.json()["items"])
    assert ridden == pytest.approx(truth["mileage_m"], abs=max(share * truth["mileage_m"], metres))
    check_fence(alarms, fence, shift)
    check_guard(alarms, truth, shift)


def times(alarms: list[dict[str, Any]], kind: str, shift: int) -> list[float]:
    return sorted(seconds(each["time"]) - shift for each in alarms if each["type"] == kind)


def check_fence(alarms: list[dict[str, Any]], fence: dict[str, Any] | None, shift: int) -> None:
    exits = times(alarms, "fence_exit", shift)
    assert len(exits) == ((fence or {}).get("exits") or 0)
    for each in exits:
        assert fence is not None
        assert -10 <= each - fence["exit_true"] <= 90
        assert each >= fence["exit_not_before"]


def check_guard(alarms: list[dict[str, Any]], truth: dict[str, Any], shift: int) -> None:
    expected = truth.get("expected_vibration_alarms", [])
    assert times(alarms, "vibration", shift) == expected
    moved = times(alarms, "moved", shift)
    assert len(moved) == (1 if "moved_from" in truth else 0)
    assert all(0 < each - truth["moved_from"] < 90 for each in moved)
    kinds = {each["type"] for each in alarms}
    assert kinds <= {"vibration", "moved", "fence_exit", "fence_enter"}
