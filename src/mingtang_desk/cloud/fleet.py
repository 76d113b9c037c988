"""The batteries of one login as the desk sees them: the list, kept fresh by what the server tells.

Plain Python, observed by callables; panels show it and ask the provider for the rest.
"""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from datetime import datetime

from mingtang_desk.cloud.fleet_cache import FleetCache
from mingtang_desk.cloud.fleet_events import (
    FleetEvent,
    FleetObserver,
    FleetPhase,
    FleetTopic,
    Hearer,
)
from mingtang_desk.cloud.fleet_link import FleetLink
from mingtang_desk.cloud.fleet_minder import FleetMinder
from mingtang_desk.cloud.models import BatteryDetails, Profile, TypeCounts
from mingtang_desk.cloud.provider import FleetProvider
from mingtang_desk.cloud.stream import Change, StreamEvent
from mingtang_desk.cloud.table import FleetTable, row_of
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import CloudError, CloudRefusalError
from mingtang_desk.session.tasks import Observers

__all__ = ["Fleet", "FleetEvent", "FleetObserver", "FleetPhase", "FleetTopic", "Hearer"]

_KINDS_OF_ROWS = frozenset(("pos", "bms", "presence"))


_TOPICS = {
    "alarm": FleetTopic.ALARM,
    "command": FleetTopic.COMMAND,
    "pos": FleetTopic.PLACE,
    "bms": FleetTopic.SAMPLE,
}


class Fleet:
    """One login with its batteries. `run` in a task of its own; cancelling it ends it.

    Args:
        provider: what can be asked.
        clock: what time it is here.
        cache: where the last state is kept, None = nowhere.

    Attributes:
        provider: what can be asked.
        table: the batteries.
        phase, error: how the link is, and why it is not better.
        profile: who is logged in, None before it is known or where the cloud does not say.
        as_of: the list is of that moment, from the last time; None = it came from the server.
        told: counts by the server, for the time until the list is complete; None = not known.
        read: rows of the list that came by now, None = it is not being read.
    """

    def __init__(
        self, provider: FleetProvider, clock: Clock, *, cache: FleetCache | None = None
    ) -> None:
        self.provider, self._clock = provider, clock
        self.table = FleetTable()
        self.phase = FleetPhase.LOADING
        self.error: CloudError | None = None
        self.profile: Profile | None = None
        self.as_of: datetime | None = None
        self.told: TypeCounts | None = None
        self.read: int | None = None
        self._observers = Observers[FleetEvent]()
        self._hearers = Observers[StreamEvent]()
        self._reading = asyncio.Lock()
        self._meanwhile: dict[tuple[str, str], Change] | None = None
        self._is_whole = False
        self._minder = FleetMinder(self, clock, cache)
        self._link = FleetLink(self, clock)

    @property
    def age_s(self) -> float | None:
        """Seconds since the server was heard last, None = never."""
        return self._link.age_s

    @property
    def is_live(self) -> bool:
        """Whether everything that happens is heard."""
        return self.phase is FleetPhase.LIVE

    @property
    def is_whole(self) -> bool:
        """Whether the list was read to its end since the login was opened."""
        return self._is_whole

    def now(self) -> datetime:
        """Return what time it is at the server: ages are told by its clock."""
        return self._clock.now() + self._link.ahead

    def can(self, right: str) -> bool:
        """Return whether this login may do something (`server.accounts.rights.Right`)."""
        return right in self.provider.rights

    def observe(self, callback: FleetObserver) -> Callable[[], None]:
        """Call `callback(event)` after each change; return a function that ends it."""
        return self._observers.add(callback)

    def hear(self, callback: Hearer) -> Callable[[], None]:
        """Call `callback` with everything the stream tells; return a function that ends it.

        A login has one stream: sessions of single batteries share it.
        """
        return self._hearers.add(callback)

    async def run(self) -> None:
        """Load the list and keep it fresh until the login ends or this is cancelled."""
        await self._minder.recall()
        minder = asyncio.create_task(self._minder.run(), name="fleet rows")
        try:
            await self._link.run()
        finally:
            minder.cancel()
            await asyncio.gather(minder, return_exceptions=True)

    def retry(self) -> None:
        """Try the link again now instead of later, or read the list again where it stands."""
        if self.phase is FleetPhase.LIVE:
            self.want_reread()
        else:
            self._link.retry()

    async def reload(self) -> None:
        """Read the whole list anew.

        Raises:
            CloudError: it could not be read; what was known stays.
        """
        async with self._reading:
            await self._read_all()

    async def look(self, number: str) -> bool:
        """Read one battery again; return whether it is (still) in this fleet.

        Raises:
            CloudError: it could not be read.
        """
        try:
            row = row_of(await self.provider.batteries.one(number))
        except CloudRefusalError as error:
            if error.key != "cloud_not_found":
                raise
            if self.table.drop(number):
                self.tell(FleetEvent(topic=FleetTopic.LIST, number=number))
            return False
        is_new = number not in self.table
        if self.table.get(number) != row:
            self.table.add((row,))
            self.tell(
                FleetEvent(topic=FleetTopic.LIST if is_new else FleetTopic.ROWS, number=number)
            )
        return True

    async def keep(self) -> None:
        """Write the list to disk, if it is the server's; what hinders it is only logged."""
        await self._minder.keep()

    def tell_list(self) -> None:
        """Tell all who observe that rows came, went, or are others."""
        self.tell(FleetEvent(topic=FleetTopic.LIST))

    def take(self, details: BatteryDetails) -> None:
        """Take what was just told of a battery into its row, and tell all who observe."""
        self.table.add((row_of(details),))
        self.tell(FleetEvent(topic=FleetTopic.ROWS, number=details.number))

    def tell(self, event: FleetEvent) -> None:
        """Tell all who observe."""
        self._observers.tell(event)

    def tell_hearers(self, event: StreamEvent) -> None:
        """Tell all who hear the stream itself."""
        self._hearers.tell(event)

    def show_link(self, phase: FleetPhase, error: CloudError | None) -> None:
        """Take how the link is now, and tell all who observe."""
        self.phase, self.error = phase, error
        self.tell(FleetEvent(topic=FleetTopic.LINK))

    async def _read_all(self) -> None:
        began = self._clock.monotonic()
        self._meanwhile = {}
        self._minder.is_reread_due = False
        numbers: set[str] = set()
        try:
            async with aclosing(self.provider.batteries.pages()) as pages:
                async for page in pages:
                    numbers.update(row.number for row in page)
                    self.table.add(page)
                    self.read = len(numbers)
                    self.tell_list()
            self.table.keep(numbers)
            # What was heard meanwhile is newer than the pages that were read before it.
            for change in self._meanwhile.values():
                self.table.take(change, self.now())
        finally:
            self._meanwhile = self.read = None
            self._minder.read_at = self._clock.monotonic()
            self._minder.read_s = self._minder.read_at - began
        self._is_whole, self.as_of = True, None
        self.table.expire(self.now())
        self._link.was_heard()
        self.tell_list()

    def want_reread(self) -> None:
        """Let the whole list be read again as soon as the link stands."""
        self._minder.is_reread_due = True

    def take_change(self, change: Change) -> None:
        """Take what the stream told of a battery, and tell all who observe."""
        if change.kind in _KINDS_OF_ROWS:
            if self._meanwhile is not None:
                self._meanwhile[change.number, change.kind] = change
            if self.table.take(change, self.now()):
                self.tell(FleetEvent(topic=FleetTopic.ROWS, number=change.number))
        topic = _TOPICS.get(change.kind)
        # How many alarms are open, and whose an unknown battery is, stands in no event.
        if change.number and (topic is FleetTopic.ALARM or change.number not in self.table):
            self._minder.look_at(change.number)
        if topic is not None:
            self.tell(FleetEvent(topic=topic, number=change.number, values=change.values))
