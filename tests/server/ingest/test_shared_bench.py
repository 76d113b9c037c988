"""What the server makes of a desk that shares a board, on both databases."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.exceptions import InvalidStatus

from tests.server.commanding import QUICK, body, change_device, ended, living, post, tracker_of
from tests.server.ingest.test_uplink import SAMPLE, gateway, said
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio
OWN, CHILD = NUMBERS["shop"], NUMBERS["child"]
CONTACT = {"type": "contact", "device": OWN, "id": "c", "linked": True, "share": "a-desk"}
SETTINGS = {
    "format": "mingtang-settings/1",
    "protocol": "jbd",
    "device_id": None,
    "time": "2026-11-20T10:00:00Z",
    "settings": {"cell_ovp_v": 4.25},
}


async def tell(socket: ClientConnection, **message: Any) -> dict[str, Any]:
    await socket.send(json.dumps(message))
    return await said(socket)


async def test_only_one_desk_has_a_battery_and_no_tracker_is_cut(kit: Kit) -> None:
    async with gateway(kit) as first, gateway(kit) as second:
        assert (await tell(first, **CONTACT))["status"] == "stored"
        other = {**CONTACT, "share": "another-desk"}
        assert (await tell(second, **other))["problem"] == "taken"
        # The same desk comes again over a new link, before the old one is known to be dead.
        assert (await tell(second, **CONTACT))["status"] == "stored"
        assert (await tell(first, **{**CONTACT, "share": "x"}))["problem"] == "taken"
    async with living(kit, tracker_of(kit)), gateway(kit) as socket:
        assert (await tell(socket, **CONTACT))["problem"] == "taken"
        assert (await tell(socket, **{**CONTACT, "share": "no word: §"}))["problem"] == "invalid"


async def test_a_write_waits_for_no_desk_that_lets_none_in(kit: Kit) -> None:
    await change_device(kit, protocol="jbd")
    async with gateway(kit) as socket:
        assert (await tell(socket, **CONTACT, writing=False))["status"] == "stored"
        for order in (
            body("bms_write", settings={"cell_ovp_v": 4.2}),
            body("bms_control", action="discharge", value="off", confirm=True),
        ):
            assert (await post(kit, order)).status_code == 202
            found = await ended(kit, order["id"])
            assert found["state"] == "failed"
            assert found["result"]["error"]["key"] == "bench_read_only"
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await socket.recv()  # nothing was asked of the desk


@pytest.mark.parametrize(
    ("problem", "key"),
    [("busy", "bench_busy"), ("other_board", "bench_other_board"), ("odd", "tracker_refused")],
)
async def test_who_asks_is_told_and_why_not_comes_back(kit: Kit, problem: str, key: str) -> None:
    kit.services.commands.crew.timers = QUICK
    await change_device(kit, protocol="jbd")
    async with gateway(kit) as socket:
        assert (await tell(socket, **CONTACT, writing=True))["status"] == "stored"
        order = body("bms_read")
        assert (await post(kit, order)).status_code == 202
        request = await said(socket)
        assert (request["by"], request["kind"]) == ("shop-operator", "bms_read")
        assert request["command"] == order["id"]
        reply = {"type": "reply", "device": OWN, "serial": request["serial"], "result": 1}
        await socket.send(json.dumps(reply | {"problem": problem}))
        found = await ended(kit, order["id"])
    assert found["state"] == "failed"
    assert found["result"]["error"]["key"] == key


async def test_settings_and_counters_come_together(kit: Kit) -> None:
    async with gateway(kit) as socket, kit.client("shop-viewer") as client:
        message = {"type": "settings", "device": OWN, "id": 1}
        assert (await tell(socket, **message))["problem"] == "invalid"
        assert (await tell(socket, **message, counters={"a": {}}))["problem"] == "invalid"
        counters = {"cell_ov": 3, "chg_oc": None, "derived": ["chg_oc"]}
        assert (await tell(socket, **message, counters=counters))["status"] == "stored"
        assert (await client.get(f"/devices/{OWN}/stats")).json()["cell_ov"] == 3
        assert (await client.get(f"/devices/{OWN}/settings")).status_code == 404
        both = {"settings": SETTINGS, "counters": {"cell_ov": 4}}
        assert (await tell(socket, **message, **both))["status"] == "stored"
        assert (await client.get(f"/devices/{OWN}/stats")).json()["cell_ov"] == 4
        shown = (await client.get(f"/devices/{OWN}/settings")).json()
        assert shown["settings"] == SETTINGS["settings"]
        sample = {"type": "sample", "device": OWN, "id": 2, "sample": SAMPLE}
        assert (await tell(socket, **sample))["status"] == "stored"


async def test_a_link_too_many_is_refused_in_words(kit: Kit) -> None:
    async with (
        gateway(kit),
        gateway(kit),
        gateway(kit),
        gateway(kit),
        gateway(kit),
    ):
        with pytest.raises(InvalidStatus) as error:
            async with gateway(kit):
                pass
    response = error.value.response
    assert response.status_code == 429
    assert b"too_many_gateways" in (response.body or b"")
    with pytest.raises(InvalidStatus) as error:
        async with gateway(kit, "shop-viewer"):
            pass
    assert error.value.response.status_code == 403
