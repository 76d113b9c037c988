"""Bluetooth Low Energy through bleak: one GATT service as a serial line.

Notifications come in pieces that mean nothing; the framer joins them. Requests are cut to what one
write may carry. Closing lets go of the device, so that a phone may have it.
"""

import asyncio
import logging
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from mingtang_desk.core.errors import DeniedReason, LinkDeniedError, LinkLostError, UsageError
from mingtang_desk.interfaces.ble import BleProfile
from mingtang_desk.transports.ble_backend import backend
from mingtang_desk.transports.ble_find import BY_NAME, Heard, find
from mingtang_desk.transports.ble_line import Line, find_line
from mingtang_desk.transports.inbox import Inbox

if TYPE_CHECKING:
    from bleak import BleakClient

FIND_S = 10.0
_CONNECT_S = 15.0
_WRITE_S = 5.0
_CLOSE_S = 3.0
_SMALLEST_WRITE = 20

type Rung = tuple[float, Mapping[str, Any]]
"""A try to connect: seconds to wait before it, and options of `BleakClient`."""
ONCE: Sequence[Rung] = ((0.0, {}),)
WINDOWS: Sequence[Rung] = (
    (0.0, {}),
    (0.5, {"winrt": {"use_cached_services": False}}),
    (2.0, {"winrt": {"use_cached_services": False}}),
)
"""Windows keeps services of devices it saw before, and now and then cannot reach fresh ones."""

_log = logging.getLogger(__name__)


class BleTransport:
    """Implements `interfaces.transport.Transport` over a GATT service.

    Args:
        target: AA:BB:CC:DD:EE:FF, or name/NAME.
        profiles: the services that drivers know, by driver key, in the order to prefer.
        find_s: longest time to listen for it.
        connect_s: longest time for one try to connect.
        ladder: tries to connect; None = what this system needs.
    """

    def __init__(
        self,
        target: str,
        *,
        profiles: Mapping[str, BleProfile],
        find_s: float = FIND_S,
        connect_s: float = _CONNECT_S,
        ladder: Sequence[Rung] | None = None,
    ) -> None:
        if target in ("", BY_NAME):
            detail = "ble needs an address or name/NAME"
            raise UsageError("uri_invalid", uri=f"ble://{target}", detail=detail)
        self._target, self._profiles = target, profiles
        self._find_s, self._connect_s = find_s, connect_s
        self._ladder = ladder or (WINDOWS if sys.platform == "win32" else ONCE)
        self._heard: Heard | None = None
        self._client: BleakClient | None = None
        self._line: Line | None = None
        self._inbox = Inbox()

    @property
    def where(self) -> str:
        """The place in words."""
        if self._heard is None:
            return self._target.removeprefix(BY_NAME)
        advert = self._heard.advert
        return f"{advert.name} · {advert.address}" if advert.name else advert.address

    @property
    def writable(self) -> bool:
        """A device takes requests."""
        return True

    @property
    def protocols(self) -> tuple[str, ...]:
        """Keys of the drivers whose service was found, () = any."""
        return () if self._line is None else self._line.protocols

    @property
    def address(self) -> str:
        """Of the device, "" until it was found."""
        return "" if self._heard is None else self._heard.advert.address

    @property
    def signal(self) -> int | None:
        """How loud it was when it was found, dBm."""
        return None if self._heard is None else self._heard.advert.signal

    @property
    def mtu(self) -> int | None:
        """The agreed MTU, None while closed."""
        return None if self._client is None else self._client.mtu_size

    async def open(self) -> None:
        """Find the device, connect, choose its characteristics, listen."""
        if self._client is not None:
            return
        known = self._heard is not None
        self._heard = await find(self._heard_target(), self._find_s, known=known)
        client, line = await self._climb(self._heard)
        self._inbox = Inbox()
        self._client, self._line = client, line
        try:
            for characteristic in line.notify:
                await self._step(client.start_notify(characteristic, self._notified))
        except BaseException:
            self._client = None
            await _let_go(client)
            raise
        if not client.is_connected:
            self._fell(client)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Yield bytes as they come."""
        if self._client is None:
            raise LinkLostError("link_closed", where=self.where)
        async for chunk in self._inbox.chunks():
            yield chunk

    async def write(self, data: bytes) -> None:
        """Send bytes, in pieces that one write may carry."""
        client, line = self._client, self._line
        if client is None or line is None:
            raise LinkLostError("link_closed", where=self.where)
        most = max(line.write.max_write_without_response_size, _SMALLEST_WRITE)
        size = min(most, line.piece) if line.piece else most
        for at in range(0, len(data), size):
            piece = data[at : at + size]
            await self._step(client.write_gatt_char(line.write, piece, response=line.response))

    async def close(self) -> None:
        """Let go of the device."""
        client, self._client, self._line = self._client, None, None
        if client is not None:
            self._inbox.end()
            await _let_go(client)

    def _heard_target(self) -> str:
        """After the first time it is looked for by address: names may be given twice."""
        return self._target if self._heard is None else self._heard.advert.address

    async def _climb(self, heard: Heard) -> tuple["BleakClient", Line]:
        """Try to connect, on Windows in several ways."""
        from mingtang_desk.transports.ble_errors import EXPECTED, Stage, ble_error, is_unreachable

        last: BaseException | None = None
        for number, (pause_s, options) in enumerate(self._ladder, start=1):
            await asyncio.sleep(pause_s)
            try:
                return await self._connect(heard, options)
            except EXPECTED as error:
                last = error
                if not is_unreachable(error) or number == len(self._ladder):
                    raise ble_error(error, self.where, Stage.CONNECT, tries=number) from error
                _log.info("%s: services unreachable, try %d", self.where, number + 1)
        raise AssertionError("a ladder has a rung") from last

    async def _connect(
        self, heard: Heard, options: Mapping[str, Any]
    ) -> tuple["BleakClient", Line]:
        from bleak import BleakClient

        client = BleakClient(
            heard.device,
            self._fell,
            timeout=self._connect_s,
            **backend().client_options,
            **options,
        )
        try:
            async with asyncio.timeout(self._connect_s + 1.0):
                await client.connect()
            line = find_line(client.services, self._profiles)
        except BaseException:
            await _let_go(client)
            raise
        if line is None:
            await _let_go(client)
            raise LinkDeniedError("ble_no_line", reason=DeniedReason.UNSUPPORTED, where=self.where)
        return client, line

    async def _step(self, work: Any) -> None:
        from mingtang_desk.transports.ble_errors import EXPECTED, Stage, ble_error

        try:
            async with asyncio.timeout(_WRITE_S):
                await work
        except EXPECTED as error:
            raise ble_error(error, self.where, Stage.USE) from error

    def _notified(self, _: object, data: bytearray) -> None:
        self._inbox.put(bytes(data))

    def _fell(self, client: "BleakClient") -> None:
        """The link is gone, by the other side or by distance; our own close is no news."""
        if client is self._client:
            self._inbox.end(LinkLostError("link_lost", where=self.where))


async def _let_go(client: "BleakClient") -> None:
    from mingtang_desk.transports.ble_errors import EXPECTED

    with suppress(*EXPECTED):
        async with asyncio.timeout(_CLOSE_S):
            await client.disconnect()
