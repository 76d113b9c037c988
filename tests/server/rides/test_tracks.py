"""The given tracks through ingest: trips, stops, mileage, fences, alarms inside the tolerances."""

import time
from typing import Any

import httpx
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
MILEAGE = {
    "city-ride": (0.015, 0.0),
    "dirty": (0.03, 0.0),
    "commute": (0.07, 0.0),
    "sparse-60s": (0.06, 0.0),
    "theft": (0.07, 80.0),
    "fence-dither": (0.07, 80.0),
    "parked-drift": (0.0, 0.0),
}


GROUPS = (
    ("city-ride", "parked-drift", "commute", "dirty"),
    ("theft", "fence-dither", "sparse-60s"),
)
SPAN = {"from": moment(time.time() - 3 * 86_400), "to": moment(time.time() + 3 * 86_400)}


@pytest.mark.parametrize("names", GROUPS)
async def test_tracks(kit: Kit, names: tuple[str, ...]) -> None:
    """Each track is another battery's."""
    async with kit.client("top-operator") as client:
        for name, account in zip(names, NUMBERS, strict=False):
            await check(kit, client, name, account)
    assert kit.services.rides.failures == {}


async def check(kit: Kit, client: httpx.AsyncClient, name: str, account: str) -> None:
    truth, shift, number = TRACKS[name]["truth"], shift_of(name), NUMBERS[account]
    fence = truth.get("geofence")
    await client.put(f"/devices/{number}/disarm", json={"auto": True})
    if fence:
        circle = {key: fence[key] for key in ("lat", "lon", "radius_m")}
        body = {"name": "home", "circle": circle, "devices": [number]}
        assert (await client.post("/fences", json=body)).status_code == 201
    await feed(kit, track_readings(device_of(kit, account), name, shift))
    trips = (await client.get(f"/devices/{number}/trips", params=SPAN)).json()["items"]
    stops = (await client.get(f"/devices/{number}/stops", params=SPAN)).json()["items"]
    total = await client.get(f"/devices/{number}/mileage", params={**SPAN, "bucket": "total"})
    alarms = (await client.get("/alarms", params={"number": number})).json()["items"]

    edge = 120 if name == "sparse-60s" else 60
    assert len(trips) == len(truth["trips"]), name
    for trip, (start, end, _) in zip(trips, truth["trips"], strict=True):
        assert seconds(trip["start"]) - shift == pytest.approx(start, abs=edge)
        assert seconds(trip["end"]) - shift == pytest.approx(end, abs=edge)
    assert len(stops) == len(truth["stops"]), name
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
