"""The one place that writes: transactions in one order, and the events they cause.

Whoever changes something opens `write`, and tells `tx.emit` what others should hear of it. An event
gets its number inside the transaction and is published after the commit, so that a listener never
hears of what is not stored, and numbers never run backwards.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import URL
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncTransaction

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import StorageError
from mingtang_desk.server.push.events import Event
from mingtang_desk.server.store.bulk import Bulk, BulkWriter
from mingtang_desk.server.store.engine import is_sqlite, reading_engine, url_of, writing_engine
from mingtang_desk.server.store.finish import to_the_end
from mingtang_desk.server.store.migrate import upgrade
from mingtang_desk.server.store.tables.devices import DEVICE_STATE
from mingtang_desk.server.store.tables.push import OUTBOX, OUTBOX_MARK
from mingtang_desk.server.times import now_ms

_log = logging.getLogger(__name__)
_KEPT = ("seq", "time_ms", "kind", "device", "number", "account_path", "body")
_KEEP = f"INSERT INTO outbox ({', '.join(_KEPT)}) VALUES ({', '.join('?' * len(_KEPT))})"


class Transaction:
    """One transaction of the writer.

    Attributes:
        connection: to execute on.
        now_ms: when it began.
        events: what is told after the commit.
    """

    def __init__(self, connection: AsyncConnection, seq: int, now: int) -> None:
        self.connection = connection
        self.now_ms = now
        self.events: list[Event] = []
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


class Store:
    """The database.

    Attributes:
        url: where it is.
        on_commit: gets the events of each transaction after its commit, in their order; must not
            wait.
    """

    def __init__(self, url: URL, clock: Clock) -> None:
        self.url = url
        self.on_commit: Callable[[Sequence[Event]], None] = lambda _: None
        self._clock = clock
        self._writer: AsyncEngine = writing_engine(url)
        self._reader: AsyncEngine = reading_engine(url)
        self._bulk = BulkWriter(url.database or "") if is_sqlite(url) else None
        self._lock = asyncio.Lock()
        self._seq = 0
        self._is_closed = False

    @classmethod
    async def open(cls, url: str, clock: Clock) -> "Store":
        """Open a database and bring it to the schema of this version.

        Raises:
            StorageError: it cannot be opened, or is of a newer version.
        """
        try:
            store = cls(url_of(url), clock)
        except (ValueError, SQLAlchemyError) as error:
            raise StorageError("database_unusable", detail=str(error)) from error
        try:
            async with store._writer.begin() as connection:
                await connection.run_sync(upgrade)
                store._seq = await _last_seq(connection)
        except (SQLAlchemyError, OSError) as error:
            await store.close()
            detail = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            raise StorageError("database_unusable", detail=detail) from error
        except BaseException:
            await store.close()
            raise
        return store

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return is_sqlite(self.url)

    @property
    def seq(self) -> int:
        """Number of the last event that was committed."""
        return self._seq

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """Give a connection that reads."""
        async with self._reader.connect() as connection:
            yield connection

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Transaction]:
        """Give the one transaction that writes; committed at its end, nothing kept of an error.

        Whoever is cancelled before the end has changed nothing; a commit that was begun is brought
        to its end, and told, before anybody else writes.
        """
        async with (
            self._lock,
            self._writer.connect() as connection,
            connection.begin() as transaction,
        ):
            tx = Transaction(connection, self._seq, now_ms(self._clock))
            yield tx
            await to_the_end(self._commit(tx, transaction))

    @asynccontextmanager
    async def bulk(self) -> AsyncIterator[Bulk]:
        """Collect rows that are written at the end, in one transaction; SQLite alone has this.

        Raises:
            sqlite3.Error: nothing of it is kept.
        """
        async with self._lock:
            bulk = Bulk(self._seq)
            yield bulk
            await to_the_end(self._commit_bulk(bulk))

    async def _commit(self, tx: Transaction, transaction: AsyncTransaction) -> None:
        try:
            kept = [_kept(event, tx.now_ms) for event in tx.events if event.is_kept]
            if kept:
                rows = [dict(zip(_KEPT, row, strict=True)) for row in kept]
                await tx.connection.execute(insert(OUTBOX), rows)
            if tx.events:  # no number is given twice, not even those that no table keeps
                await tx.connection.execute(update(OUTBOX_MARK).values(seq=tx.seq))
            await transaction.commit()
        finally:  # a commit that failed on the way back may be there: its numbers are spent too
            self._seq = tx.seq
        if tx.events:
            self.on_commit(tx.events)

    async def _commit_bulk(self, bulk: Bulk) -> None:
        assert self._bulk is not None
        now = now_ms(self._clock)
        if kept := [_kept(event, now) for event in bulk.events if event.is_kept]:
            bulk.add(_KEEP, kept)
            bulk.add("UPDATE outbox_mark SET seq = ?", [(bulk.seq,)])
        try:
            await self._bulk.write(bulk)
        finally:
            self._seq = bulk.seq
        if bulk.events:
            self.on_commit(bulk.events)

    async def close(self) -> None:
        """Close every connection; twice is harmless."""
        if self._bulk is not None and not self._is_closed:
            self._is_closed = True
            self._bulk.close()
        await self._writer.dispose()
        await self._reader.dispose()


def _kept(event: Event, now: int) -> tuple[object, ...]:
    """Return the row of an event that stays in the outbox, in the order of its columns."""
    body = json.dumps(event.value, ensure_ascii=False)
    return (
        event.seq,
        now,
        event.kind.value,
        event.device,
        event.number,
        event.account_path,
        body,
    )


async def _last_seq(connection: AsyncConnection) -> int:
    """Return the highest number that was ever given."""
    state = DEVICE_STATE.c
    highest = 0
    numbers = (OUTBOX.c.seq, state.position_seq, state.bms_seq, state.state_seq, OUTBOX_MARK.c.seq)
    for column in numbers:
        found = (await connection.execute(select(func.max(column)))).scalar()
        highest = max(highest, found or 0)
    if (await connection.execute(select(OUTBOX_MARK.c.id))).scalar() is None:
        await connection.execute(insert(OUTBOX_MARK).values(id=1, seq=highest, floor=0))
    return highest
