import asyncio
from collections.abc import Callable, Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from mingtang_desk.core.errors import (
    LinkNotFoundError,
    LinkTimeoutError,
    LockedError,
    StorageError,
    TransportError,
    UsageError,
)
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.device.sample import PackSample
from mingtang_desk.protocols.jbd.driver import JBD
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import DeviceHub, HubEvent
from mingtang_desk.session.replay import ReplayRunner
from mingtang_desk.sim.inprocess import SimPort
from mingtang_desk.sim.models import make_board
from mingtang_desk.wire.capture import CaptureWriter, read_capture
from tests.session.bench import QUICK
from tests.session.fakes import FakeJournal, FakeStore


def boards(model: str, options: Mapping[str, str]) -> SimPort:
    sets = {name.removeprefix("set."): value for name, value in options.items() if "set." in name}
    return SimPort(make_board(model, faults={"mute": None} if "mute" in options else {}, sets=sets))


def make_hub(tmp_path: Path, journal: FakeJournal | None = None) -> DeviceHub:
    return DeviceHub(
        clock=SystemClock(),
        journal=journal,
        store=FakeStore(),
        who="me",
        boards=boards,
        capture_dir=tmp_path / "captures",
        timing=QUICK,
    )


async def wait_for(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():
            await asyncio.sleep(0.001)


@pytest.mark.asyncio
async def test_devices_are_polled_until_they_are_closed(tmp_path: Path) -> None:
    hub = make_hub(tmp_path)
    seen: list[tuple[HubEvent, DeviceSession | None]] = []
    end = hub.observe(lambda event, session: seen.append((event, session)))
    first = await hub.open("sim://jbd-13s", poll_s=0.01)
    second = await hub.open("sim://jbd-4s", poll_s=0.01)
    assert await hub.open("sim://jbd-13s") is first
    assert list(hub.sessions) == [first, second]
    before = first.model.sample
    await wait_for(lambda: first.model.sample is not before)
    await hub.close(first)
    await hub.close(first)
    assert list(hub.sessions) == [second]
    assert first.model.phase is LinkPhase.OFFLINE
    end()
    end()
    await hub.close_all()
    assert seen == [
        (HubEvent.OPENED, first),
        (HubEvent.OPENED, second),
        (HubEvent.CLOSED, first),
    ]
    assert len(asyncio.all_tasks()) == 1


@pytest.mark.asyncio
async def test_a_first_connect_that_fails(tmp_path: Path) -> None:
    hub = make_hub(tmp_path)
    with pytest.raises(LinkTimeoutError):
        await hub.open("sim://jbd-13s?mute=1&protocol=jbd")
    assert hub.sessions == ()
    with pytest.raises(LinkNotFoundError, match="jbd, mingtang, tt"):
        await hub.open("sim://jbd-13s?mute=1")
    kept = await hub.open("sim://jbd-13s?mute=1&protocol=jbd", keep=True)
    assert kept.model.phase is LinkPhase.FAILED
    assert isinstance(kept.model.error, TransportError)
    await hub.close_all()
    for address in ("nonsense", "sim://jbd-13s?protocol=none", "carrier-pigeon://x"):
        with pytest.raises(UsageError):
            await hub.open(address)
    assert hub.sessions == ()


@pytest.mark.asyncio
async def test_writing_is_locked_until_somebody_unlocks_it(tmp_path: Path) -> None:
    journal = FakeJournal()
    hub = make_hub(tmp_path, journal)
    events: list[HubEvent] = []
    hub.observe(lambda event, _: events.append(event))
    session = await hub.open("sim://jbd-13s")
    for refused in (
        hub.write_settings(session, {"cell_ovp_v": 4.2}),
        hub.control(session, Action.CHARGE, False),
        hub.undo_last(session),
    ):
        with pytest.raises(LockedError):
            await refused
    assert not journal.entries
    hub.set_writing(True)
    hub.set_writing(True)
    assert (await hub.write_settings(session, {"cell_ovp_v": 4.2})).applied
    assert (await hub.undo_last(session)).applied
    assert (await hub.control(session, Action.CHARGE, False)).confirmed
    assert {entry.who for entry in journal.entries} == {"me"}
    hub.set_writing(False)
    assert events == [HubEvent.OPENED, HubEvent.WRITING, HubEvent.WRITING]
    await hub.close_all()


@pytest.mark.asyncio
async def test_a_capture_holds_what_crossed_the_line(tmp_path: Path) -> None:
    hub = make_hub(tmp_path)
    session = await hub.open("sim://jbd-13s", poll_s=60)
    path = hub.start_capture(session)
    assert path.parent == tmp_path / "captures"
    assert hub.capture_path(session) == path
    await session.read_sample()
    assert hub.stop_capture(session) == path
    assert hub.stop_capture(session) is None
    await session.read_sample()
    capture = read_capture(path)
    assert [entry.direction for entry in capture.entries].count("tx") == 2
    assert capture.header.protocol == "jbd"
    assert len(hub.recent_chunks(session)) > len(capture.entries)
    with pytest.raises(StorageError):
        hub.start_capture(session, path)
    await hub.close_all()


@pytest.mark.asyncio
async def test_a_capture_of_the_hub_replays_to_the_same_samples(tmp_path: Path) -> None:
    hub = make_hub(tmp_path)
    session = await hub.open("sim://jbd-13s?set.current_a=-20", poll_s=60)
    store = hub._store
    assert isinstance(store, FakeStore)
    before = len(store.samples)
    path = hub.start_capture(session)
    for _ in range(4):
        await session.read_sample()
    hub.stop_capture(session)
    await hub.close_all()
    live = store.samples[before:]
    assert len(live) >= 4
    assert {sample.state for sample in live} == {"discharge"}
    again = [
        moment.sample
        for moment in ReplayRunner(JBD, read_capture(path)).moments()
        if moment.sample is not None
    ]
    names = {field.name for field in fields(PackSample)} - {"time", "device_id", "info"}
    assert [{name: getattr(one, name) for name in names} for one in again] == [
        {name: getattr(one, name) for name in names} for one in live
    ]
    for one, other in zip(again, live, strict=True):
        assert (one.time - other.time).total_seconds() == pytest.approx(0, abs=0.5)


@pytest.mark.asyncio
async def test_a_full_disk_ends_the_capture_and_not_the_link(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hub = make_hub(tmp_path)
    events: list[HubEvent] = []
    session = await hub.open("sim://jbd-13s", poll_s=60)
    hub.observe(lambda event, _: events.append(event))
    hub.start_capture(session)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(CaptureWriter, "record", fail)
    await session.read_sample()
    assert hub.capture_path(session) is None
    assert events == [HubEvent.CAPTURE, HubEvent.CAPTURE]
    await hub.close_all()


@pytest.mark.asyncio
async def test_a_bug_in_a_poll_loop_reaches_the_crash_dialog(tmp_path: Path) -> None:
    hub = make_hub(tmp_path)
    told: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    session = await hub.open("sim://jbd-13s", poll_s=0.01)

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    session.model.observe(broken)
    await wait_for(lambda: bool(told))
    assert isinstance(told[0]["exception"], ZeroDivisionError)
    session.model._observers.clear()
    await hub.close_all()
