"""The tree of accounts. Nobody sees or moves what is not below the own account."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    ColumnElement,
    RowMapping,
    ScalarSelect,
    Select,
    delete,
    exists,
    func,
    insert,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.accounts.principal import Principal, is_within, within
from mingtang_desk.server.accounts.sessions import end_sessions
from mingtang_desk.server.accounts.users import is_account_blocked
from mingtang_desk.server.ids import new_id, step_of
from mingtang_desk.server.problem import Problem, not_found
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, AUDIT, USERS
from mingtang_desk.server.store.tables.base import METADATA
from mingtang_desk.server.store.tables.devices import DEVICES

DEEPEST = 64
"""Levels: longer paths do not fit an entry of an index of PostgreSQL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A node of the tree.

    Attributes:
        id, parent_id, path, name, created_ms: as stored.
        is_disabled: it is; is_blocked: so is it, or one above it.
        devices, accounts: batteries and accounts right below it.
        all_devices, all_accounts: those of everything below it, its own batteries too.
    """

    id: str
    parent_id: str | None
    path: str
    name: str
    created_ms: int
    is_disabled: bool
    is_blocked: bool
    devices: int
    accounts: int
    all_devices: int
    all_accounts: int


async def find_account(connection: AsyncConnection, who: Principal, account_id: str) -> Account:
    """Return an account that somebody may see.

    Raises:
        Problem: 404.
    """
    query = _query().where(ACCOUNTS.c.id == account_id, who.scope(ACCOUNTS.c.path))
    row = (await connection.execute(query)).mappings().one_or_none()
    if row is None:
        not_found("account")
    return _account(row)


async def children_of(
    connection: AsyncConnection, parent_id: str, after: tuple[str, str] | None, limit: int
) -> Sequence[Account]:
    """Return accounts right below one by name, after a name and id."""
    query = (
        _query()
        .where(ACCOUNTS.c.parent_id == parent_id)
        .order_by(ACCOUNTS.c.name, ACCOUNTS.c.id)
        .limit(limit)
    )
    if after is not None:
        query = query.where(tuple_(ACCOUNTS.c.name, ACCOUNTS.c.id) > tuple_(*after))
    return [_account(row) for row in (await connection.execute(query)).mappings()]


async def add_account(tx: Transaction, parent: Account, name: str) -> str:
    """Put an account below another; return its id.

    Raises:
        Problem: 409, that would be too deep.
    """
    if _depth(parent.path) >= DEEPEST:
        raise _too_deep()
    account_id = new_id()
    await tx.connection.execute(
        insert(ACCOUNTS).values(
            id=account_id,
            parent_id=parent.id,
            path=parent.path + step_of(account_id),
            name=name,
            created_ms=tx.now_ms,
        )
    )
    return account_id


async def change_account(
    tx: Transaction, account: Account, *, name: str | None, disabled: bool | None
) -> None:
    """Rename, disable or enable an account. Disabled, all sessions of its subtree end."""
    values: dict[str, object] = {}
    if name is not None:
        values["name"] = name
    if disabled is not None and disabled != account.is_disabled:
        values["disabled_ms"] = tx.now_ms if disabled else None
    if values:
        await tx.connection.execute(
            update(ACCOUNTS).where(ACCOUNTS.c.id == account.id).values(**values)
        )
    if disabled:
        await end_sessions(tx, await users_within(tx.connection, account.path))


async def users_within(connection: AsyncConnection, path: str) -> list[str]:
    """Return the ids of all users of a subtree."""
    query = (
        select(USERS.c.id)
        .join(ACCOUNTS, ACCOUNTS.c.id == USERS.c.account_id)
        .where(within(ACCOUNTS.c.path, path))
    )
    return list((await connection.scalars(query)).all())


async def move_account(tx: Transaction, account: Account, parent: Account) -> str:
    """Hang a subtree below another account; return its new path.

    Everything that carries the path of an account follows, the events that wait for listeners too;
    but not the audit: what was done stays with those above whom it was done under.

    Raises:
        Problem: 409: into itself, or too deep.
    """
    if is_within(parent.path, account.path):
        raise Problem(409, "cycle", "An account cannot be moved into itself.")
    path = parent.path + step_of(account.id)
    if path == account.path:
        return path
    longest = await tx.connection.scalar(
        select(func.max(func.length(ACCOUNTS.c.path))).where(within(ACCOUNTS.c.path, account.path))
    )
    step = len(step_of(account.id))
    if ((longest or 0) - len(account.path)) // step + _depth(path) > DEEPEST:
        raise _too_deep()
    await tx.connection.execute(
        update(ACCOUNTS).where(ACCOUNTS.c.id == account.id).values(parent_id=parent.id)
    )
    await carry(tx, account.path, path)
    return path


async def carry(tx: Transaction, old: str, new: str) -> None:
    """Let everything that carries the path of an account follow.

    Called once more when all who keep batteries in memory know the new paths: until then they
    may have written the old one.
    """
    for table in METADATA.sorted_tables:
        for column in table.c:
            if table is AUDIT or (column is not ACCOUNTS.c.path and column.name != "account_path"):
                continue
            rest = func.substr(column, len(old) + 1)
            await tx.connection.execute(
                update(table).where(within(column, old)).values({column.name: new + rest})
            )


async def devices_within(connection: AsyncConnection, path: str) -> Sequence[int]:
    """Return the keys of all batteries of a subtree."""
    query = select(DEVICES.c.pk).where(within(DEVICES.c.account_path, path))
    return (await connection.scalars(query)).all()


async def remove_account(tx: Transaction, account: Account) -> None:
    """Remove an empty account.

    Raises:
        Problem: 409, something belongs to it: accounts, users, batteries.
    """
    for table in METADATA.sorted_tables:
        for column in table.c:
            if any(key.column is ACCOUNTS.c.id for key in column.foreign_keys) and (
                await tx.connection.scalar(select(exists().where(column == account.id)))
            ):
                raise Problem(
                    409,
                    "not_empty",
                    "Only an empty account can be removed.",
                    extra={"holds": table.name},
                )
    await tx.connection.execute(delete(ACCOUNTS).where(ACCOUNTS.c.id == account.id))


def _depth(path: str) -> int:
    return path.count("/")


def _query() -> Select[tuple[object, ...]]:
    below = ACCOUNTS.alias("below")
    return select(
        *ACCOUNTS.c,
        is_account_blocked().label("blocked"),
        _count(DEVICES.c.account_path == ACCOUNTS.c.path).label("devices"),
        _count(*_below(DEVICES.c.account_path)).label("lower_devices"),
        _count(below.c.parent_id == ACCOUNTS.c.id).label("accounts"),
        _count(*_below(below.c.path)).label("all_accounts"),
    )


def _count(*conditions: ColumnElement[bool]) -> ScalarSelect[int]:
    return select(func.count()).where(*conditions).correlate(ACCOUNTS).scalar_subquery()


def _below(column: "ColumnElement[str]") -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Return that an account is below the row's: a range of the column's index."""
    return (column > ACCOUNTS.c.path + "/", column < ACCOUNTS.c.path + "0")


def _account(row: RowMapping) -> Account:
    return Account(
        id=row["id"],
        parent_id=row["parent_id"],
        path=row["path"],
        name=row["name"],
        created_ms=row["created_ms"],
        is_disabled=row["disabled_ms"] is not None,
        is_blocked=bool(row["blocked"]),
        devices=row["devices"],
        accounts=row["accounts"],
        all_devices=row["devices"] + row["lower_devices"],
        all_accounts=row["all_accounts"],
    )


def _too_deep() -> Problem:
    return Problem(
        409,
        "too_deep",
        f"A tree has at most {DEEPEST} levels.",
        extra={"limit": DEEPEST},
    )
