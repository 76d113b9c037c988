"""Tells a running server which batteries were changed behind its back, so that it reads them anew.

Nobody can call into another process: the list stands in the database, and the server looks at its
number every two seconds (`upkeep`).
"""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.admin import meta
from mingtang_desk.server.store.store import Transaction

KEY = "admin_changes"
REMEMBERED = 20_000
"""Entries that are kept: a server that runs has long read older ones."""


async def tell(tx: Transaction, devices: Sequence[int]) -> None:
    """Add batteries to the list, in the transaction that changes them."""
    number, told = await read(tx.connection)
    kept = [*told, *([number + 1, pk] for pk in devices)][-REMEMBERED:]
    await meta.put(tx, KEY, {"number": number + 1, "devices": kept})


async def read(connection: AsyncConnection) -> tuple[int, list[list[int]]]:
    """Return the number of the last change, and batteries with the number of theirs."""
    found = await meta.get(connection, KEY)
    if not isinstance(found, dict):
        return 0, []
    return int(found["number"]), [list(map(int, pair)) for pair in found["devices"]]


def since(told: Sequence[Sequence[int]], number: int) -> list[int]:
    """Return the batteries that were changed after a number."""
    return sorted({pk for at, pk in told if at > number})
