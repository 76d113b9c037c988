"""Many rows at once past SQLAlchemy: on SQLite a group costs one switch of threads, not a dozen."""

import asyncio
import contextlib
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from mingtang_desk.server.push.events import Event
from mingtang_desk.server.store.engine import BUSY_S

type Rows = Sequence[tuple[object, ...]]


class Bulk:
    """Rows of one transaction of the writer, and the events they cause.

    Attributes:
        events: what is told after the commit; none of the kinds that stay in the outbox.
        statements: SQL with the rows it is executed for.
    """

    def __init__(self, seq: int) -> None:
        self.events: list[Event] = []
        self.statements: list[tuple[str, Rows]] = []
        self._seq = seq

    @property
    def seq(self) -> int:
        """The last number given."""
        return self._seq

    def emit(self, event: Event) -> int:
        """Tell something after the commit; return its number."""
        assert not event.is_kept
        self._seq += 1
        self.events.append(event.numbered(self._seq))
        return self._seq

    def add(self, statement: str, rows: Rows) -> None:
        """Execute a statement for each row."""
        if rows:
            self.statements.append((statement, rows))


class BulkWriter:
    """A connection to an SQLite file for statements with many rows, with a thread of its own.

    Args:
        path: of the file.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="bulk")
        self._connection: sqlite3.Connection | None = None

    async def write(self, bulk: Bulk) -> None:
        """Execute everything in one transaction.

        Raises:
            sqlite3.Error: nothing of it is kept.
        """
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._thread, self._write, bulk.statements)
        try:
            await asyncio.shield(work)
        except asyncio.CancelledError:
            with contextlib.suppress(sqlite3.Error):
                await work  # what was begun ends before anybody else writes
            raise

    def close(self) -> None:
        """Close it; twice is harmless."""
        self._thread.submit(self._close)
        self._thread.shutdown(wait=True)

    def _write(self, statements: Sequence[tuple[str, Rows]]) -> None:
        connection = self._connection
        if connection is None:
            connection = self._connection = sqlite3.connect(
                self._path, timeout=BUSY_S, isolation_level=None
            )
            connection.execute("PRAGMA foreign_keys=ON")
            connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement, rows in statements:
                connection.executemany(statement, rows)
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
