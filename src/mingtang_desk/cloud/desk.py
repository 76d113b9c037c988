"""What the window has of clouds: the logins that are remembered, and the fleet of the open one."""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mingtang_desk.cloud.embedded import Embedded, Standing
from mingtang_desk.cloud.here import ServerHere
from mingtang_desk.cloud.kinds import OWN, Entered, Kinds, OpenProvider, ProviderKind
from mingtang_desk.cloud.last_states import LastStates
from mingtang_desk.cloud.shares import Shares
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.session.tasks import Observers, report_bug

if TYPE_CHECKING:  # httpx and websockets load slowly, and a window is painted before it needs them
    from mingtang_desk.cloud.accounts import Remembered
    from mingtang_desk.cloud.client import CloudClient
    from mingtang_desk.cloud.fleet import Fleet
    from mingtang_desk.cloud.logins import Given, Logins
    from mingtang_desk.cloud.models_me import Agreement
    from mingtang_desk.cloud.own import OwnServer
    from mingtang_desk.cloud.provider import FleetProvider

__all__ = ["CloudDesk", "Embedded", "OpenProvider", "ProviderKind", "Standing"]

_log = logging.getLogger(__name__)
_END_S = 5.0
_HEAVY = ("mingtang_desk.cloud.own", "mingtang_desk.cloud.fleet")


class CloudDesk:
    """Holds at most one open fleet.

    Args:
        logins: opens the list of logins; it looks for the keyring, which takes time.
        clock: what time it is.
        embedded: starts a server on this machine, None = it cannot.
        kinds: of servers one can log in to, beside our own.
        providers: opens logins of a kind in another way than its row says.
        kept: folder of the last states of fleets, None = none are kept.

    Attributes:
        fleet: of the login in use, None = nobody is logged in here.
        busy: a login is being opened by itself, at the start of the window.
        trouble: why that did not work.
        here: what is done with the server on this machine.
        shares: the boards of this desk that are shared; whoever made this closes them.
    """

    def __init__(
        self,
        logins: Callable[[], Awaitable[Logins]],
        clock: Clock,
        *,
        embedded: Embedded | None = None,
        kinds: Sequence[ProviderKind] = (),
        kept: Path | None = None,
        providers: Mapping[str, OpenProvider] | None = None,
    ) -> None:
        self._make_logins, self._clock = logins, clock
        self._states = LastStates(kept)
        self.embedded, self.here = embedded, ServerHere(self, embedded)
        self._kinds = Kinds(kinds, providers)
        self.fleet: Fleet | None = None
        self.shares = Shares(self.logins, clock)
        self.busy = False
        self.trouble: MingtangError | None = None
        self._logins: Logins | None = None
        self._loading, self._opening = asyncio.Lock(), asyncio.Lock()
        self._stack: AsyncExitStack | None = None
        self._task: asyncio.Task[None] | None = None
        self._observers = Observers[()]()

    @property
    def providers(self) -> tuple[ProviderKind, ...]:
        """The kinds of servers one can log in to, our own first."""
        return self._kinds.all

    def observe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback()` when another fleet is open, or none; return a function that ends it."""
        return self._observers.add(callback)

    async def logins(self) -> Logins:
        """Return the logins of this user."""
        async with self._loading:
            if self._logins is None:
                await asyncio.to_thread(_load)
                self._logins = await self._make_logins()
                await self._states.tidy(self._logins.remembered)
        return self._logins

    async def remembered(self) -> tuple[Remembered, ...]:
        """Return all, the one used last first; those that end with this window are logged in too.

        Raises:
            InputFileError: the list is damaged.
        """
        from mingtang_desk.cloud.store import WindowSecrets

        logins = await self.logins()
        rows, secrets = logins.remembered(), logins.secrets
        if not isinstance(secrets, WindowSecrets):
            return rows
        return tuple(
            row if secrets.is_lasting(row.secret) else replace(row, is_logged_in=True)
            for row in rows
        )

    async def enter(
        self, server: str, given: Given, *, insecure: bool = False, kind: str = OWN
    ) -> Entered:
        """Log in without opening the fleet: a user agreement may have to be accepted first.

        Raises:
            UsageError, CloudRefusalError, CloudError, StorageError: as `Logins.login`.
        """
        return await self._kinds.of(kind, server).enter(
            await self.logins(), server, given, insecure
        )

    async def login(
        self, server: str, given: Given, *, insecure: bool = False, kind: str = OWN
    ) -> Fleet:
        """Log in and open the fleet.

        Raises:
            UsageError, CloudRefusalError, CloudError, StorageError: as `Logins.login`.
        """
        entered = await self.enter(server, given, insecure=insecure, kind=kind)
        return await self.open(entered.who)

    async def open(self, who: Remembered) -> Fleet:
        """Open the fleet of a login, instead of the one that is open.

        The server on this machine is started where the login is of it. A fleet whose user agreement
        is due ends at once, with an error that says so, before anything of it was read.

        Raises:
            MingtangError: the server on this machine does not start.
        """
        from mingtang_desk.cloud.fleet import Fleet

        async with self._opening:
            kind = self._kinds.of(who.kind, who.server)
            who = await self.here.reached(who)
            await self._close()
            logins = await self.logins()
            await logins.use(who)
            stack = AsyncExitStack()
            provider = await stack.enter_async_context(kind.open(logins, who))
            fleet = Fleet(provider, self._clock, cache=self._states.of(who))
            self._stack, self.fleet = stack, fleet
            self._task = asyncio.create_task(fleet.run(), name="fleet")
            self._task.add_done_callback(report_bug)
            self.trouble = None
            self._tell()
            return fleet

    async def open_last(self) -> None:
        """Open the login used last, if there is one; why it cannot be is kept in `trouble`."""

        async def last() -> None:
            rows = await self.remembered()
            if rows and rows[0].is_logged_in and self.fleet is None:
                await self.open(rows[0])

        await self.open_first(last)

    async def open_first(self, work: Callable[[], Awaitable[None]]) -> None:
        """Open something by itself, at the start of a window; what fails is kept in `trouble`."""
        self.busy = True
        self._tell()
        try:
            await work()
        except MingtangError as error:
            _log.warning("%s", error)
            self.trouble = error
        finally:
            self.busy = False
            self._tell()

    async def agreement_of(self, server: str) -> Agreement:
        """Return the user agreement of one of our servers, without a login.

        Raises:
            CloudError: there is no such server.
        """
        from mingtang_desk.cloud.address import server_address
        from mingtang_desk.cloud.first_owner import read_agreement

        logins = await self.logins()
        async with logins.connection(server_address(server, insecure=True)) as http:
            return await read_agreement(http)

    async def close(self) -> None:
        """Leave the fleet; the login stays. A second call is harmless."""
        async with self._opening:
            await self._close()

    async def logout(self) -> bool:
        """End the login in use, here and at the server; return whether the server was told."""
        if self.fleet is None:
            return True
        who = self.fleet.provider.who
        await self.close()
        return await self.end(who)

    async def end(self, who: Remembered) -> bool:
        """End a login that is not open, here and at its server; return whether that was told."""
        await self._states.forget(who)
        logins = await self.logins()
        return await self._kinds.of(who.kind, who.server).leave(logins, who)

    async def forget(self, who: Remembered) -> bool:
        """End a login and take it off the list; return whether the server was told.

        Raises:
            InputFileError, StorageError: the list cannot be read or written.
        """
        is_told = True
        if self.fleet is not None and self.fleet.provider.who.is_same(who.server, who.user):
            await self.close()
        if who.is_logged_in:
            is_told = await self.end(who)
        await (await self.logins()).forget(who)
        self._tell()
        return is_told

    @asynccontextmanager
    async def provider(self, who: Remembered) -> AsyncIterator[FleetProvider]:
        """Give the provider of a login without opening its fleet."""
        async with self._kinds.of(who.kind, who.server).open(await self.logins(), who) as found:
            yield found

    @asynccontextmanager
    async def client(self, place: str) -> AsyncIterator[CloudClient]:
        """Give a client of the login at `host[:port]` (as in `cloud://`) for the time of a block.

        Raises:
            CloudRefusalError: nobody is logged in there.
        """
        own = self._own_at(place)
        if own is not None:
            yield own.client
            return
        logins = await self.logins()
        async with logins.opened(logins.chosen(place)) as client:
            yield client

    def fleet_at(self, place: str) -> Fleet | None:
        """Return the open fleet where it is the one at our server `host[:port]`."""
        return None if self._own_at(place) is None else self.fleet

    def _own_at(self, place: str) -> OwnServer | None:
        from mingtang_desk.cloud.own import OwnServer

        provider = None if self.fleet is None else self.fleet.provider
        if isinstance(provider, OwnServer) and provider.client.http.server.place == place:
            return provider
        return None

    async def _close(self) -> None:
        task, stack, self._task, self._stack = self._task, self._stack, None, None
        was, self.fleet = self.fleet, None
        try:
            if task is not None:
                task.cancel()
                await asyncio.wait({task}, timeout=_END_S)
            if was is not None:
                self._tell()
                await was.keep()
        finally:  # also where whoever waits for it is cancelled
            if stack is not None:
                await stack.aclose()

    def _tell(self) -> None:
        self._observers.tell()


def _load() -> None:
    """Import what is heavy; a thread does, so that the window stays awake."""
    for name in _HEAVY:
        importlib.import_module(name)
