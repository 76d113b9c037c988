"""Finds batteries that fell silent; their alarm ends with the first sign of life."""

import asyncio
import contextlib
import logging

from sqlalchemy import or_, select

from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.rides.alarms import Alarms, Found
from mingtang_desk.server.rides.change import Change
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.times import now_ms

_log = logging.getLogger(__name__)
EVERY_S = 15.0
SETTLE_S = 300.0
"""After a start everybody is given so long to come back."""
LOOKED_BACK_MS = 3_600_000
"""Whoever has been away for longer when the server starts is no news."""


class OfflineWatch:
    """Looks at the table of states from time to time."""

    def __init__(self, core: Core, directory: Directory, alarms: Alarms, stale: set[int]) -> None:
        self._stale = stale
        self._core = core
        self._alarms = alarms
        self._directory = directory
        self._task: asyncio.Task[None] | None = None
        self._began_ms = 0

    async def start(self) -> None:
        """Begin."""
        self._began_ms = now_ms(self._core.clock)
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(EVERY_S)
            try:
                await self.look()
                await self._alarms.storms_over()
            except Exception:  # noqa: BLE001 - the next look is tried all the same
                _log.exception("offline batteries could not be looked for")

    async def look(self, settle_s: float = SETTLE_S) -> int:
        """Raise what is to be raised; return how many.

        Args:
            settle_s: seconds after the start in which only those alarm that fell silent since.
        """
        now = now_ms(self._core.clock)
        state, device = DEVICE_STATE.c, DEVICES.c
        settled = now - self._began_ms >= settle_s * 1000
        oldest = self._began_ms - LOOKED_BACK_MS if settled else self._began_ms
        query = (
            select(state.device, state.online_until_ms, state.sleep_until_ms)
            .join(DEVICES, device.pk == state.device)
            .where(
                state.linked_ms.is_(None),
                state.online_until_ms < now,
                state.online_until_ms >= oldest,
                or_(state.sleep_until_ms.is_(None), state.sleep_until_ms < now),
                device.enabled_ms.is_not(None),
                or_(device.expires_ms.is_(None), device.expires_ms > now),
            )
        )
        async with self._core.store.read() as connection:
            rows = (await connection.execute(query)).all()
        changes: list[Change] = []
        count = 0
        for pk, online_until, sleep_until in rows:
            found = self._directory.by_pk(pk)
            if found is None or ("offline", "") in self._alarms.open_of(pk):
                continue
            since = max(online_until, sleep_until or 0)
            delay = self._alarms.rules.for_device(found).of("offline").raise_delay_s
            if now - since < delay * 1000:
                continue
            raised = self._alarms.raised(
                Found(device=found, kind="offline", time_ms=since, received_ms=now)
            )
            count += bool(raised)
            changes += raised
        if changes:
            try:
                async with self._core.store.write() as tx:
                    for change in changes:
                        await change.write(tx)
            except BaseException:
                self._stale.update(row.device for row in rows)
                raise
        return count
