"""What was done, by whom: rows that are only added to, each holding the hash of the one before.

Whoever changes something calls `record` inside the transaction that changes it. Secrets never come
in: values under the names of secrets are struck out.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import AUDIT, META

FIRST = "0" * 64
"""What the first row has before it."""
HEAD = "audit_head"
"""Key in `meta` of the hash of the last row: an end that was cut off is missed."""
STRUCK_OUT = "***"
_SECRETS = frozenset(
    ("password", "old", "new", "token", "secret", "auth_code", "recovery_code", "totp", "hash")
)
_PAGE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What `verify` found.

    Attributes:
        rows: how many were looked at.
        first_bad: id of the first row that is not as it was written, 0 = rows are missing at the
            end, None = all is well.
    """

    rows: int
    first_bad: int | None


async def record(
    tx: Transaction,
    who: Principal | str,
    account_path: str,
    action: str,
    target: str = "",
    body: Mapping[str, object] | None = None,
) -> None:
    """Add a row.

    Args:
        tx: the transaction that does what is recorded.
        who: whoever does it, or a login.
        account_path: of the account it is about: whoever sees that may read the row.
        action: what, as "user_created"; a past participle at its end.
        target: id or number of what it is about.
        body: further facts, ready for JSON; no secrets.
    """
    head = await tx.connection.scalar(
        select(META.c.value).where(META.c.key == HEAD).with_for_update()
    )
    row: dict[str, object] = {
        "time_ms": tx.now_ms,
        "account_path": account_path,
        "who": who if isinstance(who, str) else who.login,
        "action": action,
        "target": target,
        "body": json.dumps(_clean(body or {}), ensure_ascii=False, sort_keys=True),
        "previous": head or FIRST,
    }
    row["hash"] = hash_of_row(row)
    await tx.connection.execute(insert(AUDIT).values(row))
    if head is None:
        await tx.connection.execute(insert(META).values(key=HEAD, value=row["hash"], secret=False))
    else:
        await tx.connection.execute(
            update(META).where(META.c.key == HEAD).values(value=row["hash"])
        )


async def verify(connection: AsyncConnection) -> Verdict:
    """Read every row and say whether each is as it was written, in its place."""
    previous, last, rows = FIRST, 0, 0
    while True:
        query = select(AUDIT).where(AUDIT.c.id > last).order_by(AUDIT.c.id).limit(_PAGE)
        page = [dict(row) for row in (await connection.execute(query)).mappings()]
        for row in page:
            last = row["id"]
            rows += 1
            if row["previous"] != previous or row["hash"] != hash_of_row(row):
                return Verdict(rows=rows, first_bad=last)
            previous = row["hash"]
        if len(page) < _PAGE:
            break
    head = await connection.scalar(select(META.c.value).where(META.c.key == HEAD))
    return Verdict(rows=rows, first_bad=None if (head or FIRST) == previous else 0)


def hash_of_row(row: Mapping[str, object]) -> str:
    """Return the hash over a row without its id, and over the hash before it."""
    names = ("time_ms", "account_path", "who", "action", "target", "body", "previous")
    text = json.dumps([row[name] for name in names], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _clean(value: object) -> object:
    if isinstance(value, Mapping):
        return {
            str(key): STRUCK_OUT if key in _SECRETS and isinstance(each, str) else _clean(each)
            for key, each in value.items()
        }
    if isinstance(value, list | tuple):
        return [_clean(each) for each in value]
    return value
