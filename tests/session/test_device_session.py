import asyncio
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest

from mingtang_desk.core.errors import (
    LinkLostError,
    LinkNotFoundError,
    LinkTimeoutError,
    TransportError,
)
from mingtang_desk.device.model import LinkPhase, Mode, Topic
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.timing import Timing
from tests.session.bench import QUICK, simulated
from tests.session.fakes import FakeTransport


class Refusing(FakeTransport):
    """A line that never opens."""

    tried: Callable[[], None]

    async def open(self) -> None:
        self.tried()
        raise LinkNotFoundError("port_missing", where="x", known="-")


async def wait_for(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.001)


@pytest.mark.asyncio
async def test_connect_gives_identity_names_and_a_first_sample() -> None:
    async with simulated() as bench:
        model = bench.session.model
        assert (model.protocol, model.phase, model.mode) == ("jbd", LinkPhase.LIVE, Mode.SIMULATOR)
        assert model.sample is not None
        assert model.sample.pack_v == 47.18
        assert model.name == "JBD-SP13S050"
        assert bench.session.key.device_id == "JBD-SP13S050"
        assert model.settings_specs
        assert bench.store.samples == [model.sample]
    assert bench.session.model.phase is LinkPhase.OFFLINE
    assert [key for key, _ in bench.store.events] == ["connected", "disconnected"]


@pytest.mark.asyncio
async def test_a_board_that_sleeps_is_woken_by_the_retry() -> None:
    async with simulated({"sleep": "0.3"}) as bench:
        await asyncio.sleep(0.4)
        assert (await bench.session.read_sample()).pack_v == 47.18
        assert bench.session.model.link.retried


@pytest.mark.asyncio
async def test_a_board_that_sleeps_can_be_written() -> None:
    async with simulated({"sleep": "0.3"}) as bench:
        await asyncio.sleep(0.4)
        result = await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
        assert result.applied


@pytest.mark.asyncio
async def test_a_first_connect_that_fails_says_why_and_closes() -> None:
    async with simulated({"mute": None}, connect=False) as bench:
        with pytest.raises(LinkTimeoutError) as caught:
            await bench.session.connect()
        model = bench.session.model
        assert caught.value.key == "no_answer"
        assert (model.phase, model.error) == (LinkPhase.FAILED, caught.value)
        with pytest.raises(LinkTimeoutError):
            await bench.session.read_sample()


@pytest.mark.asyncio
async def test_the_poll_loop_reconnects_and_shows_every_phase() -> None:
    phases: list[LinkPhase] = []
    async with simulated() as bench:
        model = bench.session.model
        model.observe(lambda topic: phases.append(model.phase) if topic is Topic.LINK else None)
        task = asyncio.create_task(bench.session.run())
        count = len(bench.store.samples)
        bench.port.cut()
        await wait_for(lambda: model.phase is LinkPhase.LOST)
        assert getattr(model.error, "key", "") == "link_lost"
        assert model.stale
        await wait_for(lambda: model.phase is LinkPhase.LIVE)
        assert not model.error
        await wait_for(lambda: len(bench.store.samples) > count + 2)
        await bench.session.close()
        await asyncio.wait_for(task, 1)
    assert phases == [LinkPhase.LOST, LinkPhase.LIVE, LinkPhase.OFFLINE]
    assert [key for key, _ in bench.store.events] == [
        "connected",
        "lost",
        "connected",
        "disconnected",
    ]


@pytest.mark.asyncio
async def test_a_board_that_falls_silent_is_silent_and_comes_back() -> None:
    async with simulated() as bench:
        model = bench.session.model
        task = asyncio.create_task(bench.session.run())
        bench.port.swallow = lambda _: True
        await wait_for(lambda: model.phase is LinkPhase.SILENT)
        bench.port.swallow = lambda _: False
        await wait_for(lambda: model.phase is LinkPhase.LIVE)
        await bench.session.close()
        await asyncio.wait_for(task, 1)


@pytest.mark.asyncio
async def test_a_line_that_stays_silent_is_opened_anew() -> None:
    async with simulated({}, {}, {}) as bench:
        task = asyncio.create_task(bench.session.run())
        bench.port.swallow = lambda _: True
        await wait_for(lambda: bench.session.model.phase is LinkPhase.SILENT)
        assert len(bench.port._faults) == 2  # one board has been powered up
        await wait_for(lambda: len(bench.port._faults) == 1)
        bench.port.swallow = lambda _: False
        await wait_for(lambda: bench.session.model.phase is LinkPhase.LIVE)
        await bench.session.close()
        await asyncio.wait_for(task, 1)


@pytest.mark.asyncio
async def test_run_retries_a_first_connect() -> None:
    async with simulated({"mute": None}, {}, connect=False) as bench:
        with pytest.raises(TransportError):
            await bench.session.connect()
        task = asyncio.create_task(bench.session.run())
        await wait_for(lambda: bench.session.model.phase is LinkPhase.LIVE)
        await bench.session.close()
        await asyncio.wait_for(task, 1)


@pytest.mark.parametrize(
    ("failures", "pause_s"), [(1, 0.5), (2, 1.0), (3, 2.0), (5, 8.0), (6, 10.0), (100_000, 10.0)]
)
def test_the_pause_doubles_up_to_its_longest_and_a_night_is_no_error(
    failures: int, pause_s: float
) -> None:
    assert Timing().backoff(failures) == pause_s


@pytest.mark.asyncio
async def test_a_link_that_does_not_open_is_tried_less_and_less_often() -> None:
    transport, times = Refusing(), list[float]()
    transport.tried = lambda: times.append(asyncio.get_running_loop().time())
    timing = replace(QUICK, backoff_s=0.02, backoff_max_s=0.1)
    session = DeviceSession(
        parse_uri("sim://x"), transport=transport, driver=JBD, clock=SystemClock(), timing=timing
    )
    task = asyncio.create_task(session.run())
    await wait_for(lambda: len(times) > 6)
    await session.close()
    await asyncio.wait_for(task, 1)
    gaps = [after - before for before, after in pairwise(times)]
    for gap, pause in zip(gaps, (0.02, 0.04, 0.08, 0.1, 0.1, 0.1), strict=False):
        assert pause * 0.95 < gap < pause + 0.5


@pytest.mark.asyncio
async def test_closing_twice_and_while_a_silent_board_is_asked() -> None:
    async with simulated() as bench:
        bench.port.swallow = lambda _: True
        task = asyncio.create_task(bench.session.run())
        await asyncio.sleep(0.03)
        started = asyncio.get_running_loop().time()
        await bench.session.close()
        await bench.session.close()
        await asyncio.wait_for(task, 1)
        assert asyncio.get_running_loop().time() - started < 0.2
        with pytest.raises(LinkLostError):
            await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")


@pytest.mark.asyncio
async def test_changes_of_protections_are_events() -> None:
    async with simulated(sets={"cell_v_3": "4.30"}, model="jbd-13s") as bench:
        session = bench.session
        async with asyncio.timeout(5):
            while not (await session.read_sample()).protections:
                await asyncio.sleep(0.1)
    assert ("protection_on", {"what": "cell_ov"}) in bench.store.events


@pytest.mark.asyncio
async def test_auto_finds_the_board_and_says_what_it_tried() -> None:
    async with simulated() as bench:
        auto = DeviceSession(
            parse_uri("sim://jbd-13s"),
            transport=bench.session.line.transport,
            clock=SystemClock(),
            timing=QUICK,
        )
        await bench.session.close()
        await auto.connect()
        assert auto.model.protocol == "jbd"
        await auto.close()


@pytest.mark.asyncio
async def test_another_board_on_the_line_is_not_written() -> None:
    async with simulated() as bench:
        before = bench.session.key
        bench.port.cut()
        bench.port.sets = {"device_name": "OTHER"}
        await asyncio.sleep(0.01)
        with pytest.raises(Exception, match="OTHER"):
            await bench.session.write_settings({"cell_ovp_v": 4.2}, who="me")
        assert not bench.journal.entries
        await bench.session.read_sample()
        assert bench.session.key.device_id == "OTHER"
        assert before.device_id != "OTHER"
        assert bench.session.model.settings is None


@pytest.mark.asyncio
async def test_a_twin_of_the_same_model_shows_nothing_of_the_pack_before() -> None:
    async with simulated() as bench:
        session, model = bench.session, bench.session.model
        await session.read_settings()
        await session.read_counters()
        assert (await session.read_sample()).info.battery_code == "BT204805013CT00220940784"
        told: list[Topic] = []
        model.observe(told.append)
        bench.port.cut()
        bench.port.sets = {"barcode": "BT0000000TWIN"}  # the name it tells is the same
        await asyncio.sleep(0.01)
        sample = await session.read_sample()
        assert (sample.info.battery_code, sample.info.serial, sample.balancer) == ("", "", None)
        assert (model.settings, model.counters) == (None, None)
        assert {Topic.SETTINGS, Topic.COUNTERS} <= set(told)
        await session.read_settings()
        assert (await session.read_sample()).info.battery_code == "BT0000000TWIN"


@pytest.mark.asyncio
async def test_a_cancelled_connect_leaves_nothing_open() -> None:
    transport = FakeTransport()
    session = DeviceSession(
        parse_uri("sim://x"), transport=transport, driver=JBD, clock=SystemClock(), timing=QUICK
    )
    task = asyncio.create_task(session.connect())
    await wait_for(lambda: bool(transport.written))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    with pytest.raises(LinkLostError):
        await transport.write(b"")
    assert session.model.phase is LinkPhase.OFFLINE
    transport.refuse_open = LinkNotFoundError("port_missing", where="x", known="-")
    with pytest.raises(LinkNotFoundError):
        await session.connect()
    assert len(asyncio.all_tasks()) == 1
