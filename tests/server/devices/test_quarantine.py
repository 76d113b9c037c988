"""Trackers nobody entered: listed, bounded, let in, or taken in at once."""

import asyncio

import pytest
from sqlalchemy import delete, func, select

from mingtang_desk.server.devices.quarantine import ROWS
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES, QUARANTINE
from mingtang_desk.wire.jt808.header import Terminal, terminal_of
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio


async def rows(kit: Kit) -> int:
    async with kit.services.core.store.read() as connection:
        return await connection.scalar(select(func.count()).select_from(QUARANTINE)) or 0


async def test_seen_accepted_forgotten(kit: Kit) -> None:
    quarantine = kit.services.directory.quarantine
    quarantine.note("777", 2013, "127.0.0.1:5000")
    quarantine.note("777", 2019, "127.0.0.2:5000", "861234567890123", "T\0\x1b<b>")
    quarantine.note("888", 2013, "127.0.0.3:1")
    async with asyncio.timeout(15):
        while await rows(kit) < 2:  # written without being asked for
            await asyncio.sleep(0.05)
    quarantine.note("777", 2019, "127.0.0.2:5000")
    async with kit.client("top-owner") as client:
        items = (await client.get("/quarantine")).json()["items"]
        assert {item["terminal"] for item in items} == {"777", "888"}
        item = next(item for item in items if item["terminal"] == "777")
        assert (item["count"], item["edition"], item["remote"]) == (3, 2019, "127.0.0.2:5000")
        assert (item["imei"], item["model"]) == ("861234567890123", "T<b>")
        body = {"account_id": kit.accounts["child"], "number": "q1", "name": "x"}
        answer = await client.post("/quarantine/777/accept", json=body)
        assert answer.status_code == 201
        found = answer.json()
        assert (found["number"], found["imei"]) == ("q1", "861234567890123")
        assert found["state"] == "offline"
        assert (await client.post("/quarantine/777/accept", json=body)).status_code == 404
        body = {"account_id": kit.accounts["child"], "number": "q1"}
        assert (await client.post("/quarantine/888/accept", json=body)).status_code == 409
        assert (await client.delete("/quarantine/888")).status_code == 204
        assert (await client.delete("/quarantine/888")).status_code == 404
        assert (await client.get("/quarantine")).json()["items"] == []
    assert kit.services.directory.by_terminal("777") is not None
    for who, status in (
        ("shop-owner", 403),
        ("top-manager", 403),
        ("top-viewer", 403),
        (None, 401),
    ):
        async with kit.client(who) as client:
            for method, path in (
                ("GET", "/quarantine"),
                ("POST", "/quarantine/777/accept"),
                ("DELETE", "/quarantine/777"),
            ):
                body = {"account_id": kit.accounts["shop"]}
                answer = await client.request(method, path, json=body)
                assert answer.status_code == status, (who, path)


async def test_entering_its_tracker_lets_it_out(kit: Kit) -> None:
    kit.services.directory.quarantine.note("777", 2013, "127.0.0.1:5000")
    async with kit.client("shop-manager") as client:
        await client.post("/devices", json={"number": "n1", "terminal": "0777"})
    assert await kit.services.directory.quarantine.all() == []


async def test_a_flood_is_bounded(kit: Kit) -> None:
    quarantine = kit.services.directory.quarantine
    for number in range(3 * ROWS):
        quarantine.note(f"9{number:09}", 2013, "127.0.0.1:1", "x" * 10_000, "y" * 10_000)
    kept = await quarantine.all()
    assert len(kept) == ROWS
    for number in range(3 * ROWS, 5 * ROWS):
        quarantine.note(f"9{number:09}", 2013, "127.0.0.1:1")
        if number % 500 == 0:
            await quarantine.flush()
    kept = await quarantine.all()
    assert len(kept) == await rows(kit) == ROWS
    newest = {f"9{number:09}" for number in range(4 * ROWS, 5 * ROWS)}
    assert len({each.terminal for each in kept} & newest) > ROWS // 2
    assert max(len(each.imei or "") for each in kept) <= 64


async def test_taken_in(kit: Kit) -> None:
    directory = kit.services.directory
    device = await directory.take_in(terminal_of("013900000777"))
    assert (device.number, device.terminal) == ("13900000777", "13900000777")
    assert (device.is_open, device.enabled, device.proven) == (True, True, False)
    assert device.account_path == kit.paths["top"]
    assert await directory.take_in(terminal_of("13900000777", version=1)) is not None
    assert len([each for each in directory if each.terminal == "13900000777"]) == 1

    binary = Terminal(bytes.fromhex("4e1f6c9d3a2b"))  # not BCD: an IMEI may be in it
    device = await directory.take_in(binary)
    assert device.number == binary.key == "4e1f6c9d3a2b"
    assert directory.by_number("4E1F6C9D3A2B") is device

    twins = await asyncio.gather(*(directory.take_in(terminal_of("5551")) for _ in range(5)))
    assert len({twin.pk for twin in twins}) == 1

    async with kit.client("shop-manager") as client:
        await client.post("/devices", json={"number": "5552"})
        await client.post("/devices", json={"number": "5553", "terminal": "1"})
    device = await directory.take_in(terminal_of("5552"))
    assert (device.number, device.account_path) == ("5552", kit.paths["shop"])
    device = await directory.take_in(terminal_of("5553"))
    assert device.number.startswith("5553-")
    async with kit.services.core.store.read() as connection:
        query = select(DEVICES.c.pk).where(DEVICES.c.pk.not_in(select(DEVICE_STATE.c.device)))
        assert (await connection.execute(query)).all() == []


async def test_taken_in_where_there_is_no_account(kit: Kit) -> None:
    from mingtang_desk.server.store.tables.accounts import SESSIONS, USERS

    async with kit.services.core.store.write() as tx:
        for table in (DEVICE_STATE, DEVICES, SESSIONS, USERS, ACCOUNTS):
            await tx.connection.execute(delete(table))
    await kit.services.directory.refresh(*kit.pks.values())
    assert kit.services.directory.by_number(NUMBERS["top"]) is None
    await kit.services.directory.take_in(terminal_of("5551"))
    async with kit.services.core.store.read() as connection:
        assert (await connection.execute(select(ACCOUNTS.c.name))).scalars().all() == ["bench"]
