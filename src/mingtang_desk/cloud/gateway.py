"""A board on this desk's bench, shared to a server as one battery of the login.

The desk reports what it reads and passes requests on that come from afar; see docs/fleet/gateway.md
and `gateway_guard` for what is let through.
"""

import asyncio
import logging
import random
import secrets
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, suppress
from typing import cast

from mingtang_desk.cloud.client import CloudClient
from mingtang_desk.cloud.gateway_feed import Feed
from mingtang_desk.cloud.gateway_guard import Guard
from mingtang_desk.cloud.gateway_socket import opened_uplink
from mingtang_desk.cloud.gateway_talk import Shared, Talk
from mingtang_desk.cloud.share_state import SharePhase, ShareState
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import (
    CloudError,
    CloudRefusalError,
    MingtangError,
)
from mingtang_desk.device.model import LinkPhase, Topic
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import DeviceHub, HubEvent
from mingtang_desk.session.tasks import Observers

FIRST_S, LAST_S = 1.0, 60.0
"""Shortest and longest wait before the link is tried again."""
READ_AGAIN_S = 1.0
"""After writes from afar the settings are read anew here when nothing was written for so long."""
_DOUBLINGS = 6

_log = logging.getLogger(__name__)

type OpenClient = Callable[[], AbstractAsyncContextManager[CloudClient]]


class Share:
    """One shared board. `run` in a task of its own; it ends by `end`, a refusal, or cancellation.

    Args:
        client: opens a client of the login.
        hub, session: the board; server: its name for people; number: of the battery.
        waits_s: shortest and longest wait before the link is tried again.

    Attributes:
        opened: set when the server has taken the board, or refused it for good.
    """

    def __init__(
        self,
        client: OpenClient,
        hub: DeviceHub,
        session: DeviceSession,
        *,
        server: str,
        number: str,
        clock: Clock,
        waits_s: tuple[float, float] = (FIRST_S, LAST_S),
    ) -> None:
        self._client, self._hub, self.session = client, hub, session
        self.server, self.number = server, number
        self._waits_s = waits_s
        self._dice = random.Random()  # spreads reconnects, no secret
        self._relay = session.relay()
        place = server.partition("://")[2]
        self._guard = Guard(hub, self._relay, number=number, server=place)
        self._phase = SharePhase.OPENING
        self._error: MingtangError | None = None
        self._due, self._ending, self.opened = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self._feed = Feed(session.model, number, clock, self._due.set)
        self._is_taken = False
        self._failures = 0
        self._timer: asyncio.TimerHandle | None = None
        self._reading: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._observers = Observers[()]()
        self._shared = Shared(
            server=server,
            number=number,
            word=secrets.token_urlsafe(16),
            guard=self._guard,
            relay=self._relay,
            feed=self._feed,
            due=self._due,
            ending=self._ending,
            is_linked=lambda: self._is_linked,
            taken=self._taken,
            wrote=self._read_again_soon,
            tell=self._tell,
        )
        self._ends = [
            session.model.observe(self._device_changed),
            hub.observe(self._hub_changed),
            hub.gate.observe(self._person_changed),
        ]

    @property
    def state(self) -> ShareState:
        """How it is doing now."""
        guard = self._guard
        return ShareState(
            server=self.server,
            number=self.number,
            phase=self._phase,
            error=self._error,
            board_linked=self._is_linked,
            looking=guard.looking,
            passed=guard.counts.passed,
            written=guard.counts.written,
            refused=guard.counts.refused,
            last=guard.last,
            writing_left_s=guard.writing_left_s,
            sent=self._feed.confirmed,
            waiting=self._feed.waiting,
        )

    def observe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback()` after each change; return a function that ends it."""
        return self._observers.add(callback)

    def allow_writing(self, minutes: float) -> None:
        """Let writes from afar in for so long.

        Raises:
            LockedError: the desk itself only reads.
            NotPermittedError: whoever is signed in may not send raw bytes.
        """
        self._guard.allow(minutes * 60)
        self._cancel_timer()
        loop = asyncio.get_running_loop()
        self._timer = loop.call_later(minutes * 60 + 0.01, self._writing_ended)
        self.session.note(
            "share_writing", {"number": self.number, "minutes": minutes, "who": self._hub.who}
        )
        self._changed()

    def forbid_writing(self) -> None:
        """Let no writes in any more; what has begun to be written ends first."""
        self._cancel_timer()
        self._guard.forbid()
        self.session.note("share_read_only", {"number": self.number})
        self._changed()

    def end(self) -> None:
        """Share it no more; nothing is passed on from now on."""
        self._guard.forbid()
        self._ending.set()
        self._due.set()

    async def run(self) -> None:
        """Share the board until the end."""
        relaying = asyncio.create_task(self._relay.run(), name=f"relay {self.number}")
        try:
            async with self._client() as client:
                await self._keep_linked(client)
        except MingtangError as error:
            self._error = error
        finally:
            await self._close(relaying)

    async def _close(self, relaying: asyncio.Task[None]) -> None:
        self._guard.forbid()
        self._ending.set()
        self._cancel_timer()
        if self._reading is not None:
            self._reading.cancel()
        for end in self._ends:
            end()
        self._feed.stop()
        tasks = {relaying, *self._tasks}
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
        if self._is_taken:
            self.session.note("share_ended", {"server": self.server, "number": self.number})
        self._show(SharePhase.ENDED, self._error)
        self.opened.set()

    async def _keep_linked(self, client: CloudClient) -> None:
        """Open the link again and again.

        Raises:
            CloudRefusalError: the server does not want it any more.
            CloudError: it could not even be opened once.
        """
        while not self._ending.is_set():
            wait_s = 0.0
            try:
                async with opened_uplink(client) as uplink:
                    await Talk(self._shared, uplink).run()
            except CloudRefusalError as error:
                if error.key != "cloud_too_many" or not self._is_taken:
                    raise
                wait_s = float(cast(int, error.values.get("seconds", 0)))
                self._broken(error)
            except CloudError as error:
                if not self._is_taken:
                    raise
                self._broken(error)
            if not self._ending.is_set():
                with suppress(TimeoutError):
                    async with asyncio.timeout(max(wait_s, self._pause_s())):
                        await self._ending.wait()

    def _broken(self, error: CloudError) -> None:
        self._failures += 1
        self._show(SharePhase.BROKEN, error)

    def _pause_s(self) -> float:
        first, last = self._waits_s
        ceiling = min(last, first * 2 ** min(self._failures, _DOUBLINGS))
        return self._dice.uniform(first, max(first, ceiling))

    def _taken(self) -> None:
        """The server has the board, over a new link."""
        self._failures = 0
        if not self._is_taken:
            self._is_taken = True
            self.session.note("share_began", {"server": self.server, "number": self.number})
        self._show(SharePhase.LIVE, None)
        self.opened.set()

    @property
    def _is_linked(self) -> bool:
        return self.session.model.phase is LinkPhase.LIVE

    def _read_again_soon(self) -> None:
        """What is shown here is to be what is on the board."""
        if self._reading is not None:
            self._reading.cancel()
        loop = asyncio.get_running_loop()
        self._reading = loop.call_later(READ_AGAIN_S, self._read_again)

    def _read_again(self) -> None:
        async def read() -> None:
            try:
                await self.session.read_settings()
            except MingtangError as error:
                _log.info("battery %s: not read after a write: %s", self.number, error)

        if self.session.model.settings is None:
            return  # nobody here looks at them
        task = asyncio.create_task(read())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _device_changed(self, topic: Topic) -> None:
        if topic is Topic.LINK:
            self._changed()

    def _hub_changed(self, event: HubEvent, session: DeviceSession | None) -> None:
        if event is HubEvent.CLOSED and session is self.session:
            self.end()
        elif event is HubEvent.WRITING:
            if not self._hub.writing_unlocked:
                self._cancel_timer()
                self._guard.forbid()
            self._changed()

    def _person_changed(self) -> None:
        if self._timer is not None and self._guard.why_read_only() is not None:
            self.forbid_writing()

    def _writing_ended(self) -> None:
        self._timer = None
        self.forbid_writing()

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _changed(self) -> None:
        self._due.set()
        self._tell()

    def _show(self, phase: SharePhase, error: MingtangError | None) -> None:
        self._phase, self._error = phase, error
        self._changed()

    def _tell(self) -> None:
        self._observers.tell()
