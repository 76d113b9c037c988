"""What the window has of clouds: the logins that are remembered, and the fleet of the open one."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from mingtang_desk.cloud.shares import Shares
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import InputFileError

if TYPE_CHECKING:  # httpx and websockets load slowly, and a window is painted before it needs them
    from mingtang_desk.cloud.accounts import Remembered
    from mingtang_desk.cloud.client import CloudClient
    from mingtang_desk.cloud.fleet import Fleet
    from mingtang_desk.cloud.fleet_cache import FleetCache
    from mingtang_desk.cloud.logins import Given, Logins
    from mingtang_desk.cloud.provider import FleetProvider

_log = logging.getLogger(__name__)
_END_S = 5.0

type OpenProvider = Callable[[Logins, Remembered], AbstractAsyncContextManager[FleetProvider]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A server on this machine that answers; account and password of a demo, "" otherwise."""

    http: str
    account: str = ""
    password: str = field(default="", repr=False)
    setup: str = ""


class Embedded(Protocol):
    """Starts the server on this machine, as a program of its own."""

    @property
    def standing(self) -> Standing | None:
        """The server that runs, None = none does."""
        ...

    async def start(self, *, demo: bool) -> Standing:
        """Start it and wait until it answers; one that runs already is given as it is.

        Raises:
            MingtangError: its packages are missing, or it does not start.
        """
        ...

    async def stop(self) -> None:
        """End it, where it was started here; a second call is harmless."""
        ...


@asynccontextmanager
async def _own(logins: Logins, who: Remembered) -> AsyncIterator[FleetProvider]:
    from mingtang_desk.cloud.own import OwnServer

    async with logins.opened(who) as client:
        yield OwnServer(client)


class CloudDesk:
    """Holds at most one open fleet.

    Args:
        logins: opens the list of logins; it looks for the keyring, which takes time.
        clock: what time it is.
        embedded: starts a server on this machine, None = it cannot.
        providers: how a login is opened, by the kind of its server, beside our own.
        kept: folder of the last states of fleets, None = none are kept.

    Attributes:
        fleet: of the login in use, None = nobody is logged in here.
        shares: the boards of this desk that are shared; whoever made this closes them.
    """

    def __init__(
        self,
        logins: Callable[[], Awaitable[Logins]],
        clock: Clock,
        *,
        embedded: Embedded | None = None,
        providers: Mapping[str, OpenProvider] | None = None,
        kept: Path | None = None,
    ) -> None:
        self._make_logins, self._clock, self._kept = logins, clock, kept
        self.embedded = embedded
        self._providers: dict[str, OpenProvider] = {"mingtang": _own, **(providers or {})}
        self.fleet: Fleet | None = None
        self.shares = Shares(self.logins, clock)
        self._logins: Logins | None = None
        self._stack: AsyncExitStack | None = None
        self._task: asyncio.Task[None] | None = None
        self._observers: dict[object, Callable[[], None]] = {}

    def observe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback()` when another fleet is open, or none; return a function that ends it."""
        handle = object()
        self._observers[handle] = callback

        def end() -> None:
            self._observers.pop(handle, None)

        return end

    async def logins(self) -> Logins:
        """Return the logins of this user."""
        if self._logins is None:
            self._logins = await self._make_logins()
            await self._tidy(self._logins)
        return self._logins

    async def remembered(self) -> tuple[Remembered, ...]:
        """Return all, the one used last first.

        Raises:
            InputFileError: the list is damaged.
        """
        return (await self.logins()).remembered()

    async def login(self, server: str, given: Given, *, insecure: bool = False) -> Fleet:
        """Log in and open the fleet.

        Raises:
            UsageError, CloudRefusalError, CloudError, StorageError: as `Logins.login`.
        """
        from mingtang_desk.cloud.address import server_address

        logins = await self.logins()
        who, _ = await logins.login(
            server_address(server, insecure=insecure), given, insecure=insecure
        )
        return await self.open(who)

    async def open(self, who: Remembered) -> Fleet:
        """Open the fleet of a login, instead of the one that is open."""
        from mingtang_desk.cloud.fleet import Fleet

        await self.close()
        logins = await self.logins()
        stack = AsyncExitStack()
        provider = await stack.enter_async_context(self._providers["mingtang"](logins, who))
        self._stack, self.fleet = stack, Fleet(provider, self._clock, cache=self._cache_of(who))
        self._task = asyncio.create_task(self.fleet.run(), name="fleet")
        self._tell()
        return self.fleet

    async def close(self) -> None:
        """Leave the fleet; the login stays. A second call is harmless."""
        task, stack, self._task, self._stack = self._task, self._stack, None, None
        was, self.fleet = self.fleet, None
        if task is not None:
            task.cancel()
            await asyncio.wait({task}, timeout=_END_S)
        if was is not None:
            self._tell()
            await was.keep()
        if stack is not None:
            await stack.aclose()

    async def logout(self) -> bool:
        """End the login in use, here and at the server; return whether the server was told."""
        if self.fleet is None:
            return True
        who = self.fleet.provider.who
        await self.close()
        cache = self._cache_of(who)
        if cache is not None:
            await asyncio.to_thread(cache.forget)
        return await (await self.logins()).logout(who)

    def fleet_at(self, place: str) -> Fleet | None:
        """Return the open fleet where it is the one at our server `host[:port]`."""
        from mingtang_desk.cloud.own import OwnServer

        provider = None if self.fleet is None else self.fleet.provider
        if isinstance(provider, OwnServer) and provider.client.http.server.place == place:
            return self.fleet
        return None

    @asynccontextmanager
    async def client(self, place: str) -> AsyncIterator[CloudClient]:
        """Give a client of the login at `host[:port]` (as in `cloud://`) for the time of a block.

        Raises:
            CloudRefusalError: nobody is logged in there.
        """
        from mingtang_desk.cloud.own import OwnServer

        fleet = self.fleet_at(place)
        if fleet is not None and isinstance(fleet.provider, OwnServer):
            yield fleet.provider.client
            return
        logins = await self.logins()
        async with logins.opened(logins.chosen(place)) as client:
            yield client

    async def _tidy(self, logins: Logins) -> None:
        """Delete last states whose logins ended elsewhere."""
        from mingtang_desk.cloud.fleet_cache import forget_others

        if self._kept is None:
            return
        try:
            rows = [who for who in logins.remembered() if who.is_logged_in]
            await asyncio.to_thread(forget_others, self._kept, rows)
        except (InputFileError, OSError) as error:  # whoever logs in is told of a damaged list
            _log.warning("last states are not tidied up: %s", type(error).__name__)

    def _cache_of(self, who: Remembered) -> FleetCache | None:
        from mingtang_desk.cloud.fleet_cache import FleetCache

        return None if self._kept is None else FleetCache(self._kept, who)

    def _tell(self) -> None:
        for callback in tuple(self._observers.values()):
            callback()
