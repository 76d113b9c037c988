"""Accounts and users, for whoever has the database in hand."""

from collections.abc import Mapping, Sequence

from sqlalchemy import ColumnElement, func, insert, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.core.errors import ServerRefusalError, UsageError
from mingtang_desk.server.accounts import audit
from mingtang_desk.server.accounts.api_tokens import revoke_tokens
from mingtang_desk.server.accounts.principal import is_within, within
from mingtang_desk.server.accounts.rights import Role
from mingtang_desk.server.admin.passwords import hash_password
from mingtang_desk.server.core import Core
from mingtang_desk.server.ids import new_id, step_of
from mingtang_desk.server.store.schema import METADATA
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, AUDIT, SESSIONS, USERS
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.server.times import iso_ms

CONSOLE = "console"
"""Who did it, in the audit: somebody with the database in hand."""


def refused(detail: str) -> UsageError:
    """Return the error of words that name nothing, or something that is there."""
    return UsageError("admin_refused", detail=detail)


async def account_of(connection: AsyncConnection, name: str) -> Mapping[str, object]:
    """Return the account with an id or a name.

    Raises:
        UsageError: there is none, or several have the name.
    """
    query = select(ACCOUNTS).where(or_(ACCOUNTS.c.id == name, ACCOUNTS.c.name == name)).limit(2)
    rows = (await connection.execute(query)).all()
    if not rows:
        raise refused(f"there is no account “{name}”")
    if len(rows) > 1:
        raise refused(f"several accounts are called “{name}”: give the id of one")
    return dict(rows[0]._mapping)


async def list_accounts(core: Core) -> list[dict[str, object]]:
    """Return the tree, parents before their children."""
    users = select(func.count()).where(USERS.c.account_id == ACCOUNTS.c.id).scalar_subquery()
    devices = select(func.count()).where(DEVICES.c.account_id == ACCOUNTS.c.id).scalar_subquery()
    query = select(ACCOUNTS, users.label("users"), devices.label("devices"))
    async with core.store.read() as connection:
        rows = (await connection.execute(query.order_by(ACCOUNTS.c.path))).all()
    return [
        {
            "id": row.id,
            "parent": row.parent_id,
            "level": row.path.count("/"),
            "name": row.name,
            "users": row.users,
            "devices": row.devices,
            "disabled": iso_ms(row.disabled_ms),
        }
        for row in rows
    ]


async def add_account(core: Core, name: str, parent: str | None) -> str:
    """Make an account; return its id.

    Raises:
        UsageError: the parent does not exist, or is missing where there are accounts already.
    """
    if not name.strip() or len(name) > 200:
        raise refused("a name has 1 to 200 characters")
    account = new_id()
    async with core.store.write() as tx:
        above, parent_id = "", None
        if parent is not None:
            found = await account_of(tx.connection, parent)
            above, parent_id = str(found["path"]), str(found["id"])
        elif await tx.connection.scalar(select(ACCOUNTS.c.id).limit(1)) is not None:
            raise refused("one account is above all others, and it is there: give --parent")
        await tx.connection.execute(
            insert(ACCOUNTS).values(
                id=account,
                parent_id=parent_id,
                path=above + step_of(account),
                name=name.strip(),
                created_ms=tx.now_ms,
            )
        )
        await audit.record(tx, CONSOLE, above + step_of(account), "account_created", account)
    return account


async def move_account(core: Core, name: str, parent: str) -> None:
    """Hang an account with all below it under another one; no server may run meanwhile.

    Raises:
        UsageError: one does not exist, or the new parent is below the account.
    """
    async with core.store.write() as tx:
        moved = await account_of(tx.connection, name)
        target = await account_of(tx.connection, parent)
        old, below = str(moved["path"]), str(target["path"])
        if is_within(below, old):
            raise refused("an account cannot hang below itself")
        new = below + step_of(str(moved["id"]))
        await tx.connection.execute(
            update(ACCOUNTS).where(ACCOUNTS.c.id == moved["id"]).values(parent_id=target["id"])
        )
        await _rename(tx, old, new)
        await audit.record(tx, CONSOLE, new, "account_moved", str(moved["id"]))


async def _rename(tx: Transaction, old: str, new: str) -> None:
    """Put a new beginning on every path, but not in the audit: that says what was."""
    for table in METADATA.sorted_tables:
        column = table.c.path if table is ACCOUNTS else table.c.get("account_path")
        if column is None or table is AUDIT:
            continue
        changed = literal(new).concat(func.substr(column, len(old) + 1))
        await tx.connection.execute(
            update(table).where(within(column, old)).values({column.name: changed})
        )


async def disable_account(core: Core, name: str, *, again: bool = False) -> None:
    """Disable an account, or enable it again; its users and those below are logged out."""
    async with core.store.write() as tx:
        found = await account_of(tx.connection, name)
        await tx.connection.execute(
            update(ACCOUNTS)
            .where(ACCOUNTS.c.id == found["id"])
            .values(disabled_ms=None if again else tx.now_ms)
        )
        action = "account_enabled" if again else "account_disabled"
        await audit.record(tx, CONSOLE, str(found["path"]), action, str(found["id"]))
        if not again:
            users = (
                select(USERS.c.id)
                .join(ACCOUNTS, ACCOUNTS.c.id == USERS.c.account_id)
                .where(within(ACCOUNTS.c.path, str(found["path"])))
            )
            await _log_out(tx, SESSIONS.c.user_id.in_(users))


async def _log_out(tx: Transaction, where: ColumnElement[bool]) -> None:
    await tx.connection.execute(
        update(SESSIONS).where(where, SESSIONS.c.revoked_ms.is_(None)).values(revoked_ms=tx.now_ms)
    )


async def list_users(core: Core, account: str | None) -> list[dict[str, object]]:
    """Return the users, of one account or of all."""
    query = select(USERS, ACCOUNTS.c.name.label("account")).join(
        ACCOUNTS, ACCOUNTS.c.id == USERS.c.account_id
    )
    async with core.store.read() as connection:
        if account is not None:
            found = await account_of(connection, account)
            query = query.where(USERS.c.account_id == found["id"])
        rows = (await connection.execute(query.order_by(ACCOUNTS.c.path, USERS.c.login))).all()
    return [
        {
            "login": row.login,
            "account": row.account,
            "role": row.role,
            "two_factors": row.totp_ms is not None,
            "disabled": iso_ms(row.disabled_ms),
        }
        for row in rows
    ]


async def add_user(core: Core, login: str, account: str, role: Role, password: str) -> str:
    """Make a user; return the id.

    Raises:
        UsageError: the login is taken or empty, there is no such account, or the password is short.
    """
    name = login.strip().casefold()
    if not name or len(name) > 200:
        raise refused("a login has 1 to 200 characters")
    hashed = await hash_password(core, password, name)
    user = new_id()
    async with core.store.write() as tx:
        found = await account_of(tx.connection, account)
        if await tx.connection.scalar(select(USERS.c.id).where(USERS.c.login == name)) is not None:
            raise refused(f"the login “{name}” is taken")
        await tx.connection.execute(
            insert(USERS).values(
                id=user,
                account_id=found["id"],
                login=name,
                role=role,
                password_hash=hashed,
                password_ms=tx.now_ms,
                created_ms=tx.now_ms,
            )
        )
        await audit.record(
            tx, CONSOLE, str(found["path"]), "user_created", user, {"login": name, "role": role}
        )
    return user


async def set_password(core: Core, login: str, password: str) -> None:
    """Give a user a new password; every session of that user ends.

    API tokens and the second factor go too, as where somebody else sets it over the API: the old
    ones may be in wrong hands.
    """
    hashed = await hash_password(core, password, login)
    async with core.store.write() as tx:
        user = await _user(tx.connection, login)
        await tx.connection.execute(
            update(USERS)
            .where(USERS.c.id == user)
            .values(
                password_hash=hashed,
                password_ms=tx.now_ms,
                totp_secret=None,
                totp_ms=None,
                totp_last=None,
                recovery="[]",
            )
        )
        await revoke_tokens(tx, [user])
        await _told(tx, user, "password_changed")
        await _log_out(tx, SESSIONS.c.user_id == user)


async def set_role(core: Core, login: str, role: Role) -> None:
    """Give a user another role.

    Raises:
        ServerRefusalError: nobody would be left who owns the server.
    """
    async with core.store.write() as tx:
        user = await _user(tx.connection, login)
        await tx.connection.execute(update(USERS).where(USERS.c.id == user).values(role=role))
        await _keep_an_owner(tx.connection)
        await _told(tx, user, "role_changed", {"role": role})
        await _log_out(tx, SESSIONS.c.user_id == user)


async def disable_user(core: Core, login: str, *, again: bool = False) -> None:
    """Disable a user, or enable again; every session of that user ends.

    Raises:
        ServerRefusalError: nobody would be left who owns the server.
    """
    async with core.store.write() as tx:
        user = await _user(tx.connection, login)
        await tx.connection.execute(
            update(USERS).where(USERS.c.id == user).values(disabled_ms=None if again else tx.now_ms)
        )
        await _told(tx, user, "user_enabled" if again else "user_disabled")
        if not again:
            await _keep_an_owner(tx.connection)
            await _log_out(tx, SESSIONS.c.user_id == user)


async def _told(
    tx: Transaction, user: str, action: str, body: Mapping[str, object] | None = None
) -> None:
    query = (
        select(ACCOUNTS.c.path)
        .join(USERS, USERS.c.account_id == ACCOUNTS.c.id)
        .where(USERS.c.id == user)
    )
    path = await tx.connection.scalar(query)
    await audit.record(tx, CONSOLE, str(path), action, user, body)


async def _user(connection: AsyncConnection, login: str) -> str:
    found = await connection.scalar(
        select(USERS.c.id).where(USERS.c.login == login.strip().casefold())
    )
    if found is None:
        raise refused(f"there is no user “{login}”")
    return str(found)


async def owners(connection: AsyncConnection) -> Sequence[str]:
    """Return the logins of those who own the server: of the topmost account, not disabled."""
    query = (
        select(USERS.c.login)
        .join(ACCOUNTS, ACCOUNTS.c.id == USERS.c.account_id)
        .where(
            ACCOUNTS.c.parent_id.is_(None),
            USERS.c.role == Role.OWNER,
            USERS.c.disabled_ms.is_(None),
        )
    )
    return [str(row[0]) for row in (await connection.execute(query)).all()]


async def _keep_an_owner(connection: AsyncConnection) -> None:
    if not await owners(connection):
        detail = "nobody would be left who owns the server"
        raise ServerRefusalError("admin_refused", detail=detail)
