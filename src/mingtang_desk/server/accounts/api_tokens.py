"""API tokens: for programs, with less rights than their user, until they are revoked."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, func, insert, select, update

from mingtang_desk.server.accounts.principal import Principal, rights_of
from mingtang_desk.server.accounts.rights import SCOPES, Right, Role, Scope
from mingtang_desk.server.accounts.tokens import API, Uses, hash_of, new_token
from mingtang_desk.server.core import Core
from mingtang_desk.server.ids import new_id
from mingtang_desk.server.problem import Problem, not_found
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import API_TOKENS

TOKENS_KEPT = 50
"""Of one user at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiToken:
    """An API token as stored; times in ms."""

    id: str
    name: str
    scopes: frozenset[Scope]
    created_ms: int
    used_ms: int | None
    expires_ms: int | None


class ApiTokens:
    """All API tokens."""

    def __init__(self, core: Core, uses: Uses) -> None:
        self._core = core
        self._uses = uses

    async def of_user(self, user_id: str) -> Sequence[ApiToken]:
        """Return those of a user that are not revoked, expired ones too, the newest first."""
        query = (
            select(API_TOKENS)
            .where(API_TOKENS.c.user_id == user_id, API_TOKENS.c.revoked_ms.is_(None))
            .order_by(API_TOKENS.c.created_ms.desc(), API_TOKENS.c.id)
        )
        async with self._core.store.read() as connection:
            rows = (await connection.execute(query)).mappings().all()
        return [self._token(row) for row in rows]

    async def make(
        self,
        tx: Transaction,
        who: Principal,
        name: str,
        scopes: Iterable[Scope],
        expires_ms: int | None,
    ) -> tuple[ApiToken, str]:
        """Make one; return it, and the token itself, which is shown this once.

        Raises:
            Problem: 422, it expires in the past; 409, there are too many.
        """
        if expires_ms is not None and expires_ms <= tx.now_ms:
            raise Problem(422, "expires_in_the_past", "The token would be expired at once.")
        count = await tx.connection.scalar(
            select(func.count()).where(
                API_TOKENS.c.user_id == who.user_id, API_TOKENS.c.revoked_ms.is_(None)
            )
        )
        if (count or 0) >= TOKENS_KEPT:
            raise Problem(
                409,
                "too_many_tokens",
                "Revoke a token that is not used any more.",
                extra={"limit": TOKENS_KEPT},
            )
        token = new_token(API)
        made = ApiToken(
            id=new_id(),
            name=name,
            scopes=frozenset(scopes),
            created_ms=tx.now_ms,
            used_ms=None,
            expires_ms=expires_ms,
        )
        await tx.connection.execute(
            insert(API_TOKENS).values(
                id=made.id,
                user_id=who.user_id,
                hash=hash_of(token),
                name=name,
                scopes=json.dumps(sorted(made.scopes)),
                created_ms=tx.now_ms,
                expires_ms=expires_ms,
            )
        )
        return made, token

    async def revoke(self, tx: Transaction, user_id: str, token_id: str) -> None:
        """Revoke one of a user.

        Raises:
            Problem: 404.
        """
        revoked = await tx.connection.execute(
            update(API_TOKENS)
            .where(
                API_TOKENS.c.id == token_id,
                API_TOKENS.c.user_id == user_id,
                API_TOKENS.c.revoked_ms.is_(None),
            )
            .values(revoked_ms=tx.now_ms)
        )
        if not revoked.rowcount:
            not_found("token")

    def _token(self, row: RowMapping) -> ApiToken:
        return ApiToken(
            id=row["id"],
            name=row["name"],
            scopes=scopes_of(row["scopes"]),
            created_ms=row["created_ms"],
            used_ms=self._uses.latest(row["id"]) or row["used_ms"],
            expires_ms=row["expires_ms"],
        )


async def revoke_tokens(tx: Transaction, user_ids: Sequence[str]) -> None:
    """Revoke all tokens of users."""
    await tx.connection.execute(
        update(API_TOKENS)
        .where(API_TOKENS.c.user_id.in_(user_ids), API_TOKENS.c.revoked_ms.is_(None))
        .values(revoked_ms=tx.now_ms)
    )


def scopes_of(stored: str) -> frozenset[Scope]:
    """Return scopes as stored."""
    return frozenset(Scope(each) for each in json.loads(stored))


def rights_within(role: Role, scopes: Iterable[Scope]) -> frozenset[Right]:
    """Return the rights of a role, less where the scopes do not go so far."""
    granted = frozenset[Right]().union(*(SCOPES[scope] for scope in scopes))
    return rights_of(role) & granted
