"""Accounts below an account: what one level shows, and which belong to a subtree."""

import asyncio
from dataclasses import dataclass

from mingtang_desk.cloud.models import TypeCounts
from mingtang_desk.cloud.models_me import AccountRow
from mingtang_desk.cloud.parts import TreePart

_MOST_ROWS = 5000
"""Accounts of one level; a server that lists more would fill the screen for hours."""
_AT_A_TIME = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """An account in the tree; `counts`: with all below it, None = not told."""

    id: str
    name: str
    has_more: bool
    counts: TypeCounts | None


async def branches(tree: TreePart, account: str | None) -> tuple[Branch, ...]:
    """Return what stands right below an account; None = one's own.

    Raises:
        CloudError: it could not be read.
    """
    counted = await tree.counts(account)
    counts = {child.account_id: child.counts for child in counted.children}
    return tuple(
        Branch(id=row.id, name=row.name, has_more=row.accounts > 0, counts=counts.get(row.id))
        for row in await _rows_below(tree, counted.account_id)
    )


async def accounts_within(tree: TreePart, account: str) -> frozenset[str]:
    """Return the ids of an account and of all below it.

    Raises:
        CloudError: it could not be read.
    """
    found, level = {account}, [account]
    few = asyncio.Semaphore(_AT_A_TIME)

    async def below(above: str) -> list[AccountRow]:
        async with few:
            return await _rows_below(tree, above)

    while level:
        rows = [row for some in await asyncio.gather(*map(below, level)) for row in some]
        level = [row.id for row in rows if row.accounts > 0 and row.id not in found]
        found.update(row.id for row in rows)
    return frozenset(found)


async def _rows_below(tree: TreePart, account: str | None) -> list[AccountRow]:
    rows: list[AccountRow] = []
    cursor: str | None = None
    while len(rows) < _MOST_ROWS:
        page = await tree.below(account, cursor)
        rows += page.items
        if page.next_cursor is None or page.next_cursor == cursor or not page.items:
            break
        cursor = page.next_cursor
    return rows
