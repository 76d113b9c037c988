"""Files that are refused: with their place, and without a trace."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from mingtang_desk.core.errors import StorageError
from mingtang_desk.history import preflight
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.history.verify import verify_file
from tests.history.examples import PACK, FakeClock, fill, names_in, sample


async def make(path: Path) -> bytes:
    store = await HistoryStore.open(path, FakeClock())
    await fill(store)
    for number in range(10, 200):
        store.put_sample(PACK, sample(number))
    await store.close()
    return await asyncio.to_thread(path.read_bytes)


@contextmanager
def untouched(folder: Path) -> Iterator[None]:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    yield
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def not_sqlite(good: bytes) -> bytes:
    return b"time;pack_v\n1;47.2\n" * 20


def short_text(good: bytes) -> bytes:
    return b"hello"


def inside_the_header(good: bytes) -> bytes:
    return good[:60]


def cut_in_the_middle(good: bytes) -> bytes:
    return good[: len(good) // 2 + 100]


def last_page_missing(good: bytes) -> bytes:
    return good[:-4096]


def impossible_page_size(good: bytes) -> bytes:
    return good[:16] + b"\x12\x34" + good[18:]


def first_page_gone(good: bytes) -> bytes:
    return good[:100] + bytes(3996) + good[4096:]


def page_in_the_middle_gone(good: bytes) -> bytes:
    middle = len(good) // 4096 // 2 * 4096
    return good[:middle] + b"\x5a" * 4096 + good[middle + 4096 :]


def last_page_gone(good: bytes) -> bytes:
    return good[:-4096] + b"\x5a" * 4096


REFUSED: tuple[tuple[Callable[[bytes], bytes], str], ...] = (
    (not_sqlite, "begins with 74 69 6d 65"),
    (short_text, "begins with 68 65 6c 6c 6f"),
    (inside_the_header, "ends at byte 60"),
    (cut_in_the_middle, "ends at byte"),
    (last_page_missing, "ends at byte"),
    (impossible_page_size, "page size 4660 at byte 16"),
    (first_page_gone, "page 1"),
    (page_in_the_middle_gone, "page"),
    (last_page_gone, "table samples"),
)


@pytest.mark.asyncio
@pytest.mark.parametrize(("damage", "said"), REFUSED, ids=[d.__name__ for d, _ in REFUSED])
async def test_damage_is_refused(
    tmp_path: Path, clock: FakeClock, damage: Callable[[bytes], bytes], said: str
) -> None:
    path = tmp_path / "h.sqlite"
    path.write_bytes(damage(await make(path)))
    with untouched(tmp_path):
        with pytest.raises(StorageError) as caught:
            await HistoryStore.open(path, clock)
        assert caught.value.key == "history_corrupt"
        assert said in str(caught.value.values["detail"])
        assert str(path) in caught.value.message
        found = verify_file(path)
        assert not found.ok
        assert str(path) in found.problems[0]


@pytest.mark.asyncio
@pytest.mark.parametrize("with_index", [True, False])
async def test_damage_beside_a_log_is_refused(
    tmp_path: Path, clock: FakeClock, with_index: bool
) -> None:
    """What a killed program leaves: the log would go into the file on closing."""
    source = tmp_path / "source.sqlite"
    damaged = page_in_the_middle_gone(await make(source))
    folder = tmp_path / "killed"
    folder.mkdir()
    store = await HistoryStore.open(source, clock)
    await store.store_sample(PACK, sample(500))
    for ending in ("-wal", "-shm") if with_index else ("-wal",):
        shutil.copy(f"{source}{ending}", folder / f"h.sqlite{ending}")
    await store.close()
    (folder / "h.sqlite").write_bytes(damaged)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    for _ in range(2):
        with pytest.raises(StorageError) as caught:
            await HistoryStore.open(folder / "h.sqlite", clock)
        assert caught.value.key == "history_corrupt"
    assert names_in(folder) == sorted(before)
    for name in ("h.sqlite", "h.sqlite-wal"):
        assert (folder / name).read_bytes() == before[name]


@pytest.mark.asyncio
async def test_a_log_without_its_file_is_not_thrown_away(tmp_path: Path, clock: FakeClock) -> None:
    (tmp_path / "h.sqlite").touch()
    (tmp_path / "h.sqlite-wal").write_bytes(b"all that is left")
    with untouched(tmp_path), pytest.raises(StorageError, match="not an SQLite database"):
        await HistoryStore.open(tmp_path / "h.sqlite", clock)


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.mark.asyncio
async def test_a_newer_schema_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "h.sqlite"
    await make(path)
    change(path, "UPDATE alembic_version SET version_num = '9999'")
    with untouched(tmp_path), pytest.raises(StorageError) as caught:
        await HistoryStore.open(path, clock)
    assert caught.value.key == "history_newer"
    assert "9999" in caught.value.message
    with untouched(tmp_path), pytest.raises(StorageError, match="9999"):
        verify_file(path)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (("CREATE TABLE moz_places (id)",), "another program (tables: moz_places)"),
        (("PRAGMA application_id=7",), "another program (tables: none)"),
    ],
)
async def test_the_database_of_another_program_is_refused(
    tmp_path: Path, clock: FakeClock, statements: tuple[str, ...], said: str
) -> None:
    path = tmp_path / "places.sqlite"
    change(path, "CREATE TABLE t (x)", "DROP TABLE t", *statements)
    with untouched(tmp_path), pytest.raises(StorageError) as caught:
        await HistoryStore.open(path, clock)
    assert caught.value.key == "history_corrupt"
    assert said in caught.value.message


@pytest.mark.asyncio
async def test_a_history_without_its_version_is_refused(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "h.sqlite"
    await make(path)
    change(path, "DELETE FROM alembic_version")
    with untouched(tmp_path), pytest.raises(StorageError, match="alembic_version is empty"):
        await HistoryStore.open(path, clock)


@pytest.mark.asyncio
async def test_a_locked_file_is_refused_and_works_again(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "h.sqlite"
    await make(path)
    for lock in ("BEGIN IMMEDIATE", "BEGIN EXCLUSIVE"):
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute(lock)
            with pytest.raises(StorageError) as caught:
                await HistoryStore.open(path, clock, busy_s=0.05)
            assert caught.value.key == "history_busy"
            assert str(path) in caught.value.message
    store = await HistoryStore.open(path, clock)
    await store.close()


@pytest.mark.asyncio
async def test_a_lock_taken_later_is_told_and_nothing_is_lost(
    tmp_path: Path, clock: FakeClock
) -> None:
    path = tmp_path / "h.sqlite"
    store = await HistoryStore.open(path, clock, busy_s=0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError) as caught:
            await store.store_sample(PACK, sample())
        assert caught.value.key == "history_busy"
        with pytest.raises(StorageError) as caught:
            await store.begin(PACK, kind="settings", who="Li", old={}, sent={"a": 1})
        assert caught.value.key == "journal_failed"
        store.put_sample(PACK, sample(1))
        assert await store.samples(PACK) == [], "reading goes on"
    await store.close()
    assert (store.backlog.stored, store.backlog.dropped) == (1, 0)


@pytest.mark.asyncio
async def test_two_programs_share_a_history(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "h.sqlite"
    first = await HistoryStore.open(path, clock)
    await first.store_sample(PACK, sample())
    second = await HistoryStore.open(path, clock)
    await second.store_sample(PACK, sample(1))
    await first.store_sample(PACK, sample(2))
    assert await first.samples(PACK) == await second.samples(PACK) == [sample(n) for n in range(3)]
    assert (await second.verify()).ok
    await first.close()
    await second.close()
    assert names_in(tmp_path) == ["h.sqlite"]


@pytest.mark.asyncio
async def test_places_where_no_file_can_be(tmp_path: Path, clock: FakeClock) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    for path, key in ((file / "h.sqlite", "file_unwritable"), (tmp_path, "file_unreadable")):
        with pytest.raises(StorageError) as caught:
            await HistoryStore.open(path, clock)
        assert caught.value.key == key
        assert str(path) in caught.value.message


@contextmanager
def read_only(path: Path) -> Iterator[None]:
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        if os.access(path.parent, os.W_OK):
            pytest.skip("this user may write everywhere")
        yield
    finally:
        path.parent.chmod(0o755)


@pytest.mark.asyncio
async def test_a_folder_that_may_not_be_written_to(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "h.sqlite"
    await make(path)
    with read_only(path):
        for name in ("h.sqlite", "new.sqlite"):
            with pytest.raises(StorageError) as caught:
                await HistoryStore.open(tmp_path / name, clock)
            assert caught.value.key == "file_unwritable"
        assert verify_file(path).ok


def test_a_file_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(StorageError) as caught:
        verify_file(tmp_path / "h.sqlite")
    assert caught.value.key == "file_missing"
    assert names_in(tmp_path) == []


@pytest.mark.asyncio
async def test_a_large_file_is_looked_at_without_its_samples(
    tmp_path: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "h.sqlite"
    good = await make(path)
    monkeypatch.setattr(preflight, "FULL_CHECK_BYTES", 1)
    path.write_bytes(last_page_gone(good))
    store = await HistoryStore.open(path, clock)
    with pytest.raises(StorageError) as caught:
        await store.samples(PACK)
    assert caught.value.key == "history_corrupt"
    assert not (await store.verify()).ok
    await store.close()
