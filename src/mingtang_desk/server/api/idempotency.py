"""`Idempotency-Key`: a POST that is repeated is carried out once.

A route takes `once: Once` and, inside the transaction that does its work, ends with
`return await once.keep(tx, answer)`. The answer is kept with the work, so a crash can lose neither
alone. A repetition never reaches the route, or is undone at `keep` where both came at once. Without
the header nothing is kept. Routes whose answer holds a secret do not take it.
"""

import hashlib
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel
from sqlalchemy import Select, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.api.deps import Server, Who
from mingtang_desk.server.problem import Problem
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import IDEMPOTENCY
from mingtang_desk.server.times import now_ms

KEPT_MS = 7 * 86_400_000
REPLAYED = "Idempotent-Replayed"


class Replay(Exception):
    """The request was carried out before; ends the request with the answer of then."""

    def __init__(self, status: int, answer: str) -> None:
        super().__init__("replay")
        self.status = status
        self.answer = answer

    def response(self) -> Response:
        """Return the answer of then."""
        return Response(
            self.answer,
            status_code=self.status,
            media_type="application/json",
            headers={REPLAYED: "true"},
        )


class OnceOnly:
    """One request with its key, or without one."""

    def __init__(self, user_id: str, key: str | None, route: str, body: bytes, status: int) -> None:
        self._user_id = user_id
        self._key = key
        self._route = route
        self._body_hash = hashlib.sha256(body).hexdigest()
        self._status = status

    async def look(self, connection: AsyncConnection, now: int) -> None:
        """Look whether it was carried out before.

        Raises:
            Replay: it was.
            Problem: 409, the key belongs to another request.
        """
        if self._key is None:
            return
        row = (await connection.execute(self._query(now))).one_or_none()
        if row is None:
            return
        if (row.route, row.body_hash) != (self._route, self._body_hash):
            raise Problem(
                409, "key_used", "This Idempotency-Key came with another request; take a new one."
            )
        raise Replay(row.status, row.answer)

    async def keep[T: BaseModel](self, tx: Transaction, answer: T) -> T:
        """Keep the answer with the work; return it.

        Raises:
            Replay: the same request was carried out meanwhile; this one's work is undone.
            Problem: 409, the key belongs to another request.
        """
        if self._key is not None:
            await self.look(tx.connection, tx.now_ms)
            outlived = IDEMPOTENCY.c.created_ms <= tx.now_ms - KEPT_MS
            await tx.connection.execute(delete(IDEMPOTENCY).where(outlived))
            await tx.connection.execute(
                insert(IDEMPOTENCY).values(
                    user_id=self._user_id,
                    key=self._key,
                    route=self._route,
                    body_hash=self._body_hash,
                    status=self._status,
                    answer=answer.model_dump_json(by_alias=True),
                    created_ms=tx.now_ms,
                )
            )
        return answer

    def _query(self, now: int) -> Select[tuple[str, str, int, str]]:
        table = IDEMPOTENCY.c
        return select(table.route, table.body_hash, table.status, table.answer).where(
            table.user_id == self._user_id,
            table.key == self._key,
            table.created_ms > now - KEPT_MS,
        )


async def once_of(
    request: Request,
    who: Who,
    server: Server,
    idempotency_key: Annotated[
        str | None,
        Header(
            description="The same key with the same request within 7 days is carried out once.",
            min_length=1,
            max_length=128,
            pattern=r"^[\x21-\x7e]+$",
        ),
    ] = None,
) -> OnceOnly:
    """Return the request with its key.

    Raises:
        Replay, Problem: see `OnceOnly.look`.
    """
    status = getattr(request.scope.get("route"), "status_code", None) or 200
    route = f"{request.method} {request.url.path}"
    once = OnceOnly(who.user_id, idempotency_key, route, await request.body(), status)
    if idempotency_key is not None:
        async with server.core.store.read() as connection:
            await once.look(connection, now_ms(server.core.clock))
    return once


Once = Annotated[OnceOnly, Depends(once_of)]
