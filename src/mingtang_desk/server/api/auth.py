"""Logins, refreshes, proofs of the password; the first run; the agreement."""

from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import AliasChoices, BaseModel, ConfigDict, Field, StringConstraints

from mingtang_desk.server.accounts import audit, own
from mingtang_desk.server.accounts.agreement import VERSION, texts
from mingtang_desk.server.accounts.logins import Given
from mingtang_desk.server.accounts.passwords import check_rules
from mingtang_desk.server.accounts.sessions import ACCESS_MS, REFRESH_MS, Opened
from mingtang_desk.server.api.deps import Remote, Server, Who
from mingtang_desk.server.api.fields import Body, Done, Login, Name, Password, Text, new_login
from mingtang_desk.server.api.profile import Profile, profile_of
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.times import now_ms

router = APIRouter(tags=["auth"])

Code = Annotated[str, StringConstraints(min_length=1, max_length=32)]
Token = Annotated[str, StringConstraints(min_length=1, max_length=200)]


class LoginIn(Body):
    """A login. `account` is the login name; `login` and `user` are taken for it too."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"account": "workshop", "password": "a long password"}},
    )
    account: str = Field(
        min_length=1,
        max_length=100,
        validation_alias=AliasChoices("account", "login", "user"),
        description="Name to log in with; may be called `login` or `user` too.",
    )
    password: Password
    totp: Code | None = None
    recovery_code: Code | None = None
    client: Text = Field(default="", description="What the client calls itself.")


class Tokens(BaseModel):
    """A session. The tokens are shown this once."""

    access_token: str
    token_type: Literal["bearer"] = "bearer"
    expires_in_s: int
    refresh_token: str
    refresh_expires_in_s: int
    agreement_due: bool
    user: Profile


class RefreshToken(Body):
    """A refresh token."""

    refresh_token: Token


class ProofIn(Body):
    """The password again."""

    password: Password


class SetupIn(Body):
    """What the first owner chooses."""

    token: Token
    login: Login
    password: Password
    account_name: Name
    agreement: Text = Field(description="Version of the agreement that was read and accepted.")


class Agreement(BaseModel):
    """The user agreement, in each language."""

    version: str
    text: dict[str, str]


@router.post("/auth/login")
async def login(given: LoginIn, server: Server, remote: Remote) -> Tokens:
    """Begin a session.

    401 `totp_required` comes only after the right password. 5 tries a minute of one login from one
    address, then 429 with Retry-After.
    """
    opened = await server.accounts.logins.enter(
        Given(
            login=given.account,
            password=given.password,
            code=given.totp,
            recovery=given.recovery_code,
            client=given.client,
            remote=remote,
        )
    )
    return _tokens(opened)


@router.post("/auth/refresh")
async def refresh(given: RefreshToken, server: Server) -> Tokens:
    """Exchange a refresh token for new tokens; both old ones end.

    A refresh token that comes a second time ends the session: somebody has copied it.
    """
    return _tokens(await server.accounts.sessions.refresh(given.refresh_token))


@router.post("/auth/logout")
async def logout(who: Who, server: Server) -> Done:
    """End the session that asks."""
    if who.session_id is None:
        raise Problem(409, "no_session", "There is no session to end.")
    async with server.core.store.write() as tx:
        await server.accounts.sessions.end(tx, who.user_id, who.session_id)
        body = {"session": who.session_id}
        await audit.record(tx, who, who.account_path, "logged_out", who.user_id, body)
    server.accounts.tell([who.user_id])
    return Done()


@router.post("/auth/prove")
async def prove(given: ProofIn, who: Who, server: Server, remote: Remote) -> Done:
    """Prove the password again: what is critical may be done for the next five minutes."""
    own.need_person(who)
    await server.accounts.logins.prove(who.login, given.password, remote)
    if who.session_id is not None:
        async with server.core.store.write() as tx:
            await server.accounts.sessions.prove(tx, who.session_id)
    return Done()


@router.post("/setup", status_code=201)
async def set_up(given: SetupIn, server: Server, remote: Remote, response: Response) -> Done:
    """Make the first owner, with the token of the link that the first start printed."""
    accounts, store = server.accounts, server.core.store
    accounts.limits.admit("", remote)
    async with store.read() as connection:
        await accounts.setup.need(connection, given.token, now_ms(server.core.clock))
    accounts.limits.succeeded("", remote)
    login_name = new_login(given.login)
    check_rules(given.password, login_name)
    if given.agreement != VERSION:
        raise Problem(
            422,
            "agreement_due",
            "Read and accept the current version of the agreement.",
            extra={"version": VERSION},
        )
    hashed = await accounts.passwords.hash(given.password)
    async with store.write() as tx:
        await accounts.setup.need(tx.connection, given.token, tx.now_ms)
        await accounts.setup.make_owner(
            tx,
            login=login_name,
            password_hash=hashed,
            account_name=given.account_name,
            agreed=True,
        )
    accounts.setup.token = None
    return Done()


@router.get("/agreement")
async def agreement(server: Server) -> Agreement:
    """Return the user agreement: what this server stores, why, and for how long."""
    return Agreement(version=VERSION, text=dict(texts(server.core.config)))


def _tokens(opened: Opened) -> Tokens:
    return Tokens(
        access_token=opened.access,
        expires_in_s=ACCESS_MS // 1000,
        refresh_token=opened.refresh,
        refresh_expires_in_s=REFRESH_MS // 1000,
        agreement_due=opened.user.agreement != VERSION,
        user=profile_of(opened.user, opened.user.principal),
    )
