"""The file itself: one writer with a thread of its own, and readers with a connection each.

Decision 0004. The writer's connection lives in its thread from opening to closing; whoever writes
hands it a job and awaits the commit. Readers see the last commit and never wait (WAL).
"""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, NullPool, create_engine, event

from mingtang_desk.core.errors import StorageError
from mingtang_desk.history.failures import storage_errors
from mingtang_desk.history.preflight import inspect, look_uri
from mingtang_desk.history.schema import APPLICATION_ID, REVISIONS

BUSY_S = 5.0
"""How long a commit waits for another program before it gives up."""

_LOG_LIMIT_BYTES = 8 * 2**20


class Database:
    """One history file; `start` opens it.

    Attributes:
        rolled_back: called in the writer's thread when a job failed: what was remembered of its
            transaction no longer holds.
    """

    def __init__(self, path: Path, *, busy_s: float = BUSY_S) -> None:
        self.path = path
        self._busy_s = busy_s
        # The one writer, one of the three places with a thread (docs/decisions/0001-layers.md).
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="history-writer")
        # mode=rw: a file that vanished is an error, not a new and empty history.
        uri = f"{path.absolute().as_uri()}?mode=rw"
        self._writer = _engine(uri, busy_s, "BEGIN IMMEDIATE", _prepare_writer)
        self._reader = _engine(uri, busy_s, "BEGIN", _prepare_reader)
        self._connection: Connection | None = None
        self._durable = False
        self._closed = False
        self.rolled_back: list[Callable[[], None]] = []

    async def write[T](self, job: Callable[[Connection], T], *, durable: bool = False) -> T:
        """Run a job in one transaction of the writer; return after the commit.

        Cancelling the caller does not cancel the job: what began is finished.

        Args:
            job: gets the connection; runs in the writer's thread.
            durable: survives a power cut too, not the death of the process alone.

        Raises:
            StorageError: nothing of it was kept.
        """
        loop = asyncio.get_running_loop()
        self._refuse_when_closed(writing=True)
        return await asyncio.shield(loop.run_in_executor(self._executor, self._write, job, durable))

    async def read[T](self, job: Callable[[Connection], T]) -> T:
        """Run a job on a connection of its own that sees one state of the file throughout.

        Raises:
            StorageError: the file cannot be read.
        """
        self._refuse_when_closed(writing=False)
        return await asyncio.to_thread(self._read, job)

    async def close(self) -> None:
        """Finish what was begun and close the file; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        loop = asyncio.get_running_loop()
        closing_file = loop.run_in_executor(self._executor, self._close)
        # With nothing left to do the thread ends at once; who is cancelled does not wait for it.
        closing_file.add_done_callback(lambda _: self._executor.shutdown(wait=True))
        await asyncio.shield(closing_file)

    async def start(self) -> None:
        """Look at the file, open it, bring it to the schema of this version."""
        loop = asyncio.get_running_loop()
        try:
            await asyncio.shield(loop.run_in_executor(self._executor, self._open))
        except BaseException:
            await self.close()
            raise

    def _refuse_when_closed(self, *, writing: bool) -> None:
        if self._closed:
            key = "file_unwritable" if writing else "file_unreadable"
            raise StorageError(key, path=self.path, detail="the history is closed")

    def _open(self) -> None:
        with storage_errors(self.path, writing=True):
            self.path.parent.mkdir(parents=True, exist_ok=True)
        revision = inspect(self.path, busy_s=self._busy_s)
        with storage_errors(self.path, writing=True):
            # SQLite would open a file it may not write to and say so at the first commit only.
            with self.path.open("ab"):
                pass
            self._connection = self._writer.connect()
            with self._connection.begin():
                if revision != REVISIONS[-1]:
                    from mingtang_desk.history.migrate import upgrade

                    upgrade(self._connection, self.path)

    def _write[T](self, job: Callable[[Connection], T], durable: bool) -> T:
        connection = self._connection
        if connection is None:
            raise StorageError("file_unwritable", path=self.path, detail="the history is closed")
        with storage_errors(self.path, writing=True):
            if durable is not self._durable:
                # Past SQLAlchemy, which would begin a transaction; inside one SQLite refuses it.
                with closing(connection.connection.cursor()) as cursor:
                    cursor.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
                self._durable = durable
            try:
                with connection.begin():
                    return job(connection)
            except BaseException:
                for forget in self.rolled_back:
                    forget()
                raise

    def _read[T](self, job: Callable[[Connection], T]) -> T:
        with (
            storage_errors(self.path, writing=False),
            self._reader.connect() as connection,
            connection.begin(),
        ):
            return job(connection)

    def _close(self) -> None:
        connection, self._connection = self._connection, None
        with storage_errors(self.path, writing=True):
            if connection is not None:
                connection.close()
            self._writer.dispose()
            self._reader.dispose()


def look_engine(path: Path, *, busy_s: float) -> Engine:
    """Return an engine that reads a file and leaves it as it is."""
    return _engine(look_uri(path), busy_s, "BEGIN", _prepare_look)


def _engine(
    uri: str, busy_s: float, begin: str, prepare: Callable[[sqlite3.Connection], None]
) -> Engine:
    def connect() -> sqlite3.Connection:
        # isolation_level None: transactions begin where `begin` below says, and nowhere else.
        connection = sqlite3.connect(uri, uri=True, timeout=busy_s, isolation_level=None)
        try:
            prepare(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _prepare_writer(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys=ON")
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    if application != APPLICATION_ID:
        connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
    connection.execute(f"PRAGMA journal_size_limit={_LOG_LIMIT_BYTES}")


def _prepare_reader(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA query_only=ON")


def _prepare_look(connection: sqlite3.Connection) -> None:
    connection.setconfig(sqlite3.SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, True)
    _prepare_reader(connection)
