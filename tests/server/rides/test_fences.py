"""Fences: who may make them, what is refused, whom they watch, and when."""

import time
from typing import Any

import pytest

from mingtang_desk.geo.datum import Datum, convert
from tests.server.kit import NUMBERS, Kit
from tests.server.rides.tracks import device_of, feed, fixed

pytestmark = pytest.mark.asyncio
NUMBER = NUMBERS["shop"]
CIRCLE = {"lat": 22.5, "lon": 114.0, "radius_m": 200}
ALWAYS = {"weekdays": [1, 2, 3, 4, 5, 6, 7], "from": "00:00", "to": "00:00"}


def ride_away(kit: Kit, account: str = "shop") -> list[Any]:
    """It stands in the middle for a minute, then rides 1 km to the north."""
    now, device = time.time(), device_of(kit, account)
    stands = [fixed(device, now + 10 * n) for n in range(7)]
    rides = [
        fixed(device, now + 70 + 10 * n, lat=22.5 + 0.0005 * n, speed_kmh=20.0) for n in range(20)
    ]
    return stands + rides


async def alarms(kit: Kit, who: str = "shop-owner") -> list[dict[str, Any]]:
    async with kit.client(who) as client:
        items: list[dict[str, Any]] = (await client.get("/alarms")).json()["items"]
    return items


async def test_a_fence_from_beginning_to_end(kit: Kit) -> None:
    body = {"name": "<b>yard</b>", "circle": CIRCLE, "devices": [NUMBER]}
    async with kit.client("shop-operator") as client:
        made = await client.post("/fences", json=body)
        assert made.status_code == 201
        fence = made.json()
        assert (fence["devices"], fence["warnings"]) == ([NUMBER], [])
        assert (await client.get("/fences")).json()["items"] == [fence]
        assert (await client.get("/fences", params={"number": NUMBER})).json()["items"] == [fence]
        await feed(kit, ride_away(kit))
        small = {**body, "name": "small", "circle": {**CIRCLE, "radius_m": 60}}
        changed = (await client.put(f"/fences/{fence['id']}", json=small)).json()
        assert changed["warnings"]
        assert changed["tracker_id"] == fence["tracker_id"]
        assert (await client.delete(f"/fences/{fence['id']}")).status_code == 204
        assert (await client.get(f"/fences/{fence['id']}")).status_code == 404
    (alarm,) = await alarms(kit)
    assert (alarm["type"], alarm["fence"], alarm["source"]) == ("fence_exit", "<b>yard</b>", None)


async def test_a_fence_of_an_account_watches_all_below(kit: Kit) -> None:
    body = {"name": "town", "circle": CIRCLE, "whole_account": True}
    async with kit.client("shop-manager") as client:
        assert (await client.post("/fences", json=body)).status_code == 201
    await feed(kit, ride_away(kit, "child"))
    await feed(kit, ride_away(kit, "sibling"))
    await feed(kit, ride_away(kit, "top"))
    assert [each["device"]["number"] for each in await alarms(kit, "top-owner")] == [
        NUMBERS["child"]
    ]


async def test_foreign_fences_do_not_exist(kit: Kit) -> None:
    body = {"name": "yard", "circle": CIRCLE, "devices": [NUMBER]}
    async with kit.client("shop-operator") as client:
        fence = (await client.post("/fences", json=body)).json()
        odd = {**body, "devices": [NUMBERS["sibling"]]}
        assert (await client.post("/fences", json=odd)).status_code == 404
        odd = {**body, "account_id": kit.accounts["top"]}
        assert (await client.post("/fences", json=odd)).status_code == 404
        odd = {**body, "account_id": kit.accounts["child"]}  # the battery is not the child's
        assert (await client.post("/fences", json=odd)).status_code == 422
    for who in ("sibling-owner", "child-owner"):
        async with kit.client(who) as client:
            assert (await client.get("/fences")).json()["items"] == []
            for call in (client.get, client.delete):
                assert (await call(f"/fences/{fence['id']}")).status_code == 404
            assert (await client.put(f"/fences/{fence['id']}", json=body)).status_code == 404
    async with kit.client("shop-viewer") as client:
        assert (await client.get(f"/fences/{fence['id']}")).status_code == 200
        assert (await client.delete(f"/fences/{fence['id']}")).status_code == 403


BOW = [[22.5, 114.0], [22.51, 114.01], [22.51, 114.0], [22.5, 114.01]]
SQUARE = [[22.49, 113.99], [22.49, 114.01], [22.51, 114.01], [22.51, 113.99]]


SHAPES: list[tuple[dict[str, Any], int]] = [
    ({"polygon": SQUARE}, 201),
    ({"polygon": BOW}, 422),
    ({"polygon": SQUARE[:2]}, 422),
    ({"polygon": [SQUARE[0], *SQUARE]}, 422),
    ({"polygon": SQUARE, "circle": CIRCLE}, 422),
    ({}, 422),
    ({"circle": {**CIRCLE, "radius_m": 49}}, 422),
    ({"circle": {**CIRCLE, "lat": 91}}, 422),
    ({"circle": CIRCLE, "name": " "}, 422),
    ({"circle": CIRCLE, "name": "a\u0000b"}, 422),
    ({"circle": CIRCLE, "schedule": ALWAYS}, 201),
    ({"circle": CIRCLE, "schedule": {**ALWAYS, "weekdays": [8]}}, 422),
]


async def test_what_is_refused(kit: Kit) -> None:
    async with kit.client("shop-operator") as client:
        for shape, status in SHAPES:
            answer = await client.post("/fences", json={"name": "x", **shape})
            assert answer.status_code == status, (shape, answer.text)


async def test_coordinates_of_a_chinese_map_are_converted(kit: Kit) -> None:
    lat, lon = convert((22.5, 114.0), Datum.WGS84, Datum.GCJ02)
    body = {"name": "x", "circle": {"lat": lat, "lon": lon, "radius_m": 80}, "datum": "gcj02"}
    async with kit.client("shop-operator") as client:
        circle = (await client.post("/fences", json=body)).json()["circle"]
    assert circle["lat"] == pytest.approx(22.5, abs=1e-6)
    assert circle["lon"] == pytest.approx(114.0, abs=1e-6)


async def test_a_fence_around_a_parked_battery(kit: Kit) -> None:
    async with kit.client("shop-operator") as client:
        unknown = await client.post(f"/devices/{NUMBER}/fence-here", json={"radius_m": 100})
        assert unknown.status_code == 409
        await feed(kit, ride_away(kit)[:7])
        made = await client.post(f"/devices/{NUMBER}/fence-here", json={"radius_m": 100})
        assert made.json()["circle"] == {"lat": 22.5, "lon": 114.0, "radius_m": 100.0}
        await feed(kit, ride_away(kit))
    assert [each["type"] for each in await alarms(kit)] == ["fence_exit"]


async def test_outside_its_hours_it_is_silent(kit: Kit) -> None:
    from datetime import UTC, datetime, timedelta

    day = (datetime.now(UTC) + timedelta(days=3)).isoweekday()
    body = {
        "name": "x",
        "circle": CIRCLE,
        "devices": [NUMBER],
        "schedule": {"weekdays": [day], "from": "08:00", "to": "18:00", "zone_min": 0},
    }
    async with kit.client("shop-operator") as client:
        assert (await client.post("/fences", json=body)).status_code == 201
    await feed(kit, ride_away(kit))
    assert await alarms(kit) == []


async def test_sides_survive_a_restart(kit: Kit) -> None:
    """What is remembered is read again: it was inside, and is outside with the first rows after."""
    body = {"name": "yard", "circle": CIRCLE, "devices": [NUMBER]}
    async with kit.client("shop-operator") as client:
        await client.post("/fences", json=body)
    rows = ride_away(kit)
    await feed(kit, rows[:7])
    await kit.services.rides.reload()
    await feed(kit, rows[7:])
    assert [each["type"] for each in await alarms(kit)] == ["fence_exit"]


async def test_a_repeated_request_makes_one_fence(kit: Kit) -> None:
    body = {"name": "yard", "circle": CIRCLE, "devices": [NUMBER]}
    await feed(kit, [fixed(device_of(kit), time.time())])
    async with kit.client("shop-operator") as client:
        for path, given in (
            ("/fences", body),
            (f"/devices/{NUMBER}/fence-here", {"radius_m": 100}),
        ):
            key = {"Idempotency-Key": path}
            first, again = [await client.post(path, json=given, headers=key) for _ in range(2)]
            assert (first.status_code, again.status_code) == (201, 201), first.text
            assert first.json() == again.json()
            assert again.headers["Idempotent-Replayed"] == "true"
            odd = await client.post(path, json={**given, "name": "other"}, headers=key)
            assert odd.status_code == 409
        assert len((await client.get("/fences")).json()["items"]) == 2
