"""Lists of alarms, and all that is known of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, true, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.accounts.principal import Principal, within
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.store.tables.rides import ALARMS

STATES = ("raised", "acknowledged", "cleared", "open")
_BIGGEST = 2**53


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmFilter:
    """Which alarms are wanted; None = all.

    Attributes:
        kinds: keys.
        state: raised (nobody has seen it), acknowledged, cleared, or open (not cleared).
        severity: of `kinds.Severity`.
        number: of a battery.
        q: part of the number or name of a battery, or the number of an alarm.
        begin_ms, end_ms: raised in between.
        before: raised earlier than this moment, or then and with a smaller number, for pages.
        storm: of one storm.
        path: of an account and all below it.
    """

    kinds: tuple[str, ...] = ()
    state: str | None = None
    severity: str | None = None
    number: str | None = None
    q: str | None = None
    begin_ms: int | None = None
    end_ms: int | None = None
    before: tuple[int, int] | None = None
    storm: str | None = None
    path: str | None = None


def _query() -> Select[Any]:
    device, state = DEVICES.c, DEVICE_STATE.c
    return (
        select(
            ALARMS,
            device.number.label("device_number"),
            device.name.label("device_name"),
            device.kind.label("device_kind"),
            device.imei,
            device.enabled_ms,
            device.expires_ms,
            state.seen_ms,
            state.linked_ms,
            state.online_until_ms,
            state.sleep_until_ms,
        )
        .outerjoin(DEVICES, device.pk == ALARMS.c.device)
        .outerjoin(DEVICE_STATE, state.device == ALARMS.c.device)
    )


def _conditions(wanted: AlarmFilter, who: Principal | None) -> list[ColumnElement[bool]]:
    table = ALARMS.c
    found = [true() if who is None else who.scope(table.account_path)]
    if wanted.kinds:
        found.append(table.kind.in_(wanted.kinds))
    if wanted.state == "open":
        found.append(table.cleared_ms.is_(None))
    elif wanted.state == "cleared":
        found.append(table.cleared_ms.is_not(None))
    elif wanted.state is not None:
        seen = table.acked_ms.is_not(None)
        found += [table.cleared_ms.is_(None), seen if wanted.state != "raised" else ~seen]
    if wanted.severity is not None:
        found.append(table.severity == wanted.severity)
    if wanted.number is not None:
        found.append(DEVICES.c.number == wanted.number)
    if wanted.q:
        text = [
            DEVICES.c.number.icontains(wanted.q, autoescape=True),
            DEVICES.c.name.icontains(wanted.q, autoescape=True),
        ]
        digits = wanted.q.isascii() and wanted.q.isdecimal() and wanted.q[0] != "0"
        if digits and int(wanted.q) < _BIGGEST:
            text.append(table.number == int(wanted.q))
        found.append(or_(*text))
    if wanted.begin_ms is not None:
        found.append(table.raised_ms >= wanted.begin_ms)
    if wanted.end_ms is not None:
        found.append(table.raised_ms < wanted.end_ms)
    if wanted.before is not None:
        found.append(tuple_(table.raised_ms, table.number) < tuple_(*wanted.before))
    if wanted.storm is not None:
        found.append(table.storm == wanted.storm)
    if wanted.path is not None:
        found.append(within(table.account_path, wanted.path))
    return found


async def listed(
    connection: AsyncConnection, wanted: AlarmFilter, who: Principal | None, limit: int
) -> list[Mapping[str, Any]]:
    """Return alarms that somebody may see (None = all of them), the newest first.

    By when they were raised: what a tracker tells late stands where it belongs.
    """
    newest = (ALARMS.c.raised_ms.desc(), ALARMS.c.number.desc())
    query = _query().where(*_conditions(wanted, who)).order_by(*newest).limit(limit)
    return [_mapping(row) for row in await connection.execute(query)]


async def one(
    connection: AsyncConnection, alarm_id: str, who: Principal
) -> Mapping[str, Any] | None:
    """Return an alarm that somebody may see."""
    query = _query().where(ALARMS.c.id == alarm_id, who.scope(ALARMS.c.account_path))
    row = (await connection.execute(query)).one_or_none()
    return None if row is None else _mapping(row)


async def counted(connection: AsyncConnection, who: Principal) -> list[tuple[str, str, bool, int]]:
    """Return how many are open, by kind, severity and whether somebody has seen them."""
    table = ALARMS.c
    seen = table.acked_ms.is_not(None)
    query = (
        select(table.kind, table.severity, seen, func.count())
        .where(table.cleared_ms.is_(None), who.scope(table.account_path))
        .group_by(table.kind, table.severity, seen)
    )
    return [(kind, sev, bool(yes), n) for kind, sev, yes, n in await connection.execute(query)]


def _mapping(row: Row[Any]) -> Mapping[str, Any]:
    return dict(row._mapping)
