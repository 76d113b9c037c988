"""Noise, halves, floods, parts that are lost, clocks that are wrong: what is good is kept."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from mingtang_desk.server.ingest.limits import LIMITS
from mingtang_desk.server.store.tables.ingest import POSITIONS, RAW_FRAMES
from mingtang_desk.sim.tracker import bodies
from mingtang_desk.sim.tracker.rows import Row
from mingtang_desk.sim.tracker.telegram import pack, u16
from mingtang_desk.wire.jt808.codec import encode
from mingtang_desk.wire.jt808.framing import Jt808Framer
from mingtang_desk.wire.jt808.header import terminal_of
from mingtang_desk.wire.jt808.octets import CHINA
from mingtang_desk.wire.jt808.position import read_position
from mingtang_desk.wire.jt808.reports import Batch
from tests.server.ingest.rows import row_at
from tests.server.ingest.talk import identity, talk
from tests.server.kit import NUMBERS, Kit, kit_of

pytestmark = pytest.mark.asyncio

OWN = NUMBERS["shop"]
WHO = identity(OWN)


def report(second: int, serial: int, **changes: object) -> bytes:
    """Return a position telegram."""
    return pack(0x0200, bodies.position(row_at(second, **changes)), WHO, serial)  # type: ignore[arg-type]


async def flags_of(kit: Kit) -> list[tuple[int, int]]:
    """Return time and flags of each row, in the order of their coming."""
    query = select(POSITIONS.c.time_ms, POSITIONS.c.flags).order_by(POSITIONS.c.id)
    async with kit.services.core.store.read() as connection:
        return [(row.time_ms, row.flags) for row in await connection.execute(query)]


async def test_noise_halves_and_wrong_checksums_cost_only_themselves(kit: Kit) -> None:
    good = report(1, 901)
    damaged = bytearray(report(2, 902))
    damaged[20] ^= 0x10
    async with talk(kit.jt808) as line:
        await line.introduce(WHO)
        line.raw(b"\x00\xffGET / HTTP/1.1\r\n\r\n")
        line.raw(good[:25])
        await asyncio.sleep(0.05)
        line.raw(good[25:])
        assert (await line.next(0x8001)).body[:2] == u16(901)
        line.raw(report(3, 903)[:30])  # the rest never comes
        line.raw(bytes(damaged))
        line.raw(report(4, 904)[:-1])
        line.raw(report(5, 905))
        told = [(await line.next(0x8001)).body[:2] for _ in range(2)]
        assert told == [u16(904), u16(905)]
        async with talk(kit.jt808) as other:
            other.raw(b"\x7e" + b"\x55" * 100_000)
            assert await line.answer(0x0002, b"", WHO) == 0
    assert len(await flags_of(kit)) == 3
    query = select(RAW_FRAMES.c.problem).where(RAW_FRAMES.c.problem.is_not(None))
    async with asyncio.timeout(15):
        while True:
            async with kit.services.core.store.read() as connection:
                problems = set((await connection.execute(query)).scalars())
            if {"checksum", "too_long"} <= problems:
                break
            await asyncio.sleep(0.05)


async def test_who_sends_nothing_but_what_is_refused_is_cut(kit: Kit) -> None:
    async with talk(kit.jt808) as line:
        for serial in range(LIMITS.strikes + 5):
            line.raw(report(1, serial))
        await line.ended()
    assert kit.services.ingest.counts.refused >= LIMITS.strikes
    assert await flags_of(kit) == []
    async with talk(kit.jt808) as line:
        await line.introduce(WHO)
        assert await line.answer(0x0002, b"", WHO) == 0


async def test_a_flood_of_a_proven_tracker_is_stored(kit: Kit) -> None:
    count = 3000
    async with talk(kit.jt808) as line:
        await line.introduce(WHO)
        for second in range(count):
            line.raw(report(second, second))
        await line.writer.drain()
        confirmed: set[bytes] = set()
        while len(confirmed) < count:
            confirmed.add(bytes((await line.next(0x8001)).body[:2]))
    assert len(await flags_of(kit)) == count


async def test_rows_that_come_again_in_large_groups_are_not_doubled(
    db: str, tmp_path: Path
) -> None:
    async with kit_of(db, tmp_path, accept_unknown=True) as kit:
        terminal = terminal_of("13977777777")
        who = identity("13977777777")
        rows = [read_position(bodies.position(row_at(n)), CHINA) for n in range(900)]
        batch = Batch(kind=1, positions=tuple(rows), count=len(rows))
        packets = encode(batch, terminal, 10)
        assert len(packets) > 20
        for _ in range(2):
            async with talk(kit.jt808) as line:
                line.send(0x0002, b"", who)
                await line.next(0x8001)
                lost = packets[7]
                for packet in packets:
                    if packet is not lost:
                        line.raw(packet)
                asked = await line.next(0x8003)
                assert asked.body[:2] == u16(10)
                assert asked.body[3:] == u16(8)
                line.raw(lost)
                told = await line.next(0x8001)
                (part,) = Jt808Framer().feed(lost)
                assert told.body == u16(part.header.serial) + u16(0x0704) + b"\x00"
        async with kit.services.core.store.read() as connection:
            assert await connection.scalar(select(func.count()).select_from(POSITIONS)) == 900


async def test_late_rows_are_stored_and_do_not_move_the_marker(kit: Kit) -> None:
    async with talk(kit.jt808) as line:
        await line.introduce(WHO)
        for second, flags in ((100, 96), (50, 98), (101, 96)):
            body = bodies.position(row_at(second))
            assert await line.answer(0x0200, body, WHO) == 0
            assert (await flags_of(kit))[-1][1] == flags
            async with kit.client() as client:
                shown = (await client.get(f"/devices/{OWN}/position")).json()
            assert shown["time"] == f"2026-11-20T08:01:4{0 if second < 101 else 1}.000Z"


async def test_wrong_clocks_weak_fixes_and_leaps_are_flagged(kit: Kit) -> None:
    rows: tuple[tuple[Row, list[str]], ...] = (
        (row_at(1), []),
        (row_at(2, satellites=2), ["weak"]),
        (row_at(3, lat=39.9), ["teleport"]),
        (row_at(4), []),
        (row_at(5, is_valid=False), ["no_fix"]),
        (row_at(6, when=datetime(2001, 1, 1, tzinfo=UTC)), ["clock"]),
    )
    async with talk(kit.jt808) as line:
        await line.introduce(WHO)
        for row, _ in rows:
            assert await line.answer(0x0200, bodies.position(row), WHO) == 0
    async with kit.client() as client:
        span = {"from": "2026-11-20T00:00:00Z", "to": "2026-12-10T00:00:00Z"}
        found = (await client.get(f"/devices/{OWN}/track", params=span)).json()["points"]
        thin = (await client.get(f"/devices/{OWN}/track", params=span | {"simplify_m": 50})).json()
        page = (await client.get(f"/devices/{OWN}/track", params=span | {"limit": 4})).json()
        rest = span | {"limit": 4, "cursor": page["next_cursor"]}
        last = (await client.get(f"/devices/{OWN}/track", params=rest)).json()
        long = span | {"from": "2026-10-20T00:00:00Z"}
        assert (await client.get(f"/devices/{OWN}/track", params=long)).status_code == 422
    assert [point["flags"] for point in found] == [flags for _, flags in rows]
    assert page["points"] + last["points"] == found
    assert thin["is_simplified"]
    assert 2 <= len(thin["points"]) < 5


async def test_alarm_bits_and_times(kit: Kit) -> None:
    async with talk(kit.jt808) as line:
        await line.introduce(WHO)
        for second in (1, 2):
            body = bytearray(bodies.position(row_at(second)))
            body[:4] = (1 << 8).to_bytes(4, "big")
            assert await line.answer(0x0200, bytes(body), WHO) == 0
        line.send(0x0109, b"", WHO)
        assert len((await line.next(0x8109)).body) == 7
        assert await line.answer(0x0F01, b"what nobody knows", WHO) == 0
    query = select(POSITIONS.c.event).order_by(POSITIONS.c.id)
    async with kit.services.core.store.read() as connection:
        assert list((await connection.execute(query)).scalars()) == ["power_cut", ""]
