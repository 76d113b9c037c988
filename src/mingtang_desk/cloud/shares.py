"""The boards of this desk that are shared now."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from mingtang_desk.cloud.share_state import SharePhase
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import CloudError, UsageError
from mingtang_desk.device.model import Mode
from mingtang_desk.session.tasks import Observers, report_bug

if (
    TYPE_CHECKING
):  # websockets and drivers load slowly, and a window is painted before it needs them
    from mingtang_desk.cloud.accounts import Remembered
    from mingtang_desk.cloud.gateway import Share
    from mingtang_desk.cloud.logins import Logins
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.session.hub import DeviceHub

OPEN_S = 30.0
"""So long the server may take to take a board."""
END_S = 20.0
_ELSEWHERE = frozenset(("cloud", "replay"))


def can_be_shared(session: DeviceSession) -> bool:
    """Return whether this is a board that the desk itself talks to, and that has answered."""
    return (
        session.uri.scheme not in _ELSEWHERE
        and session.model.mode in (Mode.LIVE, Mode.SIMULATOR)
        and session.driver is not None
    )


class Shares:
    """Every share, by session.

    Args:
        logins: opens the list of logins.
        clock: what time it is.
    """

    def __init__(self, logins: Callable[[], Awaitable[Logins]], clock: Clock) -> None:
        self._logins, self._clock = logins, clock
        self._shares: dict[DeviceSession, tuple[Share, asyncio.Task[None]]] = {}
        self._observers = Observers[()]()

    @property
    def all(self) -> tuple[Share, ...]:
        """Those that stand, in the order in which they began."""
        return tuple(share for share, _ in self._shares.values())

    def of(self, session: DeviceSession | None) -> Share | None:
        """Return the share of a device, None = it is not shared."""
        found = None if session is None else self._shares.get(session)
        return None if found is None else found[0]

    def observe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback()` after each change of any share; return a function that ends it."""
        return self._observers.add(callback)

    async def begin(
        self,
        hub: DeviceHub,
        session: DeviceSession,
        who: Remembered,
        number: str,
        *,
        waits_s: tuple[float, float] | None = None,
    ) -> Share:
        """Share a device as a battery of a login; return when the server has taken it.

        Raises:
            UsageError: it cannot be shared, or is shared already.
            CloudRefusalError, CloudError: the server does not take it.
        """
        from mingtang_desk.cloud.gateway import FIRST_S, LAST_S, Share

        what = session.model.name
        if (known := self.of(session)) is not None:
            raise UsageError("share_known", what=what, number=known.number)
        if not can_be_shared(session):
            raise UsageError("share_impossible", what=what)
        logins = await self._logins()
        share = Share(
            lambda: logins.opened(who),
            hub,
            session,
            server=who.server,
            number=number,
            clock=self._clock,
            waits_s=waits_s or (FIRST_S, LAST_S),
        )
        task = asyncio.create_task(share.run(), name=f"share {number}")
        self._shares[session] = share, task
        share.observe(self._tell)
        task.add_done_callback(lambda done: self._ended(session, done))
        try:
            async with asyncio.timeout(OPEN_S):
                await share.opened.wait()
        except TimeoutError as error:
            await self.end(session)
            raise CloudError("cloud_timeout", server=who.server, seconds=f"{OPEN_S:g}") from error
        except asyncio.CancelledError:
            await self.end(session)
            raise
        state = share.state
        if state.phase is SharePhase.ENDED and state.error is not None:
            await asyncio.wait({task}, timeout=END_S)
            raise state.error
        return share

    async def end(self, session: DeviceSession) -> None:
        """Share a device no more; one that is not shared is left alone."""
        found = self._shares.get(session)
        if found is None:
            return
        share, task = found
        share.end()
        await asyncio.wait({task}, timeout=END_S)
        task.cancel()
        await asyncio.wait({task}, timeout=END_S)

    async def close(self) -> None:
        """End every share; a second call is harmless."""
        async with asyncio.TaskGroup() as group:
            for session in tuple(self._shares):
                group.create_task(self.end(session))

    def _ended(self, session: DeviceSession, task: asyncio.Task[None]) -> None:
        self._shares.pop(session, None)
        report_bug(task)
        self._tell()

    def _tell(self) -> None:
        self._observers.tell()
