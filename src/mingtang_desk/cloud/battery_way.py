"""The way to the server of one battery: whose login is used, and the live events of that login."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, aclosing, asynccontextmanager
from datetime import datetime, timedelta
from typing import Protocol

from mingtang_desk.cloud.client import CloudClient
from mingtang_desk.cloud.desk import CloudDesk
from mingtang_desk.cloud.fleet import Fleet, FleetEvent, FleetPhase, FleetTopic
from mingtang_desk.cloud.own_stream import Stream
from mingtang_desk.cloud.stream import StreamEvent
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import CloudError

_END_S = 5.0

type Heard = StreamEvent | CloudError | None
"""An event, why there are no more, or None: look whose login it is now."""


class Ways(Protocol):
    """Makes a way (`BatteryWay`)."""

    def __call__(self, place: str, number: str, clock: Clock) -> "BatteryWay":
        """Return the way to a battery at `host[:port]`."""
        ...


class BatteryWay:
    """Belongs to one session.

    The open fleet is used where it is at the same server: its connection and its stream, of which
    one user may have few. Otherwise the login that is kept for that server is opened.

    Args:
        desk: the logins.
        place: `host[:port]` as in the address.
        number: the battery.
        clock: what time it is here.

    Attributes:
        ended: the session is closed, nothing is asked any more.
    """

    def __init__(self, desk: CloudDesk, place: str, number: str, clock: Clock) -> None:
        self._desk, self.place, self.number, self._clock = desk, place, number, clock
        self._stack: AsyncExitStack | None = None
        self._client: CloudClient | None = None
        self._opening = asyncio.Lock()
        self._ahead = timedelta()
        self.ended = False

    @property
    def fleet(self) -> Fleet | None:
        """The fleet whose login is used, None = one of its own."""
        return self._desk.fleet_at(self.place)

    @property
    def ahead_s(self) -> float:
        """How far the clock of the server is ahead of the one here."""
        return self._ahead.total_seconds()

    def now(self) -> datetime:
        """Return what time it is at the server: ages are told by its clock."""
        return self._clock.now() + self._ahead

    async def tell_time(self) -> None:
        """Ask the server what time it is."""
        moment = (await (await self.client()).time()).time
        self._ahead = moment - self._clock.now()

    async def client(self) -> CloudClient:
        """Return a client to ask with, now; do not keep it.

        Raises:
            CloudRefusalError: nobody is logged in there.
            CloudError: the session is closed.
        """
        if self.ended:
            raise CloudError("cloud_unreachable", server=self.place, detail="it was closed here")
        if self.fleet is not None:
            async with self._desk.client(self.place) as client:
                return client  # it is the fleet's, and outlives the block
        async with self._opening:
            if self._client is None:
                stack = AsyncExitStack()
                self._client = await stack.enter_async_context(self._desk.client(self.place))
                self._stack = stack
            return self._client

    async def rights(self) -> frozenset[str]:
        """Return what the login may do (`server.accounts.rights.Right`)."""
        fleet = self.fleet
        if fleet is not None and fleet.provider.rights:
            return fleet.provider.rights
        return frozenset((await (await self.client()).me()).rights)

    async def end(self) -> None:
        """Let go of an own login, for good."""
        self.ended = True
        await self.close()

    async def close(self) -> None:
        """Let go of an own login until it is needed again; a second call is harmless."""
        async with self._opening:
            stack, self._stack, self._client = self._stack, None, None
        if stack is not None:
            await stack.aclose()

    @asynccontextmanager
    async def events(self) -> AsyncIterator["asyncio.Queue[Heard]"]:
        """Give what is heard of the battery from now on, for the time of a block."""
        queue: asyncio.Queue[Heard] = asyncio.Queue()
        fleet = self.fleet
        ends = [self._desk.observe(lambda: queue.put_nowait(None))]
        task: asyncio.Task[None] | None = None
        if fleet is not None:
            ends += self._of_fleet(fleet, queue)
        else:
            task = asyncio.create_task(self._alone(queue), name=f"events of {self.number}")
        try:
            yield queue
        finally:
            for end in ends:
                end()
            if task is not None:
                task.cancel()
                await asyncio.wait({task}, timeout=_END_S)

    def _of_fleet(self, fleet: Fleet, queue: "asyncio.Queue[Heard]") -> list[Callable[[], None]]:
        def ended(event: FleetEvent) -> None:
            if event.topic is FleetTopic.LINK and fleet.error is not None:
                queue.put_nowait(fleet.error)

        if fleet.phase is FleetPhase.ENDED and fleet.error is not None:
            queue.put_nowait(fleet.error)
        return [fleet.hear(queue.put_nowait), fleet.observe(ended)]

    async def _alone(self, queue: "asyncio.Queue[Heard]") -> None:
        """Hear by a stream of its own."""
        try:
            client = await self.client()
            stream = Stream(client, (f"device:{self.number}", "command"))
            async with aclosing(stream.events()) as events:
                async for event in events:
                    queue.put_nowait(event)
        except CloudError as error:
            queue.put_nowait(error)
