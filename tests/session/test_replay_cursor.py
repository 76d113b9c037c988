"""One time cursor: seek, step, play again, and a model that shows what was known there."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from mingtang_desk.core.errors import LinkDeniedError, LinkLostError
from mingtang_desk.device.model import Absence, LinkPhase, Topic
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.transports.replay import ReplayTransport
from tests.session.fakes import FakeClock
from tests.session.paired_toy import PLAIN, STARTED, poll, write

TALK = [
    (0.0, "name", "BM312"),
    *poll(0.1, 50.0),
    *poll(1.0, 51.0),
    (1.5, "cell_ovp_v", "4.25"),
    (1.6, "count", "0"),
    *poll(2.0, 52.0, acting="short"),
    (2.5, "cell_ovp_v", "4.15"),
    (2.6, "count", "1"),
    *poll(3.0, 53.0),
    *poll(20.0, 54.0),
]
AT = (0.15, 1.05, 2.05, 3.05, 20.05)


def opened(path: Path, speed: float = 0.0) -> ReplaySession:
    return ReplaySession(
        parse_uri(f"replay://{path}"),
        transport=ReplayTransport(path, speed=speed),
        driver=PLAIN,
        clock=FakeClock(),
    )


@pytest_asyncio.fixture
async def session(tmp_path: Path) -> AsyncIterator[ReplaySession]:
    made = opened(write(tmp_path / "c.jsonl", TALK))
    await made.connect()
    yield made
    await made.close()


@pytest_asyncio.fixture
async def playing(session: ReplaySession) -> AsyncIterator[ReplaySession]:
    session.set_speed(1.0)
    task = asyncio.create_task(session.run())
    yield session
    await session.close()
    await asyncio.wait_for(task, 1)


def volts(session: ReplaySession) -> float | None:
    return None if session.model.sample is None else session.model.sample.pack_v


def known(session: ReplaySession) -> tuple[object, object]:
    """What the model has of settings and counters."""
    settings, counters = session.model.settings, session.model.counters
    return settings and dict(settings.values), counters and dict(counters.values)


async def until(session: ReplaySession, position_s: float, pack_v: float | None = None) -> None:
    """Wait for a place of the cursor, and for the sample that the player's task shows there."""
    async with asyncio.timeout(2):
        while session.position_s < position_s or (pack_v is not None and volts(session) != pack_v):
            await asyncio.sleep(0.005)


@pytest.mark.asyncio
async def test_everything_is_there_before_it_is_played(session: ReplaySession) -> None:
    assert [s.pack_v for s in session.recorded] == [50.0, 51.0, 52.0, 53.0, 54.0]
    assert session.recorded_at == pytest.approx(AT)
    assert session.duration_s == pytest.approx(20.05)
    assert (session.position_s, session.model.sample, session.ended) == (0.0, None, False)
    assert session.model.poll_s == session.poll_s == pytest.approx(1.0, abs=0.06)


@pytest.mark.asyncio
async def test_a_seek_back_shows_what_was_known_then(session: ReplaySession) -> None:
    await session.seek(4.0)
    assert volts(session) == 53.0
    assert known(session) == ({"cell_ovp_v": 4.15}, {"short": 1})
    topics: list[Topic] = []
    end = session.model.observe(topics.append)
    await session.seek(2.2)
    end()
    assert {Topic.SAMPLE, Topic.SETTINGS, Topic.COUNTERS} <= set(topics)
    assert volts(session) == 52.0
    assert known(session) == ({"cell_ovp_v": 4.25}, {"short": 0})
    await session.seek(1.2)
    assert known(session) == (None, None)
    assert volts(session) == 51.0
    await session.seek(0.0)
    assert volts(session) is None
    with pytest.raises(LinkDeniedError) as caught:
        await session.read_settings()
    assert caught.value.key == "recording_lacks"


@pytest.mark.asyncio
@pytest.mark.parametrize(("asked", "got"), [(-5.0, 0.0), (1e9, 20.05), (2.2, 2.2)])
async def test_the_cursor_stays_in_the_recording(
    session: ReplaySession, asked: float, got: float
) -> None:
    await session.seek(asked)
    assert session.position_s == pytest.approx(got)


@pytest.mark.asyncio
async def test_values_age_by_the_clock_of_the_recording(session: ReplaySession) -> None:
    ages: list[float | None] = []
    why: list[Absence | None] = []
    for place in (3.5, 12.0):  # the second lies in the gap
        await session.seek(place)
        ages.append(session.model.age_s)
        why.append(session.model.absence)
    assert ages == pytest.approx([0.45, 8.95])
    assert why == [None, Absence.PAUSED]
    assert (session.model.clock.now() - STARTED).total_seconds() == pytest.approx(12.0)


@pytest.mark.asyncio
async def test_steps_go_from_sample_to_sample_and_pause(session: ReplaySession) -> None:
    before, seen = session.playing, []
    for count in (1, 1, 1, -1, 3, 1, -2, -9, -1):
        session.step(count)
        seen.append(volts(session))
    assert seen == [50.0, 51.0, 52.0, 51.0, 54.0, 54.0, 52.0, 50.0, 50.0]
    assert (before, session.playing) == (True, False)
    session.wind(1.5)  # between two
    session.step(-1)
    assert volts(session) == 51.0
    session.wind(1.5)
    session.step(1)
    assert volts(session) == 52.0


@pytest.mark.asyncio
async def test_event_steps(session: ReplaySession) -> None:
    places = sorted({event.t for event in session.events})
    for place in places:
        session.step_event(1)
        assert session.position_s == place
    session.step_event(1)
    assert session.position_s == places[-1]
    session.step_event(-1)
    assert session.position_s == places[-2]
    session.wind(0.0)
    session.step_event(-1)
    assert session.position_s == 0.0


@pytest.mark.asyncio
async def test_who_looks_at_the_cursor_is_told(session: ReplaySession) -> None:
    told: list[float] = []
    end = session.observe_cursor(lambda: told.append(session.position_s))
    session.wind(1.0)
    session.set_playing(False)
    session.set_playing(False)
    session.set_speed(5.0)
    session.set_speed(5.0)
    session.set_loop(True)
    assert len(told) == 4
    end()
    end()
    session.wind(2.0)
    assert len(told) == 4


@pytest.mark.asyncio
async def test_it_plays_in_time_and_pauses(playing: ReplaySession) -> None:
    playing.set_speed(20.0)
    await until(playing, 1.1)
    playing.set_playing(False)
    there = playing.position_s
    await asyncio.sleep(0.05)
    assert playing.position_s == there < 2.05
    assert volts(playing) == 51.0
    playing.set_playing(True)
    await until(playing, 2.1, 52.0)


@pytest.mark.asyncio
async def test_a_seek_while_it_plays_goes_on_from_there(playing: ReplaySession) -> None:
    await asyncio.sleep(0.01)
    playing.set_speed(20.0)
    playing.wind(19.0)
    await until(playing, 20.05, 54.0)
    playing.wind(0.9)
    playing.set_playing(True)
    await until(playing, 1.05)
    await asyncio.sleep(0.01)
    assert volts(playing) in (51.0, 52.0)


@pytest.mark.asyncio
async def test_at_the_end_it_stands_still_and_plays_again_from_the_start(
    playing: ReplaySession,
) -> None:
    playing.set_speed(0.0)
    await until(playing, 20.05, 54.0)
    await asyncio.sleep(0.01)
    assert playing.ended
    assert not playing.playing
    assert (playing.model.phase, playing.model.error) == (LinkPhase.LIVE, None)
    assert volts(playing) == 54.0
    assert (await playing.read_sample()).pack_v == 54.0  # F5 waits for nothing
    playing.set_speed(1.0)
    playing.set_playing(True)
    assert playing.position_s < 1.0
    await until(playing, 0.16, 50.0)
    playing.step(9)
    assert playing.ended
    playing.step(-1)
    assert (volts(playing), playing.playing) == (53.0, False)


@pytest.mark.asyncio
async def test_a_loop_begins_again(playing: ReplaySession) -> None:
    rounds: list[float] = []
    playing.observe_cursor(lambda: rounds.append(playing.position_s))
    playing.set_loop(True)
    playing.set_speed(0.0)
    async with asyncio.timeout(2):
        while rounds.count(0.0) < 3:
            await asyncio.sleep(0.001)
    playing.set_loop(False)
    await until(playing, 20.05)


@pytest.mark.asyncio
async def test_closing_while_it_loads_ends_the_loading(tmp_path: Path) -> None:
    talk = [row for n in range(5_000) for row in poll(n, 50.0)]
    session = opened(write(tmp_path / "long.jsonl", talk))
    task = asyncio.create_task(session.connect())
    async with asyncio.timeout(10):
        while session.progress == 0.0:
            await asyncio.sleep(0.001)
        assert session.progress < 1.0
        await session.close()
        with pytest.raises(LinkLostError):
            await task
    assert session.model.phase is LinkPhase.OFFLINE
    assert session.recorded == ()


@pytest.mark.asyncio
async def test_nobody_waits_for_what_was_cancelled(tmp_path: Path) -> None:
    talk = [row for n in range(5_000) for row in poll(n, 50.0)]
    session = opened(write(tmp_path / "long.jsonl", talk))
    task = asyncio.create_task(session.connect())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert session.model.phase is LinkPhase.OFFLINE
    session.wind(3.0)  # harmless
    session.step(1)
    session.step_event(1)
    assert session.position_s == 0.0
