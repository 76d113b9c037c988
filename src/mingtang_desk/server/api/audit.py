"""What was done, by whom."""

import json
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, JsonValue
from sqlalchemy import select

from mingtang_desk.server.accounts import audit
from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.api.deps import Server, having
from mingtang_desk.server.api.fields import Cursor, Limit, Time, cursor_of, place_of, time
from mingtang_desk.server.problem import forbidden
from mingtang_desk.server.store.tables.accounts import AUDIT

router = APIRouter(tags=["audit"])

Auditor = Annotated[Principal, Depends(having(Right.AUDIT))]


class AuditRow(BaseModel):
    """One thing that was done. `hash` covers the row and the hash of the row before."""

    id: int
    time: Time
    who: str
    action: str
    target: str
    body: dict[str, JsonValue]
    hash: str


class AuditPage(BaseModel):
    """A page, the newest first."""

    items: list[AuditRow]
    next_cursor: str | None


class Verified(BaseModel):
    """What came of checking every row.

    `first_bad`: id of the first row that is not as it was written; 0 = rows are missing at the end.
    """

    is_whole: bool
    rows: int
    first_bad: int | None


@router.get("/audit")
async def read_audit(
    who: Auditor,
    server: Server,
    action: Annotated[str | None, Query(max_length=64, pattern=r"^[a-z_]+$")] = None,
    cursor: Cursor = None,
    limit: Limit = 100,
) -> AuditPage:
    """List what was done in the own account and below it, the newest first."""
    query = select(AUDIT).where(who.scope(AUDIT.c.account_path)).order_by(AUDIT.c.id.desc())
    if action is not None:
        query = query.where(AUDIT.c.action == action)
    place = place_of(cursor, int, 1)
    if place is not None:
        query = query.where(AUDIT.c.id < place[0])
    async with server.core.store.read() as connection:
        page = (await connection.execute(query.limit(limit + 1))).mappings().all()
    following = cursor_of(page[limit - 1]["id"]) if len(page) > limit else None
    return AuditPage(
        items=[
            AuditRow(
                id=row["id"],
                time=time(row["time_ms"]),
                who=row["who"],
                action=row["action"],
                target=row["target"],
                body=json.loads(row["body"]),
                hash=row["hash"],
            )
            for row in page[:limit]
        ],
        next_cursor=following,
    )


@router.get("/audit/verify")
async def verify_audit(who: Auditor, server: Server) -> Verified:
    """Check the hashes of all rows; for admins of the server."""
    if not who.is_admin:
        forbidden("checking the audit")
    async with server.core.store.read() as connection:
        verdict = await audit.verify(connection)
    return Verified(
        is_whole=verdict.first_bad is None, rows=verdict.rows, first_bad=verdict.first_bad
    )
