"""What a session gives to the store, so that no poll waits: events are stored behind its back."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import StorageError
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.interfaces.storage import DeviceKey, SampleStore

_log = logging.getLogger(__name__)

_FLAGS = ("protections", "alarms", "faults")
"""Sets of a sample whose changes are events: `protection_on`, `protection_off` and so on."""


class Keeper:
    """Writes one device to the store; without a store it does nothing."""

    def __init__(
        self, store: SampleStore | None, clock: Clock, key: Callable[[], DeviceKey]
    ) -> None:
        self._store = store
        self._clock = clock
        self._key = key
        self._active: dict[str, frozenset[str]] | None = None
        self._queue: asyncio.Queue[tuple[DeviceKey, datetime, str, Mapping[str, object]]] = (
            asyncio.Queue()
        )
        self._task: asyncio.Task[None] | None = None

    def sample(self, sample: PackSample, *, put: bool = True) -> None:
        """Keep a sample (unless the caller stores it itself), and what changed in it as events."""
        if self._store is None:
            return
        if put:
            try:
                self._store.put_sample(self._key(), sample)
            except StorageError as error:
                _log.warning("a sample was not stored: %s", error)
        active = {name: frozenset(getattr(sample, name)) for name in _FLAGS}
        before = self._active or {name: frozenset[str]() for name in _FLAGS}
        self._active = active
        for name in _FLAGS:
            word = name.removesuffix("s")
            for what in sorted(active[name] - before[name]):
                self.event(f"{word}_on", {"what": what}, at=sample.time)
            for what in sorted(before[name] - active[name]):
                self.event(f"{word}_off", {"what": what}, at=sample.time)

    def event(self, key: str, values: Mapping[str, object], *, at: datetime | None = None) -> None:
        """Keep an event soon."""
        if self._store is None:
            return
        self._queue.put_nowait((self._key(), at or self._clock.now(), key, values))
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._work(), name="store events")

    async def stored(self, sample: PackSample) -> None:
        """Keep a sample and return when it is durable."""
        if self._store is not None:
            await self._store.store_sample(self._key(), sample)

    async def settings(self, reading: SettingsReading) -> None:
        """Keep a snapshot of settings."""
        if self._store is not None:
            await self._store.store_settings(self._key(), reading)

    async def counters(self, counters: CounterReading, reason: str) -> None:
        """Keep counters with the reason why they were read."""
        if self._store is not None:
            await self._store.store_counters(self._key(), counters, reason)

    async def close(self) -> None:
        """Return when all events are stored."""
        if self._task is not None:
            await asyncio.wait({self._task})

    async def _work(self) -> None:
        while self._store is not None and not self._queue.empty():
            key, at, name, values = self._queue.get_nowait()
            try:
                await self._store.store_event(key, at, name, values)
            except StorageError as error:
                _log.warning("event %s was not stored: %s", name, error)
