"""Many rows at once past SQLAlchemy: on SQLite a group costs one switch of threads, or none.

A small group is written where the loop runs: handing it to a thread takes longer than the writing,
about 0.2 ms. The thread has what may take long: large groups, checkpoints (they wait for the disk),
and waiting for another process that writes.
"""

import asyncio
import contextlib
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from mingtang_desk.server.push.events import Event
from mingtang_desk.server.store.engine import BUSY_S

type Rows = Sequence[tuple[object, ...]]
SMALL = 300
"""Rows that are written in the loop, at most."""
CHECKPOINT_ROWS = 6000
"""Rows between two checkpoints, about 16 MB of log: pages that many rows change are moved once."""
CACHE_KIB = 32_000


class Bulk:
    """Rows of one transaction of the writer, and the events they cause.

    Attributes:
        events: what is told after the commit.
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
        self._seq += 1
        self.events.append(event.numbered(self._seq))
        return self._seq

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(len(rows) for _, rows in self.statements)

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
        self._unmoved = 0

    async def write(self, bulk: Bulk) -> None:
        """Execute everything in one transaction.

        Raises:
            sqlite3.Error: nothing of it is kept.
        """
        statements, count = bulk.statements, bulk.count
        self._unmoved += count
        if count <= SMALL and self._unmoved < CHECKPOINT_ROWS and self._connection is not None:
            try:
                self._write(self._connection, statements)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                    raise
            else:
                return
        loop = asyncio.get_running_loop()
        work = loop.run_in_executor(self._thread, self._write_patiently, statements)
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

    def _write_patiently(self, statements: Sequence[tuple[str, Rows]]) -> None:
        """Write, waiting for whoever else writes; then move what is due from the log."""
        connection = self._connection or self._opened()
        connection.execute(f"PRAGMA busy_timeout={round(BUSY_S * 1000)}")
        try:
            self._write(connection, statements)
            if self._unmoved >= CHECKPOINT_ROWS:
                self._unmoved = 0
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        finally:
            connection.execute("PRAGMA busy_timeout=0")

    def _opened(self) -> sqlite3.Connection:
        # The loop and the thread use it in turn, never at once: the store has one writer.
        connection = self._connection = sqlite3.connect(
            self._path, timeout=0, isolation_level=None, check_same_thread=False
        )
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA synchronous=NORMAL")
        connection.execute("PRAGMA wal_autocheckpoint=0")
        connection.execute(f"PRAGMA cache_size=-{CACHE_KIB}")
        return connection

    def _write(
        self, connection: sqlite3.Connection, statements: Sequence[tuple[str, Rows]]
    ) -> None:
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
