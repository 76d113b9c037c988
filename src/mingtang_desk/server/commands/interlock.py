"""Nothing that may cut a vehicle's power goes to one that moves."""

import json

from sqlalchemy import select

from mingtang_desk.server.commands.policy import FRESH_MS, MOVING_KMH
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.store.tables.devices import DEVICE_STATE
from mingtang_desk.server.times import now_ms


async def is_moving(core: Core, device: Device) -> bool:
    """Return whether the last position is fresh and faster than walking a bicycle."""
    query = select(DEVICE_STATE.c.position_ms, DEVICE_STATE.c.position).where(
        DEVICE_STATE.c.device == device.pk
    )
    async with core.store.read() as connection:
        row = (await connection.execute(query)).one_or_none()
    if row is None or row.position is None or row.position_ms is None:
        return False
    if now_ms(core.clock) - row.position_ms > FRESH_MS:
        return False
    speed = json.loads(row.position).get("speed_kmh")
    return isinstance(speed, int | float) and speed > MOVING_KMH
