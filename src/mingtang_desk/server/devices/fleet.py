"""Lists and counts of batteries: conditions on narrow indices, then the whole rows of one page."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import (
    ColumnElement,
    Join,
    Row,
    and_,
    case,
    func,
    not_,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.devices.cursor import Cursor, Key, read_cursor
from mingtang_desk.server.devices.joins import BY_NUMBER, BY_PATH, BY_STATE, PLAIN
from mingtang_desk.server.store.tables.accounts import ACCOUNTS
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.store.tables.rides import ALARMS

_device, _state = DEVICES.c, DEVICE_STATE.c
MANY = 5000
"""From so many batteries on it is better to walk along all numbers until a page is full."""
_NEVER = 2**62  # ms; later than any date


class Type(StrEnum):
    """The tabs of a fleet."""

    ALL = "all"
    ONLINE = "online"
    SLEEPING = "sleeping"
    OFFLINE = "offline"
    EXPIRED = "expired"
    NOT_ENABLED = "not_enabled"


class Sort(StrEnum):
    """What a list is sorted by; "-" = the other way round."""

    NUMBER = "number"
    NUMBER_DOWN = "-number"
    NAME = "name"
    NAME_DOWN = "-name"
    SEEN = "seen"
    SEEN_DOWN = "-seen"
    SOC = "soc"
    SOC_DOWN = "-soc"
    EXPIRES = "expires"
    EXPIRES_DOWN = "-expires"


_KEYS: Mapping[str, tuple[ColumnElement[Key], type[Key]]] = {
    "number": (_device.number, str),
    "name": (_device.name, str),
    "seen": (func.coalesce(_state.seen_ms, -1), int),
    "soc": (func.coalesce(_state.soc_pct, -1.0), float),
    "expires": (func.coalesce(_device.expires_ms, _NEVER), int),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Internal keys of a page of batteries, in order, and where the next begins."""

    pks: tuple[int, ...]
    cursor: str | None


def is_of(kind: Type, now: int) -> ColumnElement[bool] | None:
    """Return the condition that a battery is of a type at a moment; None = all are."""
    enabled = _device.enabled_ms.is_not(None)
    expired = and_(_device.expires_ms.is_not(None), _device.expires_ms <= now)
    served = and_(enabled, not_(expired))
    online = or_(_state.linked_ms.is_not(None), func.coalesce(_state.online_until_ms, 0) >= now)
    sleeping = func.coalesce(_state.sleep_until_ms, 0) >= now
    match kind:
        case Type.ALL:
            return None
        case Type.NOT_ENABLED:
            return not_(enabled)
        case Type.EXPIRED:
            return and_(enabled, expired)
        case Type.ONLINE:
            return and_(served, online)
        case Type.SLEEPING:
            return and_(served, not_(online), sleeping)
        case Type.OFFLINE:
            return and_(served, not_(online), not_(sleeping))


async def page(
    connection: AsyncConnection,
    path: str,
    *,
    kind: Type = Type.ALL,
    conditions: Sequence[ColumnElement[bool]] = (),
    is_narrow: bool = False,
    sort: Sort = Sort.NUMBER,
    limit: int,
    cursor: str | None = None,
    now: int,
) -> Page:
    """Return a page of the batteries of an account and those below it.

    Args:
        connection: to read on.
        path: of the account.
        kind: of this type only.
        conditions: further ones, on `devices`.
        is_narrow: these find few, by an index of their own.
        sort: the order.
        limit: so many at most.
        cursor: of the page before.
        now: the moment of all states.

    Raises:
        Problem: 400, the cursor is none of this list.
    """
    name = sort.removeprefix("-")
    key, key_kind = _KEYS[name]
    of_type = is_of(kind, now)
    where: Join = PLAIN
    if not is_narrow:
        where = BY_PATH
        if await _are_many(connection, path):
            where = BY_NUMBER if name == "number" else BY_STATE
    query = select(_device.pk, key.label("key")).select_from(where).where(_below(path), *conditions)
    if of_type is not None:
        query = query.where(of_type)
    is_down = sort.startswith("-")
    if cursor is not None:
        last = read_cursor(cursor, sort, key_kind)
        is_beyond, is_later = (
            (key < last.key, _device.pk < last.pk)
            if is_down
            else (key > last.key, _device.pk > last.pk)
        )
        at_most = key <= last.key if is_down else key >= last.key
        query = query.where(at_most, or_(is_beyond, is_later))
    query = query.order_by(key.desc() if is_down else key.asc())
    if name != "number":  # which is unique: its index alone gives the order
        query = query.order_by(_device.pk.desc() if is_down else _device.pk.asc())
    rows = (await connection.execute(query.limit(limit + 1))).all()
    following = None
    if len(rows) > limit:
        last_row = rows[limit - 1]
        following = Cursor(sort=sort, key=last_row.key, pk=last_row.pk).text()
    return Page(pks=tuple(row.pk for row in rows[:limit]), cursor=following)


_ROW = (
    *(_device[name] for name in ("pk", "number", "name", "kind", "account_id", "account_path")),
    *(_device[name] for name in ("terminal", "imei", "sim", "protocol", "vendor")),
    *(_device[name] for name in ("enabled_ms", "expires_ms")),
    *(
        _state[name]
        for name in (
            *("seen_ms", "linked_ms", "unlinked_ms", "online_ms", "online_until_ms"),
            *("sleep_until_ms", "interval_s", "ordered_s", "parked", "told", "tell_ms"),
            *("soc_pct", "pack_v", "lat", "lon", "position_ms", "position"),
        )
    ),
    ACCOUNTS.c.name.label("account_name"),
)


async def rows_of(connection: AsyncConnection, pks: Sequence[int]) -> list[Row[tuple[object, ...]]]:
    """Return what a list shows of some batteries, in the order of their keys."""
    if not pks:
        return []
    query = (
        select(*_ROW)
        .select_from(PLAIN.join(ACCOUNTS, ACCOUNTS.c.id == _device.account_id))
        .where(_device.pk.in_(pks))
    )
    found = {row.pk: row for row in (await connection.execute(query)).all()}
    return [found[pk] for pk in pks if pk in found]


async def open_alarms(connection: AsyncConnection, pks: Sequence[int]) -> dict[int, int]:
    """Return how many alarms of some batteries are not over; those without are left out."""
    if not pks:
        return {}
    query = (
        select(ALARMS.c.device, func.count())
        .where(ALARMS.c.device.in_(pks), ALARMS.c.cleared_ms.is_(None))
        .group_by(ALARMS.c.device)
    )
    return {device: count for device, count in (await connection.execute(query)).all()}


def _below(path: str) -> ColumnElement[bool]:
    """Return the condition that a battery is an account's or of one below it, as one range."""
    return and_(_device.account_path >= path, _device.account_path < path + "0")


async def _are_many(connection: AsyncConnection, path: str) -> bool:
    some = select(_device.account_path).where(_below(path)).limit(MANY).subquery()
    return await connection.scalar(select(func.count()).select_from(some)) == MANY


type Counts = dict[Type, int]
_BITS = 20
"""Of each number that SQLite adds up in one: a million batteries of one account."""


async def counts(connection: AsyncConnection, path: str, now: int) -> dict[str, Counts]:
    """Return how many batteries of each type each account below a path has itself, by its path."""
    packed = connection.dialect.name == "sqlite"
    expired, online, sleeping = (1, 1 << _BITS, 1 << 2 * _BITS)
    kind = case(
        (_device.enabled_ms.is_(None), 0),
        (_device.expires_ms <= now, expired),
        (_state.linked_ms.is_not(None), online),
        (_state.online_until_ms >= now, online),
        (_state.sleep_until_ms >= now, sleeping),
        else_=0,
    )
    # SQLite would find out the kind once for each column; PostgreSQL adds long numbers slowly.
    sums = (
        (func.sum(kind),)
        if packed
        else tuple(func.count().filter(kind == each) for each in (expired, online, sleeping))
    )
    query = (
        select(_device.account_path, func.count(), func.count(_device.enabled_ms), *sums)
        .select_from(BY_PATH)
        .where(_below(path))
        .group_by(_device.account_path)
    )
    found = {}
    mask = (1 << _BITS) - 1
    for account_path, every, enabled, *numbers in (await connection.execute(query)).all():
        if packed:
            numbers = [numbers[0] >> shift & mask for shift in (0, _BITS, 2 * _BITS)]
        found[account_path] = {
            Type.ALL: every,
            Type.ONLINE: numbers[1],
            Type.SLEEPING: numbers[2],
            Type.OFFLINE: enabled - sum(numbers),
            Type.EXPIRED: numbers[0],
            Type.NOT_ENABLED: every - enabled,
        }
    return found


def summed(parts: Sequence[Counts]) -> Counts:
    """Return counts together."""
    return {kind: sum(part[kind] for part in parts) for kind in Type}


def signal_of(position: str | None) -> int | None:
    """Return the signal that a stored position names."""
    if position is None:
        return None
    signal = json.loads(position).get("signal")
    return signal if isinstance(signal, int) else None
