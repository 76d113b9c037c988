"""Who a terminal is: codes, replays, strangers, spoofed numbers."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import func, select, update

from mingtang_desk.server.store.tables.devices import DEVICES, QUARANTINE
from mingtang_desk.server.store.tables.ingest import POSITIONS, RAW_FRAMES
from mingtang_desk.sim.tracker import bodies
from tests.server.ingest.rows import row_at
from tests.server.ingest.talk import Talk, identity, talk
from tests.server.kit import NUMBERS, Kit, kit_of

pytestmark = pytest.mark.asyncio

OWN, OTHER, NOBODY = NUMBERS["shop"], NUMBERS["sibling"], "13999999999"


async def report(line: Talk, number: str, second: int = 0, edition: int = 2013) -> int:
    """Report a position; return the result of the reply."""
    body = bodies.position(row_at(second))
    return await line.answer(0x0200, body, identity(number, edition))


async def positions(kit: Kit) -> int:
    """Return how many rows are stored."""
    async with kit.services.core.store.read() as connection:
        return await connection.scalar(select(func.count()).select_from(POSITIONS)) or 0


@pytest.mark.parametrize("edition", [2013, 2019])
async def test_only_who_proves_the_code_may_speak(kit: Kit, edition: int) -> None:
    who = identity(OWN, edition)
    async with talk(kit.jt808) as line:
        assert await report(line, OWN, edition=edition) == 1
        result, code = await line.register(who)
        assert result == 0
        assert await report(line, OWN, edition=edition) == 1
        assert await line.authenticate(b"wrong", who) == 1
        assert await line.authenticate(code, who) == 0
        assert await report(line, OWN, edition=edition) == 0
    assert await positions(kit) == 1
    async with talk(kit.jt808) as line:
        assert await report(line, OWN, 1, edition) == 1
        assert await line.authenticate(code, who) == 0
        assert await report(line, OWN, 1, edition) == 0


async def test_a_proven_tracker_cannot_speak_for_another(kit: Kit) -> None:
    async with talk(kit.jt808) as victim, talk(kit.jt808) as line:
        await victim.introduce(identity(OTHER))
        await line.introduce(identity(OWN))
        assert await report(line, OTHER) == 1
        assert await report(line, NOBODY) == 1
        assert await report(line, OWN) == 0
        assert await report(victim, OTHER) == 0
    assert await positions(kit) == 2


async def test_a_reset_tracker_registers_anew_and_a_replay_does_not_last(kit: Kit) -> None:
    who = identity(OWN)
    async with talk(kit.jt808) as line:
        first = await line.introduce(who)
        async with talk(kit.jt808) as thief:
            result, _ = await thief.register(who)
            assert result == 3  # its link stands
    link = kit.services.ingest.link_of
    device = kit.services.directory.by_number(OWN)
    assert device is not None
    while link(device) is not None:
        await _turn()
    async with talk(kit.jt808) as thief:
        second = await thief.introduce(who)  # as a tracker that was reset would
        assert second != first
        async with talk(kit.jt808) as line:
            assert await line.authenticate(first, who) == 0  # the true one still has its code
            await thief.ended()
            assert await report(line, OWN) == 0
    async with talk(kit.jt808) as thief:
        assert await thief.authenticate(second, who) == 1


async def test_another_terminal_with_the_number_is_refused_until_an_admin_forgets_the_code(
    kit: Kit,
) -> None:
    who = identity(OWN)
    async with talk(kit.jt808) as line:
        await line.introduce(who)
    device = kit.services.directory.by_number(OWN)
    assert device is not None
    while kit.services.ingest.link_of(device) is not None:
        await _turn()
    body = bodies.registration(who.digits, is_2019=False).replace(b"MT-SIM-808", b"ANOTHER-11")
    async with talk(kit.jt808) as line:
        line.send(0x0100, body, who)
        assert (await line.next(0x8100)).body[2] == 3
    async with kit.services.core.store.write() as tx:
        forget = update(DEVICES).where(DEVICES.c.pk == device.pk)
        await tx.connection.execute(forget.values(auth_code=None, proven_ms=None))
    await kit.services.directory.refresh(device.pk)
    async with talk(kit.jt808) as line:
        line.send(0x0100, body, who)
        assert (await line.next(0x8100)).body[2] == 0


async def test_the_newest_link_counts(kit: Kit) -> None:
    who = identity(OWN)
    async with talk(kit.jt808) as line:
        code = await line.introduce(who)
        async with talk(kit.jt808) as newer:
            assert await newer.authenticate(code, who) == 0
            await line.ended()
            assert await report(newer, OWN) == 0


async def test_a_logout_ends_what_may_be_said(kit: Kit) -> None:
    who = identity(OWN)
    async with talk(kit.jt808) as line:
        code = await line.introduce(who)
        assert await line.answer(0x0003, b"", who) == 0
        assert await report(line, OWN) == 1
        assert await line.authenticate(code, who) == 0


async def test_open_batteries_take_any_link_until_a_code_is_proven(db: str, tmp_path: Path) -> None:
    who = identity(NOBODY)
    async with kit_of(db, tmp_path, accept_unknown=True) as kit:
        async with talk(kit.jt808) as line:
            assert await report(line, NOBODY, 0) == 0
        async with talk(kit.jt808) as line:
            await line.introduce(who)
            assert await report(line, NOBODY, 1) == 0
        async with talk(kit.jt808) as line:
            assert await report(line, NOBODY, 2) == 1
        assert await positions(kit) == 2


async def test_strangers_are_noted_and_codes_are_never_kept(kit: Kit) -> None:
    who = identity(NOBODY)
    async with talk(kit.jt808) as line:
        result, _ = await line.register(who)
        assert result == 4
        own = identity(OWN)
        code = await line.introduce(own)
    async with kit.services.core.store.read() as connection:
        noted = (await connection.execute(select(QUARANTINE))).one()
    assert noted.terminal == NOBODY
    assert noted.model == "MT-SIM-808"
    await _kept(kit, 6)
    async with kit.services.core.store.read() as connection:
        kept = (await connection.execute(select(RAW_FRAMES))).all()
    assert {row.message_id for row in kept} >= {0x0100, 0x0102, 0x8100, 0x8001}
    assert not [row for row in kept if code in row.data]
    async with kit.client("top-owner") as client:
        strange = (await client.get("/frames")).json()["items"]
        own_frames = (await client.get(f"/devices/{OWN}/frames")).json()["items"]
    assert {frame["terminal"] for frame in strange} == {NOBODY}
    assert {frame["name"] for frame in own_frames} >= {"Register", "Authenticate", "PlatformReply"}
    async with kit.client("shop-owner") as client:
        assert (await client.get("/frames")).status_code == 403
        assert (await client.get(f"/devices/{OWN}/frames")).status_code == 200
        assert (await client.get(f"/devices/{OTHER}/frames")).status_code == 404
    async with kit.client("shop-viewer") as client:
        assert (await client.get(f"/devices/{OWN}/frames")).status_code == 403


async def _turn() -> None:
    await asyncio.sleep(0.01)


async def _kept(kit: Kit, least: int) -> None:
    """Wait until so many raw frames are stored."""
    async with asyncio.timeout(15):
        while True:
            async with kit.services.core.store.read() as connection:
                count = await connection.scalar(select(func.count()).select_from(RAW_FRAMES))
            if count is not None and count >= least:
                return
            await asyncio.sleep(0.05)


async def test_no_link_outlives_a_connection_that_went_while_it_was_proving(kit: Kit) -> None:
    who, services = identity(OWN), kit.services
    device = services.directory.by_number(OWN)
    assert device is not None
    async with talk(kit.jt808) as line:
        _, code = await line.register(who)
        async with services.core.store.write():  # the proof waits for the disk
            body = bodies.authentication(code, who.digits, "1.0", is_2019=who.is_2019)
            line.send(0x0102, body, who)
            await asyncio.sleep(0.2)
            line.writer.transport.abort()
            async with asyncio.timeout(15):
                while services.ingest._connections:
                    await _turn()
    async with asyncio.timeout(15):
        while not services.directory.by_number(OWN).proven:  # type: ignore[union-attr]
            await _turn()
    async with talk(kit.jt808) as line:  # another is answered after what was on its way
        await line.introduce(identity(OTHER))
    assert services.ingest.link_of(device) is None
    assert services.directory.watch.of(device.pk).linked_ms is None


async def test_who_was_sent_away_is_not_linked_any_more(kit: Kit) -> None:
    services = kit.services
    device = services.directory.by_number(OWN)
    assert device is not None
    async with talk(kit.jt808) as line, kit.client("shop-manager") as client:
        await line.introduce(identity(OWN))
        assert services.ingest.link_of(device) is not None
        assert (await client.post(f"/devices/{OWN}/new-code")).status_code == 200
        await line.ended()
    async with asyncio.timeout(15):
        while services.ingest.link_of(device) is not None:
            await _turn()
        while services.directory.watch.of(device.pk).linked_ms is not None:
            await _turn()
