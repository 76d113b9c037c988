"""The server on this machine with the logins of a desk: it starts for them, and they follow it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from mingtang_desk.cloud.embedded import Embedded, Standing
from mingtang_desk.core.errors import CloudError

if TYPE_CHECKING:  # httpx and websockets load slowly, and a window is painted before it needs them
    from mingtang_desk.cloud.accounts import Remembered
    from mingtang_desk.cloud.desk import CloudDesk
    from mingtang_desk.cloud.fleet import Fleet
    from mingtang_desk.cloud.logins import Given


class ServerHere:
    """What a desk does with the server on its own machine.

    Args:
        desk: whose logins and fleet.
        embedded: starts the server, None = this machine cannot.
    """

    def __init__(self, desk: CloudDesk, embedded: Embedded | None) -> None:
        self._desk, self._embedded = desk, embedded

    async def start(self) -> Standing:
        """Start it; a demo is made by whoever made the desk.

        Raises:
            MingtangError: it cannot be started.
        """
        embedded = self._able()
        before = embedded.address
        standing = await embedded.start(demo=False)
        await self._follow(before, standing.http)
        return standing

    async def listen(self, *, lan: bool) -> Standing:
        """Let trackers of the network reach it, or not any more.

        Raises:
            MingtangError: it cannot be started anew.
        """
        embedded, fleet = self._able(), self._desk.fleet
        before = embedded.address
        standing = await embedded.listen(lan=lan)
        await self._follow(before, standing.http)
        if before != standing.http and fleet is not None and fleet is self._desk.fleet:
            who = fleet.provider.who
            if who.server == before:
                await self._desk.open(replace(who, server=standing.http))
        return standing

    async def own(self, given: Given, account: str, agreement: str) -> Fleet:
        """Make its first owner, and open the fleet of that one.

        Raises:
            CloudRefusalError: it has an owner, or does not take the password.
        """
        from mingtang_desk.cloud.address import server_address
        from mingtang_desk.cloud.first_owner import make_owner

        standing = await self.start()
        logins = await self._desk.logins()
        async with logins.connection(server_address(standing.http)) as http:
            await make_owner(
                http,
                standing.setup,
                login=given.user,
                password=given.password,
                account=account,
                agreement=agreement,
            )
        return await self._desk.login(standing.http, given)

    async def reached(self, who: Remembered) -> Remembered:
        """Start it where a login is of it; return the login, with the address as it is now.

        Raises:
            MingtangError: it does not start.
        """
        if self._embedded is None or who.server != self._embedded.address:
            return who
        return replace(who, server=(await self.start()).http)

    def _able(self) -> Embedded:
        if self._embedded is None:
            raise CloudError("embedded_absent")
        return self._embedded

    async def _follow(self, before: str, after: str) -> None:
        """Let logins follow a server whose port was taken by somebody else."""
        if before and before != after:
            await (await self._desk.logins()).move(before, after)
