"""Our own JSON over HTTP and WebSocket."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import func, select, update
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from mingtang_desk.core.errors import UnsupportedError
from mingtang_desk.device.json import sample_json
from mingtang_desk.device.sample import PackSample
from mingtang_desk.server.store.tables.devices import DEVICE_STATE
from mingtang_desk.server.store.tables.ingest import BMS_SAMPLES, POSITIONS, RAW_FRAMES
from mingtang_desk.wire.jt808.message import QueryPosition, TerminalReply
from mingtang_desk.wire.jt808.transparent import SERIAL_1, TransparentDown
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio

OWN, CHILD, OTHER = NUMBERS["shop"], NUMBERS["child"], NUMBERS["sibling"]
PLACE = {"type": "position", "device": OWN, "lat": 22.5, "lon": 114.05, "speed_kmh": 12.0}
SAMPLE = sample_json(
    PackSample(
        time=datetime(2026, 11, 20, 10, tzinfo=UTC),
        protocol="jbd",
        pack_v=52.1,
        soc_pct=81.0,
        current_a=-3.2,
        cell_v=(4.01, 4.0),
    )
)


def at(second: int, **more: object) -> dict[str, object]:
    """Return a position message."""
    return {**PLACE, "id": second, "time": f"2026-11-20T10:00:{second:02d}Z", **more}


async def count(kit: Kit, table: Any) -> int:
    """Return how many rows a table has."""
    async with kit.services.core.store.read() as connection:
        return await connection.scalar(select(func.count()).select_from(table)) or 0


async def test_one_message_and_a_list(kit: Kit) -> None:
    async with kit.client("shop-operator") as client:
        answer = await client.post("/uplink", json=at(1))
        assert answer.json()["results"] == [{"type": "result", "id": 1, "status": "stored"}]
        answer = await client.post("/uplink", json=[at(2), at(3), at(2)])
        assert [each["status"] for each in answer.json()["results"]] == ["stored"] * 3
        assert await count(kit, POSITIONS) == 3
        shown = (await client.get(f"/devices/{OWN}/position")).json()
    assert (shown["lat"], shown["lon"], shown["time"]) == (22.5, 114.05, "2026-11-20T10:00:03.000Z")


async def test_an_accuracy_is_kept_where_it_is_told(kit: Kit) -> None:
    async with kit.client("shop-operator") as client:
        messages = [at(1), at(2, accuracy_m=12.5), at(3, accuracy_m=0), at(4, accuracy_m=-1)]
        answer = (await client.post("/uplink", json=messages)).json()["results"]
        assert [each["status"] for each in answer] == ["stored"] * 3 + ["refused"]
        span = {"from": "2026-11-20T09:00:00Z", "to": "2026-11-20T11:00:00Z"}
        points = (await client.get(f"/devices/{OWN}/track", params=span)).json()["points"]
        assert [each["accuracy_m"] for each in points] == [None, 12.5, 0.0]
        shown = (await client.get(f"/devices/{OWN}/position")).json()
        assert shown["accuracy_m"] == 0.0
        # Without a place there is nothing that could be off.
        lost = {"type": "position", "device": CHILD, "accuracy_m": 3.0}
        assert (await client.post("/uplink", json=lost)).json()["results"][0]["status"] == "stored"
        assert (await client.get(f"/devices/{CHILD}/position")).json()["accuracy_m"] is None


async def test_a_place_that_was_kept_before_accuracies_were_has_none(kit: Kit) -> None:
    async with kit.client("shop-operator") as client:
        await client.post("/uplink", json=at(1, accuracy_m=5.0))
        async with kit.services.core.store.write() as tx:
            row = await tx.connection.scalar(
                select(DEVICE_STATE.c.position).where(DEVICE_STATE.c.position.is_not(None))
            )
            assert row is not None
            old = {name: each for name, each in json.loads(row).items() if name != "accuracy_m"}
            await tx.connection.execute(update(DEVICE_STATE).values(position=json.dumps(old)))
        shown = (await client.get(f"/devices/{OWN}/position")).json()
    assert (shown["lat"], shown["accuracy_m"]) == (22.5, None)


async def test_each_message_has_its_own_result(kit: Kit) -> None:
    messages = [
        at(1),
        at(2, device=OTHER),
        at(3, device="nobody"),
        at(4, lat=95.0),
        at(5, colour="red"),
        {"type": "sample", "device": OWN, "id": 6, "sample": {"pack_v": "much"}},
        {"type": "sample", "device": CHILD, "id": 7, "sample": SAMPLE},
        {"type": "sample", "device": OWN, "id": 8, "sample": SAMPLE | {"cells": []}},
        7,
        {"type": "contact", "device": OWN, "id": 9, "linked": True},
    ]
    async with kit.client("shop-operator") as client:
        answer = await client.post("/uplink", json=messages)
    results = answer.json()["results"]
    assert [each["id"] for each in results] == [1, 2, 3, 4, 5, 6, 7, 8, None, 9]
    problems = [each.get("problem") for each in results]
    assert problems == [
        None,
        "not_found",
        "not_found",
        *["invalid"] * 3,
        None,
        *["invalid"] * 3,
    ]
    assert results[1]["detail"] == results[2]["detail"]
    assert await count(kit, POSITIONS) == 1
    async with kit.services.core.store.read() as connection:
        query = select(DEVICE_STATE).where(DEVICE_STATE.c.device == kit.pks[CHILD])
        row = (await connection.execute(query)).one()
    assert (row.soc_pct, row.pack_v) == (81.0, 52.1)
    assert json.loads(row.bms) == SAMPLE


async def test_what_is_refused_as_a_whole(kit: Kit) -> None:
    async with kit.client("shop-operator") as client:
        answer = await client.post("/uplink", content=b"[" + b" " * 1_000_001 + b"]")
        assert answer.status_code == 413
        assert (await client.post("/uplink", content=b"[1,")).status_code == 422
        assert (await client.post("/uplink", content=b"[" * 50_000)).status_code == 422
        assert (await client.post("/uplink", json=[1] * 1001)).status_code == 422
        nothing = await client.post("/uplink", json=[])
        assert nothing.json() == {"results": []}
    async with kit.client("shop-viewer") as client:
        assert (await client.post("/uplink", json=at(1))).status_code == 403
    async with kit.client(None) as client:
        assert (await client.post("/uplink", json=at(1))).status_code == 401
    assert await count(kit, POSITIONS) == 0


async def test_clocks_that_cannot_be_true(kit: Kit) -> None:
    messages = [at(1, time="1999-01-01T00:00:00Z"), at(2, time="2100-01-01T00:00:00Z")]
    async with kit.client("shop-owner") as client:
        await client.post("/uplink", json=messages)
        shown = (await client.get(f"/devices/{OWN}/position")).json()
    assert shown["flags"] == ["clock"]
    assert shown["time"] == shown["received"]


@asynccontextmanager
async def gateway(kit: Kit, who: str = "shop-operator") -> AsyncIterator[ClientConnection]:
    """Connect as a gateway."""
    where = kit.server.http.replace("http", "ws") + "/api/v1/uplink/stream"
    headers = {"Authorization": f"Bearer {kit.tokens[who]}"}
    async with connect(where, additional_headers=headers, proxy=None) as socket:
        yield socket


async def said(socket: ClientConnection) -> dict[str, Any]:
    """Return the next object."""
    async with asyncio.timeout(15):
        found = json.loads(await socket.recv())
    assert isinstance(found, dict)
    return found


async def test_a_gateway_reports_and_carries_bytes(kit: Kit) -> None:
    device = kit.services.directory.by_number(OWN)
    assert device is not None
    async with gateway(kit) as socket:
        await socket.send(json.dumps([at(1), at(2, device=OTHER)]))
        told = {each["id"]: each["status"] for each in (await said(socket), await said(socket))}
        assert told == {1: "stored", 2: "refused"}
        contact = {"type": "contact", "device": OWN, "id": "c", "linked": True}
        await socket.send(json.dumps(contact))
        assert (await said(socket))["status"] == "stored"
        link = kit.services.ingest.link_of(device)
        assert link is not None
        heard: list[bytes] = []
        link.listen(SERIAL_1, heard.append)
        asked = asyncio.create_task(
            link.ask(TransparentDown(channel=SERIAL_1, data=b"\xdd\xa5"), timeout_s=10)
        )
        request = await said(socket)
        assert (request["type"], request["channel"], request["hex"]) == ("request", 65, "dda5")
        reply = {"type": "reply", "device": OWN, "serial": request["serial"], "result": 0}
        await socket.send(json.dumps(reply))
        answer = await asked
        assert isinstance(answer, TerminalReply)
        assert answer.result == 0
        data = {"type": "bytes", "device": OWN, "id": "b", "channel": 65, "hex": "dd03"}
        await socket.send(json.dumps(data))
        assert (await said(socket))["id"] == "b"
        assert heard == [b"\xdd\x03"]
        with pytest.raises(UnsupportedError):
            link.send(QueryPosition())
    async with asyncio.timeout(15):
        while kit.services.ingest.link_of(device) is not None:
            await asyncio.sleep(0.02)
    assert await count(kit, RAW_FRAMES) == 1


@pytest.mark.parametrize("who", ["shop-viewer", "nobody"])
async def test_a_gateway_needs_the_right(kit: Kit, who: str) -> None:
    kit.tokens["nobody"] = "no token"
    with pytest.raises(InvalidStatus):
        async with gateway(kit, who):
            pass


async def test_a_user_has_only_so_many_gateways(kit: Kit) -> None:
    async with (
        gateway(kit),
        gateway(kit),
        gateway(kit),
        gateway(kit),
        gateway(kit) as last,
    ):
        with pytest.raises(InvalidStatus):
            async with gateway(kit):
                pass
        await last.send("{")
        assert (await said(last))["problem"] == "invalid"


async def test_samples_are_stored_once(kit: Kit) -> None:
    message = {"type": "sample", "device": OWN, "sample": SAMPLE}
    async with kit.client("shop-owner") as client:
        for _ in range(3):
            await client.post("/uplink", json=message)
    assert await count(kit, BMS_SAMPLES) == 1


async def test_what_a_gateway_says_is_away_has_no_link(kit: Kit) -> None:
    device = kit.services.directory.by_number(OWN)
    assert device is not None
    async with gateway(kit) as socket:
        contact = {"type": "contact", "device": OWN, "linked": True}
        for is_linked in (True, False):
            await socket.send(json.dumps(contact | {"linked": is_linked}))
            assert (await said(socket))["status"] == "stored"
            link = kit.services.ingest.link_of(device)
            assert (link is not None and link.is_open) is is_linked


async def test_no_link_outlives_its_gateway(kit: Kit) -> None:
    services = kit.services
    device = services.directory.by_number(OWN)
    assert device is not None
    async with services.core.store.write():  # what it says waits for the disk
        async with gateway(kit) as socket:
            await socket.send(json.dumps({"type": "contact", "device": OWN, "linked": True}))
            async with asyncio.timeout(15):
                while not services.directory.watch.of(device.pk).linked_ms:
                    await asyncio.sleep(0.02)
        async with asyncio.timeout(15):
            while services.ingest.gateways:
                await asyncio.sleep(0.02)
    async with asyncio.timeout(15):
        while services.directory.watch.of(device.pk).linked_ms:
            await asyncio.sleep(0.02)
    assert services.ingest.link_of(device) is None


async def test_a_gateway_that_says_nothing_goes_with_its_rights(kit: Kit) -> None:
    async with gateway(kit) as socket, kit.client("shop-operator") as client:
        mine = (await client.get("/me/sessions")).json()["items"]
        (this,) = [each["id"] for each in mine if each["is_this"]]
        await client.delete(f"/me/sessions/{this}")
        async with asyncio.timeout(15):
            await socket.wait_closed()
        assert socket.close_code == 4401


async def test_a_gateway_follows_its_account(kit: Kit) -> None:
    async with gateway(kit) as socket, kit.client("top-owner") as client:
        to = {"parent_id": kit.accounts["sibling"]}
        moved = await client.post(f"/accounts/{kit.accounts['shop']}/move", json=to)
        assert moved.status_code == 200
        async with asyncio.timeout(15):
            status = ""
            while status != "stored":
                await socket.send(json.dumps(at(1)))
                status = (await said(socket))["status"]


async def test_guesses_at_a_gateways_password_count_for_the_address(kit: Kit) -> None:
    where = kit.server.http.replace("http", "ws") + "/api/v1/uplink/stream"
    for n in range(5):
        basic = base64.b64encode(f"shop-owner:guess {n}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}"}
        with pytest.raises(InvalidStatus):
            async with connect(where, additional_headers=headers, proxy=None):
                pass
    async with kit.client(None) as client:
        login = {"account": "shop-owner", "password": "one more guess"}
        assert (await client.post("/auth/login", json=login)).status_code == 429


async def test_a_battery_that_is_moved_leaves_its_gateway(kit: Kit) -> None:
    services = kit.services
    device = services.directory.by_number(OWN)
    assert device is not None
    async with gateway(kit) as socket, kit.client("top-owner") as client:
        await socket.send(json.dumps({"type": "contact", "device": OWN, "linked": True}))
        assert (await said(socket))["status"] == "stored"
        to = {"account_id": kit.accounts["sibling"]}
        assert (await client.post(f"/devices/{OWN}/move", json=to)).status_code == 200
        assert services.ingest.link_of(device) is None
        async with asyncio.timeout(15):
            while services.directory.watch.of(device.pk).linked_ms is not None:
                await asyncio.sleep(0.02)
        await socket.send(json.dumps({"type": "contact", "device": OWN, "linked": True}))
        assert (await said(socket))["problem"] == "not_found"
