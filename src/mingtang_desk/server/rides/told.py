"""Which alarms people have been told of, so that no stop and no crash forgets who waits.

Alarms stay in the outbox for a day. What is stored here is the number of the event up to which
everything is done: after a start the rest is taken from the outbox again. Whoever was being told
when the server crashed may hear of it twice.
"""

import json
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from mingtang_desk.server.push.events import Event, Kind
from mingtang_desk.server.store.store import Store, Transaction
from mingtang_desk.server.store.tables.push import OUTBOX
from mingtang_desk.server.store.tables.rides import RULE_STATE

RULE, HOURS_RULE = "notify", "notify_hours"
type Hours = Sequence[tuple[str, int, int, int, Sequence[str], str]]
"""Target, battery, when its hour began (ms), how many went out, kinds held back, number."""


class Told:
    """Counts what waits, by the number of its event."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._waiting: Counter[int] = Counter()
        self._last = 0

    @property
    def mark(self) -> int:
        """Up to which event everything is done."""
        return min(self._waiting) - 1 if self._waiting else self._last

    def heard(self, seq: int) -> None:
        """Note that events up to this one were looked at."""
        self._last = max(self._last, seq)

    def waits(self, seq: int) -> None:
        """Note that somebody is to be told of an event; call `done` as often."""
        self._waiting[seq] += 1

    def done(self, seq: int) -> None:
        """Note that somebody was told, or never will be."""
        self._waiting[seq] -= 1
        if self._waiting[seq] <= 0:
            del self._waiting[seq]

    async def start(self) -> tuple[list[Event], Hours]:
        """Return what waited when the server ended; on the very first start that is nothing."""
        self._waiting.clear()
        self._last = self._store.seq
        state, box = RULE_STATE.c, OUTBOX.c
        async with self._store.read() as connection:
            query = select(state.rule, state.body).where(
                state.device == 0, state.rule.in_((RULE, HOURS_RULE))
            )
            known = {row.rule: json.loads(row.body) for row in await connection.execute(query)}
            if RULE not in known:
                return [], ()
            left = select(OUTBOX).where(box.seq > known[RULE], box.kind == Kind.ALARM)
            rows = (await connection.execute(left.order_by(box.seq))).all()
        events = [
            Event(
                kind=Kind.ALARM,
                device=row.device,
                number=row.number,
                account_path=row.account_path,
                value=json.loads(row.body),
                seq=row.seq,
            )
            for row in rows
        ]
        return events, known.get(HOURS_RULE, ())

    async def keep(self, tx: Transaction, hours: Hours | None = None) -> None:
        """Store how far it is."""
        bodies: dict[str, object] = {RULE: self.mark}
        if hours is not None:
            bodies[HOURS_RULE] = hours
        insert = (sqlite_insert if self._store.is_sqlite else postgresql_insert)(RULE_STATE)
        await tx.connection.execute(
            insert.on_conflict_do_update(
                index_elements=["device", "rule"], set_={"body": insert.excluded.body}
            ),
            [
                {"device": 0, "rule": rule, "body": json.dumps(body)}
                for rule, body in bodies.items()
            ],
        )
