"""A link is given to somebody else and taken back; the device stays in the list."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import pytest

from mingtang_desk.core.errors import LinkLostError
from mingtang_desk.device.model import LinkPhase, Topic
from tests.session.bench import simulated


async def wait_for(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.001)


@pytest.mark.asyncio
async def test_a_released_link_is_closed_and_comes_back() -> None:
    phases: list[LinkPhase] = []
    async with simulated() as bench:
        session, model = bench.session, bench.session.model
        task = asyncio.create_task(session.run())
        await wait_for(lambda: len(bench.store.samples) > 2)
        model.observe(lambda topic: phases.append(model.phase) if topic is Topic.LINK else None)
        await session.release()
        await session.release()
        assert session.released
        assert not session._link.is_open
        assert (model.phase, getattr(model.error, "key", "")) == (
            LinkPhase.OFFLINE,
            "link_released",
        )
        count = len(bench.store.samples)
        await asyncio.sleep(0.05)
        assert len(bench.store.samples) == count
        for work in (session.read_sample, session.read_settings, session.read_counters):
            with pytest.raises(LinkLostError) as caught:
                await work()
            assert caught.value.key == "link_released"
        session.resume()
        session.resume()
        await wait_for(lambda: len(bench.store.samples) > count + 1)
        assert model.error is None
        await session.close()
        await asyncio.wait_for(task, 1)
    assert phases == [
        LinkPhase.OFFLINE,
        LinkPhase.CONNECTING,
        LinkPhase.LIVE,
        LinkPhase.OFFLINE,
    ]
    assert [key for key, _ in bench.store.events] == [
        "connected",
        "released",
        "connected",
        "disconnected",
    ]


@pytest.mark.asyncio
async def test_a_write_ends_before_the_link_is_released() -> None:
    async with simulated() as bench:
        session = bench.session
        task = asyncio.create_task(session.run())
        await session.read_settings()
        write = asyncio.create_task(session.write_settings({"cell_ovp_v": 4.2}, who="me"))
        await asyncio.sleep(0.001)
        await session.release()
        assert write.done()
        assert (await write).applied
        await session.close()
        await asyncio.wait_for(task, 1)


@pytest.mark.asyncio
async def test_a_released_session_closes_at_once() -> None:
    async with simulated() as bench:
        session = bench.session
        task = asyncio.create_task(session.run())
        await session.release()
        started = asyncio.get_running_loop().time()
        await session.close()
        session.resume()
        await asyncio.wait_for(task, 1)
        assert asyncio.get_running_loop().time() - started < 0.2
        assert session.model.phase is LinkPhase.OFFLINE


@pytest.mark.asyncio
async def test_a_release_while_the_board_is_silent_is_no_lost_link() -> None:
    async with simulated() as bench:
        session, model = bench.session, bench.session.model
        bench.port.swallow = lambda _: True
        task = asyncio.create_task(session.run())
        await asyncio.sleep(0.02)
        await session.release()
        await asyncio.sleep(0.05)
        assert (model.phase, getattr(model.error, "key", "")) == (
            LinkPhase.OFFLINE,
            "link_released",
        )
        bench.port.swallow = lambda _: False
        session.resume()
        await wait_for(lambda: model.phase is LinkPhase.LIVE)
        await session.close()
        await asyncio.wait_for(task, 1)
