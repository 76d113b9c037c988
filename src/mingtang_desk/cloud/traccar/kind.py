"""Traccar among the kinds of servers one can log in to; what is heavy is loaded when it is used."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from mingtang_desk.cloud.kinds import Entered, ProviderKind
from mingtang_desk.core.errors import CloudError, CloudRefusalError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from mingtang_desk.cloud.accounts import Remembered
    from mingtang_desk.cloud.logins import Given, Logins
    from mingtang_desk.cloud.provider import FleetProvider
    from mingtang_desk.cloud.traccar.session import TraccarClient

KIND = "traccar"


@asynccontextmanager
async def _client(logins: Logins, who: Remembered) -> AsyncIterator[TraccarClient]:
    from mingtang_desk.cloud.address import server_address
    from mingtang_desk.cloud.traccar.session import TraccarClient

    token = await logins.secrets.get(who.secret)
    if token is None:
        raise CloudRefusalError("cloud_logged_out", server=who.server, user=who.user)
    server = server_address(who.server, insecure=who.is_insecure)
    async with logins.connection(server, base="/api") as http:
        yield TraccarClient(http, who, token)


@asynccontextmanager
async def _open(logins: Logins, who: Remembered) -> AsyncIterator[FleetProvider]:
    from mingtang_desk.cloud.traccar.provider import Traccar

    async with _client(logins, who) as client:
        yield Traccar(client, logins.clock)


async def _enter(logins: Logins, server: str, given: Given, insecure: bool) -> Entered:
    from mingtang_desk.cloud.address import server_address
    from mingtang_desk.cloud.traccar.session import log_in

    logins.remembered()  # a damaged list is told before a session begins that cannot be kept
    address = server_address(server, insecure=insecure)
    async with logins.connection(address, base="/api") as http:
        who, token = await log_in(
            http, given.user, given.password, insecure=insecure, code=given.code
        )
    await logins.remember(who, token)
    return Entered(who=who)


async def _leave(logins: Logins, who: Remembered) -> bool:
    is_told = True
    try:
        async with _client(logins, who) as client:
            await client.revoke()
    except CloudError as error:
        is_told = error.key == "cloud_logged_out"
    await logins.leave(who)
    return is_told


TRACCAR_KIND = ProviderKind(
    key=KIND,
    title=QT_TRANSLATE_NOOP("CloudKind", "Traccar"),
    open=_open,
    enter=_enter,
    leave=_leave,
)
