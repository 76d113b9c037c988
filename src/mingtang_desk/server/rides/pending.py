"""What has begun or ended and has to last before it counts; a restart forgets none."""

import itertools
import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.rides import RULE_STATE

RULE = "pending"
_AT_ONCE = 500

type Key = tuple[str, str]


def batched(pks: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Return keys in portions that fit a statement."""
    return itertools.batched(pks, _AT_ONCE)


@dataclass(slots=True)
class Pending:
    """Since when something lasts, by battery and key.

    Attributes:
        changed: batteries of which something is to be stored.
    """

    changed: set[int] = field(default_factory=set)
    _since: dict[int, dict[Key, int]] = field(default_factory=dict)

    async def start(self, connection: AsyncConnection) -> None:
        """Read what is remembered."""
        self._since.clear()
        self.changed.clear()
        query = select(RULE_STATE.c.device, RULE_STATE.c.body).where(RULE_STATE.c.rule == RULE)
        for row in await connection.execute(query):
            self._since[row.device] = _since(row.body)

    async def reload(self, connection: AsyncConnection, pks: Collection[int]) -> None:
        """Take what is remembered of some from the table."""
        self.forget(pks)
        query = select(RULE_STATE.c.device, RULE_STATE.c.body).where(RULE_STATE.c.rule == RULE)
        for some in batched(pks):
            for row in await connection.execute(query.where(RULE_STATE.c.device.in_(some))):
                self._since[row.device] = _since(row.body)

    def forget(self, pks: Iterable[int]) -> None:
        """Forget some."""
        for pk in pks:
            self._since.pop(pk, None)
            self.changed.discard(pk)

    def has(self, pk: int) -> bool:
        """Whether anything of a battery is waited for."""
        return pk in self._since

    def keys(self, pk: int) -> list[Key]:
        """Return what of a battery is waited for."""
        return list(self._since.get(pk, ()))

    def lasted(self, pk: int, key: Key, ms: int, seconds: float) -> bool:
        """Note that something holds at a moment; return whether it has lasted so long."""
        if seconds <= 0:
            return True
        mine = self._since.setdefault(pk, {})
        since = mine.get(key)
        if since is None:
            since = mine[key] = ms
            self.changed.add(pk)
        if ms - since < seconds * 1000:
            return False
        self.gone(pk, key)
        return True

    def gone(self, pk: int, key: Key) -> None:
        """Note that it does not hold."""
        mine = self._since.get(pk)
        if mine is None or mine.pop(key, None) is None:
            return
        self.changed.add(pk)
        if not mine:
            del self._since[pk]

    def kept(self, pk: int) -> "PendingKept":
        """Return the change that stores what of a battery is waited for now."""
        self.changed.discard(pk)
        return PendingKept(pk, tuple(self._since.get(pk, {}).items()))


@dataclass(frozen=True, slots=True)
class PendingKept:
    """Stores what of a battery is waited for."""

    pk: int
    since: tuple[tuple[Key, int], ...]

    async def write(self, tx: Transaction) -> None:
        """Write it."""
        table = RULE_STATE.c
        await tx.connection.execute(
            delete(RULE_STATE).where(table.device == self.pk, table.rule == RULE)
        )
        if self.since:
            body = json.dumps([[*key, ms] for key, ms in self.since])
            await tx.connection.execute(
                insert(RULE_STATE).values(device=self.pk, rule=RULE, body=body)
            )


def _since(body: str) -> dict[Key, int]:
    return {(kind, source): ms for kind, source, ms in json.loads(body)}
