"""Every published frame through the real listener: answered, kept, and shown."""

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select, update

from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.server.store.tables.ingest import POSITIONS, RAW_FRAMES
from mingtang_desk.wire.jt808.framing import Jt808Framer
from tests.server.ingest.talk import talk
from tests.server.kit import kit_of

pytestmark = pytest.mark.asyncio

FRAMES = Path(__file__).parents[2] / "unit" / "wire" / "jt808" / "frames"
ROWS: list[dict[str, Any]] = json.loads((FRAMES / "published.json").read_text("utf-8"))["frames"]
BATTERY = json.loads((FRAMES / "battery-reply.json").read_text("utf-8"))
UP = [row for row in ROWS if int(row["header"]["msg_id"], 16) < 0x8000]


def key_of(row: dict[str, Any]) -> str:
    """Return what the battery of a frame is called."""
    (packet,) = Jt808Framer().feed(bytes.fromhex(row["wire_hex"]))
    return packet.header.terminal.key


async def test_several_terminals_on_one_plain_connection(db: str, tmp_path: Path) -> None:
    async with kit_of(db, tmp_path, accept_unknown=True) as kit, talk(kit.jt808) as line:
        for row in [*UP, {"wire_hex": BATTERY["jt808_uplink_hex"], "header": None}]:
            line.raw(bytes.fromhex(row["wire_hex"]))
            head = row["header"] or {"msg_id": "0x0900", "serial": 1}
            kind, serial = int(head["msg_id"], 16), head.get("serial", 0)
            if kind in (0x0001, 0x0104, 0x0201, 0x0100):
                continue
            told = await line.next(0x8001)
            assert int.from_bytes(told.body[2:4], "big") == kind, row.get("id")
            if row["header"]:
                assert int.from_bytes(told.body[:2], "big") == serial, row["id"]
        async with kit.client("top-owner") as client:
            for row in UP:
                body = row["body"]
                if "latitude" not in body or not body["located"]:
                    continue
                answer = await client.get(f"/devices/{key_of(row)}/position")
                assert answer.status_code == 200, (row["id"], answer.text)
                shown = answer.json()
                newest = [
                    other["body"]
                    for other in UP
                    if key_of(other) == key_of(row) and other["body"].get("located")
                ]
                assert (shown["lat"], shown["lon"]) in [
                    (b["latitude"], b["longitude"]) for b in newest
                ]
                assert shown["datum"] == "WGS-84"
        query = select(func.count()).select_from(RAW_FRAMES).where(RAW_FRAMES.c.direction == 0)
        async with kit.services.core.store.read() as connection:
            kept = await connection.scalar(query.where(RAW_FRAMES.c.problem.is_(None)))
        registrations = sum(row["header"]["msg_id"] == "0x0102" for row in UP)
        assert kept is not None
        assert kept >= len(UP) + 1 - registrations - 2


async def test_a_replay_doubles_nothing(db: str, tmp_path: Path) -> None:
    row = next(row for row in UP if row["body"].get("located"))
    async with kit_of(db, tmp_path, accept_unknown=True) as kit, talk(kit.jt808) as line:
        for _ in range(5):
            line.raw(bytes.fromhex(row["wire_hex"]))
            told = await line.next(0x8001)
            assert told.body[4] == 0
        async with kit.services.core.store.read() as connection:
            stored = await connection.scalar(select(func.count()).select_from(POSITIONS))
        assert stored == 1


async def test_unknown_trackers_wait_in_quarantine(db: str, tmp_path: Path) -> None:
    row = next(row for row in UP if row["body"].get("located"))
    async with kit_of(db, tmp_path) as kit, talk(kit.jt808) as line:
        line.raw(bytes.fromhex(row["wire_hex"]))
        told = await line.next(0x8001)
        assert told.body[4] == 1
        async with kit.client("top-owner") as client:
            answer = await client.get(f"/devices/{key_of(row)}/position")
        assert answer.status_code == 404
        async with kit.services.core.store.read() as connection:
            known = await connection.scalar(select(func.count()).select_from(DEVICES))
        assert known == len(kit.pks)


async def test_a_report_without_a_fix_shows_no_place(db: str, tmp_path: Path) -> None:
    row = next(row for row in UP if row["body"].get("located") is False)
    async with kit_of(db, tmp_path, accept_unknown=True) as kit, talk(kit.jt808) as line:
        line.raw(bytes.fromhex(row["wire_hex"]))
        await line.next(0x8001)
        async with kit.client("top-owner") as client:
            shown = (await client.get(f"/devices/{key_of(row)}/position")).json()
    assert (shown["lat"], shown["lon"]) == (None, None)
    assert "located" not in shown["status"]
    assert shown["mileage_m"] == round(row["body"]["mileage_km"] * 1000)
    assert shown["signal"] == row["body"]["signal_strength"]


async def test_a_board_behind_a_tracker_is_read_from_what_comes_unasked(
    db: str, tmp_path: Path
) -> None:
    async with kit_of(db, tmp_path) as kit, talk(kit.jt808) as line:
        async with kit.services.core.store.write() as tx:
            await tx.connection.execute(update(DEVICES).values(is_open=True))
        await kit.services.directory.refresh(*kit.pks.values())
        line.raw(bytes.fromhex(BATTERY["jt808_uplink_hex"]))
        await line.next(0x8001)
        async with kit.client("top-owner") as client:
            sample = (await client.get("/devices/13800000001/bms")).json()
    assert sample["protocol"] == "daly"
    assert sample["pack_v"] == BATTERY["expect"]["pack_voltage_v"]
    assert sample["current_a"] == -BATTERY["expect"]["current_a"]  # the wire counts discharge
    assert sample["soc_pct"] == BATTERY["expect"]["soc_percent"]
