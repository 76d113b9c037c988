"""One virtual radio: a controller on a TCP port, switched on while somebody uses it."""

import asyncio
from contextlib import suppress
from typing import Any

from bleak.exc import BleakError
from bumble import core
from bumble.device import Device
from bumble.hci import Address
from bumble.transport.tcp_client import open_tcp_client_transport

POWER_S = 5.0
LEAVE_S = 1.0


class VirtualRadio:
    """One virtual radio, switched on while somebody uses it."""

    def __init__(self, hci: str) -> None:
        self._hci = hci
        self._users = 0
        self._scanners = 0
        self._lock = asyncio.Lock()
        self._transport: Any = None
        self._device: Device | None = None

    async def acquire(self) -> Device:
        """Return the radio, switched on. Each call needs a `release`."""
        async with self._lock:
            if self._device is None or self._transport.source.terminated.done():
                await self._switch_on()
            self._users += 1
            assert self._device is not None
            return self._device

    async def release(self, device: Device) -> None:
        """The last one switches it off; a radio whose controller went away is off already."""
        async with self._lock:
            if device is not self._device:
                return
            self._users -= 1
            if self._users == 0:
                await self._switch_off()

    async def scan(self, device: Device, *, on: bool) -> None:
        """Scan while at least one scanner wants to."""
        if device is not self._device:
            return
        self._scanners += 1 if on else -1
        if on and self._scanners == 1:
            await device.start_scanning()
        elif not on and self._scanners == 0:
            await device.stop_scanning()

    async def _switch_on(self) -> None:
        self._users = self._scanners = 0
        try:
            async with asyncio.timeout(POWER_S):
                self._transport = await open_tcp_client_transport(self._hci)
                device = Device.with_hci(
                    "mingtang-desk",
                    Address.generate_static_address(),
                    self._transport.source,
                    self._transport.sink,
                )
                await device.power_on()
        except (OSError, core.BaseBumbleError) as error:
            await self._switch_off()
            raise BleakError(f"no virtual controller at {self._hci}") from error
        except BaseException:
            await self._switch_off()
            raise
        self._device = device

    async def _switch_off(self) -> None:
        transport, self._transport, self._device = self._transport, None, None
        if transport is not None:
            await transport.close()
            with suppress(TimeoutError, core.BaseBumbleError):
                async with asyncio.timeout(LEAVE_S):
                    await transport.source.terminated
