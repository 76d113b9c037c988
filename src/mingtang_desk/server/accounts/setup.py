"""The first run: a link that makes the first owner, once. There is no default password."""

import secrets

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.accounts import audit, own
from mingtang_desk.server.accounts.agreement import VERSION
from mingtang_desk.server.accounts.people import add_user
from mingtang_desk.server.accounts.rights import Role
from mingtang_desk.server.accounts.tokens import SETUP, hash_of, new_token
from mingtang_desk.server.core import Core
from mingtang_desk.server.ids import new_id, step_of
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, META, USERS

VALID_MS = 24 * 3_600_000
_HASH = "setup_hash"
_UNTIL = "setup_until_ms"


class Setup:
    """The set-up link, while there is no owner.

    Attributes:
        token: of the link; None = the server has an owner.
    """

    def __init__(self, core: Core) -> None:
        self.token: str | None = None
        self._core = core

    async def start(self) -> None:
        """Make a new link if there is no owner; the one before is worth nothing then."""
        async with self._core.store.read() as connection:
            if await has_owner(connection):
                return
        token = new_token(SETUP)
        async with self._core.store.write() as tx:
            await _forget(tx)
            rows = [
                {"key": _HASH, "value": hash_of(token), "secret": True},
                {"key": _UNTIL, "value": str(tx.now_ms + VALID_MS), "secret": False},
            ]
            await tx.connection.execute(insert(META), rows)
        self.token = token

    async def need(self, connection: AsyncConnection, token: str, now: int) -> None:
        """Refuse a token that is not that of the link.

        Raises:
            Problem: 403, it is wrong or too old; 409, the server is set up.
        """
        if await has_owner(connection):
            raise Problem(409, "set_up", "This server is set up; log in.")
        query = select(META.c.key, META.c.value).where(META.c.key.in_((_HASH, _UNTIL)))
        kept = {row.key: row.value for row in await connection.execute(query)}
        is_right = secrets.compare_digest(kept.get(_HASH, ""), hash_of(token))
        if not is_right or now >= int(kept.get(_UNTIL, "0")):
            raise Problem(
                403,
                "setup_link_invalid",
                "The link is wrong or older than a day; a restart of the server makes a new one.",
            )

    async def make_owner(
        self,
        tx: Transaction,
        *,
        login: str,
        password_hash: str,
        account_name: str,
        agreed: bool,
    ) -> str:
        """Make the topmost account, if there is none, and its owner; return the id of the owner.

        Raises:
            Problem: 409, the login is taken.
        """
        query = select(ACCOUNTS.c.id, ACCOUNTS.c.path).where(ACCOUNTS.c.parent_id.is_(None))
        top = (await tx.connection.execute(query.limit(1))).one_or_none()
        if top is None:
            account_id = new_id()
            path = step_of(account_id)
            await tx.connection.execute(
                insert(ACCOUNTS).values(
                    id=account_id, path=path, name=account_name, created_ms=tx.now_ms
                )
            )
        else:
            account_id, path = top.id, top.path
        user_id = await add_user(
            tx, account_id, login=login, name="", role=Role.OWNER, password_hash=password_hash
        )
        if agreed:
            await own.agree(tx, user_id, VERSION, VERSION)
        await _forget(tx)
        await audit.record(tx, login, path, "server_set_up", user_id)
        return user_id


async def has_owner(connection: AsyncConnection) -> bool:
    """Whether the topmost account has an owner."""
    query = (
        select(USERS.c.id)
        .join(ACCOUNTS, ACCOUNTS.c.id == USERS.c.account_id)
        .where(USERS.c.role == Role.OWNER, ACCOUNTS.c.parent_id.is_(None))
        .limit(1)
    )
    return await connection.scalar(query) is not None


async def _forget(tx: Transaction) -> None:
    await tx.connection.execute(delete(META).where(META.c.key.in_((_HASH, _UNTIL))))
