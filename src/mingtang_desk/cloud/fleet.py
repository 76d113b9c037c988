"""The batteries of one login as the desk sees them: the list, kept fresh by what the server tells.

Plain Python, observed by callables; panels show it and ask the provider for the rest.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mingtang_desk.cloud.decode import Json
from mingtang_desk.cloud.fleet_cache import FleetCache
from mingtang_desk.cloud.fleet_minder import FleetMinder
from mingtang_desk.cloud.models import BatteryDetails, Profile, TypeCounts
from mingtang_desk.cloud.provider import FleetProvider
from mingtang_desk.cloud.stream import Broken, Change, Gap, Opened, StreamEvent
from mingtang_desk.cloud.table import FleetTable, row_of
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import CloudError, CloudRefusalError
from mingtang_desk.session.tasks import tell_all

_log = logging.getLogger(__name__)
_RETRY_S = 10.0
_LONGEST_REST_S = 300.0
_KINDS_OF_ROWS = frozenset(("pos", "bms", "presence"))


class FleetPhase(StrEnum):
    """How the link to the server is.

    LOADING: the list comes in. LIVE: everything that happens is heard. BROKEN: the link broke and
    is tried again, what is shown grows old. ENDED: the login ended, somebody has to log in again.
    """

    LOADING = "loading"
    LIVE = "live"
    BROKEN = "broken"
    ENDED = "ended"


class FleetTopic(StrEnum):
    """What happened.

    LIST: rows came, went or are all new. ROWS: a battery changed.
    LINK: phase, error, profile, progress.
    ALARM, COMMAND, PLACE, SAMPLE: an event as the server told it.
    """

    LIST = "list"
    ROWS = "rows"
    LINK = "link"
    ALARM = "alarm"
    COMMAND = "command"
    PLACE = "place"
    SAMPLE = "sample"


@dataclass(frozen=True, slots=True, kw_only=True)
class FleetEvent:
    """One thing that happened; `number`: of the battery, "" = of none; `values`: of the event."""

    topic: FleetTopic
    number: str = ""
    values: Json | None = None


type FleetObserver = Callable[[FleetEvent], None]
type Hearer = Callable[[StreamEvent], None]

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
        self._observers: dict[object, FleetObserver] = {}
        self._hearers: dict[object, Hearer] = {}
        self._seq: int | None = None
        self._heard: float | None = None
        self._ahead = timedelta()
        self._again = asyncio.Event()
        self._reading = asyncio.Lock()
        self._meanwhile: dict[tuple[str, str], Change] | None = None
        self._is_whole = False
        self._minder = FleetMinder(self, clock, cache)

    @property
    def age_s(self) -> float | None:
        """Seconds since the server was heard last, None = never."""
        return None if self._heard is None else max(self._clock.monotonic() - self._heard, 0.0)

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
        return self._clock.now() + self._ahead

    def can(self, right: str) -> bool:
        """Return whether this login may do something (`server.accounts.rights.Right`)."""
        return right in self.provider.rights

    def observe(self, callback: FleetObserver) -> Callable[[], None]:
        """Call `callback(event)` after each change; return a function that ends it."""
        handle = object()
        self._observers[handle] = callback

        def end() -> None:
            self._observers.pop(handle, None)

        return end

    def hear(self, callback: Hearer) -> Callable[[], None]:
        """Call `callback` with everything the stream tells; return a function that ends it.

        A login has one stream: sessions of single batteries share it.
        """
        handle = object()
        self._hearers[handle] = callback

        def end() -> None:
            self._hearers.pop(handle, None)

        return end

    async def run(self) -> None:
        """Load the list and keep it fresh until the login ends or this is cancelled."""
        await self._minder.recall()
        minder = asyncio.create_task(self._minder.run(), name="fleet rows")
        try:
            while True:
                rest_s = await self._until_broken()
                if rest_s is None:
                    return
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._again.wait(), rest_s)
        finally:
            minder.cancel()
            await asyncio.gather(minder, return_exceptions=True)

    def retry(self) -> None:
        """Try the link again now instead of later, or read the list again where it stands."""
        if self.phase is FleetPhase.LIVE:
            self._minder.is_reread_due = True
        else:
            self._again.set()

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
        tell_all(self._observers.values(), event)

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
        self._told()
        self.tell_list()

    async def _until_broken(self) -> float | None:
        """Live until the link breaks or somebody wants it anew; return how long to rest.

        None = the login ended.
        """
        self._again.clear()
        live = asyncio.create_task(self._live(), name="fleet live")
        again = asyncio.create_task(self._again.wait(), name="fleet again")
        try:
            await asyncio.wait((live, again), return_when=asyncio.FIRST_COMPLETED)
            if not live.done():
                return 0.0
            await live
        except CloudRefusalError as error:
            if error.key != "cloud_too_many":
                self._link(FleetPhase.ENDED, error)
                return None
            self._link(FleetPhase.BROKEN, error)
            seconds = error.values.get("seconds")
            if isinstance(seconds, int):
                return min(max(_RETRY_S, float(seconds)), _LONGEST_REST_S)
        except CloudError as error:
            self._link(FleetPhase.BROKEN, error)
        finally:
            for task in (live, again):
                task.cancel()
            await asyncio.gather(live, again, return_exceptions=True)
        return _RETRY_S

    async def _live(self) -> None:
        if self.profile is None:
            self.profile = await self.provider.open()
        if self.profile is not None and self.profile.agreement_due:
            raise CloudRefusalError("cloud_agreement_due", server=self.provider.who.server)
        moment, seq = await self.provider.time()
        self._ahead = moment - self._clock.now()
        self._link(FleetPhase.LOADING, None)
        if self._seq is None:
            counting = asyncio.create_task(self._ask_counts(), name="fleet counts")
            try:
                await self.reload()  # its first rows do not wait for the counts
            finally:
                counting.cancel()
                await asyncio.gather(counting, return_exceptions=True)
            self._seq = seq
        async with aclosing(self.provider.events(self._seq)) as events:
            async for event in events:
                match event:
                    case Opened():
                        self._link(FleetPhase.LIVE, None)
                    case Broken(error=error):
                        self._link(FleetPhase.BROKEN, error, is_heard=False)
                    case Gap(until=until):
                        self._seq = until
                        self._minder.is_reread_due = True
                    case Change():
                        self._seq = event.seq
                        self._changed(event)
                tell_all(self._hearers.values(), event)

    async def _ask_counts(self) -> None:
        if self.provider.tree is None:
            return
        try:
            self.told = (await self.provider.tree.counts()).counts
        except CloudError as error:
            _log.info("no counts: %s", error.key)
        self.tell(FleetEvent(topic=FleetTopic.LINK))

    def _changed(self, change: Change) -> None:
        self._told()
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

    def _told(self) -> None:
        self._heard = self._clock.monotonic()

    def _link(
        self, phase: FleetPhase, error: CloudError | None, *, is_heard: bool | None = None
    ) -> None:
        if error is not None:
            _log.info("cloud: %s", error.key)
        if error is None if is_heard is None else is_heard:
            self._told()
        self.phase, self.error = phase, error
        self.tell(FleetEvent(topic=FleetTopic.LINK))
