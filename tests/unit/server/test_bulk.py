"""Groups past SQLAlchemy: in the loop, in the thread, and while another process writes."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from mingtang_desk.server.store.bulk import CHECKPOINT_ROWS, SMALL, Bulk, BulkWriter

pytestmark = pytest.mark.asyncio
INSERT = "INSERT INTO t VALUES (?)"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a database in WAL mode with one table."""
    path = tmp_path / "t.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE t (n INTEGER PRIMARY KEY)")
    connection.close()
    return path


def group(first: int, size: int) -> Bulk:
    """Return a group of rows."""
    bulk = Bulk(0)
    bulk.add(INSERT, [(first + n,) for n in range(size)])
    return bulk


def rows(path: Path) -> int:
    """Count the rows with a connection of its own."""
    connection = sqlite3.connect(path)
    (count,) = connection.execute("SELECT count(*) FROM t").fetchone()
    connection.close()
    return int(count)


async def test_groups_of_every_size_are_there_when_write_returns(file: Path) -> None:
    writer, total = BulkWriter(str(file)), 0
    for size in (1, 5, SMALL, SMALL + 1, CHECKPOINT_ROWS, 1):
        await writer.write(group(total, size))
        total += size
        assert rows(file) == total
    writer.close()


async def test_a_group_that_fails_leaves_nothing_and_the_next_is_written(file: Path) -> None:
    writer = BulkWriter(str(file))
    await writer.write(group(0, 1))
    bulk = group(1, 3)
    bulk.add(INSERT, [(0,)])
    with pytest.raises(sqlite3.IntegrityError):
        await writer.write(bulk)
    assert rows(file) == 1
    await writer.write(group(1, 3))
    assert rows(file) == 4
    writer.close()


async def test_while_another_process_writes_the_loop_goes_on(file: Path) -> None:
    writer = BulkWriter(str(file))
    await writer.write(group(0, 1))
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    writing = asyncio.create_task(writer.write(group(1, 1)))
    await asyncio.sleep(0.1)  # the loop turns: it does not wait for the lock itself
    assert not writing.done()
    other.execute("COMMIT")
    async with asyncio.timeout(15):
        await writing
    assert rows(file) == 2
    other.close()
    writer.close()
