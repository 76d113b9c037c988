"""The bench check over open devices: simulators in the process, behind a pty, that fall silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mingtang_desk.app.wiring import CLOCK, boards
from mingtang_desk.core.errors import LinkLostError, StorageError, UnsupportedError
from mingtang_desk.device.model import Mode
from mingtang_desk.diagnosis.bench_check import BenchPlan, Phase
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.bench_check import KIND, BenchRun, speed_of, title_of
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.session.opening import make_session
from mingtang_desk.sim.models import make_board
from mingtang_desk.sim.serve import serve

FAST = "sim://jbd-13s?protocol=jbd&speed=100&set.load_a=-10&set.load_every_s=400"
SHORT = BenchPlan(rest_s=30, load_s=70, recovery_s=130)


@asynccontextmanager
async def opened(uri: str = FAST) -> AsyncIterator[DeviceSession]:
    session = make_session(parse_uri(uri), clock=CLOCK, boards=boards, poll_s=0.02)
    await session.connect()
    try:
        yield session
    finally:
        await session.close()


class Full:
    """A history whose disk is full."""

    async def add_document(self, *_: object, **__: object) -> int:
        raise StorageError("history_full", path="x")

    change_document = add_document
    documents = add_document


@pytest.mark.asyncio
async def test_checks_and_keeps_the_result(tmp_path: Path) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", CLOCK)
    told = []
    async with opened(f"{FAST}&fault.weak-cell=4") as session:
        run = BenchRun(session, documents=store, who="tester", tell=lambda: told.append(1))
        async with asyncio.timeout(30):
            result = await run.run()
    assert result is not None
    assert run.check.phase is Phase.DONE
    assert result.weak_cell == 4
    assert title_of(result) == "Bench check: replace, cell 4"
    kept = await store.documents(session.key, kind=KIND)
    assert [document.id for document in kept] == [run.number]
    assert kept[0].who == "tester"
    assert kept[0].body == run.body
    assert kept[0].body["weak_cell"] == 4
    assert len(told) > 100
    await store.close()


@pytest.mark.asyncio
async def test_uses_the_poll_that_runs_and_writes_nothing() -> None:
    sent: list[bytes] = []
    hub = DeviceHub(clock=CLOCK, boards=boards)
    session = await hub.open(FAST, poll_s=0.02)
    end = hub.watch_chunks(session, lambda _, way, data: sent.append(data) if way == "tx" else None)
    run = BenchRun(session, plan=SHORT)
    async with asyncio.timeout(30):
        assert await run.run() is not None
    end()
    await hub.close_all()
    # A JBD request begins DD A5 to read, DD 5A to write.
    assert sent
    assert all(data[1] == 0xA5 for data in sent)


@pytest.mark.asyncio
async def test_the_load_may_be_on_already() -> None:
    async with opened(FAST + "&set.load_after_s=0&set.load_for_s=140") as session:
        run = BenchRun(session, loaded=True)
        async with asyncio.timeout(30):
            result = await run.run()
    assert result is not None
    assert not result.measures.on_seen


@pytest.mark.asyncio
async def test_cancelled_and_a_protection_end_it() -> None:
    async with opened() as session:
        run = BenchRun(session)
        task = asyncio.create_task(run.run())
        await asyncio.sleep(0.1)
        run.cancel()
        async with asyncio.timeout(5):
            assert await task is None
        assert run.check.failure is not None
        assert run.check.failure.key == "cancelled"
        run = BenchRun(session)
        task = asyncio.create_task(run.run())
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert run.check.phase is Phase.FAILED
    tripping = FAST + "&set.dsg_ocp_1_a=5&set.dsg_ocp_1_delay_s=3"
    async with opened(tripping) as session:
        run = BenchRun(session)
        async with asyncio.timeout(10):
            assert await run.run() is None
        assert run.check.failure is not None
        assert run.check.failure.key == "protection"


class Broken:
    """Lets the reads of a session fail for a while."""

    def __init__(self, session: DeviceSession, times: int) -> None:
        self.left, self._read = times, session.read_sample
        session.read_sample = self.read  # type: ignore[method-assign, assignment]

    async def read(self, **options: bool) -> object:
        if self.left:
            self.left -= 1
            raise LinkLostError("link_lost", where="here")
        return await self._read(**options)


@pytest.mark.asyncio
async def test_a_link_that_comes_back_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingtang_desk.session.bench_check.PAUSE_S", 0.02)
    async with opened() as session:
        Broken(session, 3)
        troubles = []
        run = BenchRun(session, plan=SHORT, tell=lambda: troubles.append(run.trouble))
        async with asyncio.timeout(30):
            assert await run.run() is not None
        assert run.trouble is None
        assert any(trouble is not None for trouble in troubles)


@pytest.mark.asyncio
async def test_a_link_that_stays_away_ends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mingtang_desk.session.bench_check.PAUSE_S", 0.02)
    async with opened() as session:
        Broken(session, 10**6)
        run = BenchRun(session, patience_s=0.1)
        async with asyncio.timeout(10):
            assert await run.run() is None
        assert run.check.failure is not None
        assert run.check.failure.key == "link_gone"


@pytest.mark.asyncio
async def test_a_full_disk_costs_the_record_not_the_result() -> None:
    async with opened() as session:
        run = BenchRun(session, documents=Full(), plan=SHORT)  # type: ignore[arg-type]
        async with asyncio.timeout(30):
            assert await run.run() is not None
        assert run.number is None
        assert run.not_kept is not None


@pytest.mark.asyncio
async def test_a_recording_is_refused() -> None:
    async with opened() as session:
        session.model.mode = Mode.REPLAY
        with pytest.raises(UnsupportedError):
            await BenchRun(session).run()


@pytest.mark.asyncio
async def test_behind_a_pty(tmp_path: Path) -> None:
    sets: Mapping[str, str] = {"load_a": "-12", "load_every_s": "420"}
    board = make_board("mingtang-13s", sets=sets, faults={"weak-cell": "9"}, speed=100)
    stop, ready = asyncio.Event(), asyncio.Event()
    path = tmp_path / "tty"
    serving = asyncio.create_task(
        serve(board, f"pty:{path}", pace=None, on_ready=lambda _: ready.set(), stop=stop)
    )
    await ready.wait()
    async with opened(f"serial://{path}?protocol=mingtang&baud=115200") as session:
        run = BenchRun(session, speed=100.0)
        async with asyncio.timeout(40):
            result = await run.run()
    stop.set()
    await serving
    assert result is not None, run.check.failure
    assert result.weak_cell == 9


def test_speed_of_an_address() -> None:
    assert speed_of(parse_uri("sim://jbd-13s?speed=60")) == 60.0
    assert speed_of(parse_uri("sim://jbd-13s")) == 1.0
    assert speed_of(parse_uri("sim://jbd-13s?speed=x")) == 1.0
    assert speed_of(parse_uri("sim://jbd-13s?speed=0")) == 1.0
    assert speed_of(parse_uri("tcp://host:1?speed=60&protocol=jbd")) == 1.0
