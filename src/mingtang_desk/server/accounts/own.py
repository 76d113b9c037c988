"""What users change of themselves: password, second factor, agreement."""

from sqlalchemy import update

from mingtang_desk.server.accounts import totp
from mingtang_desk.server.accounts.api_tokens import revoke_tokens
from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.sessions import end_sessions
from mingtang_desk.server.accounts.users import User
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import USERS


def need_person(who: Principal) -> None:
    """Refuse API tokens what only their user may do in person.

    Raises:
        Problem: 403.
    """
    if who.token_id is not None:
        raise Problem(403, "not_by_token", "This cannot be done with an API token; log in.")


async def set_password(
    tx: Transaction, who: Principal, password_hash: str, *, end_tokens: bool
) -> None:
    """Set the own password. All other sessions end; API tokens only where that is asked for."""
    await _set(tx, who.user_id, password_hash=password_hash, password_ms=tx.now_ms)
    await end_sessions(tx, [who.user_id], but=who.session_id)
    if end_tokens:
        await revoke_tokens(tx, [who.user_id])


async def begin_totp(tx: Transaction, user: User) -> str:
    """Give a new secret, which waits to be confirmed; return it.

    Raises:
        Problem: 409, there is a second factor already.
    """
    if user.has_totp:
        raise Problem(409, "totp_on", "Take the second factor off before you set up another.")
    secret = totp.new_secret()
    await _set(tx, user.id, totp_secret=secret, totp_last=None)
    return secret


async def confirm_totp(tx: Transaction, user: User, code: str) -> list[str]:
    """Turn the second factor on; return the recovery codes, which are shown this once.

    Raises:
        Problem: 409, nothing waits to be confirmed; 422, the code is wrong.
    """
    if user.has_totp or user.totp_secret is None:
        raise Problem(409, "totp_not_begun", "Ask for a secret first.")
    step = totp.step_of_code(user.totp_secret, code, tx.now_ms, None)
    if step is None:
        raise Problem(422, "wrong_code", "The code is wrong; is the clock of the phone right?")
    codes = totp.new_recovery_codes()
    await _set(tx, user.id, totp_ms=tx.now_ms, totp_last=step, recovery=totp.stored(codes))
    return codes


async def end_totp(tx: Transaction, user_id: str) -> None:
    """Turn the second factor off."""
    await _set(tx, user_id, totp_secret=None, totp_ms=None, totp_last=None, recovery="[]")


async def agree(tx: Transaction, user_id: str, version: str, current: str) -> None:
    """Accept the agreement.

    Raises:
        Problem: 409, that is not the current version.
    """
    if version != current:
        raise Problem(
            409,
            "agreement_changed",
            "Read and accept the current version.",
            extra={"version": current},
        )
    await _set(tx, user_id, agreement=version, agreement_ms=tx.now_ms)


async def change_profile(
    tx: Transaction, user_id: str, name: str | None, language: str | None
) -> None:
    """Change name and language, where given."""
    values = {"name": name, "language": language}
    given = {key: value for key, value in values.items() if value is not None}
    if given:
        await _set(tx, user_id, **given)


async def _set(tx: Transaction, user_id: str, **values: object) -> None:
    await tx.connection.execute(update(USERS).where(USERS.c.id == user_id).values(**values))
