"""Lending the ports of open devices: ask the user, let go of all on one, take them back."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.session.lender import Answer, Asker, Reply

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession

type Question = Callable[[Asker], Awaitable[bool]]
"""Asks the user; True = release. Cancelled when who asked has left."""


class HubLender:
    """Implements `session.portshare.Lender` for the devices of a hub."""

    def __init__(self, hub: DeviceHub, question: Question) -> None:
        self._hub, self._question = hub, question
        self._lent: dict[str, list[DeviceSession]] = {}

    async def lend(self, asker: Asker) -> Reply:
        """Ask the user; what writes on the port ends first."""
        if not self._on(asker.port) or not await self._question(asker):
            return Reply(Answer.KEPT)
        sessions = [session for session in self._on(asker.port) if not session.released]
        self._lent[asker.port] = sessions
        try:
            await asyncio.gather(*(session.release(asker.program) for session in sessions))
        except asyncio.CancelledError:
            self.returned(asker.port)
            raise
        return Reply(Answer.RELEASED)

    def returned(self, port: str) -> None:
        """Take back what was lent and is still open."""
        for session in self._lent.pop(port, []):
            if session in self._hub.sessions:
                session.resume()

    def _on(self, port: str) -> list["DeviceSession"]:
        return [
            session
            for session in self._hub.sessions
            if session.uri.scheme == "serial" and os.path.realpath(session.uri.target) == port
        ]


class SessionLender:
    """The same for one device of a command that lends between samples (`watch --share`)."""

    def __init__(self) -> None:
        self.session: DeviceSession | None = None
        self._back = asyncio.Event()
        self._back.set()

    async def lend(self, asker: Asker) -> Reply:
        """Let go as soon as nobody talks on the line."""
        session = self.session
        if session is None:
            return Reply(Answer.BUSY)
        self._back.clear()
        try:
            await session.release(asker.program)
        except asyncio.CancelledError:
            self.returned(asker.port)
            raise
        return Reply(Answer.RELEASED)

    def returned(self, port: str) -> None:
        """Take it back."""
        if self.session is not None:
            self.session.resume()
        self._back.set()

    async def wait_back(self, at_most_s: float | None) -> bool:
        """Wait while the port is lent; False when that took longer than `at_most_s`."""
        try:
            async with asyncio.timeout(at_most_s):
                await self._back.wait()
        except TimeoutError:
            return False
        return True
