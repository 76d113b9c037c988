"""What no event does for a fleet: expiry, open alarms, moved batteries, the last state on disk."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from mingtang_desk.cloud.fleet_cache import FleetCache
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import CloudError, StorageError

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet

_log = logging.getLogger(__name__)
_TICK_S = 1.0
_EXPIRY_TICKS = 30
_LOOKS = 4
"""Batteries that are read again in a second, of those that events told too little of."""
_MOST_LOOKS = 200
"""If more wait the whole list is read again instead."""
REREAD_S = 600.0
"""The list is read again so often, for nobody tells of batteries that went to other accounts."""
_REREAD_SHARE = 100
"""And never so often that more than one hundredth of the time is spent with it."""
_KEEP_S = 600.0


class FleetMinder:
    """Looks after the rows of a fleet beside its stream.

    Args:
        fleet: whose rows.
        clock: what time it is here.
        cache: where the last state is kept, None = nowhere.

    Attributes:
        is_reread_due: the whole list is read again as soon as the link stands.
        read_at, read_s: when it was read last, by the monotonic clock, and how long that took.
    """

    def __init__(self, fleet: Fleet, clock: Clock, cache: FleetCache | None) -> None:
        self._fleet, self._clock, self._cache = fleet, clock, cache
        self.is_reread_due = False
        self.read_at = self.read_s = 0.0
        self._due: dict[str, None] = {}
        self._kept_at: float | None = None
        self._ticks = 0

    def look_at(self, number: str) -> None:
        """Let a battery be read again soon."""
        self._due[number] = None

    async def recall(self) -> None:
        """Show the last state at once, a few rows at a time."""
        fleet, cache = self._fleet, self._cache
        kept = None if cache is None else await asyncio.to_thread(cache.read)
        if kept is None:
            return
        fleet.as_of = kept.as_of
        try:
            for rows in kept.chunks():
                fleet.table.add(rows)
                fleet.tell_list()
                await asyncio.sleep(0)
        except (ValueError, TypeError, KeyError, IndexError, OverflowError, OSError) as error:
            _log.warning("the kept fleet is damaged: %s", type(error).__name__)
            fleet.table.replace(())
            fleet.as_of = None
        fleet.tell_list()

    async def keep(self) -> None:
        """Write the list to disk, if it is the server's; what hinders it is only logged."""
        fleet = self._fleet
        if self._cache is None or not fleet.is_whole:
            return
        self._kept_at = self._clock.monotonic()
        silence = timedelta(seconds=fleet.age_s or 0.0)
        rows = tuple(fleet.table)
        try:
            await asyncio.to_thread(self._cache.write, rows, fleet.now() - silence)
        except StorageError as error:
            _log.warning("the fleet is not kept: %s", error.key)

    async def run(self) -> None:
        """Do all of it until this is cancelled."""
        while True:
            await asyncio.sleep(_TICK_S)
            await self.tick()

    async def tick(self) -> None:
        """Do what is due."""
        fleet = self._fleet
        self._ticks += 1
        if self._ticks % _EXPIRY_TICKS == 0 and fleet.table.expire(fleet.now()):
            fleet.tell_list()
        if not fleet.is_live:
            return
        try:
            await self._reread()
            await self._look_at_due()
        except CloudError as error:  # the link itself says what is wrong with it
            _log.info("the list was not read again: %s", error.key)
        if self._kept_at is None or self._clock.monotonic() - self._kept_at > _KEEP_S:
            await self.keep()

    async def _reread(self) -> None:
        every_s = max(REREAD_S, self.read_s * _REREAD_SHARE)
        is_old = self._clock.monotonic() - self.read_at > every_s
        if is_old or self.is_reread_due or len(self._due) > _MOST_LOOKS:
            self._due.clear()
            await self._fleet.reload()

    async def _look_at_due(self) -> None:
        for number in tuple(self._due)[:_LOOKS]:
            del self._due[number]
            await self._fleet.look(number)
