"""What commands learn of a device and keep on its rows."""

import json
from collections.abc import Mapping

from sqlalchemy import update

from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES


async def remember_protocol(
    core: Core, directory: Directory, device: Device, protocol: str
) -> None:
    """Keep what a board was found to speak, unless somebody has said it meanwhile."""
    async with core.store.write() as tx:
        await tx.connection.execute(
            update(DEVICES)
            .where(DEVICES.c.pk == device.pk, DEVICES.c.protocol == "auto")
            .values(protocol=protocol)
        )
    await directory.refresh(device.pk)


async def remember_readings(
    core: Core,
    device: Device,
    *,
    settings: Mapping[str, object] | None,
    counters: Mapping[str, object] | None,
) -> None:
    """Keep the settings and counters that were read last."""
    if settings is None and counters is None:
        return
    async with core.store.write() as tx:
        values: dict[str, object] = {}
        if settings is not None:
            values |= {"settings": json.dumps(dict(settings)), "settings_ms": tx.now_ms}
        if counters is not None:
            values["counters"] = json.dumps(dict(counters))
        await tx.connection.execute(
            update(DEVICE_STATE).where(DEVICE_STATE.c.device == device.pk).values(**values)
        )
