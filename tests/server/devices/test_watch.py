"""Who is not heard of any more is told once, in time, and is found again after a restart."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import insert, select, update

from mingtang_desk.server.config import ServerConfig
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.directory import Directory, add_device
from mingtang_desk.server.devices.watch import AT_ONCE
from mingtang_desk.server.ids import new_id, step_of
from mingtang_desk.server.ingest.model import ContactReading, PositionReading, Reading
from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.push.hub import Hub
from mingtang_desk.server.store.store import Store
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.times import now_ms
from tests.unit.clock import FakeClock

pytestmark = pytest.mark.asyncio


class Place:
    """A directory with a clock of its own, and what was told."""

    def __init__(self, core: Core, clock: FakeClock) -> None:
        self.core = core
        self.clock = clock
        self.directory = Directory(core)
        self.told: list[Event] = []
        core.hub.listen(self.told.extend)

    @property
    def now(self) -> int:
        return now_ms(self.clock)

    async def hear(self, *readings: Reading) -> None:
        """Do what ingest does."""
        async with self.core.store.write() as tx:
            for reading in readings:
                seen = self.directory.watch.take(reading)
                at = DEVICE_STATE.c.device == reading.device.pk
                await tx.connection.execute(update(DEVICE_STATE).where(at).values(seen.columns()))

    def position(self, number: str) -> PositionReading:
        device = self.directory.by_number(number)
        assert device is not None
        return PositionReading(device=device, time_ms=self.now, received_ms=self.now)

    def contact(self, number: str, *, linked: bool) -> ContactReading:
        device = self.directory.by_number(number)
        assert device is not None
        return ContactReading(device=device, time_ms=self.now, received_ms=self.now, linked=linked)

    async def look(self) -> list[tuple[str, object]]:
        self.told.clear()
        await self.directory.watch.look()
        assert all(event.kind is Kind.PRESENCE for event in self.told)
        return [(event.number, event.value["state"]) for event in self.told]


@asynccontextmanager
async def placed(
    db: str, folder: Path, clock: FakeClock, numbers: Sequence[str] = ()
) -> AsyncIterator[Place]:
    store = await Store.open(db, clock)
    hub = Hub()
    store.on_commit = hub.publish
    place = Place(
        Core(config=ServerConfig(data=folder, db=db), clock=clock, store=store, hub=hub), clock
    )
    try:
        if numbers:
            async with store.write() as tx:
                account = new_id()
                path = step_of(account)
                await tx.connection.execute(
                    insert(ACCOUNTS).values(id=account, path=path, name="top", created_ms=tx.now_ms)
                )
                for number in numbers:
                    await add_device(
                        tx,
                        {
                            "number": number,
                            "terminal": number,
                            "account_id": account,
                            "account_path": path,
                            "enabled_ms": None if number.startswith("9") else tx.now_ms,
                        },
                    )
        await place.directory.start()
        yield place
        await place.directory.stop()
    finally:
        await store.close()


async def test_silence_is_told_once_after_two_minutes(db: str, tmp_path: Path) -> None:
    clock = FakeClock()
    async with placed(db, tmp_path, clock, ["11", "12", "91"]) as place:
        await place.hear(*(place.position(number) for number in ("11", "12", "91")))
        clock.advance(80)  # 2 x 10 s + 60 s: the last moment online
        assert await place.look() == []
        clock.advance(119)
        assert await place.look() == []
        await place.hear(place.position("12"))
        clock.advance(1)
        assert await place.look() == [("11", "offline")]  # 91 is not enabled
        assert await place.look() == []
        clock.advance(10_000)
        assert await place.look() == [("12", "offline")]
        async with place.core.store.read() as connection:
            state = DEVICE_STATE.c
            rows = (
                await connection.execute(
                    select(state.told, state.tell_ms, state.state_seq).order_by(state.device)
                )
            ).all()
        assert [row.told for row in rows] == ["offline"] * 3
        assert [row.tell_ms for row in rows] == [None] * 3
        assert [row.state_seq is not None for row in rows] == [True, True, False]


async def test_a_restart_is_no_loss_of_contact(db: str, tmp_path: Path) -> None:
    clock = FakeClock()
    async with placed(db, tmp_path, clock, ["11", "12"]) as place:
        await place.hear(*(place.contact(number, linked=True) for number in ("11", "12")))
        clock.advance(3600)
        assert await place.look() == []
    async with placed(db, tmp_path, clock) as place:
        assert await place.look() == []
        clock.advance(60)
        await place.hear(place.contact("11", linked=True))
        clock.advance(60)
        assert await place.look() == [("12", "offline")]
        assert place.told[0].value["since"] == "2026-11-22T11:00:00.123Z"
        device = place.directory.by_number("12")
        assert device is not None
        async with place.core.store.write() as tx:
            await place.directory.watch.told_interval(tx, device.pk, 30.0)
        assert place.directory.watch.of(device.pk).ordered_s == 30.0


async def test_a_time_that_runs_out_is_told(db: str, tmp_path: Path) -> None:
    clock = FakeClock()
    async with placed(db, tmp_path, clock, ["11", "91"]) as place:
        async with place.core.store.write() as tx:
            await tx.connection.execute(update(DEVICES).values(expires_ms=place.now + 60_000))
        await place.directory.refresh(*(device.pk for device in place.directory))
        clock.advance(59)
        assert await place.look() == []
        clock.advance(1)
        assert await place.look() == [("11", "expired")]
        assert await place.look() == []


async def test_a_fleet_that_falls_silent_at_once(db: str, tmp_path: Path) -> None:
    clock = FakeClock()
    numbers = [f"1{number:05}" for number in range(AT_ONCE + 20)]
    async with placed(db, tmp_path, clock, numbers) as place:
        await place.hear(*(place.position(number) for number in numbers))
        clock.advance(10_000)
        told = await place.look()
        assert sorted(number for number, _ in told) == numbers
        seqs = [event.seq for event in place.told]
        assert seqs == sorted(set(seqs))
