"""Documents: kept, changed, listed, carried to another history, and damage told."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mingtang_desk.core.errors import InputFileError, StorageError
from mingtang_desk.history.records import ImportReport, Topic
from mingtang_desk.history.store import HistoryStore
from tests.history.examples import OTHER, PACK, START, FakeClock

BODY: dict[str, object] = {"points": [{"target": "zero", "before": 0.12}], "note": "客户"}


@pytest.mark.asyncio
async def test_a_document_is_kept_and_changed(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "h.sqlite"
    store = await HistoryStore.open(path, clock)
    told: list[Topic] = []
    store.observe(told.append)
    number = await store.add_document(PACK, kind="job", who="Li", title="A", body=BODY)
    clock.move(60)
    await store.change_document(number, who="Wu", title="B", body={**BODY, "closed": True})
    await store.close()
    assert told == [Topic.DOCUMENTS, Topic.DOCUMENTS]
    store = await HistoryStore.open(path, clock)
    (kept,) = await store.documents()
    assert (kept.id, kept.device, kept.kind, kept.who, kept.title) == (
        number,
        PACK,
        "job",
        "Wu",
        "B",
    )
    assert kept.body == {**BODY, "closed": True}
    assert (kept.made, (kept.changed - kept.made).total_seconds()) == (START, 60)
    with pytest.raises(StorageError) as caught:
        await store.change_document(99, who="Li", title="", body={})
    assert caught.value.key == "document_unknown"
    await store.close()


@pytest.mark.asyncio
async def test_lists_are_by_device_kind_and_newest_change(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    first = await store.add_document(PACK, kind="job", who="", title="first", body={})
    clock.move(1)
    await store.add_document(OTHER, kind="job", who="", title="second", body={})
    clock.move(1)
    await store.add_document(None, kind="note", who="", title="of none", body={})
    clock.move(1)
    await store.change_document(first, who="", title="first again", body={})

    async def titles(**asked: object) -> list[str]:
        return [found.title for found in await store.documents(**asked)]  # type: ignore[arg-type]

    assert await titles() == ["first again", "of none", "second"]
    assert await titles(kind="job", limit=1) == ["first again"]
    assert await titles(device=OTHER) == ["second"]
    # A clock that was set back: the words replaced are still the older ones.
    clock.move(-1000)
    await store.change_document(first, who="", title="newest", body={})
    assert (await titles())[0] == "newest"
    await store.close()


@pytest.mark.asyncio
async def test_the_newer_of_two_histories_stays(tmp_path: Path, clock: FakeClock) -> None:
    here = await HistoryStore.open(tmp_path / "here.sqlite", clock)
    there = await HistoryStore.open(tmp_path / "there.sqlite", clock)
    number = await here.add_document(PACK, kind="job", who="Li", title="old", body=BODY)
    await here.add_document(None, kind="note", who="Li", title="of none", body={})
    out = tmp_path / "a.jsonl"
    await here.export(out)
    assert (await there.import_file(out)).others == 2
    clock.move(5)
    await here.change_document(number, who="Li", title="new", body=BODY)
    newer = tmp_path / "b.jsonl"
    await here.export(newer)
    assert (await there.import_file(newer)).others == 1
    assert await there.import_file(out) == ImportReport(samples=0, known=0, others=0)
    assert [found.title for found in await there.documents(PACK)] == ["new"]
    assert (await there.verify()).ok
    await here.close()
    await there.close()


@pytest.mark.asyncio
async def test_a_line_that_is_no_document_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    store = await HistoryStore.open(tmp_path / "h.sqlite", clock)
    await store.add_document(None, kind="note", who="Li", title="x", body={})
    out = tmp_path / "a.jsonl"
    await store.export(out)
    lines = out.read_text(encoding="utf-8").splitlines()
    damaged: tuple[dict[str, object], ...] = (
        {"body": []},
        {"title": 7},
        {"made": "yesterday"},
        {"device": 5},
    )
    for wrong in damaged:
        spoiled = json.dumps({**json.loads(lines[1]), **wrong})
        out.write_text("\n".join([lines[0], spoiled, lines[2]]), encoding="utf-8")
        with pytest.raises(InputFileError):
            await store.import_file(out)
    await store.close()


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE documents SET title = 'other'", "checksum"),
        ("UPDATE documents SET device = 77", "missing"),
    ],
)
async def test_damage_is_found(tmp_path: Path, clock: FakeClock, change: str, words: str) -> None:
    path = tmp_path / "h.sqlite"
    store = await HistoryStore.open(path, clock)
    await store.add_document(PACK, kind="job", who="Li", title="x", body={})
    await store.close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(change)
    store = await HistoryStore.open(path, clock)
    found = await store.verify()
    assert not found.ok
    assert words in " ".join(found.problems)
    with pytest.raises(StorageError):
        await store.documents()
    await store.close()
