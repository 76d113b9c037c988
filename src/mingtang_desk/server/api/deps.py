"""What handlers ask for: the server, who is asking, and the battery they mean."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Path, Request

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.api.limits import Limits
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.problem import not_found
from mingtang_desk.server.services import Services


def server_of(request: Request) -> Services:
    """Return the parts of the server."""
    services: Services = request.app.state.services
    return services


Server = Annotated[Services, Depends(server_of)]


def remote_of(request: Request) -> str | None:
    """Return the address a request comes from."""
    return None if request.client is None else request.client.host


Remote = Annotated[str | None, Depends(remote_of)]


async def principal_of(request: Request, server: Server, remote: Remote) -> Principal:
    """Return who is asking.

    Raises:
        Problem: 401; 429 where it asks, or tries passwords, too often.
    """
    who = await server.accounts.authenticate(request.headers, remote)
    limits: Limits = request.app.state.limits
    limits.recognised(who.user_id, request.headers.get("authorization", "").encode())
    return who


Who = Annotated[Principal, Depends(principal_of)]
"""Somebody who is logged in; the route checks rights itself."""


def having(right: Right) -> Callable[[Principal], Awaitable[Principal]]:
    """Return a dependency: somebody who has a right."""

    async def check(who: Who) -> Principal:
        who.need(right)
        return who

    return check


Reader = Annotated[Principal, Depends(having(Right.READ))]
Number = Annotated[
    str,
    Path(
        description="Number of the battery, with or without leading zeros.",
        pattern=r"^[0-9A-Za-z._-]{1,64}$",
    ),
]


def device_for(server: Services, who: Principal, number: str) -> Device:
    """Return a battery that somebody may see.

    Raises:
        Problem: 404, also where it is somebody else's.
    """
    device = server.directory.by_number(number)
    if device is None or not who.sees(device.account_path):
        not_found("battery")
    return device
