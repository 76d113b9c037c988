"""Trackers that nobody entered: noted for whoever looks after the fleet, or taken in at once."""

from collections.abc import Mapping

from sqlalchemy import delete, func, insert, select, update

from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES, QUARANTINE
from mingtang_desk.wire.jt808.header import Terminal

MOST = 10_000
"""Terminals that are kept in quarantine."""


class Strangers:
    """What becomes of terminals that no battery has."""

    def __init__(self, core: Core, directory: Directory) -> None:
        self._core = core
        self._directory = directory

    async def note(
        self, terminal: Terminal, remote: str, *, model: str | None = None, count: int = 1
    ) -> None:
        """Put a terminal into quarantine, or count it there once more.

        Args:
            terminal: as its head names it.
            remote: address it came from.
            model: what it called itself.
            count: messages since the last note.
        """
        columns = QUARANTINE.c
        async with self._core.store.write() as tx:
            values: dict[str, object] = {"last_ms": tx.now_ms, "remote": remote}
            if model is not None:
                values["model"] = model
            known = await tx.connection.execute(
                update(QUARANTINE)
                .where(columns.terminal == terminal.key)
                .values(count=columns.count + count, **values)
            )
            if known.rowcount:
                return
            await self._make_room(tx)
            await tx.connection.execute(
                insert(QUARANTINE).values(
                    terminal=terminal.key,
                    edition=2019 if terminal.is_2019 else 2013,
                    first_ms=tx.now_ms,
                    count=count,
                    imei=terminal.imei,
                    **values,
                )
            )

    async def take_in(self, terminal: Terminal) -> Device | None:
        """Enter a battery for a terminal, in the topmost account; None while there is no account.

        It is open: any link may speak for it until its tracker has proven its code once.
        """
        if (found := self._directory.by_terminal(terminal.key)) is not None:
            return found
        async with self._core.store.write() as tx:
            top = (
                await tx.connection.execute(
                    select(ACCOUNTS.c.id, ACCOUNTS.c.path)
                    .where(ACCOUNTS.c.parent_id.is_(None))
                    .order_by(ACCOUNTS.c.created_ms)
                    .limit(1)
                )
            ).one_or_none()
            if top is None:
                return None
            pk = await tx.connection.scalar(
                select(DEVICES.c.pk).where(DEVICES.c.terminal == terminal.key)
            )
            if pk is None:
                values: Mapping[str, object] = {
                    "number": terminal.key,
                    "terminal": terminal.key,
                    "account_id": top.id,
                    "account_path": top.path,
                    "imei": terminal.imei,
                    "is_open": True,
                    "created_ms": tx.now_ms,
                    "enabled_ms": tx.now_ms,
                }
                pk = await tx.connection.scalar(
                    insert(DEVICES).values(values).returning(DEVICES.c.pk)
                )
                await tx.connection.execute(insert(DEVICE_STATE).values(device=pk))
        assert pk is not None
        await self._directory.refresh(pk)
        return self._directory.by_pk(pk)

    async def _make_room(self, tx: Transaction) -> None:
        """Let the terminal go that was silent the longest, where there are too many."""
        total = await tx.connection.scalar(select(func.count()).select_from(QUARANTINE))
        if total is not None and total >= MOST:
            oldest = select(QUARANTINE.c.terminal).order_by(QUARANTINE.c.last_ms).limit(MOST // 100)
            await tx.connection.execute(
                delete(QUARANTINE).where(QUARANTINE.c.terminal.in_(oldest.scalar_subquery()))
            )
