"""Who may do what: the parts of accounts together, and `authenticate`, which says who is asking."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, bindparam, or_, update

from mingtang_desk.server.accounts.api_tokens import ApiTokens, rights_within, scopes_of
from mingtang_desk.server.accounts.limits import LoginLimits
from mingtang_desk.server.accounts.logins import Logins
from mingtang_desk.server.accounts.passwords import Passwords, check_rules
from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.sessions import Sessions
from mingtang_desk.server.accounts.setup import Setup
from mingtang_desk.server.accounts.tokens import API, Uses, hash_of
from mingtang_desk.server.accounts.users import User, login_of, user_of, users_query
from mingtang_desk.server.core import Core
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.store.tables.accounts import API_TOKENS, SESSIONS, USERS
from mingtang_desk.server.times import now_ms

__all__ = ["Accounts", "hash_of"]

_log = logging.getLogger(__name__)
WRITE_USES_S = 60.0


class Accounts:
    """Who may do what.

    Attributes:
        passwords, limits, uses, sessions, logins, tokens, setup: the parts.
        changed: called, after the commit, with the ids of users whose rights, scope or sessions
            have changed: whoever keeps a principal for longer than a request asks again for it.
    """

    def __init__(self, core: Core) -> None:
        self._core = core
        self._task: asyncio.Task[None] | None = None
        self.passwords = Passwords(
            memory_kib=core.config.hash_memory_kib, passes=core.config.hash_passes
        )
        self.limits = LoginLimits(core.clock.monotonic)
        self.uses = Uses()
        self.sessions = Sessions(core, self.uses)
        self.tokens = ApiTokens(core, self.uses)
        self.logins = Logins(core, self.passwords, self.limits, self.sessions)
        self.setup = Setup(core)
        self._sessions_query = (
            users_query(SESSIONS.c.id.label("which"), SESSIONS.c.proven_ms)
            .join(SESSIONS, SESSIONS.c.user_id == USERS.c.id)
            .where(
                SESSIONS.c.access_hash == bindparam("token"),
                SESSIONS.c.revoked_ms.is_(None),
                SESSIONS.c.access_until_ms > bindparam("now"),
            )
        )
        self._tokens_query = (
            users_query(API_TOKENS.c.id.label("which"), API_TOKENS.c.scopes)
            .join(API_TOKENS, API_TOKENS.c.user_id == USERS.c.id)
            .where(
                API_TOKENS.c.hash == bindparam("token"),
                API_TOKENS.c.revoked_ms.is_(None),
                or_(API_TOKENS.c.expires_ms.is_(None), API_TOKENS.c.expires_ms > bindparam("now")),
            )
        )
        self.changed: list[Callable[[frozenset[str]], None]] = []

    async def start(self) -> None:
        """Begin; without an owner there is a set-up link then."""
        await self.setup.start()
        self._task = asyncio.create_task(self._keep_books())

    async def stop(self) -> None:
        """End, with the last uses written down."""
        if self._task is None:
            return
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task
        self._task = None
        await self._try_to_write_uses()  # the server ends all the same

    def setup_link(self, http: str) -> str | None:
        """Return the link that makes the first owner, None = there is one.

        Args:
            http: URL of the server. What follows "#" is never sent to it, so no log holds it.
        """
        token = self.setup.token
        return None if token is None else f"{http}/setup#token={token}"

    async def make_owner(self, login: str, password: str, account_name: str) -> str:
        """Make the first owner without a link, or a further one: from the server's own terminal.

        Returns:
            The id of the user.

        Raises:
            Problem: 422, the password is too easy; 409, the login is taken.
        """
        login = login_of(login)
        check_rules(password, login)
        hashed = await self.passwords.hash(password)
        async with self._core.store.write() as tx:
            user_id = await self.setup.make_owner(
                tx, login=login, password_hash=hashed, account_name=account_name, agreed=False
            )
        self.setup.token = None
        return user_id

    def tell(self, user_ids: Iterable[str]) -> None:
        """Say, after the commit, that something of users has changed."""
        self.logins.forget()
        for callback in list(self.changed):
            callback(frozenset(user_ids))

    async def authenticate(
        self, headers: Mapping[str, str], remote: str | None = None
    ) -> Principal:
        """Return who is asking: by the token of a session, an API token, or HTTP Basic.

        Args:
            headers: of the request, names in lower case.
            remote: address it comes from; limits of logins count by it.

        Raises:
            Problem: 401, the same for everything that is wrong; 429 and 503 with HTTP Basic.
        """
        scheme, _, value = headers.get("authorization", "").partition(" ")
        value = value.strip()
        found: Principal | None = None
        if scheme.lower() == "bearer" and value:
            found = await (self._by_api_token if value.startswith(API) else self._by_session)(value)
        elif scheme.lower() == "basic" and value:
            user = await self.logins.basic(value, remote)
            if user is not None:
                found = replace(user.principal, proven_ms=now_ms(self._core.clock))
        if found is None:
            raise Problem(
                401,
                "not_authenticated",
                "Log in, or send a valid token.",
                headers={"WWW-Authenticate": "Bearer"},
            )
        return found

    async def _by_session(self, token: str) -> Principal | None:
        now = now_ms(self._core.clock)
        row, user = await self._find(self._sessions_query, token, now)
        if user is None:
            return None
        self.uses.session(row["which"], now)
        return replace(user.principal, session_id=row["which"], proven_ms=row["proven_ms"])

    async def _by_api_token(self, token: str) -> Principal | None:
        now = now_ms(self._core.clock)
        row, user = await self._find(self._tokens_query, token, now)
        if user is None:
            return None
        self.uses.token(row["which"], now)
        rights = rights_within(user.role, scopes_of(row["scopes"]))
        return replace(user.principal, rights=rights, token_id=row["which"])

    async def _find(
        self, query: Select[Any], token: str, now: int
    ) -> tuple[dict[str, Any], User | None]:
        """Return the row of a token and its user, None = no such token, or nobody may use it."""
        async with self._core.store.read() as connection:
            found = await connection.execute(query, {"token": hash_of(token), "now": now})
            row = found.mappings().one_or_none()
        if row is None:
            return {}, None
        user = user_of(dict(row))
        return dict(row), None if user.is_blocked else user

    async def write_uses(self) -> None:
        """Write down what was used when, in one transaction; nothing where nothing was."""
        sessions, tokens = self.uses.take()
        if not sessions and not tokens:
            return
        async with self._core.store.write() as tx:
            for table, used in ((SESSIONS, sessions), (API_TOKENS, tokens)):
                if used:
                    await tx.connection.execute(
                        update(table)
                        .where(table.c.id == bindparam("which"))
                        .values(used_ms=bindparam("at")),
                        [{"which": each, "at": at} for each, at in used.items()],
                    )

    async def _keep_books(self) -> None:
        while True:
            await asyncio.sleep(WRITE_USES_S)
            await self._try_to_write_uses()

    async def _try_to_write_uses(self) -> None:
        try:
            await self.write_uses()
        except Exception as error:  # noqa: BLE001 - the next round is tried all the same
            _log.error("last uses could not be written down: %s", type(error).__name__)
