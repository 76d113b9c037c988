"""Batteries entered, edited, enabled, moved, removed: what each role and account may."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.commands import COMMAND_LOG, COMMANDS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.store.tables.ingest import POSITIONS
from mingtang_desk.server.store.tables.rides import ALARMS
from tests.server.kit import NUMBERS, Kit

pytestmark = pytest.mark.asyncio
SHOP, CHILD, SIBLING = NUMBERS["shop"], NUMBERS["child"], NUMBERS["sibling"]
SOON = "2027-01-31T00:00:00.000Z"


async def _changes(kit: Kit, number: str) -> list[tuple[str, str, dict[str, Any]]]:
    """Return every route that changes a battery, with a body that is right."""
    return [
        ("PATCH", f"/devices/{number}", {"name": "x"}),
        ("POST", f"/devices/{number}/enable", {}),
        ("POST", f"/devices/{number}/move", {"account_id": kit.accounts["shop"]}),
        ("POST", f"/devices/{number}/new-code", {}),
        ("DELETE", f"/devices/{number}?confirm={number}", {}),
    ]


async def test_foreign_batteries_and_small_roles(kit: Kit) -> None:
    for who, number, status in (
        ("shop-owner", SIBLING, 404),
        ("shop-owner", NUMBERS["top"], 404),
        ("shop-manager", "no-such-1", 404),
        ("shop-operator", SHOP, 403),
        ("shop-viewer", SHOP, 403),
        (None, SHOP, 401),
    ):
        async with kit.client(who) as client:
            for method, path, body in await _changes(kit, number):
                answer = await client.request(method, path, json=body)
                assert answer.status_code == status, (who, method, path, answer.text)
    for who, status in (("shop-operator", 403), ("shop-viewer", 403), (None, 401)):
        async with kit.client(who) as client:
            assert (await client.post("/devices", json={"number": "n1"})).status_code == status


async def test_entering(kit: Kit) -> None:
    full = {
        "number": "B-0001",
        "terminal": "013900000001",
        "imei": "861234567890123",
        "sim": "89860012345678901234",
        "name": "<b>'\"; DROP TABLE devices; --",
        "kind": "48V",
        "note": "x",
        "protocol": "jbd",
        "account_id": kit.accounts["child"],
        "enabled": True,
        "expires": SOON,
    }
    async with kit.client("shop-manager") as client:
        found = (await client.post("/devices", json=full)).json()
        assert found["tracker"]["terminal"] == "13900000001"  # as `Terminal.key` names it
        assert found["name"] == full["name"]
        assert found["account"]["name"] == "child"
        assert found["expires"] == SOON
        assert found["state"] == "offline"
        assert (await client.get("/devices/013900000001")).json()["number"] == "B-0001"
        for twice in ({"number": "B-0001"}, {"number": "c1", "terminal": "13900000001"}):
            answer = await client.post("/devices", json=twice)
            assert answer.status_code == 409
        # In one's own account one enters, but somebody above enables.
        for early in ({"enabled": True}, {"expires": SOON}):
            answer = await client.post("/devices", json={"number": "c1", **early})
            assert answer.status_code == 403
        found = (await client.post("/devices", json={"number": "c1"})).json()
        assert (found["state"], found["account"]["name"]) == ("not_enabled", "shop")
        foreign = {"number": "c2", "account_id": kit.accounts["sibling"]}
        assert (await client.post("/devices", json=foreign)).status_code == 404
        bad: list[dict[str, object]] = [
            {},
            {"number": ""},
            {"number": "a/b"},
            {"number": "counts"},
            {"number": "1\0"},
            {"number": "c3", "name": "a\nb"},
            {"number": "c3", "name": "a\0b"},
            {"number": "c3", "name": "x" * 101},
            {"number": "c3", "name": None},
            {"number": "c3", "imei": "12"},
            {"number": "c3", "terminal": "xyz"},
            {"number": "c3", "terminal": "1" * 21},
            {"number": "c3", "zone_min": 10**30},
            {"number": "c3", "expires": "2027-01-31T00:00:00"},
            {"number": "c3", "expires": "9999-12-31T23:59:59Z"},
            {"number": "c3", "account_path": kit.paths["top"]},
            {"number": "c3", "auth_code": "x"},
            {"number": "c3", "enabled_ms": 1},
            {"number": "c3", "pk": 1},
        ]
        for body in bad:
            answer = await client.post("/devices", json=body)
            assert answer.status_code == 422, body
        assert (await client.get("/devices/c3")).status_code == 404
    assert kit.services.directory.by_terminal("13900000001") is not None
    async with kit.services.core.store.read() as connection:
        query = select(DEVICES.c.pk).where(DEVICES.c.pk.not_in(select(DEVICE_STATE.c.device)))
        assert (await connection.execute(query)).all() == []


async def test_editing_and_dates(kit: Kit) -> None:
    async with kit.client("shop-manager") as client:
        edit = {"name": "新　名字 👩‍🔧", "kind": "k", "zone_min": 0, "datum": "gcj02", "sim": None}
        found = (await client.patch(f"/devices/{SHOP}", json=edit)).json()
        assert {name: found[name] for name in edit} == edit
        assert (await client.patch(f"/devices/{SHOP}", json={})).status_code == 200
        for own in ({"expires": SOON}, {"expires": None}):
            answer = await client.patch(f"/devices/{SHOP}", json=own)
            assert answer.status_code == 403
            answer = await client.post(f"/devices/{SHOP}/enable", json=own)
            assert answer.status_code == 403
        assert (await client.patch(f"/devices/{SHOP}", json={"number": "n9"})).status_code == 422
        answer = await client.patch(f"/devices/{SHOP}", json={"terminal": CHILD})
        assert answer.status_code == 409
        found = (await client.patch(f"/devices/{CHILD}", json={"expires": SOON})).json()
        assert found["expires"] == SOON
        found = (await client.post(f"/devices/{CHILD}/enable", json={"expires": None})).json()
        assert found["expires"] is None
    async with kit.client("top-owner") as client:  # the admin decides about its own too
        top = NUMBERS["top"]
        answer = await client.patch(f"/devices/{top}", json={"expires": "2020-01-01T00:00:00Z"})
        assert (answer.json()["state"], answer.json()["days_to_expiry"] < 0) == ("expired", True)
        device = kit.services.directory.by_number(top)
        assert device is not None
        assert device.expires_ms is not None
    async with kit.client("top-manager") as client:
        assert (await client.patch(f"/devices/{top}", json={"expires": None})).status_code == 403


async def test_an_expired_battery_can_be_read_and_keeps_its_last_contact(kit: Kit) -> None:
    async with kit.services.core.store.write() as tx:
        at = DEVICE_STATE.c.device == kit.pks[CHILD]
        await tx.connection.execute(update(DEVICE_STATE).where(at).values(seen_ms=tx.now_ms))
    async with kit.client("shop-owner") as client:
        past = {"expires": "2020-01-01T00:00:00Z"}
        assert (await client.patch(f"/devices/{CHILD}", json=past)).status_code == 200
    async with kit.client("child-viewer") as client:
        found = (await client.get(f"/devices/{CHILD}")).json()
        assert found["state"] == "expired"
        assert found["last_seen"] is not None
        assert found["since"] == "2020-01-01T00:00:00.000Z"
        listed = (await client.get("/devices", params={"type": "expired"})).json()["items"]
        assert [item["number"] for item in listed] == [CHILD]


async def test_another_tracker_or_a_new_code_has_to_register_anew(kit: Kit) -> None:
    at = DEVICES.c.pk == kit.pks[SHOP]
    directory = kit.services.directory
    for method, path, body in (
        ("PATCH", f"/devices/{SHOP}", {"terminal": "0999"}),
        ("POST", f"/devices/{SHOP}/new-code", None),
    ):
        async with kit.services.core.store.write() as tx:
            await tx.connection.execute(
                update(DEVICES).where(at).values(auth_code="c", proven_ms=1)
            )
        await directory.refresh(kit.pks[SHOP])
        async with kit.client("shop-manager") as client:
            answer = await client.request(method, path, json=body)
        assert answer.json()["tracker"]["is_proven"] is False
        device = directory.by_number(SHOP)
        assert device is not None
        assert device.auth_code is None
    assert directory.by_terminal("999") is directory.by_number(SHOP)
    assert directory.by_terminal(SHOP) is None


async def test_moving_takes_alarms_and_commands_along(kit: Kit) -> None:
    pk = kit.pks[CHILD]
    async with kit.services.core.store.write() as tx:
        await _history(kit, tx, pk)
    async with kit.client("child-owner") as client:
        answer = await client.post(
            f"/devices/{CHILD}/move", json={"account_id": kit.accounts["shop"]}
        )
        assert answer.status_code == 404  # what is above is not seen
    async with kit.client("shop-owner") as client:
        body = {"account_id": kit.accounts["sibling"]}
        assert (await client.post(f"/devices/{CHILD}/move", json=body)).status_code == 404
        body = {"account_id": kit.accounts["shop"].upper()}
        found = (await client.post(f"/devices/{CHILD}/move", json=body)).json()
        assert found["account"]["name"] == "shop"
    async with kit.client("child-owner") as client:
        assert (await client.get(f"/devices/{CHILD}")).status_code == 404
        assert (await client.get("/devices")).json()["items"] == []
    async with kit.services.core.store.read() as connection:
        for table in (ALARMS, COMMANDS):
            paths = (await connection.execute(select(table.c.account_path))).scalars().all()
            assert set(paths) == {kit.paths["shop"]}


async def test_removing_is_asked_twice_and_leaves_nothing(kit: Kit) -> None:
    pk = kit.pks[CHILD]
    async with kit.services.core.store.write() as tx:
        await _history(kit, tx, pk)
    async with kit.client("shop-owner") as client:  # owner, but not of the topmost account
        answer = await client.delete(f"/devices/{CHILD}", params={"confirm": CHILD})
        assert answer.status_code == 403
    async with kit.client("top-owner") as client:
        for wrong in ({}, {"confirm": SHOP}):
            answer = await client.delete(f"/devices/{CHILD}", params=wrong)
            assert (answer.status_code, answer.json()["confirm"]) == (409, CHILD)
        answer = await client.delete(f"/devices/{CHILD}", params={"confirm": CHILD})
        assert answer.status_code == 204
        assert (await client.get(f"/devices/{CHILD}")).status_code == 404
        new = (await client.post("/devices", json={"number": CHILD})).json()
        assert new["last_seen"] is None
    device = kit.services.directory.by_number(CHILD)
    assert device is not None
    assert device.pk not in kit.pks.values()  # never the key of another
    async with kit.services.core.store.read() as connection:
        for table in (POSITIONS, ALARMS, COMMANDS, COMMAND_LOG):
            assert (await connection.execute(select(table))).all() == []


async def _history(kit: Kit, tx: Transaction, pk: int) -> None:
    at = {"device": pk, "account_path": kit.paths["child"]}
    run = tx.connection.execute
    await run(insert(POSITIONS).values(device=pk, time_ms=1, received_ms=1))
    times = {"raised_ms": 1, "received_ms": 1, "last_ms": 1}
    await run(insert(ALARMS).values(id="a", number=1, kind="moved", severity="x", **times, **at))
    texts = {"kind": "k", "class": "c", "body": "{}", "body_hash": "h", "state": "queued"}
    limits = {"created_by": "x", "created_ms": 1, "not_before_ms": 1, "expires_ms": 1}
    await run(insert(COMMANDS).values({"id": "c", **texts, **limits, **at}))
    await run(insert(COMMAND_LOG).values(command="c", time_ms=1, what="queued", body="{}"))


async def test_everything_is_recorded_in_its_own_transaction(kit: Kit) -> None:
    recorded: list[tuple[str, str, str]] = []

    async def record(
        tx: Transaction,
        who: Principal | str,
        account_path: str,
        action: str,
        target: str,
        body: Mapping[str, object] | None,
    ) -> None:
        assert isinstance(who, Principal)
        assert who.login == "top-owner"
        assert "secret-code" not in str(body)
        await tx.connection.execute(select(DEVICES.c.pk).limit(1))
        recorded.append((action, target, account_path))

    kit.services.directory.recorder = record
    async with kit.client("top-owner") as client:
        csv = "number,name\nr2,x\n"
        for method, path, body in (
            ("POST", "/devices", {"number": "r1"}),
            ("PATCH", "/devices/r1", {"name": "x", "expires": SOON}),
            ("POST", "/devices/r1/enable", None),
            ("POST", "/devices/r1/new-code", None),
            ("POST", "/devices/r1/move", {"account_id": kit.accounts["shop"]}),
            ("DELETE", "/devices/r1?confirm=r1", None),
        ):
            assert (await client.request(method, path, json=body)).is_success
        headers = {"Content-Type": "text/csv"}
        assert (await client.post("/devices/import", content=csv, headers=headers)).is_success
        assert (await client.post("/devices", json={"number": SHOP})).status_code == 409
    assert [(action, target) for action, target, _ in recorded] == [
        ("battery_entered", "r1"),
        ("battery_edited", "r1"),
        ("battery_enabled", "r1"),
        ("code_forgotten", "r1"),
        ("battery_moved", "r1"),  # to who had it
        ("battery_moved", "r1"),  # and to who gets it
        ("battery_removed", "r1"),
        ("batteries_imported", "1"),
    ]
