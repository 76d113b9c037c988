"""Sessions and users; `authenticate` says who is asking."""

import hashlib
from collections.abc import Mapping

from sqlalchemy import select

from mingtang_desk.server.accounts.principal import Principal, rights_of
from mingtang_desk.server.accounts.rights import Role
from mingtang_desk.server.core import Core
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, SESSIONS, USERS
from mingtang_desk.server.times import now_ms


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class Accounts:
    """Who may do what."""

    def __init__(self, core: Core) -> None:
        self._core = core

    async def start(self) -> None:
        """Begin."""

    async def stop(self) -> None:
        """End."""

    async def authenticate(self, headers: Mapping[str, str]) -> Principal:
        """Return who is asking.

        Raises:
            Problem: 401, the same for everything that is wrong.
        """
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer" and token:
            query = (
                select(USERS, SESSIONS, ACCOUNTS.c.path)
                .join(SESSIONS, SESSIONS.c.user_id == USERS.c.id)
                .join(ACCOUNTS, ACCOUNTS.c.id == USERS.c.account_id)
                .where(
                    SESSIONS.c.access_hash == hash_of(token),
                    SESSIONS.c.revoked_ms.is_(None),
                    SESSIONS.c.access_until_ms > now_ms(self._core.clock),
                    USERS.c.disabled_ms.is_(None),
                )
            )
            async with self._core.store.read() as connection:
                row = (await connection.execute(query)).one_or_none()
            if row is not None:
                found = row._mapping
                role = Role(found[USERS.c.role])
                return Principal(
                    user_id=found[USERS.c.id],
                    login=found[USERS.c.login],
                    account_id=found[USERS.c.account_id],
                    account_path=found[ACCOUNTS.c.path],
                    role=role,
                    rights=rights_of(role),
                    session_id=found[SESSIONS.c.id],
                    proven_ms=found[SESSIONS.c.proven_ms],
                )
        raise Problem(
            401,
            "not_authenticated",
            "Log in, or send a valid token.",
            headers={"WWW-Authenticate": "Bearer"},
        )

    def setup_link(self, http: str) -> str | None:
        """Return the one-time link of the set-up; None, for nobody can be set up here yet."""
        return None
