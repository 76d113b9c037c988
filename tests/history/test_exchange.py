import asyncio
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from mingtang_desk.core.errors import InputFileError, StorageError
from mingtang_desk.device.json import sample_json
from mingtang_desk.device.sample import PackSample
from mingtang_desk.history import importer
from mingtang_desk.history.records import CaptureRecord, ImportReport, Topic
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.interfaces.storage import JournalEntry
from tests.history.examples import (
    OTHER,
    PACK,
    START,
    FakeClock,
    fill,
    names_in,
    sample,
    write_one,
)


def watch_file(path: Path, samples: list[PackSample]) -> Path:
    text = "".join(json.dumps(sample_json(made)) + "\n" for made in samples)
    path.write_text(text, encoding="utf-8")
    return path


def without_numbers(entries: list[JournalEntry]) -> list[JournalEntry]:
    return [replace(entry, id=0, undoes=None) for entry in entries]


async def contents(store: HistoryStore) -> list[object]:
    return [
        [device.key for device in await store.devices()],
        await store.samples(PACK),
        await store.samples(OTHER),
        await store.events(),
        await store.snapshots(),
        await store.last_counters(PACK),
        without_numbers(await store.journal_entries()),
        await store.captures(),
        [replace(document, id=0) for document in await store.documents()],
    ]


async def exported(path: Path, clock: FakeClock) -> Path:
    store = await HistoryStore.open(path.with_suffix(".sqlite"), clock)
    await fill(store)
    await store.store_capture(
        CaptureRecord(device=PACK, path="a.jsonl", start=START, end=START, bytes=7)
    )
    await store.export(path)
    await store.close()
    return path


@pytest.mark.asyncio
async def test_an_export_comes_back_whole(tmp_path: Path, clock: FakeClock) -> None:
    out = await exported(tmp_path / "out" / "all.jsonl", clock)
    assert names_in(out.parent) == ["all.jsonl", "all.sqlite"]
    source = await HistoryStore.open(out.with_suffix(".sqlite"), clock)
    target = await HistoryStore.open(tmp_path / "copy.sqlite", clock)
    told: list[Topic] = []
    target.observe(told.append)
    assert await target.import_file(out) == ImportReport(samples=6, known=0, others=8)
    assert told == [Topic.IMPORTED]
    assert await contents(target) == await contents(source)
    assert (await target.verify()).ok
    for _ in range(2):
        assert await target.import_file(out) == ImportReport(samples=0, known=6, others=0)
    assert await contents(target) == await contents(source)
    assert await source.import_file(out) == ImportReport(samples=0, known=6, others=0)
    report = ImportReport(samples=0, known=6, others=0)
    assert report.as_json() == {"samples": 0, "known": 6, "others": 0}
    assert await target.last_undoable(PACK) is None, "the undo still points to what it undid"
    await source.close()
    await target.close()


@pytest.mark.asyncio
async def test_what_was_imported_is_older_than_what_was_done_here(
    tmp_path: Path, clock: FakeClock
) -> None:
    source = await HistoryStore.open(tmp_path / "a.sqlite", clock)
    await write_one(source)
    await source.export(tmp_path / "a.jsonl")
    await source.close()
    target = await HistoryStore.open(tmp_path / "b.sqlite", clock)
    # Later by number and by its time, yet not the last thing that this desk wrote.
    clock.move(-3600)
    mine = await write_one(target)
    await target.import_file(tmp_path / "a.jsonl")
    entry = await target.last_undoable(PACK)
    assert entry is not None
    assert entry.id == mine
    await write_one(target, undoes=mine)
    theirs = await target.last_undoable(PACK)
    assert theirs is not None
    assert theirs.opened == START
    await target.close()


@pytest.mark.asyncio
async def test_lines_of_watch_are_imported_once(tmp_path: Path, clock: FakeClock) -> None:
    made = [sample(number) for number in range(600)]
    file = watch_file(tmp_path / "watch.jsonl", made)
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    assert await store.import_file(file) == ImportReport(samples=600, known=0, others=0)
    renamed = shutil.copy(file, tmp_path / "copy of watch.jsonl")
    assert await store.import_file(Path(renamed)) == ImportReport(samples=0, known=600, others=0)
    longer = watch_file(file, [*made, sample(600)])
    assert await store.import_file(longer) == ImportReport(samples=1, known=600, others=0)
    [device] = await store.devices()
    assert (device.key.device_id, device.key.uri) == ("SN-7", "import:2026-11-22T10:00:00.123Z")
    read = await store.samples(device.key)
    assert [sample_json(one) for one in read] == [sample_json(sample(n)) for n in range(601)]
    await store.close()


@pytest.mark.asyncio
@pytest.mark.parametrize("device_id", ["SN-7", None])
async def test_what_was_recorded_here_is_recognised(
    tmp_path: Path, clock: FakeClock, device_id: str | None
) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    made = [sample(number, device_id=device_id) for number in range(3)]
    key, twin = replace(PACK, device_id=device_id), replace(OTHER, device_id=device_id)
    await store.store_sample(twin, sample(1, device_id=device_id, soc_pct=1.0))
    for one in made:
        await store.store_sample(key, one)
    file = watch_file(tmp_path / "watch.jsonl", made)
    assert await store.import_file(file) == ImportReport(samples=0, known=3, others=0)
    assert len(await store.devices()) == 2
    await store.close()


@pytest.mark.asyncio
async def test_boards_without_id_are_not_mixed(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    for number in (0, 50):
        one = sample(number, device_id=None)
        for _ in range(2):
            await store.import_file(watch_file(tmp_path / "watch.jsonl", [one]))
    assert len(await store.devices()) == 2
    assert (await store.stat()).samples == 2
    await store.close()


def cut(lines: list[str]) -> list[str]:
    return lines[:-1]


def half_a_line(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1][:10]]


def other_format(lines: list[str]) -> list[str]:
    return ['{"format": "mingtang-history/2"}', *lines[1:]]


def a_capture(lines: list[str]) -> list[str]:
    return ['{"capture": "mingtang-capture/1"}']


def replaced(kind: str, **changes: object) -> Callable[[list[str]], list[str]]:
    def change(lines: list[str]) -> list[str]:
        rows = [json.loads(line) for line in lines]
        for row in rows:
            if row.get("type") == kind:
                row.update(changes)
        return [json.dumps(row) for row in rows]

    change.__name__ = f"{kind}-{next(iter(changes))}"
    return change


BAD: tuple[tuple[Callable[[list[str]], list[str]], str], ...] = (
    (lambda lines: [], "the file is empty"),
    (cut, "the file ends early"),
    (half_a_line, "not JSON"),
    (other_format, "'mingtang-history/2' is not mingtang-history/1"),
    (a_capture, "a capture holds bytes"),
    (replaced("device", id="one"), "id is not a whole number"),
    (replaced("device", uri=None), "uri is not a text"),
    (replaced("sample", device=9), "there is no device 9"),
    (replaced("sample", sample={"protocol": "jbd"}), "time is not a time"),
    (replaced("event", type="dream"), "type 'dream' is not known"),
    (replaced("event", values=[]), "values is not an object"),
    (replaced("event", time="2026-11-22T10:00:00"), "time is a time without its zone"),
    (replaced("event", time="noon"), "noon"),
    (replaced("settings", protocol=None), "protocol and device_id are not texts"),
    (replaced("settings", settings={"a": None}), "a is no value of a setting"),
    (replaced("settings", raw={"24": "xy"}), "24 is not hexadecimal"),
    (replaced("settings", limits={"a": 1}), "the limits of a are not an object"),
    (replaced("settings", limits={"a": {"soft": 1}}), "the limits of a"),
    (replaced("counters", values={"cell_ov": 1.5}), "cell_ov is no count"),
    (replaced("counters", derived=1), "derived is not a list"),
    (replaced("counters", values=1), "values is not an object"),
    (replaced("journal", side_effects=1), "side_effects is not a list"),
    (replaced("journal", fields={"a": {"state": "perhaps"}}), "a is not the result of a write"),
    (replaced("journal", fields={"a": {"state": "applied"}}), "a was not sent"),
)


@pytest.mark.asyncio
@pytest.mark.parametrize(("spoil", "said"), BAD)
async def test_a_bad_file_brings_nothing(
    tmp_path: Path, clock: FakeClock, spoil: Callable[[list[str]], list[str]], said: str
) -> None:
    out = await exported(tmp_path / "all.jsonl", clock)
    lines = (await asyncio.to_thread(out.read_text, encoding="utf-8")).splitlines()
    out.write_text("\n".join(spoil(lines)), encoding="utf-8")
    store = await HistoryStore.open(tmp_path / "new.sqlite", clock)
    with pytest.raises(InputFileError) as caught:
        await store.import_file(out)
    assert caught.value.key == "import_invalid"
    assert said in caught.value.message
    assert caught.value.values["line"]
    stat = await store.stat()
    assert (stat.devices, stat.samples) == (0, 0)
    await store.close()


@pytest.mark.asyncio
async def test_an_export_never_harms_a_file(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    await fill(store)
    with pytest.raises(StorageError, match="the history itself"):
        await store.export(tmp_path / "h.sqlite")
    out = tmp_path / "out.jsonl"
    out.write_text("what was there", encoding="utf-8")
    with pytest.raises(StorageError):
        await store.export(out / "below" / "a file")

    async def broken() -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("mingtang_desk.history.logs.captures", fail)
            await store.export(out)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(StorageError, match="No space left"):
        await broken()
    assert await asyncio.to_thread(out.read_text, encoding="utf-8") == "what was there"
    assert [name for name in names_in(tmp_path) if "part" in name] == []
    count = await store.export(out)
    lines = (await asyncio.to_thread(out.read_text, encoding="utf-8")).splitlines()
    assert json.loads(lines[-1]) == {"type": "end", "lines": count}
    assert len(lines) == count
    await store.close()


@pytest.mark.asyncio
async def test_recording_goes_on_during_an_import(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    # One recorded sample is three transactions at most, and each has its turn after a batch of the
    # import: twenty batches leave room for six, however slow the machine is.
    count = 20 * importer.BATCH
    made = [sample(number) for number in range(count)]
    file = watch_file(tmp_path / "watch.jsonl", made)
    running = asyncio.create_task(store.import_file(file))
    between = 0
    while not running.done():
        await store.store_sample(OTHER, sample(between))
        await write_one(store)
        between += 1
        await asyncio.sleep(0)
    assert between > 3  # one would have waited for the end of it
    assert (await running).samples == count
    assert len(await store.samples(OTHER, end=START + timedelta(days=1))) == between
    await store.close()
