"""The second factor of the user who is logged in."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import BaseModel, StringConstraints

from mingtang_desk.server.accounts import audit, own, totp
from mingtang_desk.server.accounts.users import find_user
from mingtang_desk.server.api.deps import Remote, Server, Who
from mingtang_desk.server.api.fields import Body, Done, Password
from mingtang_desk.server.problem import not_found
from mingtang_desk.server.store.tables.accounts import USERS
from mingtang_desk.server.times import now_ms

router = APIRouter(tags=["me"])


class TotpOut(BaseModel):
    """A secret that waits to be confirmed; `uri` is what a QR code for the phone holds."""

    secret: str
    uri: str


class CodeIn(Body):
    """A code of the authenticator."""

    code: Annotated[str, StringConstraints(min_length=6, max_length=16)]


class RecoveryOut(BaseModel):
    """Codes that each replace one code of a lost phone; shown this once."""

    recovery_codes: list[str]


class PasswordProof(Body):
    """The password."""

    password: Password


@router.post("/me/totp")
async def begin_totp(who: Who, server: Server) -> TotpOut:
    """Ask for a secret; nothing changes until a code of it is confirmed.

    The password has to be proven in the last five minutes.
    """
    own.need_person(who)
    who.need_fresh(now_ms(server.core.clock))
    async with server.core.store.write() as tx:
        user = await find_user(tx.connection, USERS.c.id == who.user_id)
        if user is None:
            not_found("user")
        secret = await own.begin_totp(tx, user)
    return TotpOut(secret=secret, uri=totp.uri_of(secret, who.login))


@router.post("/me/totp/confirm")
async def confirm_totp(given: CodeIn, who: Who, server: Server) -> RecoveryOut:
    """Turn the second factor on. From now HTTP Basic is refused for this user."""
    own.need_person(who)
    async with server.core.store.write() as tx:
        user = await find_user(tx.connection, USERS.c.id == who.user_id)
        if user is None:
            not_found("user")
        codes = await own.confirm_totp(tx, user, given.code)
        await audit.record(tx, who, who.account_path, "totp_turned_on", who.user_id)
    server.accounts.tell([who.user_id])
    return RecoveryOut(recovery_codes=codes)


@router.delete("/me/totp")
async def end_totp(given: PasswordProof, who: Who, server: Server, remote: Remote) -> Done:
    """Turn the second factor off; its recovery codes are worth nothing then."""
    own.need_person(who)
    await server.accounts.logins.prove(who.login, given.password, remote)
    async with server.core.store.write() as tx:
        await own.end_totp(tx, who.user_id)
        await audit.record(tx, who, who.account_path, "totp_turned_off", who.user_id)
    server.accounts.tell([who.user_id])
    return Done()
