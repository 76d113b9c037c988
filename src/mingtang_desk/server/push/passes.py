"""Whether those who listen still may: all of them looked at in a few queries."""

import asyncio
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.users import is_account_blocked
from mingtang_desk.server.core import Core
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, API_TOKENS, SESSIONS, USERS
from mingtang_desk.server.times import now_ms

READ_S = 30.0
_CHUNK = 500


class Holder(Protocol):
    """Somebody who was let in: how, when, and as whom."""

    who: Principal
    secret: str | None
    since_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What holds now.

    Attributes:
        sessions, secrets: ids of sessions and hashes of API tokens that are good.
        users: path of the account and time of the password of each user that is good.
        accounts: path of each account that was asked for.
    """

    sessions: frozenset[str]
    secrets: frozenset[str]
    users: dict[str, tuple[str, int]]
    accounts: dict[str, str]

    def top_of(self, holder: Holder) -> str | None:
        """Return the path of the account a holder may see now, None = it may not listen."""
        who = holder.who
        found = self.users.get(who.user_id)
        if found is None:
            return None
        path, password_ms = found
        if who.session_id is not None:
            is_good = who.session_id in self.sessions
        elif holder.secret is not None:
            is_good = holder.secret in self.secrets
        else:
            is_good = password_ms <= holder.since_ms
        return path if is_good else None


async def standing_of(
    core: Core, holders: Sequence[Holder], accounts: Collection[str] = ()
) -> Standing:
    """Look up sessions, tokens and users of those who listen, and where accounts are now."""
    now = now_ms(core.clock)
    sessions = {one.who.session_id for one in holders if one.who.session_id is not None}
    secrets = {one.secret for one in holders if one.secret is not None}
    async with asyncio.timeout(READ_S), core.store.read() as connection:
        good_sessions = await _column(
            connection,
            SESSIONS.c.id,
            sessions,
            SESSIONS.c.revoked_ms.is_(None) & (SESSIONS.c.access_until_ms > now),
        )
        good_secrets = await _column(
            connection,
            API_TOKENS.c.hash,
            secrets,
            API_TOKENS.c.revoked_ms.is_(None)
            & (API_TOKENS.c.expires_ms.is_(None) | (API_TOKENS.c.expires_ms > now)),
        )
        users: dict[str, tuple[str, int]] = {}
        for chunk in _chunks({one.who.user_id for one in holders}):
            query = (
                select(USERS.c.id, ACCOUNTS.c.path, USERS.c.password_ms)
                .join(ACCOUNTS, ACCOUNTS.c.id == USERS.c.account_id)
                .where(
                    USERS.c.id.in_(chunk),
                    USERS.c.disabled_ms.is_(None),
                    ~is_account_blocked(),
                )
            )
            for user, path, password_ms in (await connection.execute(query)).all():
                users[user] = (path, password_ms)
        places: dict[str, str] = {}
        for chunk in _chunks(accounts):
            where = select(ACCOUNTS.c.id, ACCOUNTS.c.path).where(ACCOUNTS.c.id.in_(chunk))
            places |= {account: path for account, path in (await connection.execute(where)).all()}
    return Standing(sessions=good_sessions, secrets=good_secrets, users=users, accounts=places)


async def _column(
    connection: AsyncConnection,
    column: "ColumnElement[str]",
    wanted: Collection[str],
    condition: ColumnElement[bool],
) -> frozenset[str]:
    found: set[str] = set()
    for chunk in _chunks(wanted):
        rows = await connection.execute(select(column).where(column.in_(chunk), condition))
        found |= set(rows.scalars())
    return frozenset(found)


def _chunks(wanted: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(wanted)
    for start in range(0, len(ordered), _CHUNK):
        yield ordered[start : start + _CHUNK]
