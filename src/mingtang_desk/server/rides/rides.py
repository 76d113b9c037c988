"""What is made of readings: alarms, crossings of fences, arming, trips."""

import logging
from collections.abc import Callable, Collection, Sequence

from mingtang_desk.geo.arming import ArmState, Guard, arm, disarm
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.ingest.model import (
    BmsReading,
    ContactReading,
    PositionReading,
    Reading,
)
from mingtang_desk.server.rides.address import Addresses
from mingtang_desk.server.rides.alarms import Alarms
from mingtang_desk.server.rides.change import Change
from mingtang_desk.server.rides.fences import Fences
from mingtang_desk.server.rides.guarding import GUARDED
from mingtang_desk.server.rides.journeys import Journeys
from mingtang_desk.server.rides.notify import Notifier
from mingtang_desk.server.rides.offline import OfflineWatch
from mingtang_desk.server.rides.pending import Pending
from mingtang_desk.server.rides.rules import (
    BMS_RULES,
    CONTACT_RULES,
    DULL_RULES,
    POSITION_RULES,
    is_dull,
)
from mingtang_desk.server.rides.shared import Rules
from mingtang_desk.server.rides.watch import Watch, Watches
from mingtang_desk.server.times import now_ms

_log = logging.getLogger(__name__)
SAID_EVERY_S = 60.0

__all__ = ["Change", "Rides"]


class Rides:
    """The rules. `judge` is called for every reading, in the order of arrival.

    Attributes:
        addresses, alarms, fences, journeys, watches, offline, notifier: the parts, for the API.
        failures: how often each rule failed.
        stale: batteries of which more is remembered than is stored; to be loaded again before
            anything is judged.
    """

    def __init__(self, core: Core, directory: Directory) -> None:
        self._core = core
        self.stale: set[int] = set()
        self.addresses = Addresses(core)
        self.alarms = Alarms(core)
        self.fences = Fences(core)
        self.journeys = Journeys(core, directory)
        self.watches = Watches(core, self.fences)
        self.offline = OfflineWatch(core, directory, self.alarms, self.stale)
        self.notifier = Notifier(core)
        self.failures: dict[str, int] = {}
        self._said: dict[str, float] = {}
        self._rules = Rules(
            alarms=self.alarms,
            watches=self.watches,
            journeys=self.journeys,
            pending=Pending(),
        )

    async def start(self) -> None:
        """Read what rules remember, and begin to look at trips and silence."""
        await self.reload()
        await self.addresses.start()
        await self.journeys.start()
        await self.offline.start()
        await self.notifier.start()

    async def stop(self) -> None:
        """End."""
        await self.notifier.stop()
        await self.offline.stop()
        await self.journeys.stop()

    async def reload(self, pks: Collection[int] | None = None) -> None:
        """Take what rules remember from the database.

        Args:
            pks: of these batteries, after a commit that failed: what was judged is not stored, so
                it is to be forgotten too. None = of all, at the start.
        """
        pending = self._rules.pending
        if pks is None:
            await self.alarms.start()
            await self.fences.start()
            await self.watches.start()
            async with self._core.store.read() as connection:
                await pending.start(connection)
            return
        pks = frozenset(pks)
        async with self._core.store.write() as tx:  # nobody arms one meanwhile
            for part in (self.alarms, self.watches, pending):
                await part.reload(tx.connection, pks)
        self.stale -= pks

    def forget(self, pk: int) -> None:
        """Forget a battery that was removed: another may get its key."""
        for part in (self.alarms, self.watches, self._rules.pending):
            part.forget((pk,))
        self.alarms.rules.forget(pk)
        self.fences.forget(pk)
        self.journeys.forget(pk)

    def judge(self, reading: Reading) -> Sequence[Change]:
        """Return what a reading changes. Never raises: a rule that fails is logged and left out."""
        changes: list[Change] = []
        if isinstance(reading, PositionReading):
            dull = is_dull(self._rules, reading)
            self._run(DULL_RULES if dull else POSITION_RULES, reading, changes)
        elif isinstance(reading, BmsReading):
            self._run(BMS_RULES, reading, changes)
        elif isinstance(reading, ContactReading):
            self._run(CONTACT_RULES, reading, changes)
        return changes

    def _run[R](
        self,
        listed: Sequence[tuple[str, Callable[[Rules, R], Sequence[Change]]]],
        reading: R,
        changes: list[Change],
    ) -> None:
        rules = self._rules
        for key, rule in listed:
            try:
                found = rule(rules, reading)
            except Exception as error:  # noqa: BLE001 - one failing rule must not stop ingest
                self._failed(key, error)
            else:
                if found:
                    changes.extend(found)

    def _failed(self, key: str, error: Exception) -> None:
        self.failures[key] = self.failures.get(key, 0) + 1
        now = self._core.clock.monotonic()
        if now - self._said.get(key, -SAID_EVERY_S) >= SAID_EVERY_S:
            self._said[key] = now
            _log.error("rule %s failed, %d times so far", key, self.failures[key], exc_info=error)

    # --- arming

    def guard_of(self, device: Device) -> Watch:
        """Return how far the arming of a battery is."""
        return self.watches.get(device.pk) or Watch(pk=device.pk)

    async def arm(self, device: Device, *, auto: bool | None = None) -> Watch:
        """Arm a battery: it takes until it has been still for long enough.

        Args:
            device: which.
            auto: it arms by itself after every ride from now on; None = as it was.
        """
        return await self._guarded(device, arm, auto)

    async def disarm(self, device: Device, *, auto: bool | None = None) -> Watch:
        """Disarm a battery; what its guard raised is over."""
        return await self._guarded(device, disarm, auto)

    async def _guarded(
        self, device: Device, turn: Callable[[Guard, float], Guard], auto: bool | None
    ) -> Watch:
        time_ms = now_ms(self._core.clock)
        try:
            async with self._core.store.write() as tx:
                watch = self.watches.made(device.pk)
                before = watch.guard
                watch.guard = turn(watch.guard, time_ms / 1000)
                watch.auto = watch.auto if auto is None else auto
                if watch.guard.state is ArmState.DISARMED and before.state is not watch.guard.state:
                    for change in self.alarms.all_cleared(device, GUARDED, time_ms):
                        await change.write(tx)
                await self.watches.kept(watch).write(tx)
        except BaseException:
            self.stale.add(device.pk)
            raise
        return watch
