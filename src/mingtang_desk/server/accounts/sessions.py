"""Sessions: begun by a login, carried on by refreshes, ended by a logout or by theft.

A refresh token is taken once. One that comes again was copied: the whole session ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, and_, delete, insert, or_, select, update

from mingtang_desk.server.accounts import audit
from mingtang_desk.server.accounts.tokens import ACCESS, REFRESH, Uses, hash_of, new_token
from mingtang_desk.server.accounts.users import User, find_user
from mingtang_desk.server.core import Core
from mingtang_desk.server.ids import new_id
from mingtang_desk.server.problem import Problem, not_found
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import SESSIONS, SPENT, USERS

ACCESS_MS = 30 * 60_000
REFRESH_MS = 30 * 86_400_000
SESSIONS_KEPT = 50
"""Of one user; the oldest end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A session with its tokens, which are shown this once.

    Attributes:
        session_id: its id.
        access, refresh: the tokens; valid for ACCESS_MS and REFRESH_MS.
        user: whose it is.
    """

    session_id: str
    access: str
    refresh: str
    user: User


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """A session as its user sees it; times in ms."""

    id: str
    client: str
    created_ms: int
    used_ms: int
    refresh_until_ms: int


class Sessions:
    """All sessions."""

    def __init__(self, core: Core, uses: Uses) -> None:
        self._core = core
        self._uses = uses

    async def open(self, tx: Transaction, user: User, client: str) -> Opened:
        """Begin one."""
        await self._prune(tx, user.id)
        opened = Opened(
            session_id=new_id(), access=new_token(ACCESS), refresh=new_token(REFRESH), user=user
        )
        await tx.connection.execute(
            insert(SESSIONS).values(
                id=opened.session_id,
                user_id=user.id,
                created_ms=tx.now_ms,
                used_ms=tx.now_ms,
                proven_ms=tx.now_ms,
                client=client,
                **_tokens(opened, tx.now_ms),
            )
        )
        return opened

    async def refresh(self, token: str) -> Opened:
        """Exchange a refresh token.

        Raises:
            Problem: 401: it is not valid; it came again, which ends its session.
        """
        hashed = hash_of(token)
        if not await self._is_known(hashed):  # whoever guesses does not keep the writer busy
            raise _invalid()
        opened = None
        async with self._core.store.write() as tx:
            query = select(SESSIONS).where(SESSIONS.c.refresh_hash == hashed)
            row = (await tx.connection.execute(query)).mappings().one_or_none()
            if row is None:
                await self._end_if_spent(tx, hashed)
            elif row["revoked_ms"] is None and row["refresh_until_ms"] > tx.now_ms:
                opened = await self._renew(tx, row)
        if opened is None:
            raise _invalid()
        return opened

    async def _is_known(self, hashed: str) -> bool:
        """Whether it is or was the refresh token of a session that goes on."""
        was = SESSIONS.c.id.in_(select(SPENT.c.session_id).where(SPENT.c.hash == hashed))
        query = select(SESSIONS.c.id).where(
            or_(SESSIONS.c.refresh_hash == hashed, was), SESSIONS.c.revoked_ms.is_(None)
        )
        async with self._core.store.read() as connection:
            return await connection.scalar(query) is not None

    async def _renew(self, tx: Transaction, row: RowMapping) -> Opened | None:
        user = await find_user(tx.connection, USERS.c.id == row["user_id"])
        if user is None or user.is_blocked:
            return None
        opened = Opened(
            session_id=row["id"], access=new_token(ACCESS), refresh=new_token(REFRESH), user=user
        )
        await tx.connection.execute(
            insert(SPENT).values(hash=row["refresh_hash"], session_id=row["id"], spent_ms=tx.now_ms)
        )
        await tx.connection.execute(
            update(SESSIONS)
            .where(SESSIONS.c.id == row["id"])
            .values(used_ms=tx.now_ms, **_tokens(opened, tx.now_ms))
        )
        return opened

    async def _end_if_spent(self, tx: Transaction, hashed: str) -> None:
        session_id = await tx.connection.scalar(
            select(SPENT.c.session_id).where(SPENT.c.hash == hashed)
        )
        if session_id is None:
            return
        ended = await tx.connection.execute(
            update(SESSIONS)
            .where(SESSIONS.c.id == session_id, SESSIONS.c.revoked_ms.is_(None))
            .values(revoked_ms=tx.now_ms)
            .returning(SESSIONS.c.user_id)
        )
        user_id = ended.scalar()
        user = user_id and await find_user(tx.connection, USERS.c.id == user_id)
        if user:
            body = {"session": session_id}
            await audit.record(
                tx, user.login, user.account_path, "refresh_token_reused", user.id, body
            )

    async def of_user(self, user_id: str, now: int) -> Sequence[Session]:
        """Return the sessions of a user that can still be refreshed, the newest first."""
        query = (
            select(SESSIONS)
            .where(
                SESSIONS.c.user_id == user_id,
                SESSIONS.c.revoked_ms.is_(None),
                SESSIONS.c.refresh_until_ms > now,
            )
            .order_by(SESSIONS.c.created_ms.desc(), SESSIONS.c.id)
        )
        async with self._core.store.read() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [
            Session(
                id=row["id"],
                client=row["client"],
                created_ms=row["created_ms"],
                used_ms=self._uses.latest(row["id"]) or row["used_ms"],
                refresh_until_ms=row["refresh_until_ms"],
            )
            for row in rows
        ]

    async def end(self, tx: Transaction, user_id: str, session_id: str) -> None:
        """End one of a user.

        Raises:
            Problem: 404.
        """
        ended = await tx.connection.execute(
            update(SESSIONS)
            .where(
                SESSIONS.c.id == session_id,
                SESSIONS.c.user_id == user_id,
                SESSIONS.c.revoked_ms.is_(None),
            )
            .values(revoked_ms=tx.now_ms)
        )
        if not ended.rowcount:
            not_found("session")

    async def prove(self, tx: Transaction, session_id: str) -> None:
        """The password was given again."""
        await tx.connection.execute(
            update(SESSIONS).where(SESSIONS.c.id == session_id).values(proven_ms=tx.now_ms)
        )

    async def _prune(self, tx: Transaction, user_id: str) -> None:
        """Take away what is of no use any more, and end the oldest of too many."""
        of_user = SESSIONS.c.user_id == user_id
        gone = or_(
            SESSIONS.c.revoked_ms <= tx.now_ms - REFRESH_MS,
            SESSIONS.c.refresh_until_ms <= tx.now_ms,
        )
        old = select(SESSIONS.c.id).where(of_user, gone)
        await tx.connection.execute(delete(SPENT).where(SPENT.c.session_id.in_(old)))
        await tx.connection.execute(delete(SESSIONS).where(of_user, gone))
        live = and_(of_user, SESSIONS.c.revoked_ms.is_(None))
        kept = (
            select(SESSIONS.c.id)
            .where(live)
            .order_by(SESSIONS.c.created_ms.desc(), SESSIONS.c.id)
            .limit(SESSIONS_KEPT - 1)
        )
        await tx.connection.execute(
            update(SESSIONS).where(live, SESSIONS.c.id.not_in(kept)).values(revoked_ms=tx.now_ms)
        )


async def end_sessions(tx: Transaction, user_ids: Sequence[str], but: str | None = None) -> None:
    """End all sessions of users, but one."""
    ended = and_(SESSIONS.c.user_id.in_(user_ids), SESSIONS.c.revoked_ms.is_(None))
    if but is not None:
        ended = and_(ended, SESSIONS.c.id != but)
    await tx.connection.execute(update(SESSIONS).where(ended).values(revoked_ms=tx.now_ms))


def _tokens(opened: Opened, now: int) -> dict[str, object]:
    return {
        "access_hash": hash_of(opened.access),
        "access_until_ms": now + ACCESS_MS,
        "refresh_hash": hash_of(opened.refresh),
        "refresh_until_ms": now + REFRESH_MS,
    }


def _invalid() -> Problem:
    return Problem(401, "not_authenticated", "The refresh token is not valid; log in again.")
