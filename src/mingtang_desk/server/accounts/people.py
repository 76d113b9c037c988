"""Users of accounts, as those who look after them see them.

Nobody gives a role above the own one, and nobody changes a user whose role is above the own one,
in no account: whoever sets the password of an owner is one.
"""

from collections.abc import Sequence

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.accounts.api_tokens import revoke_tokens
from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Role
from mingtang_desk.server.accounts.sessions import end_sessions
from mingtang_desk.server.accounts.users import User, find_user, user_of, users_query
from mingtang_desk.server.ids import new_id
from mingtang_desk.server.problem import Problem, not_found
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import (
    ACCOUNTS,
    API_TOKENS,
    IDEMPOTENCY,
    SESSIONS,
    SPENT,
    USERS,
)

_ROLES = tuple(Role)
NOBODY = "!"
"""Stands for a password that nobody has."""


def is_above(role: Role, other: Role) -> bool:
    """Whether a role may do more than another."""
    return _ROLES.index(role) < _ROLES.index(other)


async def user_for(connection: AsyncConnection, who: Principal, user_id: str) -> User:
    """Return a user that somebody may see.

    Raises:
        Problem: 404.
    """
    user = await find_user(connection, USERS.c.id == user_id, who.scope(ACCOUNTS.c.path))
    if user is None:
        not_found("user")
    return user


async def users_of(
    connection: AsyncConnection, account_id: str, after: str | None, limit: int
) -> Sequence[User]:
    """Return users of one account by login, after a login."""
    query = users_query().where(USERS.c.account_id == account_id).order_by(USERS.c.login)
    if after is not None:
        query = query.where(USERS.c.login > after)
    rows = (await connection.execute(query.limit(limit))).mappings().all()
    return [user_of(dict(row)) for row in rows]


async def add_user(
    tx: Transaction,
    account_id: str,
    *,
    login: str,
    name: str,
    role: Role,
    password_hash: str,
    language: str = "en",
) -> str:
    """Enter a user; return the id.

    Raises:
        Problem: 409, the login is taken.
    """
    taken = await tx.connection.scalar(select(USERS.c.id).where(USERS.c.login == login))
    if taken is not None:
        raise Problem(409, "login_taken", "Somebody has this login already.")
    user_id = new_id()
    await tx.connection.execute(
        insert(USERS).values(
            id=user_id,
            account_id=account_id,
            login=login,
            name=name,
            role=role,
            password_hash=password_hash,
            password_ms=tx.now_ms,
            language=language,
            created_ms=tx.now_ms,
        )
    )
    return user_id


def may_give(who: Principal, role: Role) -> None:
    """Refuse a role above the own one.

    Raises:
        Problem: 403.
    """
    if is_above(role, who.role):
        raise Problem(403, "role_above_own", "You cannot give a role above your own.")


def may_change(who: Principal, user: User) -> None:
    """Refuse to change a user with a role above the own one.

    Raises:
        Problem: 403.
    """
    if is_above(user.role, who.role):
        raise Problem(403, "role_above_own", "The role of this user is above your own.")


async def change_user(
    tx: Transaction,
    user: User,
    *,
    name: str | None,
    role: Role | None,
    disabled: bool | None,
    password_hash: str | None,
) -> None:
    """Change a user. Disabled, or with a new password, all sessions end.

    A password that somebody else sets revokes the API tokens and takes away the second factor
    too: the one who asked for it has lost what proves who he is, or somebody else has it.

    Raises:
        Problem: 409, it is the last owner of the topmost account.
    """
    values: dict[str, object] = {}
    if name is not None:
        values["name"] = name
    if role is not None and role is not user.role:
        values["role"] = role
    if disabled is not None and disabled != user.is_disabled:
        values["disabled_ms"] = tx.now_ms if disabled else None
    if password_hash is not None:
        values.update(
            password_hash=password_hash,
            password_ms=tx.now_ms,
            totp_secret=None,
            totp_ms=None,
            totp_last=None,
            recovery="[]",
        )
        await revoke_tokens(tx, [user.id])
    if (role is not None and role is not Role.OWNER) or disabled:
        await _keep_an_owner(tx, user)
    if values:
        await tx.connection.execute(update(USERS).where(USERS.c.id == user.id).values(**values))
    if password_hash is not None or disabled:
        await end_sessions(tx, [user.id])


async def remove_user(tx: Transaction, user: User) -> None:
    """Remove a user with sessions and tokens.

    Raises:
        Problem: 409, it is the last owner of the topmost account.
    """
    await _keep_an_owner(tx, user)
    sessions = select(SESSIONS.c.id).where(SESSIONS.c.user_id == user.id)
    await tx.connection.execute(delete(SPENT).where(SPENT.c.session_id.in_(sessions)))
    for column in (SESSIONS.c.user_id, API_TOKENS.c.user_id, IDEMPOTENCY.c.user_id, USERS.c.id):
        await tx.connection.execute(delete(column.table).where(column == user.id))


async def _keep_an_owner(tx: Transaction, user: User) -> None:
    if user.role is not Role.OWNER or user.is_disabled or user.account_path.count("/") != 1:
        return
    others = await tx.connection.scalar(
        select(func.count())
        .select_from(USERS)
        .where(
            USERS.c.account_id == user.account_id,
            USERS.c.role == Role.OWNER,
            USERS.c.disabled_ms.is_(None),
            USERS.c.id != user.id,
        )
    )
    if not others:
        raise Problem(409, "last_owner", "The topmost account has to keep an owner.")
