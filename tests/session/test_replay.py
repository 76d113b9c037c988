import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from mingtang_desk.core.errors import InputFileError, LinkDeniedError, LinkLostError, UsageError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.model import LinkPhase, Mode
from mingtang_desk.device.sample import PackSample
from mingtang_desk.interfaces.transport import Direction
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.opening import make_session
from mingtang_desk.session.replay import ReplayRunner
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.transports.replay import ReplayTransport, parse_speed
from mingtang_desk.wire.capture import CaptureHeader, CaptureWriter, read_capture
from tests.session.bench import simulated
from tests.session.fakes import NOW

HEADER = CaptureHeader(protocol="jbd", started=NOW, extra={"model": "bench", "synthetic": True})


async def record(path: Path) -> tuple[list[PackSample], float]:
    """Record a session that reads five samples, the settings and the counters."""
    async with simulated() as bench:
        session = bench.session
        for number in range(4):
            await session.read_sample()
            if number == 1:
                await session.read_settings()
                await session.read_counters()
        with path.open("w", encoding="utf-8") as file:
            writer = CaptureWriter(file, HEADER)
            for number, (direction, data) in enumerate(bench.log):
                known: Direction = "rx" if direction == "rx" else "tx"
                # In pieces, as a Bluetooth module would have cut them.
                for start in range(0, len(data), 20):
                    writer.record(number * 0.05, known, data[start : start + 20])
        return bench.store.samples, (len(bench.log) - 1) * 0.05


@pytest.mark.asyncio
async def test_a_recording_gives_the_samples_the_session_had(tmp_path: Path) -> None:
    file = tmp_path / "capture.jsonl"
    live, _ = await record(file)
    runner = ReplayRunner(JBD, read_capture(file))
    moments = list(runner.moments())
    samples = [moment.sample for moment in moments if moment.sample is not None]
    assert len(samples) == len(live) == 5
    assert [s.cell_v for s in samples] == [s.cell_v for s in live]
    assert [s.info.model for s in samples] == [s.info.model for s in live]
    times = [moment.t for moment in moments]
    assert times == sorted(times)
    assert samples[0].time == NOW + timedelta(
        seconds=next(moment.t for moment in moments if moment.sample is not None)
    )
    values: dict[str, object] = {}
    for moment in moments:
        if moment.settings is not None:
            values |= moment.settings.values
    assert values["cell_ovp_v"] == 4.25
    counters = [moment.counters for moment in moments if moment.counters is not None]
    assert counters[0].values["cell_ov"] == 0
    assert runner.stats.bad == 0


@pytest.mark.asyncio
async def test_a_replay_session_plays_and_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "capture.jsonl"
    live, duration = await record(file)
    session = make_session(f"replay://{file}?speed=max", clock=SystemClock())
    assert isinstance(session, ReplaySession)
    await session.connect()
    model = session.model
    assert (model.mode, model.phase, model.name) == (Mode.REPLAY, LinkPhase.LIVE, "bench")
    first = await session.read_sample()
    assert first.cell_v == live[0].cell_v
    with pytest.raises(LinkDeniedError):
        await session.write_settings({"cell_ovp_v": 4.2}, who="me")
    with pytest.raises(LinkDeniedError):
        await session.control(Action.CHARGE, False, who="me")
    with pytest.raises(LinkDeniedError):
        await session.undo_last(who="me")
    with pytest.raises(LinkDeniedError):
        await session.read_settings()
    for sample in live[1:]:
        assert (await session.read_sample()).cell_v == sample.cell_v
    assert (await session.read_settings()).values["cell_ovp_v"] == 4.25
    assert (await session.read_counters()).values["cell_ov"] == 0
    with pytest.raises(LinkLostError) as caught:
        await session.read_sample()
    assert caught.value.key == "recording_ended"
    assert session.player.position_s == pytest.approx(duration)
    await session.close()
    await session.close()
    assert model.phase is LinkPhase.OFFLINE
    with pytest.raises(LinkLostError) as caught:
        await session.read_sample()
    assert caught.value.key == "link_closed"


def write_capture(path: Path, *times: float, protocol: str = "jbd") -> Path:
    with path.open("w", encoding="utf-8") as file:
        writer = CaptureWriter(file, CaptureHeader(protocol=protocol, started=NOW))
        for t in times:
            writer.record(t, "rx", b"\x01")
    return path


@pytest.mark.asyncio
async def test_speed_pause_and_play(tmp_path: Path) -> None:
    player = ReplayTransport(write_capture(tmp_path / "c.jsonl", 0.0, 1.0, 2.0, 100.0), speed=20)
    await player.open()
    loop = asyncio.get_running_loop()
    started = loop.time()
    assert player.duration_s == 100.0
    assert await player.reach(1.0)
    assert 0.04 < loop.time() - started < 0.3
    player.pause()
    waiting = asyncio.create_task(player.reach(2.0))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    assert player.position_s == 1.0
    player.play()
    assert await waiting
    slow = asyncio.create_task(player.reach(100.0))
    await asyncio.sleep(0.01)
    player.speed = 0
    assert await asyncio.wait_for(slow, 1)
    await player.close()
    assert not await player.reach(200.0)


@pytest.mark.asyncio
async def test_closing_while_it_plays_ends_the_session(tmp_path: Path) -> None:
    file = tmp_path / "capture.jsonl"
    await record(file)
    session = make_session(f"replay://{file}?speed=0.01", clock=SystemClock())
    await session.connect()
    task = asyncio.create_task(session.run())
    await asyncio.sleep(0.01)
    await session.close()
    await asyncio.wait_for(task, 1)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("protocol", "error"),
    [
        ("jbd", "recording_undecoded"),
        ("auto", "recording_undecoded"),
        ("nonsense", "recording_protocol"),
    ],
)
async def test_a_recording_that_cannot_be_decoded_is_refused(
    tmp_path: Path, protocol: str, error: str
) -> None:
    file = write_capture(tmp_path / "c.jsonl", 0.0, 1.0, protocol=protocol)
    session = make_session(f"replay://{file}", clock=SystemClock())
    with pytest.raises(InputFileError) as caught:
        await session.connect()
    assert caught.value.key == error
    assert "c.jsonl" in caught.value.message
    assert session.model.phase is LinkPhase.FAILED
    await session.close()


@pytest.mark.asyncio
async def test_a_missing_recording_is_named(tmp_path: Path) -> None:
    session = make_session(f"replay://{tmp_path}/none.jsonl", clock=SystemClock())
    with pytest.raises(InputFileError) as caught:
        await session.connect()
    assert "none.jsonl" in caught.value.message


@pytest.mark.parametrize(("text", "speed"), [("max", 0.0), ("0", 0.0), ("2.5", 2.5)])
def test_speeds(text: str, speed: float) -> None:
    assert parse_speed(text) == speed


@pytest.mark.parametrize("text", ["fast", "-1", "nan", "inf", ""])
def test_speeds_that_are_none(text: str) -> None:
    with pytest.raises(UsageError):
        parse_speed(text)
