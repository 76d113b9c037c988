"""The account that a request means."""

from typing import Annotated

from fastapi import Query
from sqlalchemy import select

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.problem import not_found
from mingtang_desk.server.services import Services
from mingtang_desk.server.store.tables.accounts import ACCOUNTS

AccountId = Annotated[
    str | None,
    Query(pattern=r"^[0-9a-f-]{36}$", description="Id of an account; without it one's own."),
]


async def path_for(server: Services, who: Principal, account: str | None) -> str:
    """Return the path of an account that somebody may see; None = their own.

    Raises:
        Problem: 404, also where it is somebody else's.
    """
    if account is None:
        return who.account_path
    async with server.core.store.read() as connection:
        path = await connection.scalar(select(ACCOUNTS.c.path).where(ACCOUNTS.c.id == account))
    if path is None or not who.sees(path):
        not_found("account")
    return str(path)
