"""The batteries of one login as the desk sees them: the list, kept fresh by what the server tells.

Plain Python, observed by callables; panels show it and ask the provider for the rest.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from mingtang_desk.cloud.decode import Json
from mingtang_desk.cloud.models import Battery, Profile
from mingtang_desk.cloud.provider import FleetProvider
from mingtang_desk.cloud.stream import Broken, Change, Gap, Opened
from mingtang_desk.cloud.table import FleetTable
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import CloudError, CloudRefusalError

_log = logging.getLogger(__name__)
_RETRY_S = 10.0
_KINDS_OF_ROWS = frozenset(("pos", "bms", "presence", "state"))


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

    LIST: rows came, went or are all new. ROWS: batteries changed. LINK: phase, error, profile.
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

_TOPICS = {
    "alarm": FleetTopic.ALARM,
    "command": FleetTopic.COMMAND,
    "pos": FleetTopic.PLACE,
    "bms": FleetTopic.SAMPLE,
}


class Fleet:
    """One login with its batteries. `run` in a task of its own; cancelling it ends it.

    Attributes:
        provider: what can be asked.
        table: the batteries.
        phase, error: how the link is, and why it is not better.
        profile: who is logged in, None before it is known or where the cloud does not say.
    """

    def __init__(self, provider: FleetProvider, clock: Clock) -> None:
        self.provider, self._clock = provider, clock
        self.table = FleetTable()
        self.phase = FleetPhase.LOADING
        self.error: CloudError | None = None
        self.profile: Profile | None = None
        self._observers: dict[object, FleetObserver] = {}
        self._seq: int | None = None
        self._heard: float | None = None
        self._ahead = timedelta()

    @property
    def age_s(self) -> float | None:
        """Seconds since the server was heard last, None = never."""
        return None if self._heard is None else max(self._clock.monotonic() - self._heard, 0.0)

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

    async def run(self) -> None:
        """Load the list and keep it fresh until the login ends or this is cancelled."""
        while True:
            try:
                await self._live()
            except CloudRefusalError as error:
                if error.key != "cloud_too_many":
                    self._link(FleetPhase.ENDED, error)
                    return
                self._link(FleetPhase.BROKEN, error)
            except CloudError as error:
                self._link(FleetPhase.BROKEN, error)
            await asyncio.sleep(_RETRY_S)

    async def reload(self) -> None:
        """Read the whole list anew.

        Raises:
            CloudError: it could not be read; what was known stays.
        """
        rows: list[Battery] = []
        async with aclosing(self.provider.batteries.pages()) as pages:
            async for page in pages:
                rows += page
                if len(self.table) < len(rows):
                    self.table.add(page)
                    self.tell(FleetEvent(topic=FleetTopic.LIST))
        self.table.replace(rows)
        self._told()
        self.tell(FleetEvent(topic=FleetTopic.LIST))

    def tell(self, event: FleetEvent) -> None:
        """Tell all who observe."""
        for callback in tuple(self._observers.values()):
            callback(event)

    async def _live(self) -> None:
        if self.profile is None:
            self.profile = await self.provider.open()
            self.tell(FleetEvent(topic=FleetTopic.LINK))
        if self.profile is not None and self.profile.agreement_due:
            raise CloudRefusalError("cloud_agreement_due", server=self.provider.who.server)
        moment, seq = await self.provider.time()
        self._ahead = moment - self._clock.now()
        if self._seq is None:
            await self.reload()
            self._seq = seq
        async with aclosing(self.provider.events(self._seq)) as events:
            async for event in events:
                match event:
                    case Opened():
                        self._link(FleetPhase.LIVE, None)
                    case Broken(error=error):
                        self._link(FleetPhase.BROKEN, error)
                    case Gap(until=until):
                        await self.reload()
                        self._seq = until
                    case Change():
                        self._seq = event.seq
                        self._changed(event)

    def _changed(self, change: Change) -> None:
        self._told()
        if change.kind in _KINDS_OF_ROWS and self.table.take(change):
            self.tell(FleetEvent(topic=FleetTopic.ROWS, number=change.number))
        topic = _TOPICS.get(change.kind)
        if topic is not None:
            self.tell(FleetEvent(topic=topic, number=change.number, values=change.values))

    def _told(self) -> None:
        self._heard = self._clock.monotonic()

    def _link(self, phase: FleetPhase, error: CloudError | None) -> None:
        if error is not None:
            _log.info("cloud: %s", error.key)
        else:
            self._told()
        self.phase, self.error = phase, error
        self.tell(FleetEvent(topic=FleetTopic.LINK))
