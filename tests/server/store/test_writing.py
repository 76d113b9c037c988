"""What becomes of a write whose writer is cancelled, and of events that a listener fails on."""

import asyncio
from collections.abc import AsyncIterator, Sequence

import pytest
import pytest_asyncio
from sqlalchemy import insert, select

from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.push.hub import Hub
from mingtang_desk.server.store.store import Store
from mingtang_desk.server.store.tables.accounts import META
from mingtang_desk.server.store.tables.push import OUTBOX
from mingtang_desk.session.clock import SystemClock

pytestmark = pytest.mark.asyncio


def event(kind: Kind = Kind.COMMAND) -> Event:
    return Event(kind=kind, device=1, number="1", account_path="/a", value={})


@pytest_asyncio.fixture
async def store(db: str) -> AsyncIterator[Store]:
    opened = await Store.open(db, SystemClock())
    yield opened
    await opened.close()


async def test_writers_cancelled_anywhere_leave_all_or_nothing(store: Store) -> None:
    told: list[int] = []
    store.on_commit = lambda events: told.extend(each.seq for each in events)
    begun: list[int] = []

    async def one(number: int) -> None:
        async with store.write() as tx:
            begun.append(number)
            row = {"key": f"row {number}", "value": "", "secret": False}
            await tx.connection.execute(insert(META).values(row))
            tx.emit(event())

    await one(999)
    steps = 0
    for number in range(60):
        writing = asyncio.create_task(one(number))
        for _ in range(steps):  # each one a little further than the one before
            await asyncio.sleep(0)
        writing.cancel()
        outcome = (await asyncio.gather(writing, return_exceptions=True))[0]
        assert outcome is None or isinstance(outcome, asyncio.CancelledError)
        steps = (steps + 7) % 401
        await one(1000 + number)  # with a connection again: only the writing is to be cut short

    async with store.read() as connection:
        stored = list(await connection.scalars(select(OUTBOX.c.seq).order_by(OUTBOX.c.seq)))
        rows = list(await connection.scalars(select(META.c.key).where(META.c.key.like("row %"))))
    assert stored == told  # in their order, none twice, none in silence
    assert len(rows) == len(stored)
    assert len(stored) > 0
    assert len(begun) > 1


async def test_a_cancelled_commit_is_brought_to_its_end_and_told(store: Store) -> None:
    told: list[int] = []
    store.on_commit = lambda events: told.extend(each.seq for each in events)
    at_the_end = asyncio.Event()

    async def one() -> None:
        async with store.write() as tx:
            tx.emit(event())
            at_the_end.set()

    writing = asyncio.create_task(one())
    await at_the_end.wait()
    writing.cancel()  # it waits for the database by now
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert told == [1]
    await one()
    assert told == [1, 2]


async def test_a_failed_commit_spends_its_numbers(store: Store) -> None:
    told: list[int] = []
    store.on_commit = lambda events: told.extend(each.seq for each in events)
    odd = Event(kind=Kind.ALARM, device=1, number="1", account_path="/a", value={"odd": object()})

    async def one(told_of: Event) -> None:
        async with store.write() as tx:
            tx.emit(told_of)

    with pytest.raises(TypeError):  # no JSON
        await one(odd)
    await one(event())
    assert told == [2]


async def test_a_listener_that_fails_takes_nothing_along(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    hub, told = Hub(), list[int]()
    store.on_commit = hub.publish

    def bad(_: Sequence[Event]) -> None:
        raise RuntimeError("a bug")

    hub.listen(bad)
    hub.listen(lambda events: told.extend(each.seq for each in events))
    async with store.write() as tx:
        tx.emit(event())
    assert told == [1]
    assert "a listener could not be told" in caplog.text
