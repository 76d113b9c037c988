"""Damage that SQLite does not see."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mingtang_desk.core.errors import StorageError
from mingtang_desk.history.store import HistoryStore
from mingtang_desk.history.verify import verify_file
from tests.history.examples import OTHER, PACK, FakeClock, fill, names_in

DAMAGE = (
    ("UPDATE samples SET pack_v = 48 WHERE ts % 2", "sample 2026-"),
    ("UPDATE samples SET body = replace(body, '3.629', '3.639')", "checksum"),
    ("UPDATE samples SET context = 2 WHERE context = 1", "checksum"),
    ("UPDATE contexts SET body = replace(body, 'MT-13', 'MT-17')", "context 1"),
    ("DELETE FROM contexts WHERE id = 1", "missing"),
    ("DELETE FROM devices WHERE id = 2", "devices is missing"),
    ("UPDATE devices SET last_seen = 0, first_seen = 0 WHERE id = 1", "5 samples outside"),
    ("UPDATE events SET body = '{}'", "event 1"),
    ("UPDATE settings_snapshots SET body = replace(body, '4.25', '9.25')", "settings snapshot 1"),
    ("UPDATE counters SET reason = 'other'", "counters 1"),
    ("UPDATE journal SET who = 'nobody' WHERE id = 1", "journal entry 1"),
    ("UPDATE journal_fields SET old = '9.9' WHERE entry = 2", "journal entry 2, cell_ovp_v"),
    ("DELETE FROM journal_fields WHERE entry = 1", "journal entry 1: no result of cell_ovp_v"),
    ("UPDATE journal SET side_effects = '{' WHERE id = 1", "journal entry 1: not JSON"),
    ("UPDATE journal SET side_effects = '{}' WHERE id = 1", "side effects are no list"),
    ("UPDATE devices SET first_seen = 9000000000000000000", "samples outside"),
)


@pytest.mark.asyncio
@pytest.mark.parametrize(("statement", "said"), DAMAGE)
async def test_each_is_found(tmp_path: Path, clock: FakeClock, statement: str, said: str) -> None:
    path = tmp_path / "h.sqlite"
    store = await HistoryStore.open(path, clock)
    await fill(store)
    assert (await store.verify()).ok
    await store.close()
    assert verify_file(path).samples == 6
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        assert connection.execute(statement).rowcount > 0
    before = path.read_bytes()
    found = verify_file(path)
    assert not found.ok
    assert any(said in problem for problem in found.problems), found.problems
    assert path.read_bytes() == before
    assert names_in(tmp_path) == ["h.sqlite"]


@pytest.mark.asyncio
async def test_a_damaged_row_is_not_handed_out(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "h.sqlite"
    store = await HistoryStore.open(path, clock)
    await fill(store)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("UPDATE samples SET soc_pct = 51 WHERE device = 1")
        connection.execute("UPDATE devices SET first_seen = 9000000000000000000 WHERE id = 2")
    with pytest.raises(StorageError, match=r"sample 2026-11-22T10:00:00.*of device 1"):
        await store.samples(PACK)
    with pytest.raises(StorageError, match="is no time"):
        await store.devices()
    assert await store.samples(OTHER) == []
    await store.close()


@pytest.mark.asyncio
async def test_an_empty_file_is_in_order(tmp_path: Path) -> None:
    (tmp_path / "h.sqlite").touch()
    assert verify_file(tmp_path / "h.sqlite").ok
    assert names_in(tmp_path) == ["h.sqlite"]
