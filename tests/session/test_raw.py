"""Raw bytes through the hub: locked, journaled, on the held bus, with an end."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from mingtang_desk.core.errors import LinkDeniedError, LockedError, StorageError
from mingtang_desk.interfaces.transport import Direction
from mingtang_desk.session.frames import FrameLog
from tests.protocols.jbd.hand import read, write
from tests.session.bench import simulated
from tests.session.fakes import FakeJournal
from tests.session.test_hub import make_hub

CAPTURE = Path(__file__).parents[1] / "protocols" / "jbd" / "captures" / "synthetic-13s.jsonl"


@pytest.mark.asyncio
async def test_raw_bytes_are_refused_while_writing_is_locked(tmp_path: Path) -> None:
    journal = FakeJournal()
    hub = make_hub(tmp_path, journal)
    session = await hub.open("sim://jbd-13s", poll_s=60)
    with pytest.raises(LockedError):
        await hub.send_raw(session, read(3))
    assert not journal.entries
    hub.set_writing(True)
    reply = await hub.send_raw(session, read(3))
    assert [frame.command for frame in reply.frames] == [3]
    assert reply.hex.startswith("DD 03 00")
    entry = journal.entries[-1]
    assert (entry.kind, entry.who) == ("raw", "me")
    assert entry.sent == {"raw": "DD A5 03 00 FF FD 77"}
    assert entry.fields["raw"].read == reply.hex
    assert journal.states == {"raw": "applied"}
    await hub.close_all()


@pytest.mark.asyncio
async def test_nobody_answers_in_time(tmp_path: Path) -> None:
    journal = FakeJournal()
    hub = make_hub(tmp_path, journal)
    session = await hub.open("sim://jbd-13s", poll_s=60)
    hub.set_writing(True)
    reply = await hub.send_raw(session, b"\x01\x02\x03", wait_s=0.05)
    assert reply.frames == ()
    assert journal.states == {"raw": "unknown"}
    assert (await session.read_sample()).pack_v is not None
    await hub.close_all()


@pytest.mark.asyncio
async def test_a_recording_takes_nothing(tmp_path: Path) -> None:
    hub = make_hub(tmp_path)
    hub.set_writing(True)
    session = await hub.open(f"replay://{CAPTURE}?speed=max")
    with pytest.raises(LinkDeniedError):
        await hub.send_raw(session, read(3))
    await hub.close_all()


@pytest.mark.asyncio
async def test_nothing_is_sent_without_a_journal_entry() -> None:
    async with simulated() as bench:
        bench.journal.broken = True
        before = len(bench.sent)
        with pytest.raises(StorageError):
            await bench.session.send_raw(write(0xE1, b"\x00\x03"), who="me")
        assert len(bench.sent) == before


@pytest.mark.asyncio
async def test_raw_bytes_go_between_polls_never_inside_one() -> None:
    async with simulated() as bench:
        poll = asyncio.create_task(bench.session.run())
        await asyncio.gather(*(bench.session.send_raw(read(5), who="me") for _ in range(3)))
        await bench.session.close()
        await poll
        ways = [direction for direction, _ in bench.log]
        assert "txtx" not in "".join(ways), "a request left before the one before was answered"


@pytest.mark.asyncio
async def test_a_watcher_sees_every_chunk_until_it_ends(tmp_path: Path) -> None:
    hub = make_hub(tmp_path)
    session = await hub.open("sim://jbd-13s", poll_s=60)
    log = FrameLog(session.driver)

    def feed(t: float, direction: Direction, data: bytes) -> None:
        log.feed(t, direction, data)

    end = hub.watch_chunks(session, feed)
    await session.read_sample()
    assert (log.good, log.bad, log.ignored) == (4, 0, 0)
    end()
    end()
    await session.read_sample()
    assert log.good == 4
    await hub.close_all()
    hub.watch_chunks(session, lambda *_: None)()
