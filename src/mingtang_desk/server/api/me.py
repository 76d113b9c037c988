"""What users see and change of themselves."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import AwareDatetime, BaseModel, Field

from mingtang_desk.server.accounts import audit, own
from mingtang_desk.server.accounts.agreement import VERSION
from mingtang_desk.server.accounts.api_tokens import ApiToken
from mingtang_desk.server.accounts.passwords import check_rules
from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Scope
from mingtang_desk.server.accounts.users import User, find_user
from mingtang_desk.server.api.deps import Remote, Server, Who
from mingtang_desk.server.api.fields import (
    Body,
    Done,
    Id,
    Language,
    Name,
    Password,
    Text,
    Time,
    time,
)
from mingtang_desk.server.api.profile import Profile, profile_of
from mingtang_desk.server.api.second_factor import router as second_factor
from mingtang_desk.server.problem import Problem, not_found
from mingtang_desk.server.services import Services
from mingtang_desk.server.store.tables.accounts import USERS
from mingtang_desk.server.times import ms_of, now_ms

router = APIRouter(tags=["me"])
router.include_router(second_factor)


class ProfileIn(Body):
    """What may be changed; what is absent stays."""

    name: Text | None = None
    language: Language | None = None


class PasswordChange(Body):
    """The old password, and the new one."""

    old: Password
    new: Password
    end_tokens: bool = Field(default=False, description="Revoke all API tokens as well.")


class SessionOut(BaseModel):
    """A session; `is_this`: the one that asks."""

    id: str
    client: str
    created: Time
    used: Time
    expires: Time
    is_this: bool


class SessionsOut(BaseModel):
    """Sessions that can go on, the newest first; at most 50."""

    items: list[SessionOut]


class TokenIn(Body):
    """A token for a program. It never may more than its user."""

    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=len(Scope))]
    expires: AwareDatetime | None = None


class TokenOut(BaseModel):
    """An API token without the token itself."""

    id: str
    name: str
    scopes: list[Scope]
    created: Time
    used: Time | None
    expires: Time | None


class TokenMade(TokenOut):
    """A new API token; `token` is shown this once."""

    token: str


class TokensOut(BaseModel):
    """API tokens that are not revoked, expired ones too; at most 50."""

    items: list[TokenOut]


class AgreementIn(Body):
    """The version that was read and accepted."""

    version: Text


@router.get("/me")
async def read_me(who: Who, server: Server) -> Profile:
    """Return who is logged in, and what that one may do."""
    return profile_of(await _user(server, who), who)


@router.patch("/me")
async def change_me(given: ProfileIn, who: Who, server: Server) -> Profile:
    """Change the own name or language."""
    own.need_person(who)
    async with server.core.store.write() as tx:
        await own.change_profile(tx, who.user_id, given.name, given.language)
    return await read_me(who, server)


@router.post("/me/password")
async def change_password(given: PasswordChange, who: Who, server: Server, remote: Remote) -> Done:
    """Change the own password. All other sessions end; API tokens if that is asked for."""
    own.need_person(who)
    check_rules(given.new, who.login)
    accounts = server.accounts
    user = await accounts.logins.prove(who.login, given.old, remote)
    if given.old == given.new:
        raise Problem(422, "weak_password", "The new password is the old one.")
    hashed = await accounts.passwords.hash(given.new)
    async with server.core.store.write() as tx:
        await own.set_password(tx, who, hashed, end_tokens=given.end_tokens)
        if who.session_id is not None:
            await accounts.sessions.prove(tx, who.session_id)
        body = {"end_tokens": given.end_tokens, "remote": remote}
        await audit.record(tx, who, user.account_path, "password_changed", user.id, body)
    accounts.tell([who.user_id])
    return Done()


@router.get("/me/sessions")
async def list_sessions(who: Who, server: Server) -> SessionsOut:
    """List the own sessions."""
    own.need_person(who)
    rows = await server.accounts.sessions.of_user(who.user_id, now_ms(server.core.clock))
    return SessionsOut(
        items=[
            SessionOut(
                id=row.id,
                client=row.client,
                created=time(row.created_ms),
                used=time(row.used_ms),
                expires=time(row.refresh_until_ms),
                is_this=row.id == who.session_id,
            )
            for row in rows
        ]
    )


@router.delete("/me/sessions/{session_id}")
async def end_session(session_id: Id, who: Who, server: Server) -> Done:
    """End one of the own sessions."""
    own.need_person(who)
    async with server.core.store.write() as tx:
        await server.accounts.sessions.end(tx, who.user_id, session_id)
        body = {"session": session_id}
        await audit.record(tx, who, who.account_path, "session_ended", who.user_id, body)
    server.accounts.tell([who.user_id])
    return Done()


@router.get("/me/tokens")
async def list_tokens(who: Who, server: Server) -> TokensOut:
    """List the own API tokens."""
    own.need_person(who)
    return TokensOut(
        items=[_token(each) for each in await server.accounts.tokens.of_user(who.user_id)]
    )


@router.post("/me/tokens", status_code=201)
async def make_token(given: TokenIn, who: Who, server: Server) -> TokenMade:
    """Make an API token; it is shown in this answer only.

    The password has to be proven in the last five minutes. An Idempotency-Key is not looked at.
    """
    own.need_person(who)
    who.need_fresh(now_ms(server.core.clock))
    expires_ms = None if given.expires is None else ms_of(given.expires)
    async with server.core.store.write() as tx:
        made, token = await server.accounts.tokens.make(
            tx, who, given.name, given.scopes, expires_ms
        )
        body = {"name": made.name, "scopes": sorted(made.scopes)}
        await audit.record(tx, who, who.account_path, "token_made", made.id, body)
    return TokenMade(**_token(made).model_dump(), token=token)


@router.delete("/me/tokens/{token_id}")
async def revoke_token(token_id: Id, who: Who, server: Server) -> Done:
    """Revoke one of the own API tokens."""
    own.need_person(who)
    async with server.core.store.write() as tx:
        await server.accounts.tokens.revoke(tx, who.user_id, token_id)
        await audit.record(tx, who, who.account_path, "token_revoked", token_id)
    server.accounts.tell([who.user_id])
    return Done()


@router.post("/me/agreement")
async def accept_agreement(given: AgreementIn, who: Who, server: Server) -> Done:
    """Accept the current version of the user agreement."""
    own.need_person(who)
    async with server.core.store.write() as tx:
        await own.agree(tx, who.user_id, given.version, VERSION)
        body = {"version": given.version}
        await audit.record(tx, who, who.account_path, "agreement_accepted", who.user_id, body)
    return Done()


async def _user(server: Services, who: Principal) -> User:
    async with server.core.store.read() as connection:
        user = await find_user(connection, USERS.c.id == who.user_id)
    if user is None:
        not_found("user")
    return user


def _token(token: ApiToken) -> TokenOut:
    return TokenOut(
        id=token.id,
        name=token.name,
        scopes=sorted(token.scopes),
        created=time(token.created_ms),
        used=None if token.used_ms is None else time(token.used_ms),
        expires=None if token.expires_ms is None else time(token.expires_ms),
    )
