"""Databases of every schema that was released open, and say what they said."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import NullPool, create_engine

from mingtang_desk.device.sample import PackSample
from mingtang_desk.history.migrate import config
from mingtang_desk.history.schema import METADATA, REVISIONS
from mingtang_desk.history.store import HistoryStore
from tests.history.examples import OTHER, PACK, START, FakeClock, counters, result, sample, settings
from tests.history.make_old import OLD


def test_each_schema_has_a_file() -> None:
    assert sorted(path.name for path in OLD.glob("*.sqlite")) == [
        f"v{int(revision)}.sqlite" for revision in REVISIONS
    ]


@pytest.mark.asyncio
@pytest.mark.parametrize("revision", REVISIONS)
async def test_an_old_file_is_migrated_and_read(
    tmp_path: Path, clock: FakeClock, revision: str
) -> None:
    path = tmp_path / "h.sqlite"
    shutil.copyfile(OLD / f"v{int(revision)}.sqlite", path)
    store = await HistoryStore.open(path, clock)
    assert await store.samples(PACK) == [sample(number) for number in range(5)]
    assert await store.samples(OTHER) == [PackSample(time=START, protocol="jbd")]
    assert [device.key for device in await store.devices()] == [PACK, OTHER]
    assert [event.key for event in await store.events()] == ["protection_on"]
    assert [snapshot.reading for snapshot in await store.snapshots()] == [settings()]
    assert await store.last_counters(PACK) == counters()
    control, undo, first = await store.journal_entries()
    assert (control.kind, control.closed) == ("control", None)
    assert (undo.undoes, undo.fields) == (first.id, result())
    assert await store.last_undoable(PACK) is None
    titles = [document.title for document in await store.documents()]
    assert titles == ([] if revision == "0001" else ["Bike of Wang"])
    assert (await store.verify()).ok
    await store.store_sample(PACK, sample(5))
    await store.close()
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT version_num FROM alembic_version"
        assert connection.execute(query).fetchall() == [(REVISIONS[-1],)]


def test_the_list_of_revisions_is_what_ships() -> None:
    script = ScriptDirectory.from_config(config())
    shipped = [made.revision for made in script.walk_revisions()]
    assert tuple(reversed(shipped)) == REVISIONS


@pytest.mark.asyncio
async def test_migrations_make_the_schema_the_code_uses(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "h.sqlite"
    await (await HistoryStore.open(path, clock)).close()
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        for pragma, value in (("journal_mode", "wal"), ("foreign_keys", 0)):
            assert connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)
        query = "SELECT sql FROM sqlite_master WHERE name IN ('samples', 'journal_fields')"
        assert all("WITHOUT ROWID" in row[0] for row in connection.execute(query))


@pytest.mark.asyncio
async def test_a_start_that_was_killed_early_is_taken_up(tmp_path: Path, clock: FakeClock) -> None:
    path = tmp_path / "h.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA application_id=0x4D544853")
        connection.execute("PRAGMA journal_mode=WAL")
    store = await HistoryStore.open(path, clock)
    await store.store_sample(PACK, sample())
    await store.close()
