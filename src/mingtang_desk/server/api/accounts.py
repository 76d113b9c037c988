"""The tree of accounts below the own one."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from mingtang_desk.server.accounts import audit, tree
from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.accounts.tree import Account, find_account
from mingtang_desk.server.api.deps import Reader, Server, having
from mingtang_desk.server.api.fields import (
    Body,
    Cursor,
    Done,
    Id,
    Limit,
    Name,
    Time,
    cursor_of,
    place_of,
    time,
)
from mingtang_desk.server.api.idempotency import Once
from mingtang_desk.server.api.users import router as users
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.services import Services

router = APIRouter(tags=["accounts"])
router.include_router(users)

_AT_ONCE = 500

Keeper = Annotated[Principal, Depends(having(Right.ACCOUNTS))]
IdField = Annotated[str, Field(min_length=36, max_length=36, pattern=r"^[0-9a-f-]+$")]


class AccountOut(BaseModel):
    """An account.

    `parent_id`: null where that is above what you may see. `is_blocked`: it or one above it is
    disabled. Counts: batteries and accounts right below it, and those of the whole subtree.
    """

    id: str
    parent_id: str | None
    name: str
    created: Time
    is_disabled: bool
    is_blocked: bool
    devices: int
    accounts: int
    all_devices: int
    all_accounts: int


class AccountsOut(BaseModel):
    """A page of accounts by name."""

    items: list[AccountOut]
    next_cursor: str | None


class NewAccount(Body):
    """A new account."""

    parent_id: IdField
    name: Name


class AccountChange(Body):
    """What may be changed; what is absent stays."""

    name: Name | None = None
    is_disabled: bool | None = None


class MoveIn(Body):
    """Where an account goes."""

    parent_id: IdField


@router.get("/accounts")
async def list_accounts(
    who: Reader,
    server: Server,
    parent: Annotated[str | None, Query(max_length=36, pattern=r"^[0-9a-f-]+$")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> AccountsOut:
    """List accounts right below one; without `parent` the own account alone."""
    async with server.core.store.read() as connection:
        if parent is None:
            found = await find_account(connection, who, who.account_id)
            return AccountsOut(items=[_out(who, found)], next_cursor=None)
        above = await find_account(connection, who, parent)
        place = place_of(cursor, str, 2)
        after = None if place is None else (place[0], place[1])
        page = await tree.children_of(connection, above.id, after, limit + 1)
    following = cursor_of(page[limit - 1].name, page[limit - 1].id) if len(page) > limit else None
    return AccountsOut(items=[_out(who, each) for each in page[:limit]], next_cursor=following)


@router.get("/accounts/{account_id}")
async def read_account(account_id: Id, who: Reader, server: Server) -> AccountOut:
    """Return an account."""
    async with server.core.store.read() as connection:
        return _out(who, await find_account(connection, who, account_id))


@router.post("/accounts", status_code=201)
async def add_account(given: NewAccount, who: Keeper, server: Server, once: Once) -> AccountOut:
    """Put a new account below another."""
    async with server.core.store.write() as tx:
        parent = await find_account(tx.connection, who, given.parent_id)
        account_id = await tree.add_account(tx, parent, given.name)
        made = await find_account(tx.connection, who, account_id)
        await audit.record(tx, who, made.path, "account_added", made.id, {"name": made.name})
        return await once.keep(tx, _out(who, made))


@router.patch("/accounts/{account_id}")
async def change_account(
    account_id: Id, given: AccountChange, who: Keeper, server: Server
) -> AccountOut:
    """Rename, disable or enable an account.

    While it is disabled, nobody of it or below it can log in; all their sessions end.
    """
    async with server.core.store.write() as tx:
        before = await find_account(tx.connection, who, account_id)
        if given.is_disabled and before.id == who.account_id:
            raise Problem(409, "own_account", "You cannot disable your own account.")
        await tree.change_account(tx, before, name=given.name, disabled=given.is_disabled)
        after = await find_account(tx.connection, who, account_id)
        for name in ("name", "is_disabled"):
            was, now = getattr(before, name), getattr(after, name)
            if was != now:
                body = {"field": name, "from": was, "to": now}
                await audit.record(tx, who, after.path, "account_changed", after.id, body)
        concerned = await tree.users_within(tx.connection, after.path)
    server.accounts.tell(concerned)
    return _out(who, after)


@router.post("/accounts/{account_id}/move")
async def move_account(
    account_id: Id, given: MoveIn, who: Keeper, server: Server, once: Once
) -> AccountOut:
    """Hang an account with everything below it under another one."""
    async with server.core.store.write() as tx:
        account = await find_account(tx.connection, who, account_id)
        parent = await find_account(tx.connection, who, given.parent_id)
        path = await tree.move_account(tx, account, parent)
        moved = await find_account(tx.connection, who, account_id)
        # Under the path of who moves it: that is above the old place and the new one.
        body = {"from": account.parent_id, "to": parent.id}
        await audit.record(tx, who, who.account_path, "account_moved", account.id, body)
        answer = await once.keep(tx, _out(who, moved))
        concerned = await tree.users_within(tx.connection, path)
        devices = await tree.devices_within(tx.connection, path)
    await _follow(server, devices)
    if path != account.path:
        async with server.core.store.write() as tx:
            await tree.carry(tx, account.path, path)
    server.accounts.tell(concerned)
    return answer


@router.delete("/accounts/{account_id}")
async def remove_account(account_id: Id, who: Keeper, server: Server) -> Done:
    """Remove an account that has no accounts, users or batteries."""
    async with server.core.store.write() as tx:
        account = await find_account(tx.connection, who, account_id)
        if account.id == who.account_id:
            raise Problem(409, "own_account", "You cannot remove your own account.")
        await tree.remove_account(tx, account)
        body = {"name": account.name}
        await audit.record(tx, who, account.path, "account_removed", account.id, body)
    return Done()


async def _follow(server: Services, devices: Sequence[int]) -> None:
    """Let what is kept in memory of batteries know their new paths, a few at a time."""
    for start in range(0, len(devices), _AT_ONCE):
        some = devices[start : start + _AT_ONCE]
        await server.directory.refresh(*some)
        for pk in some:
            device = server.directory.by_pk(pk)
            link = None if device is None else server.ingest.link_of(device)
            if device is not None and link is not None:
                link.device = device


def _out(who: Principal, account: Account) -> AccountOut:
    return AccountOut(
        id=account.id,
        parent_id=None if account.id == who.account_id else account.parent_id,
        name=account.name,
        created=time(account.created_ms),
        is_disabled=account.is_disabled,
        is_blocked=account.is_blocked,
        devices=account.devices,
        accounts=account.accounts,
        all_devices=account.all_devices,
        all_accounts=account.all_accounts,
    )
