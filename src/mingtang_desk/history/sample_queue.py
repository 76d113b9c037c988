"""Samples on their way to the file: taken at once, committed together, counted when lost.

A commit for each sample would write six times as many bytes and wake the disk for every poll.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace

from mingtang_desk.core.errors import StorageError
from mingtang_desk.device.sample import PackSample
from mingtang_desk.history.records import Backlog
from mingtang_desk.interfaces.storage import DeviceKey

BATCH = 64
"""So many waiting samples are committed at once without waiting for the second to end."""

INTERVAL_S = 1.0
CAPACITY = 4096
"""A minute of 64 packs; what comes on top is dropped and counted."""

_COMMIT_AT_MOST = 512


@dataclass(slots=True)
class _Item:
    device: DeviceKey
    sample: PackSample
    stored: asyncio.Future[None] | None = None


type Commit = Callable[[Sequence[tuple[DeviceKey, PackSample]]], Awaitable[int]]


class SampleQueue:
    """Belongs to the loop's thread.

    Args:
        commit: keeps samples and returns how many were new.
        changed: called whenever samples were dropped or a commit failed or works again.
    """

    def __init__(
        self,
        commit: Commit,
        changed: Callable[[], None],
        *,
        interval_s: float = INTERVAL_S,
        capacity: int = CAPACITY,
    ) -> None:
        self._commit = commit
        self._changed = changed
        self._interval_s = interval_s
        self._capacity = capacity
        self._items: deque[_Item] = deque()
        self._in_flight = 0
        self._awaited = 0
        self._task: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._draining = False
        self._closed = False
        self._backlog = Backlog()

    @property
    def backlog(self) -> Backlog:
        """How recording is doing."""
        return replace(self._backlog, pending=len(self._items) + self._in_flight)

    def put(self, device: DeviceKey, sample: PackSample) -> None:
        """Take a sample; it is committed within a second, or with the next 64."""
        if self._closed or len(self._items) >= self._capacity:
            self._drop(1)
            return
        self._items.append(_Item(device, sample))
        self._schedule()

    async def store(self, device: DeviceKey, sample: PackSample) -> None:
        """Take a sample and return when it is committed.

        Raises:
            StorageError: it was not kept.
        """
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._items.append(_Item(device, sample, stored))
        self._awaited += 1
        self._schedule()
        await stored

    async def close(self) -> None:
        """Commit what was taken, take no more; what cannot be committed counts as dropped."""
        self._closed = self._draining = True
        self._cancel_timer()
        await self._settle()
        if self._items:
            self._start()
            await self._settle()
        if self._items:
            self._drop(len(self._items))
            self._items.clear()

    async def _settle(self) -> None:
        while (task := self._task) is not None:
            await asyncio.wait([task])

    def _schedule(self) -> None:
        if self._task is not None:
            return
        if self._due():
            self._start()
        elif self._timer is None and self._items:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(self._interval_s, self._start)

    def _due(self) -> bool:
        full = len(self._items) >= BATCH and not self._backlog.trouble
        return full or self._awaited > 0

    def _start(self) -> None:
        self._cancel_timer()
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run(), name="history-queue")

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    async def _run(self) -> None:
        try:
            while self._items:
                worked = await self._commit_some()
                if not worked or not (self._draining or self._due()):
                    break
        finally:
            self._task = None
            if not self._closed:
                self._schedule()

    async def _commit_some(self) -> bool:
        count = min(len(self._items), _COMMIT_AT_MOST)
        batch = [self._items.popleft() for _ in range(count)]
        self._in_flight = count
        self._awaited -= sum(item.stored is not None for item in batch)
        try:
            new = await self._commit([(item.device, item.sample) for item in batch])
        except StorageError as error:
            self._give_back(batch, error)
            return False
        except BaseException as error:
            self._tell(batch, error)
            self._drop(count)
            raise
        finally:
            self._in_flight = 0
        self._tell(batch, None)
        stored, repeated = self._backlog.stored + new, self._backlog.repeated + count - new
        recovered = bool(self._backlog.trouble)
        self._backlog = replace(self._backlog, stored=stored, repeated=repeated, trouble="")
        if recovered:
            self._changed()
        return True

    def _give_back(self, batch: Sequence[_Item], error: StorageError) -> None:
        """Keep for the next try what nobody waits for; who waits is told."""
        self._tell(batch, error)
        self._items.extendleft(item for item in reversed(batch) if item.stored is None)
        self._backlog = replace(self._backlog, trouble=error.message)
        self._changed()

    @staticmethod
    def _tell(batch: Sequence[_Item], error: BaseException | None) -> None:
        for item in batch:
            if item.stored is None or item.stored.done():
                continue
            if error is None:
                item.stored.set_result(None)
            elif isinstance(error, asyncio.CancelledError):
                item.stored.cancel()
            else:
                item.stored.set_exception(error)

    def _drop(self, count: int) -> None:
        self._backlog = replace(self._backlog, dropped=self._backlog.dropped + count)
        self._changed()
