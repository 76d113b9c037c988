"""Rows of tables as the API shows batteries."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.api.devices_models import Account, Battery, BatteryRow, Tracker
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.fleet import open_alarms, rows_of, signal_of
from mingtang_desk.server.devices.presence import seen_of
from mingtang_desk.server.devices.watch import presence_of
from mingtang_desk.server.problem import not_found
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES
from mingtang_desk.server.times import iso_ms

_DAY_MS = 86_400_000


async def shown_rows(connection: AsyncConnection, pks: Sequence[int], now: int) -> list[BatteryRow]:
    """Return batteries as a list shows them."""
    rows = await rows_of(connection, pks)
    alarms = await open_alarms(connection, pks)
    return [BatteryRow(**_row(row, alarms.get(row.pk, 0), now)) for row in rows]


def _row(row: Row[Any], alarms: int, now: int) -> dict[str, Any]:
    seen = seen_of(row._mapping)
    presence, since = presence_of(row.enabled_ms is not None, row.expires_ms, seen, now)
    return {
        "number": row.number,
        "name": row.name,
        "kind": row.kind,
        "account": Account(id=row.account_id, name=row.account_name),
        "state": presence,
        "since": iso_ms(since),
        "last_seen": iso_ms(row.seen_ms),
        "soc_pct": row.soc_pct,
        "pack_v": row.pack_v,
        "lat": row.lat,
        "lon": row.lon,
        "position_time": iso_ms(row.position_ms),
        "signal": signal_of(row.position),
        "open_alarms": alarms,
        "enabled": iso_ms(row.enabled_ms),
        "expires": iso_ms(row.expires_ms),
    }


async def shown_battery(
    connection: AsyncConnection, who: Principal, device: Device, now: int
) -> Battery:
    """Return everything of a battery.

    Raises:
        Problem: 404, it is gone or went to somebody else meanwhile.
    """
    rows = await rows_of(connection, [device.pk])
    if not rows or not who.sees(rows[0].account_path):
        not_found("battery")
    row = rows[0]
    alarms = await open_alarms(connection, [device.pk])
    query = select(DEVICES, DEVICE_STATE.c.bms).join(
        DEVICE_STATE, DEVICE_STATE.c.device == DEVICES.c.pk
    )
    more = (await connection.execute(query.where(DEVICES.c.pk == device.pk))).one()
    seen = seen_of(row._mapping)
    _, since = presence_of(row.enabled_ms is not None, row.expires_ms, seen, now)
    left = None if row.expires_ms is None else (row.expires_ms - now) // _DAY_MS
    return Battery(
        **_row(row, alarms.get(device.pk, 0), now),
        imei=more.imei,
        sim=more.sim,
        note=more.note,
        protocol=more.protocol,
        zone_min=more.zone_min,
        datum=more.datum,
        any_length=more.any_length,
        firmware=_board_firmware(more.bms),
        tracker=Tracker(
            terminal=more.terminal,
            vendor=more.vendor,
            firmware=more.firmware,
            is_linked=seen.linked_ms is not None,
            is_proven=more.proven_ms is not None,
            is_open=more.is_open,
            interval_s=seen.interval_s,
            ordered_s=seen.ordered_s,
        ),
        created=iso_ms(more.created_ms),
        state_s=None if since is None else max(now - since, 0) / 1000,
        days_to_expiry=left,
    )


def _board_firmware(bms: str | None) -> str | None:
    if bms is None:
        return None
    info = json.loads(bms).get("info")
    found = info.get("firmware") if isinstance(info, dict) else None
    return found if isinstance(found, str) and found else None
