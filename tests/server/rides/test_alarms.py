"""Alarms: raised, merged, acknowledged, cleared; switches, scope, storms, silence."""

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import insert, update

from mingtang_desk.device.sample import PackSample, Temperature
from mingtang_desk.server.ids import new_id
from mingtang_desk.server.ingest.model import BmsReading
from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.wire.jt808.position import Alarm as Bit
from tests.server.kit import NUMBERS, Kit
from tests.server.rides.tracks import device_of, feed, fixed, seconds

pytestmark = pytest.mark.asyncio
NUMBER = NUMBERS["shop"]


def sample(kit: Kit, at: float, account: str = "shop", **values: Any) -> BmsReading:
    values.setdefault("cell_v", (3.6, 4.3, 3.7))
    values.setdefault("pack_v", 11.6)
    return BmsReading(
        device=device_of(kit, account),
        time_ms=round(at * 1000),
        received_ms=round(at * 1000) + 500,
        sample=PackSample(time=datetime.fromtimestamp(at, UTC), protocol="jbd", **values),
    )


async def listed(kit: Kit, who: str = "shop-owner", **query: Any) -> list[dict[str, Any]]:
    async with kit.client(who) as client:
        answer = await client.get("/alarms", params=query)
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_protection_with_its_cell_value_and_threshold(kit: Kit) -> None:
    now = time.time()
    async with kit.services.core.store.write() as tx:
        await tx.connection.execute(
            update(DEVICE_STATE)
            .where(DEVICE_STATE.c.device == kit.pks[NUMBER])
            .values(
                settings='{"settings": {"cell_ovp_v": 4.25, "chg_otp_c": 60}}', lat=1.3, lon=103.8
            )
        )
        await tx.connection.execute(
            update(DEVICES).where(DEVICES.c.number == NUMBER).values(imei="860000000000001")
        )
    hot = (Temperature(name="cell_1", c=45.0), Temperature(name="cell_2", c=61.0))
    told: list[Event] = []
    kit.services.core.hub.listen(told.extend)
    await feed(
        kit,
        [
            sample(
                kit, now, protections=("cell_ov",), alarms=("cell_ov", "chg_ot"), temperatures=hot
            ),
            sample(kit, now + 10, protections=("cell_ov",)),
            sample(kit, now + 20, protections=("cell_ov",)),
            sample(kit, now + 50, protections=("cell_ov",)),
        ],
    )
    alarms = {each["type"]: each for each in await listed(kit)}
    ov, ot = alarms["cell_ov"], alarms["chg_ot"]
    assert (ov["source"], ov["value"], ov["threshold"], ov["unit"]) == ("cell_2", 4.3, 4.25, "V")
    assert (ov["state"], ov["board_class"], ov["severity"]) == ("raised", "protection", "critical")
    assert (ot["source"], ot["value"], ot["threshold"], ot["unit"]) == ("cell_2", 61.0, 60, "°C")
    assert ot["state"] == "cleared"
    assert (ov["lat"], ov["lon"]) == (1.3, 103.8)
    assert ov["device"]["imei"] == "860000000000001"
    states = [(e.value["type"], e.value["state"]) for e in told if e.kind is Kind.ALARM]
    assert sorted(states) == [("cell_ov", "raised"), ("chg_ot", "cleared"), ("chg_ot", "raised")]


async def test_low_capacity_has_hysteresis(kit: Kit) -> None:
    now = time.time()
    for n, soc in enumerate((40.0, 19.0, 22.0, 18.0, 24.9, 25.1)):
        await feed(kit, [sample(kit, now + 60 * n, soc_pct=soc)])
    (alarm,) = await listed(kit)
    assert (alarm["type"], alarm["value"], alarm["threshold"]) == ("low_capacity", 19.0, 20.0)
    assert seconds(alarm["cleared"]) == pytest.approx(now + 300, abs=1)


async def test_alarm_bits_of_a_tracker(kit: Kit) -> None:
    now, device = time.time(), device_of(kit)
    cut = int(Bit.SUPPLY_CUT)
    rows = [fixed(device, now + 10 * n, alarm_bits=cut if 2 <= n < 5 else 0) for n in range(8)]
    await feed(kit, rows)
    (alarm,) = await listed(kit)
    assert alarm["type"] == "power_cut"
    assert seconds(alarm["time"]) == pytest.approx(now + 20, abs=0.01)
    assert seconds(alarm["cleared"]) == pytest.approx(now + 50, abs=0.01)


async def test_a_type_that_is_switched_off_raises_nothing(kit: Kit) -> None:
    now = time.time()
    off = {"types": {"cell_ov": {"enabled": False}, "low_capacity": {"threshold": 50}}}
    async with kit.client("top-manager") as client:
        assert (await client.put("/alarm-settings", json=off)).status_code == 200
    async with kit.client("shop-manager") as client:
        shown = (await client.get(f"/devices/{NUMBER}/alarm-settings")).json()
        assert shown["own"] == {}
        assert shown["types"]["cell_ov"]["enabled"] is False
    both: dict[str, Any] = {"protections": ("cell_ov", "pack_ov"), "soc_pct": 45.0}
    await feed(kit, [sample(kit, now, **both)])
    assert {each["type"] for each in await listed(kit)} == {"pack_ov", "low_capacity"}
    async with kit.client("shop-manager") as client:  # nearest wins
        on = {"types": {"cell_ov": {"enabled": True, "raise_delay_s": 30, "severity": "info"}}}
        await client.put(f"/devices/{NUMBER}/alarm-settings", json=on)
    await feed(kit, [sample(kit, now + 10, **both)])
    assert not await listed(kit, type="cell_ov")
    await feed(kit, [sample(kit, now + 45, **both)])
    (alarm,) = await listed(kit, type="cell_ov")
    assert alarm["severity"] == "info"


SETTINGS: list[tuple[dict[str, Any], int]] = [
    ({"types": {"no_such": {"enabled": False}}}, 422),
    ({"types": {"x_jbd_odd": {"enabled": False}}}, 200),
    ({"quiet": {"from": "25:00", "to": "07:00"}}, 422),
    ({"quiet": {"from": "22:00", "to": "07:00"}}, 200),
    ({"quiet": None}, 200),
    ({"odd": 1}, 422),
]


async def test_settings_are_checked(kit: Kit) -> None:
    async with kit.client("shop-manager") as client:
        for body, status in SETTINGS:
            answer = await client.put("/alarm-settings", json=body)
            assert answer.status_code == status, body
            if status == 200:
                assert answer.json()["own"] == (await client.get("/alarm-settings")).json()["own"]
    async with kit.client("shop-operator") as client:
        assert (await client.put("/alarm-settings", json={})).status_code == 403


async def test_acknowledging(kit: Kit) -> None:
    now = time.time()
    await feed(kit, [sample(kit, now, protections=("pack_ov", "short"))])
    alarms = await listed(kit, state="raised")
    assert len(alarms) == 2
    ids = [each["id"] for each in alarms]
    async with kit.client("sibling-operator") as client:
        assert (await client.post("/alarms/ack", json={"ids": ids})).json() == {"ids": []}
        assert (await client.post(f"/alarms/{ids[0]}/ack")).status_code == 404
        assert (await client.get(f"/alarms/{ids[0]}")).status_code == 404
    async with kit.client("shop-viewer") as client:
        assert (await client.post(f"/alarms/{ids[0]}/ack")).status_code == 403
    async with kit.client("shop-operator") as client:
        one = (await client.post(f"/alarms/{ids[0]}/ack")).json()
        assert (one["state"], one["acknowledged_by"]) == ("acknowledged", "shop-operator")
        counts = (await client.get("/alarms/counts")).json()
        assert (counts["open"], counts["raised"], counts["acknowledged"]) == (2, 1, 1)
        many = (await client.post("/alarms/ack", json={"ids": ids})).json()
        assert sorted(many["ids"]) == sorted(ids)
    assert not await listed(kit, state="raised")
    assert await listed(kit, "sibling-owner") == []


async def test_search_and_pages(kit: Kit) -> None:
    now = time.time()
    kinds = ("pack_ov", "short", "cell_uv", "dsg_oc_2", "x_jbd_odd")
    await feed(kit, [sample(kit, now, protections=kinds)])
    await feed(kit, [sample(kit, now, "child", protections=("short",))])
    assert len(await listed(kit)) == 6
    assert len(await listed(kit, q=NUMBERS["child"][-4:])) == 1
    assert len(await listed(kit, type=["short", "pack_ov"])) == 3
    async with kit.client() as client:
        first = (await client.get("/alarms", params={"limit": 4})).json()
        rest = await client.get("/alarms", params={"limit": 4, "cursor": first["next_cursor"]})
    assert [a["alarm_number"] for a in first["items"]] == [6, 5, 4, 3]
    assert [a["alarm_number"] for a in rest.json()["items"]] == [2, 1]
    assert rest.json()["next_cursor"] is None


async def test_what_is_told_late_stands_where_it_belongs(kit: Kit) -> None:
    now = time.time()
    await feed(kit, [sample(kit, now, protections=("pack_ov",))])
    await feed(kit, [sample(kit, now - 7200, "child", protections=("short",))])
    assert [a["type"] for a in await listed(kit)] == ["pack_ov", "short"]
    async with kit.client() as client:
        first = (await client.get("/alarms", params={"limit": 1})).json()
        assert [a["type"] for a in first["items"]] == ["pack_ov"]
        rest = await client.get("/alarms", params={"cursor": first["next_cursor"]})
    assert [a["type"] for a in rest.json()["items"]] == ["short"]


async def test_a_storm_is_told_once(kit: Kit) -> None:
    """60 batteries of the shop lose their supply: one storm, and each is in the list."""
    pks = await batteries(kit, "shop", 60)
    told: list[Event] = []
    kit.services.core.hub.listen(told.extend)
    devices = [kit.services.directory.by_pk(pk) for pk in pks]
    bits, now = int(Bit.SUPPLY_CUT), time.time()
    await feed(kit, [fixed(d, now, alarm_bits=bits) for d in devices if d is not None])
    storms = await listed(kit, type="storm")
    alarms = await listed(kit, type="power_cut")
    assert len(storms) == 1
    assert (storms[0]["source"], storms[0]["device"], storms[0]["count"]) == ("power_cut", None, 60)
    assert len(alarms) == 60
    assert sum(each["storm"] == storms[0]["id"] for each in alarms) == 10
    assert await listed(kit, "top-owner", type="storm") == storms
    assert not await listed(kit, "child-owner", type="storm")
    mine = [event for event in told if event.value.get("type") == "storm"]
    assert [event.account_path for event in mine] == [kit.paths["shop"]]


async def batteries(kit: Kit, account: str, count: int) -> Sequence[int]:
    rows = [
        {
            "number": f"9{n:05}",
            "account_id": kit.accounts[account],
            "account_path": kit.paths[account],
            "name": new_id(),
            "created_ms": 0,
            "enabled_ms": 0,
        }
        for n in range(count)
    ]
    pks = []
    async with kit.services.core.store.write() as tx:
        for row in rows:
            made = insert(DEVICES).values(row).returning(DEVICES.c.pk)
            pks.append((await tx.connection.execute(made)).scalar_one())
        states = [{"device": pk} for pk in pks]
        await tx.connection.execute(insert(DEVICE_STATE), states)
    await kit.services.directory.refresh(*pks)
    return pks


async def test_silence_and_its_end(kit: Kit) -> None:
    now = time.time()
    rides, pk = kit.services.rides, kit.pks[NUMBER]

    async def until(seconds_ago: float) -> None:
        async with kit.services.core.store.write() as tx:
            ms = round((now - seconds_ago) * 1000)
            await tx.connection.execute(
                update(DEVICE_STATE)
                .where(DEVICE_STATE.c.device == pk)
                .values(online_until_ms=ms, seen_ms=ms, linked_ms=None)
            )

    await until(60)
    assert await rides.offline.look(settle_s=0) == 0  # not for long enough
    await until(130)
    assert await rides.offline.look(settle_s=300) == 0  # the server has only just begun
    assert await rides.offline.look(settle_s=0) == 1
    assert await rides.offline.look(settle_s=0) == 0
    (alarm,) = await listed(kit)
    assert alarm["type"] == "offline"
    assert alarm["device"]["communication"] == "offline"
    assert alarm["device"]["communication_s"] == pytest.approx(130, abs=20)
    await feed(kit, [fixed(device_of(kit), now)])
    (alarm,) = await listed(kit)
    assert alarm["state"] == "cleared"


async def test_a_rule_that_fails_takes_nothing_along(
    kit: Kit, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rides, now = kit.services.rides, time.time()

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(rides.watches, "needed", broken)
    cut = [fixed(device_of(kit), now + n, alarm_bits=int(Bit.SUPPLY_CUT)) for n in range(5)]
    await feed(kit, cut)
    assert rides.failures == {"motion": 5}
    assert sum("rule motion failed" in record.message for record in caplog.records) == 1
    assert [each["type"] for each in await listed(kit)] == ["power_cut"]
