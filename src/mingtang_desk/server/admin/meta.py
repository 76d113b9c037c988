"""Single values that outlive the process, in the table `meta`."""

import json

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.accounts import META


async def get(connection: AsyncConnection, key: str) -> object:
    """Return a value, None where it was never set."""
    found = await connection.scalar(select(META.c.value).where(META.c.key == key))
    return None if found is None else json.loads(found)


async def put(tx: Transaction, key: str, value: object, *, secret: bool = False) -> None:
    """Set a value; what is secret is not shown to anybody."""
    await tx.connection.execute(delete(META).where(META.c.key == key))
    await tx.connection.execute(
        insert(META).values(key=key, value=json.dumps(value), secret=secret)
    )
