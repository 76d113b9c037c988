"""What happened since a number: alarms and commands of the outbox, the latest of everything else.

Rows come in the order of their numbers, in pages. Nothing above the number that held when the
reading began (`mark`) is told: who reads was entered among the listeners before, so that it comes
live. A battery that moved on meanwhile is above the mark and comes live too.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.geo.online import Presence
from mingtang_desk.server.accounts.principal import is_within, within
from mingtang_desk.server.core import Core
from mingtang_desk.server.push.events import Kind
from mingtang_desk.server.push.frames import encode, event_body
from mingtang_desk.server.push.topics import Topics
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.store.tables.push import OUTBOX, OUTBOX_MARK
from mingtang_desk.server.times import iso_ms, now_ms

READ_S = 30.0

_STATE = DEVICE_STATE.c


@dataclass(frozen=True, slots=True)
class Told:
    """One event of before.

    Attributes:
        seq: its number; body: it, as JSON.
    """

    seq: int
    body: bytes


class Resume:
    """Reads what happened."""

    def __init__(self, core: Core, seq: Callable[[], int]) -> None:
        self._core = core
        self._seq = seq

    @property
    def seq(self) -> int:
        """Number of the last event that was told to those who listen."""
        return self._seq()

    async def floor(self, topics: Topics) -> int:
        """Return up to which number something may be missing; 0 = nothing is."""
        if not topics.kept:
            return 0  # of everything else the latest is enough, and is always there
        async with asyncio.timeout(READ_S), self._core.store.read() as connection:
            return (await connection.execute(select(OUTBOX_MARK.c.floor))).scalar() or 0

    async def page(
        self, top: str, topics: Topics, since: int, mark: int, limit: int
    ) -> tuple[list[Told], int]:
        """Return the first events above `since`, and up to which number that is all."""
        end = mark
        found: list[Told] = []
        now = now_ms(self._core.clock)
        async with asyncio.timeout(READ_S), self._core.store.read() as connection:
            for kind, query in _queries(top, topics, since, mark):
                rows = await _rows(connection, query.limit(limit))
                if len(rows) == limit:
                    end = min(end, rows[-1]["seq"])
                found += [_told(kind, row, now) for row in rows]
        found = sorted((one for one in found if one.seq <= end), key=lambda one: one.seq)
        if len(found) > limit:
            del found[limit:]
            end = found[-1].seq
        return found, end


async def _rows(
    connection: AsyncConnection, query: "Select[tuple[object, ...]]"
) -> Sequence[Mapping[str, int]]:
    return [dict(row._mapping) for row in (await connection.execute(query)).all()]


def _told(kind: Kind | None, row: Mapping[str, object], now: int) -> Told:
    seq, number = row["seq"], row["number"]
    assert isinstance(seq, int)
    assert isinstance(number, str)
    is_state = kind is Kind.STATE
    value = encode(state_value(row, now)) if is_state else str(row["value"]).encode()
    name = str(row["kind"]) if kind is None else kind.value
    return Told(seq, event_body(seq, name, number, value))


def state_value(row: Mapping[str, object], now: int) -> dict[str, object]:
    """Return what `device_state` tells of the contact with a battery, at a moment in ms."""
    linked, online, asleep = row["linked_ms"], row["online_until_ms"], row["sleep_until_ms"]
    seen, expires = row["seen_ms"], row["expires_ms"]
    if row["enabled_ms"] is None:
        state = Presence.NOT_ENABLED
    elif isinstance(expires, int) and now >= expires:
        state = Presence.EXPIRED
    elif linked is not None or (isinstance(online, int) and now <= online):
        state = Presence.ONLINE
    elif isinstance(asleep, int) and now <= asleep:
        state = Presence.SLEEPING
    else:
        state = Presence.OFFLINE
    return {
        "state": state,
        "seen": iso_ms(seen if isinstance(seen, int) else None),
        "soc_pct": row["soc_pct"],
        "pack_v": row["pack_v"],
    }


def _queries(
    top: str, topics: Topics, since: int, mark: int
) -> "list[tuple[Kind | None, Select[tuple[object, ...]]]]":
    made: list[tuple[Kind | None, Select[tuple[object, ...]]]] = []
    if topics.kept:
        outbox = OUTBOX.c
        query = select(outbox.seq, outbox.kind, outbox.number, outbox.body.label("value")).where(
            outbox.seq > since,
            outbox.seq <= mark,
            outbox.kind.in_(topics.kept),
            within(outbox.account_path, top),
        )
        made.append((None, query.order_by(outbox.seq)))
    if not topics.moving:
        return made
    wanted = and_(within(DEVICES.c.account_path, top), _chosen(topics, top))
    latest = (
        (Kind.POSITION, _STATE.position_seq, (_STATE.position.label("value"),)),
        (Kind.BMS, _STATE.bms_seq, (_STATE.bms.label("value"),)),
        (
            Kind.STATE,
            _STATE.state_seq,
            (
                *(_STATE.linked_ms, _STATE.online_until_ms, _STATE.sleep_until_ms),
                *(_STATE.seen_ms, _STATE.soc_pct, _STATE.pack_v),
                *(DEVICES.c.enabled_ms, DEVICES.c.expires_ms),
            ),
        ),
    )
    for kind, seq, columns in latest:
        states = (
            select(seq.label("seq"), DEVICES.c.number, *columns)
            .join(DEVICES, DEVICES.c.pk == _STATE.device)
            .where(seq > since, seq <= mark, wanted)
            .order_by(seq)
        )
        if kind is not Kind.STATE:
            states = states.where(columns[0].is_not(None))
        made.append((kind, states))
    return made


def _chosen(topics: Topics, top: str) -> ColumnElement[bool]:
    if topics.devices:
        return within(DEVICES.c.account_path, top)
    paths = [path for path in topics.accounts.values() if is_within(path, top)]
    return or_(
        false(),
        DEVICES.c.number.in_(topics.numbers),
        *(within(DEVICES.c.account_path, path) for path in paths),
    )
