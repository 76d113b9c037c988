import asyncio
import threading
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from mingtang_desk.core.errors import StorageError
from mingtang_desk.device.sample import PackSample
from mingtang_desk.history.records import Backlog, CaptureRecord, Topic
from mingtang_desk.history.sample_queue import SampleQueue
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.interfaces.storage import DeviceKey, Journal, SampleStore
from tests.history.examples import (
    OTHER,
    PACK,
    START,
    FakeClock,
    counters,
    fill,
    names_in,
    sample,
    samples,
    settings,
)


@pytest.mark.asyncio
async def test_it_offers_both_seams(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "new" / "folder" / "h.sqlite", clock)
    journal: Journal = store
    keeper: SampleStore = store
    await keeper.store_sample(PACK, sample())
    assert await journal.last_undoable(PACK) is None
    await store.close()
    await store.close()
    assert names_in(tmp_path / "new" / "folder") == ["h.sqlite"]
    assert not [t.name for t in threading.enumerate() if t.name.startswith("history-writer")]


@pytest.mark.asyncio
async def test_samples_come_back_as_they_were(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    await fill(store)
    await store.close()
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    assert await store.samples(PACK) == [sample(number) for number in range(5)]
    assert await store.samples(OTHER) == [PackSample(time=START, protocol="jbd")]
    assert [made async for made in store.iter_samples(PACK)] == await store.samples(PACK)
    from_1 = START + timedelta(seconds=1)
    to_3 = START + timedelta(seconds=3)
    middle = await store.samples(PACK, start=from_1, end=to_3)
    assert middle == [sample(1), sample(2), sample(3)]
    assert await store.samples(PACK, limit=2) == [sample(0), sample(1)]
    assert await store.samples(PACK, limit=2, newest=True) == [sample(3), sample(4)]
    await store.close()


@hypothesis_settings(max_examples=25, deadline=None)
@given(made=st.lists(samples(exact=True), max_size=5, unique_by=lambda s: s.time.timestamp() // 1))
def test_any_sample_comes_back(
    tmp_path_factory: pytest.TempPathFactory, made: list[PackSample]
) -> None:
    path = tmp_path_factory.mktemp("any") / "h.sqlite"

    async def there_and_back() -> list[PackSample]:
        store = await HistoryStore.open(path, FakeClock())
        for one in made:
            store.put_sample(PACK, one)
        await store.close()
        store = await HistoryStore.open(path, FakeClock())
        kept = await store.samples(PACK)
        assert (await store.verify()).problems == ()
        assert [d.last_seen for d in await store.devices()] == [s.time for s in kept[-1:]]
        await store.close()
        return kept

    assert asyncio.run(there_and_back()) == sorted(made, key=lambda s: s.time)


@pytest.mark.asyncio
async def test_a_device_has_one_sample_a_millisecond(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    await store.store_sample(PACK, sample())
    await store.store_sample(PACK, sample(soc_pct=99.0))
    assert await store.samples(PACK) == [sample()]
    assert (store.backlog.stored, store.backlog.repeated) == (1, 1)
    await store.close()


@pytest.mark.asyncio
async def test_devices_are_told_apart(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    keys = [
        PACK,
        replace(PACK, uri="serial:///dev/ttyUSB1"),
        replace(PACK, device_id=None),
        replace(PACK, protocol="daly"),
    ]
    for number, key in enumerate(keys):
        await store.store_sample(key, sample(number))
    await store.store_sample(replace(PACK, name=""), sample(400))
    await store.store_sample(replace(PACK, name="Car"), sample(200))
    devices = await store.devices()
    assert [device.key for device in devices] == [replace(PACK, name="Car"), *keys[1:]]
    assert (devices[0].first_seen, devices[0].last_seen) == (sample().time, sample(400).time)
    assert len(await store.samples(PACK)) == 3
    assert await store.samples(replace(PACK, uri="ble://nobody")) == []
    assert await store.last_counters(replace(PACK, uri="ble://nobody")) is None
    await store.close()


@pytest.mark.asyncio
async def test_what_stands_beside_the_samples(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    told: list[Topic] = []
    stop = store.observe(told.append)
    await fill(store)
    await store.store_event(OTHER, START + timedelta(seconds=9), "lost", {})
    await store.store_counters(PACK, counters(5), "before_save")
    await store.store_counters(PACK, counters(9), "read")
    capture = CaptureRecord(
        device=PACK,
        path="/tmp/a.jsonl",
        start=START,
        end=START,
        bytes=7,
    )
    await store.store_capture(capture)
    await store.store_capture(replace(capture, bytes=8))
    stop()
    stop()
    await store.store_event(OTHER, START, "untold", {})
    assert set(told) == set(Topic) - {Topic.BACKLOG, Topic.IMPORTED, Topic.DEVICES}
    assert told.count(Topic.EVENTS) == 2
    events = await store.events()
    assert [event.key for event in events] == ["lost", "untold", "protection_on"]
    assert events[2].values == {"key": "cell_uv", "cell": 2}
    assert (events[2].device, events[2].time) == (PACK, START)
    assert [e.key for e in await store.events(OTHER, limit=1)] == ["lost"]
    assert [e.key for e in await store.events(start=START + timedelta(seconds=1))] == ["lost"]
    assert len(await store.events(end=START)) == 2
    assert [snapshot.reading for snapshot in await store.snapshots(PACK)] == [settings()]
    assert await store.snapshots(OTHER) == []
    assert await store.last_counters(PACK) == counters(9)
    assert await store.last_counters(PACK, reason="before_save") == counters(5)
    assert await store.captures() == await store.captures(PACK) == [replace(capture, bytes=8)]
    stat = await store.stat()
    assert (stat.devices, stat.samples, stat.events) == (2, 6, 3)
    assert list(stat.as_json()) == ["devices", "samples", "events", "from", "to", "bytes"]
    assert stat.as_json()["from"] == "2026-11-22T10:00:00.123Z"
    assert stat.bytes > 4096
    assert (await store.verify()).as_json() == {"ok": True, "samples": 6, "problems": []}
    await store.close()


@pytest.mark.asyncio
async def test_an_empty_history(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "h.sqlite").touch()
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    stat = (await store.stat()).as_json()
    assert [stat[key] for key in ("devices", "samples", "events", "from", "to")] == [
        0,
        0,
        0,
        None,
        None,
    ]
    assert (await store.verify()).ok
    await store.close()


@pytest.mark.asyncio
async def test_many_pages_of_samples(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock, interval_s=0.01)
    for number in range(4100):
        store.put_sample(PACK if number % 2 else OTHER, sample(number))
        if store.backlog.pending > 3000:
            await asyncio.sleep(0.05)
    await store.close()
    assert store.backlog == Backlog(stored=4100)
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    odd = [made async for made in store.iter_samples(PACK)]
    assert odd == [sample(number) for number in range(1, 4100, 2)]
    await store.close()


@pytest.mark.asyncio
async def test_a_closed_history_says_so(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    await store.close()
    store.put_sample(PACK, sample())
    assert store.backlog.dropped == 1
    for call in (store.store_sample(PACK, sample()), store.store_settings(PACK, settings())):
        with pytest.raises(StorageError, match="closed"):
            await call
    with pytest.raises(StorageError, match="closed"):
        await store.devices()


class Disk:
    """What the queue commits to."""

    def __init__(self) -> None:
        self.full = False
        self.batches: list[int] = []
        self.kept: list[PackSample] = []

    async def commit(self, batch: Sequence[tuple[DeviceKey, PackSample]]) -> int:
        await asyncio.sleep(0)
        if self.full:
            raise StorageError("file_unwritable", path="h", detail="disk full")
        self.batches.append(len(batch))
        self.kept += [made for _, made in batch]
        return len(batch)


@pytest.mark.asyncio
async def test_samples_are_committed_together() -> None:
    disk = Disk()
    queue = SampleQueue(disk.commit, lambda: None, interval_s=0.05)
    for number in range(63):
        queue.put(PACK, sample(number))
    await asyncio.sleep(0.01)
    assert disk.batches == []
    queue.put(PACK, sample(63))
    await asyncio.sleep(0.01)
    assert disk.batches == [64]
    queue.put(PACK, sample(64))
    await asyncio.sleep(0.1)
    assert disk.batches == [64, 1]
    await asyncio.gather(*[queue.store(PACK, sample(number)) for number in range(100, 110)])
    assert disk.batches == [64, 1, 10]
    await queue.close()


@pytest.mark.asyncio
async def test_a_full_disk_costs_nothing_until_the_queue_is_full() -> None:
    disk, told = Disk(), 0

    def changed() -> None:
        nonlocal told
        told += 1

    queue = SampleQueue(disk.commit, changed, interval_s=0.01, capacity=5)
    disk.full = True
    for number in range(4):
        queue.put(PACK, sample(number))
    await asyncio.sleep(0.03)
    assert "disk full" in queue.backlog.trouble
    assert queue.backlog.pending == 4
    with pytest.raises(StorageError, match="disk full"):
        await queue.store(PACK, sample(99))
    for number in range(4, 8):
        queue.put(PACK, sample(number))
    assert queue.backlog.dropped == 3
    assert told > 3
    disk.full = False
    await asyncio.sleep(0.05)
    assert disk.kept == [sample(number) for number in range(5)]
    assert queue.backlog == Backlog(stored=5, dropped=3)
    disk.full = True
    queue.put(PACK, sample(50))
    await queue.close()
    assert queue.backlog.dropped == 4


@pytest.mark.asyncio
async def test_who_stops_waiting_does_not_stop_the_commit(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    task = asyncio.create_task(store.store_sample(PACK, sample()))
    await asyncio.sleep(0)
    task.cancel()
    event = asyncio.create_task(store.store_event(PACK, START, "lost", {}))
    await asyncio.sleep(0)
    event.cancel()
    await asyncio.wait([task, event])
    await store.close()
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    assert await store.samples(PACK) == [sample()]
    assert len(await store.events()) == 1
    await store.close()
