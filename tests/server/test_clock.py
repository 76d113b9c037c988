"""The clock of tests moves only when it is told to, and the server goes by it."""

from datetime import timedelta

import pytest

from tests.server.clock import START, FakeClock
from tests.server.kit import Kit


def test_it_stands_still_and_moves() -> None:
    clock = FakeClock()
    before = clock.monotonic()
    assert clock.now() == START
    clock.advance(1.5)
    assert clock.now() == START + timedelta(seconds=1.5)
    assert clock.monotonic() - before == 1.5


def test_a_wall_clock_put_back_leaves_the_other_alone() -> None:
    clock = FakeClock()
    before = clock.monotonic()
    clock.put(START - timedelta(days=400))
    assert clock.now() == START - timedelta(days=400)
    assert clock.monotonic() == before
    clock.put(START)
    assert clock.monotonic() - before == 400 * 86_400


@pytest.mark.asyncio
async def test_the_server_goes_by_it(timed: Kit, clock: FakeClock) -> None:
    async with timed.services.core.store.write() as tx:
        first = tx.now_ms
    clock.advance(60)
    async with timed.services.core.store.write() as tx:
        assert tx.now_ms == first + 60_000
