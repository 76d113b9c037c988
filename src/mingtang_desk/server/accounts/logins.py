"""Passwords that come with a request: logins, proofs, HTTP Basic.

Whatever is wrong is answered in the same words after the same work, so that nobody learns which
logins there are.
"""

import base64
import binascii
import hmac
import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select, update

from mingtang_desk.server.accounts import audit, totp
from mingtang_desk.server.accounts.limits import LoginLimits
from mingtang_desk.server.accounts.passwords import LONGEST, Passwords
from mingtang_desk.server.accounts.sessions import Opened, Sessions
from mingtang_desk.server.accounts.users import User, find_user, login_of
from mingtang_desk.server.core import Core
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, USERS

BASIC_S = 60.0
"""How long a password that came by HTTP Basic is not hashed again."""
BASIC_KEPT = 1000
FAILED_ROWS = 60
"""Rows of audit about failed logins a minute, of everybody together."""
LONGEST_LOGIN = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What somebody logs in with.

    Attributes:
        login, password: as typed.
        code: one-time code; recovery: a recovery code; None = not given.
        client: what the client calls itself.
        remote: address it comes from.
    """

    login: str
    password: str
    code: str | None = None
    recovery: str | None = None
    client: str = ""
    remote: str | None = None


class Logins:
    """Checks passwords, within the limits."""

    def __init__(
        self, core: Core, passwords: Passwords, limits: LoginLimits, sessions: Sessions
    ) -> None:
        self._core = core
        self._passwords = passwords
        self._limits = limits
        self._sessions = sessions
        self._key = secrets.token_bytes(32)
        self._known: OrderedDict[bytes, tuple[float, str]] = OrderedDict()
        self._failed_s: OrderedDict[tuple[str, str | None], float] = OrderedDict()

    async def enter(self, given: Given) -> Opened:
        """Begin a session.

        Raises:
            Problem: 401 `wrong_login`, or, after the right password, `totp_required` or
                `wrong_code`; 429.
        """
        login = login_of(given.login)
        self._limits.admit(login, given.remote)
        user = await self._user(login)
        if not await self._is_right(user, given.password) or user is None:
            await self._failed(login, user, given.remote)
            raise Problem(401, "wrong_login", "The login or the password is wrong.")
        if user.has_totp and given.code is None and given.recovery is None:
            raise Problem(401, "totp_required", "Send the code of your authenticator too.")
        fresh = None
        if self._passwords.is_old(user.password_hash):
            fresh = await self._passwords.hash(given.password)
        async with self._core.store.write() as tx:
            opened = await self._open(tx, user, given, fresh)
        if opened is None:
            await self._failed(login, user, given.remote)
            raise Problem(401, "wrong_code", "The code is wrong, or was used before.")
        self._limits.succeeded(login, given.remote)
        return opened

    async def prove(self, login: str, password: str, remote: str | None) -> User:
        """Return the user whose password it is.

        Raises:
            Problem: 403 `wrong_password`; 429.
        """
        self._limits.admit(login, remote)
        user = await self._user(login)
        if not await self._is_right(user, password) or user is None:
            await self._failed(login, user, remote)
            raise Problem(403, "wrong_password", "The password is wrong.")
        self._limits.succeeded(login, remote)
        return user

    async def basic(self, credentials: str, remote: str | None) -> User | None:
        """Return whom HTTP Basic names, None = it is wrong.

        Raises:
            Problem: 401 `totp_required`: the password is right, but not enough; 429.
        """
        pair = basic_pair(credentials)
        if pair is None:
            return None
        login, password = pair
        user = await self._user(login)
        digest = hmac.digest(self._key, f"{login}\0{password}".encode(), "sha256")
        now = self._core.clock.monotonic()
        until, known_hash = self._known.get(digest, (0.0, ""))
        if user is None or now >= until or known_hash != user.password_hash:
            self._known.pop(digest, None)
            self._limits.admit(login, remote)
            if not await self._is_right(user, password) or user is None:
                await self._failed(login, user, remote)
                return None
            self._limits.succeeded(login, remote)
            self._known[digest] = (now + BASIC_S, user.password_hash)
            if len(self._known) > BASIC_KEPT:
                self._known.popitem(last=False)
        if user.is_blocked:
            return None
        if user.has_totp:
            raise Problem(
                401,
                "totp_required",
                "A password alone is not enough for this user; use an API token.",
            )
        return user

    def forget(self) -> None:
        """Something of a user has changed: every password is hashed again."""
        self._known.clear()

    async def _user(self, login: str) -> User | None:
        if not 0 < len(login) <= LONGEST_LOGIN or "\0" in login:
            return None
        async with self._core.store.read() as connection:
            return await find_user(connection, USERS.c.login == login)

    async def _is_right(self, user: User | None, password: str) -> bool:
        stored = None if user is None or user.is_blocked else user.password_hash
        return await self._passwords.check(password[: LONGEST + 1], stored)

    async def _open(
        self, tx: Transaction, user: User, given: Given, fresh: str | None
    ) -> Opened | None:
        """Begin the session, unless the code is wrong or things have changed meanwhile."""
        again = await find_user(tx.connection, USERS.c.id == user.id)
        if again is None or again.is_blocked or again.password_ms != user.password_ms:
            return None
        changes: dict[str, object] = {} if fresh is None else {"password_hash": fresh}
        if again.has_totp:
            second = _second_factor(again, given, tx.now_ms)
            if second is None:
                return None
            changes.update(second)
        if changes:
            await tx.connection.execute(
                update(USERS).where(USERS.c.id == user.id).values(**changes)
            )
        opened = await self._sessions.open(tx, again, given.client)
        body = {"session": opened.session_id, "remote": given.remote, "client": given.client}
        if "recovery" in changes:
            body["by"] = "recovery code"
        await audit.record(tx, user.login, user.account_path, "logged_in", user.id, body)
        return opened

    async def _failed(self, login: str, user: User | None, remote: str | None) -> None:
        """Record a failed login, once a minute for each login and address.

        Of an unknown login the same is done for the admin to see, so that it takes as long; but
        what was typed is kept nowhere: it may be a password.
        """
        now = self._core.clock.monotonic()
        while self._failed_s and next(iter(self._failed_s.values())) <= now - 60:
            self._failed_s.popitem(last=False)
        if (login, remote) in self._failed_s or len(self._failed_s) >= FAILED_ROWS:
            return
        self._failed_s[(login, remote)] = now
        async with self._core.store.write() as tx:
            if user is None:
                top = select(ACCOUNTS.c.path).where(ACCOUNTS.c.parent_id.is_(None))
                path, who, target = await tx.connection.scalar(top.limit(1)) or "", "", ""
            else:
                path, who, target = user.account_path, user.login, user.id
            await audit.record(tx, who, path, "login_failed", target, {"remote": remote})


def basic_pair(credentials: str) -> tuple[str, str] | None:
    """Return login and password of an Authorization header's value after "Basic"."""
    try:
        text = base64.b64decode(credentials.strip(), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError, ValueError):
        return None
    login, colon, password = text.partition(":")
    return (login_of(login), password) if colon and "\0" not in text else None


def _second_factor(user: User, given: Given, now_ms: int) -> Mapping[str, object] | None:
    """Return what changes of a user whose second factor is right, None = it is wrong."""
    if given.code is not None and user.totp_secret is not None:
        step = totp.step_of_code(user.totp_secret, given.code, now_ms, user.totp_last)
        if step is not None:
            return {"totp_last": step}
    if given.recovery is not None:
        left = totp.without(user.recovery, given.recovery)
        if left is not None:
            return {"recovery": left}
    return None
