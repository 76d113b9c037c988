"""Trackers that came and that nobody entered: seen, counted, bounded; let in by an admin."""

import asyncio
import contextlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from mingtang_desk.server.core import Core
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.devices import QUARANTINE
from mingtang_desk.server.times import now_ms

_log = logging.getLogger(__name__)
ROWS = 1000
"""The oldest beyond these make room."""
FLUSH_S = 1.0
"""A flood is written at most this often."""
IDLE_S = 60.0
_TEXT = 64  # characters kept of what a stranger says of itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """A tracker nobody entered.

    Attributes:
        terminal: its identity, as `Terminal.key`; edition: of JT/T 808, 2013 or 2019.
        first_ms, last_ms, count: when it came, and how many times.
        remote: address it came from.
        imei, model: as it says itself, None = it did not.
    """

    terminal: str
    edition: int
    first_ms: int
    last_ms: int
    count: int
    remote: str
    imei: str | None = None
    model: str | None = None


class Quarantine:
    """All of them. A flood costs a dictionary in memory and one write a second."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._waiting: dict[str, Stranger] = {}
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self._write_on())

    async def stop(self) -> None:
        """Store what is on its way."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.wait([self._task], timeout=5)
        await self.flush()

    def note(
        self,
        terminal: str,
        edition: int,
        remote: str,
        imei: str | None = None,
        model: str | None = None,
        count: int = 1,
    ) -> None:
        """Note that a tracker came that nobody entered, with so many messages."""
        now = now_ms(self._core.clock)
        terminal = terminal[:_TEXT]
        old = self._waiting.pop(terminal, None)
        if old is None:
            old = Stranger(
                terminal=terminal, edition=edition, first_ms=now, last_ms=now, count=0, remote=""
            )
        self._waiting[terminal] = replace(
            old,
            edition=edition,
            last_ms=now,
            count=old.count + count,
            remote=remote[:_TEXT],
            imei=_plain(imei) or old.imei,
            model=_plain(model) or old.model,
        )
        if len(self._waiting) > ROWS:
            del self._waiting[next(iter(self._waiting))]
        self._wake.set()

    async def flush(self) -> None:
        """Write what is waiting."""
        strangers, self._waiting = list(self._waiting.values()), {}
        if not strangers:
            return
        try:
            async with self._core.store.write() as tx:
                await self._write(tx, strangers)
        except Exception:  # noqa: BLE001 - the next flood is written all the same
            _log.warning("the quarantine could not be stored", exc_info=True)

    async def all(self) -> list[Stranger]:
        """Return everybody who is stored, the last to come first."""
        await self.flush()
        order = (QUARANTINE.c.last_ms.desc(), QUARANTINE.c.terminal)
        async with self._core.store.read() as connection:
            rows = await connection.execute(select(QUARANTINE).order_by(*order).limit(ROWS))
            return [Stranger(**row._mapping) for row in rows]

    async def one(self, terminal: str) -> Stranger | None:
        """Return one of them."""
        await self.flush()
        query = select(QUARANTINE).where(QUARANTINE.c.terminal == terminal)
        async with self._core.store.read() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else Stranger(**row._mapping)

    async def drop(self, tx: Transaction, terminal: str) -> bool:
        """Remove one; whether there was such a one."""
        was_waiting = self.forget(terminal)
        query = delete(QUARANTINE).where(QUARANTINE.c.terminal == terminal)
        return (await tx.connection.execute(query)).rowcount > 0 or was_waiting

    def forget(self, terminal: str) -> bool:
        """Do not write one that is waiting to be; whether there was such a one."""
        return self._waiting.pop(terminal, None) is not None

    async def _write(self, tx: Transaction, strangers: Sequence[Stranger]) -> None:
        insert = sqlite_insert if self._core.store.is_sqlite else postgresql_insert
        names = Stranger.__slots__
        rows = [{name: getattr(stranger, name) for name in names} for stranger in strangers]
        query = insert(QUARANTINE)
        new, old = query.excluded, QUARANTINE.c
        query = query.on_conflict_do_update(
            index_elements=[old.terminal],
            set_={
                "edition": new.edition,
                "last_ms": new.last_ms,
                "count": old.count + new.count,
                "remote": new.remote,
                "imei": func.coalesce(new.imei, old.imei),
                "model": func.coalesce(new.model, old.model),
            },
        )
        await tx.connection.execute(query, rows)
        kept = select(old.terminal).order_by(old.last_ms.desc(), old.terminal).limit(ROWS)
        await tx.connection.execute(delete(QUARANTINE).where(old.terminal.not_in(kept)))

    async def _write_on(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(IDLE_S):
                    await self._wake.wait()
            self._wake.clear()
            await self.flush()
            await asyncio.sleep(FLUSH_S)


def _plain(text: str | None) -> str | None:
    """Return what a stranger says of itself, short and printable."""
    return None if text is None else "".join(c for c in text[:_TEXT] if c.isprintable()) or None
