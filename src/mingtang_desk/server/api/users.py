"""Users of the own account and of those below it."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from mingtang_desk.server.accounts import audit, people
from mingtang_desk.server.accounts.passwords import check_rules
from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Right, Role
from mingtang_desk.server.accounts.tree import find_account
from mingtang_desk.server.accounts.users import User
from mingtang_desk.server.api.deps import Server, having
from mingtang_desk.server.api.fields import (
    Body,
    Cursor,
    Done,
    Id,
    Language,
    Limit,
    Login,
    Password,
    Text,
    Time,
    cursor_of,
    new_login,
    place_of,
    time,
)
from mingtang_desk.server.api.idempotency import Once
from mingtang_desk.server.problem import Problem

router = APIRouter(tags=["accounts"])

Keeper = Annotated[Principal, Depends(having(Right.USERS))]


class UserOut(BaseModel):
    """A user, as those see it who look after it."""

    id: str
    account_id: str
    login: str
    name: str
    role: Role
    language: Language
    has_totp: bool
    is_disabled: bool
    agreement: str | None
    created: Time


class UsersOut(BaseModel):
    """A page of users by login."""

    items: list[UserOut]
    next_cursor: str | None


class UserIn(Body):
    """A new user."""

    login: Login
    password: Password
    role: Role
    name: Text = ""
    language: Language = "en"


class UserChange(Body):
    """What may be changed; what is absent stays.

    A new password ends all sessions, revokes all API tokens and takes off the second factor.
    """

    name: Text | None = None
    role: Role | None = None
    is_disabled: bool | None = None
    password: Password | None = None


@router.get("/accounts/{account_id}/users")
async def list_users(
    account_id: Id, who: Keeper, server: Server, cursor: Cursor = None, limit: Limit = 100
) -> UsersOut:
    """List the users of one account."""
    place = place_of(cursor, str, 1)
    async with server.core.store.read() as connection:
        account = await find_account(connection, who, account_id)
        after = None if place is None else place[0]
        page = await people.users_of(connection, account.id, after, limit + 1)
    following = cursor_of(page[limit - 1].login) if len(page) > limit else None
    return UsersOut(items=[_out(each) for each in page[:limit]], next_cursor=following)


@router.post("/accounts/{account_id}/users", status_code=201)
async def add_user(
    account_id: Id, given: UserIn, who: Keeper, server: Server, once: Once
) -> UserOut:
    """Enter a user, with a role not above the own one."""
    login = new_login(given.login)
    async with server.core.store.read() as connection:
        await find_account(connection, who, account_id)
    people.may_give(who, given.role)
    check_rules(given.password, login)
    hashed = await server.accounts.passwords.hash(given.password)
    async with server.core.store.write() as tx:
        account = await find_account(tx.connection, who, account_id)
        user_id = await people.add_user(
            tx,
            account.id,
            login=login,
            name=given.name,
            role=given.role,
            password_hash=hashed,
            language=given.language,
        )
        user = await people.user_for(tx.connection, who, user_id)
        body = {"login": login, "role": given.role}
        await audit.record(tx, who, account.path, "user_added", user_id, body)
        return await once.keep(tx, _out(user))


@router.get("/users/{user_id}")
async def read_user(user_id: Id, who: Keeper, server: Server) -> UserOut:
    """Return a user."""
    async with server.core.store.read() as connection:
        return _out(await people.user_for(connection, who, user_id))


@router.patch("/users/{user_id}")
async def change_user(user_id: Id, given: UserChange, who: Keeper, server: Server) -> UserOut:
    """Change a user whose role is not above the own one.

    The last owner of the topmost account stays one. The own password is changed at /me/password.
    """
    async with server.core.store.read() as connection:
        found = await people.user_for(connection, who, user_id)
    _may(who, found, given)
    hashed = None
    if given.password is not None:
        check_rules(given.password, found.login)
        hashed = await server.accounts.passwords.hash(given.password)
    async with server.core.store.write() as tx:
        before = await people.user_for(tx.connection, who, user_id)
        _may(who, before, given)
        await people.change_user(
            tx,
            before,
            name=given.name,
            role=given.role,
            disabled=given.is_disabled,
            password_hash=hashed,
        )
        after = await people.user_for(tx.connection, who, user_id)
        for name in ("name", "role", "is_disabled"):
            was, now = getattr(before, name), getattr(after, name)
            if was != now:
                body = {"field": name, "from": was, "to": now}
                await audit.record(tx, who, after.account_path, "user_changed", user_id, body)
        if hashed is not None:
            await audit.record(tx, who, after.account_path, "password_reset", user_id)
    server.accounts.tell([user_id])
    return _out(after)


@router.delete("/users/{user_id}")
async def remove_user(user_id: Id, who: Keeper, server: Server) -> Done:
    """Remove a user with all sessions and API tokens."""
    async with server.core.store.write() as tx:
        user = await people.user_for(tx.connection, who, user_id)
        people.may_change(who, user)
        if user.id == who.user_id:
            raise _yourself()
        await people.remove_user(tx, user)
        body = {"login": user.login, "role": user.role}
        await audit.record(tx, who, user.account_path, "user_removed", user_id, body)
    server.accounts.tell([user_id])
    return Done()


def _may(who: Principal, user: User, given: UserChange) -> None:
    people.may_change(who, user)
    if given.role is not None:
        people.may_give(who, given.role)
    if user.id == who.user_id and (given.password is not None or given.is_disabled):
        raise _yourself()


def _yourself() -> Problem:
    return Problem(409, "yourself", "You cannot do this to yourself.")


def _out(user: User) -> UserOut:
    return UserOut(
        id=user.id,
        account_id=user.account_id,
        login=user.login,
        name=user.name,
        role=user.role,
        language="zh" if user.language == "zh" else "en",
        has_totp=user.has_totp,
        is_disabled=user.is_disabled,
        agreement=user.agreement,
        created=time(user.created_ms),
    )
